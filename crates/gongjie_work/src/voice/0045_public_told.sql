-- What hurts is told to everybody only where the coordinator says so: it may be a raiser's own words (domain 10.6).
ALTER TABLE public_problem ADD COLUMN is_told BOOLEAN NOT NULL DEFAULT FALSE;
