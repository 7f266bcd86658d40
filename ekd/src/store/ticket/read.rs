//! How far each account has read each thread.

use common::id::{AccountId, EntryId};
use rusqlite::{Transaction, params};

use super::super::StoreError;
use super::TicketId;

/// Notes that an account has read a thread up to and including an entry; reading less later takes nothing back.
pub fn mark(tx: &Transaction<'_>, account: AccountId, thread: TicketId, up_to: EntryId) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO ticket_read (account_id, ticket_id, up_to) VALUES (?1, ?2, ?3)
        ON CONFLICT (account_id, ticket_id) DO UPDATE SET up_to = max(up_to, excluded.up_to)";
    tx.prepare_cached(SQL)?.execute(params![account.0, thread.0, up_to.0])?;
    Ok(())
}
