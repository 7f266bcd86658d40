//! Which reminders an invoice has had.

use common::id::{CustomerId, InvoiceId};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row, Transaction, params};

use super::StoreError;
use super::row::date;

/// An invoice with something to pay of which somebody may be reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remindable {
    pub invoice: InvoiceId,
    pub customer: CustomerId,
    pub due_on: Date,
    /// The latest reminder that was had, in days after the last one; less than zero before it.
    pub had: Option<i32>,
}

/// Which invoices are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Due on that day or before.
    pub until: Date,
    /// The last reminder of all: who has had it is reminded no more.
    pub last: i32,
    /// Here before that instant.
    pub received_before: Timestamp,
}

/// Returns up to `limit` invoices after the number `after` of which somebody may be reminded, by number.
pub fn waiting(conn: &Connection, wanted: Wanted, after: InvoiceId, limit: u32) -> Result<Vec<Remindable>, StoreError> {
    const SQL: &str = "SELECT invoice.id, invoice.customer_id, invoice.due_on,
            (SELECT max(days) FROM reminder WHERE invoice_id = invoice.id) AS had
        FROM invoice
        WHERE invoice.open > 0 AND invoice.open <> 0 AND invoice.due_on <= ?1 AND invoice.customer_id IS NOT NULL
          AND invoice.id > ?3 AND coalesce(had, -1000000) < ?2 AND invoice.received_at < ?5
        ORDER BY invoice.id LIMIT ?4";
    let Wanted { until, last, received_before } = wanted;
    let bound = params![until.to_string(), last, after.0, limit, received_before.as_second()];
    let mut query = conn.prepare_cached(SQL)?;
    let found = query.query_map(bound, from_row)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Records that an invoice has had a reminder; false where it had it before.
pub fn add(tx: &Transaction<'_>, (invoice, days): (InvoiceId, i32), at: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT OR IGNORE INTO reminder (invoice_id, days, at) VALUES (?1, ?2, ?3)";
    Ok(tx.prepare_cached(SQL)?.execute(params![invoice.0, days, at.as_second()])? == 1)
}

fn from_row(row: &Row<'_>) -> Result<Remindable, rusqlite::Error> {
    Ok(Remindable {
        invoice: InvoiceId(row.get(0)?),
        customer: CustomerId(row.get(1)?),
        due_on: date(row, 2)?,
        had: row.get(3)?,
    })
}
