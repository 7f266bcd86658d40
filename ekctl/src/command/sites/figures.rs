//! Figures of analyses as people read them, with as many decimals as an estimate bears.

use common::forecast::Range;
use common::money::Money;
use common::quantity::decimal::divide_rounded;
use common::quantity::{DegreeDays, Energy, Power, Quantity, Temperature};

use crate::output::Look;
use crate::output::cell::{Cell, Content as _};
use crate::output::figure::{Percent, degree_days};

/// Returns heat with so many decimals and its unit.
#[must_use]
pub fn energy(look: &Look, energy: Energy, decimals: u32) -> String {
    let unit = look.unit(Quantity::Energy);
    format!("{} {}", look.language.number(&unit.write_rounded(energy.base(), decimals)), look.symbol(Quantity::Energy))
}

/// Returns an estimate of heat with its interval: `82,0 GJ (76,0–88,0)`.
#[must_use]
pub fn energy_range(look: &Look, range: &Range<Energy>) -> String {
    let unit = look.unit(Quantity::Energy);
    let number = |energy: Energy| look.language.number(&unit.write_rounded(energy.base(), 1));
    format!("{} {}", energy(look, range.expected, 1), interval(&number(range.low), &number(range.high)))
}

/// Returns an estimate of money with its interval, in whole złotys, which is as exact as an estimate is.
#[must_use]
pub fn money_range(look: &Look, range: &Range<Money>) -> String {
    let whole = |money: Money| look.language.number(&divide_rounded(i128::from(money.grosze()), 100).to_string());
    format!("{} {} {}", whole(range.expected), look.zloty(), interval(&whole(range.low), &whole(range.high)))
}

/// Returns an amount of money to the grosz.
#[must_use]
pub fn money(look: &Look, money: Money) -> String {
    format!("{} {}", look.language.number(&money.plain()), look.zloty())
}

/// Returns power in kilowatts.
#[must_use]
pub fn power(look: &Look, power: Power) -> String {
    format!("{} {}", kilowatts(look, power), look.symbol(Quantity::Power))
}

/// Returns an estimate of power with its interval.
#[must_use]
pub fn power_range(look: &Look, range: &Range<Power>) -> String {
    format!("{} {}", power(look, range.expected), interval(&kilowatts(look, range.low), &kilowatts(look, range.high)))
}

/// Returns a temperature with its unit.
#[must_use]
pub fn temperature(look: &Look, temperature: Temperature) -> String {
    let unit = look.unit(Quantity::Outdoor);
    format!("{} {}", look.language.number(&unit.write_rounded(temperature.base(), 1)), look.symbol(Quantity::Outdoor))
}

/// Returns degree days with their unit.
#[must_use]
pub fn days_of_degrees(look: &Look, value: DegreeDays) -> String {
    format!("{} K·d", look.rounded(&degree_days(value), 1))
}

/// Returns a share in percent; `-` where it is no number.
#[must_use]
pub fn percent(look: &Look, share: f64) -> String {
    match Percent(share).cell() {
        Cell::Missing => "-".to_owned(),
        cell => format!("{} %", look.cell(&cell)),
    }
}

/// Returns an estimated share with its interval.
#[must_use]
pub fn percent_range(look: &Look, range: &Range<f64>) -> String {
    let number = |share: f64| look.cell(&Percent(share).cell());
    format!("{} {}", percent(look, range.expected), interval(&number(range.low), &number(range.high)))
}

fn kilowatts(look: &Look, power: Power) -> String {
    look.language.number(&look.unit(Quantity::Power).write_rounded(power.base(), 1))
}

/// A hyphen between two negative numbers could not be read.
fn interval(low: &str, high: &str) -> String {
    format!("({low} … {high})")
}
