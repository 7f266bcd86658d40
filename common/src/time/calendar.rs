//! The periods that a chart shows, and the ones it is compared with.

use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::Period;
use super::step::{SEASON_END_MONTH, SEASON_FIRST_MONTH, Step, midnight, season_year};

/// How much a chart shows at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    Day,
    Week,
    Month,
    Season,
}

/// What a period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The same dates a year before.
    LastYear,
    /// 52 weeks before, so that Mondays stand by Mondays.
    SameWeekdays,
    PreviousPeriod,
}

/// One page of the calendar: a day, a week, a month or a heating season.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub view: View,
    /// The first local day.
    pub first: Date,
}

impl View {
    /// Returns the buckets into which a chart of this view is divided.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::Day => Step::Hour,
            Self::Week | Self::Month => Step::Day,
            Self::Season => Step::Month,
        }
    }

    /// Returns the page that holds `day`; in a summer, the season before it.
    #[must_use]
    pub fn around(self, day: Date) -> Span {
        let first = match self {
            Self::Day => day,
            Self::Week => {
                let back = i64::from(day.weekday().since(Weekday::Monday));
                day.checked_sub(back.days()).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Season => date(season_year(day), SEASON_FIRST_MONTH, 1),
        };
        Span { view: self, first }
    }

    /// Returns the page that holds `instant`.
    #[must_use]
    pub fn at(self, instant: Timestamp, zone: &TimeZone) -> Span {
        self.around(zone.to_datetime(instant).date())
    }
}

impl Span {
    /// Returns the first day after the page.
    #[must_use]
    pub fn end(&self) -> Date {
        let end = match self.view {
            View::Day => self.first.checked_add(1.day()),
            View::Week => self.first.checked_add(1.week()),
            View::Month => self.first.checked_add(1.month()),
            View::Season => Date::new(self.first.year() + 1, SEASON_END_MONTH, 1),
        };
        end.unwrap_or(self.first)
    }

    /// Returns the page as instants.
    #[must_use]
    pub fn period(&self, zone: &TimeZone) -> Period {
        let from = midnight(self.first, zone).unwrap_or(Timestamp::MIN);
        Period { from, until: midnight(self.end(), zone).unwrap_or(Timestamp::MAX) }
    }

    /// Returns the page `by` pages later, or earlier if negative; itself at the ends of the calendar.
    #[must_use]
    pub fn shifted(&self, by: i32) -> Self {
        let by = i64::from(by);
        let shift = match self.view {
            View::Day => by.days(),
            View::Week => by.weeks(),
            View::Month => by.months(),
            View::Season => by.years(),
        };
        Self { view: self.view, first: self.first.checked_add(shift).unwrap_or(self.first) }
    }

    /// Returns the page to compare with.
    #[must_use]
    pub fn compared(&self, comparison: Comparison) -> Self {
        let first = match (comparison, self.view) {
            (Comparison::PreviousPeriod, _) => return self.shifted(-1),
            (Comparison::LastYear, View::Week) => {
                self.first.checked_sub(1.year()).map(|day| self.view.around(day).first)
            }
            (Comparison::SameWeekdays, View::Day | View::Week | View::Month) => self.first.checked_sub(52.weeks()),
            (Comparison::LastYear, _) | (Comparison::SameWeekdays, View::Season) => self.first.checked_sub(1.year()),
        };
        Self { view: self.view, first: first.unwrap_or(self.first) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_turn_and_compare() {
        let november = View::Month.around(date(2025, 11, 22));
        assert_eq!(november.first, date(2025, 11, 1));
        assert_eq!(november.shifted(-11).first, date(2024, 12, 1));
        assert_eq!(november.compared(Comparison::LastYear).first, date(2024, 11, 1));
        assert_eq!(november.compared(Comparison::PreviousPeriod).first, date(2025, 10, 1));
        let saturday = View::Day.around(date(2025, 11, 22));
        assert_eq!(saturday.compared(Comparison::SameWeekdays).first, date(2024, 11, 23));
        let season = View::Season.around(date(2025, 3, 1));
        assert_eq!((season.first, season.end()), (date(2024, 9, 1), date(2025, 6, 1)));
        assert_eq!(season.shifted(1).first, date(2025, 9, 1));
        assert_eq!(View::Week.around(date(2025, 11, 23)).first, date(2025, 11, 17));
    }
}
