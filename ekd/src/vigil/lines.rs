//! Readings that have just been taken in, held against the rules in the same transaction.
//!
//! Only what is live counts: a line that is older than one that was there already, a correction, or a line from long ago
//! raises nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use common::alarm::Facts;
use common::id::{MeterId, PointId, RuleName};
use common::quantity::{Code, Quantity};
use common::reading::Suspicion;
use common::rule::{Condition, Rule};
use common::source::Document;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::ground::Grounds;
use super::turns::{self, At};
use crate::alarm::judge::{Around, Finding, Line, Signs};
use crate::alarm::phase::{Change, Phase, step};
use crate::alarm::silence::silent_since;
use crate::info_code::{self, Tables};
use crate::ingest::news::{Doubt, News};
use crate::store::log::Write;
use crate::store::log::batch::Batch;
use crate::store::phase::Phases;
use crate::store::{self, StoreError};

/// A line further back than this is no news any more; documents that come once a day are.
const LIVE: SignedDuration = SignedDuration::from_hours(26);

/// Holds what is new with a document against the rules.
pub fn watch(tx: &Write<'_>, tables: &Tables, news: &News, now: Timestamp) -> Result<(), StoreError> {
    for batch in &news.batches {
        watch_batch(tx, tables, (batch, news), now)?;
    }
    doubt(tx, &news.doubts, now)
}

fn watch_batch(
    tx: &Write<'_>,
    tables: &Tables,
    (batch, news): (&Batch, &News),
    now: Timestamp,
) -> Result<(), StoreError> {
    let log = tx.log();
    let points: Vec<PointId> = batch.points().collect();
    let Some(grounds) = Grounds::of(&log, &points, now)? else { return Ok(()) };
    let mut unrest: HashMap<PointId, BTreeMap<RuleName, Phase>> = HashMap::new();
    for ((point, rule), phase) in store::phase::of_points(tx, &points)? {
        unrest.entry(point).or_default().insert(rule, phase);
    }
    let faults = fault_values(news);
    let live_from = now.checked_sub(LIVE).unwrap_or(Timestamp::MIN).as_second();
    for point in points {
        let before = news.before(point);
        let last_at = before.map_or(i64::MIN, |standing| standing.last_at);
        let mut energy = before.and_then(|standing| standing.of(Quantity::Energy)).map(|newest| newest.value);
        let rules = grounds.rules(point);
        let in_maintenance = grounds.in_maintenance(Some(point));
        // At rest, as nearly all are, a rule costs no look.
        let mut phases = unrest.remove(&point).unwrap_or_default();
        let lines =
            batch.of(point).iter().filter(|line| line.at > last_at && line.at >= live_from && line.revision == 0);
        for told in lines {
            let readings = batch.versions(told).filter_map(|version| Some((version.quantity, version.value?)));
            let line = Line::new(told.at, readings);
            let around = Around {
                energy_before: energy,
                signs: signs(tx, tables, told.meter, &line)?,
                fault_value: has_fault_value(&faults, point, &line),
                ..grounds.around(&log, point, &line)
            };
            for rule in rules.iter() {
                let known = phases.remove(&rule.name);
                let had = known.is_some();
                let calmed = if let Condition::SupplyOffTable(off) = &rule.condition
                    && off.outdoor_over.is_positive()
                {
                    let at = (grounds.station_of(point), line.at);
                    Some(grounds.calmed(&around, grounds.mean_outdoor(&log, at, off.outdoor_over)?))
                } else {
                    None
                };
                let (phase, change) = step(rule, known, &line, calmed.as_ref().unwrap_or(&around));
                if had || phase.is_some() || change.is_some() {
                    let at = At { rule, point, now, in_maintenance };
                    let phase = turns::take(tx, at, (phase, change))?;
                    phases.extend(phase.map(|phase| (rule.name.clone(), phase)));
                }
            }
            energy = line.of(Quantity::Energy).or(energy);
        }
    }
    Ok(())
}

/// Returns where and when values came by which meters report a broken sensor: they are in quarantine and on no line.
fn fault_values(news: &News) -> HashSet<(PointId, i64)> {
    let faults = news.doubts.iter().filter(|doubt| doubt.suspicion == Suspicion::SensorFault);
    faults.map(|doubt| (doubt.point, doubt.at.as_second())).collect()
}

