-- Ledgers that are brought in: the file, what was chosen while it was checked, and the cell that each row of ours comes from.
CREATE TABLE import_batch (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  campaign_id BIGINT NOT NULL REFERENCES campaign (id),
  person_id BIGINT REFERENCES person (id),
  created_at BIGINT NOT NULL,
  file_hash TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_bytes BIGINT NOT NULL,
  choices TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'undone', 'dropped')),
  creates BIGINT NOT NULL DEFAULT 0,
  changes BIGINT NOT NULL DEFAULT 0,
  lefts BIGINT NOT NULL DEFAULT 0,
  first_seq BIGINT,
  last_seq BIGINT,
  done_at BIGINT,
  undone_at BIGINT,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX import_batch_organization ON import_batch (organization_id, id);
CREATE INDEX import_batch_campaign ON import_batch (campaign_id, state);
CREATE TABLE import_origin (
  id {id},
  batch_id BIGINT NOT NULL REFERENCES import_batch (id),
  object TEXT NOT NULL CHECK (object IN ('problem', 'pairing', 'measure', 'outcome')),
  object_id BIGINT NOT NULL,
  problem_id BIGINT NOT NULL REFERENCES problem (id),
  sheet TEXT NOT NULL,
  sheet_row BIGINT NOT NULL,
  row_key TEXT NOT NULL,
  is_new BOOLEAN NOT NULL,
  fields TEXT NOT NULL
);
CREATE INDEX import_origin_batch ON import_origin (batch_id);
CREATE INDEX import_origin_problem ON import_origin (problem_id);
CREATE TABLE import_head (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  head TEXT NOT NULL,
  columns TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT import_head_once UNIQUE (organization_id, head)
);
