//! Documents that people bring: uploaded in pieces, then taken in whole.
//!
//! A piece is on disk before it is acknowledged, so a client goes on where it was after any break. An upload that
//! nobody finished for a day is removed at the next start.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use common::api::{MAX_UPLOAD_PART, NewDocument, OnceKey, UploadPart};
use common::fault::Cause;
use common::id::SourceName;
use common::source::Document;
use common::text::visible;
use std::io::{Seek, SeekFrom, Write};

use super::House;
use super::access::Scope;
use super::answer::NoAnswer;
use super::site::SUGGESTED;
use crate::clock;
use crate::reception::{Brought, digest};
use crate::store;

/// The name under which people's documents are kept apart from the sources'.
pub const SOURCE: &str = "import";

/// Largest document that is taken in at once; clients cut larger tables.
const MOST_BYTES: u64 = 32 << 20;
/// Uploads that may lie there unfinished.
const MOST_UPLOADS: usize = 64;
const FORGOTTEN: Duration = Duration::from_hours(24);

/// The directory of unfinished uploads.
#[derive(Clone, Debug)]
pub struct Uploads(Arc<PathBuf>);

impl Uploads {
    /// Uses a directory that exists, and clears it of uploads that nobody finished.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        let forgotten = |path: &Path| {
            let written = path.metadata().and_then(|data| data.modified());
            written.ok().and_then(clock::age).is_some_and(|age| age > FORGOTTEN)
        };
        for entry in directory.read_dir().into_iter().flatten().flatten() {
            if forgotten(&entry.path()) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Self(Arc::new(directory))
    }

    fn path(&self, key: &OnceKey) -> PathBuf {
        self.0.join(key.as_str())
    }

    /// Writes a piece and returns how many bytes there are then.
    fn append(&self, part: &UploadPart) -> Result<u64, NoAnswer> {
        if part.bytes.len() > MAX_UPLOAD_PART {
            return Err(Cause::UploadTooLarge { limit: MAX_UPLOAD_PART as u64 }.into());
        }
        let path = self.path(&part.key);
        if !path.exists() && self.0.read_dir().map_err(NoAnswer::Upload)?.count() >= MOST_UPLOADS {
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
        file.sync_data().map_err(NoAnswer::Upload)?;
        Ok(end)
    }

    fn take(&self, key: &OnceKey, document: &NewDocument) -> Result<Vec<u8>, NoAnswer> {
        let bytes = match std::fs::read(self.path(key)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(NoAnswer::Upload(error)),
        };
        let arrived = bytes.len() as u64;
        if arrived < document.size {
            return Err(Cause::UploadIncomplete { arrived }.into());
        }
        if arrived != document.size || digest(&bytes) != document.digest {
            let _ = std::fs::remove_file(self.path(key));
            return Err(Cause::UploadDamaged.into());
        }
        Ok(bytes)
    }
}

pub(super) async fn upload(house: &House, _: Scope, part: UploadPart) -> Result<u64, NoAnswer> {
    let uploads = house.uploads.clone();
    let written = tokio::task::spawn_blocking(move || uploads.append(&part)).await;
    written.unwrap_or_else(|error| Err(NoAnswer::Upload(error.into())))
}

pub(super) async fn import(house: &House, _: Scope, key: OnceKey, document: NewDocument) -> Result<Document, NoAnswer> {
    let reception = &house.reception;
    let again = key.clone();
    if let Some(first) = reception.store.read(move |conn| store::document::remembered(conn, &again)).await? {
        return Ok(first);
    }
    if let Some(name) = &document.mapping
        && !reception.forms.mappings.contains_key(name)
    {
        let similar = reception.forms.mappings.keys().take(SUGGESTED).cloned().collect();
        return Err(Cause::NoSuchMapping { name: name.clone(), similar }.into());
    }
    let (uploads, wanted, once) = (house.uploads.clone(), document.clone(), key.clone());
    let bytes = tokio::task::spawn_blocking(move || uploads.take(&once, &wanted)).await;
    let bytes = bytes.unwrap_or_else(|error| Err(NoAnswer::Upload(error.into())))?;
    let source = SourceName::parse(SOURCE).expect("the name is a code");
    let name = visible(&document.name).into_owned();
    let brought = Brought { name, bytes, mapping: document.mapping, position: None, once: Some(key.clone()) };
    let document = reception.receive(&source, brought).await?;
    let _ = tokio::fs::remove_file(house.uploads.path(&key)).await;
    Ok(document)
}
