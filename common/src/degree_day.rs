//! Heating degree days: how much a period called for heating.
//!
//! Two definitions are usual, and every figure says which one it is of. How temperatures become degree days is a rule of
//! the daemon.

use serde::{Deserialize, Serialize};

use crate::id::SiteCode;
use crate::quantity::{DegreeDays, Temperature};
use crate::time::{Period, Step};
use crate::weather::OutdoorFrom;

/// How degree days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "degree_days", rename_all = "snake_case")]
pub enum DegreeDayDefinition {
    /// Sd(tb) = Σ max(tb − t, 0) / 24 over the hours; tb = 15 °C is usual in Polish literature.
    Hourly { base: Temperature },
    /// Eurostat's: 18 °C − mean of the day, on days whose mean is at most 15 °C.
    Eurostat,
}

impl Default for DegreeDayDefinition {
    fn default() -> Self {
        Self::Hourly { base: Temperature::from_base(15_000) }
    }
}

/// Which degree days are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DegreeDayQuery {
    /// `None`: of the installation's station.
    #[serde(default)]
    pub site: Option<SiteCode>,
    #[serde(default)]
    pub definition: DegreeDayDefinition,
    pub period: Period,
    /// Days or longer.
    pub step: Step,
}

/// The degree days of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DegreeDaySeries {
    pub definition: DegreeDayDefinition,
    /// Whose temperatures counted, each kind that did.
    pub from: Vec<OutdoorFrom>,
    pub buckets: Vec<DegreeDayBucket>,
}

/// The degree days of one bucket of local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DegreeDayBucket {
    pub period: Period,
    /// The sum over the days that are known; `None` where no day is.
    #[serde(default)]
    pub value: Option<DegreeDays>,
    /// The mean outdoor temperature of the days that are known.
    #[serde(default)]
    pub mean: Option<Temperature>,
    /// Days whose temperatures are known well enough.
    pub n_days: u32,
    /// Days of the bucket that are over.
    pub n_expected: u32,
}
