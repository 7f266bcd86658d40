//! Tickets as those who look see them: one, lists, counts.

use common::id::{CustomerId, CustomerNumber, SiteCode, SiteId};
use common::ticket::query::{AssignedTo, TicketCounts, TicketFilter, TicketOrder, TicketStanding};
use common::ticket::{Category, Origin, Priority, Ticket, TicketNumber, TicketState};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::super::StoreError;
use super::super::row::{code, foreign, instant, unsigned};
use super::by::author;
use super::eyes::Eyes;
use super::words::Words;
use super::{TicketId, clock, named, number};

/// What nobody is done with: not settled, or written to since by mail, which changes no state.
const OPEN: &str = "(ticket.settled_at IS NULL OR ticket.awaits_office) AND ticket.merged_into IS NULL";
/// Unread entries of one ticket that are counted; more are as many.
const MOST_UNREAD: u32 = 100;
/// Tickets with something unread that are counted; more are as many.
const MOST_UNREAD_TICKETS: u32 = 1000;

const TABLES: &str = "ticket LEFT JOIN account ON account.id = ticket.account_id
    LEFT JOIN customer ON customer.id = ticket.customer_id LEFT JOIN site ON site.id = ticket.site_id
    LEFT JOIN account AS assignee ON assignee.id = ticket.assignee_id
    LEFT JOIN ticket AS whole ON whole.id = ticket.merged_into";

/// Returns the columns of a ticket as it is shown.
fn columns(eyes: &Eyes) -> String {
    format!(
        "ticket.id, ticket.year, ticket.serial, ticket.category, ticket.subject, ticket.state, ticket.priority,
         ticket.origin, ticket.created_at, ticket.changed_at, ticket.author, account.login, account.name,
         ticket.address, customer.number, customer.name, site.code, site.name, ticket.details, assignee.login,
         ticket.clock, ticket.due_at, ticket.paused_at, ticket.time_left, ticket.ran_out_at, ticket.answer_due_at,
         ticket.answered_at, ticket.awaits_office, whole.year, whole.serial,
         (SELECT count(*) FROM (SELECT 1 FROM ticket_entry AS entry
            WHERE entry.thread_id = ticket.id AND entry.kind <> 'turn' AND entry.account_id IS NOT :account
              AND entry.id > coalesce((SELECT up_to FROM ticket_read
                  WHERE ticket_read.account_id = :account AND ticket_read.ticket_id = ticket.id), 0){}
            LIMIT {MOST_UNREAD}))",
        eyes.entries()
    )
}

/// Returns one ticket, if it is seen.
pub fn find(conn: &Connection, eyes: &Eyes, number: TicketNumber) -> Result<Option<(TicketId, Ticket)>, StoreError> {
    let sql = format!(
        "SELECT {} FROM {TABLES} WHERE ticket.year = :year AND ticket.serial = :serial{}",
        columns(eyes),
        eyes.tickets()
    );
    let (account, now) = eyes.bound();
    let bound = named_params! { ":account": account, ":now": now, ":year": number.year(), ":serial": number.serial() };
    let found = conn.prepare_cached(&sql)?.query_row(bound, |row| from_row(row, eyes)).optional()?;
    Ok(with_watchers(conn, eyes, found.into_iter().collect())?.pop())
}

/// Tells whether a ticket is seen.
pub fn is_seen(conn: &Connection, eyes: &Eyes, id: TicketId) -> Result<bool, StoreError> {
    let sql = format!("SELECT 1 FROM ticket WHERE ticket.id = :id{}", eyes.tickets());
    let (account, now) = eyes.bound();
    let bound = named_params! { ":account": account, ":now": now, ":id": id.0 };
    Ok(conn.prepare_cached(&sql)?.query_row(bound, |_| Ok(())).optional()?.is_some())
}

/// Returns up to `limit` tickets that are seen and wanted, leaving out the first `skip` of them.
pub fn list(
    conn: &Connection,
    eyes: &Eyes,
    filter: &TicketFilter,
    (skip, limit): (u32, u32),
) -> Result<Vec<Ticket>, StoreError> {
    let (sql, values) = question(eyes, filter);
    let (account, now) = eyes.bound();
    let mut query = conn.prepare_cached(&sql)?;
    let mut bound = values;
    bound.extend([
        (":account", account.into()),
        (":now", now.into()),
        (":limit", i64::from(limit).into()),
        (":skip", i64::from(skip).into()),
    ]);
    let bound: Vec<(&str, &dyn rusqlite::ToSql)> =
        bound.iter().map(|(name, value)| (*name, value as &dyn rusqlite::ToSql)).collect();
    let found = query.query_map(bound.as_slice(), |row| from_row(row, eyes))?.collect::<Result<Vec<_>, _>>()?;
    Ok(with_watchers(conn, eyes, found)?.into_iter().map(|(_, ticket)| ticket).collect())
}

