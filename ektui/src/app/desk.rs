//! What the office does with tickets besides writing, what customers may do of it, and what came of it.

use common::account::Login;
use common::fault::Fault;
use common::id::{CustomerNumber, EntryId, SiteCode};
use common::ticket::deed::{Deed as Doing, TicketDeed};
use common::ticket::{Category, Priority, Ticket, TicketNumber, TicketState};

use crate::action::Action;
use crate::app::sheet::Purpose;
use crate::app::undo::Reverse;
use crate::app::{App, Open};
use crate::effect::{Answer, Ask, Deed, Effect};
use crate::look::Look;
use crate::screen::tickets::composer::{CATEGORY, CUSTOMER, PRIORITY, SITE, SUBJECT};
use crate::screen::tickets::words::{self, Side, category_label, priority_label};
use crate::widget::form::{Field, Form};

const INTO: &str = "field-merge-into";
const ASSIGNEE: &str = "field-assignee";

/// How far a ticket can be said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turning {
    Solve,
    Close,
    Wait,
    Open,
    Reopen,
}

impl Turning {
    /// Returns what can be said of a ticket in this state by this side.
    #[must_use]
    pub fn of(state: TicketState, side: Side) -> Vec<Self> {
        match (state, side) {
            (TicketState::Closed, _) => vec![Self::Reopen],
            (TicketState::Solved, Side::Office) => vec![Self::Close, Self::Reopen],
            (TicketState::Solved, Side::Customer) => vec![Self::Reopen, Self::Close],
            (_, Side::Customer) => vec![Self::Close],
            (TicketState::Waiting, Side::Office) => vec![Self::Solve, Self::Close, Self::Open],
            (_, Side::Office) => vec![Self::Solve, Self::Close, Self::Wait],
        }
    }

    /// Returns the message that names it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Solve => "turning-solve",
            Self::Close => "turning-close",
            Self::Wait => "turning-wait",
            Self::Open => "turning-open",
            Self::Reopen => "turning-reopen",
        }
    }

    /// Returns the verb of `ekctl tickets` that does the same.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Solve => "solve",
            Self::Close => "close",
            Self::Wait => "wait",
            Self::Open | Self::Reopen => "reopen",
        }
    }

    const fn state(self) -> TicketState {
        match self {
            Self::Solve => TicketState::Solved,
            Self::Close => TicketState::Closed,
            Self::Wait => TicketState::Waiting,
            Self::Open => TicketState::Open,
            Self::Reopen => TicketState::Reopened,
        }
    }
}

/// Returns the fields for what a ticket is about.
#[must_use]
pub fn edit_fields(ticket: &Ticket) -> Vec<Field> {
    let category = Category::ALL.iter().position(|other| *other == ticket.category).unwrap_or(0);
    let priority = Priority::ALL.iter().position(|other| *other == ticket.priority).unwrap_or(0);
    vec![
        Field::choice(CATEGORY, Category::ALL.map(category_label).into(), category),
        Field::choice(PRIORITY, Priority::ALL.map(priority_label).into(), priority),
        Field::line(SITE, ticket.site.as_ref().map_or("", |code| code.as_str())),
        Field::line(CUSTOMER, ticket.customer.as_ref().map_or("", |number| number.as_str())),
    ]
}

/// Returns the fields for a ticket that is made of entries of another.
#[must_use]
pub fn split_fields() -> Vec<Field> {
    let other = Category::ALL.iter().position(|category| *category == Category::Other).unwrap_or(0);
    vec![Field::choice(CATEGORY, Category::ALL.map(category_label).into(), other), Field::line(SUBJECT, "")]
}

/// Returns the field for whoever is to work on a ticket.
#[must_use]
pub fn assign_fields() -> Vec<Field> {
    vec![Field::line(ASSIGNEE, "")]
}

/// Returns the field for the ticket that another becomes part of.
#[must_use]
pub fn merge_fields(likely: Option<TicketNumber>) -> Vec<Field> {
    vec![Field::line(INTO, &likely.map(|number| number.to_string()).unwrap_or_default())]
}

impl App {
    /// Does something with the ticket that the screen is about.
    pub(super) fn act_at_the_desk(&mut self, action: Action) -> Vec<Effect> {
        let Some(ticket) = self.tickets.subject(self.screen).cloned() else { return Vec::new() };
        let number = ticket.number;
        match action {
            Action::TakeTicket => self.deal_with_tickets(vec![deed(number, Doing::Take)]),
            Action::AssignTicket => {
                self.open = Open::Assign(0);
                vec![Effect::Roll, Effect::Ask(Ask::Staff)]
            }
            Action::TurnTicket => {
                self.open = Open::Turn(0);
                vec![Effect::Roll]
            }
            Action::EditTicket => self.open_sheet(Purpose::Ticket(Box::new(ticket)), Vec::new()),
            Action::MergeTicket => {
                let card = self.tickets.thread.card().filter(|card| card.ticket.number == number);
                let likely = card.and_then(|card| card.similar.first()).map(|other| other.number);
                self.open_sheet(Purpose::Merge { number, likely }, Vec::new())
            }
            Action::SplitTicket => {
                let entries: Vec<EntryId> = self.tickets.thread.marked.iter().copied().collect();
                if entries.is_empty() {
                    self.reply(self.look.say("toast-mark-first"));
                    return Vec::new();
                }
                self.open_sheet(Purpose::Split { number, entries }, Vec::new())
            }
            _ => Vec::new(),
        }
    }

