//! Sites.

use common::api::Filter;
use common::id::{SiteCode, SiteId};
use common::quantity::{Area, Power};
use common::site::{BuildingCategory, Site, SiteCard};
use common::text::fold;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::log::Logbook;
use super::row::{anywhere, code};
use super::scope::Scope;

const COLUMNS: &str = "site.id, site.code, site.name, site.contracted_power";

/// Returns up to `limit` sites after the code `after`, by code.
pub fn list(log: &Logbook<'_>, filter: &Filter, after: Option<&str>, limit: u32) -> Result<Vec<Site>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM site
         WHERE code > ?1 AND (?2 IS NULL OR folded LIKE ?2 ESCAPE '\\') AND (?3 IS NULL OR id = ?3)
           AND (?4 IS NULL OR id = (SELECT site_id FROM point WHERE point.id = ?4)){}
         ORDER BY code LIMIT ?5",
        log.scope().sites("site.id", 6)
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
    let sites = query.query_map(bound, from_row)?;
    Ok(sites.collect::<Result<_, _>>()?)
}

/// Returns the site with this code.
pub fn by_code(log: &Logbook<'_>, code: &str) -> Result<Option<Site>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM site WHERE code = ?1{}", log.scope().sites("site.id", 2));
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.query_row(params![code, account, now], from_row).optional()?)
}

/// Returns the number of the site with this code.
pub fn id_of(conn: &Connection, code: &str) -> Result<Option<SiteId>, StoreError> {
    const SQL: &str = "SELECT id FROM site WHERE code = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([code], |row| row.get(0).map(SiteId)).optional()?)
}

/// Returns the code of a site; empty where there is none.
pub fn code_of(conn: &Connection, id: SiteId) -> Result<String, StoreError> {
    const SQL: &str = "SELECT code FROM site WHERE id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// Writes what is known of a site; what is not told leaves what is there.
pub fn upsert(tx: &Transaction<'_>, code: &SiteCode, name: &str, power: Option<Power>) -> Result<SiteId, StoreError> {
    const SQL: &str = "INSERT INTO site (code, name, folded, contracted_power) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, folded = excluded.folded,
            contracted_power = coalesce(excluded.contracted_power, contracted_power)
        RETURNING id";
    let folded = fold(&format!("{code} {name}"));
    let bound = params![code.as_str(), name, folded, power.map(Power::base)];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(SiteId))?)
}

/// Returns what the office knows of the site with this code.
pub fn card(log: &Logbook<'_>, code: &str) -> Result<Option<SiteCard>, StoreError> {
    let sql = format!("{CARD} WHERE code = ?1{}", log.scope().sites("site.id", 2));
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.query_row(params![code, account, now], card_from_row).optional()?)
}

/// Writes what the office knows of a site, in place of what it knew; tells whether there is the site.
pub fn set_card(tx: &Transaction<'_>, card: &SiteCard) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE site SET area = ?2, category = ?3, tariff = ?4 WHERE code = ?1";
    let SiteCard { site, area, category, tariff } = card;
    let tariff = tariff.as_ref().map(|tariff| tariff.as_str());
    let bound = params![site.as_str(), area.map(Area::base), category.map(BuildingCategory::name), tariff];
    Ok(tx.prepare_cached(SQL)?.execute(bound)? > 0)
}

/// Returns the sites of a category whose area is known, whoever asks, by code.
pub fn of_category(conn: &Connection, category: BuildingCategory) -> Result<Vec<(SiteId, Area)>, StoreError> {
    const SQL: &str = "SELECT id, area FROM site WHERE category = ?1 AND area IS NOT NULL ORDER BY code";
    let mut query = conn.prepare_cached(SQL)?;
    let sites = query.query_map([category.name()], |row| Ok((SiteId(row.get(0)?), Area::from_base(row.get(1)?))))?;
    Ok(sites.collect::<Result<_, _>>()?)
}

/// Returns the archive as the house sees it, whoever asks: for averages over many sites, which tell of none.
#[must_use]
pub fn for_averages<'a>(log: &'a Logbook<'_>) -> Logbook<'a> {
    log.seen_by(Scope::house())
}

const CARD: &str = "SELECT code, area, category, tariff FROM site";

fn card_from_row(row: &Row<'_>) -> Result<SiteCard, rusqlite::Error> {
    let category: Option<String> = row.get(2)?;
    let has_tariff: Option<String> = row.get(3)?;
    Ok(SiteCard {
        site: code(row, 0)?,
        area: row.get::<_, Option<i64>>(1)?.map(Area::from_base),
        category: category.map(|name| BuildingCategory::parse(&name).unwrap_or(BuildingCategory::Other)),
        tariff: has_tariff.map(|_| code(row, 3)).transpose()?,
    })
}

fn from_row(row: &Row<'_>) -> Result<Site, rusqlite::Error> {
    Ok(Site {
        id: SiteId(row.get(0)?),
        code: code(row, 1)?,
        name: row.get(2)?,
        contracted_power: row.get::<_, Option<i64>>(3)?.map(Power::from_base),
    })
}
