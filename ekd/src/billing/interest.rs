//! Interest for being late: simple, by dated rates, a 365th part of the year's for each day.
//!
//! A day that the table does not reach has no interest: nobody knows its rate yet.

use std::collections::BTreeMap;

use common::contract::InterestKind;
use common::due::Interest;
use common::money::Money;
use common::quantity::decimal::divide_rounded;
use jiff::civil::Date;
use serde::Deserialize;

use super::percent::{Percent, WHOLE};
use super::vat::{DatedRate, by_day};
use crate::ticket::holidays;

/// The rates of one kind as a file has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KindRates {
    /// The last day for which they are known.
    pub until: Option<Date>,
    pub rates: Vec<DatedRate>,
}

/// The rates of all kinds as a file has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenRates {
    pub civil: KindRates,
    pub commercial: KindRates,
    pub commercial_health: KindRates,
}

/// The dated rates of interest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterestTable(BTreeMap<InterestKind, Rates>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rates {
    by_day: BTreeMap<Date, Percent>,
    until: Date,
}

/// What was asked for, and what of it was paid when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course<'a> {
    pub asked: Money,
    /// The last day on which it could be paid in time.
    pub due_on: Date,
    /// On which day how much; an amount is still owed on the day on which it is paid. Less than zero where something was
    /// taken back. In any order.
    pub paid: &'a [(Date, Money)],
}

/// There is no rate for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the table of interest has no rate for {on}")]
pub struct NoRate {
    pub on: Date,
    /// The last day that the table knows; `None` where it has none of that kind, or begins later.
    pub known_until: Option<Date>,
}

/// The rates that come with the program.
const BUNDLED: &str = include_str!("../../rates/interest.toml");
/// Days of a year, leap years too.
const DAYS_OF_YEAR: i128 = 365;

impl WrittenRates {
    fn of(&self, kind: InterestKind) -> &KindRates {
        match kind {
            InterestKind::Civil => &self.civil,
            InterestKind::Commercial => &self.commercial,
            InterestKind::CommercialHealth => &self.commercial_health,
        }
    }
}

impl InterestTable {
    /// Returns the rates that come with the program; `own` rows take the place of those of the same day, and `own` ends that
    /// of the table.
    ///
    /// # Panics
    /// Never: a test reads the table of the program.
    #[must_use]
    pub fn new(own: &WrittenRates) -> Self {
        let bundled: WrittenRates = toml::from_str(BUNDLED).expect("the table of the program is read by a test");
        let of = |kind: InterestKind| {
            let (bundled, own) = (bundled.of(kind), own.of(kind));
            let rows: Vec<DatedRate> = bundled.rates.iter().chain(&own.rates).cloned().collect();
            Some((kind, Rates { by_day: by_day(&rows), until: own.until.or(bundled.until)? }))
        };
        Self(InterestKind::ALL.into_iter().filter_map(of).collect())
    }

    /// Returns the last day for which rates of a kind are known.
    #[must_use]
    pub fn known_until(&self, kind: InterestKind) -> Option<Date> {
        self.0.get(&kind).map(|rates| rates.until)
    }

    /// Returns the rate that counts on a day.
    ///
    /// # Errors
    /// The table does not reach it.
    pub fn rate_at(&self, kind: InterestKind, on: Date) -> Result<Percent, NoRate> {
        let rates = self.0.get(&kind).ok_or(NoRate { on, known_until: None })?;
        if on > rates.until {
            return Err(NoRate { on, known_until: Some(rates.until) });
        }
        let rate = rates.by_day.range(..=on).next_back();
        rate.map(|(_, rate)| *rate).ok_or(NoRate { on, known_until: None })
    }

    /// Returns the day after `on` from which another rate counts.
    fn next_change(&self, kind: InterestKind, on: Date) -> Option<Date> {
        let later = on.tomorrow().ok()?;
        self.0.get(&kind)?.by_day.range(later..).next().map(|(day, _)| *day)
    }

