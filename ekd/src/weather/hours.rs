//! What thermometers told of the past, hour by hour, and which of it is believed.
//!
//! A broken thermometer does not fall silent: it says 85 °C or 185 °C, jumps, or keeps one value for days. What cannot be
//! the air outside is left out before anything is added up, and the next nearest sensor counts in its place. Knows neither
//! archive nor clock.

use std::collections::{BTreeMap, BTreeSet};

use common::quantity::Temperature;
use common::quantity::decimal::divide_rounded;
use common::weather::OutdoorFrom;
use jiff::Timestamp;

const HOUR: i64 = 3_600;
/// What air near the ground is like in Europe, with room to spare; meters tell 85, 127.9 or 185 °C of a broken sensor.
const AIR: std::ops::RangeInclusive<i64> = -50_000..=50_000;
/// The tenth of a degree stays the same for a night of fog at most.
const STUCK_HOURS: usize = 24;
/// No front changes the air so much against the hours around.
const MOST_JUMP: i64 = 15_000;
/// Hours on each side against which one is held.
const AROUND: i64 = 6;
/// Readings further apart than this are daily means.
const DAILY: i64 = 18 * HOUR;

/// What one thermometer told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensor {
    pub from: OutdoorFrom,
    pub told: Told,
}

/// How a thermometer tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The mean of each hour that is known and believed, by the hours since 1970.
    Hours(BTreeMap<i64, Temperature>),
    /// One reading a day: the mean of the local day in which it lies.
    Days(Vec<(Timestamp, Temperature)>),
}

/// An hour and the temperature that counted in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutdoorHour {
    /// The beginning.
    pub at: Timestamp,
    pub value: Temperature,
    pub from: OutdoorFrom,
}

/// The outdoor temperatures that counted, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutdoorHours {
    pub hours: Vec<OutdoorHour>,
    /// Daily means of sensors that tell no more: the nearest sensor's first, then by instant.
    pub days: Vec<OutdoorHour>,
}

impl OutdoorHours {
    /// Returns the temperature of the hour that holds an instant.
    #[must_use]
    pub fn at(&self, instant: Timestamp) -> Option<OutdoorHour> {
        let hour = instant.as_second().div_euclid(HOUR) * HOUR;
        let found = self.hours.binary_search_by_key(&hour, |outdoor| outdoor.at.as_second());
        found.ok().and_then(|index| self.hours.get(index)).copied()
    }

    /// Returns the hours that begin in `[from, until)`.
    #[must_use]
    pub fn between(&self, from: Timestamp, until: Timestamp) -> &[OutdoorHour] {
        let first = self.hours.partition_point(|hour| hour.at < from);
        let end = self.hours.partition_point(|hour| hour.at < until);
        self.hours.get(first..end).unwrap_or_default()
    }
}

/// Returns what a thermometer told with these readings, sorted by instant, as far as it is believed.
#[must_use]
pub fn told(readings: &[(Timestamp, i64)]) -> Told {
    let believed = || readings.iter().filter(|(_, value)| AIR.contains(value));
    if is_daily(readings) {
        return Told::Days(believed().map(|(at, value)| (*at, Temperature::from_base(*value))).collect());
    }
    let mut sums = BTreeMap::<i64, (i128, i128)>::new();
    for (at, value) in believed() {
        let sum = sums.entry(at.as_second().div_euclid(HOUR)).or_default();
        *sum = (sum.0 + i128::from(*value), sum.1 + 1);
    }
    let mean = |(hour, (sum, n)): (i64, (i128, i128))| {
        let mean = i64::try_from(divide_rounded(sum, n)).expect("a mean lies between minimum and maximum");
        (hour, Temperature::from_base(mean))
    };
    let mut hours: BTreeMap<i64, Temperature> = sums.into_iter().map(mean).collect();
    let mut doubtful = stuck(&hours);
    doubtful.extend(jumping(&hours));
    hours.retain(|hour, _| !doubtful.contains(hour));
    Told::Hours(hours)
}

/// Tells whether most readings lie about a day apart. A single one tells of its hour.
fn is_daily(readings: &[(Timestamp, i64)]) -> bool {
    let n_apart = readings.windows(2).filter(|pair| pair[1].0.as_second() - pair[0].0.as_second() >= DAILY).count();
    n_apart * 2 > readings.len().saturating_sub(1)
}

/// Returns the hours of stretches in which the value never changes, holes in them or not.
fn stuck(hours: &BTreeMap<i64, Temperature>) -> BTreeSet<i64> {
    let all: Vec<(i64, Temperature)> = hours.iter().map(|(hour, value)| (*hour, *value)).collect();
    let same = all.chunk_by(|one, next| one.1 == next.1);
    same.filter(|same| same.len() >= STUCK_HOURS).flatten().map(|(hour, _)| *hour).collect()
}

/// Returns the hours that differ from the median of those around by more than weather does.
fn jumping(hours: &BTreeMap<i64, Temperature>) -> BTreeSet<i64> {
    let jumps = |(hour, value): (&i64, &Temperature)| {
        let mut around: Vec<i64> = hours.range(hour - AROUND..=hour + AROUND).map(|(_, value)| value.base()).collect();
        around.sort_unstable();
        // Of two hours nobody knows which one is wrong.
        let median = *around.get(around.len() / 2).filter(|_| around.len() > 2)?;
        ((value.base() - median).abs() > MOST_JUMP).then_some(*hour)
    };
    hours.iter().filter_map(jumps).collect()
}

