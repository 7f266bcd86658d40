//! Sites, points and meters as documents tell of them, before or after the readings.

use common::event::Happening;
use common::quantity::Quantity;
use common::reading::{Quality, Suspicion};
use common::series::Content;
use common::time::Step;

use crate::harness::client::Client;
use crate::harness::daemon::TestDaemon;

const NOW: &str = "2026-02-01T00:00:00Z";

fn csv(rows: &[&str]) -> String {
    format!("#ek-document 1\npoint,meter,quantity,at,value,unit,estimated\n{}\n", rows.join("\n"))
}

fn registry(meters: &str) -> String {
    format!(
        "<document xmlns=\"urn:ek:document:1\" version=\"1\"><site code=\"S-1\" name=\"Szkoła\">\
         <point code=\"P-1\" cadence=\"PT1H\">{meters}</point></site></document>"
    )
}

const ONE_METER: &str = r#"<meter serial="100" from="2025-01-01T00:00:00Z"/>"#;
const REPLACED: &str = r#"
    <meter serial="100" from="2025-01-01T00:00:00Z" until="2026-01-10T09:30:00Z">
      <last><energy unit="J">7000000123</energy></last></meter>
    <meter serial="200" from="2026-01-10T09:30:00Z">
      <initial><energy unit="J">41</energy></initial></meter>"#;

#[tokio::test]
async fn a_value_of_any_quantity_and_unit_can_wait_and_be_released() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let rows = Quantity::ALL.map(|quantity| {
        let (name, unit) = (quantity.name(), quantity.unit().name());
        format!("P-1,100,{name},2026-01-01T00:00:00Z,20.5,{unit},")
    });
    let rows = csv(&rows.each_ref().map(String::as_str));
    let early = client.import("early.csv", None, rows.as_bytes()).await;
    assert_eq!(early.tally.quarantined, Quantity::ALL.len() as u64, "{early:?}");
    client.import("registry.xml", None, registry(ONE_METER).as_bytes()).await;
    assert_eq!(client.quarantine().await, []);
    assert_eq!(client.listing().await.lines().count(), Quantity::ALL.len());
    let again = client.import("early.csv", None, rows.as_bytes()).await;
    assert_eq!(again.tally.duplicate, Quantity::ALL.len() as u64, "{again:?}");
}

#[tokio::test]
async fn readings_that_come_before_their_point_is_known_wait_and_are_released() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let rows = csv(&[
        "P-1,100,energy,2026-01-01T00:00:00Z,100,GJ,",
        "P-1,100,energy,2026-01-01T01:00:00Z,101,GJ,",
        "P-1,999,energy,2026-01-01T01:00:00Z,555,GJ,",
        "P-2,300,energy,2026-01-01T01:00:00Z,7,GJ,",
    ]);
    let early = client.import("early.csv", None, rows.as_bytes()).await;
    assert_eq!((early.tally.received, early.tally.quarantined), (4, 4));
    assert!(client.quarantine().await.iter().all(|value| value.suspicion == Suspicion::UnknownPoint));
    assert_eq!(client.listing().await, "");

    client.import("registry.xml", None, registry(ONE_METER).as_bytes()).await;
    let listing = client.listing().await;
    let expected = "P-1;energy;2026-01-01T00:00:00Z;100;100000000000;measured\n\
                    P-1;energy;2026-01-01T01:00:00Z;100;101000000000;measured\n";
    assert_eq!(listing, expected);
    let waiting = client.quarantine().await;
    assert_eq!(waiting.len(), 2, "another meter's value and another point's stay where they are");
    let again = client.import("early.csv", None, rows.as_bytes()).await;
    assert_eq!((again.tally.duplicate, again.tally.received), (4, 4));
    assert_eq!(client.listing().await, expected);
}

#[tokio::test]
async fn an_estimate_that_had_to_wait_is_still_an_estimate_when_it_is_released() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let rows = csv(&["P-1,100,energy,2026-01-01T00:00:00Z,100,GJ,true"]);
    client.import("early.csv", None, rows.as_bytes()).await;
    client.import("registry.xml", None, registry(ONE_METER).as_bytes()).await;
    let readings = client.readings(&common::api::ReadingsQuery::default()).await;
    assert_eq!(readings.iter().map(|reading| reading.quality).collect::<Vec<_>>(), [Quality::Estimated]);
}

