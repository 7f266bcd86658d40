//! What writing and time make of a ticket's state and clock.

use common::account::Role;
use common::fault::TicketCause;
use common::ticket::TicketState;
use common::ticket::entry::TicketTurn;
use jiff::Timestamp;

use super::timing::Desk;
use super::{ticket, turn_by};
use crate::store::StoreError;
use crate::store::log::Write;
use crate::store::ticket::by::{By, Side};
use crate::store::ticket::{self as tickets, Kept};
use crate::ticket::lifecycle::{self, Effect, Incoming};
use crate::turned::Turned;

fn forbids(kept: &Kept) -> Turned {
    let state = kept.standing.state.name().to_owned();
    ticket(TicketCause::StateForbids { number: kept.number.to_string(), state })
}

/// Returns what a message makes of a ticket.
///
/// # Errors
/// [`TicketCause::StateForbids`] where a customer writes to what is closed, or was solved too long ago.
pub(super) fn effect(
    desk: &Desk,
    kept: &Kept,
    (by, is_automatic): (&By, bool),
    now: Timestamp,
) -> Result<Effect, Turned> {
    let incoming = match by.author {
        _ if is_automatic => Incoming::Silent,
        Side::Customer => Incoming::Customer,
        Side::Office | Side::OutsideOffice => Incoming::Office,
        Side::Correspondent | Side::Unverified => Incoming::Mail,
        Side::House | Side::Erased => Incoming::Silent,
    };
    let grace = desk.grace(&kept.standing, now);
    lifecycle::entered(kept.standing.state, incoming, grace).map_err(|_| forbids(kept))
}

/// Has a ticket follow what was written to it. Mail turns no state, the outside office's neither.
pub(super) fn written(
    tx: &Write<'_>,
    desk: &Desk,
    mut kept: Kept,
    (by, effect): (&By, Effect),
    now: Timestamp,
) -> Result<(), StoreError> {
    if effect.answers {
        kept.clock.answered_at.get_or_insert(now);
    }
    kept.standing.awaits_office = effect.awaits_office.unwrap_or(kept.standing.awaits_office);
    if effect.ends_pause {
        desk.go_on(&mut kept.clock, &kept.standing, now);
    }
    tickets::set_clock(tx, kept.id, &kept.clock)?;
    tickets::set_standing(tx, kept.id, &kept.standing)?;
    match effect.to.filter(|_| by.author != Side::OutsideOffice) {
        Some(to) => set_state(tx, desk, &mut kept, (by, to), now),
        None => Ok(()),
    }
}

/// Makes sure that somebody may have a ticket be in a state.
///
/// # Errors
/// [`TicketCause::StateForbids`].
pub(super) fn may_become(
    desk: &Desk,
    kept: &Kept,
    (role, to): (Role, TicketState),
    now: Timestamp,
) -> Result<(), Turned> {
    let side = if role.is_staff() { lifecycle::Side::Office } else { lifecycle::Side::Customer };
    let may = lifecycle::may_turn(kept.standing.state, to, side, desk.grace(&kept.standing, now));
    if may { Ok(()) } else { Err(forbids(kept)) }
}

/// Has a ticket be in another state, its clock with it.
pub(super) fn set_state(
    tx: &Write<'_>,
    desk: &Desk,
    kept: &mut Kept,
    (by, to): (&By, TicketState),
    now: Timestamp,
) -> Result<(), StoreError> {
    let from = std::mem::replace(&mut kept.standing.state, to);
    if to.is_settled() {
        kept.standing.settled_at.get_or_insert(now);
        kept.standing.awaits_office = false;
    } else {
        kept.standing.settled_at = None;
    }
    if to == TicketState::Waiting {
        kept.standing.awaits_office = false;
    }
    desk.follow(&mut kept.clock, &kept.standing, now);
    tickets::set_clock(tx, kept.id, &kept.clock)?;
    tickets::set_standing(tx, kept.id, &kept.standing)?;
    turn_by(tx, kept.id, by, &TicketTurn::State { from, to }, now)?;
    Ok(())
}
