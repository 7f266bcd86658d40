//! Documents that people bring: uploaded in pieces, then taken in whole.
//!
//! An acknowledged piece need not be sent again while the daemon runs or after it was killed. It is not forced onto the
//! disk: what a power cut spoils is found by the digest, and the client sends that document again. Forced onto the disk
//! is what `import` acknowledges: readings, or the bytes of a parked document. An upload that nobody finished for a day
//! is removed at the next start, or after an hour where its place is needed.
//!
//! A client may have the next document read while one is taken in; [`NewDocument::after`] keeps their order.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use common::api::{MAX_UPLOAD_PART, NewDocument, OnceKey, UploadPart};
use common::fault::Cause;
use common::id::SourceName;
use common::source::Document;
use common::text::visible;
use std::io::{Seek, SeekFrom, Write};
use tokio::sync::watch;

use super::access::Visit;
use super::answer::NoAnswer;
use super::site::SUGGESTED;
use crate::clock;
use crate::reception::{Brought, Reception, digest};
use crate::store;

/// The name under which people's documents are kept apart from the sources'.
pub const SOURCE: &str = "import";

/// Largest document that is taken in at once; clients cut larger tables.
const MOST_BYTES: u64 = 32 << 20;
/// Uploads that may lie there unfinished.
const MOST_UPLOADS: usize = 64;
const FORGOTTEN: Duration = Duration::from_hours(24);
/// An upload that stood still for so long gives its place to another.
const ABANDONED: Duration = Duration::from_hours(1);

/// The directory of unfinished uploads, and the imports that are running.
#[derive(Clone, Debug)]
pub struct Uploads {
    directory: Arc<PathBuf>,
    running: Arc<Running>,
}

/// The imports that are running. Nothing is ever sent: whoever waits for one sees that its sender is gone.
#[derive(Debug, Default)]
struct Running(Mutex<HashMap<OnceKey, watch::Receiver<()>>>);

/// An import that is running until this is dropped.
pub(super) struct Entered {
    running: Arc<Running>,
    key: OnceKey,
    _sender: watch::Sender<()>,
}

