//! Sessions: log-ins that last. Of their secrets only digests are kept.

use common::account::Session;
use common::fault::SessionEnd;
use common::id::{AccountId, SessionId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{code, instant, named};

/// A session as the rules of access see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: SessionId,
    pub account: AccountId,
    pub created_at: Timestamp,
    pub used_at: Timestamp,
    pub expires_at: Timestamp,
    /// Why it is over.
    pub ended: Option<SessionEnd>,
}

const KEPT: &str = "id, account_id, created_at, used_at, expires_at, ended";

/// A session that begins.
#[derive(Clone, Debug)]
pub struct Opening {
    pub account: AccountId,
    pub digest: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub source: String,
    pub client: String,
}

/// Begins a session.
pub fn add(tx: &Transaction<'_>, opening: &Opening) -> Result<SessionId, StoreError> {
    const SQL: &str = "INSERT INTO session (account_id, digest, created_at, used_at, expires_at, source, client)
        VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6) RETURNING id";
    let Opening { account, digest, created_at, expires_at, source, client } = opening;
    let bound = params![account.0, digest, created_at.as_second(), expires_at.as_second(), source, client];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(SessionId))?)
}

/// Returns the session whose secret has this digest.
pub fn by_digest(conn: &Connection, digest: &str) -> Result<Option<Kept>, StoreError> {
    let sql = format!("SELECT {KEPT} FROM session WHERE digest = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([digest], kept_from_row).optional()?)
}

/// Returns one session.
pub fn by_id(conn: &Connection, id: SessionId) -> Result<Option<Kept>, StoreError> {
    let sql = format!("SELECT {KEPT} FROM session WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], kept_from_row).optional()?)
}

fn kept_from_row(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    Ok(Kept {
        id: SessionId(row.get(0)?),
        account: AccountId(row.get(1)?),
        created_at: instant(row, 2)?,
        used_at: instant(row, 3)?,
        expires_at: instant(row, 4)?,
        ended: row.get::<_, Option<String>>(5)?.map(|name| named(5, name)).transpose()?,
    })
}

/// Returns the sessions of an account that are open, the newest first.
pub fn of_account(conn: &Connection, account: AccountId) -> Result<Vec<Session>, StoreError> {
    const SQL: &str = "SELECT session.id, login, session.created_at, used_at, expires_at, source, client
        FROM session JOIN account ON account.id = account_id
        WHERE account_id = ?1 AND ended IS NULL ORDER BY session.id DESC";
    let mut query = conn.prepare_cached(SQL)?;
    let sessions = query.query_map([account.0], |row| {
        Ok(Session {
            id: SessionId(row.get(0)?),
            login: code(row, 1)?,
            created_at: instant(row, 2)?,
            last_used_at: instant(row, 3)?,
            expires_at: instant(row, 4)?,
            source: row.get(5)?,
            client: row.get(6)?,
            own: false,
        })
    })?;
    Ok(sessions.collect::<Result<_, _>>()?)
}

/// Notes that a session was used.
pub fn touch(tx: &Transaction<'_>, id: SessionId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET used_at = max(used_at, ?2) WHERE id = ?1 AND ended IS NULL";
    tx.prepare_cached(SQL)?.execute([id.0, at.as_second()])?;
    Ok(())
}

/// Ends a session; tells whether it was open.
pub fn end(tx: &Transaction<'_>, id: SessionId, why: SessionEnd) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE session SET ended = ?2 WHERE id = ?1 AND ended IS NULL";
    Ok(tx.prepare_cached(SQL)?.execute(params![id.0, why.name()])? == 1)
}

/// Ends all sessions of an account but one, and returns how many.
pub fn end_others(
    tx: &Transaction<'_>,
    account: AccountId,
    stays: Option<SessionId>,
    why: SessionEnd,
) -> Result<u64, StoreError> {
    const SQL: &str = "UPDATE session SET ended = ?3 WHERE account_id = ?1 AND id IS NOT ?2 AND ended IS NULL";
    Ok(tx.prepare_cached(SQL)?.execute(params![account.0, stays.map(|stays| stays.0), why.name()])? as u64)
}

/// Ends the oldest sessions of an account beyond `most`.
pub fn bound(tx: &Transaction<'_>, account: AccountId, most: u32) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET ended = ?3 WHERE account_id = ?1 AND ended IS NULL AND id NOT IN
        (SELECT id FROM session WHERE account_id = ?1 AND ended IS NULL ORDER BY id DESC LIMIT ?2)";
    tx.prepare_cached(SQL)?.execute(params![account.0, most, SessionEnd::Ended.name()])?;
    Ok(())
}

/// Removes all sessions of an account and returns how many there were.
pub fn remove_all(tx: &Transaction<'_>, account: AccountId) -> Result<u64, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM session WHERE account_id = ?1")?.execute([account.0])? as u64)
}

/// Removes sessions that expired before an instant.
pub fn forget(tx: &Transaction<'_>, before: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM session WHERE expires_at < ?1")?.execute([before.as_second()])?;
    Ok(())
}
