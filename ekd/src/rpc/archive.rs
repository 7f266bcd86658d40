//! The logbook and what people decide about it.

use common::api::{LogPages, LogQuery, OnceKey};
use common::archive::{
    ArchiveStat, HistoryQuery, ReadingVersion, Replacement, Resolution, Resolved, Total, TotalQuery, Verified,
};
use common::fault::Cause;
use common::id::{PointId, SourceName};
use common::page::{Page, Paged};

use super::access::Visit;
use super::answer::{NoAnswer, after, limit};
use super::{IMPORT, point};
use crate::accounts::text_or_none;
use crate::ingest::Incoming;
use crate::ingest::decide::{self, Case};
use crate::query::verify::Place;
use crate::query::{history, pages, totals, verify};
use crate::store;
use crate::store::log::{Logbook, Write};
use crate::turned::Turned;

pub(super) async fn log(visit: &Visit<'_>, query: LogQuery, page: Page) -> Result<LogPages, NoAnswer> {
    let after: Option<i64> = after(&page)?;
    let calendar = visit.calendar();
    let read = move |log: &Logbook<'_>, _: &_| {
        point::by_id(log, query.point)?;
        Ok(pages::pages(log, &query, after, &calendar)?)
    };
    visit.look(read).await
}

pub(super) async fn history(
    visit: &Visit<'_>,
    query: HistoryQuery,
    page: Page,
) -> Result<Paged<ReadingVersion>, NoAnswer> {
    let skip: usize = after(&page)?.unwrap_or(0);
    let most = limit(&page).min(500) as usize;
    let read = move |log: &Logbook<'_>, _: &_| {
        point::by_id(log, query.point)?;
        Ok(history::history(log, &query, skip, most)?)
    };
    let items = visit.look(read).await?;
    let next = (items.len() == most).then(|| (skip + most).to_string());
    Ok(Paged { items, next })
}

pub(super) async fn totals(visit: &Visit<'_>, query: TotalQuery) -> Result<Vec<Total>, NoAnswer> {
    let calendar = visit.calendar();
    visit.look(move |log, _| totals::totals(log, &query, &calendar.zone)?.map_err(NoAnswer::from)).await
}

pub(super) async fn stat(visit: &Visit<'_>) -> Result<ArchiveStat, NoAnswer> {
    visit.look(|log, _| Ok(store::log::page::stat(log)?)).await
}

pub(super) async fn verify(visit: &Visit<'_>, page: Page) -> Result<Verified, NoAnswer> {
    let place = page.after.as_deref().map_or(Ok(Place::START), Place::parse).map_err(|_| Cause::BadPage)?;
    let calendar = visit.calendar();
    // What is committed between the look at the fresh lines and that at the database would seem to be missing.
    for _ in 0..20 {
        let calendar = calendar.clone();
        let read = move |log: &Logbook<'_>, _: &_| {
            if store::document::newest(log)? > log.through() {
                return Ok(None);
            }
            Ok(verify::verify(log, place, &calendar).map(Some)?)
        };
        if let Some(verified) = visit.look(read).await? {
            return Ok(verified);
        }
    }
    Err(Cause::Busy.into())
}

pub(super) async fn replace_meter(
    visit: &Visit<'_>,
    key: OnceKey,
    mut replacement: Replacement,
) -> Result<Resolved, NoAnswer> {
    replacement.model = text_or_none("model", &replacement.model)?;
    let name = format!("replacement {}", replacement.serial);
    let point = replacement.point;
    once(visit, key, (point, name), move |case| decide::replace(case, &replacement)).await
}

pub(super) async fn resolve(visit: &Visit<'_>, key: OnceKey, resolution: Resolution) -> Result<Resolved, NoAnswer> {
    let name = format!("decision {}", resolution.quantity.name());
    let point = resolution.point;
    once(visit, key, (point, name), move |case| decide::resolve(case, &resolution)).await
}

/// Takes a decision once: the first result is kept with it.
async fn once(
    visit: &Visit<'_>,
    key: OnceKey,
    (point, name): (PointId, String),
    work: impl FnOnce(&Case<'_>) -> Result<Resolved, Turned> + Send + 'static,
) -> Result<Resolved, NoAnswer> {
    let point = visit.look(move |log, _| point::by_id(log, point)).await?;
    let calendar = visit.calendar();
    let paper = Incoming {
        source: SourceName::parse(IMPORT).expect("the name is a code"),
        name: format!("{} {name}", point.code),
        size: 0,
        digest: String::new(),
        received_at: visit.now(),
        position: None,
    };
    let decide = move |tx: &Write<'_>, _: &_| work(&Case { tx, calendar: &calendar, point: &point, paper: &paper });
    visit.change_once("decide", key, decide).await
}
