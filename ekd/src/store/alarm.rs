//! Alarms and what became of them.

use common::alarm::{
    Acknowledgement, Alarm, AlarmCounts, AlarmFilter, AlarmKind, AlarmStanding, Facts, Measured, Severity, Subject,
    Transition, Turn,
};
use common::id::{AccountId, AlarmId, PointId, RuleName, SiteId, SourceName};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use super::log::Logbook;
use super::row::{anywhere, code, foreign, instant, instant_or_none, unsigned};

/// An alarm that is being raised.
#[derive(Clone, Debug)]
pub struct Raised {
    pub rule: RuleName,
    pub kind: AlarmKind,
    pub of: Of,
    pub severity: Severity,
    pub since: Timestamp,
    pub raised_at: Timestamp,
    pub in_maintenance: bool,
    pub measured: Option<Measured>,
    pub facts: Facts,
}

/// What an alarm is about, for the archive.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    Source(SourceName),
    Point(PointId),
}

impl Of {
    const fn point(&self) -> Option<i64> {
        match self {
            Self::Source(_) => None,
            Self::Point(point) => Some(point.0),
        }
    }

    fn source(&self) -> Option<&str> {
        match self {
            Self::Source(source) => Some(source.as_str()),
            Self::Point(_) => None,
        }
    }
}

const COLUMNS: &str = "alarm.id, alarm.rule, alarm.kind, alarm.source, alarm.point_id, point.code, site.id, site.code,
    site.name, alarm.severity, alarm.since, alarm.raised_at, alarm.cleared_at, alarm.acknowledged_at, account.login,
    alarm.comment, alarm.muted_until, alarm.in_maintenance, alarm.measured, alarm.facts";
const TABLES: &str = "alarm LEFT JOIN point ON point.id = alarm.point_id LEFT JOIN site ON site.id = point.site_id
    LEFT JOIN account ON account.id = alarm.acknowledged_by";
/// What somebody has yet to look at. What was over before it was found, as readings of yesterday tell it, is history.
const OPEN: &str = " AND (alarm.cleared_at IS NULL
    OR alarm.acknowledged_at IS NULL AND alarm.cleared_at > alarm.raised_at)";
/// Urgent first: what nobody has acknowledged, by severity, then the newest.
const URGENT: &str = "(alarm.cleared_at IS NOT NULL), (alarm.acknowledged_at IS NOT NULL),
    CASE alarm.severity WHEN 'alarm' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, alarm.id DESC";

/// Writes an alarm down, with the first line of its history.
pub fn raise(tx: &Transaction<'_>, raised: &Raised) -> Result<AlarmId, StoreError> {
    const SQL: &str = "INSERT INTO alarm
            (rule, kind, source, point_id, severity, since, raised_at, in_maintenance, measured, facts)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    tx.prepare_cached(SQL)?.execute(params![
        raised.rule.as_str(),
        raised.kind.name(),
        raised.of.source(),
        raised.of.point(),
        raised.severity.name(),
        raised.since.as_second(),
        raised.raised_at.as_second(),
        raised.in_maintenance,
        raised.measured.as_ref().map(text).transpose()?,
        text(&raised.facts)?,
    ])?;
    let id = AlarmId(tx.last_insert_rowid());
    note(tx, id, (raised.raised_at, None), &Turn::Raised { severity: raised.severity })?;
    Ok(id)
}

/// Appends a line to an alarm's history.
pub fn note(
    tx: &Transaction<'_>,
    id: AlarmId,
    (at, by): (Timestamp, Option<AccountId>),
    turn: &Turn,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO alarm_turn (alarm_id, at, by_id, turn) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(SQL)?.execute(params![id.0, at.as_second(), by.map(|by| by.0), text(turn)?])?;
    Ok(())
}

/// Records that an alarm is over; false where it was already.
pub fn clear(tx: &Transaction<'_>, id: AlarmId, cleared_at: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE alarm SET cleared_at = max(?2, since) WHERE id = ?1 AND cleared_at IS NULL";
    Ok(tx.prepare_cached(SQL)?.execute(params![id.0, cleared_at.as_second()])? == 1)
}

