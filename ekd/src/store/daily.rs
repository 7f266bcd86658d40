//! When jobs that run once a local day ran last: a clock that jumps or a restart repeats none of them.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::StoreError;
use super::row::foreign;

/// Returns the local date on which a job was done last.
pub fn done_on(conn: &Connection, job: &str) -> Result<Option<Date>, StoreError> {
    const SQL: &str = "SELECT done_on FROM daily WHERE job = ?1";
    let date = conn.prepare_cached(SQL)?.query_row([job], |row| {
        let text: String = row.get(0)?;
        text.parse().map_err(|error: jiff::Error| foreign(0, error))
    });
    Ok(date.optional()?)
}

/// Records that a job has been done on a local date.
pub fn set_done_on(tx: &Transaction<'_>, job: &str, date: Date) -> Result<(), StoreError> {
    const SQL: &str = "INSERT OR REPLACE INTO daily (job, done_on) VALUES (?1, ?2)";
    tx.prepare_cached(SQL)?.execute(params![job, date.to_string()])?;
    Ok(())
}
