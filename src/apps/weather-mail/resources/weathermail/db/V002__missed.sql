CREATE TABLE missed (
  local_date DATE NOT NULL,
  city_id BIGINT NOT NULL,
  hour TINYINT NOT NULL,
  letters INT NOT NULL,
  PRIMARY KEY (local_date, city_id, hour)
);
