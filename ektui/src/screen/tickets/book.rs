//! The drafts: those that this machine keeps, and those that the daemon keeps; of two with one key the newest counts.

use common::api::OnceKey;
use common::ticket::TicketNumber;
use common::ticket::draft::{Dispatch, Draft};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::effect::Answer;
use crate::remote::Remote;

/// The drafts of the own account.
#[derive(Default)]
pub struct Book {
    own: Vec<KeptDraft>,
    daemons: Remote<Vec<Draft>>,
    selected: Option<OnceKey>,
}

/// A draft that this machine keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    #[serde(flatten)]
    pub draft: Draft,
    /// The daemon has had it, if not in its last state: where the daemon has it no more, it was sent or thrown away.
    #[serde(default)]
    pub is_known: bool,
}

impl Book {
    /// Takes in what this machine kept from before.
    pub fn take_own(&mut self, kept: Vec<KeptDraft>) {
        for draft in kept {
            if self.own.iter().all(|own| own.draft.key != draft.draft.key) {
                self.own.push(draft);
            }
        }
    }

    /// Takes the daemon's drafts in.
    pub fn take(&mut self, answer: Answer<Vec<Draft>>, now: Timestamp) {
        if let Ok(drafts) = &answer {
            self.own.retain(|own| !own.is_known || drafts.iter().any(|draft| draft.key == own.draft.key));
        }
        self.daemons.take(answer, now);
    }

    /// Notes that the daemon keeps a draft now.
    pub fn known(&mut self, draft: &Draft) {
        if let Some(own) = self.own.iter_mut().find(|own| own.draft.key == draft.key) {
            own.is_known = true;
        }
        if let Some(drafts) = self.daemons.value_mut() {
            drafts.retain(|other| other.key != draft.key);
            drafts.push(draft.clone());
        }
    }

    /// Keeps a draft in place of the one with its key.
    pub fn keep(&mut self, draft: Draft) {
        match self.own.iter_mut().find(|own| own.draft.key == draft.key) {
            Some(own) => own.draft = draft,
            None => self.own.push(KeptDraft { draft, is_known: false }),
        }
    }

    /// Forgets a draft.
    pub fn forget(&mut self, key: &OnceKey) {
        self.own.retain(|own| own.draft.key != *key);
        if let Some(drafts) = self.daemons.value_mut() {
            drafts.retain(|draft| draft.key != *key);
        }
    }

    /// Returns what the daemon has not had in its last state, once it is known what it has.
    #[must_use]
    pub fn unknown(&self) -> Vec<&Draft> {
        let Some(daemons) = self.daemons.value() else { return Vec::new() };
        let is_held = |own: &Draft| daemons.iter().any(|draft| draft.key == own.key && draft.saved_at >= own.saved_at);
        self.own.iter().map(|own| &own.draft).filter(|own| !is_held(own)).collect()
    }

    /// Returns what this machine has to keep.
    #[must_use]
    pub fn own(&self) -> &[KeptDraft] {
        &self.own
    }

    #[must_use]
    pub const fn daemons(&self) -> &Remote<Vec<Draft>> {
        &self.daemons
    }

    /// Returns all drafts, the last saved first.
    #[must_use]
    pub fn all(&self) -> Vec<&Draft> {
        let daemons = self.daemons.value().map_or(&[][..], Vec::as_slice);
        let is_newest = |draft: &&Draft| {
            let others = daemons.iter().chain(self.own.iter().map(|own| &own.draft));
            others.filter(|other| other.key == draft.key).all(|other| other.saved_at <= draft.saved_at)
        };
        let mut all: Vec<&Draft> = Vec::new();
        for draft in self.own.iter().map(|own| &own.draft).chain(daemons).filter(is_newest) {
            if all.iter().all(|other| other.key != draft.key) {
                all.push(draft);
            }
        }
        all.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
        all
    }

    /// Returns the draft of an answer to this ticket.
    #[must_use]
    pub fn of(&self, number: TicketNumber) -> Option<&Draft> {
        let is_for = |draft: &&Draft| matches!(&draft.dispatch, Dispatch::Entry(entry) if entry.ticket == number);
        self.all().into_iter().find(is_for)
    }

    /// Returns the place of the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.all().iter().position(|draft| Some(&draft.key) == self.selected.as_ref()).unwrap_or(0)
    }

    /// Returns the draft under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Draft> {
        self.all().get(self.cursor()).copied()
    }

    /// Moves the cursor by rows, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let all = self.all();
        let place = self.cursor().saturating_add_signed(by).min(all.len().saturating_sub(1));
        self.selected = all.get(place).map(|draft| draft.key.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{NOW, tickets};
    use jiff::SignedDuration;

    fn draft(key: u8, minutes: i64, body: &str) -> Draft {
        let saved_at = NOW + SignedDuration::from_mins(minutes);
        Draft { saved_at, ..tickets::draft(key, body) }
    }

    fn bodies(book: &Book) -> Vec<String> {
        let body = |draft: &&Draft| match &draft.dispatch {
            Dispatch::Entry(entry) => entry.body.clone(),
            Dispatch::Ticket(ticket) => ticket.body.clone(),
        };
        book.all().iter().map(body).collect()
    }

    #[test]
    fn of_two_with_one_key_the_newest_counts() {
        let mut book = Book::default();
        book.take_own(vec![KeptDraft { draft: draft(1, 5, "nowy"), is_known: true }]);
        book.take(Ok(vec![draft(1, 3, "stary"), draft(2, 4, "drugi")]), NOW);
        assert_eq!(bodies(&book), ["nowy", "drugi"]);
        book.take(Ok(vec![draft(1, 9, "z telefonu")]), NOW);
        assert_eq!(bodies(&book), ["z telefonu"]);
    }

    #[test]
    fn what_was_sent_or_thrown_away_elsewhere_is_gone_and_what_never_left_stays() {
        let mut book = Book::default();
        book.keep(draft(1, 1, "nie wyszedł"));
        book.keep(draft(2, 2, "wysłany z ekctl"));
        book.known(&draft(2, 2, "wysłany z ekctl"));
        book.take(Ok(Vec::new()), NOW);
        assert_eq!(bodies(&book), ["nie wyszedł"]);
        book.forget(&draft(1, 1, "").key);
        assert!(book.all().is_empty());
    }
}
