//! Metering points and meters.

use std::sync::Arc;

use common::api::{Filter, OnceKey};
use common::fault::Cause;
use common::id::PointId;
use common::info_code::InfoReading;
use common::meter::{Meter, Verification};
use common::page::{Page, Paged};
use common::point::MeteringPoint;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, after, limit};
use super::site::{SUGGESTED, full, similar};
use crate::ingest::verification;
use crate::query;
use crate::store;
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};

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

/// Info codes of one answer: as many with every bit set are 1 MB.
const MOST_CODES: u32 = 50;

pub(super) async fn info_codes(visit: &Visit<'_>, filter: Filter, page: Page) -> Result<Paged<InfoReading>, NoAnswer> {
    let start = PointId(after(&page)?.unwrap_or(i64::MIN));
    let limit = limit(&page).min(MOST_CODES);
    let tables = Arc::clone(&visit.about().info_codes);
    let read = move |log: &Logbook<'_>, _: &_| {
        Ok(query::info_codes::info_codes(log, (&filter, &tables), start, limit as usize)?)
    };
    let items = visit.look(read).await?;
    let next = full(&items, limit).map(|last| last.point.to_string());
    Ok(Paged { items, next })
}

pub(super) async fn set_verification(
    visit: &Visit<'_>,
    key: OnceKey,
    verification: Verification,
) -> Result<Meter, NoAnswer> {
    let today = visit.now().to_zoned(visit.about().zone.clone()).date();
    let verify = move |tx: &Write<'_>, granted: &Granted| {
        let meter = verification::set(tx, &verification, today)?;
        let detail = format!("{} on {}", verification.serial, verification.on);
        store::audit::append(tx, &Deed { detail, ..granted.actor.deed("meter.verify") })?;
        Ok(meter)
    };
    visit.change_once("verify meter", key, verify).await
}
