//! What a person does with the own account: password, second factor, sessions.

use common::account::{OwnAccount, Standing};
use common::fault::{Cause, SessionEnd};

use super::{Actor, Kit, SEALED_TOTP, tell};
use crate::letter::Letter;
use crate::store::log::{Logbook, Write};
use crate::store::{self, StoreError};
use crate::totp;
use crate::turned::Turned;

/// Returns all that a person sees of the own account.
pub fn show(log: &Logbook<'_>, actor: &Actor, read_only: bool) -> Result<OwnAccount, Turned> {
    let id = actor.keeper.id;
    let Some(account) = store::account::shown(log, id)? else { return Err(Cause::NotLoggedIn.into()) };
    // What came before the log-in of this session; other passes have none of their own.
    let opened_at = match actor.pass.session() {
        Some(session) => store::session::by_id(log, session)?.map(|session| session.created_at),
        None => None,
    };
    let first_after = match opened_at {
        Some(at) => store::log_in::first_at(log, id, at)?.unwrap_or(i64::MAX),
        None => i64::MAX,
    };
    Ok(OwnAccount {
        account,
        mandates: store::customer::mandates_of(log, id, actor.now)?,
        customers: store::customer::of_account(log, id, actor.now)?,
        previous: store::log_in::before(log, id, first_after)?,
        method: actor.pass.method(),
        session: actor.pass.session(),
        read_only,
    })
}

/// Sets a new password, whose hash this is, and ends all other sessions. `proven` is the hash of the present one as it was
/// when it was proven.
///
/// # Errors
/// [`Cause::WrongPassword`] where the password has changed meanwhile.
pub fn change_password(
    tx: &Write<'_>,
    kit: &Kit,
    actor: &Actor,
    proven: Option<&str>,
    hash: &str,
) -> Result<(), Turned> {
    if actor.keeper.password.as_deref() != proven {
        return Err(Cause::WrongPassword.into());
    }
    store::account::set_password(tx, actor.keeper.id, hash)?;
    end_others(tx, actor)?;
    tell(tx, kit, &actor.keeper, actor.seen(), &Letter::PasswordChanged)?;
    Ok(())
}

/// Makes the offered second factor count, if the code is right. Other sessions end.
///
/// # Errors
/// [`Cause::NothingPending`], [`Cause::WrongCode`].
pub fn confirm_totp(tx: &Write<'_>, kit: &Kit, actor: &Actor, code: &str) -> Result<(), Turned> {
    let Some(sealed) = &actor.keeper.totp_offered else { return Err(Cause::NothingPending.into()) };
    let secret = kit.vault.unseal(SEALED_TOTP, sealed).unwrap_or_default();
    let Some(step) = totp::step_of(&secret, code, actor.now) else { return Err(Cause::WrongCode.into()) };
    store::account::set_totp(tx, actor.keeper.id, Some(sealed), Some(step))?;
    end_others(tx, actor)?;
    tell(tx, kit, &actor.keeper, actor.seen(), &Letter::TotpChanged { on: true })?;
    Ok(())
}

/// Takes the second factor away.
///
/// # Errors
/// [`Cause::NothingPending`] where there is none.
pub fn remove_totp(tx: &Write<'_>, kit: &Kit, actor: &Actor) -> Result<(), Turned> {
    if actor.keeper.totp.is_none() {
        return Err(Cause::NothingPending.into());
    }
    store::account::set_totp(tx, actor.keeper.id, None, None)?;
    end_others(tx, actor)?;
    tell(tx, kit, &actor.keeper, actor.seen(), &Letter::TotpChanged { on: false })?;
    Ok(())
}

/// Ends all other sessions and locks the account: the present password and the tokens open nothing any more, until a new
/// password is set. Returns how many sessions ended.
pub fn not_me(tx: &Write<'_>, kit: &Kit, actor: &Actor) -> Result<u64, StoreError> {
    let n_ended = end_others(tx, actor)?;
    store::account::stand(tx, actor.keeper.id, Standing::Locked)?;
    tell(tx, kit, &actor.keeper, actor.seen(), &Letter::AccountLocked)?;
    Ok(n_ended)
}

/// Ends all sessions but the one by which it is asked, and returns how many.
pub fn end_others(tx: &Write<'_>, actor: &Actor) -> Result<u64, StoreError> {
    store::session::end_others(tx, actor.keeper.id, actor.pass.session(), SessionEnd::Ended)
}
