//! Whose value it is: the point a document names, and the meter that sat there at the instant.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use common::id::{MeterId, PointId, SerialNumber};
use common::meter::{Installation, Registers};
use common::reading::Suspicion;
use jiff::Timestamp;
use rusqlite::Transaction;

use crate::document::Subject;
use crate::store::{self, StoreError};

type Installed = Vec<(Installation, SerialNumber)>;

/// What has been looked up for one document.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    points: HashMap<String, Option<PointId>>,
    installed: HashMap<PointId, Installed>,
}

impl Subjects {
    /// Returns the point with this code.
    pub(super) fn point_named(&mut self, tx: &Transaction<'_>, code: &str) -> Result<Option<PointId>, StoreError> {
        if let Some(known) = self.points.get(code) {
            return Ok(*known);
        }
        let point = store::point::id_of(tx, code)?;
        self.points.insert(code.to_owned(), point);
        Ok(point)
    }

    /// Returns the point and the meter that the subject's value at this instant comes from.
    ///
    /// Where no meter was ever installed, the one that is named, or a nameless one, is taken to have been there always.
    pub(super) fn meter_at(
        &mut self,
        tx: &Transaction<'_>,
        subject: &Subject,
        at: Timestamp,
    ) -> Result<Result<(PointId, MeterId), Suspicion>, StoreError> {
        let Some(point) = self.point_named(tx, subject.point.as_str())? else {
            return Ok(Err(Suspicion::UnknownPoint));
        };
        let installed = match self.installed.entry(point) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(installed_at(tx, point, subject)?),
        };
        Ok(find_meter(installed, subject.meter.as_ref(), at).map(|meter| (point, meter)))
    }
}

fn installed_at(tx: &Transaction<'_>, point: PointId, subject: &Subject) -> Result<Installed, StoreError> {
    let installed = store::meter::at_point(tx, point)?;
    if !installed.is_empty() {
        return Ok(installed);
    }
    let nameless = || SerialNumber::parse(subject.point.as_str()).expect("what is a code is a serial number too");
    let serial = subject.meter.clone().unwrap_or_else(nameless);
    let assumed = Installation {
        meter: store::meter::upsert(tx, &serial, "")?,
        point,
        from: Timestamp::UNIX_EPOCH,
        until: None,
        initial: Registers::default(),
        last: Registers::default(),
    };
    store::meter::install(tx, &assumed)?;
    Ok(vec![(assumed, serial)])
}

/// Finds the meter that can have measured at `at`, the newest first; the instant of its removal is its last.
fn find_meter(
    installed: &[(Installation, SerialNumber)],
    named: Option<&SerialNumber>,
    at: Timestamp,
) -> Result<MeterId, Suspicion> {
    let there = |installation: &Installation| installation.covers(at);
    let Some(named) = named else {
        let found = installed.iter().rev().find(|(installation, _)| there(installation));
        return found.map(|(installation, _)| installation.meter).ok_or(Suspicion::NotInstalled);
    };
    let mut known = installed.iter().filter(|(_, serial)| serial == named).peekable();
    if known.peek().is_none() {
        return Err(Suspicion::WrongMeter);
    }
    let found = known.find(|(installation, _)| there(installation) || installation.until == Some(at));
    found.map(|(installation, _)| installation.meter).ok_or(Suspicion::NotInstalled)
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
        let found = [199, 200, 300].map(|second| find_meter(&there, None, at(second)));
        assert_eq!(found, [Ok(MeterId(1)), Ok(MeterId(2)), Ok(MeterId(2))]);
    }

    #[test]
    fn a_value_is_never_kept_under_another_meter() {
        let there = [(installed(1, 100, Some(200)), serial("old")), (installed(2, 200, None), serial("new"))];
        let check = |named: Option<&str>, second, expected| {
            let named = named.map(serial);
            assert_eq!(find_meter(&there, named.as_ref(), at(second)), expected, "{named:?} at {second}");
        };
        check(None, 99, Err(Suspicion::NotInstalled));
        check(None, 100, Ok(MeterId(1)));
        check(None, 200, Ok(MeterId(2)));
        check(Some("old"), 200, Ok(MeterId(1)));
        check(Some("old"), 201, Err(Suspicion::NotInstalled));
        check(Some("new"), 199, Err(Suspicion::NotInstalled));
        check(Some("other"), 150, Err(Suspicion::WrongMeter));
    }
}
