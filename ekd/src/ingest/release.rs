//! Letting values out of quarantine: when the point or the meter that they waited for becomes known, or when the same
//! values have come again and entered.

use std::collections::{BTreeMap, HashSet};

use common::id::{PointCode, SerialNumber};
use common::quantity::decimal::Separator;
use common::quantity::{Decimal, Quantity, Unit};
use common::reading::Suspicion;
use jiff::Timestamp;

use super::Intake;
use super::admit::Arrival;
use crate::document::Subject;
use crate::store::quarantine::Waiting;
use crate::store::reading::SeriesKey;
use crate::store::{self, StoreError};

/// Takes in what waited for this point or its meters to become known, and leaves what is still doubtful where it is.
///
/// A register that fell or jumped may have been another meter's. The tally of all these values stays with the documents
/// that brought them: they counted them when they came.
pub(super) fn release(intake: &mut Intake<'_>, code: &PointCode) -> Result<(), StoreError> {
    let tally = intake.document.tally;
    let waiting = store::quarantine::of_unknown(intake.tx, code.as_str())?;
    let mut series: BTreeMap<SeriesKey, Vec<Arrival>> = BTreeMap::new();
    for (index, value) in waiting.iter().enumerate() {
        let Some((subject, quantity, arrival)) = understood(code, value) else { continue };
        let Ok((point, meter)) = intake.subjects.meter_at(intake.tx, &subject, arrival.at)? else { continue };
        let arrivals = series.entry(SeriesKey { point, quantity, meter }).or_default();
        arrivals.push(Arrival { sample: index, ..arrival });
    }
    let mut taken = Vec::new();
    for (key, mut arrivals) in series {
        arrivals.sort_by_key(|arrival| arrival.at);
        let doubtful = intake.admit(key, &arrivals)?;
        let doubtful: HashSet<usize> = doubtful.into_iter().map(|(index, _)| index).collect();
        let settled = arrivals.iter().filter(|arrival| !doubtful.contains(&arrival.sample));
        taken.extend(settled.filter_map(|arrival| waiting.get(arrival.sample)).map(|value| value.id));
    }
    store::quarantine::remove(intake.tx, &taken)?;
    intake.document.tally = tally;
    Ok(())
}

/// Lets go what waited of values that are in the archive now; `doubtful` are those of the arrivals that are not.
pub(super) fn settle(
    intake: &mut Intake<'_>,
    key: SeriesKey,
    arrivals: &[Arrival],
    doubtful: &[(usize, Suspicion)],
) -> Result<(), StoreError> {
    if !intake.subjects.has_waiting(intake.tx, key.point)? {
        return Ok(());
    }
    let doubtful: HashSet<usize> = doubtful.iter().map(|(index, _)| *index).collect();
    for arrival in arrivals.iter().filter(|arrival| !doubtful.contains(&arrival.sample)) {
        store::quarantine::settle(intake.tx, key, arrival.at, arrival.value)?;
    }
    Ok(())
}

fn understood(code: &PointCode, waiting: &Waiting) -> Option<(Subject, Quantity, Arrival)> {
    let Waiting { value: waiting, estimated, .. } = waiting;
    let quantity = Quantity::parse(&waiting.quantity)?;
    let unit = Unit::parse(&waiting.unit).filter(|unit| unit.dimension() == quantity.dimension())?;
    let value = unit.to_base(Decimal::parse(&waiting.value, Separator::Point).ok()?).ok()?;
    let at: Timestamp = waiting.at.parse().ok()?;
    let subject = Subject { point: code.clone(), meter: SerialNumber::parse(&waiting.meter).ok() };
    Some((subject, quantity, Arrival { at, value, estimated: *estimated, sample: 0 }))
}
