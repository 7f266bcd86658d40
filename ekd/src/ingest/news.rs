//! What a document brought that was not there before, for whoever keeps watch.

use std::sync::Arc;

use common::id::PointId;
use common::reading::Suspicion;
use jiff::Timestamp;

use crate::store::log::batch::Batch;
use crate::store::log::standing::Standing;

/// What is new with a document.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// Lines that were written, by point and instant.
    pub batches: Vec<Arc<Batch>>,
    /// The points that have lines, as they stood before, ascending.
    pub met: Vec<Met>,
    /// Values that wait for a person.
    pub doubts: Vec<Doubt>,
}

/// A point as it stood before a document.
#[derive(Clone, Debug)]
pub struct Met {
    pub point: PointId,
    pub before: Option<Arc<Standing>>,
}

/// A value of a point that waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    pub point: PointId,
    pub at: Timestamp,
    pub suspicion: Suspicion,
}

impl News {
    /// Returns how a point stood before.
    #[must_use]
    pub fn before(&self, point: PointId) -> Option<&Arc<Standing>> {
        // A point that one document names twice was met first as it stood before.
        let first = self.met.partition_point(|met| met.point < point);
        self.met.get(first).filter(|met| met.point == point)?.before.as_ref()
    }
}
