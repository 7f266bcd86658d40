//! What the daemon keeps of the logbook in memory: the fresh lines and the standings.
//!
//! Readers take what is there with one clone of a pointer and never wait for a write; the writer puts in what has been
//! committed. Everything here can be made again from the database.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use common::id::{DocumentId, PointId, SourceName};
use common::source::Document;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::batch::Batch;
use super::standing::{self, Standing};
use crate::store::row::code;
use crate::store::{StoreError, document};

/// Batches smaller than this are joined with their neighbours, so that thousands of telegrams do not make thousands of
/// batches to look through.
const SMALL: usize = 8_192;

/// Lines that no page has yet, or has since a moment ago.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// In the order of arrival.
    pub batches: Vec<Arc<Batch>>,
    pub n_readings: usize,
    /// The newest document that is in here or sealed: later ones cannot be listed yet.
    pub through: DocumentId,
}

/// All that is shared by the writer and the readers.
#[derive(Debug, Default)]
pub struct Shared {
    fresh: RwLock<Arc<Fresh>>,
    standings: RwLock<HashMap<PointId, Arc<Standing>>>,
    /// Fresh lines were found damaged when this was made.
    has_lost: bool,
}

/// What one piece of work changes of it, once committed.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub batches: Vec<Arc<Batch>>,
    pub standings: HashMap<PointId, Arc<Standing>>,
    /// Lines of documents up to this one are in pages now.
    pub sealed: Option<DocumentId>,
    pub through: Option<DocumentId>,
}

impl Pending {
    pub(super) fn is_empty(&self) -> bool {
        self.batches.is_empty() && self.standings.is_empty() && self.sealed.is_none() && self.through.is_none()
    }
}

impl Shared {
    /// Makes it from what the database holds.
    ///
    /// # Errors
    /// Where the database cannot be read. A batch that is damaged is left out, marked, and told of in the log.
    pub fn load(conn: &Connection) -> Result<Self, StoreError> {
        let mut pending = Pending::default();
        let newest: Option<i64> =
            conn.query_row("SELECT max(id) FROM document", [], |row| row.get(0)).optional()?.flatten();
        pending.through = newest.map(DocumentId);
        let mut standings = HashMap::new();
        let mut sealed_through = HashMap::new();
        for (point, sealed, standing) in standing::all(conn)? {
            sealed_through.insert(point, sealed);
            standings.insert(point, standing);
        }
        let mut query = conn.prepare(
            "SELECT document_id, lines, document.source FROM log_fresh JOIN document ON document.id = document_id
             WHERE NOT is_damaged ORDER BY log_fresh.id",
        )?;
        let mut damaged = Vec::new();
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let document = DocumentId(row.get(0)?);
            let batch = match Batch::unpack(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?) {
                Ok(batch) => batch,
                Err(error) => {
                    tracing::error!(document.id = document.0, %error, "fresh lines are damaged");
                    damaged.push(document);
                    continue;
                }
            };
            let source: SourceName = code(row, 2)?;
            for point in
                batch.points().filter(|point| sealed_through.get(point).is_none_or(|sealed| *sealed < document))
            {
                let standing = standings.entry(point).or_insert_with(|| Standing::nothing(source.clone()));
                standing.source = source.clone();
                standing.offer_all(&batch, point);
            }
            pending.batches.push(Arc::new(batch));
        }
        let has_lost = !damaged.is_empty();
        for document in damaged {
            conn.execute("UPDATE log_fresh SET is_damaged = 1 WHERE document_id = ?1", [document.0])?;
        }
        pending.standings = standings.into_iter().map(|(point, standing)| (point, Arc::new(standing))).collect();
        let shared = Self { has_lost, ..Self::default() };
        shared.publish(vec![pending]);
        Ok(shared)
    }

    /// Tells whether fresh lines were found damaged at the start: sums that they were counted in must be made anew.
    pub const fn has_lost(&self) -> bool {
        self.has_lost
    }

    /// Returns what is fresh now.
    pub fn fresh(&self) -> Arc<Fresh> {
        Arc::clone(&self.fresh.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns how a point stands.
    pub fn standing(&self, point: PointId) -> Option<Arc<Standing>> {
        self.standings().get(&point).cloned()
    }

    /// Returns how all points stand; hold it shortly.
    pub fn standings(&self) -> RwLockReadGuard<'_, HashMap<PointId, Arc<Standing>>> {
        self.standings.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts in what has been committed.
    pub(super) fn publish(&self, committed: Vec<Pending>) {
        let mut fresh = Fresh::clone(&self.fresh());
        for pending in &committed {
            fresh.through = fresh.through.max(pending.through.unwrap_or(DocumentId(0)));
            fresh.batches.extend(pending.batches.iter().filter(|batch| !batch.is_empty()).cloned());
            if let Some(sealed) = pending.sealed {
                fresh.forget(sealed);
            }
        }
        fresh.join_small();
        fresh.n_readings = fresh.batches.iter().map(|batch| batch.n_readings()).sum();
        *self.fresh.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        let mut standings = self.standings.write().unwrap_or_else(PoisonError::into_inner);
        for pending in committed {
            standings.extend(pending.standings);
        }
    }
}

impl Default for Fresh {
    fn default() -> Self {
        Self { batches: Vec::new(), n_readings: 0, through: DocumentId(0) }
    }
}

impl Fresh {
    fn forget(&mut self, sealed: DocumentId) {
        self.batches.retain(|batch| batch.newest_document().is_some_and(|newest| newest > sealed));
        for batch in &mut self.batches {
            if batch.oldest_document().is_some_and(|oldest| oldest <= sealed) {
                *batch = Arc::new(Batch::joined(&[batch], sealed));
            }
        }
    }

    /// Joins small batches at the end as long as the last is not much smaller than the one before: few remain, and no
    /// line is moved often.
    fn join_small(&mut self) {
        while let [.., one, two] = self.batches.as_slice()
            && one.n_readings() < SMALL
            && one.n_readings() < 2 * two.n_readings()
        {
            let joined = Arc::new(Batch::joined(&[one, two], DocumentId(0)));
            self.batches.truncate(self.batches.len() - 2);
            self.batches.push(joined);
        }
    }
}

/// Keeps a document's lines.
pub(super) fn write(tx: &Transaction<'_>, document: DocumentId, batch: &Batch) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO log_fresh (document_id, lines) VALUES (?1, ?2)";
    tx.prepare_cached(SQL)?.execute(params![document.0, batch.pack()])?;
    Ok(())
}

/// Returns the documents whose lines were damaged before they were sealed, and that have not come again since.
pub fn damaged(conn: &Connection) -> Result<Vec<Document>, StoreError> {
    const SQL: &str = "SELECT DISTINCT document_id FROM log_fresh JOIN document ON document.id = document_id
        WHERE is_damaged AND NOT EXISTS (SELECT 1 FROM document AS again
            WHERE again.id > document.id AND again.digest = document.digest AND again.problem_kind IS NULL)";
    let mut query = conn.prepare_cached(SQL)?;
    let ids: Vec<i64> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let documents = ids.into_iter().map(|id| document::by_id(conn, DocumentId(id)));
    documents.filter_map(Result::transpose).collect()
}

/// Lets go of the lines of documents up to `sealed`, which are in pages now.
pub(super) fn forget(tx: &Transaction<'_>, sealed: DocumentId) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM log_fresh WHERE document_id <= ?1 AND NOT is_damaged")?.execute([sealed.0])?;
    Ok(())
}
