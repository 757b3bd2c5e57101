-- Who takes problems together: exactly one accountable lead, partners inside and outside.
CREATE TABLE pairing (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  campaign_id BIGINT NOT NULL REFERENCES campaign (id),
  number BIGINT,
  position BIGINT,
  title TEXT NOT NULL,
  theme_text TEXT,
  theme_id BIGINT REFERENCES theme (id),
  date_text TEXT,
  date_from TEXT,
  date_to TEXT,
  date_precision TEXT NOT NULL,
  lead_basis TEXT NOT NULL CHECK (lead_basis IN ('stated', 'subject', 'first_listed')),
  partners_open TEXT,
  source TEXT,
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  state_note TEXT,
  previous_id BIGINT REFERENCES pairing (id),
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX pairing_number_once ON pairing (organization_id, campaign_id, number);
CREATE INDEX pairing_campaign ON pairing (organization_id, campaign_id, id);
CREATE TABLE pairing_member (
  id {id},
  pairing_id BIGINT NOT NULL REFERENCES pairing (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  role TEXT NOT NULL CHECK (role IN ('lead', 'co_lead', 'partner')),
  position BIGINT NOT NULL,
  written TEXT,
  answer TEXT NOT NULL CHECK (answer IN ('waiting', 'confirmed', 'declined', 'left')),
  asked_at BIGINT,
  answered_at BIGINT,
  answered_by_id BIGINT REFERENCES person (id),
  answer_note TEXT,
  CONSTRAINT pairing_member_once UNIQUE (pairing_id, unit_id)
);
CREATE UNIQUE INDEX pairing_one_lead ON pairing_member (pairing_id) WHERE role = 'lead';
CREATE INDEX pairing_member_unit ON pairing_member (unit_id);
CREATE TABLE pairing_problem (
  id {id},
  pairing_id BIGINT NOT NULL REFERENCES pairing (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  CONSTRAINT pairing_problem_once UNIQUE (pairing_id, problem_id)
);
CREATE INDEX pairing_problem_problem ON pairing_problem (problem_id);
