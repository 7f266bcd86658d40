//! Work inside of work: tried, and undone alone.

use rusqlite::Transaction;

use super::StoreError;

/// Does something and keeps it only if it succeeds; whatever else the transaction has done stays.
///
/// # Errors
/// Those of the work.
pub fn attempt<T, E: From<StoreError>>(tx: &Transaction<'_>, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    begin(tx)?;
    let done = work();
    end(tx, if done.is_ok() { "RELEASE trial" } else { "ROLLBACK TO trial; RELEASE trial" })?;
    done
}

/// Does something and keeps nothing of it: tells how it would go.
///
/// # Errors
/// Those of the work.
pub fn rehearse<T, E: From<StoreError>>(tx: &Transaction<'_>, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    begin(tx)?;
    let done = work();
    end(tx, "ROLLBACK TO trial; RELEASE trial")?;
    done
}

fn begin(tx: &Transaction<'_>) -> Result<(), StoreError> {
    Ok(tx.execute_batch("SAVEPOINT trial")?)
}

fn end(tx: &Transaction<'_>, how: &str) -> Result<(), StoreError> {
    Ok(tx.execute_batch(how)?)
}
