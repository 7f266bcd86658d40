//! Accounts: who logs in, and what they prove it with.

use common::account::{Account, AccountChange, Login, PasswordKind, Role, Standing};
use common::customer::AccountFilter;
use common::id::{AccountId, CustomerId};
use common::text::fold;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::row::{anywhere, code, foreign, instant, instant_or_none};
use super::{StoreError, contact};

/// What the gate and the rules of access need to know of an account, and nobody else.
#[derive(Clone, Debug)]
pub struct Keeper {
    pub id: AccountId,
    pub login: Login,
    pub name: String,
    pub role: Role,
    pub standing: Standing,
    pub language: String,
    /// Argon2id in PHC form.
    pub password: Option<String>,
    pub password_kind: PasswordKind,
    pub password_until: Option<Timestamp>,
    /// Sealed.
    pub totp: Option<Vec<u8>>,
    pub totp_step: Option<i64>,
    /// Sealed.
    pub totp_offered: Option<Vec<u8>>,
    pub reset_digest: Option<String>,
    pub reset_until: Option<Timestamp>,
}

const KEEPER: &str =
    "id, login, name, role, standing, language, password, password_kind, password_until, totp, totp_step,
    totp_offered, reset_digest, reset_until";

/// Returns the account with this log-in name.
pub fn by_login(conn: &Connection, login: &str) -> Result<Option<Keeper>, StoreError> {
    let sql = format!("SELECT {KEEPER} FROM account WHERE login = ?1 AND standing <> 'erased'");
    Ok(conn.prepare_cached(&sql)?.query_row([login], keeper_from_row).optional()?)
}

