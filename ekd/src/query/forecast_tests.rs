//! Degree days, signatures and forecasts as an archive tells them.

use std::path::Path;

use common::degree_day::{DegreeDayDefinition, DegreeDayQuery};
use common::id::{PointId, SiteCode};
use common::quantity::DegreeDays;
use common::time::{Span as Page, View};
use common::weather::OutdoorFrom;
use jiff::civil::{DateTime, date};

use super::*;
use crate::query::fixture::{Archive, at};
use crate::query::{degree_days, signature};
use crate::store::weather::Setting;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// Heat of a house: a joule is too little to see, so all is in kilojoules an hour.
const INDEPENDENT: i64 = 20_000_000;
const PER_DEGREE: i64 = 9_000_000;
const BASE: i64 = 15_000;

fn zone() -> TimeZone {
    TimeZone::get("Europe/Warsaw").unwrap()
}

fn local(text: &str) -> i64 {
    text.parse::<DateTime>().unwrap().to_zoned(zone()).unwrap().timestamp().as_second()
}

fn station(archive: &mut Archive, point: PointId) {
    let setting = Setting { by: None, at: at(0) };
    archive.together(|tx| store::weather::set_station(tx, None, Some(point), &setting));
}

fn site(archive: &Archive, code: &str) -> Site {
    store::site::by_code(&archive.log(), code).unwrap().unwrap()
}

/// The air of an hour, in thousandths: seasons, days, and a little that never repeats.
fn air(second: i64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "hours since 1970 are few")]
    let hour = (second / HOUR) as f64;
    let turns = |hours: f64| (hour / hours * std::f64::consts::TAU).cos();
    let degrees = 8.0 - 10.0 * turns(24.0 * 365.25) - 3.0 * turns(24.0) + 4.0 * turns(24.0 * 6.7) + turns(31.0);
    thousandths(degrees)
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
fn thousandths(degrees: f64) -> i64 {
    (degrees * 1_000.0).round() as i64
}

/// A house with an hourly register, and a station on a roof, from one local midnight until another.
fn house(from: &str, until: &str) -> Archive {
    let mut archive = Archive::new();
    let (meter, roof) = (archive.point("H", "P-H", None), archive.point("R", "P-R", None));
    station(&mut archive, roof);
    let hours = || (local(from)..=local(until)).step_by(3_600);
    archive.read(roof, Quantity::Outdoor, hours().map(|second| (second, air(second))));
    let mut register = 0;
    let readings: Vec<(i64, i64)> = hours()
        .map(|second| {
            let read = (second, register);
            register += INDEPENDENT + PER_DEGREE * (BASE - air(second)).max(0) / 1_000;
            read
        })
        .collect();
    archive.read(meter, Quantity::Energy, readings);
    archive
}

fn ask(archive: &Archive, view: View, day: Date, now: i64) -> Result<Forecast, Cause> {
    let site = site(archive, "H");
    let query = ForecastQuery { site: site.code.clone(), view, day };
    forecast(&archive.log(), &site, &query, (&Tariffs::default(), &zone(), at(now))).unwrap()
}

