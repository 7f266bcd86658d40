//! What watching costs: a tick of 20 000 meters taken in and held against the first rules, beside the same tick only
//! taken in, and a round over all of them. Nothing here passes or fails by time.
//!
//! `cargo bench -p ekd --bench alarms`

use std::cell::Cell;
use std::sync::Arc;

use common::id::{PointCode, SerialNumber, SiteCode, SourceName};
use common::meter::Registers;
use common::quantity::{Power, Quantity, Temperature};
use common::weather::{Curve, CurveOf, CurvePoint, NewCurve, NewStation};
use divan::Bencher;
use ekd::binding::Calendar;
use ekd::clock::Clock;
use ekd::document::{InstallationEntry, Parsed, PointEntry, Sample, SiteEntry, Subject};
use ekd::info_code::Tables;
use ekd::ingest::{self, Incoming};
use ekd::store::log::Write;
use ekd::store::weather::Setting;
use ekd::store::{self, Store};
use ekd::vigil::round::Watchman;
use ekd::{curves, vigil};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const N_METERS: i64 = 20_000;
const QUARTER: SignedDuration = SignedDuration::from_mins(15);
/// 2026-01-15 08:00 in Warsaw.
const BEGIN: Timestamp = Timestamp::constant(1_768_460_400, 0);

fn main() {
    divan::main();
}

/// How a tick is taken in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Alone,
    Watched,
}

/// Whether anything is wrong with the meters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Well,
    /// One in a hundred has an alarm that goes on.
    OneInAHundred,
}

struct City {
    runtime: Runtime,
    store: Store,
    calendar: Calendar,
    tables: Arc<Tables>,
    n_ticks: Cell<i32>,
    _home: TempDir,
}

fn code(number: i64) -> PointCode {
    PointCode::parse(&format!("P-{number:05}")).expect("a code")
}

fn site(number: i64) -> SiteEntry {
    let installation = InstallationEntry {
        serial: SerialNumber::parse(&format!("S-{number:05}")).expect("a number"),
        model: "MULTICAL 603".to_owned(),
        verified_on: None,
        from: Timestamp::UNIX_EPOCH,
        until: None,
        initial: Registers::default(),
        last: Registers::default(),
    };
    let cadence = Some(QUARTER);
    let point = PointEntry { code: code(number), name: String::new(), cadence, installations: vec![installation] };
    SiteEntry {
        code: SiteCode::parse(&format!("W-{number:05}")).expect("a code"),
        name: "a house".to_owned(),
        contracted_power: Some(Power::from_base(100_000)),
        points: vec![point],
    }
}

fn table() -> Curve {
    let point = |outdoor, supply, returned| CurvePoint {
        outdoor: Temperature::from_base(outdoor),
        supply: Temperature::from_base(supply),
        returned: Some(Temperature::from_base(returned)),
    };
    Curve::new(vec![point(-20_000, 120_000, 60_000), point(12_000, 70_000, 40_000)]).expect("a curve")
}

/// Returns what all meters tell after so many quarters of an hour.
fn tick(nth: i32, health: Health) -> Parsed {
    let (at, outdoor) = (BEGIN + QUARTER * nth, Temperature::from_base(-2_000));
    let supply = table().supply_at(outdoor).base();
    let returned = table().return_at(outdoor).map_or(0, Temperature::base);
    let mut parsed = Parsed::default();
    for number in 0..N_METERS {
        let is_hot = health == Health::OneInAHundred && number % 100 == 1;
        let readings = [
            (Quantity::Energy, 1_000_000_000 + i64::from(nth) * 36_000_000),
            (Quantity::Volume, 1_000_000 + i64::from(nth) * 200_000),
            (Quantity::Supply, supply),
            (Quantity::Return, if is_hot { returned + 10_000 } else { returned - 1_000 }),
            (Quantity::Flow, 800_000),
            (Quantity::Power, 40_000),
            (Quantity::InfoCode, 0),
        ];
        parsed.subjects.push(Subject { point: code(number), meter: None });
        parsed.n_rows += 1;
        let subject = u32::try_from(number).expect("few");
        let weather = (number == 0).then_some((Quantity::Outdoor, outdoor.base()));
        parsed.samples.extend(readings.into_iter().chain(weather).map(|(quantity, value)| Sample {
            line: parsed.n_rows,
            subject,
            quantity,
            at,
            value,
            estimated: false,
        }));
    }
    parsed
}

