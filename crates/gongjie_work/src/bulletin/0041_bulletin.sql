-- Bulletins: sentences with the rows behind them, edited by one person and released by another.
CREATE TABLE bulletin (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  title TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  as_of TEXT NOT NULL,
  units TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  year BIGINT,
  number BIGINT,
  drafted_on TEXT NOT NULL,
  drafted_by_id BIGINT REFERENCES person (id),
  released_on TEXT,
  released_by_id BIGINT REFERENCES person (id),
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT bulletin_state CHECK (state IN ('drafted', 'released', 'dropped')),
  CONSTRAINT bulletin_numbered CHECK ((released_on IS NULL) = (number IS NULL)),
  CONSTRAINT bulletin_number_once UNIQUE (organization_id, year, number)
);
CREATE TABLE bulletin_line (
  id {id},
  bulletin_id BIGINT NOT NULL REFERENCES bulletin (id),
  position BIGINT NOT NULL,
  part TEXT NOT NULL,
  text TEXT NOT NULL,
  is_in BOOLEAN NOT NULL,
  backing TEXT NOT NULL,
  CONSTRAINT bulletin_line_part CHECK (part IN ('overall', 'good', 'late', 'demand'))
);
CREATE INDEX bulletin_line_bulletin ON bulletin_line (bulletin_id);
