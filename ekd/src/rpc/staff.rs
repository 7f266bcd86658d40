//! Accounts of others.

use common::account::{Account, AccountChange, Login, NewAccount, ResetStarted};
use common::api::OnceKey;
use common::customer::AccountFilter;
use common::fault::{Cause, Weakness};
use common::id::AccountId;
use common::page::{Page, Paged};
use common::text::fold;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, limit};
use super::site::{SUGGESTED, full};
use crate::accounts::reset::{self, Asked};
use crate::accounts::staff;
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::{self, StoreError};

/// An account with its contacts is below 1 KiB.
const MOST: u32 = 200;

/// Returns the line of the audit log for a look at accounts: at each one by name, at lists as a whole.
fn looked(granted: &Granted, accounts: &[Account]) -> Vec<Deed> {
    match accounts {
        [] => Vec::new(),
        [one] => vec![Deed { account: Some(one.id), ..granted.actor.deed("account.read") }],
        many => vec![Deed { detail: format!("{} accounts", many.len()), ..granted.actor.deed("account.list") }],
    }
}

/// Returns the accounts that the caller may see. Of one that also acts for others, who administers a customer's accounts
/// learns that it acts for the customer, and no address.
fn seen(
    log: &Logbook<'_>,
    granted: &Granted,
    filter: &AccountFilter,
    (after, limit): (Option<&str>, u32),
) -> Result<Vec<Account>, StoreError> {
    let of = granted.actor.customers.as_deref().map(|of| (of, granted.actor.now));
    let mut found = store::account::list(log, filter, of, after, limit)?;
    for account in &mut found {
        if !granted.actor.may_change(log, account.id)? {
            account.contacts.clear();
            account.last_log_in = None;
        }
    }
    Ok(found)
}

pub(super) async fn list(visit: &Visit<'_>, filter: AccountFilter, page: Page) -> Result<Paged<Account>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let found = seen(log, granted, &filter, (page.after.as_deref(), limit))?;
        let deeds = looked(granted, &found);
        Ok((found, deeds))
    };
    let items = visit.look_at_persons(list).await?;
    let next = full(&items, limit).map(|account| account.login.to_string());
    Ok(Paged { items, next })
}

pub(super) async fn find(visit: &Visit<'_>, login: String) -> Result<Account, NoAnswer> {
    let find = move |log: &Logbook<'_>, granted: &Granted| {
        let all = |filter: &AccountFilter| seen(log, granted, filter, (None, 1000));
        let wanted = fold(login.trim());
        let named = all(&AccountFilter { text: Some(wanted.clone()), ..AccountFilter::default() })?;
        if let Some(found) = named.iter().find(|account| account.login.as_str() == wanted) {
            return Ok((found.clone(), looked(granted, std::slice::from_ref(found))));
        }
        let known = all(&AccountFilter::default())?;
        let near = |account: &&Account| strsim::damerau_levenshtein(account.login.as_str(), &wanted) <= 2;
        let similar = known.iter().filter(near).take(SUGGESTED).map(|account| account.login.to_string()).collect();
        Err(Cause::NoSuchAccount { text: login.clone(), similar }.into())
    };
    visit.look_at_persons(find).await
}

pub(super) async fn create(visit: &Visit<'_>, key: OnceKey, account: NewAccount) -> Result<Account, NoAnswer> {
    // Made by a program, so its length is all there is to check.
    if account.initial_password.expose().chars().count() < 15 {
        return Err(Cause::WeakPassword { weakness: Weakness::Short }.into());
    }
    let hash = visit.permit().await?.porter.hasher.hash(&account.initial_password).await;
    let hash = hash.map_err(|_| Cause::Busy)?;
    let kit = visit.kit();
    let create = move |tx: &Write<'_>, granted: &Granted| {
        let created = staff::create(tx, &kit, &granted.actor, &account, &hash)?;
        note(tx, granted, "account.create", created.id, created.role.name().to_owned())?;
        Ok(created)
    };
    visit.change_once("create account", key, create).await
}

fn note(
    tx: &Write<'_>,
    granted: &Granted,
    what: &'static str,
    account: AccountId,
    detail: String,
) -> Result<(), StoreError> {
    store::audit::append(tx, &Deed { account: Some(account), detail, ..granted.actor.deed(what) })
}

pub(super) async fn edit(visit: &Visit<'_>, login: Login, change: AccountChange) -> Result<Account, NoAnswer> {
    let kit = visit.kit();
    let edit = move |tx: &Write<'_>, granted: &Granted| {
        let edited = staff::edit(tx, &kit, &granted.actor, (&login, &change))?;
        let mut what = Vec::new();
        what.extend(change.name.is_some().then(|| "name".to_owned()));
        what.extend(change.role.map(|role| format!("role {role}")));
        what.extend(change.standing.map(|standing| standing.name().to_owned()));
        what.extend(change.remove_totp.then(|| "totp removed".to_owned()));
        note(tx, granted, "account.edit", edited.id, what.join(", "))?;
        Ok(edited)
    };
    visit.change("edit account", edit).await
}

pub(super) async fn reset(visit: &Visit<'_>, login: Login) -> Result<ResetStarted, NoAnswer> {
    let kit = visit.kit();
    let begin = move |tx: &Write<'_>, granted: &Granted| {
        let keeper = staff::changeable(tx, &granted.actor, &login)?;
        note(tx, granted, "account.reset", keeper.id, String::new())?;
        reset::begin(tx, &kit, &keeper, granted.actor.seen(), Asked::ByStaff)
    };
    visit.change("reset account", begin).await
}
