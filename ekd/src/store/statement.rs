//! Statements of bank accounts, as they were taken.

use common::bank_account::BankAccount;
use common::id::{BillingFileId, PaymentId, StatementId};
use common::invoice::Days;
use common::money::{Currency, Money};
use common::payment::{PaymentStanding, Statement};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{by_name, code_or_none, currency, date, date_or_none, instant, money, unsigned};

/// A statement that is to be kept.
#[derive(Clone, Debug)]
pub struct NewStatement<'a> {
    pub file: BillingFileId,
    pub account: &'a str,
    pub number: &'a str,
    pub currency: Currency,
    pub days: Option<Days>,
    pub opening: Option<Money>,
    pub closing: Option<Money>,
    pub n_entries: u64,
    pub n_payments: u64,
    pub incoming: Money,
    pub outgoing: Money,
    pub is_balanced: bool,
    pub received_at: Timestamp,
}

/// Writes a statement down.
pub fn add(tx: &Transaction<'_>, new: &NewStatement<'_>) -> Result<StatementId, StoreError> {
    const SQL: &str =
        "INSERT INTO bank_statement (file_id, account, number, currency, first_on, last_on, opening, closing,
            n_entries, n_payments, incoming, outgoing, is_balanced, received_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    tx.prepare_cached(SQL)?.execute(params![
        new.file.0,
        new.account,
        new.number,
        new.currency.as_str(),
        new.days.map(|days| days.first.to_string()),
        new.days.map(|days| days.last.to_string()),
        new.opening.map(Money::grosze),
        new.closing.map(Money::grosze),
        new.n_entries.cast_signed(),
        new.n_payments.cast_signed(),
        new.incoming.grosze(),
        new.outgoing.grosze(),
        new.is_balanced,
        new.received_at.as_second(),
    ])?;
    Ok(StatementId(tx.last_insert_rowid()))
}

/// Tells whether the same statement is here already: of that account and those days, with those balances.
pub fn is_known(conn: &Connection, new: &NewStatement<'_>) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM bank_statement WHERE account = ?1 AND currency = ?2
        AND first_on IS ?3 AND last_on IS ?4 AND opening IS ?5 AND closing IS ?6 AND n_entries = ?7)";
    let bound = params![
        new.account,
        new.currency.as_str(),
        new.days.map(|days| days.first.to_string()),
        new.days.map(|days| days.last.to_string()),
        new.opening.map(Money::grosze),
        new.closing.map(Money::grosze),
        new.n_entries.cast_signed(),
    ];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| row.get(0))?)
}

/// Returns with what balance the account closed last, by statements that ended on that day or before.
pub fn closed_with(
    conn: &Connection,
    (account, currency): (&str, Currency),
    until: Date,
) -> Result<Option<Money>, StoreError> {
    const SQL: &str = "SELECT closing FROM bank_statement
        WHERE account = ?1 AND currency = ?2 AND last_on <= ?3 AND closing IS NOT NULL
        ORDER BY last_on DESC, id DESC LIMIT 1";
    let bound = params![account, currency.as_str(), until.to_string()];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| money(row, 0)).optional()?)
}

/// A batch: one entry of a statement with several payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BatchId {
    pub statement: StatementId,
    /// Which of its entries.
    pub entry: u32,
}

/// A payment that came in a file of another kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    pub id: PaymentId,
    pub booked_on: Date,
    pub amount: Money,
    pub to_account: Option<BankAccount>,
    pub payer_account: Option<BankAccount>,
    pub standing: PaymentStanding,
    /// What it is a part of.
    pub batch: Option<BatchId>,
}

/// Returns the payments of an account's days that came in files of another kind than this one.
pub fn told_otherwise(
    conn: &Connection,
    (account, currency): (&str, Currency),
    days: Days,
    file: BillingFileId,
) -> Result<Vec<Otherwise>, StoreError> {
    const SQL: &str = "SELECT payment.id, payment.booked_on, payment.amount, payment.to_account,
            payment.payer_account, payment.standing, payment.statement_id, payment.batch
        FROM bank_statement AS statement
        JOIN billing_file AS file ON file.id = statement.file_id
        JOIN payment ON payment.statement_id = statement.id
        WHERE statement.account = ?1 AND statement.currency = ?2 AND statement.last_on >= ?3 AND statement.first_on <= ?4
            AND file.kind <> (SELECT kind FROM billing_file WHERE id = ?5) AND payment.booked_on BETWEEN ?3 AND ?4
        ORDER BY payment.id";
    let bound = params![account, currency.as_str(), days.first.to_string(), days.last.to_string(), file.0];
    let mut query = conn.prepare_cached(SQL)?;
    let one = |row: &Row<'_>| {
        let statement = StatementId(row.get(6)?);
        Ok(Otherwise {
            id: PaymentId(row.get(0)?),
            booked_on: date(row, 1)?,
            amount: money(row, 2)?,
            to_account: code_or_none(row, 3)?,
            payer_account: code_or_none(row, 4)?,
            standing: by_name(row, 5, PaymentStanding::parse)?,
            batch: row.get::<_, Option<u32>>(7)?.map(|entry| BatchId { statement, entry }),
        })
    };
    Ok(query.query_map(bound, one)?.collect::<Result<_, _>>()?)
}

/// Returns up to `limit` statements before the number `before`, the last taken first.
pub fn list(conn: &Connection, before: Option<StatementId>, limit: u32) -> Result<Vec<Statement>, StoreError> {
    const SQL: &str = "SELECT id, file_id, account, number, currency, first_on, last_on, opening, closing, n_entries,
            n_payments, incoming, outgoing, is_balanced, received_at
        FROM bank_statement WHERE id < ?1 ORDER BY id DESC LIMIT ?2";
    let before = before.map_or(i64::MAX, |before| before.0);
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map(params![before, limit], from_row)?.collect::<Result<_, _>>()?)
}

fn from_row(row: &Row<'_>) -> Result<Statement, rusqlite::Error> {
    let days = date_or_none(row, 5)?.zip(date_or_none(row, 6)?).map(|(first, last)| Days { first, last });
    let balance = |column| row.get::<_, Option<i64>>(column).map(|grosze| grosze.map(Money::from_grosze));
    Ok(Statement {
        id: StatementId(row.get(0)?),
        file: BillingFileId(row.get(1)?),
        account: row.get(2)?,
        number: row.get(3)?,
        currency: currency(row, 4)?,
        days,
        opening: balance(7)?,
        closing: balance(8)?,
        n_entries: unsigned(row, 9)?,
        n_payments: unsigned(row, 10)?,
        incoming: money(row, 11)?,
        outgoing: money(row, 12)?,
        is_balanced: row.get(13)?,
        received_at: instant(row, 14)?,
    })
}
