-- Retention: how far each point has been thinned, and the last local date of each daily job.

CREATE TABLE thinned (
    point_id INTEGER PRIMARY KEY REFERENCES point (id),
    step INTEGER NOT NULL,           -- s
    until_at INTEGER NOT NULL,       -- local midnight
    page_id INTEGER NOT NULL         -- the newest page of the point then: later ones may hold what is old
) STRICT;

CREATE TABLE daily (
    job TEXT PRIMARY KEY,
    done_on TEXT NOT NULL            -- local date
) STRICT, WITHOUT ROWID;
