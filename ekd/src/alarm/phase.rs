//! What becomes of a condition over time: suspected, active, over.
//!
//! Time is that of the readings, so that a restart, a clock that is set, or a document that comes late changes nothing.
//! At rest there is no phase: nearly all rules at nearly all points cost nothing.

use common::alarm::{Facts, Measured, Severity};
use common::id::AlarmId;
use common::quantity::Quantity;
use common::rule::{AboveContract, Condition, Rule};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::judge::{Around, Excess, Finding, Judgement, Line, judge, valued};

/// How far a rule is at a point where it is not at rest. Instants are seconds since 1970 UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// Since when the condition holds.
    pub since: i64,
    /// The last line at which it did.
    pub bad_at: i64,
    /// `None`: it is only suspected.
    #[serde(default)]
    pub alarm: Option<AlarmId>,
    #[serde(default)]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub measured: Option<Measured>,
    /// Since when it has been over, and for how many lines.
    #[serde(default)]
    pub good_since: Option<i64>,
    #[serde(default)]
    pub n_good: u32,
    /// Power by instant, over the time of which the mean is formed.
    #[serde(default)]
    pub power: Vec<(i64, i64)>,
}

/// What a line changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Raise {
        since: i64,
        finding: Finding,
        measured: Option<Measured>,
    },
    /// It goes on: what was measured has changed, and perhaps it is found to matter more.
    GoOn {
        alarm: AlarmId,
        graver: Option<Severity>,
        measured: Option<Measured>,
        facts: Facts,
    },
    Clear {
        alarm: AlarmId,
        at: i64,
    },
}

/// How long a condition must hold and be over, and in how many lines it must be over.
struct Delays {
    raise_after: i64,
    clear_after: i64,
    n_clear: u32,
}

/// Longer than this between two lines, nobody knows what was between.
const GAP: SignedDuration = SignedDuration::from_hours(3);

fn delays(condition: &Condition) -> Delays {
    let times = |raise: SignedDuration, clear: SignedDuration| Delays {
        raise_after: raise.as_secs(),
        clear_after: clear.as_secs(),
        n_clear: 1,
    };
    let reads = |n_clear| Delays { raise_after: 0, clear_after: 0, n_clear };
    match condition {
        Condition::DifferenceLow(low) => times(low.raise_after, low.clear_after),
        Condition::ReturnHot(hot) => times(hot.raise_after, hot.clear_after),
        Condition::SupplyOffTable(off) => times(off.raise_after, off.clear_after),
        Condition::CircuitOffCurve(off) => times(off.raise_after, off.clear_after),
        // The mean has waited already.
        Condition::PowerAboveContract(above) => times(SignedDuration::ZERO, above.clear_after),
        Condition::NoConsumption(none) => times(none.during, SignedDuration::ZERO),
        Condition::Limit(limit) => times(limit.raise_after, limit.clear_after),
        Condition::Leak(sign) | Condition::MeterFault(sign) => reads(sign.clear_reads),
        Condition::MeterClock(_)
        | Condition::SourceSilent(_)
        | Condition::MeterSilent(_)
        | Condition::RegisterDoubtful(_)
        | Condition::WaterLost(_)
        | Condition::VerificationDue(_) => reads(1),
    }
}

/// Takes one line further. Lines of a point come in the order of their instants, each once.
#[must_use]
pub fn step(rule: &Rule, phase: Option<Phase>, line: &Line, around: &Around) -> (Option<Phase>, Option<Change>) {
    if let Condition::PowerAboveContract(above) = &rule.condition {
        return step_mean(rule, *above, phase, line, around);
    }
    let judgement = judge(rule, line, around);
    go(rule, phase, line.at, judgement)
}

/// Takes a judgement further that was made at an instant.
#[must_use]
pub fn go(rule: &Rule, phase: Option<Phase>, at: i64, judgement: Judgement) -> (Option<Phase>, Option<Change>) {
    let delays = delays(&rule.condition);
    match (phase, judgement) {
        (phase, Judgement::Silent) => (phase, None),
        (None, Judgement::Good | Judgement::Between) => (None, None),
        (Some(Phase { alarm: None, .. }), Judgement::Good | Judgement::Between) => (None, None),
        (Some(mut phase), Judgement::Between) => {
            (phase.good_since, phase.n_good) = (None, 0);
            (Some(phase), None)
        }
        (Some(mut phase), Judgement::Good) => {
            let since = *phase.good_since.get_or_insert(at);
            phase.n_good = phase.n_good.saturating_add(1);
            match phase.alarm {
                Some(alarm) if at - since >= delays.clear_after && phase.n_good >= delays.n_clear => {
                    (None, Some(Change::Clear { alarm, at: since }))
                }
                Some(_) | None => (Some(phase), None),
            }
        }
        (phase, Judgement::Bad(finding)) => bad(&delays, phase, at, finding),
    }
}

