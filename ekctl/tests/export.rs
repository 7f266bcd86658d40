//! Exports: whole, incremental, to files, and through failures.

mod fixture;

use std::fs;

use common::id::DocumentId;
use fixture::{Daemon, bare, finish};

fn cron<'a>(out: &'a str, cursor: &'a str) -> Vec<&'a str> {
    vec!["readings", "export", "--since-cursor", "--cursor-file", cursor, "-o", "csv", "--append", "--out", out, "-q"]
}

#[test]
fn a_whole_export_goes_by_point_quantity_and_instant() {
    let daemon = Daemon::start();
    let export = daemon.answer(&["readings", "export", "-o", "csv"]);
    assert_eq!(export.lines().count(), 1 + 2 * (36 + 39));
    let head: Vec<_> = export.lines().take(3).collect();
    insta::assert_snapshot!("export_head", head.join("\n"));
    let mut state = daemon.state.lock().unwrap();
    state.readings.reverse();
    state.points.reverse();
    for reading in &mut state.readings {
        reading.document = DocumentId(reading.document.0 + 7);
    }
    drop(state);
    assert_eq!(daemon.answer(&["readings", "export", "-o", "csv"]), export);
}

#[test]
fn cron_gets_only_what_is_new_and_says_nothing() {
    let daemon = Daemon::start();
    let (out, cursor) = (daemon.path("odczyty.csv"), daemon.path("cursor.json"));
    let arguments = cron(out.to_str().unwrap(), cursor.to_str().unwrap());
    assert_eq!(daemon.answer(&arguments), "");
    let first = fs::read_to_string(&out).unwrap();
    assert_eq!(first.lines().count(), 1 + 2 * (36 + 39));
    assert_eq!(daemon.answer(&arguments), "");
    assert_eq!(fs::read_to_string(&out).unwrap(), first);
    let mut state = daemon.state.lock().unwrap();
    let mut corrected = state.readings[7].clone();
    corrected.revision = 1;
    corrected.document = DocumentId(9);
    state.readings[7] = corrected;
    drop(state);
    assert_eq!(daemon.answer(&arguments), "");
    let second = fs::read_to_string(&out).unwrap();
    let new = second.strip_prefix(&first).unwrap();
    assert_eq!(new, "P-0412,67120412,energy,2026-10-25T06:00:00+01:00,7002.177001001,GJ,measured,1\n");
}

#[test]
fn an_export_that_fails_leaves_file_and_cursor_alone() {
    let mut daemon = Daemon::start();
    let (out, cursor) = (daemon.path("odczyty.csv"), daemon.path("cursor.json"));
    let (out, cursor) = (out.to_str().unwrap(), cursor.to_str().unwrap());
    daemon.answer(&cron(out, cursor));
    let (before, place) = (fs::read(out).unwrap(), fs::read(cursor).unwrap());
    daemon.hang_up();
    let run = daemon.run(&cron(out, cursor));
    assert_eq!((run.status, run.stdout.as_str()), (6, ""));
    assert!(run.stderr.starts_with("błąd: brak połączenia z ekd"));
    assert_eq!((fs::read(out).unwrap(), fs::read(cursor).unwrap()), (before, place));
    let drafts = fs::read_dir(daemon.path(""))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp"));
    assert_eq!(drafts.count(), 0);
}

#[test]
fn the_cursor_is_kept_only_after_the_answer_is_safe() {
    let daemon = Daemon::start();
    let cursor = daemon.path("cursor.json");
    let run = daemon.run(&[
        "readings",
        "export",
        "--since-cursor",
        "--cursor-file",
        cursor.to_str().unwrap(),
        "-o",
        "csv",
        "--out",
        "/dev/null/x",
    ]);
    assert_eq!(run.status, 1);
    assert!(!cursor.exists());
}

#[test]
fn different_exports_keep_different_places() {
    let daemon = Daemon::start();
    let export = |more: &[&str]| {
        let all = ["readings", "export", "--since-cursor", "-o", "csv"].into_iter().chain(more.iter().copied());
        daemon.answer(&all.collect::<Vec<_>>()).lines().count()
    };
    assert_eq!(export(&["P-0412"]), 1 + 2 * 36);
    assert_eq!(export(&["P-0412"]), 1);
    assert_eq!(export(&["P-0413"]), 1 + 2 * 39);
    assert_eq!(export(&["P-0413", "--quantity", "energy"]), 1 + 39);
}

#[test]
fn a_file_of_another_program_is_no_cursor() {
    let daemon = Daemon::start();
    let file = daemon.path("cursor.json");
    fs::write(&file, "{\"after\":1}").unwrap();
    let run = daemon.run(&["readings", "export", "--since-cursor", "--cursor-file", file.to_str().unwrap()]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("bad_cursor"));
}

#[test]
fn a_cursor_of_another_or_a_restored_archive_is_refused() {
    let daemon = Daemon::start();
    let (out, cursor) = (daemon.path("odczyty.csv"), daemon.path("cursor.json"));
    let arguments = cron(out.to_str().unwrap(), cursor.to_str().unwrap());
    daemon.answer(&arguments);
    let before = (fs::read(&out).unwrap(), fs::read(&cursor).unwrap());
    let refused = |place: &[u8]| {
        let run = daemon.run(&arguments);
        assert_eq!((run.status, run.stdout.as_str()), (7, ""));
        assert!(run.stderr.contains("other_archive") && run.stderr.contains("rm "), "{}", run.stderr);
        assert_eq!((fs::read(&out).unwrap(), fs::read(&cursor).unwrap()), (before.0.clone(), place.to_vec()));
    };
    "another".clone_into(&mut daemon.state.lock().unwrap().archive);
    refused(&before.1);
    "first".clone_into(&mut daemon.state.lock().unwrap().archive);
    let later = String::from_utf8(before.1.clone()).unwrap().replace("\"journal\":40", "\"journal\":41");
    fs::write(&cursor, &later).unwrap();
    refused(later.as_bytes());
    fs::remove_file(&cursor).unwrap();
    daemon.answer(&arguments);
    assert!(fs::metadata(&out).unwrap().len() > before.0.len() as u64);
}

#[test]
fn a_daemon_that_is_late_is_waited_for() {
    let mut daemon = Daemon::start();
    daemon.hang_up();
    let mut command = daemon.command(&["status", "--json", "--retry", "5"]);
    let child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    daemon.listen();
    assert!(child.wait_with_output().unwrap().status.success());
}

#[test]
fn nobody_home_is_told_as_such() {
    let run = finish(&mut bare(&["status", "--server", "unix:/nonexistent/ekd.sock"]));
    assert_eq!(run.status, 6);
}