#[tokio::test]
async fn the_order_in_which_the_registry_and_the_readings_come_does_not_matter() {
    let rows = csv(&[
        "P-1,,energy,2026-01-01T00:00:00Z,6900000000,J,",
        "P-1,100,energy,2026-01-10T09:00:00Z,7000000003,J,",
        "P-1,200,energy,2026-01-10T10:00:00Z,1041,J,",
        "P-1,,energy,2026-01-31T00:00:00Z,90001041,J,",
    ]);
    let mut found = Vec::new();
    for registry_first in [true, false] {
        let daemon = TestDaemon::start(NOW, "").await;
        let client = daemon.client().await;
        let registry = registry(REPLACED);
        let documents = [("registry.xml", registry.as_str()), ("readings.csv", rows.as_str())];
        let order = if registry_first { [0, 1] } else { [1, 0] };
        for index in order {
            let (name, text) = documents[index];
            client.import(name, None, text.as_bytes()).await;
        }
        assert_eq!(client.quarantine().await, [], "registry first: {registry_first}");
        found.push(client.listing().await);
    }
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0].lines().count(), 4);
}

#[tokio::test]
async fn a_replaced_meter_adds_up_to_the_joule() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    client.import("one.xml", None, registry(ONE_METER).as_bytes()).await;
    let before = csv(&[
        "P-1,100,energy,2026-01-01T00:00:00+01:00,6900000000,J,",
        "P-1,100,energy,2026-01-10T10:00:00+01:00,7000000003,J,",
    ]);
    client.import("before.csv", None, before.as_bytes()).await;
    let cursor = client.news(None, 0).await.unwrap();
    client.import("replaced.xml", None, registry(REPLACED).as_bytes()).await;
    let after = csv(&[
        "P-1,200,energy,2026-01-10T11:00:00+01:00,1041,J,",
        "P-1,200,energy,2026-01-31T00:00:00+01:00,90001041,J,",
        "P-1,200,energy,2026-02-01T00:00:00+01:00,95001041,J,",
    ]);
    let document = client.import("after.csv", None, after.as_bytes()).await;
    assert_eq!(document.tally.stored, 3);

    let month = client.series("P-1", Quantity::Energy, "2026-01", Step::Month).await;
    let Content::Register { used, opening, closing, .. } = month[0].content else { panic!("{month:?}") };
    let (old, new) = (7_000_000_123 - 6_900_000_000, 95_001_041 - 41);
    assert_eq!((used.base(), opening.base(), closing.base()), (old + new, 6_900_000_000, 95_001_041));
    let days = client.series("P-1", Quantity::Energy, "2026-01", Step::Day).await;
    let sum: i64 = days.iter().filter_map(|bucket| bucket.shown()).map(|value| value.base()).sum();
    assert_eq!(sum, old + new);

    let happened = client.happened_since(cursor).await;
    let told = happened.iter().any(|what| {
        matches!(what, Happening::MeterReplaced { old, new, .. } if old.as_str() == "100" && new.as_str() == "200")
    });
    assert!(told, "{happened:?}");
}

#[tokio::test]
async fn a_meter_that_is_told_of_late_takes_the_readings_that_were_its_own() {
    let bare = registry("");
    let named = csv(&["P-1,100,energy,2026-01-01T00:00:00Z,100,GJ,", "P-1,100,energy,2026-01-02T00:00:00Z,101,GJ,"]);
    let nameless = csv(&["P-1,,energy,2026-01-01T00:00:00Z,100,GJ,", "P-1,,energy,2026-01-02T00:00:00Z,101,GJ,"]);
    for rows in [named, nameless] {
        let daemon = TestDaemon::start(NOW, "").await;
        let client = daemon.client().await;
        client.import("bare.xml", None, bare.as_bytes()).await;
        client.import("rows.csv", None, rows.as_bytes()).await;
        client.import("meter.xml", None, registry(ONE_METER).as_bytes()).await;
        let month = client.series("P-1", Quantity::Energy, "2026-01", Step::Month).await;
        assert_eq!(month[0].shown().map(|value| value.base()), Some(1_000_000_000), "{rows}");
        let expected = "P-1;energy;2026-01-01T00:00:00Z;100;100000000000;measured\n\
                        P-1;energy;2026-01-02T00:00:00Z;100;101000000000;measured\n";
        assert_eq!(client.listing().await, expected, "{rows}");
        let again = client.import("rows.csv", None, rows.as_bytes()).await;
        assert_eq!(again.tally.duplicate, 2, "{rows}");
    }
}

/// Returns what the month and its days come to, as text to be compared.
async fn sums(client: &Client) -> String {
    let month = client.series("P-1", Quantity::Energy, "2026-01", Step::Month).await;
    let days = client.series("P-1", Quantity::Energy, "2026-01", Step::Day).await;
    format!("{month:?} {days:?}")
}

