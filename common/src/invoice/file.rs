//! Files with invoices or a bank statement: what came, what was taken of it, and what is wrong with it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Days;
use crate::id::{BillingFileId, CustomerNumber};
use crate::money::{Currency, Money};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A structured invoice, form FA(2).
    Fa2,
    /// A structured invoice, form FA(3).
    Fa3,
    /// An export of a billing program, read by a mapping.
    Csv,
    /// A document of which people told the figures.
    Pdf,
    Mt940,
    Camt053,
    /// None of these.
    #[serde(other)]
    Unknown,
}

impl FileKind {
    pub const ALL: [Self; 7] = [Self::Fa2, Self::Fa3, Self::Csv, Self::Pdf, Self::Mt940, Self::Camt053, Self::Unknown];

    /// Returns the name used on the command line, in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fa2 => "fa2",
            Self::Fa3 => "fa3",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
            Self::Mt940 => "mt940",
            Self::Camt053 => "camt053",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the kind with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Tells whether it holds invoices.
    #[must_use]
    pub const fn has_invoices(self) -> bool {
        matches!(self, Self::Fa2 | Self::Fa3 | Self::Csv | Self::Pdf)
    }
}

/// A file that came, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingFile {
    pub id: BillingFileId,
    /// For people; made visible and shortened.
    pub name: String,
    pub kind: FileKind,
    /// The directory or the account that brought it.
    pub brought_by: String,
    pub received_at: Timestamp,
    pub size: u64,
    /// SHA-256 in hexadecimal digits.
    pub digest: String,
    pub outcome: FileOutcome,
    pub tally: BillingTally,
    /// At most 100; `n_problems` tells how many there were.
    pub problems: Vec<FileProblem>,
    pub n_problems: u64,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileOutcome {
    /// All of it is here.
    Taken,
    /// All of it is here, and something of it is odd.
    Flagged,
    /// The same bytes, or all that they say, had come before: nothing was added.
    Known,
    /// Nothing of it was taken.
    Refused,
}

impl FileOutcome {
    pub const ALL: [Self; 4] = [Self::Taken, Self::Flagged, Self::Known, Self::Refused];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Flagged => "flagged",
            Self::Known => "known",
            Self::Refused => "refused",
        }
    }

    /// Returns the outcome with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// What a file held: every invoice and every entry is counted once.
/// Invoices: `n_invoices = n_new + n_known`. Entries of statements: `n_entries = n_booked + n_booked_before + n_outgoing +
/// n_pending`; of `n_booked`, `n_matched` found what they pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingTally {
    pub n_invoices: u64,
    pub n_new: u64,
    /// The same invoice had come before.
    pub n_known: u64,
    /// New ones of which nobody knows whose they are.
    pub n_unassigned: u64,
    /// What the new ones ask for, in złotys.
    pub payable: Money,
    pub n_statements: u64,
    pub n_entries: u64,
    /// Money that came in or went back, new here.
    pub n_booked: u64,
    pub n_booked_before: u64,
    pub n_outgoing: u64,
    /// Not booked by the bank yet: they come again.
    pub n_pending: u64,
    pub n_matched: u64,
    /// What was booked, in złotys.
    pub booked: Money,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProblem {
    pub kind: ProblemKind,
    /// Where, in the format's own words: `Fa/P_15`, `Podmiot1/DaneIdentyfikacyjne/NIP`, `:61:`, `Ntry/Amt`, a column.
    pub field: String,
    /// The line of the file.
    #[serde(default)]
    pub line: Option<u64>,
    /// What stands there, made visible and shortened; may be empty.
    #[serde(default)]
    pub found: String,
    /// What would be right, or what it contradicts; may be empty.
    #[serde(default)]
    pub wanted: String,
}

/// What can be wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// No form that is known: the namespace, the first line.
    UnknownFormat,
    /// Not well formed, cut off, or bytes that are no text.
    Malformed,
    /// Larger, deeper or longer than any honest one.
    TooLarge,
    /// Not there, or empty, and has to be.
    Missing,
    /// There, and does not belong there.
    Unexpected,
    /// Not of the form that it has to have: a date, an amount, a NIP, a code of a country.
    BadValue,
    /// Sums, rates or balances do not agree with each other.
    DoesNotAddUp,
    /// The same number twice.
    Repeated,
    /// An account number whose figures do not check.
    BadAccount,
    /// Less than nothing where that is odd.
    Negative,
    /// It says one thing here and another there.
    Contradicts,
    /// Nobody here is the customer.
    UnknownCustomer,
    /// A correction of an invoice that is not here (yet).
    OriginalMissing,
    /// Another file with the same number says something else.
    DiffersFromKnown,
    /// The statement before it is not here: the balances do not follow each other.
    StatementMissing,
    #[serde(other)]
    Unknown,
}

impl ProblemKind {
    pub const ALL: [Self; 15] = [
        Self::UnknownFormat,
        Self::Malformed,
        Self::TooLarge,
        Self::Missing,
        Self::Unexpected,
        Self::BadValue,
        Self::DoesNotAddUp,
        Self::Repeated,
        Self::BadAccount,
        Self::Negative,
        Self::Contradicts,
        Self::UnknownCustomer,
        Self::OriginalMissing,
        Self::DiffersFromKnown,
        Self::StatementMissing,
    ];

    /// Returns the name used in machine output and, with `file-problem-` before it, of the message.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownFormat => "unknown_format",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::Missing => "missing",
            Self::Unexpected => "unexpected",
            Self::BadValue => "bad_value",
            Self::DoesNotAddUp => "does_not_add_up",
            Self::Repeated => "repeated",
            Self::BadAccount => "bad_account",
            Self::Negative => "negative",
            Self::Contradicts => "contradicts",
            Self::UnknownCustomer => "unknown_customer",
            Self::OriginalMissing => "original_missing",
            Self::DiffersFromKnown => "differs_from_known",
            Self::StatementMissing => "statement_missing",
            Self::Unknown => "unknown",
        }
    }
}

/// An uploaded file that is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewBillingFile {
    /// The file's name, for people.
    pub name: String,
    /// The configured mapping by which a CSV file is read (`[invoice-mapping.NAME]`).
    #[serde(default)]
    pub mapping: Option<String>,
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub digest: String,
    /// The number that the national system gave, where the file does not tell it.
    #[serde(default)]
    pub ksef_number: Option<String>,
    /// The figures of a document that is read by people only: of a PDF.
    #[serde(default)]
    pub told: Option<ToldInvoice>,
    #[serde(default)]
    pub mode: ImportMode,
}

/// How a file is taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    /// Whatever can be trusted; a statement that does not add up is refused.
    #[default]
    Usual,
    /// A statement that does not add up too: its flags stay.
    EvenUnbalanced,
    /// Nothing is written: tells what would become of it.
    Trial,
}

/// The figures of an invoice as a person tells them, beside a file that is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldInvoice {
    pub number: String,
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    pub issued_on: Date,
    #[serde(default)]
    pub due_on: Option<Date>,
    #[serde(default)]
    pub period: Option<Days>,
    #[serde(default)]
    pub currency: Currency,
    pub net: Money,
    pub vat: Money,
    pub gross: Money,
    #[serde(default)]
    pub seller_name: String,
}

/// Which files are wanted, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingFileFilter {
    #[serde(default)]
    pub kind: Option<FileKind>,
    #[serde(default)]
    pub outcome: Option<FileOutcome>,
}
