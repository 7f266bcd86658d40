//! A list of alarms: filtered as one types, sorted, steady under the cursor.
//!
//! The row under the cursor is an alarm, not a place: live data changes values, never what a key is about.

use std::cmp::Reverse;

use common::alarm::Alarm;
use common::id::AlarmId;
use common::text::fold;

use crate::collation;
use crate::effect::{AlarmList, Answer};
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::alarms::words::{self, State};
use crate::screen::rows::{Direction, Keyed, Order, Picked, Sort};

/// The list's state.
pub struct List {
    pub rows: Remote<AlarmList>,
    picked: Picked<AlarmId>,
    pub sort: Sort<Column>,
    pub filter_text: String,
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What somebody has yet to look at, by severity.
    Urgency,
    Since,
    Number,
    Site,
    Kind,
}

impl Keyed for Alarm {
    type Key = AlarmId;

    fn key(&self) -> AlarmId {
        self.id
    }
}

fn alarms(rows: &Remote<AlarmList>) -> &[Alarm] {
    rows.value().map_or(&[], |list| list.alarms.as_slice())
}

impl Column {
    pub const ALL: [Self; 5] = [Self::Urgency, Self::Since, Self::Number, Self::Site, Self::Kind];

    /// Returns the message that names it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Urgency => "sort-urgency",
            Self::Since => "sort-since",
            Self::Number => "sort-number",
            Self::Site => "sort-site",
            Self::Kind => "sort-kind",
        }
    }

    /// Tells whether the usual way is upwards, as for names.
    #[must_use]
    pub const fn ascends(self) -> bool {
        matches!(self, Self::Site | Self::Kind)
    }
}

impl List {
    /// An empty list in the order of this column.
    #[must_use]
    pub const fn by(column: Column) -> Self {
        Self { rows: Remote::Loading, picked: Picked::nothing(), sort: Sort::by(column), filter_text: String::new() }
    }

    /// Takes an answer in.
    pub fn take(&mut self, answer: Answer<AlarmList>, order: Order, look: &Look) {
        let before = self.picked.keys(alarms(&self.rows));
        self.rows.take(answer, look.now);
        self.arrange(look);
        if order == Order::Steady && !before.is_empty() {
            self.picked.keep_places(alarms(&self.rows), &before);
        }
        self.picked.settle(alarms(&self.rows));
    }

    /// Puts alarms that have changed in the place of what they were; their rows stay where they are.
    pub fn replace(&mut self, changed: &[Alarm]) {
        let Some(list) = self.rows.value_mut() else { return };
        for alarm in changed {
            if let Some(row) = list.alarms.iter_mut().find(|row| row.id == alarm.id) {
                row.clone_from(alarm);
            }
        }
    }

    /// Filters by another text.
    pub fn set_filter(&mut self, text: &str, look: &Look) {
        text.clone_into(&mut self.filter_text);
        self.arrange(look);
        self.picked.settle(alarms(&self.rows));
    }

    /// Sorts by another column, or the same one the other way round.
    pub fn sort_by(&mut self, column: Column, look: &Look) {
        self.sort.choose(column);
        self.arrange(look);
    }

    fn arrange(&mut self, look: &Look) {
        let alarms = alarms(&self.rows);
        let terms: Vec<String> = fold(&self.filter_text).split_whitespace().map(str::to_owned).collect();
        let passes = |alarm: &Alarm| terms.is_empty() || terms.iter().all(|term| holds(term, alarm, look));
        let mut shown: Vec<usize> = (0..alarms.len()).filter(|index| passes(&alarms[*index])).collect();
        match self.sort.column {
            Column::Urgency => shown.sort_by_key(|index| urgency(&alarms[*index], look)),
            Column::Since => shown.sort_by_key(|index| Reverse((alarms[*index].since, alarms[*index].id))),
            Column::Number => shown.sort_by_key(|index| Reverse(alarms[*index].id)),
            Column::Site => shown.sort_by_cached_key(|index| collation::key(words::code(&alarms[*index]))),
            Column::Kind => {
                shown.sort_by_cached_key(|index| collation::key(&words::kind(alarms[*index].kind, look)));
            }
        }
        if self.sort.direction == Direction::Reversed {
            shown.reverse();
        }
        self.picked.show(shown);
    }

