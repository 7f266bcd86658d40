//! Imports: tallies, exit statuses, cut files, and a connection that breaks at the worst moment.

mod fixture;

use std::fmt::Write as _;
use std::fs;

use fixture::Daemon;

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
