//! How far the import of a long file has got: a small file in the user's state directory, removed at the end.
//!
//! A line for each document that was taken in. The keys of documents follow from the journal, so that one whose answer
//! was never seen is not taken in twice. Knows no daemon.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use common::api::OnceKey;
use common::source::Document;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::send::once_key;
use crate::cli::readings::ImportArgs;
use crate::command::config::import_directory;
use crate::exit::Failure;

/// The journal of one import. While it is open, no other import of the same file can have it.
pub(super) struct Journal {
    file: File,
    path: PathBuf,
    head: Head,
    /// What was taken in by earlier runs.
    pub(super) done: Vec<Done>,
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    schema: String,
    /// From which the keys of the documents are made.
    key: OnceKey,
}

/// A document that was taken in.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Done {
    /// Where it ends in the file.
    pub(super) until: u64,
    pub(super) document: Document,
}

const SCHEMA: &str = "ek/v1/import";

/// How much of the file's beginning and end tells it from others.
const SAMPLE: u64 = 64 << 10;

/// The journal of a file that nobody imported again for so long is removed.
const FORGOTTEN: Duration = Duration::from_hours(30 * 24);

impl Journal {
    /// Opens the journal of this import, or begins one; `None` for users who have no place for it.
    ///
    /// # Errors
    /// The file cannot be read, the journal cannot be written, or another import of the same file is running.
    pub(super) fn open(file: &File, path: &Path, args: &ImportArgs, archive: &str) -> Result<Option<Self>, Failure> {
        let Some(directory) = import_directory() else { return Ok(None) };
        let name = name(file, path, args, archive).map_err(|cause| Failure::Unreadable { path: path.into(), cause })?;
        let journal = directory.join(name);
        let unwritable = |cause| Failure::Unwritable { path: journal.clone(), cause };
        if fs::create_dir_all(&directory).is_err() {
            return Ok(None);
        }
        remove_forgotten(&directory);
        let mut options = OpenOptions::new();
        let opened = options.read(true).write(true).create(true).truncate(false).open(&journal).map_err(unwritable)?;
        match opened.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Failure::ImportRuns { path: path.into() }),
            Err(TryLockError::Error(cause)) => return Err(unwritable(cause)),
        }
        let head = Head { schema: SCHEMA.to_owned(), key: once_key() };
        let mut journal = Self { file: opened, path: journal.clone(), head, done: Vec::new() };
        if args.restart {
            journal.begin_anew()?;
        } else {
            journal.read().map_err(unwritable)?;
        }
        Ok(Some(journal))
    }

    /// Forgets what was done.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub(super) fn begin_anew(&mut self) -> Result<(), Failure> {
        self.done.clear();
        self.head.key = once_key();
        let begun = self.file.set_len(0).and_then(|()| self.file.seek(SeekFrom::Start(0)));
        begun.map_err(|cause| self.unwritable(cause))?;
        let head = serde_json::to_string(&self.head).expect("texts are JSON");
        self.write(&head)
    }

    /// Returns the key of the document with this number.
    pub(super) fn key(&self, number: u64) -> OnceKey {
        let digest = Sha256::digest(format!("{}#{number}", self.head.key));
        let mut key = [0; 16];
        key.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        OnceKey::new(key)
    }

    /// Notes a document that was taken in.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub(super) fn note(&mut self, done: &Done) -> Result<(), Failure> {
        let line = serde_json::to_string(done).expect("texts and numbers are JSON");
        self.write(&line)
    }

    /// Removes the journal of an import that is done.
    pub(super) fn finish(self) {
        // What stays is removed when it has been forgotten; the next import of the same file would be told of it.
        drop(fs::remove_file(&self.path));
    }

    /// Reads what is there; a line that was cut off by a kill is cut off for good.
    fn read(&mut self) -> io::Result<()> {
        let mut text = String::new();
        self.file.read_to_string(&mut text)?;
        let mut lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        let head = lines.next().map(|line| (line.len(), serde_json::from_str::<Head>(line)));
        let Some((mut length, Ok(head))) =
            head.filter(|(_, head)| head.as_ref().is_ok_and(|head| head.schema == SCHEMA))
        else {
            return self.begin_anew().map_err(|_| io::ErrorKind::Other.into());
        };
        self.head = head;
        for line in lines {
            let Ok(done) = serde_json::from_str(line) else { break };
            self.done.push(done);
            length += line.len();
        }
        self.file.set_len(length as u64)?;
        self.file.seek(SeekFrom::Start(length as u64)).map(drop)
    }

    fn write(&mut self, line: &str) -> Result<(), Failure> {
        self.file.write_all(format!("{line}\n").as_bytes()).map_err(|cause| self.unwritable(cause))
    }

    fn unwritable(&self, cause: io::Error) -> Failure {
        Failure::Unwritable { path: self.path.clone(), cause }
    }
}

