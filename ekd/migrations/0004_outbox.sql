-- The outbox: letters and short messages on their way, and the log of what became of them.

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at INTEGER NOT NULL,
    account_id INTEGER,              -- NULL: nobody's, or erased
    topic TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,         -- empty: erased
    message_id TEXT NOT NULL UNIQUE, -- RFC 5322, the same in every attempt
    letter BLOB,                     -- sealed; NULL once it is settled, so that no code stays
    state TEXT NOT NULL,
    n_attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    settled_at INTEGER,
    answer TEXT,                     -- what the other side said last
    CHECK ((state = 'waiting') = (settled_at IS NULL)),
    CHECK (letter IS NULL OR settled_at IS NULL)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (channel, next_at) WHERE settled_at IS NULL;
CREATE INDEX outbox_of_account ON outbox (account_id);
CREATE INDEX outbox_sms ON outbox (created_at) WHERE channel = 'sms';
