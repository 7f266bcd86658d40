//! Letting values out of quarantine whose only fault was that nobody had told us of their point or meter.

use common::id::{PointCode, SerialNumber};
use common::quantity::decimal::Separator;
use common::quantity::{Decimal, Quantity, Unit};
use jiff::Timestamp;

use super::Intake;
use super::admit::Arrival;
use crate::document::Subject;
use crate::store::quarantine::Waiting;
use crate::store::reading::SeriesKey;
use crate::store::{self, StoreError};

/// Takes in what waited for this point to become known, and leaves what is still doubtful where it is.
///
/// Its tally stays with the documents that brought it: they counted it when they came.
pub(super) fn release(intake: &mut Intake<'_>, code: &PointCode) -> Result<(), StoreError> {
    let tally = intake.document.tally;
    for waiting in store::quarantine::of_unknown(intake.tx, code.as_str())? {
        let Some((subject, quantity, arrival)) = understood(code, &waiting) else { continue };
        let Ok((point, meter)) = intake.subjects.meter_at(intake.tx, &subject, arrival.at)? else { continue };
        let doubtful = intake.admit(SeriesKey { point, quantity, meter }, &[arrival])?;
        if doubtful.is_empty() {
            store::quarantine::remove(intake.tx, waiting.id)?;
        }
    }
    intake.document.tally = tally;
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
