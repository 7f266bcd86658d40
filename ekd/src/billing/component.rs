//! What a line of an invoice bills, by its text, its unit and its price; and its figures in base units.

use common::invoice::InvoiceLine;
use common::invoice::check::Component;
use common::money::{Money, Price};
use common::quantity::decimal::{Decimal, Separator, divide_rounded};
use common::quantity::{Dimension, Unit};
use common::text::fold;

use super::bill::{price_of, unit_of};
use crate::tariff::Prices;

/// The figures of a line, as far as they can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub unit: Option<Unit>,
    /// The line names a unit that measures nothing of this: a service, a piece, a month.
    pub is_of_other_unit: bool,
    /// In base units.
    pub amount: Option<i64>,
    /// The last decimal of the quantity, in base units.
    pub step: i64,
    quantity: Option<Decimal>,
    price: Option<Decimal>,
    pub net: Option<Money>,
}

/// What no component is, whatever else the text says: surcharges, rebates, interest, fees of another kind.
const OTHER: [&str; 9] =
    ["przekrocz", "kara", "odsetk", "bonifikat", "upust", "abonament", "rabat", "penalty", "interest"];
/// Another company's pipes, or the seller's.
const TRANSMISSION: [&str; 6] = ["przesyl", "przesl", "dystryb", "transmission", "distribution", "network"];
const FIXED: [&str; 3] = ["stal", "fixed", "abon"];
const VARIABLE: [&str; 2] = ["zmien", "variable"];
const CARRIER: [&str; 5] = ["nosnik", "wody uzupel", "woda uzupel", "ubytk", "carrier"];
const POWER: [&str; 3] = ["moc", "power", "capacity"];
const HEAT: [&str; 4] = ["ciepl", "heat", "energi", "energy"];

/// What a unit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Power,
    Heat,
    Carrier,
}

/// Returns what a line bills; `None` where neither its text nor its price tells.
#[must_use]
pub fn recognise(line: &InvoiceLine, lists: &[&Prices]) -> Option<Component> {
    let text = fold(&line.text);
    if OTHER.iter().any(|word| begins_word(&text, word)) {
        return None;
    }
    let class = line.unit.as_deref().and_then(unit_named).and_then(class_of);
    by_words(&text, class).or_else(|| by_price(line, class, lists))
}

/// Tells whether a word of the text begins so: `moc` is in `mocy zamówionej` and not in `pomoc`.
fn begins_word(text: &str, beginning: &str) -> bool {
    let is_first =
        |at: usize| text.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(beginning).any(|(at, _)| is_first(at))
}

fn by_words(text: &str, class: Option<Class>) -> Option<Component> {
    let has = |words: &[&str]| words.iter().any(|word| begins_word(text, word));
    let (fixed, variable) = (has(&FIXED), has(&VARIABLE));
    let told = if has(&TRANSMISSION) {
        match (fixed || has(&POWER) && !variable, variable, class) {
            (true, false, _) | (false, false, Some(Class::Power)) => Component::PowerTransmission,
            (false, true, _) | (false, false, Some(Class::Heat)) => Component::HeatTransmission,
            (true, true, _) | (false, false, Some(Class::Carrier) | None) => return None,
        }
    } else if has(&CARRIER) {
        Component::Carrier
    } else if has(&POWER) {
        Component::Power
    } else if has(&HEAT) && !fixed {
        Component::Heat
    } else {
        return None;
    };
    // A unit that contradicts the words: nobody knows what the line is.
    class.is_none_or(|class| class == class_of_component(told)).then_some(told)
}

/// The only component of that kind whose price in a list is that of the line.
fn by_price(line: &InvoiceLine, class: Option<Class>, lists: &[&Prices]) -> Option<Component> {
    let class = class?;
    let price = Price::parse(&line.price.as_deref()?.replace(',', ".")).ok()?;
    let fits = |component: &Component| {
        class_of_component(*component) == class && lists.iter().any(|prices| price_of(*component, prices) == price)
    };
    let mut found = Component::ALL.into_iter().filter(fits);
    found.next().filter(|_| found.next().is_none())
}

