//! The logbook of a metering point: what was read there, line by line, and what was struck out.
//!
//! A [`LogPage`] holds the readings of one point in one stretch of local time as columns: one column of instants for
//! all quantities of a meter, one column of values for each quantity. The archive keeps pages sealed
//! ([`sealed`]), sends them as they lie, and whoever asks decodes them. Knows no storage, no zone and no clock.

pub mod merge;
pub mod sealed;

use jiff::Timestamp;

use crate::id::{DocumentId, MeterId, PointId};
use crate::quantity::{Quantity, Value};
use crate::reading::{Quality, Reading};

pub use merge::{append, assemble, counting, merge, versions};

/// Readings of one metering point in one stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPage {
    pub point: PointId,
    /// One for each meter, by its number; none is empty.
    pub strips: Vec<Strip>,
    /// Values that count no more, with the words of the person who struck them out: by meter, quantity, instant and
    /// revision.
    pub struck: Vec<Version>,
}

/// What one meter told: the newest version of each reading, as columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    pub meter: MeterId,
    /// Seconds since 1970 UTC, strictly rising; one for each line.
    pub at: Vec<i64>,
    /// The document that brought each line, save for the values that a [`Remark`] gives to another.
    pub documents: Vec<i64>,
    /// By quantity; none is empty.
    pub columns: Vec<Column>,
}

/// The values of one quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub quantity: Quantity,
    /// The lines that have a value, rising; `None` where all have.
    pub lines: Option<Vec<u32>>,
    /// In base units of the quantity.
    pub values: Vec<i64>,
    /// What is to be said of single values, by their index, rising.
    pub remarks: Vec<Remark>,
}

/// A value that is not as most are: measured, never corrected, brought with its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Index into [`Column::values`].
    pub index: u32,
    pub estimated: bool,
    pub revision: u32,
    pub document: DocumentId,
}

/// One version of a reading: as it counts, as it was before a correction, or struck out by a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    pub meter: MeterId,
    pub quantity: Quantity,
    /// Seconds since 1970 UTC.
    pub at: i64,
    /// 0 as first received; each correction adds one, and the highest counts.
    pub revision: u32,
    /// `None`: a person struck the reading out.
    pub value: Option<i64>,
    pub estimated: bool,
    pub document: DocumentId,
}

impl Version {
    /// Returns the version as it is listed; `None` where its instant lies beyond the calendar.
    #[must_use]
    pub fn reading(&self, point: PointId) -> Option<Reading> {
        Some(Reading {
            point,
            meter: self.meter,
            quantity: self.quantity,
            at: Timestamp::from_second(self.at).ok()?,
            value: self.value.map(|value| Value::new(self.quantity, value)),
            quality: if self.estimated { Quality::Estimated } else { Quality::Measured },
            revision: self.revision,
            document: self.document,
        })
    }
}

/// A stretch of time, seconds since 1970 UTC: the first is included, the second is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    pub from: i64,
    pub until: i64,
}

/// What a page's head tells of one meter's values of one quantity on one local day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFigures {
    /// Midnight, seconds since 1970 UTC.
    pub day: i64,
    pub n_readings: u32,
    pub first_at: i64,
    pub first: i64,
    pub last_at: i64,
    pub last: i64,
    pub min: i64,
    pub max: i64,
    pub sum: i128,
}

/// One meter's days of one quantity, those with readings only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeterDays {
    pub meter: MeterId,
    pub days: Vec<DayFigures>,
}
