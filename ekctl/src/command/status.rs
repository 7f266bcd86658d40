//! How the daemon is doing.

use common::id::Cursor;
use jiff::Timestamp;

use crate::exit::Failure;
use crate::output::{Output, row};
use crate::session::Session;

row! {
    /// How the daemon is doing.
    pub struct StatusRow: "status" {
        /// version of ekd
        pub version: String,
        /// where it listens
        pub server: String,
        /// time zone of the installation
        pub zone: String,
        /// whether the archive holds an invented town
        pub demo: bool,
        /// when it was started
        pub started_at: Timestamp,
        /// its clock
        pub now: Timestamp,
        /// the newest reading of all
        pub data_at: Option<Timestamp>,
        /// sites
        pub n_sites: u64,
        /// metering points
        pub n_points: u64,
        /// documents received
        pub n_documents: u64,
        /// documents set aside
        pub n_parked: u64,
        /// values that wait for a person
        pub n_quarantined: u64,
        /// sources
        pub n_sources: u64,
        /// sources that fail
        pub n_sources_failing: u64,
        /// where the event journal stands
        pub cursor: Cursor,
    }
}

/// Shows how the daemon is doing; it told that when the session was opened.
///
/// # Errors
/// Those of the writer.
pub fn run(session: &Session, output: &mut Output) -> Result<(), Failure> {
    let status = &session.status;
    let row = StatusRow {
        version: status.version.clone(),
        server: session.endpoint().to_string(),
        zone: status.zone.clone(),
        demo: status.demo,
        started_at: status.started_at,
        now: status.now,
        data_at: status.data_at,
        n_sites: status.n_sites,
        n_points: status.n_points,
        n_documents: status.n_documents,
        n_parked: status.n_parked,
        n_quarantined: status.n_quarantined,
        n_sources: status.n_sources,
        n_sources_failing: status.n_sources_failing,
        cursor: status.cursor,
    };
    Ok(output.record(row)?)
}
