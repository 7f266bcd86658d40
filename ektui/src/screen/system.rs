//! How the daemon and its sources are doing, and what the last documents brought.
//!
//! It must not know how a source is asked; it names the one under the cursor.

pub mod view;

use common::source::{Document, Source};

use crate::remote::Remote;

/// The kind of the source that stands for what people upload.
const IMPORT: &str = "import";

/// The screen's state.
#[derive(Default)]
pub struct Model {
    pub sources: Remote<Vec<Source>>,
    /// The newest first.
    pub documents: Remote<Vec<Document>>,
    pub cursor: usize,
}

impl Model {
    /// Moves the cursor over the sources, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.sources.value().map_or(0, Vec::len).saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    /// Returns the source under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Source> {
        self.sources.value()?.get(self.cursor)
    }

    /// Tells whether the source under the cursor can be asked; what people upload comes when they do.
    #[must_use]
    pub fn can_ask(&self) -> bool {
        self.selected().is_some_and(|source| source.kind != IMPORT)
    }
}
