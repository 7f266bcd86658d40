//! The weather of reports: degree days of stretches of local months, and how a building follows the weather.

use common::degree_day::{DegreeDayBucket, DegreeDayDefinition, DegreeDayQuery};
use common::quantity::DegreeDays;
use common::quantity::decimal::divide_rounded;
use common::site::Site;
use common::time::{Period, Step};
use jiff::{Timestamp, ToSpan};

use super::Surroundings;
use crate::query;
use crate::report::Signature;
use crate::store::StoreError;
use crate::store::log::Logbook;

/// Years before the end of a report to which a signature is fitted.
const YEARS: i64 = 3;
/// Of so many days one may be unknown: the others stand for it.
const ONE_OF: u32 = 10;

/// Returns the degree days of each of these local months that are over; `None` where too many days are unknown.
pub(super) fn degree_days(
    log: &Logbook<'_>,
    site: &Site,
    (definition, months): (DegreeDayDefinition, &[Period]),
    surroundings: &Surroundings<'_>,
) -> Result<Vec<Option<DegreeDays>>, StoreError> {
    let nothing = || vec![None; months.len()];
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(Vec::new()) };
    let period = Period { from: first.from, until: last.until };
    let query = DegreeDayQuery { site: Some(site.code.clone()), definition, period, step: Step::Month };
    let when = (surroundings.zone, surroundings.now.min(last.until));
    let Ok(series) = query::degree_days::series(log, Some(site.id), &query, when)? else { return Ok(nothing()) };
    let of = |month: &Period| {
        let bucket = series.buckets.iter().find(|bucket| bucket.period.from == month.from)?;
        if bucket.period.until <= surroundings.now { whole(bucket) } else { None }
    };
    Ok(months.iter().map(of).collect())
}

/// Returns the degree days of all days, those that are not known taken as the mean of the others.
fn whole(bucket: &DegreeDayBucket) -> Option<DegreeDays> {
    let unknown = bucket.n_expected.checked_sub(bucket.n_days)?;
    if bucket.n_days == 0 || unknown * ONE_OF > bucket.n_expected {
        return None;
    }
    let sum = i128::from(bucket.value?.base()) * i128::from(bucket.n_expected);
    i64::try_from(divide_rounded(sum, i128::from(bucket.n_days))).ok().map(DegreeDays::from_base)
}

/// Returns how a building followed the weather before an instant; `None` where its days do not tell.
pub(super) fn signature(
    log: &Logbook<'_>,
    site: &Site,
    until: Timestamp,
    surroundings: &Surroundings<'_>,
) -> Result<Option<Signature>, StoreError> {
    let until = until.min(surroundings.now);
    let from = until.to_zoned(surroundings.zone.clone()).checked_sub(YEARS.years());
    let Ok(from) = from.map(|from| from.timestamp()) else { return Ok(None) };
    let fitted = query::signature::fit(log, site, Some(Period { from, until }), (surroundings.zone, until))?;
    Ok(fitted.ok().map(|fitted| Signature { base: fitted.signature.base, slope: fitted.signature.slope }))
}
