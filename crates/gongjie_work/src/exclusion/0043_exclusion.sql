-- Voices and problems taken out of the rates 剔除: asked for by one, decided by another who gains nothing by it (domain 4.2).
CREATE TABLE exclusion (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  voice_id BIGINT REFERENCES voice (id),
  problem_id BIGINT REFERENCES problem (id),
  unit_id BIGINT REFERENCES unit (id),
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  evidence TEXT NOT NULL,
  evidence_link TEXT,
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  asked_on TEXT NOT NULL,
  asked_by_id BIGINT NOT NULL REFERENCES person (id),
  decided_on TEXT,
  decided_by_id BIGINT REFERENCES person (id),
  decision_note TEXT,
  withdrawn_on TEXT,
  withdrawn_by_id BIGINT REFERENCES person (id),
  withdraw_note TEXT,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT exclusion_of_one CHECK ((voice_id IS NULL) <> (problem_id IS NULL)),
  CONSTRAINT exclusion_needs_two CHECK (decided_by_id IS NULL OR decided_by_id <> asked_by_id),
  CONSTRAINT exclusion_is_decided CHECK (state NOT IN ('granted', 'refused') OR decided_by_id IS NOT NULL)
);
CREATE UNIQUE INDEX exclusion_one_of_a_voice ON exclusion (voice_id) WHERE state IN ('asked', 'granted');
CREATE UNIQUE INDEX exclusion_one_of_a_problem ON exclusion (problem_id) WHERE state IN ('asked', 'granted');
CREATE INDEX exclusion_organization ON exclusion (organization_id, id);
