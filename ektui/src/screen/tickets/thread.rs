//! One ticket's thread: what is held of it, where the reader is in it, and its lines. Draws nothing.

use std::collections::BTreeSet;

use common::id::EntryId;
use common::text::visible;
use common::ticket::TicketNumber;
use common::ticket::entry::{Entry, EntryText, EntryWhat};
use common::ticket::query::TicketCard;
use jiff::Timestamp;

use crate::effect::{Answer, Threaded};
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::tickets::words::{self, Precision, Side};
use crate::theme::Role;
use crate::widget::fit;

/// The thread that is on the screen, or wanted there.
#[derive(Default)]
pub struct Thread {
    pub number: Option<TicketNumber>,
    data: Remote<Threaded>,
    /// The entry under the cursor; `None`: the last one.
    pub cursor: Option<EntryId>,
    /// The first line shown; `None`: the end of the thread is.
    pub top: Option<usize>,
    /// Entries that somebody marked, to make a ticket of their own of them.
    pub marked: BTreeSet<EntryId>,
    /// Entries whose quoted text is shown.
    pub unfolded: BTreeSet<EntryId>,
    pub pane: Pane,
    /// The first line of the card.
    pub card_top: usize,
}

/// What is shown of a ticket where there is no room for both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    #[default]
    Thread,
    /// What helps to answer: customer, readings, alarms, other tickets.
    Card,
}

/// A line of the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// What stands at the right.
    pub end: String,
    pub role: Role,
    /// The entry that begins here.
    pub begins: Option<EntryId>,
}

impl Thread {
    /// Wants this thread, and returns its number where it is not there.
    pub fn want(&mut self, number: TicketNumber) -> Option<TicketNumber> {
        if self.number != Some(number) {
            *self = Self { number: Some(number), ..Self::default() };
        }
        self.data.value().is_none().then_some(number)
    }

    /// Takes a thread in, if it is still wanted.
    pub fn take(&mut self, number: TicketNumber, answer: Answer<Threaded>, now: Timestamp) {
        if self.number == Some(number) {
            self.data.take(answer, now);
        }
    }

    #[must_use]
    pub const fn data(&self) -> &Remote<Threaded> {
        &self.data
    }

    /// Returns the card of the ticket, as far as it is there.
    #[must_use]
    pub fn card(&self) -> Option<&TicketCard> {
        self.data.value().map(|held| &held.card)
    }

    /// Returns the same to be changed.
    pub fn card_mut(&mut self) -> Option<&mut TicketCard> {
        self.data.value_mut().map(|held| &mut held.card)
    }