/// Changes how severe an alarm is.
pub fn set_severity(tx: &Transaction<'_>, id: AlarmId, severity: Severity) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE alarm SET severity = ?2 WHERE id = ?1")?.execute(params![id.0, severity.name()])?;
    Ok(())
}

/// Keeps what was measured last, and the worst of it.
pub fn measure(
    tx: &Transaction<'_>,
    id: AlarmId,
    measured: Option<&Measured>,
    facts: &Facts,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE alarm SET measured = ?2, facts = ?3 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id.0, measured.map(text).transpose()?, text(facts)?])?;
    Ok(())
}

/// Records that a maintenance window holds an alarm back, or no longer does.
pub fn set_maintenance(tx: &Transaction<'_>, id: AlarmId, in_maintenance: bool) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE alarm SET in_maintenance = ?2 WHERE id = ?1")?.execute(params![id.0, in_maintenance])?;
    Ok(())
}

/// Records who took note of an alarm.
pub fn acknowledge(
    tx: &Transaction<'_>,
    id: AlarmId,
    (by, at): (AccountId, Timestamp),
    comment: Option<&str>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE alarm SET acknowledged_at = ?2, acknowledged_by = ?3, comment = ?4 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id.0, at.as_second(), by.0, comment])?;
    Ok(())
}

/// Takes an acknowledgement back.
pub fn unacknowledge(tx: &Transaction<'_>, id: AlarmId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE alarm SET acknowledged_at = NULL, acknowledged_by = NULL, comment = NULL WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute([id.0])?;
    Ok(())
}

/// Has nobody told anything of an alarm until an instant; `None`: they are told again.
pub fn mute(tx: &Transaction<'_>, id: AlarmId, until: Option<Timestamp>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE alarm SET muted_until = ?2 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![id.0, until.map(|until| until.as_second())])?;
    Ok(())
}

/// Returns the active alarm of a rule about something.
pub fn active(conn: &Connection, rule: &RuleName, of: &Of) -> Result<Option<Alarm>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE alarm.cleared_at IS NULL AND alarm.rule = ?1
         AND coalesce(alarm.point_id, 0) = coalesce(?2, 0) AND coalesce(alarm.source, '') = coalesce(?3, '')"
    );
    let bound = params![rule.as_str(), of.point(), of.source()];
    Ok(conn.prepare_cached(&sql)?.query_row(bound, from_row).optional()?)
}

/// Returns the active alarms about a source, each with its rule.
pub fn active_of_source(conn: &Connection, source: &SourceName) -> Result<Vec<(AlarmId, RuleName)>, StoreError> {
    const SQL: &str = "SELECT id, rule FROM alarm WHERE cleared_at IS NULL AND source = ?1";
    let mut query = conn.prepare_cached(SQL)?;
    let active = query.query_map([source.as_str()], |row| Ok((AlarmId(row.get(0)?), code(row, 1)?)))?;
    Ok(active.collect::<Result<_, _>>()?)
}

/// Returns all active alarms, whoever looks, by number.
pub fn all_active(conn: &Connection) -> Result<Vec<Alarm>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE alarm.cleared_at IS NULL ORDER BY alarm.id");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([], from_row)?.collect::<Result<_, _>>()?)
}

/// Returns one alarm, whoever looks.
pub fn by_id(conn: &Connection, id: AlarmId) -> Result<Option<Alarm>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE alarm.id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// Returns one alarm that whoever looks may see.
pub fn find(log: &Logbook<'_>, id: AlarmId) -> Result<Option<Alarm>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE alarm.id = ?1{}",
        log.scope().instants("point.site_id", "alarm.since", 2)
    );
    let (account, now) = log.scope().bound();
    Ok(log.prepare_cached(&sql)?.query_row(params![id.0, account, now], from_row).optional()?)
}

