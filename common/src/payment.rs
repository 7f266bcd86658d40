//! Payments: entries of bank statements that brought money, and which invoices they pay.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Login;
use crate::bank_account::BankAccount;
use crate::id::{AllocationId, BillingFileId, CustomerNumber, InvoiceId, PaymentId, StatementId};
use crate::invoice::Days;
use crate::money::{Currency, Money};

/// Money that came in; less than zero where a bank took it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: PaymentId,
    pub statement: StatementId,
    pub booked_on: Date,
    pub amount: Money,
    pub currency: Currency,
    pub title: String,
    pub payer: String,
    #[serde(default)]
    pub payer_account: Option<BankAccount>,
    /// The virtual account that it went to.
    #[serde(default)]
    pub to_account: Option<BankAccount>,
    /// What the bank calls it.
    #[serde(default)]
    pub reference: String,
    /// Whose it is; `None` while nobody knows.
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub customer_name: Option<String>,
    pub standing: PaymentStanding,
    /// What of it pays invoices.
    pub allocated: Money,
    /// By what it was known whose it is.
    #[serde(default)]
    pub matched_by: Option<MatchedBy>,
    /// Why it was set aside or returned.
    #[serde(default)]
    pub comment: String,
    /// Those that were taken back too, the oldest first.
    #[serde(default)]
    pub allocations: Vec<Allocation>,
}

impl Payment {
    /// Returns what of it pays nothing yet: a credit, if it is known whose.
    #[must_use]
    pub fn left(&self) -> Money {
        self.amount - self.allocated
    }
}

/// How a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStanding {
    /// Nobody knows whose it is: it waits for a clerk.
    Unmatched,
    /// It is known whose it is, and something of it is left: a credit.
    Credit,
    /// All of it pays invoices.
    Allocated,
    /// No customer's payment: set aside by a clerk.
    SetAside,
    /// The bank took it back.
    Returned,
}

impl PaymentStanding {
    pub const ALL: [Self; 5] = [Self::Unmatched, Self::Credit, Self::Allocated, Self::SetAside, Self::Returned];

    /// Returns the name used on the command line, in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unmatched => "unmatched",
            Self::Credit => "credit",
            Self::Allocated => "allocated",
            Self::SetAside => "set_aside",
            Self::Returned => "returned",
        }
    }

    /// Returns the standing with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.name() == name)
    }
}

/// By what it was known whose a payment is, the surest first. Never by the amount alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    VirtualAccount,
    /// In the title.
    InvoiceNumber,
    /// In the title.
    KsefNumber,
    /// In the title.
    CustomerNumber,
    /// The account that the customer has paid from before.
    PayerAccount,
    AmountAndName,
    /// A person said so.
    Person,
}

impl MatchedBy {
    pub const ALL: [Self; 7] = [
        Self::VirtualAccount,
        Self::InvoiceNumber,
        Self::KsefNumber,
        Self::CustomerNumber,
        Self::PayerAccount,
        Self::AmountAndName,
        Self::Person,
    ];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::VirtualAccount => "virtual_account",
            Self::InvoiceNumber => "invoice_number",
            Self::KsefNumber => "ksef_number",
            Self::CustomerNumber => "customer_number",
            Self::PayerAccount => "payer_account",
            Self::AmountAndName => "amount_and_name",
            Self::Person => "person",
        }
    }

    /// Returns the way with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// What of a payment, or of a correction that gives something back, pays an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    pub id: AllocationId,
    pub from: AllocationSource,
    pub invoice: InvoiceId,
    pub invoice_number: String,
    pub amount: Money,
    /// The day from which it counts: the booking of the payment, or the later of the two documents' days.
    pub counts_on: Date,
    pub at: Timestamp,
    /// `None`: by itself.
    #[serde(default)]
    pub by: Option<Login>,
    /// When it was taken back, by whom, and why.
    #[serde(default)]
    pub released: Option<Release>,
}

/// What pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationSource {
    Payment(PaymentId),
    /// A correction, with its number.
    Correction(InvoiceId, String),
}

/// How an allocation was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub at: Timestamp,
    #[serde(default)]
    pub by: Option<Login>,
    pub reason: String,
}

/// Why the house itself took an allocation back or set a payment aside; people write what they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseReason {
    /// The bank took the payment back.
    Returned,
    /// The invoice became another customer's.
    AssignedAnew,
    /// The payment is a sum of others, which are here.
    InParts,
}

impl HouseReason {
    pub const ALL: [Self; 3] = [Self::Returned, Self::AssignedAnew, Self::InParts];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::AssignedAnew => "assigned_anew",
            Self::InParts => "told_in_parts",
        }
    }

    /// Returns the reason with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Which payments are wanted, the last booked first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentFilter {
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub booked: Option<Days>,
    #[serde(default)]
    pub standing: Option<PaymentStanding>,
    /// Part of a title, a payer, a reference; case and diacritics do not count.
    #[serde(default)]
    pub text: Option<String>,
}

/// What a clerk does with a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentDeed {
    pub payment: PaymentId,
    pub what: PaymentAct,
}

/// What can be done with a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum PaymentAct {
    /// So much of it pays the invoice; without an amount, as much as is left of both.
    Allocate {
        invoice: InvoiceId,
        #[serde(default)]
        amount: Option<Money>,
    },
    /// It is this customer's; what is open is paid with it, the oldest due first, and what is left is a credit.
    Assign { customer: CustomerNumber },
    /// Takes an allocation back: the invoice is open again, the money is a credit.
    Release { allocation: AllocationId, reason: String },
    /// Takes back all of it, and whose it is: it waits for a clerk again.
    Unassign { reason: String },
    /// It is no customer's payment.
    SetAside { reason: String },
    /// The bank took that other payment back: this one is less than zero, and both are settled with each other.
    ReturnOf { payment: PaymentId },
}

impl PaymentAct {
    /// Returns the name used in the audit log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Allocate { .. } => "allocate",
            Self::Assign { .. } => "assign",
            Self::Release { .. } => "release",
            Self::Unassign { .. } => "unassign",
            Self::SetAside { .. } => "set_aside",
            Self::ReturnOf { .. } => "return_of",
        }
    }
}

/// A payment that waits, with what it may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentCard {
    pub payment: Payment,
    /// What it may pay, the likeliest first, at most ten.
    #[serde(default)]
    pub suggestions: Vec<Suggestion>,
}

/// What a payment may pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub customer: CustomerNumber,
    pub customer_name: String,
    #[serde(default)]
    pub invoice: Option<(InvoiceId, String)>,
    /// What is open of it.
    #[serde(default)]
    pub open: Option<Money>,
    pub by: MatchedBy,
}

/// A statement of a bank account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub id: StatementId,
    pub file: BillingFileId,
    /// As the bank writes it.
    pub account: String,
    pub number: String,
    pub currency: Currency,
    #[serde(default)]
    pub days: Option<Days>,
    #[serde(default)]
    pub opening: Option<Money>,
    #[serde(default)]
    pub closing: Option<Money>,
    pub n_entries: u64,
    pub n_payments: u64,
    /// What came in, and what went out.
    pub incoming: Money,
    pub outgoing: Money,
    /// Opening and entries make closing.
    pub is_balanced: bool,
    pub received_at: Timestamp,
}
