//! Where documents come from, how each source is doing, and what became of each document.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::id::{DocumentId, SourceName};

/// A configured source and its health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub name: SourceName,
    /// `export`, `drop`, `sim` or `import` (what people upload).
    pub kind: String,
    pub health: Health,
    /// How often it is asked.
    #[serde(default)]
    pub interval: Option<SignedDuration>,
    #[serde(default)]
    pub next_at: Option<Timestamp>,
    /// The last time it answered, with or without news.
    #[serde(default)]
    pub answered_at: Option<Timestamp>,
    /// The newest reading that it has delivered.
    #[serde(default)]
    pub data_at: Option<Timestamp>,
    pub n_documents: u64,
    pub n_parked: u64,
    /// Over all its documents.
    pub tally: Tally,
}

/// How a source is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Health {
    /// Not asked yet.
    Waiting,
    Healthy,
    /// It answers, but nothing new has come for longer than three expected cadences.
    Stale {
        since: Timestamp,
    },
    Failing {
        since: Timestamp,
        attempts: u32,
        problem: Problem,
    },
    #[serde(other)]
    Unknown,
}

/// What is wrong with a source or a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub kind: ProblemKind,
    /// The facts: an address without its query, a line number, a system's message. English, never a secret.
    pub detail: String,
}

/// The kinds of problems that call for different answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// Nobody listens, no such host, no route.
    Unreachable,
    /// Connected, but too slow.
    TimedOut,
    /// The certificate is not trusted or the handshake failed.
    Tls,
    /// 401 or 403.
    Denied,
    /// 404 or 410.
    Missing,
    /// Another status that is no success.
    Refused,
    /// A redirect to another host, or too many.
    Redirected,
    /// A page for people instead of data, usually a log-in form.
    WebPage,
    /// Larger than the limit, packed or unpacked.
    TooLarge,
    /// The document ends too early or is not well-formed.
    Malformed,
    /// Well-formed, but not a document that we know.
    UnknownFormat,
    /// The mapping does not fit the file.
    Mapping,
    /// A link, a FIFO, a device or a directory where a file was expected.
    NotAFile,
    /// The disk or the permissions.
    Storage,
    #[serde(other)]
    Other,
}

impl ProblemKind {
    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed_out",
            Self::Tls => "tls",
            Self::Denied => "denied",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Redirected => "redirected",
            Self::WebPage => "web_page",
            Self::TooLarge => "too_large",
            Self::Malformed => "malformed",
            Self::UnknownFormat => "unknown_format",
            Self::Mapping => "mapping",
            Self::NotAFile => "not_a_file",
            Self::Storage => "storage",
            Self::Other => "other",
        }
    }
}

/// Where every row of a document went: nothing is lost, nothing is counted twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub received: u64,
    pub stored: u64,
    pub duplicate: u64,
    pub corrected: u64,
    pub quarantined: u64,
    pub rejected: u64,
}

impl Tally {
    /// Tells whether every received value is accounted for.
    #[must_use]
    pub const fn balances(&self) -> bool {
        self.received == self.stored + self.duplicate + self.corrected + self.quarantined + self.rejected
    }

    /// Adds another document's counts.
    pub const fn add(&mut self, other: &Self) {
        self.received += other.received;
        self.stored += other.stored;
        self.duplicate += other.duplicate;
        self.corrected += other.corrected;
        self.quarantined += other.quarantined;
        self.rejected += other.rejected;
    }
}

/// A document that was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub id: DocumentId,
    pub source: SourceName,
    /// File name or address without its query.
    pub name: String,
    pub received_at: Timestamp,
    pub size: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub digest: String,
    pub outcome: Outcome,
    /// Lines or elements that carry values, each with one or more of them.
    pub n_rows: u64,
    /// Counts values, not rows.
    pub tally: Tally,
    /// The first and the last instant for which it had readings.
    #[serde(default)]
    pub first_at: Option<Timestamp>,
    #[serde(default)]
    pub last_at: Option<Timestamp>,
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Taken,
    /// Set aside, whole; a person can correct and retry it.
    Parked {
        problem: Problem,
    },
    #[serde(other)]
    Unknown,
}
