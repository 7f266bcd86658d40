//! Payments: money that came in or was taken back, whose it is and how it stands.
//!
//! What they pay is `allocation`'s. Knows no rules: whose a payment is was found before.

use common::bank_account::BankAccount;
use common::id::{CustomerId, CustomerNumber, PaymentId, StatementId};
use common::money::{Currency, Money};
use common::payment::{MatchedBy, Payment, PaymentFilter, PaymentStanding};
use common::text::fold;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::due::COUNTED_THEN;
use super::log::Logbook;
use super::row::{anywhere, by_name, code, code_or_none, currency, date, foreign, money, unsigned};
use super::{StoreError, allocation};

/// An entry of a statement that is to be kept.
#[derive(Clone, Debug)]
pub struct NewPayment<'a> {
    pub statement: StatementId,
    /// What makes it the same in whatever file it comes.
    pub key: &'a str,
    pub booked_on: Date,
    pub amount: Money,
    pub currency: Currency,
    pub title: &'a str,
    pub payer: &'a str,
    pub payer_account: Option<&'a BankAccount>,
    pub to_account: Option<&'a BankAccount>,
    pub reference: &'a str,
    /// Which of its statement's entries it is a part of, where that is a batch.
    pub batch: Option<u32>,
}

/// A payment as the daemon itself needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: PaymentId,
    pub booked_on: Date,
    pub amount: Money,
    pub currency: Currency,
    pub title: String,
    pub payer: String,
    pub payer_account: Option<BankAccount>,
    pub to_account: Option<BankAccount>,
    pub reference: String,
    pub customer: Option<CustomerId>,
    pub standing: PaymentStanding,
    pub allocated: Money,
    /// A person made it a credit: it pays nothing by itself.
    pub is_held: bool,
    /// The payment that this one takes back.
    pub return_of: Option<PaymentId>,
}

impl Kept {
    /// Returns what of it pays nothing yet.
    #[must_use]
    pub fn left(&self) -> Money {
        self.amount - self.allocated
    }
}

/// Whose a payment is, by what that is known, and whether it waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    pub customer: CustomerId,
    pub by: MatchedBy,
    pub is_held: bool,
}

/// Writes a payment down; nobody knows yet whose it is.
pub fn add(tx: &Transaction<'_>, new: &NewPayment<'_>) -> Result<PaymentId, StoreError> {
    const SQL: &str =
        "INSERT INTO payment (statement_id, key, booked_on, amount, currency, title, payer, payer_account,
            to_account, reference, standing, folded, batch)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    tx.prepare_cached(SQL)?.execute(params![
        new.statement.0,
        new.key,
        new.booked_on.to_string(),
        new.amount.grosze(),
        new.currency.as_str(),
        new.title,
        new.payer,
        new.payer_account.map(BankAccount::as_str),
        new.to_account.map(BankAccount::as_str),
        new.reference,
        PaymentStanding::Unmatched.name(),
        fold(&format!("{} {} {}", new.title, new.payer, new.reference)),
        new.batch,
    ])?;
    Ok(PaymentId(tx.last_insert_rowid()))
}

/// Tells whether an entry is here already.
pub fn is_known(conn: &Connection, key: &str) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM payment WHERE key = ?1)";
    Ok(conn.prepare_cached(SQL)?.query_row([key], |row| row.get(0))?)
}

/// Counts a customer's payments.
pub fn count_of(conn: &Connection, customer: CustomerId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM payment WHERE customer_id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([customer.0], |row| unsigned(row, 0))?)
}

/// Says whose a payment is; `None`: it waits for a clerk again.
pub fn set_owner(tx: &Transaction<'_>, id: PaymentId, owner: Option<Owner>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE payment SET customer_id = ?2, matched_by = ?3, is_held = ?4 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![
        id.0,
        owner.map(|owner| owner.customer.0),
        owner.map(|owner| owner.by.name()),
        owner.is_some_and(|owner| owner.is_held),
    ])?;
    Ok(())
}

