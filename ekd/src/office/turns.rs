//! What writing and time make of a ticket's state and clock.

use common::account::Role;
use common::fault::{Cause, TicketCause};
use common::ticket::TicketState;
use common::ticket::entry::TicketTurn;
use jiff::Timestamp;

use super::timing::{self, Desk};
use super::{ticket, turn_by};
use crate::store::StoreError;
use crate::store::log::Write;
use crate::store::ticket::by::{By, Side};
use crate::store::ticket::{self as tickets, Kept};
use crate::turned::Turned;

/// Makes sure that a customer may still write to a ticket.
pub(super) fn may_write(desk: &Desk, kept: &Kept, now: Timestamp) -> Result<(), Turned> {
    let forbids = || {
        let state = kept.standing.state.name().to_owned();
        ticket(TicketCause::StateForbids { number: kept.number.to_string(), state })
    };
    match kept.standing.state {
        TicketState::Closed | TicketState::Unknown => Err(forbids()),
        TicketState::Solved if !is_in_grace(desk, kept, now) => Err(forbids()),
        TicketState::New | TicketState::Open | TicketState::Waiting | TicketState::Solved | TicketState::Reopened => {
            Ok(())
        }
    }
}

/// Makes sure that somebody may have a ticket be in a state.
///
/// # Errors
/// [`TicketCause::StateForbids`], [`Cause::NotAllowed`].
pub(super) fn may_become(
    desk: &Desk,
    kept: &Kept,
    (role, to): (Role, TicketState),
    now: Timestamp,
) -> Result<(), Turned> {
    let from = kept.standing.state;
    let may = if role.is_staff() {
        !matches!(to, TicketState::New | TicketState::Unknown) && from != to
    } else {
        match to {
            TicketState::Closed => from != TicketState::Closed,
            TicketState::Reopened => from == TicketState::Solved && is_in_grace(desk, kept, now),
            TicketState::New
            | TicketState::Open
            | TicketState::Waiting
            | TicketState::Solved
            | TicketState::Unknown => {
                return Err(Cause::NotAllowed.into());
            }
        }
    };
    let state = from.name().to_owned();
    let forbids = || ticket(TicketCause::StateForbids { number: kept.number.to_string(), state });
    if may { Ok(()) } else { Err(forbids()) }
}

/// Has the clock of a ticket be that of its category from when it came.
pub(super) fn clock_anew(desk: &Desk, kept: &mut Kept, now: Timestamp) {
    let new = desk.start(kept.standing.category, kept.standing.origin, kept.standing.created_at);
    let before = std::mem::replace(&mut kept.clock, new);
    kept.clock.answered_at = before.answered_at;
    kept.clock.ran_out_at = before.ran_out_at;
    if before.paused_at.is_some() || kept.standing.settled_at.is_some() {
        timing::pause(&mut kept.clock, before.paused_at.unwrap_or(now));
        kept.clock.paused_at = before.paused_at;
    }
}

/// Tells whether a customer may still reopen what the office has solved.
pub(super) fn is_in_grace(desk: &Desk, kept: &Kept, now: Timestamp) -> bool {
    kept.standing.settled_at.is_some_and(|settled_at| now.duration_since(settled_at) <= desk.grace)
}

/// Has a ticket follow what was written to it.
pub(super) fn written(tx: &Write<'_>, desk: &Desk, mut kept: Kept, by: &By, now: Timestamp) -> Result<(), Turned> {
    let state = kept.standing.state;
    match by.author {
        Side::Office | Side::OutsideOffice => {
            kept.clock.answered_at.get_or_insert(now);
            kept.standing.awaits_office = false;
        }
        Side::Customer | Side::Correspondent | Side::Unverified => {
            kept.standing.awaits_office = true;
            if !state.is_settled() {
                timing::resume(&mut kept.clock, now);
            }
        }
        Side::House | Side::Erased => return Ok(()),
    }
    tickets::set_clock(tx, kept.id, &kept.clock)?;
    tickets::set_standing(tx, kept.id, &kept.standing)?;
    let to = match (by.author, state) {
        (Side::Office, TicketState::New) | (Side::Customer, TicketState::Waiting) => TicketState::Open,
        (Side::Customer, TicketState::Solved) => TicketState::Reopened,
        _ => return Ok(()),
    };
    Ok(set_state(tx, desk, &mut kept, (by, to), now)?)
}

/// Has a ticket be in another state, its clock with it.
pub(super) fn set_state(
    tx: &Write<'_>,
    _desk: &Desk,
    kept: &mut Kept,
    (by, to): (&By, TicketState),
    now: Timestamp,
) -> Result<(), StoreError> {
    let from = kept.standing.state;
    kept.standing.state = to;
    match to {
        TicketState::Solved | TicketState::Closed => {
            kept.standing.settled_at.get_or_insert(now);
            kept.standing.awaits_office = false;
            timing::pause(&mut kept.clock, now);
            kept.clock.paused_at = None;
        }
        TicketState::Waiting => {
            kept.standing.settled_at = None;
            kept.standing.awaits_office = false;
            timing::pause(&mut kept.clock, now);
        }
        TicketState::New | TicketState::Open | TicketState::Reopened | TicketState::Unknown => {
            kept.standing.settled_at = None;
            timing::resume(&mut kept.clock, now);
        }
    }
    tickets::set_clock(tx, kept.id, &kept.clock)?;
    tickets::set_standing(tx, kept.id, &kept.standing)?;
    turn_by(tx, kept.id, by, &TicketTurn::State { from, to }, now)?;
    Ok(())
}
