//! Degree days, signatures, forecasts, scatters and peaks.

use common::degree_day::{DegreeDayQuery, DegreeDaySeries};
use common::forecast::{FittedSignature, Forecast, ForecastQuery, SignatureQuery};
use common::id::SiteCode;
use common::peak::PeakReport;
use common::report::drawing::{Scatter, ScatterQuery};

use super::access::Visit;
use super::answer::NoAnswer;
use common::fault::Cause;

pub(super) async fn degree_days(_: &Visit<'_>, _: DegreeDayQuery) -> Result<DegreeDaySeries, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn signature(_: &Visit<'_>, _: SignatureQuery) -> Result<FittedSignature, NoAnswer> {
    Err(Cause::Internal.into())
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
