//! Tickets: service requests with a category, a site, a state, a clock that the law or the contract sets, and a thread of
//! entries.
//!
//! A ticket's history is append-only: whatever becomes of it is an [`Entry`](entry::Entry). Knows no words for people, no
//! letters and no rules of the clock.

pub mod canned;
pub mod deed;
pub mod draft;
pub mod entry;
pub mod field;
pub mod finding;
pub mod mail;
pub mod number;
pub mod query;
pub mod statistics;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::Login;
use crate::contact::EmailAddress;
use crate::id::{CustomerNumber, SiteCode};
use crate::ticket::field::{Detail, Field};
pub use crate::ticket::number::{TicketNumber, TicketNumberError};

/// A service request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub number: TicketNumber,
    pub category: Category,
    /// One line.
    pub subject: String,
    pub state: TicketState,
    pub priority: Priority,
    pub origin: Origin,
    pub created_at: Timestamp,
    /// When the newest entry came.
    pub changed_at: Timestamp,
    pub opener: Author,
    /// `None`: nobody knows yet whose it is.
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub customer_name: Option<String>,
    #[serde(default)]
    pub site: Option<SiteCode>,
    #[serde(default)]
    pub site_name: Option<String>,
    #[serde(default)]
    pub details: Vec<Detail>,
    /// Who in the office works on it.
    #[serde(default)]
    pub assignee: Option<Login>,
    /// Who is told of it besides; empty for whoever is not staff.
    #[serde(default)]
    pub watchers: Vec<Login>,
    pub clock: ServiceClock,
    /// Entries that the asking account has not read.
    #[serde(default)]
    pub n_unread: u64,
    /// The customer has written since the office last did.
    #[serde(default)]
    pub awaits_office: bool,
    /// It is part of that one now.
    #[serde(default)]
    pub merged_into: Option<TicketNumber>,
}

/// What a ticket is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    NoHeating,
    TooHot,
    TooCold,
    Leak,
    Meter,
    Invoice,
    Contract,
    HeatingStart,
    HeatingStop,
    /// The contracted power is to change.
    ContractedPower,
    /// When will the outage end?
    Outage,
    Other,
    #[serde(other)]
    Unknown,
}

impl Category {
    pub const ALL: [Self; 12] = [
        Self::NoHeating,
        Self::TooHot,
        Self::TooCold,
        Self::Leak,
        Self::Meter,
        Self::Invoice,
        Self::Contract,
        Self::HeatingStart,
        Self::HeatingStop,
        Self::ContractedPower,
        Self::Outage,
        Self::Other,
    ];

    /// Returns the name used in machine output, on the command line and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoHeating => "no_heating",
            Self::TooHot => "too_hot",
            Self::TooCold => "too_cold",
            Self::Leak => "leak",
            Self::Meter => "meter",
            Self::Invoice => "invoice",
            Self::Contract => "contract",
            Self::HeatingStart => "heating_start",
            Self::HeatingStop => "heating_stop",
            Self::ContractedPower => "contracted_power",
            Self::Outage => "outage",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }

    /// Returns what must be told before anybody can begin.
    #[must_use]
    pub const fn required(self) -> &'static [Field] {
        match self {
            Self::NoHeating => &[Field::Since],
            Self::TooHot | Self::TooCold | Self::Leak => &[Field::Place],
            Self::Meter => &[Field::MeterSerial],
            Self::Invoice => &[Field::InvoiceNumber],
            Self::HeatingStart | Self::HeatingStop => &[Field::WantedFrom],
            Self::ContractedPower => &[Field::ContractedPower, Field::WantedFrom],
            Self::Contract | Self::Outage | Self::Other | Self::Unknown => &[],
        }
    }

    /// Tells whether it is about one site, which must be named.
    #[must_use]
    pub const fn needs_site(self) -> bool {
        match self {
            Self::NoHeating
            | Self::TooHot
            | Self::TooCold
            | Self::Leak
            | Self::Meter
            | Self::HeatingStart
            | Self::HeatingStop
            | Self::ContractedPower => true,
            Self::Invoice | Self::Contract | Self::Outage | Self::Other | Self::Unknown => false,
        }
    }

    /// Tells whether technicians have to do with it.
    #[must_use]
    pub const fn is_technical(self) -> bool {
        match self {
            Self::NoHeating
            | Self::TooHot
            | Self::TooCold
            | Self::Leak
            | Self::Meter
            | Self::HeatingStart
            | Self::HeatingStop
            | Self::Outage => true,
            Self::Invoice | Self::Contract | Self::ContractedPower | Self::Other | Self::Unknown => false,
        }
    }

    /// Tells whether it is about money: not for everybody who acts for a customer.
    #[must_use]
    pub const fn is_financial(self) -> bool {
        matches!(self, Self::Invoice | Self::Contract)
    }

    /// Returns the priority of a ticket for which none is given.
    #[must_use]
    pub const fn usual_priority(self) -> Priority {
        match self {
            Self::NoHeating | Self::Leak => Priority::Urgent,
            Self::TooCold | Self::Outage => Priority::High,
            Self::TooHot
            | Self::Meter
            | Self::Invoice
            | Self::Contract
            | Self::HeatingStart
            | Self::HeatingStop
            | Self::ContractedPower
            | Self::Other
            | Self::Unknown => Priority::Normal,
        }
    }
}

