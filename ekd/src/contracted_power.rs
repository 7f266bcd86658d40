//! Contracted power: what a building's peaks let expect in the weather it is designed for, and what to order.
//!
//! The highest hour of each cold day lies near a straight line over the day's outdoor temperature. Read at the design
//! temperature it tells what the building would draw there. Advice is careful: one hour above the contract costs more
//! than a kilowatt too many, so a smaller power is advised only where nine of ten design days would stay below it.
//! Knows neither archive nor tariff: peaks and prices are arguments.

use common::forecast::Range;
use common::money::Money;
use common::peak::{Extrapolation, PowerAdvice};
use common::quantity::{Power, Temperature};

/// The weather for which buildings here are designed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Climate {
    /// The outdoor temperature that the climate zone asks for.
    pub design_outdoor: Temperature,
}

/// The highest hour of a local day, and how cold the day was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayPeak {
    pub power: Power,
    /// The mean of the day.
    pub outdoor: Temperature,
}

/// What is held against the contract.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub contracted: Option<Power>,
    /// The highest hour of the last twelve months.
    pub highest: Option<Power>,
    pub at_design: Option<Range<Power>>,
}

/// Above that, hot water makes the peaks and not the weather.
const COLD: i64 = 10_000;
/// Fewest cold days that a line is drawn through.
const FEWEST_DAYS: usize = 20;
/// The days must reach so far into the winter, and lie so far apart, or the line leads anywhere.
const COLD_ENOUGH: i64 = 2_000;
const FEWEST_DEGREES: i64 = 8_000;
/// The least share of the peaks' variance that the temperature must explain.
const LEAST_EXPLAINED: f64 = 0.3;
/// Of Huber's weights: residuals beyond so many standard deviations count less.
const HUBER: f64 = 1.345;
const ROUNDS: usize = 30;
/// Contracts are in thousandths of a megawatt.
const STEP: i64 = 1_000;
/// A change is worth the letter from so many percent of the contract on.
const WORTH_PERCENT: i64 = 3;

/// Returns the line through the daily peaks, read at the design temperature; `None` where the days do not carry it.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a fit; powers are far below 2^52 W")]
pub fn at_design(days: &[DayPeak], climate: Climate) -> Option<Extrapolation> {
    let cold: Vec<&DayPeak> = days.iter().filter(|day| day.outdoor.base() <= COLD).collect();
    let coldest = cold.iter().map(|day| day.outdoor).min()?;
    let warmest = cold.iter().map(|day| day.outdoor).max()?;
    let reaches = coldest.base() <= COLD_ENOUGH && warmest.base() - coldest.base() >= FEWEST_DEGREES;
    if cold.len() < FEWEST_DAYS || !reaches {
        return None;
    }
    let points: Vec<(f64, f64)> =
        cold.iter().map(|day| (day.outdoor.base() as f64 / 1e3, day.power.base() as f64)).collect();
    let line = Line::through(&points)?;
    if line.slope >= 0.0 || line.explained < LEAST_EXPLAINED {
        return None;
    }
    let design = climate.design_outdoor.base() as f64 / 1e3;
    let (expected, margin) = (line.at(design), line.margin_at(design));
    let power = Range { low: watts(expected - margin), expected: watts(expected), high: watts(expected + margin) };
    Some(Extrapolation { power, n_days: u32::try_from(cold.len()).unwrap_or(u32::MAX), coldest })
}

/// Returns whether the contract should change; `price` tells what a power costs a year.
#[must_use]
pub fn advise(found: &Found, price: impl Fn(Power) -> Option<Money>) -> PowerAdvice {
    let Some(contracted) = found.contracted else { return PowerAdvice::Unknown };
    let highest = found.highest.unwrap_or_default();
    let is_exceeded = highest > contracted;
    let Some(design) = found.at_design else {
        // That it was exceeded is certain whatever the weather lets expect.
        let to = rounded_up(highest);
        let raise = || PowerAdvice::Raise { to, costs: price(to - contracted) };
        return if is_exceeded { raise() } else { PowerAdvice::Unknown };
    };
    let enough = rounded_up(highest.max(design.high));
    if is_exceeded || design.expected > contracted {
        return PowerAdvice::Raise { to: enough, costs: price(enough - contracted) };
    }
    let spare = contracted.base().saturating_sub(enough.base());
    let is_worth_it = i128::from(spare) * 100 >= i128::from(contracted.base()) * i128::from(WORTH_PERCENT);
    if spare >= STEP && is_worth_it {
        PowerAdvice::Lower { to: enough, saves: price(contracted - enough) }
    } else {
        PowerAdvice::Keep
    }
}

