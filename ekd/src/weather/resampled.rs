//! How sure a signature is: it is fitted again to days drawn by chance from its own, whole weeks together, because days
//! that follow each other are alike, and tb each time anew.
//!
//! The chance is the same for every run: the same days give the same intervals.

use common::quantity::Temperature;

use super::line::{Line, Sample};
use super::signature::{HeatDay, as_f64, samples, unexplained};

/// Half the widths of the 95 % intervals of intercept and slope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Errors {
    pub intercept: f64,
    pub slope: f64,
}

/// How often days are drawn.
const DRAWS: usize = 60;
/// Days that are drawn together.
const TOGETHER: usize = 7;
/// How far around the tb that was found others are tried, in tenths of a degree: first coarsely, then around the best.
const AROUND: i64 = 40;
const COARSE: usize = 5;
const TENTH: i64 = 100;
/// Of a normal distribution.
const TWO_SIDED: f64 = 1.96;

/// Returns how far intercept and slope may lie from those that were found at this tb.
pub(super) fn errors(kept: &[&HeatDay], base: Temperature) -> Option<Errors> {
    let bases = (-AROUND..=AROUND).map(|tenths| Temperature::from_base(base.base() + tenths * TENTH));
    let columns: Vec<Vec<Sample>> = bases.map(|base| samples(kept, base)).collect();
    let n_blocks = kept.len().div_ceil(TOGETHER);
    let mut dice = Dice(0x5EED);
    let draw = |_| {
        let starts: Vec<usize> = (0..n_blocks).map(|_| dice.below(kept.len())).collect();
        let days = starts.iter().flat_map(|start| (0..TOGETHER).map(move |day| (start + day) % kept.len()));
        best(&columns, &days.take(kept.len()).collect::<Vec<_>>())
    };
    let lines: Vec<Line> = (0..DRAWS).filter_map(draw).collect();
    // Days of which most draws carry no line carry none themselves.
    if lines.len() * 2 < DRAWS {
        return None;
    }
    let half_width = |figure: fn(&Line) -> f64| TWO_SIDED * deviation(lines.iter().map(figure));
    Some(Errors { intercept: half_width(|line| line.intercept), slope: half_width(|line| line.slope) })
}

/// Returns the line of the tb that fits the drawn days best.
fn best(columns: &[Vec<Sample>], drawn: &[usize]) -> Option<Line> {
    let coarse = least(columns, drawn, (0..columns.len()).step_by(COARSE))?.0;
    let around = coarse.saturating_sub(COARSE - 1)..(coarse + COARSE).min(columns.len());
    least(columns, drawn, around).map(|(_, line)| line)
}

/// Returns which of these columns fits the drawn days best, and its line.
fn least(columns: &[Vec<Sample>], drawn: &[usize], which: impl Iterator<Item = usize>) -> Option<(usize, Line)> {
    let judged = |which: usize| {
        let samples: Vec<Sample> = drawn.iter().map(|day| columns[which][*day]).collect();
        Some((which, Line::least_squares(&samples)?, unexplained(&samples)?))
    };
    let best = which.filter_map(judged).min_by(|one, other| one.2.total_cmp(&other.2));
    best.map(|(which, line, _)| (which, line))
}

fn deviation(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = as_f64(values.clone().count());
    let mean = values.clone().sum::<f64>() / n;
    (values.map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// Chance that is the same for every run (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let drawn = (u128::from(mixed ^ (mixed >> 31)) * n as u128) >> 64;
        usize::try_from(drawn).unwrap_or(0)
    }
}