/// Returns a name that this import of this file has, and no other.
fn name(mut file: &File, path: &Path, args: &ImportArgs, archive: &str) -> io::Result<String> {
    let data = file.metadata()?;
    let written = data.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let mut hash = Sha256::new();
    hash.update(fs::canonicalize(path)?.as_os_str().as_encoded_bytes());
    let (mapping, n_header_lines) = (args.mapping.as_deref(), args.header_lines);
    hash.update(format!("\0{}\0{written}\0{mapping:?}\0{n_header_lines}\0{archive}\0", data.len()));
    for from in [0, data.len().saturating_sub(SAMPLE)] {
        let mut sample = Vec::new();
        file.seek(SeekFrom::Start(from))?;
        file.take(SAMPLE).read_to_end(&mut sample)?;
        hash.update(&sample);
    }
    let name = hash.finalize().iter().take(16).fold(String::new(), |name, byte| format!("{name}{byte:02x}"));
    Ok(format!("{name}.jsonl"))
}

fn remove_forgotten(directory: &Path) {
    let now = SystemTime::now();
    let is_old = |path: &Path| {
        let written = path.metadata().and_then(|data| data.modified()).ok();
        written.and_then(|written| now.duration_since(written).ok()).is_some_and(|age| age > FORGOTTEN)
    };
    for path in directory.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|extension| extension == "jsonl") && is_old(&path) {
            drop(fs::remove_file(path));
        }
    }
}

#[cfg(test)]
mod tests {
    use common::source::{Outcome, Tally};
    use jiff::Timestamp;

    use super::*;

    fn read(file: &tempfile::NamedTempFile) -> Journal {
        let opened = OpenOptions::new().read(true).write(true).open(file.path()).unwrap();
        let head = Head { schema: SCHEMA.to_owned(), key: once_key() };
        let mut journal = Journal { file: opened, path: file.path().to_owned(), head, done: Vec::new() };
        journal.read().unwrap();
        journal
    }

    fn done(until: u64) -> Done {
        let document = Document {
            id: common::id::DocumentId(1),
            source: common::id::SourceName::parse("import").unwrap(),
            name: "a.csv#1".to_owned(),
            received_at: Timestamp::UNIX_EPOCH,
            size: until,
            digest: String::new(),
            outcome: Outcome::Taken,
            n_rows: 1,
            tally: Tally { received: 1, stored: 1, ..Tally::default() },
            first_at: None,
            last_at: None,
        };
        Done { until, document }
    }

    #[test]
    fn a_line_that_a_kill_cut_off_is_forgotten_and_the_others_are_not() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut journal = read(&file);
        let key = journal.key(2);
        journal.note(&done(10)).unwrap();
        journal.note(&done(20)).unwrap();
        let whole = fs::read(file.path()).unwrap();
        fs::write(file.path(), &whole[..whole.len() - 1]).unwrap();
        let mut journal = read(&file);
        assert_eq!(journal.done.iter().map(|done| done.until).collect::<Vec<_>>(), [10]);
        journal.note(&done(20)).unwrap();
        assert_eq!(fs::read(file.path()).unwrap(), whole);
        assert_eq!(read(&file).key(2), key, "keys follow from the journal");
        assert_ne!(journal.key(1), key);
    }

    #[test]
    fn what_is_no_journal_is_begun_anew() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "{\"schema\":\"ek/v9/import\",\"key\":\"00000000000000000000000000000000\"}\n").unwrap();
        let journal = read(&file);
        assert!(journal.done.is_empty());
        assert!(fs::read_to_string(file.path()).unwrap().starts_with("{\"schema\":\"ek/v1/import\""));
    }
}
