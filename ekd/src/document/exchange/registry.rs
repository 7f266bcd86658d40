//! The parts of a registry, read from text: what `xml` and `json` have in common.
//!
//! A registry is small and written with care: what is wrong in it refuses the document, with the reason returned here.

use common::id::{CodeError, SerialNumber};
use common::meter::Registers;
use common::quantity::decimal::Separator;
use common::quantity::{Energy, Power, Quantity, Volume};
use common::text;
use jiff::civil::Date;
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

pub(super) fn day(written: &str) -> Result<Date, String> {
    let written = written.trim();
    // As the schemas have it: jiff reads more.
    let is_plain = written.len() == 10 && written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = is_plain.then(|| written.parse().ok()).flatten();
    day.ok_or_else(|| format!("`{}` is no day such as 2024-05-14", shortened(written)))
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

/// Refuses a stay that ends before it begins.
///
/// Instants are kept in whole seconds: within one second nothing was measured.
pub(super) fn check_stay(serial: &SerialNumber, from: Timestamp, until: Option<Timestamp>) -> Result<(), String> {
    match until {
        Some(until) if until.as_second() <= from.as_second() => {
            Err(format!("meter `{serial}` is taken out at {until}, but put in at {from}"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Refuses a register that fell while the meter sat there.
pub(super) fn check_registers(serial: &SerialNumber, initial: &Registers, last: &Registers) -> Result<(), String> {
    let fell = |name: &str| Err(format!("meter `{serial}`: its last {name} is below the initial one"));
    if initial.energy.zip(last.energy).is_some_and(|(initial, last)| last < initial) {
        return fell("energy");
    }
    if initial.volume.zip(last.volume).is_some_and(|(initial, last)| last < initial) {
        return fell("volume");
    }
    Ok(())
}

/// Reads an amount of something of which there is no less than nothing.
fn base(quantity: Quantity, value: &str, unit: &str) -> Result<i64, String> {
    let wrong = |why: &str| format!("`{} {}`: {why}", shortened(value), shortened(unit));
    let base = Measure::parse(quantity.name(), unit)
        .and_then(|measure| amount(value, measure.unit, Separator::Point))
        .map_err(|suspicion| wrong(suspicion.name()))?;
    if base < 0 { Err(wrong("it is negative")) } else { Ok(base) }
}

#[cfg(test)]
mod tests {
    use common::source::ProblemKind;

    use crate::document::exchange::parse;

    const FROM: &str = "2026-01-10T09:30:00Z";

    /// One meter in both forms: how its stay and its registers are written.
    fn xml(until: &str, initial: &str, last: &str) -> String {
        format!(
            "<document xmlns=\"urn:ek:document:1\" version=\"1\">\n<site code=\"S\"><point code=\"P\">\n\
             <meter serial=\"77\" from=\"{FROM}\" until=\"{until}\">\n\
             <initial><energy unit=\"GJ\">{initial}</energy></initial>\n\
             <last><energy unit=\"GJ\">{last}</energy></last></meter></point></site></document>"
        )
    }

    fn json(until: &str, initial: &str, last: &str) -> String {
        format!(
            r#"{{"format":"ek-document","version":1,"sites":[{{"code":"S","points":[{{"code":"P","meters":[{{
            "serial":"77","from":"{FROM}","until":"{until}","initial":{{"energy":{{"value":{initial},"unit":"GJ"}}}},
            "last":{{"energy":{{"value":{last},"unit":"GJ"}}}}}}]}}]}}]}}"#
        )
    }

    #[test]
    fn a_stay_that_cannot_have_been_refuses_the_document() {
        let check = |(until, initial, last): (&str, &str, &str), xml_line: Option<(&str, &str)>| {
            let refused = |text: String| parse(text.as_bytes()).map(|_| ());
            let (xml, json) = (refused(xml(until, initial, last)), refused(json(until, initial, last)));
            let Some((line, why)) = xml_line else {
                assert_eq!((xml, json), (Ok(()), Ok(())));
                return;
            };
            let (Err(xml), Err(json)) = (xml, json) else { panic!("{until} {initial} {last} was taken") };
            assert_eq!((xml.kind, json.kind), (ProblemKind::Malformed, ProblemKind::Malformed));
            assert!(xml.detail.contains(line) && xml.detail.contains(why), "{xml:?}");
            assert!(json.detail.contains("77") && json.detail.contains(why), "{json:?}");
        };
        check(("2026-01-10T09:30:01Z", "4", "4"), None);
        check((FROM, "4", "5"), Some(("line 3", "taken out")));
        check(("2026-01-10T09:30:00.9Z", "4", "5"), Some(("line 3", "taken out")));
        check(("2025-01-10T09:30:00Z", "4", "5"), Some(("line 3", "taken out")));
        check(("2026-01-11T00:00:00Z", "5", "4"), Some(("line 5", "below the initial one")));
        check(("2026-01-11T00:00:00Z", "-5", "4"), Some(("line 4", "negative")));
    }
}
