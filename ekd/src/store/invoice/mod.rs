//! Invoices as they were imported: what they say, whose they are, what of them is settled.
//!
//! Knows neither forms nor what pays what: it is told by `allocation` how much is settled; `due` tells what is open. Lists as people see
//! them are in `list`, by what it is found whose an invoice is in `whose`.

pub mod list;
pub mod whose;

use common::bank_account::BankAccount;
use common::id::{BillingFileId, CustomerId, InvoiceId, SiteCode, SiteId};
use common::invoice::file::{FileKind, FileProblem};
use common::invoice::{AttachedTable, Days, Invoice, InvoiceKind, InvoiceLine, InvoiceStanding, Party, RateSum};
use common::money::{Currency, Money};
use common::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::deflate::{deflated, inflated};
use super::row::{by_name, code, code_or_none, date, date_or_none, instant, json, money, unsigned};
use crate::invoice::read::{Corrected, ReadInvoice};

/// An invoice that is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub file: BillingFileId,
    pub at: Timestamp,
    pub customer: Option<CustomerId>,
    pub read: &'a ReadInvoice,
    pub document: &'a Packed,
}

/// What an invoice says besides the figures of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub lines: Vec<InvoiceLine>,
    pub rates: Vec<RateSum>,
    pub remarks: Vec<String>,
    pub attached: Vec<AttachedTable>,
    /// Of the document itself.
    pub flags: Vec<FileProblem>,
    /// The number under which its seller knows the customer.
    pub customer_number: Option<String>,
    /// Of contracts that it names.
    pub contract_numbers: Vec<String>,
    /// Texts that may name a site or a meter.
    pub places: Vec<String>,
}

/// What an invoice says besides the figures of lists, in few bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(Vec<u8>);

/// What of an invoice that came tells whether it is one that is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub id: InvoiceId,
    pub ksef_number: Option<String>,
    pub kind: InvoiceKind,
    pub form: FileKind,
    pub issued_on: Date,
    pub currency: Currency,
    pub net: Money,
    pub vat: Money,
    pub gross: Money,
    pub payable: Money,
    pub document: Packed,
}

/// Where the bytes that an invoice came as are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    pub file: BillingFileId,
    pub form: FileKind,
}

impl Packed {
    /// Packs what an invoice says, for [`insert`]: work that needs no archive.
    pub fn of(read: &ReadInvoice) -> Result<Self, StoreError> {
        let document = Document {
            lines: read.lines.clone(),
            rates: read.rates.clone(),
            remarks: read.remarks.clone(),
            attached: read.attached.clone(),
            flags: read.flags.clone(),
            customer_number: read.customer_number.clone(),
            contract_numbers: read.contract_numbers.clone(),
            places: read.places.clone(),
        };
        let text = serde_json::to_vec(&document).map_err(|error| StoreError::Foreign(error.to_string()))?;
        Ok(Self(deflated(&text)?))
    }
}

/// Returns the letters and figures of a number, folded: `FV 0012/2026` and `fv00122026` are the same in a transfer.
#[must_use]
pub fn plain(number: &str) -> String {
    fold(number).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Keeps an invoice that is not here yet, with what it says to be paid.
pub fn insert(tx: &Transaction<'_>, new: &New<'_>) -> Result<InvoiceId, StoreError> {
    const SQL: &str = "INSERT INTO invoice (file_id, seller, number, ksef_number, kind, form, seller_id, buyer_id, customer_id,
            issued_on, first_on, last_on, currency, net, vat, gross, payable, settled, due_on, account, is_split_payment,
            corrects, n_flags, plain, folded, document, received_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
            ?24, ?25, ?26, ?27)";
    let New { file, at, customer, read, document } = *new;
    let ksef_number = read.ksef_number.as_deref();
    tx.prepare_cached(SQL)?.execute(params![
        file.0,
        read.seller_key,
        read.number,
        ksef_number,
        read.kind.name(),
        read.form.name(),
        party_id(tx, &read.seller)?,
        party_id(tx, &read.buyer)?,
        customer.map(|customer| customer.0),
        read.issued_on.to_string(),
        read.period.map(|period| period.first.to_string()),
        read.period.map(|period| period.last.to_string()),
        read.currency.as_str(),
        read.net.grosze(),
        read.vat.grosze(),
        read.gross.grosze(),
        read.payable.grosze(),
        read.declared_paid.grosze(),
        read.due_on.map(|due_on| due_on.to_string()),
        read.account.as_ref().map(BankAccount::as_str),
        read.is_split_payment,
        read.corrects.first().map(|corrected| corrected.number.as_str()),
        u32::try_from(read.flags.len()).unwrap_or(u32::MAX),
        plain(&read.number),
        fold(&format!("{} {}", read.number, ksef_number.unwrap_or_default())),
        document.0,
        at.as_second(),
    ])?;
    let id = InvoiceId(tx.last_insert_rowid());
    also_corrects(tx, id, read.corrects.get(1..).unwrap_or_default())?;
    Ok(id)
}

