//! Files wait until nobody writes them any more.

use std::fs;
use std::path::Path;

use super::super::tree::Tree;
use super::*;

const SETTLE: Duration = Duration::from_secs(2);

/// Writes these files and returns what the inbox lists.
fn listed(directory: &Path, files: &[(&str, &str)]) -> Vec<Entry> {
    let tree = Tree::open(directory).unwrap();
    for (name, text) in files {
        fs::write(directory.join("inbox").join(name), text).unwrap();
    }
    tree.list().unwrap()
}

fn names(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.name.to_str().unwrap()).collect()
}

#[test]
fn a_file_is_ready_when_it_has_stayed_as_it_was() {
    let directory = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let mut waiting = Waiting::new(SETTLE);
    let entries = listed(directory.path(), &[("a.csv", "1")]);
    assert_eq!(names(&waiting.ready(start, entries.clone())), [""; 0]);
    assert_eq!(waiting.next_at(), Some(start + SETTLE));

    let grown = listed(directory.path(), &[("a.csv", "12")]);
    assert_eq!(names(&waiting.ready(start + SETTLE, grown.clone())), [""; 0], "it has grown");
    assert_eq!(names(&waiting.ready(start + SETTLE * 2, grown)), ["a.csv"]);
}

#[test]
fn what_is_no_file_is_ready_at_once() {
    let directory = tempfile::tempdir().unwrap();
    Tree::open(directory.path()).unwrap();
    fs::create_dir(directory.path().join("inbox/folder")).unwrap();
    let entries = listed(directory.path(), &[]);
    assert_eq!(names(&Waiting::new(SETTLE).ready(Instant::now(), entries)), ["folder"]);
}

#[test]
fn a_file_that_failed_waits_longer_each_time_and_delays_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let entries = listed(directory.path(), &[("a.csv", "1"), ("b.csv", "2")]);
    let mut waiting = Waiting::new(Duration::ZERO);
    let mut now = Instant::now();
    let name = OsStr::new("a.csv");
    for seconds in [1, 2, 4, 8, 16, 30, 30] {
        assert_eq!(waiting.ready(now, entries.clone()).len(), 2);
        waiting.failed(now, name);
        let almost = now + Duration::from_millis(seconds * 1000 - 1);
        assert_eq!(names(&waiting.ready(almost, entries.clone())), ["b.csv"]);
        now += Duration::from_secs(seconds);
    }
    assert!(waiting.is_troubled());
    waiting.gone(name);
    assert!(!waiting.is_troubled());
}

#[test]
fn what_the_house_has_is_only_renamed_but_a_replaced_file_is_new() {
    let directory = tempfile::tempdir().unwrap();
    let entries = listed(directory.path(), &[("a.csv", "1")]);
    let mut waiting = Waiting::new(Duration::ZERO);
    let now = Instant::now();
    let name = OsStr::new("a.csv");
    waiting.ready(now, entries.clone());
    waiting.taken(name, Destination::Done);
    waiting.failed(now, name);
    waiting.ready(now + LAST_RETRY, entries);
    assert_eq!(waiting.destination(name), Some(&Destination::Done));
    waiting.ready(now + LAST_RETRY, listed(directory.path(), &[("a.csv", "12")]));
    assert_eq!(waiting.destination(name), None);
}