    /// Returns what an amount costs on the days from `first` to `last`, in grosze times [`WHOLE`] times [`DAYS_OF_YEAR`].
    fn exact(&self, kind: InterestKind, open: Money, (first, last): (Date, Date)) -> Result<i128, NoRate> {
        // Looked up first, so that what is past the table is told whatever the rest would be.
        self.rate_at(kind, last)?;
        let (mut sum, mut day) = (0, first);
        while day <= last {
            let rate = self.rate_at(kind, day)?;
            let next = self.next_change(kind, day).filter(|next| *next <= last);
            let end = next.or_else(|| last.tomorrow().ok()).unwrap_or(last);
            sum += i128::from(open.grosze()) * i128::from(rate.hundredths()) * i128::from(days(day, end));
            if next.is_none() {
                break;
            }
            day = end;
        }
        Ok(sum)
    }
}

impl Default for InterestTable {
    fn default() -> Self {
        Self::new(&WrittenRates::default())
    }
}

/// Returns the interest on what was open of a course, for the days of being late until and with `until`, rounded once at the
/// end, half a grosz up. Being late begins after the last day on which it could be paid; where that is a Saturday or free
/// of work, after the next day that is neither (Civil Code art. 115).
///
/// # Errors
/// Something was open on a day that the table does not reach.
pub fn of(course: &Course<'_>, kind: InterestKind, table: &InterestTable, until: Date) -> Result<Money, NoRate> {
    let Some(mut first) = day_after_term(course.due_on) else { return Ok(Money::default()) };
    let mut paid: Vec<(Date, Money)> = course.paid.to_vec();
    paid.sort_by_key(|(on, _)| *on);
    let (mut open, mut exact) = (course.asked, 0);
    for (on, amount) in paid {
        let last = on.min(until);
        if open.is_positive() && first <= last {
            exact += table.exact(kind, open, (first, last))?;
        }
        first = first.max(on.tomorrow().unwrap_or(on));
        open -= amount;
    }
    if open.is_positive() && first <= until {
        exact += table.exact(kind, open, (first, until))?;
    }
    let grosze = divide_rounded(exact, WHOLE * DAYS_OF_YEAR);
    Ok(Money::from_grosze(i64::try_from(grosze).unwrap_or(i64::MAX)))
}

/// Returns interest as it is shown.
#[must_use]
pub fn shown(counted: Result<Money, NoRate>) -> Interest {
    counted.map_or_else(|missing| Interest::NoRate(missing.known_until), Interest::Amount)
}

fn day_after_term(due_on: Date) -> Option<Date> {
    let mut last = due_on;
    while holidays::moves_terms(last) {
        last = last.tomorrow().ok()?;
    }
    last.tomorrow().ok()
}

