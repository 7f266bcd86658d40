//! The event journal: append-only, numbered.

use common::event::{Event, Happening};
use common::id::Cursor;
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use super::StoreError;
use super::row::{foreign, instant};

/// Appends what happened.
pub fn append(tx: &Transaction<'_>, at: Timestamp, happening: &Happening) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO event (at, happening) VALUES (?1, ?2)";
    let text = serde_json::to_string(happening).map_err(|error| StoreError::Foreign(error.to_string()))?;
    tx.prepare_cached(SQL)?.execute(params![at.as_second(), text])?;
    Ok(())
}

/// Returns where the journal ends.
pub fn end(conn: &Connection) -> Result<Cursor, StoreError> {
    const SQL: &str = "SELECT coalesce(max(cursor), 0) FROM event";
    Ok(conn.prepare_cached(SQL)?.query_row([], |row| row.get(0).map(Cursor))?)
}

/// Returns up to `limit` events after `since`, oldest first.
pub fn after(conn: &Connection, since: Cursor, limit: u32) -> Result<Vec<Event>, StoreError> {
    const SQL: &str = "SELECT cursor, at, happening FROM event WHERE cursor > ?1 ORDER BY cursor LIMIT ?2";
    let mut query = conn.prepare_cached(SQL)?;
    let events = query.query_map(params![since.0, limit], |row| {
        let text: String = row.get(2)?;
        let what = serde_json::from_str(&text).map_err(|error| foreign(2, error))?;
        Ok(Event { cursor: Cursor(row.get(0)?), at: instant(row, 1)?, what })
    })?;
    Ok(events.collect::<Result<_, _>>()?)
}
