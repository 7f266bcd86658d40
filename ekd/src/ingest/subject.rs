//! Whose value it is: the point a document names, and the meter that sat there at the instant.

use std::collections::HashMap;
use std::sync::Arc;

use common::id::{MeterId, PointId, SerialNumber};
use common::meter::{Installation, Registers};
use common::quantity::{Power, Quantity};
use common::reading::Suspicion;
use jiff::Timestamp;

use crate::consumption::register;
use crate::document::Subject;
use crate::store::log::Write;
use crate::store::place::Place;
use crate::store::{self, StoreError};

/// A meter's stay at a point: what it counts there is one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Seat {
    pub(super) from: Timestamp,
    /// The last instant that belongs to it; `None` while it goes on.
    pub(super) last: Option<Timestamp>,
    pub(super) meter: MeterId,
    /// Contracted by the site.
    pub(super) power: Option<Power>,
}

impl Seat {
    pub(super) fn covers(&self, instant: Timestamp) -> bool {
        self.from <= instant && self.last.is_none_or(|last| instant <= last)
    }
}

/// What has been looked up for one document.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    /// By the number of the subject.
    places: HashMap<u32, Option<Arc<Place>>>,
    installed: HashMap<PointId, Arc<Place>>,
}

impl Subjects {
    /// Returns the place of a subject, by the number that the document gives it; `None` if there is no such point.
    ///
    /// Where no meter was ever installed, the one that is named, or a nameless one, is taken to have been there always.
    pub(super) fn place(
        &mut self,
        tx: &Write<'_>,
        (number, subject): (u32, &Subject),
    ) -> Result<Option<Arc<Place>>, StoreError> {
        if let Some(known) = self.places.get(&number) {
            return Ok(known.clone());
        }
        let place = place_of(tx, subject)?;
        if let Some(place) = &place {
            self.installed.insert(place.point, Arc::clone(place));
        }
        self.places.insert(number, place.clone());
        Ok(place)
    }

    /// Has the subject with this number looked up anew.
    pub(super) fn forget(&mut self, number: u32) {
        self.places.remove(&number);
    }

    /// Returns the installation that a seat is, as the quantity counts it.
    pub(super) fn installation(&self, point: PointId, quantity: Quantity, seat: &Seat) -> Option<Installation> {
        counted(self.installed.get(&point)?, quantity)
            .into_iter()
            .find(|there| there.from == seat.from && there.meter == seat.meter)
    }
}

/// Returns the stay of the meter that the subject's value at this instant comes from.
pub(super) fn seat_at(place: &Place, subject: &Subject, quantity: Quantity, at: Timestamp) -> Result<Seat, Suspicion> {
    let power = place.contracted_power;
    // Nearly every point: one meter, of which nothing is to be found out.
    if let [(there, serial)] = place.installed.as_slice()
        && subject.meter.as_ref().is_none_or(|named| named == serial)
        && there.covers(at)
    {
        return Ok(Seat { from: there.from, last: there.until, meter: there.meter, power });
    }
    let there = find_meter(&place.installed, subject.meter.as_ref(), at)?;
    let counted = counted(place, quantity);
    let is_part = |stay: &&Installation| {
        stay.meter == there.meter && stay.from <= there.from && stay.until.is_none_or(|until| there.from < until)
    };
    let stay = counted.iter().find(is_part).unwrap_or(there);
    let last = register::last_instant(&counted, stay);
    Ok(Seat { from: stay.from, last, meter: stay.meter, power })
}

fn counted(place: &Place, quantity: Quantity) -> Vec<Installation> {
    let installed: Vec<_> = place.installed.iter().map(|(there, _)| there.clone()).collect();
    register::counted(quantity, &installed)
}

fn place_of(tx: &Write<'_>, subject: &Subject) -> Result<Option<Arc<Place>>, StoreError> {
    let Some(place) = tx.place(subject.point.as_str())? else { return Ok(None) };
    if !place.installed.is_empty() {
        return Ok(Some(place));
    }
    let nameless = || SerialNumber::parse(subject.point.as_str()).expect("what is a code is a serial number too");
    let serial = subject.meter.clone().unwrap_or_else(nameless);
    let assumed = Installation {
        meter: store::meter::upsert(tx, &serial, "")?,
        point: place.point,
        from: Timestamp::UNIX_EPOCH,
        until: None,
        initial: Registers::default(),
        last: Registers::default(),
    };
    store::meter::install(tx, &assumed)?;
    tx.forget_place(subject.point.as_str());
    tx.place(subject.point.as_str())
}

/// Finds the stay of the meter that can have measured at `at`, the newest first; the instant of its removal is its last.
fn find_meter<'a>(
    installed: &'a [(Installation, SerialNumber)],
    named: Option<&SerialNumber>,
    at: Timestamp,
) -> Result<&'a Installation, Suspicion> {
    let mut known = installed.iter().rev().filter(|(_, serial)| named.is_none_or(|named| serial == named)).peekable();
    if known.peek().is_none() {
        return Err(if named.is_some() { Suspicion::WrongMeter } else { Suspicion::NotInstalled });
    }
    let covering = known.clone().find(|(there, _)| there.covers(at));
    let ending = || known.find(|(there, _)| named.is_some() && there.until == Some(at));
    covering.or_else(ending).map(|(there, _)| there).ok_or(Suspicion::NotInstalled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn serial(text: &str) -> SerialNumber {
        SerialNumber::parse(text).unwrap()
    }

    fn installed(meter: i64, from: i64, until: Option<i64>) -> Installation {
        Installation {
            meter: MeterId(meter),
            point: PointId(1),
            from: at(from),
            until: until.map(at),
            initial: Registers::default(),
            last: Registers::default(),
        }
    }

    #[test]
    fn a_value_without_a_meter_belongs_to_the_newest_that_was_there() {
        let there = [(installed(1, 100, Some(300)), serial("old")), (installed(2, 200, None), serial("new"))];
        let found = [199, 200, 300].map(|second| find_meter(&there, None, at(second)).map(|found| found.meter));
        assert_eq!(found, [Ok(MeterId(1)), Ok(MeterId(2)), Ok(MeterId(2))]);
    }

    #[test]
    fn a_value_is_never_kept_under_another_meter() {
        let there = [(installed(1, 100, Some(200)), serial("old")), (installed(2, 200, None), serial("new"))];
        let check = |named: Option<&str>, second, expected| {
            let named = named.map(serial);
            let found = find_meter(&there, named.as_ref(), at(second)).map(|found| found.meter);
            assert_eq!(found, expected, "{named:?} at {second}");
        };
        check(None, 99, Err(Suspicion::NotInstalled));
        check(None, 100, Ok(MeterId(1)));
        check(None, 200, Ok(MeterId(2)));
        check(Some("old"), 200, Ok(MeterId(1)));
        check(Some("old"), 201, Err(Suspicion::NotInstalled));
        check(Some("new"), 199, Err(Suspicion::NotInstalled));
        check(Some("other"), 150, Err(Suspicion::WrongMeter));
    }

    #[test]
    fn a_register_that_turned_over_begins_a_new_stay_of_the_same_meter() {
        let there = [(installed(1, 100, Some(200)), serial("one")), (installed(1, 200, None), serial("one"))];
        let from = |second| find_meter(&there, Some(&serial("one")), at(second)).map(|found| found.from.as_second());
        assert_eq!([199, 200].map(from), [Ok(100), Ok(200)]);
    }
}
