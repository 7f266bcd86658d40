//! The event journal: append-only, numbered.

use common::event::{Event, Happening};
use common::id::{Cursor, CustomerNumber, DocumentId, EntryId, PointId};
use common::notice::BillingNews;
use common::source::Tally;
use common::ticket::TicketNumber;
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use super::StoreError;
use super::log::Logbook;
use super::row::{foreign, instant};
use super::ticket::{self, Eyes};

/// Appends what happened.
pub fn append(tx: &Transaction<'_>, at: Timestamp, happening: &Happening) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO event (at, happening) VALUES (?1, ?2)";
    let text = serde_json::to_string(happening).map_err(|error| StoreError::Foreign(error.to_string()))?;
    tx.prepare_cached(SQL)?.execute(params![at.as_second(), text])?;
    Ok(())
}

/// Returns where the journal ends.
pub fn end(conn: &Connection) -> Result<Cursor, StoreError> {
    const SQL: &str = "SELECT coalesce(max(cursor), 0) FROM event";
    Ok(conn.prepare_cached(SQL)?.query_row([], |row| row.get(0).map(Cursor))?)
}

/// Returns up to `limit` events after `since`, oldest first: all, whoever looks; what an account may be told of one,
/// [`seen`] says.
pub fn after(conn: &Connection, since: Cursor, limit: u32) -> Result<Vec<Event>, StoreError> {
    const SQL: &str = "SELECT cursor, at, happening FROM event WHERE cursor > ?1 ORDER BY cursor LIMIT ?2";
    let mut query = conn.prepare_cached(SQL)?;
    let events = query.query_map(params![since.0, limit], |row| {
        let text: String = row.get(2)?;
        let what = serde_json::from_str(&text).map_err(|error| foreign(2, error))?;
        Ok(Event { cursor: Cursor(row.get(0)?), at: instant(row, 1)?, what })
    })?;
    Ok(events.collect::<Result<_, _>>()?)
}

/// Returns the event at a place in the journal.
pub fn at(conn: &Connection, cursor: Cursor) -> Result<Option<Event>, StoreError> {
    let found = after(conn, Cursor(cursor.0.saturating_sub(1)), 1)?;
    Ok(found.into_iter().find(|event| event.cursor == cursor))
}

/// Tells whether something of this kind has happened after `since`: only what happened after it is read.
pub fn has_happened_since(conn: &Connection, kind: &str, since: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT at, json_extract(happening, '$.kind') = ?1 FROM event ORDER BY cursor DESC";
    let mut query = conn.prepare_cached(SQL)?;
    let mut rows = query.query([kind])?;
    while let Some(row) = rows.next()? {
        if row.get::<_, i64>(0)? <= since.as_second() {
            return Ok(false);
        }
        if row.get(1)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns what whoever looks may be told of an event: all of it, the part about own points, or nothing.
pub fn seen(log: &Logbook<'_>, eyes: &Eyes, event: Event) -> Result<Option<Event>, StoreError> {
    if let Happening::Ticket { ticket, entry, .. } = event.what {
        return Ok(is_ticket_seen(log, eyes, (ticket, entry))?.then_some(event));
    }
    if let Happening::Billing { news, customer, .. } = &event.what {
        let is_seen = is_money_seen(log, eyes, (*news, customer.as_ref()))?;
        return Ok(is_seen.then(|| if log.scope().is_house() { event } else { without_file(event) }));
    }
    if log.scope().is_house() {
        return Ok(Some(event));
    }
    let at = event.at.as_second();
    let is_seen = |point: PointId| Ok::<_, StoreError>(log.windows(point)?.hold(at));
    let what = match event.what {
        Happening::Readings { source, document, points, n_points, .. } => {
            // An event names a hundred points; the document knows all.
            let all = if points.len() as u64 == n_points { points } else { touched(log, document)? };
            let mut own = Vec::new();
            for point in all {
                if is_seen(point)? {
                    own.push(point);
                }
            }
            let n_points = own.len() as u64;
            // How much others got is nobody's business.
            let what = Happening::Readings { source, document, tally: Tally::default(), points: own, n_points };
            (n_points > 0).then_some(what)
        }
        Happening::MeterReplaced { point, ref old, ref new } => {
            // It may be told long after it was done.
            let meters = super::meter::seen_at_point(log, point)?;
            let sat = |wanted| meters.iter().any(|(_, serial)| serial == wanted);
            (is_seen(point)? && sat(old) && sat(new)).then_some(event.what)
        }
        Happening::ReadingsRemoved { point, .. } => is_seen(point)?.then_some(event.what),
        // What began when the site was another's is not told of when it ends either.
        Happening::Alarm { point: Some(point), alarm, .. } => {
            (is_seen(point)? && super::alarm::find(log, alarm)?.is_some()).then_some(event.what)
        }
        Happening::Alarm { point: None, .. }
        | Happening::DocumentParked { .. }
        | Happening::SourceFailing { .. }
        | Happening::SourceRecovered { .. }
        | Happening::MailboxFailing { .. }
        | Happening::MailboxRecovered
        | Happening::CeilingReached { .. }
        | Happening::LogInFailures { .. }
        | Happening::Ticket { .. }
        | Happening::Billing { .. }
        | Happening::Unknown => None,
    };
    Ok(what.map(|what| Event { what, ..event }))
}

/// Tells whether something about money is seen: by the office all of it, by customers what is theirs, by technicians nothing.
fn is_money_seen(
    log: &Logbook<'_>,
    eyes: &Eyes,
    (news, customer): (BillingNews, Option<&CustomerNumber>),
) -> Result<bool, StoreError> {
    if eyes.is_staff() {
        return Ok(eyes.see_customers());
    }
    let is_theirs = BillingNews::OF_CUSTOMER.contains(&news) || news == BillingNews::Changed;
    match customer.filter(|_| is_theirs) {
        Some(number) => super::due::is_seen(log, number),
        None => Ok(false),
    }
}

/// In which file it came is the house's own.
fn without_file(mut event: Event) -> Event {
    if let Happening::Billing { file, .. } = &mut event.what {
        *file = None;
    }
    event
}

/// Tells whether a ticket is seen, and the entry that an event is about.
fn is_ticket_seen(
    conn: &Connection,
    eyes: &Eyes,
    (number, entry): (TicketNumber, Option<EntryId>),
) -> Result<bool, StoreError> {
    let Some(kept) = ticket::by_number(conn, number)? else { return Ok(false) };
    if !ticket::list::is_seen(conn, eyes, kept.id)? {
        return Ok(false);
    }
    let place = entry.map(|entry| ticket::thread::place(conn, entry)).transpose()?.flatten();
    Ok(eyes.is_staff() || place.is_none_or(|place| !place.is_internal))
}

fn touched(log: &Logbook<'_>, document: DocumentId) -> Result<Vec<PointId>, StoreError> {
    let before = DocumentId(document.0.saturating_sub(1));
    let brought = super::document::brought_after(log, before, document)?;
    Ok(brought.map(|(_, brought)| brought.into_iter().map(|one| one.point).collect()).unwrap_or_default())
}