fn bad(delays: &Delays, phase: Option<Phase>, at: i64, finding: Finding) -> (Option<Phase>, Option<Change>) {
    let gap = GAP.as_secs().max(delays.raise_after);
    // A suspicion from before a gap begins anew: nobody saw what was between.
    let phase = phase.filter(|phase| phase.alarm.is_some() || at - phase.bad_at <= gap);
    let mut phase = phase.unwrap_or_else(|| Phase::begun(at));
    phase.bad_at = at;
    (phase.good_since, phase.n_good) = (None, 0);
    phase.measured = finding.measured.map(|excess| worst(phase.measured, excess, at));
    let graver = phase.severity.is_some_and(|known| known < finding.severity).then_some(finding.severity);
    phase.severity = phase.severity.max(Some(finding.severity));
    let measured = phase.measured;
    let change = match phase.alarm {
        Some(alarm) => Some(Change::GoOn { alarm, graver, measured, facts: finding.facts }),
        None if at - phase.since >= delays.raise_after => Some(Change::Raise { since: phase.since, finding, measured }),
        None => None,
    };
    (Some(phase), change)
}

/// Returns what was measured, with the value that is farthest beyond its limit for the peak.
fn worst(before: Option<Measured>, excess: Excess, at: i64) -> Measured {
    let Excess { quantity, value, limit } = excess;
    let instant = Timestamp::from_second(at).unwrap_or(Timestamp::MAX);
    let now = Measured {
        quantity,
        value: valued(quantity, value),
        limit: valued(quantity, limit),
        peak: valued(quantity, value),
        peak_at: instant,
    };
    let was_worse = before.filter(|before| before.peak.base().abs_diff(before.limit.base()) >= excess.by());
    was_worse.map_or(now, |before| Measured { peak: before.peak, peak_at: before.peak_at, ..now })
}

/// The mean is formed over what was read since the power was first near the limit: before, it was below.
fn step_mean(
    rule: &Rule,
    above: AboveContract,
    phase: Option<Phase>,
    line: &Line,
    around: &Around,
) -> (Option<Phase>, Option<Change>) {
    let contracted = around.contracted_power.filter(|contracted| *contracted > 0);
    let (Some(power), Some(contracted)) = (line.of(Quantity::Power), contracted) else {
        return (phase, None);
    };
    let near = i128::from(power) * 100 >= i128::from(contracted) * i128::from(above.clear_percent);
    if phase.is_none() && !near {
        return (None, None);
    }
    let mut phase = phase.unwrap_or_else(|| Phase::begun(line.at));
    if phase.power.last().is_some_and(|(at, _)| line.at - at > GAP.as_secs()) {
        phase.power.clear();
    }
    phase.power.push((line.at, power));
    let over = above.mean_over.as_secs();
    // One reading older than the time stays: it holds until the next.
    while phase.power.get(1).is_some_and(|(at, _)| *at <= line.at - over) {
        phase.power.remove(0);
    }
    let (mean, covered) = mean(&phase.power, line.at - over);
    let is_active = phase.alarm.is_some();
    if !is_active && mean < share_of(contracted, above.clear_percent) {
        return (None, None);
    }
    if covered < over {
        return (Some(phase), None);
    }
    let around = Around { mean_power: Some(mean), ..around.clone() };
    let power = phase.power.clone();
    let judgement = judge(rule, line, &around);
    // Not above the limit, but near it: goes on being watched.
    if !is_active && matches!(judgement, Judgement::Between) {
        return (Some(phase), None);
    }
    if !is_active && let Judgement::Bad(_) = judgement {
        phase.since = line.at - over;
        phase.bad_at = line.at;
    }
    let (phase, change) = go(rule, Some(phase), line.at, judgement);
    (phase.map(|phase| Phase { power, ..phase }), change)
}

fn share_of(whole: i64, percent: u32) -> i64 {
    i64::try_from(i128::from(whole) * i128::from(percent) / 100).unwrap_or(i64::MAX)
}

/// Returns the mean of steps, each of which holds until the next, from an instant to the last of them, and how many
/// seconds it covers. One alone is its own mean.
fn mean(steps: &[(i64, i64)], from: i64) -> (i64, i64) {
    let Some((last_at, last)) = steps.last().copied() else { return (0, 0) };
    let (mut sum, mut covered) = (0_i128, 0);
    for pair in steps.windows(2) {
        let [(at, value), (next, _)] = pair else { continue };
        let seconds = next - (*at).max(from);
        sum += i128::from(*value) * i128::from(seconds.max(0));
        covered += seconds.max(0);
    }
    if covered == 0 || last_at <= from {
        return (last, 0);
    }
    (i64::try_from(sum / i128::from(covered)).unwrap_or(i64::MAX), covered)
}

impl Phase {
    /// Returns the phase of a condition that begins to hold.
    #[must_use]
    pub const fn begun(at: i64) -> Self {
        Self {
            since: at,
            bad_at: at,
            alarm: None,
            severity: None,
            measured: None,
            good_since: None,
            n_good: 0,
            power: Vec::new(),
        }
    }
}
