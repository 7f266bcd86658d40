//! What is owed: invoices with something open, and what a customer has to pay altogether.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::bank_account::BankAccount;
use crate::id::{CustomerNumber, InvoiceId, SiteCode};
use crate::invoice::Invoice;
use crate::language::Language;
use crate::money::{Currency, Money};
use crate::transfer::Transfer;

/// An invoice with something open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub invoice: Invoice,
    pub open: Money,
    /// Days since the last one on which it was to be paid; 0 where that is still to come.
    pub days_overdue: u32,
    pub interest: Interest,
}

/// Interest for being late, until and with a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interest {
    Amount(Money),
    /// The table of rates ends before that day; `None`: it has no rates of that kind.
    NoRate(Option<Date>),
    /// Not in złotys.
    OtherCurrency,
}

/// Which dues are wanted, what is due first first; without a day last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueFilter {
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub site: Option<SiteCode>,
    #[serde(default)]
    pub only_overdue: bool,
    /// Interest until and with this day; `None` is today.
    #[serde(default)]
    pub interest_on: Option<Date>,
}

/// Whose balances are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceFilter {
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    /// Part of a number or a name; case and diacritics do not count.
    #[serde(default)]
    pub text: Option<String>,
    /// Only customers with something overdue.
    #[serde(default)]
    pub only_overdue: bool,
    /// As of the end of this day, by what is known now; `None` is today.
    #[serde(default)]
    pub on: Option<Date>,
}

/// What a customer owes in one currency, by customer's number. A customer without anything has one in złotys, of zeros.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    pub customer: CustomerNumber,
    pub customer_name: String,
    pub currency: Currency,
    pub on: Date,
    /// All that is open, whenever it is due.
    pub total_due: Money,
    /// What of it had to be paid before today.
    pub overdue: Money,
    /// What is to be paid next: all that is due on the next day on which something is.
    #[serde(default)]
    pub next_due: Option<NextDue>,
    /// Money that came and corrections that give back, as far as they pay nothing yet.
    pub credit: Money,
    /// Until and with `on`.
    pub interest: Interest,
    pub n_open: u64,
    pub n_overdue: u64,
    /// By where heat was taken; what is of no one site comes last.
    pub sites: Vec<SiteBalance>,
    #[serde(default)]
    pub last_payment: Option<(Date, Money)>,
}

impl Balance {
    /// Returns what is left to pay when the credit is counted; less than zero where more came than was asked for.
    #[must_use]
    pub fn to_pay(&self) -> Money {
        self.total_due - self.credit
    }
}

/// What is to be paid next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextDue {
    pub on: Date,
    pub amount: Money,
    pub n_invoices: u64,
}

/// What is open of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteBalance {
    /// `None`: of several sites together, or of none.
    #[serde(default)]
    pub site: Option<SiteCode>,
    pub total_due: Money,
    pub overdue: Money,
    #[serde(default)]
    pub next_due: Option<NextDue>,
}

/// What is to be paid with one transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferOf {
    /// What is open of these, of one customer.
    Invoices(Vec<InvoiceId>),
    /// What is overdue, less the credit.
    Overdue(CustomerNumber),
    /// All that is open, less the credit.
    Total(CustomerNumber),
}

/// Which transfer is wanted on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferSheetQuery {
    pub of: TransferOf,
    pub language: Language,
}

/// A transfer that pays something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferOrder {
    pub transfer: Transfer,
    /// The invoices that it pays, the oldest due first.
    pub invoices: Vec<InvoiceId>,
    /// `None` where the account is the seller's own.
    #[serde(default)]
    pub virtual_account: Option<BankAccount>,
}

/// Invoices in one transfer.
pub const MOST_INVOICES: usize = 100;
