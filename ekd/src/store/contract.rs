//! Contracts, a row for each version: what counts from a day on.

use common::bank_account::BankAccount;
use common::contract::{Contract, ContractFilter, ContractSite, InterestKind};
use common::id::{ContractNumber, CustomerId, SiteId};
use common::invoice::Days;
use common::quantity::Power;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::log::Logbook;
use super::row::{code, foreign, unsigned};

/// A version of a contract with what the archive calls its customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: i64,
    pub customer: CustomerId,
    pub contract: Contract,
}

/// Where a page of contracts ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub number: String,
    pub from: Date,
}

const KEPT: &str =
    "SELECT contract.id, contract.customer_id, contract.number, customer.number, from_on, until_on, tariff,
        account, interest
    FROM contract JOIN customer ON customer.id = contract.customer_id";

/// Counts the versions of a customer's contracts.
pub fn count_of(conn: &Connection, customer: CustomerId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM contract WHERE customer_id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([customer.0], |row| unsigned(row, 0))?)
}

/// Returns up to `limit` contracts after a place, by number, the newest version first; without `all_versions` those that
/// count on `today`.
pub fn list(
    log: &Logbook<'_>,
    filter: &ContractFilter,
    (after, limit): (Option<&Place>, u32),
    today: Date,
) -> Result<Vec<Contract>, StoreError> {
    let sql = format!(
        "{KEPT} WHERE (?1 IS NULL OR contract.number > ?1 OR contract.number = ?1 AND from_on < ?2)
           AND (?3 IS NULL OR customer.number = ?3)
           AND (?4 IS NULL OR contract.id IN
                (SELECT contract_id FROM contract_site JOIN site ON site.id = site_id WHERE site.code = ?4))
           AND (?5 IS NULL OR from_on <= ?5 AND (until_on IS NULL OR until_on >= ?5)){}
         ORDER BY contract.number, from_on DESC LIMIT ?6",
        log.scope().payers("contract.customer_id", 7)
    );
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    let bound = params![
        after.map(|place| place.number.as_str()),
        after.map(|place| place.from.to_string()),
        filter.customer.as_ref().map(|number| number.as_str()),
        filter.site.as_ref().map(|site| site.as_str()),
        (!filter.all_versions).then(|| today.to_string()),
        limit,
        account,
        now
    ];
    let rows = query.query_map(bound, from_row)?.collect::<Result<Vec<_>, _>>()?;
    Ok(with_sites(log, rows)?.into_iter().map(|kept| kept.contract).collect())
}

/// Returns all versions of a contract, the oldest first.
pub fn versions(conn: &Connection, number: &str) -> Result<Vec<Kept>, StoreError> {
    let sql = format!("{KEPT} WHERE contract.number = ?1 ORDER BY from_on");
    let rows = conn.prepare_cached(&sql)?.query_map([number], from_row)?.collect::<Result<Vec<_>, _>>()?;
    with_sites(conn, rows)
}

/// Returns the contracts of a customer that count on one of some days, the newest first.
pub fn of_customer(conn: &Connection, customer: CustomerId, days: Days) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "{KEPT} WHERE contract.customer_id = ?1 AND from_on <= ?3 AND (until_on IS NULL OR until_on >= ?2)
         ORDER BY from_on DESC, contract.id DESC"
    );
    let bound = params![customer.0, days.first.to_string(), days.last.to_string()];
    let rows = conn.prepare_cached(&sql)?.query_map(bound, from_row)?.collect::<Result<Vec<_>, _>>()?;
    with_sites(conn, rows)
}

/// Returns the contracts by which heat is delivered to a site on one of some days, whoever asks; `last` `None` is for ever.
/// The newest comes first.
pub fn of_site(conn: &Connection, site: SiteId, (first, last): (Date, Option<Date>)) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "{KEPT} WHERE contract.id IN (SELECT contract_id FROM contract_site WHERE site_id = ?1)
           AND (?3 IS NULL OR from_on <= ?3) AND (until_on IS NULL OR until_on >= ?2)
         ORDER BY from_on DESC, contract.id DESC"
    );
    let bound = params![site.0, first.to_string(), last.map(|last| last.to_string())];
    let rows = conn.prepare_cached(&sql)?.query_map(bound, from_row)?.collect::<Result<Vec<_>, _>>()?;
    with_sites(conn, rows)
}

/// Returns the virtual account into which a customer pays on a day.
pub fn account_of(conn: &Connection, customer: CustomerId, on: Date) -> Result<Option<BankAccount>, StoreError> {
    const SQL: &str = "SELECT account FROM contract
        WHERE customer_id = ?1 AND account IS NOT NULL AND from_on <= ?2 AND (until_on IS NULL OR until_on >= ?2)
        ORDER BY from_on DESC, id DESC LIMIT 1";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_row(params![customer.0, on.to_string()], |row| code(row, 0)).optional()?)
}

/// Returns whose virtual account it is, or was: it stays that customer's.
pub fn customer_of_account(conn: &Connection, account: &BankAccount) -> Result<Option<CustomerId>, StoreError> {
    const SQL: &str = "SELECT customer_id FROM contract WHERE account = ?1 LIMIT 1";
    Ok(conn.prepare_cached(SQL)?.query_row([account.as_str()], |row| row.get(0).map(CustomerId)).optional()?)
}

