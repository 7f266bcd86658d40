//! The lines of a bill for heat: contracted power by a twelfth of the year's rate, heat and carrier by registers, each line
//! rounded to the grosz, VAT on top.
//!
//! Prices that change within the billed days divide them: whoever asks tells what the registers counted on each side of that
//! midnight. Power counts by the days on which the contract reserves it.

use common::invoice::Days;
use common::invoice::check::{Component, CostLine};
use common::money::{Money, Price};
use common::quantity::decimal::divide_rounded;
use common::quantity::{Energy, Power, Unit, Volume};
use jiff::civil::Date;

use super::percent::Percent;
use super::vat::Vat;
use crate::tariff::{Prices, Tariff};

/// What registers counted on days through which prices stay the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub days: Days,
    pub energy: Energy,
    /// Network water that was taken and not given back; `None` where nothing measures it.
    pub carrier: Option<Volume>,
}

/// Power that a contract reserves on days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserved {
    pub days: Days,
    pub power: Power,
}

/// What is billed.
#[derive(Clone, Copy, Debug)]
pub struct Supply<'a> {
    /// In order, each within one of the [`stretches`].
    pub taken: &'a [Taken],
    /// In order, not overlapping.
    pub reserved: &'a [Reserved],
}

/// A bill as the tariff makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    pub lines: Vec<CostLine>,
    pub net: Money,
    pub rate: Percent,
    pub vat: Money,
    pub gross: Money,
}

/// Why there is no bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BillError {
    #[error("the tariff has no price for {0}")]
    NoPrice(Date),
    #[error("the table of VAT has no rate for {0}")]
    NoVat(Date),
}

/// Divides days where a price changes.
///
/// # Errors
/// The tariff begins later.
pub fn stretches(tariff: &Tariff, days: Days) -> Result<Vec<Days>, BillError> {
    tariff.prices_at(days.first).ok_or(BillError::NoPrice(days.first))?;
    let mut found = Vec::new();
    let mut first = days.first;
    for change in tariff.changes(days) {
        found.push(Days { first, last: change.yesterday().unwrap_or(change) });
        first = change;
    }
    found.push(Days { first, last: days.last });
    Ok(found)
}

/// Returns the bill for a supply; its VAT is that of the day of the invoice.
///
/// # Errors
/// A day without a price, or without a rate of VAT.
pub fn bill(tariff: &Tariff, supply: &Supply<'_>, vat: &Vat, issued_on: Date) -> Result<Bill, BillError> {
    let lines = lines(tariff, supply)?;
    let rate = vat.rate_at(issued_on).ok_or(BillError::NoVat(issued_on))?;
    let amounts: Vec<Money> = lines.iter().map(|line| line.net).collect();
    let net: Money = amounts.iter().copied().sum();
    let tax = vat.on(rate, &amounts);
    Ok(Bill { lines, net, rate, vat: tax, gross: net + tax })
}

/// Returns the lines of a supply, by component and by time; what the tariff has no price for has none.
///
/// # Errors
/// A day without a price.
pub fn lines(tariff: &Tariff, supply: &Supply<'_>) -> Result<Vec<CostLine>, BillError> {
    let mut lines = Vec::new();
    for component in Component::ALL {
        lines.extend(lines_of(component, tariff, supply)?);
    }
    Ok(lines)
}

/// Returns the lines of one component.
///
/// # Errors
/// A day without a price.
pub fn lines_of(component: Component, tariff: &Tariff, supply: &Supply<'_>) -> Result<Vec<CostLine>, BillError> {
    let parts = parts_of(component, tariff, supply)?.into_iter();
    Ok(parts.filter(|part| part.price != Price::default()).map(|part| part.line()).collect())
}

/// Returns what the lines of one component are made from, those without a price too.
///
/// # Errors
/// A day without a price.
pub fn parts_of(component: Component, tariff: &Tariff, supply: &Supply<'_>) -> Result<Vec<Part>, BillError> {
    match component {
        Component::Power | Component::PowerTransmission => powers(component, tariff, supply.reserved),
        Component::Heat | Component::Carrier | Component::HeatTransmission => amounts(component, tariff, supply.taken),
    }
}

/// So much of a component at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub component: Component,
    /// In base units.
    pub amount: i64,
    /// Of power a month's.
    pub price: Price,
}

impl Part {
    /// Returns what it costs, net.
    #[must_use]
    pub fn net(&self) -> Money {
        match self.component {
            Component::Power | Component::PowerTransmission => self.price.of_power(Power::from_base(self.amount)),
            Component::Heat | Component::HeatTransmission => self.price.of_energy(Energy::from_base(self.amount)),
            Component::Carrier => self.price.of_volume(Volume::from_base(self.amount)),
        }
    }

