-- The office's mailbox: how far it was read, what came, by what a reply is known, and to whom a program answered.
-- Instants are seconds since 1970 UTC.

-- How far the folder was read: one row a folder.
CREATE TABLE mailbox (
    folder TEXT PRIMARY KEY,         -- with the server and the user
    since INTEGER NOT NULL,          -- when it was read first: what people had read by then was theirs
    uid_validity INTEGER NOT NULL,   -- RFC 3501 §2.3.1.1
    last_uid INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Mail that was taken, once each: by its Message-ID and a digest of sender, date and body.
CREATE TABLE mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    message_id TEXT NOT NULL,        -- empty: it has none
    digest BLOB NOT NULL,
    sender TEXT NOT NULL,            -- as the mail says; empty: none, or erased
    subject TEXT NOT NULL,           -- empty: none, or erased
    size INTEGER NOT NULL,
    became TEXT NOT NULL,            -- ticket, entry, bounce, automatic, parked
    ticket_id INTEGER REFERENCES ticket (id),
    entry_id INTEGER REFERENCES ticket_entry (id),
    reason TEXT,                     -- why it is parked
    authentication TEXT,
    UNIQUE (message_id, digest)
) STRICT;
CREATE INDEX mail_of_ticket ON mail (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX mail_of_entry ON mail (entry_id) WHERE entry_id IS NOT NULL;

-- Each correspondent of a ticket has a token of 80 random bits; kept is its SHA-256.
CREATE TABLE reply_token (
    digest BLOB PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    address TEXT NOT NULL,           -- in small letters
    side TEXT NOT NULL,              -- customer, office
    account_id INTEGER               -- NULL: nobody's
) STRICT, WITHOUT ROWID;
CREATE INDEX reply_token_of_ticket ON reply_token (ticket_id, address);

-- Answers that a program sent, so that no two programs answer each other.
CREATE TABLE automatic_answer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    address TEXT NOT NULL,           -- in small letters
    ticket_id INTEGER NOT NULL REFERENCES ticket (id)
) STRICT;
CREATE INDEX automatic_answer_to ON automatic_answer (address, at);
