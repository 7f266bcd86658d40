//! The parts of a registry, read from text: what `xml` and `json` have in common.
//!
//! A registry is small and written with care: what is wrong in it refuses the document, with the reason returned here.

use common::id::CodeError;
use common::meter::Registers;
use common::quantity::decimal::Separator;
use common::quantity::{Energy, Power, Quantity, Volume};
use common::text;
use jiff::{SignedDuration, Timestamp};

use crate::document::instant::rfc3339;
use crate::document::problem::shortened;
use crate::document::sorter::{Measure, amount};

/// The most sites, points and installations that one document may describe, together.
pub(super) const MAX_ENTRIES: usize = 100_000;

/// The longest name, in characters.
const MAX_NAME: usize = 200;

/// Returns the name without the spaces around it; it may be empty.
pub(super) fn name(written: &str) -> Result<String, String> {
    let written = written.trim();
    if let Some(character) = written.chars().find(|character| text::is_hidden(*character)) {
        return Err(format!("a name holds a character that cannot be shown (U+{:04X})", u32::from(character)));
    }
    if written.chars().nth(MAX_NAME).is_some() {
        return Err(format!("a name is longer than {MAX_NAME} characters"));
    }
    Ok(written.to_owned())
}

pub(super) fn code<T>(what: &str, parsed: Result<T, CodeError>) -> Result<T, String> {
    parsed.map_err(|error| format!("{what}: {error}"))
}

/// Reads an ISO 8601 duration such as `PT15M`.
pub(super) fn cadence(written: &str) -> Result<SignedDuration, String> {
    let iso = Some(written.trim()).filter(|written| written.starts_with('P'));
    iso.and_then(|iso| iso.parse::<SignedDuration>().ok())
        .filter(SignedDuration::is_positive)
        .ok_or_else(|| format!("`{}` is no cadence such as PT15M", shortened(written)))
}

pub(super) fn instant(written: &str) -> Result<Timestamp, String> {
    rfc3339(written).map_err(|_| format!("`{}` is no time such as 2025-11-23T14:15:00+01:00", shortened(written)))
}

pub(super) fn power(value: &str, unit: &str) -> Result<Power, String> {
    base(Quantity::Power, value, unit).map(Power::from_base)
}

/// Enters what a register showed.
pub(super) fn set_register(registers: &mut Registers, quantity: &str, value: &str, unit: &str) -> Result<(), String> {
    match Quantity::parse(quantity) {
        Some(Quantity::Energy) => {
            registers.energy = Some(Energy::from_base(base(Quantity::Energy, value, unit)?));
            Ok(())
        }
        Some(Quantity::Volume) => {
            registers.volume = Some(Volume::from_base(base(Quantity::Volume, value, unit)?));
            Ok(())
        }
        Some(_) | None => Err(format!("`{}` is no register: energy or volume", shortened(quantity))),
    }
}

fn base(quantity: Quantity, value: &str, unit: &str) -> Result<i64, String> {
    Measure::parse(quantity.name(), unit)
        .and_then(|measure| amount(value, measure.unit, Separator::Point))
        .map_err(|suspicion| format!("`{} {}`: {}", shortened(value), shortened(unit), suspicion.name()))
}
