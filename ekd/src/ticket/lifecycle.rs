//! Which state of a ticket may follow which, by whom, and what an entry makes of it.

use common::ticket::TicketState;
use common::ticket::TicketState::{Closed, New, Open, Reopened, Solved, Waiting};
use jiff::SignedDuration;

/// Whose side somebody is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who acts for the customer, logged in.
    Customer,
    Office,
    /// The daemon itself.
    House,
}

/// How long ago a ticket was settled, and within what time the customer may reopen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grace {
    /// `None`: it is not settled.
    pub settled_for: Option<SignedDuration>,
    pub reopen_within: SignedDuration,
}

impl Grace {
    /// Tells whether the customer may still reopen it.
    #[must_use]
    pub fn lasts(&self) -> bool {
        self.settled_for.is_none_or(|settled_for| settled_for <= self.reopen_within)
    }
}

/// When something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Always,
    WithinGrace,
    AfterGrace,
}

/// Every step that there is; what is not here is forbidden.
const STEPS: [(TicketState, TicketState, Side, When); 25] = [
    (New, Open, Side::Office, When::Always),
    (New, Waiting, Side::Office, When::Always),
    (New, Solved, Side::Office, When::Always),
    (New, Closed, Side::Office, When::Always),
    // Whoever asked may say that it is settled.
    (New, Closed, Side::Customer, When::Always),
    (Open, Waiting, Side::Office, When::Always),
    (Open, Solved, Side::Office, When::Always),
    (Open, Closed, Side::Office, When::Always),
    (Open, Closed, Side::Customer, When::Always),
    (Waiting, Open, Side::Office, When::Always),
    (Waiting, Open, Side::Customer, When::Always),
    (Waiting, Solved, Side::Office, When::Always),
    (Waiting, Closed, Side::Office, When::Always),
    (Waiting, Closed, Side::Customer, When::Always),
    (Solved, Reopened, Side::Customer, When::WithinGrace),
    (Solved, Reopened, Side::Office, When::Always),
    (Solved, Closed, Side::Customer, When::Always),
    (Solved, Closed, Side::Office, When::Always),
    (Solved, Closed, Side::House, When::AfterGrace),
    (Closed, Reopened, Side::Office, When::Always),
    (Reopened, Open, Side::Office, When::Always),
    (Reopened, Waiting, Side::Office, When::Always),
    (Reopened, Solved, Side::Office, When::Always),
    (Reopened, Closed, Side::Office, When::Always),
    (Reopened, Closed, Side::Customer, When::Always),
];

/// Tells whether a side may turn a ticket from one state to another.
#[must_use]
pub fn may_turn(from: TicketState, to: TicketState, by: Side, grace: Grace) -> bool {
    STEPS.iter().any(|(step_from, step_to, side, when)| {
        (*step_from, *step_to, *side) == (from, to, by)
            && match when {
                When::Always => true,
                When::WithinGrace => grace.lasts(),
                When::AfterGrace => !grace.lasts(),
            }
    })
}

/// What comes into a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A message of somebody who acts for the customer and is logged in.
    Customer,
    /// A message of the office, or of the office outside.
    Office,
    /// A message by mail of anybody else: it proves too little to turn anything.
    Mail,
    /// An internal note, something a program wrote, or the house's own words.
    Silent,
}

/// What an entry makes of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The state in which it is afterwards; `None`: as it is.
    pub to: Option<TicketState>,
    /// Whether the customer has written since the office last did; `None`: as it is.
    pub awaits_office: Option<bool>,
    /// The customer is waited for no more: the clock goes on.
    pub ends_pause: bool,
    /// It is an answer: the first of them is remembered.
    pub answers: bool,
}

/// Nothing may be written there any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the state {} takes no more messages", .0.name())]
pub struct TakesNoMore(pub TicketState);

