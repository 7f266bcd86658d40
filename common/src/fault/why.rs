//! Why a session is over and why a password is refused: reasons that several sides decide by. Knows no words.

use serde::{Deserialize, Serialize};

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionEnd {
    /// Nothing was asked for too long, or it lasted as long as one may.
    Expired,
    /// The person, or an administrator, ended it.
    Ended,
    /// The account was closed.
    Closed,
    #[serde(other)]
    Unknown,
}

impl SessionEnd {
    /// Returns the name by which messages tell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Ended => "ended",
            Self::Closed => "closed",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a password is refused (NIST SP 800-63B-4 §3.1.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// Shorter than 15 characters, or than 8 with a second factor.
    Short,
    /// Longer than 256 characters.
    Long,
    /// Among those that are tried first.
    Common,
    /// Made of the person's, the customer's or the product's own names.
    Known,
    /// The one that is to be replaced.
    Same,
    #[serde(other)]
    Unknown,
}

impl Weakness {
    /// Returns the name by which messages tell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::Common => "common",
            Self::Known => "known",
            Self::Same => "same",
            Self::Unknown => "unknown",
        }
    }
}
