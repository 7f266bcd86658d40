//! Addresses of accounts: those that count, those that wait for their code, and how many codes were sent.

use common::contact::{Contact, ContactKind, PendingContact};
use common::id::AccountId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{foreign, instant_or_none, unsigned};

const COLUMNS: &str = "kind, address, since, pending, pending_until";

/// An address that waits, with what its code is recognised by.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub address: String,
    pub mark: Vec<u8>,
    pub until: Timestamp,
    pub n_tries: u32,
}

/// Returns the addresses of an account, by kind.
pub fn of_account(conn: &Connection, account: AccountId) -> Result<Vec<Contact>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM contact WHERE account_id = ?1");
    let mut query = conn.prepare_cached(&sql)?;
    let mut contacts = query.query_map([account.0], from_row)?.collect::<Result<Vec<_>, _>>()?;
    contacts.sort_by_key(|contact| contact.kind);
    Ok(contacts)
}

/// Returns one kind of address of an account.
pub fn find(conn: &Connection, account: AccountId, kind: ContactKind) -> Result<Option<Contact>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM contact WHERE account_id = ?1 AND kind = ?2");
    Ok(conn.prepare_cached(&sql)?.query_row(params![account.0, kind.name()], from_row).optional()?)
}

/// Returns the address of an account that waits for its code.
pub fn waiting(conn: &Connection, account: AccountId, kind: ContactKind) -> Result<Option<Waiting>, StoreError> {
    const SQL: &str = "SELECT pending, pending_mark, pending_until, pending_tries FROM contact
        WHERE account_id = ?1 AND kind = ?2 AND pending IS NOT NULL";
    let found = conn.prepare_cached(SQL)?.query_row(params![account.0, kind.name()], |row| {
        Ok(Waiting {
            address: row.get(0)?,
            mark: row.get(1)?,
            until: super::row::instant(row, 2)?,
            n_tries: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

/// Has an address wait for its code, in place of one that waited.
pub fn wait(tx: &Transaction<'_>, account: AccountId, kind: ContactKind, waiting: &Waiting) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO contact (account_id, kind, pending, pending_mark, pending_until, pending_tries)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (account_id, kind) DO UPDATE SET pending = excluded.pending, pending_mark = excluded.pending_mark,
            pending_until = excluded.pending_until, pending_tries = excluded.pending_tries";
    let Waiting { address, mark, until, n_tries } = waiting;
    tx.prepare_cached(SQL)?.execute(params![account.0, kind.name(), address, mark, until.as_second(), n_tries])?;
    Ok(())
}

/// Makes an address count; nothing waits any more.
pub fn set(
    tx: &Transaction<'_>,
    account: AccountId,
    kind: ContactKind,
    (address, since): (&str, Timestamp),
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO contact (account_id, kind, address, since) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (account_id, kind) DO UPDATE SET address = excluded.address, since = excluded.since,
            pending = NULL, pending_mark = NULL, pending_until = NULL, pending_tries = 0";
    tx.prepare_cached(SQL)?.execute(params![account.0, kind.name(), address, since.as_second()])?;
    Ok(())
}

/// Removes one kind of address of an account, and what waited.
pub fn remove(tx: &Transaction<'_>, account: AccountId, kind: ContactKind) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM contact WHERE account_id = ?1 AND kind = ?2";
    tx.prepare_cached(SQL)?.execute(params![account.0, kind.name()])?;
    Ok(())
}

/// Removes all addresses of an account and returns how many there were.
pub fn remove_all(tx: &Transaction<'_>, account: AccountId) -> Result<u64, StoreError> {
    tx.prepare_cached("DELETE FROM code_sent WHERE account_id = ?1")?.execute([account.0])?;
    Ok(tx.prepare_cached("DELETE FROM contact WHERE account_id = ?1")?.execute([account.0])? as u64)
}

/// Notes that a code was sent.
pub fn code_sent(tx: &Transaction<'_>, account: AccountId, mark: &[u8], at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO code_sent (account_id, address_mark, at) VALUES (?1, ?2, ?3)";
    tx.prepare_cached(SQL)?.execute(params![account.0, mark, at.as_second()])?;
    tx.prepare_cached("DELETE FROM code_sent WHERE at < ?1")?.execute([at.as_second() - 7 * 86_400])?;
    Ok(())
}

/// Returns how many codes were sent after an instant: for an account, to an address, or both; `None` is any.
pub fn codes_sent(
    conn: &Connection,
    account: Option<AccountId>,
    mark: Option<&[u8]>,
    since: Timestamp,
) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM code_sent
        WHERE (?1 IS NULL OR account_id = ?1) AND (?2 IS NULL OR address_mark = ?2) AND at > ?3";
    let bound = params![account.map(|account| account.0), mark, since.as_second()];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| unsigned(row, 0))?)
}

fn from_row(row: &Row<'_>) -> Result<Contact, rusqlite::Error> {
    let name: String = row.get(0)?;
    let kind = ContactKind::parse(&name).ok_or_else(|| foreign(0, name))?;
    let pending = row.get::<_, Option<String>>(3)?.zip(instant_or_none(row, 4)?);
    Ok(Contact {
        kind,
        address: row.get(1)?,
        since: instant_or_none(row, 2)?,
        pending: pending.map(|(address, until)| PendingContact { address, until }),
    })
}
