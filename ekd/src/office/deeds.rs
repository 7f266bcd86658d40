//! What people do with tickets besides writing.

use common::account::Login;
use common::fault::{Cause, TicketCause};
use common::id::{CustomerNumber, SiteCode};
use common::language::Language;
use common::ticket::deed::{Deed, TicketDeed};
use common::ticket::entry::{EntryText, TicketTurn};
use common::ticket::{Category, Origin, Priority, Ticket, TicketNumber, TicketState};

use super::timing::Desk;
use super::{Opening, Writer, by_of, joining, open, ticket, titles, turn, turns};
use crate::accounts::Actor;
use crate::store::log::Write;
use crate::store::ticket::{self as tickets, Eyes, Kept, TicketId, list, watch};
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// Tickets in one call.
const MOST: usize = 200;

/// Who does something with tickets, and what of them is seen.
#[derive(Clone, Copy, Debug)]
pub struct Doer<'a> {
    pub actor: &'a Actor,
    pub eyes: &'a Eyes,
}

impl Doer<'_> {
    pub(super) const fn writer(&self) -> Writer {
        Writer::Account(self.actor.keeper.id)
    }

    /// Returns a ticket that is seen and part of no other.
    pub(super) fn find(&self, tx: &Write<'_>, number: TicketNumber) -> Result<Kept, Turned> {
        let absent = || ticket(TicketCause::NoSuchTicket { number: number.to_string() });
        let kept = tickets::by_number(tx, number)?.ok_or_else(absent)?;
        if !list::is_seen(tx, self.eyes, kept.id)? {
            return Err(absent());
        }
        match kept.merged_into {
            None => Ok(kept),
            Some(into) => {
                let into = tickets::number_of(tx, into)?.map(|into| into.to_string()).unwrap_or_default();
                Err(ticket(TicketCause::IsMerged { number: number.to_string(), into }))
            }
        }
    }
}

/// Does something with tickets that the actor sees, all of them or none, and returns them as they are seen then. A
/// ticket that entries went to comes last.
///
/// # Errors
/// [`TicketCause::NoSuchTicket`], [`TicketCause::IsMerged`], [`TicketCause::StateForbids`], [`Cause::NotAllowed`], and
/// what the deed names and is not there.
pub fn change(tx: &Write<'_>, desk: &Desk, doer: Doer<'_>, deed: &TicketDeed) -> Result<Vec<Ticket>, Turned> {
    if deed.tickets.is_empty() || deed.tickets.len() > MOST {
        return Err(Cause::BadText { field: "tickets".to_owned() }.into());
    }
    may_do(doer.actor, &deed.what)?;
    let mut changed = deed.tickets.clone();
    for number in &deed.tickets {
        let kept = doer.find(tx, *number)?;
        changed.extend(change_one(tx, desk, doer, (kept, &deed.what))?);
    }
    let mut shown = Vec::with_capacity(changed.len());
    for number in changed {
        shown.extend(list::find(tx, doer.eyes, number)?.map(|(_, ticket)| ticket));
    }
    Ok(shown)
}

/// Opens a ticket of the house: somebody says that a log-in was not theirs. Only the office sees it.
///
/// # Errors
/// Where the archive fails.
pub fn not_me(tx: &Write<'_>, desk: &Desk, actor: &Actor) -> Result<TicketId, Turned> {
    let (subject, body) = titles::not_me(actor.keeper.login.as_str(), Language::Polish);
    let opening = Opening {
        category: Category::Other,
        subject: &subject,
        site: None,
        customer: None,
        details: &[],
        priority: Priority::Urgent,
        origin: Origin::House,
        by: Writer::House,
        body: EntryText::plain(&body),
        attach: Vec::new(),
        now: actor.now,
    };
    let (id, _) = open(tx, desk, opening)?;
    Ok(id)
}

/// Customers turn the state; whose a ticket is, is the business of those who see customers.
fn may_do(actor: &Actor, deed: &Deed) -> Result<(), Cause> {
    let role = actor.keeper.role;
    let may = match deed {
        Deed::State { .. } => true,
        Deed::Customer { .. } => role.sees_customers(),
        Deed::Take
        | Deed::Assign { .. }
        | Deed::Priority { .. }
        | Deed::Category { .. }
        | Deed::Site { .. }
        | Deed::Watch { .. }
        | Deed::Unwatch { .. }
        | Deed::Merge { .. }
        | Deed::Split { .. } => role.is_staff(),
    };
    if may { Ok(()) } else { Err(Cause::NotAllowed) }
}

/// Does it with one ticket; returns the number of one that came of it.
fn change_one(
    tx: &Write<'_>,
    desk: &Desk,
    doer: Doer<'_>,
    (kept, deed): (Kept, &Deed),
) -> Result<Option<TicketNumber>, Turned> {
    match deed {
        Deed::Take => take(tx, desk, doer, kept)?,
        Deed::Assign { to } => assign(tx, doer, &kept, to.as_ref())?,
        Deed::State { to } => state(tx, desk, doer, (kept, *to))?,
        Deed::Priority { to } => priority(tx, doer, (kept, *to))?,
        Deed::Category { to } => category(tx, desk, doer, (kept, *to))?,
        Deed::Site { to } => site(tx, doer, &kept, to.as_ref())?,
        Deed::Customer { to } => customer(tx, doer, &kept, to.as_ref())?,
        Deed::Watch { login } => {
            let watcher = staff_called(tx, login)?;
            if watch::add(tx, kept.id, watcher)? {
                note(tx, doer, kept.id, &TicketTurn::Watched { login: login.clone() })?;
            }
        }
        Deed::Unwatch { login } => {
            let watcher = account_called(tx, login)?;
            if watch::remove(tx, kept.id, watcher)? {
                note(tx, doer, kept.id, &TicketTurn::Unwatched { login: login.clone() })?;
            }
        }
        Deed::Merge { into } => {
            let into = doer.find(tx, *into)?;
            joining::merge(tx, doer, &kept, into)?;
        }
        Deed::Split { entries, category, subject } => {
            let parted = joining::Parted { entries, category: *category, subject };
            return joining::split(tx, desk, doer, (&kept, &parted)).map(Some);
        }
    }
    Ok(None)
}

