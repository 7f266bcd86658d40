//! Maintenance windows.

use common::id::{AccountId, MaintenanceId};
use common::rule::{Maintenance, NewMaintenance};
use common::time::Period;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{code, foreign, instant};

const COLUMNS: &str = "SELECT maintenance.id, scope, from_at, until_at, reason, account.login
    FROM maintenance LEFT JOIN account ON account.id = by_id";

/// Opens a window.
pub fn open(tx: &Transaction<'_>, window: &NewMaintenance, by: AccountId) -> Result<MaintenanceId, StoreError> {
    const SQL: &str = "INSERT INTO maintenance (scope, from_at, until_at, reason, by_id) VALUES (?1, ?2, ?3, ?4, ?5)";
    let scope = serde_json::to_string(&window.scope).map_err(|error| StoreError::Foreign(error.to_string()))?;
    let Period { from, until } = window.period;
    let bound = params![scope, from.as_second(), until.as_second(), window.reason, by.0];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(MaintenanceId(tx.last_insert_rowid()))
}

/// Returns the windows that end after `since`, the newest first.
pub fn since(conn: &Connection, since: Timestamp) -> Result<Vec<Maintenance>, StoreError> {
    let sql = format!("{COLUMNS} WHERE until_at > ?1 ORDER BY maintenance.id DESC");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([since.as_second()], from_row)?.collect::<Result<_, _>>()?)
}

/// Returns one window.
pub fn by_id(conn: &Connection, id: MaintenanceId) -> Result<Option<Maintenance>, StoreError> {
    let sql = format!("{COLUMNS} WHERE maintenance.id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// Ends a window; one that has not begun is removed.
pub fn end(tx: &Transaction<'_>, id: MaintenanceId, now: Timestamp) -> Result<(), StoreError> {
    const END: &str = "UPDATE maintenance SET until_at = ?2 WHERE id = ?1 AND from_at < ?2 AND until_at > ?2";
    const REMOVE: &str = "DELETE FROM maintenance WHERE id = ?1 AND from_at >= ?2";
    tx.prepare_cached(END)?.execute(params![id.0, now.as_second()])?;
    tx.prepare_cached(REMOVE)?.execute(params![id.0, now.as_second()])?;
    Ok(())
}

/// Forgets who opened windows, and what was written to them.
pub fn forget_account(tx: &Transaction<'_>, account: AccountId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE maintenance SET by_id = NULL, reason = '' WHERE by_id = ?1")?.execute([account.0])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<Maintenance, rusqlite::Error> {
    let scope: String = row.get(1)?;
    let has_login: Option<String> = row.get(5)?;
    Ok(Maintenance {
        id: MaintenanceId(row.get(0)?),
        scope: serde_json::from_str(&scope).map_err(|error| foreign(1, error))?,
        period: Period { from: instant(row, 2)?, until: instant(row, 3)? },
        reason: row.get(4)?,
        by: has_login.map(|_| code(row, 5)).transpose()?,
    })
}
