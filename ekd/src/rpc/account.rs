//! The own account: what it is, its password, second factor, addresses, sessions and history.

use common::account::{ContactChange, ContactCode, Ending, Login, OwnAccount, PasswordChange, Session, TotpOffer};
use common::api::OnceKey;
use common::contact::Contact;
use common::fault::{Cause, SessionEnd};
use common::id::SessionId;
use common::log_in::{LogIn, LogInQuery};
use common::page::{Page, Paged};
use common::secret::Secret;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, after, limit};
use super::site::full;
use crate::accounts::own;
use crate::accounts::{SEALED_TOTP, contacts};
use crate::office;
use crate::store;
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::log_in::Whose;
use crate::totp;
use crate::turned::Turned;
use crate::vault::random;

pub(super) async fn show(visit: &Visit<'_>) -> Result<OwnAccount, NoAnswer> {
    visit.look(|log, granted| Ok(own::show(log, &granted.actor, granted.read_only)?)).await
}

pub(super) async fn log_out(visit: &Visit<'_>) -> Result<(), NoAnswer> {
    let end = |tx: &Write<'_>, granted: &Granted| {
        if let Some(session) = granted.actor.pass.session() {
            store::session::end(tx, session, SessionEnd::Ended)?;
        }
        Ok(())
    };
    visit.change("log out", end).await
}

pub(super) async fn change_password(visit: &Visit<'_>, change: PasswordChange) -> Result<(), NoAnswer> {
    let proven = visit.prove(&change.current).await?;
    let hash = visit.new_hash(&change).await?;
    let kit = visit.kit();
    let set = move |tx: &Write<'_>, granted: &Granted| {
        own::change_password(tx, &kit, &granted.actor, proven.as_deref(), &hash)
    };
    visit.change("change password", set).await
}

pub(super) async fn begin_totp(visit: &Visit<'_>, password: Secret) -> Result<TotpOffer, NoAnswer> {
    visit.prove(&password).await?;
    let secret = random::<{ totp::SECRET }>();
    let sealed = visit.kit().vault.seal(SEALED_TOTP, &secret);
    let offer = move |tx: &Write<'_>, granted: &Granted| {
        store::account::offer_totp(tx, granted.actor.keeper.id, Some(&sealed))?;
        Ok(totp::offer(&secret, &granted.actor.keeper.login).ok_or(Cause::Internal)?)
    };
    visit.change("offer totp", offer).await
}

pub(super) async fn confirm_totp(visit: &Visit<'_>, code: String) -> Result<(), NoAnswer> {
    let kit = visit.kit();
    let confirm = move |tx: &Write<'_>, granted: &Granted| own::confirm_totp(tx, &kit, &granted.actor, &code);
    visit.change("confirm totp", confirm).await
}

pub(super) async fn remove_totp(visit: &Visit<'_>, password: Secret) -> Result<(), NoAnswer> {
    visit.prove(&password).await?;
    let kit = visit.kit();
    visit.change("remove totp", move |tx, granted| own::remove_totp(tx, &kit, &granted.actor)).await
}

pub(super) async fn set_contact(visit: &Visit<'_>, key: OnceKey, change: ContactChange) -> Result<Contact, NoAnswer> {
    visit.prove(&change.password).await?;
    let kit = visit.kit();
    let set = move |tx: &Write<'_>, granted: &Granted| {
        let set = contacts::set(tx, &kit, &granted.actor, &change)?;
        // What waits for a code has changed nothing yet.
        if set.pending.is_none() {
            own::end_others(tx, &granted.actor)?;
        }
        Ok(set)
    };
    visit.change_once("set contact", key, set).await
}

pub(super) async fn confirm_contact(visit: &Visit<'_>, code: ContactCode) -> Result<Contact, NoAnswer> {
    let kit = visit.kit();
    let confirm = move |tx: &Write<'_>, granted: &Granted| {
        let confirmed = contacts::confirm(tx, &kit, &granted.actor, (code.kind, &code.code))?;
        if confirmed.is_some() {
            own::end_others(tx, &granted.actor)?;
        }
        Ok(confirmed)
    };
    // A wrong code is counted, so it is no refusal that would be undone.
    visit.change("confirm contact", confirm).await?.ok_or_else(|| Cause::WrongCode.into())
}

