//! The same readings give the same report, byte for byte; and where they have changed, the daemon says which.

use common::report::{Form, MadeReport, ReportCheck, Template};

use crate::harness::client::Client;
use crate::harness::daemon::TestDaemon;
use crate::town::{check, definition, file, made, make, march, readings, registry};

const TEMPLATES: [Template; 4] =
    [Template::MonthlySheet, Template::Portfolio, Template::MeterAudit, Template::AlarmLog];

async fn make_all(client: &Client) -> Vec<MadeReport> {
    let mut all = Vec::new();
    for template in TEMPLATES {
        all.push(make(client, definition(template, &["W-1", "W-2"])).await);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_readings_give_the_same_bytes_in_another_archive_and_another_year() {
    let one = TestDaemon::start("2026-04-02T07:00:00Z", "").await;
    let client = one.client().await;
    client.import("registry.xml", None, registry(3).as_bytes()).await;
    client.import("readings.csv", None, readings(3, 0..900).as_bytes()).await;
    let first = make_all(&client).await;
    let again = make_all(&client).await;

    // Elsewhere they came later and in another order, and somebody asks a year after.
    let other = TestDaemon::start("2026-04-05T09:30:00Z", "").await;
    let elsewhere = other.client().await;
    elsewhere.import("registry.xml", None, registry(3).as_bytes()).await;
    elsewhere.import("late.csv", None, readings(3, 400..900).as_bytes()).await;
    elsewhere.import("early.csv", None, readings(3, 0..400).as_bytes()).await;
    other.set_clock("2027-04-02T11:00:00Z".parse().unwrap());
    let later = other.client().await;
    let there = make_all(&later).await;

    for ((one, again), there) in first.iter().zip(&again).zip(&there) {
        let template = one.definition.template;
        assert_eq!((&one.data_digest, &one.definition_digest), (&again.data_digest, &again.definition_digest));
        assert_eq!(one.data_digest, there.data_digest, "{template:?}");
        for form in Form::ALL {
            let bytes = file(&client, one, form).await;
            // A log without alarms has no table.
            assert!(form == Form::Csv || bytes.starts_with(b"%PDF-"), "{template:?}");
            assert!(bytes == file(&client, again, form).await, "{template:?} {form:?}");
            assert!(bytes == file(&later, there, form).await, "{template:?} {form:?}");
        }
        assert_eq!(check(&client, one).await, ReportCheck::Same, "{template:?}");
    }
    assert_eq!(made(&client).await.len(), 2 * TEMPLATES.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_that_was_corrected_is_told_and_the_report_stays_as_it_was() {
    let daemon = TestDaemon::start("2026-04-02T07:00:00Z", "").await;
    let client = daemon.client().await;
    client.import("registry.xml", None, registry(2).as_bytes()).await;
    client.import("readings.csv", None, readings(2, 0..900).as_bytes()).await;
    let report = make(&client, definition(Template::MonthlySheet, &["W-1"])).await;
    let paper = file(&client, &report, Form::Pdf).await;
    // The reading that closes the month.
    let corrected = format!(
        "#ek-document 1\npoint,meter,quantity,at,value,unit\nP-1,S-1,energy,{},{},J\n",
        march().until,
        1_000_000_000_i64 + 767 * 7_000_000 + 3_000_001
    );
    client.import("corrected.csv", None, corrected.as_bytes()).await;
    let ReportCheck::Changed { changes, n_changes } = check(&client, &report).await else {
        panic!("{:?}", check(&client, &report).await)
    };
    assert!(n_changes >= 1 && changes.len() as u64 == n_changes.min(100), "{changes:?}");
    assert!(changes.iter().all(|change| !change.place.is_empty() && change.was != change.is), "{changes:?}");
    assert!(file(&client, &report, Form::Pdf).await == paper);
}
