//! Files that are to be attached: uploaded in pieces, each account's apart from the others', and taken when what they
//! belong to is sent.

use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use common::api::{MAX_UPLOAD_PART, OnceKey, UploadPart};
use common::fault::Cause;
use common::id::AccountId;
use common::ticket::entry::{MOST_ATTACHED, MOST_ATTACHMENTS};

use super::answer::NoAnswer;
use crate::clock;
use crate::reception::digest;

/// Files of one account that may lie there: what belongs to two letters.
const MOST_OF_ONE: usize = 2 * MOST_ATTACHMENTS;
const MOST_BYTES_OF_ONE: u64 = 2 * MOST_ATTACHED;
/// Files of all accounts.
const MOST_OF_ALL: usize = 2000;
/// A file to which nothing was added for so long is removed where its place is needed, and at the next start.
const FORGOTTEN: Duration = Duration::from_hours(24);

/// The directory of files that are to be attached.
#[derive(Clone, Debug)]
pub struct Attachables {
    directory: Arc<PathBuf>,
}

impl Attachables {
    /// Uses a directory that exists, and clears it of files that nobody attached.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        let attachables = Self { directory: Arc::new(directory) };
        attachables.clear();
        attachables
    }

    fn clear(&self) {
        let is_old = |path: &Path| {
            let written = path.metadata().and_then(|data| data.modified());
            written.ok().and_then(clock::age).is_some_and(|since| since > FORGOTTEN)
        };
        for entry in self.directory.read_dir().into_iter().flatten().flatten() {
            if is_old(&entry.path()) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    fn path(&self, account: AccountId, key: &OnceKey) -> PathBuf {
        self.directory.join(format!("{account}-{}", key.as_str()))
    }

    /// Writes a piece and returns how many bytes there are then.
    pub(super) fn append(&self, account: AccountId, part: &UploadPart) -> Result<u64, NoAnswer> {
        if part.bytes.len() > MAX_UPLOAD_PART {
            return Err(Cause::UploadTooLarge { limit: MAX_UPLOAD_PART as u64 }.into());
        }
        let path = self.path(account, &part.key);
        let end = part.offset.saturating_add(part.bytes.len() as u64);
        if end > MOST_ATTACHED {
            return Err(Cause::UploadTooLarge { limit: MOST_ATTACHED }.into());
        }
        self.make_room(account, &path, end)?;
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.create(true).truncate(false).write(true).open(&path).map_err(NoAnswer::Upload)?;
        let arrived = file.metadata().map_err(NoAnswer::Upload)?.len();
        if part.offset > arrived {
            return Err(Cause::UploadIncomplete { arrived }.into());
        }
        if end <= arrived {
            return Ok(arrived);
        }
        file.seek(SeekFrom::Start(part.offset)).map_err(NoAnswer::Upload)?;
        file.write_all(&part.bytes).map_err(NoAnswer::Upload)?;
        Ok(end)
    }

    /// Makes sure that a file may grow until `end`.
    fn make_room(&self, account: AccountId, path: &Path, end: u64) -> Result<(), NoAnswer> {
        if self.others(account, path)?.may_have(end, path.exists()) {
            return Ok(());
        }
        self.clear();
        if self.others(account, path)?.may_have(end, path.exists()) {
            return Ok(());
        }
        Err(Cause::TooManyUploads.into())
    }

    /// Counts what lies there besides a file.
    fn others(&self, account: AccountId, path: &Path) -> Result<Others, NoAnswer> {
        let mut others = Others::default();
        let own = format!("{account}-");
        for entry in self.directory.read_dir().map_err(NoAnswer::Upload)?.flatten() {
            if entry.path() == path {
                continue;
            }
            others.n_all += 1;
            if entry.file_name().to_string_lossy().starts_with(&own) {
                others.n_own += 1;
                others.bytes_own += entry.metadata().map_or(0, |data| data.len());
            }
        }
        Ok(others)
    }

    /// Returns a whole file.
    ///
    /// # Errors
    /// [`Cause::UploadIncomplete`], [`Cause::UploadDamaged`].
    pub(super) fn take(
        &self,
        account: AccountId,
        key: &OnceKey,
        (size, sha256): (u64, &str),
    ) -> Result<Vec<u8>, NoAnswer> {
        let path = self.path(account, key);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(NoAnswer::Upload(error)),
        };
        let arrived = bytes.len() as u64;
        if arrived < size {
            return Err(Cause::UploadIncomplete { arrived }.into());
        }
        if arrived != size || digest(&bytes) != sha256 {
            let _ = std::fs::remove_file(path);
            return Err(Cause::UploadDamaged.into());
        }
        Ok(bytes)
    }

    /// Removes a file that is kept elsewhere now.
    pub(super) fn remove(&self, account: AccountId, key: &OnceKey) {
        let _ = std::fs::remove_file(self.path(account, key));
    }
}

/// What lies there besides one file.
#[derive(Clone, Copy, Debug, Default)]
struct Others {
    n_all: usize,
    n_own: usize,
    bytes_own: u64,
}

impl Others {
    /// Tells whether beside them a file of so many bytes may lie; one that is there already may grow.
    const fn may_have(&self, bytes: u64, is_there: bool) -> bool {
        let has_place = is_there || self.n_own < MOST_OF_ONE && self.n_all < MOST_OF_ALL;
        has_place && self.bytes_own + bytes <= MOST_BYTES_OF_ONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: usize) -> OnceKey {
        OnceKey::new([u8::try_from(number).unwrap(); 16])
    }

    fn part(number: usize, offset: u64, bytes: &[u8]) -> UploadPart {
        UploadPart { key: key(number), offset, bytes: bytes.to_vec().into() }
    }

    #[test]
    fn files_of_accounts_lie_apart_and_within_bounds() {
        let directory = tempfile::tempdir().unwrap();
        let files = Attachables::new(directory.path().to_owned());
        let (one, other) = (AccountId(1), AccountId(11));
        assert_eq!(files.append(one, &part(1, 0, b"ab")).unwrap(), 2);
        assert_eq!(files.append(one, &part(1, 2, b"c")).unwrap(), 3);
        let taken = |account| files.take(account, &key(1), (3, &digest(b"abc")));
        assert_eq!(taken(one).unwrap(), b"abc");
        assert!(matches!(taken(other), Err(NoAnswer::Cause(Cause::UploadIncomplete { arrived: 0 }))));
        assert!(matches!(
            files.append(one, &part(2, 5, b"x")),
            Err(NoAnswer::Cause(Cause::UploadIncomplete { arrived: 0 }))
        ));
        for number in 0..MOST_OF_ONE {
            files.append(one, &part(number, 0, b"a")).unwrap();
        }
        assert!(matches!(files.append(one, &part(99, 0, b"a")), Err(NoAnswer::Cause(Cause::TooManyUploads))));
        assert_eq!(files.append(other, &part(99, 0, b"a")).unwrap(), 1);
        let beyond = part(3, MOST_ATTACHED, b"a");
        assert!(matches!(files.append(other, &beyond), Err(NoAnswer::Cause(Cause::UploadTooLarge { .. }))));
    }
}
