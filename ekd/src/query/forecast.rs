//! What a site will have used at the end of a month or a season: what its registers tell already, and what the days to
//! come let expect in the weather that their calendar days had in other years.

use std::collections::BTreeMap;

use common::fault::{Cause, ReportCause};
use common::forecast::{Cost, Forecast, ForecastQuery, NormalWeather, Range};
use common::id::SiteId;
use common::quantity::{Energy, Quantity, Temperature};
use common::series::Content;
use common::site::Site;
use common::time::{Period, Step};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use super::signature::{cause, days, last_years};
use super::{outdoor, runs, tariff_of};
use crate::consumption::coverage::Expectation;
use crate::consumption::register;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};
use crate::tariff::{Tariff, Tariffs};
use crate::weather::forecast::{FEWEST_DAYS_TO_TEST, Model, Tested, Year, ahead, back_test};

/// Years of the archive that are looked back to for normal weather: older ones were colder.
const YEARS: i16 = 10;
/// Nothing is forecast that begins later than this.
const FARTHEST: SignedDuration = SignedDuration::from_hours(24 * 366);
/// A shorter stretch without a reading is none.
const LEAST: SignedDuration = SignedDuration::from_mins(1);

/// What the registers tell of a period.
#[derive(Clone, Copy, Debug)]
struct Known {
    used: Energy,
    /// `None` where nothing was read in it.
    stretch: Option<Period>,
}

/// A local day of the period that no register tells of, or a part of one.
#[derive(Clone, Copy, Debug)]
struct Unknown {
    slice: Period,
    date: Date,
    /// How much of it, 0 to 1.
    share: f64,
}

/// Returns the forecast, or why there is none.
pub fn forecast(
    log: &Logbook<'_>,
    site: &Site,
    query: &ForecastQuery,
    (tariffs, zone, now): (&Tariffs, &TimeZone, Timestamp),
) -> Result<Result<Forecast, Cause>, StoreError> {
    let refused = |why| Ok(Err(Cause::Report { why }));
    let period = query.view.around(query.day).period(zone);
    if period.is_empty() || now.checked_add(FARTHEST).is_ok_and(|farthest| farthest < period.from) {
        return refused(ReportCause::PeriodWrong);
    }
    let trained = last_years(zone, now);
    let days = match days(log, site, trained, (zone, now))? {
        Ok(days) => days,
        Err(why) => return Ok(Err(why)),
    };
    let model = match Model::fit(&days, trained) {
        Ok(model) => model,
        Err(misfit) => return Ok(Err(cause(misfit))),
    };
    let Some(tested) = back_test(&days, trained) else {
        let n_days = u32::try_from(days.len()).unwrap_or(u32::MAX);
        return refused(ReportCause::TooFewDays { n_days, wanted: FEWEST_DAYS_TO_TEST.max(n_days + 1) });
    };
    let known = known(log, site.id, period, now)?;
    let unknown = unknown(period, &known, zone);
    let (past, years) = weather(log, site.id, &unknown, (model.signature.base, zone, now))?;
    let to_come: Vec<(Date, f64)> = unknown.iter().map(|unknown| (unknown.date, unknown.share)).collect();
    let Some(ahead) = ahead(&to_come, &past, &years) else {
        return refused(ReportCause::NoWeather { site: site.code.to_string() });
    };
    let expected = model.range(known.used, &ahead, &tested);
    let cost = tariff_of(log, &site.code, tariffs)?.and_then(|tariff| cost(tariff, &expected, period, zone));
    let Tested { test: back_test, .. } = tested;
    Ok(Ok(Forecast {
        site: site.code.clone(),
        view: query.view,
        period,
        used: known.used,
        used_until: known.stretch.map(|stretch| stretch.until),
        expected,
        cost,
        weather: NormalWeather { degree_days: ahead.degree_days, n_years: ahead.n_years },
        back_test,
        signature: model.signature,
    }))
}

/// Returns what the registers of all points tell of a period until now.
fn known(log: &Logbook<'_>, site: SiteId, period: Period, now: Timestamp) -> Result<Known, StoreError> {
    let until = period.until.min(now);
    let mut known = Known { used: Energy::ZERO, stretch: None };
    if until <= period.from {
        return Ok(known);
    }
    let so_far = Period { from: period.from, until };
    let expectation = Expectation { cadence: None, since: None, now };
    for point in store::point::of_site(log, site)? {
        if !point.quantities.contains(&Quantity::Energy) {
            continue;
        }
        let runs = runs(log, point.id, Quantity::Energy, (so_far.from, so_far.until))?;
        let buckets = register::buckets(Quantity::Energy, &[so_far], &runs, &expectation);
        for bucket in buckets {
            let Content::Register { used, opened_at, closed_at, .. } = bucket.content else { continue };
            known.used = Energy::from_base(known.used.base().saturating_add(used.base()));
            let of_point = Period { from: opened_at, until: closed_at.min(period.until) };
            // Where one point was read longer than another, the shorter stretch is sure.
            known.stretch = Some(known.stretch.map_or(of_point, |stretch| stretch.intersection(&of_point)));
        }
    }
    Ok(known)
}

/// Returns the days, and parts of days, of which no register tells.
fn unknown(period: Period, known: &Known, zone: &TimeZone) -> Vec<Unknown> {
    let slices = Step::Day.slices(period, zone).into_iter();
    let of_day = |slice: Period| {
        let told = known.stretch.map_or(SignedDuration::ZERO, |stretch| slice.intersection(&stretch).duration());
        let missing = slice.duration() - told;
        let share = missing.as_secs_f64() / slice.duration().as_secs_f64();
        (missing > LEAST).then(|| Unknown { slice, date: zone.to_datetime(slice.from).date(), share })
    };
    slices.filter_map(of_day).collect()
}

/// Returns Sd(base) of the unknown days that are over, and of the same days in other years.
fn weather(
    log: &Logbook<'_>,
    site: SiteId,
    unknown: &[Unknown],
    (base, zone, now): (Temperature, &TimeZone, Timestamp),
) -> Result<(Year, Vec<Year>), StoreError> {
    let (Some(first), Some(last)) = (unknown.first(), unknown.last()) else {
        return Ok((Year::new(), Vec::new()));
    };
    let mut years: Vec<Year> = Vec::new();
    for back in 0..=YEARS {
        let shifted = |at: Timestamp| {
            let local = at.to_zoned(zone.clone()).checked_sub(Span::new().years(back)).ok();
            local.map(|local| local.timestamp())
        };
        let Some((from, until)) = shifted(first.slice.from).zip(shifted(last.slice.until)) else { continue };
        let known = outdoor::days(log, Some(site), Period { from, until: until.min(now) }, (zone, now))?;
        let known: BTreeMap<Date, i64> = known.into_iter().map(|day| (day.date, day.below(base).base())).collect();
        let of_year = |unknown: &Unknown| {
            let then = unknown.date.checked_sub(Span::new().years(back)).ok()?;
            Some((unknown.date, *known.get(&then)?))
        };
        years.push(unknown.iter().filter_map(of_year).collect());
    }
    let past = years.remove(0);
    Ok((past, years))
}

fn cost(tariff: &Tariff, expected: &Range<Energy>, period: Period, zone: &TimeZone) -> Option<Cost> {
    let worth = |energy| tariff.heat_cost(energy, period, zone);
    let amount = Range { low: worth(expected.low)?, expected: worth(expected.expected)?, high: worth(expected.high)? };
    Some(Cost { tariff: tariff.name().clone(), amount })
}

#[cfg(test)]
#[path = "forecast_tests.rs"]
mod tests;
