//! The newest reading of each series: from memory.

use common::api::Filter;
use common::id::PointId;
use common::quantity::{Quantity, Value};
use common::reading::{Latest, Quality};
use jiff::Timestamp;
use rusqlite::params;

use super::StoreError;
use super::log::Logbook;
use super::log::standing::{Newest, Standing};
use super::row::anywhere;

/// Returns the newest readings of the points after `after` that match, by point and quantity: those of whole points,
/// until there are `limit` of them.
pub fn list(log: &Logbook<'_>, filter: &Filter, after: PointId, limit: usize) -> Result<Vec<Latest>, StoreError> {
    if log.scope().is_house() && *filter == Filter::default() {
        return Ok(of_all(log, after, limit));
    }
    let mut found = Vec::new();
    each_point(log, filter, after, |point| {
        found.extend(of_point(log, point));
        found.len() < limit
    })?;
    Ok(found)
}

/// Returns the newest reading of one quantity of up to `limit` points after `after` that match, by point.
pub fn of_quantity(
    log: &Logbook<'_>,
    (filter, quantity): (&Filter, Quantity),
    after: PointId,
    limit: usize,
) -> Result<Vec<(PointId, Newest)>, StoreError> {
    let mut found = Vec::new();
    each_point(log, filter, after, |point| {
        let newest = log.standing(point).and_then(|standing| standing.of(quantity).copied());
        found.extend(newest.map(|newest| (point, newest)));
        found.len() < limit
    })?;
    Ok(found)
}

/// Visits the points after `after` that match, by number, until a visit is the last.
fn each_point(
    log: &Logbook<'_>,
    filter: &Filter,
    after: PointId,
    mut visit: impl FnMut(PointId) -> bool,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT point.id FROM point JOIN site ON site.id = site_id
         WHERE point.id > ?1
           AND (?2 IS NULL OR point.folded LIKE ?2 ESCAPE '\\' OR site.folded LIKE ?2 ESCAPE '\\')
           AND (?3 IS NULL OR site_id = ?3) AND (?4 IS NULL OR point.id = ?4){}
         ORDER BY point.id",
        log.scope().sites("site_id", 5)
    );
    let mut query = log.prepare_cached(&sql)?;
    let (site, point) = (filter.site.map(|site| site.0), filter.point.map(|point| point.0));
    let (account, now) = log.scope().bound();
    let mut rows = query.query(params![after.0, anywhere(filter.text.as_deref()), site, point, account, now])?;
    while let Some(row) = rows.next()? {
        if !visit(PointId(row.get(0)?)) {
            break;
        }
    }
    Ok(())
}

fn of_all(log: &Logbook<'_>, after: PointId, limit: usize) -> Vec<Latest> {
    let standings = log.shared().standings();
    let mut points: Vec<_> = standings.iter().filter(|(point, _)| **point > after).collect();
    points.sort_unstable_by_key(|(point, _)| **point);
    let mut found = Vec::new();
    for (point, standing) in points {
        if found.len() >= limit {
            break;
        }
        found.extend(newest_of(*point, standing));
    }
    found
}

/// Returns the newest readings of one point, in the meter's order.
pub fn of_point(log: &Logbook<'_>, point: PointId) -> Vec<Latest> {
    log.standing(point).map(|standing| newest_of(point, &standing).collect()).unwrap_or_default()
}

fn newest_of(point: PointId, standing: &Standing) -> impl Iterator<Item = Latest> {
    standing.newest.iter().filter_map(move |newest| latest(point, newest))
}

fn latest(point: PointId, newest: &Newest) -> Option<Latest> {
    Some(Latest {
        point,
        quantity: newest.quantity,
        at: Timestamp::from_second(newest.at).ok()?,
        value: Value::new(newest.quantity, newest.value),
        quality: if newest.estimated { Quality::Estimated } else { Quality::Measured },
    })
}
