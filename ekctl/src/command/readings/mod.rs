//! Readings: a file a verb.

pub mod chart;
pub mod compare;
pub mod cursor;
pub mod cut;
pub(in crate::command) mod damage;
pub mod export;
pub mod gaps;
pub mod history;
pub mod import;
mod journal;
pub mod latest;
pub mod list;
mod log;
pub mod scatter;
mod send;
pub mod total;

use std::borrow::Cow;
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
    /// Returns the code of the reading's point; one that came into being after the names were asked keeps its number.
    fn point(&self, reading: &Reading) -> Cow<'_, str> {
        let name = self.points.get(&reading.point);
        name.map_or_else(|| Cow::Owned(format!("#{}", reading.point)), |name| Cow::Borrowed(name.as_str()))
    }

    /// Returns the serial number of the reading's meter, or its number as [`Names::point`] does.
    fn meter(&self, reading: &Reading) -> Cow<'_, str> {
        let name = self.meters.get(&reading.meter);
        name.map_or_else(|| Cow::Owned(format!("#{}", reading.meter)), |name| Cow::Borrowed(name.as_str()))
    }

    /// Returns the row of a reading.
    fn row(&self, reading: &Reading) -> ReadingRow {
        ReadingRow {
            point: self.point(reading).into_owned(),
            meter: self.meter(reading).into_owned(),
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
