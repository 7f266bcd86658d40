//! The event journal for live screens: what happened since, or a wait for it.

use std::time::Duration;

use common::event::Changes;
use common::fault::Cause;
use common::id::Cursor;
use jiff::SignedDuration;
use tokio::time::{Instant, timeout_at};

use super::House;
use super::access::Scope;
use super::answer::NoAnswer;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Longest wait of one call: below the wire's limit, so that the answer arrives in time.
const LONGEST_WAIT: Duration = Duration::from_secs(50);
/// An event is at most about 2 KiB.
const MOST_EVENTS: u32 = 100;

pub(super) async fn changes(
    house: &House,
    _: Scope,
    since: Option<Cursor>,
    wait: SignedDuration,
) -> Result<Changes, NoAnswer> {
    let store = &house.reception.store;
    let Some(since) = since else {
        let cursor = store.read(|log| store::event::end(log)).await?;
        return Ok(Changes { events: Vec::new(), cursor, more: false });
    };
    let wait = Duration::try_from(wait).unwrap_or_default().min(LONGEST_WAIT);
    let deadline = Instant::now() + wait;
    loop {
        // Before looking, so that nothing falls between the look and the wait.
        let mut ear = store.bell().ear();
        let look = move |conn: &Logbook<'_>| {
            let events = store::event::after(conn, since, MOST_EVENTS)?;
            // A cursor of another archive: what it waits for would come late or never.
            let beyond = events.is_empty() && store::event::end(conn)? < since;
            if beyond { Err(NoAnswer::from(Cause::BadPage)) } else { Ok(events) }
        };
        let events = store.read(look).await?;
        if let Some(last) = events.last() {
            let (cursor, more) = (last.cursor, events.len() == MOST_EVENTS as usize);
            return Ok(Changes { events, cursor, more });
        }
        let rung = tokio::select! {
            rung = timeout_at(deadline, ear.heard()) => rung.is_ok(),
            () = house.stop.cancelled() => return Err(StoreError::Closed.into()),
        };
        if !rung {
            return Ok(Changes { events: Vec::new(), cursor: since, more: false });
        }
    }
}
