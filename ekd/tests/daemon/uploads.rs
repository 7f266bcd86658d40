//! Uploads on their way, and places in the journal that no daemon gave.

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
