//! What taking values in must know of a point: remembered between documents, since it changes seldom.

use std::collections::HashMap;
use std::sync::Arc;

use common::id::{PointId, SerialNumber, SiteCode};
use common::meter::Installation;
use common::quantity::Power;
use jiff::SignedDuration;
use rusqlite::{Connection, OptionalExtension, Row};

use super::row::{code, duration_or_none};
use super::{StoreError, meter};

/// A point with its meters and its site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub point: PointId,
    /// Oldest first.
    pub installed: Vec<(Installation, SerialNumber)>,
    pub name: String,
    pub cadence: Option<SignedDuration>,
    pub site: SiteCode,
    pub site_name: String,
    pub contracted_power: Option<Power>,
}

/// Places by the codes of their points; `None`: there is no such point.
#[derive(Debug, Default)]
pub struct Places(HashMap<String, Option<Arc<Place>>>);

/// Codes that are remembered: a few hundred bytes each.
const MOST: usize = 50_000;

impl Places {
    /// Returns the place of the point with this code.
    pub fn find(&mut self, conn: &Connection, code: &str) -> Result<Option<Arc<Place>>, StoreError> {
        if let Some(known) = self.0.get(code) {
            return Ok(known.clone());
        }
        let place = look_up(conn, code)?.map(Arc::new);
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(code.to_owned(), place.clone());
        Ok(place)
    }

    /// Forgets one place.
    pub fn forget_one(&mut self, code: &str) {
        self.0.remove(code);
    }

    /// Forgets everything: something of it has changed, or was taken back.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

fn look_up(conn: &Connection, code_of_point: &str) -> Result<Option<Place>, StoreError> {
    const SQL: &str = "SELECT point.id, point.name, cadence, site.code, site.name, contracted_power
        FROM point JOIN site ON site.id = site_id WHERE point.code = ?1";
    let place = |row: &Row<'_>| {
        Ok(Place {
            point: PointId(row.get(0)?),
            installed: Vec::new(),
            name: row.get(1)?,
            cadence: duration_or_none(row, 2)?,
            site: code(row, 3)?,
            site_name: row.get(4)?,
            contracted_power: row.get::<_, Option<i64>>(5)?.map(Power::from_base),
        })
    };
    let Some(place) = conn.prepare_cached(SQL)?.query_row([code_of_point], place).optional()? else { return Ok(None) };
    Ok(Some(Place { installed: meter::at_point(conn, place.point)?, ..place }))
}
