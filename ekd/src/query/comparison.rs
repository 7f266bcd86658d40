//! What a change of a setting was worth: two periods of a site on equal weather.

use common::fault::{Cause, ReportCause};
use common::forecast::{Cost, Range};
use common::quantity::Energy;
use common::setting::{ComparedPeriod, ComparisonQuery, SettingComparison};
use common::site::Site;
use common::time::Period;
use common::time::step::midnight;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::signature::{cause, days};
use super::tariff_of;
use crate::store::StoreError;
use crate::store::log::Logbook;
use crate::tariff::{Tariff, Tariffs};
use crate::weather::comparison::{self, FEWEST_AFTER, Sum};
use crate::weather::signature::{HeatDay, fit};

/// Returns the comparison, or why there is none; only whole local days within the periods count.
pub fn compare(
    log: &Logbook<'_>,
    site: &Site,
    query: &ComparisonQuery,
    (tariffs, zone, now): (&Tariffs, &TimeZone, Timestamp),
) -> Result<Result<SettingComparison, Cause>, StoreError> {
    let (before, after) = (query.before, query.after);
    if let Some(why) = refused(query, now) {
        return Ok(Err(Cause::Report { why }));
    }
    let found = |period| {
        let days = days(log, site, period, (zone, now))?;
        Ok::<_, StoreError>(days.map(|days| whole(days, period, zone)))
    };
    let (days_before, days_after) = match (found(before)?, found(after)?) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(cause), _) | (_, Err(cause)) => return Ok(Err(cause)),
    };
    let fit = match fit(&days_before, before) {
        Ok(fit) => fit,
        Err(misfit) => return Ok(Err(cause(misfit))),
    };
    let n_after = u32::try_from(days_after.len()).unwrap_or(u32::MAX);
    if n_after < FEWEST_AFTER {
        return Ok(Err(Cause::Report { why: ReportCause::TooFewDays { n_days: n_after, wanted: FEWEST_AFTER } }));
    }
    let Some(compared) = comparison::compare(&days_before, &fit, &days_after) else {
        return Ok(Err(Cause::Report { why: ReportCause::NoPattern }));
    };
    let tariff = tariff_of(log, &site.code, tariffs)?;
    let of_period = |period, Sum { used, degree_days, n_days }| ComparedPeriod { period, used, degree_days, n_days };
    Ok(Ok(SettingComparison {
        site: site.code.clone(),
        before: of_period(before, compared.before),
        after: of_period(after, compared.after),
        expected: compared.expected,
        difference: compared.difference,
        share: compared.share,
        cost: tariff.and_then(|tariff| cost(tariff, &compared.difference, after, zone)),
        verdict: compared.verdict,
        signature: fit.signature,
    }))
}

fn refused(query: &ComparisonQuery, now: Timestamp) -> Option<ReportCause> {
    let ComparisonQuery { before, after, .. } = query;
    if !before.intersection(after).is_empty() {
        return Some(ReportCause::PeriodsOverlap);
    }
    let is_wrong = before.is_empty() || after.is_empty() || after.from < before.from || after.from >= now;
    is_wrong.then_some(ReportCause::PeriodWrong)
}

/// Keeps the days that lie wholly in the period: the day of the change itself is half of each.
fn whole(mut days: Vec<HeatDay>, period: Period, zone: &TimeZone) -> Vec<HeatDay> {
    let is_whole = |day: &HeatDay| {
        let from = midnight(day.outdoor.date, zone)?;
        let until = midnight(day.outdoor.date.tomorrow().ok()?, zone)?;
        Some(period.from <= from && until <= period.until)
    };
    days.retain(|day| is_whole(day) == Some(true));
    days
}

fn cost(tariff: &Tariff, difference: &Range<Energy>, after: Period, zone: &TimeZone) -> Option<Cost> {
    let worth = |energy| tariff.heat_cost(energy, after, zone);
    let amount =
        Range { low: worth(difference.low)?, expected: worth(difference.expected)?, high: worth(difference.high)? };
    Some(Cost { tariff: tariff.name().clone(), amount })
}
