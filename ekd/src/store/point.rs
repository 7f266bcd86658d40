//! Metering points.

use std::collections::HashMap;

use common::api::Filter;
use common::id::{CustomerNumber, PointCode, PointId, SiteCode, SiteId};
use common::point::MeteringPoint;
use common::quantity::{Power, Quantity};
use common::rule::RuleScope;
use common::text::fold;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::log::Logbook;
use super::row::{anywhere, code, duration_or_none};

const COLUMNS: &str = "point.id, point.code, point.site_id, point.name, point.cadence";

/// Returns up to `limit` points after the code `after`, by code.
pub fn list(
    log: &Logbook<'_>,
    filter: &Filter,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<MeteringPoint>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM point JOIN site ON site.id = point.site_id
         WHERE point.code > ?1
           AND (?2 IS NULL OR point.folded LIKE ?2 ESCAPE '\\' OR site.folded LIKE ?2 ESCAPE '\\')
           AND (?3 IS NULL OR point.site_id = ?3) AND (?4 IS NULL OR point.id = ?4){}
         ORDER BY point.code LIMIT ?5",
        log.scope().sites("point.site_id", 6)
    );
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    let bound = params![
        after.unwrap_or_default(),
        anywhere(filter.text.as_deref()),
        filter.site.map(|site| site.0),
        filter.point.map(|point| point.0),
        limit,
        account,
        now
    ];
    let points = query.query_map(bound, |row| from_row(log, row))?;
    Ok(points.collect::<Result<_, _>>()?)
}

/// Returns the points of one site, by code.
pub fn of_site(log: &Logbook<'_>, site: SiteId) -> Result<Vec<MeteringPoint>, StoreError> {
    let scoped = log.scope().sites("site_id", 2);
    let sql = format!("SELECT {COLUMNS} FROM point WHERE site_id = ?1{scoped} ORDER BY code");
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    Ok(query.query_map(params![site.0, account, now], |row| from_row(log, row))?.collect::<Result<_, _>>()?)
}

/// The few facts of a site's first point that tell how urgent the site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Urgency {
    pub site: SiteId,
    pub point: PointId,
    pub cadence: Option<SignedDuration>,
    pub last_at: Option<Timestamp>,
    /// The newest power.
    pub power: Option<Power>,
}

/// Returns the urgency of each site that has a point, or of `site` alone.
pub fn urgencies(log: &Logbook<'_>, site: Option<SiteId>) -> Result<Vec<Urgency>, StoreError> {
    let sql = format!(
        "SELECT site_id, id, cadence FROM point WHERE site_id BETWEEN ?1 AND ?2{} ORDER BY site_id, code",
        log.scope().sites("site_id", 3)
    );
    let (first, last) = site.map_or((i64::MIN, i64::MAX), |site| (site.0, site.0));
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    let urgencies = query.query_map(params![first, last, account, now], |row| {
        let point = PointId(row.get(1)?);
        let standing = log.standing(point);
        let power = standing.as_ref().and_then(|standing| standing.of(Quantity::Power));
        Ok(Urgency {
            site: SiteId(row.get(0)?),
            point,
            cadence: duration_or_none(row, 2)?,
            last_at: standing.as_ref().and_then(|standing| Timestamp::from_second(standing.last_at).ok()),
            power: power.map(|newest| Power::from_base(newest.value)),
        })
    })?;
    let mut urgencies = urgencies.collect::<Result<Vec<_>, _>>()?;
    urgencies.dedup_by_key(|urgency| urgency.site);
    Ok(urgencies)
}

/// What conditions must know of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub site: SiteId,
    pub contracted_power: Option<Power>,
    pub cadence: Option<SignedDuration>,
}

/// Points that are looked up one by one; for more, all are read.
const FEW: usize = 50;

/// Returns what conditions must know of these points, and perhaps of others.
pub fn grounds(conn: &Connection, points: &[PointId]) -> Result<HashMap<PointId, Ground>, StoreError> {
    const SQL: &str = "SELECT point.id, site_id, contracted_power, cadence FROM point JOIN site ON site.id = site_id";
    let ground = |row: &Row<'_>| {
        let contracted_power = row.get::<_, Option<i64>>(2)?.map(Power::from_base);
        let site = SiteId(row.get(1)?);
        Ok((PointId(row.get(0)?), Ground { site, contracted_power, cadence: duration_or_none(row, 3)? }))
    };
    if points.len() > FEW {
        return Ok(conn.prepare_cached(SQL)?.query_map([], ground)?.collect::<Result<_, _>>()?);
    }
    let mut query = conn.prepare_cached(&format!("{SQL} WHERE point.id = ?1"))?;
    let mut grounds = HashMap::new();
    for point in points {
        grounds.extend(query.query_row([point.0], ground).optional()?);
    }
    Ok(grounds)
}

/// A point with its codes, and whose its site is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub id: PointId,
    pub code: PointCode,
    pub site: SiteCode,
    pub customer: Option<CustomerNumber>,
}

const PLACED: &str = "SELECT point.id, point.code, site.code, customer.number
    FROM point JOIN site ON site.id = point.site_id
        LEFT JOIN ownership ON ownership.site_id = site.id AND ownership.from_at <= ?1
            AND (ownership.until_at IS NULL OR ownership.until_at > ?1)
        LEFT JOIN customer ON customer.id = ownership.customer_id
    WHERE ";

