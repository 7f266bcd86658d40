//! The logbook and what people decide about it.

use common::api::{LogPages, LogQuery, OnceKey};
use common::archive::{
    ArchiveStat, HistoryQuery, ReadingVersion, Replacement, Resolution, Resolved, Total, TotalQuery, Verified,
};
use common::fault::Cause;
use common::id::{PointId, SourceName};
use common::page::{Page, Paged};

use super::access::Scope;
use super::answer::{NoAnswer, after, limit};
use super::{House, IMPORT, point};
use crate::ingest::Incoming;
use crate::ingest::decide::{self, Case};
use crate::query::verify::Place;
use crate::query::{history, pages, totals, verify};
use crate::store::StoreError;
use crate::store::log::Write;
use crate::store::{self};

pub(super) async fn log(house: &House, _: Scope, query: LogQuery, page: Page) -> Result<LogPages, NoAnswer> {
    let after: Option<i64> = after(&page)?;
    let forms = std::sync::Arc::clone(&house.reception.forms);
    let read = move |log: &store::log::Logbook<'_>| {
        point::by_id(log, query.point)?;
        Ok(pages::pages(log, &query, after, &forms.calendar)?)
    };
    house.reception.store.read(read).await
}

pub(super) async fn history(
    house: &House,
    _: Scope,
    query: HistoryQuery,
    page: Page,
) -> Result<Paged<ReadingVersion>, NoAnswer> {
    let skip: usize = after(&page)?.unwrap_or(0);
    let most = limit(&page).min(500) as usize;
    let read = move |log: &store::log::Logbook<'_>| {
        point::by_id(log, query.point)?;
        Ok::<_, NoAnswer>(history::history(log, &query, skip, most)?)
    };
    let items = house.reception.store.read(read).await?;
    let next = (items.len() == most).then(|| (skip + most).to_string());
    Ok(Paged { items, next })
}

pub(super) async fn totals(house: &House, _: Scope, query: TotalQuery) -> Result<Vec<Total>, NoAnswer> {
    let forms = std::sync::Arc::clone(&house.reception.forms);
    let read =
        move |log: &store::log::Logbook<'_>| totals::totals(log, &query, &forms.calendar.zone)?.map_err(NoAnswer::from);
    house.reception.store.read(read).await
}

pub(super) async fn stat(house: &House, _: Scope) -> Result<ArchiveStat, NoAnswer> {
    Ok(house.reception.store.read(store::log::page::stat).await?)
}

pub(super) async fn verify(house: &House, _: Scope, page: Page) -> Result<Verified, NoAnswer> {
    let place = page.after.as_deref().map_or(Ok(Place::START), Place::parse).map_err(|_| Cause::BadPage)?;
    let forms = std::sync::Arc::clone(&house.reception.forms);
    // What is committed between the look at the fresh lines and that at the database would seem to be missing.
    for _ in 0..20 {
        let forms = std::sync::Arc::clone(&forms);
        let read = move |log: &store::log::Logbook<'_>| -> Result<Option<Verified>, StoreError> {
            if store::document::newest(log)? > log.through() {
                return Ok(None);
            }
            verify::verify(log, place, &forms.calendar).map(Some)
        };
        if let Some(verified) = house.reception.store.read(read).await? {
            return Ok(verified);
        }
    }
    Err(Cause::Busy.into())
}

pub(super) async fn replace_meter(
    house: &House,
    _: Scope,
    key: OnceKey,
    replacement: Replacement,
) -> Result<Resolved, NoAnswer> {
    let name = format!("replacement {}", replacement.serial);
    let point = replacement.point;
    once(house, key, (point, name), move |case| decide::replace(case, &replacement)).await
}

pub(super) async fn resolve(
    house: &House,
    _: Scope,
    key: OnceKey,
    resolution: Resolution,
) -> Result<Resolved, NoAnswer> {
    let name = format!("decision {}", resolution.quantity.name());
    let point = resolution.point;
    once(house, key, (point, name), move |case| decide::resolve(case, &resolution)).await
}

/// Takes a decision once: the first result is kept with it.
async fn once(
    house: &House,
    key: OnceKey,
    (point, name): (PointId, String),
    work: impl FnOnce(&Case<'_>) -> Result<Result<Resolved, Cause>, StoreError> + Send + 'static,
) -> Result<Resolved, NoAnswer> {
    let point = house.reception.store.read(move |log| point::by_id(log, point)).await?;
    let forms = std::sync::Arc::clone(&house.reception.forms);
    let paper = Incoming {
        source: SourceName::parse(IMPORT).expect("the name is a code"),
        name: format!("{} {name}", point.code),
        size: 0,
        digest: String::new(),
        received_at: house.reception.clock.now(),
        position: None,
    };
    let write = move |tx: &Write<'_>| {
        if let Some(first) = store::document::remembered_result(tx, &key)? {
            return Ok(Ok(first));
        }
        let case = Case { tx, calendar: &forms.calendar, point: &point, paper: &paper };
        let decided = work(&case)?;
        if let Ok(resolved) = &decided {
            store::document::remember_result(tx, &key, paper.received_at, resolved)?;
        }
        Ok(decided)
    };
    Ok(house.reception.store.write("decide", write).await??)
}
