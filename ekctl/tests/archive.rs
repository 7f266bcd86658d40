//! The faces of the archive: versions, totals, decisions, verification, damage.

mod fixture;

use std::fmt::Write as _;

use common::archive::Decision;
use common::quantity::{Quantity, Value};
use fixture::archive::{damaged_month, findings};
use fixture::data::instant;
use fixture::{Daemon, Run};
use serde_json::Value as Json;

fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in command.chars() {
        match (character, words.last_mut()) {
            ('"', _) => quoted = !quoted,
            (' ', _) if !quoted => words.push(String::new()),
            (_, Some(word)) => word.push(character),
            (_, None) => {}
        }
    }
    words
}

fn run(daemon: &Daemon, command: &str, more: &[&str]) -> Run {
    let words = words(command);
    daemon.run(&words.iter().map(String::as_str).chain(more.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn the_faces_of_the_archive_are_read_by_people() {
    let daemon = Daemon::start();
    for language in ["pl", "en"] {
        let mut answers = String::new();
        for command in [
            "readings history P-0412",
            "readings history P-0412 2026-10-25T06:00",
            "readings history P-0412 --range 2026-10-25T06:00..2026-10-25T08:00 --quantity energy --all --columns all",
            "readings total",
            "readings total --quantity volume --step day --range 2026-10-23..2026-10-27",
            "archive stat",
            "archive verify",
            "meters replace P-0412 --at 2026-10-26T10:20 --serial 71000001 --last-energy \"7009.5 GJ\" --dry-run",
            "meters replace P-0412 --at 2026-10-26T10:20 --serial 71000001 --model \"Kamstrup MULTICAL 803\" --initial-volume 0",
            "meters resolve P-0412 --quantity energy --as rollover --at 2026-10-25T07:00 --capacity \"100000 GJ\"",
            "meters resolve P-0412 --quantity energy --as bad --at 2026-10-25T07:00",
            "meters resolve P-0412 --quantity energy --as true --range 2026-10-25",
            "meters verify 67120412 --on 2024-05-14",
        ] {
            let answer = run(&daemon, command, &["--lang", language]);
            assert_eq!((answer.status, answer.stderr.as_str()), (0, ""), "{command}");
            writeln!(answers, "$ ekctl {command}\n{}", answer.stdout).unwrap();
        }
        insta::assert_snapshot!(format!("archive_{language}"), answers);
    }
}

#[test]
fn wrong_input_is_told_with_the_right_example() {
    let daemon = Daemon::start();
    for language in ["pl", "en"] {
        let mut errors = String::new();
        for command in [
            "readings history P-1",
            "readings history P-0412 zima",
            "readings history P-0412 2026-10-25T02:30",
            "readings history P-0412 2026-10-25 --range 2026-10",
            "readings total --quantity supply",
            "readings total --step hour",
            "meters replace P-0412 --at 2026-10-26T10:20",
            "meters replace P-0412 --at 2026-99-26 --serial 71000001",
            "meters replace P-0412 --at 2026-09-26 --serial 71000001",
            "meters replace P-0412 --at 2026-10-26 --serial 71000001 --last-energy \"10 m3\"",
            "meters replace P-0412 --at 2026-10-26 --serial 71000001 --last-volume \"-3 m3\"",
            "meters replace P-0412 --at 2026-10-26 --serial 71000001 --last-energy \"1.234,5 GJ\"",
            "meters resolve P-0412 --quantity energy --as rollover --at 2026-10-25T07:00",
            "meters resolve P-0412 --quantity energy --as rollover --capacity \"100000 GJ\"",
            "meters resolve P-0412 --quantity energy --as rollover --range 2026-10-25 --capacity \"100000 GJ\"",
            "meters resolve P-0412 --quantity energy --as rollover --at 2026-10-25T07:00 --capacity 0",
            "meters resolve P-0412 --quantity energy --as bad",
            "meters resolve P-0412 --quantity energy --as true --at 2026-10-25T07:00 --capacity 5",
            "meters resolve P-0412 --quantity energy --as bad --at 2026-10-25T07:00 --range 2026-10-25",
            "meters resolve P-0412 --quantity energy --as wrong --at 2026-10-25T07:00",
            "meters resolve P-0412 --as bad --at 2026-10-25T07:00",
            "meters resolve P-0412 --quantity energy --as bad --range 2025",
            "archive",
            "archive verify --after kot",
        ] {
            let answer = run(&daemon, command, &["--lang", language]);
            assert_eq!(answer.stdout, "", "{command}");
            writeln!(errors, "$ ekctl {command}\n{}=> {}\n", answer.stderr, answer.status).unwrap();
        }
        insta::assert_snapshot!(format!("archive_errors_{language}"), errors);
    }
    let decisions = &daemon.state.lock().unwrap().decisions;
    assert!(decisions.replacements.is_empty() && decisions.resolutions.is_empty());
}

#[test]
fn amounts_reach_the_daemon_exactly_in_any_unit() {
    let daemon = Daemon::start();
    let replace = "meters replace P-0412 --at 2026-10-26T10:20 --serial 71000001 --lang pl";
    let amounts = [
        "--last-energy",
        "7 009,500000001 GJ",
        "--last-volume",
        "61240500 l",
        "--initial-energy",
        "1 kWh",
        "--initial-volume",
        "0,5",
    ];
    assert_eq!(run(&daemon, replace, &amounts).status, 0);
    let state = daemon.state.lock().unwrap();
    let sent = &state.decisions.replacements[0].1;
    assert_eq!(sent.at, instant("2026-10-26T09:20:00Z"));
    let bases = |registers: &common::meter::Registers| {
        (registers.energy.map(|energy| energy.base()), registers.volume.map(|volume| volume.base()))
    };
    assert_eq!(bases(&sent.last), (Some(7_009_500_000_001), Some(61_240_500_000)));
    assert_eq!(bases(&sent.initial), (Some(3_600_000), Some(500_000)));
}

#[test]
fn an_instant_is_decided_about_without_its_neighbours() {
    let daemon = Daemon::start();
    run(&daemon, "meters resolve P-0412 --quantity energy --as bad --at 2026-10-25T07:00:00+01:00", &[]);
    run(
        &daemon,
        "meters resolve P-0412 --quantity energy --as rollover --at 2026-10-25T07:00 --capacity \"27777.75 MWh\"",
        &[],
    );
    let state = daemon.state.lock().unwrap();
    let [(_, bad), (_, rollover)] = &state.decisions.resolutions[..] else { panic!("two decisions were sent") };
    let Decision::Bad { period } = bad.decision else { panic!("{bad:?}") };
    assert_eq!((period.from, period.until), (instant("2026-10-25T06:00:00Z"), instant("2026-10-25T06:00:01Z")));
    let capacity = Value::new(Quantity::Energy, 99_999_900_000_000);
    assert_eq!(rollover.decision, Decision::Rollover { at: period.from, capacity });
}

#[test]
fn a_decision_keeps_its_key_over_broken_connections() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().decisions.broken = 2;
    let replace = "meters replace P-0412 --at 2026-10-26T10:20 --serial 71000001 --retry 3";
    assert_eq!(run(&daemon, replace, &[]).status, 0);
    let state = daemon.state.lock().unwrap();
    let keys: Vec<_> = state.decisions.replacements.iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0]));
}

