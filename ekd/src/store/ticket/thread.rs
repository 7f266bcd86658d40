//! The threads of tickets. Nothing in them is ever changed or removed; merging and splitting move what is shown where.

use common::id::EntryId;
use common::ticket::entry::{Entry, EntryText, EntryWhat, TicketTurn};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};

use super::super::row::{foreign, instant};
use super::super::{StoreError, attachment};
use super::by::{By, author};
use super::eyes::Eyes;
use super::words::{Words, are_common};
use super::{TicketId, number, text, words};

/// What is written into a thread.
#[derive(Clone, Copy, Debug)]
pub enum Writing<'a> {
    Message(&'a EntryText),
    Note(&'a EntryText),
    Turn(&'a TicketTurn),
}

impl Writing<'_> {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Message(_) => "message",
            Self::Note(_) => "note",
            Self::Turn(_) => "turn",
        }
    }

    /// Tells whether it is for the office only.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        match self {
            Self::Message(_) => false,
            Self::Note(_) => true,
            Self::Turn(turn) => turn.is_internal(),
        }
    }
}

/// Appends to a ticket; it is shown in the thread of `thread`. The words of that ticket are to be indexed anew by
/// whoever has attached what belongs to it.
pub fn append(
    tx: &Transaction<'_>,
    (ticket, thread): (TicketId, TicketId),
    (by, at): (&By, Timestamp),
    writing: Writing<'_>,
) -> Result<EntryId, StoreError> {
    const SQL: &str = "INSERT INTO ticket_entry
            (ticket_id, thread_id, at, kind, author, account_id, address, turn, is_internal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    const TOUCH: &str = "UPDATE ticket SET changed_at = max(changed_at, ?2), last_entry = ?3,
        last_message = CASE WHEN ?4 THEN ?3 ELSE last_message END WHERE id = ?1";
    let turn = match writing {
        Writing::Turn(turn) => Some(text(turn)?),
        Writing::Message(_) | Writing::Note(_) => None,
    };
    let (kind, is_internal) = (writing.kind(), writing.is_internal());
    let account = by.account.map(|account| account.0);
    tx.prepare_cached(SQL)?.execute(params![
        ticket.0,
        thread.0,
        at.as_second(),
        kind,
        by.author.name(),
        account,
        by.address,
        turn,
        is_internal
    ])?;
    let id = EntryId(tx.last_insert_rowid());
    let is_message = matches!(writing, Writing::Message(_));
    tx.prepare_cached(TOUCH)?.execute(params![thread.0, at.as_second(), id.0, is_message])?;
    if let Writing::Message(written) | Writing::Note(written) = writing {
        write_text(tx, id, written)?;
        words::index(tx, thread)?;
    }
    Ok(id)
}

fn write_text(tx: &Transaction<'_>, id: EntryId, written: &EntryText) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO ticket_text (entry_id, body, quoted, signature, is_automatic)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    let EntryText { body, quoted, signature, is_automatic } = written;
    tx.prepare_cached(SQL)?.execute(params![id.0, body, quoted, signature, is_automatic])?;
    Ok(())
}

const COLUMNS: &str = "entry.id, ticket.year, ticket.serial, entry.at, entry.kind, entry.turn, body, quoted, signature,
    is_automatic, entry.author, account.login, account.name, entry.address,
    entry.kind <> 'turn' AND entry.account_id IS NOT :account AND entry.id > coalesce(up_to, 0)";
const TABLES: &str = "ticket_entry AS entry CROSS JOIN ticket ON ticket.id = entry.thread_id
    LEFT JOIN ticket_text ON entry_id = entry.id LEFT JOIN account ON account.id = entry.account_id
    LEFT JOIN ticket_read ON ticket_read.account_id = :account AND ticket_read.ticket_id = entry.thread_id";

/// Returns up to `limit` entries of a thread after another, oldest first, as far as they are seen; whether the ticket is,
/// whoever asks has found.
pub fn entries(
    conn: &Connection,
    eyes: &Eyes,
    thread: TicketId,
    (after, limit): (EntryId, u32),
) -> Result<Vec<Entry>, StoreError> {
    let sql = question(eyes);
    let (account, _) = eyes.bound();
    let bound = named_params! { ":account": account, ":thread": thread.0, ":after": after.0, ":limit": limit };
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map(bound, |row| from_row(row, eyes))?.collect::<Result<Vec<_>, _>>()?;
    with_attachments(conn, found)
}

/// Returns the question for a page of a thread.
pub(super) fn question(eyes: &Eyes) -> String {
    format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE entry.thread_id = :thread AND entry.id > :after{}
         ORDER BY entry.id LIMIT :limit",
        eyes.entries()
    )
}

/// Which messages are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub only_unread: bool,
    pub words: Option<Words>,
}

/// Up to so many tickets are asked one by one for their messages; of more, the messages are asked.
const FEW: u32 = 500;

