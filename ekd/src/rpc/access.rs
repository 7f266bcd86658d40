//! Who asks, and what they may do. Rights are read at every call, in the same look at the archive as the answer; only this
//! module makes a [`Scope`] for a caller.
//!
//! A handler gets at the archive through its `Visit` and in no other way: the visit knows what the call needs, looks
//! whether the caller has it, and gives the handler an archive that shows no more than that.

use std::sync::Arc;
use std::time::Duration;

use common::account::{PasswordChange, Role, Standing, TokenScope};
use common::api::OnceKey;
use common::fault::{Cause, SessionEnd};
use common::id::AccountId;
use common::secret::Secret;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio_util::sync::CancellationToken;

use super::answer::NoAnswer;
use super::{About, House};
use crate::accounts::{Actor, Kit, Pass};
use crate::bell::Ear;
use crate::binding::Calendar;
use crate::liveness::{self, Life, Liveness};
use crate::office::Desk;
use crate::office::deeds::Doer;
use crate::store;
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::scope::Scope;
use crate::store::ticket::Eyes;
use crate::turned::Turned;

/// Longest look at the archive for a report.
const LONGEST_LOOK: Duration = Duration::from_mins(2);

/// Who asks: an account, by a pass that can end at any time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub account: AccountId,
    pub pass: Pass,
    /// From where: an address, or a user of the server.
    pub source: String,
}

/// What a call needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Readings and what surrounds them, as far as the account sees.
    Look,
    /// How the house keeps and gets its readings: staff.
    LookBehind,
    /// Bring documents, ask sources, decide about readings: technicians and administrators.
    Operate,
    /// Take note of alarms and say what raises them: as far as the account may, which the work itself looks up.
    Attend,
    /// The own account.
    Own,
    /// Change the own account: a person.
    ChangeOwn,
    /// Invoices, dues and payments of customers for whom the account has the right for money; all of them for clerks and
    /// administrators.
    Finance,
    /// Bring invoices and statements, say what pays what: clerks, administrators, and tokens of theirs.
    KeepBooks,
    /// Customers and their data: clerks and administrators.
    Customers,
    ChangeCustomers,
    /// Accounts: administrators, and those who may make accounts for a customer, of theirs.
    Accounts,
    ChangeAccounts,
    /// Everything else: administrators.
    Administer,
}

impl Need {
    /// Tells whether a role has it.
    const fn is_had_by(self, role: Role) -> bool {
        match self {
            Self::Look | Self::Attend | Self::Own | Self::ChangeOwn | Self::Accounts | Self::ChangeAccounts => true,
            Self::LookBehind => role.is_staff(),
            Self::Operate => role.operates(),
            Self::Finance => role.sees_customers() || !role.is_staff(),
            Self::Customers | Self::ChangeCustomers | Self::KeepBooks => role.sees_customers(),
            Self::Administer => role.administers(),
        }
    }

    /// Tells whether a token may do it: accounts are a person's business.
    const fn is_a_tokens(self, scope: TokenScope) -> bool {
        match self {
            Self::Look | Self::LookBehind | Self::Own | Self::Customers | Self::Finance => true,
            Self::Operate | Self::Attend | Self::KeepBooks => matches!(scope, TokenScope::Operate),
            Self::ChangeOwn | Self::ChangeCustomers | Self::Accounts | Self::ChangeAccounts | Self::Administer => false,
        }
    }
}

/// A right that was found to be there, and whose it is.
#[derive(Clone, Debug)]
pub struct Granted {
    pub actor: Actor,
    pub scope: Scope,
    pub read_only: bool,
    /// What of tickets is seen.
    pub eyes: Eyes,
}

impl Granted {
    /// Returns who does something with tickets.
    pub(super) const fn doer(&self) -> Doer<'_> {
        Doer { actor: &self.actor, eyes: &self.eyes }
    }

    /// Returns under what name the result of a creating call is remembered: keys of accounts are apart.
    pub(super) fn once(&self, key: &OnceKey) -> String {
        format!("{key}@{}", self.actor.keeper.id)
    }

    /// Returns the archive as the caller sees it, for work that changes what is seen.
    pub(super) fn look_through<'a>(&self, log: &'a Logbook<'_>) -> Logbook<'a> {
        log.seen_by(self.scope)
    }
}

