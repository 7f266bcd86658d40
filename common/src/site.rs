//! A building supplied with heat.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{PointId, SiteCode, SiteId};
use crate::point::MeteringPoint;
use crate::quantity::{Energy, Power};
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
