//! Adding to the logbook: within a transaction first, in memory once that is committed.

use std::cell::RefCell;
use std::ops::Deref;
use std::sync::Arc;

use common::id::{DocumentId, PointId};
use common::logbook::Stretch;
use common::logbook::sealed::SealedPage;
use rusqlite::{Connection, Transaction};

use super::batch::Batch;
use super::fresh::{self, Pending, Shared};
use super::standing::{self, Standing};
use super::{Logbook, page};
use crate::store::StoreError;
use crate::store::place::{Place, Places};

/// What the works of one transaction have added so far. The writer's alone.
#[derive(Debug, Default)]
pub struct Desk {
    shared: Arc<Shared>,
    works: RefCell<Vec<Pending>>,
    places: RefCell<Places>,
}

/// A transaction, with the logbook as this piece of work sees it.
#[derive(Debug)]
pub struct Write<'a> {
    tx: &'a Transaction<'a>,
    desk: &'a Desk,
}

/// What sealing makes of a point's pages.
#[derive(Debug)]
pub struct Rebinding {
    pub point: PointId,
    /// The point's lines are sealed up to this document already; if that is no longer so, nothing is written.
    pub sealed_before: DocumentId,
    /// Its lines up to this document are in the new pages, or in old ones.
    pub sealed_through: DocumentId,
    /// Pages that the new ones replace.
    pub replaced: Vec<i64>,
    pub pages: Vec<(Stretch, SealedPage)>,
}

impl<'a> Deref for Write<'a> {
    type Target = Transaction<'a>;

    fn deref(&self) -> &Transaction<'a> {
        self.tx
    }
}

impl Desk {
    /// Returns a desk with what is shared already.
    #[must_use]
    pub fn new(shared: Arc<Shared>) -> Self {
        Self { shared, ..Self::default() }
    }

    /// Begins a piece of work.
    #[must_use]
    pub fn begin<'a>(&'a self, tx: &'a Transaction<'a>) -> Write<'a> {
        self.works.borrow_mut().push(Pending::default());
        Write { tx, desk: self }
    }

    /// Returns how a point stands if this transaction has changed that.
    pub(super) fn standing(&self, point: PointId) -> Option<Arc<Standing>> {
        self.works.borrow().iter().rev().find_map(|work| work.standings.get(&point).cloned())
    }

    /// Takes back what the last piece of work added: it failed.
    pub fn undo_last(&self) {
        self.works.borrow_mut().pop();
        self.places.borrow_mut().forget();
    }

    /// Takes back what all works added: their transaction failed.
    pub fn undo_all(&self) {
        self.works.borrow_mut().clear();
        self.places.borrow_mut().forget();
    }

    /// Shows what all works added to everyone: their transaction is committed.
    pub fn publish(&self) {
        let works = self.works.take();
        if !works.iter().all(Pending::is_empty) {
            self.shared.publish(works);
        }
    }
}

impl Write<'_> {
    /// Returns the logbook, with what this transaction has added to it.
    pub fn log(&self) -> Logbook<'_> {
        let conn: &Connection = self.tx;
        let mut log = Logbook::new(conn, &self.desk.shared, self.desk.shared.fresh());
        log.desk = Some(self.desk);
        log.pending = self.desk.works.borrow().iter().flat_map(|work| work.batches.iter().cloned()).collect();
        log
    }

    /// Returns the place of the point with this code.
    pub fn place(&self, code: &str) -> Result<Option<Arc<Place>>, StoreError> {
        self.desk.places.borrow_mut().find(self.tx, code)
    }

    /// Has one place looked up anew.
    pub fn forget_place(&self, code: &str) {
        self.desk.places.borrow_mut().forget_one(code);
    }

    /// Has places looked up anew: sites, points or meters have changed.
    pub fn forget_places(&self) {
        self.desk.places.borrow_mut().forget();
    }

    /// Returns how a point stands, with what this transaction has added.
    pub fn standing(&self, point: PointId) -> Option<Arc<Standing>> {
        self.desk.standing(point).or_else(|| self.desk.shared.standing(point))
    }

    /// Sets how a point stands.
    pub fn stand(&self, point: PointId, standing: Arc<Standing>) {
        self.pend(|work| {
            work.standings.insert(point, standing);
        });
    }

    /// Adds a document's lines.
    pub fn append(&self, document: DocumentId, batch: Arc<Batch>) -> Result<(), StoreError> {
        if !batch.is_empty() {
            fresh::write(self.tx, document, &batch)?;
        }
        self.pend(|work| work.batches.push(batch));
        Ok(())
    }

    /// Records that a document came, whether it brought lines or not.
    pub fn seen(&self, document: DocumentId) {
        self.pend(|work| work.through = Some(document));
    }

    /// Writes a point's new pages in the place of old ones; tells whether the point was as expected.
    pub fn rebind(&self, new: &Rebinding) -> Result<bool, StoreError> {
        // Retention writes pages anew without sealing any line.
        let are_there = page::are_there(self.tx, &new.replaced)?;
        if !are_there || standing::sealed_through(self.tx, new.point)? != new.sealed_before {
            return Ok(false);
        }
        if !page::remove(self.tx, &new.replaced)? {
            return Err(StoreError::Foreign("a page that was to be replaced is gone".to_owned()));
        }
        for (stretch, page) in &new.pages {
            page::insert(self.tx, *stretch, page)?;
        }
        standing::write(self.tx, new.point, new.sealed_through, self.standing(new.point).as_deref())?;
        Ok(true)
    }

    /// Lets go of the fresh lines of documents up to `sealed`: all of them are in pages.
    pub fn forget(&self, sealed: DocumentId) -> Result<(), StoreError> {
        fresh::forget(self.tx, sealed)?;
        self.pend(|work| work.sealed = Some(sealed));
        Ok(())
    }

    fn pend(&self, change: impl FnOnce(&mut Pending)) {
        let mut works = self.desk.works.borrow_mut();
        if works.is_empty() {
            works.push(Pending::default());
        }
        works.last_mut().map(change).expect("there is one");
    }
}
