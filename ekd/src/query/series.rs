//! One quantity of one point in buckets of local time, and the gaps in it.

use common::api::{Gap, GapsQuery};
use common::fault::Cause;
use common::id::PointId;
use common::point::MeteringPoint;
use common::quantity::{Kind, Quantity, Value};
use common::series::{Bucket, Content, Series, SeriesQuery};
use common::time::{Period, Step};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{days, points, runs};
use crate::consumption::coverage::{Expectation, gaps};
use crate::consumption::{gauge, register};
use crate::store::log::{Damage, Logbook};
use crate::store::reading::SeriesKey;
use crate::store::{self, StoreError};

/// Most buckets of one answer: 3.6 MB.
pub(super) const MOST_BUCKETS: usize = 50_000;

/// Returns the series, or why it cannot be had.
pub fn series(
    log: &Logbook<'_>,
    point: &MeteringPoint,
    query: &SeriesQuery,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Result<Series, Cause>, StoreError> {
    if !point.quantities.is_empty() && !point.quantities.contains(&query.quantity) {
        return Ok(Err(never_read(point, query.quantity)));
    }
    let now = seen_until(log, point.id, now)?;
    let expectation = Expectation { cadence: point.cadence, since: point.first_at, now };
    let name = zone.iana_name().unwrap_or("UTC");
    let period = known_part(point, query.period);
    let buckets = if query.step == Step::Raw {
        raw(log, query, period)?
    } else {
        let at_least = fewest(query.step, period);
        if at_least > MOST_BUCKETS {
            return Ok(Err(too_many(at_least)));
        }
        let slices = query.step.slices(period, zone);
        if slices.len() > MOST_BUCKETS {
            return Ok(Err(too_many(slices.len())));
        }
        bucketed(log, query, &slices, &expectation)?
    };
    if buckets.len() > MOST_BUCKETS {
        return Ok(Err(too_many(buckets.len())));
    }
    let mut series = Series::pack(query, name, point.cadence, &buckets);
    series.damaged = log.damaged().iter().filter_map(period_of).collect();
    series.replaced = replaced(log, query.point, period)?;
    Ok(Ok(series))
}

/// Returns the present, or when the site was sold: nothing is expected after that.
pub(super) fn seen_until(log: &Logbook<'_>, point: PointId, now: Timestamp) -> Result<Timestamp, StoreError> {
    let end = log.windows(point)?.hull().and_then(|(_, until)| Timestamp::from_second(until).ok());
    Ok(end.map_or(now, |end| end.min(now)))
}

/// Returns the stretch of a damaged page.
pub fn period_of(damage: &Damage) -> Option<Period> {
    let instant = |second: i64| Timestamp::from_second(second).ok();
    Some(Period { from: instant(damage.stretch.from)?, until: instant(damage.stretch.until)? })
}

/// Returns when one meter took the place of another in the period, or turned over.
fn replaced(log: &Logbook<'_>, point: PointId, period: Period) -> Result<Vec<Timestamp>, StoreError> {
    let installed = store::meter::seen_at_point(log, point)?;
    // Whoever comes back to a site finds the meter that has gone on counting.
    let pairs = installed
        .windows(2)
        .filter(|pair| pair[0].0.until == Some(pair[1].0.from) || pair[0].0.meter != pair[1].0.meter);
    let begun = pairs.map(|pair| pair[1].0.from);
    Ok(begun.filter(|from| period.contains(*from)).collect())
}

pub(super) fn never_read(point: &MeteringPoint, quantity: Quantity) -> Cause {
    Cause::NoSuchQuantity {
        point: point.code.to_string(),
        quantity: quantity.name().to_owned(),
        similar: point.quantities.iter().map(|quantity| quantity.name().to_owned()).collect(),
    }
}

pub(super) fn too_many(n_buckets: usize) -> Cause {
    Cause::TooManyBuckets { n_buckets: n_buckets as u64, limit: MOST_BUCKETS as u64 }
}

/// Returns a number of buckets that the period certainly has: known before any is made.
pub(super) fn fewest(step: Step, period: Period) -> usize {
    let longest = match step {
        Step::Raw => return 0,
        Step::QuarterHour => SignedDuration::from_mins(15),
        Step::Hour => SignedDuration::from_hours(1),
        // Clocks are put back by an hour or two, and a date line is crossed at most once.
        Step::Day => SignedDuration::from_hours(48),
        Step::Week => SignedDuration::from_hours(8 * 24),
        Step::Month => SignedDuration::from_hours(32 * 24),
        Step::Season | Step::Year => SignedDuration::from_hours(367 * 24),
    };
    usize::try_from(period.duration().as_secs() / longest.as_secs()).unwrap_or_default()
}

/// A period of centuries asks for nothing before the first reading or long after the last.
fn known_part(point: &MeteringPoint, period: Period) -> Period {
    const MARGIN: SignedDuration = SignedDuration::from_hours(24 * 366);
    let (Some(first), Some(last)) = (point.first_at, point.last_at) else { return period };
    let known = Period {
        from: first.checked_sub(MARGIN).unwrap_or(Timestamp::MIN),
        until: last.checked_add(MARGIN).unwrap_or(Timestamp::MAX),
    };
    period.intersection(&known)
}

pub(super) fn bucketed(
    log: &Logbook<'_>,
    query: &SeriesQuery,
    slices: &[Period],
    expectation: &Expectation,
) -> Result<Vec<Bucket>, StoreError> {
    if query.step.is_of_days()
        && let Some(buckets) = days::buckets(log, (query.point, query.quantity), slices, expectation)?
    {
        return Ok(buckets);
    }
    decoded(log, query, slices, expectation)
}

/// Returns the buckets from every single reading.
pub(super) fn decoded(
    log: &Logbook<'_>,
    query: &SeriesQuery,
    slices: &[Period],
    expectation: &Expectation,
) -> Result<Vec<Bucket>, StoreError> {
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else { return Ok(Vec::new()) };
    let (from, until) = (first.from, last.until);
    Ok(match query.quantity.kind() {
        Kind::Register => {
            let runs = runs(log, query.point, query.quantity, (from, until))?;
            register::buckets(query.quantity, slices, &runs, expectation)
        }
        Kind::Gauge => {
            let period = Period { from, until };
            let points = store::reading::values(log, query.point, query.quantity, period)?;
            gauge::buckets(query.quantity, slices, &points, expectation)
        }
    })
}

/// Returns a bucket for every reading, up to one more than an answer may have; what a register shows is both opening
/// and closing, and nothing is used.
fn raw(log: &Logbook<'_>, query: &SeriesQuery, period: Period) -> Result<Vec<Bucket>, StoreError> {
    let mut points = store::reading::values(log, query.point, query.quantity, period)?;
    points.truncate(MOST_BUCKETS + 1);
    let bucket = |(at, base)| {
        let value = Value::new(query.quantity, base);
        let nothing = Value::new(query.quantity, 0);
        let content = match query.quantity.kind() {
            Kind::Gauge => Content::Gauge { min: value, mean: value, max: value },
            Kind::Register => {
                Content::Register { used: nothing, opening: value, closing: value, opened_at: at, closed_at: at }
            }
        };
        Bucket { period: Period { from: at, until: at }, content, n_readings: 1, n_expected: 0 }
    };
    Ok(points.into_iter().map(bucket).collect())
}

/// Returns the stretches of the asked period in which readings are missing, or why that cannot be told.
pub fn gaps_of(
    log: &Logbook<'_>,
    point: &MeteringPoint,
    query: &GapsQuery,
    now: Timestamp,
) -> Result<Result<Vec<Gap>, Cause>, StoreError> {
    let Some(cadence) = query.cadence.or(point.cadence).filter(|cadence| cadence.is_positive()) else {
        return Ok(Err(Cause::NoCadence { point: point.code.to_string() }));
    };
    let Some(first_at) = point.first_at else { return Ok(Err(never_read(point, query.quantity))) };
    let now = seen_until(log, point.id, now)?;
    // Before the first reading ever nothing was expected.
    let period = Period { from: query.period.from.max(first_at), until: query.period.until };
    let mut found = Vec::new();
    let mut after = Vec::new();
    for (installation, _) in store::meter::seen_at_point(log, query.point)? {
        let key = SeriesKey { point: query.point, quantity: query.quantity, meter: installation.meter };
        found.extend(store::reading::before(log, key, period.from)?);
        let last = period.until.checked_sub(SignedDuration::from_secs(1)).unwrap_or(Timestamp::MIN);
        found.extend(store::reading::between(log, key, period.from, last)?);
        after.extend(store::reading::from(log, key, period.until)?);
    }
    found.extend(after.into_iter().min_by_key(|kept| kept.at));
    found.sort_by_key(|kept| kept.at);
    found.dedup_by_key(|kept| kept.at);
    Ok(Ok(gaps(&points(found), period, cadence, now)))
}

#[cfg(test)]
mod tests {
    use common::id::{PointCode, PointId, SiteId};

    use super::*;
    use crate::query::fixture::{Archive, at};

    fn registered(quantities: Vec<Quantity>) -> MeteringPoint {
        MeteringPoint {
            id: PointId(1),
            code: PointCode::parse("W-01").unwrap(),
            site: SiteId(1),
            name: String::new(),
            cadence: None,
            source: None,
            quantities,
            first_at: None,
            last_at: None,
        }
    }

    fn asked(step: Step, period: Period) -> Result<usize, Cause> {
        let archive = Archive::new();
        let query = SeriesQuery { point: PointId(1), quantity: Quantity::Energy, period, step };
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let found = series(&archive.log(), &registered(Vec::new()), &query, &zone, at(0)).unwrap();
        found.map(|series| series.buckets().unwrap().len())
    }

    #[test]
    fn buckets_of_a_point_that_was_never_read_are_counted_before_they_are_made() {
        let calendar = Period { from: Timestamp::MIN, until: Timestamp::MAX };
        for step in [Step::QuarterHour, Step::Hour, Step::Day, Step::Week, Step::Month] {
            let Err(Cause::TooManyBuckets { n_buckets, limit: 50_000 }) = asked(step, calendar) else {
                panic!("{step:?} fits");
            };
            assert!(n_buckets > 50_000);
        }
        assert_eq!(asked(Step::Raw, calendar), Ok(0));
        let millennia = Period { from: at(-100_000_000_000), until: at(200_000_000_000) };
        assert!(asked(Step::Year, millennia).unwrap() > 9_000);
        let quarters = |n: i64| Period { from: at(0), until: at(n * 900) };
        assert_eq!(asked(Step::QuarterHour, quarters(50_000)), Ok(50_000));
        assert!(asked(Step::QuarterHour, quarters(50_001)).is_err());
        assert_eq!(asked(Step::Day, Period { from: at(0), until: at(3600) }), Ok(1));
    }

    #[test]
    fn single_readings_are_read_up_to_the_limit_only() {
        let mut archive = Archive::new();
        let point = archive.point("S-1", "W-01", None);
        archive.read(point, Quantity::Supply, (0..50_010).map(|second| (second, 70_000)));
        let all = Period { from: at(0), until: at(1_000_000) };
        let query = |until| SeriesQuery {
            point,
            quantity: Quantity::Supply,
            period: Period { until: at(until), ..all },
            step: Step::Raw,
        };
        assert_eq!(raw(&archive.log(), &query(50_010), all).unwrap().len(), MOST_BUCKETS + 1);
        let ask = |until| {
            let point = MeteringPoint { id: point, ..registered(vec![Quantity::Supply]) };
            series(&archive.log(), &point, &query(until), &TimeZone::UTC, at(0)).unwrap()
        };
        assert_eq!(ask(50_000).unwrap().buckets().unwrap().len(), MOST_BUCKETS);
        assert!(matches!(ask(50_010), Err(Cause::TooManyBuckets { .. })));
    }
}
