//! The own account: what it is, its password, second factor, addresses, sessions and history.

use common::account::{ContactChange, ContactCode, Ending, Login, OwnAccount, PasswordChange, Session, TotpOffer};
use common::api::OnceKey;
use common::contact::Contact;
use common::fault::Cause;
use common::id::SessionId;
use common::log_in::{LogIn, LogInQuery, Method};
use common::page::{Page, Paged};
use common::secret::Secret;

use super::access::{Granted, Pass, Visit};
use super::answer::{NoAnswer, after, limit};
use super::site::full;
use crate::accounts::own::{self, Own};
use crate::accounts::{SEALED_TOTP, contacts};
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::log_in::Whose;
use crate::store::{self, StoreError};
use crate::totp;
use crate::vault::random;

fn own_of(granted: &Granted) -> Own {
    let Granted { keeper, session, now, source, .. } = granted.clone();
    Own { keeper, session, now, source }
}

const fn method(pass: Pass) -> Method {
    match pass {
        Pass::Session(_) => Method::Session,
        Pass::Token(_) => Method::Token,
        Pass::Peer => Method::Peer,
    }
}

pub(super) async fn show(visit: &Visit<'_>) -> Result<OwnAccount, NoAnswer> {
    let method = method(visit.pass());
    visit.look(move |log, granted| Ok(own::show(log, &own_of(granted), method, granted.read_only)??)).await
}

pub(super) async fn log_out(visit: &Visit<'_>) -> Result<(), NoAnswer> {
    let end = |tx: &Write<'_>, granted: &Granted| {
        if let Some(session) = granted.session {
            store::session::end(tx, session, "ended")?;
        }
        Ok(Ok(()))
    };
    visit.change("log out", end).await
}

pub(super) async fn change_password(visit: &Visit<'_>, change: PasswordChange) -> Result<(), NoAnswer> {
    let proven = visit.prove(&change.current).await?;
    let hash = visit.new_hash(&change).await?;
    let kit = visit.kit();
    let set = move |tx: &Write<'_>, granted: &Granted| {
        own::change_password(tx, &kit, &own_of(granted), proven.as_deref(), &hash)
    };
    visit.change("change password", set).await
}

pub(super) async fn begin_totp(visit: &Visit<'_>, password: Secret) -> Result<TotpOffer, NoAnswer> {
    visit.prove(&password).await?;
    let secret = random::<{ totp::SECRET }>();
    let sealed = visit.kit().vault.seal(SEALED_TOTP, &secret);
    let offer = move |tx: &Write<'_>, granted: &Granted| {
        store::account::offer_totp(tx, granted.keeper.id, Some(&sealed))?;
        Ok(totp::offer(&secret, &granted.keeper.login).ok_or(Cause::Internal))
    };
    visit.change("offer totp", offer).await
}

pub(super) async fn confirm_totp(visit: &Visit<'_>, code: String) -> Result<(), NoAnswer> {
    let kit = visit.kit();
    let confirm = move |tx: &Write<'_>, granted: &Granted| own::confirm_totp(tx, &kit, &own_of(granted), &code);
    visit.change("confirm totp", confirm).await
}

pub(super) async fn remove_totp(visit: &Visit<'_>, password: Secret) -> Result<(), NoAnswer> {
    visit.prove(&password).await?;
    let kit = visit.kit();
    visit.change("remove totp", move |tx, granted| own::remove_totp(tx, &kit, &own_of(granted))).await
}

pub(super) async fn set_contact(visit: &Visit<'_>, key: OnceKey, change: ContactChange) -> Result<Contact, NoAnswer> {
    visit.prove(&change.password).await?;
    let kit = visit.kit();
    let set = move |tx: &Write<'_>, granted: &Granted| {
        let set = contacts::set(tx, &kit, &granted.keeper, (granted.now, &granted.source), &change)?;
        // What waits for a code has changed nothing yet.
        if set.as_ref().is_ok_and(|contact| contact.pending.is_none()) {
            store::session::end_others(tx, granted.keeper.id, granted.session, "ended")?;
        }
        Ok(set)
    };
    visit.change_once("set contact", key, set).await
}

