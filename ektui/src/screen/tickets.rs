//! Tickets: lists of them, messages over all of them, drafts, one with its thread, and how the office is doing.
//!
//! It must not know how they are fetched or changed; it names what is under the cursor.

pub mod book;
pub mod card;
pub mod composer;
pub mod figures;
pub mod list;
pub mod table;
pub mod thread;
pub mod view;
pub mod words;
pub mod writing;

use common::account::{Account, Role};
use common::id::EntryId;
use common::ticket::canned::Template;
use common::ticket::entry::Entry;
use common::ticket::query::{AssignedTo, TicketCounts, TicketFilter, TicketOrder, TicketStanding};
use common::ticket::{Ticket, TicketNumber};
use jiff::Timestamp;

use crate::effect::{Answer, TicketList};
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::rows::Order;
use crate::screen::tickets::book::Book;
use crate::screen::tickets::figures::Figures;
use crate::screen::tickets::list::{Column, List};
use crate::screen::tickets::thread::Thread;
use crate::screen::{Part, Screen};

/// The screens' state.
pub struct Model {
    /// The part that was looked at last.
    pub tab: Screen,
    lists: [List; 4],
    pub messages: Messages,
    pub drafts: Book,
    pub counts: Remote<TicketCounts>,
    pub thread: Thread,
    pub figures: Figures,
    pub templates: Remote<Vec<Template>>,
    /// Who can be given work.
    pub staff: Remote<Vec<Account>>,
}

/// Messages over all tickets.
#[derive(Default)]
pub struct Messages {
    pub rows: Remote<Vec<Entry>>,
    selected: Option<EntryId>,
    pub filter: String,
    /// The words for which the rows were found.
    found_for: String,
}

/// The parts that are lists of tickets, in the order of the lists.
pub const LISTS: [Screen; 4] = [
    Screen::Tickets(Part::Mine),
    Screen::Tickets(Part::Unassigned),
    Screen::Tickets(Part::Open),
    Screen::Tickets(Part::All),
];

impl Default for Model {
    fn default() -> Self {
        let list = |standing, assignee, order, column| {
            List::of(TicketFilter { standing, assignee, order, ..TicketFilter::default() }, column)
        };
        let open = |assignee| list(TicketStanding::Open, assignee, TicketOrder::Due, Column::Due);
        Self {
            tab: Screen::Tickets(Part::Open),
            lists: [
                open(Some(AssignedTo::Me)),
                open(Some(AssignedTo::Nobody)),
                open(None),
                list(TicketStanding::All, None, TicketOrder::Changed, Column::Changed),
            ],
            messages: Messages::default(),
            drafts: Book::default(),
            counts: Remote::Loading,
            thread: Thread::default(),
            figures: Figures::default(),
            templates: Remote::Loading,
            staff: Remote::Loading,
        }
    }
}

impl Model {
    /// Returns the part that comes after this one for somebody in this role; after the last the first.
    #[must_use]
    pub fn next_tab(&self, role: Option<Role>) -> Screen {
        let parts: Vec<Screen> = Screen::OF_TICKETS.into_iter().filter(|screen| screen.is_for(role)).collect();
        let place = parts.iter().position(|other| *other == self.tab).unwrap_or(0);
        parts.get((place + 1) % parts.len().max(1)).copied().unwrap_or(Screen::Tickets(Part::Open))
    }

    /// Returns the list of a part; of a part that is none, of the open ones.
    #[must_use]
    pub fn list_of(&self, part: Screen) -> &List {
        &self.lists[place_of(part)]
    }

    /// Returns the list of the part looked at last.
    #[must_use]
    pub fn list(&self) -> &List {
        self.list_of(self.tab)
    }

    /// Returns the same to be changed.
    pub fn list_mut(&mut self) -> &mut List {
        &mut self.lists[place_of(self.tab)]
    }

    /// Takes tickets in: those of a part, or those that were found for words in it.
    pub fn take(&mut self, filter: &TicketFilter, answer: Answer<TicketList>, order: Order, look: &Look) {
        let plain = TicketFilter { text: None, ..filter.clone() };
        let Some(list) = self.lists.iter_mut().find(|list| list.filter == plain) else { return };
        match (&filter.text, answer) {
            (None, answer) => list.take(answer, order, look),
            (Some(text), Ok(found)) => list.take_found(text, found.tickets, look),
            // What is held is filtered all the same.
            (Some(_), Err(_)) => {}
        }
    }

    /// Returns a ticket, wherever it is held.
    #[must_use]
    pub fn find(&self, number: TicketNumber) -> Option<&Ticket> {
        let card = self.thread.card().map(|card| &card.ticket).filter(|ticket| ticket.number == number);
        card.or_else(|| self.lists.iter().find_map(|list| list.find(number)))
    }

    /// Returns the ticket that keys of this screen are about.
    #[must_use]
    pub fn subject(&self, screen: Screen) -> Option<&Ticket> {
        match screen {
            Screen::Tickets(Part::Thread) => self.thread.number.and_then(|number| self.find(number)),
            screen if LISTS.contains(&screen) => self.list_of(screen).selected(),
            _ => None,
        }
    }

    /// Puts tickets that have changed in the place of what they were.
    pub fn replace(&mut self, changed: &[Ticket]) {
        for list in &mut self.lists {
            list.replace(changed);
        }
        if let Some(card) = self.thread.card_mut()
            && let Some(ticket) = changed.iter().find(|ticket| ticket.number == card.ticket.number)
        {
            card.ticket = ticket.clone();
        }
    }

    /// Notes that a thread has been read up to its end.
    pub fn read(&mut self, number: TicketNumber) {
        for list in &mut self.lists {
            list.read(number);
        }
    }
}

fn place_of(part: Screen) -> usize {
    LISTS.iter().position(|other| *other == part).unwrap_or(2)
}

impl Messages {
    /// Filters by another text.
    pub fn set_filter(&mut self, text: &str) {
        text.clone_into(&mut self.filter);
    }

    /// Returns the words to ask for, unless what is held is theirs.
    #[must_use]
    pub fn wanted(&self) -> Option<String> {
        let words = list::search_words(&self.filter);
        (words != self.found_for || self.rows.value().is_none()).then_some(words)
    }

    /// Takes messages in that were found for these words.
    pub fn take(&mut self, text: String, answer: Answer<Vec<Entry>>, now: Timestamp) {
        if text == list::search_words(&self.filter) {
            self.found_for = text;
            self.rows.take(answer, now);
        }
    }

    /// Returns the place of the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        let rows = self.rows.value().map_or(&[][..], Vec::as_slice);
        rows.iter().position(|entry| Some(entry.id) == self.selected).unwrap_or(0)
    }

    /// Returns the message under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Entry> {
        self.rows.value()?.get(self.cursor())
    }

    /// Moves the cursor by rows, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let Some(rows) = self.rows.value() else { return };
        let place = self.cursor().saturating_add_signed(by).min(rows.len().saturating_sub(1));
        self.selected = rows.get(place).map(|entry| entry.id);
    }
}
