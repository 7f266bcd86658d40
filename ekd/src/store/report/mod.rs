//! Saved reports, each of one account, and which local dates of their schedules were had.

pub mod made;
pub mod put;

use std::collections::BTreeSet;

use common::fault::Cause;
use common::id::{AccountId, ReportId, ReportName};
use common::report::schedule::Schedule;
use common::report::{Definition, SavedReport};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use super::row::{code, date, foreign, instant};

/// A saved report's number in this archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SavedId(pub i64);

/// A saved report as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: SavedId,
    pub account: AccountId,
    pub name: ReportName,
    pub definition: Definition,
    pub changed_at: Timestamp,
    pub scheduled: Option<Scheduled>,
    /// Why the last making by itself made nothing.
    pub trouble: Option<Cause>,
}

/// A schedule, and which of its dates were had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    pub schedule: Schedule,
    /// Nothing is due on this date and before.
    pub after: Date,
    pub had: BTreeSet<Date>,
}

const COLUMNS: &str =
    "SELECT id, account_id, name, definition, changed_at, schedule, scheduled_on, trouble FROM report";

/// Returns an account's saved reports by name.
pub fn of_account(conn: &Connection, account: AccountId) -> Result<Vec<Kept>, StoreError> {
    let sql = format!("{COLUMNS} WHERE account_id = ?1 ORDER BY name");
    let mut query = conn.prepare_cached(&sql)?;
    let kept = query.query_map([account.0], from_row)?.collect::<Result<Vec<_>, _>>()?;
    kept.into_iter().map(|kept| with_dates(conn, kept)).collect()
}

/// Returns one of an account's saved reports.
pub fn find(conn: &Connection, account: AccountId, name: &ReportName) -> Result<Option<Kept>, StoreError> {
    let sql = format!("{COLUMNS} WHERE account_id = ?1 AND name = ?2");
    let found = conn.prepare_cached(&sql)?.query_row(params![account.0, name.as_str()], from_row).optional()?;
    found.map(|kept| with_dates(conn, kept)).transpose()
}

/// Returns one saved report.
pub fn by_id(conn: &Connection, id: SavedId) -> Result<Option<Kept>, StoreError> {
    let sql = format!("{COLUMNS} WHERE id = ?1");
    let found = conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?;
    found.map(|kept| with_dates(conn, kept)).transpose()
}

/// Returns all saved reports that are made by themselves.
pub fn scheduled(conn: &Connection) -> Result<Vec<Kept>, StoreError> {
    let sql = format!("{COLUMNS} WHERE schedule IS NOT NULL ORDER BY id");
    let mut query = conn.prepare_cached(&sql)?;
    let kept = query.query_map([], from_row)?.collect::<Result<Vec<_>, _>>()?;
    kept.into_iter().map(|kept| with_dates(conn, kept)).collect()
}

/// Counts an account's saved reports but the one with this name.
pub fn count_others(conn: &Connection, account: AccountId, name: &ReportName) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM report WHERE account_id = ?1 AND name <> ?2";
    let count: i64 = conn.prepare_cached(SQL)?.query_row(params![account.0, name.as_str()], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}

