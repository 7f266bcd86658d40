//! What staff do with customers: keep their data, say what they own and who acts for them, erase them.
//!
//! Decides and writes in the caller's transaction; whoever calls has found that the caller may.

pub mod contracts;
pub mod erasure;

use common::account::Role;
use common::customer::{Address, Customer, CustomerCard, Mandate, NewCustomer, Ownership};
use common::fault::Cause;
use common::id::{CustomerNumber, SiteId};
use jiff::Timestamp;

use crate::accounts::staff::{are_known, mandatable};
use crate::accounts::{Actor, text, text_or_none};
use crate::store;
use crate::store::account::Keeper;
use crate::store::log::Write;
use crate::turned::Turned;

/// Makes a customer, or changes the one with this number.
///
/// # Errors
/// [`Cause::BadText`].
pub fn save(tx: &Write<'_>, customer: &NewCustomer) -> Result<Customer, Turned> {
    let NewCustomer { number, card } = customer;
    let Address { street, postal_code, town } = &card.address;
    let address = Address {
        street: text_or_none("street", street)?,
        postal_code: text_or_none("postal_code", postal_code)?,
        town: text_or_none("town", town)?,
    };
    let name = text("name", &card.name)?;
    let card =
        CustomerCard { name, address, phone: card.phone.clone(), email: card.email.clone(), nip: card.nip.clone() };
    store::customer::save(tx, &NewCustomer { number: number.clone(), card })?;
    Ok(store::customer::by_number(tx, number.as_str())?.ok_or(Cause::Internal)?)
}

pub(crate) fn no_such_customer(text: &str) -> Cause {
    Cause::NoSuchCustomer { text: text.to_owned(), similar: Vec::new() }
}

/// Says that a site is a customer's from an instant on. Whoever owned it then, owned it until then.
///
/// # Errors
/// [`Cause::NoSuchCustomer`], [`Cause::NoSuchSite`], [`Cause::BadPeriod`].
pub fn own(tx: &Write<'_>, ownership: &Ownership) -> Result<Ownership, Turned> {
    let Ownership { customer, site, from, until } = ownership;
    let Some(owner) = store::customer::by_number(tx, customer.as_str())? else {
        return Err(no_such_customer(customer.as_str()).into());
    };
    let Some(site_id) = store::site::id_of(tx, site.as_str())? else {
        return Err(Cause::NoSuchSite { text: site.to_string(), similar: Vec::new() }.into());
    };
    if until.is_some_and(|until| until <= *from) {
        return Err(Cause::BadPeriod { detail: format!("{from}..{}", until.unwrap_or(*from)) }.into());
    }
    make_room(tx, site_id, *from, *until)?;
    store::customer::own(tx, (site_id, owner.id), *from, *until)?;
    Ok(ownership.clone())
}

/// Ends what is open at the beginning; what begins later must not be overlapped.
fn make_room(tx: &Write<'_>, site: SiteId, from: Timestamp, until: Option<Timestamp>) -> Result<(), Turned> {
    let later = store::customer::owners(tx, site)?;
    let overlapped = later.iter().find(|other| other.from > from && until.is_none_or(|until| until > other.from));
    if let Some(other) = overlapped {
        let detail = format!("{} {} {}", other.site, other.customer, other.from);
        return Err(Cause::BadPeriod { detail }.into());
    }
    store::customer::disown(tx, site, from)?;
    Ok(())
}

/// Says for whom an account acts.
///
/// # Errors
/// [`Cause::NoSuchCustomer`], [`Cause::NoSuchAccount`], and as [`give`].
pub fn mandate(tx: &Write<'_>, actor: &Actor, mandate: &Mandate) -> Result<Mandate, Turned> {
    let customer = theirs(tx, actor, &mandate.customer)?;
    let keeper = mandatable(tx, actor, &mandate.login)?;
    give(tx, (&keeper, &customer), mandate, actor.now)?;
    Ok(mandate.clone())
}

/// Returns a customer whose accounts the actor may make.
///
/// # Errors
/// [`Cause::NoSuchCustomer`], also for one that is none of the actor's business.
pub fn theirs(tx: &Write<'_>, actor: &Actor, number: &CustomerNumber) -> Result<Customer, Turned> {
    let customer = store::customer::by_number(tx, number.as_str())?;
    let is_theirs = |customer: &Customer| actor.customers.as_ref().is_none_or(|own| own.contains(&customer.id));
    Ok(customer.filter(is_theirs).ok_or_else(|| no_such_customer(number.as_str()))?)
}

/// Has an account act for a customer; whoever calls has found that both are the actor's business.
///
/// # Errors
/// [`Cause::RoleForbids`], [`Cause::BadPeriod`], [`Cause::BadText`].
pub fn give(
    tx: &Write<'_>,
    (keeper, customer): (&Keeper, &Customer),
    mandate: &Mandate,
    now: Timestamp,
) -> Result<(), Turned> {
    if !are_known(&mandate.rights) {
        return Err(Cause::BadText { field: "rights".to_owned() }.into());
    }
    if mandate.until.is_some_and(|until| until <= mandate.from) {
        return Err(Cause::BadPeriod { detail: format!("{}..", mandate.from) }.into());
    }
    let others = store::customer::of_account(tx, keeper.id, now)?;
    let acts_for_another = others.iter().any(|other| other.id != customer.id);
    let is_over = mandate.until.is_some_and(|until| until <= now);
    if !is_over && (keeper.role.is_staff() || keeper.role == Role::Customer && acts_for_another) {
        return Err(Cause::RoleForbids { role: keeper.role.name().to_owned() }.into());
    }
    store::customer::mandate(tx, (keeper.id, customer.id), mandate)?;
    Ok(())
}
