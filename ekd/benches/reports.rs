//! What reports cost: the portfolio of 20 000 sites of one month, and the sheet of one of them, with the memory that the
//! process needed at most. Nothing here passes or fails by time.
//!
//! The archive has 40 days of all sites, two readings a day of six quantities, sealed.
//!
//! `cargo bench -p ekd --bench reports`

use std::sync::Arc;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use common::account::{Login, Role};
use common::id::{AccountId, PointCode, SerialNumber, SiteCode, SourceName, TariffName};
use common::language::Language;
use common::meter::Registers;
use common::money::Price;
use common::quantity::{Area, Power, Quantity};
use common::report::{Definition, Template};
use common::sheet::{Block, Sheet};
use common::site::{BuildingCategory, SiteCard};
use common::time::Period;
use divan::Bencher;
use ekd::billing::interest::InterestTable;
use ekd::binding::Calendar;
use ekd::clock::Clock;
use ekd::document::{InstallationEntry, Parsed, PointEntry, Sample, SiteEntry, Subject};
use ekd::ingest::{self, Incoming};
use ekd::query::report::{Surroundings, sheet};
use ekd::sealing::Sealer;
use ekd::store::log::Write;
use ekd::store::ticket::Eyes;
use ekd::store::{self, Store};
use ekd::tariff::{Prices, Tariff, Tariffs};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const N_SITES: i64 = 20_000;
const STEP: SignedDuration = SignedDuration::from_hours(12);
const N_STEPS: i32 = 2 * 40;
/// Sites whose readings come in one document.
const TOGETHER: i64 = 500;
/// 2025-12-28 00:00 in Warsaw.
const BEGIN: Timestamp = Timestamp::constant(1_766_876_400, 0);
/// January 2026 in Warsaw.
const JANUARY: Period =
    Period { from: Timestamp::constant(1_767_222_000, 0), until: Timestamp::constant(1_769_900_400, 0) };
const NOW: Timestamp = Timestamp::constant(1_770_336_000, 0);

#[expect(clippy::print_stdout, reason = "figures for people")]
fn main() {
    let city = &*CITY;
    println!("{N_SITES} sites, taken in and sealed in {:.0?}", city.took);
    let before = resident("VmRSS:");
    reset_peak();
    let started = Instant::now();
    let sheet = city.report(Template::Portfolio, &[]);
    let (took, after) = (started.elapsed(), resident("VmHWM:"));
    println!("the first portfolio took {took:.2?}, {} rows; {before} KiB before, {after} KiB at most", n_rows(&sheet));
    divan::main();
}

fn n_rows(sheet: &Sheet) -> usize {
    let rows = sheet.blocks.iter().map(|block| if let Block::Table(table) = block { table.rows.len() } else { 0 });
    rows.sum()
}

