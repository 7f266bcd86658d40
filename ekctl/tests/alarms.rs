//! Alarms, rules and maintenance windows on the command line: what is shown, what is sent, what a slip is told.

mod fixture;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use common::alarm::Severity;
use common::rule::{Beyond, Condition, RuleScope};
use fixture::{Daemon, Run, bare, finish};

/// The width of the narrowest terminal.
const WIDTH: usize = 80;

fn run(daemon: &Daemon, command: &str, more: &[&str]) -> Run {
    daemon.run(&command.split(' ').chain(more.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn alarms_and_rules_are_read_by_people() {
    for language in ["pl", "en"] {
        let daemon = Daemon::start();
        let mut answers = String::new();
        for command in [
            "alarms list",
            "alarms list --active --severity warning",
            "alarms list zielona --kind return_hot --site W-0412",
            "alarms list --all --columns alarm,kind,acknowledged_by,remark,muted_until",
            "alarms history --range 2026-10-25",
            "alarms show A-12",
            "alarms show 11",
            "alarms show 14",
            "alarms show 8",
            "alarms ack A-12 8 --comment ok",
            "alarms unack 12",
            "alarms mute 12 --until 2026-10-27T06:00",
            "alarms unmute 9",
            "alarms check --warning alarm --site W-0412",
            "rules list",
            "rules show return-hot",
            "rules disable leak",
            "rules enable leak",
            "rules export",
            "rules delete leak -y",
            "rules preview return-hot --range 2026-10",
            "notifications list",
            "notifications settings show",
            "notifications test --channel email",
            "maintenance list",
            "maintenance open --site W-0412 --from 2026-11-03T08:00 --for 8h --reason wymiana",
            "maintenance end 2",
        ] {
            let answer = run(&daemon, command, &["--lang", language]);
            assert_eq!(answer.status, 0, "{command}: {}", answer.stderr);
            writeln!(answers, "$ ekctl {command}\n{}{}", answer.stdout, answer.stderr).unwrap();
            // Reasons of work are as long as people make them.
            let is_list = (command.contains(" list") || command.contains("history")) && !command.starts_with("maint");
            let widest = answer.stdout.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(!is_list || widest <= WIDTH, "{command} takes {widest} columns:\n{}", answer.stdout);
        }
        insta::assert_snapshot!(format!("alarms_{language}"), answers);
    }
}

#[test]
fn alarms_and_rules_are_read_by_programs() {
    let daemon = Daemon::start();
    let mut answers = String::new();
    for command in [
        "alarms list",
        "alarms show 12",
        "alarms show 9",
        "alarms check --warning alarm --site W-0412",
        "rules list",
        "maintenance list",
    ] {
        for form in ["csv", "json"] {
            let arguments: Vec<_> = command.split(' ').chain(["-o", form]).collect();
            writeln!(answers, "$ ekctl {command} -o {form}\n{}", daemon.answer(&arguments)).unwrap();
        }
    }
    insta::assert_snapshot!("alarms_machine", answers);
}

#[test]
fn a_monitoring_system_gets_one_line_and_its_own_statuses() {
    let daemon = Daemon::start();
    let mut lines = String::new();
    let mut check = |daemon: &Daemon, command: &str, status: i32| {
        let run = run(daemon, command, &["--lang", "en"]);
        assert_eq!((run.status, run.stderr.as_str()), (status, ""), "{command}");
        assert_eq!(run.stdout.lines().count(), 1, "{command}: {}", run.stdout);
        writeln!(lines, "$ ekctl {command}\n{}=> {status}\n", run.stdout).unwrap();
    };
    check(&daemon, "alarms check --nagios", 2);
    check(&daemon, "alarms check --nagios --site W-0412", 1);
    check(&daemon, "alarms check --nagios --site W-0412 --warning alarm", 0);
    check(&daemon, "alarms check --nagios --site W-0413", 0);
    check(&daemon, "alarms check --nagios --site W-1", 3);
    check(&daemon, "alarms check --nagios --warnig notice", 3);
    check(&daemon, "alarms check --nagios --server unix:/nonexistent/ekd.sock", 3);
    check(&daemon, "alarms check --nagios --token-file /nonexistent/token", 3);
    for alarm in &mut daemon.state.lock().unwrap().vigil.alarms {
        alarm.in_maintenance = alarm.severity == Severity::Alarm;
    }
    check(&daemon, "alarms check --nagios", 1);
    insta::assert_snapshot!("alarms_nagios", lines);
    let found = run(&daemon, "alarms check", &[]);
    assert_eq!(found.status, 10, "{}", found.stderr);
    daemon.state.lock().unwrap().vigil.alarms.clear();
    let run = run(&daemon, "alarms check", &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}

#[test]
fn alarms_are_changed_once_all_of_them_together() {
    let daemon = Daemon::start();
    // The answer gets lost, and the same call is made again.
    daemon.state.lock().unwrap().decisions.broken = 1;
    let run = run(&daemon, "alarms mute A-12 14 --for 4h --retry 2 -q", &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let alarms = daemon.state.lock().unwrap().vigil.alarms.clone();
    let until: Vec<_> = alarms.iter().take(2).map(|alarm| alarm.muted_until.unwrap().to_string()).collect();
    assert_eq!(until, ["2026-10-26T17:32:00Z"; 2]);
}

#[test]
fn a_limit_is_made_from_flags_and_comes_back_from_its_file() {
    let daemon = Daemon::start();
    let create =
        "rules create zimny --quantity outdoor --below --clear-after 30m --after 1h --severity alarm --site W-0412";
    let made = run(&daemon, create, &["--raise", "-12,5 °C", "--clear", "-10 °C"]);
    assert_eq!((made.status, made.stdout.as_str()), (0, "+ zimny\n"), "{}", made.stderr);
    let rule = daemon.state.lock().unwrap().vigil.rules.last().unwrap().clone();
    let Condition::Limit(limit) = &rule.condition else { panic!("{rule:?}") };
    assert_eq!((limit.raise.base(), limit.clear.base(), limit.beyond), (-12_500, -10_000, Beyond::Below));
    assert_eq!((limit.raise_after.as_mins(), limit.clear_after.as_mins()), (60, 30));
    assert!(matches!(rule.scope, RuleScope::Site(site) if site.as_str() == "W-0412"));
    let shown = daemon.answer(&["rules", "show", "zimny"]);
    daemon.answer(&["rules", "delete", "zimny", "-y", "-q"]);
    let path = daemon.path("zimny.toml");
    fs::write(&path, shown).unwrap();
    assert_eq!(run(&daemon, "rules create --file", &[path.to_str().unwrap()]).stdout, "+ zimny\n");
    let rules = daemon.state.lock().unwrap().vigil.rules.clone();
    assert_eq!(rules.last().unwrap().condition, rule.condition);
}

#[test]
fn a_file_of_rules_is_made_true_after_telling_what_changes() {
    let daemon = Daemon::start();
    let path = daemon.path("rules.toml");
    let file = path.to_str().unwrap();
    let exported = run(&daemon, "rules export --out", &[file]);
    assert_eq!((exported.status, exported.stdout.as_str()), (0, ""));
    assert_eq!(daemon.answer(&["rules", "apply", file, "--lang", "en"]), "the rules are so already: nothing changes\n");
    let text = fs::read_to_string(&path).unwrap();
    let without_leak = text.split("\n\n").filter(|rule| !rule.contains("leak")).collect::<Vec<_>>().join("\n\n");
    let changed = without_leak.replace("limit = \"55 °C\"", "limit = \"57.5 °C\"").replace("2h", "3h");
    fs::write(&path, changed + "\n[[rule]]\nname = \"zegar\"\nkind = \"meter_clock\"\n").unwrap();
    let mut answers = String::new();
    for more in [&["--dry-run"][..], &["--dry-run", "-o", "csv"], &["--no-input"], &["-y"], &["-y"]] {
        let run = run(&daemon, "rules apply --lang en", &[&[file], more].concat());
        writeln!(
            answers,
            "$ ekctl rules apply FILE {}\n{}{}=> {}\n",
            more.join(" "),
            run.stdout,
            run.stderr,
            run.status
        )
        .unwrap();
    }
    insta::assert_snapshot!("rules_apply", answers);
    let names = daemon.state.lock().unwrap().vigil.rules.iter().map(|rule| rule.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names, ["difference-low", "return-hot", "zegar"]);
}

/// Makes an editor: a script that gets the file.
fn editor(daemon: &Daemon, script: &str) -> String {
    let path = daemon.path("editor");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a script is written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a script may run");
    path.display().to_string()
}

fn edit(daemon: &Daemon, name: &str, script: &str) -> Run {
    let mut command = daemon.command(&["rules", "edit", name, "--lang", "en"]);
    command.env("EDITOR", editor(daemon, script)).env("PATH", "/usr/bin:/bin").env("TMPDIR", daemon.path(""));
    finish(&mut command)
}

fn drafts(daemon: &Daemon) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(daemon.path("")).expect("the directory is there").flatten().map(|entry| entry.path());
    entries.filter(|path| path.extension() == Some("toml".as_ref())).collect()
}

#[test]
fn an_edit_is_saved_or_kept_and_never_lost() {
    let daemon = Daemon::start();
    let done = edit(&daemon, "return-hot", "sed -i 's/55 °C/56 °C/' \"$1\"");
    assert_eq!(done.stdout, "~ return-hot\n    limit: \"55 °C\" → \"56 °C\"\n", "{}", done.stderr);
    assert_eq!(drafts(&daemon), Vec::<&Path>::new());
    let same = edit(&daemon, "leak", "true");
    assert_eq!((same.status, same.stderr.as_str()), (0, "nothing was changed\n"));
    assert_eq!(drafts(&daemon), Vec::<&Path>::new());
    let slip = edit(&daemon, "leak", "echo 'remind_evry = \"1h\"' >> \"$1\"");
    assert!(slip.status == 2 && slip.stderr.contains("similar: remind_every"), "{}", slip.stderr);
    let kept = drafts(&daemon);
    assert!(fs::read_to_string(&kept[0]).unwrap().contains("remind_evry"));
    assert!(slip.stderr.contains(kept[0].to_str().unwrap()), "{}", slip.stderr);
    assert_eq!(fs::metadata(&kept[0]).unwrap().permissions().mode() & 0o777, 0o600);
    fs::remove_file(&kept[0]).unwrap();
    let renamed = edit(&daemon, "leak", "sed -i 's/\"leak\"/\"wyciek\"/' \"$1\"");
    assert!(renamed.status == 2 && drafts(&daemon).len() == 1, "{}", renamed.stderr);
    let failed = edit(&daemon, "leak", "exit 3");
    assert_eq!(failed.status, 1, "{}", failed.stderr);
    let none = edit(&daemon, "kot", "true");
    assert_eq!(none.status, 3, "{}", none.stderr);
}

#[test]
fn settings_of_notices_come_back_from_their_file() {
    let daemon = Daemon::start();
    let path = daemon.path("settings.toml");
    let file = path.to_str().unwrap();
    let shown = daemon.answer(&["notifications", "settings", "show"]);
    fs::write(&path, shown.replace("\"alarm\"", "\"warning\"")).unwrap();
    daemon.answer(&["notifications", "settings", "set", "--file", file]);
    let settings = daemon.state.lock().unwrap().vigil.settings.clone();
    assert_eq!((settings.routes[0].severity, settings.breaks_quiet), (Severity::Warning, Severity::Warning));
    fs::write(&path, format!("{shown}site = ['W-1']\n")).unwrap();
    let slip = run(&daemon, "notifications settings set --lang en --file", &[file]);
    assert!(slip.status == 2 && slip.stderr.contains("unknown key “site”"), "{}", slip.stderr);
    assert!(slip.stderr.contains("ekctl notifications settings show"), "{}", slip.stderr);
}

#[test]
fn errors_about_alarms_say_what_next() {
    let daemon = Daemon::start();
    for (name, text) in [
        ("klucz.toml", "[[rule]]\nname = 'x'\nkind = 'return_hot'\n\nraise_aftr = '2h'\n"),
        ("wartosc.toml", "[[rule]]\nname = 'x'\nkind = 'return_hot'\nlimit = '55'\n"),
        ("rodzaj.toml", "[[rule]]\nname = 'x'\nkind = 'return_hott'\n"),
        ("skladnia.toml", "[[rule]]\nname = x\n"),
        ("dwie.toml", "[[rule]]\nname = 'x'\nkind = 'leak'\n[[rule]]\nname = 'y'\nkind = 'leak'\n"),
        ("lista.toml", "[[rules]]\nname = 'x'\n"),
        ("leak.toml", "[[rule]]\nname = 'leak'\nkind = 'leak'\n"),
    ] {
        fs::write(daemon.path(name), text).unwrap();
    }
    let directory = daemon.path("");
    for language in ["pl", "en"] {
        let mut errors = String::new();
        for command in [
            "alarms show A-99",
            "alarms show kot",
            "alarms list --kind return_hott",
            "alarms list --severity fatal",
            "alarms list --site W-1",
            "alarms ack",
            "alarms ack 11",
            "alarms mute 12",
            "alarms mute 12 --for 4h --until 2026-11-01",
            "alarms mute 12 --until kiedyś",
            "alarms check -q",
            "rules show kot",
            "rules create x",
            "rules create x --quantity return --above --raise 55",
            "rules create x --quantity return --raise 55",
            "rules create x --quantity kot --above --raise 55",
            "rules create --file dwie.toml",
            "rules create --file leak.toml",
            "rules apply klucz.toml",
            "rules apply wartosc.toml",
            "rules apply rodzaj.toml",
            "rules apply skladnia.toml",
            "rules apply lista.toml",
            "rules apply nie-ma.toml",
            "rules apply leak.toml --no-input",
            "rules delete leak --no-input",
            "maintenance open --site W-0412 --for 1h",
            "maintenance open --for 1h --reason x",
            "maintenance end 99",
        ] {
            let arguments: Vec<_> = command.split(' ').chain(["--lang", language]).collect();
            let run = finish(daemon.command(&arguments).current_dir(&directory));
            assert_ne!(run.status, 0, "{command}");
            writeln!(errors, "$ ekctl {command}\n{}=> {}\n", run.stderr, run.status).unwrap();
        }
        insta::assert_snapshot!(format!("alarms_errors_{language}"), errors);
    }
}

#[test]
fn help_about_alarms_speaks_both_languages() {
    for language in ["pl", "en"] {
        let mut help = String::new();
        for words in [
            &["alarms", "--help"][..],
            &["alarms", "list", "-h"],
            &["alarms", "check", "-h"],
            &["rules", "create", "-h"],
        ] {
            let arguments: Vec<_> = words.iter().copied().chain(["--lang", language]).collect();
            writeln!(help, "$ ekctl {}\n{}", words.join(" "), finish(&mut bare(&arguments)).stdout).unwrap();
        }
        insta::assert_snapshot!(format!("alarms_help_{language}"), help);
    }
}
