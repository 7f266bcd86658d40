//! Whose a payment is: by the virtual account, by numbers in its title, by who has paid from there before. Never by the amount
//! alone, and not at all where two traces of the same worth disagree.
//!
//! Knows no archive: [`in_title`] says what to look up, [`find`] judges what was found.

mod numbers;

use std::collections::BTreeSet;

use common::bank_account::BankAccount;
use common::id::{CustomerId, CustomerNumber, InvoiceId};
use common::money::Money;
use common::payment::MatchedBy;
use common::text::fold;
use jiff::civil::Date;

pub use numbers::{Numbers, in_title, plain};

use super::read::ReadEntry;

/// What of a payment tells whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Trace<'a> {
    pub amount: Money,
    pub title: &'a str,
    pub payer: &'a str,
    pub payer_account: Option<&'a BankAccount>,
    pub virtual_account: Option<&'a BankAccount>,
    /// By what the bank names the virtual account, where it does not write all of it.
    pub virtual_id: Option<&'a str>,
}

impl<'a> From<&'a ReadEntry> for Trace<'a> {
    fn from(entry: &'a ReadEntry) -> Self {
        Self {
            amount: entry.amount,
            title: &entry.title,
            payer: &entry.counterparty,
            payer_account: entry.counterparty_account.as_ref(),
            virtual_account: entry.virtual_account.as_ref(),
            virtual_id: entry.virtual_id.as_deref(),
        }
    }
}

/// What the archive has that the payment may be about. More than fits does no harm: each is held against the payment again.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Virtual accounts and whose they are: the payment's, or those that end like its [`Trace::virtual_id`].
    pub accounts: Vec<(BankAccount, CustomerId)>,
    /// Invoices with one of the [`Numbers`] of the title, settled ones too; and those of which as much is open as came in.
    pub invoices: Vec<KnownInvoice>,
    /// Customers with one of the [`Numbers`] of the title, or numbered like its [`Trace::virtual_id`].
    pub customers: Vec<KnownCustomer>,
    /// Whose payments came from the same account before.
    pub payers: Vec<CustomerId>,
}

/// An invoice of which it is known whose it is.
#[derive(Clone, Debug)]
pub struct KnownInvoice {
    pub id: InvoiceId,
    pub customer: CustomerId,
    /// Of the customer, or the buyer on the invoice.
    pub name: String,
    pub number: String,
    pub ksef_number: Option<String>,
    pub open: Money,
    pub due_on: Option<Date>,
}

/// A customer who may be meant.
#[derive(Clone, Debug)]
pub struct KnownCustomer {
    pub id: CustomerId,
    pub number: CustomerNumber,
}

/// Whose a payment is, and by what that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub customer: CustomerId,
    /// Invoices of this customer that the payer named; of an amount with a name, the one of that amount.
    pub invoices: Vec<InvoiceId>,
    pub by: MatchedBy,
}

/// The ways, the surest first.
const WAYS: [MatchedBy; 6] = [
    MatchedBy::VirtualAccount,
    MatchedBy::InvoiceNumber,
    MatchedBy::KsefNumber,
    MatchedBy::CustomerNumber,
    MatchedBy::PayerAccount,
    MatchedBy::AmountAndName,
];

/// The shortest end of an account by which it is known.
const SHORTEST_ENDING: usize = 8;

/// Returns whose the payment is; `None` where nothing tells, or where the surest trace leads to two customers.
#[must_use]
pub fn find(trace: &Trace<'_>, known: &Known) -> Option<Match> {
    let (by, customers) = WAYS.iter().find_map(|way| {
        let customers = customers_by(*way, trace, known);
        (!customers.is_empty()).then_some((*way, customers))
    })?;
    let customer = *customers.first().filter(|_| customers.len() == 1)?;
    Some(Match { customer, invoices: meant(by, customer, trace, known), by })
}

/// Returns all that the payment may be about, the surest first: each customer once, with the invoices meant.
#[must_use]
pub fn suggest(trace: &Trace<'_>, known: &Known) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    for by in WAYS {
        for customer in customers_by(by, trace, known) {
            if matches.iter().all(|found| found.customer != customer) {
                matches.push(Match { customer, invoices: meant(by, customer, trace, known), by });
            }
        }
    }
    matches
}

fn customers_by(way: MatchedBy, trace: &Trace<'_>, known: &Known) -> BTreeSet<CustomerId> {
    let of_invoices = |invoices: Vec<&KnownInvoice>| invoices.iter().map(|invoice| invoice.customer).collect();
    match way {
        MatchedBy::VirtualAccount => by_virtual_account(trace, known),
        MatchedBy::InvoiceNumber => of_invoices(by_number(trace, known)),
        MatchedBy::KsefNumber => of_invoices(by_ksef_number(trace, known)),
        MatchedBy::CustomerNumber => {
            let numbers = in_title(trace.title);
            let named = known.customers.iter().filter(|customer| numbers.name(customer.number.as_str()));
            named.map(|customer| customer.id).collect()
        }
        MatchedBy::PayerAccount if trace.payer_account.is_some() => known.payers.iter().copied().collect(),
        MatchedBy::AmountAndName => of_invoices(by_amount_and_name(trace, known)),
        MatchedBy::PayerAccount | MatchedBy::Person => BTreeSet::new(),
    }
}

