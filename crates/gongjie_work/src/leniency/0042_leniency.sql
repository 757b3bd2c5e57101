-- Lenient notes: an honest failure, asked about by its unit, verified by two, decided, corrected.
CREATE TABLE leniency (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  mark TEXT NOT NULL,
  mark_id BIGINT NOT NULL,
  measure_id BIGINT REFERENCES measure (id),
  slip_id BIGINT REFERENCES slip (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  grounds TEXT NOT NULL,
  statement TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  applied_on TEXT NOT NULL,
  applied_by_id BIGINT REFERENCES person (id),
  settled_on TEXT,
  settled_by_id BIGINT REFERENCES person (id),
  refuse_reason TEXT,
  decision TEXT CHECK (decision IN ('granted', 'partly', 'denied')),
  decided_on TEXT,
  decided_by_id BIGINT REFERENCES person (id),
  meeting TEXT,
  finding TEXT,
  correction_plan TEXT,
  correct_by TEXT,
  closed_on TEXT,
  closed_by_id BIGINT REFERENCES person (id),
  close_note TEXT,
  withdraw_reason TEXT,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT leniency_mark CHECK (mark IN ('late', 'send_back', 'slip')),
  CONSTRAINT leniency_decided CHECK ((decision IS NULL) = (decided_on IS NULL))
);
CREATE UNIQUE INDEX leniency_one_of_a_mark ON leniency (mark, mark_id) WHERE state NOT IN ('refused', 'withdrawn');
CREATE INDEX leniency_unit ON leniency (unit_id);
CREATE TABLE leniency_officer (
  id {id},
  leniency_id BIGINT NOT NULL REFERENCES leniency (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  CONSTRAINT leniency_officer_once UNIQUE (leniency_id, person_id)
);
