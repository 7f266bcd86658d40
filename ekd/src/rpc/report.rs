//! Charts and reports on paper.

use common::api::OnceKey;
use common::id::{ReportId, ReportName};
use common::page::{Page, Paged};
use common::report::drawing::{Drawing, DrawingQuery};
use common::report::{MadeFilter, MadeReport, NewReport, ReportCheck, ReportFileQuery, ReportPart, SavedReport};
use common::sheet::Sheet;

use super::access::Visit;
use super::answer::NoAnswer;
use common::fault::Cause;

pub(super) async fn draw(_: &Visit<'_>, _: DrawingQuery) -> Result<Drawing, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn preview(_: &Visit<'_>, _: NewReport) -> Result<Sheet, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn make(_: &Visit<'_>, _: OnceKey, _: NewReport) -> Result<MadeReport, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn made(_: &Visit<'_>, _: MadeFilter, _: Page) -> Result<Paged<MadeReport>, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn check(_: &Visit<'_>, _: ReportId) -> Result<ReportCheck, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn file(_: &Visit<'_>, _: ReportFileQuery) -> Result<ReportPart, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn drop_made(_: &Visit<'_>, _: ReportId) -> Result<(), NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn saved(_: &Visit<'_>) -> Result<Vec<SavedReport>, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn save(_: &Visit<'_>, _: OnceKey, _: SavedReport) -> Result<SavedReport, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn remove(_: &Visit<'_>, _: ReportName) -> Result<(), NoAnswer> {
    Err(Cause::Internal.into())
}
