//! What lists share: which rows are shown in which order, the row under the cursor, and the words below the list.
//!
//! The row under the cursor is a thing, not a place: live data changes values, never what a key is about. It must not know
//! what the rows are.

use std::collections::HashMap;
use std::hash::Hash;

use common::text::visible;

use crate::look::Look;

/// A row that can be found again in newer data.
pub trait Keyed {
    type Key: Copy + Eq + Hash;

    fn key(&self) -> Self::Key;
}

/// The rows that are shown, and the one under the cursor.
#[derive(Clone, Debug)]
pub struct Picked<K> {
    /// Indices into the rows: what passes the filter, in the order shown.
    shown: Vec<usize>,
    selected: Option<K>,
    /// Where the cursor stood last: what comes in its place when its row is gone.
    place: usize,
}

/// What may happen to the order when new data comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Nobody has typed for a while: sort again.
    Fresh,
    /// Somebody is reading: rows stay where they are, new ones come last.
    Steady,
}

/// Which way round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// As one wants it first: the worst, the largest, A before Z.
    #[default]
    Usual,
    Reversed,
}

/// The order in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort<C> {
    pub column: C,
    pub direction: Direction,
}

impl<K> Default for Picked<K> {
    fn default() -> Self {
        Self::nothing()
    }
}

impl<K> Picked<K> {
    /// No rows, and no cursor.
    #[must_use]
    pub const fn nothing() -> Self {
        Self { shown: Vec::new(), selected: None, place: 0 }
    }

    /// Returns how many rows are shown.
    #[must_use]
    pub const fn n_shown(&self) -> usize {
        self.shown.len()
    }

    /// Shows these rows in this order.
    pub fn show(&mut self, shown: Vec<usize>) {
        self.shown = shown;
    }

    /// Puts the cursor on a row, shown or not, or on none.
    pub fn aim(&mut self, key: Option<K>) {
        self.selected = key;
    }
}

impl<K: Copy + Eq + Hash> Picked<K> {
    /// Returns the rows shown, in order.
    pub fn of<'a, T: Keyed<Key = K>>(&'a self, rows: &'a [T]) -> impl Iterator<Item = &'a T> {
        self.shown.iter().filter_map(move |index| rows.get(*index))
    }

    /// Returns what the rows shown are, in order.
    pub fn keys<T: Keyed<Key = K>>(&self, rows: &[T]) -> Vec<K> {
        self.of(rows).map(Keyed::key).collect()
    }

    /// Returns what is under the cursor, shown or not.
    #[must_use]
    pub const fn key(&self) -> Option<K> {
        self.selected
    }

    /// Returns the place of the cursor among the rows shown.
    pub fn cursor<T: Keyed<Key = K>>(&self, rows: &[T]) -> Option<usize> {
        self.of(rows).position(|row| Some(row.key()) == self.selected)
    }

    /// Returns the row under the cursor, if it is shown.
    pub fn selected<'a, T: Keyed<Key = K>>(&'a self, rows: &'a [T]) -> Option<&'a T> {
        self.of(rows).find(|row| Some(row.key()) == self.selected)
    }

    /// Leaves rows where they were `before`; new ones come last.
    pub fn keep_places<T: Keyed<Key = K>>(&mut self, rows: &[T], before: &[K]) {
        let places: HashMap<K, usize> = before.iter().enumerate().map(|(place, key)| (*key, place)).collect();
        // The row under the cursor stays in the list even if its new values no longer pass the filter.
        let selected = rows.iter().position(|row| Some(row.key()) == self.selected);
        if let Some(selected) = selected.filter(|selected| !self.shown.contains(selected)) {
            self.shown.push(selected);
        }
        self.shown.sort_by_key(|index| places.get(&rows[*index].key()).copied().unwrap_or(usize::MAX));
    }

    /// Puts the cursor on what has come in its place, if its row is gone.
    pub fn settle<T: Keyed<Key = K>>(&mut self, rows: &[T]) {
        match self.cursor(rows) {
            Some(place) => self.place = place,
            None => self.go_to(rows, self.place),
        }
    }

    /// Moves the cursor by rows, stopping at the ends.
    pub fn step<T: Keyed<Key = K>>(&mut self, rows: &[T], by: isize) {
        self.go_to(rows, self.cursor(rows).unwrap_or(0).saturating_add_signed(by));
    }

    /// Puts the cursor on a place, or on the last row if there is none so far down.
    pub fn go_to<T: Keyed<Key = K>>(&mut self, rows: &[T], place: usize) {
        self.place = place.min(self.shown.len().saturating_sub(1));
        let selected = self.of(rows).nth(self.place).map(Keyed::key);
        self.selected = selected;
    }
}

impl<C: Copy + PartialEq> Sort<C> {
    /// The usual order by a column.
    #[must_use]
    pub const fn by(column: C) -> Self {
        Self { column, direction: Direction::Usual }
    }

    /// Chooses a column; the one in force is turned round.
    pub fn choose(&mut self, column: C) {
        let direction = match self.direction {
            Direction::Usual if self.column == column => Direction::Reversed,
            Direction::Usual | Direction::Reversed => Direction::Usual,
        };
        *self = Self { column, direction };
    }

    /// Tells whether rows stand upwards; `ascends` tells it of the usual order.
    #[must_use]
    pub fn is_upwards(self, ascends: bool) -> bool {
        ascends == (self.direction == Direction::Usual)
    }
}

/// Returns the counters under a list: how many of how many, by which column and which way, through which filter.
#[must_use]
pub fn summary(
    (shown, total): (usize, usize),
    (label, is_upwards): (&str, bool),
    filter_text: &str,
    look: &Look,
) -> String {
    let arrow = if is_upwards { look.glyphs.up } else { look.glyphs.down };
    let filter = if filter_text.is_empty() { look.say("filter-none") } else { visible(filter_text).into_owned() };
    let told = [
        ("shown", shown.into()),
        ("total", total.into()),
        ("sort", format!("{} {arrow}", look.say(label)).into()),
        ("filter", filter.into()),
    ];
    look.tell("list-summary", &told)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Keyed for char {
        type Key = Self;

        fn key(&self) -> Self {
            *self
        }
    }

    #[test]
    fn the_cursor_stays_on_its_row_and_takes_the_next_place_when_that_is_gone() {
        let mut picked = Picked::nothing();
        let old = ['a', 'b', 'c'];
        picked.show(vec![2, 1, 0]);
        picked.settle(&old);
        assert_eq!((picked.key(), picked.keys(&old)), (Some('c'), vec!['c', 'b', 'a']));
        picked.step(&old, 1);
        let new = ['x', 'a', 'b', 'c'];
        picked.show(vec![0, 1, 3]);
        picked.keep_places(&new, &['c', 'b', 'a']);
        picked.settle(&new);
        assert_eq!((picked.key(), picked.keys(&new)), (Some('b'), vec!['c', 'b', 'a', 'x']));
        picked.show(vec![3, 1, 0]);
        picked.settle(&new);
        assert_eq!((picked.selected(&new), picked.cursor(&new)), (Some(&'a'), Some(1)));
        picked.step(&new, 9);
        assert_eq!(picked.key(), Some('x'));
    }

    #[test]
    fn the_same_column_again_turns_the_order_round() {
        let mut sort = Sort::by(1);
        sort.choose(1);
        assert_eq!(sort.direction, Direction::Reversed);
        sort.choose(2);
        assert!(sort == Sort::by(2) && sort.is_upwards(true) && !sort.is_upwards(false));
    }
}
