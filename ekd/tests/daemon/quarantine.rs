//! What cannot be true: it waits with its reason, is in no sum, and delays nothing.

use std::fmt::Write as _;

use common::quantity::Quantity;
use common::reading::Suspicion;
use common::series::Content;
use common::source::{Outcome, ProblemKind};
use common::time::Step;

use crate::harness::client::Client;
use crate::harness::daemon::TestDaemon;
use crate::harness::paper::{self, Form, Slip};

const NOW: &str = "2026-01-02T12:00:00Z";
const REGISTRY: &str = r#"<document xmlns="urn:ek:document:1" version="1"><site code="S"><point code="P-1" cadence="PT1H">
  <meter serial="100" from="2025-12-31T23:00:00Z"/></point></site></document>"#;

async fn with_registry() -> (TestDaemon, Client) {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    client.import("registry.xml", None, REGISTRY.as_bytes()).await;
    (daemon, client)
}

/// Rows of the form in which they would come, and why each waits.
const BAD: [(&str, Suspicion); 22] = [
    ("P-1,999,energy,2026-01-01T05:00:00Z,105,GJ", Suspicion::WrongMeter),
    ("P-9,100,energy,2026-01-01T05:00:00Z,105,GJ", Suspicion::UnknownPoint),
    ("P-1,100,energy,2025-12-31T22:59:59Z,99,GJ", Suspicion::NotInstalled),
    ("P-1,100,energy,2026-01-01T05:00:00Z,103,GJ", Suspicion::RegisterDecreased),
    ("P-1,100,energy,2026-01-01T05:00:00Z,200,GJ", Suspicion::RegisterDecreased),
    ("P-1,100,energy,2026-01-02T11:00:00Z,99999999,GJ", Suspicion::RegisterJumped),
    ("P-1,100,energy,2026-01-02T12:10:01Z,140,GJ", Suspicion::Future),
    ("P-1,100,energy,9999-12-31T00:00:00Z,140,GJ", Suspicion::BadTime),
    ("P-1,100,energy,2026-01-01T05:00:00Z,NaN,GJ", Suspicion::NotANumber),
    ("P-1,100,energy,2026-01-01T05:00:00Z,inf,GJ", Suspicion::NotANumber),
    ("P-1,100,energy,2026-01-01T05:00:00Z,,GJ", Suspicion::NotANumber),
    ("P-1,100,energy,2026-01-01T05:00:00Z,\"105,5\",GJ", Suspicion::NotANumber),
    ("P-1,100,energy,2026-01-01T05:00:00Z,99999999999999999999,GJ", Suspicion::Overflow),
    ("P-1,100,energy,2026-01-01T05:00:00Z,105,m3", Suspicion::WrongUnit),
    ("P-1,100,energy,2026-01-01T05:00:00Z,105,parsec", Suspicion::WrongUnit),
    ("P-1,100,entropy,2026-01-01T05:00:00Z,105,GJ", Suspicion::UnknownQuantity),
    ("P-1,100,supply,2026-01-01T05:00:00Z,185.00,°C", Suspicion::SensorFault),
    ("P-1,100,return,2026-01-01T05:00:00Z,0.00,°C", Suspicion::SensorFault),
    ("P-1,100,supply,2026-01-01T05:00:00Z,2000,°C", Suspicion::OutOfRange),
    ("P-1,100,energy,yesterday,105,GJ", Suspicion::BadTime),
    ("P-1,100,energy,2026-02-30T05:00:00Z,105,GJ", Suspicion::BadTime),
    ("P-1,100,energy,2026-01-01T05:00:00Z,-1,GJ", Suspicion::OutOfRange),
];

