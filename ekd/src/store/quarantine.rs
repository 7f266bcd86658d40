//! What waits for a person: values as they were written, with the reason.

use std::collections::HashSet;

use common::api::Filter;
use common::id::{DocumentId, PointCode, PointId};
use common::quantity::{Quantity, Unit};
use common::reading::{Quarantined, Suspicion};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::log::Logbook;
use super::reading::SeriesKey;
use super::row::{anywhere, foreign, instant, unsigned};
use super::scope::Scope;
use crate::document::Doubtful;

/// Values that one statement lets go.
const TOGETHER: usize = 10_000;

/// A value that may be at home now.
#[derive(Debug)]
pub struct Waiting {
    pub id: i64,
    pub value: Quarantined,
    /// The sender marked it as an estimate.
    pub estimated: bool,
}

/// Puts a value into quarantine and tells whether it was not there yet.
pub fn add(
    tx: &Transaction<'_>,
    document: DocumentId,
    received_at: Timestamp,
    point: Option<PointId>,
    doubtful: &Doubtful,
) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO quarantine (document_id, line, suspicion, estimated, received_at, point_id, point,
            meter, quantity, at, value, unit) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (point, meter, quantity, at, value, unit) DO NOTHING";
    let n_added = tx.prepare_cached(SQL)?.execute(params![
        document.0,
        doubtful.line.cast_signed(),
        doubtful.suspicion.code(),
        doubtful.estimated,
        received_at.as_second(),
        point.map(|point| point.0),
        doubtful.point,
        doubtful.meter,
        doubtful.quantity,
        doubtful.at,
        doubtful.value,
        doubtful.unit
    ])?;
    Ok(n_added > 0)
}

/// When a value was read, as far as its text tells that with certainty, and never after it came; else when it came.
const READ_AT: &str = "min(quarantine.received_at, coalesce(
    CASE WHEN quarantine.at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][T ]*'
          AND (quarantine.at LIKE '%Z' OR quarantine.at GLOB '*[+-][0-9][0-9]:[0-9][0-9]')
        THEN unixepoch(quarantine.at) END, quarantine.received_at))";

/// Returns a condition that leaves what whoever looks may see, as [`Scope::instants`] does. What came under the name of a
/// meter that sits elsewhere is told to nobody but the house: it may be what the neighbours used.
fn seen(scope: Scope, first: usize) -> String {
    const HOME: &str = "SELECT 1 FROM meter JOIN installation ON installation.meter_id = meter.id
        JOIN point AS home ON home.id = installation.point_id WHERE meter.serial = quarantine.meter";
    let instants = scope.instants("point.site_id", READ_AT, first);
    if scope.is_house() {
        return instants;
    }
    format!("{instants} AND (NOT EXISTS ({HOME}) OR EXISTS ({HOME}{}))", scope.sites("home.site_id", first))
}

/// Counts the entries that may be seen.
pub fn n_seen(log: &Logbook<'_>) -> Result<u64, StoreError> {
    let sql = format!(
        "SELECT count(*) FROM quarantine LEFT JOIN point ON point.id = point_id WHERE dismissed IS NULL{}",
        seen(log.scope(), 1)
    );
    Ok(log.prepare_cached(&sql)?.query_row(log.scope().bound(), |row| unsigned(row, 0))?)
}

