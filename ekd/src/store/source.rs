//! Sources: their positions and how they are doing.

use common::id::SourceName;
use common::source::{Document, Outcome, Problem, Tally};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{code, duration_or_none, instant_or_none, named, tally, unsigned};

/// What is kept of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub name: SourceName,
    pub kind: String,
    pub interval: Option<SignedDuration>,
    /// How often new readings are expected.
    pub cadence: Option<SignedDuration>,
    pub next_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub data_at: Option<Timestamp>,
    /// From which reading on it has brought some without a long gap.
    pub back_at: Option<Timestamp>,
    pub failing: Option<Failing>,
    pub n_documents: u64,
    pub n_parked: u64,
    pub tally: Tally,
}

/// Since when and how a source has been failing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    pub since: Timestamp,
    pub attempts: u32,
    pub problem: Problem,
}

/// Expects nothing more of any source, before those that are configured are made known.
pub fn expect_nothing(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE source SET interval = NULL WHERE interval IS NOT NULL")?.execute([])?;
    Ok(())
}

/// Makes a source known at start, and keeps what is known of it.
pub fn register(
    tx: &Transaction<'_>,
    name: &SourceName,
    kind: &str,
    interval: Option<SignedDuration>,
    cadence: Option<SignedDuration>,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO source (name, kind, interval, cadence) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, interval = excluded.interval,
            cadence = excluded.cadence, next_at = NULL";
    let seconds = |duration: Option<SignedDuration>| duration.map(|duration| duration.as_secs());
    tx.prepare_cached(SQL)?.execute(params![name.as_str(), kind, seconds(interval), seconds(cadence)])?;
    Ok(())
}

/// Returns all sources by name, with the sums over their documents.
pub fn list(conn: &Connection) -> Result<Vec<Kept>, StoreError> {
    const SQL: &str = "SELECT name, kind, interval, next_at, answered_at, data_at, failing_since, attempts,
            problem_kind, problem_detail, n_documents, n_parked, received, stored, duplicate, corrected, quarantined,
            rejected, cadence, back_at
        FROM source ORDER BY name";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([], from_row)?.collect::<Result<_, _>>()?)
}

/// Counts a document among those of its source, in the transaction that takes it in.
pub fn count(tx: &Transaction<'_>, document: &Document) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE source SET n_documents = n_documents + 1, n_parked = n_parked + ?2,
            received = received + ?3, stored = stored + ?4, duplicate = duplicate + ?5, corrected = corrected + ?6,
            quarantined = quarantined + ?7, rejected = rejected + ?8
        WHERE name = ?1";
    let is_parked = matches!(document.outcome, Outcome::Parked { .. });
    let tally = &document.tally;
    tx.prepare_cached(SQL)?.execute(params![
        document.source.as_str(),
        is_parked,
        tally.received.cast_signed(),
        tally.stored.cast_signed(),
        tally.duplicate.cast_signed(),
        tally.corrected.cast_signed(),
        tally.quarantined.cast_signed(),
        tally.rejected.cast_signed(),
    ])?;
    Ok(())
}

/// Returns where a source has got to.
pub fn position(conn: &Connection, name: &SourceName) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT position FROM source WHERE name = ?1";
    let position = conn.prepare_cached(SQL)?.query_row([name.as_str()], |row| row.get(0)).optional()?;
    Ok(position.flatten())
}

/// Moves a source's position, in the transaction that takes the document in.
pub fn set_position(tx: &Transaction<'_>, name: &SourceName, position: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE source SET position = ?2 WHERE name = ?1";
    tx.prepare_cached(SQL)?.execute([name.as_str(), position])?;
    Ok(())
}

/// Records that a source answered; tells whether it had been failing.
pub fn answered(
    tx: &Transaction<'_>,
    name: &SourceName,
    at: Timestamp,
    data_at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    const WAS: &str = "SELECT failing_since IS NOT NULL FROM source WHERE name = ?1";
    // Two readings missing are a gap: its meters come back one after the other.
    const SQL: &str = "UPDATE source SET answered_at = ?2,
            back_at = CASE WHEN ?3 - data_at > 2 * max(coalesce(cadence, 0), coalesce(interval, 0)) THEN ?3 ELSE back_at END,
            failing_since = NULL, attempts = 0, problem_kind = NULL,
            problem_detail = NULL, data_at = max(coalesce(data_at, ?3), coalesce(?3, data_at)) WHERE name = ?1";
    let was_failing = tx.prepare_cached(WAS)?.query_row([name.as_str()], |row| row.get(0)).optional()?;
    let bound = params![name.as_str(), at.as_second(), data_at.map(|at| at.as_second())];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(was_failing.unwrap_or(false))
}

/// Records that a source failed; tells whether it had been well or failed in another way.
pub fn failed(tx: &Transaction<'_>, name: &SourceName, at: Timestamp, problem: &Problem) -> Result<bool, StoreError> {
    const NEWS: &str = "SELECT problem_kind IS NOT ?2 FROM source WHERE name = ?1";
    const SQL: &str = "UPDATE source SET failing_since = coalesce(failing_since, ?2), attempts = attempts + 1,
            problem_kind = ?3, problem_detail = ?4 WHERE name = ?1";
    let kind = problem.kind.name();
    let is_news = tx.prepare_cached(NEWS)?.query_row([name.as_str(), kind], |row| row.get(0)).optional()?;
    tx.prepare_cached(SQL)?.execute(params![name.as_str(), at.as_second(), kind, problem.detail])?;
    Ok(is_news.unwrap_or(false))
}

/// Records when a source will be asked next.
pub fn set_next(tx: &Transaction<'_>, name: &SourceName, next_at: Option<Timestamp>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE source SET next_at = ?2 WHERE name = ?1";
    tx.prepare_cached(SQL)?.execute(params![name.as_str(), next_at.map(|at| at.as_second())])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    let failing = match instant_or_none(row, 6)? {
        None => None,
        Some(since) => {
            let kind = named(8, row.get::<_, Option<String>>(8)?.unwrap_or_default())?;
            let detail = row.get::<_, Option<String>>(9)?.unwrap_or_default();
            Some(Failing { since, attempts: row.get(7)?, problem: Problem { kind, detail } })
        }
    };
    Ok(Kept {
        name: code(row, 0)?,
        kind: row.get(1)?,
        interval: duration_or_none(row, 2)?,
        cadence: duration_or_none(row, 18)?,
        next_at: instant_or_none(row, 3)?,
        answered_at: instant_or_none(row, 4)?,
        data_at: instant_or_none(row, 5)?,
        back_at: instant_or_none(row, 19)?,
        failing,
        n_documents: unsigned(row, 10)?,
        n_parked: unsigned(row, 11)?,
        tally: tally(row, 12)?,
    })
}
