//! Cells from exact amounts: rounded once, when they are written.

use common::money::Money;
use common::quantity::decimal::{divide_rounded, fixed};
use common::quantity::{Area, DegreeDays, Energy, Power, Quantity, Temperature, TemperatureDifference, Unit, Volume};
use common::sheet::{Cell, Coverage};
use common::text::visible;

pub(super) const GJ: &str = "GJ";
pub(super) const M3: &str = "m³";
pub(super) const KW: &str = "kW";
pub(super) const PER_AREA: &str = "GJ/m²";
pub(super) const PER_ENERGY: &str = "m³/GJ";
pub(super) const CELSIUS: &str = "°C";
pub(super) const KELVIN: &str = "K";
pub(super) const ZLOTY: &str = "zł";
pub(super) const PERCENT: &str = "%";
pub(super) const DEGREE_DAYS: &str = "K·d";
pub(super) const PER_DEGREE_DAY: &str = "GJ/(K·d)";

/// Returns a cell, or that it is missing.
pub(super) fn cell<T>(amount: Option<T>, write: impl FnOnce(T) -> Cell) -> Cell {
    amount.map_or(Cell::Missing, write)
}

/// Returns a text from outside.
pub(super) fn text(text: &str) -> Cell {
    Cell::Text(visible(text).into_owned())
}

pub(super) fn number(number: u64) -> Cell {
    Cell::Number(number.to_string())
}

/// Returns an amount in this unit.
pub(super) fn amount(base: i64, unit: Unit, decimals: u32) -> Cell {
    Cell::Number(unit.write_rounded(base, decimals))
}

/// Returns the value of a quantity in its own unit.
pub(super) fn value(quantity: Quantity, base: i64, decimals: u32) -> Cell {
    amount(base, quantity.unit(), decimals)
}

pub(super) fn energy(energy: Option<Energy>) -> Cell {
    cell(energy, |energy| amount(energy.base(), Unit::Gigajoule, 2))
}

pub(super) fn volume(volume: Option<Volume>) -> Cell {
    cell(volume, |volume| amount(volume.base(), Unit::CubicMetre, 1))
}

pub(super) fn power(power: Option<Power>) -> Cell {
    cell(power, |power| amount(power.base(), Unit::Kilowatt, 1))
}

pub(super) fn temperature(temperature: Option<Temperature>) -> Cell {
    cell(temperature, |temperature| amount(temperature.base(), Unit::Celsius, 1))
}

pub(super) fn difference(difference: Option<TemperatureDifference>) -> Cell {
    cell(difference, |difference| amount(difference.base(), Unit::Kelvin, 1))
}

pub(super) fn money(money: Option<Money>) -> Cell {
    cell(money, |money| Cell::Number(money.plain()))
}

/// Returns degree days to the tenth.
pub(super) fn degree_days(degree_days: Option<DegreeDays>) -> Cell {
    cell(degree_days, |sum| quotient(i128::from(sum.base()), 1_000, 1))
}

/// Returns the floor area in m².
pub(super) fn area(area: Option<Area>) -> Cell {
    cell(area, |area| quotient(i128::from(area.base()), 100, 0))
}

/// Returns heat by floor area, GJ/m².
pub(super) fn per_area(energy: Option<Energy>, area: Option<Area>) -> Cell {
    cell(energy.zip(area), |(energy, area)| {
        quotient(i128::from(energy.base()), i128::from(area.base()) * JOULES_BY_AREA, 4)
    })
}

/// Base units of an energy by base units of an area that are 1 GJ/m².
const JOULES_BY_AREA: i128 = 10_000_000;

/// Returns the heat carrier by heat, m³/GJ.
pub(super) fn per_energy(volume: Option<Volume>, energy: Option<Energy>) -> Cell {
    cell(volume.zip(energy), |(volume, energy)| {
        quotient(i128::from(volume.base()) * 1_000, i128::from(energy.base()), 2)
    })
}

/// Returns heat by degree day, GJ/(K·d).
pub(super) fn per_degree_day(energy: Option<Energy>, degree_days: Option<DegreeDays>) -> Cell {
    cell(energy.zip(degree_days), |(energy, sum)| {
        quotient(i128::from(energy.base()), i128::from(sum.base()) * 1_000_000, 3)
    })
}

/// Returns one amount as a share of another, in per cent.
pub(super) fn share(part: Option<i64>, whole: Option<i64>, decimals: u32) -> Cell {
    cell(part.zip(whole), |(part, whole)| quotient(i128::from(part) * 100, i128::from(whole), decimals))
}

/// Returns by how many per cent one amount is more than another; negative where it is less.
pub(super) fn change(from: Option<i64>, to: Option<i64>) -> Cell {
    share(to.zip(from).and_then(|(to, from)| to.checked_sub(from)), from, 1)
}

/// Returns how much came of what was expected, in per cent.
pub(super) fn coverage(coverage: Coverage) -> Cell {
    let readings = coverage.n_readings.min(coverage.n_expected);
    quotient(i128::from(readings) * 100, i128::from(coverage.n_expected), 1)
}

/// Returns a quotient with so many decimals; missing where there is nothing to divide by.
fn quotient(dividend: i128, divisor: i128, decimals: u32) -> Cell {
    if divisor <= 0 {
        return Cell::Missing;
    }
    Cell::Number(fixed(divide_rounded(dividend * 10_i128.pow(decimals), divisor), decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &Cell) -> &str {
        match cell {
            Cell::Number(number) => number,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn figures_are_made_from_exact_amounts() {
        let gj = |hundredths: i64| Some(Energy::from_base(hundredths * 10_000_000));
        assert_eq!(written(&energy(gj(5_842))), "58.42");
        assert_eq!(written(&per_area(gj(5_842), Some(Area::from_base(120_000)))), "0.0487");
        assert_eq!(written(&per_energy(Some(Volume::from_base(310_000_000)), gj(5_842))), "5.31");
        assert_eq!(written(&per_degree_day(gj(5_842), Some(DegreeDays::from_base(268_000)))), "0.218");
        assert_eq!(written(&change(Some(6_810), Some(5_842))), "-14.2");
        assert_eq!(written(&share(Some(148_200), Some(150_000), 0)), "99");
        assert_eq!(written(&coverage(Coverage { n_readings: 705, n_expected: 720 })), "97.9");
    }

    #[test]
    fn what_cannot_be_divided_is_missing() {
        assert_eq!(per_area(Some(Energy::GJ), None), Cell::Missing);
        assert_eq!(per_area(Some(Energy::GJ), Some(Area::ZERO)), Cell::Missing);
        assert_eq!(per_energy(Some(Volume::from_base(1)), Some(Energy::ZERO)), Cell::Missing);
        assert_eq!(change(Some(0), Some(5)), Cell::Missing);
        assert_eq!(change(Some(i64::MIN), Some(i64::MAX)), Cell::Missing);
        assert_eq!(coverage(Coverage::default()), Cell::Missing);
    }
}
