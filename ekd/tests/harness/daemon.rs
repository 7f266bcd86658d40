//! The daemon inside the test's process.

use std::path::Path;

use common::account::{Login, Role};
use ekd::clock::Clock;
use ekd::config::paths::Paths;
use ekd::config::{Config, PeerConfig, RpcConfig, UserName};
use ekd::founding::{self, Founder};
use ekd::run::{RunError, Running, Start};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::client::Client;

/// The mappings that are shipped as samples, by the names under which the tests use them.
const MAPPINGS: [(&str, &str); 4] = [
    ("aalborg", include_str!("../../samples/mapping-aalborg.toml")),
    ("hhw", include_str!("../../samples/mapping-hhw.toml")),
    ("long", include_str!("../../samples/mapping-long.toml")),
    ("polish", include_str!("../../samples/mapping-polish.toml")),
];

/// A daemon that runs in this process; dropping it takes everything away.
pub(crate) struct TestDaemon {
    pub(crate) clock: Clock,
    pub(crate) paths: Paths,
    pub(crate) running: Running,
    stop: CancellationToken,
    home: TempDir,
}

impl TestDaemon {
    /// Starts a daemon with the sample mappings and these sections besides; its clock stands at `now`.
    pub(crate) async fn start(now: &str, sections: &str) -> Self {
        Self::start_after(now, sections, |_, _| {}).await.unwrap()
    }

    /// Has something done to the archive before a daemon is started on it.
    pub(crate) async fn start_after(
        now: &str,
        sections: &str,
        work: impl FnOnce(&Paths, Timestamp),
    ) -> Result<Self, RunError> {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths { state: home.path().join("state"), socket: home.path().join("ekd.sock") };
        ekd::run::set_up(&paths).unwrap();
        let clock = Clock::by_hand(now.parse().unwrap());
        found(&paths, clock.now());
        work(&paths, clock.now());
        let stop = CancellationToken::new();
        let running = run(&paths, &clock, sections, &stop).await?;
        Ok(Self { clock, paths, running, stop, home })
    }

    /// Ends the daemon in order and starts another on what it left.
    pub(crate) async fn restart(self, sections: &str) -> Self {
        self.restart_after(sections, |_| {}).await.unwrap()
    }

    /// Ends the daemon in order, has something done to the archive's file, and starts another on it.
    pub(crate) async fn restart_after(self, sections: &str, work: impl FnOnce(&Path)) -> Result<Self, RunError> {
        let Self { clock, paths, running, stop, home } = self;
        stop.cancel();
        running.finish().await.unwrap();
        work(&paths.archive());
        let stop = CancellationToken::new();
        let running = run(&paths, &clock, sections, &stop).await?;
        Ok(Self { clock, paths, running, stop, home })
    }

    /// Ends the daemon in order and returns its directory.
    pub(crate) async fn finish(self) -> Result<TempDir, RunError> {
        self.stop.cancel();
        self.running.finish().await.map(|()| self.home)
    }

    /// Asks the daemon to end and does not wait for it.
    pub(crate) fn ask_to_stop(&self) {
        self.stop.cancel();
    }

    pub(crate) async fn client(&self) -> Client {
        Client::open(&self.paths.socket).await.unwrap()
    }

    pub(crate) fn set_clock(&self, now: Timestamp) {
        self.clock.set(now);
    }
}

/// Makes the account of whoever runs the tests: an administrator, whom the kernel vouches for.
pub(crate) fn found(paths: &Paths, now: Timestamp) {
    let login = Login::parse("root").unwrap();
    let founder = Founder { login, name: "Root".to_owned(), role: Role::Administrator, password: None };
    founding::found(paths, &founder, now).unwrap();
}

/// The section that maps whoever runs the tests to that account.
pub(crate) fn peers() -> RpcConfig {
    let uid = UserName::Number(rustix::process::geteuid().as_raw());
    RpcConfig { peers: vec![PeerConfig { user: uid, account: "root".to_owned() }], ..RpcConfig::default() }
}

async fn run(paths: &Paths, clock: &Clock, sections: &str, stop: &CancellationToken) -> Result<Running, RunError> {
    // Another test of this process may have installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let start = Start { config: config(sections), paths: paths.clone(), clock: clock.clone(), demo: false };
    ekd::run::start(start, stop.clone()).await
}

fn config(sections: &str) -> Config {
    let mut config: Config = toml::from_str(sections).unwrap();
    if config.rpc.peers.is_empty() {
        config.rpc = peers();
    }
    if !sections.contains("[archive]") {
        // Every test meets fresh lines, lines being sealed, and pages.
        config.archive.seal_after = SignedDuration::ZERO;
    }
    for (name, text) in MAPPINGS {
        config.mapping.insert(name.to_owned(), toml::from_str(text).unwrap());
    }
    config
}
