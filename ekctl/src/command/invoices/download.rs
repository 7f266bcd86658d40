//! Invoices as files on this machine: the bytes that came, or a sheet of paper.

use common::api::EkClient;
use common::id::InvoiceId;
use common::invoice::{InvoiceFilePart, InvoiceFileQuery, InvoiceSheetQuery};
use common::wire::MAX_WAIT;
use sha2::{Digest as _, Sha256};

use super::find;
use crate::cli::invoices::InvoiceFileArgs;
use crate::command::paper::{self, Place, Readers};
use crate::command::tickets::attach::hexadecimal_of;
use crate::exit::Failure;
use crate::output::cell::Digest;
use crate::output::{Output, row};
use crate::session::Session;

row! {
    /// The file of an invoice that was written to this machine.
    pub struct InvoiceFileRow: "invoice.download" {
        /// id of the invoice
        pub invoice: InvoiceId,
        /// the file
        pub file: String,
        /// bytes of the file
        pub size: u64,
        /// SHA-256 of what was written
        pub digest: Digest,
    }
}

/// Writes the file that an invoice came as to `--out`, or into this directory under the name that the daemon gives it.
///
/// # Errors
/// There is no such invoice; the file is there already, or cannot be written.
pub async fn file(session: &mut Session, output: &mut Output, args: &InvoiceFileArgs) -> Result<(), Failure> {
    let id = find(session, &args.invoice.invoice).await?.id;
    let first = piece(session, id, 0).await?;
    if output.target().is_some() {
        rest(session, output, id, first).await?;
        return Ok(());
    }
    let path = paper::free_path(&first.name, &format!("invoice-{id}"), args.force)?;
    let mut file = paper::begin(&path, Readers::Owner, &output.look)?;
    let (size, digest) = rest(session, &mut file, id, first).await?;
    paper::end(file, &path)?;
    let file = path.display().to_string();
    let sentence = paper::sentence(&output.look, &file, size);
    Ok(output.told(InvoiceFileRow { invoice: id, file, size, digest: Digest(digest) }, &sentence)?)
}

/// Writes an invoice as PDF to `--out`, or into this directory under the name that the daemon gives it.
///
/// # Errors
/// As [`file()`].
pub async fn pdf(session: &mut Session, output: &mut Output, args: &InvoiceFileArgs) -> Result<(), Failure> {
    let id = find(session, &args.invoice.invoice).await?.id;
    let query = InvoiceSheetQuery { id, language: output.look.language };
    let call = async |ek: &EkClient, context| ek.invoice_sheet(context, query).await;
    let drawing = session.ask_within(MAX_WAIT, call).await?;
    let place = match output.target() {
        Some(_) => Place::Standard,
        None => Place::File(paper::free_path(&drawing.name, &format!("invoice-{id}.pdf"), args.force)?),
    };
    paper::keep(output, &place, &drawing)
}

async fn piece(session: &mut Session, id: InvoiceId, offset: u64) -> Result<InvoiceFilePart, Failure> {
    let query = InvoiceFileQuery { id, offset };
    session.ask(async |ek: &EkClient, context| ek.invoice_file(context, query.clone()).await).await
}

async fn rest(
    session: &mut Session,
    file: &mut Output,
    id: InvoiceId,
    mut part: InvoiceFilePart,
) -> Result<(u64, String), Failure> {
    let (mut digest, mut offset) = (Sha256::new(), 0);
    loop {
        file.bytes(&part.bytes)?;
        digest.update(&part.bytes);
        offset += part.bytes.len() as u64;
        if offset >= part.size || part.bytes.is_empty() {
            file.end_bytes();
            return Ok((offset, hexadecimal_of(&digest.finalize())));
        }
        part = piece(session, id, offset).await?;
    }
}
