-- Closing a problem: applied for by those who did the work, checked by somebody who did not.
CREATE TABLE close_out (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  result TEXT NOT NULL,
  no_evidence_reason TEXT,
  applied_on TEXT NOT NULL,
  applied_by_id BIGINT REFERENCES person (id),
  signed_by_id BIGINT REFERENCES person (id),
  signed_on TEXT,
  verified_by_id BIGINT REFERENCES person (id),
  verifier_unit_id BIGINT REFERENCES unit (id),
  verified_on TEXT,
  verify_note TEXT,
  notice_from TEXT,
  notice_to TEXT,
  struck_by_id BIGINT REFERENCES person (id),
  struck_on TEXT,
  look_back_on TEXT,
  looked_back_on TEXT,
  look_back TEXT CHECK (look_back IN ('holds', 'rebound')),
  look_back_note TEXT,
  looked_back_by_id BIGINT REFERENCES person (id),
  send_back_reason TEXT,
  send_back_note TEXT,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX close_out_one_open ON close_out (problem_id) WHERE state IN ('applied', 'signed', 'viewed', 'verified', 'notice');
CREATE INDEX close_out_problem ON close_out (problem_id);
CREATE TABLE close_out_view (
  id {id},
  close_out_id BIGINT NOT NULL REFERENCES close_out (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  opinion TEXT NOT NULL CHECK (opinion IN ('waiting', 'agree', 'differ', 'silent')),
  words TEXT,
  person_id BIGINT REFERENCES person (id),
  given_on TEXT,
  CONSTRAINT close_out_view_once UNIQUE (close_out_id, unit_id)
);
