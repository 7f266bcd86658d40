//! Degree days, signatures, forecasts, peaks, settings and comparisons on the command line.

mod fixture;

use std::fmt::Write as _;

use common::forecast::ForecastQuery;
use common::setting::SettingKind;
use common::text::is_hidden;
use common::time::View;
use fixture::Daemon;

fn words(command: &str) -> Vec<&str> {
    command.split(' ').collect()
}

const COMMANDS: [&str; 20] = [
    "weather degree-days --range 2026-10-20..2026-10-28",
    "weather degree-days W-0412 --base 14,6 --step month --range 2026-09-01..2026-11-01",
    "weather degree-days --eurostat --step season --range season-1",
    "sites signature W-0412 --height 8",
    "sites forecast W-0412",
    "sites forecast W-0412 --season --day 2026-12-24 --units MWh",
    "sites peaks W-0412",
    "sites peaks W-0413",
    "sites settings",
    "sites settings W-0412 --range 2026-10",
    "sites annotate W-0412 kryza --kind hydraulics --at 2026-10-20T10:00",
    "sites withdraw 10",
    "sites card W-0412",
    "sites edit W-0413 --area 380,5 --category education --tariff A1",
    "sites edit W-0413 --no-area --no-tariff",
    "readings compare W-0412 --before 2026-08 --after 2026-10-14..now",
    "readings scatter P-0412 --quantity supply --range 2026-10 --height 8",
    "readings scatter P-0412 --quantity return --range 2026-10 --height 4 --width 40",
    "sites settings --columns number,kind,text --no-header",
    "weather degree-days --range 2026-10-20",
];

#[test]
fn analyses_are_read_by_people() {
    for language in ["pl", "en"] {
        let daemon = Daemon::start();
        let mut answers = String::new();
        for command in COMMANDS {
            let run = daemon.run(&[&words(command)[..], &["--lang", language]].concat());
            assert_eq!(run.status, 0, "{command}: {}", run.stderr);
            let shown = format!("{}{}", run.stdout, run.stderr);
            let hidden = |character: char| character != '\n' && is_hidden(character);
            assert!(!shown.contains(hidden), "{command}: {shown:?}");
            writeln!(answers, "$ ekctl {command}\n{shown}").unwrap();
        }
        insta::assert_snapshot!(format!("analyses_{language}"), answers);
    }
}

#[test]
fn a_forecast_is_never_told_without_its_error() {
    let daemon = Daemon::start();
    let told = daemon.answer(&["sites", "forecast", "W-0412", "--lang", "pl"]);
    for part in ["82,0 GJ (76,0 … 88,0)", "11 701 zł (10 843 … 12 556)", "błąd testu wstecz: 4,1 %"] {
        assert!(told.replace(['\u{a0}', '\u{202f}'], " ").contains(part), "{part}: {told}");
    }
    let asked = daemon.state.lock().unwrap().desk.forecasts.clone();
    let ForecastQuery { view, day, .. } = &asked[0];
    assert_eq!((*view, day.to_string().as_str()), (View::Month, "2026-10-26"));
}

#[test]
fn analyses_are_read_by_programs() {
    let daemon = Daemon::start();
    let mut answers = String::new();
    for command in [
        "weather degree-days --range 2026-10-25..2026-10-27",
        "sites signature W-0412",
        "sites forecast W-0412",
        "sites peaks W-0412",
        "sites settings",
        "sites card W-0412",
        "readings compare W-0412 --before 2026-08 --after 2026-10",
        "readings scatter P-0412 --quantity supply --range 2026-10",
    ] {
        let forms: &[&[&str]] = &[&["-o", "csv"], &["-o", "json"], &["--csv-dialect", "excel-pl"]];
        for form in forms {
            let answer = daemon.answer(&[&words(command)[..], form].concat());
            let head: Vec<_> = answer.lines().take(4).collect();
            writeln!(answers, "$ ekctl {command} {}\n{}\n", form.join(" "), head.join("\n")).unwrap();
        }
    }
    insta::assert_snapshot!("analyses_machine", answers);
}

#[test]
fn a_slip_is_told_with_its_cause_and_what_to_do() {
    let daemon = Daemon::start();
    for language in ["pl", "en"] {
        let mut errors = String::new();
        for command in [
            "sites forecast W-0413",
            "sites forecast W-041",
            "sites forecast W-0412 --day kiedyś",
            "sites signature W-0413",
            "sites signature W-0412 --range zima",
            "sites annotate W-0412",
            "sites annotate W-0412 x --kind nonsense",
            "sites withdraw 99",
            "sites edit W-0412",
            "sites edit W-0412 --area 2,412",
            "sites edit W-0412 --area 1 --no-area",
            "sites edit W-0412 --tariff B9",
            "readings compare W-0412 --before 2026-10",
            "readings compare W-0412 --before 2026-10 --after 2026-10-14..now",
            "readings compare W-0413 --before 2026-08 --after 2026-10",
            "readings scatter P-0412 --quantity energy",
            "weather degree-days --base 99",
            "weather degree-days --base 15 --eurostat",
            "weather degree-days --step hour",
        ] {
            let run = daemon.run(&[&words(command)[..], &["--lang", language]].concat());
            assert_eq!(run.stdout, "", "{command}");
            writeln!(errors, "$ ekctl {command}\n{}=> {}\n", run.stderr, run.status).unwrap();
        }
        insta::assert_snapshot!(format!("analyses_errors_{language}"), errors);
    }
}

#[test]
fn a_change_of_settings_is_written_down_once() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().decisions.broken = 1;
    let annotate = ["sites", "annotate", "W-0412", "krzywa 1,4→1,2", "--kind", "curve", "--at", "2026-10-14T10:00"];
    let run = daemon.run(&[&annotate[..], &["--retry", "2", "-q"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let settings = daemon.state.lock().unwrap().desk.settings.clone();
    assert_eq!(settings.len(), 3);
    assert_eq!((settings[0].kind, settings[0].at.to_string().as_str()), (SettingKind::Curve, "2026-10-14T08:00:00Z"));
}
