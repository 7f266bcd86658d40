//! How the logbook of each point stands: its first and last instant, its newest values, and how far it is sealed.
//!
//! All of them are in memory, so that asking for the newest values of everything costs no look into the database; they
//! are written down when the point's lines are sealed, and made up to date from the fresh lines at a start.

use common::id::{DocumentId, MeterId, PointId, SourceName};
use common::logbook::Version;
use common::quantity::Quantity;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::batch::Batch;
use crate::store::StoreError;
use crate::store::row::code;

/// How the logbook of one point stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Seconds since 1970 UTC.
    pub first_at: i64,
    /// Seconds since 1970 UTC.
    pub last_at: i64,
    /// That delivered something last.
    pub source: SourceName,
    /// The last instant of a reading that a person struck out: what comes up to here needs a look into the pages.
    pub struck_at: i64,
    /// By quantity.
    pub newest: Vec<Newest>,
}

/// The newest reading of one quantity, whatever meter told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    pub quantity: Quantity,
    /// Seconds since 1970 UTC.
    pub at: i64,
    pub value: i64,
    pub estimated: bool,
    pub meter: MeterId,
}

impl Standing {
    /// Returns the standing of a point of which nothing is known yet.
    #[must_use]
    pub const fn nothing(source: SourceName) -> Self {
        Self { first_at: i64::MAX, last_at: i64::MIN, source, struck_at: i64::MIN, newest: Vec::new() }
    }

    /// Tells whether anything was ever read.
    pub const fn is_empty(&self) -> bool {
        self.newest.is_empty()
    }

    /// Returns the newest reading of a quantity.
    pub fn of(&self, quantity: Quantity) -> Option<&Newest> {
        self.newest.iter().find(|newest| newest.quantity == quantity)
    }

    /// Takes a reading for the newest, unless a newer one is there.
    pub fn offer(&mut self, newest: Newest) {
        self.stretch(newest.at, newest.at);
        match self.newest.binary_search_by_key(&newest.quantity, |known| known.quantity) {
            Ok(index) => {
                if let Some(known) = self.newest.get_mut(index).filter(|known| known.at <= newest.at) {
                    *known = newest;
                }
            }
            Err(index) => self.newest.insert(index, newest),
        }
    }

    /// Takes the lines of a batch for the newest.
    pub fn offer_all(&mut self, batch: &Batch, point: PointId) {
        for version in batch.of(point).iter().flat_map(|line| batch.versions(line)) {
            let Version { quantity, at, estimated, meter, .. } = version;
            if let Some(value) = version.value {
                self.offer(Newest { quantity, at, value, estimated, meter });
            }
        }
    }

    /// Records that there are readings from `first_at` to `last_at`.
    pub fn stretch(&mut self, first_at: i64, last_at: i64) {
        self.first_at = self.first_at.min(first_at);
        self.last_at = self.last_at.max(last_at);
    }
}

/// Returns the standings that were written down, each with the document up to which the point's lines are in its pages.
pub(super) fn all(conn: &Connection) -> Result<Vec<(PointId, DocumentId, Standing)>, StoreError> {
    const SQL: &str = "SELECT point_id, first_at, last_at, source, newest, sealed_through FROM log_standing
        WHERE source IS NOT NULL";
    let mut query = conn.prepare(SQL)?;
    let standings = query.query_map([], |row| {
        let (point, sealed_through) = (PointId(row.get(0)?), DocumentId(row.get(5)?));
        Ok((point, sealed_through, from_row(row, point, sealed_through)?))
    })?;
    Ok(standings.collect::<Result<_, _>>()?)
}

/// Returns up to which document the lines of a point are in its pages.
pub fn sealed_through(conn: &Connection, point: PointId) -> Result<DocumentId, StoreError> {
    const SQL: &str = "SELECT sealed_through FROM log_standing WHERE point_id = ?1";
    let through = conn.prepare_cached(SQL)?.query_row([point.0], |row| row.get(0)).optional()?;
    Ok(DocumentId(through.unwrap_or(0)))
}

