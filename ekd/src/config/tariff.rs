//! `[tariff.NAME]`: net prices by which heat is worth something, and until when contracted power can be changed.

use std::collections::{BTreeMap, BTreeSet};

use common::id::TariffName;
use serde::Deserialize;

use crate::tariff::{DayOfYear, Prices, Tariff, Tariffs};

/// One tariff.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TariffConfig {
    /// Each counts from its day until the next one.
    #[serde(default)]
    pub prices: Vec<Prices>,
    /// The last day of a year, such as `09-30`, on which a change of the contracted power from 1 January on can be ordered.
    #[serde(default)]
    pub power_change_by: Option<String>,
}

/// Price lists of one tariff: a century of quarters.
const MOST: usize = 400;
const LONGEST_SOURCE: usize = 200;

impl TariffConfig {
    /// Returns everything that is wrong with the tariff `name`, a sentence each.
    #[must_use]
    pub fn check(&self, name: &str) -> Vec<String> {
        let mut problems = Vec::new();
        if let Err(error) = TariffName::parse(name) {
            problems.push(error.to_string());
        }
        if self.prices.is_empty() || self.prices.len() > MOST {
            problems.push(format!("prices must be 1 to {MOST} lists"));
        }
        let mut days = BTreeSet::new();
        for prices in &self.prices {
            if !days.insert(prices.from) {
                problems.push(format!("two price lists begin on {}", prices.from));
            }
            if prices.source.chars().count() > LONGEST_SOURCE || prices.source.chars().any(char::is_control) {
                problems.push(format!("source must be a line of at most {LONGEST_SOURCE} characters"));
            }
        }
        if self.power_change_by.as_deref().is_some_and(|day| DayOfYear::parse(day).is_none()) {
            problems.push("power-change-by must be a month and a day, such as \"09-30\"".to_owned());
        }
        problems.into_iter().map(|problem| format!("tariff {name}: {problem}")).collect()
    }
}

/// Returns the tariffs, as [`TariffConfig::check`] found them right.
#[must_use]
pub fn tariffs(configured: &BTreeMap<String, TariffConfig>) -> Tariffs {
    Tariffs::new(configured.iter().filter_map(|(name, config)| {
        let by = config.power_change_by.as_deref().and_then(DayOfYear::parse);
        Some(Tariff::new(TariffName::parse(name).ok()?, config.prices.clone(), by))
    }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn config(text: &str) -> Result<TariffConfig, toml::de::Error> {
        toml::from_str(text)
    }

    #[test]
    fn a_tariff_is_read_with_its_prices() {
        let text = "prices = [{ from = '2023-01-01', heat = '91.07', heat-transmission = '19.16', power = '190977.22' }]\n\
                    power-change-by = '09-30'";
        let read = config(text).unwrap();
        assert_eq!(read.check("A1"), Vec::<String>::new());
        let all = tariffs(&BTreeMap::from([("A1".to_owned(), read)]));
        let a1 = all.get(&TariffName::parse("A1").unwrap()).unwrap();
        assert_eq!(a1.prices_at(date(2026, 1, 1)).unwrap().heat.plain(), "91.07");
        assert_eq!(all.names().count(), 1);
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let twice = "prices = [{ from = '2023-01-01', heat = '1' }, { from = '2023-01-01', heat = '2', source = \"a\\nb\" }]\n\
                     power-change-by = '30-09'";
        let found = config(twice).unwrap().check("");
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(config("").unwrap().check("A1").len(), 1);
        for wrong in ["heat = '91,07'", "heat = '-1'", "heat = 91.07", "heat = '1.00001'", "haet = '1'"] {
            assert!(config(&format!("prices = [{{ from = '2023-01-01', {wrong} }}]")).is_err(), "{wrong}");
        }
        assert!(config("prices = [{ from = '2023-02-30', heat = '1' }]").is_err());
    }
}
