//! Two periods of a building on equal weather (IPMVP option C): what the time before lets expect of the time after, and
//! how sure the difference is.
//!
//! The interval holds the difference in nine of ten cases: it grows with the scatter of the days, with days that follow
//! each other being alike, with few days on either side, and with weather that the time before did not have. Knows
//! neither archive, clock nor prices.

use common::forecast::{Range, Signature};
use common::quantity::{DegreeDays, Energy};
use common::setting::Verdict;

use super::line::Sample;
use super::signature::{Fit, HeatDay, alikeness, as_f64, energy, exact, expected, samples};

/// Fewest days after a change that are compared.
pub const FEWEST_AFTER: u32 = 14;

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

/// Compares the days after a change with what the fit of the days before expects of them; `None` where it expects
/// nothing, or where there are no days.
#[must_use]
pub fn compare(before: &[HeatDay], fit: &Fit, after: &[HeatDay]) -> Option<Compared> {
    let signature = &fit.signature;
    let kept: Vec<HeatDay> =
        before.iter().zip(&fit.outliers).filter(|(_, is_out)| !**is_out).map(|(day, _)| day.clone()).collect();
    let of_after = samples(after, signature.base);
    let (before, after) = (sum(&kept, signature)?, sum(after, signature)?);
    let expected = expected(signature, after.degree_days, after.n_days);
    let difference = after.used.checked_sub(expected)?;
    let margin = energy(margin(&kept, signature, &of_after)?);
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
    let freedom = n_before - 3.0;
    let (intercept, slope) = (exact(signature.independent.base()), exact(signature.slope.base()));
    let residuals: Vec<f64> = samples.iter().map(|sample| sample.y - intercept - slope * sample.x).collect();
    let centre = mean_x(&samples);
    let spread: f64 = samples.iter().map(|sample| (sample.x - centre).powi(2)).sum();
    if freedom < 1.0 || spread <= 0.0 {
        return None;
    }
    let variance = residuals.iter().map(|residual| residual.powi(2)).sum::<f64>() / freedom;
    let kept: Vec<(&HeatDay, Sample)> = before.iter().zip(samples).collect();
    let alike = alikeness(&kept, &residuals);
    let of_line = 1.0 / n_before + (mean_x(after) - centre).powi(2) / spread;
    let of_sum = n_after + n_after.powi(2) * of_line;
    Some(nine_of_ten(freedom) * (variance * of_sum * (1.0 + alike) / (1.0 - alike)).sqrt())
}

fn mean_x(samples: &[Sample]) -> f64 {
    samples.iter().map(|sample| sample.x).sum::<f64>() / as_f64(samples.len().max(1))
}

/// Returns the factor of a two-sided 90 % interval with so many degrees of freedom: Student's, to the second decimal from
/// 20 on.
fn nine_of_ten(freedom: f64) -> f64 {
    1.645 + 1.53 / freedom
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
        assert!(compare(&[], &fit(&days(date(2025, 1, 1), 40, 1_000, 1), PERIOD).unwrap(), &[]).is_none());
    }
}
