//! What is owed, and the transfers that pay it.

use common::due::{Balance, BalanceFilter, Due, DueFilter, TransferOf, TransferOrder};
use common::fault::Cause;
use common::id::CustomerNumber;
use common::page::{Page, Paged};
use jiff::civil::Date;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, limit};
use crate::query::due::Terms;
use crate::query::{balance, due, transfer};
use crate::store;
use crate::store::audit::Deed;
use crate::store::log::Logbook;

/// Dues and balances in one page.
const MOST: u32 = 300;

/// Returns the local day.
pub(super) fn today(visit: &Visit<'_>) -> Date {
    visit.now().to_zoned(visit.about().zone.clone()).date()
}

pub(super) async fn list(visit: &Visit<'_>, filter: DueFilter, page: Page) -> Result<Paged<Due>, NoAnswer> {
    let (limit, today) = (limit(&page).min(MOST), today(visit));
    let after = page.after.as_deref().map(|text| due::place(text).ok_or(Cause::BadPage)).transpose()?;
    let interest = visit.about().interest.clone();
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let terms = Terms { table: &interest, today };
        let found = due::page(log, &filter, terms, (after, limit))?;
        let deeds = looked_at(log, granted, filter.customer.as_ref(), ("due.list", found.items.len()))?;
        Ok((found, deeds))
    };
    visit.look_at_persons(list).await
}

pub(super) async fn balances(visit: &Visit<'_>, filter: BalanceFilter, page: Page) -> Result<Paged<Balance>, NoAnswer> {
    let (limit, today) = (limit(&page).min(MOST), today(visit));
    let interest = visit.about().interest.clone();
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let terms = Terms { table: &interest, today };
        let found = balance::page(log, &filter, terms, (page.after.as_deref(), limit))?;
        let named = match found.items.as_slice() {
            [one] => Some(&one.customer),
            [] | [_, _, ..] => filter.customer.as_ref(),
        };
        let deeds = looked_at(log, granted, named, ("balance.list", found.items.len()))?;
        Ok((found, deeds))
    };
    visit.look_at_persons(list).await
}

pub(super) async fn transfer(visit: &Visit<'_>, of: TransferOf) -> Result<TransferOrder, NoAnswer> {
    let today = today(visit);
    let payee = visit.about().payee.clone();
    visit.look(move |log, _| Ok(transfer::order(log, &of, &payee, today)??)).await
}

/// Returns what the audit log has of a look at the money of customers: staff's looks, not those at one's own.
pub(super) fn looked_at(
    log: &Logbook<'_>,
    granted: &Granted,
    named: Option<&CustomerNumber>,
    (what, n): (&'static str, usize),
) -> Result<Vec<Deed>, NoAnswer> {
    if n == 0 || !granted.actor.keeper.role.is_staff() {
        return Ok(Vec::new());
    }
    let customer = named.map_or(Ok(None), |number| store::customer::by_number(log, number.as_str()))?;
    let deed = granted.actor.deed(what);
    Ok(vec![match customer {
        Some(customer) => Deed { customer: Some(customer.id), ..deed },
        None => Deed { detail: format!("{n} entries"), ..deed },
    }])
}
