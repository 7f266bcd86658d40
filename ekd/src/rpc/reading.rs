//! Readings: latest, series, listings, gaps, quarantine.

use common::api::{Filter, Gap, GapsQuery, ReadingsQuery};
use common::fault::Cause;
use common::id::PointId;
use common::page::{Page, Paged};
use common::reading::{NewestValues, Quarantined, Reading};
use common::series::{Series, SeriesQuery};

use super::access::Visit;
use super::answer::{NoAnswer, after, limit};
use super::point;
use super::site::full;
use crate::query;
use crate::query::listing;
use crate::store;
use crate::store::log::Logbook;

/// Newest values of one answer, where the caller does not want fewer: 2.6 MB.
const MOST_NEWEST: usize = 100_000;

pub(super) async fn latest(visit: &Visit<'_>, filter: Filter, page: Page) -> Result<NewestValues, NoAnswer> {
    let start = PointId(after(&page)?.unwrap_or(i64::MIN));
    let most = if page.limit == 0 { MOST_NEWEST } else { MOST_NEWEST.min(page.limit as usize) };
    let read = move |log: &Logbook<'_>, _: &_| {
        let items = store::latest::list(log, &filter, start, most)?;
        let next = items.last().filter(|_| items.len() >= most).map(|last| last.point.to_string());
        Ok(NewestValues::pack(&items, next))
    };
    visit.look(read).await
}

pub(super) async fn series(visit: &Visit<'_>, query: SeriesQuery) -> Result<Series, NoAnswer> {
    let (zone, now) = (visit.about().zone.clone(), visit.now());
    visit
        .look(move |conn, _| {
            let point = point::by_id(conn, query.point)?;
            query::series::series(conn, &point, &query, &zone, now)?.map_err(NoAnswer::from)
        })
        .await
}

pub(super) async fn list(visit: &Visit<'_>, query: ReadingsQuery, page: Page) -> Result<Paged<Reading>, NoAnswer> {
    let limit = limit(&page) as usize;
    let start = page.after.as_deref().map(listing::Place::parse).transpose().map_err(|_| Cause::BadPage)?;
    let (items, next) = visit.look(move |log, _| Ok(listing::page(log, &query, start, limit)?)).await?;
    Ok(Paged { items, next: next.map(|place| place.to_string()) })
}

pub(super) async fn gaps(visit: &Visit<'_>, query: GapsQuery, page: Page) -> Result<Paged<Gap>, NoAnswer> {
    let skip: usize = after(&page)?.unwrap_or(0);
    let most = limit(&page) as usize;
    let now = visit.now();
    let gaps = visit
        .look(move |conn, _| {
            let point = point::by_id(conn, query.point)?;
            query::series::gaps_of(conn, &point, &query, now)?.map_err(NoAnswer::from)
        })
        .await?;
    let next = (gaps.len() > skip + most).then(|| (skip + most).to_string());
    Ok(Paged { items: gaps.into_iter().skip(skip).take(most).collect(), next })
}

pub(super) async fn quarantine(visit: &Visit<'_>, filter: Filter, page: Page) -> Result<Paged<Quarantined>, NoAnswer> {
    let limit = limit(&page).min(300);
    let before: Option<i64> = after(&page)?;
    let found = visit.look(move |log, _| Ok(store::quarantine::list(log, &filter, before, limit)?)).await?;
    let next = full(&found, limit).map(|(id, _)| id.to_string());
    Ok(Paged { items: found.into_iter().map(|(_, quarantined)| quarantined).collect(), next })
}
