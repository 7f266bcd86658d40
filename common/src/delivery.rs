//! Letters and short messages on their way out, and what became of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Login;
use crate::id::DeliveryId;
use crate::ticket::TicketNumber;

/// A message that left, or will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub id: DeliveryId,
    pub created_at: Timestamp,
    /// Whose message; `None` after an erasure.
    #[serde(default)]
    pub login: Option<Login>,
    /// What it is about, such as `contact_code`.
    pub topic: String,
    pub channel: Channel,
    pub recipient: String,
    pub state: DeliveryState,
    pub n_attempts: u32,
    /// When it was sent, failed for good, or will be tried again.
    pub at: Timestamp,
    /// What the other side said last.
    #[serde(default)]
    pub answer: Option<String>,
    /// The one ticket that it is about.
    #[serde(default)]
    pub ticket: Option<TicketNumber>,
}

/// The ways out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    Sms,
    /// A program of others, by the name of its section: it gets an object of JSON.
    Webhook,
}

impl Channel {
    pub const ALL: [Self; 3] = [Self::Email, Self::Sms, Self::Webhook];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Webhook => "webhook",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// What holds back messages of which there are too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ceiling {
    /// So many to one recipient in an hour.
    RecipientHour,
    /// So many to one recipient in a day.
    RecipientDay,
    /// So many in a day, whoever gets them.
    InstallationDay,
    #[serde(other)]
    Unknown,
}

impl Ceiling {
    pub const ALL: [Self; 3] = [Self::RecipientHour, Self::RecipientDay, Self::InstallationDay];

    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RecipientHour => "recipient_hour",
            Self::RecipientDay => "recipient_day",
            Self::InstallationDay => "installation_day",
            Self::Unknown => "unknown",
        }
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It will be tried, again.
    Waiting,
    /// The server has taken it, or it lies in the spool.
    Sent,
    /// It was refused for good.
    Failed,
    /// Nobody took it in time.
    Expired,
    /// It was taken, and came back.
    Bounced,
    #[serde(other)]
    Unknown,
}

impl DeliveryState {
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Sent, Self::Failed, Self::Expired, Self::Bounced];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Bounced => "bounced",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}
