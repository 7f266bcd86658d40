//! Making and changing accounts of others: administrators all, those with the right for a customer that customer's.

use common::account::{Account, AccountChange, Login, NewAccount, PasswordKind, Role, Standing};
use common::contact::{ContactKind, EmailAddress};
use common::customer::{Mandate, Right};
use common::fault::Cause;
use common::id::{AccountId, CustomerId};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Transaction};

use super::{Kit, language, tell, text};
use crate::customers;
use crate::letter::Letter;
use crate::store::account::{Keeper, Opening};
use crate::store::log::Write;
use crate::store::{self, StoreError};

/// How long an initial password can be used.
const INITIAL: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Who makes or changes accounts.
#[derive(Clone, Debug)]
pub struct Maker {
    pub keeper: Keeper,
    /// The customers whose accounts they may make; `None` for all.
    pub customers: Option<Vec<CustomerId>>,
    pub now: Timestamp,
    pub source: String,
}

impl Maker {
    /// Tells whether an account is one that the maker may change: that of a customer who is theirs, and of no other's.
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
pub fn create(
    tx: &Write<'_>,
    kit: &Kit,
    maker: &Maker,
    new: &NewAccount,
    hash: &str,
) -> Result<Result<Account, Cause>, StoreError> {
    let checked = (|| {
        let name = text("name", &new.name)?;
        let language = language(new.language.as_deref())?;
        let email = new.email.as_deref().map(EmailAddress::parse).transpose();
        let email = email.map_err(|error| Cause::BadContact { reason: error.name().to_owned() })?;
        Ok::<_, Cause>((name, language, email))
    })();
    let (name, language, email) = match checked {
        Ok(checked) => checked,
        Err(refused) => return Ok(Err(refused)),
    };
    if maker.customers.is_some() && (new.role != Role::Customer || new.mandate.is_none()) {
        return Ok(Err(Cause::NotAllowed));
    }
    if store::account::by_login(tx, new.login.as_str())?.is_some() {
        return Ok(Err(Cause::LoginTaken { login: new.login.to_string() }));
    }
    let opening = Opening {
        login: new.login.clone(),
        name,
        role: new.role,
        language,
        created_at: maker.now,
        password: Some(hash.to_owned()),
        password_kind: PasswordKind::Initial,
        password_until: maker.now.checked_add(INITIAL).ok(),
    };
    let id = store::account::add(tx, &opening)?;
    if let Some(mandate) = &new.mandate {
        let mandate = Mandate {
            customer: mandate.customer.clone(),
            login: new.login.clone(),
            rights: mandate.rights.clone(),
            from: maker.now,
            until: None,
        };
        if let Err(refused) = customers::mandate(tx, maker, &mandate)? {
            return Ok(Err(refused));
        }
    }
    if let Some(email) = email {
        store::contact::set(tx, id, ContactKind::Email, (email.as_str(), maker.now))?;
    }
    let Some(keeper) = store::account::by_id(tx, id)? else { return Ok(Err(Cause::Internal)) };
    tell(tx, kit, &keeper, (maker.now, &maker.source), &Letter::NewAccount)?;
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
    maker: &Maker,
    (login, change): (&Login, &AccountChange),
) -> Result<Result<Account, Cause>, StoreError> {
    let keeper = match changeable(tx, maker, login)? {
        Ok(keeper) => keeper,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut change = change.clone();
    let checked = (|| {
        change.name = change.name.as_deref().map(|name| text("name", name)).transpose()?;
        change.language = change.language.as_deref().map(|code| language(Some(code))).transpose()?;
        Ok::<_, Cause>(())
    })();
    if let Err(refused) = checked {
        return Ok(Err(refused));
    }
    if !matches!(change.standing, None | Some(Standing::Active | Standing::Disabled)) {
        return Ok(Err(Cause::BadText { field: "standing".to_owned() }));
    }
    // Who may make a customer's accounts does not make themselves more than that.
    if maker.customers.is_some() && (change.role.is_some() || change.remove_totp) {
        return Ok(Err(Cause::NotAllowed));
    }
    let role = change.role.unwrap_or(keeper.role);
    let leaves = role != Role::Administrator || change.standing == Some(Standing::Disabled);
    if keeper.role == Role::Administrator && leaves && store::account::other_administrators(tx, keeper.id)? == 0 {
        return Ok(Err(Cause::LastAdministrator));
    }
    let n_customers = store::customer::of_account(tx, keeper.id, maker.now)?.len();
    if role.is_staff() && n_customers > 0 || role == Role::Customer && n_customers > 1 {
        return Ok(Err(Cause::RoleForbids { role: role.name().to_owned() }));
    }
    store::account::change(tx, &keeper, &change)?;
    let is_closed = change.standing == Some(Standing::Disabled) && keeper.standing != Standing::Disabled;
    if is_closed || role != keeper.role || change.remove_totp {
        store::session::end_others(tx, keeper.id, None, if is_closed { "closed" } else { "ended" })?;
    }
    if is_closed {
        store::token::revoke_all(tx, keeper.id, maker.now)?;
    }
    if change.standing == Some(Standing::Active) {
        let who = kit.vault.mark(crate::admission::NAME, keeper.login.as_str());
        store::guess::clear_name(tx, &who)?;
    }
    if change.remove_totp && keeper.totp.is_some() {
        tell(tx, kit, &keeper, (maker.now, &maker.source), &Letter::TotpChanged { on: false })?;
    }
    shown(tx, keeper.id)
}

/// Returns an account that the maker may change.
///
/// # Errors
/// [`Cause::NoSuchAccount`], also for one that is none of the maker's business.
pub fn changeable(tx: &Write<'_>, maker: &Maker, login: &Login) -> Result<Result<Keeper, Cause>, StoreError> {
    match super::find(tx, login)? {
        Ok(keeper) if maker.may_change(tx, keeper.id)? => Ok(Ok(keeper)),
        Ok(_) => Ok(Err(Cause::NoSuchAccount { text: login.to_string(), similar: Vec::new() })),
        Err(refused) => Ok(Err(refused)),
    }
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
) -> Result<Result<AccountId, Cause>, StoreError> {
    if store::account::by_login(tx, login.as_str())?.is_some() {
        return Ok(Err(Cause::LoginTaken { login: login.to_string() }));
    }
    let name = match text("name", name) {
        Ok(name) => name,
        Err(refused) => return Ok(Err(refused)),
    };
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
    Ok(Ok(store::account::add(tx, &opening)?))
}

/// Tells whether these rights may be given: nobody gives what is not known.
#[must_use]
pub fn are_known(rights: &std::collections::BTreeSet<Right>) -> bool {
    !rights.contains(&Right::Unknown)
}

fn shown(tx: &Write<'_>, id: AccountId) -> Result<Result<Account, Cause>, StoreError> {
    Ok(store::account::shown(tx, id)?.ok_or(Cause::Internal))
}
