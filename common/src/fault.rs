//! The one error on the wire: what happened, what to do about it, and where the daemon's log tells more.
//!
//! The cause is data; its words are made where they are read, in the reader's language ([`crate::language`]).

mod billing;
mod report;
mod ticket;
mod why;
mod words;

use serde::{Deserialize, Serialize};

pub use billing::BillingCause;
pub use report::ReportCause;
pub use ticket::TicketCause;
pub use why::{SessionEnd, Weakness};

use crate::id::RequestId;
use crate::language::Language;

/// What a caller decides by. Exit statuses of `ekctl` depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    NotFound,
    /// Nobody is logged in, or not any more: log in and ask again.
    LoginNeeded,
    NotAllowed,
    /// Not reached, or too slow: the same call may succeed later.
    Unreachable,
    /// The request itself is wrong, or contradicts what is there.
    Refused,
    /// Client and daemon are too far apart in age.
    Version,
    /// The disk is full; reading goes on.
    StorageFull,
    #[serde(other)]
    Internal,
}

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{}", self.message(Language::English))]
pub struct Fault {
    pub code: FaultCode,
    pub cause: Cause,
    /// Finds the full story in the daemon's log; `None` where the daemon was never reached.
    #[serde(default)]
    pub request: Option<RequestId>,
}

/// What happened, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    NoSuchSite {
        text: String,
        similar: Vec<String>,
    },
    NoSuchPoint {
        text: String,
        similar: Vec<String>,
    },
    NoSuchMeter {
        text: String,
        similar: Vec<String>,
    },
    NoSuchSource {
        name: String,
        similar: Vec<String>,
    },
    NoSuchMapping {
        name: String,
        similar: Vec<String>,
    },
    /// The text fits several things.
    Several {
        text: String,
        similar: Vec<String>,
    },
    /// The quantity has never been read at the point.
    NoSuchQuantity {
        point: String,
        quantity: String,
        similar: Vec<String>,
    },
    NoCadence {
        point: String,
    },
    /// Gauges have no consumption.
    NotARegister {
        quantity: String,
    },
    /// Sums over all points are kept by day.
    StepTooFine,
    /// A decision about readings of which none are there.
    NothingToDecide {
        point: String,
    },
    /// A replacement at or before the beginning of the meter that sits there, or by the same meter.
    MeterIsThere {
        point: String,
        serial: String,
        since: String,
    },
    /// The registers of a replacement or a rollover contradict what was read.
    RegisterContradicts {
        point: String,
        quantity: String,
    },
    BadPage,
    TooManyBuckets {
        n_buckets: u64,
        limit: u64,
    },
    /// The upload has fewer bytes than this, or a piece would leave a hole.
    UploadIncomplete {
        arrived: u64,
    },
    UploadDamaged,
    UploadTooLarge {
        limit: u64,
    },
    TooManyUploads,
    NotAllowed,
    /// Nobody is logged in.
    NotLoggedIn,
    /// The log-in that was used has ended.
    SessionEnded {
        why: SessionEnd,
    },
    /// Name and password do not fit, or the account is closed, or too many tries came before: which of these is told
    /// to nobody.
    LogInRefused,
    /// The user at the other end of the socket has no account.
    PeerUnknown {
        user: String,
    },
    /// The present password that was given is wrong.
    WrongPassword,
    /// The new password is not good enough.
    WeakPassword {
        weakness: Weakness,
    },
    /// A code is wrong, used, or too old.
    WrongCode,
    /// Nothing waits for a code.
    NothingPending,
    BadContact {
        reason: String,
    },
    /// Too many codes were asked for; after a while it is possible again.
    TooManyCodes {
        minutes: u64,
    },
    /// No way out is configured for this kind of message.
    NoChannel {
        channel: String,
    },
    NoSuchAccount {
        text: String,
        similar: Vec<String>,
    },
    NoSuchCustomer {
        text: String,
        similar: Vec<String>,
    },
    NoSuchToken {
        id: i64,
    },
    NoSuchSession {
        id: i64,
    },
    TooManyTokens {
        most: u64,
    },
    /// The problem is the name of a text.
    BadRule {
        name: String,
        problem: String,
    },
    NoSuchRule {
        name: String,
    },
    NoSuchAlarm {
        id: i64,
    },
    NoSuchMaintenance {
        id: i64,
    },
    /// Notices go to a confirmed address: there is none of this kind.
    NoConfirmedContact {
        channel: String,
    },
    /// An acknowledgement that was not given cannot be taken back, and the like.
    AlarmStands {
        id: i64,
    },
    LoginTaken {
        login: String,
    },
    /// A period that ends before it begins, or overlaps another owner's later one.
    BadPeriod {
        detail: String,
    },
    /// Staff act for no customer, and a customer's account for one at a time.
    RoleForbids {
        role: String,
    },
    /// The only administrator that is left.
    LastAdministrator,
    /// A token lasts from now to 366 days at most.
    BadExpiry,
    /// A verification that is still to come, or of before there were any.
    BadVerification {
        on: String,
    },
    /// A name or another text is empty, too long, or holds what cannot be shown.
    BadText {
        field: String,
    },
    Busy,
    StorageFull,
    AnswerTooLong,
    /// The daemon does not know the method: it is older than the client.
    UnknownMethod,
    Stopping,
    Internal,
    Unreachable {
        endpoint: String,
        reason: String,
    },
    TimedOut {
        endpoint: String,
        seconds: u64,
    },
    ConnectionLost {
        endpoint: String,
    },
    NotADaemon {
        endpoint: String,
    },
    /// The daemon's certificate is not believed.
    Untrusted {
        endpoint: String,
        reason: String,
    },
    VersionMismatch {
        endpoint: String,
        detail: String,
    },
    /// Something about tickets.
    Ticket {
        why: TicketCause,
    },
    /// Something about reports, forecasts and settings.
    Report {
        why: ReportCause,
    },
    /// Something about invoices, dues, payments and contracts.
    Billing {
        why: BillingCause,
    },
    #[serde(other)]
    Unknown,
}