/// Returns whose a payment is, and by what that is known.
pub fn owner_of(conn: &Connection, id: PaymentId) -> Result<Option<Owner>, StoreError> {
    const SQL: &str = "SELECT customer_id, matched_by, is_held FROM payment
        WHERE id = ?1 AND customer_id IS NOT NULL AND matched_by IS NOT NULL";
    let owner = |row: &Row<'_>| {
        Ok(Owner { customer: CustomerId(row.get(0)?), by: by_name(row, 1, MatchedBy::parse)?, is_held: row.get(2)? })
    };
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], owner).optional()?)
}

/// Has a credit pay nothing by itself any more.
pub fn hold(tx: &Transaction<'_>, id: PaymentId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE payment SET is_held = 1 WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}

/// Says how a payment stands, and why where a person said so.
pub fn set_standing(
    tx: &Transaction<'_>,
    id: PaymentId,
    standing: PaymentStanding,
    comment: &str,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE payment SET standing = ?2, comment = ?3 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id.0, standing.name(), comment])?;
    Ok(())
}

/// Says which payment another one takes back; `None`: none after all.
pub fn set_return(tx: &Transaction<'_>, id: PaymentId, of: Option<PaymentId>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE payment SET return_of = ?2 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id.0, of.map(|of| of.0)])?;
    Ok(())
}

const KEPT: &str =
    "SELECT payment.id, payment.booked_on, payment.amount, payment.currency, payment.title, payment.payer,
    payment.payer_account, payment.to_account, payment.reference, payment.customer_id, payment.standing,
    payment.allocated, payment.is_held, payment.return_of FROM payment";

/// Returns one payment, whoever looks.
pub fn by_id(conn: &Connection, id: PaymentId) -> Result<Option<Kept>, StoreError> {
    let sql = format!("{KEPT} WHERE payment.id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], kept).optional()?)
}

/// Returns the payment that takes this one back.
pub fn returned_by(conn: &Connection, id: PaymentId) -> Result<Option<Kept>, StoreError> {
    let sql = format!("{KEPT} WHERE payment.return_of = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], kept).optional()?)
}

/// Returns a customer's payments of which something is left, the oldest first; those that a person holds are not among
/// them.
pub fn credits_of(conn: &Connection, customer: CustomerId, currency: Currency) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "{KEPT} WHERE customer_id = ?1 AND standing = 'credit' AND currency = ?2 AND NOT is_held
           AND amount > allocated ORDER BY booked_on, id"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map(params![customer.0, currency.as_str()], kept)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns up to `limit` payments that wait for somebody to know whose they are, after the number `after`.
pub fn waiting(conn: &Connection, after: PaymentId, limit: u32) -> Result<Vec<Kept>, StoreError> {
    let sql =
        format!("{KEPT} WHERE standing = 'unmatched' AND is_held = 0 AND amount > 0 AND id > ?1 ORDER BY id LIMIT ?2");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([after.0, i64::from(limit)], kept)?.collect::<Result<_, _>>()?)
}

/// Returns what the bank took back of which nobody knows which payment it was, and about which nobody has decided.
pub fn waiting_returns(conn: &Connection) -> Result<Vec<Kept>, StoreError> {
    let sql = format!("{KEPT} WHERE standing = 'unmatched' AND is_held = 0 AND amount < 0 ORDER BY id");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([], kept)?.collect::<Result<_, _>>()?)
}

/// Returns the payments that may be what the bank took back: of that amount, from that account, booked on these days.
pub fn to_return(
    conn: &Connection,
    (amount, currency): (Money, Currency),
    payer_account: &BankAccount,
    (first, last): (Date, Date),
) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "{KEPT} WHERE payer_account = ?1 AND amount = ?2 AND currency = ?3 AND booked_on BETWEEN ?4 AND ?5
           AND standing IN ('unmatched', 'credit', 'allocated') ORDER BY id"
    );
    let bound =
        params![payer_account.as_str(), amount.grosze(), currency.as_str(), first.to_string(), last.to_string()];
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(bound, kept)?.collect::<Result<_, _>>()?)
}

