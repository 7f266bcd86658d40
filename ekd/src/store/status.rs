//! Counts for the daemon's status.

use common::api::Filter;
use jiff::Timestamp;

use super::StoreError;
use super::log::Logbook;
use super::row::unsigned;

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

/// Counts what of the archive may be seen, without touching readings. Documents are nobody's in particular.
pub fn counts(log: &Logbook<'_>) -> Result<Counts, StoreError> {
    const SQL: &str = "SELECT (SELECT id FROM archive), (SELECT count(*) FROM site),
        (SELECT count(*) FROM point), (SELECT coalesce(sum(n_documents), 0) FROM source),
        (SELECT coalesce(sum(n_parked), 0) FROM source), (SELECT count(*) FROM quarantine WHERE dismissed IS NULL)";
    if !log.scope().is_house() {
        return counts_of_account(log);
    }
    let newest = log.shared().standings().values().map(|standing| standing.last_at).max();
    let data_at = newest.and_then(|newest| Timestamp::from_second(newest).ok());
    let counts = log.prepare_cached(SQL)?.query_row([], |row| {
        Ok(Counts {
            archive: row.get(0)?,
            data_at,
            n_sites: unsigned(row, 1)?,
            n_points: unsigned(row, 2)?,
            n_documents: unsigned(row, 3)?,
            n_parked: unsigned(row, 4)?,
            n_quarantined: unsigned(row, 5)?,
        })
    })?;
    Ok(counts)
}

fn counts_of_account(log: &Logbook<'_>) -> Result<Counts, StoreError> {
    let sql = format!(
        "SELECT (SELECT id FROM archive), (SELECT count(*) FROM site WHERE true{})",
        log.scope().sites("site.id", 1)
    );
    let n_quarantined = super::quarantine::n_seen(log)?;
    let points = super::point::ids(log, &Filter::default())?;
    let newest = points.iter().filter_map(|point| log.standing(*point)).map(|standing| standing.last_at).max();
    let counts = log.prepare_cached(&sql)?.query_row(log.scope().bound(), |row| {
        Ok(Counts {
            archive: row.get(0)?,
            data_at: newest.and_then(|newest| Timestamp::from_second(newest).ok()),
            n_sites: unsigned(row, 1)?,
            n_points: points.len() as u64,
            n_documents: 0,
            n_parked: 0,
            n_quarantined,
        })
    })?;
    Ok(counts)
}
