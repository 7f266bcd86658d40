//! What all points together used: sums of the days that are kept with every reading.

use common::api::Filter;
use common::archive::{Total, TotalQuery};
use common::fault::Cause;
use common::quantity::{Quantity, Value};
use common::series::{Content, SeriesQuery};
use common::time::{Period, Step};
use jiff::tz::TimeZone;

use super::series::{self, MOST_BUCKETS, fewest, too_many};
use crate::consumption::TOTALLED;
use crate::consumption::coverage::Expectation;
use crate::store::log::Logbook;
use crate::store::log::total::{self, DayTotal};
use crate::store::{self, StoreError};

/// Returns a sum for each bucket, or why there can be none.
pub fn totals(log: &Logbook<'_>, query: &TotalQuery, zone: &TimeZone) -> Result<Result<Vec<Total>, Cause>, StoreError> {
    if !TOTALLED.contains(&query.quantity) {
        return Ok(Err(Cause::NotARegister { quantity: query.quantity.name().to_owned() }));
    }
    match query.step {
        Step::Raw | Step::QuarterHour | Step::Hour => return Ok(Err(Cause::StepTooFine)),
        Step::Day | Step::Week | Step::Month | Step::Season | Step::Year => {}
    }
    let n_buckets = fewest(query.step, query.period);
    if n_buckets > MOST_BUCKETS {
        return Ok(Err(too_many(n_buckets)));
    }
    let slices = query.step.slices(query.period, zone);
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else { return Ok(Ok(Vec::new())) };
    if !log.scope().is_house() {
        return of_account(log, query, zone);
    }
    let days = total::between(log, query.quantity, first.from.as_second(), last.until.as_second())?;
    Ok(Ok(slices.iter().map(|slice| sum(query.quantity, *slice, &days)).collect()))
}

/// Sums over the points that the account sees: from their series, since what all points used together is no use here.
fn of_account(log: &Logbook<'_>, query: &TotalQuery, zone: &TimeZone) -> Result<Result<Vec<Total>, Cause>, StoreError> {
    let mut totals: Vec<Total> = Vec::new();
    for point in store::point::ids(log, &Filter::default())? {
        let Some(point) = store::point::by_id(log, point)? else { continue };
        if !point.quantities.contains(&query.quantity) {
            continue;
        }
        let TotalQuery { quantity, period, step } = *query;
        let slices = step.slices(period, zone);
        totals.resize_with(slices.len(), || Total { period, used: None, n_readings: 0 });
        let expectation = Expectation { cadence: None, since: None, now: period.until };
        let series = SeriesQuery { point: point.id, quantity, period, step };
        for ((total, slice), bucket) in
            totals.iter_mut().zip(&slices).zip(series::bucketed(log, &series, &slices, &expectation)?)
        {
            total.period = *slice;
            if let Content::Register { used, .. } = bucket.content {
                let before = total.used.map_or(0, |used| used.base());
                total.used = Some(Value::new(quantity, before.saturating_add(used.base())));
                total.n_readings += u64::from(bucket.n_readings);
            }
        }
    }
    Ok(Ok(totals))
}

fn sum(quantity: Quantity, slice: Period, days: &[(i64, DayTotal)]) -> Total {
    let first = days.partition_point(|(day, _)| *day < slice.from.as_second());
    let end = days.partition_point(|(day, _)| *day < slice.until.as_second());
    let mut sum = DayTotal::default();
    let inside = days.get(first..end).unwrap_or_default();
    for (_, day) in inside {
        sum.add(*day);
    }
    let used = (!inside.is_empty()).then(|| Value::new(quantity, sum.used));
    Total { period: slice, used, n_readings: sum.n_readings.max(0).cast_unsigned() }
}