pub(super) async fn not_me(visit: &Visit<'_>) -> Result<u64, NoAnswer> {
    let kit = visit.kit();
    let desk = visit.desk();
    let lock = move |tx: &Write<'_>, granted: &Granted| {
        let n_ended = own::not_me(tx, &kit, &granted.actor)?;
        office::deeds::not_me(tx, &desk, &granted.actor)?;
        Ok(n_ended)
    };
    visit.change("not me", lock).await
}

pub(super) async fn log_ins(visit: &Visit<'_>, query: LogInQuery, page: Page) -> Result<Paged<LogIn>, NoAnswer> {
    let limit = limit(&page);
    let before = after(&page)?;
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let (whose, deeds) = if query.everyone {
            administrators_only(granted)?;
            (Whose::Everyone, vec![granted.actor.deed("account.log_ins")])
        } else {
            let account = account_of(log, granted, query.login.as_ref())?;
            (Whose::Account(account), looked_at(granted, "account.log_ins", account))
        };
        Ok((store::log_in::list(log, whose, query.only_failures, before, limit)?, deeds))
    };
    let items = visit.look_at_persons(list).await?;
    let next = full(&items, limit).map(|last| last.number.to_string());
    Ok(Paged { items, next })
}

pub(super) fn administrators_only(granted: &Granted) -> Result<(), Cause> {
    if granted.actor.keeper.role.administers() && !granted.actor.pass.is_token() {
        Ok(())
    } else {
        Err(Cause::NotAllowed)
    }
}

/// Returns the own account, or for administrators another's.
pub(super) fn account_of(
    log: &Logbook<'_>,
    granted: &Granted,
    login: Option<&Login>,
) -> Result<common::id::AccountId, NoAnswer> {
    let Some(login) = login.filter(|login| **login != granted.actor.keeper.login) else {
        return Ok(granted.actor.keeper.id);
    };
    administrators_only(granted)?;
    let found = store::account::by_login(log, login.as_str())?;
    let found = found.ok_or_else(|| Cause::NoSuchAccount { text: login.to_string(), similar: Vec::new() })?;
    Ok(found.id)
}

/// Returns the line of the audit log for a look at an account that is not one's own.
pub(super) fn looked_at(granted: &Granted, what: &'static str, account: common::id::AccountId) -> Vec<Deed> {
    let is_another = account != granted.actor.keeper.id;
    is_another.then(|| Deed { account: Some(account), ..granted.actor.deed(what) }).into_iter().collect()
}

pub(super) async fn sessions(visit: &Visit<'_>, of: Option<Login>) -> Result<Vec<Session>, NoAnswer> {
    visit
        .look_at_persons(move |log, granted| {
            let account = account_of(log, granted, of.as_ref())?;
            let mut sessions = store::session::of_account(log, account)?;
            sessions.retain(|session| session.expires_at > granted.actor.now);
            for session in &mut sessions {
                session.own = granted.actor.pass.session() == Some(session.id);
            }
            Ok((sessions, looked_at(granted, "account.sessions", account)))
        })
        .await
}

pub(super) async fn end_sessions(visit: &Visit<'_>, which: Ending) -> Result<u64, NoAnswer> {
    let end = move |tx: &Write<'_>, granted: &Granted| match which {
        Ending::Others => Ok(own::end_others(tx, &granted.actor)?),
        Ending::One(id) => end_one(tx, granted, id),
    };
    visit.change("end sessions", end).await
}

fn end_one(tx: &Write<'_>, granted: &Granted, id: SessionId) -> Result<u64, Turned> {
    let found = store::session::by_id(tx, id)?;
    let may = |account| account == granted.actor.keeper.id || granted.actor.keeper.role.administers();
    match found.filter(|session| session.ended.is_none() && may(session.account)) {
        Some(session) => Ok(u64::from(store::session::end(tx, session.id, SessionEnd::Ended)?)),
        None => Err(Cause::NoSuchSession { id: id.0 }.into()),
    }
}
