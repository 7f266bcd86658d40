//! Local days with their outdoor temperature, and the heating degree days they make.
//!
//! A day counts when at least three quarters of its hours are known (18 of 24), or when a sensor told its mean; hours that
//! are missing are taken to be like those that are not. Knows neither archive nor clock.

use common::degree_day::DegreeDayDefinition;
use common::quantity::decimal::divide_rounded;
use common::quantity::{DegreeDays, Temperature};
use common::time::Period;
use common::weather::OutdoorFrom;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::hours::OutdoorHours;

/// Eurostat's heating limit and the temperature inside that it counts to.
const LIMIT: i64 = 15_000;
const INSIDE: i64 = 18_000;
const HOUR: i64 = 3_600;
/// Of so many quarters of a day's hours one must be known.
const KNOWN_QUARTERS: i64 = 3;

/// A local day whose outdoor temperature is known well enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutdoorDay {
    pub date: Date,
    /// Of each hour that is known; the day's mean alone where that is all there is.
    temperatures: Vec<Temperature>,
    /// 23 and 25 where clocks change.
    n_hours: i64,
    /// Of the farthest sensor that counted.
    pub from: OutdoorFrom,
}

impl OutdoorDay {
    /// Returns a day of which the mean is known.
    #[must_use]
    pub fn of_mean(date: Date, mean: Temperature, from: OutdoorFrom) -> Self {
        Self { date, temperatures: vec![mean], n_hours: 24, from }
    }

    /// Returns the mean temperature.
    #[must_use]
    pub fn mean(&self) -> Temperature {
        Temperature::from_base(mean(self.temperatures.iter().map(|value| value.base())))
    }

    /// Returns the day's degree days.
    #[must_use]
    pub fn degree_days(&self, definition: DegreeDayDefinition) -> DegreeDays {
        match definition {
            DegreeDayDefinition::Hourly { base } => self.below(base),
            DegreeDayDefinition::Eurostat => {
                let mean = self.mean().base();
                DegreeDays::from_base(if mean <= LIMIT { INSIDE - mean } else { 0 })
            }
        }
    }

    /// Returns Sd(base): Σ max(base − t, 0) / 24 over the hours of the day.
    #[must_use]
    pub fn below(&self, base: Temperature) -> DegreeDays {
        let short = self.temperatures.iter().map(|value| i128::from((base.base() - value.base()).max(0)));
        let n_known = i128::try_from(self.temperatures.len()).unwrap_or(i128::MAX);
        let sum = short.sum::<i128>() * i128::from(self.n_hours);
        DegreeDays::from_base(i64::try_from(divide_rounded(sum, n_known * 24)).unwrap_or(i64::MAX))
    }
}

/// Returns the mean of values, of which there is one at least, half a unit away from zero.
fn mean(values: impl ExactSizeIterator<Item = i64>) -> i64 {
    let n = i128::try_from(values.len().max(1)).unwrap_or(i128::MAX);
    let sum: i128 = values.map(i128::from).sum();
    i64::try_from(divide_rounded(sum, n)).expect("a mean lies between minimum and maximum")
}

/// Returns the day, if its temperature is known well enough; `slice` is the local day.
#[must_use]
pub fn day(outdoor: &OutdoorHours, slice: Period, zone: &TimeZone) -> Option<OutdoorDay> {
    let date = zone.to_datetime(slice.from).date();
    let n_hours = slice.duration().as_secs() / HOUR;
    let hours = outdoor.between(slice.from, slice.until);
    let n_known = i64::try_from(hours.len()).unwrap_or(i64::MAX);
    if n_known > 0 && n_known * 4 >= n_hours * KNOWN_QUARTERS {
        let temperatures = hours.iter().map(|hour| hour.value).collect();
        let from = hours.iter().map(|hour| hour.from).max().unwrap_or(OutdoorFrom::Unknown);
        return Some(OutdoorDay { date, temperatures, n_hours, from });
    }
    let told = outdoor.days.iter().find(|told| slice.contains(told.at))?;
    Some(OutdoorDay { date, temperatures: vec![told.value], n_hours: 24, from: told.from })
}

#[cfg(test)]
mod tests {
    use common::time::Step;
    use jiff::civil::date;
    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    use super::super::hours::OutdoorHour;
    use super::day as day_of;
    use super::*;

