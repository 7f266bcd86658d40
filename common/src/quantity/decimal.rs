//! Decimal text that is exact: `5347.61445783133` is kept digit by digit until its unit is known.
//!
//! Not a number type for computing: it only carries a written number to [`Unit::to_base`](super::Unit::to_base).

use std::fmt;

/// A written decimal number: `digits / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    pub digits: i128,
    pub scale: u32,
}

/// Why a text is no decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    #[error("the value is empty")]
    Empty,
    #[error("`{0}` does not belong in a number here")]
    Character(char),
    #[error("the number has more than {MAX_DIGITS} digits")]
    TooLong,
}

/// The decimal separator that a document declares; the other one is an error, never a guess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Separator {
    #[default]
    Point,
    Comma,
}

/// Enough for any register in any unit; more is noise or an attack.
const MAX_DIGITS: u32 = 30;

impl Separator {
    const fn character(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

impl Decimal {
    /// Reads `-12.50`, `+3`, `.5` or `1.2e3`; spaces around it are ignored, nothing else is.
    ///
    /// # Errors
    /// `NaN`, infinities, grouping, the wrong separator and anything else that is not a plain number.
    pub fn parse(text: &str, separator: Separator) -> Result<Self, DecimalError> {
        let text = text.trim();
        let (negative, text) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (text, 0),
        };
        let (digits, scale) = parse_mantissa(mantissa, separator)?;
        let digits = if negative { -digits } else { digits };
        Self::shifted(digits, scale, exponent)
    }

    /// Returns the number in units of so many decimals; `None` where it has more, or is beyond all measure.
    #[must_use]
    pub fn scaled(self, decimals: u32) -> Option<i128> {
        if let Some(missing) = decimals.checked_sub(self.scale) {
            return self.digits.checked_mul(10_i128.checked_pow(missing)?);
        }
        let surplus = 10_i128.checked_pow(self.scale - decimals)?;
        (self.digits % surplus == 0).then_some(self.digits / surplus)
    }

    fn shifted(digits: i128, scale: u32, exponent: i32) -> Result<Self, DecimalError> {
        let scale = i64::from(scale) - i64::from(exponent);
        if let Ok(scale) = u32::try_from(scale) {
            return if scale <= 2 * MAX_DIGITS { Ok(Self { digits, scale }) } else { Err(DecimalError::TooLong) };
        }
        let power = u32::try_from(-scale).ok().filter(|power| *power <= MAX_DIGITS).ok_or(DecimalError::TooLong)?;
        let digits = digits.checked_mul(10_i128.pow(power)).ok_or(DecimalError::TooLong)?;
        Ok(Self { digits, scale: 0 })
    }
}

fn parse_mantissa(text: &str, separator: Separator) -> Result<(i128, u32), DecimalError> {
    let (mut digits, mut n_digits, mut scale) = (0_i128, 0, None);
    for character in text.chars() {
        if let Some(digit) = character.to_digit(10) {
            n_digits += 1;
            if n_digits > MAX_DIGITS {
                return Err(DecimalError::TooLong);
            }
            digits = digits * 10 + i128::from(digit);
            scale = scale.map(|scale| scale + 1);
        } else if character == separator.character() && scale.is_none() {
            scale = Some(0);
        } else {
            return Err(DecimalError::Character(character));
        }
    }
    if n_digits == 0 { Err(DecimalError::Empty) } else { Ok((digits, scale.unwrap_or(0))) }
}

fn parse_exponent(text: &str) -> Result<i32, DecimalError> {
    let plain = text.strip_prefix(['-', '+']).unwrap_or(text);
    if plain.is_empty() {
        return Err(DecimalError::Empty);
    }
    if let Some(character) = plain.chars().find(|character| !character.is_ascii_digit()) {
        return Err(DecimalError::Character(character));
    }
    text.parse().map_err(|_| DecimalError::TooLong)
}

impl fmt::Display for Decimal {
    /// Writes the number with a point and without trailing zeros, so that equal numbers are written alike.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut digits, mut scale) = (self.digits, self.scale);
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        write_fixed(out, digits, scale)
    }
}

/// Writes `digits / 10^scale` with exactly `scale` decimals.
fn write_fixed(out: &mut impl fmt::Write, digits: i128, scale: u32) -> fmt::Result {
    let sign = if digits < 0 { "-" } else { "" };
    let magnitude = digits.unsigned_abs();
    if scale == 0 {
        return write!(out, "{sign}{magnitude}");
    }
    let unit = 10_u128.pow(scale);
    write!(out, "{sign}{}.{:0width$}", magnitude / unit, magnitude % unit, width = scale as usize)
}

/// Writes `digits / 10^scale` with exactly `scale` decimals and a point.
#[must_use]
pub fn fixed(digits: i128, scale: u32) -> String {
    let mut text = String::new();
    write_fixed(&mut text, digits, scale).expect("writing to a String cannot fail");
    text
}

/// Divides and rounds half away from zero, as a person does on paper.
///
/// # Panics
/// If `divisor` is not positive.
#[must_use]
pub fn divide_rounded(dividend: i128, divisor: i128) -> i128 {
    assert!(divisor > 0, "a unit or a count is positive");
    let half = divisor / 2;
    if dividend >= 0 { (dividend + half) / divisor } else { (dividend - half) / divisor }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_digit_by_digit() {
        let check = |text, separator, expected| {
            assert_eq!(Decimal::parse(text, separator).map(|number| number.to_string()), expected, "{text}");
        };
        check("5347.61445783133", Separator::Point, Ok("5347.61445783133".to_owned()));
        check(" -12,50 ", Separator::Comma, Ok("-12.5".to_owned()));
        check("1.2e3", Separator::Point, Ok("1200".to_owned()));
        check("5E-3", Separator::Point, Ok("0.005".to_owned()));
        check(".5", Separator::Point, Ok("0.5".to_owned()));
        check("", Separator::Point, Err(DecimalError::Empty));
        check("-", Separator::Point, Err(DecimalError::Empty));
        check("NaN", Separator::Point, Err(DecimalError::Character('N')));
        check("inf", Separator::Point, Err(DecimalError::Character('i')));
        check("12,5", Separator::Point, Err(DecimalError::Character(',')));
        check("1.234,5", Separator::Comma, Err(DecimalError::Character('.')));
        check("1.2.3", Separator::Point, Err(DecimalError::Character('.')));
        check("1e999999999999", Separator::Point, Err(DecimalError::TooLong));
        check(&"9".repeat(31), Separator::Point, Err(DecimalError::TooLong));
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!(divide_rounded(5, 10), 1);
        assert_eq!(divide_rounded(-5, 10), -1);
        assert_eq!(divide_rounded(4, 10), 0);
        assert_eq!(divide_rounded(-4, 10), 0);
        assert_eq!(divide_rounded(7, 3), 2);
    }
}