/// Returns up to `limit` messages before another over all tickets that are seen, the newest first.
pub fn messages(
    conn: &Connection,
    eyes: &Eyes,
    wanted: &Wanted,
    (before, limit): (EntryId, u32),
) -> Result<Vec<Entry>, StoreError> {
    let question = wanted.words.as_ref().map(|words| words.question(eyes));
    let is_few = match &question {
        Some(question) => !are_common(conn, question, FEW)?,
        None => false,
    };
    let found = match (&question, is_few) {
        (Some(_), true) => " AND entry.thread_id IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH :words)",
        (Some(_), false) => " AND +entry.thread_id IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH :words)",
        (None, _) => " AND :words IS NULL",
    };
    let unread =
        if wanted.only_unread { " AND entry.account_id IS NOT :account AND entry.id > coalesce(up_to, 0)" } else { "" };
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE entry.kind = 'message' AND entry.id < :before{found}{unread}{}
         ORDER BY entry.id DESC",
        eyes.tickets()
    );
    let (account, now) = eyes.bound();
    let bound = named_params! { ":account": account, ":now": now, ":before": before.0, ":words": question };
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query(bound)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(words) = &wanted.words
            && !is_in(row, words)?
        {
            continue;
        }
        found.push(from_row(row, eyes)?);
        if found.len() >= limit as usize {
            break;
        }
    }
    with_attachments(conn, found)
}

/// Tells whether the words are in what was written.
fn is_in(row: &Row<'_>, words: &Words) -> Result<bool, StoreError> {
    let mut written = String::new();
    for column in 6..9 {
        written.push_str(row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?.unwrap_or_default());
        written.push(' ');
    }
    Ok(words.are_in(&written))
}

fn with_attachments(conn: &Connection, mut entries: Vec<Entry>) -> Result<Vec<Entry>, StoreError> {
    for entry in &mut entries {
        entry.attachments = attachment::of_entry(conn, entry.id)?;
    }
    Ok(entries)
}

/// Returns where an entry is shown, whether it is for the office only, and whether it is a turn.
pub fn place(conn: &Connection, id: EntryId) -> Result<Option<Place>, StoreError> {
    const SQL: &str = "SELECT thread_id, is_internal, kind = 'turn', at FROM ticket_entry WHERE id = ?1";
    let place = |row: &Row<'_>| {
        Ok(Place {
            thread: TicketId(row.get(0)?),
            is_internal: row.get(1)?,
            is_turn: row.get(2)?,
            at: instant(row, 3)?,
        })
    };
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], place).optional()?)
}

/// Where an entry is shown, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub thread: TicketId,
    pub is_internal: bool,
    pub is_turn: bool,
    pub at: Timestamp,
}

/// Returns one entry, if it is seen; whether its ticket is, whoever asks has found.
pub fn entry(conn: &Connection, eyes: &Eyes, id: EntryId) -> Result<Option<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE entry.id = :id{}", eyes.entries());
    let (account, _) = eyes.bound();
    let bound = named_params! { ":account": account, ":id": id.0 };
    let found = conn.prepare_cached(&sql)?.query_row(bound, |row| from_row(row, eyes)).optional()?;
    Ok(with_attachments(conn, found.into_iter().collect())?.pop())
}

/// Counts what was written in a thread: messages and notes.
pub fn written(conn: &Connection, thread: TicketId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM ticket_entry WHERE thread_id = ?1 AND kind <> 'turn'";
    Ok(conn.prepare_cached(SQL)?.query_row([thread.0], |row| super::super::row::unsigned(row, 0))?)
}

/// Has the whole of a thread shown in another.
pub fn move_all(tx: &Transaction<'_>, from: TicketId, to: TicketId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE ticket_entry SET thread_id = ?2 WHERE thread_id = ?1")?.execute([from.0, to.0])?;
    moved(tx, from)?;
    moved(tx, to)
}

/// Has some entries shown in another thread.
pub fn move_some(
    tx: &Transaction<'_>,
    entries: &[EntryId],
    (from, to): (TicketId, TicketId),
) -> Result<(), StoreError> {
    let mut change = tx.prepare_cached("UPDATE ticket_entry SET thread_id = ?2 WHERE id = ?1")?;
    for entry in entries {
        change.execute([entry.0, to.0])?;
    }
    moved(tx, from)?;
    moved(tx, to)
}

/// Writes anew what is derived from what a thread holds.
fn moved(tx: &Transaction<'_>, thread: TicketId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE ticket SET
            last_entry = coalesce((SELECT max(id) FROM ticket_entry WHERE thread_id = ?1), 0),
            last_message = coalesce((SELECT max(id) FROM ticket_entry WHERE thread_id = ?1 AND kind = 'message'), 0)
        WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute([thread.0])?;
    words::index(tx, thread)
}

fn from_row(row: &Row<'_>, eyes: &Eyes) -> Result<Entry, rusqlite::Error> {
    let kind: String = row.get(4)?;
    let what = match kind.as_str() {
        "turn" => {
            let turn: String = row.get(5)?;
            EntryWhat::Turned { turn: serde_json::from_str(&turn).map_err(|error| foreign(5, error))? }
        }
        "message" => EntryWhat::Message { text: written_in(row)? },
        "note" => EntryWhat::Note { text: written_in(row)? },
        _ => return Err(foreign(4, kind)),
    };
    Ok(Entry {
        id: EntryId(row.get(0)?),
        ticket: number(row, 1)?,
        at: instant(row, 3)?,
        by: author(row, 10, eyes)?,
        what,
        attachments: Vec::new(),
        is_unread: row.get(14)?,
    })
}

fn written_in(row: &Row<'_>) -> Result<EntryText, rusqlite::Error> {
    Ok(EntryText {
        body: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
        quoted: row.get(7)?,
        signature: row.get(8)?,
        is_automatic: row.get::<_, Option<bool>>(9)?.unwrap_or_default(),
    })
}
