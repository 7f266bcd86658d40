//! A list of tickets: filtered as one types, sorted, steady under the cursor.
//!
//! What was written in the threads is searched by the daemon; what it finds passes the words of the filter as well.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use common::text::fold;
use common::ticket::query::TicketFilter;
use common::ticket::{Ticket, TicketNumber, TicketState};

use crate::collation;
use crate::effect::{Answer, TicketList};
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::rows::{Direction, Keyed, Order, Picked, Sort};
use crate::screen::tickets::words;

/// The list's state.
pub struct List {
    /// What is asked of the daemon, without a text.
    pub filter: TicketFilter,
    pub rows: Remote<TicketList>,
    picked: Picked<TicketNumber>,
    pub sort: Sort<Column>,
    pub filter_text: String,
    /// What the daemon found for these words.
    found: (String, BTreeSet<TicketNumber>),
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What is due first; without a clock last.
    Due,
    Changed,
    Number,
    State,
    Subject,
    Priority,
}

impl Keyed for Ticket {
    type Key = TicketNumber;

    fn key(&self) -> TicketNumber {
        self.number
    }
}

fn tickets(rows: &Remote<TicketList>) -> &[Ticket] {
    rows.value().map_or(&[], |list| list.tickets.as_slice())
}

impl Column {
    pub const ALL: [Self; 6] = [Self::Due, Self::Changed, Self::Number, Self::State, Self::Subject, Self::Priority];

    /// Returns the message that names it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Due => "sort-due",
            Self::Changed => "sort-changed",
            Self::Number => "sort-number",
            Self::State => "sort-state",
            Self::Subject => "sort-subject",
            Self::Priority => "sort-priority",
        }
    }

    /// Tells whether the usual way is upwards, as for names.
    #[must_use]
    pub const fn ascends(self) -> bool {
        matches!(self, Self::Due | Self::State | Self::Subject)
    }
}

impl List {
    /// An empty list of what this filter asks for, in the order of this column.
    #[must_use]
    pub fn of(filter: TicketFilter, column: Column) -> Self {
        Self {
            filter,
            rows: Remote::Loading,
            picked: Picked::nothing(),
            sort: Sort::by(column),
            filter_text: String::new(),
            found: (String::new(), BTreeSet::new()),
        }
    }

    /// Takes an answer in.
    pub fn take(&mut self, answer: Answer<TicketList>, order: Order, look: &Look) {
        let before = self.picked.keys(tickets(&self.rows));
        self.rows.take(answer, look.now);
        self.arrange(look);
        if order == Order::Steady && !before.is_empty() {
            self.picked.keep_places(tickets(&self.rows), &before);
        }
        self.picked.settle(tickets(&self.rows));
    }

    /// Takes in what the daemon found for words; what is not in the list yet comes into it.
    pub fn take_found(&mut self, text: &str, found: Vec<Ticket>, look: &Look) {
        if text != search_words(&self.filter_text) {
            return;
        }
        self.found = (text.to_owned(), found.iter().map(|ticket| ticket.number).collect());
        if let Some(list) = self.rows.value_mut() {
            for ticket in found {
                match list.tickets.iter_mut().find(|row| row.number == ticket.number) {
                    Some(row) => *row = ticket,
                    None => list.tickets.push(ticket),
                }
            }
        }
        self.arrange(look);
        self.picked.settle(tickets(&self.rows));
    }

    /// Returns what the daemon has to search for, unless that is known.
    #[must_use]
    pub fn wanted(&self) -> Option<TicketFilter> {
        let text = search_words(&self.filter_text);
        let is_worth_it = text.chars().count() >= 2 && text != self.found.0;
        is_worth_it.then(|| TicketFilter { text: Some(text), ..self.filter.clone() })
    }

    /// Puts tickets that have changed in the place of what they were; their rows stay where they are.
    pub fn replace(&mut self, changed: &[Ticket]) {
        let Some(list) = self.rows.value_mut() else { return };
        for ticket in changed {
            if let Some(row) = list.tickets.iter_mut().find(|row| row.number == ticket.number) {
                row.clone_from(ticket);
            }
        }
    }

