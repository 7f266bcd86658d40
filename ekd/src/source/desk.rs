//! The one thing that sources may do in the house: hand documents in and say how it went.

use std::sync::Arc;

use common::id::SourceName;
use common::source::Document;
use tokio::sync::Notify;

use super::{Attempt, Delivery, NextAt, Refused};
use crate::clock::Clock;
use crate::reception::{Brought, Reception};
use crate::store::{self, StoreError};

/// A source's way into the house.
#[derive(Clone, Debug)]
pub struct Desk {
    name: SourceName,
    reception: Reception,
    nudge: Arc<Notify>,
}

/// Why the house took nothing: the document stays where it is and is handed in again later.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("the daemon is stopping")]
    Stopping,
    #[error("the archive cannot be written")]
    Storage(#[source] anyhow::Error),
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Closed => Self::Stopping,
            StoreError::Full
            | StoreError::Sql(_)
            | StoreError::Foreign(_)
            | StoreError::Panicked
            | StoreError::TooLong
            | StoreError::File(_) => Self::Storage(error.into()),
        }
    }
}

impl Desk {
    /// Returns the desk of the source `name`; `nudge` is how people ask for it.
    #[must_use]
    pub const fn new(name: SourceName, reception: Reception, nudge: Arc<Notify>) -> Self {
        Self { name, reception, nudge }
    }

    /// Returns the source's name.
    #[must_use]
    pub const fn name(&self) -> &SourceName {
        &self.name
    }

    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.reception.clock
    }

    /// Takes a document in and returns what became of it, after the commit.
    ///
    /// # Errors
    /// Where nothing was written: hand it in again.
    pub async fn deliver(&self, delivery: Delivery) -> Result<Document, DeskError> {
        let Delivery { name, bytes, mapping, position } = delivery;
        let brought = Brought { name, bytes, mapping, position, once: None, digest: None };
        Ok(self.reception.receive(&self.name, brought).await?)
    }

    /// Records something that never became a document.
    ///
    /// # Errors
    /// As [`Desk::deliver`].
    pub async fn refuse(&self, refused: Refused) -> Result<Document, DeskError> {
        Ok(self.reception.refuse(&self.name, refused.name, refused.size, refused.problem).await?)
    }

    /// Returns the position that the source's last delivery left.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub async fn position(&self) -> Result<Option<String>, DeskError> {
        let name = self.name.clone();
        Ok(self.reception.store.read(move |conn| store::source::position(conn, &name)).await?)
    }

    /// Records how asking went and when it will be done again.
    ///
    /// # Errors
    /// As [`Desk::deliver`].
    pub async fn report(&self, attempt: Attempt, next_at: NextAt) -> Result<(), DeskError> {
        let failure = match attempt {
            Attempt::Nothing => None,
            Attempt::Failed(problem) => Some(problem),
        };
        Ok(self.reception.report(&self.name, failure, next_at).await?)
    }

    /// Waits until a person wants the source asked now.
    pub async fn nudged(&self) {
        self.nudge.notified().await;
    }
}
