//! What letters about tickets need of the archive: the ticket and the entry in a few words, its files, the thread that
//! went by mail, and to whom a program has answered.
//!
//! Whoever looks: which of it may leave, and to whom, is decided by whoever writes the letter.

use common::contact::EmailAddress;
use common::id::{AccountId, AttachmentId, EntryId, SiteCode, SiteId};
use common::ticket::entry::{Attached, TicketTurn};
use common::ticket::field::Detail;
use common::ticket::{Category, Priority, TicketNumber, TicketState};
use common::time::Period;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{code, foreign, instant, instant_or_none, unsigned};
use super::ticket::TicketId;

/// A ticket as a letter tells of it.
#[derive(Clone, Debug)]
pub struct Subject {
    pub id: TicketId,
    pub number: TicketNumber,
    pub category: Category,
    pub subject: String,
    pub state: TicketState,
    pub priority: Priority,
    /// Number and name.
    pub customer: Option<(String, String)>,
    pub site: Option<Place>,
    pub details: Vec<Detail>,
    pub due_at: Option<Timestamp>,
    /// Who opened it by mail.
    pub address: Option<EmailAddress>,
    pub assignee: Option<AccountId>,
    pub watchers: Vec<AccountId>,
}

/// The site that a ticket is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: SiteId,
    pub code: SiteCode,
    pub name: String,
}

/// An entry as a letter tells of it.
#[derive(Clone, Debug)]
pub struct Matter {
    pub id: EntryId,
    pub at: Timestamp,
    pub account: Option<AccountId>,
    /// Which side wrote it, by its name in the archive.
    pub author: String,
    /// The name of the account, or else the address.
    pub name: Option<String>,
    /// What was written for both sides; of notes and turns nothing.
    pub message: Option<String>,
    /// A program wrote it: somebody is away.
    pub is_automatic: bool,
    /// A letter came back: from whom, and why.
    pub bounced: Option<(String, String)>,
}

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Returns the ticket with this number.
pub fn by_number(conn: &Connection, number: TicketNumber) -> Result<Option<Subject>, StoreError> {
    const SQL: &str = "SELECT id FROM ticket WHERE year = ?1 AND serial = ?2";
    let bound = params![number.year(), number.serial()];
    let id = conn.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(TicketId)).optional()?;
    id.map_or(Ok(None), |id| by_id(conn, id))
}

/// Returns a ticket.
pub fn by_id(conn: &Connection, id: TicketId) -> Result<Option<Subject>, StoreError> {
    const SQL: &str = "SELECT ticket.id, year, serial, ticket.category, subject, state, priority, customer.number,
            customer.name, site.id, site.code, site.name, details, due_at,
            iif(author IN ('unverified', 'correspondent'), address, NULL), assignee_id
        FROM ticket LEFT JOIN customer ON customer.id = ticket.customer_id LEFT JOIN site ON site.id = ticket.site_id
        WHERE ticket.id = ?1";
    const WATCHERS: &str = "SELECT account_id FROM ticket_watcher WHERE ticket_id = ?1 ORDER BY account_id";
    let Some(mut found) = conn.prepare_cached(SQL)?.query_row([id.0], subject_from_row).optional()? else {
        return Ok(None);
    };
    let mut watchers = conn.prepare_cached(WATCHERS)?;
    let watchers = watchers.query_map([id.0], |row| row.get(0).map(AccountId))?;
    found.watchers = watchers.collect::<Result<_, _>>()?;
    Ok(Some(found))
}