    /// Returns what can be said of how far the ticket is.
    #[must_use]
    pub fn turnings(&self) -> Vec<Turning> {
        let state = self.tickets.subject(self.screen).map(|ticket| ticket.state);
        state.map(|state| Turning::of(state, self.side())).unwrap_or_default()
    }

    /// Returns who can be given the ticket: oneself first, nobody, then the others.
    #[must_use]
    pub fn assignees(&self) -> Vec<(Option<Login>, String)> {
        let me = self.who.as_ref().map(|who| who.login.clone());
        let mine = me.iter().map(|login| (Some(login.clone()), self.look.say("assign-me")));
        let nobody = (None, self.look.say("assign-nobody"));
        let staff = self.tickets.staff.value().map_or(&[][..], Vec::as_slice);
        let is_other = |login: &Login| Some(login) != me.as_ref();
        let others = staff.iter().filter(|account| is_other(&account.login));
        let others = others.map(|account| {
            let name = common::text::visible(&account.name);
            (Some(account.login.clone()), format!("{} ({name})", account.login))
        });
        mine.chain([nobody]).chain(others).collect()
    }

    /// Makes the ticket the work of whoever the cursor is on.
    pub(super) fn assign(&mut self, place: usize) -> Vec<Effect> {
        let known = self.assignees();
        let to = known.get(place).map(|(login, _)| login.clone());
        let number = self.tickets.subject(self.screen).map(|ticket| ticket.number);
        if let Some(number) = number.filter(|_| place == known.len()) {
            return self.open_sheet(Purpose::Assign(number), Vec::new());
        }
        let Some((to, number)) = to.zip(number) else { return Vec::new() };
        self.deal_with_tickets(vec![deed(number, Doing::Assign { to })])
    }

    /// Says how far the ticket is.
    pub(super) fn turn(&mut self, place: usize) -> Vec<Effect> {
        let turning = self.turnings().get(place).copied();
        let number = self.tickets.subject(self.screen).map(|ticket| ticket.number);
        let Some((turning, number)) = turning.zip(number) else { return Vec::new() };
        self.deal_with_tickets(vec![deed(number, Doing::State { to: turning.state() })])
    }

    /// Asks the daemon to do something with tickets; says why not where it cannot be reached.
    pub(super) fn deal_with_tickets(&mut self, deeds: Vec<TicketDeed>) -> Vec<Effect> {
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        self.with_key(|key| Deed::ChangeTickets(key, deeds))
    }

    /// Returns what the form of a ticket asks for; `None` where something is wrong, which is said beside its field.
    pub(super) fn ticket_deed(&self, purpose: &Purpose, form: &mut Form) -> Option<Deed> {
        let key = self.fresh_key()?;
        let deeds = match purpose {
            Purpose::Ticket(ticket) => edited(ticket, form, &self.look)?,
            Purpose::Assign(number) => {
                let Ok(login) = Login::parse(&form.text(ASSIGNEE)) else {
                    form.complain(ASSIGNEE, self.look.say("field-assignee-wrong"));
                    return None;
                };
                vec![deed(*number, Doing::Assign { to: Some(login) })]
            }
            Purpose::Merge { number, .. } => vec![self.merged(*number, form)?],
            Purpose::Split { number, entries } => vec![self.split(*number, entries, form)?],
            _ => return None,
        };
        Some(Deed::ChangeTickets(key, deeds))
    }

    fn merged(&self, number: TicketNumber, form: &mut Form) -> Option<TicketDeed> {
        match TicketNumber::parse(&form.text(INTO)) {
            Ok(into) if into != number => Some(deed(number, Doing::Merge { into })),
            Ok(_) | Err(_) => {
                form.complain(INTO, self.look.say("field-ticket-wrong"));
                None
            }
        }
    }

    fn split(&self, number: TicketNumber, entries: &[EntryId], form: &mut Form) -> Option<TicketDeed> {
        let subject = form.text(SUBJECT);
        if subject.is_empty() {
            form.complain(SUBJECT, self.look.say("field-empty"));
            return None;
        }
        let category = Category::ALL.get(form.chosen(CATEGORY)).copied().unwrap_or(Category::Other);
        Some(deed(number, Doing::Split { entries: entries.to_vec(), category, subject }))
    }

