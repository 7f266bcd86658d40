//! What stands in reports: facts in, a sheet out, in one language.
//!
//! A template is a file: what it must be told, and how it says it. Knows neither archive nor clock, and nothing of paper:
//! the same facts give the same sheet. What came from outside stands in it with every hidden character shown.

pub mod account_statement;
pub mod alarm_log;
mod cells;
pub mod difference;
pub mod digest;
pub mod invoice_sheet;
pub mod meter_audit;
pub mod monthly_sheet;
pub mod naming;
pub mod portfolio;
pub mod schedule;
pub mod season_comparison;
pub mod ticket_dossier;
pub mod transfer_slip;
mod words;

use common::id::{SiteCode, TariffName};
use common::language::Language;
use common::money::Money;
use common::quantity::decimal::divide_rounded;
use common::quantity::{Area, DegreeDays, Energy, Power, Temperature, Volume};
use common::sheet::Coverage;
use common::site::BuildingCategory;
use common::time::Period;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What every sheet goes by.
#[derive(Clone, Debug)]
pub struct Frame {
    pub language: Language,
    pub zone: TimeZone,
    pub period: Period,
}

/// A building and what the office knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Building {
    pub code: SiteCode,
    pub name: String,
    pub contracted: Option<Power>,
    pub area: Option<Area>,
    pub category: Option<BuildingCategory>,
    pub tariff: Option<TariffName>,
}

/// What a building used in a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    pub period: Period,
    pub energy: Option<Energy>,
    pub volume: Option<Volume>,
    /// The readings between which the energy was counted; far from the ends of the period it tells of a part of it.
    pub counted: Option<(Timestamp, Timestamp)>,
    /// Net, heat and its variable transmission.
    pub cost: Option<Money>,
    /// Sd of the period, where all its days are known.
    pub degree_days: Option<DegreeDays>,
    pub coverage: Coverage,
}

/// How far from the end of a period the reading may lie that opens or closes it: a day, and an hour when clocks change.
const NEAR_SECONDS: i64 = 25 * 3600;

impl Usage {
    /// Returns a stretch of time of which nothing is known.
    #[must_use]
    pub const fn nothing(period: Period) -> Self {
        let coverage = Coverage { n_readings: 0, n_expected: 0 };
        Self { period, energy: None, volume: None, counted: None, cost: None, degree_days: None, coverage }
    }

    /// Returns the energy, if it was counted over the whole period: only then it can be compared.
    #[must_use]
    pub fn whole(&self) -> Option<Energy> {
        let (opened, closed) = self.counted?;
        let is_near = |at: Timestamp, bound: Timestamp| (at.as_second() - bound.as_second()).abs() <= NEAR_SECONDS;
        self.energy.filter(|_| is_near(opened, self.period.from) && is_near(closed, self.period.until))
    }
}

/// The part of a building's use that follows the weather.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    pub base: Temperature,
    /// Heat a degree day.
    pub slope: Energy,
}

impl Signature {
    /// Returns what would have been used in other weather; nothing below zero.
    #[must_use]
    pub fn correct(&self, used: Energy, (then, now): (DegreeDays, DegreeDays)) -> Option<Energy> {
        let more = i128::from(now.base()) - i128::from(then.base());
        let shift = divide_rounded(i128::from(self.slope.base()) * more, 1_000);
        let corrected = i128::from(used.base()).checked_add(shift)?.max(0);
        i64::try_from(corrected).ok().map(Energy::from_base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_in_other_weather_is_more_or_less_by_the_slope() {
        let gj = |tenths: i64| Energy::from_base(tenths * 100_000_000);
        let signature = Signature { base: Temperature::from_base(15_000), slope: gj(2) };
        let [mild, cold] = [350_000, 400_000].map(DegreeDays::from_base);
        assert_eq!(signature.correct(gj(750), (cold, mild)), Some(gj(650)));
        assert_eq!(signature.correct(gj(750), (mild, cold)), Some(gj(850)));
        assert_eq!(signature.correct(gj(50), (cold, mild)), Some(Energy::ZERO));
        assert_eq!(signature.correct(Energy::from_base(i64::MAX), (mild, cold)), None);
    }

    #[test]
    fn only_what_was_counted_from_end_to_end_is_compared() {
        let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        let period = Period { from: at(0), until: at(720) };
        let usage = |opened, closed| Usage {
            energy: Some(Energy::GJ),
            counted: Some((at(opened), at(closed))),
            ..Usage::nothing(period)
        };
        assert_eq!(usage(1, 744).whole(), Some(Energy::GJ));
        assert_eq!(usage(26, 720).whole(), None);
        assert_eq!(usage(0, 690).whole(), None);
        assert_eq!(usage(0, 760).whole(), None);
        assert_eq!(Usage::nothing(period).whole(), None);
    }
}
