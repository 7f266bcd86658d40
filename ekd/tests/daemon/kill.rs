//! The daemon as a process: killed in the middle of imports, stopped in order, refusing what it must not touch.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use common::api::OnceKey;
use common::archive::{Decision, Resolved};
use common::quantity::Quantity;
use common::source::{Document, Outcome};
use common::time::Period;
use rusqlite::{Connection, OpenFlags};

use crate::harness::client::{Client, Upload};
use crate::harness::dice::Dice;
use crate::harness::process::Place;

const N_ROUNDS: usize = 20;
const N_FILES: usize = 10;

/// Writes one of several files that together hold a few meters' registers by the hour, some rows in two files.
fn file(number: usize) -> String {
    let mut text = "meter,quantity,unix_ts,value\n".to_owned();
    for meter in 0..4 {
        for hour in number * 90..(number + 1) * 90 + 10 {
            let at = 1_767_225_600 + hour * 3600;
            writeln!(text, "{meter},energy_gj,{at},{}.{:03}", hour * 2 + meter, (hour * 37) % 1000).unwrap();
            writeln!(text, "{meter},supply_c,{at},{}.5", 60 + (hour * 7 + meter) % 30).unwrap();
        }
    }
    text
}

fn files() -> Vec<(String, String)> {
    (0..N_FILES).map(|number| (format!("part-{number}.csv"), file(number))).collect()
}

fn uploads<'a>(files: &'a [(String, String)], dice: &mut Dice) -> Vec<Upload<'a>> {
    let upload = |(name, text): &'a (String, String)| Upload {
        key: OnceKey::new(dice.bytes()),
        name,
        mapping: Some("long"),
        bytes: text.as_bytes(),
        piece: 8_000,
    };
    files.iter().map(upload).collect()
}

/// Looks into the archive that nobody has open.
fn check_archive(path: &Path) {
    let archive = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    let integrity: String = archive.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(integrity, "ok");
    let mut broken = archive.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(!broken.exists([]).unwrap(), "a foreign key leads nowhere");
}

#[tokio::test]
async fn a_daemon_killed_during_an_import_ends_up_with_what_an_undisturbed_one_has() {
    let mut dice = Dice::seeded(7);
    let files = files();
    let undisturbed = Place::set_up();
    let (mut process, client) = undisturbed.run().await;
    let started = Instant::now();
    for upload in uploads(&files, &mut dice) {
        assert_eq!(client.resume(&upload).await.unwrap().outcome, Outcome::Taken);
    }
    // On any machine most kills shall fall into the imports, and none later than half a second.
    let longest_fuse = usize::try_from(started.elapsed().as_millis()).unwrap().clamp(20, 500);
    let expected = client.listing().await;
    assert!(process.terminate().0.success());

    let mut n_interrupted = 0;
    for round in 0..N_ROUNDS {
        let place = Place::set_up();
        let uploads = uploads(&files, &mut dice);
        let mut documents: Vec<Document> = Vec::new();
        let (mut process, client) = place.run().await;
        let fuse = Duration::from_millis(10 + u64::try_from(dice.below(longest_fuse - 10)).unwrap());
        println!("round {round}: killed after {fuse:?}");
        let imports = async {
            for upload in &uploads {
                documents.push(client.resume(upload).await.unwrap());
            }
        };
        n_interrupted += usize::from(tokio::time::timeout(fuse, imports).await.is_err());
        process.kill();
        let (mut process, client) = place.run().await;
        for (index, upload) in uploads.iter().enumerate() {
            let document = client.resume(upload).await.unwrap();
            assert!(document.tally.balances());
            assert!(documents.get(index).is_none_or(|first| *first == document), "the first result again");
        }
        assert_eq!(client.documents().await.len(), N_FILES, "nothing doubled");
        assert_eq!(client.listing().await, expected, "round {round}");
        assert!(process.terminate().0.success());
        check_archive(&place.archive());
    }
    assert!(n_interrupted > N_ROUNDS / 4, "only {n_interrupted} kills fell into an import");
}

