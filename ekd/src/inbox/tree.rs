//! The directory on disk: what lies in the inbox, reading it without being led elsewhere, and putting it away.
//!
//! Whoever may write into the inbox is not trusted: every name is looked up beneath an open directory, nothing is
//! followed, nothing is overwritten. Knows nothing of documents. All of it blocks.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

use rustix::fs::{self, AtFlags, Dir, FileType, Mode, OFlags, RenameFlags, ResolveFlags, Stat};
use rustix::io::Errno;

/// The three directories, held open.
#[derive(Debug)]
pub struct Tree {
    inbox: OwnedFd,
    done: OwnedFd,
    parked: OwnedFd,
}

/// Something in the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: OsString,
    pub is_file: bool,
    pub stamp: Stamp,
}

/// What changes when a file is written or replaced; ordered by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    modified: (i64, u64),
    size: u64,
    inode: u64,
    device: u64,
}

/// Why an entry could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("not a regular file")]
    NotAFile,
    #[error("{size} bytes, at most {limit} are read")]
    TooLarge { size: u64, limit: u64 },
    /// Gone, replaced or still being written: the next look sees what became of it.
    #[error("changed while it was read")]
    Changed,
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Where an entry goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    Done,
    Parked { reason: String },
}

const REASON: &str = ".reason.txt";
/// Longest name on the usual file systems, less room for a number and the reason's ending.
const LONGEST_NAME: usize = 255 - 24;
const MOST_ALIKE: u32 = 100_000;
/// What SFTP clients call a file that they have not finished.
const UNFINISHED: [&[u8]; 3] = [b".tmp", b".part", b".filepart"];

impl Tree {
    /// Opens the directories beneath `directory`, and makes those that are missing.
    ///
    /// # Errors
    /// Where one cannot be made or opened, or is a link.
    pub fn open(directory: &Path) -> io::Result<Self> {
        match std::fs::create_dir(directory) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let root = fs::open(directory, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        let open = |name: &str| -> io::Result<OwnedFd> {
            match fs::mkdirat(&root, name, Mode::from_raw_mode(0o770)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
            let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            Ok(fs::openat(&root, name, flags, Mode::empty())?)
        };
        Ok(Self { inbox: open("inbox")?, done: open("done")?, parked: open("parked")? })
    }

    /// Lists what waits in the inbox, the oldest first, then by name. Hidden and unfinished files do not wait.
    ///
    /// # Errors
    /// Where the directory cannot be read.
    pub fn list(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in Dir::read_from(&self.inbox)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if is_unfinished(name) {
                continue;
            }
            match fs::statat(&self.inbox, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) => entries.push(Entry { name: name.to_owned(), is_file: is_file(&stat), stamp: stamp(&stat) }),
                Err(Errno::NOENT) => {}
                Err(error) => return Err(error.into()),
            }
        }
        entries.sort_by(|left, right| (left.stamp.modified, &left.name).cmp(&(right.stamp.modified, &right.name)));
        Ok(entries)
    }

    /// Reads a whole file of at most `limit` bytes.
    ///
    /// # Errors
    /// Anything but a regular file of that size that stays as it was listed. Nothing else is opened for reading.
    pub fn read(&self, entry: &Entry, limit: u64) -> Result<Vec<u8>, ReadError> {
        if !entry.is_file {
            return Err(ReadError::NotAFile);
        }
        let file = File::from(self.open_beneath(&entry.name)?);
        let stat = fs::fstat(&file).map_err(io::Error::from)?;
        if !is_file(&stat) {
            return Err(ReadError::NotAFile);
        }
        let now = stamp(&stat);
        if now != entry.stamp {
            return Err(ReadError::Changed);
        }
        if now.size > limit {
            return Err(ReadError::TooLarge { size: now.size, limit });
        }
        let mut bytes = Vec::new();
        (&file).take(limit + 1).read_to_end(&mut bytes)?;
        let after = stamp(&fs::fstat(&file).map_err(io::Error::from)?);
        if after != now || bytes.len() as u64 != now.size {
            return Err(ReadError::Changed);
        }
        Ok(bytes)
    }