/// Returns the question for a page of tickets, with the parameters that a filter adds.
pub(super) fn question(eyes: &Eyes, filter: &TicketFilter) -> (String, Vec<(&'static str, Value)>) {
    let wanted = Wanted::of(eyes, filter);
    let sql = format!(
        "SELECT {} FROM (SELECT page.id AS wanted, row_number() OVER () AS place FROM (
             SELECT ticket.id FROM ticket WHERE {}{} ORDER BY {} LIMIT :limit OFFSET :skip) AS page) AS chosen
         CROSS JOIN ticket ON ticket.id = wanted {} ORDER BY place",
        columns(eyes),
        wanted.conditions,
        eyes.tickets(),
        wanted.order,
        TABLES.strip_prefix("ticket").unwrap_or_default()
    );
    (sql, wanted.values)
}

/// What a filter wants, as conditions with their parameters, and in which order.
struct Wanted {
    conditions: String,
    order: &'static str,
    values: Vec<(&'static str, Value)>,
}

impl Wanted {
    fn of(eyes: &Eyes, filter: &TicketFilter) -> Self {
        let mut conditions = match filter.standing {
            TicketStanding::Open => OPEN.to_owned(),
            TicketStanding::Overdue => "ticket.due_at <= :now AND ticket.merged_into IS NULL".to_owned(),
            TicketStanding::Settled => "ticket.settled_at IS NOT NULL AND ticket.merged_into IS NULL".to_owned(),
            TicketStanding::All => "TRUE".to_owned(),
        };
        let mut values = Vec::new();
        let mut also = |condition: &str, bound: Option<(&'static str, String)>| {
            conditions.push_str(condition);
            values.extend(bound.map(|(name, value)| (name, Value::from(value))));
        };
        if let Some(state) = filter.state {
            also(" AND ticket.state = :state", Some((":state", state.name().to_owned())));
        }
        if let Some(category) = filter.category {
            also(" AND ticket.category = :category", Some((":category", category.name().to_owned())));
        }
        if let Some(site) = &filter.site {
            let condition = " AND ticket.site_id = (SELECT id FROM site WHERE code = :site)";
            also(condition, Some((":site", site.to_string())));
        }
        // Whoever does not see whose tickets are does not ask for it either.
        if let Some(customer) = &filter.customer {
            let condition = if eyes.see_customers() {
                " AND ticket.customer_id = (SELECT id FROM customer WHERE number = :customer)"
            } else {
                " AND :customer IS NULL"
            };
            also(condition, Some((":customer", customer.to_string())));
        }
        match filter.assignee.as_ref().filter(|_| eyes.is_staff()) {
            None => {}
            Some(AssignedTo::Nobody) => also(" AND ticket.assignee_id IS NULL", None),
            Some(AssignedTo::Me) => also(" AND ticket.assignee_id = :account", None),
            Some(AssignedTo::Account(login)) => {
                let condition = " AND ticket.assignee_id = (SELECT id FROM account WHERE login = :login)";
                also(condition, Some((":login", login.to_string())));
            }
        }
        if let Some(text) = filter.text.as_deref() {
            match Words::parse(text) {
                Some(words) => {
                    let condition =
                        " AND +ticket.id IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH :words)";
                    also(condition, Some((":words", words.question(eyes))));
                }
                None if text.trim().is_empty() => {}
                None => also(" AND FALSE", None),
            }
        }
        // What is settled has no clock: by it, the newest come first.
        let order = match (filter.order, filter.standing) {
            (TicketOrder::Due, TicketStanding::Settled) | (TicketOrder::Number, _) => "ticket.id DESC",
            (TicketOrder::Due, TicketStanding::Overdue) => "ticket.due_at, ticket.id DESC",
            (TicketOrder::Due, TicketStanding::Open | TicketStanding::All) => {
                "(ticket.due_at IS NULL), ticket.due_at, (-ticket.id)"
            }
            (TicketOrder::Changed, _) => "ticket.changed_at DESC, ticket.id DESC",
        };
        Self { conditions, order, values }
    }
}

/// Counts the tickets that are seen. What is unread is looked for among the open ones: of others everybody may be told.
pub fn counts(conn: &Connection, eyes: &Eyes) -> Result<TicketCounts, StoreError> {
    let [counted, unread] = counting(eyes);
    let (account, now) = eyes.bound();
    let bound = named_params! { ":account": account, ":now": now };
    let mut counts = conn.prepare_cached(&counted)?.query_row(bound, |row| {
        Ok(TicketCounts {
            n_open: unsigned(row, 0)?,
            n_overdue: unsigned(row, 1)?,
            n_waiting: unsigned(row, 2)?,
            n_unassigned: if eyes.is_staff() { unsigned(row, 3)? } else { 0 },
            n_unread: 0,
        })
    })?;
    counts.n_unread = conn.prepare_cached(&unread)?.query_row(bound, |row| unsigned(row, 0))?;
    Ok(counts)
}

/// Returns the questions for counts: of what is open, and of what is unread.
pub(super) fn counting(eyes: &Eyes) -> [String; 2] {
    let counted = format!(
        "SELECT count(*), coalesce(sum(ticket.due_at <= :now), 0), coalesce(sum(ticket.state = 'waiting'), 0),
             coalesce(sum(ticket.assignee_id IS NULL), 0)
         FROM ticket WHERE {OPEN}{}",
        eyes.tickets()
    );
    let unread = format!(
        "SELECT count(*) FROM (SELECT 1 FROM ticket
            LEFT JOIN ticket_read ON ticket_read.account_id = :account AND ticket_read.ticket_id = ticket.id
            WHERE {}{} AND ticket.{} > coalesce(up_to, 0)
              AND EXISTS (SELECT 1 FROM ticket_entry AS entry
                  WHERE entry.thread_id = ticket.id AND entry.id > coalesce(up_to, 0) AND entry.kind <> 'turn'
                    AND entry.account_id IS NOT :account{})
            LIMIT {MOST_UNREAD_TICKETS})",
        if eyes.is_staff() { OPEN } else { "ticket.merged_into IS NULL" },
        eyes.tickets(),
        eyes.last(),
        eyes.entries()
    );
    [counted, unread]
}

