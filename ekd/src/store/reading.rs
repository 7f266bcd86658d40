//! Readings and what they were before corrections.

use common::id::{DocumentId, MeterId, PointId};
use common::meter::Installation;
use common::quantity::{Quantity, Value};
use common::reading::{Quality, Reading};
use common::time::Period;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{instant, quantity};

/// A value of one series as it is kept, by instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub at: Timestamp,
    pub value: i64,
    pub estimated: bool,
    pub revision: u32,
}

/// One meter's series of one quantity at one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    pub point: PointId,
    pub quantity: Quantity,
    pub meter: MeterId,
}

/// Returns the readings of a series from `first` to `last`, both included.
pub fn between(conn: &Connection, key: SeriesKey, first: Timestamp, last: Timestamp) -> Result<Vec<Kept>, StoreError> {
    const SQL: &str = "SELECT at, value, estimated, revision FROM reading
        WHERE point_id = ?1 AND quantity = ?2 AND at BETWEEN ?4 AND ?5 AND meter_id = ?3 ORDER BY at";
    let mut query = conn.prepare_cached(SQL)?;
    let bound = params![key.point.0, key.quantity.code(), key.meter.0, first.as_second(), last.as_second()];
    Ok(query.query_map(bound, kept_from_row)?.collect::<Result<_, _>>()?)
}

/// Returns the last reading of a series before `instant`.
pub fn before(conn: &Connection, key: SeriesKey, instant: Timestamp) -> Result<Option<Kept>, StoreError> {
    const SQL: &str = "SELECT at, value, estimated, revision FROM reading
        WHERE point_id = ?1 AND quantity = ?2 AND at < ?4 AND meter_id = ?3 ORDER BY at DESC LIMIT 1";
    one(conn, SQL, key, instant)
}

/// Returns the first reading of a series at or after `instant`.
pub fn from(conn: &Connection, key: SeriesKey, instant: Timestamp) -> Result<Option<Kept>, StoreError> {
    const SQL: &str = "SELECT at, value, estimated, revision FROM reading
        WHERE point_id = ?1 AND quantity = ?2 AND at >= ?4 AND meter_id = ?3 ORDER BY at LIMIT 1";
    one(conn, SQL, key, instant)
}

fn one(conn: &Connection, sql: &str, key: SeriesKey, instant: Timestamp) -> Result<Option<Kept>, StoreError> {
    let bound = params![key.point.0, key.quantity.code(), key.meter.0, instant.as_second()];
    Ok(conn.prepare_cached(sql)?.query_row(bound, kept_from_row).optional()?)
}