/// Writes a standing down, with the document up to which the point's lines are in its pages from now on.
pub(super) fn write(
    tx: &Transaction<'_>,
    point: PointId,
    sealed_through: DocumentId,
    standing: Option<&Standing>,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO log_standing (point_id, sealed_through, first_at, last_at, source, newest)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (point_id) DO UPDATE SET sealed_through = excluded.sealed_through, first_at = excluded.first_at,
            last_at = excluded.last_at, source = excluded.source, newest = excluded.newest";
    let newest = standing.map(|standing| pack(point, sealed_through, standing));
    tx.prepare_cached(SQL)?.execute(params![
        point.0,
        sealed_through.0,
        standing.map(|standing| standing.first_at),
        standing.map(|standing| standing.last_at),
        standing.map(|standing| standing.source.as_str()),
        newest
    ])?;
    Ok(())
}

/// Bytes of one packed value: quantity, estimated, instant, value, meter.
const PACKED: usize = 2 + 3 * 8;

/// Packs what has no column of its own, with a checksum over all of the row.
fn pack(point: PointId, sealed_through: DocumentId, standing: &Standing) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 + standing.newest.len() * PACKED);
    bytes.extend(standing.struck_at.to_le_bytes());
    for newest in &standing.newest {
        bytes.extend([newest.quantity.code(), u8::from(newest.estimated)]);
        for number in [newest.at, newest.value, newest.meter.0] {
            bytes.extend(number.to_le_bytes());
        }
    }
    bytes.extend(checksum(point, sealed_through, standing, &bytes).to_le_bytes());
    bytes
}

fn checksum(point: PointId, sealed_through: DocumentId, standing: &Standing, packed: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for number in [point.0, sealed_through.0, standing.first_at, standing.last_at] {
        hasher.update(&number.to_le_bytes());
    }
    hasher.update(standing.source.as_str().as_bytes());
    hasher.update(packed);
    hasher.finalize()
}

fn unpack(bytes: &[u8]) -> Option<(i64, Vec<Newest>)> {
    let (struck_at, bytes) = bytes.split_first_chunk::<8>()?;
    let (packed, rest) = bytes.as_chunks::<PACKED>();
    let newest = packed.iter().map(|packed| {
        let (head, numbers) = packed.split_at(2);
        let [at, value, meter] = numbers.as_chunks::<8>().0 else { return None };
        Some(Newest {
            quantity: Quantity::from_code(*head.first()?)?,
            estimated: *head.last()? != 0,
            at: i64::from_le_bytes(*at),
            value: i64::from_le_bytes(*value),
            meter: MeterId(i64::from_le_bytes(*meter)),
        })
    });
    let newest = newest.collect::<Option<_>>().filter(|_| rest.is_empty())?;
    Some((i64::from_le_bytes(*struck_at), newest))
}

fn from_row(row: &Row<'_>, point: PointId, sealed_through: DocumentId) -> Result<Standing, rusqlite::Error> {
    let damaged = || rusqlite::Error::FromSqlConversionFailure(4, Type::Blob, "how a point stands is damaged".into());
    let (packed, sum) = row.get_ref(4)?.as_blob()?.split_last_chunk::<4>().ok_or_else(damaged)?;
    let (struck_at, newest) = unpack(packed).ok_or_else(damaged)?;
    let standing = Standing { first_at: row.get(1)?, last_at: row.get(2)?, source: code(row, 3)?, struck_at, newest };
    let is_whole = checksum(point, sealed_through, &standing, packed) == u32::from_le_bytes(*sum);
    if is_whole { Ok(standing) } else { Err(damaged()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_reading_wins_and_packs() {
        let newest = |quantity, at, value| Newest { quantity, at, value, estimated: false, meter: MeterId(3) };
        let mut standing = Standing::nothing(SourceName::parse("x").unwrap());
        standing.offer(newest(Quantity::Power, 50, 1));
        standing.offer(newest(Quantity::Energy, 20, 2));
        standing.offer(newest(Quantity::Power, 40, 3));
        standing.offer(newest(Quantity::Power, 50, -4));
        assert_eq!(standing.newest, [newest(Quantity::Energy, 20, 2), newest(Quantity::Power, 50, -4)]);
        assert_eq!((standing.first_at, standing.last_at), (20, 50));
        let bytes = pack(PointId(1), DocumentId(2), &standing);
        let (packed, _) = bytes.split_last_chunk::<4>().unwrap();
        assert_eq!(unpack(packed), Some((i64::MIN, standing.newest)));
        assert_eq!(unpack(&packed[1..]), None);
    }
}
