-- Meetings, theme days, visits and signings of a pairing, and what was decided there.
CREATE TABLE activity (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  pairing_id BIGINT NOT NULL REFERENCES pairing (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  place TEXT,
  date_text TEXT,
  date_from TEXT,
  date_to TEXT,
  date_precision TEXT NOT NULL,
  host TEXT,
  recorder TEXT,
  minutes TEXT,
  source TEXT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX activity_pairing ON activity (pairing_id);
CREATE INDEX activity_when ON activity (organization_id, date_from);
CREATE TABLE activity_unit (
  id {id},
  activity_id BIGINT NOT NULL REFERENCES activity (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  expected BIGINT,
  present BIGINT,
  note TEXT,
  CONSTRAINT activity_unit_once UNIQUE (activity_id, unit_id)
);
CREATE TABLE decision (
  id {id},
  activity_id BIGINT NOT NULL REFERENCES activity (id),
  text TEXT NOT NULL,
  measure_id BIGINT REFERENCES measure (id),
  is_noted BOOLEAN NOT NULL,
  position BIGINT NOT NULL,
  CONSTRAINT decision_noted_or_measure CHECK (NOT is_noted OR measure_id IS NULL)
);
CREATE INDEX decision_activity ON decision (activity_id);
