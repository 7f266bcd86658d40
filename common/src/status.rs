//! How the daemon itself is doing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::Cursor;
use crate::weather::Outdoor;

/// How the daemon itself is doing, in one cheap answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    pub version: String,
    /// Which archive this is: another one counts documents and events anew.
    #[serde(default)]
    pub archive: String,
    /// IANA name of the installation's time zone, such as `Europe/Warsaw`.
    pub zone: String,
    /// The archive holds an invented town that nobody lives in.
    pub demo: bool,
    pub started_at: Timestamp,
    pub now: Timestamp,
    /// The newest reading of all.
    #[serde(default)]
    pub data_at: Option<Timestamp>,
    pub n_sites: u64,
    pub n_points: u64,
    pub n_documents: u64,
    pub n_parked: u64,
    pub n_quarantined: u64,
    pub n_sources: u64,
    pub n_sources_failing: u64,
    /// The outdoor temperature that counts for the whole installation.
    #[serde(default)]
    pub outdoor: Option<Outdoor>,
    /// Where the event journal stands.
    pub cursor: Cursor,
}
