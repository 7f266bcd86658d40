//! Local time: days of 23 and 25 hours, ISO weeks, heating seasons.
//!
//! Instants are UTC ([`jiff::Timestamp`]); dates mean nothing without the installation's zone, which is an argument
//! everywhere. `now` is an argument too.

pub mod calendar;
pub mod hours;
pub mod range;
pub mod step;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use calendar::{Comparison, Span, View};
pub use range::{parse_instant, parse_range};
pub use step::Step;

/// A half-open stretch of time: `from` belongs to it, `until` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Period {
    #[must_use]
    pub fn contains(&self, instant: Timestamp) -> bool {
        self.from <= instant && instant < self.until
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.until <= self.from
    }

    #[must_use]
    pub fn duration(&self) -> SignedDuration {
        self.until.duration_since(self.from)
    }

    /// Returns the part that both have.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let from = self.from.max(other.from);
        Self { from, until: self.until.min(other.until).max(from) }
    }
}
