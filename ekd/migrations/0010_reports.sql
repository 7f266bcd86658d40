-- What the office knows of buildings, the journal of settings, saved reports, reports that were made.
-- Instants are seconds since 1970 UTC; local dates are ISO 8601.

ALTER TABLE site ADD COLUMN area INTEGER CHECK (area > 0);   -- dm²
ALTER TABLE site ADD COLUMN category TEXT;
ALTER TABLE site ADD COLUMN tariff TEXT;

-- Changes of settings. What was written down by mistake is withdrawn and stays.
CREATE TABLE setting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    site_id INTEGER NOT NULL REFERENCES site (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    set_by INTEGER REFERENCES account (id),   -- NULL: erased
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX setting_of_site ON setting (site_id, at) WHERE withdrawn_at IS NULL;
CREATE INDEX setting_at ON setting (at) WHERE withdrawn_at IS NULL;

-- Saved definitions, each of one account.
CREATE TABLE report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    definition TEXT NOT NULL,        -- JSON: common::report::Definition
    schedule TEXT,                   -- JSON: common::report::schedule::Schedule
    scheduled_on TEXT,               -- the local date after which dates are due
    changed_at INTEGER NOT NULL,
    trouble TEXT,                    -- JSON: the cause for which the last making by itself made nothing
    UNIQUE (account_id, name)
) STRICT;
CREATE INDEX report_scheduled ON report (id) WHERE schedule IS NOT NULL;

-- Reports that were made. The sheet is what PDF and CSV are drawn from.
CREATE TABLE made_report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    name TEXT,                       -- of the saved report
    template TEXT NOT NULL,
    definition TEXT NOT NULL,        -- JSON
    version INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    title TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    due_on TEXT,
    n_readings INTEGER,
    n_expected INTEGER,
    definition_digest TEXT NOT NULL,
    data_digest TEXT NOT NULL,
    sheet BLOB NOT NULL              -- deflated JSON: common::sheet::Sheet
) STRICT;
CREATE INDEX made_report_of_account ON made_report (account_id, id);

-- Which local dates a schedule has had: in the commit that made the report and sent it.
CREATE TABLE report_run (
    report_id INTEGER NOT NULL REFERENCES report (id),
    due_on TEXT NOT NULL,
    made_id INTEGER,                 -- NULL: nothing could be made, or it was thrown away
    at INTEGER NOT NULL,
    PRIMARY KEY (report_id, due_on)
) STRICT, WITHOUT ROWID;

-- Files that are to be put into the directory, until they are there.
CREATE TABLE report_put (
    made_id INTEGER NOT NULL REFERENCES made_report (id),
    form TEXT NOT NULL,
    dialect TEXT NOT NULL,
    put_at INTEGER,
    PRIMARY KEY (made_id, form)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_put_waiting ON report_put (made_id) WHERE put_at IS NULL;
