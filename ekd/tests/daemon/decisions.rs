//! What people decide about registers, exact to the joule (T4), and corrections that keep what was before (T3).

use std::fmt::Write as _;

use common::archive::{Decision, ReadingVersion, Replacement, Resolved};
use common::fault::Cause;
use common::id::SerialNumber;
use common::meter::Registers;
use common::quantity::{Energy, Quantity, Value, Volume};
use common::reading::Suspicion;
use common::series::Content;
use common::time::{Period, Step};
use jiff::{SignedDuration, Timestamp};

use crate::harness::client::{Client, once};
use crate::harness::daemon::TestDaemon;

const NOW: &str = "2026-06-01T00:00:00Z";
/// J and mL an hour; odd, so that a lost one shows.
const HEAT: i64 = 1_000_037;
const WATER: i64 = 401;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn hours_after(text: &str, hours: i64) -> Timestamp {
    at(text) + SignedDuration::from_hours(hours)
}

fn csv(rows: &str) -> String {
    format!("#ek-document 1\npoint,meter,quantity,at,value,unit\n{rows}")
}

/// Writes hourly registers of heat, water and time and a temperature, from `from` on, beginning with these values.
fn hourly(from: &str, hours: std::ops::Range<i64>, (heat, water): (i64, i64)) -> String {
    let mut rows = String::new();
    for hour in hours {
        let (at, heat, water) = (hours_after(from, hour), heat + hour * HEAT, water + hour * WATER);
        writeln!(rows, "P-1,,energy,{at},{heat},J\nP-1,,volume,{at},{water},mL").unwrap();
        writeln!(rows, "P-1,,operating_time,{at},{},h\nP-1,,supply,{at},70.5,°C", 5_000 + hour).unwrap();
    }
    csv(&rows)
}

async fn with_point() -> (TestDaemon, Client) {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let point = "<site code=\"S\"><point code=\"P-1\" cadence=\"PT1H\"/></site>";
    let other = "<site code=\"T\"><point code=\"P-2\" cadence=\"PT1H\"/></site>";
    let registry = format!("<document xmlns=\"urn:ek:document:1\" version=\"1\">{point}{other}</document>");
    import(&client, "registry.xml", &registry).await;
    import(&client, "other.csv", &csv("P-2,,energy,2026-01-05T00:00:00Z,5,J\nP-2,,energy,2026-02-05T00:00:00Z,9,J\n"))
        .await;
    (daemon, client)
}

/// Imports and returns how many values were stored, corrected, known and put into quarantine.
async fn import(client: &Client, name: &str, text: &str) -> [u64; 4] {
    let document = client.import(name, None, text.as_bytes()).await;
    assert!(document.tally.balances(), "{name}: {:?}", document.tally);
    assert_eq!(document.tally.rejected, 0, "{name}");
    [document.tally.stored, document.tally.corrected, document.tally.duplicate, document.tally.quarantined]
}

async fn used(client: &Client, quantity: Quantity, period: &str, step: Step) -> i64 {
    let buckets = client.series("P-1", quantity, period, step).await;
    buckets.iter().filter_map(|bucket| bucket.shown()).map(Value::base).sum()
}

/// Holds all sums of a quantity of the point against what was used; what the other point used is in the totals too.
async fn check_sums(client: &Client, quantity: Quantity, expected: i64, of_other: i64) {
    const PERIOD: &str = "2025-09-01..2026-06-01";
    for step in [Step::Hour, Step::Day, Step::Week, Step::Month, Step::Season, Step::Year] {
        assert_eq!(used(client, quantity, PERIOD, step).await, expected, "{quantity:?} by {step:?}");
    }
    if quantity == Quantity::OperatingTime {
        return;
    }
    for step in [Step::Day, Step::Month, Step::Season] {
        let totals = client.totals(quantity, PERIOD, step).await;
        let sum: i64 = totals.iter().filter_map(|total| total.used).map(Value::base).sum();
        assert_eq!(sum, expected + of_other, "{quantity:?} of all by {step:?}");
    }
}