#[tokio::test]
async fn each_bad_value_waits_with_its_reason_and_is_in_no_sum() {
    let (_daemon, client) = with_registry().await;
    let mut rows = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    for hour in 0..24 {
        writeln!(rows, "P-1,100,energy,2026-01-01T{hour:02}:00:00+01:00,{},GJ", 100 + hour).unwrap();
        writeln!(rows, "P-1,100,supply,2026-01-01T{hour:02}:00:00+01:00,{},°C", 70 + hour).unwrap();
    }
    let good = client.import("good.csv", None, rows.as_bytes()).await;
    assert_eq!(good.tally.stored, 48);
    let sound = client.listing().await;
    let day = client.series("P-1", Quantity::Energy, "2026-01-01", Step::Day).await;

    for (row, suspicion) in BAD {
        let text = format!("#ek-document 1\npoint,meter,quantity,at,value,unit\n{row}\n");
        let document = client.import("bad.csv", None, text.as_bytes()).await;
        assert_eq!(document.outcome, Outcome::Taken, "{row}");
        assert_eq!((document.tally.received, document.tally.quarantined), (1, 1), "{row}: {:?}", document.tally);
        let waiting = client.quarantine().await;
        assert_eq!(waiting[0].suspicion, suspicion, "{row}");
        assert_eq!(waiting[0].document, document.id);
        let again = client.import("bad.csv", None, text.as_bytes()).await;
        assert_eq!((again.tally.duplicate, again.tally.received), (1, 1), "{row}");
    }
    assert_eq!(client.quarantine().await.len(), BAD.len());
    assert_eq!(client.listing().await, sound);
    assert_eq!(client.series("P-1", Quantity::Energy, "2026-01-01", Step::Day).await, day);
    let supply = client.series("P-1", Quantity::Supply, "2026-01-01", Step::Day).await;
    let Content::Gauge { min, max, .. } = supply[0].content else { panic!("{supply:?}") };
    assert_eq!((min.base(), max.base()), (70_000, 93_000));
}

#[tokio::test]
async fn ten_minutes_ahead_is_still_believed() {
    let (_daemon, client) = with_registry().await;
    let text = "#ek-document 1\npoint,meter,quantity,at,value,unit\nP-1,100,energy,2026-01-02T12:10:00Z,140,GJ\n";
    assert_eq!(client.import("ahead.csv", None, text.as_bytes()).await.tally.stored, 1);
}

#[tokio::test]
async fn what_is_no_document_is_parked_whole_with_its_reason() {
    let (daemon, client) = with_registry().await;
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaa\">]><document>&a;</document>";
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!("<document xmlns=\"urn:ek:document:1\" version=\"1\">{}", "<site>".repeat(10_000));
    let truth = paper::day(Form::Xml, jiff::civil::date(2026, 1, 1), Slip::None);
    let cases: [(&[u8], ProblemKind); 8] = [
        (b"<!DOCTYPE html><title>Log in</title>", ProblemKind::WebPage),
        (&truth.as_bytes()[..truth.len() / 2], ProblemKind::Malformed),
        (b"", ProblemKind::Malformed),
        (b"\x1f\x8b\x08\x00 packed", ProblemKind::UnknownFormat),
        (b"Dear Sir or Madam", ProblemKind::UnknownFormat),
        (bomb.as_bytes(), ProblemKind::Malformed),
        (deep.as_bytes(), ProblemKind::Malformed),
        (nested.as_bytes(), ProblemKind::Malformed),
    ];
    for (bytes, kind) in cases {
        let document = client.import("letter", None, bytes).await;
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        let Outcome::Parked { problem } = &document.outcome else { panic!("{start}") };
        assert_eq!(problem.kind, kind, "{start}: {problem:?}");
        assert_eq!(std::fs::read(daemon.paths.parked().join(&document.digest)).unwrap(), bytes, "{start}");
    }
    assert_eq!(client.listing().await, "");
}

#[tokio::test]
async fn one_poisonous_document_in_each_ten_delays_no_other() {
    let (_daemon, client) = with_registry().await;
    let mut n_parked = 0;
    for number in 0..200_i64 {
        let value = 1000 + number;
        let at = jiff::Timestamp::from_second(1_767_225_600 + number * 600).unwrap();
        let good = format!("#ek-document 1\npoint,meter,quantity,at,value,unit\nP-1,100,energy,{at},{value},GJ\n");
        let poison = format!("{{\"format\":\"ek-document\",\"version\":1,\"readings\":[{number},");
        let is_poisonous = number % 10 == 3;
        let text = if is_poisonous { poison } else { good };
        let document = client.import("a", None, text.as_bytes()).await;
        let is_parked = matches!(document.outcome, Outcome::Parked { .. });
        assert_eq!(is_parked, is_poisonous, "{text}: {document:?}");
        n_parked += usize::from(is_parked);
    }
    assert_eq!(client.listing().await.lines().count(), 200 - n_parked);
    let status = client.connection.ask(async |ek, context| ek.status(context).await).await.unwrap();
    assert_eq!((status.n_parked, status.n_documents), (n_parked as u64, 201));
}
