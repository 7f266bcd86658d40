//! Exports: whole, incremental, to files, and through failures.

mod fixture;

use std::fs;

use common::id::DocumentId;
use fixture::archive::Log;
use fixture::{Daemon, bare, finish};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::RowAccessor as _;

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

/// What a Parquet file holds, read by the library's own reader.
fn rows(file: &std::path::Path) -> Vec<parquet::record::Row> {
    let reader = SerializedFileReader::new(fs::File::open(file).expect("the file is there")).expect("it is Parquet");
    reader.get_row_iter(None).expect("it has rows").map(|row| row.expect("each can be read")).collect()
}

#[test]
fn a_parquet_file_holds_what_the_csv_holds() {
    let daemon = Daemon::start();
    let file = daemon.path("odczyty.parquet");
    let out = file.to_str().unwrap();
    assert_eq!(daemon.answer(&["readings", "export", "--out", out]), "");
    let columns = "point,meter,quantity,at,value,unit,quality,revision,document";
    let csv = daemon.answer(&["readings", "export", "-o", "csv", "--tz", "UTC", "--columns", columns]);
    let lines: Vec<_> = csv.lines().skip(1).collect();
    let rows = rows(&file);
    assert_eq!(rows.len(), lines.len());
    for (row, line) in rows.iter().zip(lines) {
        let at = jiff::Timestamp::from_microsecond(row.get_timestamp_micros(3).unwrap()).unwrap();
        let digits = row.get_decimal(4).unwrap().data().try_into().map(i64::from_be_bytes).unwrap();
        let value = common::quantity::Decimal { digits: digits.into(), scale: 9 };
        let text = |index| row.get_string(index).unwrap();
        let told = format!(
            "{},{},{},{},{value},{},{},{},{}",
            text(0),
            text(1),
            text(2),
            at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            text(5),
            text(6),
            row.get_long(7).unwrap(),
            row.get_long(8).unwrap()
        );
        assert_eq!(told, line);
    }
}

#[test]
fn equal_archives_give_equal_parquet_files() {
    let daemon = Daemon::start();
    let export = |name: &str| {
        let file = daemon.path(name);
        daemon.answer(&["readings", "export", "-o", "parquet", "--out", file.to_str().unwrap()]);
        fs::read(file).unwrap()
    };
    let first = export("one");
    daemon.state.lock().unwrap().readings.reverse();
    assert_eq!(export("two"), first);
}

#[test]
fn parquet_is_refused_where_it_makes_no_sense() {
    let daemon = Daemon::start();
    let file = daemon.path("odczyty.parquet");
    let out = file.to_str().unwrap();
    let check = |arguments: &[&str], expected: &str| {
        let run = daemon.run(arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.stderr.contains(expected), "{arguments:?}: {}", run.stderr);
        assert!(!file.exists());
    };
    check(&["sites", "list", "-o", "parquet"], "readings export");
    check(&["readings", "list", "P-0412", "-o", "parquet"], "readings export");
    check(&["readings", "export", "-o", "parquet", "--columns", "value", "--out", out], "--columns");
    check(&["readings", "export", "--no-header", "--out", out], "--no-header");
    check(&["readings", "export", "-o", "parquet", "--append", "--out", out], "--append");
}

#[test]
fn a_value_with_too_many_digits_leaves_no_file() {
    let daemon = Daemon::start();
    let mut state = daemon.state.lock().unwrap();
    let quantity = state.readings[0].quantity;
    state.readings[0].value = Some(common::quantity::Value::new(quantity, i64::MAX));
    drop(state);
    let file = daemon.path("odczyty.parquet");
    let run = daemon.run(&["readings", "export", "--out", file.to_str().unwrap()]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("-o csv"), "{}", run.stderr);
    assert!(!file.exists());
}

