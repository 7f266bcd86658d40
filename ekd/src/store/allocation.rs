//! What pays what: each allocation, and the sums that invoices and payments keep of theirs.
//!
//! Every change of an allocation changes those sums with it, here and nowhere else.

use common::id::{AccountId, AllocationId, InvoiceId, PaymentId};
use common::money::Money;
use common::payment::{Allocation, AllocationSource, Release};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::log::Logbook;
use super::row::{code_or_none, date, foreign, instant, instant_or_none, money};
use super::{StoreError, invoice};

/// What pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Payment(PaymentId),
    /// A correction that gives something back.
    Correction(InvoiceId),
}

/// What is to pay an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAllocation {
    pub from: Source,
    pub invoice: InvoiceId,
    pub amount: Money,
    /// The day from which it counts.
    pub counts_on: Date,
}

/// Who changes what pays what, and when; nobody where it comes about by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doing {
    pub at: Timestamp,
    pub by: Option<AccountId>,
}

/// An allocation as the daemon itself needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: AllocationId,
    pub from: Source,
    pub invoice: InvoiceId,
    pub amount: Money,
    pub counts_on: Date,
    pub is_released: bool,
}

/// Has something pay an invoice.
pub fn add(tx: &Transaction<'_>, new: &NewAllocation, doing: Doing) -> Result<AllocationId, StoreError> {
    const SQL: &str = "INSERT INTO allocation (payment_id, correction_id, invoice_id, amount, counts_on, at, by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let (payment, correction) = match new.from {
        Source::Payment(id) => (Some(id.0), None),
        Source::Correction(id) => (None, Some(id.0)),
    };
    tx.prepare_cached(SQL)?.execute(params![
        payment,
        correction,
        new.invoice.0,
        new.amount.grosze(),
        new.counts_on.to_string(),
        doing.at.as_second(),
        doing.by.map(|by| by.0),
    ])?;
    let id = AllocationId(tx.last_insert_rowid());
    count(tx, (new.from, new.invoice), new.amount)?;
    Ok(id)
}

/// Takes an allocation back that counts.
pub fn release(tx: &Transaction<'_>, kept: &Kept, doing: Doing, why: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE allocation SET released_at = ?2, released_by = ?3, released_why = ?4
        WHERE id = ?1 AND released_at IS NULL";
    let bound = params![kept.id.0, doing.at.as_second(), doing.by.map(|by| by.0), why];
    if tx.prepare_cached(SQL)?.execute(bound)? == 1 {
        count(tx, (kept.from, kept.invoice), -kept.amount)?;
    }
    Ok(())
}

/// Counts an amount in the sums of both sides.
fn count(tx: &Transaction<'_>, (from, to): (Source, InvoiceId), amount: Money) -> Result<(), StoreError> {
    const PAYMENT: &str = "UPDATE payment SET allocated = allocated + ?2 WHERE id = ?1";
    invoice::settle_by(tx, to, amount)?;
    match from {
        Source::Payment(id) => {
            tx.prepare_cached(PAYMENT)?.execute([id.0, amount.grosze()])?;
            Ok(())
        }
        // It asks for less than nothing: what it gives brings it nearer to nothing.
        Source::Correction(id) => invoice::settle_by(tx, id, -amount),
    }
}

const KEPT: &str = "SELECT id, payment_id, correction_id, invoice_id, amount, counts_on, released_at IS NOT NULL
    FROM allocation";

/// Returns one allocation.
pub fn by_id(conn: &Connection, id: AllocationId) -> Result<Option<Kept>, StoreError> {
    let sql = format!("{KEPT} WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], kept).optional()?)
}

/// Returns what a payment pays now, the oldest first.
pub fn live_of_payment(conn: &Connection, id: PaymentId) -> Result<Vec<Kept>, StoreError> {
    live(conn, "payment_id = ?1", id.0)
}

/// Returns what pays an invoice now, the oldest first.
pub fn live_of_invoice(conn: &Connection, id: InvoiceId) -> Result<Vec<Kept>, StoreError> {
    live(conn, "invoice_id = ?1", id.0)
}

/// Returns what a correction pays now, the oldest first.
pub fn live_of_correction(conn: &Connection, id: InvoiceId) -> Result<Vec<Kept>, StoreError> {
    live(conn, "correction_id = ?1", id.0)
}

fn live(conn: &Connection, condition: &str, id: i64) -> Result<Vec<Kept>, StoreError> {
    let sql = format!("{KEPT} WHERE {condition} AND released_at IS NULL ORDER BY id");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([id], kept)?.collect::<Result<_, _>>()?)
}

