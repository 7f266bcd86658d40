//! An invoice as a document tells it.

use common::bank_account::BankAccount;
use common::invoice::file::{FileKind, FileProblem};
use common::invoice::{AttachedTable, Days, InvoiceKind, InvoiceLine, Party, RateSum};
use common::money::{Currency, Money};
use jiff::civil::Date;

/// An invoice that was read, whatever its form. It says what the document says; nothing of it was looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadInvoice {
    pub number: String,
    /// `None` where the document does not tell it: a structured invoice never does.
    pub ksef_number: Option<String>,
    pub kind: InvoiceKind,
    pub form: FileKind,
    pub seller: Party,
    /// By what sellers are told from each other: the NIP as it stands there, else the name in capital letters; never both for
    /// one seller. With the number it says which invoice it is.
    pub seller_key: String,
    pub buyer: Party,
    /// What the seller calls the customer (`NrKlienta`).
    pub customer_number: Option<String>,
    /// Numbers of contracts that it names (`Umowy/NrUmowy`).
    pub contract_numbers: Vec<String>,
    pub issued_on: Date,
    pub period: Option<Days>,
    pub currency: Currency,
    pub net: Money,
    pub vat: Money,
    pub gross: Money,
    /// What it asks to be paid after deductions and earlier balances; `gross` where it has none.
    pub payable: Money,
    /// What of that was paid before, as it says itself.
    pub declared_paid: Money,
    pub due_on: Option<Date>,
    /// `None` too where the figures of the number do not check: then a flag tells it.
    pub account: Option<BankAccount>,
    pub is_split_payment: bool,
    pub corrects: Vec<Corrected>,
    pub lines: Vec<InvoiceLine>,
    pub rates: Vec<RateSum>,
    pub remarks: Vec<String>,
    pub attached: Vec<AttachedTable>,
    /// What is odd although the form allows it.
    pub flags: Vec<FileProblem>,
    /// Texts that may name a site's code or a meter's serial number, each once, as they stand there.
    pub places: Vec<String>,
}

/// An invoice that a correction corrects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    pub number: String,
    pub ksef_number: Option<String>,
    pub issued_on: Option<Date>,
}