/// Keeps a report in the place of the account's one with its name; nothing of its schedule is due up to `after`.
pub fn save(
    tx: &Transaction<'_>,
    account: AccountId,
    report: &SavedReport,
    (now, after): (Timestamp, Option<Date>),
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO report (account_id, name, definition, schedule, scheduled_on, changed_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (account_id, name) DO UPDATE SET definition = excluded.definition, schedule = excluded.schedule,
            scheduled_on = excluded.scheduled_on, changed_at = excluded.changed_at, trouble = NULL";
    let SavedReport { name, definition, schedule, .. } = report;
    let bound = params![
        account.0,
        name.as_str(),
        json(definition)?,
        schedule.as_ref().map(json).transpose()?,
        after.map(|after| after.to_string()),
        now.as_second()
    ];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(())
}

/// Throws a saved report away; what was made of it stays. Tells whether there was one.
pub fn remove(tx: &Transaction<'_>, account: AccountId, name: &ReportName) -> Result<bool, StoreError> {
    const RUNS: &str = "DELETE FROM report_run
        WHERE report_id = (SELECT id FROM report WHERE account_id = ?1 AND name = ?2)";
    const SQL: &str = "DELETE FROM report WHERE account_id = ?1 AND name = ?2";
    let bound = params![account.0, name.as_str()];
    tx.prepare_cached(RUNS)?.execute(bound)?;
    Ok(tx.prepare_cached(SQL)?.execute(bound)? == 1)
}

/// Throws away all that an account saved, and returns how much that was.
pub fn remove_all(tx: &Transaction<'_>, account: AccountId) -> Result<u64, StoreError> {
    const RUNS: &str = "DELETE FROM report_run WHERE report_id IN (SELECT id FROM report WHERE account_id = ?1)";
    tx.prepare_cached(RUNS)?.execute([account.0])?;
    Ok(tx.prepare_cached("DELETE FROM report WHERE account_id = ?1")?.execute([account.0])? as u64)
}

/// Records that a date was had, and what came of it: a report that was made, or why there is none. Tells whether it was
/// had for the first time; otherwise nothing is recorded.
pub fn run(
    tx: &Transaction<'_>,
    (id, due_on): (SavedId, Date),
    made: Result<ReportId, &Cause>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    const RUN: &str = "INSERT OR IGNORE INTO report_run (report_id, due_on, made_id, at) VALUES (?1, ?2, ?3, ?4)";
    let bound = params![id.0, due_on.to_string(), made.ok().map(|made| made.0), now.as_second()];
    if tx.prepare_cached(RUN)?.execute(bound)? == 0 {
        return Ok(false);
    }
    let trouble = made.err().map(json).transpose()?;
    tx.prepare_cached("UPDATE report SET trouble = ?2 WHERE id = ?1")?.execute(params![id.0, trouble])?;
    Ok(true)
}

/// Tells whether a date was had.
pub fn was_had(conn: &Connection, (id, due_on): (SavedId, Date)) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM report_run WHERE report_id = ?1 AND due_on = ?2)";
    Ok(conn.prepare_cached(SQL)?.query_row(params![id.0, due_on.to_string()], |row| row.get(0))?)
}

fn with_dates(conn: &Connection, mut kept: Kept) -> Result<Kept, StoreError> {
    const SQL: &str = "SELECT due_on FROM report_run WHERE report_id = ?1 AND due_on > ?2";
    let Some(scheduled) = &mut kept.scheduled else { return Ok(kept) };
    let mut query = conn.prepare_cached(SQL)?;
    let dates = query.query_map(params![kept.id.0, scheduled.after.to_string()], |row| date(row, 0))?;
    scheduled.had = dates.collect::<Result<_, _>>()?;
    Ok(kept)
}

fn from_row(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    let schedule = row.get::<_, Option<String>>(5)?.map(|text| parsed(5, &text)).transpose()?;
    let scheduled = match schedule {
        Some(schedule) => Some(Scheduled { schedule, after: date(row, 6)?, had: BTreeSet::new() }),
        None => None,
    };
    Ok(Kept {
        id: SavedId(row.get(0)?),
        account: AccountId(row.get(1)?),
        name: code(row, 2)?,
        definition: parsed(3, &row.get::<_, String>(3)?)?,
        changed_at: instant(row, 4)?,
        scheduled,
        trouble: row.get::<_, Option<String>>(7)?.map(|text| parsed(7, &text)).transpose()?,
    })
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Foreign(error.to_string()))
}

fn parsed<T: DeserializeOwned>(column: usize, text: &str) -> Result<T, rusqlite::Error> {
    serde_json::from_str(text).map_err(|error| foreign(column, error))
}

#[cfg(test)]
pub(crate) mod tests {
    use common::cell::Dialect;
    use common::language::Language;
    use common::report::schedule::{Destination, Rhythm};
    use common::report::{Form, Template};

    use super::*;
    use crate::store::ticket_statistics::tests::archive;

