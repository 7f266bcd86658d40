//! Figures as cells: money, prices, accounts; areas, degree days, shares.
//!
//! Shares come from fits and are floats; they are written with a fixed number of decimals and never reckoned with.

use std::borrow::Cow;
use std::cmp::Ordering;

use common::bank_account::BankAccount;
use common::language::Language;
use common::money::{Currency, Money, Price};
use common::quantity::decimal::{Decimal, Separator};
use common::quantity::{Area, DegreeDays};
use common::text::visible;

use super::cell::{Cell, Content, Kind};

/// A share that people and machines read in percent.
#[derive(Clone, Copy, Debug)]
pub struct Percent(pub f64);

/// A number without unit, such as a share of explained variance.
#[derive(Clone, Copy, Debug)]
pub struct Ratio(pub f64);

impl Content for Money {
    const KIND: Kind = Kind::Money;
    fn cell(&self) -> Cell<'_> {
        Cell::Money(*self)
    }
}

/// Money with its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum(pub Money, pub Currency);

/// Money that is reckoned from what may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reckoned {
    Amount(Sum),
    Unknown,
    /// None is reckoned.
    Nothing,
}

/// A plain decimal as a document or a tariff writes it; what is none stays what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written(pub String);

impl Content for Sum {
    const KIND: Kind = Kind::Decimal;
    fn cell(&self) -> Cell<'_> {
        Cell::Sum(self.0, self.1)
    }
}

impl Content for Reckoned {
    const KIND: Kind = Kind::Decimal;
    const NULLABLE: bool = true;
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Amount(sum) => sum.cell(),
            Self::Unknown => Cell::Unknown,
            Self::Nothing => Cell::Missing,
        }
    }
}

impl Content for Written {
    const KIND: Kind = Kind::Decimal;
    fn cell(&self) -> Cell<'_> {
        Cell::Decimal(Cow::Borrowed(&self.0))
    }
}

impl Content for Price {
    const KIND: Kind = Kind::Decimal;
    fn cell(&self) -> Cell<'_> {
        Cell::Decimal(Cow::Owned(self.plain()))
    }
}

impl Content for BankAccount {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Account(self)
    }
}

impl Content for Area {
    const KIND: Kind = Kind::Number;
    fn cell(&self) -> Cell<'_> {
        Cell::Number(Decimal { digits: i128::from(self.base()), scale: 2 })
    }
}

impl Content for DegreeDays {
    const KIND: Kind = Kind::Number;
    fn cell(&self) -> Cell<'_> {
        Cell::Rounded(degree_days(*self), 1)
    }
}

impl Content for Percent {
    const KIND: Kind = Kind::Number;
    const NULLABLE: bool = true;
    fn cell(&self) -> Cell<'_> {
        written(self.0 * 100.0, 1)
    }
}

impl Content for Ratio {
    const KIND: Kind = Kind::Number;
    const NULLABLE: bool = true;
    fn cell(&self) -> Cell<'_> {
        written(self.0, 3)
    }
}

/// Returns degree days as an exact decimal.
#[must_use]
pub fn degree_days(value: DegreeDays) -> Decimal {
    Decimal { digits: i128::from(value.base()), scale: 3 }
}

/// Tells whether the text is a plain decimal, such as `-12.05`.
#[must_use]
pub fn is_number(text: &str) -> bool {
    Decimal::parse(text, Separator::Point).is_ok() && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'))
}

/// Returns a text with each plain decimal in it as people write it.
#[must_use]
pub fn figures(text: &str, language: Language) -> String {
    let figure = |word: &str| if is_number(word) { language.number(word) } else { visible(word).into_owned() };
    text.split(' ').map(figure).collect::<Vec<_>>().join(" ")
}

/// Orders decimals by what they are worth, and texts that are none by their letters, after all numbers.
#[must_use]
pub fn compare_numbers(one: &str, other: &str) -> Ordering {
    /// More than any document writes.
    const DECIMALS: u32 = 12;
    let number = |text: &str| Decimal::parse(text, Separator::Point).ok().and_then(|number| number.scaled(DECIMALS));
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => one.cmp(other),
    }
}

/// Returns the number with so many decimals; what is no number is not known.
fn written(number: f64, decimals: usize) -> Cell<'static> {
    let text = format!("{number:.decimals$}");
    Decimal::parse(&text, Separator::Point).map_or(Cell::Missing, Cell::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_told_from_what_only_looks_like_one() {
        for (text, expected) in [
            ("84.3", true),
            ("-12.05", true),
            ("1e5", false),
            ("+1", false),
            ("=1", false),
            ("", false),
            ("8,4", false),
        ] {
            assert_eq!(is_number(text), expected, "{text}");
        }
        assert_eq!(compare_numbers("9.5", "10"), Ordering::Less);
        assert_eq!(compare_numbers("zw", "10"), Ordering::Greater);
    }

    #[test]
    fn what_is_no_number_is_not_known() {
        let number = |digits, scale| Cell::Number(Decimal { digits, scale });
        assert_eq!(Percent(0.0413).cell(), number(41, 1));
        assert_eq!(Percent(-0.089).cell(), number(-89, 1));
        assert_eq!(Percent(f64::NAN).cell(), Cell::Missing);
        assert_eq!(Ratio(f64::INFINITY).cell(), Cell::Missing);
        assert_eq!(Ratio(0.94321).cell(), number(943, 3));
    }
}
