-- Papers that the work drafts or revises, and agreements with partners.
CREATE TABLE document (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  unit_id BIGINT REFERENCES unit (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  link TEXT,
  source TEXT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX document_problem ON document (problem_id);
CREATE TABLE agreement (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  pairing_id BIGINT NOT NULL REFERENCES pairing (id),
  title TEXT NOT NULL,
  other_party TEXT,
  state TEXT NOT NULL,
  starts_on TEXT,
  ends_on TEXT,
  source TEXT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX agreement_pairing ON agreement (pairing_id);
