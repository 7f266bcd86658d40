//! Buckets of whole days from the heads of pages: what the day's first, last, smallest and greatest values and their
//! sum can tell, without decoding a value.
//!
//! Answers exactly what decoding everything would, or says that it cannot: where pages tell of the same time, where
//! fresh lines fall into a page, where buckets do not begin with the page's days.

use std::collections::BTreeMap;

use common::id::{MeterId, PointId};
use common::logbook::sealed::Sealed;
use common::logbook::{DayFigures, Stretch};
use common::quantity::decimal::divide_rounded;
use common::quantity::{Dimension, Kind, Quantity, Value};
use common::series::{Bucket, Content};
use common::time::Period;
use jiff::Timestamp;

use super::{BEHIND, installed};
use crate::consumption::Point;
use crate::consumption::coverage::Expectation;
use crate::consumption::register::{self, Run, stays};
use crate::store::StoreError;
use crate::store::log::page::{self, StoredPage};
use crate::store::log::{Logbook, open};

/// What the heads and the fresh lines tell of one meter, by instant.
#[derive(Debug, Default)]
struct Told {
    /// The first and the last reading of each sealed day, and all fresh ones.
    ends: Vec<Point>,
    days: Vec<DayFigures>,
    instants: Vec<i64>,
}

/// Returns a bucket for each slice, or `None` where heads are not enough.
pub(super) fn buckets(
    log: &Logbook<'_>,
    (point, quantity): (PointId, Quantity),
    slices: &[Period],
    expectation: &Expectation,
) -> Result<Option<Vec<Bucket>>, StoreError> {
    // Of bits, neither the least nor the greatest value tells which were set.
    if quantity.dimension() == Dimension::Code {
        return Ok(None);
    }
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else { return Ok(Some(Vec::new())) };
    let end = last.until.checked_add(BEHIND).unwrap_or(Timestamp::MAX);
    let stretch = Stretch { from: first.from.as_second(), until: end.as_second() };
    // A head tells of whole days, whoever owned the site on them.
    if !log.windows(point)?.cover((stretch.from, stretch.until)) {
        return Ok(None);
    }
    let Some(told) = told(log, (point, quantity), stretch, slices)? else { return Ok(None) };
    Ok(match quantity.kind() {
        Kind::Register => registers(log, (point, quantity), slices, (&told, expectation))?,
        Kind::Gauge => Some(gauges(quantity, slices, &told, expectation)),
    })
}

/// Reads the heads of all pages and the fresh lines of the stretch.
fn told(
    log: &Logbook<'_>,
    (point, quantity): (PointId, Quantity),
    stretch: Stretch,
    slices: &[Period],
) -> Result<Option<BTreeMap<MeterId, Told>>, StoreError> {
    let stored: Result<Vec<StoredPage>, _> = page::overlapping(log, point, stretch)?.into_iter().collect();
    // What is damaged is told where all is decoded.
    let Ok(mut stored) = stored else { return Ok(None) };
    stored.sort_by_key(|stored| stored.stretch.from);
    let mut told = BTreeMap::<MeterId, Told>::new();
    let mut sealed_until = i64::MIN;
    for stored in &stored {
        let Ok(sealed) = open(point, stored) else { return Ok(None) };
        if sealed.first_at() <= sealed_until || !begins_with_days(&sealed, slices) {
            return Ok(None);
        }
        sealed_until = sealed.last_at();
        if !tell(&mut told, quantity, (&sealed, stored), stretch) {
            return Ok(None);
        }
    }
    let mut fresh = log.fresh_versions(point, Some(quantity), (stretch.from, stretch.until))?;
    fresh.sort_unstable_by_key(|version| (version.at, version.revision));
    if fresh.first().is_some_and(|first| first.at <= sealed_until) || fresh.iter().any(|version| version.revision > 0) {
        return Ok(None);
    }
    for version in fresh {
        let (Some(value), Ok(at)) = (version.value, Timestamp::from_second(version.at)) else { return Ok(None) };
        let of_meter = told.entry(version.meter).or_default();
        of_meter.ends.push((at, value));
        of_meter.instants.push(version.at);
        of_meter.days.push(DayFigures {
            day: version.at,
            n_readings: 1,
            first_at: version.at,
            first: value,
            last_at: version.at,
            last: value,
            min: value,
            max: value,
            sum: i128::from(value),
        });
    }
    Ok(Some(told))
}

