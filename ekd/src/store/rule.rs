//! The rules for alarms.

use common::account::Login;
use common::id::RuleName;
use common::rule::Rule;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::StoreError;
use super::row::foreign;

/// Returns all rules by name.
pub fn list(conn: &Connection) -> Result<Vec<Rule>, StoreError> {
    const SQL: &str = "SELECT rule FROM rule ORDER BY name";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([], |row| from_text(&row.get::<_, String>(0)?))?.collect::<Result<_, _>>()?)
}

/// Returns the rule with this name.
pub fn by_name(conn: &Connection, name: &RuleName) -> Result<Option<Rule>, StoreError> {
    const SQL: &str = "SELECT rule FROM rule WHERE name = ?1";
    let rule = |row: &rusqlite::Row<'_>| from_text(&row.get::<_, String>(0)?);
    Ok(conn.prepare_cached(SQL)?.query_row([name.as_str()], rule).optional()?)
}

/// Keeps a rule in the place of the one with its name.
pub fn save(tx: &Transaction<'_>, rule: &Rule) -> Result<(), StoreError> {
    const SQL: &str =
        "INSERT INTO rule (name, rule) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET rule = excluded.rule";
    let text = serde_json::to_string(rule).map_err(|error| StoreError::Foreign(error.to_string()))?;
    tx.prepare_cached(SQL)?.execute([rule.name.as_str(), &text])?;
    Ok(())
}

/// Removes a rule; tells whether there was one.
pub fn remove(tx: &Transaction<'_>, name: &RuleName) -> Result<bool, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM rule WHERE name = ?1")?.execute([name.as_str()])? == 1)
}

/// Records that the archive has got its first rules; false where it had them.
pub fn seed(tx: &Transaction<'_>, at: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT OR IGNORE INTO rule_seeded (only, at) VALUES (1, ?1)";
    Ok(tx.prepare_cached(SQL)?.execute(params![at.as_second()])? == 1)
}

/// Has nobody of this name told of alarms that nobody takes note of.
pub fn forget_login(tx: &Transaction<'_>, login: &Login) -> Result<(), StoreError> {
    for mut rule in list(tx)? {
        let Some(escalate) = rule.escalate.as_mut().filter(|escalate| escalate.to.contains(login)) else { continue };
        escalate.to.retain(|to| to != login);
        rule.escalate = rule.escalate.filter(|escalate| !escalate.to.is_empty());
        save(tx, &rule)?;
    }
    Ok(())
}

fn from_text(text: &str) -> Result<Rule, rusqlite::Error> {
    serde_json::from_str(text).map_err(|error| foreign(0, error))
}