impl City {
    fn new(health: Health) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let home = tempfile::tempdir().expect("a directory");
        let path = home.path().join("archive.db");
        store::open::create(&path).expect("an archive");
        let (store, _ended) = Store::open(&path).expect("an archive");
        let calendar = Calendar { zone: TimeZone::get("Europe/Warsaw").expect("a zone") };
        let tables = Arc::new(Tables::new(&[]).expect("tables"));
        let city = Self { runtime, store, calendar, tables, n_ticks: Cell::new(0), _home: home };
        city.write(|tx| {
            vigil::rules::seed(tx, BEGIN)?;
            store::source::register(tx, &source(), "drop", Some(QUARTER), Some(QUARTER))
        });
        let registry = Parsed { registry: (0..N_METERS).map(site).collect(), ..Parsed::default() };
        city.take(registry, Way::Watched);
        city.take(city.next(health), Way::Watched);
        city.write(|tx| {
            let setting = Setting { by: None, at: BEGIN };
            let of = CurveOf::Network;
            let curve = NewCurve { of, valid_from: Timestamp::UNIX_EPOCH, curve: table(), comment: String::new() };
            curves::set_curve(tx, &curve, &setting).expect("a curve");
            let station = NewStation { site: None, point: Some(code(0)) };
            curves::set_station(tx, &station, &setting).expect("a station");
            Ok(())
        });
        // What is wrong has been so for long enough.
        for _ in 0..5 {
            city.take(city.next(health), Way::Watched);
        }
        city
    }

    fn next(&self, health: Health) -> Parsed {
        self.n_ticks.set(self.n_ticks.get() + 1);
        tick(self.n_ticks.get(), health)
    }

    fn now(&self) -> Timestamp {
        BEGIN + QUARTER * self.n_ticks.get()
    }

    fn write(&self, work: impl FnOnce(&Write<'_>) -> Result<(), store::StoreError> + Send + 'static) {
        self.runtime.block_on(self.store.write("bench", work)).expect("a write");
    }

    fn take(&self, parsed: Parsed, way: Way) {
        let now = self.now();
        let incoming = Incoming {
            source: source(),
            name: "tick".to_owned(),
            size: 0,
            digest: String::new(),
            received_at: now,
            position: None,
        };
        let (tables, calendar) = (Arc::clone(&self.tables), self.calendar.clone());
        let take = move |tx: &Write<'_>| {
            let (document, news) = ingest::take(tx, &calendar, &incoming, Ok(parsed))?;
            if way == Way::Watched {
                vigil::lines::watch(tx, &tables, &news, now)?;
                vigil::lines::answered(tx, &calendar.zone, &document, now)?;
            }
            Ok(())
        };
        self.runtime.block_on(self.store.write_readings("ingest", take)).expect("a document");
    }

    fn round(&self) {
        let clock = Clock::by_hand(self.now());
        let (store, calendar) = (self.store.clone(), self.calendar.clone());
        let watchman = Watchman { store, calendar, clock, since: BEGIN };
        self.runtime.block_on(watchman.round(self.now())).expect("a round");
    }
}

fn source() -> SourceName {
    SourceName::parse("city").expect("a name")
}

fn taken(bencher: Bencher<'_, '_>, (way, health): (Way, Health)) {
    let city = City::new(health);
    bencher.with_inputs(|| city.next(health)).bench_local_values(|parsed| city.take(parsed, way));
}

/// 140 000 readings of 20 000 meters, from a document that has been read to durable and visible.
#[divan::bench_group(sample_count = 10, sample_size = 1)]
mod tick_of_20_000_meters {
    use super::{Bencher, Health, Way, taken};

    #[divan::bench]
    fn stored_alone(bencher: Bencher<'_, '_>) {
        taken(bencher, (Way::Alone, Health::Well));
    }

    #[divan::bench]
    fn watched(bencher: Bencher<'_, '_>) {
        taken(bencher, (Way::Watched, Health::Well));
    }

    #[divan::bench]
    fn watched_with_alarms_at_one_in_a_hundred(bencher: Bencher<'_, '_>) {
        taken(bencher, (Way::Watched, Health::OneInAHundred));
    }
}

/// What a minute costs where nothing has happened.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn a_round_over_20_000_meters(bencher: Bencher<'_, '_>) {
    let city = City::new(Health::OneInAHundred);
    city.round();
    bencher.bench_local(|| city.round());
}
