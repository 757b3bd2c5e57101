-- Changes of a problem's class: asked for in words or by a rule, decided by who may. And the numbers that an organisation set for the rules.
CREATE TABLE rise (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  to_class TEXT NOT NULL CHECK (to_class IN ('multi_dept', 'school_level')),
  ground TEXT NOT NULL,
  fact TEXT,
  times BIGINT,
  measure_id BIGINT REFERENCES measure (id),
  reason TEXT,
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  asked_on TEXT NOT NULL,
  asked_by_id BIGINT REFERENCES person (id),
  asked_unit_id BIGINT REFERENCES unit (id),
  decide_by TEXT NOT NULL,
  decided_on TEXT,
  decided_by_id BIGINT REFERENCES person (id),
  note TEXT,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT rise_ground_said CHECK (reason IS NOT NULL OR fact IS NOT NULL),
  CONSTRAINT rise_fact_once UNIQUE (problem_id, fact)
);
CREATE UNIQUE INDEX rise_one_open ON rise (problem_id) WHERE state = 'asked';
CREATE INDEX rise_state ON rise (organization_id, state, id);
CREATE TABLE rise_limit (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  code TEXT NOT NULL,
  count BIGINT NOT NULL CHECK (count >= 0),
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT rise_limit_once UNIQUE (organization_id, code)
);
