//! Who wants to be told what, what each was told or will be, and how far the journal has been read for it.

use common::account::Role;
use common::contact::ContactKind;
use common::delivery::{Channel, DeliveryState};
use common::id::{AccountId, AlarmId, Cursor, CustomerId, DeliveryId, EntryId, NoticeId, SiteId};
use common::notice::{News, Notice, NoticeKind, NoticeSettings, NoticeState};
use common::ticket::{Category, TicketNumber};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{code, foreign, instant, instant_or_none, unsigned};
use super::ticket::TicketId;

/// Somebody who may be told something, and where.
#[derive(Clone, Debug)]
pub struct Listener {
    pub id: AccountId,
    pub login: common::account::Login,
    pub role: Role,
    pub language: String,
    /// `None`: the account has none of its own.
    pub settings: Option<NoticeSettings>,
    /// Confirmed addresses.
    pub email: Option<String>,
    pub mobile: Option<String>,
}

/// Who may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Staff, and who acts for the customer that owns the site now and did at that instant.
    OfSite {
        site: SiteId,
        since: Timestamp,
    },
    /// Staff who operate.
    Operators,
    One(AccountId),
    /// Who sees the ticket.
    OfTicket(TicketId),
    /// Who acts for the customer with the right for money; not staff.
    OfPayer(CustomerId),
    /// Staff who keep the books.
    Bookkeepers,
}

/// Something to be told that is not written yet.
#[derive(Clone, Debug)]
pub struct Telling<'a> {
    pub at: Timestamp,
    pub account: AccountId,
    pub kind: NoticeKind,
    pub news: News,
    pub channel: Channel,
    pub alarm: Option<AlarmId>,
    pub ticket: Option<OfTicket>,
    pub cursor: Cursor,
    /// Until then it is kept: now, where it is told at once.
    pub until: Timestamp,
    /// Why it is kept.
    pub kept_for: Option<&'a str>,
}

/// A notice as the daemon itself needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: NoticeId,
    pub at: Timestamp,
    pub account: AccountId,
    pub kind: NoticeKind,
    pub news: News,
    pub channel: Channel,
    pub alarm: Option<AlarmId>,
    pub ticket: Option<OfTicket>,
    pub cursor: Cursor,
    pub kept_for: Option<String>,
}

/// What of a ticket is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfTicket {
    pub ticket: TicketId,
    pub entry: Option<EntryId>,
}

/// When somebody was last told of an alarm by one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldLast {
    pub account: AccountId,
    pub channel: Channel,
    pub at: Timestamp,
}

/// Returns what an account wants to be told, if it has said so.
pub fn settings(conn: &Connection, account: AccountId) -> Result<Option<NoticeSettings>, StoreError> {
    const SQL: &str = "SELECT settings FROM notice_settings WHERE account_id = ?1";
    let found: Option<String> = conn.prepare_cached(SQL)?.query_row([account.0], |row| row.get(0)).optional()?;
    let read = |text: String| serde_json::from_str(&text).map_err(|error| StoreError::Foreign(error.to_string()));
    found.map(read).transpose()
}

/// Keeps what an account wants to be told.
pub fn set_settings(tx: &Transaction<'_>, account: AccountId, settings: &NoticeSettings) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO notice_settings (account_id, settings) VALUES (?1, ?2)
        ON CONFLICT (account_id) DO UPDATE SET settings = excluded.settings";
    let text = serde_json::to_string(settings).map_err(|error| StoreError::Foreign(error.to_string()))?;
    tx.prepare_cached(SQL)?.execute(params![account.0, text])?;
    Ok(())
}

