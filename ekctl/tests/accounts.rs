//! The faces of accounts, customers, tokens, the audit log; personal data in files.

mod fixture;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use common::audit::{BrokenLine, Flaw};
use common::customer::Right;
use common::text::is_hidden;
use fixture::people::{CODE, PASSWORD, SENT_CODE};
use fixture::{Daemon, Run};
use serde_json::Value;

/// Logs in, so that passwords are asked for: they are not of a user of the server.
fn logged_in() -> Daemon {
    let daemon = Daemon::start();
    let run = daemon.run_with_input(&["login", "anna", "--password-stdin"], PASSWORD.as_bytes());
    assert_eq!(run.status, 0, "{}", run.stderr);
    daemon
}

fn run(daemon: &Daemon, command: &str, more: &[&str]) -> Run {
    daemon.run(&command.split(' ').chain(more.iter().copied()).collect::<Vec<_>>())
}

fn json(daemon: &Daemon, arguments: &[&str]) -> Value {
    let arguments: Vec<_> = arguments.iter().copied().chain(["--json"]).collect();
    let run = daemon.run(&arguments);
    assert_eq!(run.status, 0, "{arguments:?}: {}", run.stderr);
    serde_json::from_str(&run.stdout).expect("an answer is JSON")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("the file is there").permissions().mode() & 0o777
}

#[test]
fn accounts_are_read_by_people() {
    let daemon = logged_in();
    for language in ["pl", "en"] {
        let mut answers = String::new();
        for command in [
            "whoami",
            "account show",
            "account log-ins",
            "account logins --everyone --failures --columns all",
            "account sessions list",
            "account sessions end 12",
            "account not-me -y",
            "tokens list",
            "users list",
            "users show anna",
            "users reset nowy",
            "users list --role clerk",
            "customers list",
            "customers show 1001",
            "customers mandate 1001 anna --until 2026-11-01",
            "customers erase 1002 -y",
            "audit list",
            "audit verify",
            "outbox list",
        ] {
            let answer = run(&daemon, command, &["--lang", language]);
            assert_eq!(answer.status, 0, "{command}: {}", answer.stderr);
            let hidden = answer.stdout.chars().find(|letter| is_hidden(*letter) && *letter != '\n');
            assert_eq!(hidden, None, "{command}");
            writeln!(answers, "$ ekctl {command}\n{}{}", answer.stdout, answer.stderr).unwrap();
            daemon.state.lock().unwrap().people.sessions = fixture::people::People::fixed().sessions;
        }
        let socket = daemon.socket();
        insta::assert_snapshot!(format!("accounts_{language}"), answers.replace(socket.to_str().unwrap(), "SOCKET"));
    }
}

#[test]
fn errors_about_people_say_what_next() {
    let daemon = logged_in();
    daemon.state.lock().unwrap().people.broken = Some(BrokenLine { number: 2, flaw: Flaw::Altered });
    for language in ["pl", "en"] {
        let mut errors = String::new();
        for command in [
            "account password --no-input",
            "account sessions end 99",
            "account sessions end",
            "account sessions end 1 --others",
            "account contact set mobile 225551234",
            "account contact set email kot",
            "account not-me --no-input",
            "tokens create x --expires kiedyś",
            "tokens create x --expires 90d --no-input",
            "tokens rotate 99 --write /nonexistent/token",
            "users show kot",
            "users show kot!",
            "users edit anna",
            "users create kot --name Kot --role król",
            "users create kot --name Kot --role clerk --email kot",
            "customers show 9",
            "customers save 7 --name Kot --street x --postal-code x --town x --phone 12",
            "customers export 1001 --dir /",
            "customers erase 1001 --no-input",
            "audit verify",
        ] {
            let failed = run(&daemon, command, &["--lang", language]);
            assert_ne!(failed.status, 0, "{command}");
            writeln!(errors, "$ ekctl {command}\n{}=> {}\n", failed.stderr, failed.status).unwrap();
        }
        insta::assert_snapshot!(format!("accounts_errors_{language}"), errors);
    }
}

#[test]
fn what_needs_the_password_asks_for_it_line_by_line() {
    let daemon = logged_in();
    let check = |command: &str, answers: &str, status, words: &str| {
        let arguments: Vec<_> = command.split(' ').chain(["--password-stdin", "--lang", "en"]).collect();
        let run = daemon.run_with_input(&arguments, answers.as_bytes());
        assert_eq!(run.status, status, "{command}: {}", run.stderr);
        assert!((run.stdout + &run.stderr).contains(words), "{command}");
    };
    let both = |next: &str| format!("{PASSWORD}\n{next}\n");
    check("account password", &both("cztery całkiem inne słowa"), 0, "all other sessions have ended");
    check("account password", &both("krótkie"), 7, "too short");
    check("account password", "kot\ncztery całkiem inne słowa\n", 7, "present password is wrong");
    check("account totp on", &both(CODE), 0, "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP");
    check("account totp on", &both("000000"), 7, "the code is wrong");
    check("account totp off", PASSWORD, 0, "no code is asked for");
    let confirm = "ekctl account contact confirm email";
    check("account contact set email anna.k@example.pl", PASSWORD, 0, confirm);
    check("account contact confirm email", SENT_CODE, 0, "anna.k@example.pl");
    check("account contact remove mobile", PASSWORD, 0, "mobile");
    check("tokens create nocny --expires 90d", PASSWORD, 0, "ekt_");
    check("tokens create nocny --expires 90d", "kot", 7, "present password is wrong");
}

