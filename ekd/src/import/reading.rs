//! Reads a file as what it is. Needs no archive; whatever is in it, no more than this file fails.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use common::invoice::Party;
use common::invoice::file::{FileKind, FileProblem, NewBillingFile, ProblemKind};
use common::nip::Nip;
use common::text::visible;

use super::{Brought, Content, Read, invoices, mapping_of};
use crate::invoice::mapping::InvoiceMapping;
use crate::invoice::read::ReadInvoice;
use crate::invoice::{self, ksef};
use crate::payment::{camt053, mt940};
use crate::store::StoreError;
use crate::store::billing_file::Packed;

/// How files are read. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// How CSV files are read, by name.
    pub mappings: Arc<BTreeMap<String, InvoiceMapping>>,
    /// Who sells, where a file does not tell.
    pub seller: Party,
}

/// Characters of a file's name that are kept: more than any file system has.
const LONGEST_NAME: usize = 255;
/// Bytes of a file of no known form that are shown.
const MOST_SHOWN: usize = 40;

impl Reader {
    /// Reads a file: work that is long and needs no archive.
    ///
    /// # Errors
    /// Where it cannot be packed to be kept.
    pub fn read(&self, brought: Brought) -> Result<Read, StoreError> {
        let Brought { mut file, bytes } = brought;
        file.name = visible(&file.name).chars().take(LONGEST_NAME).collect();
        let kind = invoice::sniff(&bytes, &file.name);
        // A mapping that is asked for says more than the ending of a name.
        let kind = if kind == FileKind::Unknown && file.mapping.is_some() { FileKind::Csv } else { kind };
        let content = catch_unwind(AssertUnwindSafe(|| self.content(kind, &file, &bytes)));
        let content = content.unwrap_or_else(|_| Err(vec![problem(ProblemKind::Malformed, "")]));
        Ok(Read { kind, content, packed: Packed::of(&bytes)?, file })
    }

    fn content(&self, kind: FileKind, file: &NewBillingFile, bytes: &[u8]) -> Result<Content, Vec<FileProblem>> {
        let invoices = match kind {
            FileKind::Fa2 | FileKind::Fa3 => vec![invoice::fa::read(bytes)?],
            FileKind::Csv => {
                let mapping = mapping_of(&self.mappings, file.mapping.as_deref());
                let mapping = mapping.map_err(|_| vec![problem(ProblemKind::UnknownFormat, "mapping")])?;
                invoice::mapping::read(bytes, mapping)?
            }
            FileKind::Pdf => vec![invoice::told::read(file)?],
            FileKind::Mt940 => return Ok(Content::Statements(mt940::read(bytes)?)),
            FileKind::Camt053 => return Ok(Content::Statements(camt053::read(bytes)?)),
            FileKind::Unknown => return Err(unknown(bytes)),
        };
        let number = ksef_number(file, kind)?;
        let n_invoices = invoices.len();
        let completed = invoices.into_iter().map(|mut read| {
            if n_invoices == 1 && read.ksef_number.is_none() {
                read.ksef_number.clone_from(&number);
            }
            self.complete(read)
        });
        invoices::sorted(completed.collect()).map(Content::Invoices).map_err(|error| vec![unkept(&error)])
    }

    /// Says who sells, where the document does not: so that an invoice is the same in whatever form it comes.
    fn complete(&self, mut read: ReadInvoice) -> ReadInvoice {
        let name = read.seller.name.trim();
        let is_own = name.is_empty() || name.to_lowercase() == self.seller.name.trim().to_lowercase();
        if read.seller.nip.is_none() && is_own && !self.seller.name.is_empty() {
            read.seller_key = match &self.seller.nip {
                Some(nip) => nip.as_str().to_owned(),
                None => self.seller.name.to_uppercase(),
            };
            read.seller = self.seller.clone();
        }
        read
    }
}

/// Returns the number of the national system that was told beside the file, or that its name is.
fn ksef_number(file: &NewBillingFile, kind: FileKind) -> Result<Option<String>, Vec<FileProblem>> {
    match file.ksef_number.as_deref().map(str::trim) {
        Some(number) if ksef::is_number(number) => Ok(Some(number.to_owned())),
        Some(number) => {
            let found = visible(number).chars().take(80).collect();
            Err(vec![FileProblem { found, ..problem(ProblemKind::BadValue, "ksef-number") }])
        }
        None if matches!(kind, FileKind::Fa2 | FileKind::Fa3) => Ok(ksef::number_in(&file.name).map(str::to_owned)),
        None => Ok(None),
    }
}

/// Returns who sells, as the configuration names it.
#[must_use]
pub fn seller(name: Option<&str>, nip: Option<&Nip>) -> Party {
    Party { name: name.unwrap_or_default().to_owned(), nip: nip.cloned(), address: Vec::new() }
}

/// Returns what keeps a file from being of any form that is known.
fn unknown(bytes: &[u8]) -> Vec<FileProblem> {
    let begin = bytes.trim_ascii_start().get(..MOST_SHOWN).unwrap_or(bytes);
    if begin.starts_with(b"<") {
        // Whoever reads structured invoices knows where it stops being one.
        return invoice::fa::read(bytes).err().unwrap_or_default();
    }
    let begin = String::from_utf8_lossy(begin);
    // The first line tells what it is; those below only push the words about it apart.
    let found = visible(begin.lines().next().unwrap_or_default().trim_end()).into_owned();
    let wanted = "FA(3), FA(2), camt.053, MT940, PDF, CSV".to_owned();
    vec![FileProblem { line: Some(1), found, wanted, ..problem(ProblemKind::UnknownFormat, "file") }]
}

fn problem(kind: ProblemKind, field: &str) -> FileProblem {
    FileProblem { kind, field: field.to_owned(), line: None, found: String::new(), wanted: String::new() }
}

fn unkept(error: &StoreError) -> FileProblem {
    FileProblem { found: error.to_string(), ..problem(ProblemKind::Malformed, "") }
}