/// Returns up to `limit` entries older than the number `before`, the newest first, each with its number. A customer sees
/// what was read while the site was his; of what has no readable time, what came then.
pub fn list(
    log: &Logbook<'_>,
    filter: &Filter,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<(i64, Quarantined)>, StoreError> {
    let sql = format!(
        "SELECT quarantine.id, document_id, line, received_at, suspicion, point, meter, quantity, at, value, unit
         FROM quarantine LEFT JOIN point ON point.id = point_id
         WHERE quarantine.id < ?1 AND dismissed IS NULL
           AND (?2 IS NULL OR folded LIKE ?2 ESCAPE '\\' OR point LIKE ?2 ESCAPE '\\')
           AND (?3 IS NULL OR site_id = ?3) AND (?4 IS NULL OR point_id = ?4){}
         ORDER BY quarantine.id DESC LIMIT ?5",
        seen(log.scope(), 6)
    );
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    let bound = params![
        before.unwrap_or(i64::MAX),
        anywhere(filter.text.as_deref()),
        filter.site.map(|site| site.0),
        filter.point.map(|point| point.0),
        limit,
        account,
        now
    ];
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

const WAITING: &str = "SELECT id, document_id, line, received_at, suspicion, point, meter, quantity, at, value, unit,
    estimated FROM quarantine";

/// Returns what may wait because `point` or its meters were not known, the oldest first.
pub fn of_unknown(conn: &Connection, point: &str) -> Result<Vec<Waiting>, StoreError> {
    let sql =
        format!("{WAITING} WHERE point = ?1 AND dismissed IS NULL AND suspicion IN (?2, ?3, ?4, ?5, ?6) ORDER BY id");
    let [unknown, not_installed, wrong, fell, jumped] = [
        Suspicion::UnknownPoint,
        Suspicion::NotInstalled,
        Suspicion::WrongMeter,
        Suspicion::RegisterDecreased,
        Suspicion::RegisterJumped,
    ]
    .map(Suspicion::code);
    let bound = params![point, unknown, not_installed, wrong, fell, jumped];
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(bound, waiting_from_row)?.collect::<Result<_, _>>()?)
}

/// Returns all that waits of one quantity of a point, the oldest first.
pub fn of_point(conn: &Connection, point: &PointCode, quantity: Quantity) -> Result<Vec<Waiting>, StoreError> {
    let sql = format!("{WAITING} WHERE point = ?1 AND dismissed IS NULL AND quantity = ?2 ORDER BY id");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([point.as_str(), quantity.name()], waiting_from_row)?.collect::<Result<_, _>>()?)
}

/// Returns what waits under these numbers.
pub fn some(conn: &Connection, ids: &[i64]) -> Result<Vec<Waiting>, StoreError> {
    let sql = format!("{WAITING} WHERE id = ?1");
    let mut query = conn.prepare_cached(&sql)?;
    ids.iter().map(|id| Ok(query.query_row([id], waiting_from_row)?)).collect()
}

/// Returns how many values of a point wait.
pub fn count(conn: &Connection, point: &PointCode) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM quarantine WHERE point = ?1 AND dismissed IS NULL";
    Ok(conn.prepare_cached(SQL)?.query_row([point.as_str()], |row| row.get::<_, i64>(0))?.cast_unsigned())
}

/// Dismisses values on the word of a person, and returns how many: they stay, and coming again they are nothing new.
pub fn dismiss(tx: &Transaction<'_>, ids: &[i64], paper: DocumentId) -> Result<usize, StoreError> {
    const SQL: &str = "UPDATE quarantine SET dismissed = ?2 WHERE id = ?1";
    let mut query = tx.prepare_cached(SQL)?;
    ids.iter().try_fold(0, |n_dismissed, id| Ok(n_dismissed + query.execute([*id, paper.0])?))
}

/// Records for what reason a value waits now.
pub fn suspect(tx: &Transaction<'_>, waiting: &Waiting, suspicion: Suspicion) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE quarantine SET suspicion = ?2 WHERE id = ?1";
    if waiting.value.suspicion != suspicion {
        tx.prepare_cached(SQL)?.execute(params![waiting.id, suspicion.code()])?;
    }
    Ok(())
}

/// Lets values go: they have been taken in.
pub fn remove(tx: &Transaction<'_>, ids: &[i64]) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM quarantine WHERE id IN (SELECT value FROM json_each(?1))";
    let mut query = tx.prepare_cached(SQL)?;
    for ids in ids.chunks(TOGETHER) {
        let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
        query.execute([format!("[{}]", list.join(","))])?;
    }
    Ok(())
}

