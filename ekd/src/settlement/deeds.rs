//! What people who keep the books do with payments. Everything can be taken back, and what was taken back stays visible.

use common::fault::{BillingCause, Cause};
use common::id::{AllocationId, CustomerNumber, InvoiceId, PaymentId};
use common::money::Money;
use common::notice::BillingNews;
use common::payment::{MatchedBy, PaymentAct, PaymentDeed, PaymentStanding};

use super::paying::Aim;
use super::{Doing, candidates, credits_pay, paying, returns, tell};
use crate::accounts::Actor;
use crate::payment::matching::{Trace, in_title};
use crate::store::audit::Deed;
use crate::store::log::Write;
use crate::store::payment::{self, Kept, Owner};
use crate::store::{self, StoreError, allocation};
use crate::turned::Turned;

/// Characters of a reason.
const LONGEST_REASON: usize = 500;

/// Does something with a payment, and writes it into the audit log.
///
/// # Errors
/// [`BillingCause::NoSuchPayment`], [`BillingCause::PaymentStands`], and what the deed names and is not there or does not fit.
pub fn change(tx: &Write<'_>, actor: &Actor, deed: &PaymentDeed) -> Result<(), Turned> {
    let doing = Doing { at: actor.now, by: Some(actor.keeper.id) };
    let kept = found(tx, deed.payment)?;
    let before = kept.customer;
    let detail = match &deed.what {
        PaymentAct::Allocate { invoice, amount } => allocate(tx, doing, &kept, (*invoice, *amount))?,
        PaymentAct::Assign { customer } => assign(tx, doing, &kept, customer)?,
        PaymentAct::Release { allocation, reason } => release(tx, doing, &kept, (*allocation, reason))?,
        PaymentAct::Unassign { reason } => unassign(tx, doing, &kept, reason)?,
        PaymentAct::SetAside { reason } => set_aside(tx, &kept, reason)?,
        PaymentAct::ReturnOf { payment } => return_of(tx, doing, &kept, *payment)?,
    };
    let after = found(tx, deed.payment)?.customer;
    let audited = Deed { customer: after.or(before), detail, ..actor.deed(audited(&deed.what)) };
    store::audit::append(tx, &audited)?;
    for customer in [before, after.filter(|after| Some(*after) != before)].into_iter().flatten() {
        tell(tx, doing, BillingNews::Changed, (deed.payment, Some(customer)))?;
    }
    if before.is_none() && after.is_none() {
        tell(tx, doing, BillingNews::Changed, (deed.payment, None))?;
    }
    Ok(())
}

const fn audited(what: &PaymentAct) -> &'static str {
    match what {
        PaymentAct::Allocate { .. } => "payment.allocate",
        PaymentAct::Assign { .. } => "payment.assign",
        PaymentAct::Release { .. } => "payment.release",
        PaymentAct::Unassign { .. } => "payment.unassign",
        PaymentAct::SetAside { .. } => "payment.set_aside",
        PaymentAct::ReturnOf { .. } => "payment.return_of",
    }
}

fn found(tx: &Write<'_>, id: PaymentId) -> Result<Kept, Turned> {
    payment::by_id(tx, id)?.ok_or_else(|| refused(BillingCause::NoSuchPayment { id: id.0 }))
}

fn allocate(
    tx: &Write<'_>,
    doing: Doing,
    kept: &Kept,
    (invoice, amount): (InvoiceId, Option<Money>),
) -> Result<String, Turned> {
    match kept.standing {
        PaymentStanding::Unmatched | PaymentStanding::Credit | PaymentStanding::Allocated => {}
        PaymentStanding::SetAside | PaymentStanding::Returned => return Err(stands(kept)),
    }
    let absent = || refused(BillingCause::NoSuchInvoice { text: invoice.to_string(), similar: Vec::new() });
    let claim = store::due::by_id(tx, invoice)?.ok_or_else(absent)?;
    let customer = claim.customer.ok_or_else(|| refused(BillingCause::OtherCustomer))?;
    if kept.customer.is_some_and(|own| own != customer) {
        return Err(refused(BillingCause::OtherCustomer));
    }
    if claim.currency != kept.currency {
        return Err(refused(BillingCause::OtherCurrency));
    }
    if !kept.left().is_positive() {
        return Err(refused(BillingCause::MoreThanLeft { left: kept.left() }));
    }
    let amount = amount.unwrap_or_else(|| kept.left().min(claim.open));
    if amount > claim.open {
        return Err(refused(BillingCause::MoreThanOpen { open: claim.open }));
    }
    if amount > kept.left() {
        return Err(refused(BillingCause::MoreThanLeft { left: kept.left() }));
    }
    if !amount.is_positive() {
        return Err(refused(BillingCause::NothingToPay));
    }
    if kept.customer.is_none() {
        // What is left of it is for the same person to decide.
        payment::set_owner(tx, kept.id, Some(Owner { customer, by: MatchedBy::Person, is_held: true }))?;
    }
    paying::allocate(tx, doing, kept, (invoice, amount))?;
    paying::stand(tx, kept.id)?;
    Ok(format!("payment {}, invoice {invoice}, {}", kept.id, amount.plain()))
}

