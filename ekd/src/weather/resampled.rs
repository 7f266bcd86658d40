//! How sure a signature is: it is fitted again to days drawn by chance from its own, whole weeks together, because days
//! that follow each other are alike, and tb each time anew.
//!
//! The chance is the same for every run: the same days give the same intervals.

use common::quantity::Temperature;

use super::line::{Line, Sample};
use super::signature::{HeatDay, as_f64, exact};

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
/// How far around the tb that was found others are tried, and in which steps, in thousandths of a degree.
const AROUND: i64 = 4_000;
const STEP: usize = 500;
/// Of a normal distribution.
const TWO_SIDED: f64 = 1.96;

/// Returns how far intercept and slope may lie from those that were found at this tb.
pub(super) fn errors(kept: &[&HeatDay], base: Temperature) -> Option<Errors> {
    let bases = (base.base() - AROUND..=base.base() + AROUND).step_by(STEP);
    let columns: Vec<Vec<Sample>> = bases.map(|base| column(kept, Temperature::from_base(base))).collect();
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

fn column(days: &[&HeatDay], base: Temperature) -> Vec<Sample> {
    let sample =
        |day: &&HeatDay| Sample { x: exact(day.outdoor.below(base).base()) / 1_000.0, y: exact(day.used.base()) };
    days.iter().map(sample).collect()
}

/// Returns the line of the tb that fits the drawn days best, as the signature judges it: where it fits best.
fn best(columns: &[Vec<Sample>], drawn: &[usize]) -> Option<Line> {
    let judged = |column: &Vec<Sample>| {
        let samples: Vec<Sample> = drawn.iter().map(|index| column[*index]).collect();
        let line = Line::least_squares(&samples)?;
        let mut squares: Vec<f64> = samples.iter().map(|sample| line.residual(sample).powi(2)).collect();
        let n_judged = (squares.len() * 9).div_ceil(10).min(squares.len() - 1);
        squares.select_nth_unstable_by(n_judged, f64::total_cmp);
        Some((line, squares.iter().take(n_judged).sum::<f64>()))
    };
    let lines = columns.iter().filter_map(judged);
    lines.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(line, _)| line)
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
