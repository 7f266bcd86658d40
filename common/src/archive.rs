//! How the archive stands, and what people decide about readings and meters.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{PointId, SerialNumber, SourceName};
use crate::meter::Registers;
use crate::quantity::{Quantity, Value};
use crate::reading::Reading;
use crate::time::{Period, Step};

/// How much the archive holds, and in how many bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveStat {
    /// Sealed pages.
    pub n_pages: u64,
    /// Readings in them.
    pub n_sealed: u64,
    /// Bytes of the pages, heads included.
    pub page_bytes: u64,
    /// Readings that no page has yet.
    pub n_fresh: u64,
    /// Versions that count no more.
    pub n_struck: u64,
    /// Damaged pages that were put aside, because their months came anew.
    pub n_set_aside: u64,
    /// Bytes of the archive's files: readings, registry, documents, journal, everything.
    pub file_bytes: u64,
    #[serde(default)]
    pub first_at: Option<Timestamp>,
    #[serde(default)]
    pub last_at: Option<Timestamp>,
}

/// One stretch of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Pages looked at in this stretch.
    pub n_pages: u64,
    /// Readings recomputed in this stretch.
    pub n_readings: u64,
    pub findings: Vec<Finding>,
    /// Points looked at so far, and how many there are.
    pub n_points_done: u64,
    pub n_points: u64,
    /// Ask again after this to go on; `None` at the end.
    #[serde(default)]
    pub next: Option<String>,
}

/// Something in the archive that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The point's code; empty where it is about all points.
    pub point: String,
    /// The stretch of local time it is about.
    pub period: Period,
    pub fault: ArchiveFault,
}

/// What can be wrong with a part of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ArchiveFault {
    /// The page cannot be read: its readings are lost unless they are imported again.
    PageDamaged { why: String },
    /// A damaged page was put aside and its readings have not all come again.
    PageSetAside { n_lost: u64 },
    /// The sum over all points that is kept differs from the sum of the points.
    TotalDiffers { quantity: Quantity, kept: i64, computed: i64 },
    /// What is kept as a point's newest values differs from its pages.
    NewestDiffers { quantity: Quantity },
    #[serde(other)]
    Unknown,
}

/// A meter takes the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    pub point: PointId,
    /// When the old one was taken out and the new one put in.
    pub at: Timestamp,
    pub serial: SerialNumber,
    /// Maker and model; may be empty.
    #[serde(default)]
    pub model: String,
    /// What the old meter showed when it was taken out.
    #[serde(default)]
    pub last: Registers,
    /// What the new meter showed when it was put in.
    #[serde(default)]
    pub initial: Registers,
}

/// What a person decides about doubtful readings of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    pub point: PointId,
    pub quantity: Quantity,
    pub decision: Decision,
}

/// The ways in which a doubt can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Decision {
    /// The register went past its last digit and began at zero: the same meter goes on counting.
    Rollover {
        /// The first instant at which it had turned over.
        at: Timestamp,
        /// What it shows least of all that it cannot show, such as 100 000.00 GJ after 99 999.99.
        capacity: Value,
    },
    /// What was read in this period is wrong: what waits is dismissed, what counts is struck out. Both stay in the
    /// history.
    Bad { period: Period },
    /// What waits of this period is true, however it looks.
    True { period: Period },
}

/// What came of a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// Values that waited and count now.
    pub n_released: u64,
    /// Values that waited and were dismissed.
    pub n_dismissed: u64,
    /// Readings that counted and were struck out.
    pub n_struck: u64,
    /// Values of the point that still wait.
    pub n_waiting: u64,
}

/// Versions of readings that are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryQuery {
    pub point: PointId,
    /// `None` means all.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    pub period: Period,
    /// Leave out readings that have only one version.
    #[serde(default)]
    pub only_changed: bool,
}

/// One version of a reading, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingVersion {
    /// Without a value: a person struck the reading out.
    pub reading: Reading,
    pub serial: SerialNumber,
    /// The version that counts.
    pub counts: bool,
    pub source: SourceName,
    /// Name of the document that brought it.
    pub document_name: String,
    pub received_at: Timestamp,
}

/// Which consumption of all points together is wanted: of registers, in days or longer steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalQuery {
    pub quantity: Quantity,
    pub period: Period,
    pub step: Step,
}

/// What all points together used in a bucket of local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    pub period: Period,
    /// The sum of the differences that begin in the bucket; `None` where nothing was read.
    pub used: Option<Value>,
    /// Readings in the bucket, of all points.
    pub n_readings: u64,
}
