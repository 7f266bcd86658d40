//! Reports that were made: what is told of them, and the sheets from which they are drawn.

use common::id::{AccountId, ReportId, ReportName};
use common::report::{Definition, MadeFilter, MadeReport, Template};
use common::sheet::{Coverage, Sheet};
use common::time::Period;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{json, parsed};
use crate::store::StoreError;
use crate::store::deflate::{deflated, inflated};
use crate::store::row::{code, date, foreign, instant};

const COLUMNS: &str = "SELECT id, name, definition, version, from_at, until_at, title, made_at, due_on, n_readings,
    n_expected, definition_digest, data_digest, account_id FROM made_report";

/// Keeps a report and returns its number; the one that it has is not looked at.
pub fn insert(
    tx: &Transaction<'_>,
    account: AccountId,
    made: &MadeReport,
    sheet: &Sheet,
) -> Result<ReportId, StoreError> {
    const SQL: &str =
        "INSERT INTO made_report (account_id, name, template, definition, version, from_at, until_at, title,
            made_at, due_on, n_readings, n_expected, definition_digest, data_digest, sheet)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) RETURNING id";
    let bound = params![
        account.0,
        made.name.as_ref().map(ReportName::as_str),
        made.definition.template.name(),
        json(&made.definition)?,
        made.version,
        made.period.from.as_second(),
        made.period.until.as_second(),
        made.title,
        made.made_at.as_second(),
        made.due_on.map(|due_on| due_on.to_string()),
        made.coverage.map(|coverage| coverage.n_readings.cast_signed()),
        made.coverage.map(|coverage| coverage.n_expected.cast_signed()),
        made.definition_digest,
        made.data_digest,
        deflated(json(sheet)?.as_bytes())?,
    ];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(ReportId))?)
}

