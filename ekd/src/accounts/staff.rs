//! Making and changing accounts of others: administrators all, those with the right for a customer that customer's.

use common::account::{Account, AccountChange, Login, NewAccount, PasswordKind, Role, Standing};
use common::contact::{ContactKind, EmailAddress};
use common::customer::{Mandate, Right};
use common::fault::{Cause, SessionEnd};
use common::id::AccountId;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Transaction};

use super::{Actor, Kit, find, language, no_such_account, tell, text};
use crate::customers;
use crate::letter::Letter;
use crate::store::account::{Keeper, Opening};
use crate::store::log::Write;
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// How long an initial password can be used.
const INITIAL: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Actor {
    /// Tells whether an account is one that the actor may change: that of a customer who is theirs, and of no other's.
    pub fn may_change(&self, conn: &Connection, account: AccountId) -> Result<bool, StoreError> {
        let Some(own) = &self.customers else { return Ok(true) };
        let is_customers = store::account::by_id(conn, account)?.is_some_and(|keeper| keeper.role == Role::Customer);
        let acts_for = store::customer::ids_of_account(conn, account)?;
        Ok(is_customers && !acts_for.is_empty() && acts_for.iter().all(|customer| own.contains(customer)))
    }

    /// Tells whether the maker may say for whom an account acts: one that he may change, or that acts for a customer of
    /// his already. All others he knows nothing of.
    pub fn may_mandate(&self, conn: &Connection, account: AccountId) -> Result<bool, StoreError> {
        let Some(own) = &self.customers else { return Ok(true) };
        let acts_for = store::customer::of_account(conn, account, self.now)?;
        Ok(acts_for.iter().any(|customer| own.contains(&customer.id)) || self.may_change(conn, account)?)
    }
}

/// Makes an account with an initial password, whose hash this is.
///
/// # Errors
/// [`Cause::LoginTaken`], [`Cause::BadText`], [`Cause::BadContact`], [`Cause::NoSuchCustomer`], [`Cause::RoleForbids`],
/// [`Cause::NotAllowed`].
pub fn create(tx: &Write<'_>, kit: &Kit, actor: &Actor, new: &NewAccount, hash: &str) -> Result<Account, Turned> {
    let name = text("name", &new.name)?;
    let language = language(new.language.as_deref())?;
    let email = new.email.as_deref().map(EmailAddress::parse).transpose();
    let email = email.map_err(|error| Cause::BadContact { reason: error.name().to_owned() })?;
    if actor.customers.is_some() && (new.role != Role::Customer || new.mandate.is_none()) {
        return Err(Cause::NotAllowed.into());
    }
    if store::account::by_login(tx, new.login.as_str())?.is_some() {
        return Err(Cause::LoginTaken { login: new.login.to_string() }.into());
    }
    let opening = Opening {
        login: new.login.clone(),
        name,
        role: new.role,
        language,
        created_at: actor.now,
        password: Some(hash.to_owned()),
        password_kind: PasswordKind::Initial,
        password_until: actor.now.checked_add(INITIAL).ok(),
    };
    let id = store::account::add(tx, &opening)?;
    let Some(keeper) = store::account::by_id(tx, id)? else { return Err(Cause::Internal.into()) };
    if let Some(mandate) = &new.mandate {
        let mandate = Mandate {
            customer: mandate.customer.clone(),
            login: new.login.clone(),
            rights: mandate.rights.clone(),
            from: actor.now,
            until: None,
        };
        let customer = customers::theirs(tx, actor, &mandate.customer)?;
        customers::give(tx, (&keeper, &customer), &mandate, actor.now)?;
    }
    if let Some(email) = email {
        store::contact::set(tx, id, ContactKind::Email, (email.as_str(), actor.now))?;
    }
    tell(tx, kit, &keeper, actor.seen(), &Letter::NewAccount)?;
    shown(tx, id)
}

