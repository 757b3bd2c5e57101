-- The working calendar of an organisation: days that differ from the week, school vacations, working hours of a day.
CREATE TABLE calendar_day (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  day TEXT NOT NULL,
  name TEXT NOT NULL,
  is_off BOOLEAN NOT NULL,
  notice_year BIGINT,
  entered_by BIGINT REFERENCES person (id),
  entered_at BIGINT NOT NULL,
  CONSTRAINT calendar_day_once UNIQUE (organization_id, day)
);
CREATE TABLE calendar_vacation (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  name TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  entered_by BIGINT REFERENCES person (id),
  entered_at BIGINT NOT NULL,
  CONSTRAINT calendar_vacation_in_order CHECK (starts_on <= ends_on)
);
CREATE INDEX calendar_vacation_of ON calendar_vacation (organization_id, starts_on);
CREATE TABLE calendar_shift (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  CONSTRAINT calendar_shift_in_order CHECK (starts_at < ends_at),
  CONSTRAINT calendar_shift_once UNIQUE (organization_id, starts_at)
);
