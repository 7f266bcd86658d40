//! Where an incremental export ended, kept in a small file between runs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use common::id::{Cursor, DocumentId};
use common::status::Status;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::command::config::cursor_directory;
use crate::exit::Failure;

/// The place of the last run.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    schema: String,
    /// The archive that numbers the documents.
    #[serde(default)]
    archive: String,
    /// Where its journal stood; an archive whose journal is shorter was put back to an earlier state.
    #[serde(default)]
    journal: i64,
    /// The last document that was exported.
    after: i64,
}

const SCHEMA: &str = "ek/v1/cursor";

/// Returns the file for exports that are described by these words: two different exports never share one.
///
/// # Errors
/// The user has no home.
pub(super) fn usual_file(export: &[&str]) -> Result<PathBuf, Failure> {
    let directory = cursor_directory().ok_or(Failure::NoStateDirectory)?;
    let digest = Sha256::digest(export.join("\0"));
    let name = digest.iter().take(8).fold(String::new(), |name, byte| format!("{name}{byte:02x}"));
    Ok(directory.join(format!("{name}.json")))
}

/// Reads the place; before the first run it is the beginning.
///
/// # Errors
/// The file cannot be read, is none of ours, or belongs to another archive.
pub(super) fn read(path: &Path, status: &Status) -> Result<DocumentId, Failure> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(DocumentId(0)),
        Err(cause) => return Err(Failure::Unreadable { path: path.to_owned(), cause }),
    };
    match serde_json::from_slice::<Kept>(&bytes) {
        Ok(kept) if kept.schema == SCHEMA => {
            let goes_on = kept.archive == status.archive && kept.journal <= status.cursor.0;
            if goes_on { Ok(DocumentId(kept.after)) } else { Err(Failure::OtherArchive { path: path.to_owned() }) }
        }
        Ok(_) | Err(_) => Err(Failure::BadCursor { path: path.to_owned() }),
    }
}

/// Returns the file's text for the place.
pub(super) fn text(after: DocumentId, status: &Status) -> String {
    let (archive, Cursor(journal)) = (status.archive.clone(), status.cursor);
    let kept = Kept { schema: SCHEMA.to_owned(), archive, journal, after: after.0 };
    serde_json::to_string(&kept).expect("texts and numbers are JSON") + "\n"
}