fn replacement(client_point: common::id::PointId, at: Timestamp) -> Replacement {
    let registers =
        |energy, volume| Registers { energy: Some(Energy::from_base(energy)), volume: Some(Volume::from_base(volume)) };
    Replacement {
        point: client_point,
        at,
        serial: SerialNumber::parse("NEW-1").unwrap(),
        model: "Kamstrup".to_owned(),
        last: registers(6_900_000_123 + 9 * HEAT, 8_000_002 + 9 * WATER),
        initial: registers(41, 7),
    }
}

/// Everything that a call that is refused must leave as it is.
async fn everything(client: &Client) -> String {
    let (listing, waiting, meters) = (client.listing().await, client.quarantine().await, client.meters().await);
    let totals = client.totals(Quantity::Energy, "2025-09-01..2026-06-01", Step::Day).await;
    format!("{listing}{waiting:?}{meters:?}{totals:?}{:?}", client.documents().await)
}

#[tokio::test]
async fn a_replacement_told_late_adds_up_to_the_joule() {
    const FROM: &str = "2026-01-10T00:00:00Z";
    let (daemon, client) = with_point().await;
    assert_eq!(import(&client, "old.csv", &hourly(FROM, 0..10, (6_900_000_000, 8_000_000))).await, [40, 0, 0, 0]);
    // Put in at half past nine, read at ten: heat and water fell, the hours of operation did not.
    let new = hourly(FROM, 10..40, (1_000 - 10 * HEAT, 9 - 10 * WATER));
    assert_eq!(import(&client, "new.csv", &new).await, [60, 0, 0, 60]);
    let waiting = client.quarantine().await;
    assert!(waiting.iter().all(|value| value.suspicion == Suspicion::RegisterDecreased));
    check_sums(&client, Quantity::Energy, 9 * HEAT, 4).await;

    let cursor = client.news(None, 0).await.unwrap();
    let (key, point) = (once(), client.point("P-1").await.id);
    let replacement = replacement(point, at("2026-01-10T09:30:00Z"));
    let resolved = client.replace(&key, replacement.clone()).await.unwrap();
    assert_eq!(resolved, Resolved { n_released: 60, ..Resolved::default() });
    let heat = 9 * HEAT + 123 + (1_000 - 41) + 29 * HEAT;
    let water = 9 * WATER + 2 + (9 - 7) + 29 * WATER;
    check_sums(&client, Quantity::Energy, heat, 4).await;
    check_sums(&client, Quantity::Volume, water, 0).await;
    let month = client.series("P-1", Quantity::Energy, "2026-01", Step::Month).await;
    let Content::Register { opening, closing, .. } = month[0].content else { panic!("{month:?}") };
    assert_eq!((opening.base(), closing.base()), (6_900_000_000, 1_000 + 29 * HEAT));
    let listing = client.listing().await;
    let of_new: Vec<_> = listing.lines().filter(|line| line.contains(";NEW-1;")).collect();
    assert_eq!(of_new.len(), 30 * 4, "temperatures and hours of the new meter are its own");
    assert_eq!(listing.lines().count(), 40 * 4 + 2);
    let told = client.happened_since(cursor).await;
    assert!(told.iter().any(|what| format!("{what:?}").contains("MeterReplaced")), "{told:?}");

    let before = everything(&client).await;
    assert_eq!(client.replace(&key, replacement.clone()).await.unwrap(), resolved);
    assert_eq!(everything(&client).await, before, "once");
    let daemon = daemon.restart("").await;
    let client = daemon.client().await;
    assert_eq!(client.replace(&key, replacement).await.unwrap(), resolved);
    assert_eq!(everything(&client).await, before, "also after a restart");
    assert_eq!(import(&client, "new.csv", &new).await, [0, 0, 120, 0]);
}

