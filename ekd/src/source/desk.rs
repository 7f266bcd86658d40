//! The one thing that sources may do in the house: hand documents in and say how it went.

use common::id::SourceName;
use common::source::Document;

use super::{Attempt, Delivery, NextAt, Refused};
use crate::clock::Clock;

/// A source's way into the house.
#[derive(Clone, Debug)]
pub struct Desk {
    name: SourceName,
    clock: Clock,
}

/// Why the house took nothing: the document stays where it is and is handed in again later.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("the daemon is stopping")]
    Stopping,
    #[error("the archive cannot be written")]
    Storage(#[source] anyhow::Error),
}

impl Desk {
    /// Returns the source's name.
    #[must_use]
    pub const fn name(&self) -> &SourceName {
        &self.name
    }

    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Takes a document in and returns what became of it, after the commit.
    ///
    /// # Errors
    /// Where nothing was written: hand it in again.
    pub async fn deliver(&self, _delivery: Delivery) -> Result<Document, DeskError> {
        Err(DeskError::Stopping)
    }

    /// Records something that never became a document.
    ///
    /// # Errors
    /// As [`Desk::deliver`].
    pub async fn refuse(&self, _refused: Refused) -> Result<Document, DeskError> {
        Err(DeskError::Stopping)
    }

    /// Returns the position that the source's last delivery left.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub async fn position(&self) -> Result<Option<String>, DeskError> {
        Ok(None)
    }

    /// Records how asking went and when it will be done again.
    ///
    /// # Errors
    /// As [`Desk::deliver`].
    pub async fn report(&self, _attempt: Attempt, _next_at: NextAt) -> Result<(), DeskError> {
        Ok(())
    }

    /// Waits until a person wants the source asked now.
    pub async fn nudged(&self) {
        std::future::pending().await
    }
}
