//! The place where heat is measured.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::id::{PointCode, PointId, SiteId, SourceName};
use crate::quantity::Quantity;

/// The place where heat is measured; it keeps its identity when the meter in it is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeteringPoint {
    pub id: PointId,
    pub code: PointCode,
    pub site: SiteId,
    /// What the point measures, such as `c.o. + c.w.u.`; may be empty.
    pub name: String,
    /// How often a reading is expected; without it coverage is unknown.
    #[serde(default)]
    pub cadence: Option<SignedDuration>,
    /// The source that delivered it last.
    #[serde(default)]
    pub source: Option<SourceName>,
    /// The quantities that have ever been read here.
    #[serde(default)]
    pub quantities: Vec<Quantity>,
    #[serde(default)]
    pub first_at: Option<Timestamp>,
    #[serde(default)]
    pub last_at: Option<Timestamp>,
}
