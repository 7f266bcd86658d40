//! From numbers to places on an axis: round ticks, and how they are written.

use common::language::Language;

/// Beyond these a difference of two numbers is no number.
const LARGEST: f64 = 1e300;
/// Beyond this ticks are written in thousands, millions and so on, told beside the unit.
const LONG: f64 = 1e6;
/// Numbers below are written in thousandths and so on.
const SHORT: f64 = 1e-3;
const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// An axis with round ticks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    low: f64,
    step: f64,
    n_steps: u32,
}

impl Scale {
    /// Returns the scale on which all values lie, with about so many steps.
    pub(super) fn new(values: impl IntoIterator<Item = f64>, from_zero: bool, n_steps: u32) -> Self {
        let (low, high) = range(values, from_zero);
        let step = round_up((high - low) / f64::from(n_steps.max(1)));
        Self::from_step(low, high, step)
    }

    /// Returns the scale on which all values lie, with exactly so many steps: its ticks lie beside those of another.
    pub(super) fn beside(&self, values: impl IntoIterator<Item = f64>, from_zero: bool) -> Self {
        let (low, high) = range(values, from_zero);
        let mut step = round_up((high - low) / f64::from(self.n_steps));
        for _ in 0..8 {
            let scale = Self::from_step(low, high, step);
            if scale.n_steps <= self.n_steps {
                return Self { n_steps: self.n_steps, ..scale };
            }
            step = round_up(step * 1.01);
        }
        Self { low, step: (high - low) / f64::from(self.n_steps), n_steps: self.n_steps }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few steps")]
    fn from_step(low: f64, high: f64, step: f64) -> Self {
        let first = (low / step + 1e-9).floor() * step;
        let n_steps = ((high - first) / step - 1e-9).ceil().clamp(1.0, 50.0) as u32;
        Self { low: first, step, n_steps }
    }

    fn high(&self) -> f64 {
        self.low + self.step * f64::from(self.n_steps)
    }

    /// Returns where a value lies: 0 at the lower end, 1 at the upper.
    pub(super) fn share(&self, value: f64) -> f64 {
        ((value.clamp(-LARGEST, LARGEST) - self.low) / (self.high() - self.low)).clamp(0.0, 1.0)
    }

    /// Returns where bars begin: at nought, or at the end that is nearest to it.
    pub(super) fn floor(&self) -> f64 {
        self.share(0.0)
    }

    /// Tells whether nought lies inside, not at an end.
    pub(super) fn crosses_zero(&self) -> bool {
        self.low < 0.0 && self.high() > 0.0
    }

    /// Returns where each tick lies and what stands there.
    pub(super) fn ticks(&self, language: Language) -> Vec<(f64, String)> {
        let factor = 10_f64.powi(self.exponent());
        let decimals = decimals(self.step / factor);
        let tick = |index: u32| {
            let value = (self.low + self.step * f64::from(index)) / factor;
            let plain = format!("{value:.decimals$}");
            let is_zero = plain.chars().all(|character| matches!(character, '-' | '0' | '.'));
            let plain = if is_zero { plain.trim_start_matches('-') } else { plain.as_str() };
            (f64::from(index) / f64::from(self.n_steps), language.number(plain))
        };
        (0..=self.n_steps).map(tick).collect()
    }

    /// Returns what ticks are to be multiplied by, such as `× 10⁶`.
    pub(super) fn factor(&self) -> Option<String> {
        let exponent = self.exponent();
        let digits = exponent.unsigned_abs().to_string();
        let digits = digits.chars().filter_map(|digit| SUPERSCRIPTS.get(digit.to_digit(10)? as usize));
        let sign = if exponent < 0 { "⁻" } else { "" };
        (exponent != 0).then(|| format!("× 10{sign}{}", digits.collect::<String>()))
    }

    /// Returns the power of ten, a multiple of three, in which ticks are written.
    #[expect(clippy::cast_possible_truncation, reason = "between -300 and 300")]
    fn exponent(&self) -> i32 {
        let largest = self.low.abs().max(self.high().abs());
        let is_plain = largest == 0.0 || (SHORT..=LONG).contains(&largest);
        if is_plain { 0 } else { ((largest.log10() / 3.0).floor() * 3.0).clamp(-300.0, 300.0) as i32 }
    }
}

/// Returns the least and the greatest value, apart from each other.
fn range(values: impl IntoIterator<Item = f64>, from_zero: bool) -> (f64, f64) {
    let values = values.into_iter().filter(|value| value.is_finite()).map(|value| value.clamp(-LARGEST, LARGEST));
    let start = if from_zero { Some((0.0, 0.0)) } else { None };
    let found = values.fold(start, |found: Option<(f64, f64)>, value| {
        let (low, high) = found.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    });
    let (low, high) = found.unwrap_or((0.0, 1.0));
    // Floats next to each other are the same to every eye.
    let margin = low.abs().max(high.abs()) * 1e-9;
    if high - low > margin {
        return (low, high);
    }
    if from_zero && low == 0.0 && high == 0.0 {
        return (0.0, 1.0);
    }
    let apart = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
    (low - apart, high + apart)
}

/// Returns the least of 1, 2, 2.5 and 5 times a power of ten that is not below.
fn round_up(step: f64) -> f64 {
    if !step.is_finite() || step <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(step.log10().floor());
    let parts = [1.0, 2.0, 2.5, 5.0, 10.0];
    let part = parts.into_iter().find(|part| part * power >= step * (1.0 - 1e-9)).unwrap_or(10.0);
    part * power
}

/// Returns the fewest decimals that tell the ticks apart.
fn decimals(step: f64) -> usize {
    let is_whole = |decimals: &usize| {
        let scaled = step * 10_f64.powi(i32::try_from(*decimals).unwrap_or_default());
        (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1.0)
    };
    (0..=6).find(is_whole).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[f64], from_zero: bool) -> Vec<String> {
        let scale = Scale::new(values.iter().copied(), from_zero, 5);
        scale.ticks(Language::Polish).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round_and_hold_all_values() {
        assert_eq!(ticks(&[3.0, 58.4], true), ["0", "20", "40", "60"]);
        assert_eq!(ticks(&[-12.3, 8.0], false), ["-15", "-10", "-5", "0", "5", "10"]);
        assert_eq!(ticks(&[0.31, 0.87], true), ["0,0", "0,2", "0,4", "0,6", "0,8", "1,0"]);
        assert_eq!(ticks(&[61.2], false).len(), 6);
        assert_eq!(ticks(&[], true).first().unwrap(), "0,0");
        assert_eq!(ticks(&[0.0, 0.0], true).first().unwrap(), "0,0");
    }

    #[test]
    fn numbers_beyond_measure_are_written_shortly() {
        let check = |values: &[f64], factor: Option<&str>| {
            let scale = Scale::new(values.iter().copied(), true, 5);
            assert_eq!(scale.factor().as_deref(), factor, "{values:?}");
            for (place, text) in scale.ticks(Language::English) {
                assert!((0.0..=1.0).contains(&place) && text.len() < 10, "{text}");
            }
            for value in values.iter().filter(|value| !value.is_nan()) {
                assert!((0.0..=1.0).contains(&scale.share(*value)));
            }
        };
        check(&[999_999.0], None);
        check(&[8_500_000.0], Some("× 10⁶"));
        check(&[9.2e18, -9.2e18], Some("× 10¹⁸"));
        check(&[f64::MAX, f64::MIN, f64::NAN, f64::INFINITY], Some("× 10³⁰⁰"));
        check(&[2e-7], Some("× 10⁻⁹"));
        check(&[1e18, 1e18 + 1.0], Some("× 10¹⁸"));
    }

    #[test]
    fn a_second_axis_has_its_ticks_beside_the_first() {
        let left = Scale::new([0.0, 58.0], true, 5);
        for values in [[-12.7, 9.8], [0.0, 1.0], [61.0, 61.0], [1e6, 3e6], [-1.0, 1.0]] {
            let right = left.beside(values, false);
            assert_eq!(right.n_steps, left.n_steps);
            assert!(right.low <= values[0] && right.high() >= values[1], "{values:?} {right:?}");
        }
    }
}
