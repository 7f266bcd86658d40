//! The energy signature: E = a + b · Sd(tb) a day, fitted so that odd days do not bend it.
//!
//! Days far off a line of the majority (Tukey's weights, and a tb for which the tenth of the days that fits worst has no
//! say) are left out. Through the others goes the line of least squares, at the tb at which it leaves least. How sure that
//! is, `super::resampled` tells. Knows neither archive nor clock.

use std::borrow::Borrow;

use common::forecast::Signature;
use common::quantity::{DegreeDays, Energy, Temperature};
use common::time::Period;

use super::degree_days::OutdoorDay;
use super::line::{Line, Sample};
use super::resampled;

/// Fewest days of a fit.
pub const FEWEST_DAYS: u32 = 30;
/// Where tb is looked for, in thousandths of a degree: first coarsely, then around the best.
/// Where buildings are cooled in summer too, they reheat on days of 25 °C.
const BASES: (i64, i64) = (8_000, 28_000);
const COARSE: usize = 500;
const FINE: usize = 100;
/// The usual base, to which the fit keeps where the days do not tell bases apart.
const USUAL: i64 = 15_000;
/// By so much a base may fit worse than the best and be taken for it all the same.
const ALIKE: f64 = 1.0005;

/// The means of all but the coldest and the warmest twentieth of the days must lie this far apart, in thousandths.
const LEAST_SPREAD: i64 = 5_000;
/// So much of the variance must be the weather's.
const LEAST_R_SQUARED: f64 = 0.25;
/// More odd days than this are no exception but the rule.
const MOST_OUTLIERS: f64 = 0.3;

/// A local day with what was used and how cold it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatDay {
    pub outdoor: OutdoorDay,
    pub used: Energy,
}

/// A signature, and which of the days it left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    pub signature: Signature,
    /// One a day, in their order.
    pub outliers: Vec<bool>,
}

/// Why days carry no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    #[error("{n_days} days are too few")]
    TooFewDays { n_days: u32 },
    #[error("all days are about equally warm")]
    TooEvenWeather,
    #[error("what is used does not follow the weather")]
    NoPattern,
}

/// Fits the signature of days, which are sorted by date; `period` is the one they were asked for.
///
/// # Errors
/// Fewer than [`FEWEST_DAYS`], all about equally warm, or used without regard to the weather.
pub fn fit(days: &[HeatDay], period: Period) -> Result<Fit, Misfit> {
    let n_days = count(days.len());
    if n_days < FEWEST_DAYS {
        return Err(Misfit::TooFewDays { n_days });
    }
    if spread(days) < LEAST_SPREAD {
        return Err(Misfit::TooEvenWeather);
    }
    let outliers = outliers(days).ok_or(Misfit::NoPattern)?;
    let kept: Vec<&HeatDay> = days.iter().zip(&outliers).filter(|(_, is_out)| !**is_out).map(|(day, _)| day).collect();
    let n_outliers = days.len() - kept.len();
    if as_f64(n_outliers) > as_f64(days.len()) * MOST_OUTLIERS {
        return Err(Misfit::NoPattern);
    }
    let signature = described(&kept, (count(n_outliers), period)).ok_or(Misfit::NoPattern)?;
    let is_sure = signature.slope.base() > signature.slope_error.base();
    if signature.r_squared < LEAST_R_SQUARED || !is_sure {
        return Err(Misfit::NoPattern);
    }
    Ok(Fit { signature, outliers })
}

/// Returns what a signature expects of days with this sum of Sd(tb).
#[must_use]
pub fn expected(signature: &Signature, degree_days: DegreeDays, n_days: u32) -> Energy {
    let of_weather = i128::from(signature.slope.base()) * i128::from(degree_days.base()) / 1_000;
    let sum = i128::from(signature.independent.base()) * i128::from(n_days) + of_weather;
    Energy::from_base(i64::try_from(sum).unwrap_or(i64::MAX))
}

/// Returns how far apart the means of days lie, but for the coldest and the warmest twentieth.
fn spread(days: &[HeatDay]) -> i64 {
    let mut means: Vec<i64> = days.iter().map(|day| day.outdoor.mean().base()).collect();
    means.sort_unstable();
    let margin = means.len() / 20;
    let inner = means.get(margin..means.len() - margin).unwrap_or_default();
    inner.last().zip(inner.first()).map_or(0, |(warmest, coldest)| warmest - coldest)
}