fn also_corrects(tx: &Transaction<'_>, id: InvoiceId, corrected: &[Corrected]) -> Result<(), StoreError> {
    const SQL: &str = "INSERT OR IGNORE INTO invoice_also_corrects (correction_id, number) VALUES (?1, ?2)";
    for corrected in corrected {
        tx.prepare_cached(SQL)?.execute(params![id.0, corrected.number])?;
    }
    Ok(())
}

/// Returns the number under which a party is kept, which is given with its first invoice.
fn party_id(tx: &Transaction<'_>, party: &Party) -> Result<i64, StoreError> {
    const KNOWN: &str = "SELECT id FROM invoice_party WHERE party = ?1";
    const NEW: &str = "INSERT INTO invoice_party (party) VALUES (?1)";
    let text = serde_json::to_string(party).map_err(|error| StoreError::Foreign(error.to_string()))?;
    if let Some(id) = tx.prepare_cached(KNOWN)?.query_row([&text], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    tx.prepare_cached(NEW)?.execute([&text])?;
    Ok(tx.last_insert_rowid())
}

/// Returns what is here under a seller's number.
pub fn known(conn: &Connection, seller_key: &str, number: &str) -> Result<Option<Known>, StoreError> {
    const SQL: &str =
        "SELECT id, ksef_number, kind, issued_on, currency, net, vat, gross, form, payable, document FROM invoice
        WHERE seller = ?1 AND number = ?2";
    let from_row = |row: &Row<'_>| {
        Ok(Known {
            id: InvoiceId(row.get(0)?),
            ksef_number: row.get(1)?,
            kind: by_name(row, 2, InvoiceKind::parse)?,
            issued_on: date(row, 3)?,
            currency: code(row, 4)?,
            net: money(row, 5)?,
            vat: money(row, 6)?,
            gross: money(row, 7)?,
            form: by_name(row, 8, FileKind::parse)?,
            payable: money(row, 9)?,
            document: Packed(row.get(10)?),
        })
    };
    Ok(conn.prepare_cached(SQL)?.query_row([seller_key, number], from_row).optional()?)
}

/// Keeps the KSeF number of an invoice that came without one.
pub fn learn_ksef_number(tx: &Transaction<'_>, id: InvoiceId, ksef_number: &str) -> Result<(), StoreError> {
    const SQL: &str =
        "UPDATE invoice SET ksef_number = ?2, folded = folded || ?3 WHERE id = ?1 AND ksef_number IS NULL";
    tx.prepare_cached(SQL)?.execute(params![id.0, ksef_number, fold(ksef_number)])?;
    Ok(())
}

/// Says that so much more of an invoice is settled; less where `delta` is less than zero. The only way in which that changes.
pub fn settle_by(tx: &Transaction<'_>, id: InvoiceId, delta: Money) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE invoice SET settled = settled + ?2 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute([id.0, delta.grosze()])?;
    Ok(())
}

/// Links a correction that waits for the first or another invoice of its seller with this number, and returns those that
/// were linked.
pub fn link_corrections(tx: &Transaction<'_>, original: InvoiceId) -> Result<Vec<InvoiceId>, StoreError> {
    const FIRST: &str = "UPDATE invoice SET corrects_id = ?1
        WHERE corrects = (SELECT number FROM invoice WHERE id = ?1) AND corrects_id IS NULL AND id <> ?1
          AND seller = (SELECT seller FROM invoice WHERE id = ?1) RETURNING id";
    const ALSO: &str = "UPDATE invoice_also_corrects SET original_id = ?1
        WHERE number = (SELECT number FROM invoice WHERE id = ?1) AND original_id IS NULL AND correction_id <> ?1
          AND (SELECT seller FROM invoice WHERE id = correction_id) = (SELECT seller FROM invoice WHERE id = ?1)
        RETURNING correction_id";
    let mut linked = Vec::new();
    for sql in [FIRST, ALSO] {
        let mut query = tx.prepare_cached(sql)?;
        let ids = query.query_map([original.0], |row| row.get(0).map(InvoiceId))?;
        linked.extend(ids.collect::<Result<Vec<_>, _>>()?);
    }
    linked.sort_unstable();
    linked.dedup();
    Ok(linked)
}

