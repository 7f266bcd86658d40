//! Writing down what becomes of alarms: the alarm, its history, and the event that tells of it, in one transaction.

use common::alarm::{Alarm, AlarmKind, Measured, Severity, Subject, Turn};
use common::event::Happening;
use common::id::{AccountId, AlarmId, PointId, RuleName};
use common::rule::Rule;
use jiff::Timestamp;

use crate::alarm::phase::{Change, Phase};
use crate::store::alarm::{Of, Raised};
use crate::store::log::Write;
use crate::store::{self, StoreError};

/// Whose alarm it is, and when something was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    pub rule: &'a Rule,
    pub point: PointId,
    pub now: Timestamp,
    /// A maintenance window holds there.
    pub in_maintenance: bool,
}

/// Writes down what a step changed, and how far the rule is at the point now.
pub(super) fn take(
    tx: &Write<'_>,
    at: At<'_>,
    (phase, change): (Option<Phase>, Option<Change>),
) -> Result<Option<Phase>, StoreError> {
    let At { rule, point, now, .. } = at;
    let mut phase = phase;
    match change {
        Some(Change::Raise { since, finding, measured }) => {
            let raised = Raised {
                rule: rule.name.clone(),
                kind: rule.condition.kind(),
                of: Of::Point(point),
                severity: finding.severity,
                since: instant(since, now),
                raised_at: now,
                in_maintenance: at.in_maintenance,
                measured,
                facts: finding.facts,
            };
            let id = raise(tx, &raised)?;
            if let Some(phase) = &mut phase {
                phase.alarm = Some(id);
            }
        }
        Some(Change::GoOn { alarm, measured, facts }) => {
            go_on(tx, (alarm, rule.condition.kind()), measured.as_ref(), facts)?;
        }
        Some(Change::Clear { alarm, at: cleared_at }) => clear(tx, alarm, instant(cleared_at, now), now)?,
        None => {}
    }
    store::phase::keep(tx, point, &rule.name, phase.as_ref())?;
    Ok(phase)
}

/// What goes on keeps the facts that it had where the line says nothing new of them.
fn go_on(
    tx: &Write<'_>,
    (alarm, kind): (AlarmId, AlarmKind),
    measured: Option<&Measured>,
    facts: common::alarm::Facts,
) -> Result<(), StoreError> {
    match kind {
        // It has no figures that change.
        AlarmKind::NoConsumption | AlarmKind::MeterSilent => Ok(()),
        AlarmKind::SourceSilent
        | AlarmKind::Leak
        | AlarmKind::WaterLost
        | AlarmKind::MeterFault
        | AlarmKind::DifferenceLow
        | AlarmKind::ReturnHot
        | AlarmKind::SupplyOffTable
        | AlarmKind::CircuitOffCurve
        | AlarmKind::PowerAboveContract
        | AlarmKind::RegisterDoubtful
        | AlarmKind::MeterClock
        | AlarmKind::VerificationDue
        | AlarmKind::Limit
        | AlarmKind::Unknown => store::alarm::measure(tx, alarm, measured, &facts),
    }
}

/// Raises an alarm.
///
/// # Errors
/// Where the archive fails.
pub fn raise(tx: &Write<'_>, raised: &Raised) -> Result<AlarmId, StoreError> {
    let id = store::alarm::raise(tx, raised)?;
    let point = match &raised.of {
        Of::Point(point) => Some(*point),
        Of::Source(_) => None,
    };
    let turn = Turn::Raised { severity: raised.severity };
    tell(tx, (id, raised.kind, raised.severity, point), raised.raised_at, turn)?;
    Ok(id)
}

/// Records that an alarm is over.
///
/// # Errors
/// Where the archive fails.
pub fn clear(tx: &Write<'_>, id: AlarmId, cleared_at: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    let Some(alarm) = store::alarm::by_id(tx, id)? else { return Ok(()) };
    if store::alarm::clear(tx, id, cleared_at)? {
        turn(tx, &alarm, (now, None), Turn::Cleared)?;
    }
    Ok(())
}

/// Changes how severe an alarm is.
///
/// # Errors
/// Where the archive fails.
pub fn set_severity(tx: &Write<'_>, alarm: &Alarm, to: Severity, now: Timestamp) -> Result<(), StoreError> {
    store::alarm::set_severity(tx, alarm.id, to)?;
    let changed = Turn::SeverityChanged { from: alarm.severity, to };
    turn(tx, &Alarm { severity: to, ..alarm.clone() }, (now, None), changed)
}

/// Records that nobody took note of an alarm in time, so that others are told.
///
/// # Errors
/// Where the archive fails.
pub fn escalate(tx: &Write<'_>, alarm: &Alarm, now: Timestamp) -> Result<(), StoreError> {
    turn(tx, alarm, (now, None), Turn::Escalated)
}

/// Appends a line to an alarm's history, and tells of it.
///
/// # Errors
/// Where the archive fails.
pub fn turn(
    tx: &Write<'_>,
    alarm: &Alarm,
    (now, by): (Timestamp, Option<AccountId>),
    turn: Turn,
) -> Result<(), StoreError> {
    store::alarm::note(tx, alarm.id, (now, by), &turn)?;
    tell(tx, (alarm.id, alarm.kind, alarm.severity, point_of(alarm)), now, turn)
}

/// Returns the point that an alarm is about, if it is about one.
pub(super) fn point_of(alarm: &Alarm) -> Option<PointId> {
    match &alarm.subject {
        Subject::Source { .. } => None,
        Subject::Point { point, .. } => Some(*point),
    }
}

fn tell(
    tx: &Write<'_>,
    (alarm, alarm_kind, severity, point): (AlarmId, AlarmKind, Severity, Option<PointId>),
    now: Timestamp,
    turn: Turn,
) -> Result<(), StoreError> {
    // The journal is everybody's: what a person wrote stands with the alarm.
    let turn = match turn {
        Turn::Acknowledged { .. } => Turn::Acknowledged { comment: None },
        Turn::Raised { .. }
        | Turn::SeverityChanged { .. }
        | Turn::Cleared
        | Turn::Unacknowledged
        | Turn::Muted { .. }
        | Turn::Unmuted
        | Turn::Escalated
        | Turn::Unknown => turn,
    };
    store::event::append(tx, now, &Happening::Alarm { alarm, alarm_kind, severity, point, turn })
}

/// Ends the active alarms of a rule that counts no more, there or anywhere.
pub(super) fn end_of_rule(tx: &Write<'_>, name: &RuleName, now: Timestamp) -> Result<(), StoreError> {
    for alarm in store::alarm::all_active(tx)?.into_iter().filter(|alarm| alarm.rule == *name) {
        clear(tx, alarm.id, now, now)?;
    }
    store::phase::forget_rule(tx, name)
}

fn instant(second: i64, otherwise: Timestamp) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(otherwise)
}
