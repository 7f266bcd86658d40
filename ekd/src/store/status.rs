//! Counts for the daemon's status.

use jiff::Timestamp;

use super::StoreError;
use super::log::Logbook;

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
pub fn counts(log: &Logbook<'_>) -> Result<Counts, StoreError> {
    const SQL: &str = "SELECT (SELECT count(*) FROM site),
        (SELECT count(*) FROM point), (SELECT coalesce(sum(n_documents), 0) FROM source),
        (SELECT coalesce(sum(n_parked), 0) FROM source), (SELECT count(*) FROM quarantine WHERE dismissed IS NULL),
        (SELECT id FROM archive)";
    let newest = log.shared().standings().values().map(|standing| standing.last_at).max();
    let data_at = newest.and_then(|newest| Timestamp::from_second(newest).ok());
    let counts = log.prepare_cached(SQL)?.query_row([], |row| {
        let count = |column: usize| row.get::<_, i64>(column).map(i64::cast_unsigned);
        Ok(Counts {
            archive: row.get(5)?,
            data_at,
            n_sites: count(0)?,
            n_points: count(1)?,
            n_documents: count(2)?,
            n_parked: count(3)?,
            n_quarantined: count(4)?,
        })
    })?;
    Ok(counts)
}
