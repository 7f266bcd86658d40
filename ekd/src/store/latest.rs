//! The newest reading of each series.

use common::api::Filter;
use common::id::PointId;
use common::quantity::{Quantity, Value};
use common::reading::{Latest, Quality};
use rusqlite::{Connection, Row, Transaction, params};

use super::StoreError;
use super::reading::Kept;
use super::row::{anywhere, instant, quantity};

/// Where a page of the list ended.
pub type Key = (i64, u8);

/// Returns up to `limit` newest readings after `after`, by point and quantity.
pub fn list(conn: &Connection, filter: &Filter, after: Key, limit: u32) -> Result<Vec<Latest>, StoreError> {
    const SQL: &str = "SELECT point_id, quantity, at, value, estimated FROM latest
        JOIN point ON point.id = point_id JOIN site ON site.id = site_id
        WHERE (point_id, quantity) > (?1, ?2)
          AND (?3 IS NULL OR point.folded LIKE ?3 ESCAPE '\\' OR site.folded LIKE ?3 ESCAPE '\\')
          AND (?4 IS NULL OR site_id = ?4) AND (?5 IS NULL OR point_id = ?5)
        ORDER BY point_id, quantity LIMIT ?6";
    let mut query = conn.prepare_cached(SQL)?;
    let bound = params![
        after.0,
        after.1,
        anywhere(filter.text.as_deref()),
        filter.site.map(|site| site.0),
        filter.point.map(|point| point.0),
        limit
    ];
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

/// Returns the newest readings of one point, in the meter's order.
pub fn of_point(conn: &Connection, point: PointId) -> Result<Vec<Latest>, StoreError> {
    const SQL: &str = "SELECT point_id, quantity, at, value, estimated FROM latest WHERE point_id = ?1
        ORDER BY quantity";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([point.0], from_row)?.collect::<Result<_, _>>()?)
}

/// Records a reading as the newest of its series, unless a newer one is there.
pub fn offer(tx: &Transaction<'_>, point: PointId, quantity: Quantity, kept: Kept) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO latest (point_id, quantity, at, value, estimated) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (point_id, quantity) DO UPDATE SET at = excluded.at, value = excluded.value,
            estimated = excluded.estimated
        WHERE excluded.at >= at";
    let bound = params![point.0, quantity.code(), kept.at.as_second(), kept.value, kept.estimated];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<Latest, rusqlite::Error> {
    let quantity = quantity(row, 1)?;
    Ok(Latest {
        point: PointId(row.get(0)?),
        quantity,
        at: instant(row, 2)?,
        value: Value::new(quantity, row.get(3)?),
        quality: if row.get(4)? { Quality::Estimated } else { Quality::Measured },
    })
}
