-- Which entry was the last of a day: what is asked when a page is shown as of that day.
CREATE INDEX journal_at ON journal (organization_id, at, seq);