/// Returns the first `limit` instants and values of a quantity at a point in the period, whatever the meter.
pub fn values(
    conn: &Connection,
    point: PointId,
    quantity: Quantity,
    period: Period,
    limit: usize,
) -> Result<Vec<(Timestamp, i64)>, StoreError> {
    const SQL: &str = "SELECT at, value FROM reading
        WHERE point_id = ?1 AND quantity = ?2 AND at >= ?3 AND at < ?4 ORDER BY at LIMIT ?5";
    let mut query = conn.prepare_cached(SQL)?;
    let (from, until) = (period.from.as_second(), period.until.as_second());
    let bound = params![point.0, quantity.code(), from, until, i64::try_from(limit).unwrap_or(i64::MAX)];
    let rows = query.query_map(bound, |row| Ok((instant(row, 0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the mean of a gauge in each of `n` hours from `from`; `None` where nothing was read.
pub fn hourly_means(
    conn: &Connection,
    point: PointId,
    quantity: Quantity,
    from: Timestamp,
    n: usize,
) -> Result<Vec<Option<i64>>, StoreError> {
    const SQL: &str = "SELECT (at - ?3) / 3600, sum(value), count(*) FROM reading
        WHERE point_id = ?1 AND quantity = ?2 AND at >= ?3 AND at < ?3 + ?4 * 3600 GROUP BY 1";
    let mut query = conn.prepare_cached(SQL)?;
    let n_hours = i64::try_from(n).unwrap_or(i64::MAX);
    let bound = params![point.0, quantity.code(), from.as_second(), n_hours];
    let mut means = vec![None; n];
    let mut rows = query.query(bound)?;
    while let Some(row) = rows.next()? {
        let (hour, sum, count): (u32, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if let Some(mean) = means.get_mut(hour as usize) {
            *mean = Some(sum / count);
        }
    }
    Ok(means)
}

/// Adds a reading that is new.
pub fn insert(tx: &Transaction<'_>, key: SeriesKey, kept: Kept, document: DocumentId) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO reading (point_id, quantity, at, meter_id, value, estimated, revision, document_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    tx.prepare_cached(SQL)?.execute(params![
        key.point.0,
        key.quantity.code(),
        kept.at.as_second(),
        key.meter.0,
        kept.value,
        kept.estimated,
        kept.revision,
        document.0
    ])?;
    Ok(())
}

/// Replaces a reading and keeps what it was.
pub fn correct(tx: &Transaction<'_>, key: SeriesKey, kept: Kept, document: DocumentId) -> Result<(), StoreError> {
    const KEEP: &str = "INSERT INTO reading_history
        SELECT point_id, quantity, at, meter_id, revision, value, estimated, document_id FROM reading
        WHERE point_id = ?1 AND quantity = ?2 AND at = ?3 AND meter_id = ?4";
    const REPLACE: &str = "UPDATE reading SET value = ?5, estimated = ?6, revision = ?7, document_id = ?8
        WHERE point_id = ?1 AND quantity = ?2 AND at = ?3 AND meter_id = ?4";
    let (point, quantity, at, meter) = (key.point.0, key.quantity.code(), kept.at.as_second(), key.meter.0);
    tx.prepare_cached(KEEP)?.execute(params![point, quantity, at, meter])?;
    let bound = params![point, quantity, at, meter, kept.value, kept.estimated, kept.revision, document.0];
    tx.prepare_cached(REPLACE)?.execute(bound)?;
    Ok(())
}

/// Gives the readings of the meter `from` during an installation, with what they were before corrections, to the
/// meter that was installed; a reading that it has already stays, and the other one of the same instant goes.
pub fn hand_over(tx: &Transaction<'_>, from: MeterId, installation: &Installation) -> Result<(), StoreError> {
    const THEIRS: &str = "point_id = ?1 AND meter_id = ?2 AND at >= ?4 AND at < ?5";
    const KNOWN: &str = "EXISTS (SELECT 1 FROM reading AS known WHERE known.point_id = moved.point_id
        AND known.quantity = moved.quantity AND known.at = moved.at AND known.meter_id = ?3)";
    let until = installation.until.map_or(i64::MAX, |until| until.as_second());
    let (point, to, since) = (installation.point.0, installation.meter.0, installation.from.as_second());
    let bound = params![point, from.0, to, since, until];
    // History first: the readings tell which of it goes.
    for table in ["reading_history", "reading"] {
        let known = format!("DELETE FROM {table} AS moved WHERE {THEIRS} AND {KNOWN}");
        tx.prepare_cached(&known)?.execute(bound)?;
    }
    for table in ["reading_history", "reading"] {
        let hand_over = format!("UPDATE {table} SET meter_id = ?3 WHERE {THEIRS}");
        tx.prepare_cached(&hand_over)?.execute(bound)?;
    }
    Ok(())
}

/// Tells whether any reading of the meter at the point is kept.
pub fn any_of(conn: &Connection, point: PointId, meter: MeterId) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM reading WHERE point_id = ?1 AND meter_id = ?2)";
    Ok(conn.prepare_cached(SQL)?.query_row([point.0, meter.0], |row| row.get(0))?)
}

/// Where a page of a listing of one quantity of one point ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    pub at: i64,
    pub meter: i64,
}

impl After {
    /// Before everything.
    pub const START: Self = Self { at: i64::MIN, meter: i64::MIN };
}

/// Which readings of one quantity of one point are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub point: PointId,
    pub quantity: Quantity,
    /// Seconds, included.
    pub first: i64,
    /// Seconds, included.
    pub last: i64,
    /// Only what this document brought.
    pub document: Option<DocumentId>,
}

/// Returns up to `limit` readings after `after`, by instant.
pub fn list(conn: &Connection, wanted: Wanted, after: After, limit: usize) -> Result<Vec<Reading>, StoreError> {
    const SQL: &str = "SELECT point_id, quantity, at, meter_id, value, estimated, revision, document_id FROM reading
        WHERE point_id = ?1 AND quantity = ?2 AND at >= ?3 AND at <= ?4 AND (at, meter_id) > (?5, ?6)
          AND (?7 IS NULL OR document_id = ?7)
        ORDER BY at, meter_id LIMIT ?8";
    let mut query = conn.prepare_cached(SQL)?;
    let bound = params![
        wanted.point.0,
        wanted.quantity.code(),
        wanted.first.max(after.at),
        wanted.last,
        after.at,
        after.meter,
        wanted.document.map(|document| document.0),
        i64::try_from(limit).unwrap_or(i64::MAX)
    ];
    Ok(query.query_map(bound, reading_from_row)?.collect::<Result<_, _>>()?)
}

fn kept_from_row(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    Ok(Kept { at: instant(row, 0)?, value: row.get(1)?, estimated: row.get(2)?, revision: row.get(3)? })
}

fn reading_from_row(row: &Row<'_>) -> Result<Reading, rusqlite::Error> {
    let quantity = quantity(row, 1)?;
    Ok(Reading {
        point: PointId(row.get(0)?),
        quantity,
        at: instant(row, 2)?,
        meter: MeterId(row.get(3)?),
        value: Some(Value::new(quantity, row.get(4)?)),
        quality: if row.get(5)? { Quality::Estimated } else { Quality::Measured },
        revision: row.get(6)?,
        document: DocumentId(row.get(7)?),
    })
}