/// Returns the next thousandth of a megawatt.
fn rounded_up(power: Power) -> Power {
    let over = power.base().rem_euclid(STEP);
    Power::from_base(if over == 0 { power.base() } else { power.base().saturating_add(STEP - over) })
}

#[expect(clippy::cast_possible_truncation, reason = "a fit of powers that are integers; `as` saturates")]
fn watts(power: f64) -> Power {
    Power::from_base(power.max(0.0).round() as i64)
}

/// A straight line that outliers move little.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// Of `x`.
    centre: f64,
    /// At the centre.
    level: f64,
    slope: f64,
    /// The standard deviation of the residuals.
    deviation: f64,
    /// The sum of the weights, and of the weighted squares of `x` less the centre.
    weight: f64,
    spread: f64,
    /// The share of the variance, 0 to 1.
    explained: f64,
}

impl Line {
    /// Fits by weighted least squares, again and again with Huber's weights.
    fn through(points: &[(f64, f64)]) -> Option<Self> {
        let mut weights = vec![1.0; points.len()];
        let mut line = Self::weighted(points, &weights)?;
        for _ in 0..ROUNDS {
            let scale = robust_scale(points.iter().map(|(x, y)| (y - line.at(*x)).abs()).collect());
            if scale <= 0.0 {
                break;
            }
            for (weight, (x, y)) in weights.iter_mut().zip(points) {
                let residual = (y - line.at(*x)).abs() / scale;
                *weight = if residual <= HUBER { 1.0 } else { HUBER / residual };
            }
            let next = Self::weighted(points, &weights)?;
            let moved = (next.slope - line.slope).abs();
            line = next;
            if moved <= line.slope.abs() * 1e-9 {
                break;
            }
        }
        Some(line)
    }

    #[expect(clippy::cast_precision_loss, reason = "a count of days")]
    fn weighted(points: &[(f64, f64)], weights: &[f64]) -> Option<Self> {
        let weighted = || points.iter().zip(weights);
        let weight: f64 = weights.iter().sum();
        let centre = weighted().map(|((x, _), w)| w * x).sum::<f64>() / weight;
        let level = weighted().map(|((_, y), w)| w * y).sum::<f64>() / weight;
        let spread: f64 = weighted().map(|((x, _), w)| w * (x - centre).powi(2)).sum();
        if spread <= 0.0 || points.len() < 3 {
            return None;
        }
        let slope = weighted().map(|((x, y), w)| w * (x - centre) * (y - level)).sum::<f64>() / spread;
        let whole: f64 = weighted().map(|((_, y), w)| w * (y - level).powi(2)).sum();
        let left: f64 = weighted().map(|((x, y), w)| w * (y - level - slope * (x - centre)).powi(2)).sum();
        let deviation = (left / (points.len() - 2) as f64).sqrt();
        let explained = if whole > 0.0 { 1.0 - left / whole } else { 0.0 };
        Some(Self { centre, level, slope, deviation, weight, spread, explained })
    }

    fn at(&self, x: f64) -> f64 {
        self.level + self.slope * (x - self.centre)
    }

    /// Returns how far the peak of nine of ten days may lie from the line.
    fn margin_at(&self, x: f64) -> f64 {
        let uncertain = 1.0 + 1.0 / self.weight + (x - self.centre).powi(2) / self.spread;
        quantile(self.weight - 2.0) * self.deviation * uncertain.sqrt()
    }
}

/// Returns the 95 % quantile of Student's distribution, by the first term of its expansion about the normal one's.
fn quantile(degrees_of_freedom: f64) -> f64 {
    const NORMAL: f64 = 1.644_853_6;
    NORMAL + (NORMAL.powi(3) + NORMAL) / (4.0 * degrees_of_freedom.max(3.0))
}