impl Cause {
    /// Returns what a caller decides by.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a line a cause")]
    pub const fn code(&self) -> FaultCode {
        match self {
            Self::NoSuchSite { .. }
            | Self::NoSuchPoint { .. }
            | Self::NoSuchMeter { .. }
            | Self::NoSuchSource { .. }
            | Self::NoSuchMapping { .. }
            | Self::NoSuchQuantity { .. }
            | Self::NoSuchAccount { .. }
            | Self::NoSuchCustomer { .. }
            | Self::NoSuchToken { .. }
            | Self::NoSuchSession { .. }
            | Self::NoSuchRule { .. }
            | Self::NoSuchAlarm { .. }
            | Self::NoSuchMaintenance { .. }
            | Self::NothingToDecide { .. } => FaultCode::NotFound,
            Self::Several { .. }
            | Self::NoCadence { .. }
            | Self::NotARegister { .. }
            | Self::StepTooFine
            | Self::MeterIsThere { .. }
            | Self::RegisterContradicts { .. }
            | Self::BadPage
            | Self::TooManyBuckets { .. }
            | Self::UploadIncomplete { .. }
            | Self::UploadDamaged
            | Self::UploadTooLarge { .. }
            | Self::WrongPassword
            | Self::WeakPassword { .. }
            | Self::WrongCode
            | Self::NothingPending
            | Self::BadContact { .. }
            | Self::TooManyCodes { .. }
            | Self::TooManyTokens { .. }
            | Self::BadRule { .. }
            | Self::AlarmStands { .. }
            | Self::NoChannel { .. }
            | Self::NoConfirmedContact { .. }
            | Self::LoginTaken { .. }
            | Self::BadPeriod { .. }
            | Self::RoleForbids { .. }
            | Self::LastAdministrator
            | Self::BadExpiry
            | Self::BadVerification { .. }
            | Self::BadText { .. }
            | Self::AnswerTooLong => FaultCode::Refused,
            Self::NotAllowed => FaultCode::NotAllowed,
            Self::NotLoggedIn | Self::SessionEnded { .. } | Self::LogInRefused | Self::PeerUnknown { .. } => {
                FaultCode::LoginNeeded
            }
            Self::StorageFull => FaultCode::StorageFull,
            Self::Ticket { why } => why.code(),
            Self::Report { why } => why.code(),
            Self::Billing { why } => why.code(),
            Self::Busy
            | Self::TooManyUploads
            | Self::Stopping
            | Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Untrusted { .. }
            | Self::ConnectionLost { .. } => FaultCode::Unreachable,
            Self::UnknownMethod | Self::NotADaemon { .. } | Self::VersionMismatch { .. } => FaultCode::Version,
            Self::Internal | Self::Unknown => FaultCode::Internal,
        }
    }
}

impl From<Cause> for Fault {
    fn from(cause: Cause) -> Self {
        Self { code: cause.code(), cause, request: None }
    }
}

impl Fault {
    /// Returns what happened, in the reader's words.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        language.common().format(self.cause.message_id(), &self.cause.arguments(language))
    }

    /// Returns what the reader can do about it.
    #[must_use]
    pub fn hint(&self, language: Language) -> Option<String> {
        language.common().attribute(self.cause.message_id(), "hint", &self.cause.arguments(language))
    }
}
