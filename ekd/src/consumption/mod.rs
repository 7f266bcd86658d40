//! What readings amount to: differences of registers, statistics of gauges, coverage, gaps.
//!
//! Pure rules over sorted readings: no archive, no clock (`now` is an argument), no names.

pub mod coverage;
pub mod gauge;
pub mod register;

use common::quantity::Quantity;
use jiff::Timestamp;

/// The quantities of which all points together have a consumption.
pub const TOTALLED: [Quantity; 2] = [Quantity::Energy, Quantity::Volume];

/// A value of one series, in base units.
pub type Point = (Timestamp, i64);

/// Returns the points of `points` (sorted by instant) that lie in `[from, until)`.
fn within(points: &[Point], from: Timestamp, until: Timestamp) -> &[Point] {
    let first = points.partition_point(|(at, _)| *at < from);
    let end = points.partition_point(|(at, _)| *at < until);
    points.get(first..end).unwrap_or_default()
}
