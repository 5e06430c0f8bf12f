-- Each request asks for other prices, which leave all parts in the table: the same length, never the same address.
local count = 0

request = function()
  count = count + 1
  return wrk.format("GET", wrk.path .. "?priceMin=" .. (1 + count % 5899) .. "&priceMax=" .. (300000 + count))
end
