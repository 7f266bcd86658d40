//! Logging in and out, with what a command knocks, and that no secret stays anywhere but in its file.

mod fixture;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::gate::With;
use common::pass::TokenSecret;
use fixture::people::{CODE, INITIAL, NEW_PASSWORD, PASSWORD, SENT_CODE, SESSION, TOTP_SECRET};
use fixture::{Daemon, Run, bare, finish};
use serde_json::Value;

fn log_in(daemon: &Daemon, arguments: &[&str], answers: &[&str]) -> Run {
    let arguments: Vec<_> = ["login", "--password-stdin", "--no-input"].iter().chain(arguments).copied().collect();
    daemon.run_with_input(&arguments, format!("{}\n", answers.join("\n")).as_bytes())
}

/// Returns the file in which the session is kept.
fn session_file(daemon: &Daemon) -> PathBuf {
    let answer: Value = serde_json::from_str(&daemon.answer(&["config", "path", "--json"])).expect("an answer is JSON");
    answer["items"][0]["session_file"].as_str().expect("a session has its file").into()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("the file is there").permissions().mode() & 0o777
}

fn token_file(daemon: &Daemon, mode: u32) -> PathBuf {
    let token = TokenSecret::new([7; 32]);
    daemon.state.lock().expect("the fixture is whole").people.tokens[0].1 = token.digest();
    let path = daemon.path("token");
    fs::write(&path, format!("{}\n", token.secret().expose())).expect("the directory is ours");
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("the file is ours");
    path
}

/// Returns the ways in which somebody has knocked, and by which program.
fn knocks(daemon: &Daemon) -> Vec<String> {
    let state = daemon.state.lock().expect("the fixture is whole");
    let way = |with: &With| match with {
        With::Peer => "peer",
        With::Session(_) => "session",
        With::Token(_) => "token",
        With::Password(_) => "password",
        With::Forgotten { .. } => "forgotten",
        With::Reset { .. } => "reset",
    };
    assert!(state.people.knocks.iter().all(|knock| knock.client == "ekctl 0.1.0"));
    state.people.knocks.iter().map(|knock| way(&knock.with).to_owned()).collect()
}

