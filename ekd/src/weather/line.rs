//! A straight line through points, by least squares, and so that points far off do not bend it.
//!
//! The intercept is never negative: no building gives heat back. Knows no units and no days.

/// A point of which the line tells y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    pub x: f64,
    pub y: f64,
}

/// y = intercept + slope · x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub intercept: f64,
    pub slope: f64,
}

/// Where Tukey's weights end, in standard deviations: 95 % efficient where all is normal.
const TUKEY: f64 = 4.685;
/// The median of absolute residuals times this is the standard deviation where all is normal.
const NORMAL: f64 = 1.4826;
/// Most rounds of least absolute residuals, then of Tukey's weights.
const ROUNDS: (usize, usize) = (15, 15);
/// A line that changes less than this between rounds stays.
const SETTLED: f64 = 1e-7;
/// Of parameters whose determinant is smaller than this share, one cannot be told from the others.
const TOLD: f64 = 1e-3;
/// A scatter smaller than this share of the mean is taken for this: meters count in whole units.
const LEAST_SCATTER: f64 = 0.005;

impl Line {
    /// Returns the line of least squares; `None` where all x are the same, or there is nothing.
    pub(super) fn least_squares(samples: &[Sample]) -> Option<Self> {
        Self::weighted(samples, |_| 1.0)
    }

    /// Returns the line of the majority: from least absolute residuals, refined with Tukey's weights.
    pub(super) fn robust(samples: &[Sample]) -> Option<Self> {
        let least = least_scatter(samples);
        let mut line = Self::least_squares(samples)?;
        for _ in 0..ROUNDS.0 {
            let next = Self::weighted(samples, |sample| 1.0 / line.residual(sample).abs().max(least))?;
            if line.settles(next) {
                break;
            }
        }
        for _ in 0..ROUNDS.1 {
            let limit = line.limit(samples);
            let weight = |sample: &Sample| {
                let share = line.residual(sample) / limit;
                (1.0 - share.powi(2)).max(0.0).powi(2)
            };
            let next = Self::weighted(samples, weight)?;
            if line.settles(next) {
                break;
            }
        }
        Some(line)
    }

    /// Becomes the next line, and tells whether it is about the same.
    fn settles(&mut self, next: Self) -> bool {
        let alike = |one: f64, other: f64| (one - other).abs() <= SETTLED * one.abs().max(other.abs());
        let before = std::mem::replace(self, next);
        alike(before.intercept, next.intercept) && alike(before.slope, next.slope)
    }

    fn weighted(samples: &[Sample], weight: impl Fn(&Sample) -> f64) -> Option<Self> {
        let (mut w, mut wx, mut wy, mut wxx, mut wxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for sample in samples {
            let of_sample = weight(sample);
            w += of_sample;
            wx += of_sample * sample.x;
            wy += of_sample * sample.y;
            wxx += of_sample * sample.x * sample.x;
            wxy += of_sample * sample.x * sample.y;
        }
        let spread = w * wxx - wx * wx;
        if spread.is_nan() || spread <= f64::EPSILON * w * wxx {
            return None;
        }
        let slope = (w * wxy - wx * wy) / spread;
        let intercept = (wy - slope * wx) / w;
        Some(if intercept < 0.0 { Self { intercept: 0.0, slope: wxy / wxx } } else { Self { intercept, slope } })
    }

    pub(super) fn residual(&self, sample: &Sample) -> f64 {
        sample.y - self.intercept - self.slope * sample.x
    }

    /// Returns the residual beyond which a point has no say.
    pub(super) fn limit(&self, samples: &[Sample]) -> f64 {
        let mut residuals: Vec<f64> = samples.iter().map(|sample| self.residual(sample).abs()).collect();
        TUKEY * (NORMAL * median(&mut residuals)).max(least_scatter(samples))
    }
}

/// A point, by how much y changes there with the unit of a third parameter that was fitted too, and the residual.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fitted {
    pub x: f64,
    pub change: f64,
    pub residual: f64,
}

/// Returns the standard errors of intercept and slope (White's, HC0: cold days scatter more than warm ones). Where the
/// third parameter cannot be told from the others, it is taken for sure.
pub(super) fn uncertainty(points: &[Fitted]) -> Option<(f64, f64)> {
    let with = |points: &[Fitted]| {
        let (mut sums, mut scatter) = ([[0.0; 3]; 3], [[0.0; 3]; 3]);
        for point in points {
            let row = [1.0, point.x, point.change];
            for (i, j) in (0..3).flat_map(|i| (0..3).map(move |j| (i, j))) {
                sums[i][j] += row[i] * row[j];
                scatter[i][j] += row[i] * row[j] * point.residual.powi(2);
            }
        }
        (sums, scatter)
    };
    let (sums, scatter) = with(points);
    let inverse = inverse(&sums).or_else(|| {
        let mut without = sums;
        (without[0][2], without[1][2], without[2]) = (0.0, 0.0, [0.0, 0.0, 1.0]);
        inverse(&without)
    })?;
    let variance = |of: usize| {
        let pairs = (0..3).flat_map(|i| (0..3).map(move |j| (i, j)));
        pairs.map(|(i, j)| inverse[of][i] * scatter[i][j] * inverse[j][of]).sum::<f64>()
    };
    Some((variance(0).max(0.0).sqrt(), variance(1).max(0.0).sqrt()))
}

/// Returns the inverse of a symmetric matrix; `None` where its columns cannot be told from each other.
#[expect(clippy::many_single_char_names, reason = "cells of a matrix have no other names")]
fn inverse(matrix: &[[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let [[a, b, c], [_, d, e], [_, _, f]] = *matrix;
    let adjugate = [
        [d * f - e * e, c * e - b * f, b * e - c * d],
        [c * e - b * f, a * f - c * c, b * c - a * e],
        [b * e - c * d, b * c - a * e, a * d - b * b],
    ];
    let determinant = a * adjugate[0][0] + b * adjugate[0][1] + c * adjugate[0][2];
    (determinant > TOLD * a * d * f).then(|| adjugate.map(|row| row.map(|cell| cell / determinant)))
}

fn least_scatter(samples: &[Sample]) -> f64 {
    let (n, sum) = samples.iter().fold((0.0, 0.0), |(n, sum), sample| (n + 1.0, sum + sample.y.abs()));
    (LEAST_SCATTER * sum / n).max(f64::MIN_POSITIVE)
}

/// Returns the middle value, the upper one of two; 0 of nothing.
pub(super) fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
