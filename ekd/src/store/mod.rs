//! The archive: one `SQLite` file, one writer, several readers.
//!
//! SQL lives in this folder and nowhere else, one file per noun; functions take a connection (read) or a transaction
//! (write) and know no rules. [`Store`] is how the rest of the daemon gets at them: a write is a named closure that
//! the writer thread runs, together with whatever else is waiting, in one transaction; its answer comes after the
//! commit. A read is a closure on a blocking thread with a connection that cannot write.

pub mod document;
pub mod event;
pub mod latest;
pub mod meter;
mod migrate;
pub mod open;
pub mod point;
pub mod quarantine;
pub mod reading;
mod row;
pub mod site;
pub mod source;
pub mod status;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Transaction};
use tokio::sync::Semaphore;

pub use open::OpenError;
pub use writer::WriterEnded;

/// Why the archive did not do what was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the archive failed")]
    Sql(#[source] Arc<rusqlite::Error>),
    #[error("the disk is full")]
    Full,
    #[error("the archive is closed")]
    Closed,
    #[error("the archive holds a value that this program does not understand: {0}")]
    Foreign(String),
    #[error("the work panicked")]
    Panicked,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Sql(Arc::new(error)),
        }
    }
}

/// Read connections that are open at once.
const READERS: usize = 4;

/// A handle on the archive; clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    writer: writer::Handle,
    readers: Arc<Readers>,
}

#[derive(Debug)]
struct Readers {
    path: std::path::PathBuf,
    permits: Semaphore,
    idle: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens an archive that exists, migrates it, and starts its writer; the second value tells when the writer ends.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing has been changed then.
    pub fn open(path: &Path) -> Result<(Self, WriterEnded), OpenError> {
        let connection = open::open(path)?;
        let (writer, ended) = writer::start(connection).map_err(OpenError::Thread)?;
        let readers = Readers { path: path.into(), permits: Semaphore::new(READERS), idle: Mutex::default() };
        Ok((Self { writer, readers: Arc::new(readers) }, ended))
    }

    /// Runs `work` in a transaction and returns its answer after the commit. An error undoes this work alone.
    ///
    /// # Errors
    /// What `work` returned, or why the commit failed: then nothing of it is there.
    pub async fn write<T, E>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.write(name, work).await
    }

    /// Runs `work` on a connection that cannot write. Put several questions into one `work`: the hop costs more than
    /// they do.
    ///
    /// # Errors
    /// What `work` returned, or why no connection was to be had.
    pub async fn read<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let readers = Arc::clone(&self.readers);
        let _permit = self.readers.permits.acquire().await.map_err(|_| StoreError::Closed)?;
        let done = tokio::task::spawn_blocking(move || {
            let connection = readers.take()?;
            let answer = work(&connection);
            readers.give_back(connection);
            answer
        });
        done.await.map_err(|_| StoreError::Panicked)?
    }

    /// Ends the writer after what is waiting; later writes fail with [`StoreError::Closed`].
    pub async fn close(&self) {
        self.writer.close().await;
        self.readers.permits.close();
    }
}

impl Readers {
    fn take(&self) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Ok(open::open_to_read(&self.path)?), Ok)
    }

    fn give_back(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}
