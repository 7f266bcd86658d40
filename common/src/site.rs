//! A building supplied with heat.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{PointId, SiteCode, SiteId, TariffName};
use crate::point::MeteringPoint;
use crate::quantity::{Area, Energy, Power};
use crate::reading::Latest;
use crate::weather::{Outdoor, Wanted};

/// A building supplied with heat: one customer's, with one or more metering points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    pub id: SiteId,
    pub code: SiteCode,
    /// What people call it, usually the street and number.
    pub name: String,
    /// What the contract reserves; `None` where nobody has told us.
    #[serde(default)]
    pub contracted_power: Option<Power>,
}

/// What the office knows of a building besides its readings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteCard {
    pub site: SiteCode,
    /// Heated floor area.
    #[serde(default)]
    pub area: Option<Area>,
    #[serde(default)]
    pub category: Option<BuildingCategory>,
    /// The tariff of the configuration by which its heat is billed.
    #[serde(default)]
    pub tariff: Option<TariffName>,
}

/// With which other buildings one is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuildingCategory {
    MultiFamily,
    SingleFamily,
    Education,
    Office,
    Health,
    Commerce,
    Industry,
    #[serde(other)]
    Other,
}

impl BuildingCategory {
    pub const ALL: [Self; 8] = [
        Self::MultiFamily,
        Self::SingleFamily,
        Self::Education,
        Self::Office,
        Self::Health,
        Self::Commerce,
        Self::Industry,
        Self::Other,
    ];

    /// Returns the name used on the command line, in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MultiFamily => "multi_family",
            Self::SingleFamily => "single_family",
            Self::Education => "education",
            Self::Office => "office",
            Self::Health => "health",
            Self::Commerce => "commerce",
            Self::Industry => "industry",
            Self::Other => "other",
        }
    }

    /// Returns the category with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }
}

/// How a site stands right now, for lists: its identity, the latest values and the last 24 hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteOverview {
    pub site: Site,
    /// The point whose values are shown: the site's first.
    pub point: Option<MeteringPoint>,
    /// All points of the site.
    pub points: Vec<PointId>,
    /// The newest value of each quantity of `point`.
    pub latest: Vec<Latest>,
    pub state: SiteState,
    /// Heat used since local midnight.
    pub used_today: Option<Energy>,
    /// Heat used from midnight to the same local time a year ago; `None` where readings lie too far from either.
    #[serde(default)]
    pub used_a_year_ago: Option<Energy>,
    /// Mean power of each of the last 24 hours, oldest first; `None` where nothing was read.
    pub last_24_hours: Vec<Option<Power>>,
    /// The outdoor temperature that counts for the site.
    #[serde(default)]
    pub outdoor: Option<Outdoor>,
    /// What the network table and the site's heating curve want at it.
    #[serde(default)]
    pub wanted: Wanted,
}

/// What a technician must know before anything else; the order is that of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum SiteState {
    /// A sensor or a register gives values that cannot be true; they wait in quarantine.
    Doubtful {
        since: Timestamp,
    },
    /// Nothing has come for more than three expected cadences.
    Silent {
        since: Timestamp,
    },
    /// The newest reading is older than one and a half cadences.
    Late {
        since: Timestamp,
    },
    Live,
    /// Nothing has ever come.
    NoData,
    #[serde(other)]
    Unknown,
}
