-- Yearly drives, the dictionary of themes, and totals that somebody stated.
CREATE TABLE campaign (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  year BIGINT NOT NULL,
  name TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'closed')),
  previous_id BIGINT REFERENCES campaign (id),
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT campaign_ends_after_start CHECK (ends_on >= starts_on)
);
CREATE UNIQUE INDEX campaign_open_once ON campaign (organization_id) WHERE state = 'open';
CREATE TABLE theme (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  code TEXT NOT NULL,
  mark TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT,
  hue TEXT NOT NULL CHECK (hue IN ('blue', 'ochre', 'green', 'violet')),
  position BIGINT NOT NULL,
  is_retired BOOLEAN NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT theme_code_once UNIQUE (organization_id, code)
);
CREATE TABLE stated_figure (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  campaign_id BIGINT NOT NULL REFERENCES campaign (id),
  kind TEXT NOT NULL,
  label TEXT,
  number BIGINT NOT NULL,
  text TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  unit TEXT NOT NULL,
  as_of TEXT,
  source TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT stated_figure_other_has_label CHECK (kind <> 'other' OR label IS NOT NULL)
);
CREATE UNIQUE INDEX stated_figure_once ON stated_figure (campaign_id, kind) WHERE kind <> 'other';
