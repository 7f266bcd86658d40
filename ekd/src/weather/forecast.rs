//! What a site will use: its signature, brought to the level of the last weeks, and how wrong that was in the past.
//!
//! A building that lately used more or less than its signature says (warmer flats, another tenant, a new setting) will do
//! so for a while: half of that is believed, days two weeks back counting half. Chosen on the first parts of real series
//! and tested on their rest (`forecast_tests`). Knows neither archive nor clock.

use std::collections::BTreeMap;

use common::forecast::{BackTest, Range, Signature};
use common::quantity::{DegreeDays, Energy, Temperature};
use common::time::Period;
use jiff::civil::Date;

use super::signature::{self, FEWEST_DAYS, Fit, HeatDay, Misfit, as_f64, energy, exact};

/// Days after which one counts half for the level.
const HALF_LIFE: f64 = 14.0;
/// How much of a deviation of the last weeks is believed to go on.
const BELIEVED: f64 = 0.5;
/// No level is further off the signature than this.
const LEVELS: (f64, f64) = (0.3, 3.0);
/// Months that a back-test looks at, the last ones.
const MONTHS: usize = 12;
/// Days of a month that must be known to test it.
const LEAST_OF_MONTH: usize = 15;
/// Fewest days of a forecast: those of a fit, and a month on which it is tested.
pub const FEWEST_DAYS_TO_TEST: u32 = FEWEST_DAYS + 31;
/// The error of a month that is usual where little is known, and how many months that weighs.
const USUAL_ERROR: f64 = 0.15;
const USUAL_MONTHS: f64 = 2.0;
/// Another year counts where it knows this share of the days to come.
const KNOWN_OF_YEAR: f64 = 0.8;
/// From so many years on their own deviation is told; before, that of a month in Warsaw from 2010 to 2021.
const YEARS_TO_DEVIATE: usize = 4;
const USUAL_DEVIATION: f64 = 0.2;
/// The base of the degree days to whose ratio a forecast is compared.
const USUAL: Temperature = Temperature::from_base(15_000);

/// A signature and the level at which the building has been lately.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub signature: Signature,
    /// What was used lately as a share of what the signature expects.
    pub level: f64,
}

/// How wrong forecasts of past months were.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    pub test: BackTest,
    pub months: Vec<TestedMonth>,
}

/// A month that was forecast from what was known before it, in the weather that it had.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestedMonth {
    /// Its first day.
    pub month: Date,
    /// On the days that are known, in joules.
    pub used: f64,
    pub expected: f64,
    pub same_month_last_year: Option<f64>,
    pub degree_day_ratio: Option<f64>,
}

/// Degree days of the days to come, as they were in other years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    pub degree_days: DegreeDays,
    /// The standard deviation of one year.
    pub deviation: DegreeDays,
    /// Days to come, also parts of one.
    pub n_days: f64,
    pub n_years: u32,
}

/// Thousandths of Sd(tb) that days to come had in one other year, or, if they are over, had.
pub type Year = BTreeMap<Date, i64>;

impl Model {
    /// Fits days, which are sorted by date.
    ///
    /// # Errors
    /// As of a [signature].
    pub fn fit(days: &[HeatDay], period: Period) -> Result<Self, Misfit> {
        let Fit { signature, .. } = signature::fit(days, period)?;
        let level = level(&signature, days);
        Ok(Self { signature, level })
    }

    /// Returns what is expected of so many days with so many degree days Sd(tb) together, in joules.
    #[must_use]
    pub fn expected(&self, degree_days: DegreeDays, n_days: f64) -> f64 {
        let of_weather = exact(self.signature.slope.base()) * exact(degree_days.base()) / 1_000.0;
        self.level * (exact(self.signature.independent.base()) * n_days + of_weather)
    }

    fn expected_of(&self, days: &[HeatDay]) -> f64 {
        self.expected(sum(days, self.signature.base), as_f64(days.len()))
    }

