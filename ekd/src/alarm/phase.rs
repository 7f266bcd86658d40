//! What becomes of a condition over time: suspected, active, over.
//!
//! Time is that of the readings, so that a restart, a clock that is set, or a document that comes late changes nothing.
//! At rest there is no phase: nearly all rules at nearly all points cost nothing.

use common::alarm::{Facts, Measured, Severity};
use common::id::AlarmId;
use common::quantity::{Quantity, Value};
use common::rule::{AboveContract, Condition, Rule};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::judge::{Around, Excess, Finding, Judgement, Line, judge, share};

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
        (None | Some(Phase { alarm: None, .. }), Judgement::Good | Judgement::Between) => (None, None),
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
        value: Value::new(quantity, value),
        limit: Value::new(quantity, limit),
        peak: Value::new(quantity, value),
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
    if !is_active && mean < share(contracted, above.clear_percent) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::alarm::judge::Signs;

    const MINUTE: i64 = 60;

    fn rule(text: &str) -> Rule {
        toml::from_str(&format!("name = 'x'\n{text}")).unwrap()
    }

    /// One rule at one point, and what has become of it so far: `R` raised, `C` cleared, with their instants in minutes.
    struct Watch {
        rule: Rule,
        around: Around,
        phase: Option<Phase>,
        told: Vec<String>,
    }

    impl Watch {
        fn new(text: &str, around: Around) -> Self {
            Self { rule: rule(text), around, phase: None, told: Vec::new() }
        }

        /// Takes a change as the archive does, and keeps the phase as it is written down.
        fn keep(&mut self, minute: i64, (phase, change): (Option<Phase>, Option<Change>)) {
            let mut phase = phase;
            match change {
                Some(Change::Raise { since, .. }) => {
                    phase.as_mut().unwrap().alarm = Some(AlarmId(1));
                    self.told.push(format!("R{minute}({})", since / MINUTE));
                }
                Some(Change::Clear { at, .. }) => self.told.push(format!("C{minute}({})", at / MINUTE)),
                Some(Change::GoOn { .. }) | None => {}
            }
            let text = phase.map(|phase| serde_json::to_string(&phase).unwrap());
            self.phase = text.map(|text| serde_json::from_str(&text).unwrap());
        }

        fn line(&mut self, minute: i64, readings: &[(Quantity, i64)]) {
            let line = Line::new(minute * MINUTE, readings.iter().copied());
            let stepped = step(&self.rule, self.phase.take(), &line, &self.around);
            self.keep(minute, stepped);
        }

        fn told(&self) -> String {
            self.told.join(" ")
        }
    }

    /// Reads one quantity at minutes.
    fn check(text: &str, around: &Around, quantity: Quantity, values: &[(i64, i64)], expected: &str) {
        let mut watch = Watch::new(text, around.clone());
        for (minute, value) in values {
            watch.line(*minute, &[(quantity, *value)]);
        }
        assert_eq!(watch.told(), expected, "{text} {values:?}");
    }

    const HOT: &str = "kind = 'limit'\nquantity = 'return'\nbeyond = 'above'\nraise = '55 °C'\nclear = '53 °C'
        raise_after = '1h'\nclear_after = '30m'";

    fn hot(values: &[(i64, i64)], expected: &str) {
        check(HOT, &Around::default(), Quantity::Return, values, expected);
    }

    #[test]
    fn delays_are_measured_between_readings() {
        hot(&[(0, 56_000), (59, 56_000)], "");
        hot(&[(0, 56_000), (60, 56_000)], "R60(0)");
        hot(&[(0, 56_000), (60, 56_000), (70, 53_000), (99, 53_000)], "R60(0)");
        hot(&[(0, 56_000), (60, 56_000), (70, 53_000), (100, 53_000)], "R60(0) C100(70)");
        // One alone is not over for any time.
        hot(&[(0, 56_000), (60, 56_000), (170, 53_000)], "R60(0)");
    }

    #[test]
    fn what_lies_between_neither_raises_nor_ends() {
        hot(&[(0, 56_000), (30, 54_000), (60, 56_000), (100, 56_000)], "");
        hot(&[(0, 56_000), (60, 56_000), (70, 53_000), (90, 54_000), (101, 53_000), (120, 53_000)], "R60(0)");
        hot(&[(0, 56_000), (60, 56_000), (70, 54_000), (900, 54_000)], "R60(0)");
    }

    #[test]
    fn a_gap_begins_a_suspicion_anew_and_leaves_an_alarm() {
        hot(&[(0, 56_000), (180, 56_000)], "R180(0)");
        hot(&[(0, 56_000), (181, 56_000), (240, 56_000)], "");
        hot(&[(0, 56_000), (181, 56_000), (241, 56_000)], "R241(181)");
        hot(&[(0, 56_000), (60, 56_000), (2_000, 56_000), (2_001, 53_000), (2_031, 53_000)], "R60(0) C2031(2001)");
    }

    #[test]
    fn a_sign_is_over_after_two_readings_without_it() {
        let mut watch = Watch::new("kind = 'leak'", Around::default());
        let code = [(Quantity::InfoCode, 1)];
        for (minute, leak) in [(0, true), (15, false), (30, true), (45, false), (60, false), (75, false)] {
            watch.around.signs = Some(Signs { leak, fault: false });
            watch.line(minute, &code);
        }
        assert_eq!(watch.told(), "R0(0) C60(45)");
        watch.around.signs = None;
        watch.line(90, &code);
        assert_eq!(watch.told(), "R0(0) C60(45)", "nobody knows what the code means");
        let mut thrice = Watch::new("kind = 'leak'\nclear_reads = 3", Around::default());
        for (minute, leak) in [(0, true), (15, false), (30, false), (45, false)] {
            thrice.around.signs = Some(Signs { leak, fault: false });
            thrice.line(minute, &code);
        }
        assert_eq!(thrice.told(), "R0(0) C45(15)");
    }

    #[test]
    fn the_worst_value_is_kept() {
        let mut watch = Watch::new(HOT, Around::default());
        for (minute, value) in [(0, 56_000), (60, 61_000), (75, 58_000), (90, 57_000)] {
            watch.line(minute, &[(Quantity::Return, value)]);
        }
        let measured = watch.phase.unwrap().measured.unwrap();
        assert_eq!((measured.value.base(), measured.peak.base()), (57_000, 61_000));
        assert_eq!(measured.peak_at.as_second(), 60 * MINUTE);
    }

    #[test]
    fn what_is_found_to_matter_more_says_so_once() {
        let rule = rule("kind = 'verification_due'");
        let found = |severity| Judgement::Bad(Finding { severity, measured: None, facts: Facts::default() });
        let (phase, _) = go(&rule, None, 0, found(Severity::Notice));
        let mut phase = phase.unwrap();
        phase.alarm = Some(AlarmId(1));
        let graver = |change| match change {
            Some(Change::GoOn { graver, .. }) => graver,
            other => panic!("{other:?}"),
        };
        let (phase, change) = go(&rule, Some(phase), 86_400, found(Severity::Warning));
        assert_eq!(graver(change), Some(Severity::Warning));
        let (_, change) = go(&rule, phase, 2 * 86_400, found(Severity::Warning));
        assert_eq!(graver(change), None);
    }

    fn power(values: &[(i64, i64)], expected: &str) {
        let around = Around { contracted_power: Some(100), ..Around::default() };
        check("kind = 'power_above_contract'", &around, Quantity::Power, values, expected);
    }

    #[test]
    fn mean_power_is_formed_over_the_last_hour() {
        let quarters = |values: &[i64]| (0..).map(|index| index * 15).zip(values.iter().copied()).collect::<Vec<_>>();
        power(&quarters(&[101, 101, 101, 101, 101]), "R60(0)");
        // The last reading has not lasted yet.
        power(&quarters(&[101, 101, 101, 101, 0]), "R60(0)");
        power(&quarters(&[101, 101, 101, 101]), "");
        // Exactly at the limit is allowed.
        power(&quarters(&[100, 100, 100, 100, 100, 100, 100]), "");
        power(&quarters(&[120, 80, 120, 80, 100, 100]), "");
        power(&quarters(&[120, 84, 120, 80, 100]), "R60(0)");
        // Below the clearing share nothing is watched.
        power(&quarters(&[94, 94, 94, 94, 94, 94]), "");
        // Above, then below 95 % in the mean for an hour.
        power(&quarters(&[110, 110, 110, 110, 110, 90, 90, 90, 90, 90, 90, 90, 90, 90]), "R60(0) C195(135)");
    }

    #[test]
    fn mean_power_weighs_each_reading_with_its_time() {
        // 200 for 25 minutes and 60 for 35 are 118; the other way round they are 118 as well as 142.
        power(&[(0, 200), (25, 60), (60, 60)], "R60(0)");
        // 200 for 15 minutes and 60 for 45 are 95.
        power(&[(0, 200), (15, 60), (60, 60)], "");
        // A reading every hour lasts until the next.
        power(&[(0, 101), (60, 101)], "R60(0)");
        power(&[(0, 101), (7, 102), (31, 99), (33, 104), (61, 90)], "R61(1)");
    }

    #[test]
    fn a_gap_empties_the_hour() {
        power(&[(0, 150), (30, 150), (211, 150), (240, 150), (270, 150)], "");
        power(&[(0, 150), (30, 150), (211, 150), (240, 150), (271, 150)], "R271(211)");
        // An alarm goes on over a gap until an hour is known again.
        let values = [(0, 150), (60, 150), (600, 10), (630, 10), (660, 10), (690, 10), (720, 10)];
        power(&values, "R60(0) C720(660)");
    }

    #[test]
    fn nothing_used_for_a_day_is_raised_at_its_end() {
        let around = Around { energy_before: Some(7), outdoor: Some(0), ..Around::default() };
        let mut hours: Vec<(i64, i64)> = (0..=24).map(|hour| (hour * 60, 7)).collect();
        check("kind = 'no_consumption'", &around, Quantity::Energy, &hours[..24], "");
        check("kind = 'no_consumption'", &around, Quantity::Energy, &hours, "R1440(0)");
        hours.push((1_500, 8));
        check("kind = 'no_consumption'", &around, Quantity::Energy, &hours, "R1440(0) C1500(1500)");
        hours[12].1 = 8;
        check("kind = 'no_consumption'", &around, Quantity::Energy, &hours, "");
    }

    /// Rules of every kind, with quick ones among them.
    fn rules() -> Vec<Rule> {
        #[derive(Deserialize)]
        struct Written {
            rule: Vec<Rule>,
        }
        let mut rules = toml::from_str::<Written>(include_str!("../../rules/default.toml")).unwrap().rule;
        rules.push(rule(HOT));
        rules.push(rule(&HOT.replace("1h", "0s").replace("30m", "0s")));
        rules
    }

    fn values() -> impl Strategy<Value = Vec<(Quantity, i64)>> {
        let quantity = proptest::sample::select(Quantity::ALL.to_vec());
        let value = prop_oneof![any::<i64>(), -100_000..200_000_i64, Just(i64::MIN), Just(i64::MAX)];
        proptest::collection::vec((quantity, value), 0..8)
    }

    proptest! {
        #[test]
        fn no_line_is_too_much(
            lines in proptest::collection::vec((0..40_000_i64, values()), 1..60),
            around in proptest::array::uniform8(proptest::option::of(any::<i64>())),
            signs in proptest::option::of((any::<bool>(), any::<bool>())),
        ) {
            let [contracted_power, mean_power, outdoor, table_supply, table_return, curve_supply, energy_before, _] =
                around;
            let signs = signs.map(|(leak, fault)| Signs { leak, fault });
            let around = Around {
                fault_value: signs.map(|signs| signs.fault),
                contracted_power, mean_power, outdoor, table_supply, table_return, curve_supply, energy_before, signs,
            };
            for rule in rules() {
                let mut watch = Watch { rule, around: around.clone(), phase: None, told: Vec::new() };
                let mut minute = 0;
                for (later, readings) in &lines {
                    minute += 1 + later % 400;
                    watch.line(minute, readings);
                }
            }
        }

        #[test]
        fn whatever_flaps_is_raised_and_cleared_by_turns(
            lines in proptest::collection::vec((1..200_i64, 50_000..60_000_i64, any::<bool>()), 1..200),
        ) {
            for rule in rules() {
                let around = Around { contracted_power: Some(55_000), outdoor: Some(0), ..Around::default() };
                let mut watch = Watch { rule, around, phase: None, told: Vec::new() };
                let (mut minute, mut energy) = (0, 0);
                for (later, value, flag) in &lines {
                    minute += later;
                    watch.around.signs = Some(Signs { leak: *flag, fault: !*flag });
                    watch.around.energy_before = Some(energy);
                    energy += i64::from(*flag);
                    let readings = [
                        (Quantity::Return, *value),
                        (Quantity::Power, *value),
                        (Quantity::Difference, value - 45_000),
                        (Quantity::ClockOffset, value - 55_000),
                        (Quantity::InfoCode, 1),
                        (Quantity::Energy, energy),
                    ];
                    watch.line(minute, &readings);
                }
                let turns: String = watch.told.iter().map(|told| &told[..1]).collect();
                prop_assert!(!turns.contains("RR") && !turns.contains("CC") && !turns.starts_with('C'), "{turns}");
            }
        }
    }
}