#[tokio::test]
async fn a_register_that_turns_over_adds_up_to_the_joule_and_so_do_the_others() {
    const FROM: &str = "2026-03-28T20:00:00Z";
    const FULL: i64 = 100_000_000_000_000;
    let (daemon, client) = with_point().await;
    let before = hourly(FROM, 0..10, (FULL - 10 * HEAT, 8_000_000));
    assert_eq!(import(&client, "before.csv", &before).await, [40, 0, 0, 0]);
    let after = hourly(FROM, 10..40, (-10 * HEAT, 8_000_000));
    assert_eq!(import(&client, "after.csv", &after).await, [90, 0, 0, 30]);
    let turned = hours_after(FROM, 10);
    let capacity = Value::new(Quantity::Energy, FULL);
    let (key, decision) = (once(), Decision::Rollover { at: turned, capacity });
    let resolved = client.resolve(&key, ("P-1", Quantity::Energy), decision).await.unwrap();
    assert_eq!(resolved, Resolved { n_released: 30, ..Resolved::default() });
    for (quantity, expected, of_other) in
        [(Quantity::Energy, 39 * HEAT, 4), (Quantity::Volume, 39 * WATER, 0), (Quantity::OperatingTime, 39 * 3600, 0)]
    {
        check_sums(&client, quantity, expected, of_other).await;
    }
    let hours = client.series("P-1", Quantity::Energy, "2026-03-28..2026-03-31", Step::Hour).await;
    let heat: Vec<i64> = hours.iter().filter_map(|bucket| bucket.shown()).map(Value::base).collect();
    assert!(heat[..39].iter().all(|used| *used == HEAT), "{heat:?}");
    let everything_before = everything(&client).await;
    let daemon = daemon.restart("").await;
    let client = daemon.client().await;
    assert_eq!(client.resolve(&key, ("P-1", Quantity::Energy), decision).await.unwrap(), resolved);
    assert_eq!(everything(&client).await, everything_before);
    assert_eq!(import(&client, "after.csv", &after).await, [0, 0, 120, 0]);
    assert_eq!(import(&client, "on.csv", &hourly(FROM, 40..50, (-10 * HEAT, 8_000_000))).await, [40, 0, 0, 0]);
    check_sums(&client, Quantity::Volume, 49 * WATER, 0).await;
    check_sums(&client, Quantity::Energy, 49 * HEAT, 4).await;
}

#[tokio::test]
async fn two_registers_that_turn_over_at_one_instant_are_two_decisions() {
    const FROM: &str = "2026-03-28T20:00:00Z";
    const FULL: i64 = 100_000_000_000_000;
    const FULL_OF_WATER: i64 = 10_000_000_000;
    let (_daemon, client) = with_point().await;
    let before = hourly(FROM, 0..10, (FULL - 10 * HEAT, FULL_OF_WATER - 10 * WATER));
    assert_eq!(import(&client, "before.csv", &before).await, [40, 0, 0, 0]);
    let after = hourly(FROM, 10..40, (-10 * HEAT, -10 * WATER));
    assert_eq!(import(&client, "after.csv", &after).await, [60, 0, 0, 60]);
    for (quantity, full) in [(Quantity::Energy, FULL), (Quantity::Volume, FULL_OF_WATER)] {
        let decision = Decision::Rollover { at: hours_after(FROM, 10), capacity: Value::new(quantity, full) };
        let resolved = client.resolve(&once(), ("P-1", quantity), decision).await.unwrap();
        assert_eq!(resolved.n_released, 30, "{quantity:?}");
    }
    assert_eq!(client.quarantine().await, []);
    check_sums(&client, Quantity::Energy, 39 * HEAT, 4).await;
    check_sums(&client, Quantity::Volume, 39 * WATER, 0).await;
}

