//! What all points together used by local day: derived, kept up with every reading, and never a second truth.
//!
//! The difference of two consecutive registers of one meter belongs to the day in which it begins (see
//! `consumption::register`), so a new reading between two others changes the sums of two days at most.

use std::collections::BTreeMap;

use common::logbook::Stretch;
use common::quantity::Quantity;
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreError;

/// What changes of the sums, by quantity and local midnight (seconds since 1970 UTC).
pub type Changes = BTreeMap<(Quantity, i64), DayTotal>;

/// The sum of one day, or what changes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayTotal {
    /// In base units; wraps rather than fails where registers are absurd.
    pub used: i64,
    pub n_readings: i64,
}

impl DayTotal {
    /// Adds another one to it.
    pub const fn add(&mut self, other: Self) {
        self.used = self.used.wrapping_add(other.used);
        self.n_readings = self.n_readings.wrapping_add(other.n_readings);
    }

    const fn is_nothing(self) -> bool {
        self.used == 0 && self.n_readings == 0
    }
}

/// Changes the sums.
pub fn change(tx: &Transaction<'_>, changes: &Changes) -> Result<(), StoreError> {
    const READ: &str = "SELECT used, n_readings FROM log_total WHERE quantity = ?1 AND day = ?2";
    const WRITE: &str = "INSERT OR REPLACE INTO log_total (quantity, day, used, n_readings) VALUES (?1, ?2, ?3, ?4)";
    const REMOVE: &str = "DELETE FROM log_total WHERE quantity = ?1 AND day = ?2";
    let (mut read, mut write, mut remove) =
        (tx.prepare_cached(READ)?, tx.prepare_cached(WRITE)?, tx.prepare_cached(REMOVE)?);
    for ((quantity, day), change) in changes.iter().filter(|(_, change)| !change.is_nothing()) {
        let key = params![quantity.code(), day];
        let mut rows = read.query(key)?;
        let mut total = match rows.next()? {
            Some(row) => DayTotal { used: row.get(0)?, n_readings: row.get(1)? },
            None => DayTotal::default(),
        };
        drop(rows);
        total.add(*change);
        if total.is_nothing() {
            remove.execute(key)?;
        } else {
            write.execute(params![quantity.code(), day, total.used, total.n_readings])?;
        }
    }
    Ok(())
}

/// Writes the sums of a stretch of days anew.
pub fn replace(
    tx: &Transaction<'_>,
    quantity: Quantity,
    stretch: Stretch,
    days: &BTreeMap<i64, DayTotal>,
) -> Result<(), StoreError> {
    const REMOVE: &str = "DELETE FROM log_total WHERE quantity = ?1 AND day >= ?2 AND day < ?3";
    const WRITE: &str = "INSERT INTO log_total (quantity, day, used, n_readings) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(REMOVE)?.execute(params![quantity.code(), stretch.from, stretch.until])?;
    let mut write = tx.prepare_cached(WRITE)?;
    for (day, total) in days.iter().filter(|(_, total)| !total.is_nothing()) {
        write.execute(params![quantity.code(), day, total.used, total.n_readings])?;
    }
    Ok(())
}

/// Returns the sums of the days that begin from `from` until `until`, oldest first; days without readings have none.
pub fn between(
    conn: &Connection,
    quantity: Quantity,
    from: i64,
    until: i64,
) -> Result<Vec<(i64, DayTotal)>, StoreError> {
    const SQL: &str = "SELECT day, used, n_readings FROM log_total
        WHERE quantity = ?1 AND day >= ?2 AND day < ?3 ORDER BY day";
    let mut query = conn.prepare_cached(SQL)?;
    let days = query.query_map(params![quantity.code(), from, until], |row| {
        Ok((row.get(0)?, DayTotal { used: row.get(1)?, n_readings: row.get(2)? }))
    })?;
    Ok(days.collect::<Result<_, _>>()?)
}