/// Returns up to `limit` alarms that whoever looks may see, leaving out the first `skip` of them.
pub fn list(log: &Logbook<'_>, filter: &AlarmFilter, (skip, limit): (u32, u32)) -> Result<Vec<Alarm>, StoreError> {
    let (standing, order) = match filter.standing {
        AlarmStanding::Open => (OPEN, URGENT),
        AlarmStanding::Active => (" AND alarm.cleared_at IS NULL", URGENT),
        AlarmStanding::All => ("", "alarm.id DESC"),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES}
         WHERE (?1 IS NULL OR site.id = ?1) AND (?2 IS NULL OR alarm.kind = ?2)
           AND (?3 IS NULL OR instr(?3, alarm.severity) > 0)
           AND (?4 IS NULL OR alarm.raised_at >= ?4) AND (?5 IS NULL OR alarm.raised_at < ?5)
           AND (?6 IS NULL OR site.folded LIKE ?6 ESCAPE '\\' OR point.folded LIKE ?6 ESCAPE '\\'
                OR lower(alarm.source) LIKE ?6 ESCAPE '\\' OR alarm.rule LIKE ?6 ESCAPE '\\'){standing}{}
         ORDER BY {order} LIMIT ?7 OFFSET ?8",
        log.scope().instants("point.site_id", "alarm.since", 9)
    );
    let severities = filter.severity.map(at_least);
    let (account, now) = log.scope().bound();
    let bound = params![
        filter.site.map(|site| site.0),
        filter.kind.map(AlarmKind::name),
        severities,
        filter.since.map(|since| since.as_second()),
        filter.until.map(|until| until.as_second()),
        anywhere(filter.text.as_deref()),
        limit,
        skip,
        account,
        now
    ];
    let mut query = log.prepare_cached(&sql)?;
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

fn at_least(least: Severity) -> String {
    let names = Severity::ALL.into_iter().filter(|severity| *severity >= least).map(Severity::name);
    names.collect::<Vec<_>>().join(" ")
}

/// Counts the active alarms that whoever looks may see.
pub fn counts(log: &Logbook<'_>, present: Timestamp) -> Result<AlarmCounts, StoreError> {
    let sql = format!(
        "SELECT sum(severity = 'notice'), sum(severity = 'warning'), sum(severity = 'alarm'),
             sum(acknowledged_at IS NULL AND NOT in_maintenance AND coalesce(muted_until, 0) <= ?3)
         FROM alarm LEFT JOIN point ON point.id = alarm.point_id WHERE alarm.cleared_at IS NULL{}",
        log.scope().instants("point.site_id", "alarm.since", 1)
    );
    let (account, now) = log.scope().bound();
    let count = |row: &Row<'_>, column: usize| {
        row.get::<_, Option<i64>>(column).map(|count| count.unwrap_or_default().cast_unsigned())
    };
    let counts = |row: &Row<'_>| {
        Ok(AlarmCounts {
            n_notices: count(row, 0)?,
            n_warnings: count(row, 1)?,
            n_alarms: count(row, 2)?,
            n_unacknowledged: count(row, 3)?,
        })
    };
    Ok(log.prepare_cached(&sql)?.query_row(params![account, now, present.as_second()], counts)?)
}

/// Returns the most severe active alarm of each site that whoever looks may see.
pub fn worst_of_sites(log: &Logbook<'_>) -> Result<Vec<(SiteId, Severity, u64)>, StoreError> {
    let sql = format!(
        "SELECT point.site_id, max(CASE severity WHEN 'alarm' THEN 2 WHEN 'warning' THEN 1 ELSE 0 END), count(*)
         FROM alarm JOIN point ON point.id = alarm.point_id WHERE alarm.cleared_at IS NULL{}
         GROUP BY point.site_id",
        log.scope().instants("point.site_id", "alarm.since", 1)
    );
    let (account, now) = log.scope().bound();
    let mut query = log.prepare_cached(&sql)?;
    let worst = query.query_map(params![account, now], |row| {
        let rank: usize = row.get::<_, u32>(1)? as usize;
        let severity = Severity::ALL.get(rank).copied().ok_or_else(|| foreign(1, "severity"))?;
        Ok((SiteId(row.get(0)?), severity, unsigned(row, 2)?))
    })?;
    Ok(worst.collect::<Result<_, _>>()?)
}

