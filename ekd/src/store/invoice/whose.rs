//! By what it is found whose an invoice is, and where it bills heat: what contracts, customers and meters say.

use common::bank_account::BankAccount;
use common::id::{CustomerId, InvoiceId, SiteId};
use common::nip::Nip;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::super::row::code_or_none;
use super::super::{StoreError, contract};

/// Something that documents call a site by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub site: SiteId,
    /// Its code, the code of one of its points, or the serial of a meter of it.
    pub name: String,
}

/// What tells whose an invoice is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clue {
    /// Under which its seller knows the customer.
    CustomerNumber(String),
    /// Into which is paid: a virtual account.
    Account(BankAccount),
    Contract(String),
    /// Of the buyer.
    Nip(Nip),
}

impl Clue {
    fn text(&self) -> String {
        match self {
            Self::CustomerNumber(number) => format!("customer {number}"),
            Self::Account(account) => format!("account {}", account.as_str()),
            Self::Contract(number) => format!("contract {number}"),
            Self::Nip(nip) => format!("nip {nip}"),
        }
    }
}

/// Returns whom a clue points to; nobody, if it points to several.
pub fn customer(conn: &Connection, clue: &Clue) -> Result<Option<CustomerId>, StoreError> {
    match clue {
        Clue::CustomerNumber(number) => {
            only(conn, "SELECT id FROM customer WHERE number = ?1 AND erased_at IS NULL LIMIT 2", number)
        }
        Clue::Account(account) => contract::customer_of_account(conn, account),
        Clue::Contract(number) => contract::customer_of_number(conn, number),
        Clue::Nip(nip) => {
            only(conn, "SELECT id FROM customer WHERE nip = ?1 AND erased_at IS NULL LIMIT 2", nip.as_str())
        }
    }
}

/// Returns the one customer that is found; of two, none.
fn only(conn: &Connection, sql: &str, by: &str) -> Result<Option<CustomerId>, StoreError> {
    let mut query = conn.prepare_cached(sql)?;
    let found = query.query_map([by], |row| row.get(0).map(CustomerId))?.collect::<Result<Vec<_>, _>>()?;
    Ok(if let [one] = found.as_slice() { Some(*one) } else { None })
}

/// Returns all that points to a customer.
pub fn clues_of(conn: &Connection, customer: CustomerId) -> Result<Vec<Clue>, StoreError> {
    const OWN: &str = "SELECT number, nip FROM customer WHERE id = ?1 AND erased_at IS NULL";
    const CONTRACTS: &str = "SELECT DISTINCT number, account FROM contract WHERE customer_id = ?1";
    let mut clues = Vec::new();
    let own = conn.prepare_cached(OWN)?.query_row([customer.0], |row| Ok((row.get(0)?, code_or_none(row, 1)?)));
    if let Some((number, nip)) = own.optional()? {
        clues.push(Clue::CustomerNumber(number));
        clues.extend(nip.map(Clue::Nip));
    }
    let mut query = conn.prepare_cached(CONTRACTS)?;
    let mut rows = query.query([customer.0])?;
    while let Some(row) = rows.next()? {
        clues.push(Clue::Contract(row.get(0)?));
        clues.extend(code_or_none(row, 1)?.map(Clue::Account));
    }
    clues.sort();
    clues.dedup();
    Ok(clues)
}

/// Writes down by what it may be found later whose an invoice is that is nobody's.
pub fn leave_clues(tx: &Transaction<'_>, invoice: InvoiceId, clues: &[Clue]) -> Result<(), StoreError> {
    const SQL: &str = "INSERT OR IGNORE INTO invoice_clue (clue, invoice_id) VALUES (?1, ?2)";
    for clue in clues {
        tx.prepare_cached(SQL)?.execute(params![clue.text(), invoice.0])?;
    }
    Ok(())
}

/// Forgets by what it may be found whose an invoice is: it is known, or somebody said it.
pub fn forget_clues(tx: &Transaction<'_>, invoice: InvoiceId) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM invoice_clue WHERE invoice_id = ?1")?.execute([invoice.0])?;
    Ok(())
}

/// Returns the invoices of which nobody knows whose they are that have this clue.
pub fn with_clue(conn: &Connection, clue: &Clue) -> Result<Vec<InvoiceId>, StoreError> {
    const SQL: &str = "SELECT invoice_id FROM invoice_clue WHERE clue = ?1 ORDER BY invoice_id";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([clue.text()], |row| row.get(0).map(InvoiceId))?.collect::<Result<_, _>>()?)
}

/// Returns all clues of an invoice that is nobody's, as they were written down.
pub fn clues_left(conn: &Connection, invoice: InvoiceId) -> Result<Vec<Clue>, StoreError> {
    const SQL: &str = "SELECT clue FROM invoice_clue WHERE invoice_id = ?1 ORDER BY clue";
    let mut query = conn.prepare_cached(SQL)?;
    let texts = query.query_map([invoice.0], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(texts.iter().filter_map(|text| read(text)).collect())
}

/// Reads a clue as it is written down.
fn read(text: &str) -> Option<Clue> {
    match text.split_once(' ')? {
        ("customer", number) => Some(Clue::CustomerNumber(number.to_owned())),
        ("account", account) => BankAccount::parse(account).ok().map(Clue::Account),
        ("contract", number) => Some(Clue::Contract(number.to_owned())),
        ("nip", nip) => Nip::parse(nip).ok().map(Clue::Nip),
        (_, _) => None,
    }
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
