//! What was sent is held for a few seconds, in which its writer may take it back, and leaves exactly once: that it is in
//! the thread and that it waits no more are one commit.

use std::sync::Arc;
use std::time::Duration;

use common::api::OnceKey;
use common::fault::{Cause, TicketCause};
use common::id::SendingId;
use common::ticket::draft::{Dispatch, LONGEST_HOLD, Sent};
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::deeds::Doer;
use super::dispatch::deliver;
use super::ticket;
use super::timing::Desk;
use crate::accounts::{Actor, Pass};
use crate::clock::Clock;
use crate::store::log::Write;
use crate::store::sending::{self, Sending};
use crate::store::ticket::{self as tickets, Eyes};
use crate::store::{self, Store, StoreError, trial};
use crate::turned::Turned;

/// What one account may have on its way at a time.
const MOST: u64 = 50;
/// Longest time between two looks at what is to leave.
const LOOK: Duration = Duration::from_mins(1);
/// Commits in a storm are answered by one look each time that so much time has passed.
const GATHERING: Duration = Duration::from_millis(100);

/// Sends something: at once, or after a time in which it can be taken back. What could not leave now is refused now.
///
/// # Errors
/// Those of [`deliver`]; [`Cause::BadPeriod`] for a time that is too long; [`Cause::Busy`] where too much is on its way.
pub fn send(
    tx: &Write<'_>,
    desk: &Desk,
    doer: Doer<'_>,
    (key, dispatch): (&OnceKey, &Dispatch),
    hold: SignedDuration,
) -> Result<Sent, Turned> {
    if hold.is_negative() || hold > LONGEST_HOLD {
        return Err(Cause::BadPeriod { detail: hold.to_string() }.into());
    }
    let hold = hold.min(desk.longest_hold);
    if hold.is_zero() {
        let ticket = deliver(tx, desk, doer, (key, dispatch))?;
        return Ok(Sent::Done { ticket: Box::new(ticket) });
    }
    let account = doer.actor.keeper.id;
    if sending::count_of(tx, account)? >= MOST {
        return Err(Cause::Busy.into());
    }
    trial::rehearse(tx, || deliver(tx, desk, doer, (key, dispatch)))?;
    let leaves_at = doer.actor.now.checked_add(hold).unwrap_or(doer.actor.now);
    let sending = sending::hold(tx, (account, &doer.actor.source), (key.as_str(), dispatch), leaves_at)?;
    sending::drop_draft(tx, account, key.as_str())?;
    Ok(Sent::Held { sending, leaves_at })
}

/// Takes back what has not left; it is a draft again, and its key may be used again.
///
/// # Errors
/// [`TicketCause::TooLateToUndo`].
pub fn unsend(tx: &Write<'_>, actor: &Actor, id: SendingId) -> Result<Dispatch, Turned> {
    let found = sending::of_account(tx, id, actor.keeper.id)?;
    let sending = found.ok_or_else(|| ticket(TicketCause::TooLateToUndo))?;
    sending::return_to_drafts(tx, &sending, actor.now)?;
    store::once::forget_one(tx, &format!("{}@{}", sending.once_key, actor.keeper.id))?;
    Ok(sending.dispatch)
}

/// Has the first leave that is due, and returns when the next is; `None` if nothing is on its way.
///
/// # Errors
/// Where the archive fails.
pub fn leave(tx: &Write<'_>, desk: &Desk, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let Some(sending) = sending::next(tx)? else { return Ok(None) };
    if sending.leaves_at > now {
        return Ok(Some(sending.leaves_at));
    }
    match trial::attempt(tx, || leave_one(tx, desk, &sending, now)) {
        Ok(()) => {
            sending::remove(tx, sending.id)?;
        }
        Err(Turned::Store(error)) => return Err(error),
        Err(Turned::Cause(cause)) => {
            let cause = cause.message_id();
            tracing::warn!(account.id = sending.account.0, cause, "what was sent cannot leave; it is a draft again");
            sending::return_to_drafts(tx, &sending, now)?;
        }
    }
    Ok(sending::next(tx)?.map(|next| next.leaves_at))
}

/// Puts something into its thread with the rights that its writer has now.
fn leave_one(tx: &Write<'_>, desk: &Desk, sending: &Sending, now: Timestamp) -> Result<(), Turned> {
    let keeper = store::account::by_id(tx, sending.account)?.filter(|keeper| keeper.standing.is_open());
    let keeper = keeper.ok_or(Cause::NotAllowed)?;
    let eyes = Eyes::of_account(keeper.id, keeper.role, now);
    let actor = Actor { keeper, pass: Pass::Peer, customers: None, source: sending.source.clone(), now };
    let key = OnceKey::try_from(sending.once_key.clone()).map_err(|_| Cause::Internal)?;
    let mut dispatch = sending.dispatch.clone();
    if let Dispatch::Entry(entry) = &mut dispatch
        && let Some(kept) = tickets::by_number(tx, entry.ticket)?
        && kept.merged_into.is_some()
    {
        let living = tickets::living(tx, kept.id)?;
        entry.ticket = tickets::number_of(tx, living)?.unwrap_or(entry.ticket);
    }
    deliver(tx, desk, Doer { actor: &actor, eyes: &eyes }, (&key, &dispatch))?;
    Ok(())
}

