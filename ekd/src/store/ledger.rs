//! What changed a customer's balance, and how it stood on a day: invoices by their issue, payments by their booking,
//! allocations by the day from which they count.
//!
//! Of a day that is over only what was on it: what came later is taken off again. Whose balance may be seen is decided by
//! whoever asks.

use common::id::{CustomerId, InvoiceId};
use common::invoice::{Days, InvoiceKind};
use common::money::{Currency, Money};
use jiff::civil::Date;
use rusqlite::{Connection, Row, params};

use super::StoreError;
use super::row::{currency, date, date_or_none, foreign, money};

/// An invoice that asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub id: InvoiceId,
    pub number: String,
    pub kind: InvoiceKind,
    pub issued_on: Date,
    pub due_on: Option<Date>,
    pub currency: Currency,
    pub payable: Money,
    /// What the document itself says is paid.
    pub paid_before: Money,
    /// What was open at the end of the day that was asked for.
    pub open: Money,
}

/// Money that came, or went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    pub on: Date,
    pub currency: Currency,
    pub amount: Money,
    pub payer: String,
    pub title: String,
}

/// What paid an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    pub on: Date,
    pub currency: Currency,
    /// The title of a payment, or the number of a correction.
    pub from: String,
    pub invoice: String,
    pub amount: Money,
}

/// What is allocated to an invoice less what it gives as a correction, of what a condition on `counts_on` leaves.
fn allocated(condition: &str) -> String {
    format!(
        "(coalesce((SELECT sum(amount) FROM allocation
                    WHERE invoice_id = invoice.id AND released_at IS NULL{condition}), 0)
          - coalesce((SELECT sum(amount) FROM allocation
                      WHERE correction_id = invoice.id AND released_at IS NULL{condition}), 0))"
    )
}

/// Returns the invoices of a customer that had been issued by a day, the oldest first: those of the days from `first` on, and
/// those before of which something was open at the end of the last day.
pub fn asked(conn: &Connection, customer: CustomerId, days: Days) -> Result<Vec<Asked>, StoreError> {
    let sql = format!(
        "SELECT id, number, kind, issued_on, due_on, currency, payable, settled - {}, open + {} AS open_then
         FROM invoice WHERE customer_id = ?1 AND issued_on <= ?3 AND (issued_on >= ?2 OR open_then <> 0)
         ORDER BY issued_on, id",
        allocated(""),
        allocated(" AND counts_on > ?3")
    );
    let mut query = conn.prepare_cached(&sql)?;
    let bound = params![customer.0, days.first.to_string(), days.last.to_string()];
    let invoice = |row: &Row<'_>| {
        let kind: String = row.get(2)?;
        Ok(Asked {
            id: InvoiceId(row.get(0)?),
            number: row.get(1)?,
            kind: InvoiceKind::parse(&kind).ok_or_else(|| foreign(2, kind))?,
            issued_on: date(row, 3)?,
            due_on: date_or_none(row, 4)?,
            currency: currency(row, 5)?,
            payable: money(row, 6)?,
            paid_before: money(row, 7)?,
            open: money(row, 8)?,
        })
    };
    Ok(query.query_map(bound, invoice)?.collect::<Result<_, _>>()?)
}

/// Returns what came on some days, the oldest first. What a clerk set aside is no customer's.
pub fn came(conn: &Connection, customer: CustomerId, days: Days) -> Result<Vec<Came>, StoreError> {
    const SQL: &str = "SELECT booked_on, currency, amount, payer, title FROM payment
        WHERE customer_id = ?1 AND booked_on BETWEEN ?2 AND ?3 AND standing <> 'set_aside' ORDER BY booked_on, id";
    let mut query = conn.prepare_cached(SQL)?;
    let bound = params![customer.0, days.first.to_string(), days.last.to_string()];
    let payment = |row: &Row<'_>| {
        Ok(Came {
            on: date(row, 0)?,
            currency: currency(row, 1)?,
            amount: money(row, 2)?,
            payer: row.get(3)?,
            title: row.get(4)?,
        })
    };
    Ok(query.query_map(bound, payment)?.collect::<Result<_, _>>()?)
}

