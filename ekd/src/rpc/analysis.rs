//! Degree days, signatures, forecasts, scatters and peaks.

use common::degree_day::{DegreeDayQuery, DegreeDaySeries};
use common::fault::Cause;
use common::forecast::{FittedSignature, Forecast, ForecastQuery, SignatureQuery};
use common::id::SiteCode;
use common::peak::PeakReport;
use common::report::drawing::{Scatter, ScatterQuery};
use common::site::Site;

use super::access::{Granted, Visit};
use super::answer::NoAnswer;
use super::site::similar;
use crate::query;
use crate::store;
use crate::store::log::Logbook;

pub(super) async fn degree_days(visit: &Visit<'_>, query: DegreeDayQuery) -> Result<DegreeDaySeries, NoAnswer> {
    let (zone, now) = (visit.about().zone.clone(), visit.now());
    let look = move |log: &Logbook<'_>, _: &Granted| {
        let site = query.site.as_ref().map(|code| site(log, code)).transpose()?.map(|site| site.id);
        query::degree_days::series(log, site, &query, (&zone, now))?.map_err(NoAnswer::from)
    };
    visit.look(look).await
}

pub(super) async fn signature(visit: &Visit<'_>, query: SignatureQuery) -> Result<FittedSignature, NoAnswer> {
    let (zone, now) = (visit.about().zone.clone(), visit.now());
    let look = move |log: &Logbook<'_>, _: &Granted| {
        let site = site(log, &query.site)?;
        query::signature::fit(log, &site, query.period, (&zone, now))?.map_err(NoAnswer::from)
    };
    visit.look(look).await
}

pub(super) async fn forecast(_: &Visit<'_>, _: ForecastQuery) -> Result<Forecast, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn scatter(_: &Visit<'_>, _: ScatterQuery) -> Result<Scatter, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn peaks(_: &Visit<'_>, _: SiteCode) -> Result<PeakReport, NoAnswer> {
    Err(Cause::Internal.into())
}

/// Returns a site that the caller sees.
fn site(log: &Logbook<'_>, code: &SiteCode) -> Result<Site, NoAnswer> {
    if let Some(site) = store::site::by_code(log, code.as_str())? {
        return Ok(site);
    }
    let text = code.to_string();
    Err(Cause::NoSuchSite { similar: similar(log, &text)?, text }.into())
}
