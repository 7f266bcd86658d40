//! Alarms: those that somebody has yet to look at, all there have been, and one of them with its history.
//!
//! It must not know how they are fetched or changed; it names what is under the cursor.

pub mod card;
pub mod list;
pub mod view;
pub mod words;

use common::alarm::{Alarm, AlarmCard, AlarmCounts};
use common::id::AlarmId;
use jiff::Timestamp;

use crate::effect::Answer;
use crate::remote::Remote;
use crate::screen::Screen;
use crate::screen::alarms::list::{Column, List};

/// The screens' state.
pub struct Model {
    /// The part that was looked at last.
    pub tab: Screen,
    pub open: List,
    pub history: List,
    /// The alarm whose history is wanted: the one under the cursor that rests, or the one that is open.
    pub wanted: Option<AlarmId>,
    card: Remote<AlarmCard>,
    /// The first line of the open alarm on the screen.
    pub top: usize,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            tab: Screen::Alarms,
            open: List::by(Column::Urgency),
            history: List::by(Column::Number),
            wanted: None,
            card: Remote::Loading,
            top: 0,
        }
    }
}

impl Model {
    /// Returns the part that comes after this one; after the last the first.
    #[must_use]
    pub fn next_tab(&self) -> Screen {
        let place = Screen::OF_ALARMS.iter().position(|other| *other == self.tab).unwrap_or(0);
        Screen::OF_ALARMS[(place + 1) % Screen::OF_ALARMS.len()]
    }

    /// Returns the list of the part looked at last.
    #[must_use]
    pub fn list(&self) -> &List {
        if self.tab == Screen::AlarmHistory { &self.history } else { &self.open }
    }

    /// Returns the same to be changed.
    pub fn list_mut(&mut self) -> &mut List {
        if self.tab == Screen::AlarmHistory { &mut self.history } else { &mut self.open }
    }

    /// Returns the counts of all that are active, as far as we know them.
    #[must_use]
    pub fn counts(&self) -> Option<AlarmCounts> {
        self.open.rows.value().map(|list| list.counts)
    }

    /// Tells whether something that is muted is so no longer since the list was asked for: no event says so.
    #[must_use]
    pub fn is_outdated(&self, now: Timestamp) -> bool {
        let Remote::Ready { value, at } = &self.open.rows else { return false };
        value.alarms.iter().any(|alarm| alarm.muted_until.is_some_and(|until| *at < until && until <= now))
    }

    /// Wants the history of the alarm under the cursor, and returns its id where it is not there.
    pub fn want(&mut self) -> Option<AlarmId> {
        let id = self.list().selected()?.id;
        self.want_this(id)
    }

    /// Wants the history of this alarm, whatever the cursor is on, and returns its id where it is not there.
    pub fn want_this(&mut self, id: AlarmId) -> Option<AlarmId> {
        if self.wanted != Some(id) {
            self.card = Remote::Loading;
            self.wanted = Some(id);
            self.top = 0;
        }
        self.card.value().is_none().then_some(id)
    }

    /// Takes a history in, if it is still wanted.
    pub fn take_card(&mut self, id: AlarmId, answer: Answer<AlarmCard>, now: Timestamp) {
        if self.wanted == Some(id) {
            self.card.take(answer, now);
        }
    }

    /// Returns the history of an alarm, as far as it is there.
    #[must_use]
    pub fn card_of(&self, id: AlarmId) -> Option<&AlarmCard> {
        self.card.value().filter(|card| card.alarm.id == id)
    }

    /// Returns what is held of the alarm that is open.
    #[must_use]
    pub const fn card(&self) -> &Remote<AlarmCard> {
        &self.card
    }

    /// Returns an alarm, wherever it is held; what has come last counts.
    #[must_use]
    pub fn find(&self, id: AlarmId) -> Option<&Alarm> {
        let card = self.card_of(id).map(|card| &card.alarm);
        self.open.find(id).or_else(|| self.history.find(id)).or(card)
    }

    /// Returns the alarm that keys of this screen are about.
    #[must_use]
    pub fn subject(&self, screen: Screen) -> Option<&Alarm> {
        match screen {
            Screen::Alarm => self.wanted.and_then(|id| self.find(id)),
            Screen::Alarms | Screen::AlarmHistory => self.list().selected(),
            _ => None,
        }
    }

    /// Puts alarms that have changed in the place of what they were.
    pub fn replace(&mut self, changed: &[Alarm]) {
        self.open.replace(changed);
        self.history.replace(changed);
        if let Some(card) = self.card.value_mut()
            && let Some(alarm) = changed.iter().find(|alarm| alarm.id == card.alarm.id)
        {
            card.alarm = alarm.clone();
        }
    }
}
