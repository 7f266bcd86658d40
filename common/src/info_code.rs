//! What a meter says of itself: the bits of its info code, with names and advice where its table is known.
//!
//! Which bit means what is a matter of the meter's maker and told by tables, which the daemon keeps; nothing here knows
//! one. A bit that no table names stays what it is: a number.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alarm::Severity;
use crate::id::{MeterId, PointId};
use crate::language::Language;
use crate::quantity::amount::Code;

/// A bit that a table knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InfoBit {
    /// Counted from 0, the lowest.
    pub bit: u8,
    pub kind: InfoKind,
    pub severity: Severity,
    pub name_pl: String,
    pub name_en: String,
    /// What to do, in one sentence.
    pub advice_pl: String,
    pub advice_en: String,
}

/// What a bit complains of, whatever the maker calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InfoKind {
    Leak,
    Burst,
    Air,
    ReversedFlow,
    SwappedSensors,
    Sensor,
    SupplyInterrupted,
    Battery,
    External,
    Communication,
    #[serde(other)]
    Other,
}

/// The newest info code of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InfoReading {
    pub point: PointId,
    /// The meter that sent it.
    pub meter: MeterId,
    pub at: Timestamp,
    /// As it came.
    pub code: Code,
    /// The table that knows this meter; without one no bit is named.
    #[serde(default)]
    pub table: Option<String>,
    /// The bits that are set and that the table names, the lowest first.
    #[serde(default)]
    pub known: Vec<InfoBit>,
    /// The other bits that are set, the lowest first.
    #[serde(default)]
    pub unknown: Vec<u8>,
}

impl InfoBit {
    /// Returns what it is called.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Polish => &self.name_pl,
            Language::English => &self.name_en,
        }
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn advice(&self, language: Language) -> &str {
        match language {
            Language::Polish => &self.advice_pl,
            Language::English => &self.advice_en,
        }
    }
}

impl InfoKind {
    /// Tells whether water leaks.
    #[must_use]
    pub const fn is_leak(self) -> bool {
        matches!(self, Self::Leak | Self::Burst)
    }

    /// Tells whether what the meter measures cannot be trusted.
    #[must_use]
    pub const fn is_fault(self) -> bool {
        match self {
            Self::Air
            | Self::ReversedFlow
            | Self::SwappedSensors
            | Self::Sensor
            | Self::SupplyInterrupted
            | Self::Communication => true,
            Self::Leak | Self::Burst | Self::Battery | Self::External | Self::Other => false,
        }
    }

    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Leak,
        Self::Burst,
        Self::Air,
        Self::ReversedFlow,
        Self::SwappedSensors,
        Self::Sensor,
        Self::SupplyInterrupted,
        Self::Battery,
        Self::External,
        Self::Communication,
        Self::Other,
    ];

    /// Returns the name used in tables and machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leak => "leak",
            Self::Burst => "burst",
            Self::Air => "air",
            Self::ReversedFlow => "reversed_flow",
            Self::SwappedSensors => "swapped_sensors",
            Self::Sensor => "sensor",
            Self::SupplyInterrupted => "supply_interrupted",
            Self::Battery => "battery",
            Self::External => "external",
            Self::Communication => "communication",
            Self::Other => "other",
        }
    }

    /// Returns the kind with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Returns the code as people compare it with a meter's manual: `0x0000_0004`.
#[must_use]
pub fn hexadecimal(code: Code) -> String {
    let bits = code.base();
    format!("0x{:04x}_{:04x}", bits >> 16, bits & 0xffff)
}

/// Returns the bits that are set, the lowest first.
pub fn bits(code: Code) -> impl Iterator<Item = u8> {
    (0..u8::try_from(u32::BITS).unwrap_or(u8::MAX)).filter(move |bit| code.base() >> bit & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_with_all_its_digits() {
        let check = |code, expected: &str| assert_eq!(hexadecimal(Code::from_base(code)), expected);
        check(0, "0x0000_0000");
        check(4, "0x0000_0004");
        check(i64::from(u32::MAX), "0xffff_ffff");
        assert_eq!(bits(Code::from_base(0x8000_0005)).collect::<Vec<_>>(), [0, 2, 31]);
    }

    #[test]
    fn names_are_found_again() {
        assert!(InfoKind::ALL.into_iter().all(|kind| InfoKind::parse(kind.name()) == Some(kind)));
    }
}
