//! Reports and charts on paper on the command line: what is shown, which files appear, what a slip is told.

mod fixture;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use common::cell::Dialect;
use common::id::ReportName;
use common::report::drawing::DrawingOf;
use common::report::schedule::{Destination, Rhythm};
use common::report::{Form, SavedReport};
use common::text::is_hidden;
use common::time::hours::Day;
use fixture::{Daemon, Run};

fn run(daemon: &Daemon, command: &str, more: &[&str]) -> Run {
    let mut command = daemon.command(&command.split(' ').chain(more.iter().copied()).collect::<Vec<_>>());
    fixture::finish(command.current_dir(daemon.path("")))
}

fn saved(daemon: &Daemon, name: &str) -> SavedReport {
    let name = ReportName::parse(name).expect("a name");
    let state = daemon.state.lock().expect("the fixture lives");
    state.desk.saved.iter().find(|saved| saved.name == name).cloned().expect("it is saved")
}

const COMMANDS: [&str; 17] = [
    "reports templates",
    "report list",
    "reports list --template portfolio --columns number,template,report_language,coverage_percent",
    "reports create portfolio --range 2026-09",
    "reports create monthly_sheet --site W-0412 --pdf karta.pdf --csv karta.csv",
    "reports create --name zarzad",
    "reports preview monthly_sheet --site W-0412",
    "reports download 8",
    "reports download 8 --form csv --csv-dialect excel-pl --force",
    "reports check 8",
    "reports saved",
    "reports save szkoly portfolio --customer 1001",
    "reports schedule szkoly --weekly pn --at 6:30 --form pdf,csv --to directory",
    "reports schedule szkoly --off",
    "reports delete szkoly -y",
    "reports drop 7 -y",
    "reports list --name zarzad --columns number,due_on,title",
];

#[test]
fn reports_are_read_by_people() {
    for language in ["pl", "en"] {
        let daemon = Daemon::start();
        let mut answers = String::new();
        for command in COMMANDS {
            let answer = run(&daemon, command, &["--lang", language]);
            assert_eq!(answer.status, 0, "{command}: {}", answer.stderr);
            let shown = format!("{}{}", answer.stdout, answer.stderr);
            let hidden = |character: char| character != '\n' && is_hidden(character);
            assert!(!shown.contains(hidden), "{command}: {shown:?}");
            writeln!(answers, "$ ekctl {command}\n{shown}").unwrap();
        }
        insta::assert_snapshot!(format!("reports_{language}"), answers);
    }
}

#[test]
fn reports_are_read_by_programs() {
    let daemon = Daemon::start();
    let mut answers = String::new();
    for command in
        ["reports list", "reports saved", "reports check 8", "reports preview portfolio", "reports create alarm_log"]
    {
        for form in ["csv", "json"] {
            writeln!(answers, "$ ekctl {command} -o {form}\n{}", run(&daemon, command, &["-o", form]).stdout).unwrap();
        }
    }
    insta::assert_snapshot!("reports_machine", answers);
}

#[test]
fn a_slip_is_told_with_its_cause_and_what_to_do() {
    let daemon = Daemon::start();
    fs::write(daemon.path("karta-miesiaca-8.pdf"), "older").unwrap();
    for language in ["pl", "en"] {
        let mut errors = String::new();
        for command in [
            "create",
            "create nonsense",
            "create --name nie-ma",
            "create --name zarzad --site W-0412",
            "create ticket_dossier",
            "create portfolio --site W-041",
            "create portfolio --site W-0413",
            "create portfolio --range zima",
            "create portfolio --pdf - --csv -",
            "create portfolio --pdf nie-ma/karta.pdf",
            "download 99 --out x.pdf",
            "download 8",
            "check 99",
            "check 7",
            "drop 7",
            "schedule nie-ma --daily",
            "schedule zarzad",
            "schedule zarzad --monthly 32",
            "schedule zarzad --daily --weekly mon",
            "schedule zarzad --daily --at 25:00",
            "schedule zarzad --off --to email",
            "delete nie-ma -y",
        ] {
            let run = run(&daemon, &format!("reports {command}"), &["--lang", language]);
            writeln!(errors, "$ ekctl reports {command}\n{}{}=> {}\n", run.stdout, run.stderr, run.status).unwrap();
        }
        insta::assert_snapshot!(format!("reports_errors_{language}"), errors);
    }
    assert_eq!(daemon.state.lock().unwrap().desk.reports.len(), 2, "what failed made nothing");
    assert_eq!(fs::read(daemon.path("karta-miesiaca-8.pdf")).unwrap(), b"older");
    assert!(!daemon.path("x.pdf").exists());
    fs::write(daemon.path("stary.json"), "older").unwrap();
    assert_eq!(run(&daemon, "sites forecast W-0413 -o json --out stary.json", &[]).status, 7);
    assert_eq!(fs::read(daemon.path("stary.json")).unwrap(), b"older", "a failure takes no file's place");
}