/// Returns who may be told, by account.
pub fn listeners(conn: &Connection, audience: Audience, now: Timestamp) -> Result<Vec<Listener>, StoreError> {
    const SQL: &str = "SELECT account.id, login, role, language, settings,
            (SELECT address FROM contact WHERE contact.account_id = account.id AND kind = ?4),
            (SELECT address FROM contact WHERE contact.account_id = account.id AND kind = ?5)
        FROM account LEFT JOIN notice_settings ON notice_settings.account_id = account.id
        WHERE standing IN ('active', 'locked')";
    const OF_SITE: &str = "AND ?3 IS NOT NULL AND (role IN ('technician', 'clerk', 'administrator') OR EXISTS (
            SELECT 1 FROM mandate JOIN ownership USING (customer_id)
            WHERE mandate.account_id = account.id AND ownership.site_id = ?1
              AND mandate.from_at <= ?2 AND (mandate.until_at IS NULL OR mandate.until_at > ?2)
              AND ownership.from_at <= min(?2, ?3) AND (ownership.until_at IS NULL OR ownership.until_at > ?2)))";
    const OPERATORS: &str = "AND ?1 IS NULL AND ?3 IS NULL AND ?2 > 0 AND role IN ('technician', 'administrator')";
    const ONE: &str = "AND ?3 IS NULL AND ?2 > 0 AND account.id = ?1";
    const OF_PAYER: &str = "AND ?3 IS NULL AND role IN ('customer', 'manager') AND EXISTS (
            SELECT 1 FROM mandate WHERE mandate.account_id = account.id AND mandate.customer_id = ?1
              AND mandate.from_at <= ?2 AND (mandate.until_at IS NULL OR mandate.until_at > ?2)
              AND instr(',' || mandate.rights || ',', ',finance,') > 0)";
    const BOOKKEEPERS: &str = "AND ?1 IS NULL AND ?3 IS NULL AND ?2 > 0 AND role IN ('clerk', 'administrator')";
    let of_ticket = format!("AND ?3 IS NULL AND {}", seen());
    let (condition, of, since) = match audience {
        Audience::OfSite { site, since } => (OF_SITE, Some(site.0), Some(since.as_second())),
        Audience::Operators => (OPERATORS, None, None),
        Audience::One(account) => (ONE, Some(account.0), None),
        Audience::OfTicket(ticket) => (of_ticket.as_str(), Some(ticket.0), None),
        Audience::OfPayer(customer) => (OF_PAYER, Some(customer.0), None),
        Audience::Bookkeepers => (BOOKKEEPERS, None, None),
    };
    let bound = params![of, now.as_second(), since, ContactKind::Email.name(), ContactKind::Mobile.name()];
    let mut query = conn.prepare_cached(&format!("{SQL} {condition} ORDER BY account.id"))?;
    let listeners = query.query_map(bound, |row| {
        let role: String = row.get(2)?;
        let settings: Option<String> = row.get(4)?;
        let settings = settings.map(|text| serde_json::from_str(&text)).transpose();
        Ok(Listener {
            id: AccountId(row.get(0)?),
            login: code(row, 1)?,
            role: Role::parse(&role).ok_or_else(|| foreign(2, role))?,
            language: row.get(3)?,
            settings: settings.map_err(|error| foreign(4, error))?,
            email: row.get(5)?,
            mobile: row.get(6)?,
        })
    })?;
    Ok(listeners.collect::<Result<_, _>>()?)
}

/// Returns how far the journal has been read.
pub fn cursor(conn: &Connection) -> Result<Cursor, StoreError> {
    Ok(conn.prepare_cached("SELECT cursor FROM teller")?.query_row([], |row| row.get(0).map(Cursor))?)
}

/// Records how far the journal has been read.
pub fn set_cursor(tx: &Transaction<'_>, cursor: Cursor) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE teller SET cursor = max(cursor, ?1)")?.execute([cursor.0])?;
    Ok(())
}

