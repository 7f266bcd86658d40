//! What a meter says of itself, and when it was verified: from a document or a person to every answer.

use std::fmt::Write as _;

use common::fault::Cause;
use common::info_code::{InfoKind, hexadecimal};
use common::quantity::Quantity;
use common::reading::Suspicion;
use common::series::Content;
use common::time::Step;
use jiff::civil::date;

use crate::harness::client::once;
use crate::harness::daemon::TestDaemon;

const NOW: &str = "2026-02-01T00:00:00Z";

/// A site with two meters whose models send 32 bits and 16 bits.
fn registry(verified_on: &str) -> String {
    format!(
        "<document xmlns=\"urn:ek:document:1\" version=\"1\"><site code=\"S-1\" name=\"Szkoła\">\
         <point code=\"P-1\" cadence=\"PT1H\"><meter serial=\"100\" model=\"Kamstrup MULTICAL 603\" \
         from=\"2025-01-01T00:00:00Z\" verified-on=\"{verified_on}\"/></point>\
         <point code=\"P-2\"><meter serial=\"200\" model=\"Kamstrup MULTICAL 602\" \
         from=\"2025-01-01T00:00:00Z\"/></point></site></document>"
    )
}

fn codes(rows: &[(&str, u8, i64)]) -> String {
    let mut text = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    for (point, hour, code) in rows {
        writeln!(text, "{point},,info_code,2026-01-05T{hour:02}:00:00Z,{code},1").unwrap();
    }
    text
}

#[tokio::test]
async fn an_info_code_in_a_document_is_told_with_its_bits_and_only_where_the_model_is_known() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    client.import("registry.xml", None, registry("2024-05-14").as_bytes()).await;
    assert_eq!(client.info_codes("P-1").await, []);
    let rows =
        codes(&[("P-1", 6, 1), ("P-1", 7, 0x0400_0100), ("P-2", 7, 0x0102), ("P-1", 8, 1 << 32), ("P-1", 9, -1)]);
    let document = client.import("codes.csv", None, rows.as_bytes()).await;
    assert_eq!((document.tally.stored, document.tally.quarantined), (3, 2), "{document:?}");
    assert!(client.quarantine().await.iter().all(|waiting| waiting.suspicion == Suspicion::OutOfRange));

    let found = client.info_codes("P-1").await;
    assert_eq!(found.len(), 1);
    assert_eq!(hexadecimal(found[0].code), "0x0400_0100");
    assert_eq!((found[0].table.as_deref(), found[0].unknown.as_slice()), (Some("kamstrup-32"), [26].as_slice()));
    let known: Vec<_> = found[0].known.iter().map(|known| (known.bit, known.kind)).collect();
    assert_eq!(known, [(8, InfoKind::Air)]);
    let raw = client.info_codes("P-2").await;
    assert_eq!((raw[0].table.as_deref(), raw[0].known.len(), raw[0].unknown.as_slice()), (None, 0, [1, 8].as_slice()));
}

#[tokio::test]
async fn a_day_of_codes_has_every_bit_that_was_set() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    client.import("registry.xml", None, registry("2024-05-14").as_bytes()).await;
    client.import("codes.csv", None, codes(&[("P-1", 6, 5), ("P-1", 7, 6), ("P-1", 8, 0)]).as_bytes()).await;
    let buckets = client.series("P-1", Quantity::InfoCode, "2026-01-05", Step::Day).await;
    let Content::Gauge { min, mean, max } = buckets[0].content else { panic!("{buckets:?}") };
    assert_eq!((min.base(), mean.base(), max.base()), (0, 7, 7));
}

#[tokio::test]
async fn the_latest_verification_counts_whoever_tells_it() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let verified = async || client.meters().await[0].verified_on;
    for (told, expected) in [
        ("2020-03-01", Some(date(2020, 3, 1))),
        ("2024-05-14", Some(date(2024, 5, 14))),
        ("2020-03-01", Some(date(2024, 5, 14))),
        ("2027-01-01", Some(date(2024, 5, 14))),
    ] {
        client.import(&format!("{told}.xml"), None, registry(told).as_bytes()).await;
        assert_eq!(verified().await, expected, "{told}");
    }
    let key = once();
    let meter = client.set_verification(&key, "100", date(2025, 12, 1)).await.unwrap();
    assert_eq!(meter.verified_on, Some(date(2025, 12, 1)));
    // The same call again is the same call, whatever it says.
    let again = client.set_verification(&key, "100", date(2025, 12, 24)).await.unwrap();
    assert_eq!((again, verified().await), (meter, Some(date(2025, 12, 1))));
    // A person may also take back a slip of the pen; a document does not.
    client.set_verification(&once(), "100", date(2023, 12, 1)).await.unwrap();
    assert_eq!(verified().await, Some(date(2023, 12, 1)));
}

#[tokio::test]
async fn an_impossible_verification_is_refused() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    client.import("registry.xml", None, registry("2024-05-14").as_bytes()).await;
    for day in [date(2026, 2, 2), date(1913, 1, 1)] {
        let fault = client.set_verification(&once(), "100", day).await.unwrap_err();
        assert_eq!(fault.cause, Cause::BadVerification { on: day.to_string() });
    }
    let fault = client.set_verification(&once(), "10", date(2024, 5, 14)).await.unwrap_err();
    assert_eq!(fault.cause, Cause::NoSuchMeter { text: "10".to_owned(), similar: vec!["100".to_owned()] });
}
