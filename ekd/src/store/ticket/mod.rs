//! Tickets: what each is, who sees it, its thread, its words. Knows no rules of states and clocks.

pub mod by;
pub mod erase;
pub mod eyes;
pub mod list;
pub mod read;
#[cfg(test)]
mod tests;
pub mod thread;
pub mod watch;
pub mod words;

use common::id::{AccountId, CustomerId, SiteId};
use common::ticket::field::Detail;
use common::ticket::{Category, Origin, Priority, ServiceClock, TicketNumber, TicketState};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use self::by::By;
use super::StoreError;
use super::row::{foreign, instant, instant_or_none};

pub use eyes::Eyes;

/// A ticket in this archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketId(pub i64);

/// What rules need to know of a ticket, whoever looks.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: TicketId,
    pub number: TicketNumber,
    pub subject: String,
    pub standing: Standing,
    pub opener: By,
    pub customer: Option<CustomerId>,
    pub site: Option<SiteId>,
    pub assignee: Option<AccountId>,
    pub merged_into: Option<TicketId>,
    pub clock: ServiceClock,
    /// The newest entry in its thread.
    pub last_entry: i64,
}

/// What a ticket is about and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub category: Category,
    pub state: TicketState,
    pub priority: Priority,
    pub origin: Origin,
    pub created_at: Timestamp,
    pub settled_at: Option<Timestamp>,
    pub awaits_office: bool,
}

/// A ticket that is to be written down.
#[derive(Debug)]
pub struct New<'a> {
    /// The year of its number.
    pub year: u16,
    pub subject: &'a str,
    pub standing: Standing,
    pub opener: &'a By,
    pub customer: Option<CustomerId>,
    pub site: Option<SiteId>,
    pub details: &'a [Detail],
    pub clock: &'a ServiceClock,
}

/// Writes a ticket down and gives it the next number of its year.
pub fn insert(tx: &Transaction<'_>, new: &New<'_>) -> Result<TicketId, StoreError> {
    const SQL: &str = "INSERT INTO ticket (year, serial, category, subject, state, priority, origin, created_at,
            changed_at, author, account_id, address, customer_id, site_id, details, clock, due_at, answer_due_at,
            awaits_office)
        VALUES (?1, (SELECT coalesce(max(serial), 0) + 1 FROM ticket WHERE year = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8,
            ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
    let Standing { category, state, priority, origin, created_at, awaits_office, .. } = new.standing;
    tx.prepare_cached(SQL)?.execute(params![
        new.year,
        category.name(),
        new.subject,
        state.name(),
        priority.name(),
        origin.name(),
        created_at.as_second(),
        new.opener.author.name(),
        new.opener.account.map(|account| account.0),
        new.opener.address,
        new.customer.map(|customer| customer.0),
        new.site.map(|site| site.0),
        text(&new.details)?,
        new.clock.name,
        second(new.clock.due_at),
        second(new.clock.answer_due_at),
        awaits_office,
    ])?;
    Ok(TicketId(tx.last_insert_rowid()))
}

const KEPT: &str = "id, year, serial, subject, category, state, priority, origin, created_at, settled_at,
    awaits_office, author, account_id, address, customer_id, site_id, assignee_id, merged_into, clock, due_at,
    paused_at, time_left, ran_out_at, answer_due_at, answered_at, last_entry";

/// Returns one ticket, whoever looks.
pub fn by_id(conn: &Connection, id: TicketId) -> Result<Option<Kept>, StoreError> {
    let sql = format!("SELECT {KEPT} FROM ticket WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id.0], kept_from_row).optional()?)
}

/// Returns the ticket with this number, whoever looks.
pub fn by_number(conn: &Connection, number: TicketNumber) -> Result<Option<Kept>, StoreError> {
    let sql = format!("SELECT {KEPT} FROM ticket WHERE year = ?1 AND serial = ?2");
    Ok(conn.prepare_cached(&sql)?.query_row(params![number.year(), number.serial()], kept_from_row).optional()?)
}

/// Returns the number of a ticket.
pub fn number_of(conn: &Connection, id: TicketId) -> Result<Option<TicketNumber>, StoreError> {
    const SQL: &str = "SELECT year, serial FROM ticket WHERE id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], |row| number(row, 0)).optional()?)
}

/// Returns the ticket in whose thread that of another goes on: itself, if it is part of none.
pub fn living(conn: &Connection, id: TicketId) -> Result<TicketId, StoreError> {
    const SQL: &str = "WITH RECURSIVE part (id, depth) AS (
            SELECT ?1, 0 UNION ALL
            SELECT merged_into, depth + 1 FROM part JOIN ticket USING (id)
            WHERE merged_into IS NOT NULL AND depth < 100)
        SELECT id FROM part ORDER BY depth DESC LIMIT 1";
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], |row| row.get(0).map(TicketId))?)
}

/// Returns up to `limit` tickets whose clock has run out and of which it is not written down yet, the longest first.
pub fn ran_out(conn: &Connection, now: Timestamp, limit: u32) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "SELECT {KEPT} FROM ticket WHERE due_at <= ?1 AND (ran_out_at IS NULL OR ran_out_at < due_at)
         ORDER BY due_at LIMIT ?2"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(params![now.as_second(), limit], kept_from_row)?.collect::<Result<_, _>>()?)
}

