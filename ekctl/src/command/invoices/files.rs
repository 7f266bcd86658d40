//! Files with invoices or statements: what came, and what became of it.

use std::borrow::Cow;

use common::api::EkClient;
use common::id::BillingFileId;
use common::invoice::file::{BillingFile, BillingFileFilter, FileKind, FileOutcome, FileProblem};
use jiff::Timestamp;

use crate::cli::invoices::BillingFilesArgs;
use crate::exit::{Failure, holds_amounts};
use crate::output::cell::{Cell, Content, Digest, Kind};
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// Something that is wrong with a file.
    pub struct FileProblemRow: "invoice.problem" {
        /// what is wrong
        pub problem: Word,
        /// where, in the format's own words
        pub field: Option<String>,
        /// line of the file
        pub line: Option<u64>,
        /// what stands there
        pub found: Option<Told>,
        /// what would be right, or what it contradicts
        pub wanted: Option<Told>,
    }
}

row! {
    /// A file with invoices or a bank statement, and what became of it.
    pub struct BillingFileRow: "invoice.file"
        brief [billing_file, name, file_kind, outcome, n_invoices, n_statement_entries, n_booked, n_matched, problem] {
        /// number of the file
        pub billing_file: BillingFileId,
        /// the file's name
        pub name: String,
        /// fa2, fa3, csv, pdf, mt940, camt053, unknown
        pub file_kind: Word,
        /// taken, flagged, known, refused
        pub outcome: Word,
        /// the first thing that is wrong with it
        pub problem: Option<Word>,
        /// the directory or the account that brought it
        pub brought_by: String,
        /// when it came
        pub received_at: Timestamp,
        /// bytes of the file
        pub size: u64,
        /// SHA-256 of the file
        pub digest: Digest,
        /// invoices in it: new and known ones
        pub n_invoices: u64,
        /// invoices that had not come before
        pub n_new: u64,
        /// invoices that had come before
        pub n_known: u64,
        /// new invoices of which nobody knows whose they are
        pub n_unassigned: u64,
        /// what the new invoices ask for
        pub payable_pln: common::money::Money,
        /// statements in it
        pub n_statements: u64,
        /// entries of statements: booked, booked before, outgoing and pending ones
        pub n_statement_entries: u64,
        /// entries that became payments
        pub n_booked: u64,
        /// entries that had become payments before
        pub n_booked_before: u64,
        /// entries by which money went out
        pub n_outgoing: u64,
        /// entries that the bank has not booked yet
        pub n_pending: u64,
        /// payments that found what they pay
        pub n_matched: u64,
        /// what was booked
        pub booked_pln: common::money::Money,
        /// things that are wrong with it
        pub n_problems: u64,
        /// the first hundred of them
        pub problems: Vec<FileProblemRow>,
    }
}

/// What a problem tells of a file: as it is for machines, with amounts as they write them for people.
#[derive(Clone, Debug)]
pub enum Told {
    Text(String),
    Amounts(String),
}

impl Content for Told {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Text(text) => Cell::Text(Cow::Borrowed(text)),
            Self::Amounts(text) => Cell::Figures(Cow::Borrowed(text)),
        }
    }
}

/// Lists the files that came.
///
/// # Errors
/// As [`Session::ask`].
pub async fn list(session: &mut Session, output: &mut Output, args: &BillingFilesArgs) -> Result<(), Failure> {
    let filter = BillingFileFilter { kind: args.kind, outcome: args.outcome };
    let call = async |ek: &EkClient, context, page| ek.billing_files(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, file_row).await
}

pub(super) fn problem_row(problem: FileProblem) -> FileProblemRow {
    let told = |text: String| Some(text).filter(|text| !text.is_empty());
    let form = if holds_amounts(problem.kind) { Told::Amounts } else { Told::Text };
    FileProblemRow {
        problem: Word { group: "file-problem", name: problem.kind.name() },
        field: told(problem.field),
        line: problem.line,
        found: told(problem.found).map(form),
        wanted: told(problem.wanted).map(form),
    }
}

const fn kind_word(kind: FileKind) -> Word {
    Word { group: "billing-file", name: kind.name() }
}

const fn outcome_word(outcome: FileOutcome) -> Word {
    Word { group: "file-outcome", name: outcome.name() }
}

pub(super) fn file_row(file: BillingFile) -> BillingFileRow {
    let tally = file.tally;
    let problems: Vec<_> = file.problems.into_iter().map(problem_row).collect();
    BillingFileRow {
        billing_file: file.id,
        name: file.name,
        file_kind: kind_word(file.kind),
        outcome: outcome_word(file.outcome),
        problem: problems.first().map(|problem| problem.problem),
        brought_by: file.brought_by,
        received_at: file.received_at,
        size: file.size,
        digest: Digest(file.digest),
        n_invoices: tally.n_invoices,
        n_new: tally.n_new,
        n_known: tally.n_known,
        n_unassigned: tally.n_unassigned,
        payable_pln: tally.payable,
        n_statements: tally.n_statements,
        n_statement_entries: tally.n_entries,
        n_booked: tally.n_booked,
        n_booked_before: tally.n_booked_before,
        n_outgoing: tally.n_outgoing,
        n_pending: tally.n_pending,
        n_matched: tally.n_matched,
        booked_pln: tally.booked,
        n_problems: file.n_problems,
        problems,
    }
}
