//! What of invoices is open: what settling, dues and balances need to know of them, and no more.
//!
//! The documents are `invoice`'s. What settles them is `allocation`'s.

use common::bank_account::BankAccount;
use common::due::{BalanceFilter, DueFilter};
use common::id::{CustomerId, CustomerNumber, InvoiceId, SiteCode};
use common::invoice::InvoiceKind;
use common::money::{Currency, Money};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::StoreError;
use super::log::Logbook;
use super::row::{anywhere, code, code_or_none, currency, day, day_or_none, foreign, money};

/// An invoice as settling sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub id: InvoiceId,
    pub number: String,
    pub kind: InvoiceKind,
    pub customer: Option<CustomerId>,
    pub issued_on: Date,
    pub due_on: Option<Date>,
    pub currency: Currency,
    pub payable: Money,
    /// Less than zero where something is left to give back.
    pub open: Money,
    pub account: Option<BankAccount>,
    pub is_split_payment: bool,
    /// What it corrects, if that is here.
    pub corrects: Option<InvoiceId>,
}

const CLAIM: &str = "SELECT invoice.id, invoice.number, invoice.kind, invoice.customer_id, invoice.issued_on,
    invoice.due_on, invoice.currency, invoice.payable, invoice.open, invoice.account, invoice.is_split_payment,
    invoice.corrects_id FROM invoice";
/// What is due first comes first, what is due on no day last.
const OLDEST: &str = "invoice.due_on IS NULL, invoice.due_on, invoice.id";

/// Returns one invoice, whoever looks.
pub fn by_id(conn: &Connection, id: InvoiceId) -> Result<Option<Claim>, StoreError> {
    let sql = format!("{CLAIM} WHERE invoice.id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], claim).optional()?)
}

/// Returns one invoice that whoever looks may see.
pub fn find(log: &Logbook<'_>, id: InvoiceId) -> Result<Option<Claim>, StoreError> {
    let sql = format!("{CLAIM} WHERE invoice.id = ?1{}", log.scope().payers("invoice.customer_id", 2));
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.query_row(params![id.0, account, now], claim).optional()?)
}

/// Returns the invoices of a customer with something open, in any currency: what is due first comes first. What gives
/// something back is among them.
pub fn open_of(conn: &Connection, customer: CustomerId) -> Result<Vec<Claim>, StoreError> {
    let sql = format!("{CLAIM} WHERE invoice.customer_id = ?1 AND invoice.open <> 0 ORDER BY {OLDEST}");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([customer.0], claim)?.collect::<Result<_, _>>()?)
}

/// Returns the corrections of an invoice that have something left to give back, the oldest first.
pub fn corrections_of(conn: &Connection, id: InvoiceId) -> Result<Vec<Claim>, StoreError> {
    let sql = format!(
        "{CLAIM} WHERE invoice.corrects_id = ?1 AND invoice.open < 0 ORDER BY invoice.issued_on, invoice.id"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([id.0], claim)?.collect::<Result<_, _>>()?)
}

/// Returns up to ten invoices that have this number, however its parts are separated.
pub fn by_squeezed(conn: &Connection, squeezed: &str) -> Result<Vec<Claim>, StoreError> {
    let sql = format!("{CLAIM} WHERE {SQUEEZED} = ?1 LIMIT 10");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([squeezed], claim)?.collect::<Result<_, _>>()?)
}

/// As the index has it.
const SQUEEZED: &str =
    "lower(replace(replace(replace(replace(replace(number, '/', ''), ' ', ''), '-', ''), '.', ''), '_', ''))";

/// Returns the invoice that the national system keeps under this number.
pub fn by_ksef(conn: &Connection, number: &str) -> Result<Option<Claim>, StoreError> {
    let sql = format!("{CLAIM} WHERE invoice.ksef_number = ?1 LIMIT 1");
    Ok(conn.prepare_cached(&sql)?.query_row([number], claim).optional()?)
}

/// Returns up to ten invoices of which just so much is open.
pub fn by_open(conn: &Connection, (open, currency): (Money, Currency)) -> Result<Vec<Claim>, StoreError> {
    let sql = format!("{CLAIM} WHERE invoice.open = ?1 AND invoice.currency = ?2 AND invoice.open <> 0 LIMIT 10");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(params![open.grosze(), currency.as_str()], claim)?.collect::<Result<_, _>>()?)
}

