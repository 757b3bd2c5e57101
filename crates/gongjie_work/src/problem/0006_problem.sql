-- What has to be solved, and who raised it.
CREATE TABLE problem (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  campaign_id BIGINT NOT NULL REFERENCES campaign (id),
  number BIGINT,
  title TEXT NOT NULL,
  title_basis TEXT NOT NULL CHECK (title_basis IN ('stated', 'derived')),
  hurts TEXT,
  class TEXT CHECK (class IN ('multi_dept', 'school_level')),
  theme_id BIGINT REFERENCES theme (id),
  grade BIGINT CHECK (grade BETWEEN 1 AND 3),
  origin TEXT NOT NULL,
  raised_by_unit_id BIGINT REFERENCES unit (id),
  raised_by_person_id BIGINT REFERENCES person (id),
  raised_note TEXT,
  source TEXT,
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  state_note TEXT,
  merged_into_id BIGINT REFERENCES problem (id),
  rebounds BIGINT NOT NULL DEFAULT 0,
  closed_as TEXT CHECK (closed_as IN ('solved', 'partly', 'checked')),
  closed_on TEXT,
  review_on TEXT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT problem_closed_has_basis CHECK (state <> 'closed' OR closed_as IS NOT NULL)
);
CREATE UNIQUE INDEX problem_number_once ON problem (organization_id, campaign_id, number);
CREATE INDEX problem_state ON problem (organization_id, state, id);
CREATE INDEX problem_campaign ON problem (organization_id, campaign_id, id);
-- A problem that goes on in the next campaign. It keeps its row, its number and its history: nothing is copied.
CREATE TABLE carry_over (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  from_campaign_id BIGINT NOT NULL REFERENCES campaign (id),
  to_campaign_id BIGINT NOT NULL REFERENCES campaign (id),
  carried_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  person_id BIGINT REFERENCES person (id),
  CONSTRAINT carry_over_goes_on CHECK (from_campaign_id <> to_campaign_id),
  CONSTRAINT carry_over_from_once UNIQUE (problem_id, from_campaign_id),
  CONSTRAINT carry_over_into_once UNIQUE (problem_id, to_campaign_id)
);
CREATE INDEX carry_over_from ON carry_over (from_campaign_id, problem_id);
CREATE INDEX carry_over_into ON carry_over (to_campaign_id, problem_id);