const fn class_of_component(component: Component) -> Class {
    match component {
        Component::Power | Component::PowerTransmission => Class::Power,
        Component::Heat | Component::HeatTransmission => Class::Heat,
        Component::Carrier => Class::Carrier,
    }
}

fn class_of(unit: Unit) -> Option<Class> {
    match unit.dimension() {
        Dimension::Power => Some(Class::Power),
        Dimension::Energy => Some(Class::Heat),
        Dimension::Volume => Some(Class::Carrier),
        Dimension::Temperature
        | Dimension::TemperatureDifference
        | Dimension::Flow
        | Dimension::Duration
        | Dimension::Code
        | Dimension::Offset => None,
    }
}

/// Returns the unit that a line names, such as `GJ`, `m3`, `MW/m-c`.
#[must_use]
pub fn unit_named(text: &str) -> Option<Unit> {
    let is_name = |character: &char| character.is_alphabetic() || matches!(character, '3' | '³');
    let name: String = text.trim().chars().take_while(is_name).collect::<String>().to_lowercase().replace('³', "3");
    let named = |unit: &Unit| {
        class_of(*unit).is_some() && unit.name().to_lowercase() == name && !matches!(unit, Unit::Megajoule)
    };
    Unit::all().find(named).or_else(|| (name == "mj").then_some(Unit::Megajoule))
}

impl Figures {
    /// Reads the figures of a line.
    #[must_use]
    pub fn of(line: &InvoiceLine) -> Self {
        let number = |text: &Option<String>| Decimal::parse(&text.as_deref()?.replace(',', "."), Separator::Point).ok();
        let unit = line.unit.as_deref().and_then(unit_named);
        let quantity = number(&line.quantity);
        let base = |number: Decimal| unit?.to_base(number).ok();
        let step = quantity.and_then(|quantity| base(Decimal { digits: 1, scale: quantity.scale })).unwrap_or(0);
        let amount = quantity.and_then(base);
        let is_of_other_unit = unit.is_none() && line.unit.as_deref().is_some_and(|unit| !unit.trim().is_empty());
        Self { unit, is_of_other_unit, amount, step, quantity, price: number(&line.price), net: line.net }
    }

    /// Returns how far the amount is from quantity times price; `None` where one of them is missing.
    #[must_use]
    pub fn off_by(&self) -> Option<Money> {
        let (quantity, price) = (self.quantity?, self.price?);
        let product = quantity.digits.checked_mul(price.digits)?.checked_mul(100)?;
        let one = 10_i128.checked_pow(quantity.scale.checked_add(price.scale)?)?;
        let grosze = i64::try_from(divide_rounded(product, one)).ok()?;
        Some(self.net? - Money::from_grosze(grosze))
    }

