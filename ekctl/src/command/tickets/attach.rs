//! Sending files that are to be attached: piece by piece, so that a lost connection costs a piece.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use common::api::{EkClient, MAX_UPLOAD_PART, OnceKey, UploadPart};
use common::fault::{Cause, Fault, TicketCause};
use common::id::SiteCode;
use common::ticket::entry::{MOST_ATTACHED, MOST_ATTACHMENTS, NewAttachment};
use common::time::parse_range;
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

use crate::cli::list::in_english;
use crate::cli::tickets::writing::AttachArgs;
use crate::cli::usage::Usage;
use crate::exit::Failure;
use crate::session::{Session, once_key};

/// Sends the files, and returns all that is to be attached.
///
/// # Errors
/// Files that cannot be read, or too many of them; readings of no site.
pub(in crate::command) async fn gather(
    session: &mut Session,
    args: &AttachArgs,
    site: Option<&SiteCode>,
) -> Result<Vec<NewAttachment>, Failure> {
    // A slip in the period is told before long files are sent.
    let readings = match &args.readings {
        Some(period) => Some(readings(session, period, site)?),
        None => None,
    };
    let files = read_all(&args.files)?;
    let mut all = Vec::new();
    for (name, bytes) in files {
        all.push(upload(session, name, bytes).await?);
    }
    all.extend(readings);
    Ok(all)
}

fn readings(session: &Session, period: &str, site: Option<&SiteCode>) -> Result<NewAttachment, Failure> {
    let site = site.cloned().ok_or_else(|| Usage::no_site("--readings"))?;
    Ok(NewAttachment::Readings { site, period: parse_range(&in_english(period), session.now(), &session.zone)? })
}

/// Reads all files, and none where they are too many or too large together.
fn read_all(paths: &[impl AsRef<Path>]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let refused = |why| Failure::from(Fault::from(Cause::Ticket { why }));
    if paths.len() > MOST_ATTACHMENTS {
        return Err(refused(TicketCause::TooManyAttachments { most: MOST_ATTACHMENTS as u64 }));
    }
    let (mut files, mut left) = (Vec::new(), MOST_ATTACHED);
    for path in paths.iter().map(AsRef::as_ref) {
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(left + 1).read_to_end(&mut bytes));
        read.map_err(|cause| Failure::Unreadable { path: path.to_owned(), cause })?;
        left = left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| refused(TicketCause::AttachmentsTooLarge { most: MOST_ATTACHED }))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        files.push((name, bytes));
    }
    Ok(files)
}

async fn upload(session: &mut Session, name: String, bytes: Vec<u8>) -> Result<NewAttachment, Failure> {
    let key = once_key();
    let size = bytes.len() as u64;
    let sha256 = hexadecimal_of(&Sha256::digest(&bytes));
    let mut arrived: u64 = 0;
    loop {
        let start = usize::try_from(arrived).unwrap_or(usize::MAX).min(bytes.len());
        let end = bytes.len().min(start + MAX_UPLOAD_PART);
        let part = UploadPart { key: key.clone(), offset: arrived, bytes: ByteBuf::from(&bytes[start..end]) };
        arrived = send(session, part).await?;
        if arrived >= size {
            return Ok(NewAttachment::File { key, name, size, sha256 });
        }
    }
}

/// Sends a piece again until an answer comes: a piece that has arrived changes nothing.
async fn send(session: &mut Session, part: UploadPart) -> Result<u64, Failure> {
    let end = part.offset + part.bytes.len() as u64;
    let call = async |ek: &EkClient, context, _: OnceKey| ek.upload_attachment(context, part.clone()).await;
    let arrived = session.ask_once(call).await?;
    // A daemon that has forgotten earlier pieces gets them again, but never for ever.
    if arrived < end {
        return Err(Fault::from(Cause::UploadIncomplete { arrived }).into());
    }
    Ok(arrived)
}

/// Returns a digest as people and programs compare it.
pub(in crate::command) fn hexadecimal_of(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}
