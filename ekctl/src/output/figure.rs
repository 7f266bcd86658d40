//! Figures of analyses as cells: money, areas, degree days, shares.
//!
//! Shares come from fits and are floats; they are written with a fixed number of decimals and never reckoned with.

use common::money::Money;
use common::quantity::decimal::{Decimal, Separator};
use common::quantity::{Area, DegreeDays};

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

/// Returns the number with so many decimals; what is no number is not known.
fn written(number: f64, decimals: usize) -> Cell<'static> {
    let text = format!("{number:.decimals$}");
    Decimal::parse(&text, Separator::Point).map_or(Cell::Missing, Cell::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

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
