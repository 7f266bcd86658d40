-- Heating curves, the network table, and whose outdoor readings count.

-- Append-only: a change is a new row. Where two begin at the same instant, the one that was set later counts.
CREATE TABLE weather_curve (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    site_id INTEGER REFERENCES site (id),  -- NULL: the network's table
    valid_from INTEGER NOT NULL,
    points TEXT NOT NULL,                  -- common::weather::Curve as JSON
    comment TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    set_by INTEGER                         -- account
) STRICT;
CREATE INDEX weather_curve_of ON weather_curve (site_id, valid_from, id);
CREATE TRIGGER weather_curve_stays BEFORE UPDATE ON weather_curve
    BEGIN SELECT RAISE(ABORT, 'a curve is never changed'); END;

CREATE TABLE weather_station (
    site_id INTEGER REFERENCES site (id),  -- NULL: the whole installation's
    point_id INTEGER NOT NULL REFERENCES point (id),
    set_at INTEGER NOT NULL,
    set_by INTEGER                         -- account
) STRICT;
CREATE UNIQUE INDEX weather_station_of ON weather_station (coalesce(site_id, 0));
