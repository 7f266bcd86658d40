//! What telemetry says of a complaint.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::quantity::{Quantity, Value};

/// What telemetry says of a complaint, from the newest values of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub verdict: Verdict,
    /// Why, the most telling first.
    pub signs: Vec<Sign>,
    /// When the newest of the values was read.
    #[serde(default)]
    pub read_at: Option<Timestamp>,
}

/// Whether telemetry agrees with the complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Confirmed,
    /// Heat is delivered as it should be: look behind the meter.
    NotConfirmed,
    /// Nothing was read lately, or the values tell nothing.
    Unclear,
    #[serde(other)]
    Unknown,
}

impl Verdict {
    pub const ALL: [Self; 3] = [Self::Confirmed, Self::NotConfirmed, Self::Unclear];

    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::NotConfirmed => "not_confirmed",
            Self::Unclear => "unclear",
            Self::Unknown => "unknown",
        }
    }
}

/// One value that speaks for or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    pub quantity: Quantity,
    pub value: Value,
    pub read_at: Timestamp,
    pub says: Says,
}

/// What a value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// No water flows.
    NoFlow,
    /// No heat is taken.
    NoPower,
    /// Colder than the network table or the heating curve wants.
    Cold,
    /// Hotter than it wants.
    Hot,
    /// As it should be.
    Usual,
    /// Too old to say anything.
    Old,
    #[serde(other)]
    Unknown,
}

impl Says {
    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoFlow => "no_flow",
            Self::NoPower => "no_power",
            Self::Cold => "cold",
            Self::Hot => "hot",
            Self::Usual => "usual",
            Self::Old => "old",
            Self::Unknown => "unknown",
        }
    }
}
