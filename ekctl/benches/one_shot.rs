//! What one `ekctl status` costs from fork to exit, beside the start of `sqlite3` in the same run: read the ratio.
//!
//! `cargo bench -p ekctl`; without `sqlite3` only the first figure comes.

use std::process::{Command, Stdio};

use common::account::{Login, Role};
use ekd::clock::Clock;
use ekd::config::paths::Paths;
use ekd::config::{Config, PeerConfig, UserName};
use ekd::founding::{self, Founder};
use ekd::run::{self, Start};
use tokio_util::sync::CancellationToken;

fn main() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let stop = CancellationToken::new();
    let paths = Paths { state: directory.path().into(), socket: directory.path().join("ekd.sock") };
    run::set_up(&paths).expect("an archive");
    let login = Login::parse("bench").expect("a name");
    let founder = Founder { login, name: "Bench".to_owned(), role: Role::Administrator, password: None };
    founding::found(&paths, &founder, Clock::system().now()).expect("an account");
    let mut config = Config::default();
    let user = UserName::Number(rustix::process::geteuid().as_raw());
    config.rpc.peers.push(PeerConfig { user, account: "bench".to_owned() });
    let start = Start { config, paths, clock: Clock::system(), demo: false };
    let running = runtime.block_on(run::start(start, stop.clone())).expect("a daemon");
    // The environment of this process is not touched: each command gets the address by its option.
    SERVER.set(format!("unix:{}", directory.path().join("ekd.sock").display())).expect("set once");
    divan::main();
    stop.cancel();
    runtime.block_on(running.finish()).expect("a good end");
}

static SERVER: std::sync::OnceLock<String> = std::sync::OnceLock::new();

fn finish(mut command: Command) {
    let status = command.stdout(Stdio::null()).status().expect("the program starts");
    assert!(status.success(), "{status}");
}

#[divan::bench(sample_count = 300)]
fn ekctl_status() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ekctl"));
    command.args(["status", "--server", SERVER.get().map_or("", String::as_str)]);
    finish(command);
}

#[divan::bench(sample_count = 300)]
fn sqlite3_select_1() {
    let mut command = Command::new("sqlite3");
    command.args([":memory:", "select 1"]);
    finish(command);
}
