//! Readings: a file a verb.

pub mod chart;
pub mod cursor;
pub mod cut;
pub mod export;
pub mod gaps;
pub mod import;
pub mod latest;
pub mod list;

use std::collections::HashMap;

use common::id::{MeterId, PointId};
use common::reading::Reading;

use super::{quality_word, quantity_word};
use crate::output::Amount;
use crate::output::cell::UnitOf;
use list::ReadingRow;

/// Codes and serial numbers of what readings refer to by number.
#[derive(Default)]
struct Names {
    points: HashMap<PointId, String>,
    meters: HashMap<MeterId, String>,
}

impl Names {
    /// Returns the row of a reading; what came into being after the names were asked keeps its number.
    fn row(&self, reading: &Reading) -> ReadingRow {
        ReadingRow {
            point: self.points.get(&reading.point).cloned().unwrap_or_else(|| format!("#{}", reading.point)),
            meter: self.meters.get(&reading.meter).cloned().unwrap_or_else(|| format!("#{}", reading.meter)),
            quantity: quantity_word(reading.quantity),
            at: reading.at,
            value: reading.value.map(|value| Amount::from((reading.quantity, value))),
            unit: UnitOf(reading.quantity),
            quality: quality_word(reading.quality),
            revision: reading.revision,
            document: reading.document,
        }
    }
}
