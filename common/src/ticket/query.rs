//! Which tickets and messages are wanted, and what is shown beside a thread.

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::{Category, Ticket, TicketState};
use crate::account::Login;
use crate::alarm::Alarm;
use crate::customer::Customer;
use crate::id::{AttachmentId, CustomerNumber, SiteCode};
use crate::site::SiteOverview;

/// Which tickets are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketFilter {
    #[serde(default)]
    pub standing: TicketStanding,
    #[serde(default)]
    pub state: Option<TicketState>,
    #[serde(default)]
    pub category: Option<Category>,
    #[serde(default)]
    pub site: Option<SiteCode>,
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub assignee: Option<AssignedTo>,
    /// Words in the subject or in what was written; case and diacritics do not count, beginnings of words do.
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub order: TicketOrder,
}

/// How tickets stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketStanding {
    /// Not solved, not closed.
    #[default]
    Open,
    /// The clock ran out, and they are not settled.
    Overdue,
    Settled,
    All,
}

/// Whose work tickets are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignedTo {
    Nobody,
    /// Of the asking account.
    Me,
    Account(Login),
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketOrder {
    /// By the clock, what is due first; without a clock last, the newest first.
    #[default]
    Due,
    /// The last changed first.
    Changed,
    /// The newest first.
    Number,
}

/// How many tickets there are of what the account sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketCounts {
    pub n_open: u64,
    pub n_overdue: u64,
    /// Open ones that wait for the customer.
    pub n_waiting: u64,
    /// Open ones that are nobody's work.
    pub n_unassigned: u64,
    /// Tickets with something unread.
    pub n_unread: u64,
}

/// A ticket with what helps to answer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketCard {
    pub ticket: Ticket,
    /// What telemetry says of the complaint; `None` where it has nothing to do with it.
    #[serde(default)]
    pub finding: Option<Finding>,
    /// Open tickets of the same site.
    #[serde(default)]
    pub similar: Vec<Ticket>,
    /// For staff: the customer's other tickets, the newest first, at most 20.
    #[serde(default)]
    pub former: Vec<Ticket>,
    /// For those who see customers.
    #[serde(default)]
    pub customer: Option<Customer>,
    #[serde(default)]
    pub site: Option<Box<SiteOverview>>,
    /// Active at the site.
    #[serde(default)]
    pub alarms: Vec<Alarm>,
}

/// Which messages are wanted: entries for both sides over all tickets, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageFilter {
    /// Only what the account has not read.
    #[serde(default)]
    pub only_unread: bool,
    #[serde(default)]
    pub text: Option<String>,
}

/// Which piece of an attached file is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentQuery {
    pub id: AttachmentId,
    /// The first byte.
    pub offset: u64,
}
