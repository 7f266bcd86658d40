//! Work that was turned away.

use common::fault::Cause;

use crate::store::{Failure, StoreError};

/// Why what was asked was not done. Work in the archive that is turned away is undone.
#[derive(Debug, thiserror::Error)]
pub enum Turned {
    #[error("the caller's doing")]
    Cause(Cause),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Cause> for Turned {
    fn from(cause: Cause) -> Self {
        Self::Cause(cause)
    }
}

impl Failure for Turned {
    fn of_archive(&self) -> Option<&StoreError> {
        match self {
            Self::Cause(_) => None,
            Self::Store(error) => Some(error),
        }
    }
}
