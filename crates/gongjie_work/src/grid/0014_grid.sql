-- What somebody did at once in a grid: its cells and the rows it made, so that it can be taken back.
CREATE TABLE grid_step (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  at BIGINT NOT NULL,
  grid TEXT NOT NULL,
  kind TEXT NOT NULL,
  cells TEXT NOT NULL,
  made TEXT NOT NULL,
  saved BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('done', 'undone')),
  turned_at BIGINT,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX grid_step_person ON grid_step (person_id, id);
