//! Accounts that are made before anyone can log in: the first administrator, and the people of a demo.
//!
//! Works on an archive that no daemon has open. Nothing has a default password.

use common::account::{Login, Role};
use common::fault::{Cause, Fault};
use common::secret::Secret;
use jiff::Timestamp;

use crate::accounts::staff;
use crate::config::paths::Paths;
use crate::password::{self, Holder};
use crate::store::audit::Deed;
use crate::store::{self, OpenError, StoreError};
use crate::turned::Turned;
use crate::vault::{Vault, VaultError};

/// Somebody whose account is made.
#[derive(Clone, Debug)]
pub struct Founder {
    pub login: Login,
    pub name: String,
    pub role: Role,
    /// Without one, only a mapped user of the server opens the account.
    pub password: Option<Secret>,
}

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Refused(Fault),
}

impl From<Turned> for FoundingError {
    fn from(turned: Turned) -> Self {
        match turned {
            Turned::Cause(cause) => Self::Refused(cause.into()),
            Turned::Store(error) => Self::Store(error),
        }
    }
}

/// From where it is done, as the audit log tells it.
const SETUP: &str = "ekd setup";

/// Makes an account.
///
/// # Errors
/// The name is taken, or the archive cannot be opened.
pub fn found(paths: &Paths, founder: &Founder, now: Timestamp) -> Result<(), FoundingError> {
    let hash = founder.password.as_ref().map(password::hash);
    store::open::alone(&paths.archive(), |tx| {
        let who = (&founder.login, founder.name.as_str(), founder.role);
        let id = staff::found(tx, who, hash, now)?;
        let detail = founder.role.name().to_owned();
        let deed = Deed { account: Some(id), detail, ..Deed::of_house(now, "account.found", SETUP) };
        Ok(store::audit::append(tx, &deed)?)
    })
}

/// Tells whether anybody can administer.
///
/// # Errors
/// The archive cannot be opened.
pub fn has_administrator(paths: &Paths) -> Result<bool, FoundingError> {
    let nobody = common::id::AccountId(0);
    store::open::alone(&paths.archive(), |tx| Ok(store::account::other_administrators(tx, nobody)? > 0))
}

/// Makes a new key in place of one that is lost, takes away the second factors that nobody can open any more, and returns
/// how many there were.
///
/// # Errors
/// There is a key, or the archive cannot be opened.
pub fn new_key(paths: &Paths, now: Timestamp) -> Result<u64, FoundingError> {
    if paths.vault().exists() {
        return Err(OpenError::Exists(paths.vault()).into());
    }
    let n_forgotten = store::open::alone(&paths.archive(), |tx| {
        let n_forgotten = store::account::forget_second_factors(tx)?;
        let detail = format!("{n_forgotten} second factors");
        let deed = Deed { detail, ..Deed::of_house(now, "key.lost", SETUP) };
        store::audit::append(tx, &deed)?;
        Ok::<_, FoundingError>(n_forgotten)
    })?;
    Vault::open(&paths.vault())?;
    Ok(n_forgotten)
}

/// Tells whether the password of a founder is good enough.
///
/// # Errors
/// Why it is not.
pub fn check(login: &Login, name: &str, password: &Secret) -> Result<(), Fault> {
    let holder = Holder { names: vec![login.to_string(), name.to_owned()], has_totp: false };
    password::check(password, &holder).map_err(|weakness| Cause::WeakPassword { weakness }.into())
}
