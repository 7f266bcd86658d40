//! What the archive has that a payment may be about.

use common::payment::{PaymentStanding, Suggestion};
use rusqlite::Connection;

use crate::payment::matching::{Known, KnownCustomer, KnownInvoice, Trace, in_title, plain, suggest};
use crate::store::due::Claim;
use crate::store::payment::Kept;
use crate::store::{self, StoreError};

/// Suggestions on one card.
const MOST: usize = 10;
/// The shortest end of an account that is looked up.
const SHORTEST_ENDING: usize = 8;

/// Returns what tells whose a payment is.
pub(super) fn trace<'a>(payment: &'a Kept, virtual_id: Option<&'a str>) -> Trace<'a> {
    Trace {
        amount: payment.amount,
        title: &payment.title,
        payer: &payment.payer,
        payer_account: payment.payer_account.as_ref(),
        virtual_account: payment.to_account.as_ref(),
        virtual_id,
    }
}

/// Gathers what a payment may be about.
pub(super) fn known(conn: &Connection, payment: &Kept, virtual_id: Option<&str>) -> Result<Known, StoreError> {
    let mut known = Known::default();
    let mut claims: Vec<Claim> = Vec::new();
    let numbers = in_title(&payment.title);
    let written = virtual_id.map(plain);
    for number in numbers.plain.iter().chain(&written) {
        claims.extend(store::due::by_plain(conn, number)?);
        let customers = store::payment::payers_by_plain(conn, number)?;
        known.customers.extend(customers.into_iter().map(|(id, number)| KnownCustomer { id, number }));
    }
    for number in &numbers.ksef {
        claims.extend(store::due::by_ksef(conn, number)?);
    }
    match &payment.to_account {
        Some(account) => {
            let payer = store::contract::customer_of_account(conn, account)?;
            known.accounts.extend(payer.map(|payer| (account.clone(), payer)));
        }
        None => {
            if let Some(ending) = written.filter(|ending| ending.len() >= SHORTEST_ENDING) {
                known.accounts = store::payment::payers_of_ending(conn, &ending)?;
            }
        }
    }
    if let Some(account) = &payment.payer_account {
        known.payers = store::payment::payers_from(conn, account)?;
    }
    claims.extend(store::due::by_open(conn, (payment.amount, payment.currency))?);
    for claim in claims.into_iter().filter(|claim| claim.currency == payment.currency) {
        if known.invoices.iter().all(|known| known.id != claim.id) {
            known.invoices.extend(invoice(conn, claim)?);
        }
    }
    Ok(known)
}

fn invoice(conn: &Connection, claim: Claim) -> Result<Option<KnownInvoice>, StoreError> {
    let Some(customer) = claim.customer else { return Ok(None) };
    let name = store::customer::by_id(conn, customer)?.map(|customer| customer.card.name).unwrap_or_default();
    let Claim { id, number, ksef_number, open, due_on, .. } = claim;
    Ok(Some(KnownInvoice { id, customer, name, number, ksef_number, open, due_on }))
}

/// Returns what a payment that waits may pay, the likeliest first.
///
/// # Errors
/// Where the archive fails.
pub fn suggestions(conn: &Connection, payment: &Kept) -> Result<Vec<Suggestion>, StoreError> {
    if payment.standing != PaymentStanding::Unmatched || !payment.amount.is_positive() {
        return Ok(Vec::new());
    }
    let known = known(conn, payment, None)?;
    let mut suggestions = Vec::new();
    for found in suggest(&trace(payment, None), &known) {
        let Some(customer) = store::customer::by_id(conn, found.customer)? else { continue };
        let named = found.invoices.iter().filter_map(|id| known.invoices.iter().find(|invoice| invoice.id == *id));
        let named: Vec<_> = named.map(|invoice| (invoice.id, invoice.number.clone(), invoice.open)).collect();
        let of = |invoice: Option<_>, open| Suggestion {
            customer: customer.number.clone(),
            customer_name: customer.card.name.clone(),
            invoice,
            open,
            by: found.by,
        };
        if named.is_empty() {
            suggestions.push(of(None, None));
        }
        suggestions.extend(named.into_iter().map(|(id, number, open)| of(Some((id, number)), Some(open))));
    }
    suggestions.truncate(MOST);
    Ok(suggestions)
}