/// Writes something down that is to be told; false where it was told, or is kept, already. What was dropped may be told
/// after all.
pub fn add(tx: &Transaction<'_>, telling: &Telling<'_>) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO notice (at, account_id, kind, news, channel, alarm_id, cursor, keep_until, kept_for,
            ticket_id, entry_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT DO UPDATE SET at = excluded.at, cursor = excluded.cursor, keep_until = excluded.keep_until,
            kept_for = excluded.kept_for, dropped_at = NULL
            WHERE dropped_at IS NOT NULL";
    let n_changed = tx.prepare_cached(SQL)?.execute(params![
        telling.at.as_second(),
        telling.account.0,
        telling.kind.name(),
        telling.news.name(),
        telling.channel.name(),
        telling.alarm.map(|alarm| alarm.0),
        telling.cursor.0,
        telling.until.as_second(),
        telling.kept_for,
        telling.ticket.map(|of| of.ticket.0),
        telling.ticket.and_then(|of| of.entry).map(|entry| entry.0),
    ])?;
    Ok(n_changed == 1)
}

const KEPT: &str = "SELECT notice.id, notice.at, notice.account_id, notice.kind, notice.news, notice.channel,
    notice.alarm_id, notice.cursor, notice.kept_for, notice.ticket_id, notice.entry_id FROM notice";

/// Returns what is to be told now, by account, channel and age. What is kept beyond `horizon`, where nothing is ever
/// kept, was put there by a clock that has been set back since.
pub fn due(conn: &Connection, now: Timestamp, horizon: Timestamp) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "{KEPT} WHERE keep_until IS NOT NULL AND (keep_until <= ?1 OR keep_until > ?2) AND account_id IS NOT NULL
         ORDER BY account_id, channel, id"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(params![now.as_second(), horizon.as_second()], kept)?.collect::<Result<_, _>>()?)
}

/// Returns when the next of what is kept is to be told.
pub fn next_at(conn: &Connection) -> Result<Option<Timestamp>, StoreError> {
    const SQL: &str = "SELECT min(keep_until) FROM notice WHERE keep_until IS NOT NULL AND account_id IS NOT NULL";
    Ok(conn.prepare_cached(SQL)?.query_row([], |row| instant_or_none(row, 0))?)
}

/// Returns what of an alarm is kept.
pub fn kept_of_alarm(conn: &Connection, alarm: AlarmId) -> Result<Vec<Kept>, StoreError> {
    let sql = format!("{KEPT} WHERE alarm_id = ?1 AND keep_until IS NOT NULL AND account_id IS NOT NULL ORDER BY id");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([alarm.0], kept)?.collect::<Result<_, _>>()?)
}

/// Records that something left with a message; a short one is watched until it is known what became of it.
pub fn leave(tx: &Transaction<'_>, id: NoticeId, delivery: DeliveryId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE notice SET keep_until = NULL, delivery_id = ?2, is_watched = (channel = 'sms')
        WHERE id = ?1 AND keep_until IS NOT NULL";
    tx.prepare_cached(SQL)?.execute([id.0, delivery.0])?;
    Ok(())
}

/// Keeps something for longer; `kept_for` says why where nothing did before.
pub fn postpone(tx: &Transaction<'_>, id: NoticeId, until: Timestamp, kept_for: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE notice SET keep_until = ?2, kept_for = coalesce(kept_for, ?3)
        WHERE id = ?1 AND keep_until IS NOT NULL";
    tx.prepare_cached(SQL)?.execute(params![id.0, until.as_second(), kept_for])?;
    Ok(())
}

/// Gives up what is kept.
pub fn give_up(tx: &Transaction<'_>, id: NoticeId, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE notice SET keep_until = NULL, dropped_at = ?2 WHERE id = ?1 AND keep_until IS NOT NULL";
    tx.prepare_cached(SQL)?.execute(params![id.0, now.as_second()])?;
    Ok(())
}

