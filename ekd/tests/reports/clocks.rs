//! A schedule has each local date once: clocks that are set, restarts and standstills repeat none and skip none.

use std::path::Path;

use common::report::schedule::Destination;
use jiff::Timestamp;

use crate::harness::client::{Client, once};
use crate::harness::daemon::TestDaemon;
use crate::town::{every_morning, made, readings, registry, save};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Has something be committed, after which whoever makes reports looks at the clock.
async fn nudge(client: &Client) {
    let mut report = every_morning(&format!("x{}", once().as_str()), Destination::Directory);
    report.schedule = None;
    save(client, report).await;
}

/// Waits until so many files lie there.
async fn wait_for_files(client: &Client, directory: &Path, n_files: usize) {
    // What is being written has a name of its own.
    let is_whole = |entry: &std::fs::DirEntry| !entry.file_name().to_string_lossy().starts_with(".ekd-");
    let n = || directory.read_dir().unwrap().filter(|entry| is_whole(entry.as_ref().unwrap())).count();
    client.wait_until("the files", async |_| n() == n_files).await;
}

/// Returns the dates for which reports were made, oldest first.
async fn dates(client: &Client) -> Vec<String> {
    let dates = made(client).await.into_iter().rev().map(|made| made.due_on.unwrap().to_string());
    dates.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_and_on_and_a_restart_repeat_no_report() {
    let directory = tempfile::tempdir().unwrap();
    let sections = format!("[reports]\ndirectory = \"{}\"\n", directory.path().display());
    let daemon = TestDaemon::start("2026-04-10T03:00:00Z", &sections).await;
    let client = daemon.client().await;
    client.import("registry.xml", None, registry(2).as_bytes()).await;
    client.import("readings.csv", None, readings(2, 0..900).as_bytes()).await;
    let saved = save(&client, every_morning("Zarząd", Destination::Directory)).await;
    assert_eq!(saved.next_on.unwrap().to_string(), "2026-04-10");
    daemon.set_clock(at("2026-04-10T04:00:00Z"));
    nudge(&client).await;
    wait_for_files(&client, directory.path(), 2).await;
    // Three hours back, and again to six.
    for now in ["2026-04-10T01:00:00Z", "2026-04-10T04:00:30Z"] {
        daemon.set_clock(at(now));
        nudge(&client).await;
    }
    // 26 hours on: the next date comes before its time, and once.
    daemon.set_clock(at("2026-04-11T06:00:00Z"));
    let client = daemon.client().await;
    nudge(&client).await;
    wait_for_files(&client, directory.path(), 4).await;
    daemon.set_clock(at("2026-04-10T04:10:00Z"));
    let daemon = daemon.restart(&sections).await;
    let client = daemon.client().await;
    nudge(&client).await;
    daemon.set_clock(at("2026-04-11T04:00:00Z"));
    nudge(&client).await;
    // Two dates were missed.
    daemon.set_clock(at("2026-04-13T05:00:00Z"));
    let client = daemon.client().await;
    nudge(&client).await;
    wait_for_files(&client, directory.path(), 8).await;
    assert_eq!(dates(&client).await, ["2026-04-10", "2026-04-11", "2026-04-12", "2026-04-13"]);
    let mut names: Vec<String> =
        directory.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names[..2], ["zarzad_2026-04-09_1.csv", "zarzad_2026-04-09_1.pdf"]);
    assert!(std::fs::read(directory.path().join(&names[1])).unwrap().starts_with(b"%PDF-"));
}