    /// Returns what will have been used: what was, and what the days ahead let expect, in nine of ten cases.
    #[must_use]
    pub fn range(&self, used: Energy, ahead: &Ahead, tested: &Tested) -> Range<Energy> {
        let coming = self.expected(ahead.degree_days, ahead.n_days).max(0.0);
        let of_weather = self.level * exact(self.signature.slope.base()) * exact(ahead.deviation.base()) / 1_000.0;
        let of_model = deviation(&tested.months, coming);
        let half = nine_of_ten(tested.months.len()) * of_weather.hypot(of_model);
        let at = |coming: f64| Energy::from_base(used.base().saturating_add(energy(coming.max(0.0)).base()));
        Range { low: at(coming - half), expected: at(coming), high: at(coming + half) }
    }
}

/// Returns what is expected of the weather of days, given with the share of each that is to come: what they had, where
/// `past` knows it, and else the mean of the other years that know most of them; `None` where none does.
#[must_use]
pub fn ahead(to_come: &[(Date, f64)], past: &Year, years: &[Year]) -> Option<Ahead> {
    let n_days = to_come.iter().map(|(_, share)| share).sum();
    let known: f64 = to_come.iter().filter_map(|(date, share)| Some(share * exact(*past.get(date)?))).sum();
    let open: Vec<(Date, f64)> = to_come.iter().filter(|(date, _)| !past.contains_key(date)).copied().collect();
    let n_open: f64 = open.iter().map(|(_, share)| share).sum();
    if open.is_empty() {
        return Some(Ahead { degree_days: degree_days(known), deviation: DegreeDays::ZERO, n_days, n_years: 0 });
    }
    let of_year = |year: &Year| {
        let told = open.iter().filter_map(|(date, share)| Some((share, exact(*year.get(date)?))));
        let (n_told, sum) = told.fold((0.0, 0.0), |(n, sum), (share, value)| (n + share, sum + share * value));
        (n_told >= KNOWN_OF_YEAR * n_open).then(|| sum / n_told * n_open)
    };
    let sums: Vec<f64> = years.iter().filter_map(of_year).collect();
    if sums.is_empty() {
        return None;
    }
    let n = as_f64(sums.len());
    let mean = sums.iter().sum::<f64>() / n;
    let between = if sums.len() >= YEARS_TO_DEVIATE {
        (sums.iter().map(|sum| (sum - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
    } else {
        mean * USUAL_DEVIATION
    };
    Some(Ahead {
        degree_days: degree_days(known + mean),
        // The mean of few years is uncertain itself.
        deviation: degree_days(between * (1.0 + n.recip()).sqrt()),
        n_days,
        n_years: u32::try_from(sums.len()).unwrap_or(u32::MAX),
    })
}

fn degree_days(thousandths: f64) -> DegreeDays {
    DegreeDays::from_base(energy(thousandths).base())
}

/// Returns the standard deviation that a forecast of so much is told to have after the errors of these months.
///
/// The errors grow with the root of what is expected, so that a warm month is not told to be exact because it is small; of
/// more than a month, errors are taken to go the same way. Few months are joined by what is usual.
#[must_use]
pub fn deviation(months: &[TestedMonth], expected: f64) -> f64 {
    let n = as_f64(months.len());
    let size = months.iter().map(|month| month.used).sum::<f64>() / n.max(1.0);
    let errors: f64 = months.iter().map(|month| (month.expected - month.used).powi(2)).sum();
    let scale: f64 = months.iter().map(|month| month.expected * size).sum();
    let own = if scale > 0.0 { errors / scale } else { USUAL_ERROR.powi(2) };
    let square = (own * n + USUAL_ERROR.powi(2) * USUAL_MONTHS) / (n + USUAL_MONTHS);
    square.sqrt() * expected.max((expected.max(0.0) * size).sqrt())
}

/// Returns the factor of an interval that holds nine of ten, with the deviation known from `n` months.
#[must_use]
pub fn nine_of_ten(n: usize) -> f64 {
    1.645 * (1.0 + 0.8 / as_f64(n.max(1)))
}

/// Returns what was used lately as a share of what the signature expects. A day counts for no less than half of that and
/// no more than twice: an outage or a test of the plant is no level.
fn level(signature: &Signature, days: &[HeatDay]) -> f64 {
    let Some(last) = days.last().map(|day| day.outdoor.date) else { return 1.0 };
    let (mut used, mut expected) = (0.0, 0.0);
    for day in days {
        let age = day.outdoor.date.until(last).map_or(0, |span| span.get_days());
        let weight = 0.5_f64.powf(f64::from(age) / HALF_LIFE);
        let of_day = exact(signature::expected(signature, day.outdoor.below(signature.base), 1).base());
        used += weight * exact(day.used.base()).clamp(of_day / 2.0, of_day * 2.0);
        expected += weight * of_day;
    }
    if expected <= 0.0 {
        return 1.0;
    }
    (1.0 + BELIEVED * (used / expected - 1.0)).clamp(LEVELS.0, LEVELS.1)
}

fn sum(days: &[HeatDay], base: Temperature) -> DegreeDays {
    DegreeDays::from_base(days.iter().map(|day| day.outdoor.below(base).base()).sum())
}

fn used(days: &[HeatDay]) -> f64 {
    days.iter().map(|day| exact(day.used.base())).sum()
}

/// Forecasts each of the last months from the days before it; `None` where no month can be tested.
///
/// Where enough of them have a month a year before, only these are tested, so that the errors are of the same months.
#[must_use]
pub fn back_test(days: &[HeatDay], period: Period) -> Option<Tested> {
    let mut months = months(days, period);
    let with_year: Vec<TestedMonth> =
        months.iter().filter(|month| month.same_month_last_year.is_some()).copied().collect();
    if with_year.len() * 2 >= months.len() {
        months = with_year;
    }
    if months.is_empty() {
        return None;
    }
    let all: f64 = months.iter().map(|month| month.used).sum();
    let error = |of: &dyn Fn(&TestedMonth) -> Option<f64>| {
        let errors: Option<Vec<f64>> = months.iter().map(|month| Some((of(month)? - month.used).abs())).collect();
        errors.filter(|_| all > 0.0).map(|errors| errors.iter().sum::<f64>() / all)
    };
    let test = BackTest {
        error: error(&|month| Some(month.expected))?,
        same_month_last_year: error(&|month| month.same_month_last_year),
        degree_day_ratio: error(&|month| month.degree_day_ratio),
        n_months: u32::try_from(months.len()).unwrap_or(u32::MAX),
    };
    Some(Tested { test, months })
}

/// Forecasts the last months of which enough is known, each from the days before it.
#[must_use]
pub fn months(days: &[HeatDay], period: Period) -> Vec<TestedMonth> {
    let first_of = |day: &HeatDay| day.outdoor.date.first_of_month();
    let mut starts: Vec<usize> = vec![0];
    starts.extend((1..days.len()).filter(|at| first_of(&days[*at]) != first_of(&days[*at - 1])));
    let ends = starts.iter().skip(1).copied().chain([days.len()]);
    let of_months: Vec<(&[HeatDay], &[HeatDay])> =
        starts.iter().zip(ends).map(|(start, end)| (&days[..*start], &days[*start..end])).collect();
    let is_known =
        |(before, of): &&(&[HeatDay], &[HeatDay])| of.len() >= LEAST_OF_MONTH && before.len() >= FEWEST_DAYS as usize;
    let test = |(before, of): &(&[HeatDay], &[HeatDay])| tested(before, of, period);
    let mut tested: Vec<TestedMonth> = of_months.iter().rev().filter(is_known).take(MONTHS).filter_map(test).collect();
    tested.reverse();
    tested
}

fn tested(before: &[HeatDay], of: &[HeatDay], period: Period) -> Option<TestedMonth> {
    let month = of.first()?.outdoor.date.first_of_month();
    let model = Model::fit(before, period).ok()?;
    let year_ago = month.checked_sub(jiff::Span::new().years(1)).ok()?;
    let then: Vec<HeatDay> =
        before.iter().filter(|day| day.outdoor.date.first_of_month() == year_ago).cloned().collect();
    let per_day = (then.len() >= LEAST_OF_MONTH).then(|| used(&then) / as_f64(then.len()));
    let (of_before, of_month) = (exact(sum(before, USUAL).base()), exact(sum(of, USUAL).base()));
    Some(TestedMonth {
        month,
        used: used(of),
        expected: model.expected_of(of),
        same_month_last_year: per_day.map(|per_day| per_day * as_f64(of.len())),
        degree_day_ratio: (of_before > 0.0).then(|| used(before) / of_before * of_month),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jiff::Timestamp;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::lived::{Building, lived};
    use super::*;

    const ALWAYS: Period = Period { from: Timestamp::MIN, until: Timestamp::MAX };
    const HOUSE: Building = Building { independent: 0.8, slope: 0.25, base: 14.0, chance: 0.08 };
    static KNOWN: LazyLock<(Model, Tested)> = LazyLock::new(|| {
        let days = lived(HOUSE, 400, 2);
        (Model::fit(&days, ALWAYS).unwrap(), back_test(&days, ALWAYS).unwrap())
    });

    #[test]
    fn a_building_that_follows_the_weather_is_forecast_better_than_by_its_neighbours() {
        let tested = back_test(&lived(HOUSE, 1_000, 4), ALWAYS).unwrap();
        let BackTest { error, same_month_last_year, degree_day_ratio, n_months } = tested.test;
        assert_eq!((n_months, tested.months.len()), (12, 12));
        assert!(error < 0.03, "{error}");
        assert!(error < same_month_last_year.unwrap() && error < degree_day_ratio.unwrap());
        let short = back_test(&lived(HOUSE, 200, 4), ALWAYS).unwrap();
        assert!(short.test.same_month_last_year.is_none() && short.test.degree_day_ratio.is_some());
        assert_eq!(back_test(&lived(HOUSE, 45, 4), ALWAYS), None);
        assert_eq!(back_test(&[], ALWAYS), None);
    }

    #[test]
    fn half_of_what_the_last_weeks_deviate_is_believed() {
        let mut days = lived(Building { chance: 0.01, ..HOUSE }, 700, 9);
        let level = |days: &[HeatDay]| Model::fit(days, ALWAYS).unwrap().level;
        assert!((level(&days) - 1.0).abs() < 0.01);
        let n_days = days.len();
        for day in &mut days[n_days - 60..] {
            day.used = Energy::from_base(day.used.base() / 100 * 112);
        }
        let level = level(&days);
        assert!((1.03..1.07).contains(&level), "{level}");
    }

    #[test]
    fn the_weather_ahead_is_the_mean_of_the_years_that_know_it() {
        let day = |day: i8| date(2026, 1, day);
        let year = |value: i64, n: i8| (1..=n).map(|at| (day(at), value)).collect::<Year>();
        let to_come: Vec<(Date, f64)> = (1..=10).map(|at| (day(at), if at == 1 { 0.5 } else { 1.0 })).collect();
        let years = [year(10_000, 10), year(20_000, 9), year(90_000, 3)];
        let told = ahead(&to_come, &Year::new(), &years).unwrap();
        assert_eq!((told.n_years, told.degree_days.base()), (2, 142_500));
        assert!((told.n_days - 9.5).abs() < 1e-9 && told.deviation.base() > 28_500);
        // What is over is known, whatever other years had.
        let told = ahead(&to_come, &year(1_000, 10), &[]).unwrap();
        assert_eq!((told.n_years, told.degree_days.base(), told.deviation.base()), (0, 9_500, 0));
        assert_eq!(ahead(&to_come, &year(1_000, 9), &[]), None);
        assert_eq!(ahead(&[], &Year::new(), &[]).map(|told| told.degree_days), Some(DegreeDays::ZERO));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_range_holds_the_estimate_and_is_never_less_than_what_was_used(
            used in 0_i64..1_000_000_000_000,
            (degree_days, deviation) in (0_i64..5_000_000, 0_i64..500_000),
            n_days in 0.0_f64..300.0,
            level in 0.3_f64..3.0,
        ) {
            let (fitted, tested) = &*KNOWN;
            let model = Model { level, ..fitted.clone() };
            let (degree_days, deviation) = (DegreeDays::from_base(degree_days), DegreeDays::from_base(deviation));
            let ahead = Ahead { degree_days, deviation, n_days, n_years: 3 };
            let Range { low, expected, high } = model.range(Energy::from_base(used), &ahead, tested);
            prop_assert!(used <= low.base() && low <= expected && expected <= high);
            let nothing = Ahead { degree_days: DegreeDays::ZERO, deviation: DegreeDays::ZERO, n_days: 0.0, n_years: 3 };
            let over = model.range(Energy::from_base(used), &nothing, tested);
            prop_assert_eq!([over.low, over.expected, over.high].map(Energy::base), [used; 3]);
        }
    }
}