/// Returns when each was last told of an alarm, by whichever way.
pub fn told_last(conn: &Connection, alarm: AlarmId) -> Result<Vec<ToldLast>, StoreError> {
    const SQL: &str = "SELECT account_id, channel, max(at) FROM notice
        WHERE alarm_id = ?1 AND delivery_id IS NOT NULL AND account_id IS NOT NULL GROUP BY account_id, channel";
    let mut query = conn.prepare_cached(SQL)?;
    let told = query.query_map([alarm.0], |row| {
        Ok(ToldLast { account: AccountId(row.get(0)?), channel: channel(row, 1)?, at: instant(row, 2)? })
    })?;
    Ok(told.collect::<Result<_, _>>()?)
}

/// Returns how much an account was told by one way after `since` of the condition of an alarm, and whether something of
/// it is kept for `often`.
pub fn lately(
    conn: &Connection,
    (alarm, account, channel): (AlarmId, AccountId, Channel),
    since: Timestamp,
    often: &str,
) -> Result<(u64, bool), StoreError> {
    const SQL: &str = "SELECT count(*) FILTER (WHERE notice.at > ?4),
            coalesce(max(keep_until IS NOT NULL AND kept_for = ?5), 0)
        FROM alarm AS this JOIN alarm ON alarm.rule = this.rule
            AND (alarm.point_id = this.point_id OR alarm.source = this.source)
        JOIN notice ON notice.alarm_id = alarm.id
        WHERE this.id = ?1 AND notice.account_id = ?2 AND notice.channel = ?3 AND dropped_at IS NULL
          AND (notice.at > ?4 OR keep_until IS NOT NULL)";
    let bound = params![alarm.0, account.0, channel.name(), since.as_second(), often];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| Ok((unsigned(row, 0)?, row.get(1)?)))?)
}

/// Returns how much an account was told by one way after `since` of something that is no alarm, and whether something of
/// it is kept for `often`.
pub fn lately_of_kind(
    conn: &Connection,
    (kind, account, channel): (NoticeKind, AccountId, Channel),
    since: Timestamp,
    often: &str,
) -> Result<(u64, bool), StoreError> {
    const SQL: &str =
        "SELECT count(*) FILTER (WHERE at > ?4), coalesce(max(keep_until IS NOT NULL AND kept_for = ?5), 0)
        FROM notice WHERE account_id = ?2 AND kind = ?1 AND channel = ?3 AND alarm_id IS NULL AND dropped_at IS NULL
          AND (at > ?4 OR keep_until IS NOT NULL)";
    let bound = params![kind.name(), account.0, channel.name(), since.as_second(), often];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| Ok((unsigned(row, 0)?, row.get(1)?)))?)
}

/// Returns how much an account was told by one way after `since` of a ticket, and whether something of it is kept for
/// `often`.
pub fn lately_of_ticket(
    conn: &Connection,
    (ticket, account, channel): (TicketId, AccountId, Channel),
    since: Timestamp,
    often: &str,
) -> Result<(u64, bool), StoreError> {
    const SQL: &str =
        "SELECT count(*) FILTER (WHERE at > ?4), coalesce(max(keep_until IS NOT NULL AND kept_for = ?5), 0)
        FROM notice WHERE ticket_id = ?1 AND account_id = ?2 AND channel = ?3 AND dropped_at IS NULL
          AND (at > ?4 OR keep_until IS NOT NULL)";
    let bound = params![ticket.0, account.0, channel.name(), since.as_second(), often];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| Ok((unsigned(row, 0)?, row.get(1)?)))?)
}

/// Tells whether an account was told the same of a ticket by one way, or will be.
pub fn is_told_of_ticket(
    conn: &Connection,
    of: OfTicket,
    (kind, account, channel): (NoticeKind, AccountId, Channel),
) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM notice WHERE ticket_id = ?1 AND entry_id = ?2 AND kind = ?3
        AND account_id = ?4 AND channel = ?5 AND dropped_at IS NULL)";
    let bound = params![of.ticket.0, of.entry.map(|entry| entry.0), kind.name(), account.0, channel.name()];
    Ok(conn.prepare_cached(SQL)?.query_row(bound, |row| row.get(0))?)
}

