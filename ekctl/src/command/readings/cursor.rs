//! Where an incremental export ended, kept in a small file between runs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use common::id::DocumentId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::command::config::cursor_directory;
use crate::exit::Failure;

/// The place of the last run.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    schema: String,
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
/// The file cannot be read, or is none of ours.
pub(super) fn read(path: &Path) -> Result<DocumentId, Failure> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(DocumentId(0)),
        Err(cause) => return Err(Failure::Unreadable { path: path.to_owned(), cause }),
    };
    match serde_json::from_slice::<Kept>(&bytes) {
        Ok(kept) if kept.schema == SCHEMA => Ok(DocumentId(kept.after)),
        Ok(_) | Err(_) => Err(Failure::BadCursor { path: path.to_owned() }),
    }
}

/// Returns the file's text for the place.
pub(super) fn text(after: DocumentId) -> String {
    let kept = Kept { schema: SCHEMA.to_owned(), after: after.0 };
    serde_json::to_string(&kept).expect("a text and a number are JSON") + "\n"
}
