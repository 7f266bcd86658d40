//! Ticks of local time: on the hour, at midnight, on the first of a month, whatever the clocks do between them.

use common::language::Language;
use common::time::Period;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// How far ticks lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    Hours(i8),
    Days(i64),
    Mondays,
    Months(i8),
    Years(i16),
}

/// The paces, the closest first, with the seconds between two ticks.
const PACES: [(Pace, f64); 22] = [
    (Pace::Hours(1), 3_600.0),
    (Pace::Hours(2), 7_200.0),
    (Pace::Hours(3), 10_800.0),
    (Pace::Hours(6), 21_600.0),
    (Pace::Hours(12), 43_200.0),
    (Pace::Days(1), DAY),
    (Pace::Days(2), 2.0 * DAY),
    (Pace::Days(3), 3.0 * DAY),
    (Pace::Mondays, 7.0 * DAY),
    (Pace::Months(1), 28.0 * DAY),
    (Pace::Months(2), 59.0 * DAY),
    (Pace::Months(3), 90.0 * DAY),
    (Pace::Months(6), 181.0 * DAY),
    (Pace::Years(1), YEAR),
    (Pace::Years(2), 2.0 * YEAR),
    (Pace::Years(5), 5.0 * YEAR),
    (Pace::Years(10), 10.0 * YEAR),
    (Pace::Years(20), 20.0 * YEAR),
    (Pace::Years(50), 50.0 * YEAR),
    (Pace::Years(100), 100.0 * YEAR),
    (Pace::Years(500), 500.0 * YEAR),
    (Pace::Years(2_000), 2_000.0 * YEAR),
];
const DAY: f64 = 86_400.0;
const YEAR: f64 = 365.0 * DAY;

/// One tick: where it is, and what stands there.
pub(super) struct Tick {
    pub at: Timestamp,
    pub text: String,
}

/// Returns the ticks of a period, at most about so many.
pub(super) fn ticks(period: Period, zone: &TimeZone, language: Language, most: f64) -> Vec<Tick> {
    let apart = period.duration().as_secs_f64() / most.max(1.0);
    let last = PACES[PACES.len() - 1].0;
    let pace = PACES.into_iter().find(|(_, seconds)| *seconds >= apart).map_or(last, |(pace, _)| pace);
    let mut ticks: Vec<Tick> = Vec::new();
    for local in local_ticks(pace, zone.to_datetime(period.from), zone.to_datetime(period.until)) {
        let Ok(at) = zone.to_ambiguous_timestamp(local).compatible() else { continue };
        let is_inside = period.from <= at && at <= period.until;
        // What the clocks skip falls on the hour after.
        if is_inside && ticks.last().is_none_or(|before| before.at < at) {
            let text = text(pace, local, ticks.is_empty(), language);
            ticks.push(Tick { at, text });
        }
    }
    ticks
}

/// Returns what the clocks show at the ticks, from before the first instant to after the last.
fn local_ticks(pace: Pace, from: DateTime, until: DateTime) -> Vec<DateTime> {
    let midnights = |first: Option<Date>, step: jiff::Span| {
        let first = first.unwrap_or(from.date());
        first.series(step).take_while(move |day| *day <= until.date()).map(|day| day.at(0, 0, 0, 0))
    };
    match pace {
        Pace::Hours(step) => {
            let days = midnights(None, 1.day());
            let hours = (0..24).step_by(usize::try_from(step).unwrap_or(1));
            days.flat_map(|day| hours.clone().map(move |hour| day.date().at(hour, 0, 0, 0))).collect()
        }
        Pace::Days(step) => midnights(None, step.days()).collect(),
        Pace::Mondays => {
            let back = i64::from(from.date().weekday().since(Weekday::Monday));
            midnights(from.date().checked_sub(back.days()).ok(), 1.week()).collect()
        }
        Pace::Months(step) => {
            let month = (from.month() - 1) / step * step + 1;
            midnights(Date::new(from.year(), month, 1).ok(), i64::from(step).months()).collect()
        }
        Pace::Years(step) => {
            let year = from.year().div_euclid(step).saturating_mul(step);
            midnights(Date::new(year.max(-9_999), 1, 1).ok(), i64::from(step).years()).collect()
        }
    }
}

fn text(pace: Pace, local: DateTime, is_first: bool, language: Language) -> String {
    let day = language.day_and_month(local.date());
    match pace {
        Pace::Hours(_) if local.hour() == 0 => day,
        Pace::Hours(_) => format!("{:02}:{:02}", local.hour(), local.minute()),
        Pace::Days(_) | Pace::Mondays if is_first => format!("{day} {}", local.year()),
        Pace::Days(_) | Pace::Mondays => day,
        Pace::Months(_) if is_first || local.month() == 1 => {
            format!("{} {}", language.short_month(local.month()), local.year())
        }
        Pace::Months(_) => language.short_month(local.month()).to_owned(),
        Pace::Years(_) => local.year().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: &str, until: &str, most: f64) -> Vec<String> {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let period = Period { from: from.parse().unwrap(), until: until.parse().unwrap() };
        ticks(period, &zone, Language::Polish, most).into_iter().map(|tick| tick.text).collect()
    }

    #[test]
    fn ticks_lie_on_local_hours_days_and_months() {
        let day = shown("2026-01-14T23:00:00Z", "2026-01-15T23:00:00Z", 10.0);
        assert_eq!(day, ["15 I", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "16 I"]);
        let month = shown("2025-10-31T23:00:00Z", "2025-11-30T23:00:00Z", 10.0);
        assert_eq!(month[..3], ["1 XI 2025", "4 XI", "7 XI"]);
        let season = shown("2025-08-31T22:00:00Z", "2026-05-31T22:00:00Z", 10.0);
        assert_eq!(season, ["IX 2025", "X", "XI", "XII", "I 2026", "II", "III", "IV", "V", "VI"]);
        let decade = shown("2015-01-01T00:00:00Z", "2026-01-01T00:00:00Z", 10.0);
        assert_eq!(decade, ["2016", "2018", "2020", "2022", "2024", "2026"]);
    }

    #[test]
    fn days_of_23_and_25_hours_have_their_ticks_once() {
        let spring = shown("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 30.0);
        assert_eq!(spring.len(), 24);
        let autumn = shown("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 30.0);
        assert_eq!(autumn.len(), 25);
    }

    #[test]
    fn the_whole_calendar_has_few_ticks() {
        let all = shown("-009999-01-02T01:59:59Z", "9999-12-30T22:00:00Z", 10.0);
        assert!(all.len() < 15, "{all:?}");
        assert_eq!(shown("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", 10.0), ["01:00"]);
        assert_eq!(shown("2026-01-01T00:01:00Z", "2026-01-01T00:02:00Z", 10.0).len(), 0);
    }
}
