//! What methods are asked with, where it is of no one noun; and the key of creating calls.

use std::fmt;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::id::{DocumentId, PointId, SiteId, SourceName};
use crate::quantity::Quantity;
use crate::time::Period;

/// Which entries of a list are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Part of a code, a name or a serial number; case and diacritics do not count.
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub site: Option<SiteId>,
    #[serde(default)]
    pub point: Option<PointId>,
}

/// Which readings are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingsQuery {
    #[serde(default)]
    pub point: Option<PointId>,
    /// None means all.
    #[serde(default)]
    pub quantities: Vec<Quantity>,
    #[serde(default)]
    pub period: Option<Period>,
    /// In the order of arrival, only what came after this document; what was corrected comes again.
    #[serde(default)]
    pub after: Option<DocumentId>,
}

/// Which pages of the logbook are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogQuery {
    pub point: PointId,
    pub period: Period,
}

/// Pages of the logbook of one point, which may reach beyond the asked period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPages {
    /// Each as [`crate::logbook`] seals it, in the order in which they were written: where two tell of the same
    /// reading, the higher revision counts.
    pub pages: Vec<ByteBuf>,
    /// Stretches whose pages are damaged and therefore missing here.
    #[serde(default)]
    pub damaged: Vec<Period>,
    /// Ask for [`crate::page::Page::after`] this to go on; `None` at the end.
    #[serde(default)]
    pub next: Option<String>,
}

/// Where gaps are looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapsQuery {
    pub point: PointId,
    pub quantity: Quantity,
    pub period: Period,
    /// The cadence to hold the readings against; without it, the point's own.
    #[serde(default)]
    pub cadence: Option<SignedDuration>,
}

/// A stretch in which expected readings are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// From the reading before until the reading after.
    pub period: Period,
    pub n_missing: u64,
    /// The gap reaches to the end of the asked period: it may still be going on.
    pub open: bool,
}

/// Which documents are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFilter {
    #[serde(default)]
    pub source: Option<SourceName>,
    #[serde(default)]
    pub only_parked: bool,
}

/// A key that the client makes before the first try and keeps over its retries: 128 random bits in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OnceKey(String);

/// Why a text is no [`OnceKey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a once-key has 32 hexadecimal digits")]
pub struct OnceKeyError;

impl OnceKey {
    /// Returns the key made of these random bytes.
    #[must_use]
    pub fn new(random: [u8; 16]) -> Self {
        Self(format!("{:032x}", u128::from_be_bytes(random)))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OnceKey {
    type Error = OnceKeyError;
    fn try_from(text: String) -> Result<Self, OnceKeyError> {
        let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() == 32 && digits { Ok(Self(text)) } else { Err(OnceKeyError) }
    }
}

impl From<OnceKey> for String {
    fn from(key: OnceKey) -> Self {
        key.0
    }
}

impl fmt::Display for OnceKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A piece of an uploaded document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadPart {
    pub key: OnceKey,
    /// Where the piece begins; at most what has arrived.
    pub offset: u64,
    /// At most [`MAX_UPLOAD_PART`] bytes.
    pub bytes: ByteBuf,
}

/// Longest piece of an upload, in bytes.
pub const MAX_UPLOAD_PART: usize = 512 << 10;

/// An uploaded document that is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDocument {
    /// The file's name, for people.
    pub name: String,
    /// The configured mapping by which it is read; without one it is an exchange document.
    #[serde(default)]
    pub mapping: Option<String>,
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub digest: String,
    /// Taken in after the import with this key, which may still be running; where that one failed, this one is not taken
    /// in either ([`Cause::Busy`](crate::fault::Cause::Busy)). So the parts of a file keep their order.
    #[serde(default)]
    pub after: Option<OnceKey>,
}