/// Tells whether an account was told of an alarm's beginning by one way, or will be.
pub fn is_told(
    conn: &Connection,
    (alarm, account, channel): (AlarmId, AccountId, Channel),
) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM notice
        WHERE alarm_id = ?1 AND account_id = ?2 AND channel = ?3 AND dropped_at IS NULL)";
    Ok(conn.prepare_cached(SQL)?.query_row(params![alarm.0, account.0, channel.name()], |row| row.get(0))?)
}

/// Records that an alarm is held back; whoever is to be told is told afterwards.
pub fn hold(tx: &Transaction<'_>, alarm: AlarmId, cursor: Cursor) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO notice_held (alarm_id, cursor) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    tx.prepare_cached(SQL)?.execute([alarm.0, cursor.0])?;
    Ok(())
}

/// Returns the alarms that are held back, each with the event that was not told.
pub fn held(conn: &Connection) -> Result<Vec<(AlarmId, Cursor)>, StoreError> {
    let mut query = conn.prepare_cached("SELECT alarm_id, cursor FROM notice_held ORDER BY alarm_id")?;
    Ok(query.query_map([], |row| Ok((AlarmId(row.get(0)?), Cursor(row.get(1)?))))?.collect::<Result<_, _>>()?)
}

/// Holds an alarm back no more; tells whether it was.
pub fn release(tx: &Transaction<'_>, alarm: AlarmId) -> Result<bool, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM notice_held WHERE alarm_id = ?1")?.execute([alarm.0])? == 1)
}

/// Returns the short messages of which it is known by now what became of them.
pub fn settled(conn: &Connection) -> Result<Vec<(Kept, DeliveryState)>, StoreError> {
    let sql = format!(
        "{}, outbox.state FROM notice JOIN outbox ON outbox.id = notice.delivery_id
         WHERE is_watched AND outbox.settled_at IS NOT NULL AND notice.account_id IS NOT NULL ORDER BY notice.id",
        KEPT.trim_end_matches(" FROM notice")
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([], |row| Ok((kept(row)?, state(row, 11)?)))?.collect::<Result<_, _>>()?)
}