    /// Renames the entry into `done` or `parked`, under a name that is free there, and returns when it is on disk.
    /// An entry that is no longer what was listed stays in the inbox.
    ///
    /// # Errors
    /// Where it cannot be renamed.
    pub fn put_away(&self, entry: &Entry, destination: &Destination) -> io::Result<()> {
        match fs::statat(&self.inbox, &entry.name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) if stamp(&stat) == entry.stamp => {}
            Ok(_) | Err(Errno::NOENT) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        let target = match destination {
            Destination::Done => &self.done,
            Destination::Parked { .. } => &self.parked,
        };
        let name = self.rename_to_free(&entry.name, target)?;
        if let Destination::Parked { reason } = destination {
            let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let file = fs::openat(target, with_ending(&name, REASON), flags, Mode::from_raw_mode(0o640))?;
            let mut file = File::from(file);
            writeln!(file, "{reason}")?;
            file.sync_all()?;
        }
        fs::fsync(target)?;
        fs::fsync(&self.inbox)?;
        Ok(())
    }

    fn open_beneath(&self, name: &OsStr) -> Result<OwnedFd, ReadError> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY | OFlags::CLOEXEC;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        let opened = match fs::openat2(&self.inbox, name, flags, Mode::empty(), resolve) {
            // Kernels before 5.6. A name without a slash leads nowhere else either, as long as no link is followed.
            Err(Errno::NOSYS) => fs::openat(&self.inbox, name, flags, Mode::empty()),
            opened => opened,
        };
        opened.map_err(|error| match error {
            Errno::LOOP | Errno::NXIO | Errno::XDEV => ReadError::NotAFile,
            Errno::NOENT => ReadError::Changed,
            error => ReadError::Io(error.into()),
        })
    }

    fn rename_to_free(&self, name: &OsStr, target: &OwnedFd) -> io::Result<OsString> {
        let short = OsStr::from_bytes(&name.as_bytes()[..name.len().min(LONGEST_NAME)]);
        for number in 1..MOST_ALIKE {
            let free = if number == 1 { short.to_owned() } else { with_ending(short, &format!(".{number}")) };
            if exists(target, &with_ending(&free, REASON))? {
                continue;
            }
            match rename_new(&self.inbox, name, target, &free) {
                Ok(()) => return Ok(free),
                Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Stamp {
    /// Returns the size in bytes.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }
}

/// Renames without ever replacing; file systems that cannot promise that are asked beforehand.
fn rename_new(from: &OwnedFd, name: &OsStr, to: &OwnedFd, free: &OsStr) -> Result<(), Errno> {
    match fs::renameat_with(from, name, to, free, RenameFlags::NOREPLACE) {
        Err(Errno::NOSYS | Errno::INVAL) if exists(to, free)? => Err(Errno::EXIST),
        Err(Errno::NOSYS | Errno::INVAL) => fs::renameat(from, name, to, free),
        renamed => renamed,
    }
}

fn exists(directory: &OwnedFd, name: &OsStr) -> Result<bool, Errno> {
    match fs::statat(directory, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(_) => Ok(true),
        Err(Errno::NOENT) => Ok(false),
        Err(error) => Err(error),
    }
}

fn with_ending(name: &OsStr, ending: &str) -> OsString {
    OsString::from_vec([name.as_bytes(), ending.as_bytes()].concat())
}

fn is_unfinished(name: &OsStr) -> bool {
    let name = name.as_bytes().to_ascii_lowercase();
    name.starts_with(b".") || UNFINISHED.iter().any(|ending| name.ends_with(ending))
}

fn is_file(stat: &Stat) -> bool {
    FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile
}

fn stamp(stat: &Stat) -> Stamp {
    Stamp {
        modified: (stat.st_mtime, stat.st_mtime_nsec),
        size: u64::try_from(stat.st_size).unwrap_or(0),
        inode: stat.st_ino,
        device: stat.st_dev,
    }
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