/// Tells of each day whether it lies so far from the line of the majority that it must not bend the signature.
fn outliers(days: &[HeatDay]) -> Option<Vec<bool>> {
    let days: Vec<&HeatDay> = days.iter().collect();
    let loss = |samples: &[Sample]| {
        let line = Line::robust(samples).filter(|line| line.slope > 0.0)?;
        let mut squares: Vec<f64> = samples.iter().map(|sample| line.residual(sample).powi(2)).collect();
        squares.sort_unstable_by(f64::total_cmp);
        let n_judged = (squares.len() * 9).div_ceil(10);
        Some(squares.iter().take(n_judged).sum::<f64>())
    };
    let samples = samples(&days, base(&days, loss)?);
    Some(Line::robust(&samples)?.far_off(&samples))
}

/// Returns the sum of the squares that the line of least squares leaves.
pub(super) fn unexplained(samples: &[Sample]) -> Option<f64> {
    let line = Line::least_squares(samples).filter(|line| line.slope > 0.0)?;
    Some(samples.iter().map(|sample| line.residual(sample).powi(2)).sum())
}

/// Returns the tb at which least is lost; where others lose about as little, the one next to the usual.
fn base(days: &[&HeatDay], loss: impl Fn(&[Sample]) -> Option<f64>) -> Option<Temperature> {
    let (coldest, warmest) = BASES;
    let coarse = best(days, (coldest..=warmest).step_by(COARSE), &loss)?;
    let around = (coarse - 400).max(coldest)..=(coarse + 400).min(warmest);
    best(days, around.step_by(FINE), &loss).map(Temperature::from_base)
}

fn best(days: &[&HeatDay], bases: impl Iterator<Item = i64>, loss: impl Fn(&[Sample]) -> Option<f64>) -> Option<i64> {
    let tried = |base: i64| Some((base, loss(&samples(days, Temperature::from_base(base)))?));
    let losses: Vec<(i64, f64)> = bases.filter_map(tried).collect();
    let least = losses.iter().map(|(_, loss)| *loss).min_by(f64::total_cmp)?;
    let alike = losses.iter().filter(|(_, loss)| *loss <= least * ALIKE);
    alike.map(|(base, _)| *base).min_by_key(|base| (base - USUAL).abs())
}

pub(super) fn samples<Day: Borrow<HeatDay>>(days: &[Day], base: Temperature) -> Vec<Sample> {
    let sample =
        |day: &HeatDay| Sample { x: exact(day.outdoor.below(base).base()) / 1_000.0, y: exact(day.used.base()) };
    days.iter().map(|day| sample(day.borrow())).collect()
}

/// Describes the least squares through the days that count.
fn described(kept: &[&HeatDay], (n_outliers, period): (u32, Period)) -> Option<Signature> {
    let base = base(kept, unexplained)?;
    let samples = samples(kept, base);
    let line = Line::least_squares(&samples)?;
    let n = as_f64(samples.len());
    let mean = samples.iter().map(|sample| sample.y).sum::<f64>() / n;
    let residuals: Vec<f64> = samples.iter().map(|sample| line.residual(sample)).collect();
    let unexplained = residuals.iter().map(|residual| residual.powi(2)).sum::<f64>();
    let total = samples.iter().map(|sample| (sample.y - mean).powi(2)).sum::<f64>();
    if mean <= 0.0 || total <= 0.0 || n <= 3.0 {
        return None;
    }
    let deviation = (unexplained / (n - 3.0)).sqrt();
    let errors = resampled::errors(kept, base)?;
    Some(Signature {
        base,
        independent: energy(line.intercept),
        slope: energy(line.slope),
        independent_error: energy(errors.intercept),
        slope_error: energy(errors.slope),
        r_squared: (1.0 - unexplained / total).clamp(0.0, 1.0),
        cv_rmse: deviation / mean,
        n_days: count(samples.len()),
        n_outliers,
        period,
    })
}

#[expect(clippy::cast_precision_loss, reason = "a fit of days needs no more than 53 bits")]
pub(super) const fn exact(base: i64) -> f64 {
    base as f64
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer days than 2^53")]
pub(super) const fn as_f64(n: usize) -> f64 {
    n as f64
}

#[expect(clippy::cast_possible_truncation, reason = "it saturates, and no building uses so much")]
pub(super) fn energy(joules: f64) -> Energy {
    Energy::from_base(joules.round() as i64)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
