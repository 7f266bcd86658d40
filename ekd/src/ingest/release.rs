//! Letting values out of quarantine: when the point or the meter that they waited for becomes known, or when the same
//! values have come again and entered.

use std::collections::{BTreeMap, HashMap, HashSet};

use common::id::{PointCode, PointId, SerialNumber};
use common::quantity::decimal::Separator;
use common::quantity::{Decimal, Quantity, Unit};
use common::reading::Suspicion;
use jiff::Timestamp;

use super::admit::{Arrival, Trust};
use super::intake::{Intake, OneSeries, Place};
use super::subject::seat_at;
use crate::document::Subject;
use crate::store::quarantine::Waiting;
use crate::store::reading::SeriesKey;
use crate::store::{self, StoreError};

/// Takes in what waited for this point or its meters to become known, and leaves what is still doubtful where it is, with
/// the reason that it has now.
/// Returns how many values were let go.
///
/// A register that fell or jumped may have been another meter's. The tally of all these values stays with the documents
/// that brought them: they counted them when they came.
pub(super) fn release(intake: &mut Intake<'_>, code: &PointCode) -> Result<usize, StoreError> {
    let waiting = store::quarantine::of_unknown(intake.tx, code.as_str())?;
    take_in(intake, code, &waiting)
}

/// Takes in those of the waiting values, by their numbers, that a person believes. Returns how many were let go.
pub(super) fn release_believed(intake: &mut Intake<'_>, code: &PointCode, ids: &[i64]) -> Result<usize, StoreError> {
    let waiting = store::quarantine::some(intake.tx, ids)?;
    intake.trust = Trust::Person;
    take_in(intake, code, &waiting)
}

fn take_in(intake: &mut Intake<'_>, code: &PointCode, waiting: &[Waiting]) -> Result<usize, StoreError> {
    let tally = intake.document.tally;
    let mut series = BTreeMap::<Place, Vec<Arrival>>::new();
    let mut subjects = HashMap::new();
    for (index, value) in waiting.iter().enumerate() {
        let Some((subject, quantity, arrival)) = understood(code, value) else { continue };
        // Numbers that no subject of the document itself has.
        let n_subjects = u32::try_from(subjects.len()).unwrap_or(u32::MAX);
        let number = u32::MAX - *subjects.entry(subject.meter.clone()).or_insert(n_subjects);
        intake.subjects.forget(number);
        let place = intake.subjects.place(intake.tx, (number, &subject))?;
        let seat = place.as_ref().ok_or(Suspicion::UnknownPoint);
        match seat.and_then(|place| Ok((place.point, seat_at(place, &subject, quantity, arrival.at)?))) {
            Ok((point, seat)) => {
                series.entry((point, quantity, seat)).or_default().push(Arrival { sample: index, ..arrival });
            }
            Err(suspicion) => store::quarantine::suspect(intake.tx, value, suspicion)?,
        }
    }
    let mut refused = HashSet::new();
    let tried: Vec<usize> = series.values().flatten().map(|arrival| arrival.sample).collect();
    for (index, suspicion) in intake.take(series.into_iter().collect(), &HashSet::new())? {
        refused.insert(index);
        if let Some(value) = waiting.get(index) {
            store::quarantine::suspect(intake.tx, value, suspicion)?;
        }
    }
    let taken: Vec<i64> = tried
        .into_iter()
        .filter(|index| !refused.contains(index))
        .filter_map(|index| waiting.get(index))
        .map(|value| value.id)
        .collect();
    store::quarantine::remove(intake.tx, &taken)?;
    intake.document.tally = tally;
    Ok(taken.len())
}

/// Lets go what waited of values of a point that are in the archive now; `doubtful` are those of the arrivals that are
/// not.
pub(super) fn settle(
    intake: &Intake<'_>,
    point: PointId,
    series: &[OneSeries],
    doubtful: &HashSet<usize>,
) -> Result<(), StoreError> {
    for ((_, quantity, seat), arrivals) in series {
        let key = SeriesKey { point, quantity: *quantity, meter: seat.meter };
        if !store::quarantine::any_of(intake.tx, point, *quantity)? {
            continue;
        }
        for arrival in arrivals.iter().filter(|arrival| !doubtful.contains(&arrival.sample)) {
            store::quarantine::settle(intake.tx, key, arrival.at, arrival.value)?;
        }
    }
    Ok(())
}

fn understood(code: &PointCode, waiting: &Waiting) -> Option<(Subject, Quantity, Arrival)> {
    let Waiting { value: waiting, estimated, .. } = waiting;
    let quantity = Quantity::parse(&waiting.quantity)?;
    let unit = Unit::parse(&waiting.unit).filter(|unit| unit.measures(quantity.dimension()))?;
    let value = unit.to_base(Decimal::parse(&waiting.value, Separator::Point).ok()?).ok()?;
    let at: Timestamp = waiting.at.parse().ok()?;
    let subject = Subject { point: code.clone(), meter: SerialNumber::parse(&waiting.meter).ok() };
    Some((subject, quantity, Arrival { at, value, estimated: *estimated, sample: 0 }))
}
