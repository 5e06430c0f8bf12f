CREATE TABLE mail_outbox (
  id BIGINT AUTO_INCREMENT PRIMARY KEY,
  idem_key VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  to_addr VARCHAR(320) NOT NULL,
  subject VARCHAR(255) NOT NULL,
  message MEDIUMBLOB NOT NULL,
  urgent BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  not_before BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii NOT NULL DEFAULT 'QUEUED',
  attempts INT NOT NULL DEFAULT 0,
  last_code INT NOT NULL DEFAULT 0,
  last_text VARCHAR(255) NOT NULL DEFAULT '',
  sent_at BIGINT NULL,
  lease_until BIGINT NOT NULL DEFAULT 0,
  KEY due (state, not_before),
  KEY sent (sent_at),
  KEY receiver (to_addr)
) CHARACTER SET utf8mb4;

CREATE TABLE suppression (
  address_hash CHAR(64) CHARACTER SET ascii PRIMARY KEY,
  reason VARCHAR(10) CHARACTER SET ascii NOT NULL,
  at BIGINT NOT NULL
);
