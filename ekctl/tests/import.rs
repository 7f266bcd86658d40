//! Imports: tallies, exit statuses, cut files, and a connection that breaks at the worst moment.

#![expect(clippy::unwrap_used, reason = "what fails in a check fails the test")]

mod fixture;

use std::fmt::Write as _;
use std::fs;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use fixture::{Daemon, Run};

const HEAD: &str = "point,meter,quantity,at,value\n";

#[test]
fn the_tally_of_each_file_is_told() {
    let daemon = Daemon::start();
    let (one, two) = (daemon.path("one.csv"), daemon.path("two.csv"));
    fs::write(&one, format!("{HEAD}P-0412,1,energy,x,1\nP-0412,1,energy,y,NaN\nP-0412,1,energy,z,again\n")).unwrap();
    fs::write(&two, format!("{HEAD}P-0412,1,energy,x,1\n")).unwrap();
    let run = daemon.run(&["readings", "import", one.to_str().unwrap(), two.to_str().unwrap()]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let stdout = run.stdout.replace(daemon.path("").to_str().unwrap(), "DIR/");
    insta::assert_snapshot!("import_tally", stdout);
}

#[test]
fn strict_fails_partly_where_a_value_was_not_taken() {
    let daemon = Daemon::start();
    let file = daemon.path("one.csv");
    fs::write(&file, format!("{HEAD}P-0412,1,energy,y,NaN\n")).unwrap();
    let run = daemon.run(&["readings", "import", "--strict", file.to_str().unwrap(), "--json"]);
    assert_eq!(run.status, 8);
    assert!(run.stdout.contains("\"quarantined\":1"));
    assert!(run.stderr.contains("\"code\":\"partly\""));
}

#[test]
fn a_parked_document_is_refused() {
    let daemon = Daemon::start();
    let run = daemon.run_with_input(&["readings", "import", "-", "-o", "csv"], b"no headings at all\n");
    assert_eq!(run.status, 7);
    assert!(run.stdout.contains("-,stdin,100,parked,unknown_format,no headings,"));
    assert!(run.stderr.contains("odłożono 1 dokument"));
}

#[test]
fn a_broken_connection_stores_nothing_twice() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().broken_imports = 2;
    let file = daemon.path("one.csv");
    fs::write(&file, format!("{HEAD}P-0412,1,energy,x,1\n")).unwrap();
    let run = daemon.run(&["readings", "import", file.to_str().unwrap(), "--retry", "3", "--json"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let state = daemon.state.lock().unwrap();
    assert_eq!((state.import_calls.len(), state.bodies.len()), (3, 1));
    assert!(state.import_calls.iter().all(|key| *key == state.import_calls[0]));
}

#[test]
fn a_long_file_becomes_documents_that_end_with_records() {
    let daemon = Daemon::start();
    let mut text = String::from(HEAD);
    let mut number = 0;
    while text.len() < 17 << 20 {
        number += 1;
        writeln!(text, "P-0412,\"a\nmeter\",energy,2026-01-01T00:00:00Z,{number}").unwrap();
    }
    let run = daemon.run_with_input(&["readings", "import", "-", "--json"], text.as_bytes());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let names: Vec<_> =
        run.stdout.lines().filter_map(|line| line.split("\"name\":\"").nth(1)?.split('"').next()).collect();
    assert_eq!(names, ["stdin#1", "stdin#2", "stdin#3"]);
    let state = daemon.state.lock().unwrap();
    assert!(state.bodies.iter().all(|body| body.len() <= 8 << 20 && body.ends_with('\n')));
    let bodies: String = state.bodies.iter().map(|body| body.strip_prefix(HEAD).unwrap()).collect();
    assert_eq!(bodies, text.strip_prefix(HEAD).unwrap());
}

#[test]
fn what_was_done_before_a_missing_file_is_told() {
    let daemon = Daemon::start();
    let file = daemon.path("one.csv");
    fs::write(&file, format!("{HEAD}P-0412,1,energy,x,1\n")).unwrap();
    let run = daemon.run(&["readings", "import", file.to_str().unwrap(), "/nonexistent", "-o", "ndjson"]);
    assert_eq!((run.status, run.stdout.lines().count()), (1, 1));
    assert!(run.stderr.contains("/nonexistent"));
}

#[test]
fn the_journal_of_an_import_is_removed_at_its_end() {
    let daemon = Daemon::start();
    let long = Long::written(&daemon);
    let run = daemon.run(&long.import(&[]));
    assert_eq!((run.status, run.stderr.as_str(), journals(&daemon)), (0, "", 0));
    long.is_taken_in_once(&daemon, &run);
}

#[test]
fn a_killed_import_goes_on_where_it_was() {
    let daemon = Daemon::start();
    let long = Long::written(&daemon);
    let mut killed = long.stuck(&daemon);
    killed.kill().unwrap();
    killed.wait().unwrap();
    // Of the two documents that were taken in without an answer nothing is known here.
    let before = {
        let mut state = daemon.state.lock().unwrap();
        state.mute_after = None;
        state.import_calls.len()
    };
    let run = daemon.run(&long.import(&[]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("wznowienie") && run.stderr.contains("od 4"), "{}", run.stderr);
    long.is_taken_in_once(&daemon, &run);
    let state = daemon.state.lock().unwrap();
    let again: Vec<_> = state.import_calls[before..].iter().collect();
    assert_eq!(again[..3], [&state.import_calls[1], &state.import_calls[2], &state.import_calls[3]]);
}

#[test]
fn a_restarted_import_begins_anew() {
    let daemon = Daemon::start();
    let long = Long::written(&daemon);
    let mut killed = long.stuck(&daemon);
    killed.kill().unwrap();
    killed.wait().unwrap();
    daemon.state.lock().unwrap().mute_after = None;
    let run = daemon.run(&long.import(&["--restart"]));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let n_documents = run.stdout.lines().count();
    assert_eq!(daemon.state.lock().unwrap().bodies.len(), 4 + n_documents);
}

#[test]
fn an_archive_that_was_put_back_gets_everything_again() {
    let daemon = Daemon::start();
    let long = Long::written(&daemon);
    let mut killed = long.stuck(&daemon);
    killed.kill().unwrap();
    killed.wait().unwrap();
    {
        let mut state = daemon.state.lock().unwrap();
        state.mute_after = None;
        state.imports.clear();
        state.bodies.clear();
    }
    let run = daemon.run(&long.import(&[]));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    long.is_taken_in_once(&daemon, &run);
}

#[test]
fn a_daemon_that_goes_away_is_no_end_of_an_import() {
    let mut daemon = Daemon::start();
    let long = Long::written(&daemon);
    let stuck = long.stuck(&daemon);
    daemon.hang_up();
    let left = stuck.wait_with_output().unwrap();
    let told = String::from_utf8(left.stderr).unwrap();
    assert_eq!(left.status.code(), Some(6), "{told}");
    assert!(told.contains("the same command goes on where this one ended"), "{told}");
    daemon.state.lock().unwrap().mute_after = None;
    daemon.listen();
    let run = daemon.run(&long.import(&[]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    long.is_taken_in_once(&daemon, &run);
}

#[test]
fn connections_that_break_in_a_long_file_store_nothing_twice_and_keep_its_order() {
    let daemon = Daemon::start();
    let long = Long::written(&daemon);
    daemon.state.lock().unwrap().broken_imports = 3;
    let run = daemon.run(&long.import(&["--retry", "5"]));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    long.is_taken_in_once(&daemon, &run);
}

#[test]
fn a_file_is_not_imported_twice_at_a_time() {
    let daemon = Daemon::start();
    let long = Long::written(&daemon);
    let mut stuck = long.stuck(&daemon);
    let run = daemon.run(&long.import(&[]));
    assert_eq!(run.status, 7, "{}", run.stderr);
    assert!(run.stderr.contains("\"code\":\"import_runs\""), "{}", run.stderr);
    stuck.kill().unwrap();
    stuck.wait().unwrap();
}

/// A file that becomes several documents.
struct Long {
    path: String,
    text: String,
}

impl Long {
    fn written(daemon: &Daemon) -> Self {
        let mut text = String::from(HEAD);
        let mut number = 0;
        while text.len() < 34 << 20 {
            number += 1;
            let mark = if number % 1000 == 0 { "NaN" } else { "1" };
            writeln!(text, "P-0412,a meter with a long serial number,energy,{number},{mark}").unwrap();
        }
        let path = daemon.path("long.csv");
        fs::write(&path, &text).unwrap();
        Self { path: path.to_str().unwrap().to_owned(), text }
    }

    fn import<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        ["readings", "import", &self.path, "-o", "ndjson"].iter().chain(more).copied().collect()
    }

    /// Starts an import that gets two documents in and no answer for the next two.
    fn stuck(&self, daemon: &Daemon) -> Child {
        daemon.state.lock().unwrap().mute_after = Some(2);
        let mut command = daemon.command(&self.import(&[]));
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let started = Instant::now();
        while daemon.state.lock().unwrap().import_calls.len() < 4 {
            assert!(started.elapsed() < Duration::from_mins(1), "the import does not get on");
            // Nothing tells when a call comes.
            thread::sleep(Duration::from_millis(2));
        }
        child
    }

    /// Checks that every line is in the archive once and in order, and that the tally says so.
    fn is_taken_in_once(&self, daemon: &Daemon, run: &Run) {
        let state = daemon.state.lock().unwrap();
        let bodies: String = state.bodies.iter().map(|body| body.strip_prefix(HEAD).unwrap()).collect();
        assert!(bodies == self.text.strip_prefix(HEAD).unwrap(), "the archive has other lines");
        let sum = |field: &str| {
            let values = run.stdout.lines().map(|line| {
                let (_, value) = line.split_once(&format!("\"{field}\":")).unwrap();
                value.split([',', '}']).next().unwrap().parse::<u64>().unwrap()
            });
            values.sum::<u64>()
        };
        let n_lines = self.text.lines().count() as u64 - 1;
        assert_eq!((sum("received"), sum("quarantined"), sum("duplicate")), (n_lines, n_lines / 1000, 0));
        assert_eq!(run.stdout.lines().count(), state.bodies.len());
    }
}

fn journals(daemon: &Daemon) -> usize {
    fs::read_dir(daemon.path("ekctl/imports")).unwrap().count()
}
