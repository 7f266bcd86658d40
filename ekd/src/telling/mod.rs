//! Telling people: a reader of the event journal that decides who is told what and when, and puts it into the outbox.
//!
//! What is decided, the messages and how far the journal has been read are one transaction, so that a stop at any moment
//! tells nothing twice and loses nothing. Knows neither how messages travel nor what raises alarms.

mod billing;
pub mod choice;
mod events;
mod leaving;
pub mod preview;
mod rounds;
pub mod settings;
#[cfg(test)]
mod tests;
mod tickets;

use std::time::Duration;

use common::id::Cursor;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::correspondence::Desk;
use crate::notify::Channels;
use crate::store::log::{Logbook, Write};
use crate::store::{self, Store, StoreError};
use crate::vault::Vault;
use crate::vigil::round::Steady;

/// Reads the journal and tells people.
#[derive(Clone, Debug)]
pub struct Teller {
    pub store: Store,
    pub vault: Vault,
    pub clock: Clock,
    pub zone: TimeZone,
    pub channels: Channels,
}

/// Events that are read together.
const TOGETHER: u32 = 500;
const ROUND: Duration = Duration::from_mins(1);
/// Events in a storm are gathered for so long, so that they are few messages.
const GATHERING: Duration = Duration::from_millis(100);

impl Teller {
    /// Tells what happens, until the stop.
    ///
    /// # Errors
    /// Where the archive fails; started again, it goes on after what it has told.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        let mut ear = self.store.bell().ear();
        let mut steady = Steady::new(&self.clock);
        let mut read_to = self.store.read(|log| store::notice::cursor(log)).await?;
        loop {
            read_to = self.read_on(read_to).await?;
            if steady.may_go_on(&self.store, &self.clock).await? {
                self.round().await?;
            }
            let pause = self.until_next().await?;
            let rung = async {
                loop {
                    ear.heard().await;
                    // Most commits are readings of which nobody is told.
                    if self.has_news(read_to).await? {
                        tokio::time::sleep(GATHERING).await;
                        return Ok::<_, StoreError>(());
                    }
                }
            };
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                heard = tokio::time::timeout(pause, rung) => heard.unwrap_or(Ok(()))?,
            }
        }
    }

    /// Tells all that has come into the journal after `read_to`, and returns how far it has read.
    ///
    /// # Errors
    /// Where the archive fails.
    pub async fn read_on(&self, read_to: Cursor) -> Result<Cursor, StoreError> {
        let mut read_to = read_to;
        loop {
            let look = move |log: &Logbook<'_>| store::event::after(log, read_to, TOGETHER);
            let events = self.store.read(look).await?;
            let Some(last) = events.last().map(|event| event.cursor) else { return Ok(read_to) };
            let events: Vec<_> = events.into_iter().filter(events::is_news).collect();
            if !events.is_empty() {
                let (teller, now) = (self.clone(), self.clock.now());
                let tell = move |tx: &Write<'_>| {
                    let desk = teller.desk(now);
                    let told = store::notice::cursor(tx)?;
                    for event in events.iter().filter(|event| event.cursor > told) {
                        events::tell(tx, &desk, event)?;
                    }
                    store::notice::set_cursor(tx, last)?;
                    leaving::leave(tx, &desk)
                };
                self.store.write("tell", tell).await?;
            }
            read_to = last;
        }
    }

    /// Does what time alone brings: digests, reminders, escalations, what was held back, and what did not arrive.
    ///
    /// # Errors
    /// Where the archive fails.
    pub async fn round(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let found = self.store.read(move |log| rounds::look(log, now)).await?;
        if found.is_empty() {
            return Ok(());
        }
        let teller = self.clone();
        let tell = move |tx: &Write<'_>| {
            let desk = teller.desk(now);
            rounds::take(tx, &desk, &found)?;
            leaving::leave(tx, &desk)
        };
        self.store.write("tell in time", tell).await
    }

    const fn desk(&self, now: Timestamp) -> Desk<'_> {
        Desk { vault: &self.vault, zone: &self.zone, channels: &self.channels, now }
    }

    async fn has_news(&self, read_to: Cursor) -> Result<bool, StoreError> {
        let look = move |log: &Logbook<'_>| store::event::after(log, read_to, TOGETHER);
        Ok(self.store.read(look).await?.iter().any(events::is_news))
    }

    async fn until_next(&self) -> Result<Duration, StoreError> {
        let next_at = self.store.read(|log| store::notice::next_at(log)).await?;
        let until = next_at.map(|next_at| next_at.duration_since(self.clock.now()));
        // What could not leave though its time has come is tried with the next round.
        let until = until.filter(SignedDuration::is_positive).and_then(|until| Duration::try_from(until).ok());
        Ok(until.map_or(ROUND, |until| until.min(ROUND)))
    }
}