#[test]
fn parquet_incrementally_goes_on_from_the_cursor() {
    let daemon = Daemon::start();
    let (one, two, cursor) = (daemon.path("1.parquet"), daemon.path("2.parquet"), daemon.path("cursor.json"));
    for file in [&one, &two] {
        let file = file.to_str().unwrap();
        daemon.answer(&[
            "readings",
            "export",
            "--since-cursor",
            "--cursor-file",
            cursor.to_str().unwrap(),
            "--out",
            file,
        ]);
    }
    assert_eq!((rows(&one).len(), rows(&two).len()), (2 * (36 + 39), 0));
}

#[test]
fn lines_of_json_come_one_reading_a_line() {
    let daemon = Daemon::start();
    let export = daemon.answer(&["readings", "export", "-o", "ndjson"]);
    assert_eq!(export.lines().count(), 2 * (36 + 39));
    let first: serde_json::Value = serde_json::from_str(export.lines().next().unwrap()).unwrap();
    assert_eq!((&first["point"], &first["quantity"]), (&"P-0412".into(), &"energy".into()));
}

#[test]
fn an_export_from_the_logbook_is_that_of_an_older_daemon_byte_by_byte() {
    let daemon = Daemon::start();
    let mut state = daemon.state.lock().unwrap();
    for place in [0, 7, 40, 80] {
        let reading = &mut state.readings[place];
        reading.revision = 1;
        reading.document = DocumentId(9);
    }
    // The meter that was taken out and the new one were read at the same instant.
    let mut other = state.readings[10].clone();
    other.meter = common::id::MeterId(1);
    state.readings.push(other);
    drop(state);
    let columns = "point,meter,quantity,at,value,unit,quality,revision,document";
    let exports = || {
        let csv = |more: &[&str]| {
            let all = ["readings", "export", "-o", "csv", "--columns", columns].into_iter();
            daemon.answer(&all.chain(more.iter().copied()).collect::<Vec<_>>())
        };
        [
            csv(&[]),
            csv(&["P-0413"]),
            csv(&["--quantity", "supply,energy"]),
            csv(&["--range", "2026-10-25T05:30..2026-10-26T07:00"]),
            csv(&["--range", "2025"]),
        ]
    };
    let from_log = exports();
    daemon.state.lock().unwrap().log = Log::Unknown;
    let from_readings = exports();
    assert_eq!(from_log[0].lines().count(), 1 + 2 * (36 + 39) + 1);
    assert!(from_log[0].contains(",1,9\n"));
    for (log, readings) in from_log.iter().zip(&from_readings) {
        let differs = log.lines().zip(readings.lines()).find(|(one, other)| one != other);
        assert_eq!((differs, log.len()), (None, readings.len()));
    }
}

#[test]
fn an_export_with_a_hole_says_so_and_ends_with_eight() {
    let daemon = Daemon::start();
    daemon.state.lock().unwrap().damaged = vec![fixture::archive::damaged_month()];
    let file = daemon.path("odczyty.csv");
    let run = daemon.run(&["readings", "export", "-o", "csv", "--out", file.to_str().unwrap(), "--lang", "en"]);
    assert_eq!((run.status, run.stdout.as_str()), (8, ""));
    assert!(run.stderr.contains("P-0412 2026-09-01 – 2026-10-01"), "{}", run.stderr);
    assert!(run.stderr.contains("ekctl archive verify"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(file).unwrap().lines().count(), 1 + 2 * (36 + 39));
}

#[test]
fn pages_that_cannot_be_read_leave_the_file_alone() {
    let daemon = Daemon::start();
    let file = daemon.path("odczyty.csv");
    let export = ["readings", "export", "-o", "csv", "--out", file.to_str().unwrap(), "--lang", "en"];
    let logs = (0..60).map(|place| Log::Changed(place * 7)).chain([0, 3, 4, 30, 60].map(Log::Cut));
    for log in logs {
        daemon.state.lock().unwrap().log = log;
        let run = daemon.run(&export);
        assert_eq!(run.status, 9, "{log:?} {}", run.stderr);
        assert!(run.stderr.starts_with("error: a page of the logbook cannot be read: "), "{}", run.stderr);
        assert!(!file.exists());
    }
}
