//! The facts of a ticket's dossier.

use common::alarm::{AlarmFilter, AlarmStanding};
use common::fault::{Cause, TicketCause};
use common::id::EntryId;
use common::point::MeteringPoint;
use common::quantity::Quantity;
use common::series::{Content, SeriesQuery};
use common::sheet::{Coverage, Sheet};
use common::ticket::entry::{Attached, Entry};
use common::ticket::{Ticket, TicketNumber};
use common::time::{Period, Step};
use jiff::SignedDuration;

use super::Surroundings;
use crate::consumption::coverage::Expectation;
use crate::query::series::{bucketed, seen_until};
use crate::report::Frame;
use crate::report::ticket_dossier::{self as template, Facts, Reader, Series};
use crate::store::log::Logbook;
use crate::store::ticket::TicketId;
use crate::store::{self, StoreError};

/// Around the opening.
const AROUND: SignedDuration = SignedDuration::from_hours(24);
/// The longest stretch of hours that is shown, where other readings are attached.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Entries that are told of, and read together.
const MOST_ENTRIES: usize = 2_000;
const TOGETHER: u32 = 200;
/// Points of which readings are shown.
const MOST_POINTS: usize = 3;
const SHOWN: [Quantity; 3] = [Quantity::Supply, Quantity::Return, Quantity::Power];

/// Returns the sheet.
pub(super) fn sheet(
    log: &Logbook<'_>,
    number: TicketNumber,
    frame: &Frame,
    surroundings: &Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let Some((id, ticket)) = store::ticket::list::find(log, surroundings.eyes, number)? else {
        return Ok(Err(Cause::Ticket { why: TicketCause::NoSuchTicket { number: number.to_string() } }));
    };
    let entries = entries(log, id, surroundings)?;
    let period = around(&ticket, &entries);
    let frame = Frame { period, ..frame.clone() };
    let reader = if surroundings.eyes.is_staff() { Reader::Office } else { Reader::Customer };
    let mut facts =
        Facts { ticket, reader, entries, series: Vec::new(), alarms: Vec::new(), coverage: Coverage::default() };
    let site = facts.ticket.site.clone();
    if let Some(site) = site.map(|code| store::site::by_code(log, code.as_str())).transpose()?.flatten() {
        for point in store::point::of_site(log, site.id)?.iter().take(MOST_POINTS) {
            add(log, point, (period, surroundings), &mut facts)?;
        }
        let filter = AlarmFilter {
            standing: AlarmStanding::All,
            site: Some(site.id),
            since: Some(period.from),
            until: Some(period.until),
            ..AlarmFilter::default()
        };
        facts.alarms = store::alarm::list(log, &filter, (0, TOGETHER))?;
        facts.alarms.reverse();
    }
    Ok(Ok(template::write(&facts, &frame)))
}

fn entries(log: &Logbook<'_>, id: TicketId, surroundings: &Surroundings<'_>) -> Result<Vec<Entry>, StoreError> {
    let (mut found, mut after) = (Vec::new(), EntryId(0));
    loop {
        let page = store::ticket::thread::entries(log, surroundings.eyes, id, (after, TOGETHER))?;
        let is_last = page.len() < TOGETHER as usize;
        after = page.last().map_or(after, |last| last.id);
        found.extend(page);
        if is_last || found.len() >= MOST_ENTRIES {
            return Ok(found);
        }
    }
}

/// Returns the time of the readings that were attached first, or a day before and after the opening.
fn around(ticket: &Ticket, entries: &[Entry]) -> Period {
    let mut attached = entries.iter().flat_map(|entry| &entry.attachments).filter_map(|one| match &one.what {
        Attached::Readings { period, site } => Some(*period).filter(|_| ticket.site.as_ref() == Some(site)),
        Attached::File { .. } | Attached::Alarm { .. } | Attached::Unknown => None,
    });
    let usual = Period {
        from: ticket.created_at.checked_sub(AROUND).unwrap_or(ticket.created_at),
        until: ticket.created_at.checked_add(AROUND).unwrap_or(ticket.created_at),
    };
    attached.find(|period| !period.is_empty() && period.duration() <= LONGEST).unwrap_or(usual)
}

/// Adds hourly means of a point.
fn add(
    log: &Logbook<'_>,
    point: &MeteringPoint,
    (period, surroundings): (Period, &Surroundings<'_>),
    facts: &mut Facts,
) -> Result<(), StoreError> {
    let slices = Step::Hour.slices(period, surroundings.zone);
    let now = seen_until(log, point.id, surroundings.now.min(period.until))?;
    let expectation = Expectation { cadence: point.cadence, since: point.first_at, now };
    for quantity in SHOWN.into_iter().filter(|quantity| point.quantities.contains(quantity)) {
        let query = SeriesQuery { point: point.id, quantity, period, step: Step::Hour };
        let buckets = bucketed(log, &query, &slices, &expectation)?;
        for bucket in &buckets {
            let coverage = Coverage { n_readings: bucket.n_readings.into(), n_expected: bucket.n_expected.into() };
            facts.coverage = facts.coverage.with(coverage);
        }
        let hour = |bucket: &common::series::Bucket| match bucket.content {
            Content::Gauge { mean, .. } => (bucket.period.from, Some(mean.base())),
            Content::Missing | Content::Register { .. } => (bucket.period.from, None),
        };
        let hours = buckets.iter().map(hour).collect();
        facts.series.push(Series { point: point.code.to_string(), quantity, hours });
    }
    Ok(())
}
