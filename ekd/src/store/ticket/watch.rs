//! Who is told of a ticket besides.

use common::id::AccountId;
use rusqlite::{Connection, Transaction};

use super::super::StoreError;
use super::TicketId;

/// Has an account told of a ticket; false if it was already.
pub fn add(tx: &Transaction<'_>, ticket: TicketId, account: AccountId) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT OR IGNORE INTO ticket_watcher (ticket_id, account_id) VALUES (?1, ?2)";
    Ok(tx.prepare_cached(SQL)?.execute([ticket.0, account.0])? == 1)
}

/// Has an account told of a ticket no more; false if it was not.
pub fn remove(tx: &Transaction<'_>, ticket: TicketId, account: AccountId) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM ticket_watcher WHERE ticket_id = ?1 AND account_id = ?2";
    Ok(tx.prepare_cached(SQL)?.execute([ticket.0, account.0])? == 1)
}

/// Returns who watches a ticket.
pub fn of(conn: &Connection, ticket: TicketId) -> Result<Vec<AccountId>, StoreError> {
    const SQL: &str = "SELECT account_id FROM ticket_watcher WHERE ticket_id = ?1 ORDER BY account_id";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([ticket.0], |row| row.get(0).map(AccountId))?.collect::<Result<_, _>>()?)
}

/// Has whoever watches a ticket watch another too.
pub fn join(tx: &Transaction<'_>, from: TicketId, to: TicketId) -> Result<(), StoreError> {
    const SQL: &str = "INSERT OR IGNORE INTO ticket_watcher (ticket_id, account_id)
        SELECT ?2, account_id FROM ticket_watcher WHERE ticket_id = ?1";
    tx.prepare_cached(SQL)?.execute([from.0, to.0])?;
    Ok(())
}
