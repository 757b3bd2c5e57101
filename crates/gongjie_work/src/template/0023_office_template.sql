-- An office's own empty sheet, and where it takes the rows of a view.
CREATE TABLE office_template (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  name TEXT NOT NULL,
  filled_with TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  file_name TEXT NOT NULL,
  layout TEXT NOT NULL,
  is_removed BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT office_template_filled_with CHECK (filled_with IN ('ledger', 'problems', 'measures', 'duties', 'close_out'))
);
CREATE INDEX office_template_organization ON office_template (organization_id);
