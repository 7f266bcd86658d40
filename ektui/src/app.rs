//! The whole state and the one function that changes it.
//!
//! Pure: it must not read a clock, ask a daemon or touch a terminal. What is to be done comes out as [`Effect`]s.

pub mod act;
pub mod alarms;
pub mod answer;
pub mod asking;
pub mod billing;
pub mod bookkeeping;
pub mod charts;
pub mod command;
pub mod compose;
pub mod confirm;
pub mod deeds;
pub mod desk;
pub mod dispatching;
pub mod door;
pub mod lines;
pub mod message;
pub mod notices;
pub mod overlay;
pub mod own;
pub mod palette;
pub mod paying;
pub mod place;
pub mod report_form;
pub mod reports;
pub mod rules;
pub mod saving;
pub mod sheet;
pub mod tickets;
pub mod undo;
pub mod view;

use common::account::Token;
use common::fault::Fault;
use common::secret::Secret;
use common::status::Status;
use jiff::{SignedDuration, Timestamp};
use tui_input::Input;

use crate::app::confirm::Confirm;
use crate::app::door::{Door, Who};
pub use crate::app::message::{BillingAnswer, Entry, Message};
use crate::app::sheet::Sheet;
use crate::app::undo::Undo;
use crate::effect::{Dice, Effect};
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::rows::Order;
use crate::screen::site::findings::Findings;
use crate::screen::tickets::composer::Composer;
use crate::screen::{
    Part, Screen, account, alarms as alarm_screens, billing as billing_screens, customers, notices as notice_screens,
    reports as report_screens, rules as rule_screens, site, sites, system, tickets as ticket_screens,
};

/// Everything there is to show.
pub struct App {
    pub look: Look,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    pub door: Door,
    pub who: Option<Who>,
    /// Who is expected in a demonstration; empty elsewhere.
    pub visitor: String,
    pub screen: Screen,
    pub open: Open,
    /// A form that was left before it was done.
    draft: Option<Sheet>,
    dice: Option<Box<Dice>>,
    pub link: Link,
    pub status: Remote<Status>,
    pub sites: sites::Model,
    /// The site opened last, or shown beside the list.
    pub detail: Option<site::Model>,
    pub alarms: alarm_screens::Model,
    pub rules: rule_screens::Model,
    pub tickets: ticket_screens::Model,
    pub billing: billing_screens::Model,
    pub reports: report_screens::Model,
    pub notices: notice_screens::Model,
    pub account: account::Model,
    pub customers: customers::Model,
    pub system: system::Model,
    pub toast: Option<Toast>,
    undo: Option<Undo>,
    /// How far the daemon's clock is ahead of ours.
    ahead: SignedDuration,
    typed_at: Timestamp,
    overview: Turn,
    alarms_turn: Turn,
}

/// What lies over the screen.
#[derive(Clone, Debug, Default)]
pub enum Open {
    #[default]
    Nothing,
    /// With its cursor.
    Help(usize),
    Palette(palette::Model),
    /// The filter being typed.
    Filter(Input),
    Sort(usize),
    /// For how long the alarm is to be muted.
    Mute(usize),
    Export(usize),
    /// What the ticket is to be said to be.
    Turn(usize),
    /// Whose work the ticket is to be.
    Assign(usize),
    /// An answer or a new ticket.
    Compose(Box<Composer>),
    /// What is known of a change of settings, or of contracted power.
    Findings(Findings),
    /// The line that does the same with `ekctl`.
    CommandLine(String),
    /// A form: of the own account, for an alarm, for a rule, for what one wants to be told, for a report.
    Sheet(Box<Sheet>),
    /// Something that cannot be undone.
    Confirm(Box<Confirm>),
    /// A new token with its secret, which is shown once.
    Token(Box<(Token, Secret)>),
}

/// The connection.
#[derive(Clone, Debug, Default)]
pub enum Link {
    #[default]
    Connecting,
    Up,
    Down {
        since: Timestamp,
        fault: Fault,
        retry_in: SignedDuration,
    },
}

/// A short notice in the row above the hints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub at: Timestamp,
    pub text: String,
    pub kind: ToastKind,
}

/// Whose notice it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// The answer to something that the reader did; goes with the next key.
    Reply,
    /// Something that happened by itself.
    News,
}

/// Only one list is under way at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Turn {
    #[default]
    Free,
    Asked,
    /// Something has changed since: ask again.
    AskedAndOutdated,
}

/// From this width on, list and chart stand side by side.
pub const WIDE: u16 = 120;
/// Below this, only a notice fits.
pub const SMALLEST: (u16, u16) = (60, 16);
/// Minutes after which all that stands beside a chart is asked for again.
const BESIDE_EVERY: i8 = 15;
/// Rows may change places once nobody has typed for so long.
const READING: SignedDuration = SignedDuration::from_secs(10);