fn refused(result: Result<Forecast, Cause>) -> ReportCause {
    match result {
        Err(Cause::Report { why }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_month_is_what_was_used_and_what_its_days_let_expect() {
    let archive = house("2023-09-01T00:00", "2025-11-12T00:00");
    let found = ask(&archive, View::Month, date(2025, 11, 20), local("2025-11-12T00:10")).unwrap();
    let month = Page { view: View::Month, first: date(2025, 11, 1) }.period(&zone());
    assert_eq!(found.period, month);
    let so_far: i64 = (month.from.as_second()..local("2025-11-12T00:00"))
        .step_by(3_600)
        .map(|second| INDEPENDENT + PER_DEGREE * (BASE - air(second)).max(0) / 1_000)
        .sum();
    assert_eq!(found.used.base(), so_far);
    assert_eq!(found.used_until, Some(at(local("2025-11-12T00:00"))));
    assert!(found.used < found.expected.low && found.expected.low < found.expected.expected);
    assert_eq!(found.weather.n_years, 2);
    let truth: i64 = (month.from.as_second()..month.until.as_second())
        .step_by(3_600)
        .map(|second| INDEPENDENT + PER_DEGREE * (BASE - air(second)).max(0) / 1_000)
        .sum();
    assert!((found.expected.low.base()..=found.expected.high.base()).contains(&truth), "{truth} {:?}", found.expected);
    assert!((found.signature.base.base() - BASE).abs() <= 300 && found.back_test.error < 0.02);
    assert_eq!((found.back_test.n_months, found.cost), (12, None));
    let season = ask(&archive, View::Season, date(2025, 11, 20), local("2025-11-12T00:10")).unwrap();
    assert!(season.used > found.used && season.expected.expected > found.expected.high);
}

#[test]
fn a_month_that_is_over_is_what_was_used_and_one_to_come_is_all_weather() {
    let archive = house("2023-09-01T00:00", "2025-11-12T00:00");
    let now = local("2025-11-12T00:10");
    let over = ask(&archive, View::Month, date(2025, 10, 5), now).unwrap();
    assert_eq!([over.expected.low, over.expected.expected, over.expected.high], [over.used; 3]);
    let to_come = ask(&archive, View::Month, date(2026, 1, 5), now).unwrap();
    assert_eq!((to_come.used, to_come.used_until), (Energy::ZERO, None));
    assert!(to_come.expected.expected > over.used);
    assert_eq!(refused(ask(&archive, View::Month, date(2027, 1, 5), now)), ReportCause::PeriodWrong);
}

#[test]
fn what_cannot_be_forecast_says_why() {
    let short = house("2025-09-01T00:00", "2025-11-12T00:00");
    let now = local("2025-11-12T00:10");
    assert!(matches!(refused(ask(&short, View::Month, date(2025, 11, 5), now)), ReportCause::NoWeather { .. }));
    let shorter = house("2025-10-12T00:00", "2025-11-12T00:00");
    let why = refused(ask(&shorter, View::Month, date(2025, 11, 5), now));
    assert!(matches!(why, ReportCause::TooFewDays { n_days: 31, wanted: 61 }), "{why:?}");
    let mut dark = Archive::new();
    let meter = dark.point("H", "P-H", None);
    let nothing = refused(ask(&dark, View::Month, date(2025, 11, 5), now));
    assert!(matches!(nothing, ReportCause::NothingRead { .. }));
    dark.read(meter, Quantity::Energy, (0..2_000).map(|hour| (now - 2_000 * HOUR + hour * HOUR, hour)));
    assert!(matches!(refused(ask(&dark, View::Month, date(2025, 11, 5), now)), ReportCause::NoWeather { .. }));
}

#[test]
fn holes_and_broken_thermometers_spoil_no_signature() {
    let whole = house("2024-09-01T00:00", "2025-09-01T00:00");
    let now = at(local("2025-09-01T00:10"));
    let fit =
        |archive: &Archive| signature::fit(&archive.log(), &site(archive, "H"), None, (&zone(), now)).unwrap().unwrap();
    let plain = fit(&whole);
    assert_eq!(plain.days.len(), 365);
    let mut broken = house("2024-09-01T00:00", "2025-09-01T00:00");
    // The house has a thermometer of its own, which is broken but for a week, and a new meter that is read once a month.
    let own = broken.point("H", "P-H-2", None);
    let from = local("2024-11-01T00:00");
    let told = |hour: i64| {
        let second = from + hour * HOUR;
        (second, if hour < 7 * 24 { air(second) + 200 } else { 85_000 })
    };
    broken.read(own, Quantity::Outdoor, (0..60 * 24).map(told));
    let kept = fit(&broken);
    assert_eq!(kept.days.len(), 365);
    let change = (kept.signature.slope.base() - plain.signature.slope.base()).abs();
    assert!(change * 100 < plain.signature.slope.base());
    let query = DegreeDayQuery {
        site: Some(SiteCode::parse("H").unwrap()),
        definition: DegreeDayDefinition::default(),
        period: Period { from: at(from), until: at(from + 20 * DAY) },
        step: Step::Day,
    };
    let log = broken.log();
    let series = degree_days::series(&log, Some(site(&broken, "H").id), &query, (&zone(), now)).unwrap().unwrap();
    assert_eq!(series.from, [OutdoorFrom::Own, OutdoorFrom::NetworkStation]);
    assert!(series.buckets.iter().all(|bucket| (bucket.n_days, bucket.n_expected) == (1, 1)));
    let raw = DegreeDayQuery { step: Step::Hour, ..query };
    assert_eq!(degree_days::series(&log, None, &raw, (&zone(), now)).unwrap(), Err(Cause::StepTooFine));
}

#[test]
fn the_years_of_warsaw_have_the_degree_days_that_were_computed_elsewhere() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/weather/warszawa_okecie_daily.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(std::env::var_os("CI").is_none(), "{} is needed", path.display());
        println!("skipped: {} is not there", path.display());
        return;
    };
    let row = |line: &str| {
        let mut fields = line.split(',');
        let day: Date = fields.next()?.parse().ok()?;
        let mean: f64 = fields.next()?.parse().ok()?;
        Some((day.at(12, 0, 0, 0).to_zoned(zone()).ok()?.timestamp().as_second(), thousandths(mean)))
    };
    let mut archive = Archive::new();
    let roof = archive.point("R", "P-R", None);
    station(&mut archive, roof);
    archive.read(roof, Quantity::Outdoor, text.lines().skip(1).filter_map(row));
    let query = DegreeDayQuery {
        site: None,
        definition: DegreeDayDefinition::Eurostat,
        period: Period { from: at(local("2015-01-01T00:00")), until: at(local("2022-01-01T00:00")) },
        step: Step::Year,
    };
    let now = at(local("2022-02-01T00:00"));
    let series = degree_days::series(&archive.log(), None, &query, (&zone(), now)).unwrap().unwrap();
    let of =
        |year: usize| (series.buckets[year - 2015].value.map(DegreeDays::base), series.buckets[year - 2015].n_days);
    // 2015-04-02 was not measured.
    assert_eq!(of(2015), (Some(2_994_900), 364));
    assert_eq!(of(2019), (Some(2_848_300), 365));
    assert_eq!(of(2020), (Some(2_892_300), 366));
    assert_eq!(of(2021), (Some(3_480_900), 365));
    assert_eq!(series.buckets[0].n_expected, 365);
}
