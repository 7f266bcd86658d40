//! The archive: one `SQLite` file, one writer, several readers.
//!
//! SQL lives in this folder and nowhere else, one file per noun; functions take a connection (read) or a transaction
//! (write) and know no rules. [`Store`] is how the rest of the daemon gets at them: a write is a named closure that
//! the writer thread runs, together with whatever else is waiting, in one transaction; its answer comes after the
//! commit. A read is a closure on a blocking thread with a connection that cannot write.

pub mod account;
pub mod alarm;
pub mod allocation;
pub mod attachment;
pub mod audit;
pub mod billing_file;
pub mod contact;
pub mod contract;
pub mod correspondence;
pub mod customer;
pub mod daily;
mod deflate;
pub mod document;
pub mod draft;
pub mod due;
pub mod event;
pub mod guess;
pub mod invoice;
pub mod latest;
pub mod log;
pub mod log_in;
pub mod mail;
pub mod maintenance;
pub mod meter;
mod migrate;
pub mod notice;
pub mod once;
pub mod open;
pub mod outbox;
mod packed;
pub mod payment;
pub mod phase;
pub mod place;
pub mod point;
pub mod quarantine;
pub mod reading;
pub mod reminder;
pub mod reply_token;
pub mod report;
mod row;
pub mod rule;
pub mod scope;
pub mod sending;
pub mod session;
pub mod setting;
pub mod site;
pub mod source;
pub mod statement;
pub mod status;
pub mod template;
pub mod thinned;
pub mod ticket;
pub mod ticket_statistics;
pub mod token;
pub mod trial;
pub mod weather;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::bell::Bell;
use log::fresh::Shared;
use log::{Logbook, Write};

pub use open::OpenError;
use writer::Removed;
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
    #[error("the question took too long")]
    TooLong,
    #[error("a file beside the archive failed")]
    File(#[source] Arc<std::io::Error>),
}

impl StoreError {
    /// Tells whether another try of the same work would fail alike.
    #[must_use]
    pub fn is_of_the_work(&self) -> bool {
        match self {
            Self::Panicked | Self::Foreign(_) => true,
            Self::Sql(error) => {
                matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::ConstraintViolation))
            }
            Self::Full | Self::Closed | Self::TooLong | Self::File(_) => false,
        }
    }
}

/// What work that writes fails with: its own errors, or those of the archive.
pub trait Failure: From<StoreError> + Send + 'static {
    /// Returns how the archive failed, if it did.
    fn of_archive(&self) -> Option<&StoreError>;
}

impl Failure for StoreError {
    fn of_archive(&self) -> Option<&StoreError> {
        Some(self)
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            Some(rusqlite::ErrorCode::OperationInterrupted) => Self::TooLong,
            _ => Self::Sql(Arc::new(error)),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::File(Arc::new(error)),
        }
    }
}

/// Read connections that are open at once.
const READERS: usize = 4;
/// Longest time that one look into the archive may take.
const LONGEST_READ: Duration = Duration::from_secs(10);
/// Steps of the database's machine between two looks at the clock.
const STEPS: i32 = 10_000;

/// A handle on the archive; clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    writer: writer::Handle,
    readers: Arc<Readers>,
    shared: Arc<Shared>,
    bell: Bell,
}

#[derive(Debug)]
struct Readers {
    path: std::path::PathBuf,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens an archive that exists, migrates it, and starts its writer; the second value tells when the writer ends.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing has been changed then.
    pub fn open(path: &Path) -> Result<(Self, WriterEnded), OpenError> {
        let connection = open::open(path)?;
        let bell = Bell::default();
        let shared = Shared::load(&connection).map_err(|source| OpenError::Logbook { path: path.into(), source })?;
        let shared = Arc::new(shared);
        let (writer, ended) =
            writer::start(connection, Arc::clone(&shared), bell.clone()).map_err(OpenError::Thread)?;
        let readers = Readers { path: path.into(), permits: Arc::new(Semaphore::new(READERS)), idle: Mutex::default() };
        Ok((Self { writer, readers: Arc::new(readers), shared, bell }, ended))
    }

    /// Runs `work` in a transaction and returns its answer after the commit. An error undoes this work alone.
    ///
    /// # Errors
    /// What `work` returned, or why the commit failed: then nothing of it is there.
    pub async fn write<T: Send + 'static, E: Failure>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Write<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.writer.write((name, Removed::Overwritten), work).await
    }

    /// As [`Self::write`], for work on readings alone, which removes much all the time: that is not overwritten.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn write_readings<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Write<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write((name, Removed::Left), work).await
    }

    /// Returns what is rung after every commit.
    pub const fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Returns the part of the logbook that is in memory.
    pub const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Runs `work` on a connection that cannot write and that sees one moment of the archive. Put several questions into
    /// one `work`: the hop costs more than they do.
    ///
    /// # Errors
    /// What `work` returned, or why no connection was to be had.
    pub async fn read<T, E>(&self, work: impl FnOnce(&Logbook<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.read_for(LONGEST_READ, work).await
    }

    /// As [`Self::read`], for work that may ask the archive for so long.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_for<T, E>(
        &self,
        longest: Duration,
        work: impl FnOnce(&Logbook<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (readers, shared) = (Arc::clone(&self.readers), Arc::clone(&self.shared));
        let permit = Arc::clone(&readers.permits).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let done = tokio::task::spawn_blocking(move || {
            let connection = readers.take(longest)?;
            let answer = look(&connection, &shared, work);
            readers.give_back(connection);
            // Held until the work is done, even if nobody waits for it any more.
            drop(permit);
            answer
        });
        done.await.map_err(|_| StoreError::Panicked)?
    }

    /// Gives the disk back what is free, and tells whether there may be more.
    ///
    /// # Errors
    /// Where the file cannot be asked.
    pub async fn tidy(&self) -> Result<bool, StoreError> {
        self.writer.tidy().await;
        self.read(|log| log::page::any_free(log)).await
    }

    /// Overwrites what was removed, in the file and in the log of changes: after an erasure nothing of it is left there.
    ///
    /// # Errors
    /// Where the archive fails.
    pub async fn wipe(&self) -> Result<(), StoreError> {
        /// Steps of the largest archive that is thinkable; more is not awaited.
        const MOST_STEPS: usize = 1000;
        for _ in 0..MOST_STEPS {
            // A page that is free holds what was on it until the file is shortened.
            if !self.tidy().await? {
                break;
            }
        }
        Ok(())
    }

    /// Ends the writer after what is waiting; later writes fail with [`StoreError::Closed`].
    pub async fn close(&self) {
        self.writer.close().await;
        self.readers.permits.close();
    }
}

/// Fixes the moment: the fresh lines first, so that what is sealed in between is in the database's pages too.
fn look<T, E: From<StoreError>>(
    connection: &Connection,
    shared: &Shared,
    work: impl FnOnce(&Logbook<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let fresh = shared.fresh();
    let moment = connection.unchecked_transaction().map_err(StoreError::from)?;
    let log = Logbook::new(&moment, shared, fresh);
    let answer = work(&log);
    for damage in log.take_damaged() {
        tracing::error!(
            point.id = damage.point.0,
            damage.stretch.from,
            damage.stretch.until,
            damage.why,
            "a page is damaged"
        );
    }
    answer
}

impl Readers {
    fn take(&self, longest: Duration) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = idle.map_or_else(|| open::open_to_read(&self.path), Ok)?;
        let started = Instant::now();
        connection.progress_handler(STEPS, Some(move || started.elapsed() > longest))?;
        Ok(connection)
    }

    fn give_back(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}
