//! The inbox, done and parked, against a real directory.

use std::fs::{File, FileTimes};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use rustix::fs::mkfifoat;
use tempfile::TempDir;

use super::*;

const LIMIT: u64 = 1000;

struct Place {
    directory: TempDir,
    tree: Tree,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let tree = Tree::open(directory.path()).unwrap();
        Self { directory, tree }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.directory.path().join(path)
    }

    /// Puts a file into the inbox, modified so many seconds after 1970.
    fn file(&self, name: impl AsRef<OsStr>, text: &str, modified: u64) -> Entry {
        let path = self.path("inbox").join(name.as_ref());
        std::fs::write(&path, text).unwrap();
        let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(modified);
        let times = FileTimes::new().set_modified(modified);
        File::options().write(true).open(&path).unwrap().set_times(times).unwrap();
        self.entry(name.as_ref())
    }

    fn entry(&self, name: &OsStr) -> Entry {
        self.tree.list().unwrap().into_iter().find(|entry| entry.name == name).unwrap()
    }

    fn names(&self, directory: &str) -> Vec<OsString> {
        let mut names: Vec<OsString> =
            std::fs::read_dir(self.path(directory)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    }

    fn park(&self, entry: &Entry) {
        self.tree.put_away(entry, &Destination::Parked { reason: "not_a_file: x".to_owned() }).unwrap();
    }
}

#[test]
fn files_wait_the_oldest_first_and_unfinished_ones_do_not() {
    let place = Place::new();
    place.file("c.csv", "", 100);
    place.file("b.csv", "", 200);
    place.file("a.csv", "", 200);
    for name in [".hidden", "x.tmp", "x.PART", "x.csv.filepart"] {
        std::fs::write(place.path("inbox").join(name), "").unwrap();
    }
    let names: Vec<_> = place.tree.list().unwrap().into_iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["c.csv", "a.csv", "b.csv"]);
}

#[test]
fn a_file_is_read_and_put_away_without_replacing_another() {
    let place = Place::new();
    for text in ["one", "two", "three"] {
        let entry = place.file("a.csv", text, 100);
        assert_eq!(place.tree.read(&entry, LIMIT).unwrap(), text.as_bytes());
        place.tree.put_away(&entry, &Destination::Done).unwrap();
    }
    assert_eq!(place.names("done"), ["a.csv", "a.csv.2", "a.csv.3"]);
    assert_eq!(std::fs::read(place.path("done/a.csv")).unwrap(), b"one");
    assert_eq!(place.names("inbox"), [""; 0]);
}

#[test]
fn a_parked_file_has_its_reason_beside_it() {
    let place = Place::new();
    std::fs::write(place.path("parked/a.csv.reason.txt"), "of another").unwrap();
    place.park(&place.file("a.csv", "x", 100));
    assert_eq!(place.names("parked"), ["a.csv.2", "a.csv.2.reason.txt", "a.csv.reason.txt"]);
    assert_eq!(std::fs::read_to_string(place.path("parked/a.csv.2.reason.txt")).unwrap(), "not_a_file: x\n");
    assert_eq!(std::fs::read_to_string(place.path("parked/a.csv.reason.txt")).unwrap(), "of another");
}

#[test]
fn links_fifos_and_directories_are_parked_and_never_followed() {
    let place = Place::new();
    std::fs::write(place.path("outside"), "secret").unwrap();
    symlink(place.path("outside"), place.path("inbox/link")).unwrap();
    symlink("/proc/self/fd/0", place.path("inbox/magic")).unwrap();
    mkfifoat(&place.tree.inbox, "pipe", Mode::from_raw_mode(0o600)).unwrap();
    std::fs::create_dir(place.path("inbox/folder")).unwrap();
    std::fs::write(place.path("inbox/folder/a.csv"), "x").unwrap();
    for entry in place.tree.list().unwrap() {
        assert!(matches!(place.tree.read(&entry, LIMIT), Err(ReadError::NotAFile)), "{entry:?}");
        // What was listed as a file and replaced since is found out as well.
        let disguised = Entry { is_file: true, ..entry.clone() };
        assert!(matches!(place.tree.read(&disguised, LIMIT), Err(ReadError::NotAFile)), "{entry:?}");
        place.park(&entry);
    }
    assert_eq!(place.names("inbox"), [""; 0]);
    assert_eq!(place.names("parked").len(), 8);
    assert_eq!(std::fs::read_to_string(place.path("outside")).unwrap(), "secret");
    assert!(std::fs::symlink_metadata(place.path("parked/link")).unwrap().is_symlink());
    assert!(place.path("parked/folder/a.csv").exists());
}

#[test]
fn a_name_that_leads_elsewhere_is_not_opened() {
    let place = Place::new();
    std::fs::write(place.path("outside"), "secret").unwrap();
    let stamp = place.file("a.csv", "x", 100).stamp;
    for name in ["../outside", "/etc/hostname"] {
        let entry = Entry { name: name.into(), is_file: true, stamp };
        assert!(place.tree.read(&entry, LIMIT).is_err(), "{name}");
    }
}

#[test]
fn a_huge_file_is_refused_unread() {
    let place = Place::new();
    File::create(place.path("inbox/sparse")).unwrap().set_len(2 << 30).unwrap();
    let error = place.tree.read(&place.entry(OsStr::new("sparse")), LIMIT).unwrap_err();
    assert!(matches!(error, ReadError::TooLarge { size, limit: LIMIT } if size == 2 << 30), "{error}");
    assert_eq!(place.tree.read(&place.file("full", &"x".repeat(1000), 1), LIMIT).unwrap().len(), 1000);
}

#[test]
fn a_file_that_was_replaced_meanwhile_is_neither_read_nor_put_away() {
    let place = Place::new();
    let entry = place.file("a.csv", "old", 100);
    place.file("a.csv", "newer", 200);
    assert!(matches!(place.tree.read(&entry, LIMIT), Err(ReadError::Changed)));
    place.tree.put_away(&entry, &Destination::Done).unwrap();
    assert_eq!((place.names("inbox").len(), place.names("done").len()), (1, 0));
    std::fs::remove_file(place.path("inbox/a.csv")).unwrap();
    assert!(matches!(place.tree.read(&entry, LIMIT), Err(ReadError::Changed)));
    place.tree.put_away(&entry, &Destination::Done).unwrap();
}

#[test]
fn hostile_names_are_put_away_whole() {
    let place = Place::new();
    let long = "x".repeat(255);
    let names: [&[u8]; 5] = [b"a\nb.csv", b"\xff\xfe.csv", b"..csv..", b"\x1b]0;x\x07", long.as_bytes()];
    for name in names.iter().copied().filter(|name| !name.starts_with(b".")) {
        let name = OsStr::from_bytes(name);
        let entry = place.file(name, "x", 100);
        assert_eq!(place.tree.read(&entry, LIMIT).unwrap(), b"x");
        place.park(&entry);
    }
    assert_eq!(place.names("inbox"), [""; 0]);
    assert_eq!(place.names("parked").len(), 8);
}

#[test]
fn directories_that_are_links_are_not_used() {
    let directory = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(elsewhere.path(), directory.path().join("done")).unwrap();
    assert!(Tree::open(directory.path()).is_err());
}
