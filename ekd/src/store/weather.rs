//! Heating curves and the network table with their dates, and whose outdoor readings count.

use common::id::{AccountId, PointId, SiteCode, SiteId};
use common::quantity::{Quantity, Temperature};
use common::time::Period;
use common::weather::{Curve, CurveOf, DatedCurve, Measured, NewCurve};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::log::Logbook;
use super::row::{code, foreign, instant, instant_or_none};
use super::scope::Scope;

/// Who sets something, and when; `None` is the daemon itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    pub by: Option<AccountId>,
    pub at: Timestamp,
}

/// A station as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptStation {
    /// `None`: the whole installation's.
    pub site: Option<SiteId>,
    pub point: PointId,
    pub set_at: Timestamp,
    /// The log-in name of who set it; `None` for the daemon itself and for accounts that were erased.
    pub set_by: Option<String>,
}

/// A place in the history of curves: what comes after it is older.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub valid_from: i64,
    pub id: i64,
}

/// Returns the network table in force at an instant.
pub fn network_table_at(conn: &Connection, at: Timestamp) -> Result<Option<Curve>, StoreError> {
    curve_at(conn, None, at)
}

/// Returns the heating curve of a site in force at an instant.
pub fn site_curve_at(conn: &Connection, site: SiteId, at: Timestamp) -> Result<Option<Curve>, StoreError> {
    curve_at(conn, Some(site), at)
}

fn curve_at(conn: &Connection, site: Option<SiteId>, at: Timestamp) -> Result<Option<Curve>, StoreError> {
    const SQL: &str = "SELECT points FROM weather_curve WHERE site_id IS ?1 AND valid_from <= ?2
        ORDER BY valid_from DESC, id DESC LIMIT 1";
    let bound = params![site.map(|site| site.0), at.as_second()];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| curve(row, 0)).optional()?)
}

/// Returns the sites that have, or will have, a heating curve.
pub fn sites_with_curve(conn: &Connection) -> Result<Vec<SiteId>, StoreError> {
    const SQL: &str = "SELECT DISTINCT site_id FROM weather_curve WHERE site_id IS NOT NULL";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([], |row| row.get(0).map(SiteId))?.collect::<Result<_, _>>()?)
}

/// Returns all stations: the installation's first, then those of sites.
pub fn stations(conn: &Connection) -> Result<Vec<KeptStation>, StoreError> {
    let mut query = conn.prepare_cached(&format!("{STATION} ORDER BY site_id"))?;
    Ok(query.query_map([], station_from_row)?.collect::<Result<_, _>>()?)
}

/// Returns the station of the installation, or of a site.
pub fn station_of(conn: &Connection, site: Option<SiteId>) -> Result<Option<KeptStation>, StoreError> {
    let sql = format!("{STATION} WHERE coalesce(site_id, 0) = ?1");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_row([site.map_or(0, |site| site.0)], station_from_row).optional()?)
}

/// Tells whether the station of a site was set in a time of it that may be seen.
pub fn may_see_station(log: &Logbook<'_>, site: SiteId) -> Result<bool, StoreError> {
    let scoped = log.scope().stretches("weather_station.site_id", ("set_at", "NULL"), 2);
    let sql = format!("SELECT 1 FROM weather_station WHERE site_id = ?1{scoped}");
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.exists(params![site.0, account, now])?)
}

/// Returns the newest outdoor temperature of a point, also to those who may not see the point: the air outside is
/// nobody's.
pub fn measured(log: &Logbook<'_>, point: PointId) -> Option<Measured> {
    let standing = log.shared().standing(point)?;
    let newest = standing.of(Quantity::Outdoor)?;
    let at = Timestamp::from_second(newest.at).ok()?;
    Some(Measured { value: Temperature::from_base(newest.value), at })
}

/// Returns what a station measured in a period, also to those who may not see the point: the air outside is nobody's.
pub fn measurements(
    log: &Logbook<'_>,
    station: &KeptStation,
    period: Period,
) -> Result<Vec<(Timestamp, i64)>, StoreError> {
    super::reading::values(&log.seen_by(Scope::house()), station.point, Quantity::Outdoor, period)
}

/// Returns up to `limit` curves of the network or of a site after `after`, the newest first.
pub fn history(
    log: &Logbook<'_>,
    site: Option<SiteId>,
    after: Option<Place>,
    limit: u32,
) -> Result<Vec<(DatedCurve, Place)>, StoreError> {
    let sql = format!(
        "{} AND (?4 IS NULL OR (valid_from, curve_id) < (?4, ?5)) ORDER BY valid_from DESC, curve_id DESC LIMIT ?6",
        dated(log)
    );
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    let (from, id) = after.map_or((None, None), |place| (Some(place.valid_from), Some(place.id)));
    let bound = params![site.map(|site| site.0), account, now, from, id, limit];
    Ok(query.query_map(bound, |row| dated_from_row(log, row))?.collect::<Result<_, _>>()?)
}

