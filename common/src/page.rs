//! Long answers come in pages, so that no answer outgrows a frame.

use serde::{Deserialize, Serialize};

/// Which part of a long answer is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Where the page before ended, as [`Paged::next`] told it; `None` for the first one.
    #[serde(default)]
    pub after: Option<String>,
    /// Entries wanted at most; the daemon may give fewer. 0 leaves it to the daemon.
    #[serde(default)]
    pub limit: u32,
}

/// One page of a long answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paged<T> {
    /// May be empty although there is more: a long search comes in pages too.
    pub items: Vec<T>,
    /// Ask for [`Page::after`] this to go on; `None` at the end.
    #[serde(default)]
    pub next: Option<String>,
}

impl<T> Paged<T> {
    /// Returns an answer that is complete.
    #[must_use]
    pub const fn all(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}
