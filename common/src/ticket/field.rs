//! What a category wants to be told besides the text.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::text::is_hidden;

/// One thing to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Since when, on the clock on the wall: `2025-11-14T17:00`.
    Since,
    /// Where in the building.
    Place,
    MeterSerial,
    InvoiceNumber,
    /// The first day: `2025-11-14`.
    WantedFrom,
    /// In MW, with a dot: `0.150`.
    ContractedPower,
    #[serde(other)]
    Unknown,
}

/// A thing that was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    pub field: Field,
    /// In the form that [`Field::check`] returns.
    pub value: String,
}

/// Why a value cannot be one of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} cannot be read")]
pub struct FieldError(pub Field);

const LONGEST: usize = 200;

impl Field {
    pub const ALL: [Self; 6] =
        [Self::Since, Self::Place, Self::MeterSerial, Self::InvoiceNumber, Self::WantedFrom, Self::ContractedPower];

    /// Returns the name used in machine output, on the command line and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Since => "since",
            Self::Place => "place",
            Self::MeterSerial => "meter_serial",
            Self::InvoiceNumber => "invoice_number",
            Self::WantedFrom => "wanted_from",
            Self::ContractedPower => "contracted_power",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Returns a value in the one form in which it is kept.
    ///
    /// # Errors
    /// An empty or overlong text, hidden characters, and what is no instant, day or power.
    pub fn check(self, value: &str) -> Result<String, FieldError> {
        let value = value.trim();
        let wrong = FieldError(self);
        if value.is_empty() || value.chars().count() > LONGEST || value.contains(is_hidden) {
            return Err(wrong);
        }
        match self {
            Self::Since => {
                let instant: DateTime = value.replace(' ', "T").parse().map_err(|_| wrong)?;
                Ok(instant.strftime("%Y-%m-%dT%H:%M").to_string())
            }
            Self::WantedFrom => Ok(value.parse::<Date>().map_err(|_| wrong)?.to_string()),
            Self::ContractedPower => power(value).ok_or(wrong),
            Self::Place | Self::MeterSerial | Self::InvoiceNumber => Ok(value.to_owned()),
            Self::Unknown => Err(wrong),
        }
    }
}

/// Returns a power in MW: digits, and up to six after a dot or comma.
fn power(value: &str) -> Option<String> {
    let value = value.strip_suffix("MW").unwrap_or(value).trim().replace(',', ".");
    let (whole, part) = value.split_once('.').unwrap_or((&value, "0"));
    let is_plain = |text: &str| (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_plain(whole) && is_plain(part)).then(|| format!("{whole}.{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_kept_in_one_form() {
        let check = |field: Field, text: &str, expected: Option<&str>| {
            assert_eq!(field.check(text).ok().as_deref(), expected, "{field:?} {text}");
        };
        check(Field::Since, "2025-11-14 17:00", Some("2025-11-14T17:00"));
        check(Field::Since, "2025-11-14T17:00:30", Some("2025-11-14T17:00"));
        check(Field::Since, "wczoraj", None);
        check(Field::WantedFrom, "2025-11-31", None);
        check(Field::WantedFrom, "2025-11-30", Some("2025-11-30"));
        check(Field::ContractedPower, "0,150 MW", Some("0.150"));
        check(Field::ContractedPower, "150 kW", None);
        check(Field::ContractedPower, "-1", None);
        check(Field::Place, " klatka B ", Some("klatka B"));
        check(Field::Place, "a\u{1b}[2J", None);
        check(Field::Place, "", None);
        assert!(Field::ALL.iter().all(|field| Field::parse(field.name()) == Some(*field)));
    }
}