/// Finds whether the caller has what a call needs.
fn grant(
    conn: &Connection,
    caller: &Caller,
    need: Need,
    (liveness, now): (&Liveness, Timestamp),
) -> Result<(Granted, Life), Turned> {
    let over = |why| Turned::from(Cause::SessionEnded { why });
    let keeper = store::account::by_id(conn, caller.account)?.ok_or(Cause::NotLoggedIn)?;
    let mut life = Life::GoesOn;
    let mut read_only = false;
    match caller.pass {
        Pass::Session(id) => {
            let kept = store::session::by_id(conn, id)?.ok_or_else(|| over(SessionEnd::Ended))?;
            if let Some(why) = liveness::ended(&kept, keeper.standing) {
                return Err(over(why));
            }
            life = liveness.use_now(&kept, now);
            if life == Life::Over {
                return Err(over(SessionEnd::Expired));
            }
        }
        Pass::Token(id) => {
            let kept = store::token::by_id(conn, id)?.ok_or_else(|| over(SessionEnd::Ended))?;
            if kept.is_revoked || keeper.standing == Standing::Locked {
                return Err(over(SessionEnd::Ended));
            }
            if kept.expires_at <= now {
                return Err(over(SessionEnd::Expired));
            }
            if !need.is_a_tokens(kept.scope) {
                return Err(Cause::NotAllowed.into());
            }
            read_only = kept.scope == TokenScope::Read;
        }
        Pass::Peer => {}
    }
    if !keeper.standing.is_open() {
        return Err(over(SessionEnd::Closed));
    }
    if !need.is_had_by(keeper.role) {
        return Err(Cause::NotAllowed.into());
    }
    let customers = if keeper.role.administers() {
        None
    } else {
        let administered = store::customer::administered_by(conn, keeper.id, now)?;
        if matches!(need, Need::Accounts | Need::ChangeAccounts) && administered.is_empty() {
            return Err(Cause::NotAllowed.into());
        }
        Some(administered)
    };
    let scope = if keeper.role.is_staff() { Scope::house() } else { Scope::of_account(keeper.id, now) };
    let eyes = Eyes::of_account(keeper.id, keeper.role, now);
    let actor = Actor { keeper, pass: caller.pass, customers, source: caller.source.clone(), now };
    Ok((Granted { actor, scope, read_only, eyes }, life))
}

/// One call: who asks, and what for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit<'a> {
    house: &'a House,
    caller: &'a Caller,
    need: Need,
}

impl<'a> Visit<'a> {
    pub(super) const fn new(house: &'a House, caller: &'a Caller, need: Need) -> Self {
        Self { house, caller, need }
    }

