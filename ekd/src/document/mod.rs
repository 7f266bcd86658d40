//! Documents with readings: our own exchange format in three forms, and CSV files of others read through a mapping.
//!
//! Bytes go in, [`Parsed`] comes out: every value of the document is in it exactly once, as a sample, as doubtful or as
//! rejected. Knows no files, no archive, no clock: whether a meter is installed or a register may fall is decided by
//! `ingest`.

pub mod exchange;
mod instant;
pub mod mapping;
mod number;
mod problem;
pub(crate) mod rows;
mod sniff;
mod sorter;
#[cfg(test)]
mod tests;

use common::id::{PointCode, SerialNumber, SiteCode};
use common::meter::Registers;
use common::quantity::{Power, Quantity};
use common::reading::Suspicion;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

pub use problem::{MAX_BYTES, MAX_DOUBTFUL, MAX_VALUES};

/// Everything that a document says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What it tells about sites, points and meters; may be empty.
    pub registry: Vec<SiteEntry>,
    /// Each metering point, with the meter that it names there, once.
    pub subjects: Vec<Subject>,
    pub samples: Vec<Sample>,
    pub doubtful: Vec<Doubtful>,
    pub rejected: Vec<Rejected>,
    /// Lines or elements that carry values, each with one or more of them.
    pub n_rows: u64,
}

/// Whose values follow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    pub point: PointCode,
    /// `None` where the document does not say which meter it was.
    pub meter: Option<SerialNumber>,
}

/// A value that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Line or element, counted from 1.
    pub line: u64,
    /// Index into [`Parsed::subjects`].
    pub subject: u32,
    pub quantity: Quantity,
    pub at: Timestamp,
    /// In base units of the quantity.
    pub value: i64,
    /// The sender calls it an estimate.
    pub estimated: bool,
}

/// A value whose place is known but that cannot be true or cannot be understood; kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    pub line: u64,
    pub suspicion: Suspicion,
    /// The sender marks it as an estimate.
    pub estimated: bool,
    pub point: String,
    pub meter: String,
    pub quantity: String,
    pub at: String,
    pub value: String,
    pub unit: String,
}

/// A line that is no row at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    pub line: u64,
    pub reason: String,
}

/// A site as a document describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteEntry {
    pub code: SiteCode,
    pub name: String,
    pub contracted_power: Option<Power>,
    pub points: Vec<PointEntry>,
}

/// A metering point as a document describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointEntry {
    pub code: PointCode,
    pub name: String,
    /// How often it is read.
    pub cadence: Option<SignedDuration>,
    pub installations: Vec<InstallationEntry>,
}

/// A meter's stay at a point as a document describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstallationEntry {
    pub serial: SerialNumber,
    pub model: String,
    /// When the meter was verified last.
    pub verified_on: Option<Date>,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    pub initial: Registers,
    pub last: Registers,
}