fn subject_from_row(row: &Row<'_>) -> Result<Subject, rusqlite::Error> {
    let named = |column, name: &str| foreign(column, name.to_owned());
    let (category, state, priority): (String, String, String) = (row.get(3)?, row.get(5)?, row.get(6)?);
    let (number, name): (Option<String>, Option<String>) = (row.get(7)?, row.get(8)?);
    let site = match row.get::<_, Option<i64>>(9)? {
        Some(id) => Some(Place { id: SiteId(id), code: code(row, 10)?, name: row.get(11)? }),
        None => None,
    };
    let details: String = row.get(12)?;
    let address: Option<String> = row.get(14)?;
    Ok(Subject {
        id: TicketId(row.get(0)?),
        number: TicketNumber::new(row.get(1)?, row.get(2)?),
        category: Category::parse(&category).ok_or_else(|| named(3, &category))?,
        subject: row.get(4)?,
        state: TicketState::parse(&state).ok_or_else(|| named(5, &state))?,
        priority: Priority::parse(&priority).ok_or_else(|| named(6, &priority))?,
        customer: number.zip(name),
        site,
        details: serde_json::from_str(&details).map_err(|error| foreign(12, error))?,
        due_at: instant_or_none(row, 13)?,
        address: address.and_then(|address| EmailAddress::parse(&address).ok()),
        assignee: row.get::<_, Option<i64>>(15)?.map(AccountId),
        watchers: Vec::new(),
    })
}

/// Returns an entry.
pub fn entry(conn: &Connection, id: EntryId) -> Result<Option<Matter>, StoreError> {
    const SQL: &str = "SELECT entry.id, at, account_id, author, coalesce(account.name, address),
            iif(kind = 'message' AND NOT is_internal, body, NULL), turn, coalesce(is_automatic, 0)
        FROM ticket_entry AS entry LEFT JOIN ticket_text ON entry_id = entry.id
            LEFT JOIN account ON account.id = account_id
        WHERE entry.id = ?1";
    let from_row = |row: &Row<'_>| {
        let turn: Option<String> = row.get(6)?;
        let turn: Option<TicketTurn> =
            turn.map(|turn| serde_json::from_str(&turn)).transpose().map_err(|error| foreign(6, error))?;
        Ok(Matter {
            id: EntryId(row.get(0)?),
            at: instant(row, 1)?,
            account: row.get::<_, Option<i64>>(2)?.map(AccountId),
            author: row.get(3)?,
            name: row.get(4)?,
            message: row.get::<_, Option<String>>(5)?.filter(|body| !body.trim().is_empty()),
            is_automatic: row.get(7)?,
            bounced: match turn {
                Some(TicketTurn::Bounced { recipient, status }) => Some((recipient, status)),
                Some(_) | None => None,
            },
        })
    };
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], from_row).optional()?)
}

/// Returns what lies beside an entry, with the site of readings.
pub fn attached(
    conn: &Connection,
    entry: EntryId,
) -> Result<Vec<(AttachmentId, Attached, Option<SiteId>)>, StoreError> {
    const SQL: &str =
        "SELECT attachment.id, kind, attachment.name, media_type, size, sha256, site.id, site.code, from_at,
            until_at, alarm_id
        FROM attachment LEFT JOIN site ON site.id = site_id WHERE entry_id = ?1 ORDER BY attachment.id";
    let mut query = conn.prepare_cached(SQL)?;
    let mut rows = query.query([entry.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(1)?;
        let what = match kind.as_str() {
            "file" => file(row)?,
            "readings" => {
                let period = Period { from: instant(row, 8)?, until: instant(row, 9)? };
                Some(Attached::Readings { site: code(row, 7)?, period })
            }
            "alarm" => row.get::<_, Option<i64>>(10)?.map(|id| Attached::Alarm { alarm: common::id::AlarmId(id) }),
            _ => None,
        };
        let (id, site) = (AttachmentId(row.get(0)?), row.get::<_, Option<i64>>(6)?.map(SiteId));
        found.extend(what.map(|what| (id, what, site)));
    }
    Ok(found)
}

/// Reads a file that has not been erased.
fn file(row: &Row<'_>) -> Result<Option<Attached>, rusqlite::Error> {
    let Some(sha256) = row.get::<_, Option<String>>(5)? else { return Ok(None) };
    let (name, media_type) = (row.get::<_, Option<String>>(2)?, row.get::<_, Option<String>>(3)?);
    let size = unsigned(row, 4)?;
    Ok(Some(Attached::File {
        name: name.unwrap_or_default(),
        media_type: media_type.unwrap_or_default(),
        size,
        sha256,
    }))
}

/// Returns a file beside an entry; `None` after an erasure.
pub fn content(conn: &Connection, id: AttachmentId) -> Result<Option<Content>, StoreError> {
    const SQL: &str = "SELECT name, media_type, bytes
        FROM attachment JOIN attachment_content USING (sha256) WHERE attachment.id = ?1";
    let from_row = |row: &Row<'_>| {
        let (name, media_type): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
        Ok(Content { name: name.unwrap_or_default(), media_type: media_type.unwrap_or_default(), bytes: row.get(2)? })
    };
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], from_row).optional()?)
}