#[test]
fn what_happened_before_is_said_before_anything_else() {
    let daemon = Daemon::start();
    for language in ["pl", "en"] {
        let run = log_in(&daemon, &["anna", "--lang", language], &[PASSWORD]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        insta::assert_snapshot!(format!("login_{language}"), run.stdout);
    }
    daemon.state.lock().unwrap().people.n_failures = 0;
    let run = log_in(&daemon, &["anna", "--lang", "en", "--color", "always"], &[PASSWORD]);
    assert!(!run.stdout.contains("WARNING") && !run.stdout.contains('\u{1b}'));
    let run = log_in(&daemon, &["anna", "--json"], &[PASSWORD]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["items"][0]["failure_outcome"], "wrong_password");
    assert!(!run.stdout.contains(SESSION));
}

#[test]
fn the_session_is_kept_for_its_owner_alone_and_used() {
    let daemon = Daemon::start();
    assert_eq!(log_in(&daemon, &["anna"], &[PASSWORD]).status, 0);
    let file = session_file(&daemon);
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    assert_eq!(fs::read_to_string(&file).unwrap(), SESSION);
    assert!(daemon.answer(&["whoami"]).contains("Anna Kowalska"));
    assert_eq!(knocks(&daemon), ["password", "session"]);

    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let run = daemon.run(&["whoami", "--lang", "en"]);
    assert_eq!((run.status, run.stdout.as_str()), (4, ""));
    assert!(run.stderr.contains(&format!("chmod 600 {}", file.display())), "{}", run.stderr);
    assert_eq!(knocks(&daemon).len(), 2);

    let run = daemon.run(&["logout", "--lang", "en"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, "logged out\n"));
    assert!(!file.exists() && daemon.state.lock().unwrap().people.open.is_empty());
    let run = daemon.run(&["logout", "--lang", "en"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, "nobody was logged in\n"));
}

#[test]
fn a_session_that_is_over_gives_way_to_the_user_of_the_server() {
    let daemon = Daemon::start();
    let over = || daemon.state.lock().unwrap().people.open.clear();
    log_in(&daemon, &["anna"], &[PASSWORD]);
    over();
    assert!(daemon.answer(&["whoami"]).contains("Administrator"));
    assert!(!session_file(&daemon).exists());
    assert_eq!(knocks(&daemon), ["password", "session", "peer"]);

    log_in(&daemon, &["anna"], &[PASSWORD]);
    over();
    daemon.state.lock().unwrap().people.peer = None;
    let run = daemon.run(&["whoami", "--lang", "en"]);
    assert!(run.status == 4 && run.stderr.contains("the session has expired"), "{}", run.stderr);
    let run = daemon.run(&["whoami", "--lang", "en"]);
    assert!(run.status == 4 && run.stderr.contains("has no account"), "{}", run.stderr);

    log_in(&daemon, &["anna"], &[PASSWORD]);
    over();
    assert_eq!(daemon.run(&["logout"]).status, 0);
    assert!(!session_file(&daemon).exists());
}

#[test]
fn what_is_missing_is_asked_for_and_nothing_twice() {
    let daemon = Daemon::start();
    let check = |arguments: &[&str], answers: &[&str], status, words: &str| {
        let run = log_in(&daemon, &[arguments, &["--lang", "en"]].concat(), answers);
        assert_eq!(run.status, status, "{answers:?}: {}", run.stderr);
        assert!((run.stdout + &run.stderr).contains(words), "{answers:?}");
    };
    check(&["tomek"], &[PASSWORD, CODE], 0, "Logged in: tomek");
    check(&["tomek"], &[PASSWORD, "999999"], 4, "not logged in");
    check(&["tomek"], &[PASSWORD], 2, "an answer is missing");
    check(&["anna"], &["kot"], 4, "name and password do not fit");
    check(&["kot"], &[PASSWORD], 4, "name and password do not fit");
    check(&["nowy"], &[INITIAL, NEW_PASSWORD], 0, "Logged in: nowy");
    check(&["nowy"], &[INITIAL, "kot"], 7, "too short");
    check(&["root"], &[PASSWORD, CODE], 0, "JBSW Y3DP EHPK 3PXP");
    check(&["anna", "--reset"], &[SENT_CODE, NEW_PASSWORD], 0, "the new password counts");
    check(&["anna", "--reset"], &["kot", NEW_PASSWORD], 7, "the code is wrong");
    let run = finish(daemon.command(&["login", "--no-input", "--lang", "en"]).env("USER", "anna"));
    assert!(run.status == 2 && run.stderr.contains("--password-stdin"), "{}", run.stderr);
}

#[test]
fn over_a_network_nobody_is_let_in_for_being_there() {
    let run = finish(&mut bare(&["sites", "list", "--server", "tls://localhost:1", "--lang", "en"]));
    assert!(run.status == 4 && run.stderr.contains("ekctl login"), "{}", run.stderr);
}

#[test]
fn a_token_comes_from_a_file_that_nobody_else_can_read() {
    let daemon = Daemon::start();
    log_in(&daemon, &["anna"], &[PASSWORD]);
    let path = token_file(&daemon, 0o600);
    let text = path.to_str().unwrap();
    assert!(daemon.answer(&["whoami", "--token-file", text, "--lang", "en"]).contains("token"));
    assert_eq!(finish(daemon.command(&["status"]).env("EKCTL_TOKEN_FILE", text)).status, 0);
    let secret = fs::read_to_string(&path).unwrap();
    assert_eq!(finish(daemon.command(&["status"]).env("EKCTL_TOKEN", secret.trim())).status, 0);
    assert_eq!(knocks(&daemon), ["password", "token", "token", "token"]);

    for open in [0o640, 0o604, 0o620] {
        token_file(&daemon, open);
        let run = daemon.run(&["status", "--token-file", text, "--lang", "en"]);
        assert!(run.status == 4 && run.stderr.contains(&format!("chmod 600 {text}")), "{}", run.stderr);
    }
    token_file(&daemon, 0o600);
    fs::write(&path, "kot").unwrap();
    for (name, value) in [("EKCTL_TOKEN_FILE", text), ("EKCTL_TOKEN", "kot"), ("EKCTL_TOKEN_FILE", "/nonexistent")] {
        let run = finish(daemon.command(&["status", "--json"]).env(name, value));
        let error: Value = serde_json::from_str(&run.stderr).unwrap();
        assert_eq!((run.status, error["error"]["code"].as_str()), (4, Some("login_needed")), "{name}={value}");
    }
    assert_eq!(knocks(&daemon).len(), 4);
}

#[test]
fn no_secret_is_an_argument_or_is_said() {
    let help = finish(&mut bare(&["tokens", "create", "--help"])).stdout;
    assert!(!help.contains("--token ") && !help.contains("--password "), "{help}");
    let daemon = Daemon::start();
    let mut said = String::new();
    let mut note = |run: Run| {
        said += &run.stdout;
        said += &run.stderr;
    };
    note(log_in(&daemon, &["anna", "-v"], &[PASSWORD]));
    note(daemon.run(&["whoami", "-v"]));
    note(daemon.run_with_input(
        &["account", "password", "--password-stdin", "-v"],
        format!("{PASSWORD}\n{NEW_PASSWORD}\n").as_bytes(),
    ));
    note(log_in(&daemon, &["anna", "-v", "--json"], &["kłamstwo o haśle"]));
    let path = token_file(&daemon, 0o600);
    note(daemon.run(&["status", "-v", "--token-file", path.to_str().unwrap()]));
    let token = fs::read_to_string(&path).unwrap();
    for secret in [PASSWORD, NEW_PASSWORD, SESSION, TOTP_SECRET, "kłamstwo o haśle", token.trim()] {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
    assert!(said.contains("ekd 0.1.0"));
}

/// Runs a command at a terminal of its own and types; the terminal's echo is asked before and after.
fn at_a_terminal(daemon: &Daemon, arguments: &str, typed: &str) -> String {
    let program = env!("CARGO_BIN_EXE_ekctl");
    let line = format!(
        "trap true INT; stty -a | grep -o -- '-*echo '; {program} {arguments}; echo \"=> $?\"; stty -a | grep -o -- '-*echo '"
    );
    let mut command = Command::new("script");
    command.args(["-qec", &line, "/dev/null"]).env_clear().env("PATH", "/usr/bin:/bin").env("SHELL", "/bin/sh");
    command.env("LANG", "pl_PL.UTF-8").env("HOME", "/nonexistent").env("TERM", "xterm");
    command.env("EK_SERVER", format!("unix:{}", daemon.socket().display())).env("XDG_STATE_HOME", daemon.path(""));
    fixture::typed(&mut command, typed)
}

#[test]
fn a_person_is_asked_at_the_terminal_and_nothing_typed_is_seen() {
    let daemon = Daemon::start();
    let seen = at_a_terminal(&daemon, "login anna --lang en", &format!("{PASSWORD}\n"));
    assert!(seen.contains("Password: ") && seen.contains("Logged in: anna") && seen.contains("=> 0"), "{seen}");
    assert!(!seen.contains(PASSWORD), "{seen}");
}

#[test]
fn an_interrupted_question_leaves_the_terminal_as_it_was() {
    let daemon = Daemon::start();
    let seen = at_a_terminal(&daemon, "login anna --lang en", "zie\u{3}");
    assert!(seen.contains("=> 130"), "{seen}");
    let echoes: Vec<_> = seen.lines().map(str::trim).filter(|line| line.ends_with("echo")).collect();
    assert_eq!(echoes, ["echo", "echo"], "{seen}");
}

#[test]
fn a_new_password_is_typed_twice_until_it_is_the_same() {
    let daemon = Daemon::start();
    let typed = format!("{INITIAL}\n{NEW_PASSWORD}\ninne\n{NEW_PASSWORD}\n{NEW_PASSWORD}\n");
    let seen = at_a_terminal(&daemon, "login nowy --lang en", &typed);
    assert!(seen.contains("The two are not the same") && seen.contains("Logged in: nowy"), "{seen}");
    assert!(!seen.contains(NEW_PASSWORD) && !seen.contains(INITIAL), "{seen}");
}

#[test]
fn only_yes_is_yes() {
    let daemon = Daemon::start();
    for (typed, status) in [("tak\n", "=> 0"), ("t\n", "=> 1"), ("\n", "=> 1"), ("\u{3}", "=> 130")] {
        let seen = at_a_terminal(&daemon, "customers erase 1002 --lang pl", typed);
        assert!(seen.contains(status), "{typed:?}: {seen}");
        assert!(seen.contains("Szkoła \\u{1b}[2Jnr 7") && !seen.contains("\u{1b}[2J"), "{seen}");
    }
}
