//! The sections about the daemon itself.

use std::net::SocketAddr;
use std::path::PathBuf;

use common::account::Login;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, ToSpan as _};
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

/// `[rpc]`: where front ends of the same machine find it, and who of its users need no password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RpcConfig {
    /// The Unix socket; by default systemd's, `/run/ekd/ekd.sock`, or the user's own.
    pub socket: Option<PathBuf>,
    /// Users of the server and the accounts that are theirs.
    pub peers: Vec<PeerConfig>,
}

/// A user of the server whose account it is: the kernel vouches for the user.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PeerConfig {
    /// A name in `/etc/passwd`, or a number.
    pub user: UserName,
    /// The log-in name of an account.
    pub account: String,
}

/// A user of the server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum UserName {
    Number(u32),
    Name(String),
}

impl RpcConfig {
    /// Returns everything that is wrong.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (index, peer) in self.peers.iter().enumerate() {
            if let Err(error) = Login::parse(&peer.account) {
                problems.push(format!("rpc: peers: {:?}: {error}", peer.account));
            }
            if self.peers.iter().take(index).any(|other| other.user == peer.user) {
                problems.push(format!("rpc: peers: {:?} stands twice", peer.user));
            }
        }
        problems
    }
}

/// `[accounts]`: what is kept of people, and for how long.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AccountsConfig {
    /// How long the history of log-ins is kept.
    pub keep_log_ins: Span,
}

impl Default for AccountsConfig {
    fn default() -> Self {
        Self { keep_log_ins: 24.months() }
    }
}

impl AccountsConfig {
    /// Returns everything that is wrong.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let years = self.keep_log_ins.get_years();
        let months = i32::from(years) * 12 + self.keep_log_ins.get_months();
        let is_sane = (1..=120).contains(&months)
            && self.keep_log_ins.fieldwise()
                == Span::new().years(years).months(self.keep_log_ins.get_months()).fieldwise();
        if is_sane {
            Vec::new()
        } else {
            vec!["accounts: keep-log-ins must be 1 month to 10 years, such as \"24mo\"".to_owned()]
        }
    }
}

/// `[tls]`: where front ends of other machines find it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TlsConfig {
    /// Address and port, such as `0.0.0.0:7443`.
    pub listen: SocketAddr,
    /// The chain in PEM, the daemon's own certificate first.
    pub certificate: PathBuf,
    /// Its private key in PEM, which others cannot read.
    pub key: PathBuf,
}

impl TlsConfig {
    /// Returns everything that is wrong.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let relative = [("certificate", &self.certificate), ("key", &self.key)];
        let relative = relative.into_iter().filter(|(_, path)| path.is_relative());
        relative.map(|(key, _)| format!("tls: {key} must be an absolute path")).collect()
    }
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
