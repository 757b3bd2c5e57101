-- The raiser's word before a problem is struck off, and the named independent check where nobody spoke. Verdicts have random
-- ids and no history row by row: of an anonymous raiser only the half day is kept.
DROP INDEX close_out_one_open;
CREATE UNIQUE INDEX close_out_one_open ON close_out (problem_id)
  WHERE state IN ('applied', 'signed', 'viewed', 'verified', 'judged', 'unrated', 'checked', 'notice');
CREATE TABLE judgement (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  close_out_id BIGINT NOT NULL REFERENCES close_out (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  asked_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  reminded_on TEXT,
  raisers BIGINT NOT NULL,
  basis TEXT CHECK (basis IN ('solved', 'checked')),
  checker_id BIGINT REFERENCES person (id),
  checker_unit_id BIGINT REFERENCES unit (id),
  is_sampled BOOLEAN,
  drawn_by_id BIGINT REFERENCES person (id),
  drawn_on TEXT,
  checked_on TEXT,
  check_note TEXT,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT judgement_once UNIQUE (close_out_id)
);
CREATE INDEX judgement_problem ON judgement (problem_id);
CREATE INDEX judgement_checker ON judgement (checker_id);
CREATE TABLE verdict (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  close_out_id BIGINT NOT NULL REFERENCES close_out (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  voice_id BIGINT REFERENCES voice (id),
  unit_id BIGINT REFERENCES unit (id),
  token_hash TEXT,
  solved TEXT CHECK (solved IN ('yes', 'partly', 'no')),
  satisfied BIGINT CHECK (satisfied BETWEEN 1 AND 5),
  words TEXT,
  person_id BIGINT REFERENCES person (id),
  given_at BIGINT,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT verdict_of_one CHECK ((voice_id IS NULL) <> (unit_id IS NULL)),
  CONSTRAINT verdict_voice_is_nobody CHECK (voice_id IS NULL OR person_id IS NULL),
  CONSTRAINT verdict_voice_once UNIQUE (close_out_id, voice_id),
  CONSTRAINT verdict_unit_once UNIQUE (close_out_id, unit_id)
);
CREATE UNIQUE INDEX verdict_token ON verdict (token_hash);
CREATE INDEX verdict_voice ON verdict (voice_id);
CREATE INDEX verdict_problem ON verdict (problem_id);
