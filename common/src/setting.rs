//! The journal of settings: what was changed at a site's automation, when and why; and what a change was worth.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Login;
use crate::forecast::{Cost, Range, Signature};
use crate::id::{SettingId, SiteCode};
use crate::quantity::{DegreeDays, Energy};
use crate::time::Period;

/// What kind of thing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    /// The heating curve.
    Curve,
    /// Lowering at night or at weekends.
    SetBack,
    /// The outdoor temperature at which heating stops.
    HeatingLimit,
    /// The temperature or the hours of the domestic hot water.
    HotWater,
    /// Pumps, valves, balancing.
    Hydraulics,
    /// The building itself: insulation, windows, an extension.
    Building,
    #[serde(other)]
    Other,
}

impl SettingKind {
    pub const ALL: [Self; 7] =
        [Self::Curve, Self::SetBack, Self::HeatingLimit, Self::HotWater, Self::Hydraulics, Self::Building, Self::Other];

    /// Returns the name used on the command line, in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curve => "curve",
            Self::SetBack => "set_back",
            Self::HeatingLimit => "heating_limit",
            Self::HotWater => "hot_water",
            Self::Hydraulics => "hydraulics",
            Self::Building => "building",
            Self::Other => "other",
        }
    }

    /// Returns the kind with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A change that is to be written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSetting {
    pub site: SiteCode,
    /// Since when it counts.
    pub at: Timestamp,
    pub kind: SettingKind,
    /// What was changed, such as `krzywa 1,4→1,2`; at most 200 characters.
    pub text: String,
}

/// A change that was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// `None`: a heating curve that was set in [`crate::weather`].
    #[serde(default)]
    pub id: Option<SettingId>,
    pub site: SiteCode,
    pub at: Timestamp,
    pub kind: SettingKind,
    pub text: String,
    pub set_at: Timestamp,
    /// Who wrote it down: told to staff, and to the account itself.
    #[serde(default)]
    pub set_by: Option<Login>,
}

/// Which changes are wanted, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingQuery {
    #[serde(default)]
    pub site: Option<SiteCode>,
    #[serde(default)]
    pub period: Option<Period>,
}

/// Which periods of a site are to be compared on equal weather.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonQuery {
    pub site: SiteCode,
    pub before: Period,
    pub after: Period,
}

/// Two periods of a site compared on equal weather (IPMVP option C): what the building would have used afterwards had it
/// gone on as before, and what it used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingComparison {
    pub site: SiteCode,
    pub before: ComparedPeriod,
    pub after: ComparedPeriod,
    /// What the signature of the time before expects in the weather of the time after.
    pub expected: Energy,
    /// Used less expected: negative where heat was saved.
    pub difference: Range<Energy>,
    /// The same as a share of what was expected.
    pub share: Range<f64>,
    /// What the difference costs, net; negative where money was saved.
    #[serde(default)]
    pub cost: Option<Cost>,
    pub verdict: Verdict,
    /// The signature of the time before.
    pub signature: Signature,
}

/// One of the two periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedPeriod {
    pub period: Period,
    /// Of the days that count.
    pub used: Energy,
    /// Sd(tb) of the days that count, tb being that of the signature.
    pub degree_days: DegreeDays,
    pub n_days: u32,
}

/// What a comparison lets say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Less,
    More,
    /// The difference may be chance.
    Unclear,
}

impl Verdict {
    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Less => "less",
            Self::More => "more",
            Self::Unclear => "unclear",
        }
    }
}
