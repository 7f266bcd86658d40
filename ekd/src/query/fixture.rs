//! An empty archive for tests of questions, filled through the functions that documents are taken in with.

use std::sync::Arc;

use common::id::{DocumentId, MeterId, PointCode, PointId, SerialNumber, SiteCode, SourceName};
use common::meter::{Installation, Registers};
use common::quantity::Quantity;
use common::source::{Document, Outcome, Tally};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use crate::binding::{Calendar, bind};
use crate::store::document::Brought;
use crate::store::log::batch::{Batch, Told};
use crate::store::log::fresh::Shared;
use crate::store::log::standing::{Newest, Standing};
use crate::store::log::{Desk, Logbook, Rebinding, Write};
use crate::store::{self, StoreError};

pub(super) struct Archive {
    conn: Connection,
    shared: Arc<Shared>,
    desk: Desk,
}

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

impl Archive {
    pub(super) fn new() -> Self {
        let conn = Connection::open_in_memory().unwrap();
        for migration in [
            include_str!("../../migrations/0001_readings.sql"),
            include_str!("../../migrations/0003_accounts.sql"),
            include_str!("../../migrations/0004_outbox.sql"),
            include_str!("../../migrations/0005_meters.sql"),
            include_str!("../../migrations/0006_weather.sql"),
            include_str!("../../migrations/0007_alarms.sql"),
            include_str!("../../migrations/0008_tickets.sql"),
            include_str!("../../migrations/0010_reports.sql"),
            include_str!("../../migrations/0011_billing.sql"),
        ] {
            conn.execute_batch(migration).unwrap();
        }
        let shared = Arc::<Shared>::default();
        Self { conn, desk: Desk::new(Arc::clone(&shared)), shared }
    }

    pub(super) fn log(&self) -> Logbook<'_> {
        Logbook::new(&self.conn, &self.shared, self.shared.fresh())
    }

    /// Does several things at once.
    pub(super) fn together<T>(&mut self, work: impl FnOnce(&Write<'_>) -> Result<T, StoreError>) -> T {
        let tx = self.conn.transaction().unwrap();
        let done = work(&self.desk.begin(&tx)).unwrap();
        tx.commit().unwrap();
        self.desk.publish();
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

    /// Seals what is fresh of a point.
    pub(super) fn seal(&mut self, point: PointId, calendar: &Calendar) {
        self.together(|tx| {
            let log = tx.log();
            let page = log.read(point, None, (i64::MIN, i64::MAX))?;
            let sealed_before = store::log::standing::sealed_through(tx, point)?;
            let rebinding = Rebinding {
                point,
                sealed_before,
                sealed_through: store::document::newest(tx)?,
                replaced: Vec::new(),
                pages: bind(&page, calendar, i64::MIN),
            };
            tx.rebind(&rebinding)
        });
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
            tx.seen(document);
            let meter =
                MeterId(
                    tx.query_row("SELECT meter_id FROM installation WHERE point_id = ?1", [point.0], |row| row.get(0))?,
                );
            let mut standing =
                tx.standing(point).map_or_else(|| Standing::nothing(source), |known| Standing::clone(&known));
            let (mut batch, mut brought) = (Batch::default(), None::<Brought>);
            for (second, value) in values {
                let told = [Told { quantity, value, estimated: false }];
                batch.push((point, meter), second, document, 0, &told);
                standing.offer(Newest { quantity, at: second, value, estimated: false, meter });
                let known = brought.get_or_insert(Brought { point, first: second, last: second });
                (known.first, known.last) = (known.first.min(second), known.last.max(second));
            }
            tx.append(document, Arc::new(batch.sorted()))?;
            tx.stand(point, Arc::new(standing));
            store::document::touch(tx, document, &brought.into_iter().collect::<Vec<_>>())?;
            Ok(document)
        })
    }
}
