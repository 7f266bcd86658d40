//! The own account in four parts: who one is and how one is reached, log-ins, sessions, tokens.
//!
//! It must not know how anything is changed; it names what is under the cursor.

pub mod view;

use common::account::{OwnAccount, Session, Token};
use common::contact::ContactKind;
use common::contract::Contract;
use common::log_in::LogIn;

use crate::app::sheet::KINDS;
use crate::remote::Remote;
use crate::screen::Screen;

/// The screens' state.
pub struct Model {
    /// The part that was looked at last.
    pub tab: Screen,
    pub own: Remote<OwnAccount>,
    /// The newest first.
    pub log_ins: Remote<Vec<LogIn>>,
    pub sessions: Remote<Vec<Session>>,
    pub tokens: Remote<Vec<Token>>,
    /// Of the customers for whom the account acts, in force.
    pub contracts: Remote<Vec<Contract>>,
    /// The row under the cursor in each part, in the order of the tabs.
    cursors: [usize; Screen::OF_ACCOUNT.len()],
}

/// A row of the first part: something that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Contact(ContactKind),
    Password,
    Totp,
}

/// The rows in order.
pub const LINES: [Line; 5] =
    [Line::Contact(KINDS[0]), Line::Contact(KINDS[1]), Line::Contact(KINDS[2]), Line::Password, Line::Totp];

impl Default for Model {
    fn default() -> Self {
        Self {
            tab: Screen::Account,
            own: Remote::Loading,
            log_ins: Remote::Loading,
            sessions: Remote::Loading,
            tokens: Remote::Loading,
            contracts: Remote::Loading,
            cursors: [0; Screen::OF_ACCOUNT.len()],
        }
    }
}

impl Model {
    /// Returns the part that comes after this one; after the last the first.
    #[must_use]
    pub fn next_tab(&self) -> Screen {
        Screen::OF_ACCOUNT[(place(self.tab) + 1) % Screen::OF_ACCOUNT.len()]
    }

    /// Returns how many rows a part has.
    #[must_use]
    pub fn n_rows(&self, tab: Screen) -> usize {
        match tab {
            Screen::LogIns => self.log_ins.value().map_or(0, Vec::len),
            Screen::Sessions => self.sessions.value().map_or(0, Vec::len),
            Screen::Tokens => self.tokens.value().map_or(0, Vec::len),
            _ => LINES.len(),
        }
    }

    /// Returns the row under the cursor; there may be fewer rows than when it was put there.
    #[must_use]
    pub fn cursor(&self, tab: Screen) -> usize {
        self.cursors[place(tab)].min(self.n_rows(tab).saturating_sub(1))
    }

    /// Moves the cursor over the rows of the present part, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.n_rows(self.tab).saturating_sub(1);
        self.cursors[place(self.tab)] = self.cursor(self.tab).saturating_add_signed(by).min(last);
    }

    /// Returns what the cursor of the first part is on.
    #[must_use]
    pub fn line(&self) -> Line {
        LINES[self.cursor(Screen::Account).min(LINES.len() - 1)]
    }

    /// Returns the try to log in under the cursor.
    #[must_use]
    pub fn log_in(&self) -> Option<&LogIn> {
        self.log_ins.value()?.get(self.cursor(Screen::LogIns))
    }

    /// Returns the session under the cursor.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.sessions.value()?.get(self.cursor(Screen::Sessions))
    }

    /// Returns the token under the cursor.
    #[must_use]
    pub fn token(&self) -> Option<&Token> {
        self.tokens.value()?.get(self.cursor(Screen::Tokens))
    }

    /// Returns the kind of contact under the cursor, else the first one that waits for a code, else the first.
    #[must_use]
    pub fn kind(&self) -> ContactKind {
        match self.line() {
            Line::Contact(kind) => kind,
            Line::Password | Line::Totp => KINDS.into_iter().find(|kind| self.is_pending(*kind)).unwrap_or(KINDS[0]),
        }
    }

    /// Tells whether an address of this kind waits for its code.
    #[must_use]
    pub fn is_pending(&self, kind: ContactKind) -> bool {
        let contacts = self.own.value().map_or(&[][..], |own| own.account.contacts.as_slice());
        contacts.iter().any(|contact| contact.kind == kind && contact.pending.is_some())
    }

    /// Tells whether a second factor is asked for.
    #[must_use]
    pub fn has_totp(&self) -> bool {
        self.own.value().is_some_and(|own| own.account.totp)
    }
}

fn place(tab: Screen) -> usize {
    Screen::OF_ACCOUNT.iter().position(|other| *other == tab).unwrap_or(0)
}