pub(super) async fn confirm_contact(visit: &Visit<'_>, code: ContactCode) -> Result<Contact, NoAnswer> {
    let kit = visit.kit();
    let confirm = move |tx: &Write<'_>, granted: &Granted| {
        let told = (granted.now, granted.source.as_str());
        let confirmed = contacts::confirm(tx, &kit, &granted.keeper, told, (code.kind, &code.code))?;
        if let Ok(Some(_)) = &confirmed {
            store::session::end_others(tx, granted.keeper.id, granted.session, "ended")?;
        }
        Ok(confirmed)
    };
    // A wrong code is counted, so it is no refusal that would be undone.
    visit.change("confirm contact", confirm).await?.ok_or_else(|| Cause::WrongCode.into())
}

pub(super) async fn not_me(visit: &Visit<'_>) -> Result<u64, NoAnswer> {
    let kit = visit.kit();
    visit.change("not me", move |tx, granted| Ok(Ok(own::not_me(tx, &kit, &own_of(granted))?))).await
}

pub(super) async fn log_ins(visit: &Visit<'_>, query: LogInQuery, page: Page) -> Result<Paged<LogIn>, NoAnswer> {
    let limit = limit(&page);
    let before = after(&page)?;
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let (whose, deeds) = if query.everyone {
            administrators_only(granted)?;
            (Whose::Everyone, vec![granted.deed("account.log_ins")])
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

fn administrators_only(granted: &Granted) -> Result<(), Cause> {
    if granted.keeper.role.administers() && !granted.by_token { Ok(()) } else { Err(Cause::NotAllowed) }
}

/// Returns the own account, or for administrators another's.
pub(super) fn account_of(
    log: &Logbook<'_>,
    granted: &Granted,
    login: Option<&Login>,
) -> Result<common::id::AccountId, NoAnswer> {
    let Some(login) = login.filter(|login| **login != granted.keeper.login) else { return Ok(granted.keeper.id) };
    administrators_only(granted)?;
    let found = store::account::by_login(log, login.as_str())?;
    let found = found.ok_or_else(|| Cause::NoSuchAccount { text: login.to_string(), similar: Vec::new() })?;
    Ok(found.id)
}

/// Returns the line of the audit log for a look at an account that is not one's own.
pub(super) fn looked_at(granted: &Granted, what: &'static str, account: common::id::AccountId) -> Vec<Deed> {
    let is_another = account != granted.keeper.id;
    is_another.then(|| Deed { account: Some(account), ..granted.deed(what) }).into_iter().collect()
}

pub(super) async fn sessions(visit: &Visit<'_>, of: Option<Login>) -> Result<Vec<Session>, NoAnswer> {
    visit
        .look_at_persons(move |log, granted| {
            let account = account_of(log, granted, of.as_ref())?;
            let mut sessions = store::session::of_account(log, account)?;
            sessions.retain(|session| session.expires_at > granted.now);
            for session in &mut sessions {
                session.own = granted.session == Some(session.id);
            }
            Ok((sessions, looked_at(granted, "account.sessions", account)))
        })
        .await
}

pub(super) async fn end_sessions(visit: &Visit<'_>, which: Ending) -> Result<u64, NoAnswer> {
    let end = move |tx: &Write<'_>, granted: &Granted| match which {
        Ending::Others => Ok(Ok(store::session::end_others(tx, granted.keeper.id, granted.session, "ended")?)),
        Ending::One(id) => end_one(tx, granted, id),
    };
    visit.change("end sessions", end).await
}

fn end_one(tx: &Write<'_>, granted: &Granted, id: SessionId) -> Result<Result<u64, Cause>, StoreError> {
    let found = store::session::by_id(tx, id)?;
    let may = |account| account == granted.keeper.id || granted.keeper.role.administers();
    match found.filter(|session| session.ended.is_none() && may(session.account)) {
        Some(session) => Ok(Ok(u64::from(store::session::end(tx, session.id, "ended")?))),
        None => Ok(Err(Cause::NoSuchSession { id: id.0 })),
    }
}
