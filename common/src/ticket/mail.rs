//! Mail that came to the office's mailbox, and what became of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::TicketNumber;
use crate::id::{EntryId, MailId};

/// A mail that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedMail {
    pub id: MailId,
    /// When it was taken.
    pub at: Timestamp,
    /// As the mail says: it proves nothing.
    pub from: String,
    pub subject: String,
    pub size: u64,
    pub became: Became,
    /// What the configured host says of its sender (RFC 8601), such as `dmarc=pass`.
    #[serde(default)]
    pub authentication: Option<String>,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "became", rename_all = "snake_case")]
pub enum Became {
    /// A new ticket.
    Ticket { ticket: TicketNumber, entry: EntryId },
    /// An entry of a ticket.
    Entry { ticket: TicketNumber, entry: EntryId },
    /// It was noted on a ticket that a letter came back.
    Bounce { ticket: Option<TicketNumber> },
    /// A program wrote it, and it belongs to no ticket.
    Automatic,
    /// Too large, too deep or unreadable: it lies in the mailbox.
    Parked { reason: String },
    #[serde(other)]
    Unknown,
}

impl Became {
    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Ticket { .. } => "ticket",
            Self::Entry { .. } => "entry",
            Self::Bounce { .. } => "bounce",
            Self::Automatic => "automatic",
            Self::Parked { .. } => "parked",
            Self::Unknown => "unknown",
        }
    }
}
