//! When it is news that nothing comes.
//!
//! A meter's silence counts until its source last answered: while the source brings nothing, none of its meters grows
//! more silent, and one alarm tells of all of them.

use common::rule::Silence;
use common::time::hours::lasting;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Returns since when something has been silent for longer than the rule allows, if it has.
///
/// `until` is how far it could have been heard; `cadence` how often it is expected to speak.
#[must_use]
pub fn silent_since(
    rule: &Silence,
    (last_at, until): (Timestamp, Timestamp),
    cadence: Option<SignedDuration>,
    zone: &TimeZone,
) -> Option<Timestamp> {
    let cadence = rule.cadence.or(cadence).filter(|cadence| cadence.is_positive())?;
    let missed = i32::try_from(rule.missed).unwrap_or(i32::MAX);
    let allowed = cadence.saturating_mul(missed);
    (lasting(&rule.hours, (last_at, until), zone, allowed.saturating_mul(2)) > allowed).then_some(last_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn silence_counts_in_expected_hours_only() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let always = Silence::default();
        let work: Silence =
            toml::from_str("hours = [{ days = ['mon', 'tue', 'wed', 'thu', 'fri'], from = '06:00', until = '18:00' }]")
                .unwrap();
        let quarter = Some(SignedDuration::from_mins(15));
        let friday = at("2026-11-27T16:30:00Z");
        let since = |rule, until: &str| silent_since(rule, (friday, at(until)), quarter, &zone);
        assert_eq!(since(&always, "2026-11-27T17:15:00Z"), None);
        assert_eq!(since(&always, "2026-11-27T17:15:01Z"), Some(friday));
        // Half an hour is left on Friday; on Monday it starts at six.
        assert_eq!(since(&work, "2026-11-29T12:00:00Z"), None);
        assert_eq!(since(&work, "2026-11-30T05:15:00Z"), None);
        assert_eq!(since(&work, "2026-11-30T05:15:01Z"), Some(friday));
        assert_eq!(silent_since(&always, (friday, at("2030-01-01T00:00:00Z")), None, &zone), None);
    }
}
