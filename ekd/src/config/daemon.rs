//! The sections about the daemon itself.

use std::path::PathBuf;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// `[daemon]`: where it lives.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DaemonConfig {
    /// IANA name of the zone whose midnights bound days and months.
    pub zone: String,
    /// Where the archive is; by default systemd's, `/var/lib/ekd`, or the user's own.
    pub state_directory: Option<PathBuf>,
}

impl Default for DaemonConfig {
    fn default() -> Self {
        Self { zone: "Europe/Warsaw".to_owned(), state_directory: None }
    }
}

impl DaemonConfig {
    /// Returns everything that is wrong.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if let Err(error) = TimeZone::get(&self.zone) {
            problems.push(format!("daemon: zone: {error}"));
        }
        if self.state_directory.as_ref().is_some_and(|path| path.is_relative()) {
            problems.push("daemon: state-directory must be an absolute path".to_owned());
        }
        problems
    }

    /// Returns the zone.
    ///
    /// # Errors
    /// Where [`check`](Self::check) finds it wrong.
    pub fn time_zone(&self) -> Result<TimeZone, jiff::Error> {
        TimeZone::get(&self.zone)
    }
}

/// `[archive]`: how the logbook is kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArchiveConfig {
    /// Fresh lines are sealed into pages when the oldest has waited for so long, if not earlier for their number.
    pub seal_after: SignedDuration,
}

impl Default for ArchiveConfig {
    fn default() -> Self {
        Self { seal_after: SignedDuration::from_hours(6) }
    }
}

impl ArchiveConfig {
    /// Returns everything that is wrong.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let is_sane = !self.seal_after.is_negative() && self.seal_after <= SignedDuration::from_hours(48);
        if is_sane { Vec::new() } else { vec!["archive: seal-after must be between 0s and 48h".to_owned()] }
    }
}

/// `[rpc]`: where front ends find it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RpcConfig {
    /// The Unix socket; by default systemd's, `/run/ekd/ekd.sock`, or the user's own.
    pub socket: Option<PathBuf>,
    /// User ids that may import documents and ask sources, besides root and the daemon's own user.
    pub operators: Vec<u32>,
}

/// `[log]`: how much it tells.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LogConfig {
    /// Levels, such as `info` or `warn,ekd=debug`.
    pub filter: String,
}

impl LogConfig {
    /// Returns everything that is wrong.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let parsed = self.filter.parse::<tracing_subscriber::filter::Targets>();
        parsed.err().map(|error| format!("log: filter: {error}")).into_iter().collect()
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { filter: "info".to_owned() }
    }
}
