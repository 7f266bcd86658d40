//! Files with invoices and bank statements are read, judged and taken in, whoever brings them: the directory, or a person.
//!
//! [`Reader`] reads, away from the writer; [`take`] decides and writes in one transaction: the file, its invoices or its
//! statement, what these settle, and what people are told. All of a file is taken, or nothing of it. Knows neither letters nor
//! who may bring what; what pays what is `settlement`'s.

pub mod directory;
pub mod invoices;
pub mod reading;
#[cfg(test)]
mod tests;
mod told;
mod whose;

use common::event::Happening;
use common::fault::BillingCause;
use common::id::BillingFileId;
use common::invoice::file::{
    BillingFile, BillingTally, FileKind, FileOutcome, FileProblem, ImportMode, NewBillingFile,
};
use common::notice::BillingNews;
use jiff::tz::TimeZone;

use crate::payment::read::ReadStatement;
use crate::settlement::{Doing, refusal, take_statement};
use crate::store::billing_file::{self, Became, New, Packed};
use crate::store::log::Write;
use crate::store::{self, StoreError, trial};

pub use reading::Reader;

/// A file that someone brings.
#[derive(Clone, Debug)]
pub struct Brought {
    pub file: NewBillingFile,
    pub bytes: Vec<u8>,
}

/// A file that was read and not yet taken in.
#[derive(Clone, Debug)]
pub struct Read {
    file: NewBillingFile,
    kind: FileKind,
    content: Result<Content, Vec<FileProblem>>,
    packed: Packed,
}

/// What a file holds.
#[derive(Clone, Debug)]
enum Content {
    Invoices(Vec<invoices::Sorted>),
    Statements(Vec<ReadStatement>),
}

/// Who brings a file, and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The directory, or the log-in of a person.
    pub name: &'a str,
    pub doing: Doing,
    /// Where the days of the installation begin.
    pub zone: &'a TimeZone,
}

/// What was taken of a file.
#[derive(Debug, Default)]
struct Taken {
    tally: BillingTally,
    flags: Vec<FileProblem>,
}