/// Returns what counts where each hour is told by the nearest sensor that knows it; `sensors` are the nearest first.
#[must_use]
pub fn nearest(sensors: &[Sensor]) -> OutdoorHours {
    let mut hours = BTreeMap::<i64, OutdoorHour>::new();
    let mut days = Vec::new();
    for sensor in sensors {
        let outdoor = |at, value| OutdoorHour { at, value, from: sensor.from };
        match &sensor.told {
            Told::Hours(told) => {
                for (hour, value) in told {
                    let Ok(at) = Timestamp::from_second(hour * HOUR) else { continue };
                    hours.entry(*hour).or_insert_with(|| outdoor(at, *value));
                }
            }
            Told::Days(told) => days.extend(told.iter().map(|(at, value)| outdoor(*at, *value))),
        }
    }
    OutdoorHours { hours: hours.into_values().collect(), days }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A winter's morning in 2025.
    const FIRST: i64 = 490_896 * HOUR;

    /// Quarter-hourly readings from hourly values in degrees; `None` is a hole.
    fn readings(hours: &[Option<f64>]) -> Vec<(Timestamp, i64)> {
        let quarters = |(hour, value): (usize, &Option<f64>)| {
            let (hour, value) = (i64::try_from(hour).unwrap(), (*value)?);
            #[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
            let value = (value * 1_000.0).round() as i64;
            Some((0..4).map(move |quarter| (FIRST + hour * HOUR + quarter * 900, value + quarter * 40 - 60)))
        };
        let all = hours.iter().enumerate().filter_map(quarters).flatten();
        all.map(|(second, value)| (Timestamp::from_second(second).unwrap(), value)).collect()
    }

    fn swinging(n: u32) -> Vec<Option<f64>> {
        (0..n).map(|hour| Some(2.0 + 4.0 * (f64::from(hour) / 24.0 * std::f64::consts::TAU).sin())).collect()
    }

    /// Returns the hours, counted from the first, that are not known.
    fn missing(hours: &[Option<f64>]) -> Vec<i64> {
        let Told::Hours(told) = told(&readings(hours)) else { panic!("not daily") };
        (0..i64::try_from(hours.len()).unwrap()).filter(|hour| !told.contains_key(&(FIRST / HOUR + hour))).collect()
    }

    #[test]
    fn what_no_air_is_like_is_left_out() {
        assert!(missing(&swinging(96)).is_empty());
        for broken in [85.0, 185.0, 127.9, -60.0, 30.0] {
            let mut hours = swinging(96);
            hours[40] = Some(broken);
            assert_eq!(missing(&hours), [40], "{broken}");
        }
        let mut hours = swinging(96);
        (hours[10], hours[50]) = (None, None);
        assert_eq!(missing(&hours), [10, 50]);
    }

    #[test]
    fn a_value_that_never_changes_is_of_a_broken_thermometer() {
        let mut hours = swinging(96);
        hours[30..60].fill(Some(0.0));
        assert_eq!(missing(&hours), (30..60).collect::<Vec<_>>());
        hours[40] = None;
        assert_eq!(missing(&hours), (30..60).collect::<Vec<_>>());
        // Melting snow keeps the air at zero for a while.
        let mut hours = swinging(96);
        hours[30..50].fill(Some(0.0));
        assert!(missing(&hours).is_empty());
    }

    #[test]
    fn in_each_hour_the_nearest_sensor_that_is_believed_counts() {
        let mut own = swinging(96);
        own[20..50].fill(Some(85.0));
        let far: Vec<_> = (0..96_u32).map(|hour| Some(f64::from(hour % 7))).collect();
        let sensor = |from, hours: &[Option<f64>]| Sensor { from, told: told(&readings(hours)) };
        let found = nearest(&[sensor(OutdoorFrom::Own, &own), sensor(OutdoorFrom::NetworkStation, &far)]);
        assert_eq!(found.hours.len(), 96);
        let of_far = found.hours.iter().filter(|hour| hour.from == OutdoorFrom::NetworkStation);
        let places: Vec<i64> = of_far.map(|hour| (hour.at.as_second() - FIRST) / HOUR).collect();
        assert_eq!(places, (20..50).collect::<Vec<_>>());
        let at = |second| found.at(Timestamp::from_second(second).unwrap());
        assert_eq!(at(FIRST + 21 * HOUR + 1).map(|hour| hour.value.base()), Some(0));
        assert_eq!(at(FIRST - 1), None);
    }

    #[test]
    fn one_reading_a_day_is_the_mean_of_the_day() {
        let daily: Vec<_> =
            (0..40).map(|day| (Timestamp::from_second(FIRST + day * 24 * HOUR).unwrap(), day * 100)).collect();
        let Told::Days(days) = told(&daily) else { panic!("daily") };
        assert_eq!(days.len(), 40);
        assert!(matches!(told(&daily[..1]), Told::Hours(hours) if hours.len() == 1));
        assert!(matches!(told(&[]), Told::Hours(hours) if hours.is_empty()));
    }
}