#[test]
fn a_report_that_differs_is_found_by_its_status() {
    let daemon = Daemon::start();
    let check = run(&daemon, "reports check 7", &["-o", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&check.stdout).unwrap();
    assert_eq!((check.status, &answer["items"][0]["outcome"]), (10, &"changed".into()));
    assert_eq!(answer["items"][0]["n_changes"], 143);
    let error: serde_json::Value = serde_json::from_str(&check.stderr).unwrap();
    assert_eq!(error["error"]["code"], "found");
    run(&daemon, "reports create portfolio", &[]);
    assert_eq!(run(&daemon, "reports check 9", &[]).status, 10, "another version of the template");
}

#[test]
fn files_come_whole_for_their_owner_alone_and_are_made_once() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().decisions.broken = 1;
    let create = "reports create monthly_sheet --pdf karta.pdf --csv karta.csv --csv-dialect excel-pl --retry 2 -q";
    let created = run(&daemon, create, &[]);
    assert_eq!((created.status, created.stderr.as_str()), (0, ""));
    assert_eq!(daemon.state.lock().unwrap().desk.reports.len(), 3, "made once though the answer was lost");
    assert!(fs::read(daemon.path("karta.pdf")).unwrap().ends_with(b"report of several pieces"));
    assert_eq!(fs::read_to_string(daemon.path("karta.csv")).unwrap(), "site;energy [GJ]\r\nW-0412;68,1\r\n");
    assert_eq!(fs::metadata(daemon.path("karta.pdf")).unwrap().permissions().mode() & 0o777, 0o600);
    let to_pipe = run(&daemon, "reports create portfolio --csv -", &[]);
    assert_eq!((to_pipe.stdout.as_str(), to_pipe.stderr.as_str()), ("site,energy [GJ]\nW-0412,68.1\n", ""));
    let out = run(&daemon, "reports download 8 --form csv --out pobrany.csv", &[]);
    assert_eq!((out.status, out.stdout.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(daemon.path("pobrany.csv")).unwrap(), "site,energy [GJ]\nW-0412,68.1\n");
    assert_eq!(fs::metadata(daemon.path("pobrany.csv")).unwrap().permissions().mode() & 0o777, 0o600);
    let drafts = fs::read_dir(daemon.path(""))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp"));
    assert_eq!(drafts.count(), 0);
}

#[test]
fn a_schedule_is_sent_as_it_was_written() {
    let daemon = Daemon::start();
    let schedule = "reports schedule alarmy --weekly śr --at 6:30 --form pdf,csv --to directory --csv-dialect excel-pl";
    assert_eq!(run(&daemon, schedule, &[]).status, 0);
    let sent = saved(&daemon, "alarmy").schedule.unwrap();
    assert_eq!(sent.rhythm, Rhythm::Weekly { on: Day::Wed });
    assert_eq!((sent.at.to_string().as_str(), sent.dialect), ("06:30:00", Dialect::ExcelPl));
    assert_eq!(
        (sent.forms.into_iter().collect::<Vec<_>>(), sent.to),
        (vec![Form::Pdf, Form::Csv], Destination::Directory)
    );
    assert_eq!(run(&daemon, "reports save alarmy portfolio --site W-0412", &[]).status, 0);
    let changed = saved(&daemon, "alarmy");
    assert!(changed.schedule.is_some() && changed.definition.sites.len() == 1, "a new definition keeps its schedule");
    assert_eq!(run(&daemon, "reports schedule alarmy --off", &[]).status, 0);
    assert_eq!(saved(&daemon, "alarmy").schedule, None);
}

#[test]
fn charts_are_drawn_as_files_of_what_was_asked() {
    let daemon = Daemon::start();
    let mut answers = String::new();
    for command in [
        "readings chart P-0412 --range 2026-10 --compare previous --pdf wykres.pdf --svg wykres.svg",
        "readings chart P-0412 --range 2026-10-03..2026-10-20 --compare last-year --with volume --pdf wykres.pdf -o csv",
        "readings chart P-0412 --view week --compare weekdays --svg -",
        "readings scatter P-0412 --quantity supply --range 2026-10 --svg chmura.svg",
        "sites signature W-0412 --pdf podpis.pdf",
        "readings chart P-0412 --compare previous",
        "readings chart P-0412 --with volume",
        "readings chart P-0412 --pdf - --svg -",
    ] {
        let run = run(&daemon, command, &[]);
        writeln!(answers, "$ ekctl {command}\n{}{}=> {}\n", run.stdout, run.stderr, run.status).unwrap();
    }
    let asked = daemon.state.lock().unwrap().desk.drawings.clone();
    for query in &asked {
        let of = match &query.of {
            DrawingOf::Series { quantities, period, step, compared, .. } => {
                let compared = compared.map(|period| format!("{}..{}", period.from, period.until));
                format!("{quantities:?} {}..{} {step:?} compared with {compared:?}", period.from, period.until)
            }
            DrawingOf::Scatter(query) => format!("{:?} {}..{}", query.quantity, query.period.from, query.period.until),
            DrawingOf::Signature(query) => format!("{} {:?}", query.site, query.period),
        };
        writeln!(answers, "{:?} {of}", query.form).unwrap();
    }
    insta::assert_snapshot!("drawings", answers);
    assert_eq!(fs::read(daemon.path("wykres.pdf")).unwrap(), b"%PDF-1.7 \xff chart");
    assert_eq!(fs::read_to_string(daemon.path("chmura.svg")).unwrap(), "<svg>chart</svg>\n");
}

#[test]
fn a_file_is_not_written_to_a_terminal() {
    let daemon = Daemon::start();
    // `script` gives the program a terminal of its own.
    let inner = format!("{} readings chart P-0412 --pdf - --lang en", env!("CARGO_BIN_EXE_ekctl"));
    let mut command = std::process::Command::new("script");
    command.args(["-qec", &inner, "/dev/null"]).env("EK_SERVER", format!("unix:{}", daemon.socket().display()));
    let Ok(output) = command.output() else { return assert!(std::env::var_os("CI").is_none(), "`script` is missing") };
    let seen = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(seen.contains("no text for a terminal") && seen.contains("exit 2"), "{seen}");
}