/// Returns up to `limit` invoices with something to pay that whoever looks may see, after that place in their order: what is
/// due first comes first.
pub fn page(
    log: &Logbook<'_>,
    filter: &DueFilter,
    (today, after): (Date, Option<(Option<Date>, InvoiceId)>),
    limit: u32,
) -> Result<Vec<Claim>, StoreError> {
    let of_customer = match filter.customer {
        Some(_) => "invoice.customer_id = (SELECT id FROM customer WHERE number = ?1)",
        None => "?1 IS NULL",
    };
    let of_site = match filter.site {
        Some(_) => {
            "EXISTS (SELECT 1 FROM invoice_site JOIN site ON site.id = site_id
                     WHERE invoice_id = invoice.id AND site.code = ?2)"
        }
        None => "?2 IS NULL",
    };
    let overdue = if filter.only_overdue { "invoice.due_on < ?3" } else { "?3 IS NOT NULL" };
    let sql = format!(
        "{CLAIM} WHERE {of_customer} AND {of_site} AND {overdue} AND invoice.open > 0 AND invoice.open <> 0
           AND (coalesce(invoice.due_on, '9999-12-31'), invoice.id) > (?4, ?5){}
         ORDER BY coalesce(invoice.due_on, '9999-12-31'), invoice.id LIMIT ?6",
        log.scope().payers("invoice.customer_id", 7)
    );
    let (account, now) = log.scope().bound();
    let bound = params![
        filter.customer.as_ref().map(CustomerNumber::as_str),
        filter.site.as_ref().map(SiteCode::as_str),
        today.to_string(),
        after.map_or_else(String::new, |(due_on, _)| due_on.unwrap_or(Date::MAX).to_string()),
        after.map_or(0, |(_, id)| id.0),
        limit,
        account,
        now,
    ];
    let mut query = log.prepare_cached(&sql)?;
    Ok(query.query_map(bound, claim)?.collect::<Result<_, _>>()?)
}

/// Somebody who owes, or could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    pub id: CustomerId,
    pub number: CustomerNumber,
    pub name: String,
}

/// Returns up to `limit` customers whose money whoever looks may see, after the number `after`, by number.
pub fn payers(
    log: &Logbook<'_>,
    filter: &BalanceFilter,
    (on, after): (Date, Option<&str>),
    limit: u32,
) -> Result<Vec<Payer>, StoreError> {
    let overdue = if filter.only_overdue {
        "EXISTS (SELECT 1 FROM invoice WHERE invoice.customer_id = customer.id AND invoice.due_on < ?3
                   AND invoice.open <> 0 AND invoice.open > 0)"
    } else {
        "?3 IS NOT NULL"
    };
    let sql = format!(
        "SELECT customer.id, customer.number, customer.name FROM customer
         WHERE (?1 IS NULL OR customer.number = ?1) AND (?2 IS NULL OR customer.folded LIKE ?2 ESCAPE '\\')
           AND {overdue} AND customer.number > ?4{} ORDER BY customer.number LIMIT ?5",
        log.scope().payers("customer.id", 6)
    );
    let (account, now) = log.scope().bound();
    let bound = params![
        filter.customer.as_ref().map(CustomerNumber::as_str),
        anywhere(filter.text.as_deref()),
        on.to_string(),
        after.unwrap_or_default(),
        limit,
        account,
        now,
    ];
    let mut query = log.prepare_cached(&sql)?;
    let found = query
        .query_map(bound, |row| Ok(Payer { id: CustomerId(row.get(0)?), number: code(row, 1)?, name: row.get(2)? }))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Tells whether whoever looks may see the money of this customer.
pub fn is_seen(log: &Logbook<'_>, number: &CustomerNumber) -> Result<bool, StoreError> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM customer WHERE customer.number = ?1{})",
        log.scope().payers("customer.id", 2)
    );
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.query_row(params![number.as_str(), account, now], |row| row.get(0))?)
}

/// Returns where the heat of an invoice was taken.
pub fn sites_of(conn: &Connection, id: InvoiceId) -> Result<Vec<SiteCode>, StoreError> {
    const SQL: &str = "SELECT site.code FROM invoice_site JOIN site ON site.id = site_id
        WHERE invoice_id = ?1 ORDER BY site.code";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([id.0], |row| code(row, 0))?.collect::<Result<_, _>>()?)
}

fn claim(row: &Row<'_>) -> Result<Claim, rusqlite::Error> {
    let kind: String = row.get(2)?;
    Ok(Claim {
        id: InvoiceId(row.get(0)?),
        number: row.get(1)?,
        kind: InvoiceKind::parse(&kind).ok_or_else(|| foreign(2, kind))?,
        customer: row.get::<_, Option<i64>>(3)?.map(CustomerId),
        issued_on: day(row, 4)?,
        due_on: day_or_none(row, 5)?,
        currency: currency(row, 6)?,
        payable: money(row, 7)?,
        open: money(row, 8)?,
        account: code_or_none(row, 9)?,
        is_split_payment: row.get(10)?,
        corrects: row.get::<_, Option<i64>>(11)?.map(InvoiceId),
    })
}
