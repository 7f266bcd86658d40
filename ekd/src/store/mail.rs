//! The office's mailbox as the archive keeps it: how far the folder was read, and what became of each mail.

use common::id::{EntryId, MailId};
use common::ticket::TicketNumber;
use common::ticket::mail::{Became, ReceivedMail};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{foreign, instant, unsigned};
use super::ticket::TicketId;

/// How far a folder was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// When it was read first.
    pub since: Timestamp,
    /// Numbers of mails mean something with this only (RFC 3501 §2.3.1.1).
    pub uid_validity: u32,
    /// The last mail that was dealt with.
    pub last_uid: u32,
}

/// By what a mail is known again, whatever way it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity<'a> {
    /// Empty: it has none.
    pub message_id: &'a str,
    pub digest: &'a [u8; 32],
}

/// A mail that is dealt with.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub at: Timestamp,
    pub identity: Identity<'a>,
    /// As the mail says; empty: none.
    pub sender: &'a str,
    pub subject: &'a str,
    pub size: u64,
    pub authentication: Option<&'a str>,
    pub became: Kept<'a>,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept<'a> {
    Ticket(TicketId, EntryId),
    Entry(TicketId, EntryId),
    Bounce(Option<TicketId>),
    Automatic,
    Parked { reason: &'a str },
}

/// Returns how far a folder was read; `None`: it never was.
pub fn position(conn: &Connection, folder: &str) -> Result<Option<Position>, StoreError> {
    const SQL: &str = "SELECT since, uid_validity, last_uid FROM mailbox WHERE folder = ?1";
    let from_row =
        |row: &Row<'_>| Ok(Position { since: instant(row, 0)?, uid_validity: row.get(1)?, last_uid: row.get(2)? });
    Ok(conn.prepare_cached(SQL)?.query_row([folder], from_row).optional()?)
}

/// Keeps how far a folder was read.
pub fn advance(tx: &Transaction<'_>, folder: &str, to: &Position) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO mailbox (folder, since, uid_validity, last_uid) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (folder) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid";
    tx.prepare_cached(SQL)?.execute(params![folder, to.since.as_second(), to.uid_validity, to.last_uid])?;
    Ok(())
}

/// Tells whether a mail was dealt with before. One that was erased lies in the mailbox all the same: its digest alone
/// tells, so that it does not come back.
pub fn is_known(conn: &Connection, identity: Identity<'_>) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT 1 FROM mail WHERE message_id = ?1 AND digest = ?2
        UNION ALL SELECT 1 FROM mail WHERE message_id >= 'erased-' AND message_id < 'erased.' AND digest = ?2";
    Ok(conn.prepare_cached(SQL)?.exists(params![identity.message_id, identity.digest])?)
}

/// Tells whether a mail that looks like this one was dealt with before: all that can be told of one that was not read.
pub fn is_like_a_known(conn: &Connection, message_id: &str, sender: &str, subject: &str) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT 1 FROM mail WHERE message_id = ?1 AND message_id <> '' AND sender = ?2 AND subject = ?3";
    Ok(conn.prepare_cached(SQL)?.exists([message_id, sender, subject])?)
}

/// Writes down what became of a mail.
pub fn insert(tx: &Transaction<'_>, mail: &New<'_>) -> Result<MailId, StoreError> {
    const SQL: &str = "INSERT INTO mail (at, message_id, digest, sender, subject, size, became, ticket_id, entry_id,
            reason, authentication)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let (became, ticket, entry, reason) = match mail.became {
        Kept::Ticket(ticket, entry) => ("ticket", Some(ticket), Some(entry), None),
        Kept::Entry(ticket, entry) => ("entry", Some(ticket), Some(entry), None),
        Kept::Bounce(ticket) => ("bounce", ticket, None, None),
        Kept::Automatic => ("automatic", None, None, None),
        Kept::Parked { reason } => ("parked", None, None, Some(reason)),
    };
    tx.prepare_cached(SQL)?.execute(params![
        mail.at.as_second(),
        mail.identity.message_id,
        mail.identity.digest,
        mail.sender,
        mail.subject,
        mail.size.cast_signed(),
        became,
        ticket.map(|ticket| ticket.0),
        entry.map(|entry| entry.0),
        reason,
        mail.authentication,
    ])?;
    Ok(MailId(tx.last_insert_rowid()))
}

/// Returns the ticket that a mail with this id belongs to: a letter of ours, or one that came before. The id is without
/// its brackets.
pub fn ticket_of(conn: &Connection, message_id: &str) -> Result<Option<TicketId>, StoreError> {
    const SQL: &str = "SELECT ticket_id FROM outbox WHERE message_id = '<' || ?1 || '>' AND ticket_id IS NOT NULL
        UNION ALL SELECT ticket_id FROM mail WHERE message_id = ?1 AND ticket_id IS NOT NULL LIMIT 1";
    Ok(conn.prepare_cached(SQL)?.query_row([message_id], |row| row.get(0).map(TicketId)).optional()?)
}

