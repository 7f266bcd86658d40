//! Customers, what they own, and who acts for them.
//!
//! Ownership and mandates are periods. Ownership bounds what can be *seen*: a new owner sees nothing from before his
//! date, the old one nothing after it. A mandate bounds *when* an account may look at all.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::{Account, Login, Role, Session, Token};
use crate::contact::{EmailAddress, PhoneNumber};
use crate::contract::Contract;
use crate::delivery::Delivery;
use crate::id::{CustomerId, CustomerNumber, SiteCode};
use crate::invoice::Invoice;
use crate::nip::Nip;
use crate::notice::{Notice, NoticeSettings};
use crate::payment::Payment;
use crate::report::{MadeReport, SavedReport};
use crate::setting::Setting;
use crate::ticket::Ticket;
use crate::ticket::entry::Entry;

/// The party to the contract; the number stands on invoices and transfers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    pub id: CustomerId,
    pub number: CustomerNumber,
    #[serde(flatten)]
    pub card: CustomerCard,
    /// When the personal data were erased on request (RODO art. 17); what the law requires to keep is still there.
    #[serde(default)]
    pub erased_at: Option<Timestamp>,
}

/// Who a customer is and where letters go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerCard {
    pub name: String,
    #[serde(default)]
    pub address: Address,
    /// As the office knows it; notices go to the verified contacts of accounts only.
    #[serde(default)]
    pub phone: Option<PhoneNumber>,
    /// As the office knows it.
    #[serde(default)]
    pub email: Option<EmailAddress>,
    /// Under which tax number invoices are made out to it.
    #[serde(default)]
    pub nip: Option<Nip>,
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// Such as `00-950`.
    pub postal_code: String,
    pub town: String,
}

/// A customer that is to be made, or to become so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCustomer {
    pub number: CustomerNumber,
    #[serde(flatten)]
    pub card: CustomerCard,
}

/// A site belongs to a customer from an instant until another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ownership {
    pub customer: CustomerNumber,
    pub site: SiteCode,
    pub from: Timestamp,
    /// The first instant at which it is another's; `None` while it is not.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

/// An account acts for a customer from an instant until another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    pub customer: CustomerNumber,
    pub login: Login,
    /// What it may do besides looking at readings.
    pub rights: BTreeSet<Right>,
    pub from: Timestamp,
    #[serde(default)]
    pub until: Option<Timestamp>,
}

/// What an account may do for a customer besides looking at readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Invoices, dues, payments.
    Finance,
    /// Alarms and settings of the automation.
    Technical,
    /// The customer's other accounts.
    Admin,
    #[serde(other)]
    Unknown,
}

impl Right {
    pub const ALL: [Self; 3] = [Self::Finance, Self::Technical, Self::Admin];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Finance => "finance",
            Self::Technical => "technical",
            Self::Admin => "admin",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.name() == name)
    }
}

impl fmt::Display for Right {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A customer with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFile {
    pub customer: Customer,
    /// Oldest first.
    pub ownerships: Vec<Ownership>,
    /// Oldest first.
    pub mandates: Vec<Mandate>,
}

/// Which customers are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFilter {
    /// Part of a number, a name, an address; case and diacritics do not count.
    #[serde(default)]
    pub text: Option<String>,
}

/// Which accounts are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFilter {
    /// Part of a log-in name or a name; case and diacritics do not count.
    #[serde(default)]
    pub text: Option<String>,
    /// Only accounts that act for this customer, or did.
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub role: Option<Role>,
}

/// What the erasure of a customer's personal data did (RODO art. 17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    pub number: CustomerNumber,
    pub erased_at: Timestamp,
    /// What was removed, with how much of it there was.
    pub removed: Vec<Counted>,
    /// What the law requires to keep, or what is no personal data any more.
    pub kept: Vec<Counted>,
}

/// How much there was of a kind of data: `contacts`, `log_ins`, `readings`, …
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub what: String,
    pub n: u64,
}

/// All that is kept of a person besides readings, log-ins and audit lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalData {
    pub file: CustomerFile,
    /// Accounts that act for the customer or did; with their contacts where they act for nobody else. Sessions, tokens and
    /// deliveries are those of the latter only.
    pub accounts: Vec<Account>,
    pub sessions: Vec<Session>,
    pub tokens: Vec<Token>,
    pub deliveries: Vec<Delivery>,
    /// What these accounts were told, and want to be told.
    #[serde(default)]
    pub notices: Vec<Notice>,
    #[serde(default)]
    pub notice_settings: Vec<NoticeSettings>,
    /// The customer's tickets, and what is in their threads for both sides.
    #[serde(default)]
    pub tickets: Vec<Ticket>,
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// What these accounts had saved and made.
    #[serde(default)]
    pub saved_reports: Vec<SavedReport>,
    #[serde(default)]
    pub made_reports: Vec<MadeReport>,
    /// What these accounts wrote into the journal of settings.
    #[serde(default)]
    pub settings: Vec<Setting>,
    /// The customer's contracts, invoices and payments.
    #[serde(default)]
    pub contracts: Vec<Contract>,
    #[serde(default)]
    pub invoices: Vec<Invoice>,
    #[serde(default)]
    pub payments: Vec<Payment>,
}
