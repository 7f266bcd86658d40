//! Counts for the daemon's status.

use jiff::Timestamp;
use rusqlite::Connection;

use super::StoreError;
use super::row::instant_or_none;

/// How much there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Which archive this is.
    pub archive: String,
    pub data_at: Option<Timestamp>,
    pub n_sites: u64,
    pub n_points: u64,
    pub n_documents: u64,
    pub n_parked: u64,
    pub n_quarantined: u64,
}

/// Counts what the archive holds, without touching readings.
pub fn counts(conn: &Connection) -> Result<Counts, StoreError> {
    const SQL: &str = "SELECT (SELECT max(last_at) FROM point), (SELECT count(*) FROM site),
        (SELECT count(*) FROM point), (SELECT coalesce(sum(n_documents), 0) FROM source),
        (SELECT coalesce(sum(n_parked), 0) FROM source), (SELECT count(*) FROM quarantine),
        (SELECT id FROM archive)";
    let counts = conn.prepare_cached(SQL)?.query_row([], |row| {
        let count = |column: usize| row.get::<_, i64>(column).map(i64::cast_unsigned);
        Ok(Counts {
            archive: row.get(6)?,
            data_at: instant_or_none(row, 0)?,
            n_sites: count(1)?,
            n_points: count(2)?,
            n_documents: count(3)?,
            n_parked: count(4)?,
            n_quarantined: count(5)?,
        })
    })?;
    Ok(counts)
}