    fn line(&self) -> CostLine {
        let unit = unit_of(self.component);
        let quantity = unit.write_exact(self.amount).expect("megawatts, gigajoules and cubic metres are decimal");
        let (component, unit) = (self.component, unit.symbol().to_owned());
        CostLine { component, quantity, unit, price: self.price, net: self.net() }
    }
}

/// Returns the unit in which a component is billed.
#[must_use]
pub const fn unit_of(component: Component) -> Unit {
    match component {
        Component::Power | Component::PowerTransmission => Unit::Megawatt,
        Component::Heat | Component::HeatTransmission => Unit::Gigajoule,
        Component::Carrier => Unit::CubicMetre,
    }
}

/// Returns the price of one unit of a component by a price list: of power a month's.
#[must_use]
pub const fn price_of(component: Component, prices: &Prices) -> Price {
    match component {
        Component::Power => prices.power.twelfth(),
        Component::Heat => prices.heat,
        Component::Carrier => prices.carrier,
        Component::PowerTransmission => prices.power_transmission.twelfth(),
        Component::HeatTransmission => prices.heat_transmission,
    }
}

/// What registers counted: neighbours of one price are one line, so that a change of another price rounds nothing twice.
fn amounts(component: Component, tariff: &Tariff, taken: &[Taken]) -> Result<Vec<Part>, BillError> {
    let mut parts: Vec<Part> = Vec::new();
    for Taken { days, energy, carrier } in taken {
        let amount = match component {
            Component::Heat | Component::HeatTransmission => Some(energy.base()),
            Component::Carrier => carrier.map(Volume::base),
            Component::Power | Component::PowerTransmission => None,
        };
        let Some(amount) = amount else { continue };
        let prices = tariff.prices_at(days.first).ok_or(BillError::NoPrice(days.first))?;
        let price = price_of(component, prices);
        match parts.last_mut().filter(|last| last.price == price) {
            Some(last) => last.amount += amount,
            None => parts.push(Part { component, amount, price }),
        }
    }
    Ok(parts)
}

/// Power of each month: of a part of it, as many of its days as the contract reserves it and the price counts, to the watt.
fn powers(component: Component, tariff: &Tariff, reserved: &[Reserved]) -> Result<Vec<Part>, BillError> {
    let mut parts = Vec::new();
    for Reserved { days, power } in reserved {
        let mut month = days.first.first_of_month();
        while month <= days.last {
            let first = month.max(days.first);
            let last = month.last_of_month().min(days.last);
            for stretch in merged(component, tariff, Days { first, last })? {
                let n_days = i128::from(n_days(stretch.0));
                let share = divide_rounded(i128::from(power.base()) * n_days, i128::from(month.days_in_month()));
                let amount = i64::try_from(share).unwrap_or(power.base());
                parts.push(Part { component, amount, price: stretch.1 });
            }
            let Ok(next) = month.last_of_month().tomorrow() else { break };
            month = next;
        }
    }
    Ok(parts)
}

/// Returns the stretches of some days with the price of a component, neighbours of one price together.
fn merged(component: Component, tariff: &Tariff, days: Days) -> Result<Vec<(Days, Price)>, BillError> {
    let mut found: Vec<(Days, Price)> = Vec::new();
    for stretch in stretches(tariff, days)? {
        let prices = tariff.prices_at(stretch.first).ok_or(BillError::NoPrice(stretch.first))?;
        let price = price_of(component, prices);
        match found.last_mut().filter(|(_, last)| *last == price) {
            Some((last, _)) => last.last = stretch.last,
            None => found.push((stretch, price)),
        }
    }
    Ok(found)
}

/// Counts days, the first and the last among them.
#[must_use]
pub fn n_days(days: Days) -> i32 {
    days.first.until(days.last).map_or(0, |span| span.get_days() + 1)
}

#[cfg(test)]
mod tests {
    use common::id::TariffName;
    use jiff::civil::date;

    use super::*;
    use crate::tariff::a1_prices;

    fn price(text: &str) -> Price {
        Price::parse(text).unwrap()
    }

    fn days(first: Date, last: Date) -> Days {
        Days { first, last }
    }

    fn gigajoules(n: i64) -> Energy {
        Energy::from_base(n * Energy::GJ.base())
    }

    /// The published prices of group A1 (`domain.md` 6).
    fn a1(more: impl IntoIterator<Item = Prices>) -> Tariff {
        let name = TariffName::parse("A1").unwrap();
        Tariff::new(name, [a1_prices()].into_iter().chain(more).collect(), None)
    }

