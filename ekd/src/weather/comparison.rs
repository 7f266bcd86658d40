//! Two periods of a building on equal weather (IPMVP option C): what the time before lets expect of the time after, and
//! how sure the difference is.
//!
//! Days after the change count as far as the time before had such weather: a summer says nothing of a winter. The interval
//! is for nine of ten cases. Its measure is how far whole stretches of the time before lie from their own line, though
//! nobody changed anything then: sun, wind and people come in weeks, not in days, and do not average out as dice would.
//! Knows neither archive, clock nor prices.

use common::forecast::{Range, Signature};
use common::quantity::{DegreeDays, Energy};
use common::setting::Verdict;

use super::line::Sample;
use super::signature::{Fit, HeatDay, as_f64, energy, exact, expected, samples};

/// Fewest days after a change that are compared.
pub const FEWEST_AFTER: u32 = 14;
/// By so many thousandths of a degree day a day may be beyond those before.
const SPARE: i64 = 1_000;
/// Into how many stretches the time before is divided, and how many days one has.
const FEWEST_STRETCHES: usize = 6;
const SHORTEST: usize = 7;
const LONGEST: usize = 30;
/// A degree is worth more or less heat in another season, by the sun and the airing: the standard deviation, as a share.
const SEASONAL: f64 = 0.2;

/// What the days of one of the two periods come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub used: Energy,
    /// Sd(tb) of the signature.
    pub degree_days: DegreeDays,
    pub n_days: u32,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    pub before: Sum,
    pub after: Sum,
    pub expected: Energy,
    /// Used less expected.
    pub difference: Range<Energy>,
    pub share: Range<f64>,
    pub verdict: Verdict,
}

/// Why two periods cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Incomparable {
    #[error("{n_days} days after the change had weather that was known before")]
    TooFewDays { n_days: u32 },
    #[error("nothing is expected of the days after the change")]
    NothingExpected,
}

/// Compares the days after a change with what the fit of the days before expects of them.
///
/// # Errors
/// Fewer than [`FEWEST_AFTER`] days that count, or days of which nothing is expected.
pub fn compare(before: &[HeatDay], fit: &Fit, after: &[HeatDay]) -> Result<Compared, Incomparable> {
    let signature = &fit.signature;
    let kept: Vec<HeatDay> =
        before.iter().zip(&fit.outliers).filter(|(_, is_out)| !**is_out).map(|(day, _)| day.clone()).collect();
    let after = with_known_weather(&kept, signature, after);
    let n_days = u32::try_from(after.len()).unwrap_or(u32::MAX);
    if n_days < FEWEST_AFTER {
        return Err(Incomparable::TooFewDays { n_days });
    }
    compared(&kept, signature, &after).ok_or(Incomparable::NothingExpected)
}

/// Keeps the days that were neither colder nor warmer than those before, with a little to spare.
fn with_known_weather(before: &[HeatDay], signature: &Signature, days: &[HeatDay]) -> Vec<HeatDay> {
    let of = |day: &HeatDay| day.outdoor.below(signature.base).base();
    let (least, most) =
        before.iter().map(of).fold((i64::MAX, i64::MIN), |(least, most), of| (least.min(of), most.max(of)));
    let known = least.saturating_sub(SPARE)..=most.saturating_add(SPARE);
    days.iter().filter(|day| known.contains(&of(day))).cloned().collect()
}

fn compared(before: &[HeatDay], signature: &Signature, after: &[HeatDay]) -> Option<Compared> {
    let margin = energy(margin(before, signature, &samples(after, signature.base))?);
    let (before, after) = (sum(before, signature)?, sum(after, signature)?);
    let expected = expected(signature, after.degree_days, after.n_days);
    let difference = after.used.checked_sub(expected)?;
    let range =
        Range { low: difference.checked_sub(margin)?, expected: difference, high: difference.checked_add(margin)? };
    let share = |energy: Energy| exact(energy.base()) / exact(expected.base());
    (expected > Energy::ZERO).then(|| Compared {
        before,
        after,
        expected,
        difference: range,
        share: Range { low: share(range.low), expected: share(range.expected), high: share(range.high) },
        verdict: verdict(&range),
    })
}

/// Says only what the whole interval says.
fn verdict(difference: &Range<Energy>) -> Verdict {
    if difference.high < Energy::ZERO {
        Verdict::Less
    } else if difference.low > Energy::ZERO {
        Verdict::More
    } else {
        Verdict::Unclear
    }
}

fn sum(days: &[HeatDay], signature: &Signature) -> Option<Sum> {
    let mut sum = Sum { used: Energy::ZERO, degree_days: DegreeDays::ZERO, n_days: 0 };
    for day in days {
        sum.used = sum.used.checked_add(day.used)?;
        sum.degree_days = sum.degree_days.checked_add(day.outdoor.below(signature.base))?;
        sum.n_days += 1;
    }
    (sum.n_days > 0).then_some(sum)
}