/// Returns up to `limit` reports of an account with numbers below `before`, the newest first.
pub fn list(
    conn: &Connection,
    account: AccountId,
    filter: &MadeFilter,
    (before, limit): (Option<ReportId>, u32),
) -> Result<Vec<MadeReport>, StoreError> {
    let sql = format!(
        "{COLUMNS} WHERE account_id = ?1 AND id < ?2 AND (?3 IS NULL OR name = ?3) AND (?4 IS NULL OR template = ?4)
         ORDER BY id DESC LIMIT ?5"
    );
    let bound = params![
        account.0,
        before.map_or(i64::MAX, |before| before.0),
        filter.name.as_ref().map(ReportName::as_str),
        filter.template.map(Template::name),
        limit
    ];
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

/// Returns a report of an account.
pub fn find(conn: &Connection, account: AccountId, id: ReportId) -> Result<Option<MadeReport>, StoreError> {
    let sql = format!("{COLUMNS} WHERE account_id = ?1 AND id = ?2");
    Ok(conn.prepare_cached(&sql)?.query_row(params![account.0, id.0], from_row).optional()?)
}

/// Returns a report, whosever it is.
pub fn by_id(conn: &Connection, id: ReportId) -> Result<Option<MadeReport>, StoreError> {
    let sql = format!("{COLUMNS} WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// Returns the sheet from which a report is drawn.
pub fn sheet(conn: &Connection, id: ReportId) -> Result<Option<Sheet>, StoreError> {
    const SQL: &str = "SELECT sheet FROM made_report WHERE id = ?1";
    let found: Option<Vec<u8>> = conn.prepare_cached(SQL)?.query_row([id.0], |row| row.get(0)).optional()?;
    let read = |bytes: Vec<u8>| {
        let sheet = serde_json::from_slice(&inflated(&bytes)?);
        sheet.map_err(|error| StoreError::Foreign(error.to_string()))
    };
    found.map(read).transpose()
}

/// Throws a report of an account away, and what waits to be put into the directory; tells whether there was one.
pub fn remove(tx: &Transaction<'_>, account: AccountId, id: ReportId) -> Result<bool, StoreError> {
    if find(tx, account, id)?.is_none() {
        return Ok(false);
    }
    forget(tx, id)?;
    Ok(true)
}

/// Throws away all reports of an account, and returns how many there were.
pub fn remove_all(tx: &Transaction<'_>, account: AccountId) -> Result<u64, StoreError> {
    let mut query = tx.prepare_cached("SELECT id FROM made_report WHERE account_id = ?1")?;
    let ids = query.query_map([account.0], |row| row.get(0).map(ReportId))?.collect::<Result<Vec<_>, _>>()?;
    ids.iter().try_for_each(|id| forget(tx, *id))?;
    Ok(ids.len() as u64)
}

/// Throws away up to `limit` reports that were made before an instant, and returns how many that were.
pub fn remove_before(tx: &Transaction<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let mut query = tx.prepare_cached("SELECT id FROM made_report WHERE made_at < ?1 ORDER BY id LIMIT ?2")?;
    let ids = query.query_map(params![before.as_second(), limit], |row| row.get(0).map(ReportId))?;
    let ids = ids.collect::<Result<Vec<_>, _>>()?;
    ids.iter().try_for_each(|id| forget(tx, *id))?;
    Ok(ids.len() as u64)
}

/// Throws away all reports whose definition fits, whosever they are, and returns how many there were.
pub fn remove_where(tx: &Transaction<'_>, fits: impl Fn(&Definition) -> bool) -> Result<u64, StoreError> {
    let mut query = tx.prepare_cached("SELECT id, definition FROM made_report ORDER BY id")?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if fits(&parsed(1, &row.get::<_, String>(1)?)?) {
            found.push(ReportId(row.get(0)?));
        }
    }
    found.iter().try_for_each(|id| forget(tx, *id))?;
    Ok(found.len() as u64)
}

fn forget(tx: &Transaction<'_>, id: ReportId) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM report_put WHERE made_id = ?1")?.execute([id.0])?;
    tx.prepare_cached("UPDATE report_run SET made_id = NULL WHERE made_id = ?1")?.execute([id.0])?;
    tx.prepare_cached("DELETE FROM made_report WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<MadeReport, rusqlite::Error> {
    let name: Option<String> = row.get(1)?;
    let coverage = row.get::<_, Option<i64>>(9)?.zip(row.get::<_, Option<i64>>(10)?);
    Ok(MadeReport {
        id: ReportId(row.get(0)?),
        name: if name.is_some() { Some(code(row, 1)?) } else { None },
        definition: parsed(2, &row.get::<_, String>(2)?)?,
        version: row.get(3)?,
        period: Period { from: instant(row, 4)?, until: instant(row, 5)? },
        title: row.get(6)?,
        made_at: instant(row, 7)?,
        due_on: if row.get::<_, Option<String>>(8)?.is_some() { Some(date(row, 8)?) } else { None },
        coverage: coverage.map(|(n_readings, n_expected)| Coverage {
            n_readings: n_readings.cast_unsigned(),
            n_expected: n_expected.cast_unsigned(),
        }),
        definition_digest: digest(row, 11)?,
        data_digest: digest(row, 12)?,
    })
}

fn digest(row: &Row<'_>, column: usize) -> Result<String, rusqlite::Error> {
    let text: String = row.get(column)?;
    if text.len() == 64 { Ok(text) } else { Err(foreign(column, "a digest has 64 digits")) }
}

#[cfg(test)]
pub(crate) mod tests {
    use common::language::Language;
    use common::sheet::{Block, Cell, Figure};

    use super::super::tests::{ANNA, EWA, at, definition, with_two};
    use super::*;

    pub(crate) fn made(template: Template, made_at: Timestamp) -> MadeReport {
        MadeReport {
            id: ReportId(0),
            name: None,
            definition: definition(template),
            version: 1,
            period: Period { from: at(0), until: at(86_400) },
            title: "Portfel".to_owned(),
            made_at,
            due_on: None,
            coverage: Some(Coverage { n_readings: 7, n_expected: 9 }),
            definition_digest: "a".repeat(64),
            data_digest: "b".repeat(64),
        }
    }

    pub(crate) fn sheet(value: &str) -> Sheet {
        let energy =
            Figure { label: "Ciepło".to_owned(), value: Cell::Number(value.to_owned()), unit: "GJ".to_owned() };
        Sheet {
            language: Language::Polish,
            zone: "Europe/Warsaw".to_owned(),
            title: "Portfel".to_owned(),
            subject: Vec::new(),
            period: None,
            blocks: vec![Block::Figures(vec![energy])],
            definitions: Vec::new(),
            coverage: None,
            marks: None,
        }
    }

    #[test]
    fn a_report_stays_as_it_was_and_is_its_accounts() {
        let mut conn = with_two();
        let tx = conn.transaction().unwrap();
        let first = insert(&tx, ANNA, &made(Template::Portfolio, at(10)), &sheet("1.5")).unwrap();
        let second = insert(&tx, ANNA, &made(Template::AlarmLog, at(20)), &sheet("2.5")).unwrap();
        insert(&tx, EWA, &made(Template::AlarmLog, at(30)), &sheet("3.5")).unwrap();
        let ids = |filter: &MadeFilter, before| {
            let found = list(&tx, ANNA, filter, (before, 9)).unwrap();
            found.into_iter().map(|made| made.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(&MadeFilter::default(), None), [second, first]);
        assert_eq!(ids(&MadeFilter::default(), Some(second)), [first]);
        assert_eq!(ids(&MadeFilter { template: Some(Template::AlarmLog), name: None }, None), [second]);
        let expected = MadeReport { id: first, ..made(Template::Portfolio, at(10)) };
        assert_eq!(find(&tx, ANNA, first).unwrap(), Some(expected));
        assert_eq!(find(&tx, EWA, first).unwrap(), None);
        assert_eq!(super::sheet(&tx, first).unwrap(), Some(sheet("1.5")));
        assert!(!remove(&tx, EWA, first).unwrap() && remove(&tx, ANNA, first).unwrap());
        assert_eq!(super::sheet(&tx, first).unwrap(), None);
        assert_eq!(remove_before(&tx, at(21), 9).unwrap(), 1);
        assert_eq!((remove_all(&tx, ANNA).unwrap(), remove_all(&tx, EWA).unwrap()), (0, 1));
    }
}
