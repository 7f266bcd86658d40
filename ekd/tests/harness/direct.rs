//! The archive without a daemon around it: documents are taken in, sealed and bound by the same code, in the order and
//! at the moments that a test chooses.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use common::api::Filter;
use common::archive::{Finding, TotalQuery};
use common::id::{PointId, SourceName};
use common::quantity::Quantity;
use common::series::SeriesQuery;
use common::source::{Document, Problem};
use common::time::{Step, parse_range};
use ekd::binding::Calendar;
use ekd::clock::Clock;
use ekd::document::Parsed;
use ekd::ingest::{self, Incoming};
use ekd::query;
use ekd::query::verify::{Place, verify};
use ekd::sealing::Sealer;
use ekd::store::log::Logbook;
use ekd::store::{self, Store, StoreError};
use jiff::Timestamp;
use tempfile::TempDir;

use super::client::warsaw;

/// An archive in memory, as far as the machine has a place for that; dropping it takes it away.
pub(crate) struct Direct {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    sealer: Sealer,
    _home: TempDir,
}

/// All that an archive says, without what depends on the way it came there: numbers of points, meters and documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// Readings as an export writes them.
    pub(crate) listing: String,
    /// Newest values, series and sums.
    pub(crate) sums: String,
    pub(crate) waiting: Vec<String>,
}

fn calendar() -> Calendar {
    Calendar { zone: warsaw() }
}

impl Direct {
    pub(crate) fn start(now: Timestamp) -> Self {
        let memory = Path::new("/dev/shm");
        let home = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap();
        let path = home.path().join("archive.db");
        store::open::create(&path).unwrap();
        let (store, _ended) = Store::open(&path).unwrap();
        let clock = Clock::by_hand(now);
        let sealer = Sealer { store: store.clone(), calendar: calendar(), clock: clock.clone(), after: Duration::ZERO };
        Self { store, clock, sealer, _home: home }
    }

    /// Takes documents in, as those of an operator, that wait for the writer at once: they are committed in one transaction.
    pub(crate) async fn take_together(&self, papers: &[(&str, &Result<Parsed, Problem>)]) -> Vec<Document> {
        let (go, held) = std::sync::mpsc::channel();
        let mut works = tokio::task::JoinSet::new();
        if papers.len() > 1 {
            let store = self.store.clone();
            let wait = move |_: &store::log::Write<'_>| held.recv().map_err(|_| StoreError::Closed);
            tokio::spawn(async move { store.write("hold", wait).await });
        }
        for (index, (name, parsed)) in papers.iter().enumerate() {
            let work = self.taking(name, parsed);
            works.spawn(async move { (index, work.await) });
        }
        // Everybody stands in the queue before the writer goes on.
        for _ in 0..=papers.len() {
            tokio::task::yield_now().await;
        }
        let _ = go.send(());
        let mut taken = works.join_all().await;
        taken.sort_by_key(|(index, _)| *index);
        taken.into_iter().map(|(_, document)| document).collect()
    }

    fn taking(&self, name: &str, parsed: &Result<Parsed, Problem>) -> impl Future<Output = Document> + Send + 'static {
        let incoming = Incoming {
            source: SourceName::parse("import").unwrap(),
            name: name.to_owned(),
            size: 0,
            digest: String::new(),
            received_at: self.clock.now(),
            position: None,
        };
        let parsed = parsed.clone();
        let take = move |tx: &store::log::Write<'_>| {
            ingest::take(tx, &calendar(), &incoming, parsed).map(|(document, _)| document)
        };
        let store = self.store.clone();
        async move { store.write_readings("ingest", take).await.unwrap() }
    }

    /// Seals what is fresh and, if asked to, binds what is over.
    pub(crate) async fn seal(&self, and_bind: bool) {
        let points = self.sealer.seal_all().await.unwrap();
        if and_bind {
            self.sealer.bind(points).await.unwrap();
        }
    }

    /// Recomputes everything and returns what is not as it must be.
    pub(crate) async fn verify(&self) -> Vec<Finding> {
        let all = |log: &Logbook<'_>| -> Result<Vec<Finding>, StoreError> {
            let (mut found, mut place) = (Vec::new(), Some(Place::START));
            while let Some(next) = place {
                let verified = verify(log, next, &calendar())?;
                found.extend(verified.findings);
                place = verified.next.map(|next| Place::parse(&next).unwrap());
            }
            Ok(found)
        };
        self.store.read(all).await.unwrap()
    }

    /// Returns what the archive says of `period`, written as people write it.
    pub(crate) async fn said(&self, period: &'static str) -> Said {
        self.store.read(move |log| said(log, period)).await.unwrap()
    }
}

