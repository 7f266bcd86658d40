//! Hours of the week, by the clock on the wall: when readings are expected, when people want to be told.

use std::collections::BTreeSet;

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// A stretch of the clock on some days of the week. Where `until` is not after `from` it ends on the next day: one from
/// 22:00 until 06:00 on Fridays ends on Saturday morning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// On which it begins; none means all.
    #[serde(default)]
    pub days: BTreeSet<Day>,
    pub from: Time,
    pub until: Time,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Returns the name used in files and machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.name() == name)
    }

    const fn of(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

impl Hours {
    fn begins_on(&self, weekday: Weekday) -> bool {
        self.days.is_empty() || self.days.contains(&Day::of(weekday))
    }

    /// Tells whether the clock on the wall is in these hours.
    #[must_use]
    pub fn hold(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let local = at.to_zoned(zone.clone());
        let (time, today) = (local.time(), self.begins_on(local.weekday()));
        if self.from < self.until {
            return today && self.from <= time && time < self.until;
        }
        let yesterday = self.begins_on(local.weekday().previous());
        (today && self.from <= time) || (yesterday && time < self.until)
    }

    /// Returns the stretch that begins on this local day; `None` where none does.
    #[must_use]
    pub fn on(&self, day: jiff::civil::Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        if !self.begins_on(day.weekday()) {
            return None;
        }
        let end_day = if self.from < self.until { day } else { day.tomorrow().ok()? };
        let instant =
            |day: jiff::civil::Date, time| Some(day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp());
        Some((instant(day, self.from)?, instant(end_day, self.until)?))
    }
}

/// Tells whether any of these hours holds; none means always.
#[must_use]
pub fn any_holds(hours: &[Hours], at: Timestamp, zone: &TimeZone) -> bool {
    hours.is_empty() || hours.iter().any(|hours| hours.hold(at, zone))
}

/// Returns how much of a stretch lies in these hours; none means all of it. Not more than `enough` is looked for, so
/// that a silence of years costs no more than one of days.
#[must_use]
pub fn lasting(
    hours: &[Hours],
    (from, until): (Timestamp, Timestamp),
    zone: &TimeZone,
    enough: SignedDuration,
) -> SignedDuration {
    if until <= from {
        return SignedDuration::ZERO;
    }
    if hours.is_empty() {
        return until.duration_since(from);
    }
    let mut sum = SignedDuration::ZERO;
    let Ok(mut day) = from.to_zoned(zone.clone()).date().yesterday() else { return sum };
    let last = until.to_zoned(zone.clone()).date();
    // Counted to here: hours that overlap count once.
    let mut counted = from;
    while day <= last && sum < enough {
        let mut today: Vec<_> = hours.iter().filter_map(|hours| hours.on(day, zone)).collect();
        today.sort_unstable();
        for (begin, end) in today {
            let (begin, end) = (begin.max(counted), end.min(until));
            if begin < end {
                sum += end.duration_since(begin);
                counted = end;
            }
        }
        let Ok(next) = day.checked_add(1.day()) else { break };
        day = next;
    }
    sum
}

/// Returns the first instant after `at` at which none of these hours holds any more.
#[must_use]
pub fn end_of(hours: &[Hours], at: Timestamp, zone: &TimeZone) -> Timestamp {
    let mut end = at;
    // Hours may touch each other: a week has no more ends than this.
    for _ in 0..=hours.len().saturating_mul(8) {
        let today = end.to_zoned(zone.clone()).date();
        let days = [today.yesterday().ok(), Some(today)].into_iter().flatten();
        let around: Vec<_> = days.flat_map(|day| hours.iter().filter_map(move |hours| hours.on(day, zone))).collect();
        let holding = around.into_iter().filter(|(from, until)| *from <= end && end < *until);
        match holding.map(|(_, until)| until).max() {
            Some(until) => end = until,
            None => break,
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone()).unwrap().timestamp()
    }

    fn hours(days: &[Day], from: &str, until: &str) -> Hours {
        Hours { days: days.iter().copied().collect(), from: from.parse().unwrap(), until: until.parse().unwrap() }
    }

    #[test]
    fn hours_over_midnight_belong_to_the_day_on_which_they_begin() {
        let night = hours(&[Day::Fri], "22:00", "06:00");
        let holds =
            ["2026-11-27T21:59", "2026-11-27T22:00", "2026-11-28T05:59", "2026-11-28T06:00", "2026-11-28T23:00"]
                .map(|text| night.hold(at(text), &zone()));
        assert_eq!(holds, [false, true, true, false, false]);
        assert_eq!(end_of(&[night], at("2026-11-27T23:00"), &zone()), at("2026-11-28T06:00"));
    }

    #[test]
    fn the_longest_and_the_shortest_night_have_the_hours_that_passed() {
        let night = [hours(&[], "22:00", "06:00")];
        let of =
            |from, until| lasting(&night, (at(from), at(until)), &zone(), SignedDuration::from_hours(99)).as_hours();
        assert_eq!(of("2026-10-24T12:00", "2026-10-25T12:00"), 9);
        assert_eq!(of("2026-03-28T12:00", "2026-03-29T12:00"), 7);
        assert_eq!(of("2026-11-27T12:00", "2026-11-28T12:00"), 8);
        assert_eq!(of("2026-11-27T23:00", "2026-11-28T01:00"), 2);
    }

    #[test]
    fn hours_that_overlap_count_once_and_end_together() {
        let both = [hours(&[], "20:00", "23:00"), hours(&[], "22:00", "07:00")];
        let stretch = (at("2026-11-27T12:00"), at("2026-11-28T12:00"));
        assert_eq!(lasting(&both, stretch, &zone(), SignedDuration::from_hours(99)).as_hours(), 11);
        assert_eq!(end_of(&both, at("2026-11-27T21:00"), &zone()), at("2026-11-28T07:00"));
        assert_eq!(end_of(&both, at("2026-11-27T12:00"), &zone()), at("2026-11-27T12:00"));
    }

    #[test]
    fn without_hours_all_time_counts() {
        let stretch = (at("2026-11-27T12:00"), at("2026-11-28T12:00"));
        assert_eq!(lasting(&[], stretch, &zone(), SignedDuration::ZERO).as_hours(), 24);
        assert!(any_holds(&[], stretch.0, &zone()));
        assert_eq!(lasting(&[], (stretch.1, stretch.0), &zone(), SignedDuration::ZERO), SignedDuration::ZERO);
    }
}
