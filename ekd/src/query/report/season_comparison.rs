//! The facts of seasons side by side: the same months of each, as many as are over in the last.

use common::degree_day::DegreeDayDefinition;
use common::fault::{Cause, ReportCause};
use common::quantity::DegreeDays;
use common::sheet::Sheet;
use common::site::Site;
use common::time::{Period, Span, Step, View};
use jiff::Timestamp;

use super::{Surroundings, building, few_enough, usage, weather};
use crate::report::season_comparison::{self as template, Month, Season};
use crate::report::{Frame, Signature, Usage};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Seasons that are compared.
const SEASONS: i32 = 3;

/// The months of one season.
struct Months {
    year: i16,
    periods: Vec<Period>,
}

/// Returns the sheet, a part for each site.
pub(super) fn sheet(
    log: &Logbook<'_>,
    sites: &[Site],
    frame: &Frame,
    surroundings: &Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    if let Err(cause) = few_enough(sites) {
        return Ok(Err(cause));
    }
    let seasons = seasons(frame.period, surroundings);
    let Some(last) = seasons.last().and_then(|last| last.periods.first().zip(last.periods.last())) else {
        return Ok(Err(Cause::Report { why: ReportCause::PeriodWrong }));
    };
    let frame = Frame { period: Period { from: last.0.from, until: last.1.until }, ..frame.clone() };
    let sites = sites.iter().map(|site| one(log, site, &seasons, surroundings)).collect::<Result<Vec<_>, _>>()?;
    Ok(Ok(template::write(&sites, &frame)))
}

/// Returns the months of the seasons that are compared, oldest first. Of a season of which no month is over, nothing can be
/// told yet: then it is the one before.
fn seasons(period: Period, surroundings: &Surroundings<'_>) -> Vec<Months> {
    let zone = surroundings.zone;
    let until = period.until.min(surroundings.now);
    let last = Timestamp::from_second(until.as_second() - 1).unwrap_or(until);
    let mut span = View::Season.at(last, zone);
    let over =
        |span: &Span| Step::Month.slices(span.period(zone), zone).iter().filter(|month| month.until <= until).count();
    if over(&span) == 0 {
        span = span.shifted(-1);
    }
    let n_months = over(&span);
    let of = |back: i32| {
        let span = span.shifted(-back);
        let mut periods = Step::Month.slices(span.period(zone), zone);
        periods.truncate(n_months);
        Months { year: span.first.year(), periods }
    };
    (0..SEASONS).rev().map(of).collect()
}

fn one(
    log: &Logbook<'_>,
    site: &Site,
    seasons: &[Months],
    surroundings: &Surroundings<'_>,
) -> Result<template::Site, StoreError> {
    let building = building(log, site)?;
    let points = store::point::of_site(log, site.id)?;
    let all: Vec<Period> = seasons.iter().flat_map(|season| season.periods.iter().copied()).collect();
    let mut usages = usage::of_site(log, (&building, &points), &all, surroundings)?;
    let usual = weather::degree_days(log, site, (DegreeDayDefinition::default(), &all), surroundings)?;
    for (usage, degree_days) in usages.iter_mut().zip(usual) {
        usage.degree_days = degree_days;
    }
    let signature = match all.last() {
        Some(last) => weather::signature(log, site, last.until, surroundings)?,
        None => None,
    };
    let fitted = match signature {
        Some(Signature { base, .. }) => {
            weather::degree_days(log, site, (DegreeDayDefinition::Hourly { base }, &all), surroundings)?
        }
        None => vec![None; all.len()],
    };
    let n_months = seasons.last().map_or(0, |last| last.periods.len());
    let wanted = fitted.get(fitted.len().saturating_sub(n_months)..).unwrap_or_default().to_vec();
    let mut left = usages.into_iter().zip(fitted);
    let season = |months: &Months| {
        let found = left.by_ref().take(months.periods.len());
        let months_of =
            found.zip(wanted.iter().copied()).map(|((usage, then), now)| month(usage, signature, (then, now)));
        Season { year: months.year, months: months_of.collect() }
    };
    let seasons = seasons.iter().map(season).collect();
    Ok(template::Site { building, seasons, signature })
}

fn month(usage: Usage, signature: Option<Signature>, (then, now): (Option<DegreeDays>, Option<DegreeDays>)) -> Month {
    let known = usage.whole().zip(signature).zip(then.zip(now));
    let corrected = known.and_then(|((used, signature), degree_days)| signature.correct(used, degree_days));
    Month { usage, corrected }
}
