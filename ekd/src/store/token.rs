//! Tokens: keys for scripts. Of their secrets only digests are kept.

use common::account::{Token, TokenScope};
use common::id::{AccountId, TokenId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{code, foreign, instant, instant_or_none};

/// A token as the rules of access see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: TokenId,
    pub account: AccountId,
    pub scope: TokenScope,
    pub expires_at: Timestamp,
    pub is_revoked: bool,
    pub used_at: Option<Timestamp>,
}

const KEPT: &str = "id, account_id, scope, expires_at, revoked_at IS NOT NULL, used_at";
const COLUMNS: &str = "SELECT token.id, login, token.name, scope, token.created_at, expires_at, used_at, used_from
    FROM token JOIN account ON account.id = account_id";

/// A token that begins.
#[derive(Clone, Debug)]
pub struct Opening {
    pub account: AccountId,
    pub name: String,
    pub scope: TokenScope,
    pub digest: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// Makes a token; `None` where another has the same secret.
pub fn add(tx: &Transaction<'_>, opening: &Opening) -> Result<Option<TokenId>, StoreError> {
    const SQL: &str = "INSERT INTO token (account_id, name, scope, digest, created_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (digest) DO NOTHING RETURNING id";
    let Opening { account, name, scope, digest, created_at, expires_at } = opening;
    let bound = params![account.0, name, scope.name(), digest, created_at.as_second(), expires_at.as_second()];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(TokenId)).optional()?)
}

/// Returns the token whose secret has this digest.
pub fn by_digest(conn: &Connection, digest: &str) -> Result<Option<Kept>, StoreError> {
    let sql = format!("SELECT {KEPT} FROM token WHERE digest = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([digest], kept_from_row).optional()?)
}

/// Returns one token.
pub fn by_id(conn: &Connection, id: TokenId) -> Result<Option<Kept>, StoreError> {
    let sql = format!("SELECT {KEPT} FROM token WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], kept_from_row).optional()?)
}

/// Returns what people see of one token that is in force.
pub fn shown(conn: &Connection, id: TokenId) -> Result<Option<Token>, StoreError> {
    let sql = format!("{COLUMNS} WHERE token.id = ?1 AND revoked_at IS NULL");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// Returns the tokens of an account that are in force, by number.
pub fn of_account(conn: &Connection, account: AccountId) -> Result<Vec<Token>, StoreError> {
    let sql = format!("{COLUMNS} WHERE account_id = ?1 AND revoked_at IS NULL ORDER BY token.id");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([account.0], from_row)?.collect::<Result<_, _>>()?)
}

/// Gives a token another secret; false where another token has it.
pub fn rotate(tx: &Transaction<'_>, id: TokenId, digest: &str) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE OR IGNORE token SET digest = ?2 WHERE id = ?1 AND revoked_at IS NULL";
    Ok(tx.prepare_cached(SQL)?.execute(params![id.0, digest])? == 1)
}

/// Notes that a token was used, and from where.
pub fn touch(tx: &Transaction<'_>, id: TokenId, at: Timestamp, source: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE token SET used_at = ?2, used_from = ?3 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id.0, at.as_second(), source])?;
    Ok(())
}

/// Ends a token; tells whether it was in force.
pub fn revoke(tx: &Transaction<'_>, id: TokenId, at: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE token SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";
    Ok(tx.prepare_cached(SQL)?.execute([id.0, at.as_second()])? == 1)
}

/// Ends all tokens of an account, and returns how many.
pub fn revoke_all(tx: &Transaction<'_>, account: AccountId, at: Timestamp) -> Result<u64, StoreError> {
    const SQL: &str = "UPDATE token SET revoked_at = ?2 WHERE account_id = ?1 AND revoked_at IS NULL";
    Ok(tx.prepare_cached(SQL)?.execute([account.0, at.as_second()])? as u64)
}

/// Removes all tokens of an account and returns how many there were.
pub fn remove_all(tx: &Transaction<'_>, account: AccountId) -> Result<u64, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM token WHERE account_id = ?1")?.execute([account.0])? as u64)
}

fn scope(row: &Row<'_>, column: usize) -> Result<TokenScope, rusqlite::Error> {
    let name: String = row.get(column)?;
    TokenScope::parse(&name).ok_or_else(|| foreign(column, name))
}

fn kept_from_row(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    Ok(Kept {
        id: TokenId(row.get(0)?),
        account: AccountId(row.get(1)?),
        scope: scope(row, 2)?,
        expires_at: instant(row, 3)?,
        is_revoked: row.get(4)?,
        used_at: instant_or_none(row, 5)?,
    })
}

fn from_row(row: &Row<'_>) -> Result<Token, rusqlite::Error> {
    Ok(Token {
        id: TokenId(row.get(0)?),
        login: code(row, 1)?,
        name: row.get(2)?,
        scope: scope(row, 3)?,
        created_at: instant(row, 4)?,
        expires_at: instant(row, 5)?,
        last_used_at: instant_or_none(row, 6)?,
        last_source: row.get(7)?,
    })
}
