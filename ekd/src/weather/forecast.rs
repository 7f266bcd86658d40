//! What a site will use: its signature, brought to the level of the last weeks, and how wrong that was in the past.
//!
//! A building that lately used more or less than its signature says (warmer flats, another tenant, a new setting) will do
//! so for a while: half of that is believed, days two weeks back counting half. Chosen on the first parts of real series
//! and tested on their rest (`forecast_tests`). Knows neither archive nor clock.

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
/// No forecast is taken to be more exact than this share of it.
const LEAST_ERROR: f64 = 0.03;
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
    /// Root mean square of the errors of months over that of the months.
    pub deviation: f64,
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
    /// The standard deviation between years.
    pub deviation: DegreeDays,
    /// Days to come, also parts of one.
    pub n_days: f64,
}

impl Model {
    /// Fits days, which are sorted by date.
    ///
    /// # Errors
    /// As of a [signature].
    pub fn fit(days: &[HeatDay], period: Period) -> Result<Self, Misfit> {
        let Fit { signature, outliers } = signature::fit(days, period)?;
        let level = level(&signature, days, &outliers);
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
        let of_model = coming * tested.deviation.max(LEAST_ERROR);
        let half = nine_of_ten(tested.months.len()) * of_weather.hypot(of_model);
        let at = |coming: f64| Energy::from_base(used.base().saturating_add(energy(coming.max(0.0)).base()));
        Range { low: at(coming - half), expected: at(coming), high: at(coming + half) }
    }
}

/// Returns the factor of an interval that holds nine of ten, where the deviation is known from `n` errors: Student's.
#[must_use]
pub fn nine_of_ten(n: usize) -> f64 {
    1.645 + 1.6 / as_f64(n.max(1)) + 3.0 / as_f64(n.max(1)).powi(2)
}

/// Returns what was used lately as a share of what the signature expects.
fn level(signature: &Signature, days: &[HeatDay], outliers: &[bool]) -> f64 {
    let Some(last) = days.last().map(|day| day.outdoor.date) else { return 1.0 };
    let (mut used, mut expected) = (0.0, 0.0);
    for (day, is_outlier) in days.iter().zip(outliers) {
        if *is_outlier {
            continue;
        }
        let age = day.outdoor.date.until(last).map_or(0, |span| span.get_days());
        let weight = 0.5_f64.powf(f64::from(age) / HALF_LIFE);
        let of_signature = signature::expected(signature, day.outdoor.below(signature.base), 1);
        used += weight * exact(day.used.base());
        expected += weight * exact(of_signature.base());
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
    let deviation = deviation(&months);
    Some(Tested { test, deviation, months })
}

/// Returns the root mean square of the errors over that of what was used.
#[must_use]
pub fn deviation(months: &[TestedMonth]) -> f64 {
    let errors: f64 = months.iter().map(|month| (month.expected - month.used).powi(2)).sum();
    let size: f64 = months.iter().map(|month| month.used.powi(2)).sum();
    if size > 0.0 { (errors / size).sqrt() } else { 1.0 }
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
