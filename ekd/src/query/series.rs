//! One quantity of one point in buckets of local time, and the gaps in it.

use common::api::{Gap, GapsQuery};
use common::fault::Cause;
use common::point::MeteringPoint;
use common::quantity::{Kind, Quantity, Value};
use common::series::{Bucket, Content, Series, SeriesQuery};
use common::time::{Period, Step};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::{Detail, points, runs};
use crate::consumption::coverage::{Expectation, gaps};
use crate::consumption::{gauge, register};
use crate::store::reading::SeriesKey;
use crate::store::{self, StoreError};

/// Most buckets of one answer: 3.6 MB.
const MOST_BUCKETS: usize = 50_000;

/// Returns the series, or why it cannot be had.
pub fn series(
    conn: &Connection,
    point: &MeteringPoint,
    query: &SeriesQuery,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Result<Series, Cause>, StoreError> {
    if !point.quantities.is_empty() && !point.quantities.contains(&query.quantity) {
        return Ok(Err(never_read(point, query.quantity)));
    }
    let expectation = Expectation { cadence: point.cadence, since: point.first_at, now };
    let name = zone.iana_name().unwrap_or("UTC");
    let period = known_part(point, query.period);
    let buckets = if query.step == Step::Raw {
        raw(conn, query, period)?
    } else {
        let slices = query.step.slices(period, zone);
        if slices.len() > MOST_BUCKETS {
            return Ok(Err(too_many(slices.len())));
        }
        bucketed(conn, query, &slices, &expectation)?
    };
    if buckets.len() > MOST_BUCKETS {
        return Ok(Err(too_many(buckets.len())));
    }
    Ok(Ok(Series::pack(query, name, point.cadence, &buckets)))
}

fn never_read(point: &MeteringPoint, quantity: Quantity) -> Cause {
    Cause::NoSuchQuantity {
        point: point.code.to_string(),
        quantity: quantity.name().to_owned(),
        similar: point.quantities.iter().map(|quantity| quantity.name().to_owned()).collect(),
    }
}

fn too_many(n_buckets: usize) -> Cause {
    Cause::TooManyBuckets { n_buckets: n_buckets as u64, limit: MOST_BUCKETS as u64 }
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

fn bucketed(
    conn: &Connection,
    query: &SeriesQuery,
    slices: &[Period],
    expectation: &Expectation,
) -> Result<Vec<Bucket>, StoreError> {
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else { return Ok(Vec::new()) };
    let (from, until) = (first.from, last.until);
    Ok(match query.quantity.kind() {
        Kind::Register => {
            let runs = runs(conn, query.point, query.quantity, (from, until), Detail::All)?;
            register::buckets(query.quantity, slices, &runs, expectation)
        }
        Kind::Gauge => {
            let points = store::reading::values(conn, query.point, query.quantity, from, until)?;
            gauge::buckets(query.quantity, slices, &points, expectation)
        }
    })
}

/// Returns a bucket for every reading; what a register shows is both opening and closing, and nothing is used.
fn raw(conn: &Connection, query: &SeriesQuery, period: Period) -> Result<Vec<Bucket>, StoreError> {
    let points = store::reading::values(conn, query.point, query.quantity, period.from, period.until)?;
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
    conn: &Connection,
    point: &MeteringPoint,
    query: &GapsQuery,
    now: Timestamp,
) -> Result<Result<Vec<Gap>, Cause>, StoreError> {
    let Some(cadence) = query.cadence.or(point.cadence).filter(|cadence| cadence.is_positive()) else {
        return Ok(Err(Cause::NoCadence { point: point.code.to_string() }));
    };
    let Some(first_at) = point.first_at else { return Ok(Err(never_read(point, query.quantity))) };
    // Before the first reading ever nothing was expected.
    let period = Period { from: query.period.from.max(first_at), until: query.period.until };
    let mut found = Vec::new();
    let mut after = Vec::new();
    for (installation, _) in store::meter::at_point(conn, query.point)? {
        let key = SeriesKey { point: query.point, quantity: query.quantity, meter: installation.meter };
        found.extend(store::reading::before(conn, key, period.from)?);
        found.extend(store::reading::between(conn, key, period.from, super::before(period.until))?);
        after.extend(store::reading::from(conn, key, period.until)?);
    }
    found.extend(after.into_iter().min_by_key(|kept| kept.at));
    found.sort_by_key(|kept| kept.at);
    found.dedup_by_key(|kept| kept.at);
    Ok(Ok(gaps(&points(found), period, cadence, now)))
}
