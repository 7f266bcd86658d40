//! The logbook: every reading there is, in sealed pages and fresh lines, read as one.
//!
//! A document's lines are written down as they came ([`batch`]), one row of the database for all of them, and kept in
//! memory as well ([`fresh`]). Background work seals them into pages ([`page`]): one point, one month or, once a year is
//! cold, one year. [`Logbook`] reads both; [`Write`] adds. How each point stands ([`standing`]) and what all points
//! together used by day ([`total`]) are kept up with every line, and can be made again from the pages.
//!
//! Which document a point's lines are sealed through is written in the transaction that writes the pages, so that a
//! line counts once: in its page or fresh, whichever moment a reader happens to see.

pub mod batch;
pub mod fresh;
pub mod page;
pub mod standing;
pub mod total;
mod write;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use common::id::{DocumentId, PointId};
use common::logbook::sealed::{Sealed, Wanted};
use common::logbook::{LogPage, Stretch, Version, assemble, merge};
use common::quantity::Quantity;
use rusqlite::Connection;

use self::batch::Batch;
use self::fresh::{Fresh, Shared};
use self::page::StoredPage;
use self::standing::Standing;
use super::StoreError;
use super::scope::{Scope, Windows};

pub use write::{Desk, Rebinding, Write};

/// The archive as one look at it sees it: the database at one moment, and the fresh lines, with the eyes of whoever asks.
#[derive(Debug)]
pub struct Logbook<'a> {
    conn: &'a Connection,
    scope: Scope,
    windows: RefCell<HashMap<PointId, Windows>>,
    shared: &'a Shared,
    fresh: Arc<Fresh>,
    /// What the same piece of work, or others in its transaction, have added.
    pending: Vec<Arc<Batch>>,
    /// Where it also keeps how points stand.
    desk: Option<&'a Desk>,
    damaged: RefCell<Vec<Damage>>,
}

/// A page that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub page: i64,
    pub point: PointId,
    pub stretch: Stretch,
    pub why: String,
}

impl Deref for Logbook<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.conn
    }
}

/// What is wanted of one quantity, or of all, from an instant until another.
fn wanted(quantity: Option<Quantity>, from: i64, until: i64) -> Wanted {
    Wanted { quantities: quantity.map(|quantity| vec![quantity]), from, until }
}

impl<'a> Logbook<'a> {
    /// Looks at the archive. `fresh` must have been taken before the database's moment was fixed: what has been sealed
    /// in between is then recognised in both.
    #[must_use]
    pub fn new(conn: &'a Connection, shared: &'a Shared, fresh: Arc<Fresh>) -> Self {
        Self {
            conn,
            scope: Scope::house(),
            windows: RefCell::default(),
            shared,
            fresh,
            pending: Vec::new(),
            desk: None,
            damaged: RefCell::default(),
        }
    }

