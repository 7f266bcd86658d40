//! What the archive has around the values that came: from memory where they are the newest, from its pages otherwise.

use std::collections::HashSet;

use common::id::PointId;
use common::logbook::LogPage;
use common::quantity::{Kind, Quantity};
use jiff::{SignedDuration, Timestamp};

use super::admit::{Arrival, Neighbours, Struck};
use super::intake::OneSeries;
use super::subject::Seat;
use crate::store::StoreError;
use crate::store::log::Logbook;
use crate::store::log::standing::{Newest, Standing};
use crate::store::reading::{self, Kept, SeriesKey};

/// Tells whether the archive may have readings of the quantity at or after `first`.
fn is_behind(standing: Option<&Standing>, quantity: Quantity, first: i64) -> bool {
    let Some(standing) = standing else { return false };
    first <= standing.struck_at || standing.of(quantity).is_some_and(|newest| first <= newest.at)
}

/// Returns the readings around the arrivals of each series of a point.
pub(super) fn around(
    log: &Logbook<'_>,
    point: PointId,
    known: Option<&Standing>,
    series: &[OneSeries],
) -> Result<Vec<Neighbours>, StoreError> {
    let page = there_already(log, point, known, series)?;
    let of_one = |((_, quantity, seat), arrivals): &OneSeries| {
        let key = SeriesKey { point, quantity: *quantity, meter: seat.meter };
        neighbours(log, (key, seat), arrivals, known, page.as_ref())
    };
    series.iter().map(of_one).collect()
}

/// Reads what the archive has around the arrivals, if it can have anything.
fn there_already(
    log: &Logbook<'_>,
    point: PointId,
    standing: Option<&Standing>,
    series: &[OneSeries],
) -> Result<Option<LogPage>, StoreError> {
    let bounds = series.iter().filter_map(|((_, quantity, _), arrivals)| {
        let (first, last) = (arrivals.first()?.at.as_second(), arrivals.last()?.at.as_second());
        is_behind(standing, *quantity, first).then_some((first, last))
    });
    let bounds = bounds.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
    bounds.map(|(first, last)| log.read(point, None, (first, last.saturating_add(1)))).transpose()
}

/// Returns the readings around the arrivals, as far as they are of the same stay of the meter.
fn neighbours(
    log: &Logbook<'_>,
    (key, seat): (SeriesKey, &Seat),
    arrivals: &[Arrival],
    standing: Option<&Standing>,
    page: Option<&LogPage>,
) -> Result<Neighbours, StoreError> {
    let (Some(first), Some(last)) = (arrivals.first(), arrivals.last()) else { return Ok(Neighbours::default()) };
    let here = |kept: &Kept| seat.covers(kept.at);
    let is_register = key.quantity.kind() == Kind::Register;
    let newest = standing.and_then(|standing| standing.of(key.quantity));
    let Some(page) = page.filter(|_| is_behind(standing, key.quantity, first.at.as_second())) else {
        let before = match newest.filter(|_| is_register) {
            None => None,
            Some(newest) if newest.meter == key.meter => Some(kept(newest)?),
            Some(_) => reading::before(log, key, first.at)?,
        };
        return Ok(Neighbours { before: before.filter(here), ..Neighbours::default() });
    };
    let second = SignedDuration::from_secs(1);
    let mut found = Neighbours::default();
    let among = reading::series(page, key.meter, key.quantity).into_iter().filter(here);
    found.among = among.filter(|kept| (first.at..=last.at).contains(&kept.at)).collect();
    if is_register {
        found.before = reading::before(log, key, first.at)?.filter(here);
        found.after = reading::from(log, key, last.at + second)?.filter(here);
    }
    let struck = page.struck.iter().filter(|version| (version.meter, version.quantity) == (key.meter, key.quantity));
    let gone: HashSet<i64> =
        struck.clone().filter(|version| version.value.is_none()).map(|version| version.at).collect();
    for version in struck.filter(|version| gone.contains(&version.at)) {
        let Ok(at) = Timestamp::from_second(version.at) else { continue };
        let entry: &mut Struck = found.struck.entry(at).or_default();
        entry.revision = entry.revision.max(version.revision);
        entry.values.extend(version.value);
    }
    Ok(found)
}

fn kept(newest: &Newest) -> Result<Kept, StoreError> {
    let at = Timestamp::from_second(newest.at).map_err(|error| StoreError::Foreign(error.to_string()))?;
    Ok(Kept { at, value: newest.value, estimated: newest.estimated, revision: 0 })
}
