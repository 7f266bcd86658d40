//! Real meters, through the sample mappings.

use common::quantity::Quantity;
use common::series::{Bucket, Content};
use common::source::Outcome;
use common::time::Step;

use crate::harness::client::Client;
use crate::harness::daemon::TestDaemon;
use crate::harness::shared::shared;

const NOW: &str = "2026-01-01T00:00:00Z";

fn sum(buckets: &[Bucket]) -> i64 {
    buckets.iter().filter_map(Bucket::shown).map(|value| value.base()).sum()
}

/// Compares what days, weeks, months and years add up to with the register itself.
async fn check_sums(client: &Client, quantity: Quantity) {
    let whole = client.series("AAL-660", quantity, "2017-01-01..2020-01-01", Step::Raw).await;
    let register = |bucket: &Bucket| {
        let Content::Register { opening, .. } = bucket.content else { panic!("{bucket:?}") };
        opening.base()
    };
    let difference = register(&whole[whole.len() - 1]) - register(&whole[0]);
    assert!(difference > 0);
    for step in [Step::Hour, Step::Day, Step::Week, Step::Month, Step::Year] {
        let buckets = client.series("AAL-660", quantity, "2017-01-01..2020-01-01", step).await;
        assert_eq!(sum(&buckets), difference, "{step:?}");
        let n_readings: u32 = buckets.iter().map(|bucket| bucket.n_readings).sum();
        assert_eq!(usize::try_from(n_readings).unwrap(), whole.len(), "{step:?}");
    }
}

#[tokio::test]
async fn two_years_of_a_real_meter_add_up_to_the_last_digit() {
    let Some(file) = shared("data/heat-series/aalborg/meter_660_hourly.csv") else { return };
    let bytes = std::fs::read(file).unwrap();
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let document = client.import("meter_660_hourly.csv", Some("aalborg"), &bytes).await;
    assert_eq!((document.outcome.clone(), document.n_rows), (Outcome::Taken, 15_753));
    assert!(document.tally.balances());
    assert_eq!((document.tally.received, document.tally.stored), (2 * 15_753, 2 * 15_753), "{:?}", document.tally);
    check_sums(&client, Quantity::Energy).await;
    check_sums(&client, Quantity::Volume).await;

    let listing = client.listing().await;
    let again = client.import("meter_660_hourly.csv", Some("aalborg"), &bytes).await;
    assert_eq!((again.tally.received, again.tally.duplicate), (2 * 15_753, 2 * 15_753));
    assert_eq!(client.listing().await, listing);
    assert_eq!(client.points().await.len(), 1);
}

#[tokio::test]
async fn a_real_building_shows_what_was_measured_and_what_was_not() {
    let Some(file) = shared("data/heat-series/hhw-buildings/29hhw_system_data.csv") else { return };
    let text = std::fs::read_to_string(file).unwrap();
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let document = client.import("29hhw_system_data.csv", Some("hhw"), text.as_bytes()).await;
    assert_eq!((document.outcome.clone(), document.n_rows), (Outcome::Taken, text.lines().count() as u64 - 1));
    assert!(document.tally.balances());

    // dt,yr,season,mnth,wd,hr,datetime_UTC,sup,ret,flow,hw,oper,t_out
    let cells: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let present = |column: usize| cells.iter().filter(|row| !matches!(row[column], "NA" | "")).count();
    let n_values: usize = [7, 8, 9, 10, 12].into_iter().map(present).sum();
    assert_eq!(document.tally.received, n_values as u64);
    let n_kept = document.tally.stored + document.tally.quarantined + document.tally.duplicate;
    assert_eq!(n_kept, n_values as u64, "{:?}", document.tally);

    let first = client.series("HHW-29", Quantity::Supply, "2018-01-01T08:00..2018-01-01T10:00", Step::Hour).await;
    assert_eq!(first[0].content, Content::Missing, "the first hour is NA in the file");
    assert_eq!(first[0].coverage(), Some(0.0));
    assert_eq!(first[1].shown().map(|value| value.base()), Some(58_889));
    for (quantity, column) in
        [(Quantity::Supply, 7), (Quantity::Flow, 9), (Quantity::Power, 10), (Quantity::Outdoor, 12)]
    {
        let hours = client.series("HHW-29", quantity, "2017..2024", Step::Hour).await;
        let n_readings: u32 = hours.iter().map(|bucket| bucket.n_readings).sum();
        let n_waiting = client.quarantine().await.iter().filter(|value| value.quantity == quantity.name()).count();
        assert!(n_readings > 1_000);
        assert_eq!(n_readings as usize + n_waiting, present(column), "{quantity:?}");
        let n_missing = hours.iter().filter(|bucket| bucket.content == Content::Missing).count();
        assert_eq!(n_missing, hours.len() - n_readings as usize);
    }
}
