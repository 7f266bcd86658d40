//! The audit log: append-only, each line chained to the one before it.
//!
//! A line's digest is SHA-256 over the digest before it and the line's fields, each with its length before it, so that no
//! two lines look alike. Names are not in it but numbers, so that an erasure breaks no chain.

use common::audit::{AuditLine, AuditQuery, AuditVerified, BrokenLine, Flaw};
use common::id::{AccountId, CustomerId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};

use super::StoreError;
use super::row::{foreign, instant};

/// Something that was done, before it has a place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub at: Timestamp,
    /// Who did it; `None` for the daemon itself.
    pub actor: Option<AccountId>,
    /// Such as `customer.read`.
    pub what: &'static str,
    /// Whose account.
    pub account: Option<AccountId>,
    /// Whose data.
    pub customer: Option<CustomerId>,
    /// Codes and counts, never personal data.
    pub detail: String,
    pub source: String,
}

impl Deed {
    /// Returns a line about what the daemon itself does.
    #[must_use]
    pub fn of_house(at: Timestamp, what: &'static str, source: &str) -> Self {
        let (detail, source) = (String::new(), source.to_owned());
        Self { at, actor: None, what, account: None, customer: None, detail, source }
    }
}

/// What a line's digest is made of.
struct Line<'a> {
    number: i64,
    at: i64,
    actor: Option<i64>,
    deed: &'a str,
    account: Option<i64>,
    customer: Option<i64>,
    detail: &'a str,
    source: &'a str,
}

impl Line<'_> {
    fn digest(&self, before: &[u8]) -> Vec<u8> {
        let mut hasher = Sha256::new();
        hasher.update(before);
        let mut number = |number: Option<i64>| match number {
            Some(number) => {
                hasher.update([1]);
                hasher.update(number.to_be_bytes());
            }
            None => hasher.update([0]),
        };
        for field in [Some(self.number), Some(self.at), self.actor, self.account, self.customer] {
            number(field);
        }
        for text in [self.deed, self.detail, self.source] {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().to_vec()
    }
}

fn end(conn: &Connection) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
    const SQL: &str = "SELECT number, digest FROM audit_end";
    Ok(conn.prepare_cached(SQL)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Appends what was done.
pub fn append(tx: &Transaction<'_>, deed: &Deed) -> Result<(), StoreError> {
    const LINE: &str = "INSERT INTO audit (number, at, actor_id, deed, account_id, customer_id, detail, source, digest)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    const END: &str = "INSERT INTO audit_end (only, number, digest) VALUES (1, ?1, ?2)
        ON CONFLICT (only) DO UPDATE SET number = excluded.number, digest = excluded.digest";
    let (last, before) = end(tx)?.unwrap_or_default();
    let line = Line {
        number: last + 1,
        at: deed.at.as_second(),
        actor: deed.actor.map(|actor| actor.0),
        deed: deed.what,
        account: deed.account.map(|account| account.0),
        customer: deed.customer.map(|customer| customer.0),
        detail: &deed.detail,
        source: &deed.source,
    };
    let digest = line.digest(&before);
    let Line { number, at, actor, deed, account, customer, detail, source } = line;
    tx.prepare_cached(LINE)?.execute(params![number, at, actor, deed, account, customer, detail, source, digest])?;
    tx.prepare_cached(END)?.execute(params![number, digest])?;
    Ok(())
}

/// Returns how many lines are about a customer.
pub fn count_of(conn: &Connection, customer: CustomerId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM audit WHERE customer_id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([customer.0], |row| super::row::unsigned(row, 0))?)
}

/// Recomputes the chain and returns the first line that is not as it was written.
pub fn verify(conn: &Connection) -> Result<AuditVerified, StoreError> {
    const SQL: &str = "SELECT number, at, actor_id, deed, account_id, customer_id, detail, source, digest FROM audit
        ORDER BY number";
    let mut query = conn.prepare_cached(SQL)?;
    let mut rows = query.query([])?;
    let (mut n_lines, mut before, mut expected) = (0_u64, Vec::new(), 1_i64);
    let broken = |number, flaw, n_lines| Ok(AuditVerified { n_lines, broken: Some(BrokenLine { number, flaw }) });
    while let Some(row) = rows.next()? {
        let (deed, detail, source): (String, String, String) = (row.get(3)?, row.get(6)?, row.get(7)?);
        let line = Line {
            number: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            deed: &deed,
            account: row.get(4)?,
            customer: row.get(5)?,
            detail: &detail,
            source: &source,
        };
        if line.number != expected {
            return broken(expected, Flaw::Missing, n_lines);
        }
        let digest: Vec<u8> = row.get(8)?;
        if line.digest(&before) != digest {
            return broken(line.number, Flaw::Altered, n_lines);
        }
        (before, expected, n_lines) = (digest, expected + 1, n_lines + 1);
    }
    let (last, digest) = end(conn)?.unwrap_or_default();
    if last >= expected {
        return broken(expected, Flaw::Missing, n_lines);
    }
    // Lines that were added behind the end, or an end that was moved.
    if last + 1 != expected || digest != before {
        return broken(last.max(1), Flaw::Altered, n_lines);
    }
    Ok(AuditVerified { n_lines, broken: None })
}