#[tokio::test]
async fn a_late_value_between_two_that_are_known_changes_no_sum_around_a_rollover() {
    const FROM: &str = "2026-03-28T20:00:00Z";
    const FULL: i64 = 100_000_000_000_000;
    let (_daemon, client) = with_point().await;
    let without = |missing: &[i64]| {
        let mut rows = csv("");
        for hour in (0..20).filter(|hour| !missing.contains(hour)) {
            let heat = if hour < 10 { FULL - 10 * HEAT } else { -10 * HEAT };
            let of_hour = hourly(FROM, hour..hour + 1, (heat, 8_000_000));
            of_hour.lines().skip(2).for_each(|row| writeln!(rows, "{row}").unwrap());
        }
        rows
    };
    import(&client, "gaps.csv", &without(&[9, 10, 11])).await;
    let capacity = Value::new(Quantity::Energy, FULL);
    let decision = Decision::Rollover { at: hours_after(FROM, 10), capacity };
    client.resolve(&once(), ("P-1", Quantity::Energy), decision).await.unwrap();
    for missing in [&[9_i64, 11][..], &[9], &[]] {
        import(&client, "late.csv", &without(missing)).await;
        check_sums(&client, Quantity::Energy, 19 * HEAT, 4).await;
        check_sums(&client, Quantity::Volume, 19 * WATER, 0).await;
        assert_eq!(client.verify().await, []);
    }
}

const REGISTER: &str = "P-1,,energy,2026-01-10T00:00:00Z,100,GJ\nP-1,,energy,2026-01-10T01:00:00Z,101,GJ\n";
const TEN: &str = "2026-01-10T10:00:00Z";

fn of_ten() -> Period {
    Period { from: at(TEN), until: hours_after(TEN, 1) }
}

async fn decide(client: &Client, decision: Decision) -> Result<Resolved, common::fault::Fault> {
    client.resolve(&once(), ("P-1", Quantity::Energy), decision).await
}

#[tokio::test]
async fn a_bad_value_that_waits_is_dismissed_for_good() {
    let (_daemon, client) = with_point().await;
    let bad = csv("P-1,,energy,2026-01-10T10:00:00Z,99999999,GJ\n");
    import(&client, "good.csv", &csv(REGISTER)).await;
    assert_eq!(import(&client, "bad.csv", &bad).await, [0, 0, 0, 1]);
    let resolved = decide(&client, Decision::Bad { period: of_ten() }).await.unwrap();
    assert_eq!(resolved, Resolved { n_dismissed: 1, ..Resolved::default() });
    assert_eq!(client.quarantine().await, []);
    assert_eq!(import(&client, "bad.csv", &bad).await, [0, 0, 1, 0]);
    assert_eq!(client.quarantine().await, []);
    check_sums(&client, Quantity::Energy, 1_000_000_000, 4).await;
    assert_eq!(import(&client, "true.csv", &csv("P-1,,energy,2026-01-10T10:00:00Z,103,GJ\n")).await, [1, 0, 0, 0]);
    check_sums(&client, Quantity::Energy, 3_000_000_000, 4).await;
    client.listing().await;
}

fn told(versions: &[ReadingVersion]) -> Vec<(u32, Option<i64>, bool, String)> {
    let one = |version: &ReadingVersion| {
        let value = version.reading.value.map(Value::base);
        (version.reading.revision, value, version.counts, version.document_name.clone())
    };
    versions.iter().map(one).collect()
}