    fn degrees(milli: i64) -> Temperature {
        Temperature::from_base(milli)
    }

    /// Returns the day of these hourly values from local midnight on.
    fn made(day: Date, values: impl IntoIterator<Item = Option<i64>>) -> Option<OutdoorDay> {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let noon = day.at(12, 0, 0, 0).to_zoned(zone.clone()).unwrap().timestamp();
        let slice = Step::Day.slice_at(noon, &zone).unwrap();
        let at = |hour: i64| slice.from + SignedDuration::from_hours(hour);
        let hour = |(hour, value): (i64, Option<i64>)| {
            Some(OutdoorHour { at: at(hour), value: degrees(value?), from: OutdoorFrom::Own })
        };
        let hours = (0..).zip(values).filter_map(hour).collect();
        day_of(&OutdoorHours { hours, days: Vec::new() }, slice, &zone)
    }

    fn below(day: Option<OutdoorDay>) -> Option<i64> {
        day.map(|day| day.below(degrees(15_000)).base())
    }

    #[test]
    fn the_hours_below_the_base_make_degree_days() {
        let winter = date(2026, 1, 15);
        assert_eq!(below(made(winter, [Some(5_000); 24])), Some(10_000));
        // Twelve hours at 5 °C and twelve at 25 °C: the mean is at the base, and yet half a day was cold.
        let halves = [Some(5_000); 12].into_iter().chain([Some(25_000); 12]);
        let day = made(winter, halves).unwrap();
        assert_eq!((day.mean(), day.below(degrees(15_000)).base()), (degrees(15_000), 5_000));
        assert_eq!(day.degree_days(DegreeDayDefinition::Eurostat).base(), 3_000);
        let warmer = OutdoorDay::of_mean(winter, degrees(15_001), OutdoorFrom::Own);
        assert_eq!(warmer.degree_days(DegreeDayDefinition::Eurostat), DegreeDays::ZERO);
    }

    #[test]
    fn days_of_23_and_25_hours_have_as_much_more_or_less_cold() {
        assert_eq!(below(made(date(2026, 3, 29), [Some(3_000); 23])), Some(11_500));
        assert_eq!(below(made(date(2026, 10, 25), [Some(3_000); 25])), Some(12_500));
    }

    #[test]
    fn a_day_counts_with_18_of_its_hours() {
        let with = |n: usize| [Some(5_000)].into_iter().cycle().take(n).chain([None; 24]).take(24);
        assert_eq!(below(made(date(2026, 1, 15), with(18))), Some(10_000));
        assert_eq!(below(made(date(2026, 1, 15), with(17))), None);
        let zone = TimeZone::UTC;
        let from = Timestamp::UNIX_EPOCH;
        let slice = Period { from, until: from + SignedDuration::from_hours(24) };
        let told = OutdoorHour { at: from, value: degrees(-5_000), from: OutdoorFrom::SiteStation };
        let outdoor = OutdoorHours { hours: Vec::new(), days: vec![told] };
        assert_eq!(day(&outdoor, slice, &zone).map(|day| day.mean()), Some(degrees(-5_000)));
        assert_eq!(day(&OutdoorHours::default(), slice, &zone), None);
    }

    proptest! {
        #[test]
        fn degree_days_grow_with_the_base_and_are_the_difference_to_the_mean_where_all_hours_are_cold(
            values in proptest::collection::vec(-30_000_i64..30_000, 24),
            (base, more) in (0_i64..30_000, 0_i64..10_000),
        ) {
            let day = made(date(2026, 1, 15), values.iter().copied().map(Some)).unwrap();
            let of = |base| day.below(degrees(base)).base();
            prop_assert!(0 <= of(base) && of(base) <= of(base + more) && of(base + more) <= of(base) + more + 1);
            let (least, most) = (values.iter().min().unwrap(), values.iter().max().unwrap());
            prop_assert!((least..=most).contains(&&day.mean().base()));
            prop_assert!((of(*most) - (most - day.mean().base())).abs() <= 1);
            prop_assert_eq!(of(*least), 0);
            prop_assert!(of(base) >= base - day.mean().base() - 1);
        }
    }
}
