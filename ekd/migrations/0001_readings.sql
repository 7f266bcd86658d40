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
    cadence INTEGER                  -- s
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

-- The logbook: sealed pages of one point and one stretch of local days each (common::logbook::sealed). What was sealed
-- later lies beside what was sealed before until both are bound into one page.
CREATE TABLE log_page (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    point_id INTEGER NOT NULL REFERENCES point (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    n_readings INTEGER NOT NULL,
    n_struck INTEGER NOT NULL,
    head BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX log_page_of_point ON log_page (point_id, from_at, until_at, n_readings);

-- What a document brought and no page has yet: its lines, packed.
CREATE TABLE log_fresh (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL,
    lines BLOB NOT NULL,
    is_damaged INTEGER NOT NULL DEFAULT 0  -- kept for what can still be saved of it
) STRICT;

-- How the logbook of a point stands: derived, save for the document up to which its lines are in its pages.
CREATE TABLE log_standing (
    point_id INTEGER PRIMARY KEY REFERENCES point (id),
    sealed_through INTEGER NOT NULL,
    first_at INTEGER,
    last_at INTEGER,
    source TEXT,
    newest BLOB
) STRICT;

-- What all points together used by local day: derived.
CREATE TABLE log_total (
    quantity INTEGER NOT NULL,
    day INTEGER NOT NULL,            -- local midnight
    used INTEGER NOT NULL,
    n_readings INTEGER NOT NULL,
    PRIMARY KEY (quantity, day)
) STRICT, WITHOUT ROWID;

-- Damaged pages: what could be read of them was written anew. They stay in log_page, where nobody looks at them any
-- more: to remove a row whose place in the file is damaged could free what belongs to others.
CREATE TABLE log_aside (
    page_id INTEGER PRIMARY KEY,     -- of log_page; not held against it, which would mean to look there
    point_id INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    n_readings INTEGER NOT NULL,     -- that could not be read any more
    n_beside INTEGER NOT NULL,       -- that other pages had in the stretch then
    why TEXT NOT NULL
) STRICT;
CREATE INDEX log_aside_of_point ON log_aside (point_id);

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
    points BLOB,                     -- the stretches of the points that it touched, packed
    CHECK (received = stored + duplicate + corrected + quarantined + rejected)
) STRICT;
CREATE INDEX document_of_source ON document (source, id);

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
    dismissed INTEGER,               -- the document on which a person called it wrong
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

-- The first result of each creating call, for clients that repeat it: a document, or what came of a decision as JSON.
CREATE TABLE once (
    key TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    document_id INTEGER REFERENCES document (id),
    result TEXT
) STRICT, WITHOUT ROWID;