/// Returns half the width of the interval, in joules.
fn margin(before: &[HeatDay], signature: &Signature, after: &[Sample]) -> Option<f64> {
    let samples = samples(before, signature.base);
    let (n_before, n_after) = (as_f64(samples.len()), as_f64(after.len()));
    let (intercept, slope) = (exact(signature.independent.base()), exact(signature.slope.base()));
    let residuals: Vec<f64> = samples.iter().map(|sample| sample.y - intercept - slope * sample.x).collect();
    let centre = mean_x(&samples);
    let spread: f64 = samples.iter().map(|sample| (sample.x - centre).powi(2)).sum();
    if spread <= 0.0 {
        return None;
    }
    let stretch = (samples.len() / FEWEST_STRETCHES).clamp(SHORTEST, LONGEST);
    let stretches: Vec<f64> =
        residuals.chunks_exact(stretch).map(|of| of.iter().sum::<f64>() / as_f64(of.len())).collect();
    // The line has bent to two of them.
    let freedom = as_f64(stretches.len()) - 2.0;
    if freedom < 1.0 {
        return None;
    }
    let of_stretch = stretches.iter().map(|mean| mean.powi(2)).sum::<f64>() / freedom;
    let of_days = residuals.iter().map(|residual| residual.powi(2)).sum::<f64>() / (n_before - 3.0).max(1.0);
    // However long the time after, it is taken to be one stretch; a shorter one scatters as its days do.
    let of_mean = of_stretch.max(of_days / n_after);
    let of_line = as_f64(stretch) * (1.0 / n_before + (mean_x(after) - centre).powi(2) / spread);
    let of_season = (SEASONAL * slope * (mean_x(after) - centre)).powi(2);
    let variance = of_mean + of_stretch.max(of_days / as_f64(stretch)) * of_line + of_season;
    Some(nine_of_ten(freedom) * n_after * variance.sqrt())
}

fn mean_x(samples: &[Sample]) -> f64 {
    samples.iter().map(|sample| sample.x).sum::<f64>() / as_f64(samples.len().max(1))
}

/// Returns the factor of a two-sided 90 % interval with so many degrees of freedom: Student's, to the first decimal.
fn nine_of_ten(freedom: f64) -> f64 {
    1.645 + 1.53 / freedom + 1.9 / freedom.powi(2)
}

#[cfg(test)]
mod tests {
    use common::quantity::Temperature;
    use common::time::Period;
    use common::weather::OutdoorFrom;
    use jiff::civil::{Date, date};
    use jiff::{Timestamp, ToSpan};

    use super::super::degree_days::OutdoorDay;
    use super::super::signature::fit;
    use super::*;

    const PERIOD: Period = Period { from: Timestamp::UNIX_EPOCH, until: Timestamp::UNIX_EPOCH };

    /// Days of a building that uses 500 MJ and 200 MJ for each degree below 15 °C, in thousandths of that `share`, with a
    /// scatter of `noise` MJ that does not follow the weather.
    fn days(first: Date, n: i64, share: i64, noise: i64) -> Vec<HeatDay> {
        let day = |n: i64| {
            let mean = 5_000 + 1_000 * [0, 3, -4, 6, -7, 2, -1, 8, -9][usize::try_from(n % 9).unwrap()];
            let heat = 500_000 + 200 * (15_000 - mean).max(0);
            let off = noise * 1_000 * [0, 1, -1, 2, -2, 1, -1][usize::try_from(n * 5 % 7).unwrap()];
            let outdoor = OutdoorDay::of_mean(
                first.checked_add(n.days()).unwrap(),
                Temperature::from_base(mean),
                OutdoorFrom::Own,
            );
            HeatDay { outdoor, used: Energy::from_base((heat * share / 1_000 + off) * 1_000) }
        };
        (0..n).map(day).collect()
    }

    fn compared(n_before: i64, after: (i64, i64), noise: i64) -> Compared {
        let before = days(date(2025, 10, 1), n_before, 1_000, noise);
        let (n_after, share) = after;
        let after = days(date(2026, 2, 1), n_after, share, noise);
        compare(&before, &fit(&before, PERIOD).unwrap(), &after).unwrap()
    }

    #[test]
    fn a_tenth_that_is_saved_is_found_with_its_uncertainty() {
        let found = compared(90, (60, 900), 100);
        assert_eq!(found.verdict, Verdict::Less);
        assert!((found.share.expected + 0.1).abs() < 0.01, "{:?}", found.share);
        assert!(found.share.low < -0.1 && found.share.high > -0.1, "{:?}", found.share);
        assert_eq!((found.before.n_days, found.after.n_days), (90, 60));
        assert_eq!(found.difference.expected, found.after.used - found.expected);
        assert_eq!(compared(90, (60, 1_100), 100).verdict, Verdict::More);
    }

    #[test]
    fn a_difference_that_may_be_chance_is_not_called_one() {
        for share in [1_000, 995, 1_005] {
            let found = compared(60, (20, share), 150);
            assert_eq!(found.verdict, Verdict::Unclear, "{found:?}");
            assert!(found.difference.low <= Energy::ZERO && found.difference.high >= Energy::ZERO);
        }
    }

    #[test]
    fn fewer_days_tell_less() {
        let width = |found: Compared| found.share.high - found.share.low;
        assert!(width(compared(40, (60, 900), 100)) > width(compared(200, (60, 900), 100)));
        assert!(width(compared(90, (14, 900), 100)) > width(compared(90, (90, 900), 100)));
    }

    #[test]
    fn weather_that_was_not_known_before_does_not_count() {
        let before = days(date(2025, 10, 1), 60, 1_000, 100);
        let fit = fit(&before, PERIOD).unwrap();
        let after = days(date(2026, 2, 1), 30, 900, 100);
        let colder = |day: &HeatDay| {
            let mean = Temperature::from_base(day.outdoor.mean().base() - 30_000);
            HeatDay { outdoor: OutdoorDay::of_mean(day.outdoor.date, mean, OutdoorFrom::Own), used: day.used }
        };
        let arctic: Vec<HeatDay> = after.iter().map(colder).collect();
        let few = Err(Incomparable::TooFewDays { n_days: 0 });
        assert_eq!(compare(&before, &fit, &arctic), few);
        let both: Vec<HeatDay> = after.iter().cloned().chain(arctic).collect();
        assert_eq!(compare(&before, &fit, &both), compare(&before, &fit, &after));
        assert_eq!(compare(&before, &fit, &after[..13]), Err(Incomparable::TooFewDays { n_days: 13 }));
    }
}
