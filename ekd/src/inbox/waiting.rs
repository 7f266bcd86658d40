//! Which files of the inbox are ready: unchanged for long enough, and not just tried in vain.
//!
//! Decides only; the instant is an argument, and it is monotonic, so that a clock that is set hurts nobody.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::time::{Duration, Instant};

use super::tree::{Destination, Entry, Stamp};

/// What is known of the files in the inbox.
#[derive(Debug)]
pub struct Waiting {
    settle: Duration,
    files: BTreeMap<OsString, Known>,
}

#[derive(Debug)]
struct Known {
    stamp: Stamp,
    ready_at: Instant,
    tries: u32,
    /// The house has it already; only the renaming failed.
    destination: Option<Destination>,
}

const FIRST_RETRY: Duration = Duration::from_secs(1);
/// The archive goes on within a minute after space has come back (`reliability.md` K5).
const LAST_RETRY: Duration = Duration::from_secs(30);

impl Waiting {
    #[must_use]
    pub const fn new(settle: Duration) -> Self {
        Self { settle, files: BTreeMap::new() }
    }

    /// Returns those of the listed entries that are ready, in their order, and forgets what is listed no more.
    pub fn ready(&mut self, now: Instant, listed: Vec<Entry>) -> Vec<Entry> {
        let mut files = BTreeMap::new();
        let mut ready = Vec::new();
        for entry in listed {
            let known = self.files.remove(&entry.name).filter(|known| known.stamp == entry.stamp);
            // What is no file will not become one by waiting.
            let settle = if entry.is_file { self.settle } else { Duration::ZERO };
            let known =
                known.unwrap_or(Known { stamp: entry.stamp, ready_at: now + settle, tries: 0, destination: None });
            let is_ready = known.ready_at <= now;
            files.insert(entry.name.clone(), known);
            if is_ready {
                ready.push(entry);
            }
        }
        self.files = files;
        ready
    }

    /// Returns when the next file becomes ready, if any waits.
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        self.files.values().map(|known| known.ready_at).min()
    }

    /// Tells whether a file in the inbox was tried in vain.
    #[must_use]
    pub fn is_troubled(&self) -> bool {
        self.files.values().any(|known| known.tries > 0)
    }

    /// Returns where the file still has to go, if the house has it already.
    #[must_use]
    pub fn destination(&self, name: &OsStr) -> Option<&Destination> {
        self.files.get(name)?.destination.as_ref()
    }

    /// The house has it: whatever fails from here on, it is not handed in again.
    pub fn taken(&mut self, name: &OsStr, destination: Destination) {
        if let Some(known) = self.files.get_mut(name) {
            known.destination = Some(destination);
        }
    }

    /// It is away.
    pub fn gone(&mut self, name: &OsStr) {
        self.files.remove(name);
    }

    /// It could not be read, handed in or renamed: it is tried again after 1 s, doubling to 30 s.
    pub fn failed(&mut self, now: Instant, name: &OsStr) {
        if let Some(known) = self.files.get_mut(name) {
            known.ready_at = now + (FIRST_RETRY * 2_u32.pow(known.tries.min(10))).min(LAST_RETRY);
            known.tries = known.tries.saturating_add(1);
        }
    }
}

#[cfg(test)]
#[path = "waiting_tests.rs"]
mod tests;