    /// Returns the entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        self.data.value().map_or(&[], |held| held.entries.as_slice())
    }

    /// Returns the newest entry, where something is unread.
    #[must_use]
    pub fn unread_up_to(&self) -> Option<EntryId> {
        let is_unread = self.entries().iter().any(|entry| entry.is_unread);
        self.entries().last().map(|entry| entry.id).filter(|_| is_unread)
    }

    /// Returns the entry under the cursor.
    #[must_use]
    pub fn entry(&self) -> Option<&Entry> {
        let under = self.entries().iter().find(|entry| Some(entry.id) == self.cursor);
        under.or_else(|| self.entries().last())
    }

    /// Moves the cursor by entries, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let n = self.entries().len();
        let place = self.entry().and_then(|under| self.entries().iter().position(|entry| entry.id == under.id));
        let place = place.unwrap_or(0).saturating_add_signed(by).min(n.saturating_sub(1));
        self.cursor = self.entries().get(place).map(|entry| entry.id);
    }

    /// Marks the entry under the cursor, or takes the mark away; what became of a ticket cannot be marked.
    pub fn mark(&mut self) {
        let written = self.entry().filter(|entry| text_of(entry).is_some());
        let Some(id) = written.map(|entry| entry.id) else { return };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
    }

    /// Shows the quoted text of the entry under the cursor, or hides it.
    pub fn unfold(&mut self) {
        let Some(id) = self.entry().map(|entry| entry.id) else { return };
        if !self.unfolded.remove(&id) {
            self.unfolded.insert(id);
        }
    }

    /// Returns the lines of the thread, at most `room` columns wide.
    #[must_use]
    pub fn lines(&self, room: usize, side: Side, look: &Look) -> Vec<Line> {
        self.entries().iter().flat_map(|entry| self.entry_lines(entry, room, side, look)).collect()
    }

    fn entry_lines(&self, entry: &Entry, room: usize, side: Side, look: &Look) -> Vec<Line> {
        let at = words::when(entry.at, Precision::Minutes, look);
        let author = words::author(&entry.by, look);
        let mark = if self.marked.contains(&entry.id) { "+ " } else { "" };
        let end = if entry.is_unread { look.say("ticket-unread") } else { String::new() };
        let mut lines = Vec::new();
        match &entry.what {
            EntryWhat::Message { text } | EntryWhat::Note { text } => {
                let mut head = format!("{mark}{at}  {author}");
                let is_note = matches!(entry.what, EntryWhat::Note { .. });
                for (holds, id) in [(is_note, "ticket-note"), (text.is_automatic, "ticket-automatic")] {
                    if holds {
                        head = format!("{head} · {}", look.say(id));
                    }
                }
                lines.push(Line { text: head, end, role: Role::Strong, begins: Some(entry.id) });
                lines.extend(self.text_lines(entry, text, room, look));
            }
            EntryWhat::Turned { turn } => {
                let text = format!("{at}  {} · {author}", words::turn(turn, side, look));
                let mut wrapped = fit::wrap(&text, room).into_iter();
                let first = wrapped.next().unwrap_or_default();
                lines.push(Line { text: first, end, role: Role::Normal, begins: Some(entry.id) });
                lines.extend(wrapped.map(|text| plain(format!("  {text}"))));
            }
            EntryWhat::Unknown => {
                let text = format!("{at}  {}", look.say("turn-unknown"));
                lines.push(Line { text, end, role: Role::Normal, begins: Some(entry.id) });
            }
        }
        lines
    }

    fn text_lines(&self, entry: &Entry, text: &EntryText, room: usize, look: &Look) -> Vec<Line> {
        let inside = room.saturating_sub(2).max(1);
        let indented = |text: &str| wrap_text(text, inside).into_iter().map(|line| plain(format!("  {line}")));
        let mut lines: Vec<Line> = indented(&text.body).collect();
        let folded: Vec<&str> = [&text.signature, &text.quoted].into_iter().flatten().map(String::as_str).collect();
        if self.unfolded.contains(&entry.id) {
            lines.extend(folded.iter().flat_map(|text| indented(text)).map(|line| plain(format!(" {}", line.text))));
        } else if !folded.is_empty() {
            let n: usize = folded.iter().map(|text| text.lines().count()).sum();
            lines.push(plain(format!("  {}", look.tell("ticket-folded", &[("n", n.into())]))));
        }
        for attachment in &entry.attachments {
            let words = format!("+ {}", words::attached(&attachment.what, look));
            lines.extend(fit::wrap(&words, inside).into_iter().map(|line| plain(format!("  {line}"))));
        }
        lines
    }
}

const fn plain(text: String) -> Line {
    Line { text, end: String::new(), role: Role::Normal, begins: None }
}

/// Returns what was written in an entry.
#[must_use]
pub const fn text_of(entry: &Entry) -> Option<&EntryText> {
    match &entry.what {
        EntryWhat::Message { text } | EntryWhat::Note { text } => Some(text),
        EntryWhat::Turned { .. } | EntryWhat::Unknown => None,
    }
}

/// Breaks a text into lines of at most `room` columns; its own ends of lines stay, all other hidden characters are seen.
#[must_use]
pub fn wrap_text(text: &str, room: usize) -> Vec<String> {
    let lines = text.trim_end().split('\n').map(|line| line.trim_end_matches('\r').replace('\t', "    "));
    lines.flat_map(|line| wrap_line(&visible(&line), room)).collect()
}

fn wrap_line(line: &str, room: usize) -> Vec<String> {
    if usize::from(fit::width(line)) <= room {
        return vec![line.to_owned()];
    }
    fit::wrap(line, room).iter().flat_map(|part| pieces(part, room)).collect()
}

/// Breaks a word that is longer than its room.
fn pieces(word: &str, room: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let last = pieces.last_mut().expect("there is one from the beginning");
        last.push(letter);
        if usize::from(fit::width(last)) > room {
            last.pop();
            pieces.push(letter.to_string());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_lines_and_shows_what_is_hidden() {
        assert_eq!(wrap_text("a\n\n  b c\n", 10), ["a", "", "  b c"]);
        assert_eq!(wrap_text("ala ma kota", 6), ["ala ma", "kota"]);
        assert_eq!(wrap_text("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap_text("x\u{1b}[2J\r\n", 20), ["x\\u{1b}[2J"]);
    }
}