    /// Returns the rows shown, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Alarm> {
        self.picked.of(alarms(&self.rows))
    }

    /// Returns the place of the cursor among the rows shown.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        self.picked.cursor(alarms(&self.rows))
    }

    /// Returns the alarm under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Alarm> {
        self.picked.selected(alarms(&self.rows))
    }

    /// Returns an alarm by its id, shown or not.
    #[must_use]
    pub fn find(&self, id: AlarmId) -> Option<&Alarm> {
        self.rows.value()?.alarms.iter().find(|alarm| alarm.id == id)
    }

    /// Moves the cursor by rows, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.picked.step(alarms(&self.rows), by);
    }
}

/// What somebody has yet to look at comes first, then by severity, then the newest.
fn urgency(alarm: &Alarm, look: &Look) -> impl Ord + use<> {
    let stands = match words::state(alarm, look.now) {
        State::New => 0_u8,
        State::Acknowledged => 1,
        State::Muted(_) | State::Maintenance => 2,
        State::Cleared(_) => 3,
        State::Settled(_) => 4,
    };
    (stands, Reverse(alarm.severity), Reverse(alarm.id))
}

/// Tells whether a term of the filter holds: a word, `stan:nowy`, or with `-` the opposite of either.
fn holds(term: &str, alarm: &Alarm, look: &Look) -> bool {
    let (wanted, term) = match term.strip_prefix('-') {
        Some(rest) if !rest.is_empty() => (false, rest),
        Some(_) | None => (true, term),
    };
    let state = term.strip_prefix("stan:").or_else(|| term.strip_prefix("state:"));
    let found = match state {
        Some(state) => state_names(words::state(alarm, look.now)).iter().any(|name| name.starts_with(state)),
        None => fold(&text_of(alarm, look)).contains(term),
    };
    found == wanted
}

fn text_of(alarm: &Alarm, look: &Look) -> String {
    let parts = [
        words::number(alarm.id),
        words::place(alarm, look),
        words::kind(alarm.kind, look),
        words::severity(alarm.severity, look),
        alarm.rule.to_string(),
    ];
    parts.join(" ")
}

/// Returns the folded words for a state, Polish and English alike.
const fn state_names(state: State) -> &'static [&'static str] {
    match state {
        State::New => &["nowy", "new"],
        State::Acknowledged => &["potwierdzony", "acknowledged"],
        State::Muted(_) => &["wyciszony", "muted"],
        State::Maintenance => &["prace", "maintenance"],
        State::Cleared(_) | State::Settled(_) => &["ustapil", "cleared"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use common::language::Language;

    fn list() -> List {
        let mut list = List::by(Column::Urgency);
        list.take(Ok(fixture::alarms::open()), Order::Fresh, &fixture::look(Language::Polish));
        list
    }

    fn numbers(list: &List) -> Vec<i64> {
        list.shown().map(|alarm| alarm.id.0).collect()
    }

    #[test]
    fn what_nobody_has_looked_at_comes_first_by_severity() {
        assert_eq!(numbers(&list()), [4, 6, 5, 3, 1, 2]);
    }

    #[test]
    fn words_states_and_exclusions_meet() {
        let look = fixture::look(Language::Polish);
        let mut list = list();
        let mut found = |text: &str| {
            list.set_filter(text, &look);
            numbers(&list)
        };
        assert_eq!(found("lakowa"), [6, 2]);
        assert_eq!(found("stan:potw"), [5]);
        assert_eq!(found("state:muted"), [3]);
        assert_eq!(found("lakowa -stan:ustapil"), [6]);
        assert_eq!(found("etis"), [1]);
        assert_eq!(found("a-04"), [4]);
    }

    #[test]
    fn news_never_move_the_row_under_the_cursor_and_what_is_gone_leaves_its_place() {
        let look = fixture::look(Language::Polish);
        let mut list = list();
        list.step(1);
        let mut fresh = fixture::alarms::open();
        fresh.alarms[0].id = AlarmId(9);
        list.take(Ok(fresh.clone()), Order::Steady, &look);
        assert_eq!(list.selected().map(|alarm| alarm.id), Some(AlarmId(6)));
        fresh.alarms.retain(|alarm| alarm.id != AlarmId(6));
        let place = list.cursor();
        list.take(Ok(fresh), Order::Steady, &look);
        assert!(list.selected().is_some() && list.cursor() <= place);
    }
}