    /// Returns the same moment as other eyes see it.
    #[must_use]
    pub fn seen_by(&self, scope: Scope) -> Logbook<'_> {
        let mut seen = Logbook::new(self.conn, self.shared, Arc::clone(&self.fresh));
        (seen.scope, seen.pending, seen.desk) = (scope, self.pending.clone(), self.desk);
        seen
    }

    /// Returns whose eyes look.
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// Returns when a point may be seen.
    pub fn windows(&self, point: PointId) -> Result<Windows, StoreError> {
        if self.scope.is_house() {
            return Ok(Windows::all());
        }
        if let Some(known) = self.windows.borrow().get(&point) {
            return Ok(known.clone());
        }
        let windows = self.scope.windows(self.conn, point)?;
        self.windows.borrow_mut().insert(point, windows.clone());
        Ok(windows)
    }

    /// Returns how a point stands; `None` if nothing was ever read there, or nothing that may be seen.
    pub fn standing(&self, point: PointId) -> Option<Arc<Standing>> {
        let pending = self.desk.and_then(|desk| desk.standing(point));
        let standing = pending.or_else(|| self.shared.standing(point)).filter(|standing| !standing.is_empty())?;
        if self.scope.is_house() {
            return Some(standing);
        }
        // What cannot be told is not shown.
        let windows = self.windows(point).unwrap_or_else(|_| Windows::none());
        let mut seen = Standing::clone(&standing);
        seen.first_at = windows.first_from(seen.first_at)?;
        seen.last_at = windows.last_until(seen.last_at)?;
        seen.newest.retain(|newest| windows.hold(newest.at));
        (seen.first_at <= seen.last_at).then(|| Arc::new(seen))
    }

    /// Returns the quantities that have ever been read at a point, as far as may be seen.
    pub fn quantities(&self, point: PointId) -> Vec<Quantity> {
        let Some(standing) = self.standing(point).and_then(|_| self.shared.standing(point)) else { return Vec::new() };
        // What cannot be told is not shown.
        let windows = self.windows(point).unwrap_or_else(|_| Windows::none());
        let all_is_seen = windows.cover((standing.first_at, standing.last_at.saturating_add(1)));
        let newest = standing.newest.iter().filter(|newest| {
            all_is_seen || windows.hold(newest.at) || self.was_read(point, newest.quantity).unwrap_or(false)
        });
        newest.map(|newest| newest.quantity).collect()
    }

    /// Tells whether a quantity was read while the point may be seen: most that were at all, were in the last days.
    fn was_read(&self, point: PointId, quantity: Quantity) -> Result<bool, StoreError> {
        const DAYS: [i64; 2] = [2 * 86_400, 40 * 86_400];
        let Some(end) = self.windows(point)?.last_until(i64::MAX).map(|last| last.saturating_add(1)) else {
            return Ok(false);
        };
        for from in DAYS.map(|days| end.saturating_sub(days)).into_iter().chain([i64::MIN]) {
            if !self.read(point, Some(quantity), (from, end))?.strips.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns what the daemon keeps in memory for all readers.
    pub const fn shared(&self) -> &Shared {
        self.shared
    }

    /// Returns the lines that no page may have yet.
    pub const fn fresh(&self) -> &Arc<Fresh> {
        &self.fresh
    }

    /// Returns what was read at a point from an instant until another: one quantity, or all.
    ///
    /// A damaged page is left out and told by [`take_damaged`](Self::take_damaged).
    pub fn read(
        &self,
        point: PointId,
        quantity: Option<Quantity>,
        (from, until): (i64, i64),
    ) -> Result<LogPage, StoreError> {
        let mut pages = Vec::new();
        for (from, until) in self.windows(point)?.within((from, until)) {
            self.read_sealed(point, &wanted(quantity, from, until), &mut pages)?;
        }
        let fresh = self.fresh_versions(point, quantity, (from, until))?;
        if !fresh.is_empty() {
            pages.push(assemble(point, fresh));
        }
        Ok(merge(point, pages))
    }

    fn read_sealed(&self, point: PointId, wanted: &Wanted, pages: &mut Vec<LogPage>) -> Result<(), StoreError> {
        let stretch = Stretch { from: wanted.from, until: wanted.until };
        let stored = match self.desk {
            Some(_) => page::overlapping_gently(self.conn, point, stretch)?,
            None => page::overlapping(self.conn, point, stretch)?,
        };
        for stored in stored {
            let stored = match stored {
                Ok(stored) => stored,
                Err(damage) => {
                    self.found_damaged(damage);
                    continue;
                }
            };
            match open(point, &stored)
                .and_then(|sealed| sealed.read(&stored.page.body, wanted).map_err(|error| error.to_string()))
            {
                Ok(page) => pages.push(page),
                Err(why) => self.found_damaged(Damage { page: stored.id, point, stretch: stored.stretch, why }),
            }
        }
        Ok(())
    }

    /// Returns the versions of a point that no page has yet.
    pub fn fresh_versions(
        &self,
        point: PointId,
        quantity: Option<Quantity>,
        (from, until): (i64, i64),
    ) -> Result<Vec<Version>, StoreError> {
        let mut found = Vec::new();
        if self.fresh.batches.is_empty() && self.pending.is_empty() {
            return Ok(found);
        }
        let (sealed, windows) = (standing::sealed_through(self.conn, point)?, self.windows(point)?);
        for batch in self.fresh.batches.iter().chain(&self.pending) {
            let lines = batch.of(point);
            let first = lines.partition_point(|line| line.at < from);
            for line in lines.iter().skip(first).take_while(|line| line.at < until) {
                if line.document > sealed && windows.hold(line.at) {
                    let versions = batch.versions(line);
                    found.extend(
                        versions.filter(|version| quantity.is_none_or(|quantity| version.quantity == quantity)),
                    );
                }
            }
        }
        Ok(found)
    }

    /// Returns what damaged pages were met so far.
    pub fn damaged(&self) -> Vec<Damage> {
        self.damaged.borrow().clone()
    }

    /// Returns what damaged pages were met since this was last asked.
    pub fn take_damaged(&self) -> Vec<Damage> {
        self.damaged.take()
    }

    /// Records that a page was found damaged.
    pub fn found_damaged(&self, damage: Damage) {
        let mut known = self.damaged.borrow_mut();
        if known.iter().all(|known| known.page != damage.page) {
            known.push(damage);
        }
    }

    /// Returns the newest document whose lines this look can see.
    pub fn through(&self) -> DocumentId {
        self.fresh.through
    }
}

/// Opens a stored page, which must be of this point.
pub fn open(point: PointId, stored: &StoredPage) -> Result<Sealed<'_>, String> {
    let sealed = Sealed::open(&stored.page.head).map_err(|error| error.to_string())?;
    if sealed.point() == point { Ok(sealed) } else { Err(format!("the page is one of point {}", sealed.point())) }
}
