//! How much one mail may ask of the daemon, and the counting that refuses more before anything is decoded.

use std::time::Duration;

/// The limits of one mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub bytes: usize,
    /// Parts of all depths, those of attached mails included.
    pub parts: usize,
    /// Multiparts and attached mails inside each other.
    pub depth: usize,
    /// Header fields of the mail and its parts; those of attached mails are not read.
    pub headers: usize,
    pub header_bytes: usize,
    pub attachments: usize,
    /// How long the caller lets the reading of one mail take.
    pub work: Duration,
}

impl Limits {
    /// What the office's mailbox is promised.
    pub const PROMISED: Self = Self {
        bytes: 25 * 1024 * 1024,
        parts: 100,
        depth: 10,
        headers: 500,
        header_bytes: 64 * 1024,
        attachments: 20,
        work: Duration::from_secs(2),
    };
}

/// Which limit a mail is beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Bytes,
    Parts,
    Depth,
    Headers,
    HeaderBytes,
    Attachments,
    /// The caller's deadline was over.
    Work,
}

impl Limit {
    /// Returns the name by which the archive and messages tell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Parts => "parts",
            Self::Depth => "depth",
            Self::Headers => "headers",
            Self::HeaderBytes => "header_bytes",
            Self::Attachments => "attachments",
            Self::Work => "work",
        }
    }
}

/// Why a mail is parked instead of read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the mail is beyond the limit of {}", .0.name())]
    BeyondLimit(Limit),
    /// The parser panicked over it.
    #[error("the mail cannot be read")]
    Broken,
}

impl Refused {
    /// Returns the name by which the archive and messages tell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BeyondLimit(limit) => limit.name(),
            Self::Broken => "broken",
        }
    }
}

/// What is left of the limits while a mail is taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    pub headers: usize,
    pub header_bytes: usize,
    parts: usize,
    limits: Limits,
}

impl Allowance {
    pub(super) const fn of(limits: &Limits) -> Self {
        Self { headers: limits.headers, header_bytes: limits.header_bytes, parts: limits.parts, limits: *limits }
    }

    /// Returns what an attached mail may have: headers like any mail, parts only of those that are left.
    pub(super) const fn of_attached(&self) -> Self {
        Self { parts: self.parts, ..Self::of(&self.limits) }
    }

    /// Takes over what an attached mail has left.
    pub(super) const fn after(&mut self, attached: &Self) {
        self.parts = attached.parts;
    }

    /// Tells whether that many parts are still allowed.
    pub(super) fn holds(&self, n_parts: usize) -> Result<(), Limit> {
        if n_parts > self.parts { Err(Limit::Parts) } else { Ok(()) }
    }

    /// Takes one part off.
    pub(super) fn take_part(&mut self) -> Result<(), Limit> {
        self.parts = self.parts.checked_sub(1).ok_or(Limit::Parts)?;
        Ok(())
    }
}
