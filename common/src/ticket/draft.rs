//! What somebody is about to send: a new ticket or an entry, as a draft, on its way for a few seconds, or sent.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::entry::NewAttachment;
use super::field::Detail;
use super::{Category, Origin, Priority, Ticket, TicketNumber, TicketState};
use crate::api::OnceKey;
use crate::id::{CustomerNumber, SendingId, SiteCode};

/// A ticket that is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTicket {
    pub category: Category,
    /// Without one, the category and the site say it.
    #[serde(default)]
    pub subject: Option<String>,
    #[serde(default)]
    pub site: Option<SiteCode>,
    /// Staff say for whom; others are told apart by the site, or by acting for one customer only.
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    #[serde(default)]
    pub details: Vec<Detail>,
    /// Staff only; others get the usual one of the category.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// [`Origin::Phone`]: staff only.
    pub origin: Origin,
    pub body: String,
    #[serde(default)]
    pub attach: Vec<NewAttachment>,
}

/// An entry that is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEntry {
    pub ticket: TicketNumber,
    pub readers: Readers,
    pub body: String,
    #[serde(default)]
    pub attach: Vec<NewAttachment>,
    /// What state the ticket is in afterwards; `None` leaves it to what is usual: an answer of the customer opens it.
    #[serde(default)]
    pub then: Option<TicketState>,
}

/// For whom an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readers {
    /// The customer and the office.
    Both,
    /// An internal note.
    Office,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "dispatch", rename_all = "snake_case")]
pub enum Dispatch {
    Ticket(NewTicket),
    Entry(NewEntry),
}

/// What became of something that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sent", rename_all = "snake_case")]
pub enum Sent {
    /// It is in the thread.
    Done { ticket: Box<Ticket> },
    /// It goes into the thread at that instant, unless it is taken back.
    Held { sending: SendingId, leaves_at: Timestamp },
    #[serde(other)]
    Unknown,
}

/// How long something that was sent may be held for its writer to take it back.
pub const LONGEST_HOLD: SignedDuration = SignedDuration::from_secs(60);
/// The usual time.
pub const USUAL_HOLD: SignedDuration = SignedDuration::from_secs(10);

/// Something that is not sent yet; it may be incomplete. Its key is made by whoever writes it and stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub key: OnceKey,
    pub dispatch: Dispatch,
    pub saved_at: Timestamp,
}
