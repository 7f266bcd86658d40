//! VAT on heat: its rate on a day, and how it is rounded.

use std::collections::{BTreeMap, BTreeSet};

use common::money::Money;
use jiff::civil::Date;
use serde::Deserialize;

use super::percent::Percent;

/// A rate from a day on, until that which comes after it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DatedRate {
    pub from: Date,
    pub percent: Percent,
    /// Where it was published.
    #[serde(default)]
    pub source: String,
}

/// How the VAT of a bill comes to grosze.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VatRounding {
    /// Of the net sum.
    #[default]
    Sum,
    /// Of each line.
    Line,
}

/// The rates of VAT on heat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vat {
    rates: BTreeMap<Date, Percent>,
    pub rounding: VatRounding,
}

/// The rates that come with the program.
const BUNDLED: &str = include_str!("../../rates/vat.toml");
/// Rows of one table.
pub const MOST_RATES: usize = 1_000;
const LONGEST_SOURCE: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    rates: Vec<DatedRate>,
}

impl Vat {
    /// Returns the rates that come with the program, with `own` in place of those of the same day.
    ///
    /// # Panics
    /// Never: a test reads the table of the program.
    #[must_use]
    pub fn new(own: &[DatedRate], rounding: VatRounding) -> Self {
        let Written { mut rates } = toml::from_str(BUNDLED).expect("the table of the program is read by a test");
        rates.extend_from_slice(own);
        Self { rates: by_day(&rates), rounding }
    }

    /// Returns the rate that counts on a day; `None` before the first.
    #[must_use]
    pub fn rate_at(&self, day: Date) -> Option<Percent> {
        self.rates.range(..=day).next_back().map(|(_, rate)| *rate)
    }

    /// Returns the tax on lines of these net amounts.
    #[must_use]
    pub fn on(&self, rate: Percent, lines: &[Money]) -> Money {
        match self.rounding {
            VatRounding::Sum => rate.of(lines.iter().copied().sum()),
            VatRounding::Line => lines.iter().map(|line| rate.of(*line)).sum(),
        }
    }
}

impl Default for Vat {
    fn default() -> Self {
        Self::new(&[], VatRounding::default())
    }
}

/// Puts rows in order; of two with one day the later told counts.
pub(super) fn by_day(rates: &[DatedRate]) -> BTreeMap<Date, Percent> {
    rates.iter().map(|rate| (rate.from, rate.percent)).collect()
}

/// Returns everything that is wrong with rows, a sentence each.
#[must_use]
pub fn problems(rates: &[DatedRate]) -> Vec<String> {
    let mut problems = Vec::new();
    if rates.len() > MOST_RATES {
        problems.push(format!("rates must be at most {MOST_RATES}"));
    }
    let mut days = BTreeSet::new();
    for rate in rates {
        if !days.insert(rate.from) {
            problems.push(format!("two rates begin on {}", rate.from));
        }
        if rate.source.chars().count() > LONGEST_SOURCE || rate.source.chars().any(char::is_control) {
            problems.push(format!("source must be a line of at most {LONGEST_SOURCE} characters"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn percent(text: &str) -> Percent {
        Percent::parse(text).unwrap()
    }

    #[test]
    fn vat_on_heat_was_lower_in_2022() {
        let vat = Vat::default();
        let rate = |day| vat.rate_at(day).map(|rate| rate.to_string());
        assert_eq!(rate(date(2021, 12, 31)).as_deref(), Some("23"));
        assert_eq!(rate(date(2022, 1, 31)).as_deref(), Some("8"));
        assert_eq!(rate(date(2022, 12, 31)).as_deref(), Some("5"));
        assert_eq!(rate(date(2023, 1, 1)).as_deref(), Some("23"));
        assert_eq!(rate(date(2010, 12, 31)), None);
        let Written { rates } = toml::from_str(BUNDLED).unwrap();
        assert_eq!(problems(&rates), Vec::<String>::new());
    }

    #[test]
    fn the_administrator_replaces_a_rate_and_chooses_the_rounding() {
        let own = |from| DatedRate { from, percent: percent("8"), source: String::new() };
        let vat = Vat::new(&[own(date(2023, 1, 1)), own(date(2030, 1, 1))], VatRounding::Line);
        assert_eq!(vat.rate_at(date(2026, 5, 5)), Some(percent("8")));
        let lines = [Money::from_grosze(6), Money::from_grosze(6)];
        assert_eq!(vat.on(percent("8"), &lines), Money::from_grosze(0));
        assert_eq!(Vat::default().on(percent("8"), &lines), Money::from_grosze(1));
        assert_eq!(problems(&[own(date(2023, 1, 1)), own(date(2023, 1, 1))]).len(), 1);
    }
}
