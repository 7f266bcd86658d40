//! The whole source on a directory into which good, bad and hostile things are put.

use std::fs::{self, File};
use std::path::Path;

use super::*;
use crate::source::rehearsal::House;

const DOCUMENT: &str =
    "#ek-document 1\npoint,meter,quantity,at,value,unit\nP-1,67120414,supply,2026-03-10T06:00:00Z,84.2,°C\n";

fn source(directory: &Path) -> DropSource {
    let config = format!("directory = {directory:?}\nsettle = \"0s\"\nmax-size = 1000000");
    DropSource::new(toml::from_str(&config).unwrap())
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn good_files_are_done_and_bad_ones_are_parked_with_their_reasons() {
    let house = House::new("2026-03-10T12:00:00Z").await;
    let directory = house.directory().join("drop");
    Tree::open(&directory).unwrap();
    let inbox = directory.join("inbox");
    fs::write(inbox.join("bad.csv"), "hello").unwrap();
    File::create(inbox.join("huge.csv")).unwrap().set_len(2 << 30).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", inbox.join("link.csv")).unwrap();
    fs::write(inbox.join("good.csv"), DOCUMENT).unwrap();
    fs::write(inbox.join("good.csv.tmp"), DOCUMENT).unwrap();

    let running = house.run(source(&directory));
    house.until_documents(4).await;
    running.stop().await;

    assert_eq!(names(&inbox), ["good.csv.tmp"]);
    assert_eq!(names(&directory.join("done")), ["good.csv"]);
    let reason = |name: &str| fs::read_to_string(directory.join("parked").join(name)).unwrap();
    assert!(reason("bad.csv.reason.txt").starts_with("unknown_format: "));
    assert!(reason("huge.csv.reason.txt").starts_with("too_large: 2147483648 bytes"));
    assert!(reason("link.csv.reason.txt").starts_with("not_a_file: "));
    assert_eq!(house.kept().await.n_parked, 3);
}

#[tokio::test]
async fn a_file_that_comes_again_changes_nothing() {
    let house = House::new("2026-03-10T12:00:00Z").await;
    let directory = house.directory().join("drop");
    Tree::open(&directory).unwrap();
    fs::write(directory.join("inbox/a.csv"), DOCUMENT).unwrap();
    let running = house.run(source(&directory));
    house.until_documents(1).await;
    running.stop().await;

    // As after a kill between the commit and the renaming.
    fs::rename(directory.join("done/a.csv"), directory.join("inbox/a.csv")).unwrap();
    let running = house.run(source(&directory));
    house.until(async |house| house.kept().await.tally.received == 2).await;
    running.stop().await;
    let tally = house.kept().await.tally;
    assert_eq!((tally.stored + tally.quarantined, tally.duplicate), (1, 1), "{tally:?}");
    assert_eq!(names(&directory.join("done")), ["a.csv"]);
}

#[tokio::test]
async fn a_directory_that_cannot_be_used_is_told_and_found_when_it_comes() {
    let house = House::new("2026-03-10T12:00:00Z").await;
    let directory = house.directory().join("mount/drop");
    let running = house.run(source(&directory));
    house.until(async |house| house.kept().await.failing.is_some()).await;
    assert_eq!(house.kept().await.failing.unwrap().problem.kind, ProblemKind::Storage);

    fs::create_dir_all(directory.join("inbox")).unwrap();
    fs::write(directory.join("inbox/a.csv"), DOCUMENT).unwrap();
    house.nudge.notify_one();
    house.until_documents(1).await;
    house.until(async |house| house.kept().await.failing.is_none()).await;
    running.stop().await;
}