    const TWO: &str =
        "INSERT INTO account (id, login, name, folded, role, standing, language, created_at, password_kind)
        VALUES (1, 'anna', 'Anna', 'anna', 'clerk', 'active', 'pl', 0, 'own'),
               (2, 'ewa', 'Ewa', 'ewa', 'clerk', 'active', 'pl', 0, 'own')";
    pub(crate) const ANNA: AccountId = AccountId(1);
    pub(crate) const EWA: AccountId = AccountId(2);

    /// Returns an archive with two accounts.
    pub(crate) fn with_two() -> Connection {
        let conn = archive();
        conn.execute_batch(TWO).unwrap();
        conn
    }

    pub(crate) fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    pub(crate) fn definition(template: Template) -> Definition {
        Definition { template, sites: Vec::new(), customer: None, ticket: None, language: Language::Polish }
    }

    fn report(name: &str, schedule: Option<Schedule>) -> SavedReport {
        SavedReport {
            name: ReportName::parse(name).unwrap(),
            definition: definition(Template::Portfolio),
            schedule,
            changed_at: None,
            next_on: None,
            trouble: None,
        }
    }

    fn daily() -> Schedule {
        Schedule {
            rhythm: Rhythm::Daily,
            at: jiff::civil::time(6, 0, 0, 0),
            forms: Form::ALL.into(),
            dialect: Dialect::ExcelPl,
            to: Destination::Email,
        }
    }

    #[test]
    fn what_is_saved_is_its_accounts_and_replaced_by_its_name() {
        let mut conn = with_two();
        let tx = conn.transaction().unwrap();
        let after: Date = "2026-04-09".parse().unwrap();
        save(&tx, ANNA, &report("board", None), (at(1), None)).unwrap();
        save(&tx, ANNA, &report("audit", None), (at(2), None)).unwrap();
        save(&tx, EWA, &report("board", None), (at(3), None)).unwrap();
        save(&tx, ANNA, &report("board", Some(daily())), (at(4), Some(after))).unwrap();
        let names: Vec<_> = of_account(&tx, ANNA).unwrap().into_iter().map(|kept| kept.name.to_string()).collect();
        assert_eq!(names, ["audit", "board"]);
        let board = ReportName::parse("board").unwrap();
        let kept = find(&tx, ANNA, &board).unwrap().unwrap();
        let scheduled = Scheduled { schedule: daily(), after, had: BTreeSet::new() };
        assert_eq!((kept.changed_at, kept.scheduled), (at(4), Some(scheduled)));
        assert_eq!(count_others(&tx, ANNA, &board).unwrap(), 1);
        assert_eq!(super::scheduled(&tx).unwrap().len(), 1);
        assert!(remove(&tx, ANNA, &board).unwrap() && !remove(&tx, ANNA, &board).unwrap());
        assert_eq!((remove_all(&tx, ANNA).unwrap(), remove_all(&tx, EWA).unwrap()), (1, 1));
    }

    #[test]
    fn a_date_is_had_once_and_tells_why_nothing_was_made() {
        let mut conn = with_two();
        let tx = conn.transaction().unwrap();
        let [after, first, second] = ["2026-04-09", "2026-04-10", "2026-04-11"].map(|text| text.parse().unwrap());
        save(&tx, ANNA, &report("board", Some(daily())), (at(4), Some(after))).unwrap();
        let board = ReportName::parse("board").unwrap();
        let kept = || find(&tx, ANNA, &board).unwrap().unwrap();
        let id = kept().id;
        assert!(run(&tx, (id, first), Err(&Cause::NotAllowed), at(5)).unwrap());
        assert!(!run(&tx, (id, first), Ok(ReportId(9)), at(6)).unwrap());
        assert_eq!(kept().trouble, Some(Cause::NotAllowed));
        assert!(run(&tx, (id, second), Ok(ReportId(9)), at(7)).unwrap() && was_had(&tx, (id, second)).unwrap());
        assert_eq!((kept().trouble, kept().scheduled.unwrap().had), (None, [first, second].into()));
        // Dates from before a new schedule are nobody's business, and are not forgotten either.
        save(&tx, ANNA, &report("board", Some(daily())), (at(8), Some(first))).unwrap();
        assert_eq!((kept().id, kept().scheduled.unwrap().had), (id, [second].into()));
        assert!(remove(&tx, ANNA, &board).unwrap());
    }
}
