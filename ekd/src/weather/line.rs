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

    /// Tells of each point whether it lies too far off: by the scatter of all, and by a scatter that grows with y. Days of
    /// frost scatter more than days of summer, and are no exceptions for that.
    pub(super) fn far_off(&self, samples: &[Sample]) -> Vec<bool> {
        let least = least_scatter(samples);
        let share = |sample: &Sample| self.residual(sample).abs() / (sample.y - self.residual(sample)).max(least);
        let mut shares: Vec<f64> = samples.iter().map(share).collect();
        let (limit, most) = (self.limit(samples), TUKEY * (NORMAL * median(&mut shares)).max(LEAST_SCATTER));
        samples.iter().map(|sample| self.residual(sample).abs() > limit && share(sample) > most).collect()
    }

    /// Returns the residual beyond which a point has no say.
    pub(super) fn limit(&self, samples: &[Sample]) -> f64 {
        let mut residuals: Vec<f64> = samples.iter().map(|sample| self.residual(sample).abs()).collect();
        TUKEY * (NORMAL * median(&mut residuals)).max(least_scatter(samples))
    }
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