pub(super) fn note(tx: &Write<'_>, doer: Doer<'_>, id: TicketId, what: &TicketTurn) -> Result<(), StoreError> {
    turn(tx, id, &doer.writer(), what, doer.actor.now)?;
    Ok(())
}

fn take(tx: &Write<'_>, desk: &Desk, doer: Doer<'_>, mut kept: Kept) -> Result<(), Turned> {
    let own = &doer.actor.keeper;
    if kept.assignee != Some(own.id) {
        tickets::set_assignee(tx, kept.id, Some(own.id))?;
        note(tx, doer, kept.id, &TicketTurn::Assigned { to: Some(own.login.clone()) })?;
    }
    if kept.standing.state == TicketState::New {
        let by = by_of(tx, &doer.writer())?;
        turns::set_state(tx, desk, &mut kept, (&by, TicketState::Open), doer.actor.now)?;
    }
    Ok(())
}

fn assign(tx: &Write<'_>, doer: Doer<'_>, kept: &Kept, to: Option<&Login>) -> Result<(), Turned> {
    let account = to.map(|login| staff_called(tx, login)).transpose()?;
    if kept.assignee == account {
        return Ok(());
    }
    tickets::set_assignee(tx, kept.id, account)?;
    Ok(note(tx, doer, kept.id, &TicketTurn::Assigned { to: to.cloned() })?)
}

fn state(tx: &Write<'_>, desk: &Desk, doer: Doer<'_>, (mut kept, to): (Kept, TicketState)) -> Result<(), Turned> {
    let now = doer.actor.now;
    turns::may_become(desk, &kept, (doer.actor.keeper.role, to), now)?;
    let by = by_of(tx, &doer.writer())?;
    Ok(turns::set_state(tx, desk, &mut kept, (&by, to), now)?)
}

fn priority(tx: &Write<'_>, doer: Doer<'_>, (mut kept, to): (Kept, Priority)) -> Result<(), Turned> {
    let from = kept.standing.priority;
    if from == to {
        return Ok(());
    }
    kept.standing.priority = to;
    tickets::set_standing(tx, kept.id, &kept.standing)?;
    Ok(note(tx, doer, kept.id, &TicketTurn::Priority { from, to })?)
}

fn category(tx: &Write<'_>, desk: &Desk, doer: Doer<'_>, (mut kept, to): (Kept, Category)) -> Result<(), Turned> {
    let from = kept.standing.category;
    if to == Category::Unknown {
        return Err(Cause::BadText { field: "category".to_owned() }.into());
    }
    if from == to {
        return Ok(());
    }
    kept.standing.category = to;
    desk.anew(&mut kept.clock, &kept.standing, doer.actor.now);
    tickets::set_clock(tx, kept.id, &kept.clock)?;
    tickets::set_standing(tx, kept.id, &kept.standing)?;
    Ok(note(tx, doer, kept.id, &TicketTurn::Category { from, to })?)
}

fn site(tx: &Write<'_>, doer: Doer<'_>, kept: &Kept, to: Option<&SiteCode>) -> Result<(), Turned> {
    let site = match to {
        None => None,
        Some(code) => {
            let absent = || Cause::NoSuchSite { text: code.to_string(), similar: Vec::new() };
            Some(store::site::id_of(tx, code.as_str())?.ok_or_else(absent)?)
        }
    };
    if kept.site == site {
        return Ok(());
    }
    tickets::set_site(tx, kept.id, site)?;
    Ok(note(tx, doer, kept.id, &TicketTurn::Site { to: to.cloned() })?)
}

fn customer(tx: &Write<'_>, doer: Doer<'_>, kept: &Kept, to: Option<&CustomerNumber>) -> Result<(), Turned> {
    let customer = match to {
        None => None,
        Some(number) => {
            let absent = || Cause::NoSuchCustomer { text: number.to_string(), similar: Vec::new() };
            Some(store::customer::by_number(tx, number.as_str())?.ok_or_else(absent)?.id)
        }
    };
    if kept.customer == customer {
        return Ok(());
    }
    tickets::set_customer(tx, kept.id, customer)?;
    Ok(note(tx, doer, kept.id, &TicketTurn::Customer { to: to.map(ToString::to_string) })?)
}

fn account_called(tx: &Write<'_>, login: &Login) -> Result<common::id::AccountId, Turned> {
    let absent = || Cause::NoSuchAccount { text: login.to_string(), similar: Vec::new() };
    Ok(store::account::by_login(tx, login.as_str())?.ok_or_else(absent)?.id)
}

/// Returns the account of somebody who works for the house: tickets are nobody else's work, and nobody else is told of
/// what is internal.
fn staff_called(tx: &Write<'_>, login: &Login) -> Result<common::id::AccountId, Turned> {
    let absent = || Cause::NoSuchAccount { text: login.to_string(), similar: Vec::new() };
    let keeper = store::account::by_login(tx, login.as_str())?.ok_or_else(absent)?;
    if !keeper.role.is_staff() {
        return Err(Cause::RoleForbids { role: keeper.role.name().to_owned() }.into());
    }
    Ok(keeper.id)
}