/// Returns mails that came before this one, the newest first.
pub fn list(conn: &Connection, before: Option<MailId>, limit: u32) -> Result<Vec<ReceivedMail>, StoreError> {
    const SQL: &str = "SELECT mail.id, at, sender, mail.subject, size, became, year, serial, entry_id, reason,
            authentication
        FROM mail LEFT JOIN ticket ON ticket.id = ticket_id
        WHERE ?1 IS NULL OR mail.id < ?1 ORDER BY mail.id DESC LIMIT ?2";
    let mut query = conn.prepare_cached(SQL)?;
    let rows = query.query_map(params![before.map(|before| before.0), limit], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets what mails of an address said of themselves; that they came stays.
pub fn forget_address(tx: &Transaction<'_>, address: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE mail SET sender = '', subject = '' WHERE lower(sender) = lower(?1)";
    tx.prepare_cached(SQL)?.execute([address])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<ReceivedMail, rusqlite::Error> {
    let number = match row.get::<_, Option<u16>>(6)? {
        Some(year) => Some(TicketNumber::new(year, row.get(7)?)),
        None => None,
    };
    let entry = row.get::<_, Option<i64>>(8)?.map(EntryId);
    let became: String = row.get(5)?;
    let became = match (became.as_str(), number, entry) {
        ("ticket", Some(ticket), Some(entry)) => Became::Ticket { ticket, entry },
        ("entry", Some(ticket), Some(entry)) => Became::Entry { ticket, entry },
        ("bounce", ticket, _) => Became::Bounce { ticket },
        ("automatic", _, _) => Became::Automatic,
        ("parked", _, _) => Became::Parked { reason: row.get::<_, Option<String>>(9)?.unwrap_or_default() },
        _ => return Err(foreign(5, became)),
    };
    Ok(ReceivedMail {
        id: MailId(row.get(0)?),
        at: instant(row, 1)?,
        from: row.get(2)?,
        subject: row.get(3)?,
        size: unsigned(row, 4)?,
        became,
        authentication: row.get(10)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    fn empty() -> Connection {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate::migrate(&mut conn).unwrap();
        conn
    }

    fn mail<'a>(message_id: &'a str, digest: &'a [u8; 32]) -> New<'a> {
        New {
            at: Timestamp::UNIX_EPOCH,
            identity: Identity { message_id, digest },
            sender: "anna@example.com",
            subject: "Zimno",
            size: 400,
            authentication: None,
            became: Kept::Parked { reason: "bytes" },
        }
    }

    #[test]
    fn a_mail_is_known_by_its_name_and_its_digest() {
        let mut conn = empty();
        let tx = conn.transaction().unwrap();
        insert(&tx, &mail("a@example.com", &[1; 32])).unwrap();
        let is_known = |message_id, digest| is_known(&tx, Identity { message_id, digest }).unwrap();
        assert!(is_known("a@example.com", &[1; 32]));
        // A name that was used twice, by accident or by somebody who wants a mail to vanish.
        assert!(!is_known("a@example.com", &[2; 32]) && !is_known("", &[1; 32]));
        assert!(insert(&tx, &mail("a@example.com", &[1; 32])).is_err());
        assert!(is_like_a_known(&tx, "a@example.com", "anna@example.com", "Zimno").unwrap());
        assert!(!is_like_a_known(&tx, "", "anna@example.com", "Zimno").unwrap());
        // What was erased is in the mailbox still.
        tx.execute("UPDATE mail SET message_id = 'erased-' || id", []).unwrap();
        assert!(is_known("a@example.com", &[1; 32]) && !is_known("a@example.com", &[2; 32]));
    }

    #[test]
    fn how_far_a_folder_was_read_is_kept_and_since_when_stays() {
        let mut conn = empty();
        let tx = conn.transaction().unwrap();
        assert_eq!(position(&tx, "a").unwrap(), None);
        let first = Position { since: Timestamp::from_second(100).unwrap(), uid_validity: 7, last_uid: 0 };
        advance(&tx, "a", &first).unwrap();
        let since = Timestamp::from_second(900).unwrap();
        advance(&tx, "a", &Position { since, uid_validity: 8, last_uid: 12 }).unwrap();
        let kept = Position { uid_validity: 8, last_uid: 12, ..first };
        assert_eq!((position(&tx, "a").unwrap(), position(&tx, "b").unwrap()), (Some(kept), None));
    }

    #[test]
    fn mails_are_listed_the_newest_first_and_say_nothing_after_an_erasure() {
        let mut conn = empty();
        let tx = conn.transaction().unwrap();
        let ids: Vec<MailId> = (1..=3).map(|number| insert(&tx, &mail("", &[number; 32])).unwrap()).collect();
        let page = list(&tx, Some(ids[2]), 5).unwrap();
        assert_eq!(page.iter().map(|mail| mail.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
        assert_eq!(page[0].became, Became::Parked { reason: "bytes".to_owned() });
        forget_address(&tx, "Anna@example.com").unwrap();
        assert!(list(&tx, None, 5).unwrap().iter().all(|mail| mail.from.is_empty() && mail.subject.is_empty()));
    }
}
