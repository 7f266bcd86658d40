-- Customers, what they own, accounts, what they may, how they log in, and the audit log.
-- Instants are seconds since 1970 UTC. No secret is here: passwords as Argon2id, random secrets as SHA-256, short codes
-- as marks made with a key that is not in the archive, second factors sealed with it.

CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    town TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    folded TEXT NOT NULL,            -- number, name and address in small letters without diacritics, for search
    erased_at INTEGER
) STRICT;

-- Whose a site is from an instant until another: what of its readings a customer may see.
CREATE TABLE ownership (
    site_id INTEGER NOT NULL REFERENCES site (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER CHECK (until_at > from_at),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    PRIMARY KEY (site_id, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX ownership_of_customer ON ownership (customer_id, site_id);

CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    role TEXT NOT NULL,
    standing TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    password TEXT,                   -- Argon2id in PHC form
    password_kind TEXT NOT NULL,
    password_until INTEGER,          -- of an initial one
    totp BLOB,                       -- sealed
    totp_step INTEGER,               -- the newest step whose code was used
    totp_offered BLOB,               -- sealed; counts after its first code
    reset_digest TEXT,
    reset_until INTEGER
) STRICT;

-- For whom an account acts from an instant until another: when it may look at all.
CREATE TABLE mandate (
    account_id INTEGER NOT NULL REFERENCES account (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER CHECK (until_at > from_at),
    rights TEXT NOT NULL,            -- names, separated by commas
    PRIMARY KEY (account_id, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mandate_of_customer ON mandate (customer_id);

CREATE TABLE contact (
    account_id INTEGER NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    address TEXT,
    since INTEGER,
    pending TEXT,
    pending_mark BLOB,
    pending_until INTEGER,
    pending_tries INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, kind)
) STRICT, WITHOUT ROWID;

-- Codes that were sent, so that nobody sends too many.
CREATE TABLE code_sent (
    account_id INTEGER NOT NULL REFERENCES account (id),
    address_mark BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX code_sent_of_account ON code_sent (account_id, at);
CREATE INDEX code_sent_to ON code_sent (address_mark, at);

CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    digest TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    source TEXT NOT NULL,
    client TEXT NOT NULL,
    ended TEXT                       -- why it is over
) STRICT;
CREATE INDEX session_of_account ON session (account_id);

CREATE TABLE token (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    used_from TEXT,
    revoked_at INTEGER
) STRICT;
CREATE INDEX token_of_account ON token (account_id);

-- Every try to log in. A name that nobody has is not kept: it may have been a password.
CREATE TABLE log_in (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    account_id INTEGER REFERENCES account (id),
    method TEXT NOT NULL,
    outcome TEXT NOT NULL,
    source TEXT NOT NULL,
    client TEXT NOT NULL
) STRICT;
CREATE INDEX log_in_of_account ON log_in (account_id, id);
CREATE INDEX log_in_at ON log_in (at);
CREATE TRIGGER log_in_stays BEFORE UPDATE ON log_in
    BEGIN SELECT RAISE(ABORT, 'the history of log-ins is never changed'); END;

-- Failures in a row: of a name from a source, of a name from everywhere (source ''), of a source over all names (who '').
CREATE TABLE guess (
    who BLOB NOT NULL,
    source TEXT NOT NULL,
    n_failures INTEGER NOT NULL,
    since INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (who, source)
) STRICT, WITHOUT ROWID;

-- Append-only; each digest is made of the line and the digest before it.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_id INTEGER,
    deed TEXT NOT NULL,
    account_id INTEGER,
    customer_id INTEGER,
    detail TEXT NOT NULL,
    source TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE INDEX audit_of_customer ON audit (customer_id);
CREATE INDEX audit_of_account ON audit (account_id);
CREATE INDEX audit_of_actor ON audit (actor_id);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
CREATE TRIGGER audit_is_whole BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is never shortened'); END;

-- Where the log ends: one row, so that a log that was cut off is found.
CREATE TABLE audit_end (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;