/// Returns where these points are at an instant, and perhaps where others are.
pub fn placed(conn: &Connection, points: &[PointId], at: Timestamp) -> Result<Vec<Placed>, StoreError> {
    if points.len() > FEW {
        return in_scope(conn, &RuleScope::Installation, at);
    }
    let mut query = conn.prepare_cached(&format!("{PLACED}point.id = ?2"))?;
    let mut placed = Vec::with_capacity(points.len());
    for point in points {
        placed.extend(query.query_row([at.as_second(), point.0], placed_from_row).optional()?);
    }
    Ok(placed)
}

/// Returns the points for which something with this scope counts at an instant.
pub fn in_scope(conn: &Connection, scope: &RuleScope, at: Timestamp) -> Result<Vec<Placed>, StoreError> {
    let (condition, code_of) = match scope {
        RuleScope::Installation => ("?2 IS NULL", None),
        RuleScope::Customer(number) => ("customer.number = ?2", Some(number.as_str())),
        RuleScope::Site(site) => ("site.code = ?2", Some(site.as_str())),
        RuleScope::Point(point) => ("point.code = ?2", Some(point.as_str())),
    };
    let mut query = conn.prepare_cached(&format!("{PLACED}{condition} ORDER BY point.id"))?;
    let placed = query.query_map(params![at.as_second(), code_of], placed_from_row)?;
    Ok(placed.collect::<Result<_, _>>()?)
}

fn placed_from_row(row: &Row<'_>) -> Result<Placed, rusqlite::Error> {
    let customer: Option<String> = row.get(3)?;
    Ok(Placed {
        id: PointId(row.get(0)?),
        code: code(row, 1)?,
        site: code(row, 2)?,
        customer: customer.map(|_| code(row, 3)).transpose()?,
    })
}

/// Returns the point with this code.
pub fn by_code(log: &Logbook<'_>, code: &str) -> Result<Option<MeteringPoint>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM point WHERE code = ?1{}", log.scope().sites("site_id", 2));
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.query_row(params![code, account, now], |row| from_row(log, row)).optional()?)
}

/// Returns the number of the point with this code.
pub fn id_of(conn: &Connection, code: &str) -> Result<Option<PointId>, StoreError> {
    const SQL: &str = "SELECT id FROM point WHERE code = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([code], |row| row.get(0).map(PointId)).optional()?)
}

/// Returns the numbers of all points that match, ascending.
pub fn ids(log: &Logbook<'_>, filter: &Filter) -> Result<Vec<PointId>, StoreError> {
    let scoped = log.scope().sites("site_id", 2);
    let sql = format!("SELECT id FROM point WHERE (?1 IS NULL OR site_id = ?1){scoped} ORDER BY id");
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    let ids = query.query_map(params![filter.site.map(|site| site.0), account, now], |row| row.get(0).map(PointId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Returns the numbers of all points, ascending.
pub fn all_ids(conn: &Connection) -> Result<Vec<PointId>, StoreError> {
    let mut query = conn.prepare_cached("SELECT id FROM point ORDER BY id")?;
    Ok(query.query_map([], |row| row.get(0).map(PointId))?.collect::<Result<_, _>>()?)
}

/// Returns all points, ascending, each with the code of its site.
pub fn with_sites(conn: &Connection) -> Result<Vec<(PointId, SiteCode)>, StoreError> {
    const SQL: &str = "SELECT point.id, site.code FROM point JOIN site ON site.id = point.site_id ORDER BY point.id";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([], |row| Ok((PointId(row.get(0)?), code(row, 1)?)))?.collect::<Result<_, _>>()?)
}

/// Returns the point with this id.
pub fn by_id(log: &Logbook<'_>, id: PointId) -> Result<Option<MeteringPoint>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM point WHERE id = ?1{}", log.scope().sites("site_id", 2));
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.query_row(params![id.0, account, now], |row| from_row(log, row)).optional()?)
}

/// Returns the point in which a meter with this serial number sits now, or last sat as far as may be seen.
pub fn of_meter(log: &Logbook<'_>, serial: &str) -> Result<Option<MeteringPoint>, StoreError> {
    let sql = format!(
        "SELECT point.id FROM point JOIN installation ON installation.point_id = point.id
         JOIN meter ON meter.id = installation.meter_id
         WHERE meter.serial = ?1{} ORDER BY installation.from_at DESC",
        log.scope().sites("point.site_id", 2)
    );
    let (account, now) = log.scope().bound();
    let mut query = log.prepare_cached(&sql)?;
    let mut rows = query.query(params![serial, account, now])?;
    while let Some(row) = rows.next()? {
        let point = PointId(row.get(0)?);
        // At a site that was sold it may sit since then, or have sat until then.
        if super::meter::seen_at_point(log, point)?.iter().any(|(_, seen)| seen.as_str() == serial) {
            return by_id(log, point);
        }
    }
    Ok(None)
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

fn from_row(log: &Logbook<'_>, row: &Row<'_>) -> Result<MeteringPoint, rusqlite::Error> {
    let id = PointId(row.get(0)?);
    let standing = log.standing(id);
    let instant = |second: i64| Timestamp::from_second(second).ok();
    Ok(MeteringPoint {
        id,
        code: code(row, 1)?,
        site: SiteId(row.get(2)?),
        name: row.get(3)?,
        cadence: duration_or_none(row, 4)?,
        source: standing.as_ref().map(|standing| standing.source.clone()),
        first_at: standing.as_ref().and_then(|standing| instant(standing.first_at)),
        last_at: standing.as_ref().and_then(|standing| instant(standing.last_at)),
        quantities: log.quantities(id),
    })
}
