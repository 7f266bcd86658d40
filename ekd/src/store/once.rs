//! The first results of creating calls, for clients that repeat them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;

/// Returns what came of the call that was made with this key before.
pub fn first<T: DeserializeOwned>(conn: &Connection, key: &str) -> Result<Option<T>, StoreError> {
    const SQL: &str = "SELECT result FROM once WHERE key = ?1";
    let result: Option<Option<String>> = conn.prepare_cached(SQL)?.query_row([key], |row| row.get(0)).optional()?;
    let read = |text: String| serde_json::from_str(&text).map_err(|error| StoreError::Foreign(error.to_string()));
    result.flatten().map(read).transpose()
}

/// Remembers the result of a creating call.
pub fn remember(tx: &Transaction<'_>, key: &str, at: Timestamp, result: &impl Serialize) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO once (key, at, result) VALUES (?1, ?2, ?3)";
    let text = serde_json::to_string(result).map_err(|error| StoreError::Foreign(error.to_string()))?;
    tx.prepare_cached(SQL)?.execute(params![key, at.as_second(), text])?;
    Ok(())
}

/// Forgets the result of one call, which was undone: the key may be used again.
pub fn forget_one(tx: &Transaction<'_>, key: &str) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM once WHERE key = ?1")?.execute([key])?;
    Ok(())
}

/// Forgets results from before an instant, and those with personal data of an erased account.
pub fn forget(tx: &Transaction<'_>, before: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM once WHERE at < ?1 AND document_id IS NULL")?.execute([before.as_second()])?;
    Ok(())
}

/// Forgets the results about people: erasure leaves nothing behind.
pub fn forget_people(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM once WHERE key LIKE '%@%'")?.execute([])?;
    Ok(())
}