/// Returns the last message ids, without angle brackets and oldest first, of the mail about a ticket between an address
/// and the house; the first of all stands before them.
pub fn mail_thread(conn: &Connection, ticket: TicketId, address: &str, most: u32) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "WITH thread (at, message_id) AS (
            SELECT created_at, trim(message_id, '<>') FROM outbox
            WHERE ticket_id = ?1 AND channel = 'email' AND lower(recipient) = lower(?2)
            UNION ALL
            SELECT at, trim(message_id, '<>') FROM mail
            WHERE ticket_id = ?1 AND message_id <> '' AND instr(lower(sender), lower(?2)) > 0)
        SELECT at, message_id, 0 FROM (SELECT * FROM thread ORDER BY at LIMIT 1)
        UNION SELECT at, message_id, 1 FROM (SELECT * FROM thread ORDER BY at DESC LIMIT ?3)
        ORDER BY 3, 1";
    let mut query = conn.prepare_cached(SQL)?;
    let rows = query.query_map(params![ticket.0, address, most], |row| row.get::<_, String>(1))?;
    let mut ids: Vec<String> = Vec::new();
    for id in rows {
        let id = id?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Returns to which tickets and when a program answered an address after `since`, oldest first.
pub fn automatic_answers(
    conn: &Connection,
    address: &str,
    since: Timestamp,
) -> Result<Vec<(TicketId, Timestamp)>, StoreError> {
    const SQL: &str =
        "SELECT ticket_id, at FROM automatic_answer WHERE address = lower(?1) AND at > ?2 ORDER BY at, id";
    let mut query = conn.prepare_cached(SQL)?;
    let rows =
        query.query_map(params![address, since.as_second()], |row| Ok((TicketId(row.get(0)?), instant(row, 1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Records that a program answered an address.
pub fn add_automatic_answer(
    tx: &Transaction<'_>,
    ticket: TicketId,
    address: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO automatic_answer (at, address, ticket_id) VALUES (?1, lower(?2), ?3)";
    tx.prepare_cached(SQL)?.execute(params![at.as_second(), address, ticket.0])?;
    Ok(())
}

/// Tells whether an account has read an entry.
pub fn has_read(conn: &Connection, account: AccountId, entry: EntryId) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM ticket_entry JOIN ticket_read ON ticket_read.ticket_id = thread_id
        WHERE ticket_entry.id = ?2 AND ticket_read.account_id = ?1 AND up_to >= ?2)";
    Ok(conn.prepare_cached(SQL)?.query_row([account.0, entry.0], |row| row.get(0))?)
}

/// Forgets what went to an address that is no account's: answers of programs and to whom letters went; what has not left
/// will not.
pub fn forget_address(tx: &Transaction<'_>, address: &str, now: Timestamp) -> Result<(), StoreError> {
    const OUTBOX: &str = "UPDATE outbox SET recipient = '', letter = NULL, answer = NULL,
            state = iif(settled_at IS NULL, 'failed', state), settled_at = coalesce(settled_at, ?2)
        WHERE ticket_id IS NOT NULL AND lower(recipient) = lower(?1)";
    tx.prepare_cached("DELETE FROM automatic_answer WHERE address = lower(?1)")?.execute([address])?;
    tx.prepare_cached(OUTBOX)?.execute(params![address, now.as_second()])?;
    super::reply_token::forget_address(tx, address)
}