/// Links a correction with those of its originals that are here.
pub fn link_originals(tx: &Transaction<'_>, correction: InvoiceId) -> Result<(), StoreError> {
    const FIRST: &str = "UPDATE invoice SET corrects_id = (SELECT original.id FROM invoice AS original
            WHERE original.seller = invoice.seller AND original.number = invoice.corrects AND original.id <> invoice.id)
        WHERE id = ?1 AND corrects IS NOT NULL AND corrects_id IS NULL";
    const ALSO: &str = "UPDATE invoice_also_corrects SET original_id = (SELECT original.id FROM invoice AS original
            WHERE original.seller = (SELECT seller FROM invoice WHERE id = ?1)
              AND original.number = invoice_also_corrects.number AND original.id <> ?1)
        WHERE correction_id = ?1 AND original_id IS NULL";
    for sql in [FIRST, ALSO] {
        tx.prepare_cached(sql)?.execute([correction.0])?;
    }
    Ok(())
}

/// Returns which invoices a correction corrects, as far as they are here, in its order.
pub fn originals(conn: &Connection, correction: InvoiceId) -> Result<Vec<InvoiceId>, StoreError> {
    const SQL: &str = "SELECT corrects_id FROM invoice WHERE id = ?1 AND corrects_id IS NOT NULL
        UNION SELECT original_id FROM invoice_also_corrects WHERE correction_id = ?1 AND original_id IS NOT NULL";
    ids(conn, SQL, correction.0)
}

/// Returns which corrections correct an invoice, in the order of their arrival.
pub fn corrections(conn: &Connection, original: InvoiceId) -> Result<Vec<InvoiceId>, StoreError> {
    const SQL: &str = "SELECT id FROM invoice WHERE corrects_id = ?1
        UNION SELECT correction_id FROM invoice_also_corrects WHERE original_id = ?1";
    ids(conn, SQL, original.0)
}

fn ids(conn: &Connection, sql: &str, of: i64) -> Result<Vec<InvoiceId>, StoreError> {
    let mut query = conn.prepare_cached(sql)?;
    Ok(query.query_map([of], |row| row.get(0).map(InvoiceId))?.collect::<Result<_, _>>()?)
}

/// Returns one invoice as it stands today, whoever asks.
pub fn by_id(conn: &Connection, id: InvoiceId, today: Date) -> Result<Option<Invoice>, StoreError> {
    let sql = format!("SELECT {} FROM {TABLES} WHERE invoice.id = ?1", columns());
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], |row| from_row(row, today)).optional()?)
}

/// Returns what an invoice says besides.
pub fn document(conn: &Connection, id: InvoiceId) -> Result<Option<Document>, StoreError> {
    const SQL: &str = "SELECT document FROM invoice WHERE id = ?1";
    let packed: Option<Vec<u8>> = conn.prepare_cached(SQL)?.query_row([id.0], |row| row.get(0)).optional()?;
    let read = |packed: Vec<u8>| {
        serde_json::from_slice(&inflated(&packed)?).map_err(|error| StoreError::Foreign(error.to_string()))
    };
    packed.map(read).transpose()
}

/// Returns where the bytes are that an invoice came as.
pub fn origin(conn: &Connection, id: InvoiceId) -> Result<Option<Origin>, StoreError> {
    const SQL: &str = "SELECT file_id, form FROM invoice WHERE id = ?1";
    let from_row =
        |row: &Row<'_>| Ok(Origin { file: BillingFileId(row.get(0)?), form: by_name(row, 1, FileKind::parse)? });
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], from_row).optional()?)
}

/// Returns whose an invoice is.
pub fn customer_of(conn: &Connection, id: InvoiceId) -> Result<Option<CustomerId>, StoreError> {
    const SQL: &str = "SELECT customer_id FROM invoice WHERE id = ?1";
    let found: Option<Option<i64>> = conn.prepare_cached(SQL)?.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(found.flatten().map(CustomerId))
}

/// Counts the invoices of a customer.
pub fn count_of(conn: &Connection, customer: CustomerId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM invoice WHERE customer_id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([customer.0], |row| unsigned(row, 0))?)
}

/// How it is known whose an invoice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidBy {
    /// What it says.
    Document,
    /// Somebody who keeps the books: what the document says does not change it any more.
    Person,
}

