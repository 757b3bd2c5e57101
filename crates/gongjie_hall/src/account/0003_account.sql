-- Ways in: local accounts, sessions and tokens (only their hashes), and the throttle in front of them.
CREATE TABLE account (
  id {id},
  person_id BIGINT NOT NULL REFERENCES person (id),
  login TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  is_disabled BOOLEAN NOT NULL,
  language TEXT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT account_login_once UNIQUE (login),
  CONSTRAINT account_person_once UNIQUE (person_id)
);
CREATE TABLE session (
  hash TEXT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  csrf TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE TABLE api_token (
  hash TEXT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  label TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
CREATE TABLE sign_in_throttle (
  door TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  open_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);