/// Returns the customers whose payments came from an account before, at most three.
pub fn payers_from(conn: &Connection, account: &BankAccount) -> Result<Vec<CustomerId>, StoreError> {
    const SQL: &str = "SELECT DISTINCT customer_id FROM payment
        WHERE payer_account = ?1 AND customer_id IS NOT NULL AND standing IN ('credit', 'allocated') LIMIT 3";
    let mut query = conn.prepare_cached(SQL)?;
    let found = query.query_map([account.as_str()], |row| row.get(0).map(CustomerId))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns what of a customer's payments is left, by currency: held ones too.
pub fn credit_of(conn: &Connection, customer: CustomerId) -> Result<Vec<(Currency, Money)>, StoreError> {
    const SQL: &str = "SELECT currency, sum(amount - allocated) FROM payment
        WHERE customer_id = ?1 AND standing = 'credit' GROUP BY currency ORDER BY currency";
    let mut query = conn.prepare_cached(SQL)?;
    let sums = query.query_map([customer.0], |row| Ok((currency(row, 0)?, money(row, 1)?)))?;
    Ok(sums.collect::<Result<_, _>>()?)
}

/// Returns what of a customer's payments was left at the end of a day that is over, by what is known now.
pub fn credit_then(conn: &Connection, customer: CustomerId, on: Date) -> Result<Vec<(Currency, Money)>, StoreError> {
    let sql = format!(
        "SELECT currency, sum(amount - (SELECT coalesce(sum(allocation.amount), 0) FROM allocation
             WHERE allocation.payment_id = payment.id AND {COUNTED_THEN})) AS remaining
         FROM payment WHERE customer_id = ?1 AND standing IN ('credit', 'allocated') AND booked_on <= ?2
         GROUP BY currency HAVING remaining <> 0 ORDER BY currency"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let sums = query.query_map(params![customer.0, on.to_string()], |row| Ok((currency(row, 0)?, money(row, 1)?)))?;
    Ok(sums.collect::<Result<_, _>>()?)
}

/// Returns the customer's last payment in a currency until and with a day: its day and its amount.
pub fn last_of(
    conn: &Connection,
    customer: CustomerId,
    (currency, until): (Currency, Date),
) -> Result<Option<(Date, Money)>, StoreError> {
    const SQL: &str = "SELECT booked_on, amount FROM payment
        WHERE customer_id = ?1 AND currency = ?2 AND standing IN ('credit', 'allocated')
        AND booked_on <= ?3 ORDER BY booked_on DESC, id DESC LIMIT 1";
    let mut query = conn.prepare_cached(SQL)?;
    let last = query.query_row(params![customer.0, currency.as_str(), until.to_string()], |row| {
        Ok((date(row, 0)?, money(row, 1)?))
    });
    Ok(last.optional()?)
}