#[test]
fn a_token_is_made_here_and_shown_once() {
    let daemon = Daemon::start();
    let made = json(&daemon, &["tokens", "create", "nocny eksport", "--expires", "90d", "--scope", "operate"]);
    let made = &made["items"][0];
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("ekt_") && secret.len() == 68);
    assert_eq!(
        (made["expires_at"].as_str(), made["scope"].as_str()),
        (Some("2027-01-24T14:32:00+01:00"), Some("operate"))
    );
    let used = finish_with_token(&daemon, secret);
    assert_eq!(used.status, 0, "{}", used.stderr);
    let listed = run(&daemon, "tokens list --json", &[]).stdout;
    assert!(listed.contains("nocny eksport") && !listed.contains(secret));

    let path = daemon.path("nocny.token");
    let text = path.to_str().unwrap();
    let rotated = json(&daemon, &["tokens", "rotate", "5", "--write", text]);
    assert_eq!((rotated["items"][0]["secret"].as_str(), rotated["items"][0]["file"].as_str()), (None, Some(text)));
    assert_eq!(mode(&path), 0o600);
    assert_eq!(daemon.run(&["whoami", "--token-file", text]).status, 0);
    let before = fs::read(&path).unwrap();
    assert_eq!(run(&daemon, "tokens rotate 5 --write", &[text]).status, 1);
    assert_eq!(fs::read(&path).unwrap(), before);
    let other = daemon.path("nie.ma");
    assert_eq!(run(&daemon, "tokens rotate 99 --write", &[other.to_str().unwrap()]).status, 3);
    assert!(!other.exists());

    let out = daemon.path("out.json");
    daemon.run(&["tokens", "create", "x", "--expires", "1d", "--json", "--out", out.to_str().unwrap()]);
    assert_eq!(mode(&out), 0o600);
    assert_eq!(run(&daemon, "tokens revoke 5", &[]).status, 0);
    assert_eq!(daemon.run(&["whoami", "--token-file", text]).status, 4);
}

fn finish_with_token(daemon: &Daemon, secret: &str) -> Run {
    fixture::finish(daemon.command(&["whoami"]).env("EKCTL_TOKEN", secret))
}

#[test]
fn an_initial_password_is_made_here_and_shown_once() {
    let daemon = Daemon::start();
    let arguments = [
        "users",
        "create",
        "ewa",
        "--name",
        "Ewa Nowak",
        "--role",
        "customer",
        "--customer",
        "1001",
        "--rights",
        "finance,admin",
        "--email",
        "ewa@example.pl",
        "--letters",
        "pl",
    ];
    let made = json(&daemon, &arguments);
    let password = made["items"][0]["initial_password"].as_str().unwrap();
    assert_eq!(password.split('-').map(str::len).collect::<Vec<_>>(), [4; 5]);
    let state = daemon.state.lock().unwrap();
    let sent = &state.people.made[0];
    assert_eq!((sent.initial_password.expose(), sent.language.as_deref()), (password, Some("pl")));
    let mandate = sent.mandate.clone().unwrap();
    assert_eq!((mandate.customer.as_str(), mandate.rights), ("1001", [Right::Finance, Right::Admin].into()));
}

#[test]
fn personal_data_lie_in_files_that_nobody_else_can_read() {
    let daemon = Daemon::start();
    let dir = daemon.path("dane-1001");
    let text = dir.to_str().unwrap();
    let answer = daemon.answer(&["customers", "export", "1001", "--dir", text]);
    insta::assert_snapshot!("export_list", answer.replace(text, "DIR"));
    assert_eq!(mode(&dir), 0o700);
    let mut names: Vec<_> = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert_eq!(names.len(), 19);
    for path in &names {
        assert_eq!(mode(path), 0o600, "{}", path.display());
        assert!(!fs::read_to_string(path).unwrap().contains(|letter| is_hidden(letter) && letter != '\n'));
    }
    let read = |name: &str| fs::read_to_string(dir.join(name)).unwrap();
    // Three hours of two quantities are the customer's, at the first point of the site.
    insta::assert_snapshot!("export_readings", read("readings.csv"));
    let data: Value = serde_json::from_str(&read("customer.json")).unwrap();
    assert_eq!(data["items"][0]["contacts"][0]["login"], "anna");
    // The line about another customer is none of this one's.
    assert!(read("audit.csv").contains("1001") && !read("audit.csv").contains("1002"));

    let run = run(&daemon, "customers export 1001 --dir", &[text]);
    assert_eq!(run.status, 1);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 19);
}

#[test]
fn an_export_without_what_may_not_be_seen_says_so() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().people.forbids_log_ins = true;
    let dir = daemon.path("dane");
    let run = run(&daemon, "customers export 1001 --lang en --dir", &[dir.to_str().unwrap()]);
    assert!(run.status == 8 && run.stderr.contains("log_ins.csv"), "{}", run.stderr);
    assert!(dir.join("customer.json").exists() && !dir.join("log_ins.csv").exists());
}

#[test]
fn an_export_that_fails_leaves_nothing_behind() {
    let daemon = Daemon::start();
    let dir = daemon.path("dane");
    daemon.state.lock().unwrap().sites.clear();
    assert_eq!(run(&daemon, "customers export 1001 --dir", &[dir.to_str().unwrap()]).status, 3);
    assert!(!dir.exists());
}