/// What is done first; the order is that of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Low,
    Normal,
    High,
    Urgent,
}

impl Priority {
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// Returns the name used in machine output, on the command line and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.name() == name)
    }
}

/// How far a ticket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Nobody in the office has looked at it.
    New,
    Open,
    /// For the customer; the clock stands still until the customer writes.
    Waiting,
    /// The office has answered; the customer may reopen it for a while.
    Solved,
    Closed,
    /// The customer was not content.
    Reopened,
    #[serde(other)]
    Unknown,
}

impl TicketState {
    pub const ALL: [Self; 6] = [Self::New, Self::Open, Self::Waiting, Self::Solved, Self::Closed, Self::Reopened];

    /// Returns the name used in machine output, on the command line and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Solved => "solved",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Tells whether nobody has anything to do with it any more.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Solved | Self::Closed)
    }
}

/// How a ticket came; the law gives less time to answer a call than a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From `ektui` or `ekctl`: in writing.
    Terminal,
    /// A clerk wrote down what was said.
    Phone,
    Email,
    /// The daemon itself.
    House,
    #[serde(other)]
    Unknown,
}

impl Origin {
    pub const ALL: [Self; 4] = [Self::Terminal, Self::Phone, Self::Email, Self::House];

    /// Returns the name used in machine output, on the command line and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::House => "house",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.name() == name)
    }
}

/// Who wrote something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "author", rename_all = "snake_case")]
pub enum Author {
    /// Somebody who acts for the customer.
    Customer { login: Login, name: String },
    /// Somebody of the office, or of the house.
    Office { login: Login, name: String },
    /// Somebody of the office: customers are not told who.
    TheOffice,
    /// The office outside, which has an e-mail address only.
    OutsideOffice { address: EmailAddress },
    /// By mail, with the reply token of that address.
    Correspondent { address: EmailAddress },
    /// By mail; the address proves nothing.
    Unverified { address: Option<EmailAddress> },
    /// The daemon itself.
    House,
    /// After an erasure.
    Erased,
    #[serde(other)]
    Unknown,
}

impl Author {
    /// Tells whether it is the side that answers.
    #[must_use]
    pub const fn is_office(&self) -> bool {
        match self {
            Self::Office { .. } | Self::TheOffice | Self::OutsideOffice { .. } | Self::House => true,
            Self::Customer { .. }
            | Self::Correspondent { .. }
            | Self::Unverified { .. }
            | Self::Erased
            | Self::Unknown => false,
        }
    }

    /// Returns the name used in machine output.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Customer { .. } => "customer",
            Self::Office { .. } | Self::TheOffice => "office",
            Self::OutsideOffice { .. } => "outside_office",
            Self::Correspondent { .. } => "correspondent",
            Self::Unverified { .. } => "unverified",
            Self::House => "house",
            Self::Erased => "erased",
            Self::Unknown => "unknown",
        }
    }
}

/// Until when a ticket must be answered, where the contract is silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceClock {
    /// The name of the clock, such as `complaint_phone`.
    pub name: String,
    /// `None` while it stands still and once the ticket is settled.
    #[serde(default)]
    pub due_at: Option<Timestamp>,
    /// Since when the customer is waited for.
    #[serde(default)]
    pub paused_at: Option<Timestamp>,
    /// What is left while it stands still.
    #[serde(default)]
    pub left: Option<SignedDuration>,
    /// It ran out, though the ticket may be settled since.
    #[serde(default)]
    pub ran_out_at: Option<Timestamp>,
    /// Until when the office wants to have answered first; its own aim, in its hours.
    #[serde(default)]
    pub answer_due_at: Option<Timestamp>,
    #[serde(default)]
    pub answered_at: Option<Timestamp>,
}

impl ServiceClock {
    /// Tells whether the time is over and the ticket is not settled.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.due_at.is_some_and(|due_at| due_at <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        assert!(Category::ALL.iter().all(|category| Category::parse(category.name()) == Some(*category)));
        assert!(TicketState::ALL.iter().all(|state| TicketState::parse(state.name()) == Some(*state)));
        assert!(Priority::ALL.iter().all(|priority| Priority::parse(priority.name()) == Some(*priority)));
        assert!(Origin::ALL.iter().all(|origin| Origin::parse(origin.name()) == Some(*origin)));
    }

    #[test]
    fn who_answers_is_not_who_asks() {
        let address = EmailAddress::parse("bok@example.pl").unwrap();
        assert!(Author::OutsideOffice { address: address.clone() }.is_office() && Author::House.is_office());
        assert!(!Author::Correspondent { address }.is_office() && !Author::Unverified { address: None }.is_office());
    }
}
