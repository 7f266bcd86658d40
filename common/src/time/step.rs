//! Buckets of local time.

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::Period;

/// How long the buckets of a series are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Every reading by itself.
    Raw,
    QuarterHour,
    Hour,
    /// Local midnight to local midnight: 23, 24 or 25 hours.
    Day,
    /// ISO week: Monday to Monday.
    Week,
    Month,
    /// 1 September to 31 May, as heating statistics are kept; summers belong to no season.
    Season,
    Year,
}

/// The month in which the statistics of a heating season begin.
pub const SEASON_FIRST_MONTH: i8 = 9;
/// The first month that no longer belongs to a heating season.
pub const SEASON_END_MONTH: i8 = 6;

impl Step {
    pub const ALL: [Self; 8] =
        [Self::Raw, Self::QuarterHour, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Season, Self::Year];

    /// Returns the name used on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::QuarterHour => "quarter-hour",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Season => "season",
            Self::Year => "year",
        }
    }

    /// Tells whether the buckets are made of whole local days.
    #[must_use]
    pub const fn is_of_days(self) -> bool {
        match self {
            Self::Raw | Self::QuarterHour | Self::Hour => false,
            Self::Day | Self::Week | Self::Month | Self::Season | Self::Year => true,
        }
    }

    /// Returns the step with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// Returns the buckets that overlap `period`, whole: the first and the last may reach beyond it.
    ///
    /// They do not overlap and leave no gap, except that summers lie between seasons. For [`Step::Raw`] there are none.
    #[must_use]
    pub fn slices(self, period: Period, zone: &TimeZone) -> Vec<Period> {
        let mut slices = Vec::new();
        if period.is_empty() {
            return slices;
        }
        let Some(mut slice) = self.slice_at(period.from, zone) else { return slices };
        while slice.from < period.until {
            if period.from < slice.until {
                slices.push(slice);
            }
            match self.slice_after(slice, zone) {
                Some(next) if next.from > slice.from => slice = next,
                _ => break,
            }
        }
        slices
    }

    /// Returns the bucket that contains `instant`; in a summer, the season before it. `None` for [`Step::Raw`] and at
    /// the ends of the calendar.
    #[must_use]
    pub fn slice_at(self, instant: Timestamp, zone: &TimeZone) -> Option<Period> {
        let local = zone.to_datetime(instant);
        match self {
            Self::Raw => None,
            Self::QuarterHour => fixed(instant, local, 15 * 60),
            Self::Hour => fixed(instant, local, 60 * 60),
            Self::Day => civil(local.date(), local.date().tomorrow().ok()?, zone),
            Self::Week => {
                let back = i64::from(local.date().weekday().since(Weekday::Monday));
                let monday = local.date().checked_sub(back.days()).ok()?;
                civil(monday, monday.checked_add(1.week()).ok()?, zone)
            }
            Self::Month => {
                let first = local.date().first_of_month();
                civil(first, first.checked_add(1.month()).ok()?, zone)
            }
            Self::Season => season(season_year(local.date()), zone),
            Self::Year => {
                let first = date(local.year(), 1, 1);
                civil(first, first.checked_add(1.year()).ok()?, zone)
            }
        }
    }

    fn slice_after(self, slice: Period, zone: &TimeZone) -> Option<Period> {
        match self {
            Self::Season => season(season_year(zone.to_datetime(slice.from).date()).checked_add(1)?, zone),
            Self::Raw | Self::QuarterHour | Self::Hour | Self::Day | Self::Week | Self::Month | Self::Year => {
                self.slice_at(slice.until, zone)
            }
        }
    }
}

/// Returns the year in which the season that `day` belongs to, or follows, began.
#[must_use]
pub fn season_year(day: Date) -> i16 {
    if day.month() >= SEASON_FIRST_MONTH { day.year() } else { day.year() - 1 }
}

fn season(year: i16, zone: &TimeZone) -> Option<Period> {
    let from = Date::new(year, SEASON_FIRST_MONTH, 1).ok()?;
    let until = Date::new(year.checked_add(1)?, SEASON_END_MONTH, 1).ok()?;
    civil(from, until, zone)
}

fn civil(first: Date, end: Date, zone: &TimeZone) -> Option<Period> {
    let from = midnight(first, zone)?;
    let until = midnight(end, zone)?;
    Some(Period { from, until })
}

/// Returns the first instant of the local day.
#[must_use]
pub fn midnight(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    day.to_zoned(zone.clone()).ok()?.start_of_day().ok().map(|zoned| zoned.timestamp())
}

/// Quarter-hours and hours lie on the local clock face, whatever the zone's offset, and are always of full length.
fn fixed(instant: Timestamp, local: DateTime, seconds: i64) -> Option<Period> {
    let into_hour = i64::from(local.minute()) * 60 + i64::from(local.second());
    let from = Timestamp::from_second(instant.as_second() - into_hour % seconds).ok()?;
    let until = from.checked_add(SignedDuration::from_secs(seconds)).ok()?;
    Some(Period { from, until })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warsaw() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn local(first: Date, end: Date) -> Period {
        civil(first, end, &warsaw()).unwrap()
    }

    #[test]
    fn march_and_october_have_days_of_23_and_25_hours() {
        let check = |day: Date, n_hours: usize| {
            let period = local(day, day.tomorrow().unwrap());
            for (step, expected) in [(Step::Hour, n_hours), (Step::QuarterHour, 4 * n_hours), (Step::Day, 1)] {
                let slices = step.slices(period, &warsaw());
                assert_eq!(slices.len(), expected, "{day} {step:?}");
                assert_eq!(slices[0].from, period.from);
                assert_eq!(slices[expected - 1].until, period.until);
                assert!(slices.windows(2).all(|pair| pair[0].until == pair[1].from), "{day} {step:?}");
            }
        };
        check(date(2026, 3, 28), 24);
        check(date(2026, 3, 29), 23);
        check(date(2026, 10, 25), 25);
        check(date(2026, 10, 26), 24);
    }

    #[test]
    fn weeks_months_seasons_and_years_tile_as_calendars_do() {
        let period = local(date(2024, 1, 1), date(2026, 1, 1));
        assert_eq!(Step::Month.slices(period, &warsaw()).len(), 24);
        assert_eq!(Step::Year.slices(period, &warsaw()).len(), 2);
        assert_eq!(Step::Week.slices(period, &warsaw()).len(), 105);
        let seasons = Step::Season.slices(period, &warsaw());
        assert_eq!(seasons.len(), 3);
        assert_eq!(seasons[0], local(date(2023, 9, 1), date(2024, 6, 1)));
        let summer = local(date(2025, 7, 1), date(2025, 7, 2));
        assert!(Step::Season.slices(summer, &warsaw()).is_empty());
        assert!(Step::Raw.slices(period, &warsaw()).is_empty());
    }

    #[test]
    fn hours_lie_on_the_local_clock_of_half_hour_zones() {
        let zone = TimeZone::get("Asia/Kolkata").unwrap();
        let slice = Step::Hour.slice_at("2026-01-01T00:10:00Z".parse().unwrap(), &zone).unwrap();
        assert_eq!(slice.from.to_string(), "2025-12-31T23:30:00Z");
    }
}
