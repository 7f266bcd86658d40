//! Readings that have just been taken in, held against the rules in the same transaction.
//!
//! Only what is live counts: a line that is older than one that was there already, a correction, or a line from long ago
//! raises nothing.

use common::alarm::{Facts, Measured};
use common::id::{MeterId, PointId};
use common::quantity::{Code, Quantity};
use common::reading::Suspicion;
use common::rule::{Condition, Rule};
use common::source::Document;
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::ground::Grounds;
use super::turns::{self, At};
use crate::alarm::judge::{Around, Finding, Line, Signs};
use crate::alarm::phase::{Change, Phase, step};
use crate::info_code::{self, Tables};
use crate::ingest::news::{Doubt, News};
use crate::store::log::batch::Batch;
use crate::store::log::{Logbook, Write};
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
    let mut phases: Phases<Phase> = store::phase::of_points(tx, &points)?;
    let live_from = now.checked_sub(LIVE).unwrap_or(Timestamp::MIN).as_second();
    for point in points {
        let before = news.before(point);
        let last_at = before.map_or(i64::MIN, |standing| standing.last_at);
        let mut energy = before.and_then(|standing| standing.of(Quantity::Energy)).map(|newest| newest.value);
        let rules = grounds.rules(point);
        let in_maintenance = grounds.in_maintenance(Some(point));
        let lines =
            batch.of(point).iter().filter(|line| line.at > last_at && line.at >= live_from && line.revision == 0);
        for told in lines {
            let readings = batch.versions(told).filter_map(|version| Some((version.quantity, version.value?)));
            let line = Line::new(told.at, readings);
            let around = Around {
                energy_before: energy,
                signs: signs(tx, tables, told.meter, &line)?,
                ..grounds.around(&log, point, &line)
            };
            for rule in rules.iter() {
                let known = phases.remove(&(point, rule.name.clone()));
                let had = known.is_some();
                let (phase, change) = step(rule, known, &line, &around);
                if had || phase.is_some() || change.is_some() {
                    let at = At { rule, point, now, in_maintenance };
                    let phase = turns::take(tx, at, (phase, change))?;
                    phases.extend(phase.map(|phase| ((point, rule.name.clone()), phase)));
                }
            }
            energy = line.of(Quantity::Energy).or(energy);
        }
    }
    Ok(())
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
                turns::take(tx, at_place, raised(rule, at.as_second(), None, Facts::default()))?;
            }
        }
    }
    Ok(())
}

/// Returns what raises an alarm at once.
pub(super) fn raised(
    rule: &Rule,
    since: i64,
    measured: Option<Measured>,
    facts: Facts,
) -> (Option<Phase>, Option<Change>) {
    let finding = Finding { severity: rule.severity, measured: None, facts };
    let phase = Phase { measured, severity: Some(rule.severity), ..Phase::begun(since) };
    (Some(phase), Some(Change::Raise { since, finding, measured }))
}

/// Ends the silence of a source that has brought something.
pub fn answered(tx: &Write<'_>, document: &Document, now: Timestamp) -> Result<(), StoreError> {
    if document.tally.stored == 0 {
        return Ok(());
    }
    for alarm in store::alarm::active_of_source(tx, &document.source)? {
        turns::clear(tx, alarm, now, now)?;
    }
    Ok(())
}

/// Tells whether anything may still be wrong with the registers of a point.
pub(super) fn is_doubtful(log: &Logbook<'_>, point: PointId) -> Result<bool, StoreError> {
    store::quarantine::has_doubtful_register(log, point)
}
