//! Files of reports that are to be put into the directory.

use common::cell::Dialect;
use common::id::ReportId;
use common::report::Form;
use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, params};

use crate::store::StoreError;
use crate::store::row::{foreign, named};

/// A file that is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub made: ReportId,
    pub form: Form,
    pub dialect: Dialect,
}

/// Has a file be put into the directory.
pub fn add(tx: &Transaction<'_>, waiting: Waiting) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO report_put (made_id, form, dialect) VALUES (?1, ?2, ?3)";
    let Waiting { made, form, dialect } = waiting;
    tx.prepare_cached(SQL)?.execute(params![made.0, form.name(), dialect_name(dialect)])?;
    Ok(())
}

/// Returns up to `limit` files that are not there yet, oldest first.
pub fn waiting(conn: &Connection, limit: u32) -> Result<Vec<Waiting>, StoreError> {
    const SQL: &str =
        "SELECT made_id, form, dialect FROM report_put WHERE put_at IS NULL ORDER BY made_id, form LIMIT ?1";
    Ok(conn.prepare_cached(SQL)?.query_map([limit], from_row)?.collect::<Result<_, _>>()?)
}

/// Records that a file is there.
pub fn done(tx: &Transaction<'_>, waiting: Waiting, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE report_put SET put_at = ?3 WHERE made_id = ?1 AND form = ?2 AND put_at IS NULL";
    tx.prepare_cached(SQL)?.execute(params![waiting.made.0, waiting.form.name(), now.as_second()])?;
    Ok(())
}

/// Returns the name of a dialect, as `serde` writes it.
const fn dialect_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Plain => "plain",
        Dialect::ExcelPl => "excel-pl",
    }
}

fn from_row(row: &Row<'_>) -> Result<Waiting, rusqlite::Error> {
    let form: String = row.get(1)?;
    Ok(Waiting {
        made: ReportId(row.get(0)?),
        form: Form::parse(&form).ok_or_else(|| foreign(1, form))?,
        dialect: named(2, row.get(2)?)?,
    })
}

#[cfg(test)]
mod tests {
    use common::report::Template;

    use super::super::made;
    use super::super::tests::{ANNA, at, with_two};
    use super::*;

    #[test]
    fn a_file_waits_until_it_is_there() {
        let mut conn = with_two();
        let tx = conn.transaction().unwrap();
        let made =
            made::insert(&tx, ANNA, &made::tests::made(Template::Portfolio, at(1)), &made::tests::sheet("1")).unwrap();
        let [pdf, csv] = Form::ALL.map(|form| Waiting { made, form, dialect: Dialect::ExcelPl });
        add(&tx, pdf).unwrap();
        add(&tx, csv).unwrap();
        assert_eq!(waiting(&tx, 9).unwrap(), [csv, pdf]);
        done(&tx, csv, at(2)).unwrap();
        assert_eq!(waiting(&tx, 9).unwrap(), [pdf]);
        assert!(made::remove(&tx, ANNA, made).unwrap());
        assert_eq!(waiting(&tx, 9).unwrap(), []);
    }
}