const N_STORMS: usize = 50;
/// As many rounds as fit into this.
const LONGEST_STORM: Duration = Duration::from_secs(40);

/// Corrects a few temperatures that only one file has.
fn corrections(number: usize) -> String {
    let mut text = "meter,quantity,unix_ts,value\n".to_owned();
    for hour in (number * 90 + 18..(number + 1) * 90).step_by(9) {
        let at = 1_767_225_600 + hour * 3600;
        writeln!(text, "1,supply_c,{at},{}.25", 61 + hour % 7).unwrap();
    }
    text
}

fn upload<'a>(name: &'a str, text: &'a str, dice: &mut Dice) -> Upload<'a> {
    Upload { key: OnceKey::new(dice.bytes()), name, mapping: Some("long"), bytes: text.as_bytes(), piece: 8_000 }
}

/// One client's work: its files one after the other, each followed by its corrections; returns what was acknowledged.
async fn bring(
    socket: &Path,
    uploads: &[(Upload<'_>, Upload<'_>)],
    acknowledged: &RefCell<Vec<Document>>,
) -> Option<()> {
    let client = Client::open(socket).await.ok()?;
    for (file, corrected) in uploads {
        for upload in [file, corrected] {
            let document = client.resume(upload).await.ok()?;
            acknowledged.borrow_mut().push(document);
        }
    }
    Some(())
}

async fn strike(socket: &Path, key: &OnceKey, done: &Cell<Option<Resolved>>) -> Option<()> {
    let client = Client::open(socket).await.ok()?;
    // An instant of which nobody else tells: the decision is the same in every order.
    let from = jiff::Timestamp::from_second(1_767_218_400).unwrap();
    let decision = Decision::Bad { period: Period { from, until: from + jiff::SignedDuration::from_secs(1) } };
    done.set(Some(client.resolve(key, ("M-3", Quantity::Supply), decision).await.ok()?));
    Some(())
}

/// Imports from several clients, corrections, a decision, sealing and binding all at once.
#[tokio::test]
async fn a_daemon_killed_while_importing_sealing_and_correcting_at_once_loses_nothing_acknowledged() {
    let mut dice = Dice::seeded(11);
    let texts: Vec<(String, String)> = (0..N_FILES).map(|number| (file(number), corrections(number))).collect();
    let early = "meter,quantity,unix_ts,value\n3,supply_c,1767218400,99.5\n3,supply_c,1767218401,60.5\n";
    let started = Instant::now();
    let mut expected: Option<String> = None;
    let (mut n_interrupted, mut longest_fuse) = (0, 0);
    let mut n_rounds = 0;
    for round in 0..=N_STORMS {
        if started.elapsed() > LONGEST_STORM {
            break;
        }
        n_rounds = round;
        let place = Place::set_up();
        let mut uploads = Vec::new();
        for (file, corrected) in &texts {
            uploads.push((upload("file", file, &mut dice), upload("corrected", corrected, &mut dice)));
        }
        let first = upload("early", early, &mut dice);
        let key = OnceKey::new(dice.bytes());
        let (mut process, client) = place.run().await;
        client.resume(&first).await.unwrap();
        let (acknowledged, struck) = (RefCell::default(), Cell::new(None));
        let work = async || {
            tokio::join!(
                bring(&place.socket, &uploads[..3], &acknowledged),
                bring(&place.socket, &uploads[3..6], &acknowledged),
                bring(&place.socket, &uploads[6..], &acknowledged),
                strike(&place.socket, &key, &struck),
            )
        };
        let n_kills = if round == 0 { 0 } else { 1 + dice.below(2) };
        for _ in 0..n_kills {
            let fuse = Duration::from_millis(5 + dice.below(longest_fuse) as u64);
            n_interrupted += usize::from(tokio::time::timeout(fuse, Box::pin(work())).await.is_err());
            process.kill();
            process = place.run().await.0;
        }
        let undisturbed = Instant::now();
        let done = Box::pin(work()).await;
        assert_eq!(done, (Some(()), Some(()), Some(()), Some(())));
        if round == 0 {
            longest_fuse = usize::try_from(undisturbed.elapsed().as_millis()).unwrap().clamp(20, 1_000);
        }
        let client = Client::open(&place.socket).await.unwrap();
        let documents = client.documents().await;
        for document in acknowledged.borrow().iter() {
            assert!(document.tally.balances());
            assert!(documents.contains(document), "round {round}: {document:?} was acknowledged");
        }
        assert_eq!(struck.get().unwrap().n_struck, 1, "round {round}");
        let listing = client.listing().await;
        assert!(*expected.get_or_insert_with(|| listing.clone()) == listing, "round {round}");
        assert_eq!(documents.len(), 2 * N_FILES + 1 + 2, "round {round}: nothing doubled");
        assert!(process.terminate().0.success());
        check_archive(&place.archive());
    }
    println!("{n_rounds} rounds, {n_interrupted} kills into the work, {:?}", started.elapsed());
    assert!(n_interrupted > n_rounds / 4, "only {n_interrupted} kills fell into the work");
}

