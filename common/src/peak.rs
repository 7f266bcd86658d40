//! Contracted power against what a site draws: peaks of 60 minutes, what they let expect in design weather, and whether the
//! contract should change.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::forecast::Range;
use crate::id::{SiteCode, TariffName};
use crate::money::Money;
use crate::quantity::{Power, Temperature};
use crate::time::Period;

/// The mean power of the 60 minutes in which a site drew most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peak {
    /// The hour.
    pub period: Period,
    pub power: Power,
    #[serde(default)]
    pub outdoor: Option<Temperature>,
}

/// The contracted power of a site held against its peaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeakReport {
    pub site: SiteCode,
    #[serde(default)]
    pub contracted: Option<Power>,
    /// The highest of each of the last twelve local months, oldest first; months without readings are left out.
    pub peaks: Vec<Peak>,
    /// Of all readings of the last three years.
    #[serde(default)]
    pub highest: Option<Peak>,
    /// The outdoor temperature that the climate zone asks for.
    pub design_outdoor: Temperature,
    /// What the site would draw at it, and of how many days that is a line through; `None` where they do not carry it.
    #[serde(default)]
    pub at_design: Option<Extrapolation>,
    pub excess: Excess,
    /// What 0.01 MW costs a year, net.
    #[serde(default)]
    pub price: Option<PowerPrice>,
    pub advice: PowerAdvice,
    /// The last day on which a change for the next period can be ordered, as the configuration tells.
    #[serde(default)]
    pub deadline: Option<Date>,
}

/// The line through the daily peaks, read at the design temperature.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extrapolation {
    pub power: Range<Power>,
    pub n_days: u32,
    /// The coldest day among them.
    pub coldest: Temperature,
}

/// How far the contract was exceeded in the present local month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excess {
    pub n_hours: u32,
    /// The highest power above the contracted one.
    #[serde(default)]
    pub most: Option<Power>,
    #[serde(default)]
    pub last_at: Option<Timestamp>,
}

/// What contracted power costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerPrice {
    pub tariff: TariffName,
    /// Of 0.01 MW in a year, net.
    pub hundredth: Money,
}

/// Whether the contract should change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "advice", rename_all = "snake_case")]
pub enum PowerAdvice {
    Keep,
    /// A smaller power is enough, also in design weather; what that saves a year, net.
    Lower {
        to: Power,
        saves: Option<Money>,
    },
    /// The contract is exceeded, or would be in design weather.
    Raise {
        to: Power,
        costs: Option<Money>,
    },
    /// Too few cold days, no contracted power, or no outdoor temperature: why the report's other figures tell.
    Unknown,
}
