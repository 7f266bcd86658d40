//! What people read: help, tables, charts and errors, in Polish and English.

mod fixture;

use std::fmt::Write as _;

use fixture::{Daemon, bare, finish};

#[test]
fn the_bare_command_greets_with_three_examples() {
    insta::assert_snapshot!("welcome_pl", finish(&mut bare(&[])).stdout);
    insta::assert_snapshot!("welcome_en", finish(&mut bare(&["--lang", "en"])).stdout);
}

#[test]
fn help_speaks_both_languages() {
    for language in ["pl", "en"] {
        let mut help = String::new();
        for words in [&["--help"][..], &["sites", "--help"], &["readings", "list", "--help"], &["watch", "-h"]] {
            let arguments: Vec<_> = words.iter().copied().chain(["--lang", language]).collect();
            writeln!(help, "$ ekctl {}\n{}", words.join(" "), finish(&mut bare(&arguments)).stdout).unwrap();
        }
        insta::assert_snapshot!(format!("help_{language}"), help);
    }
}

#[test]
fn tables_are_read_by_people() {
    let daemon = Daemon::start();
    for language in ["pl", "en"] {
        let mut answers = String::new();
        for command in [
            "status",
            "sites list",
            "sites live",
            "sites show W-0412",
            "points list",
            "points show P-0412",
            "meters list",
            "meters show 00120412",
            "meters show 67120413",
            "readings list P-0412 --range 2026-10-26T10:00..2026-10-26T12:00 --units kWh",
            "readings list P-0412 --step day --range 2026-10-25..2026-10-27",
            "readings list P-0412 --step hour --quantity supply --range 2026-10-25T17:00..2026-10-25T20:00",
            "readings latest P-0413",
            "readings gaps P-0412",
            "readings gaps P-0413",
            "quarantine list",
            "sources list",
            "sources show etis",
            "sites list --sort -name --columns name --no-header",
        ] {
            let arguments: Vec<_> = command.split(' ').chain(["--lang", language]).collect();
            writeln!(answers, "$ ekctl {command}\n{}", daemon.answer(&arguments)).unwrap();
        }
        insta::assert_snapshot!(
            format!("tables_{language}"),
            answers.replace(daemon.socket().to_str().unwrap(), "SOCKET")
        );
    }
}

#[test]
fn charts_have_units_local_time_and_honest_holes() {
    let daemon = Daemon::start();
    for glyphs in ["wgl4", "ascii", "unicode"] {
        let mut charts = String::new();
        for command in [
            "readings chart P-0412 --range 2026-10-25",
            "readings chart P-0412 --view week",
            "readings chart P-0412 --view season --units MWh --height 6",
            "readings chart P-0412 --quantity supply --range 2026-10-25",
            "readings chart P-0412 --range 2025-01 --lang en",
        ] {
            let arguments: Vec<_> = command.split(' ').chain(["--glyphs", glyphs]).collect();
            writeln!(charts, "$ ekctl {command}\n{}", daemon.answer(&arguments)).unwrap();
        }
        assert!(!charts.contains('\u{2800}'));
        insta::assert_snapshot!(format!("charts_{glyphs}"), charts);
    }
}

#[test]
fn errors_say_what_why_and_what_next() {
    let daemon = Daemon::start();
    for language in ["pl", "en"] {
        let mut errors = String::new();
        for command in [
            "sites show W-041",
            "readings list P-1",
            "meters show 6712",
            "meters verify 99 --on 2024-05-14",
            "meters verify 67120412 --on yesterday",
            "sources show sim",
            "readings list P-0412 --range zima",
            "readings list P-0412 --range 2026-03-29T02:30..2026-04-01",
            "readings list P-0412 --range 2026-10-25T02:30..",
            "readings list P-0412 --range 2026-10-02..2026-10-01",
            "sites list --columns kot",
            "schema show kot",
            "readings import /nonexistent/plik.csv",
            "readings export --since-cursor --range today",
            "watch -o csv",
            "dom",
            "sites",
            "sites lst",
            "sites list --kolor",
            "readings list",
            "sites list --limit wiele",
            "sites list --limit",
            "sites list -o xml",
            "status --timeout 5h",
            "sites list --all --limit 3",
            "status nadmiar",
            "status --server unix:/nonexistent/ekd.sock",
            "status --out /nonexistent/status.txt",
        ] {
            let arguments: Vec<_> = command.split(' ').chain(["--lang", language]).collect();
            let run = daemon.run(&arguments);
            assert_eq!(run.stdout, "", "{command}");
            writeln!(errors, "$ ekctl {command}\n{}=> {}\n", run.stderr, run.status).unwrap();
        }
        insta::assert_snapshot!(format!("errors_{language}"), errors);
    }
}

#[test]
fn singular_nouns_do_as_well() {
    let daemon = Daemon::start();
    assert_eq!(daemon.answer(&["site", "list"]), daemon.answer(&["sites", "list"]));
    assert_eq!(daemon.answer(&["point", "show", "P-0412"]), daemon.answer(&["points", "show", "P-0412"]));
}

#[test]
fn headings_are_bold_only_where_asked() {
    let daemon = Daemon::start();
    assert!(!daemon.answer(&["sites", "list"]).contains('\u{1b}'));
    assert!(daemon.answer(&["sites", "list", "--color", "always"]).starts_with("\u{1b}[1mkod"));
}
