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
use super::row::{anywhere, by_name, code, code_or_none, currency, date, date_or_none, money};

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
    pub ksef_number: Option<String>,
}

const CLAIM: &str = "SELECT invoice.id, invoice.number, invoice.kind, invoice.customer_id, invoice.issued_on,
    invoice.due_on, invoice.currency, invoice.payable, invoice.open, invoice.account, invoice.is_split_payment,
    invoice.corrects_id, invoice.ksef_number FROM invoice";
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

/// What an allocation counts for on a day: both sides were there, and it had come. `?2` is the day.
pub(super) const COUNTED_THEN: &str = "allocation.released_at IS NULL AND allocation.counts_on <= ?2
    AND (SELECT target.issued_on FROM invoice AS target WHERE target.id = allocation.invoice_id) <= ?2
    AND coalesce((SELECT booked_on FROM payment WHERE payment.id = allocation.payment_id),
                 (SELECT giving.issued_on FROM invoice AS giving WHERE giving.id = allocation.correction_id)) <= ?2";

/// Returns the invoices of a customer of which something was open at the end of a day that is over, by what is known now, and how
/// much that was.
pub fn open_then(conn: &Connection, customer: CustomerId, on: Date) -> Result<Vec<(Claim, Money)>, StoreError> {
    let sql = format!("{CLAIM} WHERE invoice.customer_id = ?1 AND invoice.issued_on <= ?2 ORDER BY {OLDEST}");
    let later = format!(
        "SELECT coalesce(sum(CASE WHEN allocation.invoice_id = ?1 THEN allocation.amount ELSE -allocation.amount END), 0)
         FROM allocation WHERE (allocation.invoice_id = ?1 OR allocation.correction_id = ?1)
           AND allocation.released_at IS NULL AND NOT ({COUNTED_THEN})"
    );
    let (mut claims, mut later) = (conn.prepare_cached(&sql)?, conn.prepare_cached(&later)?);
    let on = on.to_string();
    let mut found = Vec::new();
    for claim in claims.query_map(params![customer.0, on], claim)? {
        let claim = claim?;
        let open = claim.open + later.query_row(params![claim.id.0, on], |row| money(row, 0))?;
        if !open.is_zero() {
            found.push((claim, open));
        }
    }
    Ok(found)
}

/// Returns what of a customer's documents gives something back that pays nothing yet, the oldest first.
pub fn giving_back(conn: &Connection, customer: CustomerId, currency: Currency) -> Result<Vec<Claim>, StoreError> {
    let sql = format!(
        "{CLAIM} WHERE invoice.customer_id = ?1 AND invoice.open <> 0 AND invoice.open < 0 AND invoice.currency = ?2
         ORDER BY invoice.issued_on, invoice.id"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(params![customer.0, currency.as_str()], claim)?.collect::<Result<_, _>>()?)
}

/// Returns the corrections of an invoice that have something left to give back, the oldest first.
pub fn corrections_of(conn: &Connection, id: InvoiceId) -> Result<Vec<Claim>, StoreError> {
    let sql = format!(
        "{CLAIM} WHERE invoice.open < 0 AND invoice.id IN (
             SELECT correction.id FROM invoice AS correction WHERE correction.corrects_id = ?1
             UNION ALL SELECT correction_id FROM invoice_also_corrects WHERE original_id = ?1)
         ORDER BY invoice.issued_on, invoice.id"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([id.0], claim)?.collect::<Result<_, _>>()?)
}

/// Returns what a document corrects, as far as it is here.
pub fn corrected_by(conn: &Connection, id: InvoiceId) -> Result<Vec<InvoiceId>, StoreError> {
    const SQL: &str = "SELECT corrects_id FROM invoice WHERE id = ?1 AND corrects_id IS NOT NULL
        UNION SELECT original_id FROM invoice_also_corrects WHERE correction_id = ?1 AND original_id IS NOT NULL";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([id.0], |row| row.get(0).map(InvoiceId))?.collect::<Result<_, _>>()?)
}

/// Returns up to ten invoices with this number, of which letters and figures count.
pub fn by_plain(conn: &Connection, plain: &str) -> Result<Vec<Claim>, StoreError> {
    let sql = format!("{CLAIM} WHERE invoice.plain = ?1 LIMIT 10");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([plain], claim)?.collect::<Result<_, _>>()?)
}