/// Says whose an invoice is.
pub fn assign(tx: &Transaction<'_>, id: InvoiceId, customer: Option<CustomerId>, by: SaidBy) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE invoice SET customer_id = ?2, is_told = ?3 WHERE id = ?1";
    let is_told = matches!(by, SaidBy::Person);
    tx.prepare_cached(SQL)?.execute(params![id.0, customer.map(|customer| customer.0), is_told])?;
    Ok(())
}

/// Says where an invoice bills heat, in place of what was said before.
pub fn set_sites(tx: &Transaction<'_>, id: InvoiceId, sites: &[SiteId]) -> Result<(), StoreError> {
    const BEFORE: &str = "DELETE FROM invoice_site WHERE invoice_id = ?1";
    const SQL: &str = "INSERT OR IGNORE INTO invoice_site (invoice_id, site_id) VALUES (?1, ?2)";
    tx.prepare_cached(BEFORE)?.execute([id.0])?;
    for site in sites {
        tx.prepare_cached(SQL)?.execute([id.0, site.0])?;
    }
    Ok(())
}

pub(super) const TABLES: &str = "invoice JOIN invoice_party AS seller ON seller.id = invoice.seller_id
    JOIN invoice_party AS buyer ON buyer.id = invoice.buyer_id
    LEFT JOIN customer ON customer.id = invoice.customer_id";

/// Returns the columns of an invoice as it is shown.
pub(super) fn columns() -> String {
    format!(
        "invoice.id, invoice.number, invoice.ksef_number, invoice.kind, customer.number, customer.name,
         (SELECT group_concat(code, char(10)) FROM (SELECT site.code FROM invoice_site JOIN site ON site.id = site_id
            WHERE invoice_id = invoice.id ORDER BY site.code)),
         seller.party, buyer.party, invoice.issued_on, invoice.first_on, invoice.last_on, invoice.currency, invoice.net,
         invoice.vat, invoice.gross, invoice.payable, invoice.settled, invoice.due_on, invoice.account,
         invoice.is_split_payment, invoice.corrects, invoice.n_flags + ({IS_NOBODYS}) + ({IS_ORPHAN}),
         invoice.received_at"
    )
}

/// Nobody knows whose it is, and nobody said so.
const IS_NOBODYS: &str = "invoice.customer_id IS NULL AND NOT invoice.is_told";
/// A correction of something that is not here.
const IS_ORPHAN: &str = "invoice.corrects IS NOT NULL AND invoice.corrects_id IS NULL
    OR EXISTS (SELECT 1 FROM invoice_also_corrects WHERE correction_id = invoice.id AND original_id IS NULL)";

/// Tells what is missing here of an invoice: whose it is, and what it corrects.
pub fn missing(conn: &Connection, id: InvoiceId) -> Result<(bool, bool), StoreError> {
    let sql = format!("SELECT {IS_NOBODYS}, {IS_ORPHAN} FROM invoice WHERE id = ?1");
    let found = conn.prepare_cached(&sql)?.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.unwrap_or_default())
}

pub(super) fn from_row(row: &Row<'_>, today: Date) -> Result<Invoice, rusqlite::Error> {
    let sites: Option<String> = row.get(6)?;
    let sites = sites.iter().flat_map(|codes| codes.lines());
    let (payable, settled) = (money(row, 16)?, money(row, 17)?);
    let due_on = date_or_none(row, 18)?;
    let period = date_or_none(row, 10)?.zip(date_or_none(row, 11)?);
    Ok(Invoice {
        id: InvoiceId(row.get(0)?),
        number: row.get(1)?,
        ksef_number: row.get(2)?,
        kind: by_name(row, 3, InvoiceKind::parse)?,
        customer: code_or_none(row, 4)?,
        customer_name: row.get(5)?,
        sites: sites.filter_map(|code| SiteCode::parse(code).ok()).collect(),
        seller: json(row, 7)?,
        buyer: json(row, 8)?,
        issued_on: date(row, 9)?,
        period: period.map(|(first, last)| Days { first, last }),
        currency: code(row, 12)?,
        net: money(row, 13)?,
        vat: money(row, 14)?,
        gross: money(row, 15)?,
        payable,
        settled,
        due_on,
        account: code_or_none(row, 19)?,
        standing: InvoiceStanding::of(payable - settled, due_on, today),
        is_split_payment: row.get(20)?,
        corrects: row.get(21)?,
        n_flags: row.get(22)?,
        received_at: instant(row, 23)?,
    })
}

#[cfg(test)]
mod tests;
