//! The pages of the logbook in the database.
//!
//! Several pages of a point may tell of the same month: what was sealed later lies beside what was sealed before, until
//! they are bound into one. Where two tell of the same reading, the higher revision counts.

use common::archive::ArchiveStat;
use common::id::PointId;
use common::logbook::Stretch;
use common::logbook::sealed::{Sealed, SealedPage};
use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, params};

use super::{Damage, Logbook};
use crate::store::StoreError;
use crate::store::row::unsigned;

/// A page as it lies in the database.
#[derive(Clone, Debug)]
pub struct StoredPage {
    pub id: i64,
    /// Local midnights.
    pub stretch: Stretch,
    pub n_readings: u64,
    pub page: SealedPage,
}

/// What is known of a page without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageFacts {
    pub id: i64,
    pub point: PointId,
    /// Local midnights.
    pub stretch: Stretch,
    pub n_readings: u64,
}

/// A page, or why it cannot be read.
pub type Read = Result<StoredPage, Damage>;

/// Returns the pages of a point that overlap the stretch, in the order in which they were sealed. Where the file itself is
/// damaged, it takes no more than its own page.
pub fn overlapping(conn: &Connection, point: PointId, stretch: Stretch) -> Result<Vec<Read>, StoreError> {
    const SQL: &str = "SELECT id, from_at, until_at, n_readings, head, body FROM log_page
        WHERE id IN (SELECT id FROM log_page WHERE point_id = ?1 AND from_at < ?3 AND until_at > ?2)
          AND NOT EXISTS (SELECT 1 FROM log_aside WHERE page_id = id) ORDER BY id";
    let mut query = conn.prepare_cached(SQL)?;
    let pages: Result<Vec<Read>, _> =
        query.query_map([point.0, stretch.from, stretch.until], from_row)?.map(|stored| stored.map(Ok)).collect();
    match pages {
        Err(error) if is_damage(&error) => some(conn, &facts(conn, point, stretch)?),
        pages => Ok(pages?),
    }
}

/// Returns these pages, in their order.
pub fn some(conn: &Connection, pages: &[PageFacts]) -> Result<Vec<Read>, StoreError> {
    let read = |facts: &PageFacts| -> Result<Read, StoreError> {
        let PageFacts { id, point, stretch, .. } = *facts;
        Ok(one(conn, id)?.map_err(|why| Damage { page: id, point, stretch, why }))
    };
    pages.iter().map(read).collect()
}

/// Returns a page, or why it cannot be read.
pub fn one(conn: &Connection, id: i64) -> Result<Result<StoredPage, String>, StoreError> {
    const SQL: &str = "SELECT id, from_at, until_at, n_readings, head, body FROM log_page WHERE id = ?1";
    match conn.prepare_cached(SQL)?.query_row([id], from_row) {
        Ok(stored) => Ok(Ok(stored)),
        Err(error) if is_damage(&error) => Ok(Err(format!("the file is damaged where the page lies: {error}"))),
        Err(error) => Err(error.into()),
    }
}

/// Returns the pages of a point that overlap the stretch, read piece by piece.
///
/// A question that meets damage in the file has `SQLite` refuse all writing until the transaction ends; reading a value
/// through its own interface has not. So this is how the writer reads pages.
pub fn overlapping_gently(conn: &Connection, point: PointId, stretch: Stretch) -> Result<Vec<Read>, StoreError> {
    let read = |facts: PageFacts| -> Result<Read, StoreError> {
        let PageFacts { id, point, stretch, .. } = facts;
        Ok(gently(conn, facts)?.map_err(|why| Damage { page: id, point, stretch, why }))
    };
    facts(conn, point, stretch)?.into_iter().map(read).collect()
}

