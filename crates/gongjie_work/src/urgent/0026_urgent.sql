-- The urgent channel: who is on duty, whom to call outside, and calls with their time line. Moments are exact here, unlike those
-- of voices: a call of somebody in danger is no survey, and nothing in it leads to a voice that nobody signed.
CREATE TABLE duty_shift (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  rank TEXT NOT NULL CHECK (rank IN ('officer', 'backup', 'head')),
  person_id BIGINT NOT NULL REFERENCES person (id),
  phone TEXT,
  weekdays TEXT NOT NULL,
  from_hour BIGINT NOT NULL CHECK (from_hour BETWEEN 0 AND 23),
  until_hour BIGINT NOT NULL CHECK (until_hour BETWEEN 0 AND 24)
);
CREATE INDEX duty_shift_organization ON duty_shift (organization_id, id);
CREATE TABLE urgent_number (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  phone TEXT NOT NULL,
  CONSTRAINT urgent_number_once UNIQUE (organization_id)
);
CREATE TABLE urgent_partner (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL
);
CREATE INDEX urgent_partner_organization ON urgent_partner (organization_id, id);
CREATE TABLE urgent_call (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  form_hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  phone TEXT,
  place TEXT,
  text TEXT,
  is_drill BOOLEAN NOT NULL,
  voice_id BIGINT REFERENCES voice (id),
  opened_by_id BIGINT REFERENCES person (id),
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  raised_at BIGINT NOT NULL,
  page_step BIGINT NOT NULL DEFAULT 0,
  paged_at BIGINT,
  next_page_at BIGINT,
  acked_at BIGINT,
  acked_by_id BIGINT REFERENCES person (id),
  report_due_at BIGINT,
  closed_at BIGINT,
  summary TEXT,
  problem_id BIGINT REFERENCES problem (id),
  turns BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT urgent_call_form_once UNIQUE (form_hash),
  CONSTRAINT urgent_call_acked_pages_no_more CHECK (acked_at IS NULL OR next_page_at IS NULL),
  CONSTRAINT urgent_call_acked_by_somebody CHECK ((acked_at IS NULL) = (acked_by_id IS NULL))
);
CREATE INDEX urgent_call_due ON urgent_call (organization_id, next_page_at) WHERE next_page_at IS NOT NULL;
CREATE INDEX urgent_call_organization ON urgent_call (organization_id, closed_at, id);
CREATE TABLE urgent_event (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  call_id BIGINT NOT NULL REFERENCES urgent_call (id),
  turn BIGINT NOT NULL,
  kind TEXT NOT NULL,
  person_id BIGINT REFERENCES person (id),
  step BIGINT,
  rank TEXT,
  reached BIGINT,
  partner TEXT,
  how TEXT,
  text TEXT,
  is_restricted BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT urgent_event_turn_once UNIQUE (call_id, turn),
  CONSTRAINT urgent_event_step_once UNIQUE (call_id, step)
);
-- Who was paged by which step. The same step pages nobody twice, whichever instance takes it.
CREATE TABLE urgent_page (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  call_id BIGINT NOT NULL REFERENCES urgent_call (id),
  step BIGINT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT urgent_page_once UNIQUE (call_id, step, person_id)
);
CREATE INDEX urgent_page_person ON urgent_page (person_id, call_id);
