//! What documents tell of sites, points and meters.

use common::event::Happening;
use common::id::{PointCode, PointId, SerialNumber};
use common::meter::Installation;
use jiff::Timestamp;
use rusqlite::Transaction;

use crate::document::{InstallationEntry, PointEntry, SiteEntry};
use crate::store::{self, StoreError};

/// Writes the registry and returns the points at which values that waited may now be at home.
pub(super) fn write(
    tx: &Transaction<'_>,
    registry: &[SiteEntry],
    now: Timestamp,
) -> Result<Vec<PointCode>, StoreError> {
    let mut changed = Vec::new();
    for entry in registry {
        let site = store::site::upsert(tx, &entry.code, &entry.name, entry.contracted_power)?;
        for point in &entry.points {
            let is_new = store::point::id_of(tx, point.code.as_str())?.is_none();
            let id = store::point::upsert(tx, &point.code, site, &point.name, point.cadence)?;
            if install(tx, id, point, now)? || is_new {
                changed.push(point.code.clone());
            }
        }
    }
    Ok(changed)
}

/// Writes the installations of a point and tells whether that changed anything.
fn install(tx: &Transaction<'_>, point: PointId, entry: &PointEntry, now: Timestamp) -> Result<bool, StoreError> {
    if entry.installations.is_empty() {
        return Ok(false);
    }
    let before = store::meter::at_point(tx, point)?;
    make_room(tx, &before, &entry.installations)?;
    // That a point had no meter until a document told of one is no replacement.
    let is_assumed = |(there, serial): &(Installation, SerialNumber)| {
        there.from == Timestamp::UNIX_EPOCH && serial.as_str() == entry.code.as_str()
    };
    let mut changed = false;
    for told in &entry.installations {
        let installation = Installation {
            meter: store::meter::upsert(tx, &told.serial, &told.model)?,
            point,
            from: told.from,
            until: told.until,
            initial: told.initial,
            last: told.last,
        };
        let is_change = store::meter::install(tx, &installation)?;
        let known = before.iter().any(|(installation, _)| installation.from == told.from);
        let predecessor = before.iter().rfind(|(installation, _)| installation.from < told.from);
        let predecessor = predecessor.filter(|old| !is_assumed(old));
        if is_change
            && !known
            && let Some((_, old)) = predecessor
            && *old != told.serial
            && old.as_str() != entry.code.as_str()
        {
            replaced(tx, point, old, &told.serial, now)?;
        }
        changed |= is_change;
    }
    if changed && let Some((assumed, _)) = before.first().filter(|first| is_assumed(first)) {
        hand_over(tx, assumed)?;
    }
    Ok(changed)
}

/// An installation that was only assumed, since no document had told of any, gives way when its meter is told.
///
/// Another meter's merely ends it: see [`store::meter::at_point`].
fn make_room(
    tx: &Transaction<'_>,
    before: &[(Installation, SerialNumber)],
    told: &[InstallationEntry],
) -> Result<(), StoreError> {
    let Some((assumed, serial)) = before.first().filter(|(first, _)| first.from == Timestamp::UNIX_EPOCH) else {
        return Ok(());
    };
    let is_told = told.iter().any(|entry| entry.serial == *serial);
    if is_told && told.iter().all(|entry| entry.from != assumed.from) {
        store::meter::uninstall(tx, assumed)?;
    }
    Ok(())
}

/// Gives what came before anybody told of meters to those that sat there then; what is older than the first of them
/// stays with the meter that was assumed.
fn hand_over(tx: &Transaction<'_>, assumed: &Installation) -> Result<(), StoreError> {
    let installed = store::meter::at_point(tx, assumed.point)?;
    for (installation, _) in installed.iter().rev().filter(|(there, _)| there.meter != assumed.meter) {
        store::reading::hand_over(tx, assumed.meter, installation)?;
    }
    let is_there = installed.first().is_some_and(|(first, _)| first.meter == assumed.meter);
    if is_there && !store::reading::any_of(tx, assumed.point, assumed.meter)? {
        store::meter::uninstall(tx, assumed)?;
    }
    Ok(())
}

fn replaced(
    tx: &Transaction<'_>,
    point: PointId,
    old: &SerialNumber,
    new: &SerialNumber,
    now: Timestamp,
) -> Result<(), StoreError> {
    let happening = Happening::MeterReplaced { point, old: old.clone(), new: new.clone() };
    store::event::append(tx, now, &happening)
}