impl Running {
    /// Notes that the import runs; `None` where another call with its key runs already.
    fn enter(self: &Arc<Self>, key: &OnceKey) -> Option<Entered> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.contains_key(key) {
            return None;
        }
        let (sender, receiver) = watch::channel(());
        running.insert(key.clone(), receiver);
        Some(Entered { running: Arc::clone(self), key: key.clone(), _sender: sender })
    }

    /// Waits until no import with this key runs.
    async fn left(&self, key: &OnceKey) {
        let receiver = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        if let Some(mut receiver) = receiver {
            // An error says that the sender is gone, which is what is waited for.
            let _ = receiver.changed().await;
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.running.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

impl Uploads {
    /// Uses a directory that exists, and clears it of uploads that nobody finished.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        let uploads = Self { directory: Arc::new(directory), running: Arc::default() };
        uploads.clear(FORGOTTEN);
        uploads
    }

    /// Removes the uploads to which nothing was added for longer than `age`, and returns how many are left.
    fn clear(&self, age: Duration) -> usize {
        let old = |path: &Path| {
            let written = path.metadata().and_then(|data| data.modified());
            written.ok().and_then(clock::age).is_some_and(|since| since > age)
        };
        let paths = self.directory.read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
        paths.filter(|path| !(old(path) && std::fs::remove_file(path).is_ok())).count()
    }

    /// Notes that an import runs; another call with its key, which the client may have given up, is waited for.
    pub(super) async fn enter(&self, key: &OnceKey) -> Entered {
        loop {
            match self.running.enter(key) {
                Some(entered) => return entered,
                None => self.running.left(key).await,
            }
        }
    }

    /// Returns the bytes of an upload that is complete.
    ///
    /// # Errors
    /// [`Cause::UploadIncomplete`], [`Cause::UploadDamaged`].
    pub(super) async fn take_whole(&self, key: &OnceKey, whole: (u64, String)) -> Result<Vec<u8>, NoAnswer> {
        let (uploads, key) = (self.clone(), key.clone());
        let bytes = tokio::task::spawn_blocking(move || uploads.take(&key, (whole.0, &whole.1))).await;
        bytes.unwrap_or_else(|error| Err(NoAnswer::Upload(error.into())))
    }

    pub(super) async fn remove(&self, key: &OnceKey) {
        let _ = tokio::fs::remove_file(self.path(key)).await;
    }

    fn path(&self, key: &OnceKey) -> PathBuf {
        self.directory.join(key.as_str())
    }

    /// Writes a piece and returns how many bytes there are then.
    fn append(&self, part: &UploadPart) -> Result<u64, NoAnswer> {
        if part.bytes.len() > MAX_UPLOAD_PART {
            return Err(Cause::UploadTooLarge { limit: MAX_UPLOAD_PART as u64 }.into());
        }
        let path = self.path(&part.key);
        let is_full = || -> Result<bool, std::io::Error> {
            Ok(self.directory.read_dir()?.count() >= MOST_UPLOADS && self.clear(ABANDONED) >= MOST_UPLOADS)
        };
        if !path.exists() && is_full().map_err(NoAnswer::Upload)? {
            return Err(Cause::TooManyUploads.into());
        }
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.create(true).truncate(false).write(true).open(&path).map_err(NoAnswer::Upload)?;
        let arrived = file.metadata().map_err(NoAnswer::Upload)?.len();
        if part.offset > arrived {
            return Err(Cause::UploadIncomplete { arrived }.into());
        }
        let end = part.offset + part.bytes.len() as u64;
        if end > MOST_BYTES {
            return Err(Cause::UploadTooLarge { limit: MOST_BYTES }.into());
        }
        if end <= arrived {
            return Ok(arrived);
        }
        file.seek(SeekFrom::Start(part.offset)).map_err(NoAnswer::Upload)?;
        file.write_all(&part.bytes).map_err(NoAnswer::Upload)?;
        Ok(end)
    }

    fn take(&self, key: &OnceKey, (size, sha256): (u64, &str)) -> Result<Vec<u8>, NoAnswer> {
        let bytes = match std::fs::read(self.path(key)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(NoAnswer::Upload(error)),
        };
        let arrived = bytes.len() as u64;
        if arrived < size {
            return Err(Cause::UploadIncomplete { arrived }.into());
        }
        if arrived != size || digest(&bytes) != sha256 {
            let _ = std::fs::remove_file(self.path(key));
            return Err(Cause::UploadDamaged.into());
        }
        Ok(bytes)
    }
}

/// Characters of a document's name that are kept: more than any file system has.
const LONGEST_NAME: usize = 255;

pub(super) async fn upload(visit: &Visit<'_>, part: UploadPart) -> Result<u64, NoAnswer> {
    let uploads = visit.permit().await?.uploads.clone();
    let written = tokio::task::spawn_blocking(move || uploads.append(&part)).await;
    written.unwrap_or_else(|error| Err(NoAnswer::Upload(error.into())))
}

pub(super) async fn import(visit: &Visit<'_>, key: OnceKey, document: NewDocument) -> Result<Document, NoAnswer> {
    let house = visit.permit().await?;
    let reception = &house.reception;
    let _entered = house.uploads.enter(&key).await;
    if let Some(first) = remembered(reception, &key).await? {
        // Sent once more by a client that had lost the answer.
        house.uploads.remove(&key).await;
        return Ok(first);
    }
    if let Some(name) = &document.mapping
        && !reception.forms.mappings.contains_key(name)
    {
        house.uploads.remove(&key).await;
        let similar = reception.forms.mappings.keys().take(SUGGESTED).cloned().collect();
        return Err(Cause::NoSuchMapping { name: name.clone(), similar }.into());
    }
    let bytes = house.uploads.take_whole(&key, (document.size, document.digest.clone())).await?;
    let source = SourceName::parse(SOURCE).expect("the name is a code");
    let name = visible(&document.name).chars().take(LONGEST_NAME).collect();
    let (once, digest) = (Some(key.clone()), Some(document.digest));
    let brought = Brought { name, bytes, mapping: document.mapping, position: None, once, digest };
    let read = reception.read(&source, brought).await?;
    if let Some(before) = document.after.as_ref().filter(|before| **before != key) {
        house.uploads.running.left(before).await;
        if remembered(reception, before).await?.is_none() {
            return Err(Cause::Busy.into());
        }
    }
    let document = reception.take_in(read).await?;
    house.uploads.remove(&key).await;
    Ok(document)
}

async fn remembered(reception: &Reception, key: &OnceKey) -> Result<Option<Document>, NoAnswer> {
    let key = key.clone();
    Ok(reception.store.read(move |conn| store::document::remembered(conn, &key)).await?)
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use serde_bytes::ByteBuf;

    use super::*;

    #[test]
    fn an_upload_that_stood_still_for_an_hour_gives_its_place_to_another() {
        let dir = tempfile::tempdir().unwrap();
        let uploads = Uploads::new(dir.path().to_owned());
        let key = |number: usize| OnceKey::new((number as u128).to_be_bytes());
        let append = |number| uploads.append(&UploadPart { key: key(number), offset: 0, bytes: ByteBuf::from(b"x") });
        for number in 0..MOST_UPLOADS {
            assert!(matches!(append(number), Ok(1)));
        }
        assert!(matches!(append(100), Err(NoAnswer::Cause(Cause::TooManyUploads))));
        assert!(matches!(append(5), Ok(1)), "one that is there already goes on");
        let written = |number, minutes| {
            let file = std::fs::File::options().write(true).open(uploads.path(&key(number))).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_mins(minutes)).unwrap();
        };
        written(6, 58);
        assert!(matches!(append(100), Err(NoAnswer::Cause(Cause::TooManyUploads))));
        written(7, 61);
        assert!(matches!(append(100), Ok(1)));
        assert!(!uploads.path(&key(7)).exists());
        assert!(uploads.path(&key(6)).exists());
    }
}
