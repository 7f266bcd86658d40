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
