//! Customers, what they own and who acts for them.

use std::collections::BTreeSet;

use common::customer::{Address, Customer, CustomerCard, CustomerFilter, Mandate, NewCustomer, Ownership, Right};
use common::id::{AccountId, CustomerId, CustomerNumber, SiteId};
use common::nip::Nip;
use common::text::fold;
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{anywhere, code, foreign, instant, instant_or_none};

const COLUMNS: &str = "customer.id, number, name, street, postal_code, town, phone, email, erased_at, nip";

/// Returns up to `limit` customers after the number `after`, by number.
pub fn list(
    conn: &Connection,
    filter: &CustomerFilter,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<Customer>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM customer WHERE number > ?1 AND (?2 IS NULL OR folded LIKE ?2 ESCAPE '\\')
         ORDER BY number LIMIT ?3"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let bound = params![after.unwrap_or_default(), anywhere(filter.text.as_deref()), limit];
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

/// Returns the customer with this number.
pub fn by_number(conn: &Connection, number: &str) -> Result<Option<Customer>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM customer WHERE number = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([number], from_row).optional()?)
}

/// Returns one customer.
pub fn by_id(conn: &Connection, id: CustomerId) -> Result<Option<Customer>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM customer WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// Returns the customer that owns a site at an instant.
pub fn of_site(conn: &Connection, site: SiteId, at: Timestamp) -> Result<Option<Customer>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM customer JOIN ownership ON customer_id = customer.id
         WHERE site_id = ?1 AND from_at <= ?2 AND (until_at IS NULL OR until_at > ?2)"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([site.0, at.as_second()], from_row).optional()?)
}

/// Returns the customers for whom an account acts at an instant, by number.
pub fn of_account(conn: &Connection, account: AccountId, at: Timestamp) -> Result<Vec<Customer>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM customer JOIN mandate ON customer_id = customer.id
         WHERE account_id = ?1 AND from_at <= ?2 AND (until_at IS NULL OR until_at > ?2) ORDER BY number"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([account.0, at.as_second()], from_row)?.collect::<Result<_, _>>()?)
}

/// Writes a customer, or what has changed of it.
pub fn save(tx: &Transaction<'_>, customer: &NewCustomer) -> Result<CustomerId, StoreError> {
    const SQL: &str = "INSERT INTO customer (number, name, street, postal_code, town, phone, email, folded, nip)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (number) DO UPDATE SET name = excluded.name, street = excluded.street,
            postal_code = excluded.postal_code, town = excluded.town, phone = excluded.phone, email = excluded.email,
            folded = excluded.folded, nip = excluded.nip
        RETURNING id";
    let NewCustomer { number, card: CustomerCard { name, address, phone, email, nip } } = customer;
    let Address { street, postal_code, town } = address;
    let folded = fold(&format!("{number} {name} {street} {postal_code} {town}"));
    let (phone, email) = (phone.as_ref().map(|phone| phone.as_str()), email.as_ref().map(|email| email.as_str()));
    let nip = nip.as_ref().map(Nip::as_str);
    let bound = params![number.as_str(), name, street, postal_code, town, phone, email, folded, nip];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(CustomerId))?)
}

/// Takes everything personal away from a customer; the number stays on what the law requires to keep.
pub fn erase(tx: &Transaction<'_>, id: CustomerId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str =
        "UPDATE customer SET name = '', street = '', postal_code = '', town = '', phone = NULL, email = NULL, nip = NULL,
            folded = lower(number), erased_at = coalesce(erased_at, ?2) WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute([id.0, at.as_second()])?;
    Ok(())
}

const OWNERSHIP: &str = "SELECT number, site.code, from_at, until_at FROM ownership
    JOIN site ON site.id = site_id JOIN customer ON customer.id = customer_id";

/// Returns what a customer owns and owned, oldest first.
pub fn ownerships(conn: &Connection, id: CustomerId) -> Result<Vec<Ownership>, StoreError> {
    let sql = format!("{OWNERSHIP} WHERE customer_id = ?1 ORDER BY from_at, site.code");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([id.0], ownership_from_row)?.collect::<Result<_, _>>()?)
}

/// Returns whose a site is and was, oldest first.
pub fn owners(conn: &Connection, site: SiteId) -> Result<Vec<Ownership>, StoreError> {
    let sql = format!("{OWNERSHIP} WHERE site_id = ?1 ORDER BY from_at");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([site.0], ownership_from_row)?.collect::<Result<_, _>>()?)
}

/// Says that a site is a customer's from an instant until another; what was said to begin then is replaced.
pub fn own(
    tx: &Transaction<'_>,
    (site, customer): (SiteId, CustomerId),
    from: Timestamp,
    until: Option<Timestamp>,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO ownership (site_id, from_at, until_at, customer_id) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (site_id, from_at) DO UPDATE SET until_at = excluded.until_at, customer_id = excluded.customer_id";
    let until = until.map(Timestamp::as_second);
    tx.prepare_cached(SQL)?.execute(params![site.0, from.as_second(), until, customer.0])?;
    Ok(())
}

/// Ends what is open at an instant.
pub fn disown(tx: &Transaction<'_>, site: SiteId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE ownership SET until_at = ?2
        WHERE site_id = ?1 AND from_at < ?2 AND (until_at IS NULL OR until_at > ?2)";
    tx.prepare_cached(SQL)?.execute([site.0, at.as_second()])?;
    Ok(())
}

