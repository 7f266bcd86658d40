-- Tickets, their threads, what is attached, who has read what, drafts, what is on its way into a thread, canned answers.
-- Instants are seconds since 1970 UTC. What people wrote stands apart from the entries, so that it can be erased while
-- the history stays.

CREATE TABLE ticket (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL,           -- with the serial, the number: Z-YEAR-SERIAL
    serial INTEGER NOT NULL,
    category TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    priority TEXT NOT NULL,
    origin TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    author TEXT NOT NULL,            -- who opened it: customer, office, outside_office, correspondent, unverified, house, erased
    account_id INTEGER,              -- NULL: nobody's, or erased
    address TEXT,                    -- of mail; NULL: none, or erased
    customer_id INTEGER REFERENCES customer (id),
    site_id INTEGER REFERENCES site (id),
    details TEXT NOT NULL,           -- [common::ticket::field::Detail] as JSON
    assignee_id INTEGER,
    merged_into INTEGER REFERENCES ticket (id),
    clock TEXT NOT NULL,             -- its name in the table of service clocks
    due_at INTEGER,                  -- NULL: it stands still, or is settled
    paused_at INTEGER,
    time_left INTEGER,               -- seconds, while it stands still
    ran_out_at INTEGER,
    answer_due_at INTEGER,
    answered_at INTEGER,
    settled_at INTEGER,
    awaits_office INTEGER NOT NULL,  -- the customer has written since the office last did
    last_entry INTEGER NOT NULL DEFAULT 0,   -- the newest entry in its thread
    last_message INTEGER NOT NULL DEFAULT 0, -- the newest one for both sides
    UNIQUE (year, serial)
) STRICT;
CREATE INDEX ticket_due ON ticket (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ticket_open ON ticket (state, due_at, assignee_id)
    WHERE (settled_at IS NULL OR awaits_office) AND merged_into IS NULL;
-- What is due first, without a clock last, the newest first.
CREATE INDEX ticket_queue ON ticket ((due_at IS NULL), due_at, (-id))
    WHERE (settled_at IS NULL OR awaits_office) AND merged_into IS NULL;
CREATE INDEX ticket_in_order ON ticket ((due_at IS NULL), due_at, (-id));
CREATE INDEX ticket_solved ON ticket (settled_at) WHERE state = 'solved';
CREATE INDEX ticket_changed ON ticket (changed_at);
CREATE INDEX ticket_created ON ticket (created_at);
CREATE INDEX ticket_of_customer ON ticket (customer_id, changed_at);
CREATE INDEX ticket_of_site ON ticket (site_id, changed_at);
CREATE INDEX ticket_of_account ON ticket (account_id);
CREATE INDEX ticket_of_assignee ON ticket (assignee_id) WHERE settled_at IS NULL;
CREATE INDEX ticket_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL;

-- Append-only, but for the thread in which an entry is shown: merging and splitting move it.
CREATE TABLE ticket_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),  -- where it was written
    thread_id INTEGER NOT NULL REFERENCES ticket (id),  -- where it is shown
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,              -- message, note, turn
    author TEXT NOT NULL,
    account_id INTEGER,              -- NULL: nobody's, or erased
    address TEXT,                    -- of mail; NULL: none, or erased
    turn TEXT,                       -- common::ticket::entry::TicketTurn as JSON
    is_internal INTEGER NOT NULL,    -- for the office only
    CHECK ((kind = 'turn') = (turn IS NOT NULL))
) STRICT;
CREATE INDEX ticket_entry_of_thread ON ticket_entry (thread_id, id);
CREATE INDEX ticket_entry_of_account ON ticket_entry (account_id);
CREATE INDEX ticket_entry_of_ticket ON ticket_entry (ticket_id);
CREATE TRIGGER ticket_entry_stays BEFORE UPDATE OF id, ticket_id, at, kind, is_internal ON ticket_entry
    BEGIN SELECT RAISE(ABORT, 'the history of a ticket is never changed'); END;
-- To whom a letter did not come is an address: an erasure takes it away.
CREATE TRIGGER ticket_entry_turn_stays BEFORE UPDATE OF turn ON ticket_entry
    WHEN json_extract(OLD.turn, '$.turn') IS NOT 'bounced'
    BEGIN SELECT RAISE(ABORT, 'the history of a ticket is never changed'); END;
CREATE TRIGGER ticket_entry_is_whole BEFORE DELETE ON ticket_entry
    BEGIN SELECT RAISE(ABORT, 'the history of a ticket is never shortened'); END;

-- What was written; gone after an erasure.
CREATE TABLE ticket_text (
    entry_id INTEGER PRIMARY KEY REFERENCES ticket_entry (id),
    body TEXT NOT NULL,
    quoted TEXT,
    signature TEXT,
    is_automatic INTEGER NOT NULL
) STRICT;

-- Words of the number, of the subject and of what was written, folded; rows are tickets with what is in their threads.
-- What is for the office only stands apart.
CREATE VIRTUAL TABLE ticket_words USING fts5 (shared, internal, content = '', contentless_delete = 1, prefix = '2 3');

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL REFERENCES ticket_entry (id),
    kind TEXT NOT NULL,              -- file, readings, alarm
    name TEXT,
    media_type TEXT,
    size INTEGER,
    sha256 TEXT,                     -- of attachment_content; NULL: no file, or erased
    site_id INTEGER REFERENCES site (id),
    from_at INTEGER,
    until_at INTEGER,
    alarm_id INTEGER REFERENCES alarm (id)
) STRICT;
CREATE INDEX attachment_of_entry ON attachment (entry_id);
CREATE INDEX attachment_content_of ON attachment (sha256) WHERE sha256 IS NOT NULL;

CREATE TABLE attachment_content (
    sha256 TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE ticket_watcher (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    PRIMARY KEY (ticket_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_watcher_account ON ticket_watcher (account_id);

-- How far each account has read each thread.
CREATE TABLE ticket_read (
    account_id INTEGER NOT NULL REFERENCES account (id),
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    up_to INTEGER NOT NULL,
    PRIMARY KEY (account_id, ticket_id)
) STRICT, WITHOUT ROWID;

-- Sent, and not in a thread yet: its writer may still take it back.
CREATE TABLE sending (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    source TEXT NOT NULL,            -- from where it was sent
    once_key TEXT NOT NULL,
    dispatch TEXT NOT NULL,          -- common::ticket::draft::Dispatch as JSON
    leaves_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sending_leaves ON sending (leaves_at);

CREATE TABLE draft (
    account_id INTEGER NOT NULL REFERENCES account (id),
    once_key TEXT NOT NULL,
    dispatch TEXT NOT NULL,          -- common::ticket::draft::Dispatch as JSON
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, once_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE template (
    name TEXT PRIMARY KEY,
    template TEXT NOT NULL           -- common::ticket::canned::Template as JSON
) STRICT, WITHOUT ROWID;

ALTER TABLE notice ADD COLUMN ticket_id INTEGER REFERENCES ticket (id);
ALTER TABLE notice ADD COLUMN entry_id INTEGER REFERENCES ticket_entry (id);
CREATE INDEX notice_of_ticket ON notice (ticket_id) WHERE ticket_id IS NOT NULL;
ALTER TABLE outbox ADD COLUMN ticket_id INTEGER REFERENCES ticket (id);
CREATE INDEX outbox_of_ticket ON outbox (ticket_id) WHERE ticket_id IS NOT NULL;