fn assign(tx: &Write<'_>, doing: Doing, kept: &Kept, number: &CustomerNumber) -> Result<String, Turned> {
    let absent = || Cause::NoSuchCustomer { text: number.to_string(), similar: Vec::new() };
    let customer = store::customer::by_number(tx, number.as_str())?.ok_or_else(absent)?;
    let may_be = match kept.standing {
        PaymentStanding::Unmatched | PaymentStanding::SetAside => kept.amount.is_positive(),
        // What pays something of one customer is not another's.
        PaymentStanding::Credit => kept.customer == Some(customer.id) || kept.allocated.is_zero(),
        PaymentStanding::Allocated | PaymentStanding::Returned => false,
    };
    if !may_be {
        return Err(stands(kept));
    }
    payment::set_owner(tx, kept.id, Some(Owner { customer: customer.id, by: MatchedBy::Person, is_held: false }))?;
    payment::set_standing(tx, kept.id, PaymentStanding::Unmatched, "")?;
    let kept = found(tx, kept.id)?;
    let named = named(tx, &kept)?;
    paying::pay(tx, doing, &kept, Aim { named: &named, except: None })?;
    Ok(format!("payment {}", kept.id))
}

/// Returns the invoices of its customer that the title names.
fn named(tx: &Write<'_>, kept: &Kept) -> Result<Vec<InvoiceId>, StoreError> {
    let Trace { title, .. } = candidates::trace(kept, None);
    let numbers = in_title(title);
    let known = candidates::known(tx, kept, None)?.invoices;
    let is_named = |invoice: &&crate::payment::matching::KnownInvoice| {
        Some(invoice.customer) == kept.customer && numbers.name(&invoice.number)
    };
    Ok(known.iter().filter(is_named).map(|invoice| invoice.id).collect())
}

fn release(tx: &Write<'_>, doing: Doing, kept: &Kept, (id, reason): (AllocationId, &str)) -> Result<String, Turned> {
    let absent = || refused(BillingCause::NoSuchAllocation { id: id.0 });
    let reason = checked(reason)?;
    let paid = allocation::by_id(tx, id)?.ok_or_else(absent)?;
    if paid.from != allocation::Source::Payment(kept.id) {
        return Err(absent());
    }
    if paid.is_released {
        return Err(refused(BillingCause::ReleasedBefore { id: id.0 }));
    }
    allocation::release(tx, &paid, doing, reason)?;
    payment::hold(tx, kept.id)?;
    paying::stand(tx, kept.id)?;
    Ok(format!("payment {}, allocation {id}, {}", kept.id, paid.amount.plain()))
}

fn unassign(tx: &Write<'_>, doing: Doing, kept: &Kept, reason: &str) -> Result<String, Turned> {
    let reason = checked(reason)?;
    let mut both = vec![kept.clone()];
    match kept.standing {
        PaymentStanding::Unmatched => return Err(stands(kept)),
        // A return and what it took back part from each other.
        PaymentStanding::Returned => {
            both.extend(payment::returned_by(tx, kept.id)?);
            both.extend(kept.return_of.map_or(Ok(None), |of| payment::by_id(tx, of))?);
        }
        PaymentStanding::Credit | PaymentStanding::Allocated | PaymentStanding::SetAside => {}
    }
    for one in &both {
        for paid in allocation::live_of_payment(tx, one.id)? {
            allocation::release(tx, &paid, doing, reason)?;
        }
        payment::set_return(tx, one.id, None)?;
        payment::set_owner(tx, one.id, None)?;
        // It waits for a person: the daemon would find the same again.
        payment::hold(tx, one.id)?;
        payment::set_standing(tx, one.id, PaymentStanding::Unmatched, reason)?;
    }
    if let Some(customer) = kept.customer {
        credits_pay(tx, doing, customer, kept.currency)?;
    }
    Ok(format!("payment {}", kept.id))
}

fn set_aside(tx: &Write<'_>, kept: &Kept, reason: &str) -> Result<String, Turned> {
    let reason = checked(reason)?;
    match kept.standing {
        PaymentStanding::Unmatched => {}
        PaymentStanding::Credit if kept.allocated.is_zero() => {}
        PaymentStanding::Credit
        | PaymentStanding::Allocated
        | PaymentStanding::SetAside
        | PaymentStanding::Returned => return Err(stands(kept)),
    }
    payment::set_owner(tx, kept.id, None)?;
    payment::set_standing(tx, kept.id, PaymentStanding::SetAside, reason)?;
    Ok(format!("payment {}", kept.id))
}

fn return_of(tx: &Write<'_>, doing: Doing, kept: &Kept, of: PaymentId) -> Result<String, Turned> {
    let taken = found(tx, of)?;
    if !returns::fits(kept, &taken) {
        return Err(stands(kept));
    }
    returns::take_back(tx, doing, kept, &taken)?;
    Ok(format!("payment {}, of payment {of}", kept.id))
}

/// A reason is a line of text.
fn checked(reason: &str) -> Result<&str, Cause> {
    let reason = reason.trim();
    let is_good =
        !reason.is_empty() && reason.chars().count() <= LONGEST_REASON && !reason.contains(common::text::is_hidden);
    if is_good { Ok(reason) } else { Err(Cause::BadText { field: "reason".to_owned() }) }
}

fn stands(kept: &Kept) -> Turned {
    refused(BillingCause::PaymentStands { id: kept.id.0 })
}

/// Returns a refusal that is about invoices and payments.
fn refused(why: BillingCause) -> Turned {
    Cause::Billing { why }.into()
}