/// Changes an account; where its rights changed, its sessions end.
///
/// # Errors
/// [`Cause::NoSuchAccount`], [`Cause::BadText`], [`Cause::LastAdministrator`], [`Cause::RoleForbids`],
/// [`Cause::NotAllowed`].
pub fn edit(
    tx: &Write<'_>,
    kit: &Kit,
    actor: &Actor,
    (login, change): (&Login, &AccountChange),
) -> Result<Account, Turned> {
    let keeper = changeable(tx, actor, login)?;
    let mut change = change.clone();
    change.name = change.name.as_deref().map(|name| text("name", name)).transpose()?;
    change.language = change.language.as_deref().map(|code| language(Some(code))).transpose()?;
    if !matches!(change.standing, None | Some(Standing::Active | Standing::Disabled)) {
        return Err(Cause::BadText { field: "standing".to_owned() }.into());
    }
    // Who may make a customer's accounts does not make themselves more than that.
    if actor.customers.is_some() && (change.role.is_some() || change.remove_totp) {
        return Err(Cause::NotAllowed.into());
    }
    let role = change.role.unwrap_or(keeper.role);
    let leaves = role != Role::Administrator || change.standing == Some(Standing::Disabled);
    if keeper.role == Role::Administrator && leaves && store::account::other_administrators(tx, keeper.id)? == 0 {
        return Err(Cause::LastAdministrator.into());
    }
    let n_customers = store::customer::of_account(tx, keeper.id, actor.now)?.len();
    if role.is_staff() && n_customers > 0 || role == Role::Customer && n_customers > 1 {
        return Err(Cause::RoleForbids { role: role.name().to_owned() }.into());
    }
    store::account::change(tx, &keeper, &change)?;
    let is_closed = change.standing == Some(Standing::Disabled) && keeper.standing != Standing::Disabled;
    if is_closed || role != keeper.role || change.remove_totp {
        let why = if is_closed { SessionEnd::Closed } else { SessionEnd::Ended };
        store::session::end_others(tx, keeper.id, None, why)?;
    }
    if is_closed {
        store::token::revoke_all(tx, keeper.id, actor.now)?;
    }
    if change.standing == Some(Standing::Active) {
        let who = kit.vault.mark(crate::admission::NAME, keeper.login.as_str());
        store::guess::clear_name(tx, &who)?;
    }
    if change.remove_totp && keeper.totp.is_some() {
        tell(tx, kit, &keeper, actor.seen(), &Letter::TotpChanged { on: false })?;
    }
    shown(tx, keeper.id)
}

/// Returns an account that the actor may change.
///
/// # Errors
/// [`Cause::NoSuchAccount`], also for one that is none of the actor's business.
pub fn changeable(tx: &Write<'_>, actor: &Actor, login: &Login) -> Result<Keeper, Turned> {
    let keeper = find(tx, login)?;
    if keeper.standing != Standing::Erased && actor.may_change(tx, keeper.id)? {
        Ok(keeper)
    } else {
        Err(no_such_account(login).into())
    }
}

/// Returns an account of which the actor may say for whom it acts.
///
/// # Errors
/// As [`changeable`].
pub fn mandatable(tx: &Write<'_>, actor: &Actor, login: &Login) -> Result<Keeper, Turned> {
    let keeper = find(tx, login)?;
    if actor.may_mandate(tx, keeper.id)? { Ok(keeper) } else { Err(no_such_account(login).into()) }
}

/// Makes an account of the house itself, with a password of its own: the first administrator, or people of the demo.
///
/// # Errors
/// [`Cause::LoginTaken`], [`Cause::BadText`].
pub fn found(
    tx: &Transaction<'_>,
    (login, name, role): (&Login, &str, Role),
    hash: Option<String>,
    now: Timestamp,
) -> Result<AccountId, Turned> {
    if store::account::by_login(tx, login.as_str())?.is_some() {
        return Err(Cause::LoginTaken { login: login.to_string() }.into());
    }
    let name = text("name", name)?;
    let password_kind = if hash.is_some() { PasswordKind::Own } else { PasswordKind::None };
    let opening = Opening {
        login: login.clone(),
        name,
        role,
        language: common::language::Language::default().code().to_owned(),
        created_at: now,
        password: hash,
        password_kind,
        password_until: None,
    };
    Ok(store::account::add(tx, &opening)?)
}

/// Tells whether these rights may be given: nobody gives what is not known.
#[must_use]
pub fn are_known(rights: &std::collections::BTreeSet<Right>) -> bool {
    !rights.contains(&Right::Unknown)
}

fn shown(tx: &Write<'_>, id: AccountId) -> Result<Account, Turned> {
    Ok(store::account::shown(tx, id)?.ok_or(Cause::Internal)?)
}