fn has_fault_value(faults: &HashSet<(PointId, i64)>, point: PointId, line: &Line) -> Option<bool> {
    if faults.contains(&(point, line.at)) {
        return Some(true);
    }
    line.of(Quantity::Supply).and(line.of(Quantity::Return)).map(|_| false)
}

/// Returns what the meter's information code says, as far as its maker's table is known.
pub(super) fn signs(
    conn: &Connection,
    tables: &Tables,
    meter: MeterId,
    line: &Line,
) -> Result<Option<Signs>, StoreError> {
    let Some(code) = line.of(Quantity::InfoCode) else { return Ok(None) };
    if code == 0 {
        return Ok(Some(Signs::default()));
    }
    let Some(table) = tables.of_model(&store::meter::model_of(conn, meter)?) else { return Ok(None) };
    let decoded = info_code::decode(Some(table), Code::from_base(code));
    Ok(Some(Signs {
        leak: decoded.known.iter().any(|bit| bit.kind.is_leak()),
        fault: decoded.known.iter().any(|bit| bit.kind.is_fault()),
    }))
}

/// Raises alarms for registers that fell or jumped and wait for a person.
fn doubt(tx: &Write<'_>, doubts: &[Doubt], now: Timestamp) -> Result<(), StoreError> {
    let live_from = now.checked_sub(LIVE).unwrap_or(Timestamp::MIN);
    let is_live = |doubt: &&Doubt| {
        let is_register = matches!(doubt.suspicion, Suspicion::RegisterDecreased | Suspicion::RegisterJumped);
        is_register && doubt.at >= live_from
    };
    let mut points: Vec<Doubt> = doubts.iter().filter(is_live).copied().collect();
    points.sort_by_key(|doubt| (doubt.point, doubt.at));
    points.dedup_by_key(|doubt| doubt.point);
    if points.is_empty() {
        return Ok(());
    }
    let ids: Vec<PointId> = points.iter().map(|doubt| doubt.point).collect();
    let Some(grounds) = Grounds::of(&tx.log(), &ids, now)? else { return Ok(()) };
    let phases: Phases<Phase> = store::phase::of_points(tx, &ids)?;
    for Doubt { point, at, .. } in points {
        let rules = grounds.rules(point);
        for rule in rules.iter().filter(|rule| matches!(rule.condition, Condition::RegisterDoubtful(_))) {
            if !phases.contains_key(&(point, rule.name.clone())) {
                let in_maintenance = grounds.in_maintenance(Some(point));
                let at_place = At { rule, point, now, in_maintenance };
                turns::take(tx, at_place, raised(rule, at.as_second(), Facts::default()))?;
            }
        }
    }
    Ok(())
}

/// Returns what raises an alarm at once.
pub(super) fn raised(rule: &Rule, since: i64, facts: Facts) -> (Option<Phase>, Option<Change>) {
    let finding = Finding { severity: rule.severity, measured: None, facts };
    let phase = Phase { severity: Some(rule.severity), ..Phase::begun(since) };
    (Some(phase), Some(Change::Raise { since, finding, measured: None }))
}

/// Ends the silence of a source that has brought something new enough: what it kept back meanwhile ends nothing.
pub fn answered(tx: &Write<'_>, zone: &TimeZone, document: &Document, now: Timestamp) -> Result<(), StoreError> {
    if document.tally.stored == 0 {
        return Ok(());
    }
    let active = store::alarm::active_of_source(tx, &document.source)?;
    if active.is_empty() {
        return Ok(());
    }
    let sources = store::source::list(tx)?;
    let source = sources.iter().find(|kept| kept.name == document.source);
    for (alarm, name) in active {
        let rule = store::rule::by_name(tx, &name)?;
        let since = rule.zip(source).and_then(|(rule, kept)| {
            let Condition::SourceSilent(silence) = &rule.condition else { return None };
            silent_since(silence, (kept.data_at?, now), kept.cadence.or(kept.interval), zone)
        });
        if since.is_none() {
            turns::clear(tx, alarm, now, now)?;
        }
    }
    Ok(())
}
