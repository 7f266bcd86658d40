//! What people decide: that a meter took the place of another, that a register turned over, that readings are wrong or
//! true. Each decision is a document of its own, so that the history says where a version came from.

use common::archive::{Decision, Replacement, Resolution, Resolved};
use common::event::Happening;
use common::fault::Cause;
use common::id::{DocumentId, SerialNumber};
use common::logbook::Version;
use common::meter::{Installation, Registers};
use common::point::MeteringPoint;
use common::quantity::{Kind, Quantity, Value};
use common::time::Period;
use jiff::{SignedDuration, Timestamp};

use super::intake::{Intake, rise_per_hour};
use super::ledger::Ledger;
use super::rewrite::{Rewrite, enter_whole, rewrite};
use super::{Incoming, begin, release};
use crate::binding::Calendar;
use crate::store::log::Write;
use crate::store::reading::{self, SeriesKey};
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// Where and when a decision is taken.
#[derive(Debug)]
pub struct Case<'a> {
    pub tx: &'a Write<'a>,
    pub calendar: &'a Calendar,
    pub point: &'a MeteringPoint,
    /// The paper on which the decision stands.
    pub paper: &'a Incoming,
}

/// What came of a decision, or why it cannot be taken.
type Outcome = Result<Resolved, Turned>;