/// Returns the curve of the network or of a site in force at an instant, with its dates, as far as it may be seen.
pub fn dated_at(log: &Logbook<'_>, site: Option<SiteId>, at: Timestamp) -> Result<Option<DatedCurve>, StoreError> {
    let sql = format!("{} AND valid_from <= ?4 AND (next_from IS NULL OR next_from > ?4)", dated(log));
    let (account, now) = log.scope().bound();
    let bound = params![site.map(|site| site.0), account, now, at.as_second()];
    let found = log.prepare_cached(&sql)?.query_row(bound, |row| dated_from_row(log, row)).optional()?;
    Ok(found.map(|(curve, _)| curve))
}

/// Returns the curves of what the first parameter names, each with the instant at which the next one counts; the second
/// and third are those of the scope. The network's are everybody's.
fn dated(log: &Logbook<'_>) -> String {
    let scoped = log.scope().stretches("whole.site_id", ("whole.valid_from", "whole.next_from"), 2);
    format!(
        "SELECT curve_id, site.code, valid_from, next_from, points, comment, set_at,
            CASE WHEN account.standing <> 'erased' THEN account.login END
         FROM (SELECT id AS curve_id, site_id, valid_from, points, comment, set_at, set_by,
                 lead(valid_from) OVER (ORDER BY valid_from, id) AS next_from
               FROM weather_curve WHERE site_id IS ?1) AS whole
             LEFT JOIN site ON site.id = whole.site_id LEFT JOIN account ON account.id = set_by
         WHERE (whole.site_id IS NULL OR (1{scoped}))"
    )
}

/// Returns the sites after the code `after` that have a curve or a station of their own.
pub fn sites(log: &Logbook<'_>, after: Option<&str>, limit: u32) -> Result<Vec<(SiteId, SiteCode)>, StoreError> {
    let sql = format!(
        "SELECT site.id, site.code FROM site
         WHERE code > ?1 AND (id IN (SELECT site_id FROM weather_curve) OR id IN (SELECT site_id FROM weather_station)){}
         ORDER BY code LIMIT ?2",
        log.scope().sites("site.id", 3)
    );
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    let bound = params![after.unwrap_or_default(), limit, account, now];
    let sites = query.query_map(bound, |row| Ok((SiteId(row.get(0)?), code(row, 1)?)))?;
    Ok(sites.collect::<Result<_, _>>()?)
}

/// Adds a curve.
pub fn add_curve(
    tx: &Transaction<'_>,
    site: Option<SiteId>,
    new: &NewCurve,
    setting: &Setting,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO weather_curve (site_id, valid_from, points, comment, set_at, set_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let points = serde_json::to_string(&new.curve).map_err(|error| StoreError::Foreign(error.to_string()))?;
    tx.prepare_cached(SQL)?.execute(params![
        site.map(|site| site.0),
        new.valid_from.as_second(),
        points,
        new.comment,
        setting.at.as_second(),
        setting.by.map(|account| account.0)
    ])?;
    Ok(())
}

/// Sets the station of the installation or of a site, in place of the one before; none with `None`.
pub fn set_station(
    tx: &Transaction<'_>,
    site: Option<SiteId>,
    point: Option<PointId>,
    setting: &Setting,
) -> Result<(), StoreError> {
    const CLEAR: &str = "DELETE FROM weather_station WHERE coalesce(site_id, 0) = ?1";
    const SQL: &str = "INSERT INTO weather_station (site_id, point_id, set_at, set_by) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(CLEAR)?.execute([site.map_or(0, |site| site.0)])?;
    if let Some(point) = point {
        let (by, at) = (setting.by.map(|account| account.0), setting.at.as_second());
        tx.prepare_cached(SQL)?.execute(params![site.map(|site| site.0), point.0, at, by])?;
    }
    Ok(())
}

const STATION: &str = "SELECT site_id, point_id, set_at, CASE WHEN account.standing <> 'erased' THEN account.login END
    FROM weather_station LEFT JOIN account ON account.id = set_by";

fn station_from_row(row: &Row<'_>) -> Result<KeptStation, rusqlite::Error> {
    Ok(KeptStation {
        site: row.get::<_, Option<i64>>(0)?.map(SiteId),
        point: PointId(row.get(1)?),
        set_at: instant(row, 2)?,
        set_by: row.get(3)?,
    })
}

fn dated_from_row(log: &Logbook<'_>, row: &Row<'_>) -> Result<(DatedCurve, Place), rusqlite::Error> {
    let site: Option<String> = row.get(1)?;
    let of = match site {
        Some(site) => CurveOf::Site(SiteCode::try_from(site).map_err(|error| foreign(1, error))?),
        None => CurveOf::Network,
    };
    // Customers see what counts for them, not who of the staff was at it.
    let set_by: Option<String> = if log.scope().is_house() { row.get(7)? } else { None };
    let dated = DatedCurve {
        of,
        valid_from: instant(row, 2)?,
        valid_until: instant_or_none(row, 3)?,
        curve: curve(row, 4)?,
        comment: row.get(5)?,
        set_at: instant(row, 6)?,
        set_by: set_by.map(|login| login.try_into().map_err(|error| foreign(7, error))).transpose()?,
    };
    Ok((dated, Place { valid_from: row.get(2)?, id: row.get(0)? }))
}

fn curve(row: &Row<'_>, column: usize) -> Result<Curve, rusqlite::Error> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|error| foreign(column, error))
}
