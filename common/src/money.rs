//! Money, exact to the grosz, its currency, and prices of a unit, which have more decimals than money.
//!
//! Knows no VAT and no dates: what a price was on a day is a rule of the daemon.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

use crate::quantity::decimal::{Decimal, DecimalError, Separator, divide_rounded};
use crate::quantity::{Energy, Power, Volume};

/// An amount of złotys, exact to the grosz; where a [`Currency`] stands beside it, of that currency, exact to the hundredth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    #[must_use]
    pub const fn from_grosze(grosze: i64) -> Self {
        Self(grosze)
    }

    #[must_use]
    pub const fn grosze(self) -> i64 {
        self.0
    }

    /// Reads an amount such as `-12.05`, with the separator that the document declares; further decimals must be zeros.
    ///
    /// # Errors
    /// No number, a part of a grosz, or beyond [`MOST_MONEY`].
    pub fn parse(text: &str, separator: Separator) -> Result<Self, MoneyError> {
        let number = Decimal::parse(text, separator)?;
        let grosze = number.scaled(2).ok_or(MoneyError::Decimals)?;
        let grosze = i64::try_from(grosze).map_err(|_| MoneyError::Range)?;
        let amount = Self(grosze);
        if (-MOST_MONEY.0..=MOST_MONEY.0).contains(&grosze) { Ok(amount) } else { Err(MoneyError::Range) }
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Tells whether there is something: more than zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Returns the amount in złotys as a plain decimal, such as `-12.05`.
    #[must_use]
    pub fn plain(self) -> String {
        fixed(self.0, 2)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Self::add)
    }
}

/// A hundred milliards of złotys, in grosze: more than any document is about, and so little that sums of millions of such
/// amounts are still exact.
pub const MOST_MONEY: Money = Money(10_000_000_000_000);

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("an amount is a decimal: {0}")]
    Number(#[from] DecimalError),
    #[error("an amount has at most two decimals")]
    Decimals,
    #[error("the amount is that high that it must be a mistake")]
    Range,
}

/// The currency of an amount: three letters (ISO 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Why a text is no currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a currency has three capital letters, such as PLN")]
pub struct CurrencyError;

impl Currency {
    pub const PLN: Self = Self(*b"PLN");

