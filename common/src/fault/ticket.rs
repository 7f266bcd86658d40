//! Why something about tickets has no answer.

use serde::{Deserialize, Serialize};

use super::FaultCode;
use super::words::shown;
use crate::language::Argument;

/// What happened, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum TicketCause {
    NoSuchTicket {
        number: String,
    },
    NoSuchEntry {
        id: i64,
    },
    NoSuchAttachment {
        id: i64,
    },
    NoSuchTemplate {
        name: String,
    },
    NoSuchDraft,
    /// It is in the thread already, or was taken back before.
    TooLateToUndo,
    /// The category wants to be told this.
    FieldMissing {
        field: String,
    },
    FieldWrong {
        field: String,
    },
    SiteMissing,
    /// The account acts for several customers, or for none.
    CustomerMissing,
    /// The ticket cannot become so from where it is.
    StateForbids {
        number: String,
        state: String,
    },
    /// It is part of another ticket.
    IsMerged {
        number: String,
        into: String,
    },
    /// A ticket cannot be merged into itself, or into one of another customer.
    CannotMerge {
        number: String,
    },
    /// All that was written would go, or nothing.
    CannotSplit {
        number: String,
    },
    TooManyAttachments {
        most: u64,
    },
    AttachmentsTooLarge {
        most: u64,
    },
    NoSuchPlace {
        place: String,
    },
    TooManyDrafts {
        most: u64,
    },
    TooManyTemplates {
        most: u64,
    },
    /// The office is outside, and no address of it is configured; or there is no mailbox.
    NoMailbox,
    #[serde(other)]
    Unknown,
}

impl TicketCause {
    /// Returns what a caller decides by.
    #[must_use]
    pub const fn code(&self) -> FaultCode {
        match self {
            Self::NoSuchTicket { .. }
            | Self::NoSuchEntry { .. }
            | Self::NoSuchAttachment { .. }
            | Self::NoSuchTemplate { .. }
            | Self::NoSuchDraft => FaultCode::NotFound,
            Self::TooLateToUndo
            | Self::FieldMissing { .. }
            | Self::FieldWrong { .. }
            | Self::SiteMissing
            | Self::CustomerMissing
            | Self::StateForbids { .. }
            | Self::IsMerged { .. }
            | Self::CannotMerge { .. }
            | Self::CannotSplit { .. }
            | Self::TooManyAttachments { .. }
            | Self::AttachmentsTooLarge { .. }
            | Self::NoSuchPlace { .. }
            | Self::TooManyDrafts { .. }
            | Self::TooManyTemplates { .. }
            | Self::NoMailbox => FaultCode::Refused,
            Self::Unknown => FaultCode::Internal,
        }
    }

    pub(super) const fn message_id(&self) -> &'static str {
        match self {
            Self::NoSuchTicket { .. } => "fault-no-such-ticket",
            Self::NoSuchEntry { .. } => "fault-no-such-entry",
            Self::NoSuchAttachment { .. } => "fault-no-such-attachment",
            Self::NoSuchTemplate { .. } => "fault-no-such-template",
            Self::NoSuchDraft => "fault-no-such-draft",
            Self::TooLateToUndo => "fault-too-late-to-undo",
            Self::FieldMissing { .. } => "fault-field-missing",
            Self::FieldWrong { .. } => "fault-field-wrong",
            Self::SiteMissing => "fault-site-missing",
            Self::CustomerMissing => "fault-customer-missing",
            Self::StateForbids { .. } => "fault-state-forbids",
            Self::IsMerged { .. } => "fault-is-merged",
            Self::CannotMerge { .. } => "fault-cannot-merge",
            Self::CannotSplit { .. } => "fault-cannot-split",
            Self::TooManyAttachments { .. } => "fault-too-many-attachments",
            Self::AttachmentsTooLarge { .. } => "fault-attachments-too-large",
            Self::NoSuchPlace { .. } => "fault-no-such-place",
            Self::TooManyDrafts { .. } => "fault-too-many-drafts",
            Self::TooManyTemplates { .. } => "fault-too-many-templates",
            Self::NoMailbox => "fault-no-mailbox",
            Self::Unknown => "fault-unknown",
        }
    }

    pub(super) fn arguments(&self) -> Vec<(&'static str, Argument<'_>)> {
        match self {
            Self::NoSuchTicket { number } | Self::CannotMerge { number } | Self::CannotSplit { number } => {
                vec![("number", shown(number))]
            }
            Self::NoSuchEntry { id } | Self::NoSuchAttachment { id } => vec![("id", id.to_string().into())],
            Self::NoSuchTemplate { name } => vec![("name", shown(name))],
            Self::FieldMissing { field } | Self::FieldWrong { field } => vec![("field", shown(field))],
            Self::StateForbids { number, state } => vec![("number", shown(number)), ("state", shown(state))],
            Self::IsMerged { number, into } => vec![("number", shown(number)), ("into", shown(into))],
            Self::TooManyAttachments { most }
            | Self::AttachmentsTooLarge { most }
            | Self::TooManyDrafts { most }
            | Self::TooManyTemplates { most } => {
                vec![("most", (*most).into())]
            }
            Self::NoSuchPlace { place } => vec![("place", shown(place))],
            Self::NoSuchDraft
            | Self::TooLateToUndo
            | Self::SiteMissing
            | Self::CustomerMissing
            | Self::NoMailbox
            | Self::Unknown => Vec::new(),
        }
    }
}