#[tokio::test]
async fn a_bad_value_that_counted_is_struck_out_and_the_true_ones_after_it_are_released() {
    let (daemon, client) = with_point().await;
    let bad = csv("P-1,,energy,2026-01-10T10:00:00Z,500,GJ\n");
    let mut after = String::new();
    for hour in 11..20 {
        writeln!(after, "P-1,,energy,2026-01-10T{hour}:00:00Z,{},GJ", 99 + hour).unwrap();
    }
    import(&client, "good.csv", &csv(REGISTER)).await;
    assert_eq!(import(&client, "bad.csv", &bad).await, [1, 0, 0, 0]);
    assert_eq!(import(&client, "after.csv", &csv(&after)).await, [0, 0, 0, 9]);
    let resolved = decide(&client, Decision::Bad { period: of_ten() }).await.unwrap();
    assert_eq!(resolved, Resolved { n_struck: 1, n_released: 9, ..Resolved::default() });
    check_sums(&client, Quantity::Energy, 18_000_000_000, 4).await;
    assert_eq!(client.listing().await.lines().count(), 2 + 11);

    assert_eq!(import(&client, "bad.csv", &bad).await, [0, 0, 1, 0], "a struck value stays out");
    check_sums(&client, Quantity::Energy, 18_000_000_000, 4).await;
    let daemon = daemon.restart("").await;
    let client = daemon.client().await;
    assert_eq!(import(&client, "bad.csv", &bad).await, [0, 0, 1, 0], "also after a restart");
    let in_place = csv("P-1,,energy,2026-01-10T10:00:00Z,109,GJ\n");
    assert_eq!(import(&client, "true.csv", &in_place).await, [0, 1, 0, 0], "another in its place counts");
    check_sums(&client, Quantity::Energy, 18_000_000_000, 4).await;
    assert_eq!(client.listing().await.lines().count(), 2 + 12);
    let history = client.history("P-1", Quantity::Energy, at(TEN)).await;
    let expected = [
        (0, Some(500_000_000_000), false, "bad.csv".to_owned()),
        (1, None, false, "P-1 decision energy".to_owned()),
        (2, Some(109_000_000_000), true, "true.csv".to_owned()),
    ];
    assert_eq!(told(&history), expected);
    assert!(history.iter().all(|version| version.source.as_str() == "import" && version.received_at == at(NOW)));
}

#[tokio::test]
async fn a_jump_that_is_true_counts_when_a_person_believes_it() {
    let (_daemon, client) = with_point().await;
    import(&client, "good.csv", &csv(REGISTER)).await;
    let jumped = csv("P-1,,energy,2026-01-10T10:00:00Z,9000000,GJ\nP-1,,energy,2026-01-10T11:00:00Z,9000001,GJ\n");
    assert_eq!(import(&client, "jump.csv", &jumped).await, [0, 0, 0, 2]);
    let resolved = decide(&client, Decision::True { period: of_ten() }).await.unwrap();
    assert_eq!(resolved, Resolved { n_released: 2, ..Resolved::default() }, "the one after it follows");
    check_sums(&client, Quantity::Energy, 8_999_901_000_000_000, 4).await;
    client.listing().await;
    assert_eq!(import(&client, "jump.csv", &jumped).await, [0, 0, 2, 0]);
}