/// Returns up to `limit` solved tickets that were settled before an instant.
pub fn solved_before(conn: &Connection, until: Timestamp, limit: u32) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "SELECT {KEPT} FROM ticket WHERE state = 'solved' AND settled_at < ?1 AND merged_into IS NULL LIMIT ?2"
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map(params![until.as_second(), limit], kept_from_row)?.collect::<Result<_, _>>()?)
}

/// Writes how a ticket stands now: category, state, priority, whether it is settled and whether the office is awaited.
pub fn set_standing(tx: &Transaction<'_>, id: TicketId, standing: &Standing) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE ticket SET category = ?2, state = ?3, priority = ?4, settled_at = ?5, awaits_office = ?6
        WHERE id = ?1";
    let Standing { category, state, priority, settled_at, awaits_office, .. } = standing;
    let bound = params![id.0, category.name(), state.name(), priority.name(), second(*settled_at), awaits_office];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(())
}

/// Writes how a ticket's clock stands now.
pub fn set_clock(tx: &Transaction<'_>, id: TicketId, clock: &ServiceClock) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE ticket SET clock = ?2, due_at = ?3, paused_at = ?4, time_left = ?5, ran_out_at = ?6,
            answer_due_at = ?7, answered_at = ?8 WHERE id = ?1";
    tx.prepare_cached(SQL)?.execute(params![
        id.0,
        clock.name,
        second(clock.due_at),
        second(clock.paused_at),
        clock.left.map(|left| left.as_secs()),
        second(clock.ran_out_at),
        second(clock.answer_due_at),
        second(clock.answered_at),
    ])?;
    Ok(())
}

/// Says whose work a ticket is.
pub fn set_assignee(tx: &Transaction<'_>, id: TicketId, to: Option<AccountId>) -> Result<(), StoreError> {
    let bound = params![id.0, to.map(|to| to.0)];
    tx.prepare_cached("UPDATE ticket SET assignee_id = ?2 WHERE id = ?1")?.execute(bound)?;
    Ok(())
}

/// Says which site a ticket is about.
pub fn set_site(tx: &Transaction<'_>, id: TicketId, to: Option<SiteId>) -> Result<(), StoreError> {
    let bound = params![id.0, to.map(|to| to.0)];
    tx.prepare_cached("UPDATE ticket SET site_id = ?2 WHERE id = ?1")?.execute(bound)?;
    Ok(())
}

/// Says whose a ticket is.
pub fn set_customer(tx: &Transaction<'_>, id: TicketId, to: Option<CustomerId>) -> Result<(), StoreError> {
    let bound = params![id.0, to.map(|to| to.0)];
    tx.prepare_cached("UPDATE ticket SET customer_id = ?2 WHERE id = ?1")?.execute(bound)?;
    Ok(())
}

/// Makes a ticket part of another.
pub fn set_merged(tx: &Transaction<'_>, id: TicketId, into: TicketId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE ticket SET merged_into = ?2 WHERE id = ?1")?.execute([id.0, into.0])?;
    Ok(())
}

fn kept_from_row(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    Ok(Kept {
        id: TicketId(row.get(0)?),
        number: number(row, 1)?,
        subject: row.get(3)?,
        standing: Standing {
            category: named(row, 4, Category::parse)?,
            state: named(row, 5, TicketState::parse)?,
            priority: named(row, 6, Priority::parse)?,
            origin: named(row, 7, Origin::parse)?,
            created_at: instant(row, 8)?,
            settled_at: instant_or_none(row, 9)?,
            awaits_office: row.get(10)?,
        },
        opener: By {
            author: named(row, 11, by::Side::parse)?,
            account: row.get::<_, Option<i64>>(12)?.map(AccountId),
            address: row.get(13)?,
        },
        customer: row.get::<_, Option<i64>>(14)?.map(CustomerId),
        site: row.get::<_, Option<i64>>(15)?.map(SiteId),
        assignee: row.get::<_, Option<i64>>(16)?.map(AccountId),
        merged_into: row.get::<_, Option<i64>>(17)?.map(TicketId),
        clock: clock(row, 18)?,
        last_entry: row.get(25)?,
    })
}

/// Reads the seven columns of a clock from `first` on.
fn clock(row: &Row<'_>, first: usize) -> Result<ServiceClock, rusqlite::Error> {
    Ok(ServiceClock {
        name: row.get(first)?,
        due_at: instant_or_none(row, first + 1)?,
        paused_at: instant_or_none(row, first + 2)?,
        left: row.get::<_, Option<i64>>(first + 3)?.map(SignedDuration::from_secs),
        ran_out_at: instant_or_none(row, first + 4)?,
        answer_due_at: instant_or_none(row, first + 5)?,
        answered_at: instant_or_none(row, first + 6)?,
    })
}

fn number(row: &Row<'_>, first: usize) -> Result<TicketNumber, rusqlite::Error> {
    Ok(TicketNumber::new(row.get(first)?, row.get(first + 1)?))
}

fn named<T>(row: &Row<'_>, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, rusqlite::Error> {
    let name: String = row.get(column)?;
    parse(&name).ok_or_else(|| foreign(column, name))
}

fn second(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::as_second)
}

fn text<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Foreign(error.to_string()))
}