/// Puts a meter in the place of another, and takes in what waited for that.
///
/// # Errors
/// Where nothing was written. The inner error says what contradicts the replacement; nothing was written then either.
pub fn replace(case: &Case<'_>, replacement: &Replacement) -> Outcome {
    let Case { tx, calendar, point, .. } = case;
    let installed = store::meter::at_point(tx, point.id)?;
    let at = replacement.at;
    let last = installed.iter().rev().find(|(there, _)| there.from < at);
    if let Some((there, serial)) =
        installed.last().filter(|(there, serial)| there.from >= at || *serial == replacement.serial)
    {
        return Err(Cause::MeterIsThere {
            point: point.code.to_string(),
            serial: serial.to_string(),
            since: there.from.to_zoned(calendar.zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string(),
        }
        .into());
    }
    if let Some((old, _)) = last {
        let mut found = None;
        for (quantity, shown) in registers(&replacement.last) {
            // What was read at the very instant of the removal is the old one's.
            found = found.or(contradiction(case, old, (quantity, just_after(at)), shown)?);
        }
        for (quantity, shown) in registers(&replacement.initial) {
            found = found.or(contradiction_after(case, old, (quantity, just_after(at)), shown)?);
        }
        if let Some(cause) = found {
            return Err(cause.into());
        }
    }
    let (before, registers_after) = (last.cloned(), replacement.initial);
    settle(case, |case, how| {
        let meter = store::meter::upsert(case.tx, &replacement.serial, &replacement.model)?;
        if let Some((old, _)) = &before {
            end(case.tx, old, at, replacement.last)?;
            // What came without a name since then was taken for the old one's.
            let since = |version: Version| {
                if version.meter == old.meter && version.at > at.as_second() {
                    Version { meter, ..version }
                } else {
                    version
                }
            };
            rewrite(case.tx, how, case.point.id, |versions| versions.into_iter().map(since).collect())?;
        }
        put_in(
            case.tx,
            &Installation {
                meter,
                point: case.point.id,
                from: at,
                until: None,
                initial: registers_after,
                last: Registers::default(),
            },
        )?;
        let old = before.as_ref().map(|(_, serial)| serial);
        tell(case, old, &replacement.serial)
    })
}

/// Decides about doubtful readings.
///
/// # Errors
/// As those of [`replace`].
pub fn resolve(case: &Case<'_>, resolution: &Resolution) -> Outcome {
    let quantity = resolution.quantity;
    match resolution.decision {
        Decision::Rollover { at, capacity } => rollover(case, quantity, at, capacity),
        Decision::Bad { period } => bad(case, quantity, period),
        Decision::True { period } => believed(case, quantity, period),
    }
}

fn rollover(case: &Case<'_>, quantity: Quantity, at: Timestamp, capacity: Value) -> Outcome {
    let registers = |base: i64| Registers::only(quantity, base);
    let Some((full, empty)) = registers(capacity.base()).zip(registers(0)) else {
        return Err(Cause::NotARegister { quantity: quantity.name().to_owned() }.into());
    };
    let installed = store::meter::at_point(case.tx, case.point.id)?;
    // Another register of the same meter may have turned over at the same instant.
    let turned = installed.iter().find(|(there, _)| there.from == at).map(|(there, _)| there.clone());
    let until = |there: &Installation| there.covers(at) || (turned.is_some() && there.until == Some(at));
    let there = installed.iter().rev().find(|(there, _)| there.from < at && until(there)).cloned();
    let same = |there: &Installation| turned.as_ref().is_none_or(|turned| turned.meter == there.meter);
    let Some((there, serial)) = there.filter(|(there, _)| same(there)) else {
        return Err(Cause::NothingToDecide { point: case.point.code.to_string() }.into());
    };
    if let Some(cause) = contradiction(case, &there, (quantity, at), capacity.base())? {
        return Err(cause.into());
    }
    settle(case, |case, _| {
        if let Some(turned) = &turned {
            put_in(case.tx, &Installation { last: full, ..there.clone() })?;
            return put_in(case.tx, &Installation { initial: empty, ..turned.clone() });
        }
        // Written anew, for what was told of its end belongs to the second part alone.
        store::meter::uninstall(case.tx, &there)?;
        put_in(case.tx, &Installation { until: Some(at), last: full, ..there.clone() })?;
        put_in(case.tx, &Installation { from: at, initial: empty, ..there.clone() })?;
        tell(case, Some(&serial), &serial)
    })
}

/// Strikes out what counts and dismisses what waits.
fn bad(case: &Case<'_>, quantity: Quantity, period: Period) -> Outcome {
    let Case { tx, point, .. } = case;
    let waiting = waiting(case, quantity, period)?;
    let page = tx.log().read(point.id, Some(quantity), (period.from.as_second(), period.until.as_second()))?;
    let n_counting = reading::list(&page, quantity).len();
    if waiting.is_empty() && n_counting == 0 {
        return Err(Cause::NothingToDecide { point: point.code.to_string() }.into());
    }
    let period = period.from.as_second()..period.until.as_second();
    let mut n_struck = 0;
    let (resolved, n_dismissed) = decide(case, |case, paper, how| {
        rewrite(case.tx, how, case.point.id, |mut versions| {
            let counting: Vec<Version> = versions
                .iter()
                .filter(|version| version.quantity == quantity && period.contains(&version.at))
                .copied()
                .collect();
            let struck = struck_out(&counting, paper);
            n_struck = struck.len() as u64;
            versions.extend(struck);
            versions
        })?;
        Ok(store::quarantine::dismiss(case.tx, &waiting, paper)? as u64)
    })?;
    Ok(Resolved { n_struck, n_dismissed, ..resolved })
}

/// Returns the versions that strike out those that count.
fn struck_out(versions: &[Version], paper: DocumentId) -> Vec<Version> {
    let mut newest = std::collections::BTreeMap::new();
    for version in versions {
        let entry = newest.entry((version.meter, version.at)).or_insert(*version);
        if version.revision > entry.revision {
            *entry = *version;
        }
    }
    let counting = newest.into_values().filter(|version| version.value.is_some());
    counting
        .map(|version| Version { revision: version.revision + 1, value: None, document: paper, ..version })
        .collect()
}

/// Takes in what waits, however it looks.
fn believed(case: &Case<'_>, quantity: Quantity, period: Period) -> Outcome {
    let waiting = waiting(case, quantity, period)?;
    if waiting.is_empty() {
        return Err(Cause::NothingToDecide { point: case.point.code.to_string() }.into());
    }
    let mut document = begin(case.tx, case.paper)?;
    let mut intake = Intake::new(case.tx, case.calendar, &mut document);
    let n_released = release::release_believed(&mut intake, &case.point.code, &waiting)? as u64;
    intake.finish()?;
    store::document::finish(case.tx, &document)?;
    let rest = release_rest(case)?;
    Ok(Resolved { n_released: n_released + rest, n_waiting: n_waiting(case)?, ..Resolved::default() })
}

/// Writes a change of meters with all that depends on it.
fn settle(case: &Case<'_>, change: impl FnOnce(&Case<'_>, Rewrite<'_>) -> Result<(), StoreError>) -> Outcome {
    decide(case, |case, _, how| change(case, how)).map(|(resolved, ())| resolved)
}

/// Makes the paper, has the change made with the sums over all points, and takes in what may now be at home.
fn decide<T>(
    case: &Case<'_>,
    change: impl FnOnce(&Case<'_>, DocumentId, Rewrite<'_>) -> Result<T, StoreError>,
) -> Result<(Resolved, T), Turned> {
    let Case { tx, calendar, point, paper } = case;
    let document = begin(tx, paper)?;
    let mut ledger = Ledger::new(calendar);
    enter_whole(tx, &mut ledger, point.id, -1)?;
    // The paper itself brings no lines but those of the change: they are all written.
    let how = Rewrite { calendar, now: paper.received_at, through: document.id };
    let made = change(case, document.id, how)?;
    tx.forget_places();
    enter_whole(tx, &mut ledger, point.id, 1)?;
    store::log::total::change(tx, &ledger.take())?;
    store::document::finish(tx, &document)?;
    let n_released = release_rest(case)?;
    Ok((Resolved { n_released, n_waiting: n_waiting(case)?, ..Resolved::default() }, made))
}

/// Takes in what waited and is no longer doubtful, on a paper of its own.
fn release_rest(case: &Case<'_>) -> Result<u64, StoreError> {
    let mut document = begin(case.tx, case.paper)?;
    let mut intake = Intake::new(case.tx, case.calendar, &mut document);
    let n_released = release::release(&mut intake, &case.point.code)?;
    intake.finish()?;
    store::document::finish(case.tx, &document)?;
    Ok(n_released as u64)
}

fn n_waiting(case: &Case<'_>) -> Result<u64, StoreError> {
    store::quarantine::count(case.tx, &case.point.code)
}

fn waiting(case: &Case<'_>, quantity: Quantity, period: Period) -> Result<Vec<i64>, StoreError> {
    let waiting = store::quarantine::of_point(case.tx, &case.point.code, quantity)?;
    let inside =
        waiting.into_iter().filter(|waiting| waiting.value.at.parse::<Timestamp>().is_ok_and(|at| period.contains(at)));
    Ok(inside.map(|waiting| waiting.id).collect())
}

fn registers(shown: &Registers) -> impl Iterator<Item = (Quantity, i64)> {
    let energy = shown.energy.map(|energy| (Quantity::Energy, energy.base()));
    energy.into_iter().chain(shown.volume.map(|volume| (Quantity::Volume, volume.base())))
}

/// Tells whether what was read of the meter before `at` cannot be if its register then showed `shown`.
fn contradiction(
    case: &Case<'_>,
    stay: &Installation,
    (quantity, at): (Quantity, Timestamp),
    shown: i64,
) -> Result<Option<Cause>, StoreError> {
    let key = SeriesKey { point: case.point.id, quantity, meter: stay.meter };
    let last = reading::before(&case.tx.log(), key, at)?.filter(|kept| kept.at >= stay.from);
    let contradicts = quantity.kind() == Kind::Register && last.is_some_and(|last| last.value > shown);
    Ok(contradicts.then(|| contradicts_readings(case, quantity)))
}

/// Tells whether what was read of the old meter from `at` on, which is the new one's then, cannot be if the new one's
/// register showed `shown` before: it fell, or rose faster than anything can.
fn contradiction_after(
    case: &Case<'_>,
    old: &Installation,
    (quantity, at): (Quantity, Timestamp),
    shown: i64,
) -> Result<Option<Cause>, StoreError> {
    let key = SeriesKey { point: case.point.id, quantity, meter: old.meter };
    let Some(next) = reading::from(&case.tx.log(), key, at)? else { return Ok(None) };
    let power = case.tx.place(case.point.code.as_str())?.and_then(|place| place.contracted_power);
    let hours = (next.at.as_second() - at.as_second()) / 3600 + 2;
    let most = i128::from(rise_per_hour(quantity, power)) * i128::from(hours);
    let rise = i128::from(next.value) - i128::from(shown);
    Ok((!(0..=most).contains(&rise)).then(|| contradicts_readings(case, quantity)))
}

fn contradicts_readings(case: &Case<'_>, quantity: Quantity) -> Cause {
    Cause::RegisterContradicts { point: case.point.code.to_string(), quantity: quantity.name().to_owned() }
}

fn just_after(at: Timestamp) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(1)).unwrap_or(at)
}

/// Ends a stay with what the registers showed.
fn end(tx: &Write<'_>, stay: &Installation, at: Timestamp, last: Registers) -> Result<(), StoreError> {
    store::meter::install(
        tx,
        &Installation { until: Some(stay.until.map_or(at, |until| until.min(at))), last, ..stay.clone() },
    )?;
    Ok(())
}

fn put_in(tx: &Write<'_>, installation: &Installation) -> Result<(), StoreError> {
    store::meter::install(tx, installation)?;
    Ok(())
}

fn tell(case: &Case<'_>, old: Option<&SerialNumber>, new: &SerialNumber) -> Result<(), StoreError> {
    let Some(old) = old.cloned() else { return Ok(()) };
    let happening = Happening::MeterReplaced { point: case.point.id, old, new: new.clone() };
    store::event::append(case.tx, case.paper.received_at, &happening)
}