/// Returns the points of which any value waits.
pub fn points_waiting(conn: &Connection) -> Result<HashSet<PointId>, StoreError> {
    // One step for each point, not for each value that waits.
    const SQL: &str = "WITH RECURSIVE waiting (code) AS (
            SELECT min(point) FROM quarantine WHERE dismissed IS NULL
            UNION ALL
            SELECT (SELECT min(point) FROM quarantine WHERE point > code AND dismissed IS NULL) FROM waiting WHERE code IS NOT NULL)
        SELECT point.id FROM waiting JOIN point ON point.code = waiting.code";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([], |row| row.get(0).map(PointId))?.collect::<Result<_, _>>()?)
}

/// Tells whether a register of a point that fell or jumped waits for a person.
pub fn has_doubtful_register(conn: &Connection, point: PointId) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT 1 FROM quarantine WHERE point_id = ?1 AND dismissed IS NULL AND suspicion IN (?2, ?3)";
    let codes = [Suspicion::RegisterDecreased, Suspicion::RegisterJumped].map(Suspicion::code);
    Ok(conn.prepare_cached(SQL)?.exists(params![point.0, codes[0], codes[1]])?)
}

/// Tells whether any value of the quantity waits at the point.
pub fn any_of(conn: &Connection, point: PointId, quantity: Quantity) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM quarantine
        WHERE point = (SELECT code FROM point WHERE id = ?1) AND quantity = ?2 AND dismissed IS NULL)";
    let bound = params![point.0, quantity.name()];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| row.get(0))?)
}

/// Lets a value go that waited without a meter or under this meter's name, since it is in the archive now.
pub fn settle(tx: &Transaction<'_>, key: SeriesKey, at: Timestamp, value: i64) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM quarantine WHERE point = (SELECT code FROM point WHERE id = ?1)
        AND meter IN ('', (SELECT serial FROM meter WHERE id = ?2))
        AND quantity = ?3 AND at = ?4 AND value = ?5 AND unit = ?6 AND dismissed IS NULL";
    let (value, unit) = written(key.quantity, value);
    let bound = params![key.point.0, key.meter.0, key.quantity.name(), at.to_string(), value, unit.name()];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(())
}

/// Returns how a value that could be read is written down here: exactly, in the unit in which it can be read again.
#[must_use]
pub fn written(quantity: Quantity, value: i64) -> (String, Unit) {
    quantity.unit().written(value)
}

/// Returns when a value of the point last went into quarantine because a sensor or a register cannot be believed.
pub fn last_doubt(log: &Logbook<'_>, point: PointId) -> Result<Option<Timestamp>, StoreError> {
    let sql = format!(
        "SELECT received_at FROM quarantine JOIN point ON point.id = point_id
         WHERE point_id = ?1 AND dismissed IS NULL AND suspicion IN (?2, ?3, ?4){} ORDER BY quarantine.id DESC LIMIT 1",
        seen(log.scope(), 5)
    );
    let [fault, fell, jumped] =
        [Suspicion::SensorFault, Suspicion::RegisterDecreased, Suspicion::RegisterJumped].map(Suspicion::code);
    let (account, now) = log.scope().bound();
    let mut query = log.prepare_cached(&sql)?;
    Ok(query.query_row(params![point.0, fault, fell, jumped, account, now], |row| instant(row, 0)).optional()?)
}

fn waiting_from_row(row: &Row<'_>) -> Result<Waiting, rusqlite::Error> {
    let (id, value) = from_row(row)?;
    Ok(Waiting { id, value, estimated: row.get(11)? })
}

fn from_row(row: &Row<'_>) -> Result<(i64, Quarantined), rusqlite::Error> {
    let suspicion: u8 = row.get(4)?;
    let quarantined = Quarantined {
        document: DocumentId(row.get(1)?),
        line: row.get::<_, i64>(2)?.cast_unsigned(),
        received_at: instant(row, 3)?,
        suspicion: Suspicion::from_code(suspicion).ok_or_else(|| foreign(4, format!("suspicion {suspicion}")))?,
        point: row.get(5)?,
        meter: row.get(6)?,
        quantity: row.get(7)?,
        at: row.get(8)?,
        value: row.get(9)?,
        unit: row.get(10)?,
    };
    Ok((row.get(0)?, quarantined))
}
