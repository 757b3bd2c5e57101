-- What people at the front line say, and what became of it. Ids are random and moments of the anonymous are half days, so
-- that neither order nor time tells who spoke (reliability A-5). Their past is not kept row by row for the same reason:
-- the story of a voice is its events.
CREATE TABLE poster (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  code TEXT NOT NULL,
  place TEXT NOT NULL,
  unit_id BIGINT REFERENCES unit (id),
  is_retired BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT poster_code_once UNIQUE (code)
);
CREATE INDEX poster_organization ON poster (organization_id, id);
CREATE TABLE voice (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  code_hash TEXT NOT NULL,
  number TEXT,
  mode TEXT NOT NULL CHECK (mode IN ('real_name', 'masked', 'anonymous')),
  channel TEXT NOT NULL,
  kind TEXT,
  text TEXT NOT NULL,
  place TEXT,
  poster_id BIGINT REFERENCES poster (id),
  theme_id BIGINT REFERENCES theme (id),
  is_dangerous BOOLEAN NOT NULL,
  raiser_name TEXT,
  raiser_contact TEXT,
  sealed TEXT,
  entered_by_id BIGINT REFERENCES person (id),
  received_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  reason TEXT,
  lead_unit_id BIGINT REFERENCES unit (id),
  handler_id BIGINT REFERENCES person (id),
  triage_by BIGINT NOT NULL,
  sign_by BIGINT,
  contact_by BIGINT,
  answer_by BIGINT,
  due_at BIGINT,
  dispatched_at BIGINT,
  signed_at BIGINT,
  contacted_at BIGINT,
  answered_at BIGINT,
  closed_at BIGINT,
  answer TEXT,
  problem_id BIGINT REFERENCES problem (id),
  merged_into_id BIGINT REFERENCES voice (id),
  diverted_to TEXT,
  solved TEXT CHECK (solved IN ('yes', 'partly', 'no')),
  satisfied BIGINT CHECK (satisfied BETWEEN 1 AND 5),
  judged_at BIGINT,
  verdict_until TEXT,
  redos BIGINT NOT NULL DEFAULT 0,
  appeals BIGINT NOT NULL DEFAULT 0,
  disputes BIGINT NOT NULL DEFAULT 0,
  turns BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT voice_code_once UNIQUE (code_hash),
  CONSTRAINT voice_anonymous_is_nobody CHECK (mode <> 'anonymous' OR (raiser_name IS NULL AND raiser_contact IS NULL AND sealed IS NULL)),
  CONSTRAINT voice_masked_is_sealed CHECK (mode <> 'masked' OR (raiser_name IS NULL AND raiser_contact IS NULL))
);
CREATE UNIQUE INDEX voice_number_once ON voice (organization_id, number);
CREATE INDEX voice_due ON voice (organization_id, state, due_at, id);
CREATE INDEX voice_lead ON voice (organization_id, lead_unit_id, state, due_at);
CREATE INDEX voice_problem ON voice (problem_id);
CREATE INDEX voice_merged ON voice (merged_into_id);
CREATE TABLE voice_helper (
  id {id},
  voice_id BIGINT NOT NULL REFERENCES voice (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  CONSTRAINT voice_helper_once UNIQUE (voice_id, unit_id)
);
CREATE INDEX voice_helper_unit ON voice_helper (unit_id);
-- The story of a voice: what its raiser and we said and did, in turns.
CREATE TABLE voice_event (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  voice_id BIGINT NOT NULL REFERENCES voice (id),
  turn BIGINT NOT NULL,
  kind TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('raiser', 'us', 'system')),
  is_internal BOOLEAN NOT NULL,
  unit_id BIGINT REFERENCES unit (id),
  person_id BIGINT REFERENCES person (id),
  text TEXT,
  at BIGINT NOT NULL,
  is_journaled BOOLEAN NOT NULL,
  CONSTRAINT voice_event_turn_once UNIQUE (voice_id, turn),
  CONSTRAINT voice_event_raiser_is_nobody CHECK (side <> 'raiser' OR person_id IS NULL)
);
CREATE INDEX voice_event_unjournaled ON voice_event (organization_id, at) WHERE NOT is_journaled;
-- Pictures, made anew from what was sent, without anything but the picture; base64 in the row, so that no file's date tells when.
CREATE TABLE voice_picture (
  id {id},
  voice_id BIGINT NOT NULL REFERENCES voice (id),
  turn BIGINT NOT NULL,
  place BIGINT NOT NULL,
  kind TEXT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  data TEXT NOT NULL,
  CONSTRAINT voice_picture_place_once UNIQUE (voice_id, turn, place)
);
-- Asking to open a sealed name: one asks with a reason, another one agrees.
CREATE TABLE unsealing (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  voice_id BIGINT NOT NULL REFERENCES voice (id),
  reason TEXT NOT NULL,
  asked_by_id BIGINT NOT NULL REFERENCES person (id),
  asked_at BIGINT NOT NULL,
  agreed_by_id BIGINT REFERENCES person (id),
  granted_by_id BIGINT REFERENCES person (id),
  refused_by_id BIGINT REFERENCES person (id),
  decided_at BIGINT,
  refusal TEXT,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT unsealing_needs_two CHECK (granted_by_id IS NULL OR (agreed_by_id IS NOT NULL AND agreed_by_id <> granted_by_id)),
  CONSTRAINT unsealing_not_by_asker CHECK (COALESCE(agreed_by_id, 0) <> asked_by_id AND COALESCE(granted_by_id, 0) <> asked_by_id)
);
CREATE INDEX unsealing_voice ON unsealing (voice_id);
-- Limits of an organisation that differ from the defaults, in working hours.
CREATE TABLE voice_limit (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  code TEXT NOT NULL,
  hours BIGINT NOT NULL CHECK (hours BETWEEN 1 AND 2000),
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT voice_limit_once UNIQUE (organization_id, code)
);
-- Problems that are shown to everybody, by choice of the coordinator (domain 10.6).
CREATE TABLE public_problem (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  since_day TEXT NOT NULL,
  opened_by_id BIGINT REFERENCES person (id),
  CONSTRAINT public_problem_once UNIQUE (problem_id)
);
CREATE INDEX public_problem_organization ON public_problem (organization_id, problem_id);
