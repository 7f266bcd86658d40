//! What people wrote goes, at their wish or when it was kept long enough; numbers, states and times stay.

use common::id::{AccountId, CustomerId};
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use super::super::row::unsigned;
use super::super::{StoreError, attachment, outbox, sending};
use super::{TicketId, words};

/// How much was taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    pub n_tickets: u64,
    pub n_texts: u64,
    pub n_files: u64,
    pub n_drafts: u64,
}

/// Returns the tickets of a customer, merged ones among them.
pub fn of_customer(conn: &Connection, customer: CustomerId) -> Result<Vec<TicketId>, StoreError> {
    const SQL: &str = "SELECT id FROM ticket WHERE customer_id = ?1 ORDER BY id";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([customer.0], |row| row.get(0).map(TicketId))?.collect::<Result<_, _>>()?)
}

/// Takes everything personal from a customer's tickets, and from what the accounts wrote that acted for this customer
/// alone and opened.
pub fn erase(
    tx: &Transaction<'_>,
    (customer, at): (CustomerId, Timestamp),
    accounts: &[AccountId],
) -> Result<Erased, StoreError> {
    const OPENED: &str = "SELECT id FROM ticket WHERE account_id = ?1 AND customer_id IS NULL";
    const DRAFTS: &str = "DELETE FROM draft WHERE account_id = ?1";
    let mut tickets = of_customer(tx, customer)?;
    let mut erased = Erased::default();
    for account in accounts {
        let mut query = tx.prepare_cached(OPENED)?;
        let opened = query.query_map([account.0], |row| row.get(0).map(TicketId))?;
        tickets.extend(opened.collect::<Result<Vec<_>, _>>()?);
        erased.n_drafts += tx.prepare_cached(DRAFTS)?.execute([account.0])? as u64;
        erased.n_drafts += sending::forget_account(tx, *account)?;
    }
    for ticket in tickets {
        let (n_texts, n_files) = empty(tx, ticket)?;
        outbox::forget_ticket(tx, ticket, at)?;
        erased.n_tickets += 1;
        erased.n_texts += n_texts;
        erased.n_files += n_files;
    }
    for account in accounts {
        forget_account(tx, *account)?;
    }
    attachment::forget_loose(tx)?;
    words::overwrite_forgotten(tx)?;
    Ok(erased)
}

/// Takes from a ticket what people wrote and by what they are known; returns how many texts and files that were.
fn empty(tx: &Transaction<'_>, ticket: TicketId) -> Result<(u64, u64), StoreError> {
    const TEXTS: &str = "DELETE FROM ticket_text
        WHERE entry_id IN (SELECT id FROM ticket_entry WHERE thread_id = ?1 OR ticket_id = ?1)";
    const FILES: &str = "UPDATE attachment SET sha256 = NULL, name = NULL, media_type = NULL
        WHERE kind = 'file' AND sha256 IS NOT NULL
          AND entry_id IN (SELECT id FROM ticket_entry WHERE thread_id = ?1 OR ticket_id = ?1)";
    const REST: [&str; 6] = [
        "UPDATE ticket SET subject = '', details = '[]', address = NULL WHERE id = ?1",
        "UPDATE ticket SET author = 'erased', account_id = NULL
         WHERE id = ?1 AND author IN ('customer', 'correspondent', 'unverified')",
        "UPDATE ticket_entry SET address = NULL WHERE (thread_id = ?1 OR ticket_id = ?1) AND address IS NOT NULL",
        "UPDATE ticket_entry SET author = 'erased', account_id = NULL
         WHERE (thread_id = ?1 OR ticket_id = ?1) AND author IN ('customer', 'correspondent', 'unverified')",
        "UPDATE mail SET sender = '', subject = '', message_id = 'erased-' || id
         WHERE ticket_id = ?1 OR entry_id IN (SELECT id FROM ticket_entry WHERE thread_id = ?1 OR ticket_id = ?1)",
        "DELETE FROM draft WHERE json_extract(dispatch, '$.ticket') =
             (SELECT printf('Z-%04d-%d', year, serial) FROM ticket WHERE id = ?1)",
    ];
    const OF_HOUSE: [&str; 4] = [
        "UPDATE ticket_entry SET turn = json_set(turn, '$.recipient', '')
         WHERE (thread_id = ?1 OR ticket_id = ?1) AND json_extract(turn, '$.turn') = 'bounced'",
        "DELETE FROM sending WHERE json_extract(dispatch, '$.ticket') =
             (SELECT printf('Z-%04d-%d', year, serial) FROM ticket WHERE id = ?1)",
        "DELETE FROM reply_token WHERE ticket_id = ?1",
        "DELETE FROM automatic_answer WHERE ticket_id = ?1",
    ];
    let n_texts = tx.prepare_cached(TEXTS)?.execute([ticket.0])? as u64;
    let n_files = tx.prepare_cached(FILES)?.execute([ticket.0])? as u64;
    for sql in REST.iter().chain(&OF_HOUSE) {
        tx.prepare_cached(sql)?.execute([ticket.0])?;
    }
    words::forget(tx, ticket)?;
    Ok((n_texts, n_files))
}

/// Forgets that it was this account that opened, wrote and read.
fn forget_account(tx: &Transaction<'_>, account: AccountId) -> Result<(), StoreError> {
    const ALL: [&str; 5] = [
        "UPDATE ticket SET author = 'erased', account_id = NULL WHERE account_id = ?1",
        "UPDATE ticket_entry SET author = 'erased', account_id = NULL WHERE account_id = ?1",
        "UPDATE ticket SET assignee_id = NULL WHERE assignee_id = ?1",
        "DELETE FROM ticket_watcher WHERE account_id = ?1",
        "DELETE FROM ticket_read WHERE account_id = ?1",
    ];
    for sql in ALL {
        tx.prepare_cached(sql)?.execute([account.0])?;
    }
    Ok(())
}

/// Takes what people wrote from up to `limit` tickets that were settled before an instant and still have some, and returns
/// how many these were.
pub fn forget_settled_before(tx: &Transaction<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT id FROM ticket WHERE settled_at < ?1 AND changed_at < ?1 AND subject <> '' LIMIT ?2";
    let mut query = tx.prepare_cached(SQL)?;
    let old = query.query_map(params![before.as_second(), limit], |row| row.get(0).map(TicketId))?;
    let old: Vec<TicketId> = old.collect::<Result<_, _>>()?;
    for ticket in &old {
        empty(tx, *ticket)?;
    }
    if !old.is_empty() {
        attachment::forget_loose(tx)?;
    }
    Ok(old.len() as u64)
}

/// Counts the entries of a customer's tickets: they stay, without words.
pub fn count_entries(conn: &Connection, customer: CustomerId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM ticket JOIN ticket_entry ON ticket_entry.ticket_id = ticket.id
        WHERE customer_id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([customer.0], |row| unsigned(row, 0))?)
}