fn kept(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    Ok(Kept {
        id: AllocationId(row.get(0)?),
        from: source(row, (1, 2))?,
        invoice: InvoiceId(row.get(3)?),
        amount: money(row, 4)?,
        counts_on: date(row, 5)?,
        is_released: row.get(6)?,
    })
}

fn source(row: &Row<'_>, (payment, correction): (usize, usize)) -> Result<Source, rusqlite::Error> {
    match (row.get(payment)?, row.get(correction)?) {
        (Some(id), None) => Ok(Source::Payment(PaymentId(id))),
        (None, Some(id)) => Ok(Source::Correction(InvoiceId(id))),
        (Some(_), Some(_)) | (None, None) => Err(foreign(payment, "an allocation of a payment and of a correction")),
    }
}

const COLUMNS: &str = "allocation.id, allocation.payment_id, allocation.correction_id, correction.number,
    allocation.invoice_id, invoice.number, allocation.amount, allocation.counts_on, allocation.at, doer.login,
    allocation.released_at, undoer.login, allocation.released_why";
const TABLES: &str = "allocation JOIN invoice ON invoice.id = allocation.invoice_id
    LEFT JOIN invoice AS correction ON correction.id = allocation.correction_id
    LEFT JOIN payment ON payment.id = allocation.payment_id
    LEFT JOIN account AS doer ON doer.id = allocation.by
    LEFT JOIN account AS undoer ON undoer.id = allocation.released_by";

/// Returns what a payment pays and paid, as far as whoever looks may see it, the oldest first.
pub fn of_payment(log: &Logbook<'_>, id: PaymentId) -> Result<Vec<Allocation>, StoreError> {
    seen(log, "allocation.payment_id = ?1", id.0)
}

/// Returns what pays and paid an invoice, and what it pays as a correction, as far as whoever looks may see it, the oldest
/// first.
pub fn of_invoice(log: &Logbook<'_>, id: InvoiceId) -> Result<Vec<Allocation>, StoreError> {
    seen(log, "(allocation.invoice_id = ?1 OR allocation.correction_id = ?1)", id.0)
}

/// What was taken back may have been between two customers: nobody sees the other's.
fn seen(log: &Logbook<'_>, condition: &str, id: i64) -> Result<Vec<Allocation>, StoreError> {
    let scope = log.scope();
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE {condition}{}{} ORDER BY allocation.id",
        scope.payers("invoice.customer_id", 2),
        scope.payers("coalesce(payment.customer_id, correction.customer_id)", 2)
    );
    let (account, now) = scope.bound();
    let mut query = log.prepare_cached(&sql)?;
    let mut found: Vec<Allocation> = query.query_map(params![id, account, now], from_row)?.collect::<Result<_, _>>()?;
    if !scope.is_house() {
        for one in &mut found {
            one.by = None;
            if let Some(released) = &mut one.released {
                *released = Release { at: released.at, by: None, reason: String::new() };
            }
        }
    }
    Ok(found)
}

fn from_row(row: &Row<'_>) -> Result<Allocation, rusqlite::Error> {
    let from = match source(row, (1, 2))? {
        Source::Payment(id) => AllocationSource::Payment(id),
        Source::Correction(id) => AllocationSource::Correction(id, row.get(3)?),
    };
    let released = match instant_or_none(row, 10)? {
        Some(at) => Some(Release {
            at,
            by: code_or_none(row, 11)?,
            reason: row.get::<_, Option<String>>(12)?.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(Allocation {
        id: AllocationId(row.get(0)?),
        from,
        invoice: InvoiceId(row.get(4)?),
        invoice_number: row.get(5)?,
        amount: money(row, 6)?,
        counts_on: date(row, 7)?,
        at: instant(row, 8)?,
        by: code_or_none(row, 9)?,
        released,
    })
}
