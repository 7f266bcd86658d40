//! Invoices: issued by others, imported and shown, never issued here.
//!
//! Amounts are those of the document. What is left to pay is what it asks for less what was allocated to it; a correction that
//! lowers an invoice asks for less than nothing and is allocated to the invoice that it corrects.

pub mod check;
pub mod file;
pub mod told;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::bank_account::BankAccount;
use crate::id::{BillingFileId, CustomerNumber, InvoiceId, SiteCode};
use crate::language::Language;
use crate::money::{Currency, Money};
use crate::nip::Nip;
use crate::payment::Allocation;
use file::{FileKind, FileProblem};

/// One invoice, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    pub id: InvoiceId,
    /// As its seller numbers it (`P_2`).
    pub number: String,
    /// Under which the national system of e-invoices keeps it; `None` for what never went there, or is not told.
    #[serde(default)]
    pub ksef_number: Option<String>,
    pub kind: InvoiceKind,
    /// Whose it is; `None` while nobody knows.
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub customer_name: Option<String>,
    /// Where the heat was taken, as far as the invoice or the contract says it.
    #[serde(default)]
    pub sites: Vec<SiteCode>,
    pub seller: Party,
    pub buyer: Party,
    pub issued_on: Date,
    /// The days that are billed.
    #[serde(default)]
    pub period: Option<Days>,
    pub currency: Currency,
    pub net: Money,
    pub vat: Money,
    /// With VAT (`P_15`): of a correction the difference, of a final invoice what its advances leave.
    pub gross: Money,
    /// What it asks to be paid: `gross`, or what the document says after deductions and earlier balances. Less than zero where
    /// it gives something back.
    pub payable: Money,
    /// What of that is settled: allocated, or paid by what the document says.
    pub settled: Money,
    #[serde(default)]
    pub due_on: Option<Date>,
    /// Where it wants to be paid.
    #[serde(default)]
    pub account: Option<BankAccount>,
    pub standing: InvoiceStanding,
    /// The VAT is to be paid apart (`P_18A`, VAT law art. 108a).
    #[serde(default)]
    pub is_split_payment: bool,
    /// The number of the invoice that it corrects.
    #[serde(default)]
    pub corrects: Option<String>,
    /// Things that do not add up; it was taken all the same.
    #[serde(default)]
    pub n_flags: u32,
    pub received_at: Timestamp,
}

impl Invoice {
    /// Returns what is left to pay; less than zero where something is left to give back.
    #[must_use]
    pub fn open(&self) -> Money {
        self.payable - self.settled
    }
}

/// Who sells or buys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    #[serde(default)]
    pub nip: Option<Nip>,
    /// Street, town and what else the document has, a line each.
    #[serde(default)]
    pub address: Vec<String>,
}

/// Days from the first to the last, both of them in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Days {
    pub first: Date,
    pub last: Date,
}

/// What kind of document an invoice is (`RodzajFaktury`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// `VAT`.
    Basic,
    /// `UPR`.
    Simplified,
    /// `ZAL`: of money paid before the delivery.
    Advance,
    /// `ROZ`: settles advances; the two must not be summed.
    Final,
    /// `KOR`: carries differences.
    Correction,
    /// `KOR_ZAL`.
    AdvanceCorrection,
    /// `KOR_ROZ`.
    FinalCorrection,
    /// A note without VAT: interest, a charge.
    DebitNote,
}

impl InvoiceKind {
    pub const ALL: [Self; 8] = [
        Self::Basic,
        Self::Simplified,
        Self::Advance,
        Self::Final,
        Self::Correction,
        Self::AdvanceCorrection,
        Self::FinalCorrection,
        Self::DebitNote,
    ];

    /// Returns the name used on the command line, in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Simplified => "simplified",
            Self::Advance => "advance",
            Self::Final => "final",
            Self::Correction => "correction",
            Self::AdvanceCorrection => "advance_correction",
            Self::FinalCorrection => "final_correction",
            Self::DebitNote => "debit_note",
        }
    }

    /// Returns the kind with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    #[must_use]
    pub const fn is_correction(self) -> bool {
        matches!(self, Self::Correction | Self::AdvanceCorrection | Self::FinalCorrection)
    }
}

/// How an invoice stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceStanding {
    /// Something is left to pay, and its day is over.
    Overdue,
    /// Something is left to pay.
    Open,
    /// Something is left to give back.
    Credit,
    /// Nothing is left.
    Settled,
}

impl InvoiceStanding {
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Open, Self::Credit, Self::Settled];

    /// Returns the name used on the command line and in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Credit => "credit",
            Self::Settled => "settled",
        }
    }

    /// Returns the standing with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.name() == name)
    }

    /// Returns how something stands of which so much is open, and that is or was due on a day.
    #[must_use]
    pub fn of(open: Money, due_on: Option<Date>, today: Date) -> Self {
        match open.grosze() {
            0 => Self::Settled,
            ..0 => Self::Credit,
            1.. if due_on.is_some_and(|day| day < today) => Self::Overdue,
            1.. => Self::Open,
        }
    }
}