    /// Filters by another text.
    pub fn set_filter(&mut self, text: &str, look: &Look) {
        text.clone_into(&mut self.filter_text);
        self.arrange(look);
        self.picked.settle(tickets(&self.rows));
    }

    /// Sorts by another column, or the same one the other way round.
    pub fn sort_by(&mut self, column: Column, look: &Look) {
        self.sort.choose(column);
        self.arrange(look);
    }

    fn arrange(&mut self, look: &Look) {
        let tickets = tickets(&self.rows);
        let terms: Vec<String> = fold(&self.filter_text).split_whitespace().map(str::to_owned).collect();
        let is_found = !self.found.0.is_empty() && self.found.0 == search_words(&self.filter_text);
        let passes = |ticket: &Ticket| {
            let found = is_found && self.found.1.contains(&ticket.number);
            terms.iter().all(|term| (found && is_word(term)) || holds(term, ticket, look))
        };
        let mut shown: Vec<usize> = (0..tickets.len()).filter(|index| passes(&tickets[*index])).collect();
        match self.sort.column {
            Column::Due => shown.sort_by_key(|index| due(&tickets[*index])),
            Column::Changed => shown.sort_by_key(|index| Reverse(tickets[*index].changed_at)),
            Column::Number => shown.sort_by_key(|index| Reverse(tickets[*index].number)),
            Column::State => shown.sort_by_key(|index| place_of(tickets[*index].state)),
            Column::Subject => shown.sort_by_cached_key(|index| collation::key(&tickets[*index].subject)),
            Column::Priority => shown.sort_by_key(|index| Reverse(tickets[*index].priority)),
        }
        if self.sort.direction == Direction::Reversed {
            shown.reverse();
        }
        self.picked.show(shown);
    }

    /// Returns the rows shown, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Ticket> {
        self.picked.of(tickets(&self.rows))
    }

    /// Returns the place of the cursor among the rows shown.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        self.picked.cursor(tickets(&self.rows))
    }

    /// Returns the ticket under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Ticket> {
        self.picked.selected(tickets(&self.rows))
    }

    /// Puts the cursor on a ticket, if it is shown.
    pub fn select(&mut self, number: TicketNumber) {
        let rows = tickets(&self.rows);
        let place = self.picked.of(rows).position(|ticket| ticket.number == number);
        if let Some(place) = place {
            self.picked.go_to(rows, place);
        }
    }

    /// Returns a ticket by its number, shown or not.
    #[must_use]
    pub fn find(&self, number: TicketNumber) -> Option<&Ticket> {
        self.rows.value()?.tickets.iter().find(|ticket| ticket.number == number)
    }

    /// Notes that a thread has been read.
    pub fn read(&mut self, number: TicketNumber) {
        let row = self.rows.value_mut().and_then(|list| list.tickets.iter_mut().find(|row| row.number == number));
        if let Some(row) = row {
            row.n_unread = 0;
        }
    }

    /// Moves the cursor by rows, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.picked.step(tickets(&self.rows), by);
    }
}

/// What is due first; then what stands still, then what has no clock, the newest first.
fn due(ticket: &Ticket) -> impl Ord + use<> {
    let stands = match (ticket.clock.due_at, ticket.state.is_settled()) {
        (Some(_), _) => 0_u8,
        (None, false) => 1,
        (None, true) => 2,
    };
    (stands, ticket.clock.due_at, Reverse(ticket.number))
}

/// What needs somebody comes first.
fn place_of(state: TicketState) -> usize {
    TicketState::ALL.iter().position(|other| *other == state).unwrap_or(usize::MAX)
}

/// Returns the words of a filter that are searched for everywhere: neither conditions nor exclusions.
#[must_use]
pub fn search_words(text: &str) -> String {
    text.split_whitespace().filter(|word| is_word(word)).collect::<Vec<_>>().join(" ")
}

fn is_word(term: &str) -> bool {
    !term.starts_with('-') && !term.contains(':')
}