/// Returns a page as the writer reads it.
pub fn gently(conn: &Connection, facts: PageFacts) -> Result<Result<StoredPage, String>, StoreError> {
    let PageFacts { id, stretch, n_readings, .. } = facts;
    let value = |column: &str| -> Result<Vec<u8>, rusqlite::Error> {
        let blob = conn.blob_open("main", "log_page", column, id, true)?;
        let mut bytes = vec![0; blob.len()];
        blob.read_at_exact(&mut bytes, 0)?;
        Ok(bytes)
    };
    match value("head").and_then(|head| Ok(SealedPage { head, body: value("body")? })) {
        Ok(page) => Ok(Ok(StoredPage { id, stretch, n_readings, page })),
        Err(error) if is_damage(&error) => Ok(Err(format!("the file is damaged where the page lies: {error}"))),
        Err(error) => Err(error.into()),
    }
}

/// A row that the index knows and the table does not have, or that has no text or number where one must be, is damage
/// too.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::{Error, ErrorCode};
    error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt)
        || matches!(
            error,
            Error::QueryReturnedNoRows | Error::InvalidColumnType(..) | Error::IntegralValueOutOfRange(..)
        )
}

/// Returns what is known of the pages of a point that overlap the stretch, in the order in which they were sealed.
pub fn facts(conn: &Connection, point: PointId, stretch: Stretch) -> Result<Vec<PageFacts>, StoreError> {
    const SQL: &str = "SELECT id, point_id, from_at, until_at, n_readings FROM log_page
        WHERE point_id = ?1 AND from_at < ?3 AND until_at > ?2
          AND NOT EXISTS (SELECT 1 FROM log_aside WHERE page_id = id) ORDER BY id";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([point.0, stretch.from, stretch.until], facts_from_row)?.collect::<Result<_, _>>()?)
}

/// Adds a page.
pub fn insert(tx: &Transaction<'_>, stretch: Stretch, page: &SealedPage) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO log_page (point_id, from_at, until_at, n_readings, n_struck, head, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let sealed = Sealed::open(&page.head).map_err(|error| StoreError::Foreign(error.to_string()))?;
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (n_readings, n_struck) = (number(sealed.n_readings()), number(sealed.n_struck()));
    let bound = params![sealed.point().0, stretch.from, stretch.until, n_readings, n_struck, page.head, page.body];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(())
}

/// Tells whether all these pages are there.
pub fn are_there(conn: &Connection, ids: &[i64]) -> Result<bool, StoreError> {
    let mut query = conn.prepare_cached("SELECT 1 FROM log_page WHERE id = ?1")?;
    for id in ids {
        if !query.exists([id])? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes pages and tells whether all of them were there.
pub fn remove(tx: &Transaction<'_>, ids: &[i64]) -> Result<bool, StoreError> {
    let mut query = tx.prepare_cached("DELETE FROM log_page WHERE id = ?1")?;
    let mut n_removed = 0;
    for id in ids {
        n_removed += query.execute([id])?;
    }
    Ok(n_removed == ids.len())
}

/// A damaged page that was put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Local midnights.
    pub stretch: Stretch,
    /// Readings that could not be saved.
    pub n_readings: u64,
    /// Readings that the stretch had without them.
    pub n_beside: u64,
}

/// Puts a damaged page aside, and tells whether it was not there yet: nobody looks at it any more.
///
/// What is written down of it is what the index knows: the page's own place in the file is not touched.
pub fn put_aside(tx: &Transaction<'_>, damage: &Damage) -> Result<bool, StoreError> {
    const ASIDE: &str = "INSERT INTO log_aside (page_id, point_id, from_at, until_at, n_readings, n_beside, why)
        VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)";
    let known = facts(tx, damage.point, damage.stretch)?.into_iter().find(|facts| facts.id == damage.page);
    let Some(PageFacts { id, point, stretch, n_readings }) = known else { return Ok(false) };
    let bound = params![id, point.0, stretch.from, stretch.until, n_readings.cast_signed(), damage.why];
    tx.prepare_cached(ASIDE)?.execute(bound)?;
    Ok(true)
}

/// Records how many readings of a page that was put aside could be saved, and how many its stretch has now.
pub fn set_beside(tx: &Transaction<'_>, id: i64, n_saved: u64, n_beside: u64) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE log_aside SET n_readings = max(n_readings - ?2, 0), n_beside = ?3 WHERE page_id = ?1";
    tx.prepare_cached(SQL)?.execute([id, n_saved.cast_signed(), n_beside.cast_signed()])?;
    Ok(())
}

