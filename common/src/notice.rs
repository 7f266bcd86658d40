//! Who wants to be told what, when and how.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::account::Login;
use crate::alarm::{AlarmKind, Severity};
use crate::delivery::{Channel, DeliveryState};
use crate::id::{AlarmId, DeliveryId, NoticeId, SiteCode};
use crate::ticket::TicketNumber;
use crate::time::hours::Hours;

/// What a person wants to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeSettings {
    /// The matrix: whoever fits any of them is told, once a channel.
    pub routes: Vec<Route>,
    /// When nothing is told that is less severe than `breaks_quiet`; it is kept for the digest.
    pub quiet: Vec<Hours>,
    /// What is told even in quiet hours.
    pub breaks_quiet: Severity,
    /// When what was kept is told, as one digest; at the latest when it falls into no quiet hours any more.
    pub digest_at: Time,
    /// Short messages in an hour and in a day; what is beyond is told in one summary. At most the installation's own ceilings.
    pub most_an_hour: u32,
    pub most_a_day: u32,
    /// What becomes of a short message that could not be sent: it is told by e-mail instead.
    pub fallback: Fallback,
}

impl Default for NoticeSettings {
    fn default() -> Self {
        Self {
            routes: Vec::new(),
            quiet: Vec::new(),
            breaks_quiet: Severity::Alarm,
            digest_at: Time::constant(7, 0, 0, 0),
            most_an_hour: 10,
            most_a_day: 30,
            fallback: Fallback::Email,
        }
    }
}

/// One row of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    pub channel: Channel,
    /// None means all.
    #[serde(default)]
    pub kinds: BTreeSet<NoticeKind>,
    /// At least so severe.
    #[serde(default = "least")]
    pub severity: Severity,
    /// None means all that the account sees.
    #[serde(default)]
    pub sites: BTreeSet<SiteCode>,
    /// None means always.
    #[serde(default)]
    pub hours: Vec<Hours>,
}

const fn least() -> Severity {
    Severity::Notice
}

/// What becomes of a short message that nobody took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    Nothing,
    Email,
}

/// What a person can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum NoticeKind {
    Alarm(AlarmKind),
    /// Somebody tried to log in to the account and failed, several times.
    LogInFailures,
    /// So much was told that no more short messages leave.
    Ceiling,
    Ticket(TicketNews),
    Billing(BillingNews),
}

/// What somebody can be told of invoices and payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingNews {
    /// A new invoice: for the customer.
    InvoiceArrived,
    /// Its last day comes near, or is today: for the customer.
    DueSoon,
    /// Its last day is over and something is open: for the customer.
    DueOver,
    /// A payment was booked: for the customer.
    PaymentBooked,
    /// A payment of which nobody knows whose it is: for the office.
    PaymentUnmatched,
    /// An invoice of which nobody knows whose it is: for the office.
    InvoiceUnassigned,
    /// A file could not be taken: for the office.
    FileRefused,
    /// What pays what was changed: only screens want to know.
    Changed,
    #[serde(other)]
    Unknown,
}

impl BillingNews {
    pub const ALL: [Self; 8] = [
        Self::InvoiceArrived,
        Self::DueSoon,
        Self::DueOver,
        Self::PaymentBooked,
        Self::PaymentUnmatched,
        Self::InvoiceUnassigned,
        Self::FileRefused,
        Self::Changed,
    ];

    /// Those that people can be told of.
    pub const TOLD: [Self; 7] = [
        Self::InvoiceArrived,
        Self::DueSoon,
        Self::DueOver,
        Self::PaymentBooked,
        Self::PaymentUnmatched,
        Self::InvoiceUnassigned,
        Self::FileRefused,
    ];

    /// Those that are the customer's matter.
    pub const OF_CUSTOMER: [Self; 4] = [Self::InvoiceArrived, Self::DueSoon, Self::DueOver, Self::PaymentBooked];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvoiceArrived => "invoice_arrived",
            Self::DueSoon => "due_soon",
            Self::DueOver => "due_over",
            Self::PaymentBooked => "payment_booked",
            Self::PaymentUnmatched => "payment_unmatched",
            Self::InvoiceUnassigned => "invoice_unassigned",
            Self::FileRefused => "file_refused",
            Self::Changed => "billing_changed",
            Self::Unknown => "unknown",
        }
    }
}