/// Watches a notice no more.
pub fn unwatch(tx: &Transaction<'_>, id: NoticeId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE notice SET is_watched = 0 WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}

const COLUMNS: &str = "SELECT notice.id, notice.at, account.login, notice.kind, notice.news, notice.channel,
        notice.alarm_id, notice.keep_until, notice.delivery_id, outbox.state, year, serial
    FROM notice LEFT JOIN account ON account.id = notice.account_id LEFT JOIN outbox ON outbox.id = notice.delivery_id
        LEFT JOIN ticket ON ticket.id = notice.ticket_id";

/// Returns up to `limit` notices older than the number `before`, the newest first: of an account, of an alarm, or of both.
pub fn list(
    conn: &Connection,
    (account, alarm): (Option<AccountId>, Option<AlarmId>),
    before: Option<NoticeId>,
    limit: u32,
) -> Result<Vec<Notice>, StoreError> {
    let sql = format!(
        "{COLUMNS} WHERE (?1 IS NULL OR notice.account_id = ?1) AND (?2 IS NULL OR notice.alarm_id = ?2)
         AND notice.id < ?3 ORDER BY notice.id DESC LIMIT ?4"
    );
    let before = before.map_or(i64::MAX, |before| before.0);
    let bound = params![account.map(|account| account.0), alarm.map(|alarm| alarm.0), before, limit];
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

/// Forgets what an account wanted to be told, and that it was told; what was kept for it is told to nobody. Returns how
/// many notices that were.
pub fn forget_account(tx: &Transaction<'_>, account: AccountId, now: Timestamp) -> Result<u64, StoreError> {
    const SQL: &str = "UPDATE notice SET account_id = NULL, is_watched = 0, keep_until = NULL,
            dropped_at = CASE WHEN keep_until IS NULL THEN dropped_at ELSE ?2 END
        WHERE account_id = ?1";
    tx.prepare_cached("DELETE FROM notice_settings WHERE account_id = ?1")?.execute([account.0])?;
    Ok(tx.prepare_cached(SQL)?.execute(params![account.0, now.as_second()])? as u64)
}

/// Returns a condition on accounts: who sees the ticket `?1` at `?2`.
fn seen() -> String {
    let names = |has: fn(Category) -> bool| {
        let names = Category::ALL.into_iter().filter(|category| has(*category)).map(Category::name);
        names.map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
    };
    let (technical, financial) = (names(Category::is_technical), names(Category::is_financial));
    format!(
        "EXISTS (SELECT 1 FROM ticket WHERE ticket.id = ?1 AND CASE
            WHEN role IN ('clerk', 'administrator') THEN 1
            WHEN role = 'technician' THEN ticket.category IN ({technical}) OR ticket.assignee_id = account.id
                OR EXISTS (SELECT 1 FROM ticket_watcher AS watcher
                           WHERE watcher.ticket_id = ?1 AND watcher.account_id = account.id)
            ELSE ticket.account_id = account.id OR EXISTS (SELECT 1 FROM mandate
                WHERE mandate.account_id = account.id AND mandate.customer_id = ticket.customer_id
                  AND mandate.from_at <= ?2 AND (mandate.until_at IS NULL OR mandate.until_at > ?2)
                  AND (ticket.category NOT IN ({financial}) OR instr(',' || mandate.rights || ',', ',finance,') > 0))
            END)"
    )
}

fn named<T>(row: &Row<'_>, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, rusqlite::Error> {
    let name: String = row.get(column)?;
    parse(&name).ok_or_else(|| foreign(column, name))
}

fn channel(row: &Row<'_>, column: usize) -> Result<Channel, rusqlite::Error> {
    named(row, column, Channel::parse)
}

fn state(row: &Row<'_>, column: usize) -> Result<DeliveryState, rusqlite::Error> {
    named(row, column, DeliveryState::parse)
}

fn kept(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    Ok(Kept {
        id: NoticeId(row.get(0)?),
        at: instant(row, 1)?,
        account: AccountId(row.get(2)?),
        kind: named(row, 3, NoticeKind::parse)?,
        news: named(row, 4, News::parse)?,
        channel: channel(row, 5)?,
        alarm: row.get::<_, Option<i64>>(6)?.map(AlarmId),
        cursor: Cursor(row.get(7)?),
        kept_for: row.get(8)?,
        ticket: match row.get::<_, Option<i64>>(9)? {
            Some(ticket) => {
                Some(OfTicket { ticket: TicketId(ticket), entry: row.get::<_, Option<i64>>(10)?.map(EntryId) })
            }
            None => None,
        },
    })
}

fn from_row(row: &Row<'_>) -> Result<Notice, rusqlite::Error> {
    let login: Option<String> = row.get(2)?;
    let (until, delivery) = (instant_or_none(row, 7)?, row.get::<_, Option<i64>>(8)?.map(DeliveryId));
    let state = match (until, delivery) {
        (Some(until), _) => NoticeState::Kept { until },
        (None, Some(delivery)) => NoticeState::Left { delivery, state: state(row, 9)? },
        (None, None) => NoticeState::Dropped,
    };
    Ok(Notice {
        id: NoticeId(row.get(0)?),
        at: instant(row, 1)?,
        login: login.map(|_| code(row, 2)).transpose()?,
        kind: named(row, 3, NoticeKind::parse)?,
        news: named(row, 4, News::parse)?,
        channel: channel(row, 5)?,
        alarm: row.get::<_, Option<i64>>(6)?.map(AlarmId),
        ticket: match row.get::<_, Option<u16>>(10)? {
            Some(year) => Some(TicketNumber::new(year, row.get(11)?)),
            None => None,
        },
        state,
    })
}
