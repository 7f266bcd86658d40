//! Degree days, signatures, forecasts, scatters and peaks.

use std::sync::Arc;

use common::degree_day::{DegreeDayQuery, DegreeDaySeries};
use common::forecast::{FittedSignature, Forecast, ForecastQuery, SignatureQuery};
use common::id::SiteCode;
use common::peak::PeakReport;
use common::report::drawing::{Scatter, ScatterQuery};

use super::access::{Granted, Visit};
use super::answer::NoAnswer;
use super::point;
use super::site::seen;
use crate::query;
use crate::query::peaks::Ground;
use crate::store::log::Logbook;

pub(super) async fn degree_days(visit: &Visit<'_>, query: DegreeDayQuery) -> Result<DegreeDaySeries, NoAnswer> {
    let (zone, now) = (visit.about().zone.clone(), visit.now());
    let look = move |log: &Logbook<'_>, _: &Granted| {
        let site = query.site.as_ref().map(|code| seen(log, code)).transpose()?.map(|site| site.id);
        query::degree_days::series(log, site, &query, (&zone, now))?.map_err(NoAnswer::from)
    };
    visit.look(look).await
}

pub(super) async fn signature(visit: &Visit<'_>, query: SignatureQuery) -> Result<FittedSignature, NoAnswer> {
    let (zone, now) = (visit.about().zone.clone(), visit.now());
    let look = move |log: &Logbook<'_>, _: &Granted| {
        let site = seen(log, &query.site)?;
        query::signature::fit(log, &site, query.period, (&zone, now))?.map_err(NoAnswer::from)
    };
    visit.look(look).await
}

pub(super) async fn forecast(visit: &Visit<'_>, query: ForecastQuery) -> Result<Forecast, NoAnswer> {
    let (zone, now) = (visit.about().zone.clone(), visit.now());
    let tariffs = Arc::clone(&visit.about().tariffs);
    let look = move |log: &Logbook<'_>, _: &Granted| {
        let site = seen(log, &query.site)?;
        query::forecast::forecast(log, &site, &query, (&tariffs, &zone, now))?.map_err(NoAnswer::from)
    };
    visit.look(look).await
}

pub(super) async fn scatter(visit: &Visit<'_>, query: ScatterQuery) -> Result<Scatter, NoAnswer> {
    let scatter = move |log: &Logbook<'_>, _: &Granted| {
        let point = point::by_id(log, query.point)?;
        Ok(query::scatter::scatter(log, &point, &query)??)
    };
    visit.look(scatter).await
}

pub(super) async fn peaks(visit: &Visit<'_>, site: SiteCode) -> Result<PeakReport, NoAnswer> {
    let (zone, now) = (visit.about().zone.clone(), visit.now());
    let (tariffs, climate) = (Arc::clone(&visit.about().tariffs), visit.about().climate);
    let peaks = move |log: &Logbook<'_>, _: &Granted| {
        let ground = Ground { tariffs: &tariffs, climate, zone: &zone, now };
        Ok(query::peaks::report(log, &seen(log, &site)?, &ground)?)
    };
    visit.look(peaks).await
}
