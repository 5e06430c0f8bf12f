CREATE TABLE subscription (
  id CHAR(22) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  email VARCHAR(320) NOT NULL,
  email_hash CHAR(64) CHARACTER SET ascii NOT NULL,
  city_id BIGINT NOT NULL,
  hour TINYINT NOT NULL,
  units VARCHAR(8) CHARACTER SET ascii NOT NULL,
  lang CHAR(2) CHARACTER SET ascii NOT NULL,
  base VARCHAR(300) NOT NULL,
  state VARCHAR(8) CHARACTER SET ascii NOT NULL,
  asked_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL DEFAULT 0,
  ends_on DATE NOT NULL DEFAULT '1970-01-01',
  last_local_date DATE NOT NULL DEFAULT '1970-01-01',
  UNIQUE KEY once (email_hash, city_id),
  KEY due (state, city_id, hour)
) CHARACTER SET utf8mb4;

CREATE TABLE token (
  hash CHAR(64) CHARACTER SET ascii PRIMARY KEY,
  sub_id CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  purpose VARCHAR(12) CHARACTER SET ascii NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL DEFAULT 0,
  KEY subscriber (sub_id),
  FOREIGN KEY (sub_id) REFERENCES subscription (id) ON DELETE CASCADE
);