    fn told(lines: &[CostLine]) -> Vec<String> {
        let line = |line: &CostLine| {
            let CostLine { component, quantity, unit, price, net } = line;
            format!("{} {quantity} {unit} {price} {}", component.name(), net.plain())
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn golden_bill() {
        let month = days(date(2023, 3, 1), date(2023, 3, 31));
        let taken = [Taken { days: month, energy: gigajoules(300), carrier: Some(Volume::from_base(2_000_000)) }];
        let reserved = [Reserved { days: month, power: Power::from_base(200_000) }];
        let supply = Supply { taken: &taken, reserved: &reserved };
        let bill = bill(&a1([]), &supply, &Vat::default(), date(2023, 4, 5)).unwrap();
        assert_eq!(
            told(&bill.lines),
            [
                "power 0.2 MW 15914.77 3182.95",
                "heat 300 GJ 91.07 27321.00",
                "carrier 2 m³ 20.23 40.46",
                "power_transmission 0.2 MW 5172.87 1034.57",
                "heat_transmission 300 GJ 19.16 5748.00",
            ]
        );
        let sums = [bill.net, bill.vat, bill.gross].map(Money::plain);
        assert_eq!(sums, ["37326.98", "8585.21", "45912.19"]);
    }

    #[test]
    fn a_price_that_changes_within_the_month_divides_heat_and_power_but_no_other_line() {
        let dearer = Prices { from: date(2023, 4, 11), heat: price("100"), power: price("200000"), ..a1_prices() };
        let tariff = a1([dearer]);
        let april = days(date(2023, 4, 1), date(2023, 4, 30));
        let parts = stretches(&tariff, april).unwrap();
        assert_eq!(parts, [days(april.first, date(2023, 4, 10)), days(date(2023, 4, 11), april.last)]);
        let taken = [(parts[0], 30), (parts[1], 20)];
        let taken = taken.map(|(days, n)| Taken { days, energy: gigajoules(n), carrier: None });
        let reserved = [Reserved { days: april, power: Power::from_base(90_000) }];
        let lines = lines(&tariff, &Supply { taken: &taken, reserved: &reserved }).unwrap();
        assert_eq!(
            told(&lines),
            [
                "power 0.03 MW 15914.77 477.44",
                "power 0.06 MW 16666.67 1000.00",
                "heat 30 GJ 91.07 2732.10",
                "heat 20 GJ 100.00 2000.00",
                "power_transmission 0.09 MW 5172.87 465.56",
                "heat_transmission 50 GJ 19.16 958.00",
            ]
        );
    }

    #[test]
    fn power_counts_by_the_days_of_the_versions_of_a_contract() {
        let (tariff, vat) = (a1([]), Vat::default());
        let reserved = [
            Reserved { days: days(date(2024, 1, 1), date(2024, 2, 14)), power: Power::from_base(290_000) },
            Reserved { days: days(date(2024, 2, 15), date(2024, 2, 29)), power: Power::from_base(145_000) },
        ];
        let lines = lines_of(Component::Power, &tariff, &Supply { taken: &[], reserved: &reserved }).unwrap();
        // January whole; 14 and 15 of the 29 days of February.
        assert_eq!(
            told(&lines),
            ["power 0.29 MW 15914.77 4615.28", "power 0.14 MW 15914.77 2228.07", "power 0.075 MW 15914.77 1193.61"]
        );
        let none = Supply { taken: &[], reserved: &[] };
        assert_eq!(bill(&tariff, &none, &vat, date(2024, 3, 1)).unwrap().gross, Money::default());
        assert_eq!(bill(&tariff, &none, &vat, date(2000, 3, 1)), Err(BillError::NoVat(date(2000, 3, 1))));
        let early = days(date(2022, 12, 31), date(2023, 1, 31));
        assert_eq!(stretches(&tariff, early), Err(BillError::NoPrice(early.first)));
    }

    #[test]
    fn vat_is_that_of_the_day_of_the_invoice_and_of_the_sum_or_of_each_line() {
        let month = days(date(2023, 1, 1), date(2023, 1, 31));
        let small = Energy::from_base(Energy::GJ.base() / 100);
        let supply = Supply { taken: &[Taken { days: month, energy: small, carrier: None }], reserved: &[] };
        let vat = |vat: &Vat, on| bill(&a1([]), &supply, vat, on).unwrap().vat.plain();
        let by_line = Vat::new(&[], super::super::vat::VatRounding::Line);
        // 0.91 + 0.19: of the sum 0.253, of the lines 0.2093 and 0.0437.
        assert_eq!([vat(&Vat::default(), date(2023, 2, 1)), vat(&by_line, date(2023, 2, 1))], ["0.25", "0.25"]);
        assert_eq!([vat(&Vat::default(), date(2022, 1, 31)), vat(&by_line, date(2022, 1, 31))], ["0.09", "0.09"]);
        assert_eq!(vat(&Vat::default(), date(2022, 2, 1)), "0.06");
    }
}
