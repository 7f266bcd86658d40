//! What a site used on each local day beside how cold it was, and the energy signature of that.

use std::collections::BTreeMap;

use common::fault::{Cause, ReportCause};
use common::forecast::{FittedSignature, SignatureDay};
use common::id::SiteId;
use common::point::MeteringPoint;
use common::quantity::{Energy, Quantity};
use common::series::{Bucket, Content, SeriesQuery};
use common::site::Site;
use common::time::step::midnight;
use common::time::{Period, Step};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::outdoor;
use super::series::bucketed;
use crate::consumption::coverage::Expectation;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};
use crate::weather::degree_days::OutdoorDay;
use crate::weather::signature::{self, FEWEST_DAYS, Fit, HeatDay, Misfit};

/// Longest period that is fitted: ten years.
const MOST_DAYS: u32 = 3_660;
/// What is fitted where nothing else is asked for.
const YEARS: i32 = 3;
/// The readings that bound a day's heat may lie this part of a day off.
const OFF: i64 = 10;

/// Returns the energy signature of a site over a period, or over the last three years, or why there is none.
pub fn fit(
    log: &Logbook<'_>,
    site: &Site,
    period: Option<Period>,
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Result<FittedSignature, Cause>, StoreError> {
    let period = period.unwrap_or_else(|| last_years(zone, now));
    let days = match days(log, site, period, (zone, now))? {
        Ok(days) => days,
        Err(why) => return Ok(Err(why)),
    };
    Ok(signature::fit(&days, period).map(|fit| fitted(site, &days, fit)).map_err(cause))
}

/// Returns the local days that are over on which both heat and weather are known, oldest first; at least one.
pub fn days(
    log: &Logbook<'_>,
    site: &Site,
    period: Period,
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Result<Vec<HeatDay>, Cause>, StoreError> {
    if period.duration().as_hours() / 24 > i64::from(MOST_DAYS) {
        return Ok(Err(Cause::Report { why: ReportCause::PeriodTooLong { days: MOST_DAYS } }));
    }
    let name = || site.code.to_string();
    let used = used(log, site.id, period, (zone, now))?;
    let (Some((first, _)), Some((last, _))) = (used.first_key_value(), used.last_key_value()) else {
        return Ok(Err(Cause::Report { why: ReportCause::NothingRead { site: name() } }));
    };
    let Some(known) = between(*first, *last, zone) else { return Ok(Ok(Vec::new())) };
    let weather = outdoor::days(log, Some(site.id), known, (zone, now))?;
    if weather.is_empty() {
        return Ok(Err(Cause::Report { why: ReportCause::NoWeather { site: name() } }));
    }
    let day = |outdoor: OutdoorDay| {
        let used = *used.get(&outdoor.date)?;
        Some(HeatDay { outdoor, used })
    };
    Ok(Ok(weather.into_iter().filter_map(day).collect()))
}

/// Returns what all points of a site used on each local day that is over and whose readings bound it well.
pub(super) fn used(
    log: &Logbook<'_>,
    site: SiteId,
    period: Period,
    (zone, now): (&TimeZone, Timestamp),
) -> Result<BTreeMap<Date, Energy>, StoreError> {
    let mut points = store::point::of_site(log, site)?;
    points.retain(|point| point.quantities.contains(&Quantity::Energy));
    let hull = points.iter().filter_map(|point| point.first_at.zip(point.last_at));
    let hull = hull.reduce(|one, next| (one.0.min(next.0), one.1.max(next.1)));
    let Some((first, last)) = hull else { return Ok(BTreeMap::new()) };
    let period = period.intersection(&Period { from: first, until: last.min(now) });
    let mut slices = Step::Day.slices(period, zone);
    slices.retain(|slice| slice.until <= now);
    let mut sums = BTreeMap::<Date, Option<Energy>>::new();
    for point in &points {
        let expectation = Expectation { cadence: None, since: None, now };
        let query = SeriesQuery { point: point.id, quantity: Quantity::Energy, period, step: Step::Day };
        for bucket in bucketed(log, &query, &slices, &expectation)? {
            if is_read(point, bucket.period) {
                let sum = sums.entry(zone.to_datetime(bucket.period.from).date()).or_insert(Some(Energy::ZERO));
                *sum = sum.zip(of_day(&bucket)).and_then(|(sum, used)| sum.checked_add(used));
            }
        }
    }
    Ok(sums.into_iter().filter_map(|(date, used)| Some((date, used?))).collect())
}

/// Tells whether a point was there already, and still, on a day.
fn is_read(point: &MeteringPoint, day: Period) -> bool {
    let was_there = point.first_at.is_some_and(|first| first < day.until);
    was_there && point.last_at.is_some_and(|last| day.from <= last)
}

/// Returns what was used in a day of the length of this one, if its readings lie near its ends.
fn of_day(bucket: &Bucket) -> Option<Energy> {
    let Content::Register { used, opened_at, closed_at, .. } = bucket.content else { return None };
    let (between, whole) = (closed_at.duration_since(opened_at).as_secs(), bucket.period.duration().as_secs());
    let is_near = (between - whole).abs() * OFF <= whole;
    let scaled = i128::from(used.base()) * i128::from(whole) / i128::from(between.max(1));
    i64::try_from(scaled).ok().filter(|used| is_near && *used >= 0).map(Energy::from_base)
}

/// Returns the years before the present that are fitted where nothing else is asked for.
pub(super) fn last_years(zone: &TimeZone, now: Timestamp) -> Period {
    let from = now.to_zoned(zone.clone()).checked_sub(YEARS.years()).map_or(Timestamp::MIN, |from| from.timestamp());
    Period { from, until: now }
}

fn between(first: Date, last: Date, zone: &TimeZone) -> Option<Period> {
    let from = midnight(first, zone)?;
    Some(Period { from, until: midnight(last.tomorrow().ok()?, zone)? })
}

fn fitted(site: &Site, days: &[HeatDay], Fit { signature, outliers }: Fit) -> FittedSignature {
    let day = |(day, is_outlier): (&HeatDay, bool)| SignatureDay {
        date: day.outdoor.date,
        mean: day.outdoor.mean(),
        degree_days: day.outdoor.below(signature.base),
        used: day.used,
        is_outlier,
    };
    FittedSignature { site: site.code.clone(), days: days.iter().zip(outliers).map(day).collect(), signature }
}

/// Tells a caller why days carry no signature.
pub fn cause(misfit: Misfit) -> Cause {
    let why = match misfit {
        Misfit::TooFewDays { n_days } => ReportCause::TooFewDays { n_days, wanted: FEWEST_DAYS },
        Misfit::TooEvenWeather => ReportCause::TooEvenWeather,
        Misfit::NoPattern => ReportCause::NoPattern,
    };
    Cause::Report { why }
}
