//! What documents tell of sites, points and meters.

use std::collections::HashSet;

use common::event::Happening;
use common::id::{DocumentId, MeterId, PointCode, PointId, SerialNumber};
use common::logbook::Version;
use common::meter::Installation;
use common::quantity::{Energy, Quantity, Volume};
use common::source::Document;
use jiff::Timestamp;

use super::ledger::Ledger;
use super::rewrite::{Rewrite, enter_whole, rewrite};
use super::verification;
use crate::binding::Calendar;
use crate::document::{InstallationEntry, PointEntry, SiteEntry};
use crate::store::log::Write;
use crate::store::{self, StoreError};

/// Writes the registry and returns the points at which values that waited may now be at home.
pub(super) fn write(
    tx: &Write<'_>,
    calendar: &Calendar,
    registry: &[SiteEntry],
    document: &Document,
) -> Result<Vec<PointCode>, StoreError> {
    let through = DocumentId(document.id.0 - 1);
    let how = Rewrite { calendar, now: document.received_at, through };
    let mut changed = Vec::new();
    for entry in registry {
        if is_known(tx, entry)? {
            continue;
        }
        tx.forget_places();
        let site = store::site::upsert(tx, &entry.code, &entry.name, entry.contracted_power)?;
        for point in &entry.points {
            let is_new = store::point::id_of(tx, point.code.as_str())?.is_none();
            let id = store::point::upsert(tx, &point.code, site, &point.name, point.cadence)?;
            if install(tx, how, id, point)? || is_new {
                changed.push(point.code.clone());
            }
        }
    }
    Ok(changed)
}

/// Tells whether an entry says nothing that is not known: most documents tell of the same points every time.
fn is_known(tx: &Write<'_>, entry: &SiteEntry) -> Result<bool, StoreError> {
    if entry.points.is_empty() {
        return Ok(false);
    }
    for point in &entry.points {
        let Some(place) = tx.place(point.code.as_str())? else { return Ok(false) };
        let same_site = place.site == entry.code && place.site_name == entry.name;
        let same_power = entry.contracted_power.is_none() || place.contracted_power == entry.contracted_power;
        let same_point = place.name == point.name && (point.cadence.is_none() || place.cadence == point.cadence);
        if !(same_site && same_power && same_point) {
            return Ok(false);
        }
        for told in &point.installations {
            if is_news(&place.installed, told)
                || !store::meter::is_known(tx, &told.serial, &told.model, told.verified_on)?
            {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Writes the installations of a point, with the sums that depend on them, and tells whether that changed anything.
fn install(tx: &Write<'_>, how: Rewrite<'_>, point: PointId, entry: &PointEntry) -> Result<bool, StoreError> {
    let today = how.now.to_zoned(how.calendar.zone.clone()).date();
    for told in &entry.installations {
        if !told.model.is_empty() || told.verified_on.is_some() {
            store::meter::upsert(tx, &told.serial, &told.model)?;
        }
        match told.verified_on {
            Some(on) if verification::is_possible(on, today) => store::meter::verify_later(tx, &told.serial, on)?,
            Some(on) => {
                tracing::warn!(meter.serial = %told.serial, %on, "a document tells of an impossible verification");
            }
            None => {}
        }
    }
    let before = store::meter::at_point(tx, point)?;
    if !entry.installations.iter().any(|told| is_news(&before, told)) {
        return Ok(false);
    }
    let mut ledger = Ledger::new(how.calendar);
    enter_whole(tx, &mut ledger, point, -1)?;
    let changed = put_in(tx, how, (point, &before), entry)?;
    enter_whole(tx, &mut ledger, point, 1)?;
    store::log::total::change(tx, &ledger.take())?;
    Ok(changed)
}

/// Tells whether an entry says anything that is not known.
fn is_news(before: &[(Installation, SerialNumber)], told: &InstallationEntry) -> bool {
    let same = |known: Option<i64>, told: Option<i64>| told.is_none() || known == told;
    let known = before.iter().find(|(there, serial)| there.from == told.from && *serial == told.serial);
    known.is_none_or(|(there, _)| {
        !(same(there.until.map(|until| until.as_second()), told.until.map(|until| until.as_second()))
            && same(there.initial.energy.map(Energy::base), told.initial.energy.map(Energy::base))
            && same(there.initial.volume.map(Volume::base), told.initial.volume.map(Volume::base))
            && same(there.last.energy.map(Energy::base), told.last.energy.map(Energy::base))
            && same(there.last.volume.map(Volume::base), told.last.volume.map(Volume::base)))
    })
}

fn put_in(
    tx: &Write<'_>,
    how: Rewrite<'_>,
    (point, before): (PointId, &[(Installation, SerialNumber)]),
    entry: &PointEntry,
) -> Result<bool, StoreError> {
    make_room(tx, before, &entry.installations)?;
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
            replaced(tx, point, old, &told.serial, how.now)?;
        }
        changed |= is_change;
    }
    if changed && let Some((assumed, _)) = before.first().filter(|first| is_assumed(first)) {
        hand_over(tx, how, assumed)?;
    }
    Ok(changed)
}

/// An installation that was only assumed, since no document had told of any, gives way when its meter is told.
///
/// Another meter's merely ends it: see [`store::meter::at_point`].
fn make_room(
    tx: &Write<'_>,
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
fn hand_over(tx: &Write<'_>, how: Rewrite<'_>, assumed: &Installation) -> Result<(), StoreError> {
    let installed = store::meter::at_point(tx, assumed.point)?;
    let told: Vec<_> = installed.iter().map(|(there, _)| there).filter(|there| there.meter != assumed.meter).collect();
    let mut is_left = false;
    rewrite(tx, how, assumed.point, |mut versions| {
        for installation in told.iter().rev() {
            versions = handed_over(versions, assumed.meter, installation);
        }
        is_left = versions.iter().any(|version| version.meter == assumed.meter);
        versions
    })?;
    let is_there = installed.first().is_some_and(|(first, _)| first.meter == assumed.meter);
    if is_there && !is_left {
        store::meter::uninstall(tx, assumed)?;
    }
    Ok(())
}

/// Gives the readings of the meter `from` during an installation, with what they were before corrections, to the meter
/// that was installed; a reading that it has already stays, and the other one of the same instant goes.
fn handed_over(versions: Vec<Version>, from: MeterId, installation: &Installation) -> Vec<Version> {
    let to = installation.meter;
    let known: HashSet<(Quantity, i64)> =
        versions.iter().filter(|version| version.meter == to).map(|version| (version.quantity, version.at)).collect();
    let is_theirs = |version: &Version| {
        version.meter == from && Timestamp::from_second(version.at).is_ok_and(|at| installation.covers(at))
    };
    let handed = versions.into_iter().filter_map(|version| match is_theirs(&version) {
        false => Some(version),
        true if known.contains(&(version.quantity, version.at)) => None,
        true => Some(Version { meter: to, ..version }),
    });
    handed.collect()
}

fn replaced(
    tx: &Write<'_>,
    point: PointId,
    old: &SerialNumber,
    new: &SerialNumber,
    now: Timestamp,
) -> Result<(), StoreError> {
    let happening = Happening::MeterReplaced { point, old: old.clone(), new: new.clone() };
    store::event::append(tx, now, &happening)
}
