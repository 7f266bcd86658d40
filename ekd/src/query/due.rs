//! Invoices with something open, and interest for being late.

use common::due::{Due, DueFilter, Interest};
use common::id::{CustomerId, InvoiceId};
use common::money::{Currency, Money};
use common::page::Paged;
use jiff::civil::Date;
use rusqlite::Connection;

use crate::billing::interest::{self, Course, InterestTable};
use crate::store::due::Claim;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// By what dues are counted.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    pub table: &'a InterestTable,
    /// The local day.
    pub today: Date,
}

/// Where a page of dues ended: the last day of its last invoice, and its number.
pub type Place = (Option<Date>, InvoiceId);

/// Returns up to `limit` invoices with something to pay that whoever looks may see, what is due first first.
///
/// # Errors
/// Where the archive fails.
pub fn page(
    log: &Logbook<'_>,
    filter: &DueFilter,
    terms: Terms<'_>,
    (after, limit): (Option<Place>, u32),
) -> Result<Paged<Due>, StoreError> {
    let claims = store::due::page(log, filter, (terms.today, after), limit)?;
    let next = claims.last().filter(|_| claims.len() == limit as usize).map(|last| place_text((last.due_on, last.id)));
    let until = filter.interest_on.unwrap_or(terms.today);
    let mut items = Vec::with_capacity(claims.len());
    for claim in claims {
        if let Some(invoice) = store::invoice::list::find(log, claim.id, terms.today)? {
            let days_overdue = days_overdue(&claim, terms.today);
            let interest = interest_of(log, &claim, terms.table, until)?;
            items.push(Due { invoice, open: claim.open, days_overdue, interest });
        }
    }
    Ok(Paged { items, next })
}

/// Returns for how many days an invoice has been overdue.
#[must_use]
pub fn days_overdue(claim: &Claim, today: Date) -> u32 {
    let over = claim.due_on.and_then(|due_on| due_on.until(today).ok()).map_or(0, |span| span.get_days());
    u32::try_from(over).unwrap_or_default()
}

/// Returns the interest for what was and is open of an invoice, until and with a day: what was paid late counts until it was
/// paid, and what was taken back counts as never paid.
///
/// # Errors
/// Where the archive fails.
pub fn interest_of(
    conn: &Connection,
    claim: &Claim,
    table: &InterestTable,
    until: Date,
) -> Result<Interest, StoreError> {
    if claim.currency != Currency::PLN {
        return Ok(Interest::OtherCurrency);
    }
    let (Some(due_on), Some(customer)) = (claim.due_on, claim.customer) else {
        return Ok(Interest::Amount(Money::default()));
    };
    interest_of_customer(conn, (claim, customer, due_on), table, until)
}

fn interest_of_customer(
    conn: &Connection,
    (claim, customer, due_on): (&Claim, CustomerId, Date),
    table: &InterestTable,
    until: Date,
) -> Result<Interest, StoreError> {
    let live = store::allocation::live_of_invoice(conn, claim.id)?;
    let paid: Vec<(Date, Money)> = live.iter().map(|one| (one.counts_on, one.amount)).collect();
    let asked = claim.open + paid.iter().map(|(_, amount)| *amount).sum();
    let kind = store::contract::interest_kind(conn, customer, due_on)?;
    Ok(interest::shown(interest::of(&Course { asked, due_on, paid: &paid }, kind, table, until)))
}

/// Writes a place for the next page.
fn place_text((due_on, id): Place) -> String {
    format!("{}:{id}", due_on.map(|day| day.to_string()).unwrap_or_default())
}

/// Reads a place that [`page`] told.
#[must_use]
pub fn place(text: &str) -> Option<Place> {
    let (day, id) = text.split_once(':')?;
    let due_on = if day.is_empty() { None } else { Some(day.parse().ok()?) };
    Some((due_on, InvoiceId(id.parse().ok()?)))
}
