//! What counts as wrong: the list of rules, and one of them with all its figures.
//!
//! It must not know how rules are fetched or changed; it names what is under the cursor.

pub mod view;
pub mod words;

use common::id::RuleName;
use common::rule::Rule;
use jiff::Timestamp;

use crate::effect::Answer;
use crate::remote::Remote;

/// The screens' state.
#[derive(Default)]
pub struct Model {
    /// By name.
    pub rules: Remote<Vec<Rule>>,
    /// The rule under the cursor.
    selected: Option<RuleName>,
    /// The first line of the open rule on the screen.
    pub top: usize,
}

impl Model {
    /// Takes the rules in.
    pub fn take(&mut self, answer: Answer<Vec<Rule>>, now: Timestamp) {
        self.rules.take(answer, now);
        self.select_something();
    }

    /// Puts a rule in the place of the one with its name, or among the others.
    pub fn put(&mut self, rule: Rule) {
        self.selected = Some(rule.name.clone());
        let Some(rules) = self.rules.value_mut() else { return };
        match rules.binary_search_by(|other| other.name.cmp(&rule.name)) {
            Ok(place) => rules[place] = rule,
            Err(place) => rules.insert(place, rule),
        }
    }

    /// Takes a rule out; the cursor goes to the one after it.
    pub fn remove(&mut self, name: &RuleName) {
        let place = self.cursor().unwrap_or(0);
        if let Some(rules) = self.rules.value_mut() {
            rules.retain(|rule| rule.name != *name);
        }
        self.go_to(place);
    }

    /// Returns the rules, by name.
    #[must_use]
    pub fn shown(&self) -> &[Rule] {
        self.rules.value().map_or(&[][..], Vec::as_slice)
    }

    /// Returns the place of the cursor.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        self.shown().iter().position(|rule| Some(&rule.name) == self.selected.as_ref())
    }

    /// Returns the rule under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Rule> {
        self.shown().iter().find(|rule| Some(&rule.name) == self.selected.as_ref())
    }

    /// Moves the cursor, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.go_to(self.cursor().unwrap_or(0).saturating_add_signed(by));
        self.top = 0;
    }

    fn go_to(&mut self, place: usize) {
        let place = place.min(self.shown().len().saturating_sub(1));
        self.selected = self.shown().get(place).map(|rule| rule.name.clone());
    }

    fn select_something(&mut self) {
        if self.cursor().is_none() {
            self.go_to(0);
        }
    }
}
