//! Following the journal: events, the end after a count or a time, and an outage.

mod fixture;

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use common::event::{Event, Happening};
use common::id::{Cursor, DocumentId, PointId, SourceName};
use fixture::Daemon;
use fixture::data::{instant, tally};
use serde_json::Value;

fn etis() -> SourceName {
    SourceName::parse("etis").expect("a name is a name")
}

fn event(cursor: i64) -> Event {
    let what = Happening::Readings {
        source: etis(),
        document: DocumentId(cursor),
        tally: tally(12, 0),
        points: vec![PointId(1), PointId(99)],
        n_points: 2,
    };
    Event { cursor: Cursor(cursor), at: instant("2026-10-26T13:00:00Z"), what }
}

#[test]
fn events_are_lines_of_json() {
    let daemon = Daemon::start();
    let recovered = Happening::SourceRecovered { source: etis() };
    daemon.state.lock().unwrap().events = vec![event(41), Event { what: recovered, ..event(42) }, event(43)];
    let all = daemon.answer(&["watch", "--since-cursor", "40", "--count", "3"]);
    insta::assert_snapshot!("events", all);
    let removed = Happening::ReadingsRemoved {
        point: PointId(1),
        rule: "flats".to_owned(),
        until: instant("2023-10-25T22:00:00Z"),
        n_removed: 7,
        n_thinned: 1440,
    };
    daemon.state.lock().unwrap().events.push(Event { what: removed, ..event(44) });
    insta::assert_snapshot!("removed", daemon.answer(&["watch", "--since-cursor", "43", "--count", "1"]));
    let readings = daemon.answer(&["watch", "readings", "--since-cursor", "41", "--count", "1"]);
    assert!(readings.contains("\"cursor\":43"));
}

#[test]
fn it_ends_after_the_given_time() {
    let daemon = Daemon::start();
    assert_eq!(daemon.answer(&["watch", "--for", "50ms"]), "");
}

#[test]
fn an_outage_is_told_and_nothing_is_missed() {
    let mut daemon = Daemon::start();
    daemon.state.lock().unwrap().events = vec![event(41)];
    let mut command = daemon.command(&["watch", "--since-cursor", "40", "--count", "2"]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["cursor"], 41);
    daemon.hang_up();
    daemon.state.lock().unwrap().events.push(event(42));
    daemon.listen();
    let gap = next();
    assert_eq!((&gap["kind"], &gap["cursor"]), (&Value::from("gap"), &Value::from(41)));
    assert!(gap["since"].is_string());
    assert_eq!(next()["cursor"], 42);
    assert!(child.wait().unwrap().success());
}
