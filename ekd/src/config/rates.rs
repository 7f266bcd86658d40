//! `[interest]` and `[vat]`: figures that a law sets, as far as they are newer or other than those of the program.

use serde::Deserialize;

use crate::billing::interest::{InterestTable, KindRates, WrittenRates};
use crate::billing::vat::{DatedRate, Vat, VatRounding, problems};

/// What is paid for being late.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct InterestConfig(WrittenRates);

/// VAT on heat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct VatConfig {
    /// Whether the tax of a bill is rounded of its net sum or of each line.
    pub rounding: VatRounding,
    /// One that begins on a day of a rate of the program takes its place.
    pub rates: Vec<DatedRate>,
}

impl InterestConfig {
    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let WrittenRates { civil, commercial, commercial_health } = &self.0;
        let kinds = [("civil", civil), ("commercial", commercial), ("commercial-health", commercial_health)];
        kinds.into_iter().flat_map(|(name, rates)| check(name, rates)).collect()
    }

    /// Returns the table of the program with these rates.
    #[must_use]
    pub fn table(&self) -> InterestTable {
        InterestTable::new(&self.0)
    }
}

fn check(name: &str, written: &KindRates) -> Vec<String> {
    let KindRates { until, rates } = written;
    let mut found = problems(rates);
    match (until, rates.iter().map(|rate| rate.from).max()) {
        (None, Some(_)) => found.push("until must tell the last day for which the rates are known".to_owned()),
        (Some(until), Some(last)) if last > *until => {
            found.push(format!("until is {until}, and a rate begins on {last}"));
        }
        (None | Some(_), _) => {}
    }
    found.into_iter().map(|problem| format!("interest {name}: {problem}")).collect()
}

impl VatConfig {
    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        problems(&self.rates).into_iter().map(|problem| format!("vat: {problem}")).collect()
    }

    /// Returns the rates of the program with these.
    #[must_use]
    pub fn vat(&self) -> Vat {
        Vat::new(&self.rates, self.rounding)
    }
}

#[cfg(test)]
mod tests {
    use common::contract::InterestKind;
    use jiff::civil::date;

    use super::*;

    fn interest(text: &str) -> InterestConfig {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_rate_of_the_administrator_follows_those_of_the_program() {
        let config = interest("[civil]\nuntil = '2026-12-31'\nrates = [{ from = '2026-03-05', percent = '9.25' }]");
        assert_eq!(config.check(), Vec::<String>::new());
        let rate = |day| config.table().rate_at(InterestKind::Civil, day).unwrap().to_string();
        assert_eq!([rate(date(2026, 3, 4)), rate(date(2026, 12, 31))], ["9.5", "9.25"]);
        let vat: VatConfig =
            toml::from_str("rounding = 'line'\nrates = [{ from = '2030-01-01', percent = '8' }]").unwrap();
        assert_eq!(vat.check(), Vec::<String>::new());
        assert_eq!(vat.vat().rate_at(date(2030, 1, 1)).unwrap().to_string(), "8");
        assert_eq!(VatConfig::default().vat(), Vat::default());
    }

    #[test]
    fn rates_without_an_end_or_past_it_are_refused() {
        let problems = |text: &str| interest(text).check().len();
        assert_eq!(problems("civil = { rates = [{ from = '2026-03-05', percent = '9.25' }] }"), 1);
        assert_eq!(problems("civil = { until = '2026-03-01', rates = [{ from = '2026-03-05', percent = '9' }] }"), 1);
        assert_eq!(problems("commercial-health = { until = '2026-03-01' }"), 0);
        let twice = "{ from = '2026-01-01', percent = '9' }, { from = '2026-01-01', percent = '8' }";
        assert_eq!(problems(&format!("civil = {{ until = '2026-03-01', rates = [{twice}] }}")), 1);
        let vat = |text: &str| toml::from_str::<VatConfig>(text);
        assert_eq!(vat(&format!("rates = [{twice}]")).unwrap().check().len(), 1);
        assert!(vat("rates = [{ from = '2026-01-01', percent = '101' }]").is_err());
        assert!(toml::from_str::<InterestConfig>("legal = {}").is_err());
    }
}
