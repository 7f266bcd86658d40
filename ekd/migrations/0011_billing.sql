-- Invoices as they were imported, bank statements, what pays what, contracts. Money is in grosze (hundredths of the currency),
-- local dates are ISO 8601, instants are seconds since 1970 UTC.

ALTER TABLE customer ADD COLUMN nip TEXT;
CREATE INDEX customer_nip ON customer (nip) WHERE nip IS NOT NULL;
-- Letters and figures of the number: as people write it in transfers.
CREATE INDEX customer_plain ON customer
    (lower(replace(replace(replace(replace(replace(number, '-', ''), '/', ''), ' ', ''), '.', ''), '_', '')));

-- Every file that came and what became of it. What was taken is kept to the byte.
CREATE TABLE billing_file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    brought_by TEXT NOT NULL,        -- `directory`, or the log-in of whoever imported it
    received_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    digest TEXT NOT NULL,            -- SHA-256 of the bytes, hexadecimal
    outcome TEXT NOT NULL,
    tally TEXT NOT NULL,             -- JSON: common::invoice::file::BillingTally
    problems TEXT NOT NULL,          -- JSON: at most 100 of common::invoice::file::FileProblem
    n_problems INTEGER NOT NULL,
    content BLOB                     -- deflated; NULL where nothing of it was taken, or the same bytes are kept already
) STRICT;
CREATE UNIQUE INDEX billing_file_taken ON billing_file (digest) WHERE content IS NOT NULL;

-- A contract as it counts from a day on: a version each.
CREATE TABLE contract (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    from_on TEXT NOT NULL,
    until_on TEXT,                   -- the last day
    tariff TEXT,
    account TEXT,                    -- virtual, an IBAN
    interest TEXT NOT NULL,
    UNIQUE (number, from_on)
) STRICT;
CREATE INDEX contract_of_customer ON contract (customer_id);
CREATE INDEX contract_account ON contract (account) WHERE account IS NOT NULL;

