//! Rates in percent, exact to the hundredth.

use std::fmt;

use common::money::Money;
use common::quantity::decimal::{Decimal, DecimalError, Separator, divide_rounded};
use serde::Deserialize;

/// A rate such as 23 % or 9.75 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Percent(i64);

/// Why a text is no rate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PercentError {
    #[error("a rate is a decimal such as `9.75`: {0}")]
    Number(#[from] DecimalError),
    #[error("a rate has at most two decimals")]
    Decimals,
    #[error("a rate is 0 to 100 percent")]
    Range,
}

/// Hundredths of a percent in the whole.
pub(super) const WHOLE: i128 = 10_000;

impl Percent {
    /// Reads a rate such as `9.75`.
    ///
    /// # Errors
    /// No number, more than two decimals, or beyond 100.
    pub fn parse(text: &str) -> Result<Self, PercentError> {
        let hundredths = Decimal::parse(text, Separator::Point)?.scaled(2).ok_or(PercentError::Decimals)?;
        let hundredths = i64::try_from(hundredths).map_err(|_| PercentError::Range)?;
        if (0..=10_000).contains(&hundredths) { Ok(Self(hundredths)) } else { Err(PercentError::Range) }
    }

    /// Returns the rate in hundredths of a percent.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Returns so much of an amount, half a grosz away from zero.
    #[must_use]
    pub fn of(self, amount: Money) -> Money {
        let exact = i128::from(amount.grosze()) * i128::from(self.0);
        Money::from_grosze(i64::try_from(divide_rounded(exact, WHOLE)).expect("at most the amount itself"))
    }
}

impl TryFrom<String> for Percent {
    type Error = PercentError;
    fn try_from(text: String) -> Result<Self, PercentError> {
        Self::parse(&text)
    }
}

impl fmt::Display for Percent {
    /// Writes the rate without trailing zeros, such as `9.75` or `23`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", Decimal { digits: i128::from(self.0), scale: 2 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_and_taken_of_an_amount() {
        let rate = |text: &str| Percent::parse(text);
        assert_eq!(
            [rate("9.75"), rate("23"), rate("5.50")].map(|rate| rate.unwrap().to_string()),
            ["9.75", "23", "5.5"]
        );
        assert_eq!(rate("9.755"), Err(PercentError::Decimals));
        assert_eq!([rate("-1"), rate("100.01")], [Err(PercentError::Range), Err(PercentError::Range)]);
        assert!(matches!(rate("9,75"), Err(PercentError::Number(_))));
        assert_eq!(rate("23").unwrap().of(Money::from_grosze(3_732_698)), Money::from_grosze(858_521));
        assert_eq!(rate("5").unwrap().of(Money::from_grosze(-10)), Money::from_grosze(-1));
    }
}
