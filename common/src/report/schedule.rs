//! When a report is made by itself, for which period, and where it goes.

use std::collections::BTreeSet;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::Form;
use crate::cell::Dialect;
use crate::time::hours::Day;

/// How a saved report is made by itself: once for each local date that is due, whatever clocks do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    pub rhythm: Rhythm,
    /// Local time; where clocks skip it, the first moment after, where they show it twice, the first.
    pub at: Time,
    pub forms: BTreeSet<Form>,
    #[serde(default)]
    pub dialect: Dialect,
    pub to: Destination,
}

/// On which local dates, and for which period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rhythm", rename_all = "snake_case")]
pub enum Rhythm {
    /// Every day, for the day before.
    Daily,
    /// For the ISO week before.
    Weekly { on: Day },
    /// For the month before; a month without that day has it on its last.
    Monthly { day: u8 },
    /// On a day of June, for the season that has ended.
    Season { day: u8 },
}

impl Rhythm {
    /// Returns the name used on the command line and in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly { .. } => "weekly",
            Self::Monthly { .. } => "monthly",
            Self::Season { .. } => "season",
        }
    }
}

/// Where a report goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// To the confirmed address of the account.
    Email,
    /// Into the directory of the configuration: for staff.
    Directory,
}

impl Destination {
    /// Returns the name used on the command line and in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Directory => "directory",
        }
    }
}
