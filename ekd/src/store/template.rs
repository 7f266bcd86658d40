//! Canned answers.

use common::id::TemplateName;
use common::ticket::canned::Template;
use rusqlite::{Connection, Transaction};

use super::StoreError;
use super::row::foreign;

/// Returns all canned answers by name.
pub fn list(conn: &Connection) -> Result<Vec<Template>, StoreError> {
    const SQL: &str = "SELECT template FROM template ORDER BY name";
    let template = |row: &rusqlite::Row<'_>| {
        let text: String = row.get(0)?;
        serde_json::from_str(&text).map_err(|error| foreign(0, error))
    };
    Ok(conn.prepare_cached(SQL)?.query_map([], template)?.collect::<Result<_, _>>()?)
}

/// Counts the canned answers but the one with this name.
pub fn count_others(conn: &Connection, name: &TemplateName) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM template WHERE name <> ?1";
    let count: i64 = conn.prepare_cached(SQL)?.query_row([name.as_str()], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}

/// Keeps a canned answer in the place of the one with its name.
pub fn save(tx: &Transaction<'_>, template: &Template) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO template (name, template) VALUES (?1, ?2)
                       ON CONFLICT (name) DO UPDATE SET template = excluded.template";
    let text = serde_json::to_string(template).map_err(|error| StoreError::Foreign(error.to_string()))?;
    tx.prepare_cached(SQL)?.execute([template.name.as_str(), &text])?;
    Ok(())
}

/// Removes a canned answer; tells whether there was one.
pub fn remove(tx: &Transaction<'_>, name: &TemplateName) -> Result<bool, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM template WHERE name = ?1")?.execute([name.as_str()])? == 1)
}

#[cfg(test)]
mod tests {
    use common::ticket::Category;

    use super::*;
    use crate::store::ticket_statistics::tests::archive;

    #[test]
    fn an_answer_is_replaced_by_its_name() {
        let mut conn = archive();
        let tx = conn.transaction().unwrap();
        let template = |name: &str, body: &str| Template {
            name: TemplateName::parse(name).unwrap(),
            category: Some(Category::Leak),
            body: body.to_owned(),
        };
        for (name, body) in [("crew-is-coming", "a"), ("asked", "b"), ("crew-is-coming", "{number}: c")] {
            save(&tx, &template(name, body)).unwrap();
        }
        assert_eq!(list(&tx).unwrap(), [template("asked", "b"), template("crew-is-coming", "{number}: c")]);
        let name = TemplateName::parse("asked").unwrap();
        assert_eq!(count_others(&tx, &name).unwrap(), 1);
        assert!(remove(&tx, &name).unwrap() && !remove(&tx, &name).unwrap());
    }
}
