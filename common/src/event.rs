//! The journal of what happened: append-only, numbered, read by live screens, `ekctl watch` and notices.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alarm::{AlarmKind, Severity, Turn};
use crate::delivery::{Ceiling, Channel};
use crate::id::{
    AccountId, AlarmId, BillingFileId, Cursor, CustomerNumber, DocumentId, EntryId, InvoiceId, PaymentId, PointId,
    SerialNumber, SourceName,
};
use crate::notice::{BillingNews, TicketNews};
use crate::source::{Problem, Tally};
use crate::ticket::TicketNumber;

/// Something that happened, at a place in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub cursor: Cursor,
    pub at: Timestamp,
    #[serde(flatten)]
    pub what: Happening,
}

/// What can happen. Readers skip kinds that they do not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// A document was taken.
    Readings {
        source: SourceName,
        document: DocumentId,
        tally: Tally,
        /// The points it touched, at most 100; `n_points` tells how many there were.
        points: Vec<PointId>,
        n_points: u64,
    },
    DocumentParked {
        source: SourceName,
        document: DocumentId,
        name: String,
        problem: Problem,
    },
    SourceFailing {
        source: SourceName,
        problem: Problem,
    },
    SourceRecovered {
        source: SourceName,
    },
    MeterReplaced {
        point: PointId,
        old: SerialNumber,
        new: SerialNumber,
    },
    /// A rule of retention removed readings of a point for good.
    ReadingsRemoved {
        point: PointId,
        /// The name of the rule.
        rule: String,
        /// What is at or after this instant was not looked at.
        until: Timestamp,
        /// Versions of readings that were removed because of their age, corrected and struck out ones among them.
        n_removed: u64,
        /// The same of readings that were removed between those that stayed.
        n_thinned: u64,
    },
    /// Something became of an alarm.
    Alarm {
        alarm: AlarmId,
        alarm_kind: AlarmKind,
        severity: Severity,
        /// `None`: it is about a source.
        #[serde(default)]
        point: Option<PointId>,
        // Beside the event's own fields: both have a severity.
        turn: Turn,
    },
    /// Too many messages: some are turned away, and the log of deliveries tells which. Told once an hour at most.
    CeilingReached {
        channel: Channel,
        ceiling: Ceiling,
    },
    /// Somebody failed to log in to an account so often that others have to wait; told to the house alone.
    LogInFailures {
        account: AccountId,
        n: u64,
    },
    /// The office's mailbox cannot be read, for a quarter of an hour by now.
    MailboxFailing {
        since: Timestamp,
        detail: String,
    },
    MailboxRecovered,
    /// Something became of a ticket.
    Ticket {
        ticket: TicketNumber,
        news: TicketNews,
        /// The entry that it is about.
        #[serde(default)]
        entry: Option<EntryId>,
    },
    /// Something became of an invoice, a payment or a file with such.
    Billing {
        news: BillingNews,
        /// Whose it is; `None`: nobody's yet, or the office's.
        #[serde(default)]
        customer: Option<CustomerNumber>,
        #[serde(default)]
        invoice: Option<InvoiceId>,
        #[serde(default)]
        payment: Option<PaymentId>,
        #[serde(default)]
        file: Option<BillingFileId>,
        /// Of a reminder: days since the last day; less than zero before it.
        #[serde(default)]
        days: Option<i32>,
    },
    #[serde(other)]
    Unknown,
}

impl Happening {
    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Readings { .. } => "readings",
            Self::DocumentParked { .. } => "document_parked",
            Self::SourceFailing { .. } => "source_failing",
            Self::SourceRecovered { .. } => "source_recovered",
            Self::MeterReplaced { .. } => "meter_replaced",
            Self::ReadingsRemoved { .. } => "readings_removed",
            Self::Alarm { .. } => "alarm",
            Self::CeilingReached { .. } => "ceiling_reached",
            Self::LogInFailures { .. } => "log_in_failures",
            Self::MailboxFailing { .. } => "mailbox_failing",
            Self::MailboxRecovered => "mailbox_recovered",
            Self::Ticket { .. } => "ticket",
            Self::Billing { .. } => "billing",
            Self::Unknown => "unknown",
        }
    }
}

/// The answer to a reader of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Oldest first.
    pub events: Vec<Event>,
    /// Ask for what comes after this next time.
    pub cursor: Cursor,
    /// The journal goes on beyond `cursor`: ask again at once.
    pub more: bool,
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn whatever_becomes_of_an_alarm_crosses_every_wire_whole() {
        let until = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
        let turns = [
            Turn::Raised { severity: Severity::Alarm },
            Turn::SeverityChanged { from: Severity::Notice, to: Severity::Warning },
            Turn::Cleared,
            Turn::Acknowledged { comment: None },
            Turn::Unacknowledged,
            Turn::Muted { until },
            Turn::Unmuted,
            Turn::Escalated,
        ];
        for turn in turns {
            let what = Happening::Alarm {
                alarm: AlarmId(1),
                alarm_kind: AlarmKind::Leak,
                severity: Severity::Warning,
                point: Some(PointId(2)),
                turn,
            };
            let event = Event { cursor: Cursor(3), at: Timestamp::UNIX_EPOCH, what };
            let json: Event = serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap();
            let packed: Event = rmp_serde::from_slice(&rmp_serde::to_vec_named(&event).unwrap()).unwrap();
            assert!(json == event && packed == event, "{event:?}");
        }
    }
}
