//! On which local dates a report is due, for which period, and from which instant on.
//!
//! A date is due or it is not, whatever clocks do in between: whoever makes reports writes down which dates were had.

use std::collections::BTreeSet;

use common::report::Template;
use common::report::schedule::{Rhythm, Schedule};
use common::time::hours::Day;
use common::time::{Period, View};
use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

/// Dates that were missed are made up for so many days.
pub const MADE_UP_DAYS: i64 = 31;
/// In which the season's report is made.
const SEASON_REPORT_MONTH: i8 = 6;
/// Every rhythm has a date within so many days.
const LONGEST_RHYTHM_DAYS: i64 = 800;

/// What of a schedule cannot be, as faults name it; `None` if it can.
#[must_use]
pub fn problem(schedule: &Schedule, template: Template) -> Option<&'static str> {
    let is_day = match schedule.rhythm {
        Rhythm::Daily | Rhythm::Weekly { .. } => true,
        Rhythm::Monthly { day } | Rhythm::Season { day } => (1..=31).contains(&day),
    };
    if !is_day {
        Some("day")
    } else if schedule.forms.is_empty() {
        Some("forms")
    } else if template.usual_view().is_none() {
        Some("period")
    } else {
        None
    }
}

/// Returns the date up to which nothing is due of a schedule that is new at `now`: today, if today's time has come.
#[must_use]
pub fn begins_after(schedule: &Schedule, now: Timestamp, zone: &TimeZone) -> Date {
    let today = zone.to_datetime(now).date();
    if moment(today, schedule.at, zone).is_some_and(|moment| moment <= now) {
        return today;
    }
    today.yesterday().unwrap_or(today)
}

/// Returns the dates after `after` that are due at `now`, oldest first, but for those that were had.
#[must_use]
pub fn due(schedule: &Schedule, (after, had): (Date, &BTreeSet<Date>), now: Timestamp, zone: &TimeZone) -> Vec<Date> {
    let has_come = |date: &Date| moment(*date, schedule.at, zone).is_some_and(|moment| moment <= now);
    let today = zone.to_datetime(now).date();
    let dates = dates(schedule.rhythm, first_after(after, today)).take_while(|date| *date <= today);
    dates.filter(|date| has_come(date) && !had.contains(date)).collect()
}

/// Returns the date that is made next, which may be due already.
#[must_use]
pub fn next_on(
    schedule: &Schedule,
    (after, had): (Date, &BTreeSet<Date>),
    now: Timestamp,
    zone: &TimeZone,
) -> Option<Date> {
    let today = zone.to_datetime(now).date();
    dates(schedule.rhythm, first_after(after, today)).find(|date| !had.contains(date))
}

/// Returns the period of the report that is due on a date: the last of its kind that is over by then.
#[must_use]
pub fn period(rhythm: Rhythm, on: Date, zone: &TimeZone) -> Period {
    let view = match rhythm {
        Rhythm::Daily => View::Day,
        Rhythm::Weekly { .. } => View::Week,
        Rhythm::Monthly { .. } => View::Month,
        // June lies behind its season.
        Rhythm::Season { .. } => return View::Season.around(on).period(zone),
    };
    view.around(on).shifted(-1).period(zone)
}

/// Returns when a local time comes on a date: where clocks skip it the first moment after, where they show it twice the
/// first.
#[must_use]
pub fn moment(on: Date, at: Time, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(on.to_datetime(at));
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => {
            let before = ambiguous.earlier().ok()?;
            zone.following(before).next().map(|transition| transition.timestamp())
        }
        AmbiguousOffset::Fold { .. } | AmbiguousOffset::Unambiguous { .. } => ambiguous.earlier().ok(),
    }
}

fn first_after(after: Date, today: Date) -> Date {
    let first = after.tomorrow().unwrap_or(after);
    today.checked_sub((MADE_UP_DAYS - 1).days()).map_or(first, |oldest| first.max(oldest))
}

/// Returns the dates of a rhythm from one on.
fn dates(rhythm: Rhythm, from: Date) -> impl Iterator<Item = Date> {
    let days = (0..LONGEST_RHYTHM_DAYS).map_while(move |day| from.checked_add(day.days()).ok());
    days.filter(move |date| falls_on(rhythm, *date))
}

fn falls_on(rhythm: Rhythm, date: Date) -> bool {
    let is_day = |day: u8| date.day() == i8::try_from(day).unwrap_or(i8::MAX).min(date.days_in_month());
    match rhythm {
        Rhythm::Daily => true,
        Rhythm::Weekly { on } => weekday(date) == on,
        Rhythm::Monthly { day } => is_day(day),
        Rhythm::Season { day } => date.month() == SEASON_REPORT_MONTH && is_day(day),
    }
}

fn weekday(date: Date) -> Day {
    let index = date.weekday().to_monday_zero_offset();
    Day::ALL.into_iter().nth(usize::from(index.unsigned_abs())).unwrap_or(Day::Mon)
}

#[cfg(test)]
mod tests {
    use common::cell::Dialect;
    use common::report::Form;
    use common::report::schedule::Destination;
    use jiff::civil::date;

    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn schedule(rhythm: Rhythm, at: &str) -> Schedule {
        let (forms, dialect, to) = ([Form::Pdf].into(), Dialect::Plain, Destination::Email);
        Schedule { rhythm, at: at.parse().unwrap(), forms, dialect, to }
    }

    fn local(from: Date, until: Date) -> Period {
        let midnight = |date| common::time::step::midnight(date, &zone()).unwrap();
        Period { from: midnight(from), until: midnight(until) }
    }