#[tokio::test]
async fn what_contradicts_the_readings_is_refused_and_writes_nothing() {
    const FROM: &str = "2026-01-10T00:00:00Z";
    let (_daemon, client) = with_point().await;
    import(&client, "old.csv", &hourly(FROM, 0..20, (6_900_000_000, 8_000_000))).await;
    import(&client, "other.csv", &csv("P-1,,energy,2026-01-12T00:00:00Z,1,GJ\n")).await;
    let point = client.point("P-1").await.id;
    let before = everything(&client).await;
    let contradicts = |fault: common::fault::Fault, quantity: &str| {
        let expected = Cause::RegisterContradicts { point: "P-1".to_owned(), quantity: quantity.to_owned() };
        assert_eq!(fault.cause, expected);
    };
    let good = Replacement { initial: Registers::default(), ..replacement(point, hours_after(FROM, 9)) };
    let late = Replacement { at: hours_after(FROM, 15), ..good.clone() };
    contradicts(client.replace(&once(), late).await.unwrap_err(), "energy");
    let none = Registers::default();
    let little = Registers { volume: Some(Volume::from_base(8_000_000 + 8 * WATER)), ..none };
    let less = Replacement { last: little, at: hours_after(FROM, 25), ..good.clone() };
    contradicts(client.replace(&once(), less).await.unwrap_err(), "volume");
    // The old meter was read at the very instant: then it showed what was read.
    let at_removal = Replacement { last: little, at: hours_after(FROM, 19), ..good.clone() };
    contradicts(client.replace(&once(), at_removal).await.unwrap_err(), "volume");
    // The new one would have shown less an hour after it was put in than when it was put in.
    let much = Registers { energy: Some(Energy::from_base(6_900_000_000 + 11 * HEAT)), ..none };
    let fell = Replacement { initial: much, ..good };
    contradicts(client.replace(&once(), fell).await.unwrap_err(), "energy");
    let capacity = Value::new(Quantity::Energy, 6_900_000_000);
    let turned = Decision::Rollover { at: hours_after(FROM, 15), capacity };
    contradicts(decide(&client, turned).await.unwrap_err(), "energy");
    let empty = Period { from: at("2020-01-01T00:00:00Z"), until: at("2020-02-01T00:00:00Z") };
    let nothing = Cause::NothingToDecide { point: "P-1".to_owned() };
    for decision in [Decision::Bad { period: empty }, Decision::True { period: empty }] {
        assert_eq!(decide(&client, decision).await.unwrap_err().cause, nothing);
    }
    let gauge = Decision::Rollover { at: hours_after(FROM, 15), capacity: Value::new(Quantity::Supply, 100_000) };
    let fault = client.resolve(&once(), ("P-1", Quantity::Supply), gauge).await.unwrap_err();
    assert_eq!(fault.cause, Cause::NotARegister { quantity: "supply".to_owned() });
    assert_eq!(everything(&client).await, before);
}

#[tokio::test]
async fn a_correction_of_a_reading_years_back_keeps_what_was_before() {
    const FROM: &str = "2019-12-30T00:00:00Z";
    let (daemon, client) = with_point().await;
    let old = hourly(FROM, 0..100, (6_900_000_000, 8_000_000));
    assert_eq!(import(&client, "old.csv", &old).await, [400, 0, 0, 0]);
    client.wait_until("all is sealed", async |client| client.archive().await.n_fresh == 0).await;
    let there = hours_after(FROM, 50);
    let corrected = csv(&format!("P-1,,energy,{there},{},J\n", 6_900_000_000 + 50 * HEAT + 7));
    daemon.set_clock(at("2026-06-02T00:00:00Z"));
    assert_eq!(import(&client, "corrected.csv", &corrected).await, [0, 1, 0, 0]);
    for _ in 0..2 {
        let history = client.history("P-1", Quantity::Energy, there).await;
        let expected = [
            (0, Some(6_900_000_000 + 50 * HEAT), false, "old.csv".to_owned()),
            (1, Some(6_900_000_000 + 50 * HEAT + 7), true, "corrected.csv".to_owned()),
        ];
        assert_eq!(told(&history), expected);
        assert_eq!([history[0].received_at, history[1].received_at], [at(NOW), at("2026-06-02T00:00:00Z")]);
        let hours = client.series("P-1", Quantity::Energy, "2019-12-29..2020-01-10", Step::Hour).await;
        let heat: Vec<i64> = hours.iter().filter_map(|bucket| bucket.shown()).map(Value::base).collect();
        assert_eq!((heat[49], heat[50], heat.iter().sum()), (HEAT + 7, HEAT - 7, 99 * HEAT));
        let totals = client.totals(Quantity::Energy, "2019-12-29..2020-01-10", Step::Day).await;
        assert_eq!(totals.iter().filter_map(|total| total.used).map(Value::base).sum::<i64>(), 99 * HEAT);
        assert!(client.listing().await.contains(&format!("{there};P-1;{}", 6_900_000_000 + 50 * HEAT + 7)));
        client.wait_until("all is sealed", async |client| client.archive().await.n_fresh == 0).await;
    }
}
