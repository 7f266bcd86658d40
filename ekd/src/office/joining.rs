//! Tickets become one, and parts of one become another. What was written stays where it was written; it is shown elsewhere.

use common::fault::{Cause, TicketCause};
use common::id::EntryId;
use common::ticket::entry::TicketTurn;
use common::ticket::{Category, TicketNumber, TicketState};

use super::deeds::{Doer, note};
use super::timing::Desk;
use super::{checks, ticket};
use crate::store::log::Write;
use crate::store::ticket::thread::{self, Place};
use crate::store::ticket::{self as tickets, Kept, Standing, watch};
use crate::turned::Turned;

/// Makes a ticket part of another.
///
/// # Errors
/// [`TicketCause::CannotMerge`] into itself, and into one of another customer.
pub(super) fn merge(tx: &Write<'_>, doer: Doer<'_>, from: &Kept, mut into: Kept) -> Result<(), Turned> {
    let differ = matches!((from.customer, into.customer), (Some(from), Some(into)) if from != into);
    if from.id == into.id || differ {
        return Err(ticket(TicketCause::CannotMerge { number: from.number.to_string() }));
    }
    thread::move_all(tx, from.id, into.id)?;
    if into.customer.is_none() && from.customer.is_some() {
        tickets::set_customer(tx, into.id, from.customer)?;
    }
    watch::join(tx, from.id, into.id)?;
    note(tx, doer, into.id, &TicketTurn::Merged { ticket: from.number })?;
    note(tx, doer, from.id, &TicketTurn::MergedInto { ticket: into.number })?;
    // The earlier promise is the one to keep.
    if let (Some(earlier), Some(later)) = (from.clock.due_at, into.clock.due_at)
        && earlier < later
    {
        (into.clock.name, into.clock.due_at) = (from.clock.name.clone(), Some(earlier));
        tickets::set_clock(tx, into.id, &into.clock)?;
    }
    into.standing.awaits_office |= from.standing.awaits_office;
    tickets::set_standing(tx, into.id, &into.standing)?;
    end(tx, doer, from)?;
    Ok(tickets::set_merged(tx, from.id, into.id)?)
}

/// Has a ticket that is part of another be nobody's work and have no clock.
fn end(tx: &Write<'_>, doer: Doer<'_>, from: &Kept) -> Result<(), Turned> {
    let mut clock = from.clock.clone();
    (clock.due_at, clock.paused_at, clock.left) = (None, None, None);
    tickets::set_clock(tx, from.id, &clock)?;
    let settled_at = from.standing.settled_at.or(Some(doer.actor.now));
    let standing = Standing { state: TicketState::Closed, settled_at, awaits_office: false, ..from.standing };
    Ok(tickets::set_standing(tx, from.id, &standing)?)
}

/// What goes to a ticket of its own, and what that is about.
pub(super) struct Parted<'a> {
    pub entries: &'a [EntryId],
    pub category: Category,
    pub subject: &'a str,
}

/// Has entries go to a ticket of their own, and returns its number. Its time runs from when the first of them was written.
///
/// # Errors
/// [`TicketCause::NoSuchEntry`]; [`TicketCause::CannotSplit`] where nothing or all that was written would go.
pub(super) fn split(
    tx: &Write<'_>,
    desk: &Desk,
    doer: Doer<'_>,
    (kept, parted): (&Kept, &Parted<'_>),
) -> Result<TicketNumber, Turned> {
    let cannot = || ticket(TicketCause::CannotSplit { number: kept.number.to_string() });
    let subject = checks::subject(parted.subject)?;
    if parted.category == Category::Unknown {
        return Err(Cause::BadText { field: "category".to_owned() }.into());
    }
    let mut entries = parted.entries.to_vec();
    entries.sort_unstable();
    entries.dedup();
    let mut places: Vec<Place> = Vec::with_capacity(entries.len());
    for id in &entries {
        let place = thread::place(tx, *id)?.filter(|place| place.thread == kept.id && !place.is_turn);
        places.push(place.ok_or_else(|| ticket(TicketCause::NoSuchEntry { id: id.0 }))?);
    }
    let Some(first) = places.first() else { return Err(cannot()) };
    if places.len() as u64 >= thread::written(tx, kept.id)? {
        return Err(cannot());
    }
    let clock = desk.start(parted.category, kept.standing.origin, first.at);
    let new = tickets::New {
        year: desk.year(doer.actor.now),
        subject: &subject,
        standing: Standing {
            category: parted.category,
            state: TicketState::Open,
            created_at: first.at,
            settled_at: None,
            awaits_office: true,
            ..kept.standing
        },
        opener: &kept.opener,
        customer: kept.customer,
        site: kept.site,
        details: &[],
        clock: &clock,
    };
    let id = tickets::insert(tx, &new)?;
    let number = tickets::number_of(tx, id)?.ok_or(Cause::Internal)?;
    watch::join(tx, kept.id, id)?;
    note(tx, doer, id, &TicketTurn::SplitFrom { ticket: kept.number })?;
    thread::move_some(tx, &entries, (kept.id, id))?;
    note(tx, doer, kept.id, &TicketTurn::SplitInto { ticket: number })?;
    Ok(number)
}
