//! Following the journal: events, the end after a count or a time, and an outage.

mod fixture;

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use common::alarm::{AlarmKind, Severity, Turn};
use common::event::{Event, Happening};
use common::id::{AlarmId, Cursor, DocumentId, PointId, SourceName};
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
fn alarms_are_followed_with_what_became_of_them() {
    let daemon = Daemon::start();
    let alarm = |cursor, point, turn| {
        let (alarm, alarm_kind, severity) = (AlarmId(12), AlarmKind::ReturnHot, Severity::Warning);
        let what = Happening::Alarm { alarm, alarm_kind, severity, point, turn };
        Event { what, ..event(cursor) }
    };
    let until = instant("2026-10-26T17:00:00Z");
    daemon.state.lock().unwrap().events = vec![
        alarm(41, Some(PointId(1)), Turn::Raised { severity: Severity::Warning }),
        event(42),
        alarm(43, None, Turn::Muted { until }),
        alarm(44, Some(PointId(1)), Turn::Cleared),
    ];
    let lines = daemon.answer(&["watch", "alarms", "--since-cursor", "40", "--count", "3"]);
    insta::assert_snapshot!("alarms", lines);
    let schema = fixture::finish(&mut fixture::bare(&["schema", "show", "event"])).stdout;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        for key in line.as_object().unwrap().keys() {
            assert!(schema["properties"].get(key).is_some(), "{key}");
        }
    }
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