const MANDATE: &str = "SELECT number, login, rights, from_at, until_at FROM mandate
    JOIN account ON account.id = account_id JOIN customer ON customer.id = customer_id";

/// Returns who acts for a customer and did, by log-in name.
pub fn mandates(conn: &Connection, id: CustomerId) -> Result<Vec<Mandate>, StoreError> {
    let sql = format!("{MANDATE} WHERE customer_id = ?1 ORDER BY from_at, login");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([id.0], mandate_from_row)?.collect::<Result<_, _>>()?)
}

/// Returns for whom an account acts at an instant, by number.
pub fn mandates_of(conn: &Connection, account: AccountId, at: Timestamp) -> Result<Vec<Mandate>, StoreError> {
    let sql = format!(
        "{MANDATE} WHERE account_id = ?1 AND from_at <= ?2 AND (until_at IS NULL OR until_at > ?2) ORDER BY number"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([account.0, at.as_second()], mandate_from_row)?.collect::<Result<_, _>>()?)
}

/// Returns the customers for whom an account acts or did.
pub fn ids_of_account(conn: &Connection, account: AccountId) -> Result<Vec<CustomerId>, StoreError> {
    const SQL: &str = "SELECT customer_id FROM mandate WHERE account_id = ?1 ORDER BY customer_id";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([account.0], |row| row.get(0).map(CustomerId))?.collect::<Result<_, _>>()?)
}

/// Returns the customers for whom an account may make accounts at an instant.
pub fn administered_by(conn: &Connection, account: AccountId, at: Timestamp) -> Result<Vec<CustomerId>, StoreError> {
    const SQL: &str = "SELECT customer_id, rights FROM mandate
        WHERE account_id = ?1 AND from_at <= ?2 AND (until_at IS NULL OR until_at > ?2)";
    let mut query = conn.prepare_cached(SQL)?;
    let mut rows = query.query([account.0, at.as_second()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if rights(&row.get::<_, String>(1)?).contains(&Right::Admin) {
            found.push(CustomerId(row.get(0)?));
        }
    }
    Ok(found)
}

/// Says for whom an account acts, in place of what was said of the two before.
pub fn mandate(
    tx: &Transaction<'_>,
    (account, customer): (AccountId, CustomerId),
    mandate: &Mandate,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO mandate (account_id, customer_id, from_at, until_at, rights)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (account_id, customer_id) DO UPDATE SET from_at = excluded.from_at, until_at = excluded.until_at,
            rights = excluded.rights";
    let names: Vec<&str> = mandate.rights.iter().map(|right| right.name()).collect();
    let until = mandate.until.map_or(Value::Null, |until| until.as_second().into());
    tx.prepare_cached(SQL)?.execute(params![
        account.0,
        customer.0,
        mandate.from.as_second(),
        until,
        names.join(",")
    ])?;
    Ok(())
}

/// Returns the accounts that act for this customer or did, and for no other.
pub fn accounts_of_only(conn: &Connection, id: CustomerId) -> Result<Vec<AccountId>, StoreError> {
    const SQL: &str = "SELECT account_id FROM mandate WHERE customer_id = ?1 AND account_id NOT IN
        (SELECT account_id FROM mandate WHERE customer_id <> ?1) ORDER BY account_id";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([id.0], |row| row.get(0).map(AccountId))?.collect::<Result<_, _>>()?)
}

/// Returns the number of a customer.
pub fn number_of(conn: &Connection, id: CustomerId) -> Result<Option<CustomerNumber>, StoreError> {
    const SQL: &str = "SELECT number FROM customer WHERE id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], |row| code(row, 0)).optional()?)
}

fn rights(names: &str) -> BTreeSet<Right> {
    names.split(',').filter_map(Right::parse).collect()
}

fn from_row(row: &Row<'_>) -> Result<Customer, rusqlite::Error> {
    Ok(Customer {
        id: CustomerId(row.get(0)?),
        number: code(row, 1)?,
        card: CustomerCard {
            name: row.get(2)?,
            address: Address { street: row.get(3)?, postal_code: row.get(4)?, town: row.get(5)? },
            phone: contact(row, 6)?,
            email: contact(row, 7)?,
            nip: contact(row, 9)?,
        },
        erased_at: instant_or_none(row, 8)?,
    })
}

fn contact<T: TryFrom<String>>(row: &Row<'_>, column: usize) -> Result<Option<T>, rusqlite::Error>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    let text: Option<String> = row.get(column)?;
    text.map(|text| T::try_from(text).map_err(|error| foreign(column, error))).transpose()
}

fn ownership_from_row(row: &Row<'_>) -> Result<Ownership, rusqlite::Error> {
    Ok(Ownership {
        customer: code(row, 0)?,
        site: code(row, 1)?,
        from: instant(row, 2)?,
        until: instant_or_none(row, 3)?,
    })
}

fn mandate_from_row(row: &Row<'_>) -> Result<Mandate, rusqlite::Error> {
    Ok(Mandate {
        customer: code(row, 0)?,
        login: code(row, 1)?,
        rights: rights(&row.get::<_, String>(2)?),
        from: instant(row, 3)?,
        until: instant_or_none(row, 4)?,
    })
}
