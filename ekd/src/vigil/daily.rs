//! What a local day tells: water that flowed in and not back, water that flowed all night, verifications that end.
//!
//! Each is done once a local day, however the clock is set.

use std::sync::Arc;

use common::alarm::{Facts, Severity};
use common::id::PointId;
use common::meter::verification_until;
use common::quantity::Quantity;
use common::rule::{Condition, Rule, VerificationDue, WaterLost};
use common::time::Period;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

use super::ground::Grounds;
use super::turns::{self, At};
use crate::alarm::judge::{Excess, Finding, Judgement};
use crate::alarm::phase::{Phase, go};
use crate::binding::Calendar;
use crate::query;
use crate::store::log::{Logbook, Write};
use crate::store::phase::Phases;
use crate::store::{self, Store, StoreError};

const VERIFICATIONS: &str = "alarms of verifications";
const WATER: &str = "alarms of lost water";
/// When the night is over and its readings have come.
const MORNING: i8 = 6;
/// Points that are looked at in one read, and written in one write.
const TOGETHER: usize = 500;

/// What a day told of a rule at a point.
#[derive(Clone, Debug)]
struct Told {
    rule: Arc<Rule>,
    point: PointId,
    judgement: Judgement,
    in_maintenance: bool,
}

/// Does what has not been done today.
pub(super) async fn run(store: &Store, calendar: &Calendar, now: Timestamp) -> Result<(), StoreError> {
    let zone = &calendar.zone;
    let local = now.to_zoned(zone.clone());
    let today = local.date();
    let due = |job: &'static str| async move {
        let done = store.read(move |log| store::daily::done_on(log, job)).await?;
        Ok::<_, StoreError>(done.is_none_or(|done| done < today))
    };
    if due(VERIFICATIONS).await? {
        let told = store.read(move |log| verifications(log, today, now)).await?;
        finish(store, VERIFICATIONS, told, (today, now)).await?;
    }
    if local.hour() >= MORNING && due(WATER).await? {
        let mut told = Vec::new();
        let points = store.read(|log| store::point::all_ids(log)).await?;
        for some in points.chunks(TOGETHER) {
            let (some, zone) = (some.to_vec(), zone.clone());
            told.extend(store.read(move |log| water(log, &some, (today, &zone), now)).await?);
        }
        finish(store, WATER, told, (today, now)).await?;
    }
    Ok(())
}

