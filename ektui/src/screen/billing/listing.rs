//! A list that the daemon searches and that is narrowed down as one types; its cursor is on a thing, not on a place.

use common::due::{Balance, Due};
use common::fault::Fault;
use common::id::{BillingFileId, CustomerNumber, InvoiceId, PaymentId};
use common::invoice::Invoice;
use common::invoice::file::BillingFile;
use common::money::Currency;
use common::payment::Payment;
use common::text::fold;
use jiff::Timestamp;

use crate::effect::{Answer, Listed};
use crate::remote::Remote;

/// A row that can be found again in newer data, and by its words.
pub trait Found {
    type Key: Clone + PartialEq;

    fn key(&self) -> Self::Key;

    /// Returns what a filter is held against.
    fn words(&self) -> String;
}

/// The list's state.
pub struct Listing<Q, T: Found> {
    question: Option<Q>,
    is_open: bool,
    /// The text for which the rows were found.
    found_for: String,
    rows: Remote<Listed<T>>,
    pub filter: String,
    selected: Option<T::Key>,
}

impl<Q, T: Found> Default for Listing<Q, T> {
    fn default() -> Self {
        Self {
            question: None,
            is_open: false,
            found_for: String::new(),
            rows: Remote::Loading,
            filter: String::new(),
            selected: None,
        }
    }
}

impl<Q: Clone + PartialEq, T: Found> Listing<Q, T> {
    /// Returns the question, if it has to be put; what is held stays until it is answered.
    pub fn want(&mut self, question: Q) -> Option<Q> {
        if self.question.as_ref() != Some(&question) {
            self.question = Some(question);
            self.is_open = true;
        }
        self.question.clone().filter(|_| std::mem::take(&mut self.is_open))
    }

    /// Takes an answer in, unless something else has been asked for meanwhile.
    pub fn take(&mut self, question: &Q, text: Option<&str>, answer: Answer<Listed<T>>, now: Timestamp) {
        if self.question.as_ref() == Some(question) {
            text.unwrap_or_default().clone_into(&mut self.found_for);
            self.rows.take(answer, now);
            self.settle();
        }
    }
}

impl<Q, T: Found> Listing<Q, T> {
    /// Has the question put again.
    pub const fn renew(&mut self) {
        self.is_open = true;
    }

    /// Returns the text that the daemon is to search for.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let text = self.filter.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Narrows the list down.
    pub fn set_filter(&mut self, text: &str) {
        text.clone_into(&mut self.filter);
        self.settle();
    }

    /// Returns all that is held.
    #[must_use]
    pub fn all(&self) -> &[T] {
        self.rows.value().map_or(&[][..], |listed| listed.items.as_slice())
    }

    /// Returns the rows that pass the filter.
    pub fn shown(&self) -> impl Iterator<Item = &T> {
        let terms: Vec<String> = fold(&self.filter).split_whitespace().map(str::to_owned).collect();
        // What the daemon found for this very text passes: it may know more of it than stands here.
        let is_found = self.found_for == self.filter.trim();
        self.all().iter().filter(move |row| {
            let words = fold(&row.words());
            is_found || terms.iter().all(|term| words.contains(term))
        })
    }

    /// Returns how many rows there are, and whether there are more.
    #[must_use]
    pub fn extent(&self) -> (usize, bool) {
        self.rows.value().map_or((0, false), |listed| (listed.items.len(), listed.cut))
    }

    /// Returns why there is no list, or that it is still on its way.
    #[must_use]
    pub const fn missing(&self) -> Option<Option<&Fault>> {
        match &self.rows {
            Remote::Loading => Some(None),
            Remote::Failed(fault) => Some(Some(fault)),
            Remote::Ready { .. } | Remote::Stale { .. } => None,
        }
    }

    /// Returns since when the list is as it is shown, where asking again has failed.
    #[must_use]
    pub const fn held(&self) -> Option<(Timestamp, &Fault)> {
        self.rows.held()
    }

    /// Returns the place of the cursor.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        self.shown().position(|row| Some(row.key()) == self.selected)
    }

    /// Returns the row under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&T> {
        self.shown().find(|row| Some(row.key()) == self.selected)
    }

    /// Moves the cursor by rows, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.shown().count().saturating_sub(1);
        let place = self.cursor().unwrap_or(0).saturating_add_signed(by).min(last);
        let key = self.shown().nth(place).map(Found::key);
        self.selected = key;
    }

    fn settle(&mut self) {
        if self.cursor().is_none() {
            let first = self.shown().next().map(Found::key);
            self.selected = first;
        }
    }
}

fn invoice_words(invoice: &Invoice) -> String {
    let sites: Vec<&str> = invoice.sites.iter().map(|site| site.as_str()).collect();
    let customer = invoice.customer.as_ref().map_or("", |number| number.as_str());
    let name = invoice.customer_name.as_deref().unwrap_or(&invoice.buyer.name);
    let ksef = invoice.ksef_number.as_deref().unwrap_or_default();
    [&invoice.number, ksef, customer, name, &sites.join(" ")].join(" ")
}

impl Found for Due {
    type Key = InvoiceId;

    fn key(&self) -> InvoiceId {
        self.invoice.id
    }

    fn words(&self) -> String {
        invoice_words(&self.invoice)
    }
}

impl Found for Invoice {
    type Key = InvoiceId;

    fn key(&self) -> InvoiceId {
        self.id
    }

    fn words(&self) -> String {
        invoice_words(self)
    }
}

impl Found for Payment {
    type Key = PaymentId;

    fn key(&self) -> PaymentId {
        self.id
    }

    fn words(&self) -> String {
        let customer = self.customer.as_ref().map_or("", |number| number.as_str());
        let name = self.customer_name.as_deref().unwrap_or_default();
        [&self.title, &self.payer, &self.reference, customer, name].join(" ")
    }
}

impl Found for Balance {
    type Key = (CustomerNumber, Currency);

    fn key(&self) -> (CustomerNumber, Currency) {
        (self.customer.clone(), self.currency)
    }

    fn words(&self) -> String {
        format!("{} {}", self.customer, self.customer_name)
    }
}

impl Found for BillingFile {
    type Key = BillingFileId;

    fn key(&self) -> BillingFileId {
        self.id
    }

    fn words(&self) -> String {
        self.name.clone()
    }
}