/// Returns up to `limit` open tickets of a site that are seen, without one of them, the last changed first.
pub fn of_site(
    conn: &Connection,
    eyes: &Eyes,
    (site, without): (SiteId, TicketId),
    limit: u32,
) -> Result<Vec<Ticket>, StoreError> {
    let condition = "ticket.site_id = :of AND ticket.settled_at IS NULL AND ticket.merged_into IS NULL";
    beside(conn, eyes, (condition, site.0, without), limit)
}

/// Returns up to `limit` other tickets of a customer that are seen, the newest first.
pub fn of_customer(
    conn: &Connection,
    eyes: &Eyes,
    (customer, without): (CustomerId, TicketId),
    limit: u32,
) -> Result<Vec<Ticket>, StoreError> {
    let condition = "ticket.customer_id = :of AND ticket.merged_into IS NULL";
    beside(conn, eyes, (condition, customer.0, without), limit)
}

fn beside(
    conn: &Connection,
    eyes: &Eyes,
    (condition, of, without): (&str, i64, TicketId),
    limit: u32,
) -> Result<Vec<Ticket>, StoreError> {
    let sql = format!(
        "SELECT {} FROM {TABLES} WHERE {condition} AND ticket.id <> :without{}
         ORDER BY ticket.changed_at DESC, ticket.id DESC LIMIT :limit",
        columns(eyes),
        eyes.tickets()
    );
    let (account, now) = eyes.bound();
    let bound = named_params! { ":account": account, ":now": now, ":of": of, ":without": without.0, ":limit": limit };
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map(bound, |row| from_row(row, eyes))?.collect::<Result<Vec<_>, _>>()?;
    Ok(with_watchers(conn, eyes, found)?.into_iter().map(|(_, ticket)| ticket).collect())
}

fn with_watchers(
    conn: &Connection,
    eyes: &Eyes,
    mut found: Vec<(TicketId, Ticket)>,
) -> Result<Vec<(TicketId, Ticket)>, StoreError> {
    const SQL: &str = "SELECT login FROM ticket_watcher JOIN account ON account.id = account_id
        WHERE ticket_id = ?1 ORDER BY login";
    if eyes.is_staff() {
        let mut query = conn.prepare_cached(SQL)?;
        for (id, ticket) in &mut found {
            ticket.watchers = query.query_map([id.0], |row| code(row, 0))?.collect::<Result<_, _>>()?;
        }
    }
    Ok(found)
}

fn from_row(row: &Row<'_>, eyes: &Eyes) -> Result<(TicketId, Ticket), rusqlite::Error> {
    let details: String = row.get(18)?;
    let whole: Option<i64> = row.get(28)?;
    let mut clock = clock(row, 20)?;
    if !eyes.is_staff() {
        // Its own aims are the office's business.
        clock.answer_due_at = None;
    }
    let customer: Option<CustomerNumber> = code_or_none(row, 14)?;
    let assignee = code_or_none(row, 19)?;
    let ticket = Ticket {
        number: number(row, 1)?,
        category: named(row, 3, Category::parse)?,
        subject: row.get(4)?,
        state: named(row, 5, TicketState::parse)?,
        priority: named(row, 6, Priority::parse)?,
        origin: named(row, 7, Origin::parse)?,
        created_at: instant(row, 8)?,
        changed_at: instant(row, 9)?,
        opener: author(row, 10, eyes)?,
        customer: customer.filter(|_| eyes.see_customers()),
        customer_name: row.get::<_, Option<String>>(15)?.filter(|_| eyes.see_customers()),
        site: code_or_none::<SiteCode>(row, 16)?,
        site_name: row.get(17)?,
        details: serde_json::from_str(&details).map_err(|error| foreign(18, error))?,
        assignee: if eyes.is_staff() { assignee } else { None },
        watchers: Vec::new(),
        clock,
        n_unread: unsigned(row, 30)?,
        awaits_office: row.get(27)?,
        merged_into: whole.map(|_| number(row, 28)).transpose()?,
    };
    Ok((TicketId(row.get(0)?), ticket))
}

fn code_or_none<T: TryFrom<String>>(row: &Row<'_>, column: usize) -> Result<Option<T>, rusqlite::Error>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    let text: Option<String> = row.get(column)?;
    text.map(|text| T::try_from(text).map_err(|error| foreign(column, error))).transpose()
}
