-- The corridor: one chain of entries per organisation, and one head row that is locked by every write.
CREATE TABLE journal_head (
  organization_id BIGINT PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);
CREATE TABLE journal (
  id {id},
  organization_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  person_id BIGINT,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  problem_id BIGINT,
  changes_digest TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  CONSTRAINT journal_seq_once UNIQUE (organization_id, seq),
  CONSTRAINT journal_prev_once UNIQUE (organization_id, prev_hash)
);
CREATE INDEX journal_subject ON journal (organization_id, subject, subject_id, seq);
CREATE INDEX journal_problem ON journal (organization_id, problem_id, seq);
-- What changed, in words: outside the chain, which holds only its salted digest, so that it can be erased.
CREATE TABLE journal_change (
  journal_id BIGINT PRIMARY KEY REFERENCES journal (id),
  salt TEXT NOT NULL,
  changes TEXT
);