/// Returns the invoices of the customer that are meant.
fn meant(by: MatchedBy, customer: CustomerId, trace: &Trace<'_>, known: &Known) -> Vec<InvoiceId> {
    let mut named = by_number(trace, known);
    named.extend(by_ksef_number(trace, known));
    if by == MatchedBy::AmountAndName {
        let mut fitting = by_amount_and_name(trace, known);
        fitting.sort_by_key(|invoice| (invoice.due_on.is_none(), invoice.due_on, invoice.id));
        named = fitting.into_iter().filter(|invoice| invoice.customer == customer).take(1).collect();
    }
    let mut ids = Vec::new();
    for invoice in named.iter().filter(|invoice| invoice.customer == customer) {
        if !ids.contains(&invoice.id) {
            ids.push(invoice.id);
        }
    }
    ids
}

fn by_virtual_account(trace: &Trace<'_>, known: &Known) -> BTreeSet<CustomerId> {
    let id = trace.virtual_id.map(plain).filter(|id| id.len() >= SHORTEST_ENDING);
    let is_same = |account: &BankAccount| {
        let ends_alike = |id: &String| account.as_str().ends_with(id.to_ascii_uppercase().as_str());
        trace.virtual_account == Some(account)
            || (trace.virtual_account.is_none() && id.as_ref().is_some_and(ends_alike))
    };
    let accounts = known.accounts.iter().filter(|(account, _)| is_same(account)).map(|(_, customer)| *customer);
    let mut customers: BTreeSet<_> = accounts.collect();
    if let (true, Some(id)) = (customers.is_empty(), trace.virtual_id) {
        let numbered = known.customers.iter().filter(|customer| plain(customer.number.as_str()) == plain(id));
        customers.extend(numbered.map(|customer| customer.id));
    }
    customers
}

/// Returns the invoices that the title names. One that is written as it stands leaves out others that only look like it without
/// their bars: `1/12/2026` and `11/2/2026`.
fn by_number<'a>(trace: &Trace<'_>, known: &'a Known) -> Vec<&'a KnownInvoice> {
    let numbers = in_title(trace.title);
    let written: Vec<_> = known.invoices.iter().filter(|invoice| numbers.write(&invoice.number)).collect();
    let is_written = |invoice: &&KnownInvoice| {
        let plain_number = plain(&invoice.number);
        written.iter().any(|other| plain(&other.number) == plain_number)
    };
    let alike = known.invoices.iter().filter(|invoice| !is_written(invoice) && numbers.name(&invoice.number));
    written.iter().copied().chain(alike).collect()
}

fn by_ksef_number<'a>(trace: &Trace<'_>, known: &'a Known) -> Vec<&'a KnownInvoice> {
    let numbers = in_title(trace.title);
    let is_named = |invoice: &&KnownInvoice| {
        invoice.ksef_number.as_deref().is_some_and(|number| numbers.ksef.iter().any(|named| named == number))
    };
    known.invoices.iter().filter(is_named).collect()
}

fn by_amount_and_name<'a>(trace: &Trace<'_>, known: &'a Known) -> Vec<&'a KnownInvoice> {
    let is_meant = |invoice: &&KnownInvoice| {
        trace.amount.is_positive() && invoice.open == trace.amount && are_named_alike(&invoice.name, trace.payer)
    };
    known.invoices.iter().filter(is_meant).collect()
}

/// Tells whether the payer, who may write a street behind it, has that name: every word of it, in whatever order.
fn are_named_alike(name: &str, payer: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let folded = fold(text);
        let parts = folded.split(|character: char| !character.is_alphanumeric());
        // Of neighbours only the number of the house differs.
        let is_telling = |word: &&str| word.len() > 1 || word.bytes().all(|byte| byte.is_ascii_digit());
        parts.filter(|word| !word.is_empty() && is_telling(word) && !FORMS.contains(word)).map(str::to_owned).collect()
    };
    let (name, payer) = (words(name), words(payer));
    let is_telling = name.len() > 1 || name.iter().any(|word| word.len() > 4);
    is_telling && name.is_subset(&payer)
}

/// Words of legal forms, and those that stand before names: with them or without them it is the same name.
const FORMS: [&str; 12] =
    ["sp", "zo", "oo", "spolka", "ograniczona", "odpowiedzialnoscia", "sa", "sc", "sj", "sk", "pan", "pani"];

#[cfg(test)]
mod tests;
