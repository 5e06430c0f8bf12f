CREATE TABLE place (
  id BIGINT PRIMARY KEY,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  misses INT NOT NULL DEFAULT 0,
  asked_at BIGINT NOT NULL DEFAULT 0,
  observed_at BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE rain_hour (
  place_id BIGINT NOT NULL,
  hour_utc BIGINT NOT NULL,
  rain_mm DECIMAL(6,2) NOT NULL,
  snow_mm DECIMAL(6,2) NOT NULL,
  source TINYINT NOT NULL,
  PRIMARY KEY (place_id, hour_utc),
  KEY recent (hour_utc)
);

CREATE TABLE api_call (
  day DATE NOT NULL,
  product VARCHAR(20) CHARACTER SET ascii NOT NULL,
  ok INT NOT NULL DEFAULT 0,
  failed INT NOT NULL DEFAULT 0,
  throttled INT NOT NULL DEFAULT 0,
  PRIMARY KEY (day, product)
);

CREATE TABLE rain_alert (
  place_id BIGINT NOT NULL,
  local_date DATE NOT NULL,
  first_hour BIGINT NOT NULL,
  mm DECIMAL(6,2) NOT NULL,
  mailed_at BIGINT NOT NULL,
  PRIMARY KEY (place_id, local_date)
);