/// What can become of a ticket that somebody wants to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketNews {
    /// A new one: for the office.
    Opened,
    /// The customer has written: for the office.
    Written,
    /// The office has answered: for the customer.
    Answered,
    /// An internal note: for the office.
    Noted,
    /// It is solved or closed: for the customer.
    Settled,
    /// The customer was not content: for the office.
    Reopened,
    /// It is somebody's work now: for that person.
    Assigned,
    /// The clock ran out: for the office.
    Overdue,
    /// A letter about it came back: for the office.
    Bounced,
    /// Something else in it changed: only screens want to know.
    Changed,
    #[serde(other)]
    Unknown,
}

impl TicketNews {
    pub const ALL: [Self; 10] = [
        Self::Opened,
        Self::Written,
        Self::Answered,
        Self::Noted,
        Self::Settled,
        Self::Reopened,
        Self::Assigned,
        Self::Overdue,
        Self::Bounced,
        Self::Changed,
    ];

    /// Those that people can be told of.
    pub const TOLD: [Self; 8] = [
        Self::Opened,
        Self::Written,
        Self::Answered,
        Self::Settled,
        Self::Reopened,
        Self::Assigned,
        Self::Overdue,
        Self::Bounced,
    ];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opened => "ticket_opened",
            Self::Written => "ticket_written",
            Self::Answered => "ticket_answered",
            Self::Noted => "ticket_noted",
            Self::Settled => "ticket_settled",
            Self::Reopened => "ticket_reopened",
            Self::Assigned => "ticket_assigned",
            Self::Overdue => "ticket_overdue",
            Self::Bounced => "ticket_bounced",
            Self::Changed => "ticket_changed",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a text is no kind of notice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no kind of notice")]
pub struct NoticeKindError(String);

impl NoticeKind {
    /// Returns all kinds.
    pub fn all() -> impl Iterator<Item = Self> {
        let tickets = TicketNews::TOLD.into_iter().map(Self::Ticket);
        let billing = BillingNews::TOLD.into_iter().map(Self::Billing);
        let others = [Self::LogInFailures, Self::Ceiling].into_iter().chain(tickets).chain(billing);
        AlarmKind::ALL.into_iter().map(Self::Alarm).chain(others)
    }

    /// Returns the name used in machine output and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alarm(kind) => kind.name(),
            Self::LogInFailures => "log_in_failures",
            Self::Ceiling => "ceiling",
            Self::Ticket(news) => news.name(),
            Self::Billing(news) => news.name(),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|kind| kind.name() == name)
    }
}

impl TryFrom<String> for NoticeKind {
    type Error = NoticeKindError;
    fn try_from(text: String) -> Result<Self, NoticeKindError> {
        Self::parse(&text).ok_or(NoticeKindError(text))
    }
}

impl From<NoticeKind> for String {
    fn from(kind: NoticeKind) -> Self {
        kind.name().to_owned()
    }
}

/// Something that somebody was told, or is to be told later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub id: NoticeId,
    pub at: Timestamp,
    /// `None` after an erasure.
    #[serde(default)]
    pub login: Option<Login>,
    pub kind: NoticeKind,
    pub news: News,
    pub channel: Channel,
    #[serde(default)]
    pub alarm: Option<AlarmId>,
    #[serde(default)]
    pub ticket: Option<TicketNumber>,
    pub state: NoticeState,
}

/// What a notice tells of its matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// It began, or happened.
    Raised,
    /// It has become more severe.
    Risen,
    /// It goes on, and nobody has taken note.
    Reminder,
    /// The same, told to others.
    Escalated,
    Cleared,
    #[serde(other)]
    Unknown,
}

impl News {
    pub const ALL: [Self; 5] = [Self::Raised, Self::Risen, Self::Reminder, Self::Escalated, Self::Cleared];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Risen => "risen",
            Self::Reminder => "reminder",
            Self::Escalated => "escalated",
            Self::Cleared => "cleared",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|news| news.name() == name)
    }
}

/// What became of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum NoticeState {
    /// It is told together with others: in the morning, or once fewer are told.
    Kept { until: Timestamp },
    /// It left, alone or in a digest.
    Left { delivery: DeliveryId, state: DeliveryState },
    /// It was over before it could be told, or was undone.
    Dropped,
    #[serde(other)]
    Unknown,
}

/// Whose notices are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticesOf {
    #[default]
    Own,
    /// Of one alarm.
    Alarm(AlarmId),
    Everybody,
}
