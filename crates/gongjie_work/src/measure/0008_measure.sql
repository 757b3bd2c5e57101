-- Measures and tasks to any depth, who is responsible, what happened, and what was asked about the limit.
CREATE TABLE measure (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  parent_id BIGINT REFERENCES measure (id),
  position BIGINT NOT NULL,
  text TEXT NOT NULL,
  goal TEXT,
  start_on TEXT,
  due_text TEXT,
  due_on TEXT,
  first_due_on TEXT,
  due_kind TEXT NOT NULL CHECK (due_kind IN ('date', 'immediate', 'long_term', 'none')),
  stated_count BIGINT,
  stated_tasks BIGINT,
  source TEXT,
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  state_note TEXT,
  issued_on TEXT NOT NULL,
  signed_on TEXT,
  suspended_on TEXT,
  result TEXT,
  reported_on TEXT,
  reported_by_id BIGINT REFERENCES person (id),
  done_on TEXT,
  decision_id BIGINT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT measure_due_after_start CHECK (start_on IS NULL OR due_on IS NULL OR due_on >= start_on)
);
CREATE INDEX measure_problem ON measure (problem_id, position);
CREATE INDEX measure_open ON measure (organization_id, state, due_on);
CREATE TABLE duty (
  id {id},
  measure_id BIGINT NOT NULL REFERENCES measure (id),
  unit_id BIGINT REFERENCES unit (id),
  person_id BIGINT REFERENCES person (id),
  role TEXT NOT NULL CHECK (role IN ('leader_in_charge', 'lead', 'partner', 'owner')),
  written TEXT,
  CONSTRAINT duty_names_somebody CHECK (unit_id IS NOT NULL OR person_id IS NOT NULL)
);
CREATE UNIQUE INDEX duty_one_lead ON duty (measure_id) WHERE role = 'lead';
CREATE UNIQUE INDEX duty_one_owner ON duty (measure_id) WHERE role = 'owner';
CREATE UNIQUE INDEX duty_once ON duty (measure_id, role, COALESCE(unit_id, 0), COALESCE(person_id, 0));
CREATE INDEX duty_unit ON duty (unit_id);
CREATE INDEX duty_person ON duty (person_id);
CREATE TABLE milestone (
  id {id},
  measure_id BIGINT NOT NULL REFERENCES measure (id),
  text TEXT NOT NULL,
  due_on TEXT NOT NULL,
  done_on TEXT
);
CREATE INDEX milestone_measure ON milestone (measure_id);
CREATE TABLE progress (
  id {id},
  measure_id BIGINT NOT NULL REFERENCES measure (id),
  entered_on TEXT NOT NULL,
  sentence TEXT,
  is_no_change BOOLEAN NOT NULL,
  next_step TEXT,
  percent BIGINT CHECK (percent BETWEEN 0 AND 100),
  person_id BIGINT REFERENCES person (id),
  created_at BIGINT NOT NULL,
  CONSTRAINT progress_says_something CHECK (is_no_change OR sentence IS NOT NULL)
);
CREATE INDEX progress_measure ON progress (measure_id, entered_on);
CREATE TABLE extension (
  id {id},
  measure_id BIGINT NOT NULL REFERENCES measure (id),
  state TEXT NOT NULL CHECK (state IN ('asked', 'head_agreed', 'granted', 'denied', 'withdrawn')),
  from_due_on TEXT NOT NULL,
  to_due_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  progress_so_far TEXT,
  asked_on TEXT NOT NULL,
  asked_by_id BIGINT REFERENCES person (id),
  decided_on TEXT,
  decided_by_id BIGINT REFERENCES person (id),
  decision_note TEXT,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX extension_one_open ON extension (measure_id) WHERE state IN ('asked', 'head_agreed');
CREATE INDEX extension_measure ON extension (measure_id);
CREATE TABLE send_back (
  id {id},
  measure_id BIGINT NOT NULL REFERENCES measure (id),
  reason TEXT NOT NULL,
  note TEXT,
  person_id BIGINT REFERENCES person (id),
  sent_on TEXT NOT NULL
);
CREATE INDEX send_back_measure ON send_back (measure_id);
CREATE TABLE dispute (
  id {id},
  measure_id BIGINT NOT NULL REFERENCES measure (id),
  basis TEXT NOT NULL,
  proposed_unit_id BIGINT REFERENCES unit (id),
  asked_by_id BIGINT REFERENCES person (id),
  asked_on TEXT NOT NULL,
  ruling TEXT CHECK (ruling IN ('moved', 'kept')),
  ruled_by_id BIGINT REFERENCES person (id),
  ruled_on TEXT,
  CONSTRAINT dispute_once UNIQUE (measure_id)
);