/// Returns a figure of the process in KiB.
fn resident(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Has the kernel forget how much memory the process needed before.
fn reset_peak() {
    // Where that is not allowed, the figure is that of the whole run.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

struct City {
    runtime: Runtime,
    store: Store,
    zone: TimeZone,
    tariffs: Arc<Tariffs>,
    took: Duration,
    _home: TempDir,
}

static CITY: LazyLock<City> = LazyLock::new(City::new);

fn code(number: i64) -> PointCode {
    PointCode::parse(&format!("P-{number:05}")).expect("a code")
}

fn site_code(number: i64) -> SiteCode {
    SiteCode::parse(&format!("W-{number:05}")).expect("a code")
}

fn source() -> SourceName {
    SourceName::parse("city").expect("a name")
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
    let point =
        PointEntry { code: code(number), name: String::new(), cadence: Some(STEP), installations: vec![installation] };
    SiteEntry {
        code: site_code(number),
        name: format!("ul. Długa {number}"),
        contracted_power: Some(Power::from_base(100_000)),
        points: vec![point],
    }
}

/// Returns all readings of some sites.
fn readings(first: i64) -> Parsed {
    let mut parsed = Parsed::default();
    for number in first..(first + TOGETHER).min(N_SITES) {
        let subject = u32::try_from(parsed.subjects.len()).expect("few");
        parsed.subjects.push(Subject { point: code(number), meter: None });
        for step in 0..N_STEPS {
            let (at, nth) = (BEGIN + STEP * step, i64::from(step));
            let drawn = 20_000 + number * 7 % 60_000 + nth * 977 % 9_000;
            let joules = 1_000_000_000_000 + nth * (20_000 + number * 7 % 60_000) * 43_200;
            let values = [
                (Quantity::Energy, joules),
                (Quantity::Volume, joules / 200),
                (Quantity::Supply, 80_000 + nth * 31 % 4_000),
                (Quantity::Return, 50_000 + number % 9_000 + nth * 17 % 2_000),
                (Quantity::Flow, 800_000 + nth * 13 % 9_000),
                (Quantity::Power, drawn),
            ];
            parsed.n_rows += 1;
            let line = parsed.n_rows;
            let sample = |(quantity, value)| Sample { line, subject, quantity, at, value, estimated: false };
            parsed.samples.extend(values.into_iter().map(sample));
        }
    }
    parsed
}

fn tariffs() -> Tariffs {
    let price = |text: &str| Price::parse(text).expect("a price");
    let prices = Prices {
        from: jiff::civil::date(2023, 1, 1),
        heat: price("91.07"),
        heat_transmission: price("19.16"),
        power: price("190977.22"),
        power_transmission: price("62074.43"),
        carrier: price("20.23"),
        source: String::new(),
    };
    Tariffs::new([Tariff::new(TariffName::parse("A1").expect("a name"), vec![prices], None)])
}

impl City {
    fn new() -> Self {
        let started = Instant::now();
        let runtime = Runtime::new().expect("a runtime");
        let home = tempfile::tempdir().expect("a directory");
        let path = home.path().join("archive.db");
        store::open::create(&path).expect("an archive");
        let (store, _ended) = Store::open(&path).expect("an archive");
        let zone = TimeZone::get("Europe/Warsaw").expect("a zone");
        let mut city = Self { runtime, store, zone, tariffs: Arc::new(tariffs()), took: Duration::ZERO, _home: home };
        city.write(|tx| store::source::register(tx, &source(), "drop", Some(STEP), Some(STEP)));
        city.take(Parsed { registry: (0..N_SITES).map(site).collect(), ..Parsed::default() });
        city.write(|tx| (0..N_SITES).try_for_each(|number| store::site::set_card(tx, &card(number)).map(|_| ())));
        let clock = Clock::by_hand(NOW);
        let sealer = Sealer {
            store: city.store.clone(),
            calendar: Calendar { zone: city.zone.clone() },
            clock,
            after: Duration::ZERO,
        };
        for first in (0..N_SITES).step_by(usize::try_from(TOGETHER).expect("few")) {
            city.take(readings(first));
            city.runtime.block_on(sealer.seal_all()).expect("pages");
        }
        city.took = started.elapsed();
        city
    }

    fn write(&self, work: impl FnOnce(&Write<'_>) -> Result<(), store::StoreError> + Send + 'static) {
        self.runtime.block_on(self.store.write("bench", work)).expect("a write");
    }

    fn take(&self, parsed: Parsed) {
        let incoming = Incoming {
            source: source(),
            name: "city".to_owned(),
            size: 0,
            digest: String::new(),
            received_at: NOW,
            position: None,
        };
        let calendar = Calendar { zone: self.zone.clone() };
        let take = move |tx: &Write<'_>| ingest::take(tx, &calendar, &incoming, Ok(parsed)).map(|_| ());
        self.runtime.block_on(self.store.write_readings("ingest", take)).expect("a document");
    }

    fn report(&self, template: Template, sites: &[SiteCode]) -> Sheet {
        let definition =
            Definition { template, sites: sites.to_vec(), customer: None, ticket: None, language: Language::Polish };
        let (zone, tariffs) = (self.zone.clone(), Arc::clone(&self.tariffs));
        let made = self.store.read(move |log| {
            let eyes = Eyes::of_account(AccountId(1), Role::Administrator, NOW);
            let login = Login::parse("bench").expect("a name");
            let interest = InterestTable::default();
            let surroundings = Surroundings {
                zone: &zone,
                now: NOW,
                tariffs: &tariffs,
                interest: &interest,
                eyes: &eyes,
                login: &login,
            };
            sheet(log, &definition, JANUARY, &surroundings)
        });
        self.runtime.block_on(made).expect("an answer").expect("a report")
    }
}

fn card(number: i64) -> SiteCard {
    SiteCard {
        site: site_code(number),
        area: (number % 10 != 0).then(|| Area::from_base(100_000 + number * 31 % 400_000)),
        category: Some(BuildingCategory::MultiFamily),
        tariff: Some(TariffName::parse("A1").expect("a name")),
    }
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn portfolio_of_20_000_sites(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| assert!(n_rows(&CITY.report(Template::Portfolio, &[])) > 20_000));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn meter_audit_of_20_000_sites(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| assert!(n_rows(&CITY.report(Template::MeterAudit, &[])) > 20_000));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn season_comparison_of_one_site(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| CITY.report(Template::SeasonComparison, &[site_code(7)]));
}
