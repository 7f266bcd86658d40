//! How often somebody guessed wrong: of a name from a source, of a name from everywhere, of a source over all names.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::StoreError;
use super::row::instant;
use crate::guessing::Failures;

/// Returns the failures under a key: the mark of a name (empty: any) and a source (empty: any).
pub fn find(conn: &Connection, who: &[u8], source: &str) -> Result<Option<Failures>, StoreError> {
    const SQL: &str = "SELECT n_failures, since, last_at FROM guess WHERE who = ?1 AND source = ?2";
    let found = conn.prepare_cached(SQL)?.query_row(params![who, source], |row| {
        Ok(Failures { n: super::row::unsigned(row, 0)?, since: instant(row, 1)?, last_at: instant(row, 2)? })
    });
    Ok(found.optional()?)
}

/// Writes the failures under a key.
pub fn set(tx: &Transaction<'_>, who: &[u8], source: &str, failures: Failures) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO guess (who, source, n_failures, since, last_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (who, source) DO UPDATE SET n_failures = excluded.n_failures, since = excluded.since,
            last_at = excluded.last_at";
    let Failures { n, since, last_at } = failures;
    tx.prepare_cached(SQL)?.execute(params![who, source, n.cast_signed(), since.as_second(), last_at.as_second()])?;
    Ok(())
}

/// Forgets the failures under a key.
pub fn clear(tx: &Transaction<'_>, who: &[u8], source: &str) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM guess WHERE who = ?1 AND source = ?2")?.execute(params![who, source])?;
    Ok(())
}

/// Forgets all failures of a name, from wherever.
pub fn clear_name(tx: &Transaction<'_>, who: &[u8]) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM guess WHERE who = ?1")?.execute(params![who])?;
    Ok(())
}

/// Forgets what is older than an instant.
pub fn forget(tx: &Transaction<'_>, before: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM guess WHERE last_at < ?1")?.execute([before.as_second()])?;
    Ok(())
}
