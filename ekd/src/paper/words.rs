//! The few words that are on every paper, and how values are written there.

use std::sync::OnceLock;

use common::language::{Argument, Language, Texts};
use common::sheet::Cell;
use common::time::Period;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

fn texts(language: Language) -> &'static Texts {
    static POLISH: OnceLock<Texts> = OnceLock::new();
    static ENGLISH: OnceLock<Texts> = OnceLock::new();
    match language {
        Language::Polish => POLISH.get_or_init(|| Texts::new(language, &[include_str!("../../text/pl/ekd.ftl")])),
        Language::English => ENGLISH.get_or_init(|| Texts::new(language, &[include_str!("../../text/en/ekd.ftl")])),
    }
}

pub(super) fn get(language: Language, id: &str) -> String {
    texts(language).get(id)
}

pub(super) fn format(language: Language, id: &str, arguments: &[(&'static str, String)]) -> String {
    let arguments: Vec<(&'static str, Argument<'_>)> =
        arguments.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    texts(language).format(id, &arguments)
}

/// Returns a value as people read it; missing ones are a dash, never nought.
pub(super) fn shown(cell: &Cell, language: Language, zone: &TimeZone) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(plain) => language.number(plain),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => instant(*at, zone),
        Cell::Missing => "–".to_owned(),
    }
}

/// Returns such as `2025-10-26 02:30 +01:00`: the offset tells the two hours of an autumn night apart.
fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string()
}

/// Returns a period as dates where midnights bound it; the last day belongs to it.
pub(super) fn period(period: Period, zone: &TimeZone) -> String {
    let [from, until] = [period.from, period.until].map(|at| zone.to_datetime(at));
    let is_midnight = |local: jiff::civil::DateTime| local == local.date().at(0, 0, 0, 0);
    if !(is_midnight(from) && is_midnight(until)) || period.is_empty() {
        return format!("{} – {}", instant(period.from, zone), instant(period.until, zone));
    }
    let last = period.until.checked_sub(SignedDuration::from_secs(1)).unwrap_or(period.until);
    let (first, last) = (from.date(), zone.to_datetime(last).date());
    if first == last { first.to_string() } else { format!("{first} – {last}") }
}

/// Returns a unit with its exponent above.
pub(super) fn unit_shown(unit: &str) -> String {
    unit.replace("m2", "m²").replace("m3", "m³")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_for_people() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let check = |cell: Cell, polish: &str| assert_eq!(shown(&cell, Language::Polish, &zone), polish);
        check(Cell::Number("-12345.60".to_owned()), "-12 345,60");
        check(Cell::Missing, "–");
        check(Cell::Instant("2025-10-26T01:30:00Z".parse().unwrap()), "2025-10-26 02:30 +01:00");
        check(Cell::Instant("2025-10-26T00:30:00Z".parse().unwrap()), "2025-10-26 02:30 +02:00");
        assert_eq!(unit_shown("m3/GJ"), "m³/GJ");
    }

    #[test]
    fn a_period_names_its_first_and_last_day() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let check = |from: &str, until: &str, expected: &str| {
            let found = period(Period { from: from.parse().unwrap(), until: until.parse().unwrap() }, &zone);
            assert_eq!(found, expected);
        };
        check("2025-10-31T23:00:00Z", "2025-11-30T23:00:00Z", "2025-11-01 – 2025-11-30");
        check("2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", "2025-10-26");
        check("2025-10-25T22:00:00Z", "2025-10-26T00:30:00Z", "2025-10-26 00:00 +02:00 – 2025-10-26 02:30 +02:00");
    }
}
