-- Saved views: a name for an address with its filters, for one person, a unit or the whole organisation; and each person's own start of a place.
CREATE TABLE saved_view (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  place TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('mine', 'unit', 'organization')),
  unit_id BIGINT REFERENCES unit (id),
  owner_id BIGINT NOT NULL REFERENCES person (id),
  is_removed BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT saved_view_unit_where_units CHECK ((scope = 'unit') = (unit_id IS NOT NULL))
);
CREATE INDEX saved_view_by_place ON saved_view (organization_id, place);
CREATE TABLE saved_view_start (
  id {id},
  person_id BIGINT NOT NULL REFERENCES person (id),
  place TEXT NOT NULL,
  saved_view_id BIGINT REFERENCES saved_view (id),
  CONSTRAINT saved_view_start_once UNIQUE (person_id, place)
);
