//! The drop directory: what others rename into it is taken, and what is no document hinders no document.

use std::os::unix::fs::symlink;
use std::path::Path;

use common::source::{Outcome, ProblemKind};
use jiff::civil::date;

use crate::harness::daemon::TestDaemon;
use crate::harness::paper::{self, Form, Slip};

const NOW: &str = "2026-04-05T00:00:00Z";

fn section(directory: &Path) -> String {
    let directory = directory.display();
    format!("[drop.sftp]\ndirectory = \"{directory}\"\ninterval = \"1s\"\nsettle = \"0s\"\nmax-size = 1000000\n")
}

/// Renames a file into the inbox, as SFTP and cron do.
fn put(directory: &Path, name: &str, bytes: &[u8]) {
    let written = directory.join(format!("{name}.part"));
    std::fs::write(&written, bytes).unwrap();
    std::fs::rename(written, directory.join("inbox").join(name)).unwrap();
}

#[tokio::test]
async fn a_fifo_a_link_and_a_giant_in_the_inbox_are_set_aside_and_the_documents_are_taken() {
    let home = tempfile::tempdir().unwrap();
    let (directory, outside) = (home.path().join("sftp"), home.path().join("secret.csv"));
    let inbox = directory.join("inbox");
    std::fs::create_dir_all(&inbox).unwrap();
    std::fs::write(
        &outside,
        "#ek-document 1\npoint,meter,quantity,at,value,unit\nX,,energy,2026-01-01T00:00:00Z,1,GJ\n",
    )
    .unwrap();
    let made = std::process::Command::new("mkfifo").arg(inbox.join("a-fifo.xml")).status().unwrap();
    assert!(made.success());
    symlink(&outside, inbox.join("b-link.csv")).unwrap();
    std::fs::File::create(inbox.join("c-giant.xml")).unwrap().set_len(2 << 30).unwrap();
    put(&directory, "d-login.xml", b"<!DOCTYPE html><title>Zaloguj</title>");
    let truth = paper::day(Form::Xml, date(2026, 3, 1), Slip::None);
    put(&directory, "e-half.xml", &truth.as_bytes()[..truth.len() / 2]);
    put(&directory, "f-day.xml", truth.as_bytes());
    put(&directory, "g-day.json", paper::day(Form::Json, date(2026, 3, 2), Slip::None).as_bytes());

    let daemon = TestDaemon::start(NOW, &section(&directory)).await;
    let client = daemon.client().await;
    let has_all = async |client: &crate::harness::client::Client| client.documents().await.len() == 7;
    client.wait_until("seven documents", has_all).await;
    let kind_of = |document: &common::source::Document| match &document.outcome {
        Outcome::Parked { problem } => Some(problem.kind),
        Outcome::Taken | Outcome::Unknown => None,
    };
    let mut found: Vec<(String, Option<ProblemKind>)> =
        client.documents().await.iter().map(|document| (document.name.clone(), kind_of(document))).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let expected = [
        ("a-fifo.xml", Some(ProblemKind::NotAFile)),
        ("b-link.csv", Some(ProblemKind::NotAFile)),
        ("c-giant.xml", Some(ProblemKind::TooLarge)),
        ("d-login.xml", Some(ProblemKind::WebPage)),
        ("e-half.xml", Some(ProblemKind::Malformed)),
        ("f-day.xml", None),
        ("g-day.json", None),
    ];
    assert_eq!(found, expected.map(|(name, kind)| (name.to_owned(), kind)));
    assert_eq!(client.listing().await.lines().count(), 2 * 24 * 3 * 4);
    let is_away = async |_: &crate::harness::client::Client| inbox.read_dir().unwrap().next().is_none();
    client.wait_until("an empty inbox", is_away).await;
    assert_eq!(directory.join("done").read_dir().unwrap().count(), 2);
    assert!(outside.exists(), "what a link points to is not ours");
}
