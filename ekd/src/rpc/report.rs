//! Charts and reports on paper: an account's own.

use common::api::OnceKey;
use common::fault::{Cause, ReportCause};
use common::id::{ReportId, ReportName};
use common::page::{Page, Paged};
use common::report::drawing::{Drawing, DrawingQuery};
use common::report::{MadeFilter, MadeReport, NewReport, ReportCheck, ReportFileQuery, ReportPart, SavedReport};
use common::sheet::Sheet;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, after, limit};
use super::site::full;
use crate::reporting::{self, saved};
use crate::store::log::{Logbook, Write};
use crate::store::report::made;

pub(super) async fn draw(_: &Visit<'_>, _: DrawingQuery) -> Result<Drawing, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn preview(_: &Visit<'_>, _: NewReport) -> Result<Sheet, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn make(_: &Visit<'_>, _: OnceKey, _: NewReport) -> Result<MadeReport, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn made(visit: &Visit<'_>, filter: MadeFilter, page: Page) -> Result<Paged<MadeReport>, NoAnswer> {
    let limit = limit(&page);
    let before = after(&page)?.map(ReportId);
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        Ok(made::list(log, granted.actor.keeper.id, &filter, (before, limit))?)
    };
    let items = visit.look(list).await?;
    let next = full(&items, limit).map(|made| made.id.to_string());
    Ok(Paged { items, next })
}

pub(super) async fn check(_: &Visit<'_>, _: ReportId) -> Result<ReportCheck, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn file(_: &Visit<'_>, _: ReportFileQuery) -> Result<ReportPart, NoAnswer> {
    Err(Cause::Internal.into())
}

pub(super) async fn drop_made(visit: &Visit<'_>, id: ReportId) -> Result<(), NoAnswer> {
    let drop = move |tx: &Write<'_>, granted: &Granted| {
        let was_there = made::remove(tx, granted.actor.keeper.id, id)?;
        if was_there { Ok(()) } else { Err(Cause::Report { why: ReportCause::NoSuchMade { id: id.0 } }.into()) }
    };
    visit.change("drop report", drop).await
}

pub(super) async fn saved(visit: &Visit<'_>) -> Result<Vec<SavedReport>, NoAnswer> {
    let (desk, now) = (visit.about().reports.clone(), visit.now());
    visit.look(move |log, granted| Ok(saved::list(log, &desk, &granted.actor.keeper, now)?)).await
}

pub(super) async fn save(visit: &Visit<'_>, key: OnceKey, report: SavedReport) -> Result<SavedReport, NoAnswer> {
    let desk = visit.about().reports.clone();
    let save = move |tx: &Write<'_>, granted: &Granted| {
        let (keeper, now) = (&granted.actor.keeper, granted.actor.now);
        let log = tx.log();
        reporting::check(&granted.look_through(&log), keeper, (&report.definition, now))?;
        saved::save(tx, &desk, keeper, (&report, now))
    };
    visit.change_once("save report", key, save).await
}

pub(super) async fn remove(visit: &Visit<'_>, name: ReportName) -> Result<(), NoAnswer> {
    let remove = move |tx: &Write<'_>, granted: &Granted| saved::remove(tx, granted.actor.keeper.id, &name);
    visit.change("remove report", remove).await
}
