//! The history of log-ins: append-only, by triggers of the database too.

use common::id::AccountId;
use common::log_in::{LogIn, LogInOutcome, Method, PreviousLogIns};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{foreign, instant, unsigned};

/// A try as it is written down.
#[derive(Clone, Debug)]
pub struct Try {
    pub at: Timestamp,
    /// `None` where nobody has the name.
    pub account: Option<AccountId>,
    pub method: Method,
    pub outcome: LogInOutcome,
    pub source: String,
    pub client: String,
}

const COLUMNS: &str =
    "SELECT log_in.id, at, CASE standing WHEN 'erased' THEN NULL ELSE login END, method, outcome, source,
    client FROM log_in LEFT JOIN account ON account.id = account_id";

/// Writes a try down.
pub fn append(tx: &Transaction<'_>, one: &Try) -> Result<i64, StoreError> {
    const SQL: &str = "INSERT INTO log_in (at, account_id, method, outcome, source, client)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id";
    let Try { at, account, method, outcome, source, client } = one;
    let account = account.map(|account| account.0);
    let bound = params![at.as_second(), account, method.name(), outcome.name(), source, client];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0))?)
}

/// Whose tries are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Account(AccountId),
    Everyone,
}

/// Returns up to `limit` tries before the number `before`, the newest first.
pub fn list(
    conn: &Connection,
    whose: Whose,
    only_failures: bool,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<LogIn>, StoreError> {
    let of = match whose {
        Whose::Account(_) => "account_id = ?1",
        Whose::Everyone => "?1 IS NULL",
    };
    let sql = format!(
        "{COLUMNS} WHERE {of} AND log_in.id < ?2 AND (NOT ?3 OR outcome <> 'success') ORDER BY log_in.id DESC LIMIT ?4"
    );
    let account = match whose {
        Whose::Account(account) => Some(account.0),
        Whose::Everyone => None,
    };
    let mut query = conn.prepare_cached(&sql)?;
    let bound = params![account, before.unwrap_or(i64::MAX), only_failures, limit];
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

/// Returns what came before the try with this number: the last success, the last failure, and the failures since that
/// success. Uses of sessions and tokens are no log-ins of a person and do not count as the last success.
pub fn before(conn: &Connection, account: AccountId, number: i64) -> Result<PreviousLogIns, StoreError> {
    const FAILURES: &str = "SELECT count(*) FROM log_in
        WHERE account_id = ?1 AND id > ?2 AND id < ?3 AND outcome <> 'success'";
    let last = |condition: &str| -> Result<Option<LogIn>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE account_id = ?1 AND log_in.id < ?2 AND {condition} ORDER BY log_in.id DESC LIMIT 1"
        );
        Ok(conn.prepare_cached(&sql)?.query_row([account.0, number], from_row).optional()?)
    };
    let last_success = last("outcome = 'success' AND method NOT IN ('session', 'token')")?;
    let last_failure = last("outcome <> 'success'")?;
    let since = last_success.as_ref().map_or(i64::MIN, |success| success.number);
    let bound = params![account.0, since, number];
    let n_failures_since = conn.prepare_cached(FAILURES)?.query_row(bound, |row| unsigned(row, 0))?;
    Ok(PreviousLogIns { last_success, last_failure, n_failures_since })
}

/// Returns the number of the account's first success at an instant.
pub fn first_at(conn: &Connection, account: AccountId, at: Timestamp) -> Result<Option<i64>, StoreError> {
    const SQL: &str = "SELECT min(id) FROM log_in WHERE account_id = ?1 AND at = ?2 AND outcome = 'success'";
    Ok(conn.prepare_cached(SQL)?.query_row([account.0, at.as_second()], |row| row.get(0))?)
}

/// Tells whether a person has logged in to the account from this source after an instant.
pub fn is_familiar(conn: &Connection, account: AccountId, source: &str, since: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM log_in WHERE account_id = ?1 AND at > ?2 AND source = ?3
        AND outcome = 'success' AND method NOT IN ('session', 'token'))";
    Ok(conn.prepare_cached(SQL)?.query_row(params![account.0, since.as_second(), source], |row| row.get(0))?)
}

/// Removes the tries of an account and returns how many there were.
pub fn remove_all(tx: &Transaction<'_>, account: AccountId) -> Result<u64, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM log_in WHERE account_id = ?1")?.execute([account.0])? as u64)
}

/// Removes tries from before an instant, and returns how many.
pub fn forget(tx: &Transaction<'_>, before: Timestamp) -> Result<u64, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM log_in WHERE at < ?1")?.execute([before.as_second()])? as u64)
}

fn from_row(row: &Row<'_>) -> Result<LogIn, rusqlite::Error> {
    let login: Option<String> = row.get(2)?;
    let (method, outcome): (String, String) = (row.get(3)?, row.get(4)?);
    Ok(LogIn {
        number: row.get(0)?,
        at: instant(row, 1)?,
        login: login.map(|login| login.try_into().map_err(|error| foreign(2, error))).transpose()?,
        method: Method::parse(&method).ok_or_else(|| foreign(3, method))?,
        outcome: LogInOutcome::parse(&outcome).ok_or_else(|| foreign(4, outcome))?,
        source: row.get(5)?,
        client: row.get(6)?,
    })
}
