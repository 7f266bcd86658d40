//! What heat costs: the prices of a tariff on a day, net, and what heat or contracted power costs by them.
//!
//! Knows no configuration, no contracts and no VAT: what a bill is made of is `billing`, this says what heat is worth.

use std::collections::BTreeMap;

use common::id::TariffName;
use common::invoice::Days;
use common::money::{Money, Price};
use common::quantity::decimal::divide_rounded;
use common::quantity::{Energy, Power};
use common::time::Period;
use common::time::step::midnight;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// The net prices of a tariff from a day on, until those that come after them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Prices {
    /// The first local day on which they count.
    pub from: Date,
    /// Heat, zł/GJ.
    pub heat: Price,
    /// The variable part of the transmission, zł/GJ.
    #[serde(default)]
    pub heat_transmission: Price,
    /// Contracted power, zł/MW a year.
    #[serde(default)]
    pub power: Price,
    /// The fixed part of the transmission, zł/MW a year.
    #[serde(default)]
    pub power_transmission: Price,
    /// Heat carrier, zł/m³.
    #[serde(default)]
    pub carrier: Price,
    /// Where they were published.
    #[serde(default)]
    pub source: String,
}

/// A day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOfYear {
    pub month: i8,
    pub day: i8,
}

/// One tariff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    name: TariffName,
    /// By the day on which they begin to count.
    prices: BTreeMap<Date, Prices>,
    /// The last day of a year on which a change of the contracted power from 1 January on can be ordered.
    power_change_by: Option<DayOfYear>,
}

/// All tariffs of the installation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tariffs(BTreeMap<TariffName, Tariff>);

impl DayOfYear {
    /// Reads a day such as `09-30`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !two_digits(month) || !two_digits(day) {
            return None;
        }
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        // Read in a leap year, so that 02-29 is a day.
        Date::new(2024, month, day).ok().map(|_| Self { month, day })
    }

    /// Returns the first such day that is not before `today`; 29 February is 28 February where there is none.
    #[must_use]
    pub fn next(self, today: Date) -> Option<Date> {
        let in_year = |year: i16| {
            let first = Date::new(year, self.month, 1).ok()?;
            Date::new(year, self.month, self.day.min(first.days_in_month())).ok()
        };
        in_year(today.year()).filter(|day| *day >= today).or_else(|| in_year(today.year().checked_add(1)?))
    }
}

impl Tariff {
    #[must_use]
    pub fn new(name: TariffName, prices: Vec<Prices>, power_change_by: Option<DayOfYear>) -> Self {
        let prices = prices.into_iter().map(|prices| (prices.from, prices)).collect();
        Self { name, prices, power_change_by }
    }

    #[must_use]
    pub const fn name(&self) -> &TariffName {
        &self.name
    }

    /// Returns the prices that count on a local day; `None` before the first.
    #[must_use]
    pub fn prices_at(&self, day: Date) -> Option<&Prices> {
        self.prices.range(..=day).next_back().map(|(_, prices)| prices)
    }

    /// Returns the days after the first of some days on which other prices begin to count, in order.
    pub fn changes(&self, days: Days) -> impl Iterator<Item = Date> {
        let changes = self.prices.range(days.first..).map(|(from, _)| *from);
        changes.filter(move |from| *from > days.first).take_while(move |from| *from <= days.last)
    }

    /// Returns all price lists, the newest first.
    pub fn lists(&self) -> impl Iterator<Item = &Prices> {
        self.prices.values().rev()
    }

    /// Returns what heat and its variable transmission cost, net, each rounded to the grosz; `None` where a day of the
    /// period has no price. Where prices change within the period, the heat is divided among them by time: whoever knows
    /// the heat of each part asks for each part.
    #[must_use]
    pub fn heat_cost(&self, energy: Energy, period: Period, zone: &TimeZone) -> Option<Money> {
        let first = period.from.to_zoned(zone.clone()).date();
        let whole = period.until.as_second().checked_sub(period.from.as_second()).filter(|whole| *whole > 0)?;
        let mut prices = self.prices_at(first)?;
        let mut counted = Energy::ZERO;
        let mut cost = Money::default();
        let later = self.prices.range(first..).map(|(_, prices)| prices).filter(|prices| prices.from > first);
        for next in later {
            let Some(at) = midnight(next.from, zone).filter(|at| *at < period.until) else { break };
            let begun = at.as_second() - period.from.as_second();
            let share = divide_rounded(i128::from(energy.base()) * i128::from(begun), i128::from(whole));
            let until_then = Energy::from_base(i64::try_from(share).ok()?);
            cost += prices.of_heat(until_then - counted);
            (counted, prices) = (until_then, next);
        }
        Some(cost + prices.of_heat(energy - counted))
    }

    /// Returns what contracted power and its fixed transmission cost in a year by the prices of a day, net; `None` where
    /// the tariff has no price for it.
    #[must_use]
    pub fn power_cost(&self, power: Power, day: Date) -> Option<Money> {
        let Prices { power: own, power_transmission, .. } = self.prices_at(day)?;
        let rate = own.plus(*power_transmission);
        (rate != Price::default()).then(|| own.of_power(power) + power_transmission.of_power(power))
    }