/// Returns up to ten virtual accounts that end with these letters and figures, and whose they are.
pub fn payers_of_ending(conn: &Connection, ending: &str) -> Result<Vec<(BankAccount, CustomerId)>, StoreError> {
    const SQL: &str = "SELECT DISTINCT account, customer_id FROM contract
        WHERE account IS NOT NULL AND lower(substr(account, -length(?1))) = ?1 LIMIT 10";
    let mut query = conn.prepare_cached(SQL)?;
    let found = query.query_map([ending], |row| Ok((code(row, 0)?, CustomerId(row.get(1)?))))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns up to ten customers with this number, of which letters and figures count.
pub fn payers_by_plain(conn: &Connection, plain: &str) -> Result<Vec<(CustomerId, CustomerNumber)>, StoreError> {
    // As the index has it.
    const SQL: &str = "SELECT id, number FROM customer
        WHERE lower(replace(replace(replace(replace(replace(number, '-', ''), '/', ''), ' ', ''), '.', ''), '_', '')) = ?1
        LIMIT 10";
    let mut query = conn.prepare_cached(SQL)?;
    let found = query.query_map([plain], |row| Ok((CustomerId(row.get(0)?), code(row, 1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

const COLUMNS: &str = "payment.id, payment.statement_id, payment.booked_on, payment.amount, payment.currency,
    payment.title, payment.payer, payment.payer_account, payment.to_account, payment.reference, customer.number,
    customer.name, payment.standing, payment.allocated, payment.matched_by, payment.comment";
const TABLES: &str = "payment LEFT JOIN customer ON customer.id = payment.customer_id";

/// Returns one payment that whoever looks may see.
pub fn find(log: &Logbook<'_>, id: PaymentId) -> Result<Option<Payment>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM {TABLES} WHERE payment.id = ?1{}", log.scope().payers("payment.customer_id", 2));
    let (account, now) = log.scope().bound();
    let found = log.prepare_cached(&sql)?.query_row(params![id.0, account, now], from_row).optional()?;
    found.map(|payment| with_allocations(log, payment)).transpose()
}

/// Returns up to `limit` payments that whoever looks may see, the last booked first, before that place in their order.
pub fn list(
    log: &Logbook<'_>,
    filter: &PaymentFilter,
    before: Option<(Date, PaymentId)>,
    limit: u32,
) -> Result<Vec<Payment>, StoreError> {
    // Written out, so that the indices are used that are for just that.
    let of_customer = match filter.customer {
        Some(_) => "payment.customer_id = (SELECT id FROM customer WHERE number = ?1)",
        None => "?1 IS NULL",
    };
    let of_standing = filter.standing.map(|one| format!(" AND payment.standing = '{}'", one.name()));
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE {of_customer}{}
           AND (?2 IS NULL OR payment.booked_on >= ?2) AND (?3 IS NULL OR payment.booked_on <= ?3)
           AND (?4 IS NULL OR payment.folded LIKE ?4 ESCAPE '\\')
           AND (payment.booked_on, payment.id) < (?5, ?6){}
         ORDER BY payment.booked_on DESC, payment.id DESC LIMIT ?7",
        of_standing.unwrap_or_default(),
        log.scope().payers("payment.customer_id", 8)
    );
    let (account, now) = log.scope().bound();
    let bound = params![
        filter.customer.as_ref().map(|number| number.as_str()),
        filter.booked.map(|days| days.first.to_string()),
        filter.booked.map(|days| days.last.to_string()),
        anywhere(filter.text.as_deref()),
        before.map_or_else(|| Date::MAX.to_string(), |(day, _)| day.to_string()),
        before.map_or(i64::MAX, |(_, id)| id.0),
        limit,
        account,
        now,
    ];
    let mut query = log.prepare_cached(&sql)?;
    let found = query.query_map(bound, from_row)?.collect::<Result<Vec<_>, _>>()?;
    found.into_iter().map(|payment| with_allocations(log, payment)).collect()
}

/// Adds what it pays. What the house writes to itself is not the customer's to see.
fn with_allocations(log: &Logbook<'_>, mut payment: Payment) -> Result<Payment, StoreError> {
    payment.allocations = allocation::of_payment(log, payment.id)?;
    if !log.scope().is_house() {
        payment.comment = String::new();
    }
    Ok(payment)
}

fn kept(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    Ok(Kept {
        id: PaymentId(row.get(0)?),
        booked_on: date(row, 1)?,
        amount: money(row, 2)?,
        currency: currency(row, 3)?,
        title: row.get(4)?,
        payer: row.get(5)?,
        payer_account: code_or_none(row, 6)?,
        to_account: code_or_none(row, 7)?,
        reference: row.get(8)?,
        customer: row.get::<_, Option<i64>>(9)?.map(CustomerId),
        standing: by_name(row, 10, PaymentStanding::parse)?,
        allocated: money(row, 11)?,
        is_held: row.get(12)?,
        return_of: row.get::<_, Option<i64>>(13)?.map(PaymentId),
    })
}

fn from_row(row: &Row<'_>) -> Result<Payment, rusqlite::Error> {
    let matched_by: Option<String> = row.get(14)?;
    let matched_by = matched_by.map(|name| MatchedBy::parse(&name).ok_or_else(|| foreign(14, name))).transpose()?;
    Ok(Payment {
        id: PaymentId(row.get(0)?),
        statement: StatementId(row.get(1)?),
        booked_on: date(row, 2)?,
        amount: money(row, 3)?,
        currency: currency(row, 4)?,
        title: row.get(5)?,
        payer: row.get(6)?,
        payer_account: code_or_none(row, 7)?,
        to_account: code_or_none(row, 8)?,
        reference: row.get(9)?,
        customer: code_or_none(row, 10)?,
        customer_name: row.get(11)?,
        standing: by_name(row, 12, PaymentStanding::parse)?,
        allocated: money(row, 13)?,
        matched_by,
        comment: row.get(15)?,
        allocations: Vec::new(),
    })
}