/// Returns the pages of a point that were put aside.
pub fn aside(conn: &Connection, point: PointId) -> Result<Vec<Aside>, StoreError> {
    const SQL: &str =
        "SELECT from_at, until_at, n_readings, n_beside FROM log_aside WHERE point_id = ?1 ORDER BY page_id";
    let mut query = conn.prepare_cached(SQL)?;
    let aside = query.query_map([point.0], |row| {
        let stretch = Stretch { from: row.get(0)?, until: row.get(1)? };
        Ok(Aside { stretch, n_readings: unsigned(row, 2)?, n_beside: unsigned(row, 3)? })
    })?;
    Ok(aside.collect::<Result<_, _>>()?)
}

/// Forgets what was lost with the pages of a point that ended before `until`; returns how many readings that were.
pub fn forget_aside(tx: &Transaction<'_>, point: PointId, until: i64) -> Result<u64, StoreError> {
    const LOST: &str = "SELECT coalesce(sum(n_readings), 0) FROM log_aside WHERE point_id = ?1 AND until_at <= ?2";
    const FORGET: &str = "UPDATE log_aside SET n_readings = 0 WHERE point_id = ?1 AND until_at <= ?2";
    let n_lost = tx.prepare_cached(LOST)?.query_row([point.0, until], |row| unsigned(row, 0))?;
    tx.prepare_cached(FORGET)?.execute([point.0, until])?;
    Ok(n_lost)
}

/// Tells whether the file has room that nothing uses.
pub fn any_free(conn: &Connection) -> Result<bool, StoreError> {
    Ok(conn.pragma_query_value(None, "freelist_count", |row| row.get::<_, i64>(0))? > 0)
}

/// Counts what the archive holds.
pub fn stat(log: &Logbook<'_>) -> Result<ArchiveStat, StoreError> {
    const SQL: &str = "SELECT count(*), coalesce(sum(n_readings), 0), coalesce(sum(n_struck), 0),
            coalesce(sum(length(head) + length(body)), 0), (SELECT count(*) FROM log_aside),
            (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)
        FROM log_page WHERE NOT EXISTS (SELECT 1 FROM log_aside WHERE page_id = id)";
    let standings = log.shared().standings();
    let there = || standings.values().filter(|standing| !standing.is_empty());
    let instant = |second: i64| Timestamp::from_second(second).ok();
    let (first_at, last_at) = (there().map(|there| there.first_at).min(), there().map(|there| there.last_at).max());
    let stat = log.prepare_cached(SQL)?.query_row([], |row| {
        Ok(ArchiveStat {
            n_pages: unsigned(row, 0)?,
            n_sealed: unsigned(row, 1)?,
            n_struck: unsigned(row, 2)?,
            page_bytes: unsigned(row, 3)?,
            n_set_aside: unsigned(row, 4)?,
            file_bytes: unsigned(row, 5)?,
            n_fresh: log.fresh().n_readings as u64,
            first_at: first_at.and_then(instant),
            last_at: last_at.and_then(instant),
        })
    })?;
    Ok(stat)
}

fn from_row(row: &Row<'_>) -> Result<StoredPage, rusqlite::Error> {
    Ok(StoredPage {
        id: row.get(0)?,
        stretch: Stretch { from: row.get(1)?, until: row.get(2)? },
        n_readings: row.get::<_, i64>(3)?.cast_unsigned(),
        page: SealedPage { head: row.get(4)?, body: row.get(5)? },
    })
}

fn facts_from_row(row: &Row<'_>) -> Result<PageFacts, rusqlite::Error> {
    Ok(PageFacts {
        id: row.get(0)?,
        point: PointId(row.get(1)?),
        stretch: Stretch { from: row.get(2)?, until: row.get(3)? },
        n_readings: row.get::<_, i64>(4)?.cast_unsigned(),
    })
}
