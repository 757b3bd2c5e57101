-- The stored answer of every unsafe request, under its key, for 72 hours.
CREATE TABLE idempotency (
  id {id},
  account_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  status BIGINT NOT NULL,
  location TEXT,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT idempotency_key_once UNIQUE (account_id, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);
