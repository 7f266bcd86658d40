//! The audit log: who did what to whose data, when and from where. Append-only; each line holds the digest of the one
//! before it, so that what was changed, removed or moved is found.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Login;
use crate::id::CustomerNumber;

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Counted from 1 without a gap.
    pub number: i64,
    pub at: Timestamp,
    /// Who did it; `None` for the daemon itself and for accounts that were erased.
    #[serde(default)]
    pub actor: Option<Login>,
    /// What was done, such as `customer.read`, `account.create`.
    pub deed: String,
    /// Whose account.
    #[serde(default)]
    pub login: Option<Login>,
    /// Whose data.
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    /// What besides: codes and counts, never personal data.
    #[serde(default)]
    pub detail: String,
    /// An address, or a user of the server.
    pub source: String,
}

/// Which lines are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    #[serde(default)]
    pub customer: Option<CustomerNumber>,
    /// Lines by this account or about it.
    #[serde(default)]
    pub login: Option<Login>,
}

/// Whether the log is as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditVerified {
    pub n_lines: u64,
    /// The first line that is not as it was written, and why.
    #[serde(default)]
    pub broken: Option<BrokenLine>,
}

/// The first line that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenLine {
    pub number: i64,
    pub flaw: Flaw,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// It does not fit its own digest, or the line before.
    Altered,
    /// It is not there.
    Missing,
    #[serde(other)]
    Unknown,
}

impl Flaw {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}
