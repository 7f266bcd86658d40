//! What pays what: payments find whose they are and what they pay, corrections lower what they correct, credits wait.
//!
//! Decides and writes in the caller's transaction; whoever calls has found that the caller may. Knows neither the forms of
//! invoices and statements nor letters: what people are told is made of the journal.

mod candidates;
mod corrections;
pub mod deeds;
#[cfg(test)]
pub(crate) mod fixture;
mod otherwise;
mod paying;
mod reminders;
mod returns;
pub mod rounds;
mod statements;
#[cfg(test)]
mod tests;

use common::event::Happening;
use common::id::{CustomerId, InvoiceId, PaymentId};
use common::money::Currency;
use common::notice::BillingNews;

use paying::Aim;

use crate::store::log::Write;
use crate::store::{self, StoreError, allocation};

pub use crate::store::allocation::Doing;
pub use candidates::suggestions;
pub use statements::{Taken, refusal, take_statement};

/// Settles what can be settled by itself now that an invoice is here, or is known whose it is: a correction lowers what it
/// corrects, and what the customer has as a credit pays what is due first. Credits that a person made stay as they are.
///
/// # Errors
/// Where the archive fails.
pub fn invoice_arrived(tx: &Write<'_>, doing: Doing, invoice: InvoiceId) -> Result<(), StoreError> {
    let Some(claim) = store::due::by_id(tx, invoice)? else { return Ok(()) };
    let Some(customer) = claim.customer else { return Ok(()) };
    if claim.open.is_positive() {
        for correction in store::due::corrections_of(tx, invoice)? {
            corrections::give_back(tx, doing, &correction)?;
        }
    }
    credits_pay(tx, doing, customer, claim.currency)
}

/// Has a customer's credits pay what is open.
fn credits_pay(tx: &Write<'_>, doing: Doing, customer: CustomerId, currency: Currency) -> Result<(), StoreError> {
    for giving in store::due::giving_back(tx, customer, currency)? {
        corrections::give_back(tx, doing, &giving)?;
    }
    for credit in store::payment::credits_of(tx, customer, currency)? {
        paying::pay(tx, doing, &credit, Aim::default())?;
    }
    Ok(())
}

/// Takes back all that pays an invoice, and all that it pays as a correction: before it becomes another customer's. What is
/// free by that pays what else its customer owes.
///
/// # Errors
/// Where the archive fails.
pub fn invoice_leaves(tx: &Write<'_>, doing: Doing, invoice: InvoiceId, why: &str) -> Result<(), StoreError> {
    let mut taken = allocation::live_of_invoice(tx, invoice)?;
    taken.extend(allocation::live_of_correction(tx, invoice)?);
    for one in &taken {
        allocation::release(tx, one, doing, why)?;
        if let allocation::Source::Payment(id) = one.from {
            paying::stand(tx, id)?;
            if let Some(credit) = store::payment::by_id(tx, id)?.filter(|credit| !credit.is_held) {
                paying::pay(tx, doing, &credit, Aim { named: &[], except: Some(invoice) })?;
            }
        }
    }
    Ok(())
}

/// Appends to the journal what became of a payment.
fn tell(
    tx: &Write<'_>,
    doing: Doing,
    news: BillingNews,
    (payment, customer): (PaymentId, Option<CustomerId>),
) -> Result<(), StoreError> {
    let customer = customer.map_or(Ok(None), |customer| store::customer::number_of(tx, customer))?;
    let what = Happening::Billing { news, customer, invoice: None, payment: Some(payment), file: None, days: None };
    store::event::append(tx, doing.at, &what)
}
