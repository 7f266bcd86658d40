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

pub use write::{Desk, Rebinding, Write};

/// The archive as one look at it sees it: the database at one moment, and the fresh lines.
#[derive(Debug)]
pub struct Logbook<'a> {
    conn: &'a Connection,
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
        Self { conn, shared, fresh, pending: Vec::new(), desk: None, damaged: RefCell::default() }
    }

    /// Returns how a point stands; `None` if nothing was ever read there.
    pub fn standing(&self, point: PointId) -> Option<Arc<Standing>> {
        let pending = self.desk.and_then(|desk| desk.standing(point));
        pending.or_else(|| self.shared.standing(point)).filter(|standing| !standing.is_empty())
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
        let wanted = wanted(quantity, from, until);
        let mut pages = Vec::new();
        let stretch = Stretch { from, until };
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
                .and_then(|sealed| sealed.read(&stored.page.body, &wanted).map_err(|error| error.to_string()))
            {
                Ok(page) => pages.push(page),
                Err(why) => self.found_damaged(Damage { page: stored.id, point, stretch: stored.stretch, why }),
            }
        }
        let fresh = self.fresh_versions(point, quantity, (from, until))?;
        if !fresh.is_empty() {
            pages.push(assemble(point, fresh));
        }
        Ok(merge(point, pages))
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
        let sealed = standing::sealed_through(self.conn, point)?;
        for batch in self.fresh.batches.iter().chain(&self.pending) {
            let lines = batch.of(point);
            let first = lines.partition_point(|line| line.at < from);
            for line in lines.iter().skip(first).take_while(|line| line.at < until) {
                if line.document > sealed {
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
