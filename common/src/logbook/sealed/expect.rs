//! What one quantity lets expect of another at the same lines: flow of the volume's step, power of the heat that flowed.
//!
//! Expectations are whole numbers made of whole numbers in the same way on every machine: what is sealed against one is
//! read back against the same. They point from later to earlier quantities of a fixed order, never in a circle.

use super::PageError;
use super::bytes::{Reader, put_signed};
use super::integers::start;
use crate::quantity::{Kind, Quantity};

/// Which other quantities a column is expected of, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Supply less return.
    Difference = 1,
    /// The register's step times the mean temperature difference over it.
    EnergyOfHeat = 2,
    /// The volume's step, by the hour.
    FlowOfVolume = 3,
    /// The energy's step, by the second.
    PowerOfEnergy = 4,
    /// Flow times temperature difference.
    PowerOfHeat = 5,
    /// The volume's steps before and behind, by the hour.
    FlowOfVolumeAround = 6,
    /// The energy's steps before and behind, by the second.
    PowerOfEnergyAround = 7,
}

const RULES: [Rule; 7] = [
    Rule::Difference,
    Rule::EnergyOfHeat,
    Rule::FlowOfVolume,
    Rule::PowerOfEnergy,
    Rule::PowerOfHeat,
    Rule::FlowOfVolumeAround,
    Rule::PowerOfEnergyAround,
];

impl Rule {
    const fn target(self) -> Quantity {
        match self {
            Self::Difference => Quantity::Difference,
            Self::EnergyOfHeat => Quantity::Energy,
            Self::FlowOfVolume | Self::FlowOfVolumeAround => Quantity::Flow,
            Self::PowerOfEnergy | Self::PowerOfHeat | Self::PowerOfEnergyAround => Quantity::Power,
        }
    }

    /// Returns the quantities that must be known. No rule of theirs may lead back here.
    const fn sources(self) -> &'static [Quantity] {
        match self {
            Self::Difference => &[Quantity::Supply, Quantity::Return],
            Self::EnergyOfHeat => &[Quantity::Volume, Quantity::Supply, Quantity::Return],
            Self::FlowOfVolume | Self::FlowOfVolumeAround => &[Quantity::Volume],
            Self::PowerOfEnergy | Self::PowerOfEnergyAround => &[Quantity::Energy],
            Self::PowerOfHeat => &[Quantity::Flow, Quantity::Supply, Quantity::Return],
        }
    }

    /// Returns what is expected of each line but for a constant: of a register, of its step from the line before.
    fn signals(self, at: &[i64], sources: &[&[i64]], ends: &[usize]) -> Vec<i64> {
        let (first, second, third) = (source(sources, 0), source(sources, 1), source(sources, 2));
        match self {
            Self::Difference => zip(first, second, i64::wrapping_sub).collect(),
            Self::EnergyOfHeat => {
                let differences: Vec<i64> = zip(second, third, i64::wrapping_sub).collect();
                let means = (0..differences.len()).map(|line| {
                    let before = differences.get(line.wrapping_sub(1)).or(differences.get(line)).copied().unwrap_or(0);
                    differences.get(line).copied().unwrap_or(0).wrapping_add(before)
                });
                let steps = steps(first, ends, |step, _| step, at);
                steps.into_iter().zip(means).map(|(step, mean)| step.wrapping_mul(mean) >> 1).collect()
            }
            Self::FlowOfVolume => steps(first, ends, |step, time| step.wrapping_mul(3_600) / time, at),
            Self::PowerOfEnergy => steps(first, ends, |step, time| step / time, at),
            Self::PowerOfHeat => {
                let differences = zip(second, third, i64::wrapping_sub);
                first.iter().zip(differences).map(|(flow, difference)| flow.wrapping_mul(difference)).collect()
            }
            Self::FlowOfVolumeAround => {
                around(&steps(first, ends, |step, time| step.wrapping_mul(3_600) / time, at), ends)
            }
            Self::PowerOfEnergyAround => around(&steps(first, ends, |step, time| step / time, at), ends),
        }
    }
}

fn source<'a>(sources: &[&'a [i64]], index: usize) -> &'a [i64] {
    sources.get(index).copied().unwrap_or_default()
}

fn zip(left: &[i64], right: &[i64], join: fn(i64, i64) -> i64) -> impl Iterator<Item = i64> {
    left.iter().zip(right).map(move |(left, right)| join(*left, *right))
}

/// Returns each line's step from the line before and, at the first line of a part, from there to the next.
fn steps(values: &[i64], ends: &[usize], rate: impl Fn(i64, i64) -> i64, at: &[i64]) -> Vec<i64> {
    let mut steps = Vec::with_capacity(values.len());
    for part in 0..ends.len() {
        let range = start(ends, part)..start(ends, part + 1);
        let values = values.get(range.clone()).unwrap_or_default();
        let at = at.get(range).unwrap_or_default();
        let later = values.iter().zip(values.iter().skip(1)).zip(at.iter().zip(at.iter().skip(1)));
        let of_pair = |((before, value), (from, until)): ((&i64, &i64), (&i64, &i64))| {
            // Instants rise, but hostile ones may lie further apart than an integer reaches.
            rate(value.wrapping_sub(*before), until.wrapping_sub(*from).max(1))
        };
        let first = steps.len();
        steps.extend(values.first().map(|_| 0));
        steps.extend(later.map(of_pair));
        if let Some(second) = steps.get(first + 1).copied() {
            steps[first] = second;
        }
    }
    steps
}