    /// Reads a code such as `EUR`.
    ///
    /// # Errors
    /// Anything but three capital letters.
    pub fn parse(text: &str) -> Result<Self, CurrencyError> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| CurrencyError)?;
        if code.iter().all(u8::is_ascii_uppercase) { Ok(Self(code)) } else { Err(CurrencyError) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is of ASCII letters")
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self::PLN
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;
    fn try_from(text: String) -> Result<Self, CurrencyError> {
        Self::parse(&text)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

/// Decimals of a price.
const PRICE_DECIMALS: u32 = 4;
const PRICE_ONE: i128 = 10_i128.pow(PRICE_DECIMALS);
const GROSZE: i128 = 100;

/// A net price of one unit in złotys, exact to the fourth decimal: zł/GJ, zł/m³, zł/MW.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Price(i64);

/// Why a text is no price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    #[error("a price is a decimal such as `91.07`: {0}")]
    Number(#[from] DecimalError),
    #[error("a price has at most {PRICE_DECIMALS} decimals")]
    Decimals,
    #[error("a price is neither negative nor that high")]
    Range,
}

impl Price {
    /// Reads a price such as `91.07`.
    ///
    /// # Errors
    /// No number, more than four decimals, negative, or beyond a billion.
    pub fn parse(text: &str) -> Result<Self, PriceError> {
        let number = Decimal::parse(text, Separator::Point)?;
        let scaled = number.scaled(PRICE_DECIMALS).ok_or(PriceError::Decimals)?;
        let scaled = i64::try_from(scaled).map_err(|_| PriceError::Range)?;
        if (0..=1_000_000_000 * 10_000).contains(&scaled) { Ok(Self(scaled)) } else { Err(PriceError::Range) }
    }

    /// Returns what so much heat costs at this price a gigajoule, half a grosz away from zero.
    #[must_use]
    pub fn of_energy(self, energy: Energy) -> Money {
        self.of(energy.base(), Energy::GJ.base())
    }

    /// Returns what so much heat carrier costs at this price a cubic metre, half a grosz away from zero.
    #[must_use]
    pub fn of_volume(self, volume: Volume) -> Money {
        self.of(volume.base(), 1_000_000)
    }

    /// Returns what so much contracted power costs at this price a megawatt, half a grosz away from zero.
    #[must_use]
    pub fn of_power(self, power: Power) -> Money {
        self.of(power.base(), Power::MW.base())
    }

    /// Returns the sum of two prices of the same unit.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// Returns the monthly rate of a price a year: a twelfth, half a grosz up.
    #[must_use]
    pub const fn twelfth(self) -> Self {
        const MONTHS: i64 = 12;
        const GROSZ: i64 = 10_i64.pow(PRICE_DECIMALS - 2);
        Self((self.0 + MONTHS * GROSZ / 2) / (MONTHS * GROSZ) * GROSZ)
    }

    /// Returns the price in złotys as a plain decimal of at least two decimals.
    #[must_use]
    pub fn plain(self) -> String {
        let text = fixed(self.0, PRICE_DECIMALS);
        let short = text.trim_end_matches('0');
        let decimals = short.len() - short.find('.').map_or(short.len(), |at| at + 1);
        format!("{short}{}", "0".repeat(2_usize.saturating_sub(decimals)))
    }

    fn of(self, base: i64, unit: i64) -> Money {
        let exact = i128::from(self.0) * i128::from(base) * GROSZE;
        let grosze = divide_rounded(exact, i128::from(unit) * PRICE_ONE);
        Money(i64::try_from(grosze).unwrap_or(if grosze > 0 { i64::MAX } else { i64::MIN }))
    }
}

fn fixed(number: i64, decimals: u32) -> String {
    let one = 10_u64.pow(decimals);
    let (whole, rest) = (number.unsigned_abs() / one, number.unsigned_abs() % one);
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{whole}.{rest:0width$}", width = decimals as usize)
}

impl TryFrom<String> for Price {
    type Error = PriceError;
    fn try_from(text: String) -> Result<Self, PriceError> {
        Self::parse(&text)
    }
}

impl From<Price> for String {
    fn from(price: Price) -> Self {
        price.plain()
    }
}

impl fmt::Display for Price {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.plain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str) -> Price {
        Price::parse(text).unwrap()
    }

    /// The lines of `domain.md` 6: a published price list, 0.2 MW, 300 GJ, 2 m³.
    #[test]
    fn the_golden_bill_has_these_lines() {
        assert_eq!(price("91.07").of_energy(Energy::from_base(300_000_000_000)).plain(), "27321.00");
        assert_eq!(price("20.23").of_volume(Volume::from_base(2_000_000)).plain(), "40.46");
        assert_eq!(price("15914.77").of_power(Power::from_base(200_000)).plain(), "3182.95");
        assert_eq!(price("5172.87").of_power(Power::from_base(200_000)).plain(), "1034.57");
    }

    #[test]
    fn a_price_is_read_and_written_exactly() {
        for (text, written) in [("91.07", "91.07"), ("0.1234", "0.1234"), ("5", "5.00"), ("1.50000", "1.50")] {
            assert_eq!(price(text).plain(), written);
        }
        assert_eq!(
            [price("190977.22").twelfth(), price("62074.43").twelfth()].map(Price::plain),
            ["15914.77", "5172.87"]
        );
        assert_eq!([price("0.06").twelfth(), price("0.0599").twelfth()].map(Price::plain), ["0.01", "0.00"]);
        assert_eq!(Price::parse("0.12345"), Err(PriceError::Decimals));
        assert_eq!(Price::parse("-1"), Err(PriceError::Range));
        assert!(matches!(Price::parse("91,07"), Err(PriceError::Number(_))));
        assert_eq!(Money::from_grosze(-5).plain(), "-0.05");
    }

    #[test]
    fn an_amount_is_read_to_the_grosz() {
        let read = |text| Money::parse(text, Separator::Comma).map(Money::grosze);
        assert_eq!(read("8985995772,25"), Ok(898_599_577_225));
        assert_eq!([read("12,"), read("-0,5"), read("1,500")], [Ok(1200), Ok(-50), Ok(150)]);
        assert_eq!(read("1,005"), Err(MoneyError::Decimals));
        assert_eq!(read("100000000000,01"), Err(MoneyError::Range));
        assert!(matches!(read("1.5"), Err(MoneyError::Number(_))));
        assert_eq!(Money::parse("0.10", Separator::Point), Ok(Money::from_grosze(10)));
        assert_eq!(Currency::parse("EUR").unwrap().as_str(), "EUR");
        assert!(["", "eur", "EURO", "ZŁ"].iter().all(|text| Currency::parse(text).is_err()));
    }
}
