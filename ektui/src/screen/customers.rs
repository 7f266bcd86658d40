//! The list of customers, found by number, name or address, and the card of one of them. For those who may see them.
//!
//! It must not know how they are fetched. The daemon searches; what is already here is narrowed down as one types.

pub mod card;
pub mod view;

use common::customer::Customer;
use common::fault::Fault;
use common::id::CustomerNumber;
use common::text::fold;
use jiff::Timestamp;

use crate::effect::{Answer, Card, CustomerList};
use crate::remote::Remote;

/// The screens' state.
#[derive(Default)]
pub struct Model {
    list: Remote<CustomerList>,
    /// The text that the list was asked for.
    asked: String,
    pub filter: String,
    /// The customer under the cursor.
    selected: Option<CustomerNumber>,
    /// Whose card is open.
    pub opened: Option<CustomerNumber>,
    pub card: Remote<Card>,
    /// The first line of the card on the screen.
    pub card_top: usize,
}

impl Model {
    /// Takes a list in; one that was asked for an older filter is of no use any more.
    pub fn take(&mut self, text: String, answer: Answer<CustomerList>, now: Timestamp) {
        if text == self.filter {
            self.list.take(answer, now);
            self.asked = text;
            self.select_something();
        }
    }

    /// Takes a card in, if it is still the one that is open.
    pub fn take_card(&mut self, number: &CustomerNumber, answer: Answer<Card>, now: Timestamp) {
        if self.opened.as_ref() == Some(number) {
            self.card.take(answer, now);
        }
    }

    /// Opens the card of the customer under the cursor, and returns whose it is.
    pub fn open(&mut self) -> Option<CustomerNumber> {
        let number = self.selected()?.number.clone();
        if self.opened.as_ref() != Some(&number) {
            self.card = Remote::Loading;
        }
        self.card_top = 0;
        self.opened = Some(number.clone());
        Some(number)
    }

    /// Narrows the list down.
    pub fn set_filter(&mut self, text: &str) {
        text.clone_into(&mut self.filter);
        self.select_something();
    }

    /// Returns the text to ask for, where what is here was asked for another one.
    #[must_use]
    pub fn wanted(&self) -> Option<&str> {
        let held = self.list.value().is_some() && self.asked == self.filter;
        (!held).then_some(self.filter.as_str())
    }

    /// Returns the customers that pass the filter, by number.
    pub fn shown(&self) -> impl Iterator<Item = &Customer> {
        let words: Vec<String> = fold(&self.filter).split_whitespace().map(str::to_owned).collect();
        let list = self.list.value().map_or(&[][..], |list| list.customers.as_slice());
        // What the daemon has found for this very text passes: it may know more of a customer than stands here.
        let found = self.asked == self.filter;
        list.iter().filter(move |customer| {
            let text = fold(&text_of(customer));
            found || words.iter().all(|word| text.contains(word))
        })
    }

    /// Returns how many customers the list has, and whether there are more.
    #[must_use]
    pub fn extent(&self) -> (usize, bool) {
        self.list.value().map_or((0, false), |list| (list.customers.len(), list.cut))
    }

    /// Returns why there is no list, or that it is still on its way.
    #[must_use]
    pub const fn missing(&self) -> Option<Option<&Fault>> {
        match &self.list {
            Remote::Loading => Some(None),
            Remote::Failed(fault) => Some(Some(fault)),
            Remote::Ready { .. } | Remote::Stale { .. } => None,
        }
    }

    /// Returns since when the list is as it is shown, where asking again has failed.
    #[must_use]
    pub const fn held(&self) -> Option<(Timestamp, &Fault)> {
        self.list.held()
    }

    /// Returns the place of the cursor.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        self.shown().position(|customer| Some(&customer.number) == self.selected.as_ref())
    }

    /// Returns the customer under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Customer> {
        self.shown().find(|customer| Some(&customer.number) == self.selected.as_ref())
    }

    /// Moves the cursor, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.shown().count().saturating_sub(1);
        let place = self.cursor().unwrap_or(0).saturating_add_signed(by).min(last);
        let number = self.shown().nth(place).map(|customer| customer.number.clone());
        self.selected = number;
    }

    fn select_something(&mut self) {
        if self.cursor().is_none() {
            let first = self.shown().next().map(|customer| customer.number.clone());
            self.selected = first;
        }
    }
}

fn text_of(customer: &Customer) -> String {
    let address = &customer.card.address;
    let parts = [customer.number.as_str(), &customer.card.name, &address.street, &address.postal_code, &address.town];
    parts.join(" ")
}
