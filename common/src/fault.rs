//! The one error on the wire: what happened, what to do about it, and where the daemon's log tells more.
//!
//! The cause is data; its words are made where they are read, in the reader's language ([`crate::language`]).

use serde::{Deserialize, Serialize};

use crate::id::RequestId;
use crate::language::{Argument, Language};

/// What a caller decides by. Exit statuses of `ekctl` depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    NotFound,
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
    VersionMismatch {
        endpoint: String,
        detail: String,
    },
    #[serde(other)]
    Unknown,
}

impl Cause {
    /// Returns what a caller decides by.
    #[must_use]
    pub const fn code(&self) -> FaultCode {
        match self {
            Self::NoSuchSite { .. }
            | Self::NoSuchPoint { .. }
            | Self::NoSuchSource { .. }
            | Self::NoSuchMapping { .. }
            | Self::NoSuchQuantity { .. }
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
            | Self::AnswerTooLong => FaultCode::Refused,
            Self::NotAllowed => FaultCode::NotAllowed,
            Self::StorageFull => FaultCode::StorageFull,
            Self::Busy
            | Self::TooManyUploads
            | Self::Stopping
            | Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::ConnectionLost { .. } => FaultCode::Unreachable,
            Self::UnknownMethod | Self::NotADaemon { .. } | Self::VersionMismatch { .. } => FaultCode::Version,
            Self::Internal | Self::Unknown => FaultCode::Internal,
        }
    }

    /// Returns the name of the message in `common/text/*/fault.ftl`.
    #[must_use]
    pub const fn message_id(&self) -> &'static str {
        match self {
            Self::NoSuchSite { .. } => "fault-no-such-site",
            Self::NoSuchPoint { .. } => "fault-no-such-point",
            Self::NoSuchSource { .. } => "fault-no-such-source",
            Self::NoSuchMapping { .. } => "fault-no-such-mapping",
            Self::Several { .. } => "fault-several",
            Self::NoSuchQuantity { .. } => "fault-no-such-quantity",
            Self::NoCadence { .. } => "fault-no-cadence",
            Self::NotARegister { .. } => "fault-not-a-register",
            Self::StepTooFine => "fault-step-too-fine",
            Self::NothingToDecide { .. } => "fault-nothing-to-decide",
            Self::MeterIsThere { .. } => "fault-meter-is-there",
            Self::RegisterContradicts { .. } => "fault-register-contradicts",
            Self::BadPage => "fault-bad-page",
            Self::TooManyBuckets { .. } => "fault-too-many-buckets",
            Self::UploadIncomplete { .. } => "fault-upload-incomplete",
            Self::UploadDamaged => "fault-upload-damaged",
            Self::UploadTooLarge { .. } => "fault-upload-too-large",
            Self::TooManyUploads => "fault-too-many-uploads",
            Self::NotAllowed => "fault-not-allowed",
            Self::Busy => "fault-busy",
            Self::StorageFull => "fault-storage-full",
            Self::AnswerTooLong => "fault-answer-too-long",
            Self::UnknownMethod => "fault-unknown-method",
            Self::Stopping => "fault-stopping",
            Self::Internal => "fault-internal",
            Self::Unreachable { .. } => "fault-unreachable",
            Self::TimedOut { .. } => "fault-timed-out",
            Self::ConnectionLost { .. } => "fault-connection-lost",
            Self::NotADaemon { .. } => "fault-not-a-daemon",
            Self::VersionMismatch { .. } => "fault-version-mismatch",
            Self::Unknown => "fault-unknown",
        }
    }

    /// Returns the things with nearly the same name.
    #[must_use]
    pub fn similar(&self) -> &[String] {
        if let Self::NoSuchSite { similar, .. }
        | Self::NoSuchPoint { similar, .. }
        | Self::NoSuchSource { similar, .. }
        | Self::NoSuchMapping { similar, .. }
        | Self::NoSuchQuantity { similar, .. }
        | Self::Several { similar, .. } = self
        {
            similar
        } else {
            &[]
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument<'_>)> {
        match self {
            Self::NoSuchSite { text, .. } | Self::NoSuchPoint { text, .. } | Self::Several { text, .. } => {
                vec![("text", text.as_str().into())]
            }
            Self::NoSuchSource { name, .. } | Self::NoSuchMapping { name, .. } => vec![("name", name.as_str().into())],
            Self::NoSuchQuantity { point, quantity, .. } | Self::RegisterContradicts { point, quantity } => {
                vec![("point", point.as_str().into()), ("quantity", quantity.as_str().into())]
            }
            Self::NoCadence { point } | Self::NothingToDecide { point } => vec![("point", point.as_str().into())],
            Self::NotARegister { quantity } => vec![("quantity", quantity.as_str().into())],
            Self::MeterIsThere { point, serial, since } => {
                vec![
                    ("point", point.as_str().into()),
                    ("serial", serial.as_str().into()),
                    ("since", since.as_str().into()),
                ]
            }
            Self::TooManyBuckets { n_buckets, limit } => {
                vec![("buckets", (*n_buckets).into()), ("limit", (*limit).into())]
            }
            Self::UploadIncomplete { arrived } => vec![("arrived", (*arrived).into())],
            Self::UploadTooLarge { limit } => vec![("limit", (*limit).into())],
            Self::Unreachable { endpoint, reason } => {
                vec![("endpoint", endpoint.as_str().into()), ("reason", reason.as_str().into())]
            }
            Self::TimedOut { endpoint, seconds } => {
                vec![("endpoint", endpoint.as_str().into()), ("seconds", (*seconds).into())]
            }
            Self::ConnectionLost { endpoint } | Self::NotADaemon { endpoint } => {
                vec![("endpoint", endpoint.as_str().into())]
            }
            Self::VersionMismatch { endpoint, detail } => {
                vec![("endpoint", endpoint.as_str().into()), ("detail", detail.as_str().into())]
            }
            Self::StepTooFine
            | Self::BadPage
            | Self::UploadDamaged
            | Self::TooManyUploads
            | Self::NotAllowed
            | Self::Busy
            | Self::StorageFull
            | Self::AnswerTooLong
            | Self::UnknownMethod
            | Self::Stopping
            | Self::Internal
            | Self::Unknown => Vec::new(),
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
        language.common().format(self.cause.message_id(), &self.cause.arguments())
    }

    /// Returns what the reader can do about it.
    #[must_use]
    pub fn hint(&self, language: Language) -> Option<String> {
        language.common().attribute(self.cause.message_id(), "hint", &self.cause.arguments())
    }
}
