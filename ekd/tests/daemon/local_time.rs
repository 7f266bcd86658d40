//! March and October: days of 23 and 25 hours, through a real import.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use common::quantity::Quantity;
use common::reading::Suspicion;
use common::series::{Bucket, Content};
use common::source::Outcome;
use common::time::Step;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

use crate::harness::client::{Client, warsaw};
use crate::harness::daemon::TestDaemon;

const NOW: &str = "2026-12-01T00:00:00Z";
/// J that the register rises with every reading; odd, so that a lost one shows.
const RISE: i64 = 1_000_037;

fn midnight(day: Date) -> Timestamp {
    day.to_zoned(warsaw()).unwrap().timestamp()
}

/// Writes a register from one midnight to another, both included.
fn register(first: Date, end: Date, minutes: i64) -> String {
    let mut text = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    let mut at = midnight(first);
    let mut value = 5_000_000_000;
    while at <= midnight(end) {
        writeln!(text, "P-1,,energy,{},{value},J", at.to_zoned(warsaw()).strftime("%Y-%m-%dT%H:%M:%S%:z")).unwrap();
        at += SignedDuration::from_mins(minutes);
        value += RISE;
    }
    text
}

async fn with_register(first: Date, end: Date, minutes: i64) -> (TestDaemon, Client) {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let cadence = format!("PT{minutes}M");
    let point = format!("<site code=\"P-1\"><point code=\"P-1\" cadence=\"{cadence}\"/></site>");
    let registry = format!("<document xmlns=\"urn:ek:document:1\" version=\"1\">{point}</document>");
    let told = client.import("registry.xml", None, registry.as_bytes()).await;
    assert_eq!(told.outcome, Outcome::Taken);
    let text = register(first, end, minutes);
    let document = client.import("register.csv", None, text.as_bytes()).await;
    assert_eq!(document.outcome, Outcome::Taken);
    assert!(document.tally.balances());
    assert_eq!((document.tally.received, document.tally.stored), (document.n_rows, document.n_rows));
    (daemon, client)
}

fn used(bucket: &Bucket) -> i64 {
    bucket.shown().map(|value| value.base()).unwrap()
}

/// Looks at one month: `at_change` readings on the day of the change, each exactly once, and sums that agree.
async fn check(month: &str, (first, end, change): (Date, Date, Date), minutes: i64, at_change: usize) {
    let (_daemon, client) = with_register(first, end, minutes).await;
    let step = if minutes == 60 { Step::Hour } else { Step::QuarterHour };
    let fine = client.series("P-1", Quantity::Energy, &change.to_string(), step).await;
    assert_eq!(fine.len(), at_change);
    let begins: BTreeSet<Timestamp> = fine.iter().map(|bucket| bucket.period.from).collect();
    assert_eq!(begins.len(), at_change, "no hour twice");
    assert!(fine.windows(2).all(|pair| pair[0].period.until == pair[1].period.from), "none missing");
    assert_eq!(
        (fine[0].period.from, fine[at_change - 1].period.until),
        (midnight(change), midnight(change.tomorrow().unwrap()))
    );
    assert!(fine.iter().all(|bucket| used(bucket) == RISE && bucket.coverage() == Some(1.0)));

    let days = client.series("P-1", Quantity::Energy, month, Step::Day).await;
    let of_change = days.iter().find(|bucket| bucket.period.from == midnight(change)).unwrap();
    assert_eq!(used(of_change), fine.iter().map(used).sum::<i64>());
    assert_eq!((of_change.n_readings, of_change.n_expected), (u32::try_from(at_change).unwrap(), of_change.n_readings));

    let whole = client.series("P-1", Quantity::Energy, month, Step::Month).await;
    let Content::Register { opening, closing, .. } = whole[0].content else { panic!("{whole:?}") };
    let all_fine: i64 = client.series("P-1", Quantity::Energy, month, step).await.iter().map(used).sum();
    assert_eq!(whole.len(), 1);
    assert_eq!(used(&whole[0]), closing.base() - opening.base());
    assert_eq!(used(&whole[0]), days.iter().map(used).sum::<i64>());
    assert_eq!(used(&whole[0]), all_fine);
    let n_steps = (midnight(end).as_second() - midnight(first).as_second()) / (minutes * 60);
    assert_eq!(used(&whole[0]), n_steps * RISE);
}