    /// Returns the last day on which a change of the contracted power can be ordered, from `today` on.
    #[must_use]
    pub fn power_deadline(&self, today: Date) -> Option<Date> {
        self.power_change_by?.next(today)
    }
}

impl Prices {
    /// Returns what heat and its variable transmission cost by these prices.
    #[must_use]
    pub fn of_heat(&self, energy: Energy) -> Money {
        self.heat.of_energy(energy) + self.heat_transmission.of_energy(energy)
    }
}

impl Tariffs {
    #[must_use]
    pub fn new(tariffs: impl IntoIterator<Item = Tariff>) -> Self {
        Self(tariffs.into_iter().map(|tariff| (tariff.name.clone(), tariff)).collect())
    }

    #[must_use]
    pub fn get(&self, name: &TariffName) -> Option<&Tariff> {
        self.0.get(name)
    }

    /// Returns the names of all, in order.
    pub fn names(&self) -> impl Iterator<Item = &TariffName> {
        self.0.keys()
    }
}

/// The published prices of group A1 from 2023 on (`domain.md` 6), for tests.
#[cfg(test)]
pub(crate) fn a1_prices() -> Prices {
    let price = |text| Price::parse(text).unwrap();
    Prices {
        from: jiff::civil::date(2023, 1, 1),
        heat: price("91.07"),
        heat_transmission: price("19.16"),
        power: price("190977.22"),
        power_transmission: price("62074.43"),
        carrier: price("20.23"),
        source: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use common::quantity::Volume;

    use jiff::civil::date;

    use super::*;

    fn price(text: &str) -> Price {
        Price::parse(text).unwrap()
    }

    /// The published prices of group A1, from 2023 on, and dearer heat from 2024-07-01.
    fn a1() -> Tariff {
        let first = a1_prices();
        let second = Prices { from: date(2024, 7, 1), heat: price("100"), ..first.clone() };
        let by = DayOfYear::parse("09-30");
        Tariff::new(TariffName::parse("A1").unwrap(), vec![second, first], by)
    }

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn period(from: Date, until: Date) -> Period {
        Period { from: midnight(from, &zone()).unwrap(), until: midnight(until, &zone()).unwrap() }
    }

    #[test]
    fn the_month_of_a_published_price_list_costs_what_its_bill_says() {
        let (tariff, january) = (a1(), period(date(2023, 1, 1), date(2023, 2, 1)));
        let gigajoules = |n: i64| Energy::from_base(n * Energy::GJ.base());
        let heat = tariff.heat_cost(gigajoules(300), january, &zone()).unwrap();
        assert_eq!(heat.plain(), "33069.00");
        let prices = tariff.prices_at(date(2023, 1, 31)).unwrap();
        assert_eq!(prices.carrier.of_volume(Volume::from_base(2_000_000)).plain(), "40.46");
        let hundredth = tariff.power_cost(Power::from_base(10_000), date(2023, 5, 5)).unwrap();
        assert_eq!(hundredth.plain(), "2530.51");
        assert_eq!(tariff.heat_cost(gigajoules(-300), january, &zone()).unwrap().plain(), "-33069.00");
    }

    #[test]
    fn a_day_without_a_price_has_no_cost_and_prices_change_within_a_period() {
        let tariff = a1();
        let heat = Energy::from_base(61 * Energy::GJ.base());
        let ask = |from, until| tariff.heat_cost(heat, period(from, until), &zone()).map(Money::plain);
        assert_eq!(ask(date(2022, 12, 31), date(2023, 2, 1)), None);
        // 30 days of June by the first prices, 31 of July by the second.
        let expected = price("91.07").of_energy(Energy::from_base(30 * Energy::GJ.base())).grosze()
            + price("100").of_energy(Energy::from_base(31 * Energy::GJ.base())).grosze()
            + price("19.16").of_energy(heat).grosze();
        assert_eq!(ask(date(2024, 6, 1), date(2024, 8, 1)), Some(Money::from_grosze(expected).plain()));
        assert_eq!(ask(date(2024, 6, 1), date(2024, 7, 1)), Some("6724.03".to_owned()));
        assert_eq!(ask(date(2024, 7, 1), date(2024, 7, 1)), None);
        assert!(tariff.prices_at(date(2022, 12, 31)).is_none());
    }

    #[test]
    fn the_deadline_of_a_year_is_the_next_one() {
        let deadline = |day| a1().power_deadline(day).unwrap();
        assert_eq!(deadline(date(2025, 9, 30)), date(2025, 9, 30));
        assert_eq!(deadline(date(2025, 10, 1)), date(2026, 9, 30));
        let leap = DayOfYear::parse("02-29").unwrap();
        assert_eq!(leap.next(date(2025, 1, 1)), Some(date(2025, 2, 28)));
        assert_eq!(leap.next(date(2024, 2, 29)), Some(date(2024, 2, 29)));
        for text in ["9-30", "02-30", "13-01", "0930", "+1-01", ""] {
            assert_eq!(DayOfYear::parse(text), None, "{text}");
        }
    }
}
