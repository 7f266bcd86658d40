//! The energy signature of a building, and what it lets expect of a month or a season.
//!
//! E = a + b · Sd(tb) a day: `a` does not depend on the weather (hot water, losses), tb is fitted. Figures are the daemon's
//! estimates; a forecast never comes without the error that it would have made in the past.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{SiteCode, TariffName};
use crate::money::Money;
use crate::quantity::{DegreeDays, Energy, Temperature};
use crate::time::{Period, View};

/// Whose signature is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureQuery {
    pub site: SiteCode,
    /// The days to fit; `None`: the three years before the present.
    #[serde(default)]
    pub period: Option<Period>,
}

/// The energy signature of a building.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// tb: below it the building needs heating.
    pub base: Temperature,
    /// a: heat a day that does not depend on the weather.
    pub independent: Energy,
    /// b: heat a degree day of Sd(tb).
    pub slope: Energy,
    /// Half the width of the 95 % interval of a, at this tb.
    pub independent_error: Energy,
    /// Half the width of the 95 % interval of b, at this tb.
    pub slope_error: Energy,
    /// The share of the days' variance that it explains, 0 to 1.
    pub r_squared: f64,
    /// The residual standard deviation as a share of the mean day: CV(RMSE) of ASHRAE Guideline 14.
    pub cv_rmse: f64,
    pub n_days: u32,
    /// Days that fit so badly that they were left out.
    pub n_outliers: u32,
    pub period: Period,
}

/// One day that a signature was fitted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureDay {
    pub date: Date,
    pub mean: Temperature,
    /// Sd(tb) of the day.
    pub degree_days: DegreeDays,
    pub used: Energy,
    pub is_outlier: bool,
}

/// A signature with its days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedSignature {
    pub site: SiteCode,
    pub signature: Signature,
    pub days: Vec<SignatureDay>,
}

/// What is to be forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastQuery {
    pub site: SiteCode,
    /// [`View::Month`] or [`View::Season`].
    pub view: View,
    /// A day in it.
    pub day: Date,
}

/// What a site will have used at the end of a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    pub site: SiteCode,
    pub view: View,
    pub period: Period,
    /// What it has used already, and until when that is known.
    pub used: Energy,
    #[serde(default)]
    pub used_until: Option<Timestamp>,
    pub expected: Range<Energy>,
    /// Net; `None` where the site has no tariff with prices for the whole period.
    #[serde(default)]
    pub cost: Option<Cost>,
    pub weather: NormalWeather,
    pub back_test: BackTest,
    pub signature: Signature,
}

/// An estimate and the interval in which it lies in nine of ten cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range<T> {
    pub low: T,
    pub expected: T,
    pub high: T,
}

/// What heat costs, net.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub tariff: TariffName,
    pub amount: Range<Money>,
}

/// The weather that the days to come are expected to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormalWeather {
    /// Sd(tb) of the days to come.
    pub degree_days: DegreeDays,
    /// Years of the archive that it is the mean of.
    pub n_years: u32,
}

/// The error that forecasts made in the past would have had, each from what was known before its month, in the weather
/// that came: the sum of the absolute errors over the sum of what was used.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackTest {
    /// Of this way of forecasting, such as 0.04.
    pub error: f64,
    /// Of taking the same month of the year before.
    #[serde(default)]
    pub same_month_last_year: Option<f64>,
    /// Of multiplying all that was used before by the ratio of the degree days.
    #[serde(default)]
    pub degree_day_ratio: Option<f64>,
    pub n_months: u32,
}
