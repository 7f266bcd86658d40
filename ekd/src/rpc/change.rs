//! The event journal for live screens: what happened since, or a wait for it.

use std::time::Duration;

use common::event::Changes;
use common::fault::Cause;
use common::id::Cursor;
use jiff::SignedDuration;
use tokio::time::{Instant, timeout_at};

use super::access::Visit;
use super::answer::NoAnswer;
use crate::store::log::Logbook;
use crate::store::ticket::Eyes;
use crate::store::{self, StoreError};

/// Longest wait of one call: below the wire's limit, so that the answer arrives in time.
const LONGEST_WAIT: Duration = Duration::from_secs(50);
/// An event is at most about 2 KiB.
const MOST_EVENTS: u32 = 100;

pub(super) async fn changes(
    visit: &Visit<'_>,
    since: Option<Cursor>,
    wait: SignedDuration,
) -> Result<Changes, NoAnswer> {
    let Some(since) = since else {
        let cursor = visit.look(|log, _| Ok(store::event::end(log)?)).await?;
        return Ok(Changes { events: Vec::new(), cursor, more: false });
    };
    let wait = Duration::try_from(wait).unwrap_or_default().min(LONGEST_WAIT);
    let deadline = Instant::now() + wait;
    let mut since = since;
    loop {
        // Before looking, so that nothing falls between the look and the wait.
        let (mut ear, stop) = visit.ear();
        let found = visit.look(move |log, granted| after(log, &granted.eyes, since)).await?;
        if found.more || !found.events.is_empty() {
            return Ok(found);
        }
        // What happened meanwhile was none of the caller's business.
        since = found.cursor;
        let rung = tokio::select! {
            rung = timeout_at(deadline, ear.heard()) => rung.is_ok(),
            () = stop.cancelled() => return Err(StoreError::Closed.into()),
        };
        if !rung {
            return Ok(Changes { events: Vec::new(), cursor: since, more: false });
        }
    }
}

/// Returns what whoever looks may be told of the events after `since`, and how far the journal was read for that.
fn after(log: &Logbook<'_>, eyes: &Eyes, since: Cursor) -> Result<Changes, NoAnswer> {
    let events = store::event::after(log, since, MOST_EVENTS)?;
    // A cursor of another archive: what it waits for would come late or never.
    if events.is_empty() && store::event::end(log)? < since {
        return Err(Cause::BadPage.into());
    }
    let cursor = events.last().map_or(since, |last| last.cursor);
    let more = events.len() == MOST_EVENTS as usize;
    let mut seen = Vec::with_capacity(events.len());
    for event in events {
        seen.extend(store::event::seen(log, eyes, event)?);
    }
    Ok(Changes { events: seen, cursor, more })
}
