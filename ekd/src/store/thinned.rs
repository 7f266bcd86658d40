//! How far each point has been thinned, so that its pages are not looked into again for nothing.

use common::id::PointId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::StoreError;

/// How far a point has been thinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thinned {
    /// Seconds between what was left.
    pub step: i64,
    /// Seconds since 1970 UTC.
    pub until: i64,
    /// The newest page of the point then.
    pub page: i64,
}

/// Returns how far a point has been thinned.
pub fn of(conn: &Connection, point: PointId) -> Result<Option<Thinned>, StoreError> {
    const SQL: &str = "SELECT step, until_at, page_id FROM thinned WHERE point_id = ?1";
    let thinned = conn
        .prepare_cached(SQL)?
        .query_row([point.0], |row| Ok(Thinned { step: row.get(0)?, until: row.get(1)?, page: row.get(2)? }));
    Ok(thinned.optional()?)
}

/// Records how far a point has been thinned.
pub fn set(tx: &Transaction<'_>, point: PointId, thinned: Thinned) -> Result<(), StoreError> {
    const SQL: &str = "INSERT OR REPLACE INTO thinned (point_id, step, until_at, page_id) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(SQL)?.execute(params![point.0, thinned.step, thinned.until, thinned.page])?;
    Ok(())
}
