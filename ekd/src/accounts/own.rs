//! What a person does with the own account: password, second factor, sessions.

use common::account::{OwnAccount, Standing};
use common::fault::Cause;
use common::id::SessionId;
use common::log_in::Method;
use jiff::Timestamp;

use super::{Kit, SEALED_TOTP, tell};
use crate::letter::Letter;
use crate::store::account::Keeper;
use crate::store::log::{Logbook, Write};
use crate::store::{self, StoreError};
use crate::totp;

/// Why sessions ended that a person ended.
const ENDED: &str = "ended";

/// Whose account, and by which session; `None` where there is none.
#[derive(Clone, Debug)]
pub struct Own {
    pub keeper: Keeper,
    pub session: Option<SessionId>,
    pub now: Timestamp,
    pub source: String,
}

impl Own {
    fn told(&self) -> (Timestamp, &str) {
        (self.now, &self.source)
    }
}

/// Returns all that a person sees of the own account.
pub fn show(
    log: &Logbook<'_>,
    own: &Own,
    method: Method,
    read_only: bool,
) -> Result<Result<OwnAccount, Cause>, StoreError> {
    let id = own.keeper.id;
    let Some(account) = store::account::shown(log, id)? else { return Ok(Err(Cause::NotLoggedIn)) };
    // What came before the log-in of this session; other passes have none of their own.
    let opened_at = match own.session {
        Some(session) => store::session::by_id(log, session)?.map(|session| session.created_at),
        None => None,
    };
    let first_after = match opened_at {
        Some(at) => store::log_in::first_at(log, id, at)?.unwrap_or(i64::MAX),
        None => i64::MAX,
    };
    Ok(Ok(OwnAccount {
        account,
        mandates: store::customer::mandates_of(log, id, own.now)?,
        customers: store::customer::of_account(log, id, own.now)?,
        previous: store::log_in::before(log, id, first_after)?,
        method,
        session: own.session,
        read_only,
    }))
}

/// Sets a new password, whose hash this is, and ends all other sessions. `proven` is the hash of the present one as it was
/// when it was proven.
///
/// # Errors
/// [`Cause::WrongPassword`] where the password has changed meanwhile.
pub fn change_password(
    tx: &Write<'_>,
    kit: &Kit,
    own: &Own,
    proven: Option<&str>,
    hash: &str,
) -> Result<Result<(), Cause>, StoreError> {
    if own.keeper.password.as_deref() != proven {
        return Ok(Err(Cause::WrongPassword));
    }
    store::account::set_password(tx, own.keeper.id, hash)?;
    store::session::end_others(tx, own.keeper.id, own.session, ENDED)?;
    tell(tx, kit, &own.keeper, own.told(), &Letter::PasswordChanged)?;
    Ok(Ok(()))
}

/// Makes the offered second factor count, if the code is right. Other sessions end.
///
/// # Errors
/// [`Cause::NothingPending`], [`Cause::WrongCode`].
pub fn confirm_totp(tx: &Write<'_>, kit: &Kit, own: &Own, code: &str) -> Result<Result<(), Cause>, StoreError> {
    let Some(sealed) = &own.keeper.totp_offered else { return Ok(Err(Cause::NothingPending)) };
    let secret = kit.vault.unseal(SEALED_TOTP, sealed).unwrap_or_default();
    let Some(step) = totp::step_of(&secret, code, own.now) else { return Ok(Err(Cause::WrongCode)) };
    store::account::set_totp(tx, own.keeper.id, Some(sealed), Some(step))?;
    store::session::end_others(tx, own.keeper.id, own.session, ENDED)?;
    tell(tx, kit, &own.keeper, own.told(), &Letter::TotpChanged { on: true })?;
    Ok(Ok(()))
}

/// Takes the second factor away.
///
/// # Errors
/// [`Cause::NothingPending`] where there is none.
pub fn remove_totp(tx: &Write<'_>, kit: &Kit, own: &Own) -> Result<Result<(), Cause>, StoreError> {
    if own.keeper.totp.is_none() {
        return Ok(Err(Cause::NothingPending));
    }
    store::account::set_totp(tx, own.keeper.id, None, None)?;
    store::session::end_others(tx, own.keeper.id, own.session, ENDED)?;
    tell(tx, kit, &own.keeper, own.told(), &Letter::TotpChanged { on: false })?;
    Ok(Ok(()))
}

/// Ends all other sessions and locks the account: the present password and the tokens open nothing any more, until a new
/// password is set. Returns how many sessions ended.
pub fn not_me(tx: &Write<'_>, kit: &Kit, own: &Own) -> Result<u64, StoreError> {
    let n_ended = store::session::end_others(tx, own.keeper.id, own.session, ENDED)?;
    store::account::stand(tx, own.keeper.id, Standing::Locked)?;
    tell(tx, kit, &own.keeper, own.told(), &Letter::AccountLocked)?;
    Ok(n_ended)
}
