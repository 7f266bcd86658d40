//! Documents that were received, and what became of each.

use common::api::{DocumentFilter, OnceKey};
use common::id::{DocumentId, PointId, SourceName};
use common::source::{Document, Outcome, Problem};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::packed::{Packer, Unpacker};
use super::row::{code, instant, instant_or_none, named, tally, unsigned};

const COLUMNS: &str = "id, source, name, received_at, size, digest, problem_kind, problem_detail, n_rows,
    received, stored, duplicate, corrected, quarantined, rejected, first_at, last_at";

/// Reserves the next number; [`finish`] fills it in within the same transaction.
pub fn reserve(tx: &Transaction<'_>, document: &Document) -> Result<DocumentId, StoreError> {
    const SQL: &str = "INSERT INTO document (source, name, received_at, size, digest, n_rows, received, stored,
            duplicate, corrected, quarantined, rejected)
        VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0, 0, 0, 0) RETURNING id";
    let size = i64::try_from(document.size).unwrap_or(i64::MAX);
    let received_at = document.received_at.as_second();
    let bound = params![document.source.as_str(), document.name, received_at, size, document.digest];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(DocumentId))?)
}

/// Writes what became of a document.
pub fn finish(tx: &Transaction<'_>, document: &Document) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE document SET problem_kind = ?2, problem_detail = ?3, n_rows = ?4, received = ?5,
            stored = ?6, duplicate = ?7, corrected = ?8, quarantined = ?9, rejected = ?10, first_at = ?11,
            last_at = ?12 WHERE id = ?1";
    let problem = match &document.outcome {
        Outcome::Parked { problem } => Some(problem),
        Outcome::Taken | Outcome::Unknown => None,
    };
    let tally = &document.tally;
    tx.prepare_cached(SQL)?.execute(params![
        document.id.0,
        problem.map(|problem| problem.kind.name()),
        problem.map(|problem| &problem.detail),
        document.n_rows.cast_signed(),
        tally.received.cast_signed(),
        tally.stored.cast_signed(),
        tally.duplicate.cast_signed(),
        tally.corrected.cast_signed(),
        tally.quarantined.cast_signed(),
        tally.rejected.cast_signed(),
        document.first_at.map(|at| at.as_second()),
        document.last_at.map(|at| at.as_second()),
    ])?;
    Ok(())
}

/// Returns up to `limit` documents older than `before`, the newest first.
pub fn list(
    conn: &Connection,
    filter: &DocumentFilter,
    before: Option<DocumentId>,
    limit: u32,
) -> Result<Vec<Document>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM document WHERE id < ?1 AND (?2 IS NULL OR source = ?2)
           AND (NOT ?3 OR problem_kind IS NOT NULL) ORDER BY id DESC LIMIT ?4"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let source = filter.source.as_ref().map(SourceName::as_str);
    let bound = params![before.map_or(i64::MAX, |id| id.0), source, filter.only_parked, limit];
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

/// Returns one document.
pub fn by_id(conn: &Connection, id: DocumentId) -> Result<Option<Document>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM document WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// A stretch of a point that a document brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brought {
    pub point: PointId,
    /// Seconds, included.
    pub first: i64,
    /// Seconds, included.
    pub last: i64,
}

/// Records which stretches of which points a document brought, by point: the index of arrival.
pub fn touch(tx: &Transaction<'_>, document: DocumentId, brought: &[Brought]) -> Result<(), StoreError> {
    let mut packer = Packer::default();
    packer.column(brought.iter().map(|brought| brought.point.0));
    packer.column(brought.iter().map(|brought| brought.first));
    packer.column(brought.iter().map(|brought| brought.last - brought.first));
    let sql = "UPDATE document SET points = ?2 WHERE id = ?1";
    tx.prepare_cached(sql)?.execute(params![document.0, packer.finish()])?;
    Ok(())
}

/// Returns the first document after `after`, up to `through`, that brought anything, and what it brought.
pub fn brought_after(
    conn: &Connection,
    after: DocumentId,
    through: DocumentId,
) -> Result<Option<(DocumentId, Vec<Brought>)>, StoreError> {
    const SQL: &str = "SELECT id, points FROM document WHERE id > ?1 AND id <= ?2 AND points IS NOT NULL
        ORDER BY id LIMIT 1";
    let mut query = conn.prepare_cached(SQL)?;
    let mut rows = query.query([after.0, through.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let mut unpacker = Unpacker::open(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
    let (points, firsts, lasts) = (unpacker.column()?, unpacker.column()?, unpacker.column()?);
    let brought = points.into_iter().zip(firsts).zip(lasts);
    let brought =
        brought.map(|((point, first), length)| Brought { point: PointId(point), first, last: first + length });
    Ok(Some((DocumentId(row.get(0)?), brought.collect())))
}

/// Keeps a line that was no row.
pub fn reject_row(tx: &Transaction<'_>, document: DocumentId, line: u64, reason: &str) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO rejected_row (document_id, line, reason) VALUES (?1, ?2, ?3)";
    tx.prepare_cached(SQL)?.execute(params![document.0, line.cast_signed(), reason])?;
    Ok(())
}

/// Returns the number of the newest document.
pub fn newest(conn: &Connection) -> Result<DocumentId, StoreError> {
    const SQL: &str = "SELECT coalesce(max(id), 0) FROM document";
    Ok(conn.prepare_cached(SQL)?.query_row([], |row| row.get(0).map(DocumentId))?)
}

/// Remembers the result of a creating call.
pub fn remember(tx: &Transaction<'_>, key: &OnceKey, at: Timestamp, id: DocumentId) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO once (key, at, document_id) VALUES (?1, ?2, ?3)";
    tx.prepare_cached(SQL)?.execute(params![key.as_str(), at.as_second(), id.0])?;
    Ok(())
}

/// Returns the first result of a creating call that was made before.
pub fn remembered(conn: &Connection, key: &OnceKey) -> Result<Option<Document>, StoreError> {
    const SQL: &str = "SELECT document_id FROM once WHERE key = ?1";
    let id: Option<i64> = conn.prepare_cached(SQL)?.query_row([key.as_str()], |row| row.get(0)).optional()?;
    match id {
        Some(id) => by_id(conn, DocumentId(id)),
        None => Ok(None),
    }
}

fn from_row(row: &Row<'_>) -> Result<Document, rusqlite::Error> {
    let outcome = match row.get::<_, Option<String>>(6)? {
        None => Outcome::Taken,
        Some(kind) => Outcome::Parked { problem: Problem { kind: named(6, kind)?, detail: row.get(7)? } },
    };
    Ok(Document {
        id: DocumentId(row.get(0)?),
        source: code(row, 1)?,
        name: row.get(2)?,
        received_at: instant(row, 3)?,
        size: unsigned(row, 4)?,
        digest: row.get(5)?,
        outcome,
        n_rows: unsigned(row, 8)?,
        tally: tally(row, 9)?,
        first_at: instant_or_none(row, 15)?,
        last_at: instant_or_none(row, 16)?,
    })
}
