-- Rules, alarms with their history, maintenance windows, and who was told what.
-- Instants are seconds since 1970 UTC.

CREATE TABLE rule (
    name TEXT PRIMARY KEY,
    rule TEXT NOT NULL               -- common::rule::Rule as JSON
) STRICT, WITHOUT ROWID;

-- One row once the archive has got its first rules: whoever removes them all shall not find them again.
CREATE TABLE rule_seeded (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE alarm (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT,
    point_id INTEGER REFERENCES point (id),
    severity TEXT NOT NULL,
    since INTEGER NOT NULL,          -- as the readings tell
    raised_at INTEGER NOT NULL,      -- when it was found
    cleared_at INTEGER,              -- as the readings tell; NULL: active
    acknowledged_at INTEGER,
    acknowledged_by INTEGER,         -- NULL: nobody, or erased
    comment TEXT,
    muted_until INTEGER,
    in_maintenance INTEGER NOT NULL,
    measured TEXT,                   -- common::alarm::Measured as JSON
    facts TEXT NOT NULL,             -- common::alarm::Facts as JSON
    CHECK ((source IS NULL) <> (point_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX alarm_active ON alarm (rule, coalesce(point_id, 0), coalesce(source, '')) WHERE cleared_at IS NULL;
CREATE INDEX alarm_open ON alarm (id) WHERE cleared_at IS NULL OR acknowledged_at IS NULL;
CREATE INDEX alarm_of_point ON alarm (point_id, id);

-- Append-only: what became of each alarm.
CREATE TABLE alarm_turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alarm_id INTEGER NOT NULL REFERENCES alarm (id),
    at INTEGER NOT NULL,
    by_id INTEGER,                   -- NULL: the rules, or erased
    turn TEXT NOT NULL               -- common::alarm::Turn as JSON
) STRICT;
CREATE INDEX alarm_turn_of ON alarm_turn (alarm_id);

-- How far each rule is at each point where it is not at rest: suspected, or active.
CREATE TABLE alarm_phase (
    point_id INTEGER NOT NULL REFERENCES point (id),
    rule TEXT NOT NULL,
    phase TEXT NOT NULL,             -- ekd::alarm::phase::Phase as JSON
    PRIMARY KEY (point_id, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE maintenance (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL,             -- common::rule::RuleScope as JSON
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at > from_at),
    reason TEXT NOT NULL,
    by_id INTEGER                    -- NULL: erased
) STRICT;
CREATE INDEX maintenance_until ON maintenance (until_at);

CREATE TABLE notice_settings (
    account_id INTEGER PRIMARY KEY REFERENCES account (id),
    settings TEXT NOT NULL           -- common::notice::NoticeSettings as JSON
) STRICT;

-- What each account was told, or will be.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    account_id INTEGER,              -- NULL: erased
    kind TEXT NOT NULL,
    news TEXT NOT NULL,              -- common::notice::News
    channel TEXT NOT NULL,
    alarm_id INTEGER REFERENCES alarm (id),
    cursor INTEGER NOT NULL,         -- the event that it tells of, or the last one before
    kept_for TEXT,                   -- ekd::notice::Reason, where it was not told at once
    keep_until INTEGER,              -- told together with others, then
    delivery_id INTEGER,             -- of the outbox: it left, alone or in a digest
    dropped_at INTEGER,              -- over before it could be told
    is_watched INTEGER NOT NULL DEFAULT 0,  -- a short message of which nobody knows yet whether it came
    CHECK ((keep_until IS NOT NULL) + (delivery_id IS NOT NULL) + (dropped_at IS NOT NULL) = 1)
) STRICT;
CREATE INDEX notice_of_account ON notice (account_id, id);
CREATE INDEX notice_of_alarm ON notice (alarm_id);
CREATE INDEX notice_kept ON notice (keep_until) WHERE keep_until IS NOT NULL;
CREATE INDEX notice_watched ON notice (delivery_id) WHERE is_watched;
-- Beginning and end are told once.
CREATE UNIQUE INDEX notice_once ON notice (alarm_id, account_id, channel, news)
    WHERE alarm_id IS NOT NULL AND account_id IS NOT NULL AND news IN ('raised', 'cleared');

-- Alarms that were held back by a mute or a maintenance window: whoever is to be told is told after it.
CREATE TABLE notice_held (
    alarm_id INTEGER PRIMARY KEY REFERENCES alarm (id),
    cursor INTEGER NOT NULL
) STRICT;

-- How far the journal has been read for notices: one row.
CREATE TABLE teller (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    cursor INTEGER NOT NULL
) STRICT;
INSERT INTO teller (only, cursor) SELECT 1, coalesce(max(cursor), 0) FROM event;
