//! The versions of this program and of the protocol that it speaks.

use common::wire::PROTOCOLS;

use crate::exit::Failure;
use crate::output::{Output, row};

row! {
    /// The versions of the program and of its protocol.
    pub struct VersionRow: "version" {
        /// version of ekctl
        pub version: String,
        /// the oldest protocol that it speaks
        pub oldest_protocol: u16,
        /// the newest protocol that it speaks
        pub newest_protocol: u16,
    }
}

/// Shows the versions.
///
/// # Errors
/// Those of the writer.
pub fn run(output: &mut Output) -> Result<(), Failure> {
    let (oldest_protocol, newest_protocol) = PROTOCOLS;
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Ok(output.record(VersionRow { version, oldest_protocol, newest_protocol })?)
}
