//! Metering points and meters.

use common::api::Filter;
use common::fault::Cause;
use common::id::PointId;
use common::meter::Meter;
use common::page::{Page, Paged};
use common::point::MeteringPoint;

use super::access::Visit;
use super::answer::{NoAnswer, limit};
use super::site::{SUGGESTED, full, similar};
use crate::store;
use crate::store::log::Logbook;

pub(super) async fn find(visit: &Visit<'_>, text: String) -> Result<MeteringPoint, NoAnswer> {
    visit
        .look(move |conn, _| {
            if let Some(point) = store::point::by_code(conn, &text)? {
                return Ok(point);
            }
            if let Some(point) = store::point::of_meter(conn, &text)? {
                return Ok(point);
            }
            let site = store::site::by_code(conn, &text)?;
            let filter = match &site {
                Some(site) => Filter { site: Some(site.id), ..Filter::default() },
                None => Filter { text: Some(text.clone()), ..Filter::default() },
            };
            let mut found = store::point::list(conn, &filter, None, 10)?;
            match found.len() {
                1 => Ok(found.remove(0)),
                0 => Err(Cause::NoSuchPoint { similar: similar(conn, &text)?, text }.into()),
                _ => {
                    let similar = found.iter().take(SUGGESTED).map(|point| point.code.to_string()).collect();
                    // A site with several points is named rightly, but not far enough; a part of a name is no name.
                    let cause = match site {
                        Some(_) => Cause::Several { text, similar },
                        None => Cause::NoSuchPoint { text, similar },
                    };
                    Err(cause.into())
                }
            }
        })
        .await
}

/// Returns the point with this id; clients have it from a list.
pub(super) fn by_id(conn: &Logbook<'_>, id: PointId) -> Result<MeteringPoint, NoAnswer> {
    let point = store::point::by_id(conn, id)?;
    point.ok_or_else(|| Cause::NoSuchPoint { text: format!("#{id}"), similar: Vec::new() }.into())
}

pub(super) async fn list(visit: &Visit<'_>, filter: Filter, page: Page) -> Result<Paged<MeteringPoint>, NoAnswer> {
    let limit = limit(&page);
    let items = visit.look(move |log, _| Ok(store::point::list(log, &filter, page.after.as_deref(), limit)?)).await?;
    let next = full(&items, limit).map(|point| point.code.to_string());
    Ok(Paged { items, next })
}

pub(super) async fn meters(visit: &Visit<'_>, filter: Filter, page: Page) -> Result<Paged<Meter>, NoAnswer> {
    let limit = limit(&page).min(500);
    let items = visit.look(move |log, _| Ok(store::meter::list(log, &filter, page.after.as_deref(), limit)?)).await?;
    let next = full(&items, limit).map(|meter| meter.serial.to_string());
    Ok(Paged { items, next })
}
