//! The daemon's side of the service: a listener, who may do what, and a handler for each method.
//!
//! Handlers are a few lines: check access, ask the archive or a use case, map the error. No rules, no SQL.

pub mod access;
mod answer;
mod archive;
mod change;
mod import;
pub mod listen;
mod patient;
mod places;
mod point;
mod reading;
mod service;
mod site;
mod source;
mod status;

use std::collections::BTreeMap;
use std::sync::Arc;

use common::id::SourceName;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::reception::Reception;

pub use access::Operators;
pub use import::{SOURCE as IMPORT, Uploads};

/// What handlers may use.
#[derive(Clone, Debug)]
pub struct House {
    pub reception: Reception,
    pub uploads: Uploads,
    /// How people ask for a source out of turn.
    pub nudges: Arc<BTreeMap<SourceName, Arc<Notify>>>,
    pub about: Arc<About>,
    pub stop: CancellationToken,
}

/// What does not change while the daemon runs.
#[derive(Debug)]
pub struct About {
    pub zone: TimeZone,
    /// The archive holds an invented town.
    pub demo: bool,
    pub started_at: Timestamp,
    pub operators: Operators,
}