/// Has what was sent leave when its time has come.
#[derive(Clone, Debug)]
pub struct Carrier {
    pub store: Store,
    pub clock: Clock,
    pub desk: Arc<Desk>,
}

impl Carrier {
    /// Carries until the stop.
    ///
    /// # Errors
    /// Where the archive fails; started again, it goes on with what is left.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        let mut ear = self.store.bell().ear();
        while !stop.is_cancelled() {
            let next =
                self.store.read(|log| Ok::<_, StoreError>(sending::next(log)?.map(|next| next.leaves_at))).await?;
            let now = self.clock.now();
            if next.is_some_and(|leaves_at| leaves_at <= now) {
                let desk = Arc::clone(&self.desk);
                self.store.write("a sending leaves", move |tx| leave(tx, &desk, now)).await?;
                continue;
            }
            let wait = next.map_or(LOOK, |leaves_at| leaves_at.duration_since(now).unsigned_abs().min(LOOK));
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(wait) => {}
                () = ear.heard() => tokio::time::sleep(GATHERING).await,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use common::ticket::draft::Readers;

    use super::super::fixture::{Town, cold, entry, key, why};
    use super::*;

    const HOLD: SignedDuration = SignedDuration::from_secs(10);

    fn hold(town: &mut Town, login: &str, what: &Dispatch) -> Result<Sent, Turned> {
        let (actor, eyes) = (town.actor(login), town.eyes(login));
        town.try_to(|tx, desk| send(tx, desk, Doer { actor: &actor, eyes: &eyes }, (&key(1), what), HOLD))
    }

    fn leave_at(town: &mut Town, after: SignedDuration) -> Option<Timestamp> {
        let now = town.now + after;
        town.together(|tx, desk| leave(tx, desk, now).unwrap())
    }

    fn drafts(town: &Town) -> i64 {
        town.conn.query_row("SELECT count(*) FROM draft", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn what_is_held_leaves_once_and_not_before_its_time() {
        let mut town = Town::new();
        let ticket = town.open("anna", cold());
        let n = |town: &Town| town.thread("anna", ticket.number).len();
        let before = n(&town);
        let held = hold(&mut town, "anna", &entry(ticket.number, Readers::Both, "jeszcze")).unwrap();
        let Sent::Held { leaves_at, .. } = held else { panic!("{held:?}") };
        assert_eq!((leaves_at, n(&town)), (town.now + HOLD, before), "a rehearsal leaves nothing");
        assert_eq!((leave_at(&mut town, SignedDuration::ZERO), n(&town)), (Some(leaves_at), before));
        assert_eq!((leave_at(&mut town, HOLD), n(&town)), (None, before + 1));
        assert_eq!((leave_at(&mut town, HOLD * 2), n(&town)), (None, before + 1));
        assert_eq!(drafts(&town), 0);
    }

    #[test]
    fn what_is_taken_back_is_a_draft_again() {
        let mut town = Town::new();
        let ticket = town.open("anna", cold());
        let what = entry(ticket.number, Readers::Both, "pomyłka");
        let held = hold(&mut town, "anna", &what).unwrap();
        let Sent::Held { sending, .. } = held else { panic!("{held:?}") };
        let (anna, jan) = (town.actor("anna"), town.actor("jan"));
        assert_eq!(why(town.try_to(|tx, _| unsend(tx, &jan, sending))), TicketCause::TooLateToUndo);
        assert_eq!(town.try_to(|tx, _| unsend(tx, &anna, sending)).unwrap(), what);
        assert_eq!(why(town.try_to(|tx, _| unsend(tx, &anna, sending))), TicketCause::TooLateToUndo);
        assert_eq!((leave_at(&mut town, HOLD), drafts(&town)), (None, 1));
    }

    #[test]
    fn what_cannot_leave_any_more_is_a_draft_again() {
        let mut town = Town::new();
        let ticket = town.open("anna", cold());
        let what = entry(ticket.number, Readers::Both, "za późno");
        assert!(hold(&mut town, "jan", &what).is_err(), "what could not leave is refused at once");
        hold(&mut town, "anna", &what).unwrap();
        let closed = common::ticket::deed::Deed::State { to: common::ticket::TicketState::Closed };
        town.change("clerk", &[ticket.number], closed).unwrap();
        let before = town.thread("anna", ticket.number).len();
        assert_eq!((leave_at(&mut town, HOLD), drafts(&town)), (None, 1));
        assert_eq!(town.thread("anna", ticket.number).len(), before);
    }
}
