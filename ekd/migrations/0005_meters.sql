-- When a meter was verified last: a local date. NULL where nobody has told.

ALTER TABLE meter ADD COLUMN verified_on TEXT;
