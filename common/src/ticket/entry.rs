//! The thread of a ticket: what was written, and what became of it. Append-only.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::{Author, Category, Priority, TicketNumber, TicketState};
use crate::account::Login;
use crate::api::OnceKey;
use crate::id::{AlarmId, AttachmentId, EntryId, SiteCode};
use crate::time::Period;

/// One thing in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub ticket: TicketNumber,
    pub at: Timestamp,
    pub by: Author,
    #[serde(flatten)]
    pub what: EntryWhat,
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// The asking account has not read it.
    #[serde(default)]
    pub is_unread: bool,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum EntryWhat {
    /// For both sides.
    Message {
        #[serde(flatten)]
        text: EntryText,
    },
    /// For the office only.
    Note {
        #[serde(flatten)]
        text: EntryText,
    },
    Turned {
        turn: TicketTurn,
    },
    #[serde(other)]
    Unknown,
}

/// What somebody wrote. As it came: whoever shows it makes hidden characters visible.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryText {
    /// Empty after an erasure, and in what holds attachments only.
    pub body: String,
    /// Earlier mail that was quoted: shown on request.
    #[serde(default)]
    pub quoted: Option<String>,
    #[serde(default)]
    pub signature: Option<String>,
    /// A program wrote it: somebody is away, a mail came back.
    #[serde(default)]
    pub is_automatic: bool,
}

impl EntryText {
    /// Returns a text without anything around it.
    #[must_use]
    pub fn plain(body: &str) -> Self {
        Self { body: body.to_owned(), ..Self::default() }
    }
}

/// What became of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "turn", rename_all = "snake_case")]
pub enum TicketTurn {
    Opened,
    State {
        from: TicketState,
        to: TicketState,
    },
    Assigned {
        to: Option<Login>,
    },
    Priority {
        from: Priority,
        to: Priority,
    },
    Category {
        from: Category,
        to: Category,
    },
    Site {
        to: Option<SiteCode>,
    },
    /// Somebody of the office says whose it is.
    Customer {
        to: Option<String>,
    },
    Watched {
        login: Login,
    },
    Unwatched {
        login: Login,
    },
    /// It is part of another now.
    MergedInto {
        ticket: TicketNumber,
    },
    /// That one is part of this now.
    Merged {
        ticket: TicketNumber,
    },
    /// Entries went to a ticket of their own.
    SplitInto {
        ticket: TicketNumber,
    },
    SplitFrom {
        ticket: TicketNumber,
    },
    /// The clock ran out.
    Overdue,
    /// A letter came back.
    Bounced {
        recipient: String,
        status: String,
    },
    /// Letters refer to it without a reply token: perhaps it belongs to that one.
    Refers {
        ticket: TicketNumber,
    },
    #[serde(other)]
    Unknown,
}

impl TicketTurn {
    /// Tells whether it is for the office only.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        match self {
            Self::Opened
            | Self::State { .. }
            | Self::Category { .. }
            | Self::Site { .. }
            | Self::MergedInto { .. }
            | Self::Merged { .. }
            | Self::SplitInto { .. }
            | Self::SplitFrom { .. } => false,
            Self::Assigned { .. }
            | Self::Priority { .. }
            | Self::Customer { .. }
            | Self::Watched { .. }
            | Self::Unwatched { .. }
            | Self::Overdue
            | Self::Bounced { .. }
            | Self::Refers { .. }
            | Self::Unknown => true,
        }
    }

    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::State { .. } => "state",
            Self::Assigned { .. } => "assigned",
            Self::Priority { .. } => "priority",
            Self::Category { .. } => "category",
            Self::Site { .. } => "site",
            Self::Customer { .. } => "customer",
            Self::Watched { .. } => "watched",
            Self::Unwatched { .. } => "unwatched",
            Self::MergedInto { .. } => "merged_into",
            Self::Merged { .. } => "merged",
            Self::SplitInto { .. } => "split_into",
            Self::SplitFrom { .. } => "split_from",
            Self::Overdue => "overdue",
            Self::Bounced { .. } => "bounced",
            Self::Refers { .. } => "refers",
            Self::Unknown => "unknown",
        }
    }
}

/// Something that lies beside an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    #[serde(flatten)]
    pub what: Attached,
}

/// What lies beside an entry: a file as it came, or a place in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "attached", rename_all = "snake_case")]
pub enum Attached {
    /// Never opened and never run here.
    File {
        /// As it came, for people; never a path.
        name: String,
        media_type: String,
        size: u64,
        /// SHA-256 in hexadecimal.
        sha256: String,
    },
    /// All readings of a site in a period, as the archive has them when somebody looks.
    Readings { site: SiteCode, period: Period },
    /// An alarm with its history.
    Alarm { alarm: AlarmId },
    #[serde(other)]
    Unknown,
}

/// Something that is to lie beside an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "attach", rename_all = "snake_case")]
pub enum NewAttachment {
    /// A file that was uploaded.
    File {
        key: OnceKey,
        name: String,
        size: u64,
        /// SHA-256 in hexadecimal.
        sha256: String,
    },
    Readings {
        site: SiteCode,
        period: Period,
    },
    Alarm {
        alarm: AlarmId,
    },
}

/// A piece of an attached file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentPart {
    pub bytes: ByteBuf,
    /// Of the whole file.
    pub size: u64,
}

/// Files beside one entry.
pub const MOST_ATTACHMENTS: usize = 20;
/// Bytes of all files beside one entry.
pub const MOST_ATTACHED: u64 = 25 << 20;
/// Characters of a text.
pub const LONGEST_BODY: usize = 100_000;
/// Characters of a subject.
pub const LONGEST_SUBJECT: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_crosses_every_wire_whole() {
        let text = EntryText { quoted: Some("> a".to_owned()), ..EntryText::plain("b") };
        let whats = [
            EntryWhat::Message { text: text.clone() },
            EntryWhat::Note { text },
            EntryWhat::Turned { turn: TicketTurn::State { from: TicketState::New, to: TicketState::Open } },
            EntryWhat::Turned { turn: TicketTurn::Overdue },
        ];
        let attached = Attached::Alarm { alarm: AlarmId(3) };
        for what in whats {
            let entry = Entry {
                id: EntryId(1),
                ticket: TicketNumber::new(2025, 118),
                at: Timestamp::UNIX_EPOCH,
                by: Author::House,
                what,
                attachments: vec![Attachment { id: AttachmentId(2), what: attached.clone() }],
                is_unread: true,
            };
            let json: Entry = serde_json::from_str(&serde_json::to_string(&entry).unwrap()).unwrap();
            let packed: Entry = rmp_serde::from_slice(&rmp_serde::to_vec_named(&entry).unwrap()).unwrap();
            assert!(json == entry && packed == entry, "{entry:?}");
        }
    }
}