/// Returns the mean of each line's step and the next one.
fn around(steps: &[i64], ends: &[usize]) -> Vec<i64> {
    let mut means = Vec::with_capacity(steps.len());
    for part in 0..ends.len() {
        let steps = steps.get(start(ends, part)..start(ends, part + 1)).unwrap_or_default();
        let next = steps.iter().skip(1).chain(steps.last());
        means.extend(steps.iter().zip(next).map(|(step, next)| step.wrapping_add(*next) >> 1));
    }
    means
}

/// Binary digits of the constant behind the point.
const POINT: u32 = 40;

/// Values are expected in so many lines at least: fewer do not pay for the constant.
const FEWEST_LINES: usize = 32;

/// The rule and its constants for one column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expectation {
    rule: Rule,
    /// Units of the column in a unit of the signal, 2⁴⁰ times.
    ratio: i64,
    /// What all values of the column have in common: expectations are multiples of it.
    factor: i64,
}

/// The lines of one or more parts, as far as they are known.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) at: &'a [i64],
    /// Where the parts end, counted from the first of them.
    pub(super) ends: &'a [usize],
}

impl Expectation {
    /// Returns the expectations that could be had of a column.
    ///
    /// All columns have a value for every line.
    pub(super) fn candidates(
        quantity: Quantity,
        values: &[i64],
        factor: i64,
        known: Known<'_>,
        find: impl Fn(Quantity) -> Option<Vec<i64>>,
    ) -> Vec<(Self, Vec<i64>)> {
        let mut candidates = Vec::new();
        for rule in RULES.into_iter().filter(|rule| rule.target() == quantity && values.len() >= FEWEST_LINES) {
            let Some(sources) = rule.sources().iter().map(|source| find(*source)).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let sources: Vec<&[i64]> = sources.iter().map(Vec::as_slice).collect();
            let signals = rule.signals(known.at, &sources, known.ends);
            if let Some(ratio) = ratio(quantity.kind(), values, &signals) {
                let expectation = Self { rule, ratio, factor };
                let expected = expectation.of_signals(&signals, known.ends);
                candidates.push((expectation, expected));
            }
        }
        candidates
    }

    pub(super) fn write(self, out: &mut Vec<u8>) {
        out.push(self.rule as u8);
        put_signed(out, self.ratio);
        put_signed(out, self.factor);
    }

    pub(super) fn read(reader: &mut Reader<'_>, quantity: Quantity) -> Result<Self, PageError> {
        let code = reader.byte()?;
        let rule = RULES.into_iter().find(|rule| *rule as u8 == code && rule.target() == quantity);
        let rule = rule.ok_or(PageError::Corrupt("a column is expected of others in no known way"))?;
        let (ratio, factor) = (reader.signed()?, reader.signed()?);
        if factor < 1 {
            return Err(PageError::Corrupt("a factor is not positive"));
        }
        Ok(Self { rule, ratio, factor })
    }

    pub(super) const fn sources(self) -> &'static [Quantity] {
        self.rule.sources()
    }

    /// Returns what is expected of each line.
    pub(super) fn of(self, known: Known<'_>, sources: &[&[i64]]) -> Vec<i64> {
        self.of_signals(&self.rule.signals(known.at, sources, known.ends), known.ends)
    }

    fn of_signals(self, signals: &[i64], ends: &[usize]) -> Vec<i64> {
        let scaled = |signal: i64| i128::from(signal) * i128::from(self.ratio);
        let mut expected = Vec::with_capacity(signals.len());
        match self.rule.target().kind() {
            Kind::Gauge => expected.extend(signals.iter().map(|signal| self.whole(scaled(*signal)))),
            Kind::Register => {
                for part in 0..ends.len() {
                    let mut sum = 0_i128;
                    let signals = signals.get(start(ends, part)..start(ends, part + 1)).unwrap_or_default();
                    for (index, signal) in signals.iter().enumerate() {
                        sum = if index == 0 { 0 } else { sum.wrapping_add(scaled(*signal)) };
                        expected.push(self.whole(sum));
                    }
                }
            }
        }
        expected
    }

    /// Returns the nearest multiple of the factor.
    #[expect(clippy::cast_possible_truncation, reason = "what wraps, wraps on both sides")]
    fn whole(self, scaled: i128) -> i64 {
        let amount = (scaled >> POINT) as i64;
        let half = self.factor >> 1;
        amount.wrapping_add(half).wrapping_div_euclid(self.factor).wrapping_mul(self.factor)
    }
}

/// Returns the median of how many times the signal the values are.
fn ratio(kind: Kind, values: &[i64], signals: &[i64]) -> Option<i64> {
    let by = values.len() / 1_024 + 1;
    let mut ratios = Vec::with_capacity(values.len() / by + 1);
    for line in (1..values.len()).step_by(by) {
        let (value, signal) = (*values.get(line)?, *signals.get(line)?);
        let value = match kind {
            Kind::Gauge => value,
            Kind::Register => value.wrapping_sub(*values.get(line - 1)?),
        };
        if signal != 0 && value != 0 {
            ratios.push((i128::from(value) << POINT) / i128::from(signal));
        }
    }
    if ratios.len() < FEWEST_LINES / 2 {
        return None;
    }
    let middle = ratios.len() / 2;
    i64::try_from(*ratios.select_nth_unstable(middle).1).ok().filter(|ratio| *ratio != 0)
}