/// Returns one account.
pub fn by_id(conn: &Connection, id: AccountId) -> Result<Option<Keeper>, StoreError> {
    let sql = format!("SELECT {KEEPER} FROM account WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], keeper_from_row).optional()?)
}

fn keeper_from_row(row: &Row<'_>) -> Result<Keeper, rusqlite::Error> {
    Ok(Keeper {
        id: AccountId(row.get(0)?),
        login: code(row, 1)?,
        name: row.get(2)?,
        role: role(row, 3)?,
        standing: standing(row, 4)?,
        language: row.get(5)?,
        password: row.get(6)?,
        password_kind: password_kind(row, 7)?,
        password_until: instant_or_none(row, 8)?,
        totp: row.get(9)?,
        totp_step: row.get(10)?,
        totp_offered: row.get(11)?,
        reset_digest: row.get(12)?,
        reset_until: instant_or_none(row, 13)?,
    })
}

const COLUMNS: &str = "id, login, name, role, standing, password_kind, totp IS NOT NULL, created_at,
    (SELECT max(at) FROM log_in WHERE account_id = account.id AND outcome = 'success'), language";

/// Returns up to `limit` accounts after the log-in name `after`, by log-in name. With `of` only those that act for one of
/// these customers at that instant, or will, and only as far as that goes.
pub fn list(
    conn: &Connection,
    filter: &AccountFilter,
    of: Option<(&[CustomerId], Timestamp)>,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<Account>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM account
         WHERE login > ?1 AND (?2 IS NULL OR folded LIKE ?2 ESCAPE '\\') AND (?3 IS NULL OR role = ?3)
           AND (?4 IS NULL OR id IN (SELECT account_id FROM mandate JOIN customer ON customer.id = customer_id
                                     WHERE number = ?4
                                       AND (?5 IS NULL OR customer_id IN (SELECT value FROM json_each(?5)))))
           AND (?5 IS NULL OR id IN (SELECT account_id FROM mandate
                                     WHERE customer_id IN (SELECT value FROM json_each(?5))
                                       AND (until_at IS NULL OR until_at > ?6)))
         ORDER BY login LIMIT ?7"
    );
    let (of, now) = of.unzip();
    let of = of.map(|of| format!("[{}]", of.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")));
    let bound = params![
        after.unwrap_or_default(),
        anywhere(filter.text.as_deref()),
        filter.role.map(Role::name),
        filter.customer.as_ref().map(common::id::CustomerNumber::as_str),
        of,
        now.map(Timestamp::as_second),
        limit
    ];
    let mut query = conn.prepare_cached(&sql)?;
    let mut accounts = query.query_map(bound, from_row)?.collect::<Result<Vec<_>, _>>()?;
    for account in &mut accounts {
        account.contacts = contact::of_account(conn, account.id)?;
    }
    Ok(accounts)
}

/// Returns what people see of one account.
pub fn shown(conn: &Connection, id: AccountId) -> Result<Option<Account>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id = ?1");
    let found = conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?;
    let Some(mut account) = found else { return Ok(None) };
    account.contacts = contact::of_account(conn, id)?;
    Ok(Some(account))
}

fn from_row(row: &Row<'_>) -> Result<Account, rusqlite::Error> {
    Ok(Account {
        id: AccountId(row.get(0)?),
        login: code(row, 1)?,
        name: row.get(2)?,
        role: role(row, 3)?,
        standing: standing(row, 4)?,
        password: password_kind(row, 5)?,
        totp: row.get(6)?,
        created_at: instant(row, 7)?,
        last_log_in: instant_or_none(row, 8)?,
        language: row.get(9)?,
        contacts: Vec::new(),
    })
}

fn role(row: &Row<'_>, column: usize) -> Result<Role, rusqlite::Error> {
    let name: String = row.get(column)?;
    Role::parse(&name).ok_or_else(|| foreign(column, name))
}

fn standing(row: &Row<'_>, column: usize) -> Result<Standing, rusqlite::Error> {
    let name: String = row.get(column)?;
    Standing::parse(&name).ok_or_else(|| foreign(column, name))
}

fn password_kind(row: &Row<'_>, column: usize) -> Result<PasswordKind, rusqlite::Error> {
    super::row::named(column, row.get(column)?)
}

/// A new account as it is written.
#[derive(Clone, Debug)]
pub struct Opening {
    pub login: Login,
    pub name: String,
    pub role: Role,
    pub language: String,
    pub created_at: Timestamp,
    pub password: Option<String>,
    pub password_kind: PasswordKind,
    pub password_until: Option<Timestamp>,
}

/// Writes a new account.
pub fn add(tx: &Transaction<'_>, opening: &Opening) -> Result<AccountId, StoreError> {
    const SQL: &str = "INSERT INTO account (login, name, folded, role, standing, language, created_at, password,
            password_kind, password_until) VALUES (?1, ?2, ?3, ?4, 'active', ?5, ?6, ?7, ?8, ?9) RETURNING id";
    let bound = params![
        opening.login.as_str(),
        opening.name,
        folded(opening.login.as_str(), &opening.name),
        opening.role.name(),
        opening.language,
        opening.created_at.as_second(),
        opening.password,
        opening.password_kind.name(),
        opening.password_until.map(Timestamp::as_second),
    ];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(AccountId))?)
}

fn folded(login: &str, name: &str) -> String {
    fold(&format!("{login} {name}"))
}

/// Changes what people see of an account.
pub fn change(tx: &Transaction<'_>, keeper: &Keeper, change: &AccountChange) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE account SET name = ?2, folded = ?3, role = ?4, standing = ?5, language = ?6,
            totp = CASE WHEN ?7 THEN NULL ELSE totp END, totp_step = CASE WHEN ?7 THEN NULL ELSE totp_step END
        WHERE id = ?1";
    let name = change.name.as_ref().unwrap_or(&keeper.name);
    tx.prepare_cached(SQL)?.execute(params![
        keeper.id.0,
        name,
        folded(keeper.login.as_str(), name),
        change.role.unwrap_or(keeper.role).name(),
        change.standing.unwrap_or(keeper.standing).name(),
        change.language.as_ref().unwrap_or(&keeper.language),
        change.remove_totp,
    ])?;
    Ok(())
}