#[test]
fn a_dry_run_sends_nothing() {
    let daemon = Daemon::start();
    let replace = "meters replace P-0412 --at 2026-10-26T10:20 --serial 71000001 --last-energy 7009.5 --dry-run --json";
    let shown: Json = serde_json::from_str(&run(&daemon, replace, &[]).stdout).unwrap();
    assert_eq!(shown["schema"], "ek/v1/meter.replacement");
    assert_eq!(
        (&shown["items"][0]["old_meter"], &shown["items"][0]["new_meter"]),
        (&"67120412".into(), &"71000001".into())
    );
    assert!(daemon.state.lock().unwrap().decisions.replacements.is_empty());
}

#[test]
fn findings_end_with_ten_and_name_what_to_do() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().findings = findings();
    let mut answers = String::new();
    for more in ["--lang pl", "--lang en", "-o csv", "-o ndjson --lang en"] {
        let answer = run(&daemon, &format!("archive verify {more}"), &[]);
        assert_eq!(answer.status, 10);
        writeln!(answers, "$ ekctl archive verify {more}\n{}{}", answer.stdout, answer.stderr).unwrap();
    }
    daemon.state.lock().unwrap().findings.drain(..2);
    let answer = run(&daemon, "archive verify --lang en", &[]);
    writeln!(answers, "$ ekctl archive verify\n{}{}", answer.stdout, answer.stderr).unwrap();
    insta::assert_snapshot!("archive_findings", answers);
}

#[test]
fn damage_is_told_and_ends_with_eight() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().damaged = vec![damaged_month()];
    for command in [
        "readings chart P-0412 --range 2026-10-25 --lang en",
        "readings chart P-0412 --range 2026-10-25 --json",
        "readings list P-0412 --step day --range 2026-10-25 --lang en --quantity energy,supply",
    ] {
        let answer = run(&daemon, command, &[]);
        assert_eq!(answer.status, 8, "{command}");
        assert!(!answer.stdout.is_empty());
        assert!(answer.stderr.contains("P-0412 2026-09-01 – 2026-10-01"), "{}", answer.stderr);
        assert!(answer.stderr.contains("ekctl archive verify"), "{}", answer.stderr);
        assert_eq!(answer.stderr.matches("P-0412").count(), 1, "{}", answer.stderr);
    }
    assert_eq!(run(&daemon, "readings chart P-0413 --range 2026-10-25", &[]).status, 0);
}

#[test]
fn a_replacement_is_marked_in_every_alphabet() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().replaced = vec![instant("2026-10-25T05:00:00Z"), instant("2026-10-25T12:20:00Z")];
    let mut charts = String::new();
    for glyphs in ["wgl4", "ascii", "unicode"] {
        for command in
            ["readings chart P-0412 --range 2026-10-25", "readings chart P-0412 --quantity supply --range 2026-10-25"]
        {
            let answer = run(&daemon, command, &["--glyphs", glyphs, "--height", "5"]);
            writeln!(charts, "$ ekctl {command} --glyphs {glyphs}\n{}", answer.stdout).unwrap();
        }
    }
    daemon.state.lock().unwrap().damaged = vec![damaged_month()];
    let answer = run(&daemon, "readings chart P-0412 --view season --lang en", &["--height", "4"]);
    writeln!(charts, "$ ekctl readings chart P-0412 --view season\n{}{}", answer.stdout, answer.stderr).unwrap();
    insta::assert_snapshot!("archive_charts", charts);
}
