-- What came of it: result texts, figures as written, shares between units, evidence.
CREATE TABLE outcome (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  measure_id BIGINT REFERENCES measure (id),
  text TEXT NOT NULL,
  position BIGINT NOT NULL,
  source TEXT,
  is_withdrawn BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX outcome_problem ON outcome (problem_id, position);
CREATE TABLE figure (
  id {id},
  outcome_id BIGINT NOT NULL REFERENCES outcome (id),
  label TEXT NOT NULL,
  text TEXT NOT NULL,
  number TEXT,
  unit TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  is_planned BOOLEAN NOT NULL,
  as_of TEXT,
  position BIGINT NOT NULL
);
CREATE INDEX figure_outcome ON figure (outcome_id);
CREATE TABLE outcome_share (
  id {id},
  outcome_id BIGINT NOT NULL REFERENCES outcome (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  percent BIGINT CHECK (percent BETWEEN 1 AND 100),
  CONSTRAINT outcome_share_once UNIQUE (outcome_id, unit_id)
);
CREATE INDEX outcome_share_unit ON outcome_share (unit_id);
CREATE TABLE evidence (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  measure_id BIGINT REFERENCES measure (id),
  outcome_id BIGINT REFERENCES outcome (id),
  activity_id BIGINT REFERENCES activity (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  dated_on TEXT,
  link TEXT,
  file_hash TEXT,
  file_name TEXT,
  file_type TEXT,
  file_bytes BIGINT,
  visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'public')),
  person_id BIGINT REFERENCES person (id),
  is_withdrawn BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT evidence_is_something CHECK (link IS NOT NULL OR file_hash IS NOT NULL)
);
CREATE INDEX evidence_problem ON evidence (problem_id);