/// Sets how an account stands.
pub fn stand(tx: &Transaction<'_>, id: AccountId, standing: Standing) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE account SET standing = ?2 WHERE id = ?1")?.execute(params![id.0, standing.name()])?;
    Ok(())
}

/// Sets a password that the person has chosen; a reset that was under way is over, a locked account open.
pub fn set_password(tx: &Transaction<'_>, id: AccountId, hash: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE account SET password = ?2, password_kind = 'own', password_until = NULL,
            reset_digest = NULL, reset_until = NULL,
            standing = CASE standing WHEN 'locked' THEN 'active' ELSE standing END WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id.0, hash])?;
    Ok(())
}

/// Writes the same password hashed with other parameters.
pub fn rehash(tx: &Transaction<'_>, id: AccountId, before: &str, hash: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE account SET password = ?3 WHERE id = ?1 AND password = ?2";
    tx.prepare_cached(SQL)?.execute(params![id.0, before, hash])?;
    Ok(())
}

/// Keeps the digest of a code for a new password; the one before is of no use any more.
pub fn begin_reset(tx: &Transaction<'_>, id: AccountId, digest: &str, until: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE account SET reset_digest = ?2, reset_until = ?3 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id.0, digest, until.as_second()])?;
    Ok(())
}

/// Keeps a sealed second factor that waits for its first code, or none.
pub fn offer_totp(tx: &Transaction<'_>, id: AccountId, sealed: Option<&[u8]>) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE account SET totp_offered = ?2 WHERE id = ?1")?.execute(params![id.0, sealed])?;
    Ok(())
}

/// Makes a sealed second factor count, or takes it away; `step` is the one whose code was used last.
pub fn set_totp(
    tx: &Transaction<'_>,
    id: AccountId,
    sealed: Option<&[u8]>,
    step: Option<i64>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE account SET totp = ?2, totp_step = ?3, totp_offered = NULL WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id.0, sealed, step])?;
    Ok(())
}

/// Notes that the code of this step was used; false if it or a later one was used before.
pub fn use_step(tx: &Transaction<'_>, id: AccountId, step: i64) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE account SET totp_step = ?2 WHERE id = ?1 AND (totp_step IS NULL OR totp_step < ?2)";
    Ok(tx.prepare_cached(SQL)?.execute(params![id.0, step])? == 1)
}

/// Returns how many accounts have a second factor, which opens with the key beside the archive only.
pub fn with_second_factor(conn: &Connection) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM account WHERE totp IS NOT NULL";
    Ok(conn.prepare_cached(SQL)?.query_row([], |row| super::row::unsigned(row, 0))?)
}

/// Takes all second factors away, since the key that opens them is lost, and returns how many there were.
pub fn forget_second_factors(tx: &Transaction<'_>) -> Result<u64, StoreError> {
    const SQL: &str = "UPDATE account SET totp = NULL, totp_step = NULL, totp_offered = NULL
        WHERE totp IS NOT NULL OR totp_offered IS NOT NULL";
    Ok(tx.prepare_cached(SQL)?.execute([])? as u64)
}

/// Returns how many administrators can log in besides this account.
pub fn other_administrators(conn: &Connection, id: AccountId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM account WHERE role = 'administrator' AND standing = 'active' AND id <> ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], |row| super::row::unsigned(row, 0))?)
}

/// Takes everything personal away from an account; its number stays in what was logged.
pub fn erase(tx: &Transaction<'_>, id: AccountId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE account SET login = 'erased-' || id, name = '', folded = '', standing = 'erased',
            password = NULL, password_kind = 'none', password_until = NULL, totp = NULL, totp_step = NULL,
            totp_offered = NULL, reset_digest = NULL, reset_until = NULL WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute([id.0])?;
    Ok(())
}