#[tokio::test]
async fn an_old_registry_that_comes_again_does_not_undo_a_replacement() {
    for since in ["2025-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] {
        let daemon = TestDaemon::start(NOW, "").await;
        let client = daemon.client().await;
        let [one, replaced] =
            [ONE_METER, REPLACED].map(|meters| registry(meters).replace("2025-01-01T00:00:00Z", since));
        let rows = csv(&[
            "P-1,100,energy,2026-01-01T00:00:00Z,6900000000,J,",
            "P-1,100,energy,2026-01-10T09:00:00Z,7000000003,J,",
            "P-1,200,energy,2026-01-10T10:00:00Z,1041,J,",
            "P-1,200,energy,2026-01-31T00:00:00Z,90001041,J,",
        ]);
        for (name, text) in [("one.xml", &one), ("replaced.xml", &replaced), ("rows.csv", &rows)] {
            client.import(name, None, text.as_bytes()).await;
        }
        let (installed, expected) = (client.meters().await, sums(&client).await);
        client.import("one.xml", None, one.as_bytes()).await;
        assert_eq!(sums(&client).await, expected, "since {since}");
        assert_eq!(client.meters().await, installed, "since {since}");
    }
}

#[tokio::test]
async fn a_new_meter_ends_the_stay_of_one_whose_end_nobody_told() {
    const MIDDLE: &str = r#"<meter serial="150" from="2026-01-05T00:00:00Z"/>"#;
    const NEW: &str = r#"<meter serial="200" from="2026-01-10T00:00:00Z"/>"#;
    let rows = csv(&[
        "P-1,,energy,2026-01-01T00:00:00Z,900,GJ,",
        "P-1,,energy,2026-01-04T23:00:00Z,910,GJ,",
        "P-1,,energy,2026-01-05T00:00:00Z,50,GJ,",
        "P-1,,energy,2026-01-09T23:00:00Z,55,GJ,",
        "P-1,,energy,2026-01-10T00:00:00Z,2,GJ,",
        "P-1,,energy,2026-01-31T00:00:00Z,9,GJ,",
    ]);
    let mut found = Vec::new();
    for told in [[ONE_METER, MIDDLE, NEW], [ONE_METER, NEW, MIDDLE], [NEW, MIDDLE, ONE_METER], [NEW, ONE_METER, MIDDLE]]
    {
        let daemon = TestDaemon::start(NOW, "").await;
        let client = daemon.client().await;
        for meter in told {
            client.import("registry.xml", None, registry(meter).as_bytes()).await;
        }
        let document = client.import("rows.csv", None, rows.as_bytes()).await;
        assert_eq!(document.tally.stored, 6, "{told:?}");
        let mut ends: Vec<_> = client.meters().await;
        ends.sort_by_key(|meter| meter.serial.to_string());
        let ends: Vec<_> = ends.iter().map(|meter| meter.installations[0].until.map(|at| at.to_string())).collect();
        let day = |day: &str| Some(format!("2026-01-{day}T00:00:00Z"));
        assert_eq!(ends, [day("05"), day("10"), None], "{told:?}");
        found.push((client.listing().await, sums(&client).await));
    }
    assert!(found.iter().all(|other| *other == found[0]), "{found:?}");
    let used = (910 - 900) + (55 - 50) + (9 - 2);
    assert!(found[0].1.contains(&format!("used: Energy(Energy({}))", used * 1_000_000_000_i64)), "{}", found[0].1);
}

const NO_METER: &str = "";
const TWO_METERS: &str = r#"
    <meter serial="100" from="2026-01-01T00:00:00Z" until="2026-01-10T00:00:00Z">
      <last><energy unit="GJ">912</energy></last></meter>
    <meter serial="200" from="2026-01-10T00:00:00Z">
      <initial><energy unit="GJ">900</energy></initial></meter>"#;