    #[test]
    fn each_rhythm_has_its_dates_and_the_period_before() {
        let check = |rhythm, from: Date, on: Date, (first, end): (Date, Date)| {
            assert_eq!(dates(rhythm, from).next(), Some(on), "{rhythm:?}");
            assert_eq!(period(rhythm, on, &zone()), local(first, end), "{rhythm:?} on {on}");
        };
        let day = |month, day| date(2026, month, day);
        check(Rhythm::Daily, day(3, 29), day(3, 29), (day(3, 28), day(3, 29)));
        check(Rhythm::Weekly { on: Day::Mon }, day(3, 29), day(3, 30), (day(3, 23), day(3, 30)));
        check(Rhythm::Weekly { on: Day::Sun }, day(3, 29), day(3, 29), (day(3, 16), day(3, 23)));
        check(Rhythm::Monthly { day: 3 }, day(3, 4), day(4, 3), (day(3, 1), day(4, 1)));
        check(Rhythm::Season { day: 10 }, day(6, 11), date(2027, 6, 10), (day(9, 1), date(2027, 6, 1)));
    }

    #[test]
    fn a_month_without_the_day_has_it_on_its_last() {
        let monthly = |from: Date| dates(Rhythm::Monthly { day: 31 }, from).take(3).collect::<Vec<_>>();
        assert_eq!(monthly(date(2026, 2, 1)), [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]);
        assert_eq!(monthly(date(2028, 2, 1))[0], date(2028, 2, 29));
        assert_eq!(period(Rhythm::Monthly { day: 31 }, date(2026, 2, 28), &zone()).until, at("2026-01-31T23:00:00Z"));
        assert_eq!(dates(Rhythm::Season { day: 31 }, date(2026, 1, 1)).next(), Some(date(2026, 6, 30)));
    }

    #[test]
    fn a_skipped_time_comes_with_the_first_moment_after_and_a_doubled_one_the_first_time() {
        let moment = |on, time: &str| moment(on, time.parse().unwrap(), &zone()).unwrap();
        assert_eq!(moment(date(2026, 3, 29), "02:30"), at("2026-03-29T01:00:00Z"));
        assert_eq!(moment(date(2026, 3, 29), "03:00"), at("2026-03-29T01:00:00Z"));
        assert_eq!(moment(date(2026, 10, 25), "02:30"), at("2026-10-25T00:30:00Z"));
        // In the second 02:30 the date was had.
        let daily = schedule(Rhythm::Daily, "02:30");
        let due = |had: &BTreeSet<Date>, now| due(&daily, (date(2026, 10, 24), had), at(now), &zone());
        assert_eq!(due(&BTreeSet::new(), "2026-10-25T00:29:59Z"), []);
        assert_eq!(due(&BTreeSet::new(), "2026-10-25T00:30:00Z"), [date(2026, 10, 25)]);
        assert_eq!(due(&[date(2026, 10, 25)].into(), "2026-10-25T01:30:00Z"), []);
    }

    #[test]
    fn what_was_missed_is_made_up_once_for_a_month() {
        let daily = schedule(Rhythm::Daily, "06:00");
        let had: BTreeSet<Date> = [date(2026, 4, 9)].into();
        let found = due(&daily, (date(2026, 1, 1), &had), at("2026-04-10T03:59:59Z"), &zone());
        assert_eq!((found.first(), found.last(), found.len()), (Some(&date(2026, 3, 11)), Some(&date(2026, 4, 8)), 29));
        let found = due(&daily, (date(2026, 4, 8), &had), at("2026-04-10T04:00:00Z"), &zone());
        assert_eq!(found, [date(2026, 4, 10)]);
        assert_eq!(due(&daily, (date(2026, 4, 10), &had), at("2026-04-10T04:00:00Z"), &zone()), []);
    }

    #[test]
    fn a_clock_that_jumps_has_no_date_twice() {
        let daily = schedule(Rhythm::Daily, "06:00");
        let (after, mut had) = (date(2026, 4, 8), BTreeSet::new());
        // On, three hours back, 26 hours on, back again, on.
        let told =
            ["2026-04-09T04:00Z", "2026-04-09T01:00Z", "2026-04-10T06:00Z", "2026-04-09T04:30Z", "2026-04-10T05:00Z"];
        let mut made = Vec::new();
        for now in told {
            let found = due(&daily, (after, &had), at(now), &zone());
            had.extend(&found);
            made.extend(found);
        }
        assert_eq!(made, [date(2026, 4, 9), date(2026, 4, 10)]);
        assert_eq!(next_on(&daily, (after, &had), at("2026-04-09T04:30Z"), &zone()), Some(date(2026, 4, 11)));
    }

    #[test]
    fn a_new_schedule_begins_with_the_next_time_that_comes() {
        let daily = schedule(Rhythm::Daily, "06:00");
        assert_eq!(begins_after(&daily, at("2026-04-10T03:59:59Z"), &zone()), date(2026, 4, 9));
        assert_eq!(begins_after(&daily, at("2026-04-10T04:00:00Z"), &zone()), date(2026, 4, 10));
    }

    #[test]
    fn what_cannot_be_is_named() {
        let check = |rhythm, template, expected| {
            assert_eq!(problem(&schedule(rhythm, "06:00"), template), expected, "{rhythm:?} {template:?}");
        };
        check(Rhythm::Monthly { day: 31 }, Template::MonthlySheet, None);
        check(Rhythm::Monthly { day: 0 }, Template::MonthlySheet, Some("day"));
        check(Rhythm::Season { day: 32 }, Template::SeasonComparison, Some("day"));
        check(Rhythm::Daily, Template::TicketDossier, Some("period"));
        let nothing = Schedule { forms: BTreeSet::new(), ..schedule(Rhythm::Daily, "06:00") };
        assert_eq!(problem(&nothing, Template::Portfolio), Some("forms"));
    }
}
