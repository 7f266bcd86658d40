//! Weather, curves and stations on the command line: what is shown, what is sent, what a slip is told.

mod fixture;

use std::fmt::Write as _;

use fixture::Daemon;

const CURVE: &str = "outdoor_c;supply_c\n-20;75,5\n15;32\n";

#[test]
fn weather_is_read_by_people() {
    let daemon = Daemon::start();
    for language in ["pl", "en"] {
        let mut answers = String::new();
        for command in [
            "weather show",
            "weather station set P-0412",
            "weather show",
            "weather show W-0412",
            "weather curves list",
            "weather curves list --site W-0412",
            "weather curves show",
            "weather curves show --site W-0412",
            "weather curves show --site W-0412 --at 2026-09-15",
            "weather station clear",
        ] {
            let arguments: Vec<_> = command.split(' ').chain(["--lang", language]).collect();
            writeln!(answers, "$ ekctl {command}\n{}", daemon.answer(&arguments)).unwrap();
        }
        insta::assert_snapshot!(format!("weather_{language}"), answers);
    }
}

#[test]
fn weather_is_read_by_programs() {
    let daemon = Daemon::start();
    daemon.answer(&["weather", "station", "set", "P-0412"]);
    let mut answers = String::new();
    for command in
        ["weather show", "weather curves list --site W-0412", "weather curves show", "weather station set P-0412"]
    {
        for form in ["csv", "json"] {
            let arguments: Vec<_> = command.split(' ').chain(["-o", form]).collect();
            writeln!(answers, "$ ekctl {command} -o {form}\n{}", daemon.answer(&arguments)).unwrap();
        }
    }
    insta::assert_snapshot!("weather_machine", answers);
}

#[test]
fn a_curve_is_set_once_from_a_file_or_an_argument() {
    let daemon = Daemon::start();
    let path = daemon.path("krzywa.csv");
    std::fs::write(&path, CURVE).unwrap();
    let path = path.to_str().unwrap();
    let set = ["weather", "curves", "set", "--site", "W-0412", "--from", "2026-10-20", "-o", "csv", "--file", path];
    let dry = daemon.answer(&[&set[..], &["--dry-run"]].concat());
    assert_eq!(daemon.state.lock().unwrap().climate.curves.len(), 3);
    // The answer gets lost, and the same call is made again with the same key.
    daemon.state.lock().unwrap().decisions.broken = 1;
    let run = daemon.run(&[&set[..], &["--comment", "krzywa 1,4→1,2", "--retry", "2", "-q"]].concat());
    assert_eq!((run.status, run.stdout), (0, dry));
    let set = daemon.state.lock().unwrap().climate.curves[0].clone();
    assert_eq!((set.of.site().unwrap().as_str(), set.comment.as_str()), ("W-0412", "krzywa 1,4→1,2"));
    assert_eq!(set.valid_from.to_string(), "2026-10-19T22:00:00Z");
    let network = ["weather", "curves", "set", "--network", "--points", "-20:120:60,0:76:48,10:70:40"];
    daemon.answer(&network);
    let set = daemon.state.lock().unwrap().climate.curves[0].clone();
    assert_eq!((set.of.site(), set.curve.points().len(), set.curve.has_return()), (None, 3, true));
}

#[test]
fn what_is_shown_can_be_set_again() {
    let daemon = Daemon::start();
    for dialect in ["plain", "excel-pl"] {
        let path = daemon.path(dialect);
        let shown = daemon.answer(&["weather", "curves", "show", "-o", "csv", "--csv-dialect", dialect]);
        std::fs::write(&path, &shown).unwrap();
        daemon.answer(&["weather", "curves", "set", "--network", "--file", path.to_str().unwrap()]);
        let curves = daemon.state.lock().unwrap().climate.curves.clone();
        assert_eq!(curves[0].curve, curves[curves.len() - 3].curve, "{shown}");
    }
}

#[test]
fn a_slip_is_told_with_its_line_its_cause_and_what_to_do() {
    let daemon = Daemon::start();
    for (name, text) in [
        ("puste.csv", ""),
        ("slowo.csv", "outdoor_c;supply_c\n-20;75,5\n\n15;ciepło\n"),
        ("kolumna.csv", "outdoor_c;supply_c;moc\n-20;75,5;1\n"),
        ("dwa.csv", "outdoor_c;supply_c\n-20;75,5\n15;32\n-20,0;70\n"),
        ("powrot.csv", "outdoor_c;supply_c;return_c\n-20;75;40\n15;32;30\n"),
    ] {
        std::fs::write(daemon.path(name), text).unwrap();
    }
    let directory = daemon.path("");
    for language in ["pl", "en"] {
        let mut errors = String::new();
        for command in [
            "set --network --file puste.csv",
            "set --network --file slowo.csv",
            "set --network --file kolumna.csv",
            "set --network --file dwa.csv",
            "set --site W-0412 --file powrot.csv",
            "set --network --file nie-ma.csv",
            "set --network --points -20:95",
            "set --network --points -20:95,0",
            "set --network --points -20:9500,0:65",
            "set --points -20:95,0:65",
            "set --network",
            "set --network --site W-0412 --points -20:95,0:65",
            "set --site W-041 --points -20:95,0:65",
            "show --site W-0413",
            "show --network --at 2020-01-01",
        ] {
            let arguments: Vec<_> = ["weather", "curves"].into_iter().chain(command.split(' ')).collect();
            let mut run = daemon.command(&[&arguments[..], &["--lang", language]].concat());
            let run = fixture::finish(run.current_dir(&directory));
            assert_eq!(run.stdout, "", "{command}");
            writeln!(errors, "$ ekctl weather curves {command}\n{}=> {}\n", run.stderr, run.status).unwrap();
        }
        let run = daemon.run(&["weather", "station", "set", "P-0413", "--lang", language]);
        writeln!(errors, "$ ekctl weather station set P-0413\n{}=> {}", run.stderr, run.status).unwrap();
        insta::assert_snapshot!(format!("weather_errors_{language}"), errors);
    }
}