    /// Takes in what came of deeds: says so, and offers to take back what can be.
    pub(super) fn tickets_changed(&mut self, deeds: &[TicketDeed], answer: Answer<Vec<Ticket>>) -> Vec<Effect> {
        let changed = match answer {
            Ok(changed) => changed,
            Err(fault) => return self.complain_of_ticket(&fault, deeds),
        };
        self.close_sheet();
        if let (Some(last), Some(ticket)) = (deeds.last(), changed.first()) {
            let before = last.tickets.first().and_then(|number| self.tickets.find(*number)).cloned();
            self.tell_of_deed(deeds, ticket, before.as_ref());
        }
        self.tickets.replace(&changed);
        self.tickets.thread.marked.clear();
        let mut effects = self.ask_tickets();
        let touched = |number: &TicketNumber| changed.iter().any(|ticket| ticket.number == *number);
        let thread = self
            .tickets
            .thread
            .number
            .filter(|number| touched(number) || deeds.iter().any(|deed| deed.tickets.contains(number)));
        effects.extend(thread.map(|number| Effect::Ask(Ask::Ticket(number))));
        effects.push(Effect::Roll);
        if self.undo.is_some() {
            effects.push(Effect::Tick);
        }
        effects
    }

    fn complain_of_ticket(&mut self, fault: &Fault, deeds: &[TicketDeed]) -> Vec<Effect> {
        let action = match deeds.last().map(|deed| &deed.what) {
            Some(Doing::Take) => Action::TakeTicket,
            Some(Doing::Assign { .. }) => Action::AssignTicket,
            Some(Doing::State { .. }) => Action::TurnTicket,
            Some(Doing::Merge { .. }) => Action::MergeTicket,
            Some(Doing::Split { .. }) => Action::SplitTicket,
            _ => Action::EditTicket,
        };
        let mut effects = self.complain(fault, action);
        effects.extend(self.ask_tickets());
        effects
    }

    fn tell_of_deed(&mut self, deeds: &[TicketDeed], ticket: &Ticket, before: Option<&Ticket>) {
        let Some(last) = deeds.last() else { return };
        let told = |what: String| [("number", ticket.number.to_string().into()), ("what", what.into())];
        let look = &self.look;
        let (words, back) = match &last.what {
            Doing::Take => (
                look.tell("toast-taken", &told(String::new())),
                before.map(|was| Doing::Assign { to: was.assignee.clone() }),
            ),
            Doing::Assign { to } => {
                let whom = to.as_ref().map_or_else(|| look.say("ticket-nobody"), ToString::to_string);
                let back = before.map(|was| Doing::Assign { to: was.assignee.clone() });
                (look.tell("toast-assigned", &told(whom)), back)
            }
            Doing::State { to } => {
                let words = look.tell("toast-turned", &told(words::state(*to, self.side(), look)));
                (words, before.and_then(|was| back_to(was.state, *to)).map(|to| Doing::State { to }))
            }
            Doing::Merge { into } => (look.tell("toast-merged", &told(into.to_string())), None),
            Doing::Split { .. } => (look.tell("toast-split", &told(String::new())), None),
            _ => (look.tell("toast-ticket-changed", &told(String::new())), None),
        };
        match back.filter(|_| deeds.len() == 1) {
            Some(what) => self.offer_undo(words, Reverse::Tickets(Box::new(deed(ticket.number, what)))),
            None => self.reply(words),
        }
    }
}

/// Returns the state that takes a turn back; the thread keeps both.
const fn back_to(was: TicketState, is: TicketState) -> Option<TicketState> {
    match (was, is) {
        (TicketState::Unknown, _) => None,
        (_, TicketState::Solved | TicketState::Closed) => Some(TicketState::Reopened),
        (TicketState::New, TicketState::Waiting) => Some(TicketState::Open),
        (was, _) => Some(was),
    }
}

fn deed(number: TicketNumber, what: Doing) -> TicketDeed {
    TicketDeed { tickets: vec![number], what }
}

/// Returns a deed for each thing that was changed in the form.
fn edited(ticket: &Ticket, form: &mut Form, look: &Look) -> Option<Vec<TicketDeed>> {
    let (site, customer) = (form.text(SITE), form.text(CUSTOMER));
    let site = match (site.is_empty(), SiteCode::parse(&site)) {
        (true, _) => None,
        (false, Ok(code)) => Some(code),
        (false, Err(_)) => {
            form.complain(SITE, look.say("field-site-unknown"));
            return None;
        }
    };
    let customer = match (customer.is_empty(), CustomerNumber::parse(&customer)) {
        (true, _) => None,
        (false, Ok(number)) => Some(number),
        (false, Err(_)) => {
            form.complain(CUSTOMER, look.say("field-customer-unknown"));
            return None;
        }
    };
    let category = Category::ALL.get(form.chosen(CATEGORY)).copied().unwrap_or(ticket.category);
    let priority = Priority::ALL.get(form.chosen(PRIORITY)).copied().unwrap_or(ticket.priority);
    let changes = [
        (category != ticket.category, Doing::Category { to: category }),
        (priority != ticket.priority, Doing::Priority { to: priority }),
        (site != ticket.site, Doing::Site { to: site }),
        (customer != ticket.customer, Doing::Customer { to: customer }),
    ];
    let deeds: Vec<TicketDeed> =
        changes.into_iter().filter(|(is_new, _)| *is_new).map(|(_, what)| deed(ticket.number, what)).collect();
    if deeds.is_empty() {
        form.complain(CATEGORY, look.say("field-nothing-changed"));
        return None;
    }
    Some(deeds)
}
