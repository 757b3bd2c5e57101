-- What anybody says against a close-out while its public notice runs. A close-out with an objection that waits for its answer
-- is not struck off (domain 2.5, step 7). Of somebody who was not asked who they are only the half day is kept, ids are
-- random, and there is no history row by row: a version's number would tell the neighbours in time (decision 0042).
CREATE TABLE objection (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  close_out_id BIGINT NOT NULL REFERENCES close_out (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  form_hash TEXT NOT NULL,
  text TEXT NOT NULL,
  person_id BIGINT REFERENCES person (id),
  given_at BIGINT NOT NULL,
  is_journaled BOOLEAN NOT NULL,
  finding TEXT CHECK (finding IN ('upheld', 'dismissed')),
  answer TEXT,
  answered_by_id BIGINT REFERENCES person (id),
  answered_on TEXT,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT objection_form_once UNIQUE (form_hash),
  CONSTRAINT objection_answered_whole CHECK ((finding IS NULL) = (answer IS NULL) AND (finding IS NULL) = (answered_by_id IS NULL)
    AND (finding IS NULL) = (answered_on IS NULL))
);
CREATE INDEX objection_close_out ON objection (close_out_id);
CREATE INDEX objection_problem ON objection (problem_id);
CREATE INDEX objection_unjournaled ON objection (organization_id, given_at) WHERE NOT is_journaled;