    /// Tells whether the price is that of a component in a tariff, in whatever unit of it the line is; `None` where the line has
    /// no price, or one for something else.
    #[must_use]
    pub fn has_price(&self, component: Component, price: Price) -> Option<bool> {
        let billed = self.price.filter(|_| !self.is_of_other_unit)?;
        let expected = Decimal::parse(&price.plain(), Separator::Point).ok()?;
        let own = unit_of(component);
        let unit = self.unit.unwrap_or(own);
        // The price of one unit of the tariff, from that of one unit of the line.
        let left = billed.digits.checked_mul(i128::from(own.base_per_unit()))?;
        let right = expected.digits.checked_mul(i128::from(unit.base_per_unit()))?;
        let (more, less) = (10_i128.checked_pow(expected.scale)?, 10_i128.checked_pow(billed.scale)?);
        let (left, right) = (left.checked_mul(more)?, right.checked_mul(less)?);
        // Half of the last decimal of each price, where the line names a unit of its own.
        let of_billed = i128::from(own.base_per_unit()).checked_mul(more)? / 2;
        let of_expected = i128::from(unit.base_per_unit()).checked_mul(less)? / 2;
        let slack = if unit == own { 0 } else { of_billed.checked_add(of_expected)? };
        Some((left - right).abs() <= slack)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tariff::a1_prices;

    fn line(text: &str, unit: &str, price: &str) -> InvoiceLine {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        InvoiceLine { text: text.to_owned(), unit: some(unit), price: some(price), ..InvoiceLine::default() }
    }

    #[test]
    fn lines_are_recognised_as_polish_sellers_word_them() {
        let check = |text, unit, expected: &str| {
            let found = recognise(&line(text, unit, ""), &[]);
            assert_eq!(found.map_or("-", Component::name), expected, "{text} {unit}");
        };
        check("Zamówiona moc cieplna", "MW", "power");
        check("MOC ZAMÓWIONA", "MW/m-c", "power");
        check("Opłata za moc zamówioną – obiekt M-0412", "kW", "power");
        check("Ciepło", "GJ", "heat");
        check("Opłata za ciepło", "", "heat");
        check("Energia cieplna", "MWh", "heat");
        check("Nośnik ciepła", "m3", "carrier");
        check("Nośnik ciepła - woda", "m³", "carrier");
        check("Usługi przesyłowe - opłata stała", "MW", "power_transmission");
        check("Usługa przesyłowa stała", "", "power_transmission");
        check("Przesył ciepła - opłata zmienna", "GJ", "heat_transmission");
        check("Usługi przesyłowe", "GJ", "heat_transmission");
        check("Usługi przesyłowe", "MW", "power_transmission");
        check("Usługi przesyłowe za moc", "", "power_transmission");
        check("Usługi przesyłowe", "", "-");
        check("Przekroczenie mocy zamówionej", "MW", "-");
        check("Odsetki za ciepło", "", "-");
        check("Ciepło", "MW", "-");
        check("Ciepło", "m3/h", "-");
        check("Pomoc techniczna", "", "-");
        check("Przegląd węzła", "szt", "-");
    }

    #[test]
    fn a_line_without_telling_words_is_recognised_by_its_unit_and_price() {
        let prices = a1_prices();
        let check = |unit, price| recognise(&line("Taryfa A1", unit, price), &[&prices]).map(Component::name);
        assert_eq!(check("MW", "15914,77"), Some("power"));
        assert_eq!(check("MW", "5172.87"), Some("power_transmission"));
        assert_eq!(check("GJ", "19.16"), Some("heat_transmission"));
        assert_eq!(check("GJ", "20.23"), None);
        assert_eq!(check("", "91.07"), None);
    }

    #[test]
    fn figures_are_read_in_the_unit_of_the_line() {
        let read = |quantity: &str, unit, price, net| {
            let line = InvoiceLine {
                quantity: Some(quantity.to_owned()),
                net: Some(Money::from_grosze(net)),
                ..line("", unit, price)
            };
            Figures::of(&line)
        };
        let heat = read("300,000", "GJ", "91.07", 2_732_100);
        assert_eq!((heat.amount, heat.step, heat.off_by()), (Some(300_000_000_000), 1_000_000, Some(Money::default())));
        assert_eq!(read("10", "GJ", "91.07", 91_000).off_by(), Some(Money::from_grosze(-70)));
        let price = a1_prices().power.twelfth();
        assert_eq!(read("200", "kW", "15.91", 318_200).has_price(Component::Power, price), Some(true));
        assert_eq!(read("200", "kW", "15.93", 318_600).has_price(Component::Power, price), Some(false));
        assert_eq!(read("0.2", "MW", "15914.78", 318_296).has_price(Component::Power, price), Some(false));
        // A price of the year for a kilowatt, not rounded to the grosz of a megawatt before.
        let price = Price::parse("13333.33").unwrap();
        assert_eq!(read("120", "kW", "13.33333333", 160_000).has_price(Component::Power, price), Some(true));
        assert_eq!(read("120", "kW", "13.3334", 160_001).has_price(Component::Power, price), Some(false));
        let service = read("1", "usł.", "1600", 160_000);
        assert_eq!((service.amount, service.has_price(Component::Power, price)), (None, None));
        assert_eq!(unit_named("Gcal"), Some(Unit::Gigacalorie));
    }
}