#[tokio::test]
async fn values_that_came_before_their_meters_are_given_to_them() {
    let rows = csv(&[
        "P-1,,energy,2026-01-01T00:00:00Z,900,GJ,",
        "P-1,,energy,2026-01-09T23:00:00Z,910,GJ,",
        "P-1,,supply,2026-01-10T00:00:00Z,71,°C,",
        "P-1,,energy,2026-01-10T01:00:00Z,915,GJ,",
        "P-1,,energy,2026-01-31T00:00:00Z,919,GJ,",
    ]);
    let corrected = rows.replace(",910,", ",911,");
    let mut found = Vec::new();
    for order in [["none", "rows", "two", "rows"], ["none", "two", "rows", "rows"], ["two", "rows", "none", "two"]] {
        let daemon = TestDaemon::start(NOW, "").await;
        let client = daemon.client().await;
        let cursor = client.news(None, 0).await.unwrap();
        for what in order {
            let (name, text) = match what {
                "none" => ("registry.xml", registry(NO_METER)),
                "two" => ("registry.xml", registry(TWO_METERS)),
                "rows" => ("rows.csv", rows.clone()),
                other => panic!("{other}"),
            };
            client.import(name, None, text.as_bytes()).await;
            if what == "rows" {
                assert_eq!(client.import("rows.csv", None, corrected.as_bytes()).await.tally.corrected, 1);
                assert_eq!(client.import("rows.csv", None, rows.as_bytes()).await.tally.corrected, 1);
            }
        }
        let serials: Vec<_> = client
            .meters()
            .await
            .iter()
            .filter(|meter| !meter.installations.is_empty())
            .map(|meter| meter.serial.to_string())
            .collect();
        assert_eq!(serials, ["100", "200"], "{order:?}");
        assert_eq!(client.quarantine().await, [], "{order:?}");
        let happened = client.happened_since(cursor).await;
        let assumed =
            happened.iter().any(|what| matches!(what, Happening::MeterReplaced { old, .. } if old.as_str() == "P-1"));
        assert!(!assumed, "{happened:?}");
        found.push((client.listing().await, sums(&client).await));
    }
    assert_eq!(found[0].0.lines().count(), 5, "{}", found[0].0);
    assert!(found.iter().all(|other| *other == found[0]), "{found:#?}");
    let used = (912 - 900) + (919 - 900);
    assert!(found[0].1.contains(&format!("used: Energy(Energy({}))", used * 1_000_000_000_i64)), "{}", found[0].1);
}

#[tokio::test]
async fn values_from_before_the_first_meter_stay_where_they_are_and_count() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let rows = csv(&[
        "P-1,,energy,2026-01-01T00:00:00Z,800,GJ,",
        "P-1,,energy,2026-01-05T00:00:00Z,810,GJ,",
        "P-1,,energy,2026-01-20T00:00:00Z,830,GJ,",
        "P-1,,energy,2026-01-31T00:00:00Z,840,GJ,",
    ]);
    let of_meters = [
        r#"<meter serial="300" from="2026-01-25T00:00:00Z"/>"#,
        r#"<meter serial="200" from="2026-01-10T00:00:00Z"/>"#,
    ];
    for text in [registry(NO_METER), rows.clone(), registry(of_meters[0]), registry(of_meters[1]), rows] {
        let name = if text.starts_with('#') { "rows.csv" } else { "registry.xml" };
        client.import(name, None, text.as_bytes()).await;
    }
    let listing = client.listing().await;
    let meters: Vec<_> = listing.lines().map(|line| line.split(';').nth(3).unwrap()).collect();
    assert_eq!(meters, ["P-1", "P-1", "200", "300"], "{listing}");
    let sums = sums(&client).await;
    assert!(sums.contains(&format!("used: Energy(Energy({}))", 10_000_000_000_i64)), "{sums}");
}

#[tokio::test]
async fn a_register_that_fell_is_taken_in_when_another_meter_is_told() {
    let rows = csv(&[
        "P-1,,energy,2026-01-01T00:00:00Z,900,GJ,",
        "P-1,,energy,2026-01-09T23:00:00Z,910,GJ,",
        "P-1,,energy,2026-01-31T00:00:00Z,9,GJ,",
        "P-1,,energy,2026-01-20T00:00:00Z,8,GJ,",
        "P-1,,energy,2026-01-25T00:00:00Z,7,GJ,true",
    ]);
    let two = registry(TWO_METERS).replace("900", "2");
    let mut found = Vec::new();
    for rows_first in [true, false] {
        let daemon = TestDaemon::start(NOW, "").await;
        let client = daemon.client().await;
        client.import("registry.xml", None, registry(NO_METER).as_bytes()).await;
        for is_rows in [rows_first, !rows_first] {
            let (name, text) = if is_rows { ("rows.csv", &rows) } else { ("registry.xml", &two) };
            client.import(name, None, text.as_bytes()).await;
        }
        let waiting: Vec<_> =
            client.quarantine().await.into_iter().map(|value| (value.suspicion, value.at, value.value)).collect();
        found.push((client.listing().await, sums(&client).await, waiting));
    }
    let fell = (Suspicion::RegisterDecreased, "2026-01-25T00:00:00Z".to_owned(), "7".to_owned());
    assert_eq!(found[0].2, [fell], "what is still doubtful stays");
    assert_eq!(found[0].0.lines().count(), 4, "{}", found[0].0);
    assert_eq!(found[0], found[1]);
}
