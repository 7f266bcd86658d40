//! Readings of the logbook as the rules want them: one series, or what lies around an instant.

use common::id::{MeterId, PointId};
use common::logbook::{Column, LogPage, Strip, Version, counting};
use common::quantity::Quantity;
use common::reading::Reading;
use common::time::Period;
use jiff::Timestamp;

use super::StoreError;
use super::log::Logbook;

/// A value of one series as it is kept, by instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub at: Timestamp,
    pub value: i64,
    pub estimated: bool,
    pub revision: u32,
}

/// One meter's series of one quantity at one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    pub point: PointId,
    pub quantity: Quantity,
    pub meter: MeterId,
}

const DAY: i64 = 86_400;
/// How far is looked at first, and then further, for the reading next to an instant.
const WINDOWS: [i64; 3] = [2 * DAY, 40 * DAY, 400 * DAY];

/// Returns the readings of one meter's column, by instant.
pub fn kept_of<'a>(strip: &'a Strip, column: &'a Column) -> impl Iterator<Item = Kept> + 'a {
    counting(strip, column).filter_map(|version| {
        let Version { at, value, estimated, revision, .. } = version;
        Some(Kept { at: Timestamp::from_second(at).ok()?, value: value?, estimated, revision })
    })
}

/// Returns the readings of one meter and quantity on a page, by instant.
pub fn series(page: &LogPage, meter: MeterId, quantity: Quantity) -> Vec<Kept> {
    let strip = page.strips.iter().find(|strip| strip.meter == meter);
    let found = strip.and_then(|strip| Some((strip, strip.columns.iter().find(|column| column.quantity == quantity)?)));
    found.map(|(strip, column)| kept_of(strip, column).collect()).unwrap_or_default()
}

/// Returns the readings of a series from `first` to `last`, both included.
pub fn between(log: &Logbook<'_>, key: SeriesKey, first: Timestamp, last: Timestamp) -> Result<Vec<Kept>, StoreError> {
    let stretch = (first.as_second(), last.as_second().saturating_add(1));
    Ok(series(&log.read(key.point, Some(key.quantity), stretch)?, key.meter, key.quantity))
}

/// Returns the last reading of a series before `instant`.
pub fn before(log: &Logbook<'_>, key: SeriesKey, instant: Timestamp) -> Result<Option<Kept>, StoreError> {
    let Some(first_at) = log.standing(key.point).map(|standing| standing.first_at) else { return Ok(None) };
    let until = instant.as_second();
    for from in WINDOWS.map(|window| until.saturating_sub(window)).into_iter().chain([i64::MIN]) {
        let page = log.read(key.point, Some(key.quantity), (from, until))?;
        let last = series(&page, key.meter, key.quantity).pop();
        if last.is_some() || from <= first_at {
            return Ok(last);
        }
    }
    Ok(None)
}

/// Returns the first reading of a series at or after `instant`.
pub fn from(log: &Logbook<'_>, key: SeriesKey, instant: Timestamp) -> Result<Option<Kept>, StoreError> {
    let Some(last_at) = log.standing(key.point).map(|standing| standing.last_at) else { return Ok(None) };
    let from = instant.as_second();
    for until in WINDOWS.map(|window| from.saturating_add(window)).into_iter().chain([i64::MAX]) {
        let page = log.read(key.point, Some(key.quantity), (from, until))?;
        let first = series(&page, key.meter, key.quantity).into_iter().next();
        if first.is_some() || until > last_at {
            return Ok(first);
        }
    }
    Ok(None)
}

/// Returns the instants and values of a quantity at a point in the period, whatever the meter, by instant.
pub fn values(
    log: &Logbook<'_>,
    point: PointId,
    quantity: Quantity,
    period: Period,
) -> Result<Vec<(Timestamp, i64)>, StoreError> {
    let page = log.read(point, Some(quantity), (period.from.as_second(), period.until.as_second()))?;
    let columns = page.strips.iter().flat_map(|strip| strip.columns.iter().map(move |column| (strip, column)));
    let mut found: Vec<_> = Vec::new();
    for (strip, column) in columns {
        found.extend(kept_of(strip, column).map(|kept| (kept.at, kept.value)));
    }
    if page.strips.len() > 1 {
        found.sort_by_key(|(at, _)| *at);
    }
    Ok(found)
}

/// Returns the readings of a page as they are listed, of one quantity, by instant and meter.
pub fn list(page: &LogPage, quantity: Quantity) -> Vec<Reading> {
    let columns = page.strips.iter().flat_map(|strip| strip.columns.iter().map(move |column| (strip, column)));
    let of_quantity = columns.filter(|(_, column)| column.quantity == quantity);
    let mut found: Vec<Reading> = of_quantity
        .flat_map(|(strip, column)| counting(strip, column))
        .filter_map(|version| version.reading(page.point))
        .collect();
    if page.strips.len() > 1 {
        found.sort_by_key(|reading| (reading.at, reading.meter));
    }
    found
}
