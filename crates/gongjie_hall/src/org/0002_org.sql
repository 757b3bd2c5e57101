-- Organisations, their units as a tree with names through time, people and what they may do.
CREATE TABLE organization (
  id {id},
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT,
  term_pack TEXT NOT NULL CHECK (term_pack IN ('party', 'neutral')),
  is_example BOOLEAN NOT NULL,
  source TEXT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT organization_code_once UNIQUE (code)
);
CREATE TABLE unit (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  parent_id BIGINT REFERENCES unit (id),
  kind TEXT NOT NULL,
  branch_type TEXT,
  partner_kind TEXT,
  name TEXT NOT NULL,
  short_name TEXT,
  name_en TEXT,
  is_outside BOOLEAN NOT NULL,
  external_code TEXT,
  contact TEXT,
  phone TEXT,
  source TEXT,
  valid_from TEXT,
  valid_to TEXT,
  successor_id BIGINT REFERENCES unit (id),
  merged_into_id BIGINT REFERENCES unit (id),
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX unit_tree ON unit (organization_id, parent_id);
CREATE UNIQUE INDEX unit_name_once ON unit (organization_id, name) WHERE valid_to IS NULL AND merged_into_id IS NULL;
CREATE TABLE unit_name (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('alias', 'former')),
  valid_from TEXT,
  valid_to TEXT
);
CREATE UNIQUE INDEX unit_alias_once ON unit_name (organization_id, name, unit_id) WHERE kind = 'alias';
CREATE INDEX unit_name_unit ON unit_name (unit_id);
CREATE TABLE unit_cover (
  id {id},
  branch_id BIGINT NOT NULL REFERENCES unit (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  valid_from TEXT,
  valid_to TEXT,
  CONSTRAINT unit_cover_once UNIQUE (branch_id, unit_id)
);
CREATE INDEX unit_cover_unit ON unit_cover (unit_id);
CREATE TABLE person (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  unit_id BIGINT REFERENCES unit (id),
  name TEXT NOT NULL,
  phone TEXT,
  email TEXT,
  is_active BOOLEAN NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX person_unit ON person (organization_id, unit_id);
CREATE TABLE role_grant (
  id {id},
  person_id BIGINT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL,
  unit_id BIGINT REFERENCES unit (id),
  granted_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX role_grant_once ON role_grant (person_id, role, COALESCE(unit_id, 0));