/// Returns what paid what on some days, the oldest first.
pub fn paid(conn: &Connection, customer: CustomerId, days: Days) -> Result<Vec<Paid>, StoreError> {
    const SQL: &str = "SELECT counts_on, invoice.currency, coalesce(payment.title, correction.number), invoice.number,
            allocation.amount
        FROM invoice JOIN allocation ON allocation.invoice_id = invoice.id
        LEFT JOIN payment ON payment.id = payment_id LEFT JOIN invoice AS correction ON correction.id = correction_id
        WHERE invoice.customer_id = ?1 AND counts_on BETWEEN ?2 AND ?3 AND released_at IS NULL
        ORDER BY counts_on, allocation.id";
    let mut query = conn.prepare_cached(SQL)?;
    let bound = params![customer.0, days.first.to_string(), days.last.to_string()];
    let allocation = |row: &Row<'_>| {
        Ok(Paid {
            on: date(row, 0)?,
            currency: currency(row, 1)?,
            from: row.get(2)?,
            invoice: row.get(3)?,
            amount: money(row, 4)?,
        })
    };
    Ok(query.query_map(bound, allocation)?.collect::<Result<_, _>>()?)
}

/// Returns when how much of an invoice was paid up to a day.
pub fn course(conn: &Connection, invoice: InvoiceId, last: Date) -> Result<Vec<(Date, Money)>, StoreError> {
    const SQL: &str = "SELECT counts_on, amount FROM allocation
        WHERE invoice_id = ?1 AND counts_on <= ?2 AND released_at IS NULL ORDER BY counts_on, id";
    let mut query = conn.prepare_cached(SQL)?;
    let paid = query.query_map(params![invoice.0, last.to_string()], |row| Ok((date(row, 0)?, money(row, 1)?)))?;
    Ok(paid.collect::<Result<_, _>>()?)
}

/// Returns the balance of a customer before a day, by currency: what was asked for less what had come.
pub fn balance_before(
    conn: &Connection,
    customer: CustomerId,
    first: Date,
) -> Result<Vec<(Currency, Money)>, StoreError> {
    let sql = format!(
        "SELECT currency, sum(amount) FROM (
             SELECT currency, payable - (settled - {}) AS amount FROM invoice WHERE customer_id = ?1 AND issued_on < ?2
             UNION ALL
             SELECT currency, -amount FROM payment
             WHERE customer_id = ?1 AND booked_on < ?2 AND standing <> 'set_aside'
         ) GROUP BY currency ORDER BY currency",
        allocated("")
    );
    by_currency(conn, &sql, (customer, first))
}

/// Returns what had come by a day and paid nothing that had been issued, by currency.
pub fn credit_on(conn: &Connection, customer: CustomerId, last: Date) -> Result<Vec<(Currency, Money)>, StoreError> {
    const SQL: &str = "SELECT currency, sum(amount) FROM (
            SELECT currency, amount FROM payment
            WHERE customer_id = ?1 AND booked_on <= ?2 AND standing <> 'set_aside'
            UNION ALL
            SELECT invoice.currency, -allocation.amount FROM invoice JOIN allocation ON invoice_id = invoice.id
            WHERE invoice.customer_id = ?1 AND invoice.issued_on <= ?2 AND payment_id IS NOT NULL
              AND counts_on <= ?2 AND released_at IS NULL
        ) GROUP BY currency ORDER BY currency";
    by_currency(conn, SQL, (customer, last))
}

fn by_currency(
    conn: &Connection,
    sql: &str,
    (customer, on): (CustomerId, Date),
) -> Result<Vec<(Currency, Money)>, StoreError> {
    let mut query = conn.prepare_cached(sql)?;
    let sums = query.query_map(params![customer.0, on.to_string()], |row| Ok((currency(row, 0)?, money(row, 1)?)))?;
    Ok(sums.collect::<Result<_, _>>()?)
}