/// Returns the standard deviation that the median of absolute residuals stands for.
fn robust_scale(mut residuals: Vec<f64>) -> f64 {
    const TO_DEVIATION: f64 = 1.4826;
    residuals.sort_unstable_by(f64::total_cmp);
    residuals.get(residuals.len() / 2).copied().unwrap_or_default() * TO_DEVIATION
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLAND: Climate = Climate { design_outdoor: Temperature::from_base(-20_000) };

    /// Days from 10 °C down to `coldest` °C whose peak is 150 kW at −20 °C and nothing at 20 °C, `noise` kW off in turn.
    fn winter(coldest: i64, noise: i64) -> Vec<DayPeak> {
        let day = |n: i64| {
            let outdoor = 10_000 - n * (10_000 - coldest * 1_000) / 59;
            let off = [0, noise, -noise, noise / 2, -noise / 2][usize::try_from(n % 5).unwrap()];
            let power = (20_000 - outdoor) * 150 / 40 + off * 1_000;
            DayPeak { power: Power::from_base(power), outdoor: Temperature::from_base(outdoor) }
        };
        (0..60).map(day).collect()
    }

    fn kilowatts(power: Power) -> i64 {
        (power.base() + 500) / 1_000
    }

    #[test]
    fn peaks_are_read_at_the_design_temperature_with_a_range_that_grows_with_the_way() {
        let exact = at_design(&winter(-10, 0), POLAND).unwrap();
        assert_eq!((kilowatts(exact.power.expected), exact.n_days), (150, 60));
        assert_eq!(exact.coldest.base(), -10_000);
        assert!(exact.power.high.base() - exact.power.low.base() < 1_000);
        let near = at_design(&winter(-18, 4), POLAND).unwrap().power;
        let far = at_design(&winter(-2, 4), POLAND).unwrap().power;
        assert!((near.expected.base() - 150_000).abs() < 3_000, "{near:?}");
        assert!(near.low < near.expected && near.expected < near.high);
        assert!(far.high.base() - far.low.base() > near.high.base() - near.low.base(), "{near:?} {far:?}");
    }

    #[test]
    fn a_broken_hour_moves_the_line_little() {
        let mut days = winter(-15, 3);
        for n in [3, 20, 41] {
            days[n].power = Power::from_base(600_000);
        }
        let power = at_design(&days, POLAND).unwrap().power;
        assert!((power.expected.base() - 150_000).abs() < 8_000, "{power:?}");
    }

    #[test]
    fn days_that_do_not_carry_it_give_nothing() {
        assert_eq!(at_design(&winter(-10, 0)[..15], POLAND), None);
        assert_eq!(at_design(&winter(5, 0), POLAND), None);
        assert_eq!(at_design(&[], POLAND), None);
        let level: Vec<_> = winter(-10, 0).into_iter().map(|day| DayPeak { power: Power::MW, ..day }).collect();
        assert_eq!(at_design(&level, POLAND), None);
        let rising: Vec<_> = winter(-10, 0);
        let rising: Vec<_> = rising.iter().map(|day| DayPeak { power: Power::MW - day.power, ..*day }).collect();
        assert_eq!(at_design(&rising, POLAND), None);
    }

    #[test]
    fn advice_is_careful_and_says_what_it_is_worth() {
        let power = |kilowatts: i64| Power::from_base(kilowatts * 1_000);
        let design =
            |low, expected, high| Some(Range { low: power(low), expected: power(expected), high: power(high) });
        let advise = |contracted: Option<i64>, highest: Option<i64>, at_design| {
            let found = Found { contracted: contracted.map(power), highest: highest.map(power), at_design };
            advise(&found, |power| Some(Money::from_grosze(power.base())))
        };
        let money = |kilowatts: i64| Some(Money::from_grosze(kilowatts * 1_000));
        let lower = PowerAdvice::Lower { to: power(160), saves: money(40) };
        assert_eq!(advise(Some(200), Some(120), design(140, 150, 160)), lower);
        assert_eq!(advise(Some(162), Some(120), design(140, 150, 160)), PowerAdvice::Keep);
        // The range reaches beyond the contract, what is expected does not.
        assert_eq!(advise(Some(155), Some(120), design(140, 150, 160)), PowerAdvice::Keep);
        let raise = PowerAdvice::Raise { to: power(160), costs: money(15) };
        assert_eq!(advise(Some(145), Some(120), design(140, 150, 160)), raise);
        assert_eq!(advise(Some(145), Some(146), None), PowerAdvice::Raise { to: power(146), costs: money(1) });
        assert_eq!(advise(Some(145), Some(140), None), PowerAdvice::Unknown);
        assert_eq!(advise(None, Some(140), design(140, 150, 160)), PowerAdvice::Unknown);
        let found = Found { contracted: Some(power(200)), highest: None, at_design: design(1, 2, 3) };
        let nowhere = super::advise(&found, |_| None);
        assert_eq!(nowhere, PowerAdvice::Lower { to: power(3), saves: None });
        assert_eq!(rounded_up(Power::from_base(159_001)), power(160));
    }
}
