//! The office's calendar: its zone, its hours, and the days on which it is closed.
//!
//! What the law says of days counts for the ends of terms; what the office closes besides, for its own hours only.

use std::collections::BTreeSet;

use common::time::hours::{Day, Hours};
use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::holidays;

/// When the office is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeCalendar {
    pub zone: TimeZone,
    /// Hours that begin on a day on which the office is closed are none.
    pub hours: Vec<Hours>,
    /// Days on which it is closed besides those of the law.
    pub free_days: BTreeSet<Date>,
}

/// The hours of an office that says nothing else: Monday to Friday, 7 to 15.
#[must_use]
pub fn usual_hours() -> Vec<Hours> {
    let days = BTreeSet::from([Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri]);
    vec![Hours { days, from: time(7, 0, 0, 0), until: time(15, 0, 0, 0) }]
}

/// Days after which nobody looks for office hours any more.
const FARTHEST: usize = 4_000;

impl OfficeCalendar {
    /// Returns the calendar of an office with the usual hours.
    #[must_use]
    pub fn usual(zone: TimeZone) -> Self {
        Self { zone, hours: usual_hours(), free_days: BTreeSet::new() }
    }

    /// Returns the local day of an instant.
    #[must_use]
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// Returns the last second of a local day, so that what is due then is shown with that day.
    #[must_use]
    pub fn end_of_day(&self, day: Date) -> Timestamp {
        let midnight = day.tomorrow().and_then(|next| next.to_zoned(self.zone.clone()));
        midnight.map_or(Timestamp::MAX, |midnight| midnight.timestamp() - SignedDuration::from_secs(1))
    }

    /// Returns the first day from this one on, on which a term may end (Civil Code, art. 115).
    #[must_use]
    pub fn end_of_term(&self, day: Date) -> Date {
        let mut day = day;
        while holidays::moves_terms(day) {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        day
    }

    /// Returns the instant at which so much of the office's time has passed since `from`.
    #[must_use]
    pub fn after_office_time(&self, from: Timestamp, lasting: SignedDuration) -> Timestamp {
        if !lasting.is_positive() {
            return from;
        }
        let mut left = lasting;
        for (begin, end) in self.stretches(from) {
            let length = end.duration_since(begin);
            if left <= length {
                return begin + left;
            }
            left -= length;
        }
        Timestamp::MAX
    }

    /// Returns how much of the office's time lies between two instants.
    #[must_use]
    pub fn office_time(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        let inside = self.stretches(from).take_while(|(begin, _)| *begin < until);
        inside.map(|(begin, end)| end.min(until).duration_since(begin)).sum()
    }

    /// Returns the stretches of the office's time after an instant in their order; what overlaps is there once.
    fn stretches(&self, from: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        let first = self.day_of(from);
        // Hours over midnight reach into the next day.
        let days = first.yesterday().unwrap_or(first).series(jiff::Span::new().days(1)).take(FARTHEST);
        let mut counted = from;
        days.filter(|day| !holidays::is_holiday(*day) && !self.free_days.contains(day))
            .flat_map(|day| {
                let mut today: Vec<_> = self.hours.iter().filter_map(|hours| hours.on(day, &self.zone)).collect();
                today.sort_unstable();
                today
            })
            .filter_map(move |(begin, end)| {
                let begin = begin.max(counted);
                counted = counted.max(end);
                (begin < end).then_some((begin, end))
            })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn office() -> OfficeCalendar {
        OfficeCalendar::usual(TimeZone::get("Europe/Warsaw").unwrap())
    }

    #[test]
    fn an_office_is_closed_on_its_own_free_days_but_terms_end_on_them() {
        let mut office = office();
        office.free_days.insert(date(2026, 11, 27));
        let friday = at("2026-11-27T08:00+01:00");
        let found = office.after_office_time(friday, SignedDuration::from_hours(1));
        assert_eq!(found, at("2026-11-30T08:00+01:00"));
        assert_eq!(office.end_of_term(date(2026, 11, 27)), date(2026, 11, 27));
    }

    #[test]
    fn hours_over_midnight_belong_to_the_day_on_which_they_begin_and_overlaps_count_once() {
        let night = Hours { days: BTreeSet::new(), from: time(22, 0, 0, 0), until: time(6, 0, 0, 0) };
        let evening = Hours { days: BTreeSet::new(), from: time(20, 0, 0, 0), until: time(23, 0, 0, 0) };
        let office = OfficeCalendar { hours: vec![night, evening], ..office() };
        // 11 November is free of work: nobody begins, but the night before ends in it.
        let (from, until) = (at("2026-11-11T05:00+01:00"), at("2026-11-12T21:00+01:00"));
        assert_eq!(office.office_time(from, until), SignedDuration::from_hours(2));
        assert_eq!(office.after_office_time(from, SignedDuration::from_hours(2)), until);
        assert_eq!(office.office_time(until, from), SignedDuration::ZERO);
    }

    #[test]
    fn an_office_without_hours_never_answers() {
        let office = OfficeCalendar { hours: Vec::new(), ..office() };
        assert_eq!(office.after_office_time(at("2026-11-11T05:00Z"), SignedDuration::from_hours(1)), Timestamp::MAX);
    }
}