/// Tells whether a term of the filter holds: a word, `stan:nowe`, `typ:wyciek`, `kto:maria`, or with `-` the opposite.
fn holds(term: &str, ticket: &Ticket, look: &Look) -> bool {
    let (wanted, term) = match term.strip_prefix('-') {
        Some(rest) if !rest.is_empty() => (false, rest),
        Some(_) | None => (true, term),
    };
    let condition = |names: [&str; 2]| names.iter().find_map(|name| term.strip_prefix(name)?.strip_prefix(':'));
    let found = if let Some(state) = condition(["stan", "state"]) {
        state_names(ticket.state).iter().any(|name| name.starts_with(state))
    } else if let Some(category) = condition(["typ", "category"]) {
        let word = fold(&look.say(words::category_label(ticket.category)));
        word.contains(category) || ticket.category.name().starts_with(category)
    } else if let Some(login) = condition(["kto", "assignee"]) {
        ticket.assignee.as_ref().is_some_and(|assignee| fold(assignee.as_str()).starts_with(login))
    } else {
        fold(&text_of(ticket, look)).contains(term)
    };
    found == wanted
}

fn text_of(ticket: &Ticket, look: &Look) -> String {
    let parts = [
        ticket.number.to_string(),
        ticket.subject.clone(),
        words::site(ticket),
        words::customer(ticket),
        look.say(words::category_label(ticket.category)),
        ticket.assignee.as_ref().map(ToString::to_string).unwrap_or_default(),
    ];
    parts.join(" ")
}

/// Returns the folded words for a state, Polish and English alike.
const fn state_names(state: TicketState) -> &'static [&'static str] {
    match state {
        TicketState::New => &["nowe", "new"],
        TicketState::Open => &["w-toku", "wtoku", "open"],
        TicketState::Waiting => &["czeka", "waiting"],
        TicketState::Solved => &["rozwiazane", "solved"],
        TicketState::Closed => &["zamkniete", "closed"],
        TicketState::Reopened => &["wznowione", "reopened"],
        TicketState::Unknown => &["nieznany", "unknown"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use common::language::Language;

    fn list() -> List {
        let mut list = List::of(TicketFilter::default(), Column::Due);
        list.take(Ok(fixture::tickets::open()), Order::Fresh, &fixture::look(Language::Polish));
        list
    }

    fn numbers(list: &List) -> Vec<String> {
        list.shown().map(|ticket| ticket.number.to_string()).collect()
    }

    #[test]
    fn what_is_due_first_comes_first_and_what_stands_still_last() {
        assert_eq!(numbers(&list()), ["Z-2025-117", "Z-2025-118", "Z-2025-119", "Z-2025-104"]);
    }

    #[test]
    fn words_conditions_and_exclusions_meet() {
        let look = fixture::look(Language::Polish);
        let mut list = list();
        let mut found = |text: &str| {
            list.set_filter(text, &look);
            numbers(&list)
        };
        assert_eq!(found("szkola"), ["Z-2025-118"]);
        assert_eq!(found("stan:czeka"), ["Z-2025-104"]);
        assert_eq!(found("typ:brak -szkola"), [""; 0]);
        assert_eq!(found("typ:wyciek"), ["Z-2025-117"]);
        assert_eq!(found("kto:maria"), ["Z-2025-118"]);
    }

    #[test]
    fn what_the_daemon_finds_in_threads_passes_its_words_but_not_the_conditions() {
        let look = fixture::look(Language::Polish);
        let mut list = list();
        list.set_filter("pompa", &look);
        assert!(numbers(&list).is_empty());
        assert_eq!(list.wanted().unwrap().text.as_deref(), Some("pompa"));
        let found = fixture::tickets::open().tickets.into_iter().take(1).collect();
        list.take_found("pompa", found, &look);
        assert_eq!(numbers(&list), ["Z-2025-118"]);
        assert_eq!(list.wanted(), None);
        list.set_filter("pompa stan:czeka", &look);
        assert!(numbers(&list).is_empty());
    }

    #[test]
    fn news_never_move_the_row_under_the_cursor() {
        let look = fixture::look(Language::Polish);
        let mut list = list();
        list.step(1);
        let selected = list.selected().unwrap().number;
        let mut fresh = fixture::tickets::open();
        fresh.tickets.reverse();
        list.take(Ok(fresh), Order::Steady, &look);
        assert_eq!((list.selected().unwrap().number, list.cursor()), (selected, Some(1)));
    }
}