/// Returns the invoice that the national system keeps under this number.
pub fn by_ksef(conn: &Connection, number: &str) -> Result<Option<Claim>, StoreError> {
    let sql = format!("{CLAIM} WHERE invoice.ksef_number = ?1 LIMIT 1");
    Ok(conn.prepare_cached(&sql)?.query_row([number], claim).optional()?)
}

/// Returns the invoices of which just so much is open; none where they are so many that the amount tells nothing.
pub fn by_open(conn: &Connection, (open, currency): (Money, Currency)) -> Result<Vec<Claim>, StoreError> {
    const MOST: usize = 200;
    let sql = format!(
        "{CLAIM} WHERE invoice.open = ?1 AND invoice.currency = ?2 AND invoice.open <> 0 AND customer_id IS NOT NULL
         LIMIT {}",
        MOST + 1
    );
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map(params![open.grosze(), currency.as_str()], claim)?.collect::<Result<Vec<_>, _>>()?;
    Ok(if found.len() > MOST { Vec::new() } else { found })
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

/// How far invoices and the log of what people did had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    invoice: i64,
    deed: i64,
}

/// Returns how far they have come, and whether by what came since a payment that was nobody's may be somebody's: an invoice, or a
/// customer or a contract that somebody made or changed.
pub fn news_since(conn: &Connection, since: Option<Mark>) -> Result<(Mark, bool), StoreError> {
    const SQL: &str = "SELECT coalesce((SELECT max(id) FROM invoice), 0), coalesce((SELECT max(number) FROM audit), 0),
        EXISTS (SELECT 1 FROM audit
                WHERE number > ?1 AND deed IN ('customer.save', 'contract.save', 'invoice.assign'))";
    let read = |row: &Row<'_>| Ok((Mark { invoice: row.get(0)?, deed: row.get(1)? }, row.get(2)?));
    let (mark, has_deeds): (Mark, bool) =
        conn.prepare_cached(SQL)?.query_row([since.map_or(0, |since| since.deed)], read)?;
    Ok((mark, has_deeds || since.is_none_or(|since| since.invoice != mark.invoice)))
}

/// Somebody who owes, or could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    pub id: CustomerId,
    pub number: CustomerNumber,
    pub name: String,
}

/// Returns up to `limit` customers whose money whoever looks may see, after the number `after`, by number; with a day only those of
/// whom something that is open now was to be paid before it.
pub fn payers(
    log: &Logbook<'_>,
    filter: &BalanceFilter,
    (overdue_on, after): (Option<Date>, Option<&str>),
    limit: u32,
) -> Result<Vec<Payer>, StoreError> {
    let overdue = if overdue_on.is_some() {
        "EXISTS (SELECT 1 FROM invoice WHERE invoice.customer_id = customer.id AND invoice.due_on < ?3
                   AND invoice.open <> 0 AND invoice.open > 0)"
    } else {
        "?3 IS NULL"
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
        overdue_on.map(|on| on.to_string()),
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
    Ok(Claim {
        id: InvoiceId(row.get(0)?),
        number: row.get(1)?,
        kind: by_name(row, 2, InvoiceKind::parse)?,
        customer: row.get::<_, Option<i64>>(3)?.map(CustomerId),
        issued_on: date(row, 4)?,
        due_on: date_or_none(row, 5)?,
        currency: currency(row, 6)?,
        payable: money(row, 7)?,
        open: money(row, 8)?,
        account: code_or_none(row, 9)?,
        is_split_payment: row.get(10)?,
        corrects: row.get::<_, Option<i64>>(11)?.map(InvoiceId),
        ksef_number: row.get(12)?,
    })
}