#[tokio::test]
async fn sigterm_ends_the_daemon_well_and_in_time_though_somebody_waits_for_news() {
    let place = Place::set_up();
    let (mut process, client) = place.run().await;
    let cursor = client.news(None, 0).await.unwrap();
    let waiting = tokio::spawn(async move { client.news(Some(cursor), 50).await });
    let (status, took) = tokio::task::spawn_blocking(move || process.terminate()).await.unwrap();
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    waiting.await.unwrap().unwrap_err();
    assert!(!place.socket.exists());
    check_archive(&place.archive());
}

#[tokio::test]
async fn a_second_daemon_on_the_same_archive_refuses_and_the_first_serves_on() {
    let place = Place::set_up();
    let (mut process, client) = place.run().await;
    let (output, took) = place.refused();
    assert_refused(&output, "used by another ekd");
    assert!(took < Duration::from_secs(5), "{took:?}");
    let document = client.import("part.csv", Some("long"), file(0).as_bytes()).await;
    assert_eq!(document.outcome, Outcome::Taken);
    assert!(process.terminate().0.success());
}

#[tokio::test]
async fn a_daemon_that_was_killed_answers_again_within_three_seconds() {
    let place = Place::set_up();
    let (mut process, client) = place.run().await;
    client.import("part.csv", Some("long"), file(0).as_bytes()).await;
    process.kill();
    let started = Instant::now();
    let (_process, client) = place.run().await;
    assert!(!client.listing().await.is_empty());
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

fn assert_refused(output: &std::process::Output, reason: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(said.contains(reason), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn without_an_archive_the_daemon_says_how_to_make_one() {
    let place = Place::bare();
    assert_refused(&place.refused().0, "ekd setup");
    assert!(!place.archive().exists());
}

#[test]
fn a_file_of_others_is_refused_and_left_alone() {
    for bytes in [b"minutes of a meeting, not a database at all".as_slice(), b"", &[0; 8192]] {
        let place = Place::bare();
        std::fs::create_dir(&place.state).unwrap();
        std::fs::write(place.archive(), bytes).unwrap();
        assert_refused(&place.refused().0, "is not an archive of ekd");
        assert_eq!(std::fs::read(place.archive()).unwrap(), bytes);
    }
}

#[test]
fn a_truncated_archive_is_refused_and_left_alone() {
    let place = Place::set_up();
    let whole = std::fs::read(place.archive()).unwrap();
    let half = &whole[..whole.len() / 2];
    std::fs::write(place.archive(), half).unwrap();
    let (output, _) = place.refused();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.lines().count() == 1, "{said}");
    assert_eq!(std::fs::read(place.archive()).unwrap(), half);
}

#[test]
fn the_archive_of_a_newer_daemon_is_refused_and_left_alone() {
    let place = Place::set_up();
    Connection::open(place.archive()).unwrap().pragma_update(None, "user_version", 999).unwrap();
    let before = std::fs::read(place.archive()).unwrap();
    assert_refused(&place.refused().0, "update ekd");
    assert_eq!(std::fs::read(place.archive()).unwrap(), before);
}
