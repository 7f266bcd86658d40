//! Writing attached files to this machine. A file is never opened here, and its name never comes from a letter.

use std::path::{Path, PathBuf};

use common::api::EkClient;
use common::id::AttachmentId;
use common::ticket::query::AttachmentQuery;
use sha2::{Digest as _, Sha256};

use crate::cli::tickets::office::DownloadArgs;
use crate::exit::Failure;
use crate::output::cell::Digest;
use crate::output::{Look, Output, Sink, Talk, row};
use crate::session::Session;

row! {
    /// An attached file that was written to this machine.
    pub struct DownloadedRow: "ticket.download" {
        /// number of the attachment
        pub attachment: AttachmentId,
        /// the file
        pub file: String,
        /// bytes of the file
        pub size: u64,
        /// SHA-256 of what was written
        pub digest: Digest,
    }
}

/// Begins a file that only its owner can read.
///
/// # Errors
/// It is there already and may not be replaced; it cannot be written.
pub fn sink(path: &Path, force: bool) -> Result<Sink, Failure> {
    if !force && path.symlink_metadata().is_ok() {
        return Err(Failure::FileExists { path: path.to_owned() });
    }
    Sink::private(path).map_err(|cause| Failure::Unwritable { path: path.to_owned(), cause })
}

/// Writes an attached file to `--out`, or to one in this directory that its number names.
///
/// # Errors
/// There is no such attachment, or it is no file; the file is there already.
pub async fn run(session: &mut Session, output: &mut Output, args: &DownloadArgs) -> Result<(), Failure> {
    let id = args.attachment;
    if output.target().is_some() {
        fetch(session, output, id).await?;
        return Ok(());
    }
    let path = PathBuf::from(name(id));
    let mut file = Output::new(output.look.clone(), sink(&path, args.force)?, Talk::Silent);
    let fetched = fetch(session, &mut file, id).await;
    let (size, digest) = match fetched {
        Ok(fetched) => fetched,
        Err(failure) => {
            drop(file);
            return Err(failure);
        }
    };
    file.commit().map_err(|cause| Failure::Unwritable { path: path.clone(), cause })?;
    let file = path.display().to_string();
    let sentence = sentence(&output.look, &file, size);
    Ok(output.told(DownloadedRow { attachment: id, file, size, digest: Digest(digest) }, &sentence)?)
}

fn sentence(look: &Look, file: &str, size: u64) -> String {
    let size = look.language.number(&size.to_string());
    look.texts().format("attachment-written", &[("file", file.to_owned().into()), ("size", size.into())])
}

/// Returns the name of an attached file on this machine.
pub(super) fn name(id: AttachmentId) -> String {
    format!("attachment-{id}")
}

/// Reads an attached file piece by piece into `output`, and returns its size and its SHA-256.
///
/// # Errors
/// There is no such attachment, or it is no file.
pub(super) async fn fetch(
    session: &mut Session,
    output: &mut Output,
    id: AttachmentId,
) -> Result<(u64, String), Failure> {
    let mut digest = Sha256::new();
    let mut offset = 0;
    loop {
        let query = AttachmentQuery { id, offset };
        // The answer to a failed piece leaves no half of a file behind.
        output.bytes(&[])?;
        let part = session.ask(async |ek: &EkClient, context| ek.attachment(context, query.clone()).await).await?;
        output.bytes(&part.bytes)?;
        digest.update(&part.bytes);
        offset += part.bytes.len() as u64;
        if offset >= part.size || part.bytes.is_empty() {
            output.end_bytes();
            return Ok((offset, super::attach::hexadecimal_of(&digest.finalize())));
        }
    }
}