/// Tells whether every bucket that begins within the page begins with one of its days.
fn begins_with_days(sealed: &Sealed<'_>, slices: &[Period]) -> bool {
    let days = sealed.days();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return true };
    let bounds = slices.iter().flat_map(|slice| [slice.from.as_second(), slice.until.as_second()]);
    bounds.filter(|bound| first < bound && bound < last).all(|bound| days.binary_search(&bound).is_ok())
}

/// Adds what a page's head tells; false where it cannot.
fn tell(
    told: &mut BTreeMap<MeterId, Told>,
    quantity: Quantity,
    (sealed, stored): (&Sealed<'_>, &StoredPage),
    stretch: Stretch,
) -> bool {
    let Ok(figures) = sealed.figures(quantity) else { return false };
    let Ok(Some(instants)) = sealed.instants(&stored.page.body, quantity, stretch.from..stretch.until) else {
        return false;
    };
    for (meter, instants) in instants {
        told.entry(meter).or_default().instants.extend(instants);
    }
    for meter in figures {
        let of_meter = told.entry(meter.meter).or_default();
        for day in meter.days.into_iter().filter(|day| stretch.from <= day.day && day.day < stretch.until) {
            for (at, value) in [(day.first_at, day.first), (day.last_at, day.last)] {
                let Ok(at) = Timestamp::from_second(at) else { return false };
                if of_meter.ends.last().is_none_or(|(last, _)| *last < at) {
                    of_meter.ends.push((at, value));
                }
            }
            of_meter.days.push(day);
        }
    }
    true
}

fn registers(
    log: &Logbook<'_>,
    (point, quantity): (PointId, Quantity),
    slices: &[Period],
    (told, expectation): (&BTreeMap<MeterId, Told>, &Expectation),
) -> Result<Option<Vec<Bucket>>, StoreError> {
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else { return Ok(Some(Vec::new())) };
    let installed = installed(log, point)?;
    // A day in which a meter was exchanged has ends of which a stay may not have both.
    let is_cut =
        installed.len() > 1 && installed.iter().any(|stay| first.from < stay.from && stay.from <= last.until + BEHIND);
    if is_cut {
        return Ok(None);
    }
    let mut is_open = false;
    let newest = log.standing(point).and_then(|standing| standing.of(quantity).map(|newest| newest.at));
    let stays = stays(quantity, &installed, (first.from, last.until), |meter| {
        let mut ends = told.get(&meter).map(|told| told.ends.clone()).unwrap_or_default();
        let n_ends = ends.partition_point(|(at, _)| *at < last.until);
        // The difference that ends behind the period must be known, however far behind.
        is_open |= ends.len() == n_ends && newest.is_some_and(|newest| newest >= last.until.as_second());
        ends.truncate(n_ends + 1);
        Ok::<_, StoreError>(ends)
    })?;
    if is_open {
        return Ok(None);
    }
    let runs: Vec<Run> = stays.iter().map(|stay| stay.run.clone()).collect();
    let mut buckets = register::buckets(quantity, slices, &runs, expectation);
    let mut instants = Vec::new();
    for stay in &stays {
        let ends = stay.run.points.iter().map(|(at, _)| at.as_second());
        let mut of_stay: Vec<i64> = told.get(&stay.meter).map(|told| told.instants.clone()).unwrap_or_default();
        of_stay.extend(ends);
        of_stay.sort_unstable();
        of_stay.dedup();
        instants.extend(of_stay);
    }
    cover(&mut buckets, &instants, expectation);
    Ok(Some(buckets))
}

fn gauges(
    quantity: Quantity,
    slices: &[Period],
    told: &BTreeMap<MeterId, Told>,
    expectation: &Expectation,
) -> Vec<Bucket> {
    let mut instants: Vec<i64> = told.values().flat_map(|told| told.instants.iter().copied()).collect();
    instants.sort_unstable();
    let value = |base| Value::new(quantity, base);
    let bucket = |slice: &Period| {
        let inside = slice.from.as_second()..slice.until.as_second();
        let days = || {
            told.values().flat_map(|told| {
                let first = told.days.partition_point(|day| day.day < inside.start);
                let end = told.days.partition_point(|day| day.day < inside.end);
                told.days.get(first..end).unwrap_or_default()
            })
        };
        let n: i128 = days().map(|day| i128::from(day.n_readings)).sum();
        let sum: i128 = days().map(|day| day.sum).sum();
        let bounds = days().map(|day| day.min).min().zip(days().map(|day| day.max).max());
        let content = bounds.map_or(Content::Missing, |(min, max)| {
            let mean = i64::try_from(divide_rounded(sum, n)).expect("a mean lies between minimum and maximum");
            Content::Gauge { min: value(min), mean: value(mean), max: value(max) }
        });
        Bucket { period: *slice, content, n_readings: 0, n_expected: 0 }
    };
    let mut buckets: Vec<Bucket> = slices.iter().map(bucket).collect();
    cover(&mut buckets, &instants, expectation);
    buckets
}

/// Counts the instants in each bucket.
fn cover(buckets: &mut [Bucket], instants: &[i64], expectation: &Expectation) {
    for bucket in buckets {
        let first = instants.partition_point(|at| *at < bucket.period.from.as_second());
        let end = instants.partition_point(|at| *at < bucket.period.until.as_second());
        let inside = instants.get(first..end).unwrap_or_default();
        let found = inside.iter().filter_map(|at| Timestamp::from_second(*at).ok());
        let coverage = expectation.of(bucket.period, found);
        (bucket.n_readings, bucket.n_expected) = (coverage.n_readings, coverage.n_expected);
    }
}

#[cfg(test)]
mod tests {
    use common::series::SeriesQuery;
    use common::time::Step;
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;
    use crate::binding::Calendar;
    use crate::query::fixture::Archive;
    use crate::query::series::decoded;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// 2026-03-01 in Warsaw; clocks go forward on the 29th.
    const FIRST: i64 = 1_772_319_600;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn heads_tell_what_all_readings_tell(
            hours in proptest::collection::btree_set(0_i64..1_500, 1..400),
            n_sealed in 0_usize..400,
            late in 0_i64..3_600,
            (from, n_days) in (-3_i64..40, 1_i64..60),
            cadence in proptest::option::of(Just(SignedDuration::from_hours(1))),
        ) {
            let calendar = Calendar { zone: jiff::tz::TimeZone::get("Europe/Warsaw").unwrap() };
            let mut archive = Archive::new();
            let point = archive.point("S", "W", None);
            let seconds: Vec<i64> = hours.iter().map(|hour| FIRST + hour * 3600 + hour * late / 1_500).collect();
            let (sealed, fresh) = seconds.split_at(n_sealed.min(seconds.len()));
            for quantity in [Quantity::Energy, Quantity::Supply] {
                let value = |second: &i64| (*second, if quantity == Quantity::Energy { second * 7 } else { second % 977 - 300 });
                archive.read(point, quantity, sealed.iter().map(value));
            }
            archive.seal(point, &calendar);
            for quantity in [Quantity::Energy, Quantity::Supply] {
                let value = |second: &i64| (*second, if quantity == Quantity::Energy { second * 7 } else { second % 977 - 300 });
                archive.read(point, quantity, fresh.iter().map(value));
            }
            let period = Period { from: at(FIRST + from * 86_400), until: at(FIRST + (from + n_days) * 86_400) };
            let since = seconds.first().map(|second| at(*second));
            let expectation = Expectation { cadence, since, now: at(FIRST + 200 * 86_400) };
            let mut n_told = 0;
            for quantity in [Quantity::Energy, Quantity::Supply] {
                for step in [Step::Day, Step::Week, Step::Month, Step::Season, Step::Year] {
                    let slices = step.slices(period, &calendar.zone);
                    let query = SeriesQuery { point, quantity, period, step };
                    let expected = decoded(&archive.log(), &query, &slices, &expectation).unwrap();
                    if let Some(told) = buckets(&archive.log(), (point, quantity), &slices, &expectation).unwrap() {
                        prop_assert_eq!(told, expected, "{:?} {:?}", quantity, step);
                        n_told += 1;
                    }
                }
            }
            prop_assert!(n_told >= 5, "{} were told", n_told);
        }
    }
}
