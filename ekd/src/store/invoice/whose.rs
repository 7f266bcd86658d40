//! By what it is found whose an invoice is, and where it bills heat: what contracts, customers and meters say.

use common::id::{ContractNumber, CustomerId, SiteId};
use common::invoice::Days;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::StoreError;

/// Something that documents call a site by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub site: SiteId,
    /// Its code, the code of one of its points, or the serial of a meter of it.
    pub name: String,
}

/// Returns the customer with this number, who is not erased.
pub fn by_customer_number(conn: &Connection, number: &str) -> Result<Option<CustomerId>, StoreError> {
    const SQL: &str = "SELECT id FROM customer WHERE number = ?1 AND erased_at IS NULL";
    Ok(conn.prepare_cached(SQL)?.query_row([number], |row| row.get(0).map(CustomerId)).optional()?)
}

/// Returns whose virtual account this is: nobody else's ever was.
pub fn by_account(conn: &Connection, account: &str) -> Result<Option<CustomerId>, StoreError> {
    only(conn, "SELECT DISTINCT customer_id FROM contract WHERE account = ?1 LIMIT 2", account)
}

/// Returns whose contract this is.
pub fn by_contract(conn: &Connection, number: &ContractNumber) -> Result<Option<CustomerId>, StoreError> {
    only(conn, "SELECT DISTINCT customer_id FROM contract WHERE number = ?1 LIMIT 2", number.as_str())
}

/// Returns the customer with this tax number, if there is one and no other.
pub fn by_nip(conn: &Connection, nip: &str) -> Result<Option<CustomerId>, StoreError> {
    only(conn, "SELECT id FROM customer WHERE nip = ?1 AND erased_at IS NULL LIMIT 2", nip)
}

/// Returns the one customer that is found; of two, none.
fn only(conn: &Connection, sql: &str, by: &str) -> Result<Option<CustomerId>, StoreError> {
    let mut query = conn.prepare_cached(sql)?;
    let found = query.query_map([by], |row| row.get(0).map(CustomerId))?.collect::<Result<Vec<_>, _>>()?;
    Ok(if let [one] = found.as_slice() { Some(*one) } else { None })
}

/// Returns by what the sites are called that a customer has or had, by contract or as an owner; meters as far as they sat there
/// in a stretch of time.
pub fn names_of_sites(
    conn: &Connection,
    customer: CustomerId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Name>, StoreError> {
    const SQL: &str = "WITH own AS (
            SELECT site_id FROM contract JOIN contract_site ON contract_id = contract.id WHERE customer_id = ?1
            UNION SELECT site_id FROM ownership WHERE customer_id = ?1)
        SELECT id, code FROM site WHERE id IN own
        UNION SELECT site_id, code FROM point WHERE site_id IN own
        UNION SELECT point.site_id, meter.serial FROM point
            JOIN installation ON installation.point_id = point.id JOIN meter ON meter.id = installation.meter_id
            WHERE point.site_id IN own AND installation.from_at < ?3
              AND (installation.until_at IS NULL OR installation.until_at > ?2)";
    let from_row = |row: &Row<'_>| Ok(Name { site: SiteId(row.get(0)?), name: row.get(1)? });
    let mut query = conn.prepare_cached(SQL)?;
    let bound = params![customer.0, from.as_second(), until.as_second()];
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

/// Returns the sites that a customer has by contract on any of these days.
pub fn contracted_sites(conn: &Connection, customer: CustomerId, days: Days) -> Result<Vec<SiteId>, StoreError> {
    const SQL: &str = "SELECT DISTINCT site_id FROM contract JOIN contract_site ON contract_id = contract.id
        WHERE customer_id = ?1 AND from_on <= ?3 AND (until_on IS NULL OR until_on >= ?2) ORDER BY site_id";
    let mut query = conn.prepare_cached(SQL)?;
    let sites = query
        .query_map(params![customer.0, days.first.to_string(), days.last.to_string()], |row| row.get(0).map(SiteId))?;
    Ok(sites.collect::<Result<_, _>>()?)
}

/// Returns the sites that a customer owned at any instant of a stretch of time.
pub fn owned_sites(
    conn: &Connection,
    customer: CustomerId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<SiteId>, StoreError> {
    const SQL: &str = "SELECT DISTINCT site_id FROM ownership
        WHERE customer_id = ?1 AND from_at < ?3 AND (until_at IS NULL OR until_at > ?2) ORDER BY site_id";
    let mut query = conn.prepare_cached(SQL)?;
    let bound = params![customer.0, from.as_second(), until.as_second()];
    let sites = query.query_map(bound, |row| row.get(0).map(SiteId))?;
    Ok(sites.collect::<Result<_, _>>()?)
}
