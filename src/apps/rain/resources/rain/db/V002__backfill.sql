CREATE TABLE rain_day (
  place_id BIGINT NOT NULL,
  local_date DATE NOT NULL,
  mm DECIMAL(6,2) NOT NULL,
  fetched_at BIGINT NOT NULL,
  PRIMARY KEY (place_id, local_date)
);