impl App {
    #[must_use]
    pub fn new(look: Look, size: (u16, u16)) -> Self {
        Self {
            look,
            size,
            door: Door::default(),
            who: None,
            visitor: String::new(),
            screen: Screen::default(),
            open: Open::default(),
            draft: None,
            dice: None,
            link: Link::default(),
            status: Remote::default(),
            sites: sites::Model::default(),
            detail: None,
            alarms: alarm_screens::Model::default(),
            rules: rule_screens::Model::default(),
            tickets: ticket_screens::Model::default(),
            billing: billing_screens::Model::default(),
            reports: report_screens::Model::default(),
            notices: notice_screens::Model::default(),
            account: account::Model::default(),
            customers: customers::Model::default(),
            system: system::Model::default(),
            toast: None,
            undo: None,
            ahead: SignedDuration::ZERO,
            typed_at: Timestamp::UNIX_EPOCH,
            overview: Turn::default(),
            alarms_turn: Turn::default(),
        }
    }

    /// Takes a message in at `now` of our own clock and returns what is to be done.
    pub fn update(&mut self, now: Timestamp, message: Message) -> Vec<Effect> {
        self.look.now = now.checked_add(self.ahead).unwrap_or(now);
        let mut effects = match message.log_in_needed().cloned() {
            Some(fault) => self.must_log_in(Some(fault)),
            None => self.take(now, message),
        };
        // Nobody is let in: what is asked for now would not be answered.
        if matches!(self.door, Door::LogIn(_)) {
            effects.retain(|effect| !matches!(effect, Effect::Ask(_)));
        }
        let rows = sites::view::list_rows(view::body_rows(self));
        self.sites.scroll(usize::from(rows));
        effects
    }

    fn take(&mut self, now: Timestamp, message: Message) -> Vec<Effect> {
        match message {
            Message::Act(action) => {
                self.typed();
                self.act(action)
            }
            Message::Type(request) => {
                self.typed();
                self.type_in(request)
            }
            Message::Choose(by) => {
                self.typed();
                self.choose(by)
            }
            Message::Accept => {
                self.typed();
                self.accept()
            }
            Message::Cancel => {
                self.typed();
                self.cancel()
            }
            Message::Resized(width, height) => {
                self.size = (width, height);
                self.follow()
            }
            Message::Minute => {
                // Without the daemon nobody knows what has come meanwhile: the banner tells of when all this is.
                if matches!(self.link, Link::Up) {
                    self.sites.age(self.order(), self.look.now);
                }
                let mut effects = self.age_alarms();
                // A forecast takes the daemon longer than a chart: it follows the readings a few times an hour.
                if self.screen == Screen::Site {
                    let is_due = self.look.local(self.look.now).minute() % BESIDE_EVERY == 0;
                    effects.extend(if is_due { self.renew_beside() } else { self.renew_quickly() });
                }
                // A source that fails again, or goes stale, makes no event.
                if self.screen == Screen::System {
                    effects.extend(self.ask_system());
                }
                // Nor does a message that arrives, or does not.
                if self.screen == Screen::Notices && matches!(self.link, Link::Up) {
                    effects.extend(self.ask_notices());
                }
                effects
            }
            Message::NextPart => {
                self.typed();
                self.next_part()
            }
            Message::Rested => self.rested(),
            Message::Second => self.tick(),
            Message::Ekctl(program) => {
                self.look.ekctl = program;
                Vec::new()
            }
            other => self.answer(now, other),
        }
    }

    fn rested(&mut self) -> Vec<Effect> {
        match self.screen {
            Screen::Customers => self.ask_customers(),
            Screen::Alarms | Screen::AlarmHistory => self.follow_alarm(),
            Screen::Tickets(Part::Mine | Part::Unassigned | Part::Open | Part::All | Part::Messages | Part::Thread) => {
                self.follow_ticket()
            }
            Screen::Billing(_) => self.follow_billing(),
            _ => self.follow(),
        }
    }

    /// Tells whether list and chart stand side by side.
    #[must_use]
    pub const fn is_wide(&self) -> bool {
        self.size.0 >= WIDE && matches!(self.screen, Screen::Sites | Screen::Site)
    }

    /// Tells whether the archive is an invented one.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        !self.visitor.is_empty() || self.status.value().is_some_and(|status| status.demo)
    }

    fn typed(&mut self) {
        self.typed_at = self.look.now;
        if self.toast.as_ref().is_some_and(|toast| toast.kind == ToastKind::Reply) {
            self.toast = None;
        }
    }

    fn order(&self) -> Order {
        if self.look.now.duration_since(self.typed_at) >= READING { Order::Fresh } else { Order::Steady }
    }

    fn reply(&mut self, text: String) {
        self.toast = Some(Toast { at: self.look.now, text, kind: ToastKind::Reply });
    }

    fn news(&mut self, text: String) {
        if self.toast.as_ref().is_none_or(|toast| toast.kind == ToastKind::News) {
            self.toast = Some(Toast { at: self.look.now, text, kind: ToastKind::News });
        }
    }
}