/// Why nothing of a file is taken.
#[derive(Debug)]
enum Refused {
    For(Vec<FileProblem>),
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Read {
    /// Returns a file that is refused before it is read.
    #[must_use]
    pub fn refused(name: String, size: u64, problem: FileProblem) -> Self {
        let (mapping, ksef_number, told, digest) = (None, None, None, String::new());
        let file = NewBillingFile { name, mapping, size, digest, ksef_number, told, mode: ImportMode::Usual };
        Self { file, kind: FileKind::Unknown, content: Err(vec![problem]), packed: Packed::default() }
    }
}

/// Files that are taken in are told of as this when the directory brings them.
pub const DIRECTORY: &str = "directory";

/// Takes in what was read and returns what became of it; in a trial, what would become of it.
///
/// # Errors
/// Where the archive fails.
pub fn take(tx: &Write<'_>, read: &Read, by: &By<'_>) -> Result<BillingFile, StoreError> {
    match read.file.mode {
        ImportMode::Usual | ImportMode::EvenUnbalanced => take_in(tx, read, by),
        ImportMode::Trial => trial::rehearse(tx, || take_in(tx, read, by)),
    }
}

fn take_in(tx: &Write<'_>, read: &Read, by: &By<'_>) -> Result<BillingFile, StoreError> {
    let NewBillingFile { name, size, digest, .. } = &read.file;
    let at = by.doing.at;
    let id = billing_file::insert(tx, &New { name, kind: read.kind, brought_by: by.name, at, size: *size, digest })?;
    let taken = trial::attempt(tx, || take_content(tx, id, read, by));
    let (became, content) = match taken {
        Ok(Taken { tally, flags }) => {
            let outcome = match (tally.n_new + tally.n_booked, flags.is_empty()) {
                (0, _) if tally.n_invoices + tally.n_booked_before > 0 => FileOutcome::Known,
                (_, true) => FileOutcome::Taken,
                (_, false) => FileOutcome::Flagged,
            };
            // The same bytes are kept once, whatever was told of them.
            let is_kept = billing_file::taken(tx, digest)?.is_some();
            (Became { outcome, tally, problems: flags }, (!is_kept).then_some(&read.packed))
        }
        Err(Refused::For(problems)) => {
            tell(tx, by, BillingNews::FileRefused, id)?;
            let (outcome, tally) = (FileOutcome::Refused, BillingTally::default());
            (Became { outcome, tally, problems }, None)
        }
        Err(Refused::Store(error)) => return Err(error),
    };
    billing_file::finish(tx, id, &became, content)?;
    billing_file::by_id(tx, id)?.ok_or_else(|| StoreError::Foreign("a file that was just written is gone".to_owned()))
}

fn take_content(tx: &Write<'_>, id: BillingFileId, read: &Read, by: &By<'_>) -> Result<Taken, Refused> {
    match &read.content {
        Err(problems) => Err(Refused::For(problems.clone())),
        Ok(Content::Invoices(sorted)) => invoices::take(tx, id, sorted, by),
        Ok(Content::Statements(statements)) => take_statements(tx, id, (read, statements), by),
    }
}

fn take_statements(
    tx: &Write<'_>,
    id: BillingFileId,
    (read, statements): (&Read, &[ReadStatement]),
    by: &By<'_>,
) -> Result<Taken, Refused> {
    // What was taken once although it does not add up is known, and not refused, when it comes again.
    if billing_file::taken(tx, &read.file.digest)?.is_none() {
        let problems: Vec<_> = statements.iter().filter_map(|statement| refusal(statement, read.file.mode)).collect();
        if !problems.is_empty() {
            let flags = statements.iter().flat_map(|statement| statement.flags.clone());
            return Err(Refused::For(problems.into_iter().chain(flags).collect()));
        }
    }
    let mut taken = Taken::default();
    for statement in statements {
        let part = take_statement(tx, by.doing, id, statement)?;
        taken.flags.extend(statement.flags.iter().cloned().chain(part.flags));
        add(&mut taken.tally, &part.tally);
    }
    Ok(taken)
}

fn add(tally: &mut BillingTally, part: &BillingTally) {
    tally.n_statements += part.n_statements;
    tally.n_entries += part.n_entries;
    tally.n_booked += part.n_booked;
    tally.n_booked_before += part.n_booked_before;
    tally.n_outgoing += part.n_outgoing;
    tally.n_pending += part.n_pending;
    tally.n_matched += part.n_matched;
    tally.booked += part.booked;
}

/// Appends to the journal what became of a file.
fn tell(tx: &Write<'_>, by: &By<'_>, news: BillingNews, file: BillingFileId) -> Result<(), StoreError> {
    let file = Some(file);
    let what = Happening::Billing { news, customer: None, invoice: None, payment: None, file, days: None };
    store::event::append(tx, by.doing.at, &what)
}

/// Returns what the audit log says of a file.
#[must_use]
pub fn detail(file: &BillingFile) -> String {
    let BillingTally { n_new, n_known, n_booked, .. } = file.tally;
    let (id, kind, outcome) = (file.id, file.kind.name(), file.outcome.name());
    format!("file {id} {kind} {outcome}: {n_new} new and {n_known} known invoices, {n_booked} payments")
}

/// Returns the mapping by which a CSV file is read: the one that is asked for, or the only one there is.
///
/// # Errors
/// There is none of that name, or several to choose from.
pub fn mapping_of<'a, T>(
    mappings: &'a std::collections::BTreeMap<String, T>,
    wanted: Option<&str>,
) -> Result<&'a T, BillingCause> {
    let found = match (wanted, mappings.len()) {
        (Some(name), _) => mappings.get(name),
        (None, 1) => mappings.values().next(),
        (None, _) => None,
    };
    found.ok_or_else(|| {
        let known = mappings.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        BillingCause::NoSuchInvoiceMapping { name: wanted.unwrap_or_default().to_owned(), known }
    })
}
