//! Metering points.

use common::api::Filter;
use common::id::{PointCode, PointId, SiteId, SourceName};
use common::point::MeteringPoint;
use common::quantity::{Power, Quantity};
use common::text::fold;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{anywhere, code, duration_or_none, instant_or_none};

/// The second list has the quantities that have ever been read, in the meter's order.
const COLUMNS: &str = "point.id, point.code, point.site_id, point.name, point.cadence, point.source, point.first_at,
    point.last_at, (SELECT group_concat(quantity) FROM
        (SELECT quantity FROM latest WHERE latest.point_id = point.id ORDER BY quantity))";

/// Returns up to `limit` points after the code `after`, by code.
pub fn list(
    conn: &Connection,
    filter: &Filter,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<MeteringPoint>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM point JOIN site ON site.id = point.site_id
         WHERE point.code > ?1
           AND (?2 IS NULL OR point.folded LIKE ?2 ESCAPE '\\' OR site.folded LIKE ?2 ESCAPE '\\')
           AND (?3 IS NULL OR point.site_id = ?3) AND (?4 IS NULL OR point.id = ?4)
         ORDER BY point.code LIMIT ?5"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let bound = params![
        after.unwrap_or_default(),
        anywhere(filter.text.as_deref()),
        filter.site.map(|site| site.0),
        filter.point.map(|point| point.0),
        limit
    ];
    let points = query.query_map(bound, from_row)?;
    Ok(points.collect::<Result<_, _>>()?)
}

/// Returns the points of one site, by code.
pub fn of_site(conn: &Connection, site: SiteId) -> Result<Vec<MeteringPoint>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM point WHERE site_id = ?1 ORDER BY code");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([site.0], from_row)?.collect::<Result<_, _>>()?)
}

/// The few facts of a site's first point that tell how urgent the site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub site: SiteId,
    pub point: PointId,
    pub cadence: Option<SignedDuration>,
    pub last_at: Option<Timestamp>,
    /// The newest power.
    pub power: Option<Power>,
}

/// Returns the standing of each site that has a point, or of `site` alone.
pub fn standings(conn: &Connection, site: Option<SiteId>) -> Result<Vec<Standing>, StoreError> {
    const SQL: &str = "SELECT site_id, id, cadence, last_at,
            (SELECT value FROM latest WHERE point_id = point.id AND quantity = ?3)
        FROM point WHERE site_id BETWEEN ?1 AND ?2 ORDER BY site_id, code";
    let (first, last) = site.map_or((i64::MIN, i64::MAX), |site| (site.0, site.0));
    let mut query = conn.prepare_cached(SQL)?;
    let standings = query.query_map(params![first, last, Quantity::Power.code()], |row| {
        Ok(Standing {
            site: SiteId(row.get(0)?),
            point: PointId(row.get(1)?),
            cadence: duration_or_none(row, 2)?,
            last_at: instant_or_none(row, 3)?,
            power: row.get::<_, Option<i64>>(4)?.map(Power::from_base),
        })
    })?;
    let mut standings = standings.collect::<Result<Vec<_>, _>>()?;
    standings.dedup_by_key(|standing| standing.site);
    Ok(standings)
}

/// Returns the point with this code.
pub fn by_code(conn: &Connection, code: &str) -> Result<Option<MeteringPoint>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM point WHERE code = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([code], from_row).optional()?)
}

/// Returns the number of the point with this code.
pub fn id_of(conn: &Connection, code: &str) -> Result<Option<PointId>, StoreError> {
    const SQL: &str = "SELECT id FROM point WHERE code = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([code], |row| row.get(0).map(PointId)).optional()?)
}

/// Returns the numbers of all points that match, ascending.
pub fn ids(conn: &Connection, filter: &Filter) -> Result<Vec<PointId>, StoreError> {
    const SQL: &str = "SELECT id FROM point WHERE (?1 IS NULL OR site_id = ?1) ORDER BY id";
    let mut query = conn.prepare_cached(SQL)?;
    let ids = query.query_map([filter.site.map(|site| site.0)], |row| row.get(0).map(PointId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Returns the point with this id.
pub fn by_id(conn: &Connection, id: PointId) -> Result<Option<MeteringPoint>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM point WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// Returns the point in which a meter with this serial number sits now.
pub fn of_meter(conn: &Connection, serial: &str) -> Result<Option<MeteringPoint>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM point JOIN installation ON installation.point_id = point.id
         JOIN meter ON meter.id = installation.meter_id
         WHERE meter.serial = ?1 ORDER BY installation.from_at DESC LIMIT 1"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([serial], from_row).optional()?)
}

/// Writes what is known of a point; what is not told leaves what is there.
pub fn upsert(
    tx: &Transaction<'_>,
    code: &PointCode,
    site: SiteId,
    name: &str,
    cadence: Option<SignedDuration>,
) -> Result<PointId, StoreError> {
    const SQL: &str = "INSERT INTO point (code, site_id, name, folded, cadence) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (code) DO UPDATE SET site_id = excluded.site_id, name = excluded.name, folded = excluded.folded,
            cadence = coalesce(excluded.cadence, cadence)
        RETURNING id";
    let folded = fold(&format!("{code} {name}"));
    let bound = params![code.as_str(), site.0, name, folded, cadence.map(|cadence| cadence.as_secs())];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(PointId))?)
}

/// Records that `source` delivered readings of the point from `first_at` to `last_at`.
pub fn touch(
    tx: &Transaction<'_>,
    point: PointId,
    source: &SourceName,
    first_at: Timestamp,
    last_at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE point SET source = ?2, first_at = min(coalesce(first_at, ?3), ?3),
            last_at = max(coalesce(last_at, ?4), ?4) WHERE id = ?1";
    let bound = params![point.0, source.as_str(), first_at.as_second(), last_at.as_second()];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<MeteringPoint, rusqlite::Error> {
    let quantities: Option<String> = row.get(8)?;
    let source: Option<String> = row.get(5)?;
    Ok(MeteringPoint {
        id: PointId(row.get(0)?),
        code: code(row, 1)?,
        site: SiteId(row.get(2)?),
        name: row.get(3)?,
        cadence: duration_or_none(row, 4)?,
        source: source.and_then(|name| SourceName::parse(&name).ok()),
        first_at: instant_or_none(row, 6)?,
        last_at: instant_or_none(row, 7)?,
        quantities: quantities
            .unwrap_or_default()
            .split(',')
            .filter_map(|code| Quantity::from_code(code.parse().ok()?))
            .collect(),
    })
}
