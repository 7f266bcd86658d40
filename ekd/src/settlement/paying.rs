//! A payment pays what is open of its customer, and stands accordingly.

use common::id::{InvoiceId, PaymentId};
use common::money::Money;
use common::payment::PaymentStanding;

use super::Doing;
use crate::payment::distribution::{Open, distribute};
use crate::store::allocation::{self, NewAllocation, Source};
use crate::store::due::Claim;
use crate::store::log::Write;
use crate::store::payment::Kept;
use crate::store::{self, StoreError};

/// What of a customer's invoices a payment is for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Aim<'a> {
    /// What the payer named.
    pub(super) named: &'a [InvoiceId],
    /// One that it does not pay.
    pub(super) except: Option<InvoiceId>,
}

/// Has what is left of a payment pay what is open of its customer: what the payer named, then what is due first. What is left
/// then is a credit.
pub(super) fn pay(tx: &Write<'_>, doing: Doing, payment: &Kept, aim: Aim<'_>) -> Result<(), StoreError> {
    if let Some(customer) = payment.customer.filter(|_| payment.left().is_positive()) {
        let open = store::due::open_of(tx, customer)?;
        let may_be_paid = |claim: &&Claim| {
            claim.currency == payment.currency && claim.open.is_positive() && Some(claim.id) != aim.except
        };
        let open = open.iter().filter(may_be_paid).map(of);
        let (named, others): (Vec<Open>, Vec<Open>) = open.partition(|open| aim.named.contains(&open.invoice));
        for (invoice, amount) in distribute(payment.left(), &named, &others) {
            allocate(tx, doing, payment, (invoice, amount))?;
        }
    }
    stand(tx, payment.id)
}

/// Has so much of a payment pay an invoice, from the day on which it was booked.
pub(super) fn allocate(
    tx: &Write<'_>,
    doing: Doing,
    payment: &Kept,
    (invoice, amount): (InvoiceId, Money),
) -> Result<(), StoreError> {
    let from = Source::Payment(payment.id);
    allocation::add(tx, &NewAllocation { from, invoice, amount, counts_on: payment.booked_on }, doing).map(|_| ())
}

/// Has a payment stand as what it pays makes of it. What was set aside or returned stays so.
pub(super) fn stand(tx: &Write<'_>, id: PaymentId) -> Result<(), StoreError> {
    let Some(payment) = store::payment::by_id(tx, id)? else { return Ok(()) };
    let standing = match payment.standing {
        PaymentStanding::SetAside | PaymentStanding::Returned => return Ok(()),
        PaymentStanding::Unmatched | PaymentStanding::Credit | PaymentStanding::Allocated => {
            if payment.customer.is_none() {
                PaymentStanding::Unmatched
            } else if payment.left().is_zero() {
                PaymentStanding::Allocated
            } else {
                PaymentStanding::Credit
            }
        }
    };
    if standing != payment.standing {
        store::payment::set_standing(tx, id, standing, "")?;
    }
    Ok(())
}

pub(super) const fn of(claim: &Claim) -> Open {
    Open { invoice: claim.id, open: claim.open, due_on: claim.due_on }
}
