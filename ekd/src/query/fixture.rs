//! An empty archive for tests of questions, filled through the functions that documents are taken in with.

use common::id::{DocumentId, MeterId, PointCode, PointId, SerialNumber, SiteCode, SourceName};
use common::meter::{Installation, Registers};
use common::quantity::Quantity;
use common::source::{Document, Outcome, Tally};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Transaction};

use crate::store::reading::{Kept, SeriesKey};
use crate::store::{self, StoreError};

pub(super) struct Archive {
    pub(super) conn: Connection,
}

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

impl Archive {
    pub(super) fn new() -> Self {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../migrations/0001_readings.sql")).unwrap();
        Self { conn }
    }

    /// Does several things at once.
    pub(super) fn together<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> T {
        let tx = self.conn.transaction().unwrap();
        let done = work(&tx).unwrap();
        tx.commit().unwrap();
        done
    }

    /// Adds a point with one meter that was there always; the site is named like its code.
    pub(super) fn point(&mut self, site: &str, point: &str, cadence: Option<i64>) -> PointId {
        self.together(|tx| {
            let site = store::site::upsert(tx, &SiteCode::parse(site).unwrap(), site, None)?;
            let code = PointCode::parse(point).unwrap();
            let id = store::point::upsert(tx, &code, site, "", cadence.map(SignedDuration::from_secs))?;
            let meter = store::meter::upsert(tx, &SerialNumber::parse(point).unwrap(), "")?;
            let (initial, last) = (Registers::default(), Registers::default());
            let from = at(-100_000_000_000);
            store::meter::install(tx, &Installation { meter, point: id, from, until: None, initial, last })?;
            Ok(id)
        })
    }

    /// Brings readings of one quantity in one document.
    pub(super) fn read(
        &mut self,
        point: PointId,
        quantity: Quantity,
        values: impl IntoIterator<Item = (i64, i64)>,
    ) -> DocumentId {
        let source = SourceName::parse("test").unwrap();
        let document = Document {
            id: DocumentId(0),
            source: source.clone(),
            name: String::new(),
            received_at: at(0),
            size: 0,
            digest: String::new(),
            outcome: Outcome::Taken,
            n_rows: 0,
            tally: Tally::default(),
            first_at: None,
            last_at: None,
        };
        self.together(|tx| {
            let document = store::document::reserve(tx, &document)?;
            let meter =
                MeterId(
                    tx.query_row("SELECT meter_id FROM installation WHERE point_id = ?1", [point.0], |row| row.get(0))?,
                );
            let key = SeriesKey { point, quantity, meter };
            for (second, value) in values {
                let kept = Kept { at: at(second), value, estimated: false, revision: 0 };
                store::reading::insert(tx, key, kept, document)?;
                store::latest::offer(tx, point, quantity, kept)?;
                store::document::touch(tx, document, point, kept.at, kept.at)?;
                store::point::touch(tx, point, &source, kept.at, kept.at)?;
            }
            Ok(document)
        })
    }
}
