//! Uploads on their way, and places in the journal that no daemon gave.

use std::time::Duration;

use common::api::{MAX_UPLOAD_PART, OnceKey};
use common::fault::Cause;
use common::id::Cursor;
use jiff::civil::date;

use crate::harness::client::Upload;
use crate::harness::daemon::TestDaemon;
use crate::harness::paper::{self, Form, Slip};

const NOW: &str = "2026-04-01T00:00:00Z";

fn n_uploads(daemon: &TestDaemon) -> usize {
    std::fs::read_dir(daemon.paths.state.join("uploads")).unwrap().count()
}

#[tokio::test]
async fn an_import_leaves_no_upload_behind_however_it_ends() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let text = paper::day(Form::Csv, date(2026, 3, 24), Slip::None);
    let bytes = text.as_bytes();
    let key = |number| OnceKey::new([number; 16]);
    let upload = Upload { key: key(1), name: "day.csv", mapping: None, bytes, piece: MAX_UPLOAD_PART };

    let unknown = Upload { key: key(2), mapping: Some("nowhere"), ..upload.clone() };
    let cause = client.resume(&unknown).await.unwrap_err().cause;
    assert!(matches!(cause, Cause::NoSuchMapping { .. }), "{cause:?}");
    assert_eq!(n_uploads(&daemon), 0);

    let first = client.resume(&upload).await.unwrap();
    assert_eq!(n_uploads(&daemon), 0);
    let again = client.resume(&upload).await.unwrap();
    assert_eq!(again, first);
    assert_eq!(n_uploads(&daemon), 0);
}

#[tokio::test]
async fn parts_of_a_file_are_taken_in_in_their_order_and_never_without_the_one_before() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    // The first takes much longer to read than the second.
    let (long, short) = (rows(20_000), rows(1));
    let upload = |number, text| Upload {
        key: OnceKey::new([number; 16]),
        name: "part.csv",
        mapping: Some("long"),
        bytes: text,
        piece: MAX_UPLOAD_PART,
    };
    let (first, second) = (upload(1, long.as_bytes()), upload(2, short.as_bytes()));
    client.send_all(&first).await.unwrap();
    client.send_all(&second).await.unwrap();

    let early = client.take_in(&second, Some(&first.key)).await.unwrap_err();
    assert_eq!(early.cause, Cause::Busy);
    assert_eq!(client.documents().await, []);

    // Calls that are made at once may be begun in the other order: that one is told to come again.
    let in_its_turn = async {
        loop {
            match client.take_in(&second, Some(&first.key)).await {
                Err(fault) if fault.cause == Cause::Busy => tokio::time::sleep(Duration::from_millis(5)).await,
                answer => return answer,
            }
        }
    };
    let both = tokio::join!(client.take_in(&first, None), in_its_turn);
    let (first, second) = (both.0.unwrap(), both.1.unwrap());
    assert!(first.id < second.id);
    assert_eq!((second.tally.received, second.tally.duplicate), (1, 1), "its row is the first of the other");
    assert_eq!(n_uploads(&daemon), 0);
}

#[tokio::test]
async fn an_import_asked_for_again_while_it_runs_is_taken_in_once() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let text = rows(20_000);
    let key = OnceKey::new([1; 16]);
    let upload = Upload { key, name: "a.csv", mapping: Some("long"), bytes: text.as_bytes(), piece: MAX_UPLOAD_PART };
    client.send_all(&upload).await.unwrap();
    let both = tokio::join!(client.take_in(&upload, None), client.take_in(&upload, None));
    assert_eq!(both.0.unwrap(), both.1.unwrap());
    assert_eq!(client.documents().await.len(), 1);
}

/// Writes so many hours of a register, as the long mapping reads them.
fn rows(n_rows: i64) -> String {
    let row = |hour| format!("7,energy_gj,{},{hour}.5\n", 1_600_000_000 + hour * 3600);
    "meter,quantity,unix_ts,value\n".to_owned() + &(0..n_rows).map(row).collect::<String>()
}

#[tokio::test]
async fn a_cursor_of_another_archive_is_refused_at_once() {
    let daemon = TestDaemon::start(NOW, "").await;
    let client = daemon.client().await;
    let end = client.news(None, 0).await.unwrap();
    assert_eq!(client.news(Some(end), 0).await, Ok(end));
    for beyond in [end.0 + 1, i64::MAX] {
        let fault = client.news(Some(Cursor(beyond)), 50).await.unwrap_err();
        assert_eq!(fault.cause, Cause::BadPage);
    }
}
