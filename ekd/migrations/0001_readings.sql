-- Sites, points, meters, readings with their history, documents and their tallies, sources, the event journal.
-- Instants are seconds since 1970 UTC; amounts are integers in the base unit of their quantity.

-- One row, made with the archive.
CREATE TABLE archive (
    id TEXT NOT NULL
) STRICT;

CREATE TABLE site (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,            -- code and name in small letters without diacritics, for search
    contracted_power INTEGER         -- W
) STRICT;

CREATE TABLE point (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    site_id INTEGER NOT NULL REFERENCES site (id),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    cadence INTEGER,                 -- s
    source TEXT,                     -- that delivered it last
    first_at INTEGER,
    last_at INTEGER
) STRICT;
CREATE INDEX point_of_site ON point (site_id);

CREATE TABLE meter (
    id INTEGER PRIMARY KEY,
    serial TEXT NOT NULL UNIQUE,
    model TEXT NOT NULL,
    folded TEXT NOT NULL
) STRICT;

CREATE TABLE installation (
    point_id INTEGER NOT NULL REFERENCES point (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER CHECK (until_at > from_at),
    meter_id INTEGER NOT NULL REFERENCES meter (id),
    initial_energy INTEGER,
    initial_volume INTEGER,
    last_energy INTEGER,
    last_volume INTEGER,
    PRIMARY KEY (point_id, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX installation_of_meter ON installation (meter_id);

CREATE TABLE reading (
    point_id INTEGER NOT NULL REFERENCES point (id),
    quantity INTEGER NOT NULL,
    at INTEGER NOT NULL,
    meter_id INTEGER NOT NULL REFERENCES meter (id),
    value INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    PRIMARY KEY (point_id, quantity, at, meter_id)
) STRICT, WITHOUT ROWID;

-- What a reading was before a correction.
CREATE TABLE reading_history (
    point_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    at INTEGER NOT NULL,
    meter_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    value INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    PRIMARY KEY (point_id, quantity, at, meter_id, revision)
) STRICT, WITHOUT ROWID;

-- The newest reading of each series: derived, but asked for all the time.
CREATE TABLE latest (
    point_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    at INTEGER NOT NULL,
    value INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    PRIMARY KEY (point_id, quantity)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    digest TEXT NOT NULL,
    problem_kind TEXT,               -- NULL: taken
    problem_detail TEXT,
    n_rows INTEGER NOT NULL,
    received INTEGER NOT NULL,
    stored INTEGER NOT NULL,
    duplicate INTEGER NOT NULL,
    corrected INTEGER NOT NULL,
    quarantined INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    first_at INTEGER,
    last_at INTEGER,
    CHECK (received = stored + duplicate + corrected + quarantined + rejected)
) STRICT;
CREATE INDEX document_of_source ON document (source, id);

-- Which stretch of which point a document brought: the index of arrival.
CREATE TABLE document_point (
    document_id INTEGER NOT NULL REFERENCES document (id),
    point_id INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (document_id, point_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_point_of_point ON document_point (point_id, document_id);

CREATE TABLE rejected_row (
    document_id INTEGER NOT NULL REFERENCES document (id),
    line INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX rejected_row_of_document ON rejected_row (document_id);

CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    line INTEGER NOT NULL,
    suspicion INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    point_id INTEGER,                -- NULL while nobody knows the point
    point TEXT NOT NULL,
    meter TEXT NOT NULL,
    quantity TEXT NOT NULL,
    at TEXT NOT NULL,
    value TEXT NOT NULL,
    unit TEXT NOT NULL,
    UNIQUE (point, meter, quantity, at, value, unit)
) STRICT;
CREATE INDEX quarantine_of_point ON quarantine (point_id);

CREATE TABLE source (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    position TEXT,
    interval INTEGER,                -- s
    cadence INTEGER,                 -- s
    next_at INTEGER,
    answered_at INTEGER,
    data_at INTEGER,
    failing_since INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    problem_kind TEXT,
    problem_detail TEXT,
    -- Sums over its documents, kept with each of them: asked for all the time.
    n_documents INTEGER NOT NULL DEFAULT 0,
    n_parked INTEGER NOT NULL DEFAULT 0,
    received INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL DEFAULT 0,
    duplicate INTEGER NOT NULL DEFAULT 0,
    corrected INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    cursor INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    happening TEXT NOT NULL          -- common::event::Happening as JSON
) STRICT;

-- The first result of each creating call, for clients that repeat it.
CREATE TABLE once (
    key TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    document_id INTEGER NOT NULL REFERENCES document (id)
) STRICT, WITHOUT ROWID;
