//! Heating degree days of a site or of the installation, in buckets of local time.

use common::degree_day::{DegreeDayBucket, DegreeDayDefinition, DegreeDayQuery, DegreeDaySeries};
use common::fault::Cause;
use common::id::SiteId;
use common::quantity::decimal::divide_rounded;
use common::quantity::{DegreeDays, Temperature};
use common::time::{Period, Step};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::outdoor;
use super::series::{MOST_BUCKETS, fewest, too_many};
use crate::store::StoreError;
use crate::store::log::Logbook;
use crate::weather::degree_days::OutdoorDay;

/// Returns a bucket for each step, or why there can be none; `site` is the one that the query names.
pub fn series(
    log: &Logbook<'_>,
    site: Option<SiteId>,
    query: &DegreeDayQuery,
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Result<DegreeDaySeries, Cause>, StoreError> {
    if !query.step.is_of_days() {
        return Ok(Err(Cause::StepTooFine));
    }
    let n_days = fewest(Step::Day, query.period);
    if n_days > MOST_BUCKETS {
        return Ok(Err(too_many(n_days)));
    }
    let slices = query.step.slices(query.period, zone);
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else {
        let DegreeDayQuery { definition, .. } = *query;
        return Ok(Ok(DegreeDaySeries { definition, from: Vec::new(), buckets: Vec::new() }));
    };
    let all = Period { from: first.from, until: last.until };
    let days = outdoor::days(log, site, all, (zone, now))?;
    let bucket = |slice: &Period| bucket(query.definition, *slice, &days, (zone, now));
    let buckets: Vec<DegreeDayBucket> = slices.iter().map(bucket).collect();
    let mut from: Vec<_> = days.iter().map(|day| day.from).collect();
    from.sort_unstable();
    from.dedup();
    Ok(Ok(DegreeDaySeries { definition: query.definition, from, buckets }))
}

fn bucket(
    definition: DegreeDayDefinition,
    period: Period,
    days: &[OutdoorDay],
    (zone, now): (&TimeZone, Timestamp),
) -> DegreeDayBucket {
    let (first, end) = (date(period.from, zone), date(period.until, zone));
    let over = end.min(date(now, zone)).max(first);
    let inside = days.iter().filter(|day| first <= day.date && day.date < end);
    let (mut sum, mut means, mut n_days) = (0_i64, 0_i128, 0_u32);
    for day in inside {
        sum += day.degree_days(definition).base();
        means += i128::from(day.mean().base());
        n_days += 1;
    }
    let mean = (n_days > 0).then(|| divide_rounded(means, i128::from(n_days)));
    DegreeDayBucket {
        period,
        value: (n_days > 0).then(|| DegreeDays::from_base(sum)),
        mean: mean.and_then(|mean| i64::try_from(mean).ok()).map(Temperature::from_base),
        n_days,
        n_expected: u32::try_from(first.until(over).map_or(0, |span| span.get_days())).unwrap_or_default(),
    }
}

fn date(instant: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(instant).date()
}
