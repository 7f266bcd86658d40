//! What was sent and is not in a thread yet: its writer may still take it back.

use common::id::{AccountId, SendingId};
use common::ticket::draft::Dispatch;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{foreign, instant};

/// Something on its way into a thread.
#[derive(Clone, Debug)]
pub struct Sending {
    pub id: SendingId,
    pub account: AccountId,
    /// From where it was sent: an address, or a user of the server.
    pub source: String,
    /// By which the sender repeats the call; it becomes an entry once.
    pub once_key: String,
    pub dispatch: Dispatch,
    pub leaves_at: Timestamp,
}

/// Keeps something until it leaves.
pub fn hold(
    tx: &Transaction<'_>,
    (account, source): (AccountId, &str),
    (once_key, dispatch): (&str, &Dispatch),
    leaves_at: Timestamp,
) -> Result<SendingId, StoreError> {
    const SQL: &str = "INSERT INTO sending (account_id, source, once_key, dispatch, leaves_at)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    let text = serde_json::to_string(dispatch).map_err(|error| StoreError::Foreign(error.to_string()))?;
    tx.prepare_cached(SQL)?.execute(params![account.0, source, once_key, text, leaves_at.as_second()])?;
    Ok(SendingId(tx.last_insert_rowid()))
}

const COLUMNS: &str = "id, account_id, source, once_key, dispatch, leaves_at";

/// Returns something of an account that has not left.
pub fn of_account(conn: &Connection, id: SendingId, account: AccountId) -> Result<Option<Sending>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM sending WHERE id = ?1 AND account_id = ?2");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0, account.0], from_row).optional()?)
}

/// Counts what an account has on its way.
pub fn count_of(conn: &Connection, account: AccountId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM sending WHERE account_id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([account.0], |row| super::row::unsigned(row, 0))?)
}

/// Returns what is to leave first.
pub fn next(conn: &Connection) -> Result<Option<Sending>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM sending ORDER BY leaves_at, id LIMIT 1");
    Ok(conn.prepare_cached(&sql)?.query_row([], from_row).optional()?)
}

/// Removes what has left or was taken back; false if it was not there.
pub fn remove(tx: &Transaction<'_>, id: SendingId) -> Result<bool, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM sending WHERE id = ?1")?.execute([id.0])? == 1)
}

/// Removes all that an account has on its way, and returns how much it was.
pub fn forget_account(tx: &Transaction<'_>, account: AccountId) -> Result<u64, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM sending WHERE account_id = ?1")?.execute([account.0])? as u64)
}

/// Has what could not leave be a draft of its writer.
pub fn return_to_drafts(tx: &Transaction<'_>, sending: &Sending, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO draft (account_id, once_key, dispatch, saved_at)
        SELECT account_id, once_key, dispatch, ?2 FROM sending WHERE id = ?1
        ON CONFLICT (account_id, once_key) DO UPDATE SET dispatch = excluded.dispatch, saved_at = excluded.saved_at";
    tx.prepare_cached(SQL)?.execute(params![sending.id.0, now.as_second()])?;
    remove(tx, sending.id)?;
    Ok(())
}

/// Throws the draft of what was sent away.
pub fn drop_draft(tx: &Transaction<'_>, account: AccountId, once_key: &str) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM draft WHERE account_id = ?1 AND once_key = ?2";
    tx.prepare_cached(SQL)?.execute(params![account.0, once_key])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<Sending, rusqlite::Error> {
    let dispatch: String = row.get(4)?;
    Ok(Sending {
        id: SendingId(row.get(0)?),
        account: AccountId(row.get(1)?),
        source: row.get(2)?,
        once_key: row.get(3)?,
        dispatch: serde_json::from_str(&dispatch).map_err(|error| foreign(4, error))?,
        leaves_at: instant(row, 5)?,
    })
}