const MARCH: (Date, Date, Date) = (date(2026, 3, 1), date(2026, 4, 1), date(2026, 3, 29));
const OCTOBER: (Date, Date, Date) = (date(2026, 10, 1), date(2026, 11, 1), date(2026, 10, 25));

#[tokio::test]
async fn the_day_of_23_hours_adds_up_by_the_hour() {
    check("2026-03", MARCH, 60, 23).await;
}

#[tokio::test]
async fn the_day_of_92_quarter_hours_adds_up() {
    check("2026-03", MARCH, 15, 92).await;
}

#[tokio::test]
async fn the_day_of_25_hours_adds_up_by_the_hour() {
    check("2026-10", OCTOBER, 60, 25).await;
}

#[tokio::test]
async fn the_day_of_100_quarter_hours_adds_up() {
    check("2026-10", OCTOBER, 15, 100).await;
}

/// A file in local time without a zone, as an office program saves it.
fn office_file(day: &str, hours: &[&str]) -> String {
    let mut text =
        "Odczyty\nza dzień\nUkład;Licznik;Data;Godzina;Energia [GJ];Objętość [m3];T zasil.;T powr.;Status\n".to_owned();
    for (index, hour) in hours.iter().enumerate() {
        writeln!(text, "P-1;77;{day};{hour};{},{:02};-;84,2;47,9;", 100 + index / 100, index % 100).unwrap();
    }
    text
}

async fn office(day: &str, hours: &[&str]) -> (TestDaemon, Client, common::source::Document) {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let registry =
        "<document xmlns=\"urn:ek:document:1\" version=\"1\"><site code=\"S\"><point code=\"P-1\"/></site></document>";
    client.import("registry.xml", None, registry.as_bytes()).await;
    let text = office_file(day, hours);
    let (bytes, ..) = encoding_rs::WINDOWS_1250.encode(&text);
    let document = client.import("odczyty.csv", Some("polish"), &bytes).await;
    assert_eq!(document.outcome, Outcome::Taken);
    assert!(document.tally.balances());
    (daemon, client, document)
}

#[tokio::test]
async fn a_local_time_in_the_missing_hour_waits_for_a_person_and_the_others_do_not() {
    let (_daemon, client, document) = office("29.03.2026", &["00:00", "01:00", "02:00", "02:30", "03:00"]).await;
    assert_eq!((document.tally.stored, document.tally.quarantined), (9, 6));
    let waiting = client.quarantine().await;
    assert!(waiting.iter().all(|value| value.suspicion == Suspicion::LocalTime && value.at.contains("02:")));
    let day = client.series("P-1", Quantity::Energy, "2026-03-29", Step::Day).await;
    assert_eq!(used(&day[0]), 40_000_000);
}

#[tokio::test]
async fn a_local_time_in_the_doubled_hour_is_told_apart_by_the_order_of_rows() {
    let hours = ["00:00", "01:00", "02:00", "02:00", "03:00"];
    let (_daemon, client, document) = office("25.10.2026", &hours).await;
    assert_eq!((document.tally.stored, document.tally.quarantined), (15, 0));
    let hourly = client.series("P-1", Quantity::Energy, "2026-10-25T00:00..2026-10-25T04:00", Step::Hour).await;
    assert_eq!(hourly.len(), 5);
    assert_eq!(hourly[..4].iter().map(used).collect::<Vec<_>>(), [10_000_000; 4]);
}

#[tokio::test]
async fn a_doubled_hour_that_nothing_tells_apart_waits_for_a_person() {
    let (_daemon, client, document) = office("25.10.2026", &["02:00", "03:00"]).await;
    assert_eq!((document.tally.stored, document.tally.quarantined), (3, 3));
    assert!(client.quarantine().await.iter().all(|value| value.suspicion == Suspicion::LocalTime));
}