/// Which invoices are wanted, the last issued first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFilter {
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub site: Option<SiteCode>,
    /// Issued on these days.
    #[serde(default)]
    pub issued: Option<Days>,
    /// None means all. `Open` and `Overdue` are what the days of today make of them.
    #[serde(default)]
    pub standings: Vec<InvoiceStanding>,
    /// Part of a number, of a KSeF number, or of a customer's number or name; case and diacritics do not count.
    #[serde(default)]
    pub text: Option<String>,
    /// Only invoices of which nobody knows whose they are: for those who keep the books.
    #[serde(default)]
    pub only_unassigned: bool,
}

/// One invoice with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceCard {
    pub invoice: Invoice,
    pub lines: Vec<InvoiceLine>,
    /// Sums by rate.
    pub rates: Vec<RateSum>,
    /// What paid it, or what it pays as a correction; those that were taken back too.
    pub allocations: Vec<Allocation>,
    /// Corrections of it, the oldest first.
    #[serde(default)]
    pub corrections: Vec<Invoice>,
    /// What it corrects, if that is here.
    #[serde(default)]
    pub corrected: Option<Box<Invoice>>,
    /// What the document says besides: descriptions, conditions, the reason of a correction, a line each.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// Tables of an attachment (`Zalacznik`), as they stand there.
    #[serde(default)]
    pub attached: Vec<AttachedTable>,
    /// The address in the QR code I of the national system, and what stands below it; `None` where it has none.
    #[serde(default)]
    pub ksef_code: Option<KsefCode>,
    pub file: BillingFileId,
    pub form: FileKind,
    /// SHA-256 of the bytes that came, in hexadecimal digits.
    pub digest: String,
    /// What does not add up.
    #[serde(default)]
    pub flags: Vec<FileProblem>,
}

/// One line of an invoice (`FaWiersz`). Numbers that are no money are plain decimals, as they stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    pub number: u32,
    pub text: String,
    #[serde(default)]
    pub quantity: Option<String>,
    #[serde(default)]
    pub unit: Option<String>,
    /// Net, for one unit.
    #[serde(default)]
    pub price: Option<String>,
    #[serde(default)]
    pub net: Option<Money>,
    #[serde(default)]
    pub vat: Option<Money>,
    #[serde(default)]
    pub gross: Option<Money>,
    /// As it stands there: `23`, `8`, `zw`, `np I`, …
    #[serde(default)]
    pub rate: Option<String>,
    /// The line as it was before a correction (`StanPrzed`): it counts negative.
    #[serde(default)]
    pub is_before: bool,
}

/// The sums of one rate of VAT.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateSum {
    /// Such as `23`; `0`, `zw`, `np`, … where there is no VAT.
    pub rate: String,
    pub net: Money,
    pub vat: Money,
}

/// A table of an attachment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedTable {
    pub title: String,
    /// Names and values above the table.
    #[serde(default)]
    pub facts: Vec<(String, String)>,
    #[serde(default)]
    pub headings: Vec<String>,
    #[serde(default)]
    pub rows: Vec<Vec<String>>,
}

/// By what a structured invoice is looked up in the national system (KSeF, code I).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KsefCode {
    /// Made of the seller's NIP, the day of issue and the digest of the exact bytes.
    pub address: String,
    /// The KSeF number, or `OFFLINE`.
    pub label: String,
}

/// Which piece of the bytes that came is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFileQuery {
    pub id: InvoiceId,
    /// Bytes to leave out.
    pub offset: u64,
}

/// A piece of the file that came, at most [`crate::api::MAX_UPLOAD_PART`] bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFilePart {
    /// Of the file: letters, figures, `-`, `_` and `.` only.
    pub name: String,
    pub bytes: ByteBuf,
    /// Of the whole file.
    pub size: u64,
}

/// Which invoice is wanted on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceSheetQuery {
    pub id: InvoiceId,
    pub language: Language,
}

/// Says whose an invoice is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceOwner {
    pub invoice: InvoiceId,
    /// `None`: nobody's here, as when it was imported by mistake.
    pub customer: Option<CustomerNumber>,
    /// Without any, those that the document or the contract names.
    #[serde(default)]
    pub sites: Vec<SiteCode>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_invoice_is_overdue_from_the_day_after_its_last() {
        let standing = |grosze, due_on| InvoiceStanding::of(Money::from_grosze(grosze), due_on, date(2028, 2, 29));
        assert_eq!(standing(1, Some(date(2028, 2, 29))), InvoiceStanding::Open);
        assert_eq!(standing(1, Some(date(2028, 2, 28))), InvoiceStanding::Overdue);
        assert_eq!(standing(1, None), InvoiceStanding::Open);
        assert_eq!(standing(0, Some(date(2020, 1, 1))), InvoiceStanding::Settled);
        assert_eq!(standing(-1, Some(date(2020, 1, 1))), InvoiceStanding::Credit);
    }
}
