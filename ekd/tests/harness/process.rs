//! The daemon as a process of its own: the real binary, a configuration file, signals.

use std::io::Write as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use super::client::Client;

/// A place for a daemon: configuration, archive and socket in one directory.
pub(crate) struct Place {
    pub(crate) config: PathBuf,
    pub(crate) state: PathBuf,
    pub(crate) socket: PathBuf,
    pub(crate) home: tempfile::TempDir,
}

/// A daemon that runs as a process; dropping it kills it.
pub(crate) struct Process(pub(crate) Child);

impl Place {
    /// Writes a configuration with the long mapping; makes no archive.
    pub(crate) fn bare() -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        let (config, state, socket) = (path("ekd.toml"), path("state"), path("ekd.sock"));
        let mapping: toml::Table = toml::from_str(include_str!("../../samples/mapping-long.toml")).unwrap();
        let mut table = toml::Table::new();
        let section = |pairs: &[(&str, &Path)]| {
            toml::Value::Table(pairs.iter().map(|(key, path)| ((*key).into(), path.to_str().unwrap().into())).collect())
        };
        table.insert("daemon".into(), section(&[("state-directory", &state)]));
        let at_once = toml::Value::Table([("seal-after".into(), "0s".into())].into_iter().collect());
        table.insert("archive".into(), at_once);
        table.insert("rpc".into(), section(&[("socket", &socket)]));
        let uid = i64::from(rustix::process::geteuid().as_raw());
        let peer = toml::toml! { user = 0
        account = "root" };
        let mut peer = peer;
        peer.insert("user".into(), uid.into());
        if let Some(toml::Value::Table(rpc)) = table.get_mut("rpc") {
            rpc.insert("peers".into(), vec![peer].into());
        }
        table.insert("mapping".into(), toml::Value::Table([("long".into(), mapping.into())].into_iter().collect()));
        std::fs::write(&config, toml::to_string(&table).unwrap()).unwrap();
        Self { config, state, socket, home }
    }

    /// Runs `ekd setup` with these arguments and this standard input.
    pub(crate) fn setup(&self, arguments: &[&str], input: &str) -> Output {
        let mut setup = self.command("setup");
        let setup = setup.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = setup.spawn().unwrap();
        // One that wants no input does not read it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Makes the archive too, with the daemon's own command.
    pub(crate) fn set_up() -> Self {
        let place = Self::bare();
        let made = place.setup(&[], "");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let paths = ekd::config::paths::Paths { state: place.state.clone(), socket: place.socket.clone() };
        super::daemon::found(&paths, jiff::Timestamp::now());
        place
    }

    pub(crate) fn archive(&self) -> PathBuf {
        self.state.join("archive.db")
    }

    pub(crate) fn command(&self, command: &str) -> Command {
        let mut ekd = Command::new(env!("CARGO_BIN_EXE_ekd"));
        ekd.arg("--config").arg(&self.config).arg(command).env_clear().current_dir(self.home.path());
        ekd
    }

    /// Starts the daemon and waits until it answers.
    pub(crate) async fn run(&self) -> (Process, Client) {
        self.run_noting(Stdio::null()).await
    }

    /// Starts the daemon, which writes its log there, and waits until it answers.
    pub(crate) async fn run_noting(&self, log: Stdio) -> (Process, Client) {
        let child = self.command("run").stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let mut process = Process(child);
        let started = Instant::now();
        loop {
            if let Ok(client) = Client::open(&self.socket).await {
                return (process, client);
            }
            assert_eq!(process.0.try_wait().unwrap(), None, "ekd ended");
            assert!(started.elapsed() < Duration::from_secs(30), "ekd does not answer");
            // Nothing tells when a socket appears.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Starts the daemon, whose archive has nobody for the peer that the configuration maps, and waits until it listens.
    pub(crate) async fn run_alone(&self) -> Process {
        let child = self.command("run").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let process = Process(child);
        let started = Instant::now();
        // The file of a socket is there a moment before anything listens on it.
        while UnixStream::connect(&self.socket).is_err() {
            assert!(started.elapsed() < Duration::from_secs(30), "ekd does not listen");
            // Nothing tells when it does.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        process
    }

    /// Runs the daemon, which is expected to refuse, and tells how it did and how long it took.
    pub(crate) fn refused(&self) -> (Output, Duration) {
        let started = Instant::now();
        (self.command("run").output().unwrap(), started.elapsed())
    }
}

impl Process {
    /// Kills it as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Asks it to end, as systemd does, and tells how it did and how long it took.
    pub(crate) fn terminate(&mut self) -> (ExitStatus, Duration) {
        let started = Instant::now();
        let pid = rustix::process::Pid::from_child(&self.0);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        (self.0.wait().unwrap(), started.elapsed())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
