//! Charts and reports on paper: an account's own.

use common::api::{MAX_UPLOAD_PART, OnceKey};
use common::fault::Cause;
use common::id::{ReportId, ReportName};
use common::page::{Page, Paged};
use common::report::drawing::{Drawing, DrawingForm, DrawingQuery};
use common::report::{
    Definition, MadeFilter, MadeReport, NewReport, ReportCheck, ReportFileQuery, ReportPart, SavedReport,
};
use common::sheet::chart::Chart;
use common::sheet::{Block, Sheet};
use serde_bytes::ByteBuf;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, after, limit};
use super::site::full;
use crate::paper;
use crate::query::drawing;
use crate::report::naming;
use crate::reporting::making::{self, Drawn, Viewer};
use crate::reporting::{self, saved};
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::report::made;
use crate::store::{self, StoreError, once};

pub(super) async fn draw(visit: &Visit<'_>, query: DrawingQuery) -> Result<Drawing, NoAnswer> {
    let (zone, now) = (visit.about().zone.clone(), visit.now());
    let draw = move |log: &Logbook<'_>, _: &Granted| {
        let surroundings = drawing::Surroundings { language: query.language, zone: &zone, now };
        let sheet = drawing::sheet(log, &query.of, surroundings)??;
        let bytes = match query.form {
            DrawingForm::Pdf => paper::pdf(&sheet),
            DrawingForm::Svg => paper::svg(chart(&sheet)?, query.language),
        };
        Ok(Drawing { name: drawing_name(&sheet, query.form), bytes: ByteBuf::from(bytes) })
    };
    visit.look(draw).await
}

/// Returns the chart that the sheet of a drawing has.
fn chart(sheet: &Sheet) -> Result<&Chart, Cause> {
    let charts = sheet.blocks.iter().filter_map(|block| match block {
        Block::Chart(chart) => Some(chart),
        Block::Heading(_)
        | Block::Text(_)
        | Block::Figures(_)
        | Block::Table(_)
        | Block::Code(_)
        | Block::PageBreak => None,
    });
    charts.into_iter().next().ok_or(Cause::Internal)
}

fn drawing_name(sheet: &Sheet, form: DrawingForm) -> String {
    let ending = match form {
        DrawingForm::Pdf => "pdf",
        DrawingForm::Svg => "svg",
    };
    let stem = naming::plain(&sheet.title);
    format!("{}.{ending}", if stem.is_empty() { "chart" } else { &stem })
}

pub(super) async fn preview(visit: &Visit<'_>, report: NewReport) -> Result<Sheet, NoAnswer> {
    let drawn = draw_up(visit, report).await?;
    Ok(making::preview(drawn.sheet))
}

pub(super) async fn make(visit: &Visit<'_>, key: OnceKey, report: NewReport) -> Result<MadeReport, NoAnswer> {
    let made_before = key.clone();
    let first = move |log: &Logbook<'_>, granted: &Granted| Ok(once::first(log, &granted.once(&made_before))?);
    if let Some(first) = visit.look(first).await? {
        return Ok(first);
    }
    let drawn = draw_up(visit, report).await?;
    let keep = move |tx: &Write<'_>, granted: &Granted| Ok(making::keep(tx, granted.actor.keeper.id, &drawn)?);
    visit.change_once("make report", key, keep).await
}

/// Makes a report with the caller's eyes, as one of few at a time.
async fn draw_up(visit: &Visit<'_>, report: NewReport) -> Result<Drawn, NoAnswer> {
    let desk = visit.about().reports.clone();
    let _permit = visit.about().reports.making.acquire().await.map_err(|_| Cause::Stopping)?;
    let draw_up = move |log: &Logbook<'_>, granted: &Granted| {
        let drawn = making::draw_up(log, &desk, viewer(granted), &report)?;
        Ok((drawn, looked_at(log, granted, &report.definition)?))
    };
    visit.look_at_length(draw_up).await
}

const fn viewer(granted: &Granted) -> Viewer<'_> {
    Viewer { keeper: &granted.actor.keeper, eyes: &granted.eyes, now: granted.actor.now }
}

/// Returns lines for the audit log about the customers whom a report names to staff.
fn looked_at(log: &Logbook<'_>, granted: &Granted, definition: &Definition) -> Result<Vec<Deed>, StoreError> {
    if !granted.actor.keeper.role.sees_customers() {
        return Ok(Vec::new());
    }
    let named = match &definition.customer {
        Some(number) => store::customer::by_number(log, number.as_str())?.map(|customer| customer.id),
        None => None,
    };
    let of_ticket = match definition.ticket {
        Some(number) => store::ticket::by_number(log, number)?.and_then(|ticket| ticket.customer),
        None => None,
    };
    let deed = |customer| Deed {
        customer: Some(customer),
        detail: definition.template.name().to_owned(),
        ..granted.actor.deed("customer.report")
    };
    Ok(named.into_iter().chain(of_ticket).map(deed).collect())
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

pub(super) async fn check(visit: &Visit<'_>, id: ReportId) -> Result<ReportCheck, NoAnswer> {
    let desk = visit.about().reports.clone();
    let _permit = visit.about().reports.making.acquire().await.map_err(|_| Cause::Stopping)?;
    let check = move |log: &Logbook<'_>, granted: &Granted| {
        let checked = making::check_again(log, &desk, viewer(granted), id)?;
        let made = made::find(log, granted.actor.keeper.id, id)?;
        let deeds = made.map(|made| looked_at(log, granted, &made.definition)).transpose()?;
        Ok((checked, deeds.unwrap_or_default()))
    };
    visit.look_at_length(check).await
}

pub(super) async fn file(visit: &Visit<'_>, query: ReportFileQuery) -> Result<ReportPart, NoAnswer> {
    let zone = visit.about().zone.clone();
    let read = move |log: &Logbook<'_>, granted: &Granted| {
        let ReportFileQuery { id, form, dialect, offset } = query;
        let made = made::find(log, granted.actor.keeper.id, id)?.ok_or_else(|| making::no_such(id))?;
        let sheet = made::sheet(log, id)?.ok_or_else(|| making::no_such(id))?;
        // The same sheet gives the same bytes, so that pieces fit together.
        let bytes = paper::written(&sheet, (form, dialect));
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let until = from.saturating_add(MAX_UPLOAD_PART).min(bytes.len());
        let part = ByteBuf::from(bytes.get(from..until).unwrap_or_default());
        let part = ReportPart { name: naming::file_name(&made, &zone, form), bytes: part, size: bytes.len() as u64 };
        Ok((part, looked_at(log, granted, &made.definition)?))
    };
    visit.look_at_length(read).await
}

pub(super) async fn drop_made(visit: &Visit<'_>, id: ReportId) -> Result<(), NoAnswer> {
    let drop = move |tx: &Write<'_>, granted: &Granted| {
        let was_there = made::remove(tx, granted.actor.keeper.id, id)?;
        if was_there { Ok(()) } else { Err(making::no_such(id).into()) }
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
        reporting::check(&granted.look_through(&log), keeper, &report.definition)?;
        saved::save(tx, &desk, keeper, (&report, now))
    };
    visit.change_once("save report", key, save).await
}

pub(super) async fn remove(visit: &Visit<'_>, name: ReportName) -> Result<(), NoAnswer> {
    let remove = move |tx: &Write<'_>, granted: &Granted| saved::remove(tx, granted.actor.keeper.id, &name);
    visit.change("remove report", remove).await
}