/// Returns what an entry makes of a ticket.
///
/// # Errors
/// Where a customer writes to what is closed, or was solved too long ago.
pub fn entered(state: TicketState, incoming: Incoming, grace: Grace) -> Result<Effect, TakesNoMore> {
    let nothing = Effect { to: None, awaits_office: None, ends_pause: false, answers: false };
    let asks = Effect { awaits_office: Some(true), ends_pause: !state.is_settled(), ..nothing };
    match incoming {
        Incoming::Silent => Ok(nothing),
        Incoming::Mail => Ok(asks),
        Incoming::Office => {
            let to = (state == New).then_some(Open);
            Ok(Effect { to, awaits_office: Some(false), answers: true, ..nothing })
        }
        Incoming::Customer => match state {
            New | Open | Reopened => Ok(asks),
            Waiting => Ok(Effect { to: Some(Open), ..asks }),
            Solved if grace.lasts() => Ok(Effect { to: Some(Reopened), ends_pause: true, ..asks }),
            Solved | Closed | TicketState::Unknown => Err(TakesNoMore(state)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REOPEN_WITHIN: SignedDuration = SignedDuration::from_hours(14 * 24);

    fn settled(hours: i64) -> Grace {
        Grace { settled_for: Some(SignedDuration::from_hours(hours)), reopen_within: REOPEN_WITHIN }
    }

    /// Returns to which states a side may turn a ticket, by the first letters of their names.
    fn steps(from: TicketState, by: Side, grace: Grace) -> String {
        let may = |to: &TicketState| may_turn(from, *to, by, grace);
        TicketState::ALL.into_iter().filter(may).map(|to| to.name()[..1].to_owned()).collect()
    }

    #[test]
    fn each_side_has_its_steps() {
        let (open, fresh, old) =
            (Grace { settled_for: None, reopen_within: REOPEN_WITHIN }, settled(336), settled(337));
        for (from, grace, customer, office, house) in [
            (New, open, "c", "owsc", ""),
            (Open, open, "c", "wsc", ""),
            (Waiting, open, "oc", "osc", ""),
            (Solved, fresh, "cr", "cr", ""),
            (Solved, old, "c", "cr", "c"),
            (Closed, fresh, "", "r", ""),
            (Closed, old, "", "r", ""),
            (Reopened, open, "c", "owsc", ""),
            (TicketState::Unknown, open, "", "", ""),
        ] {
            let found = [Side::Customer, Side::Office, Side::House].map(|by| steps(from, by, grace));
            assert_eq!(found, [customer, office, house], "{from:?} {grace:?}");
        }
    }

    #[test]
    fn no_step_stands_twice_and_none_leads_nowhere() {
        for (index, (from, to, side, _)) in STEPS.iter().enumerate() {
            assert_ne!(from, to);
            assert!(
                STEPS[..index].iter().all(|step| (step.0, step.1, step.2) != (*from, *to, *side)),
                "{from:?} {to:?}"
            );
        }
    }

    #[test]
    fn an_entry_turns_a_ticket_for_whoever_is_known() {
        let effect = |state, incoming, hours| {
            entered(state, incoming, settled(hours)).map(|effect| (effect.to, effect.awaits_office, effect.ends_pause))
        };
        assert_eq!(effect(Waiting, Incoming::Customer, 0), Ok((Some(Open), Some(true), true)));
        assert_eq!(effect(Open, Incoming::Customer, 0), Ok((None, Some(true), true)));
        assert_eq!(effect(Solved, Incoming::Customer, 336), Ok((Some(Reopened), Some(true), true)));
        assert_eq!(effect(Solved, Incoming::Customer, 337), Err(TakesNoMore(Solved)));
        assert_eq!(effect(Closed, Incoming::Customer, 0), Err(TakesNoMore(Closed)));
        assert_eq!(effect(New, Incoming::Office, 0), Ok((Some(Open), Some(false), false)));
        assert_eq!(effect(Closed, Incoming::Office, 999), Ok((None, Some(false), false)));
        for state in TicketState::ALL {
            let by_mail = entered(state, Incoming::Mail, settled(999)).unwrap();
            assert_eq!((by_mail.to, by_mail.ends_pause), (None, !state.is_settled()), "{state:?}");
            let silent = entered(state, Incoming::Silent, settled(999)).unwrap();
            assert_eq!((silent.to, silent.awaits_office, silent.answers), (None, None, false), "{state:?}");
        }
    }
}