    /// Returns what does not change while the daemon runs.
    pub(super) fn about(&self) -> &'a About {
        &self.house.about
    }

    pub(super) fn now(&self) -> Timestamp {
        self.house.reception.clock.now()
    }

    /// Returns what works on tickets go by.
    pub(super) fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.house.about.desk)
    }

    pub(super) fn calendar(&self) -> Calendar {
        self.house.reception.forms.calendar.clone()
    }

    /// Returns what hears the next commit, and what tells that the daemon stops.
    pub(super) fn ear(&self) -> (Ear, CancellationToken) {
        (self.house.reception.store.bell().ear(), self.house.stop.clone())
    }

    /// Returns what works on accounts need.
    pub(super) fn kit(&self) -> Kit {
        self.house.porter.kit.clone()
    }

    pub(super) const fn pass(&self) -> Pass {
        self.caller.pass
    }

    /// Looks into the archive as the caller sees it, if the caller may look at all.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Logbook<'_>, &Granted) -> Result<T, NoAnswer> + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let look = self.looking(work);
        self.settle(self.house.reception.store.read(look).await).await
    }

    /// Looks for as long as a report takes, and writes into the audit log at whose data.
    pub(super) async fn look_at_length<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Logbook<'_>, &Granted) -> Result<(T, Vec<Deed>), NoAnswer> + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let look = self.looking(work);
        let (answer, deeds) = self.settle(self.house.reception.store.read_for(LONGEST_LOOK, look).await).await?;
        self.write_down(deeds).await?;
        Ok(answer)
    }

    /// Returns work that finds first whether the caller may look, and what is seen.
    fn looking<T>(
        &self,
        work: impl FnOnce(&Logbook<'_>, &Granted) -> Result<T, NoAnswer> + Send + 'static,
    ) -> impl FnOnce(&Logbook<'_>) -> Result<(T, Life), NoAnswer> + Send + 'static {
        let (caller, need, now) = (self.caller.clone(), self.need, self.now());
        let liveness = self.house.liveness.clone();
        move |log: &Logbook<'_>| {
            let (granted, life) = grant(log, &caller, need, (&liveness, now))?;
            let answer = work(&log.seen_by(granted.scope), &granted)?;
            Ok((answer, life))
        }
    }

    async fn write_down(&self, deeds: Vec<Deed>) -> Result<(), NoAnswer> {
        if !deeds.is_empty() {
            let write = move |tx: &Write<'_>| deeds.iter().try_for_each(|deed| store::audit::append(tx, deed));
            self.house.reception.store.write("audit", write).await?;
        }
        Ok(())
    }

    /// Looks, and writes into the audit log at whose data.
    pub(super) async fn look_at_persons<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Logbook<'_>, &Granted) -> Result<(T, Vec<Deed>), NoAnswer> + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let (answer, deeds) = self.look(work).await?;
        self.write_down(deeds).await?;
        Ok(answer)
    }

    /// Changes the archive, if the caller may; what the work refuses is undone.
    pub(super) async fn change<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Write<'_>, &Granted) -> Result<T, Turned> + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let (caller, need, now) = (self.caller.clone(), self.need, self.now());
        let liveness = self.house.liveness.clone();
        let write = move |tx: &Write<'_>| {
            let (granted, life) = grant(tx, &caller, need, (&liveness, now))?;
            Ok::<_, Turned>((work(tx, &granted)?, life))
        };
        let written = self.house.reception.store.write(name, write).await;
        self.settle(written.map_err(NoAnswer::from)).await
    }

    /// Changes the archive once: repeated with the same key by the same account, it returns the first result.
    pub(super) async fn change_once<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        name: &'static str,
        key: OnceKey,
        work: impl FnOnce(&Write<'_>, &Granted) -> Result<T, Turned> + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let once = move |tx: &Write<'_>, granted: &Granted| {
            let key = granted.once(&key);
            if let Some(first) = store::once::first(tx, &key)? {
                return Ok(first);
            }
            let result = work(tx, granted)?;
            store::once::remember(tx, &key, granted.actor.now, &result)?;
            Ok(result)
        };
        self.change(name, once).await
    }

    /// Has the caller prove the present password; returns the hash that it was held against. A user of the server whose
    /// account has no password has nothing to prove.
    pub(super) async fn prove(&self, password: &Secret) -> Result<Option<String>, NoAnswer> {
        let keeper = self.look(|_, granted| Ok(granted.actor.keeper.clone())).await?;
        if keeper.password.is_none() && self.pass() == Pass::Peer {
            return Ok(None);
        }
        Ok(self.house.porter.prove(&keeper, &self.caller.source, password).await?)
    }

    /// Returns the hash of a new password that is good enough for the caller.
    pub(super) async fn new_hash(&self, change: &PasswordChange) -> Result<String, NoAnswer> {
        let keeper = self.look(|_, granted| Ok(granted.actor.keeper.clone())).await?;
        Ok(self.house.porter.new_hash(&keeper, &change.new, &change.current).await?)
    }

    /// Makes sure that the caller may, for work that goes its own way, and returns the house.
    pub(super) async fn permit(&self) -> Result<&'a House, NoAnswer> {
        self.look(|_, _| Ok(())).await?;
        Ok(self.house)
    }

    /// Writes down that the session was used, or that it is over, so that no clock revives it.
    async fn settle<T>(&self, outcome: Result<(T, Life), NoAnswer>) -> Result<T, NoAnswer> {
        let Pass::Session(id) = self.caller.pass else { return outcome.map(|(answer, _)| answer) };
        let now = self.now();
        match outcome {
            Ok((answer, Life::GoesOnUnwritten)) => {
                let touch = move |tx: &Write<'_>| store::session::touch(tx, id, now);
                // Where that fails, the answer is as good: the disk may be full.
                let _ = self.house.reception.store.write("session is used", touch).await;
                Ok(answer)
            }
            Ok((answer, Life::GoesOn | Life::Over)) => Ok(answer),
            Err(NoAnswer::Cause(Cause::SessionEnded { why: SessionEnd::Expired })) => {
                let end = move |tx: &Write<'_>| store::session::end(tx, id, SessionEnd::Expired);
                let _ = self.house.reception.store.write("session is over", end).await;
                Err(Cause::SessionEnded { why: SessionEnd::Expired }.into())
            }
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_what_they_need_and_no_more() {
        let needs = [Need::LookBehind, Need::Operate, Need::Customers, Need::ChangeCustomers, Need::Administer];
        let has = |role: Role| needs.map(|need| need.is_had_by(role));
        assert_eq!(has(Role::Customer), [false; 5]);
        assert_eq!(has(Role::Manager), [false; 5]);
        assert_eq!(has(Role::Technician), [true, true, false, false, false]);
        assert_eq!(has(Role::Clerk), [true, false, true, true, false]);
        assert_eq!(has(Role::Administrator), [true; 5]);
    }

    #[test]
    fn a_token_never_touches_accounts() {
        for need in [Need::ChangeOwn, Need::ChangeCustomers, Need::Accounts, Need::ChangeAccounts, Need::Administer] {
            assert!(TokenScope::ALL.iter().all(|scope| !need.is_a_tokens(*scope)), "{need:?}");
        }
        assert!(!Need::Operate.is_a_tokens(TokenScope::Read) && Need::Operate.is_a_tokens(TokenScope::Operate));
    }
}
