//! A bank takes a payment back: both are settled with each other, and what it paid is open again.

use common::id::PaymentId;
use common::money::Money;
use common::notice::BillingNews;
use common::payment::{HouseReason, PaymentStanding};
use jiff::ToSpan;

use super::{Doing, credits_pay, tell};
use crate::store::log::Write;
use crate::store::payment::{self, Kept};
use crate::store::{StoreError, allocation};

/// How long ago the payment may have been booked that the bank takes back.
const LONGEST_DAYS: i64 = 60;

/// Finds what the bank took back, if there is but one such payment; tells whether it was found.
pub(super) fn book(tx: &Write<'_>, doing: Doing, id: PaymentId) -> Result<bool, StoreError> {
    let Some(back) = payment::by_id(tx, id)? else { return Ok(false) };
    let found = candidates(tx, &back)?;
    let Some(taken) = only(&found) else {
        tell(tx, doing, BillingNews::PaymentUnmatched, (id, None))?;
        return Ok(false);
    };
    take_back(tx, doing, &back, taken)?;
    tell(tx, doing, BillingNews::Changed, (id, taken.customer))?;
    Ok(true)
}

/// Looks again what the bank took back, where it was told before the payment itself.
pub(super) fn look_again(tx: &Write<'_>, doing: Doing) -> Result<(), StoreError> {
    for back in payment::waiting_returns(tx)? {
        if let Some(taken) = only(&candidates(tx, &back)?) {
            take_back(tx, doing, &back, taken)?;
            tell(tx, doing, BillingNews::Changed, (back.id, taken.customer))?;
        }
    }
    Ok(())
}

/// Returns the payments that this one may take back.
fn candidates(tx: &Write<'_>, back: &Kept) -> Result<Vec<Kept>, StoreError> {
    let Some(account) = &back.payer_account else { return Ok(Vec::new()) };
    let first = back.booked_on.saturating_sub(LONGEST_DAYS.days());
    payment::to_return(tx, (-back.amount, back.currency), account, (first, back.booked_on))
}

fn only(found: &[Kept]) -> Option<&Kept> {
    match found {
        [one] => Some(one),
        [] | [_, _, ..] => None,
    }
}

/// Tells whether one payment can take the other back.
pub(super) fn fits(back: &Kept, taken: &Kept) -> bool {
    let waits = |kept: &Kept| match kept.standing {
        PaymentStanding::Unmatched | PaymentStanding::Credit | PaymentStanding::Allocated => true,
        PaymentStanding::SetAside | PaymentStanding::Returned => false,
    };
    back.amount < Money::default()
        && back.amount == -taken.amount
        && back.currency == taken.currency
        && waits(back)
        && waits(taken)
}

/// Settles both with each other.
pub(super) fn take_back(tx: &Write<'_>, doing: Doing, back: &Kept, taken: &Kept) -> Result<(), StoreError> {
    for paid in allocation::live_of_payment(tx, taken.id)? {
        allocation::release(tx, &paid, doing, HouseReason::Returned.name())?;
    }
    payment::set_return(tx, back.id, Some(taken.id))?;
    let owner = payment::owner_of(tx, taken.id)?;
    payment::set_owner(tx, back.id, owner)?;
    for id in [back.id, taken.id] {
        payment::set_standing(tx, id, PaymentStanding::Returned, "")?;
    }
    taken.customer.map_or(Ok(()), |customer| credits_pay(tx, doing, customer, taken.currency))
}