async fn finish(
    store: &Store,
    job: &'static str,
    told: Vec<Told>,
    (today, now): (Date, Timestamp),
) -> Result<(), StoreError> {
    for some in told.chunks(TOGETHER) {
        let some = some.to_vec();
        store.write(job, move |tx| take(tx, &some, now)).await?;
    }
    store.write(job, move |tx: &Write<'_>| store::daily::set_done_on(tx, job, today)).await
}

fn take(tx: &Write<'_>, told: &[Told], now: Timestamp) -> Result<(), StoreError> {
    let points: Vec<PointId> = told.iter().map(|told| told.point).collect();
    let mut phases: Phases<Phase> = store::phase::of_points(tx, &points)?;
    for Told { rule, point, judgement, in_maintenance } in told {
        let known = phases.remove(&(*point, rule.name.clone()));
        if known.is_some() || matches!(judgement, Judgement::Bad(_)) {
            let at = At { rule, point: *point, now, in_maintenance: *in_maintenance };
            turns::take(tx, at, go(rule, known, now.as_second(), judgement.clone()))?;
        }
    }
    Ok(())
}

fn verifications(log: &Logbook<'_>, today: Date, now: Timestamp) -> Result<Vec<Told>, StoreError> {
    let verified = store::meter::verified(log, now)?;
    let points: Vec<PointId> = verified.iter().map(|(point, _)| *point).collect();
    let Some(grounds) = Grounds::of(log, &points, now)? else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    for (point, on) in verified {
        for rule in grounds.rules(point).iter() {
            let Condition::VerificationDue(due) = rule.condition else { continue };
            let judgement = due_in(due, rule.severity, verification_until(on), today);
            let in_maintenance = grounds.in_maintenance(Some(point));
            told.push(Told { rule: Arc::clone(rule), point, judgement, in_maintenance });
        }
    }
    Ok(told)
}

fn due_in(due: VerificationDue, severity: Severity, until: Date, today: Date) -> Judgement {
    let left = today.until((Unit::Day, until)).map_or(0, |span| span.get_days());
    if left > i32::from(due.days) {
        return Judgement::Good;
    }
    let severity = if left > i32::from(due.urgent_days) { Severity::Notice.min(severity) } else { severity };
    let facts = Facts { days_left: Some(left), ..Facts::default() };
    Judgement::Bad(Finding { severity, measured: None, facts })
}

fn water(
    log: &Logbook<'_>,
    points: &[PointId],
    day: (Date, &TimeZone),
    now: Timestamp,
) -> Result<Vec<Told>, StoreError> {
    let Some(grounds) = Grounds::of(log, points, now)? else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    for point in points {
        for rule in grounds.rules(*point).iter() {
            let Condition::WaterLost(lost) = &rule.condition else { continue };
            let judgement = lost_water(log, (*point, rule.severity), lost, day)?;
            let in_maintenance = grounds.in_maintenance(Some(*point));
            told.push(Told { rule: Arc::clone(rule), point: *point, judgement, in_maintenance });
        }
    }
    Ok(told)
}

/// Says what yesterday and last night told of a point.
pub(super) fn lost_water(
    log: &Logbook<'_>,
    (point, severity): (PointId, Severity),
    lost: &WaterLost,
    (today, zone): (Date, &TimeZone),
) -> Result<Judgement, StoreError> {
    let flowed = match local_day(today, zone) {
        Some(yesterday) => imbalance(log, point, yesterday)?,
        None => None,
    };
    if let Some(percent) = flowed.filter(|percent| *percent > lost.lost_percent) {
        let facts = Facts { lost_percent: Some(percent), ..Facts::default() };
        return Ok(Judgement::Bad(Finding { severity, measured: None, facts }));
    }
    let night = if in_season(lost.season, today.month()) { None } else { night_flow(log, point, lost, today, zone)? };
    let limit = lost.night_flow.base();
    Ok(match (night, flowed) {
        (Some(value), _) if value > limit => {
            let measured = Some(Excess { quantity: Quantity::Flow, value, limit });
            Judgement::Bad(Finding { severity, measured, facts: Facts::default() })
        }
        (Some(_), _) | (None, Some(_)) => Judgement::Good,
        (None, None) => Judgement::Silent,
    })
}

/// Returns the local day before this one.
fn local_day(today: Date, zone: &TimeZone) -> Option<Period> {
    let midnight = |date: Date| Some(date.to_zoned(zone.clone()).ok()?.timestamp());
    Some(Period { from: midnight(today.yesterday().ok()?)?, until: midnight(today)? })
}

/// Returns what flowed in and not back, in hundredths of what flowed in.
fn imbalance(log: &Logbook<'_>, point: PointId, day: Period) -> Result<Option<u32>, StoreError> {
    /// Less than that in a day is the meters' own error, in mL.
    const LEAST: i64 = 1_000_000;
    let of = |quantity| query::used(log, (point, quantity), day);
    let has_both = log.standing(point).is_some_and(|standing| standing.of(Quantity::ReturnVolume).is_some());
    if !has_both {
        return Ok(None);
    }
    let (Some(inward), Some(back)) = (of(Quantity::Volume)?, of(Quantity::ReturnVolume)?) else { return Ok(None) };
    if inward < LEAST {
        return Ok(None);
    }
    let percent = i128::from(inward - back).max(0) * 100 / i128::from(inward);
    Ok(u32::try_from(percent).ok())
}

const fn in_season([first, last]: [i8; 2], month: i8) -> bool {
    if first <= last { first <= month && month <= last } else { month >= first || month <= last }
}

/// Returns the smallest flow of the night; `None` where too little was read to tell.
fn night_flow(
    log: &Logbook<'_>,
    point: PointId,
    lost: &WaterLost,
    today: Date,
    zone: &TimeZone,
) -> Result<Option<i64>, StoreError> {
    const FEWEST: usize = 3;
    let at = |date: Date, time| Some(date.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp().as_second());
    let begins_on = if lost.night_from < lost.night_until { Some(today) } else { today.yesterday().ok() };
    let from = begins_on.and_then(|date| at(date, lost.night_from));
    let (Some(from), Some(until)) = (from, at(today, lost.night_until)) else { return Ok(None) };
    let page = log.read(point, Some(Quantity::Flow), (from, until))?;
    let flows: Vec<i64> = query::values(&page, Quantity::Flow);
    Ok(flows.iter().min().copied().filter(|_| flows.len() >= FEWEST))
}
