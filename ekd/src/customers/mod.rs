//! What staff do with customers: keep their data, say what they own and who acts for them, erase them.
//!
//! Decides and writes in the caller's transaction; whoever calls has found that the caller may.

pub mod erasure;

use common::account::Role;
use common::customer::{Address, Customer, CustomerCard, Mandate, NewCustomer, Ownership};
use common::fault::Cause;
use common::id::SiteId;
use jiff::Timestamp;

use crate::accounts::staff::{Maker, are_known};
use crate::accounts::{self, text, text_or_none};
use crate::store::log::Write;
use crate::store::{self, StoreError};

/// Makes a customer, or changes the one with this number.
///
/// # Errors
/// [`Cause::BadText`].
pub fn save(tx: &Write<'_>, customer: &NewCustomer) -> Result<Result<Customer, Cause>, StoreError> {
    let NewCustomer { number, card } = customer;
    let checked = (|| {
        let Address { street, postal_code, town } = &card.address;
        let address = Address {
            street: text_or_none("street", street)?,
            postal_code: text_or_none("postal_code", postal_code)?,
            town: text_or_none("town", town)?,
        };
        let name = text("name", &card.name)?;
        Ok::<_, Cause>(CustomerCard { name, address, phone: card.phone.clone(), email: card.email.clone() })
    })();
    let card = match checked {
        Ok(card) => card,
        Err(refused) => return Ok(Err(refused)),
    };
    store::customer::save(tx, &NewCustomer { number: number.clone(), card })?;
    Ok(store::customer::by_number(tx, number.as_str())?.ok_or(Cause::Internal))
}

fn no_such_customer(text: &str) -> Cause {
    Cause::NoSuchCustomer { text: text.to_owned(), similar: Vec::new() }
}

/// Says that a site is a customer's from an instant on. Whoever owned it then, owned it until then.
///
/// # Errors
/// [`Cause::NoSuchCustomer`], [`Cause::NoSuchSite`], [`Cause::BadPeriod`].
pub fn own(tx: &Write<'_>, ownership: &Ownership) -> Result<Result<Ownership, Cause>, StoreError> {
    let Ownership { customer, site, from, until } = ownership;
    let Some(owner) = store::customer::by_number(tx, customer.as_str())? else {
        return Ok(Err(no_such_customer(customer.as_str())));
    };
    let Some(site_id) = store::site::id_of(tx, site.as_str())? else {
        return Ok(Err(Cause::NoSuchSite { text: site.to_string(), similar: Vec::new() }));
    };
    if until.is_some_and(|until| until <= *from) {
        return Ok(Err(Cause::BadPeriod { detail: format!("{from}..{}", until.unwrap_or(*from)) }));
    }
    if let Err(refused) = make_room(tx, site_id, *from, *until)? {
        return Ok(Err(refused));
    }
    store::customer::own(tx, (site_id, owner.id), *from, *until)?;
    Ok(Ok(ownership.clone()))
}

/// Ends what is open at the beginning; what begins later must not be overlapped.
fn make_room(
    tx: &Write<'_>,
    site: SiteId,
    from: Timestamp,
    until: Option<Timestamp>,
) -> Result<Result<(), Cause>, StoreError> {
    let later = store::customer::owners(tx, site)?;
    let overlapped = later.iter().find(|other| other.from > from && until.is_none_or(|until| until > other.from));
    if let Some(other) = overlapped {
        let detail = format!("{} {} {}", other.site, other.customer, other.from);
        return Ok(Err(Cause::BadPeriod { detail }));
    }
    store::customer::disown(tx, site, from)?;
    Ok(Ok(()))
}

/// Says for whom an account acts.
///
/// # Errors
/// [`Cause::NoSuchCustomer`], [`Cause::NoSuchAccount`], [`Cause::RoleForbids`], [`Cause::BadPeriod`],
/// [`Cause::NotAllowed`].
pub fn mandate(tx: &Write<'_>, maker: &Maker, mandate: &Mandate) -> Result<Result<Mandate, Cause>, StoreError> {
    let Some(customer) = store::customer::by_number(tx, mandate.customer.as_str())? else {
        return Ok(Err(no_such_customer(mandate.customer.as_str())));
    };
    if maker.customers.as_ref().is_some_and(|own| !own.contains(&customer.id)) {
        return Ok(Err(no_such_customer(mandate.customer.as_str())));
    }
    let keeper = match accounts::find(tx, &mandate.login)? {
        Ok(keeper) if maker.may_mandate(tx, keeper.id)? => keeper,
        Ok(_) => {
            return Ok(Err(Cause::NoSuchAccount { text: mandate.login.to_string(), similar: Vec::new() }));
        }
        Err(refused) => return Ok(Err(refused)),
    };
    if !are_known(&mandate.rights) {
        return Ok(Err(Cause::BadText { field: "rights".to_owned() }));
    }
    if mandate.until.is_some_and(|until| until <= mandate.from) {
        return Ok(Err(Cause::BadPeriod { detail: format!("{}..", mandate.from) }));
    }
    let others = store::customer::of_account(tx, keeper.id, maker.now)?;
    let acts_for_another = others.iter().any(|other| other.id != customer.id);
    let is_over = mandate.until.is_some_and(|until| until <= maker.now);
    if !is_over && (keeper.role.is_staff() || keeper.role == Role::Customer && acts_for_another) {
        return Ok(Err(Cause::RoleForbids { role: keeper.role.name().to_owned() }));
    }
    store::customer::mandate(tx, (keeper.id, customer.id), mandate)?;
    Ok(Ok(mandate.clone()))
}
