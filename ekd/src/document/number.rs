//! Numbers as nearly all files write them, read straight into base units: a sign, digits, one separator.
//!
//! Only a short cut. Whatever it does not take (spaces, exponents, more than 18 digits, amounts that do not fit, what is
//! no number) goes the long way through [`Decimal`](common::quantity::Decimal), which also says what is wrong.

use common::quantity::Unit;
use common::quantity::decimal::Separator;

/// What one of a unit is in base units: `multiplier × 10^tens`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    multiplier: u64,
    tens: u32,
}

/// Longest number that is read here: 18 digits and a separator, or 19 digits, fit 64 bits.
const LONGEST: usize = 19;

/// The powers of ten that fit.
const POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

impl Scale {
    pub(super) fn of(unit: Unit) -> Self {
        let (mut multiplier, mut tens) = (unit.base_per_unit().unsigned_abs(), 0);
        while multiplier % 10 == 0 && multiplier > 0 {
            multiplier /= 10;
            tens += 1;
        }
        Self { multiplier, tens }
    }

    /// Returns the amount in base units, rounded half away from zero; `None` where the long way must be gone.
    #[inline]
    pub(super) fn read(self, text: &str, separator: Separator) -> Option<i64> {
        let (negative, number) = match text.as_bytes() {
            [b'-', number @ ..] => (true, number),
            [b'+', number @ ..] | number => (false, number),
        };
        let (digits, n_decimals) = digits(number, separator)?;
        let product = digits.checked_mul(self.multiplier)?;
        let base = if let Some(tens) = self.tens.checked_sub(n_decimals) {
            product.checked_mul(*POWERS.get(tens as usize)?)?
        } else {
            let divisor = *POWERS.get((n_decimals - self.tens) as usize)?;
            product.checked_add(divisor / 2)? / divisor
        };
        let base = i64::try_from(base).ok()?;
        Some(if negative { -base } else { base })
    }
}

/// Returns all digits as one number, and how many of them stand behind the separator.
#[inline]
fn digits(number: &[u8], separator: Separator) -> Option<(u64, u32)> {
    let separator = match separator {
        Separator::Point => b'.',
        Separator::Comma => b',',
    };
    if number.len() > LONGEST {
        return None;
    }
    let (mut digits, mut n_digits, mut n_whole) = (0, 0, None);
    for byte in number {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            digits = digits * 10 + u64::from(digit);
            n_digits += 1;
        } else if *byte == separator && n_whole.is_none() {
            n_whole = Some(n_digits);
        } else {
            return None;
        }
    }
    if n_digits == 0 { None } else { Some((digits, n_whole.map_or(0, |n_whole| n_digits - n_whole))) }
}

#[cfg(test)]
mod tests {
    use common::quantity::Decimal;
    use proptest::prelude::*;

    use super::*;

    fn long_way(text: &str, unit: Unit, separator: Separator) -> Option<i64> {
        unit.to_base(Decimal::parse(text, separator).ok()?).ok()
    }

    #[test]
    fn usual_numbers_take_the_short_cut() {
        let check = |text, unit: Unit, expected| {
            let found = Scale::of(unit).read(text, Separator::Point);
            assert_eq!((found, long_way(text, unit, Separator::Point)), (Some(expected), Some(expected)), "{text}");
        };
        check("8412.36", Unit::Gigajoule, 8_412_360_000_000);
        check("5347.61445783133", Unit::KilowattHour, 19_251_412_048);
        check("58.888888888888886", Unit::Celsius, 58_889);
        check("17.936487", Unit::LitrePerSecond, 64_571_353);
        check("-0.0005", Unit::Celsius, -1);
        check("-0.0004", Unit::Celsius, 0);
        check("+.5", Unit::Kilowatt, 500);
        check("5.", Unit::Day, 432_000);
        check("9223372036854775807", Unit::Joule, i64::MAX);
    }

    #[test]
    fn everything_else_goes_the_long_way() {
        for text in
            ["", "-", ".", " 1", "1e3", "1,5", "1.2.3", "--1", "NaN", "9223372036854775808", "00000000000000000001"]
        {
            assert_eq!(Scale::of(Unit::Joule).read(text, Separator::Point), None, "{text}");
        }
        assert_eq!(Scale::of(Unit::GigawattHour).read("999999999", Separator::Point), None);
    }

    proptest! {
        #[test]
        fn the_short_cut_and_the_long_way_end_at_the_same_place(
            text in "[-+]?[0-9]{0,20}[.,]?[0-9]{0,20}",
            unit in prop::sample::select(Unit::all().collect::<Vec<_>>()),
            comma in any::<bool>(),
        ) {
            let separator = if comma { Separator::Comma } else { Separator::Point };
            if let Some(base) = Scale::of(unit).read(&text, separator) {
                prop_assert_eq!(Some(base), long_way(&text, unit, separator));
            }
        }
    }
}