/// Returns up to `limit` lines before the number `before`, the newest first.
pub fn list(
    conn: &Connection,
    query: &AuditQuery,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditLine>, StoreError> {
    const SQL: &str = "SELECT audit.number, at, actor.login, actor.standing, deed, whose.login, whose.standing,
            customer.number, detail, source
        FROM audit LEFT JOIN account AS actor ON actor.id = actor_id
            LEFT JOIN account AS whose ON whose.id = account_id LEFT JOIN customer ON customer.id = customer_id
        WHERE audit.number < ?1 AND (?2 IS NULL OR customer.number = ?2)
          AND (?3 IS NULL OR actor.login = ?3 OR whose.login = ?3)
        ORDER BY audit.number DESC LIMIT ?4";
    let customer = query.customer.as_ref().map(common::id::CustomerNumber::as_str);
    let login = query.login.as_ref().map(common::account::Login::as_str);
    let mut lines = conn.prepare_cached(SQL)?;
    let bound = params![before.unwrap_or(i64::MAX), customer, login, limit];
    Ok(lines.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

fn from_row(row: &Row<'_>) -> Result<AuditLine, rusqlite::Error> {
    let login = |column: usize| -> Result<Option<common::account::Login>, rusqlite::Error> {
        let (login, standing): (Option<String>, Option<String>) = (row.get(column)?, row.get(column + 1)?);
        let login = login.filter(|_| standing.as_deref() != Some("erased"));
        login.map(|login| login.try_into().map_err(|error| foreign(column, error))).transpose()
    };
    let customer: Option<String> = row.get(7)?;
    Ok(AuditLine {
        number: row.get(0)?,
        at: instant(row, 1)?,
        actor: login(2)?,
        deed: row.get(4)?,
        login: login(5)?,
        customer: customer.map(|number| number.try_into().map_err(|error| foreign(7, error))).transpose()?,
        detail: row.get(8)?,
        source: row.get(9)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(n_lines: i64) -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../migrations/0001_readings.sql")).unwrap();
        conn.execute_batch(include_str!("../../migrations/0003_accounts.sql")).unwrap();
        let tx = conn.unchecked_transaction().unwrap();
        for number in 1..=n_lines {
            let deed = Deed {
                at: Timestamp::from_second(number).unwrap(),
                actor: (number % 2 == 0).then_some(AccountId(7)),
                what: "customer.read",
                account: None,
                customer: Some(CustomerId(number)),
                detail: format!("line {number}"),
                source: "test".to_owned(),
            };
            append(&tx, &deed).unwrap();
        }
        tx.commit().unwrap();
        conn
    }

    /// As somebody would who has the file and knows of the triggers.
    fn tampered(sql: &str) -> Option<(i64, Flaw)> {
        let conn = log(9);
        conn.execute_batch("DROP TRIGGER audit_stays; DROP TRIGGER audit_is_whole;").unwrap();
        conn.execute_batch(sql).unwrap();
        verify(&conn).unwrap().broken.map(|broken| (broken.number, broken.flaw))
    }

    #[test]
    fn the_first_line_that_is_not_as_it_was_written_is_named() {
        assert_eq!(verify(&log(0)).unwrap(), AuditVerified { n_lines: 0, broken: None });
        assert_eq!(verify(&log(9)).unwrap(), AuditVerified { n_lines: 9, broken: None });
        assert_eq!(tampered("UPDATE audit SET detail = 'x' WHERE number = 4"), Some((4, Flaw::Altered)));
        assert_eq!(tampered("UPDATE audit SET actor_id = NULL WHERE number = 4"), Some((4, Flaw::Altered)));
        assert_eq!(tampered("DELETE FROM audit WHERE number = 5"), Some((5, Flaw::Missing)));
        assert_eq!(tampered("DELETE FROM audit WHERE number > 7"), Some((8, Flaw::Missing)));
        assert_eq!(tampered("DELETE FROM audit"), Some((1, Flaw::Missing)));
        let swapped = "UPDATE audit SET number = -1 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3;
            UPDATE audit SET number = 3 WHERE number = -1";
        assert_eq!(tampered(swapped), Some((2, Flaw::Altered)));
        let shifted = "DELETE FROM audit WHERE number = 5; UPDATE audit SET number = number - 1 WHERE number > 5";
        assert_eq!(tampered(shifted), Some((5, Flaw::Altered)));
        assert_eq!(tampered("UPDATE audit_end SET number = 8"), Some((8, Flaw::Altered)));
        assert_eq!(tampered("DELETE FROM audit_end"), Some((1, Flaw::Altered)));
        let added = "INSERT INTO audit VALUES (10, 1, NULL, 'x', NULL, NULL, '', '', x'00')";
        assert_eq!(tampered(added), Some((10, Flaw::Altered)));
    }

    #[test]
    fn lines_are_neither_changed_nor_removed() {
        let conn = log(3);
        assert!(conn.execute_batch("UPDATE audit SET detail = 'x'").is_err());
        assert!(conn.execute_batch("DELETE FROM audit WHERE number = 1").is_err());
    }
}