fn said(log: &Logbook<'_>, period: &str) -> Result<Said, StoreError> {
    let mut points = BTreeMap::new();
    for id in store::point::ids(log, &Filter::default())? {
        points.insert(store::point::by_id(log, id)?.unwrap().code.to_string(), id);
    }
    let (mut listing, mut sums) = (String::new(), String::new());
    for (code, id) in &points {
        write_readings(log, (code, *id), &mut listing)?;
        write_sums(log, (code, *id), period, &mut sums)?;
    }
    let period = parse_range(period, Timestamp::UNIX_EPOCH, &warsaw()).unwrap();
    for (quantity, step) in [(Quantity::Energy, Step::Day), (Quantity::Volume, Step::Month)] {
        let totals = query::totals::totals(log, &TotalQuery { quantity, period, step }, &warsaw())?.unwrap();
        writeln!(sums, "{quantity:?} of all: {totals:?}").unwrap();
    }
    let waiting = store::quarantine::list(log, &Filter::default(), None, u32::MAX)?;
    let mut waiting: Vec<String> = waiting
        .iter()
        .map(|(_, value)| {
            let (point, meter, quantity, at) = (&value.point, &value.meter, &value.quantity, &value.at);
            format!("{point};{meter};{quantity};{at};{};{};{:?}", value.value, value.unit, value.suspicion)
        })
        .collect();
    waiting.sort();
    Ok(Said { listing, sums, waiting })
}

fn write_readings(log: &Logbook<'_>, (code, id): (&str, PointId), listing: &mut String) -> Result<(), StoreError> {
    let page = log.read(id, None, (i64::MIN, i64::MAX))?;
    let mut lines = Vec::new();
    for quantity in Quantity::ALL {
        for reading in store::reading::list(&page, quantity) {
            let serial = store::meter::serial_of(log, reading.meter)?.unwrap();
            let (value, quality) = (reading.value.unwrap().base(), reading.quality.name());
            let name = quantity.name();
            lines.push(format!("{code};{name};{};{serial};{value};{quality};{}", reading.at, reading.revision));
        }
    }
    lines.sort();
    for line in &lines {
        writeln!(listing, "{line}").unwrap();
    }
    Ok(())
}

fn write_sums(
    log: &Logbook<'_>,
    (code, id): (&str, PointId),
    period: &str,
    sums: &mut String,
) -> Result<(), StoreError> {
    let period = parse_range(period, Timestamp::UNIX_EPOCH, &warsaw()).unwrap();
    let point = store::point::by_id(log, id)?.unwrap();
    for latest in store::latest::of_point(log, id) {
        writeln!(sums, "{code} {:?} {} {:?}", latest.quantity, latest.at, latest.value).unwrap();
    }
    let steps = [
        (Quantity::Energy, Step::Day),
        (Quantity::Volume, Step::Month),
        (Quantity::Energy, Step::Season),
        (Quantity::Supply, Step::Week),
    ];
    for (quantity, step) in steps.into_iter().filter(|(quantity, _)| point.quantities.contains(quantity)) {
        let query = SeriesQuery { point: id, quantity, period, step };
        let series = query::series::series(log, &point, &query, &warsaw(), period.until)?.unwrap();
        writeln!(sums, "{code} {quantity:?} {:?} {:?}", series.buckets().unwrap(), series.replaced).unwrap();
    }
    Ok(())
}
