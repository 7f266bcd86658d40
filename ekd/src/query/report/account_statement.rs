//! The facts of account statements: of one customer, or of all whose money whoever looks may see.

use std::collections::{BTreeMap, BTreeSet};

use common::customer::Customer;
use common::due::{BalanceFilter, Interest};
use common::fault::{Cause, ReportCause};
use common::id::CustomerId;
use common::invoice::Days;
use common::money::{Currency, Money};
use common::report::Definition;
use common::sheet::Sheet;
use jiff::civil::Date;

use super::Surroundings;
use crate::billing::interest::{self, Course};
use crate::report::Frame;
use crate::report::account_statement::{
    self as template, Account, Allocated, Change, Entry, Facts, OpenInvoice, Payer,
};
use crate::store::ledger::{self, Asked};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Customers that are told of where none is named: as many as somebody acts for.
const MOST_CUSTOMERS: u32 = 200;

/// Returns the sheet, or why there is none. The days are the local ones of which the period has a part.
pub(super) fn sheet(
    log: &Logbook<'_>,
    definition: &Definition,
    frame: &Frame,
    surroundings: &Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    if !definition.sites.is_empty() {
        return Ok(Err(Cause::Report { why: ReportCause::NotOfSites }));
    }
    if definition.customer.is_none() && log.scope().is_house() {
        return Ok(Err(Cause::Report { why: ReportCause::PayerMissing }));
    }
    let Some(days) = days(frame, surroundings) else {
        return Ok(Err(Cause::Report { why: ReportCause::PeriodWrong }));
    };
    let filter = BalanceFilter { customer: definition.customer.clone(), ..BalanceFilter::default() };
    let payers = store::due::payers(log, &filter, (None, None), MOST_CUSTOMERS)?;
    // What is not seen is not told to be there.
    if let Some(number) = definition.customer.as_ref().filter(|_| payers.is_empty()) {
        return Ok(Err(Cause::NoSuchCustomer { text: number.to_string(), similar: Vec::new() }));
    }
    let mut facts = Facts::default();
    for payer in payers {
        let Some(customer) = store::customer::by_id(log, payer.id)? else { continue };
        facts.accounts.extend(accounts(log, &customer, days, surroundings)?);
    }
    Ok(Ok(template::write(&facts, frame)))
}

/// Returns the local days of a period up to today.
fn days(frame: &Frame, surroundings: &Surroundings<'_>) -> Option<Days> {
    let local = |at: jiff::Timestamp| frame.zone.to_datetime(at).date();
    let end = jiff::Timestamp::from_second(frame.period.until.as_second() - 1).ok()?;
    let days = Days { first: local(frame.period.from), last: local(end).min(local(surroundings.now)) };
    (days.first <= days.last).then_some(days)
}

/// Returns the accounts of a customer by currency; one in złotys, where there is nothing.
fn accounts(
    log: &Logbook<'_>,
    customer: &Customer,
    days: Days,
    surroundings: &Surroundings<'_>,
) -> Result<Vec<Account>, StoreError> {
    let asked = ledger::asked(log, customer.id, days)?;
    let came = ledger::came(log, customer.id, days)?;
    let paid = ledger::paid(log, customer.id, days)?;
    let before: BTreeMap<Currency, Money> = ledger::balance_before(log, customer.id, days.first)?.into_iter().collect();
    let credit: BTreeMap<Currency, Money> = ledger::credit_on(log, customer.id, days.last)?.into_iter().collect();
    let mut currencies: BTreeSet<Currency> = before.keys().chain(credit.keys()).copied().collect();
    currencies.extend(asked.iter().map(|asked| asked.currency).chain(came.iter().map(|came| came.currency)));
    if currencies.is_empty() {
        currencies.insert(Currency::PLN);
    }
    let payer = payer(log, customer, days.last)?;
    let mut accounts = Vec::new();
    for currency in currencies {
        let mut entries: Vec<Entry> = Vec::new();
        let mut open = Vec::new();
        for asked in asked.iter().filter(|asked| asked.currency == currency) {
            if asked.issued_on >= days.first {
                entries.extend(entries_of(asked));
            }
            if !asked.open.is_zero() {
                open.push(still_open(log, (customer.id, asked), days.last, surroundings)?);
            }
        }
        entries.extend(came.iter().filter(|came| came.currency == currency).map(|came| Entry {
            on: came.on,
            what: Change::Payment { payer: came.payer.clone(), title: came.title.clone() },
            amount: came.amount,
        }));
        entries.sort_by_key(|entry| entry.on);
        open.sort_by_key(|invoice: &OpenInvoice| (invoice.due_on.is_none(), invoice.due_on));
        let allocations = paid.iter().filter(|paid| paid.currency == currency).map(|paid| Allocated {
            on: paid.on,
            from: paid.from.clone(),
            invoice: paid.invoice.clone(),
            amount: paid.amount,
        });
        accounts.push(Account {
            payer: payer.clone(),
            currency,
            last: days.last,
            opening: before.get(&currency).copied().unwrap_or_default(),
            entries,
            open,
            credit: credit.get(&currency).copied().unwrap_or_default(),
            allocations: allocations.collect(),
        });
    }
    Ok(accounts)
}

fn entries_of(asked: &Asked) -> impl Iterator<Item = Entry> {
    let Asked { number, kind, issued_on, due_on, payable, paid_before, .. } = asked;
    let what = Change::Invoice { kind: *kind, number: number.clone(), due_on: *due_on };
    let before = (!paid_before.is_zero()).then(|| Entry {
        on: *issued_on,
        what: Change::PaidBefore { number: number.clone() },
        amount: *paid_before,
    });
    std::iter::once(Entry { on: *issued_on, what, amount: *payable }).chain(before)
}

fn payer(log: &Logbook<'_>, customer: &Customer, on: Date) -> Result<Payer, StoreError> {
    let Customer { number, card, .. } = customer;
    let address = &card.address;
    let town = format!("{} {}", address.postal_code, address.town);
    let parts = [address.street.as_str(), town.trim()];
    Ok(Payer {
        number: number.to_string(),
        name: card.name.clone(),
        address: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        account: store::contract::account_of(log, customer.id, on)?,
    })
}

/// Returns an invoice with what is open of it, and what being late costs until and with the last day.
fn still_open(
    log: &Logbook<'_>,
    (customer, asked): (CustomerId, &Asked),
    last: Date,
    surroundings: &Surroundings<'_>,
) -> Result<OpenInvoice, StoreError> {
    let interest = match asked.due_on {
        Some(_) if asked.currency != Currency::PLN => Interest::OtherCurrency,
        Some(due_on) => {
            let paid = ledger::course(log, asked.id, last)?;
            let course = Course { asked: asked.payable - asked.paid_before, due_on, paid: &paid };
            let kind = store::contract::interest_kind(log, customer, due_on)?;
            interest::shown(interest::of(&course, kind, surroundings.interest, last))
        }
        None => Interest::Amount(Money::default()),
    };
    Ok(OpenInvoice {
        number: asked.number.clone(),
        issued_on: asked.issued_on,
        due_on: asked.due_on,
        asked: asked.payable,
        open: asked.open,
        interest,
    })
}