/// Returns whose contract it is.
pub fn customer_of_number(conn: &Connection, number: &str) -> Result<Option<CustomerId>, StoreError> {
    const SQL: &str = "SELECT customer_id FROM contract WHERE number = ?1 LIMIT 1";
    Ok(conn.prepare_cached(SQL)?.query_row([number], |row| row.get(0).map(CustomerId)).optional()?)
}

/// Returns what is paid for being late by the contract that counts on a day, or by the last one before it.
pub fn interest_kind(conn: &Connection, customer: CustomerId, on: Date) -> Result<InterestKind, StoreError> {
    const SQL: &str = "SELECT interest FROM contract WHERE customer_id = ?1
        ORDER BY from_on > ?2, abs(julianday(from_on) - julianday(?2)), id DESC LIMIT 1";
    let mut query = conn.prepare_cached(SQL)?;
    let found = query.query_row(params![customer.0, on.to_string()], |row| kind(row, 0)).optional()?;
    Ok(found.unwrap_or_default())
}

/// Tells whether the money of whoever owns a site at an instant is seen.
pub fn is_seen_at(log: &Logbook<'_>, site: SiteId, at: Timestamp) -> Result<bool, StoreError> {
    if log.scope().is_house() {
        return Ok(true);
    }
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM ownership WHERE site_id = ?1 AND from_at <= ?2
            AND (until_at IS NULL OR until_at > ?2){})",
        log.scope().payers("ownership.customer_id", 3)
    );
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.query_row(params![site.0, at.as_second(), account, now], |row| row.get(0))?)
}

/// Tells whether the money of a customer is seen.
pub fn is_seen(log: &Logbook<'_>, customer: CustomerId) -> Result<bool, StoreError> {
    let payers = log.scope().payers("customer.id", 2);
    let sql = format!("SELECT EXISTS (SELECT 1 FROM customer WHERE customer.id = ?1{payers})");
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.query_row(params![customer.0, account, now], |row| row.get(0))?)
}

/// Writes a version, in place of that which counted from the same day on.
pub fn put(
    tx: &Transaction<'_>,
    customer: CustomerId,
    contract: &Contract,
    sites: &[(SiteId, Option<Power>)],
) -> Result<i64, StoreError> {
    const SQL: &str = "INSERT INTO contract (number, customer_id, from_on, until_on, tariff, account, interest)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (number, from_on) DO UPDATE SET until_on = excluded.until_on, tariff = excluded.tariff,
            account = excluded.account, interest = excluded.interest
        RETURNING id";
    const FORGET: &str = "DELETE FROM contract_site WHERE contract_id = ?1";
    const SITE: &str = "INSERT INTO contract_site (contract_id, site_id, power) VALUES (?1, ?2, ?3)";
    let Contract { number, from, until, tariff, account, interest, customer: _, sites: _ } = contract;
    let bound = params![
        number.as_str(),
        customer.0,
        from.to_string(),
        until.map(|until| until.to_string()),
        tariff.as_ref().map(|tariff| tariff.as_str()),
        account.as_ref().map(BankAccount::as_str),
        interest.name()
    ];
    let id: i64 = tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0))?;
    tx.prepare_cached(FORGET)?.execute([id])?;
    let mut insert = tx.prepare_cached(SITE)?;
    for (site, power) in sites {
        insert.execute(params![id, site.0, power.map(Power::base)])?;
    }
    Ok(id)
}

/// Says until when a version counts.
pub fn end(tx: &Transaction<'_>, id: i64, until: Date) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE contract SET until_on = ?2 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id, until.to_string()])?;
    Ok(())
}

fn with_sites(conn: &Connection, mut found: Vec<Kept>) -> Result<Vec<Kept>, StoreError> {
    const SQL: &str = "SELECT site.code, power FROM contract_site JOIN site ON site.id = site_id
        WHERE contract_id = ?1 ORDER BY site.code";
    let mut query = conn.prepare_cached(SQL)?;
    for kept in &mut found {
        let sites = query.query_map([kept.id], |row| {
            Ok(ContractSite { site: code(row, 0)?, power: row.get::<_, Option<i64>>(1)?.map(Power::from_base) })
        })?;
        kept.contract.sites = sites.collect::<Result<_, _>>()?;
    }
    Ok(found)
}

/// Reads a version without its sites.
fn from_row(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    let (tariff, account): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
    let number: ContractNumber = code(row, 2)?;
    let contract = Contract {
        number,
        customer: code(row, 3)?,
        from: day(row, 4)?.ok_or_else(|| foreign(4, "a version begins on a day"))?,
        until: day(row, 5)?,
        tariff: tariff.map(|_| code(row, 6)).transpose()?,
        sites: Vec::new(),
        account: account.map(|_| code(row, 7)).transpose()?,
        interest: kind(row, 8)?,
    };
    Ok(Kept { id: row.get(0)?, customer: CustomerId(row.get(1)?), contract })
}

fn day(row: &Row<'_>, column: usize) -> Result<Option<Date>, rusqlite::Error> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|error: jiff::Error| foreign(column, error))).transpose()
}

fn kind(row: &Row<'_>, column: usize) -> Result<InterestKind, rusqlite::Error> {
    let name: String = row.get(column)?;
    InterestKind::parse(&name).ok_or_else(|| foreign(column, format!("`{name}` is no kind of interest")))
}