CREATE TABLE contract_site (
    contract_id INTEGER NOT NULL REFERENCES contract (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    power INTEGER,                   -- W; NULL: that of the site
    PRIMARY KEY (contract_id, site_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contract_of_site ON contract_site (site_id);

-- Who sells or buys, as documents name it: the same for many invoices, so it is kept once.
CREATE TABLE invoice_party (
    id INTEGER PRIMARY KEY,
    party TEXT NOT NULL UNIQUE       -- JSON: common::invoice::Party
) STRICT;

CREATE TABLE invoice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id INTEGER NOT NULL REFERENCES billing_file (id),
    seller TEXT NOT NULL,            -- the NIP, else the name in capital letters: with the number, what is unique
    number TEXT NOT NULL,
    ksef_number TEXT,
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    seller_id INTEGER NOT NULL REFERENCES invoice_party (id),
    buyer_id INTEGER NOT NULL REFERENCES invoice_party (id),
    customer_id INTEGER REFERENCES customer (id),   -- NULL: nobody knows whose it is
    is_told INTEGER NOT NULL DEFAULT 0,             -- a person said whose it is, or that it is nobody's
    issued_on TEXT NOT NULL,
    first_on TEXT,
    last_on TEXT,
    currency TEXT NOT NULL,
    net INTEGER NOT NULL,
    vat INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    payable INTEGER NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL GENERATED ALWAYS AS (payable - settled) STORED,
    due_on TEXT,
    account TEXT,
    is_split_payment INTEGER NOT NULL,
    corrects TEXT,                   -- the number of the corrected invoice, the first if there are several
    corrects_id INTEGER REFERENCES invoice (id),
    n_flags INTEGER NOT NULL,        -- of the document itself; what is missing here is counted when it is asked for
    plain TEXT NOT NULL,             -- letters and figures of the number, folded: as people write it in transfers
    folded TEXT NOT NULL,            -- number and KSeF number, folded, for search
    document BLOB NOT NULL,          -- deflated JSON: lines, rates, remarks, attachment, flags, what may tell whose it is
    received_at INTEGER NOT NULL,
    UNIQUE (seller, number)
) STRICT;
CREATE INDEX invoice_of_customer ON invoice (customer_id, issued_on, id);
-- With what is searched for, so that a search over all invoices reads this index alone.
CREATE INDEX invoice_issued ON invoice (issued_on, id, folded, customer_id);
CREATE INDEX invoice_open ON invoice (customer_id, due_on) WHERE open <> 0;
CREATE INDEX invoice_open_issued ON invoice (issued_on, id, open, due_on) WHERE open <> 0;
CREATE INDEX invoice_due ON invoice (due_on, id) WHERE open <> 0;
CREATE INDEX invoice_amount ON invoice (open, currency) WHERE open <> 0;
CREATE INDEX invoice_unassigned ON invoice (id) WHERE customer_id IS NULL AND is_told = 0;
CREATE INDEX invoice_orphan ON invoice (corrects) WHERE corrects IS NOT NULL AND corrects_id IS NULL;
CREATE INDEX invoice_corrects ON invoice (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX invoice_plain ON invoice (plain);
CREATE INDEX invoice_ksef ON invoice (ksef_number) WHERE ksef_number IS NOT NULL;
CREATE INDEX invoice_of_file ON invoice (file_id);

-- What a correction of several invoices corrects besides the first of them.
CREATE TABLE invoice_also_corrects (
    correction_id INTEGER NOT NULL REFERENCES invoice (id),
    number TEXT NOT NULL,
    original_id INTEGER REFERENCES invoice (id),
    PRIMARY KEY (correction_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_also_orphan ON invoice_also_corrects (number) WHERE original_id IS NULL;
CREATE INDEX invoice_also_corrected ON invoice_also_corrects (original_id) WHERE original_id IS NOT NULL;

-- By what nobody's invoices may be found to be somebody's later: a customer's number, a contract's, an account, a NIP.
CREATE TABLE invoice_clue (
    clue TEXT NOT NULL,
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    PRIMARY KEY (clue, invoice_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_clue_of ON invoice_clue (invoice_id);

CREATE TABLE invoice_site (
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    PRIMARY KEY (invoice_id, site_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_of_site ON invoice_site (site_id, invoice_id);

-- Statements of bank accounts.
CREATE TABLE bank_statement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id INTEGER NOT NULL REFERENCES billing_file (id),
    account TEXT NOT NULL,
    number TEXT NOT NULL,
    currency TEXT NOT NULL,
    first_on TEXT,
    last_on TEXT,
    opening INTEGER,
    closing INTEGER,
    n_entries INTEGER NOT NULL,
    n_payments INTEGER NOT NULL,
    incoming INTEGER NOT NULL,
    outgoing INTEGER NOT NULL,
    is_balanced INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX bank_statement_of_account ON bank_statement (account, last_on);

-- Money that came in, or was taken back by the bank. `key` is what makes an entry the same entry in whatever file it comes:
-- the bank's reference, or a digest of what it says and its place among its equals.
CREATE TABLE payment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    statement_id INTEGER NOT NULL REFERENCES bank_statement (id),
    key TEXT NOT NULL UNIQUE,
    booked_on TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    title TEXT NOT NULL,
    payer TEXT NOT NULL,
    payer_account TEXT,
    to_account TEXT,
    reference TEXT NOT NULL,
    customer_id INTEGER REFERENCES customer (id),
    standing TEXT NOT NULL,
    matched_by TEXT,
    allocated INTEGER NOT NULL DEFAULT 0,
    is_held INTEGER NOT NULL DEFAULT 0,   -- a person made it a credit: it pays nothing by itself
    return_of INTEGER REFERENCES payment (id),
    batch INTEGER,                        -- which of its statement's entries it is a part of, where that is a batch
    comment TEXT NOT NULL DEFAULT '',
    folded TEXT NOT NULL             -- title, payer, reference, folded, for search
) STRICT;
CREATE INDEX payment_booked ON payment (booked_on, id);
CREATE INDEX payment_of_customer ON payment (customer_id, booked_on, id);
CREATE INDEX payment_waiting ON payment (booked_on, id) WHERE standing = 'unmatched';
CREATE INDEX payment_credit ON payment (customer_id, booked_on) WHERE standing = 'credit';
CREATE INDEX payment_returned ON payment (return_of) WHERE return_of IS NOT NULL;
CREATE INDEX payment_from ON payment (payer_account, customer_id) WHERE payer_account IS NOT NULL;

-- What pays what. Nothing is deleted: what was taken back stays, with who and why.
CREATE TABLE allocation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_id INTEGER REFERENCES payment (id),
    correction_id INTEGER REFERENCES invoice (id),
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    amount INTEGER NOT NULL,
    counts_on TEXT NOT NULL,
    at INTEGER NOT NULL,
    by INTEGER REFERENCES account (id),   -- NULL: by itself, or erased
    released_at INTEGER,
    released_by INTEGER REFERENCES account (id),
    released_why TEXT,
    CHECK ((payment_id IS NULL) <> (correction_id IS NULL))
) STRICT;
CREATE INDEX allocation_of_invoice ON allocation (invoice_id);
CREATE INDEX allocation_of_payment ON allocation (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX allocation_of_correction ON allocation (correction_id) WHERE correction_id IS NOT NULL;

-- Which reminders an invoice has had: so many days after its last day, before it where negative.
CREATE TABLE reminder (
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    days INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (invoice_id, days)
) STRICT, WITHOUT ROWID;