/// Counts the alarms of each site that were active at an instant, as far as whoever looks may see them; those that were
/// found later are not among them.
pub fn active_at(log: &Logbook<'_>, at: Timestamp) -> Result<Vec<(SiteId, u64)>, StoreError> {
    let sql = format!(
        "SELECT point.site_id, count(*) FROM alarm JOIN point ON point.id = alarm.point_id
         WHERE alarm.since < ?3 AND alarm.raised_at < ?3 AND (alarm.cleared_at IS NULL OR alarm.cleared_at >= ?3){}
         GROUP BY point.site_id",
        log.scope().instants("point.site_id", "alarm.since", 1)
    );
    let (account, now) = log.scope().bound();
    let mut query = log.prepare_cached(&sql)?;
    let counts =
        query.query_map(params![account, now, at.as_second()], |row| Ok((SiteId(row.get(0)?), unsigned(row, 1)?)))?;
    Ok(counts.collect::<Result<_, _>>()?)
}

/// Returns the history of an alarm, oldest first.
pub fn history(conn: &Connection, id: AlarmId) -> Result<Vec<Transition>, StoreError> {
    const SQL: &str = "SELECT at, account.login, turn FROM alarm_turn LEFT JOIN account ON account.id = by_id
        WHERE alarm_id = ?1 ORDER BY alarm_turn.id";
    let mut query = conn.prepare_cached(SQL)?;
    let history = query.query_map([id.0], |row| {
        Ok(Transition { at: instant(row, 0)?, by: code_or_none(row, 1)?, what: of_text(row, 2)? })
    })?;
    Ok(history.collect::<Result<_, _>>()?)
}

/// Tells whether others were told of an alarm because nobody took note.
pub fn is_escalated(conn: &Connection, id: AlarmId) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM alarm_turn
        WHERE alarm_id = ?1 AND json_extract(turn, '$.turn') = 'escalated')";
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], |row| row.get(0))?)
}

/// Forgets what an account wrote to alarms and that it was this account; the history keeps what was done.
pub fn forget_account(tx: &Transaction<'_>, account: AccountId) -> Result<(), StoreError> {
    const TURNS: &str = "UPDATE alarm_turn SET by_id = NULL, turn = json_remove(turn, '$.comment') WHERE by_id = ?1";
    const ALARMS: &str = "UPDATE alarm SET acknowledged_by = NULL, comment = NULL WHERE acknowledged_by = ?1";
    for sql in [TURNS, ALARMS] {
        tx.prepare_cached(sql)?.execute([account.0])?;
    }
    Ok(())
}

fn text<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Foreign(error.to_string()))
}

fn of_text<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, rusqlite::Error> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| foreign(column, error))
}

fn code_or_none<T: TryFrom<String>>(row: &Row<'_>, column: usize) -> Result<Option<T>, rusqlite::Error>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    let text: Option<String> = row.get(column)?;
    text.map(|text| T::try_from(text).map_err(|error| foreign(column, error))).transpose()
}

fn named<T>(row: &Row<'_>, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, rusqlite::Error> {
    let name: String = row.get(column)?;
    parse(&name).ok_or_else(|| foreign(column, name))
}

fn from_row(row: &Row<'_>) -> Result<Alarm, rusqlite::Error> {
    let subject = match code_or_none(row, 3)? {
        Some(name) => Subject::Source { name },
        None => Subject::Point {
            point: PointId(row.get(4)?),
            code: code(row, 5)?,
            site: SiteId(row.get(6)?),
            site_code: code(row, 7)?,
            site_name: row.get(8)?,
        },
    };
    let acknowledged = match instant_or_none(row, 13)? {
        Some(at) => Some(Acknowledgement { by: code_or_none(row, 14)?, at, comment: row.get(15)? }),
        None => None,
    };
    let has_measured: Option<String> = row.get(18)?;
    Ok(Alarm {
        id: AlarmId(row.get(0)?),
        rule: code(row, 1)?,
        kind: named(row, 2, AlarmKind::parse)?,
        subject,
        severity: named(row, 9, Severity::parse)?,
        since: instant(row, 10)?,
        raised_at: instant(row, 11)?,
        cleared_at: instant_or_none(row, 12)?,
        acknowledged,
        muted_until: instant_or_none(row, 16)?,
        in_maintenance: row.get(17)?,
        measured: has_measured.map(|_| of_text(row, 18)).transpose()?,
        facts: of_text(row, 19)?,
    })
}