/// Counts the days from one until another.
fn days(from: Date, until: Date) -> i32 {
    from.until(until).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn zl(amount: i64) -> Money {
        Money::from_grosze(amount * 100)
    }

    fn count(course: &Course<'_>, kind: InterestKind, until: Date) -> Result<String, NoRate> {
        of(course, kind, &InterestTable::default(), until).map(Money::plain)
    }

    fn unpaid(asked: Money, due_on: Date) -> Course<'static> {
        Course { asked, due_on, paid: &[] }
    }

    #[test]
    fn interest_over_a_change_of_the_rate_is_that_of_each_part() {
        // 1000 zł, last day Monday 2023-08-14. Civil: 23 days (15 to 31 August 17, 1 to 6 September 6) of 12.25 %, 28 days
        // (7 September to 4 October) of 11.5 %, 27 days (5 to 31 October) of 11.25 %:
        // 1000 * (23 * 0.1225 + 28 * 0.115 + 27 * 0.1125) / 365 = 1000 * 9.075 / 365 = 24.863…; the 15th is a holiday, but
        // the term was the 14th.
        let course = unpaid(zl(1000), date(2023, 8, 14));
        assert_eq!(count(&course, InterestKind::Civil, date(2023, 10, 31)), Ok("24.86".to_owned()));
        // Commercial: 2023-06-30 to 07-31 no change; over New Year 2024: 16.75 % until 31 December, 15.75 % from then on.
        // 20 000 zł, last day 2023-11-30: 31 days of 16.75 %, 15 of 15.75 %: 20000 * (5.1925 + 2.3625) / 365 = 413.97…
        let course = unpaid(zl(20_000), date(2023, 11, 30));
        assert_eq!(count(&course, InterestKind::Commercial, date(2024, 1, 15)), Ok("413.97".to_owned()));
        // Health entity: 14.75 % and 13.75 %: 20000 * (4.5725 + 2.0625) / 365 = 363.56…
        assert_eq!(count(&course, InterestKind::CommercialHealth, date(2024, 1, 15)), Ok("363.56".to_owned()));
    }

    #[test]
    fn interest_begins_after_the_term_and_ends_with_the_day_of_payment() {
        let due_on = date(2024, 5, 15);
        let day = |until| count(&unpaid(zl(36_500), due_on), InterestKind::Civil, until).unwrap();
        assert_eq!(
            [day(date(2024, 5, 15)), day(date(2024, 5, 16)), day(date(2024, 5, 17))],
            ["0.00", "11.25", "22.50"]
        );
        // Half on the 17th: that day costs the whole, the 18th half of it; what is overpaid later earns nothing.
        let paid = [(date(2024, 5, 20), zl(20_000)), (date(2024, 5, 17), zl(18_250))];
        let course = Course { asked: zl(36_500), due_on, paid: &paid };
        assert_eq!(count(&course, InterestKind::Civil, date(2024, 5, 18)), Ok("28.13".to_owned()));
        assert_eq!(count(&course, InterestKind::Civil, date(2030, 1, 1)), Ok("39.38".to_owned()));
        // Before the term, and taken back after it.
        let paid = [(date(2024, 5, 1), zl(36_500)), (date(2024, 5, 16), zl(-36_500))];
        let course = Course { asked: zl(36_500), due_on, paid: &paid };
        assert_eq!(count(&course, InterestKind::Civil, date(2024, 5, 16)), Ok("0.00".to_owned()));
        assert_eq!(count(&course, InterestKind::Civil, date(2024, 5, 18)), Ok("22.50".to_owned()));
        assert_eq!(count(&unpaid(zl(-100), due_on), InterestKind::Civil, date(2030, 1, 1)), Ok("0.00".to_owned()));
    }

    #[test]
    fn a_term_on_a_free_day_ends_on_the_next_working_one() {
        // Saturday 2024-05-18; 29 February of a leap year is a day like others.
        let day = |due_on, until| count(&unpaid(zl(36_500), due_on), InterestKind::Civil, until).unwrap();
        assert_eq!(day(date(2024, 5, 18), date(2024, 5, 20)), "0.00");
        assert_eq!(day(date(2024, 5, 18), date(2024, 5, 21)), "11.25");
        assert_eq!(day(date(2024, 2, 29), date(2024, 3, 1)), "11.25");
    }

    #[test]
    fn a_day_past_the_table_has_no_interest() {
        let last = InterestTable::default().known_until(InterestKind::Civil).unwrap();
        let course = unpaid(zl(100), date(2025, 12, 1));
        assert!(count(&course, InterestKind::Civil, last).is_ok());
        let on = last.tomorrow().unwrap();
        assert_eq!(count(&course, InterestKind::Civil, on), Err(NoRate { on, known_until: Some(last) }));
        let early = unpaid(zl(100), date(2019, 12, 30));
        let missing = count(&early, InterestKind::Commercial, date(2020, 1, 5)).unwrap_err();
        assert_eq!((missing.on, missing.known_until), (date(2019, 12, 31), None));
        assert_eq!(shown(Err(missing)), Interest::NoRate(None));
        // What is not late needs no rate.
        assert_eq!(
            count(&unpaid(zl(100), date(2026, 12, 1)), InterestKind::Civil, date(2026, 11, 28)),
            Ok("0.00".to_owned())
        );
    }

    #[test]
    fn the_administrator_adds_rates_and_moves_the_end() {
        let own = "[civil]\nuntil = '2026-12-31'\nrates = [{ from = '2026-01-01', percent = '10' }]";
        let table = InterestTable::new(&toml::from_str(own).unwrap());
        let counted = of(&unpaid(zl(36_500), date(2025, 12, 30)), InterestKind::Civil, &table, date(2026, 1, 2));
        assert_eq!(counted.map(Money::plain), Ok("29.50".to_owned()));
        assert_eq!(table.known_until(InterestKind::Civil), Some(date(2026, 12, 31)));
        assert_eq!(
            table.known_until(InterestKind::Commercial),
            InterestTable::default().known_until(InterestKind::Commercial)
        );
        for kind in InterestKind::ALL {
            let bundled: WrittenRates = toml::from_str(BUNDLED).unwrap();
            assert_eq!(super::super::vat::problems(&bundled.of(kind).rates), Vec::<String>::new());
        }
    }
}
