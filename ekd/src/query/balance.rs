//! What a customer owes: all of it, what is overdue, what is to be paid next, and what is there as a credit.

use std::collections::BTreeMap;

use common::due::{Balance, BalanceFilter, Interest, NextDue, SiteBalance};
use common::id::SiteCode;
use common::money::{Currency, Money};
use common::page::Paged;
use jiff::civil::Date;

use super::due::{self, Terms};
use crate::store::due::{Claim, Payer};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// An invoice as it is now, and what is open of it on the day that is looked at.
type Open = (Claim, Money);

/// What is open of one site, or altogether.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    total_due: Money,
    overdue: Money,
    next_due: Option<NextDue>,
    n_open: u64,
    n_overdue: u64,
}

impl Sums {
    fn add(&mut self, (claim, open): &Open, on: Date) {
        if !open.is_positive() {
            return;
        }
        self.total_due += *open;
        self.n_open += 1;
        match claim.due_on {
            Some(due_on) if due_on < on => {
                self.overdue += *open;
                self.n_overdue += 1;
            }
            Some(due_on) => self.add_next(due_on, *open),
            None => {}
        }
    }

    fn add_next(&mut self, due_on: Date, open: Money) {
        match &mut self.next_due {
            Some(next) if next.on < due_on => {}
            Some(next) if next.on == due_on => {
                next.amount += open;
                next.n_invoices += 1;
            }
            Some(_) | None => self.next_due = Some(NextDue { on: due_on, amount: open, n_invoices: 1 }),
        }
    }
}

/// Returns the balances of up to `limit` customers whose money whoever looks may see, by number.
///
/// # Errors
/// Where the archive fails.
pub fn page(
    log: &Logbook<'_>,
    filter: &BalanceFilter,
    terms: Terms<'_>,
    (after, limit): (Option<&str>, u32),
) -> Result<Paged<Balance>, StoreError> {
    let on = filter.on.unwrap_or(terms.today);
    // Of a day that is over, what is open now tells nothing.
    let overdue_on = Some(on).filter(|on| filter.only_overdue && *on >= terms.today);
    let payers = store::due::payers(log, filter, (overdue_on, after), limit)?;
    let next = payers.last().filter(|_| payers.len() == limit as usize).map(|last| last.number.to_string());
    let mut items = Vec::new();
    for payer in payers {
        let balances = of_payer(log, &payer, terms, filter.on)?;
        items.extend(balances.into_iter().filter(|balance| !filter.only_overdue || balance.overdue.is_positive()));
    }
    Ok(Paged { items, next })
}

/// Returns what one customer owes, a balance for each currency; as of a day that is over by what was issued and paid until then, as
/// far as that is known now.
///
/// # Errors
/// Where the archive fails.
fn of_payer(log: &Logbook<'_>, payer: &Payer, terms: Terms<'_>, on: Option<Date>) -> Result<Vec<Balance>, StoreError> {
    let over = on.filter(|on| *on < terms.today);
    let (claims, credits) = match over {
        Some(on) => (store::due::open_then(log, payer.id, on)?, store::payment::credit_then(log, payer.id, on)?),
        None => (open_now(log, payer, on)?, store::payment::credit_of(log, payer.id)?),
    };
    let mut by_currency: BTreeMap<Currency, Vec<Open>> = BTreeMap::new();
    for claim in claims {
        by_currency.entry(claim.0.currency).or_default().push(claim);
    }
    let credits: BTreeMap<Currency, Money> = credits.into_iter().collect();
    for currency in credits.keys() {
        by_currency.entry(*currency).or_default();
    }
    if by_currency.is_empty() {
        by_currency.entry(Currency::PLN).or_default();
    }
    let on = on.unwrap_or(terms.today);
    let balance = |(currency, claims): (Currency, Vec<Open>)| {
        let credit = credits.get(&currency).copied().unwrap_or_default();
        let last_payment = store::payment::last_of(log, payer.id, (currency, over.unwrap_or(Date::MAX)))?;
        Ok(Balance { last_payment, ..counted(log, payer, (currency, &claims, credit), Terms { today: on, ..terms })? })
    };
    by_currency.into_iter().map(balance).collect()
}

fn open_now(log: &Logbook<'_>, payer: &Payer, on: Option<Date>) -> Result<Vec<Open>, StoreError> {
    let claims = store::due::open_of(log, payer.id)?.into_iter();
    let issued = claims.filter(|claim| on.is_none_or(|on| claim.issued_on <= on));
    let with_open = |claim: Claim| {
        let open = claim.open;
        (claim, open)
    };
    Ok(issued.map(with_open).collect())
}

fn counted(
    log: &Logbook<'_>,
    payer: &Payer,
    (currency, claims, credit): (Currency, &[Open], Money),
    terms: Terms<'_>,
) -> Result<Balance, StoreError> {
    let on = terms.today;
    let mut all = Sums::default();
    // What is of no one site comes last.
    let mut by_site: BTreeMap<(bool, Option<SiteCode>), Sums> = BTreeMap::new();
    let mut credit = credit;
    for one in claims {
        all.add(one, on);
        let (claim, open) = one;
        if open.is_positive() {
            let site = only(store::due::sites_of(log, claim.id)?);
            by_site.entry((site.is_none(), site)).or_default().add(one, on);
        } else {
            credit -= *open;
        }
    }
    let sites = by_site.into_iter().map(|((_, site), sums)| SiteBalance {
        site,
        total_due: sums.total_due,
        overdue: sums.overdue,
        next_due: sums.next_due,
    });
    Ok(Balance {
        customer: payer.number.clone(),
        customer_name: payer.name.clone(),
        currency,
        on,
        total_due: all.total_due,
        overdue: all.overdue,
        next_due: all.next_due,
        credit,
        interest: interest(log, claims, (currency, terms))?,
        n_open: all.n_open,
        n_overdue: all.n_overdue,
        sites: sites.collect(),
        last_payment: None,
    })
}

fn only(mut sites: Vec<SiteCode>) -> Option<SiteCode> {
    sites.pop().filter(|_| sites.is_empty())
}

/// Returns the interest for all that is overdue; where one day has no rate, nothing is said.
fn interest(
    log: &Logbook<'_>,
    claims: &[Open],
    (currency, terms): (Currency, Terms<'_>),
) -> Result<Interest, StoreError> {
    if currency != Currency::PLN {
        return Ok(Interest::OtherCurrency);
    }
    let mut sum = Money::default();
    for (claim, _) in claims.iter().filter(|(_, open)| open.is_positive()) {
        match due::interest_of(log, claim, terms.table, terms.today)? {
            Interest::Amount(amount) => sum += amount,
            missing @ (Interest::NoRate(_) | Interest::OtherCurrency) => return Ok(missing),
        }
    }
    Ok(Interest::Amount(sum))
}

#[cfg(test)]
#[path = "balance_tests.rs"]
mod tests;
