CREATE TABLE part (
  id INT AUTO_INCREMENT PRIMARY KEY,
  slug VARCHAR(100) CHARACTER SET ascii NOT NULL UNIQUE,
  type VARCHAR(20) NOT NULL,
  brand VARCHAR(60) NOT NULL,
  name VARCHAR(150) NOT NULL,
  category VARCHAR(50) NOT NULL,
  sub_category VARCHAR(50) NOT NULL,
  price_cents INT NOT NULL,
  currency CHAR(3) NOT NULL,
  rating_x2 SMALLINT NOT NULL,
  hidden BOOLEAN NOT NULL DEFAULT FALSE,
  specs TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version INT NOT NULL DEFAULT 1
) DEFAULT CHARSET = utf8mb4;

CREATE TABLE catalogue_version (
  id TINYINT PRIMARY KEY,
  version BIGINT NOT NULL
);

INSERT INTO catalogue_version VALUES (1, 0);

CREATE TABLE build (
  code CHAR(10) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  name VARCHAR(80) NOT NULL DEFAULT '',
  is_public BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  edit_key_hash CHAR(64) CHARACTER SET ascii NOT NULL,
  KEY newest (is_public, updated_at)
) DEFAULT CHARSET = utf8mb4;

CREATE TABLE build_item (
  build_code CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  part_id INT NOT NULL,
  qty SMALLINT NOT NULL,
  PRIMARY KEY (build_code, part_id),
  FOREIGN KEY (build_code) REFERENCES build (code) ON DELETE CASCADE,
  FOREIGN KEY (part_id) REFERENCES part (id)
);

CREATE TABLE quote (
  ref CHAR(14) CHARACTER SET ascii PRIMARY KEY,
  build_code CHAR(10) CHARACTER SET ascii NOT NULL,
  name VARCHAR(150) NOT NULL,
  mail VARCHAR(254) NOT NULL,
  note VARCHAR(1000) NOT NULL,
  total_cents INT NOT NULL,
  currency CHAR(3) NOT NULL,
  snapshot TEXT NOT NULL,
  state VARCHAR(10) NOT NULL DEFAULT 'NEW',
  created_at BIGINT NOT NULL,
  ip_hash CHAR(64) CHARACTER SET ascii NOT NULL,
  confirm_hash CHAR(64) CHARACTER SET ascii NOT NULL,
  KEY age (created_at)
) DEFAULT CHARSET = utf8mb4;

CREATE TABLE audit (
  id INT AUTO_INCREMENT PRIMARY KEY,
  at BIGINT NOT NULL,
  user VARCHAR(100) NOT NULL,
  action VARCHAR(20) NOT NULL,
  object VARCHAR(120) NOT NULL,
  before_json TEXT NULL,
  after_json TEXT NULL
) DEFAULT CHARSET = utf8mb4;
