//! Programs of others that the daemon talks to: real ones, with a configuration of their own, on the loopback line, started
//! and stopped by the test. Where one is not installed the test says so and has nothing to prove, except under CI.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longest time that a program of others may take to do anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// Returns where a program is, or `None`, after telling the reader, where it is not or cannot be run by this user.
pub(crate) fn program(name: &str, needs_root: bool) -> Option<PathBuf> {
    let found = ["/usr/sbin", "/usr/bin"].map(|directory| Path::new(directory).join(name));
    let found = found.into_iter().find(|path| path.exists());
    let may_run = !needs_root || rustix::process::geteuid().is_root();
    if let (Some(path), true) = (found, may_run) {
        return Some(path);
    }
    let reason = if may_run { "is not installed" } else { "is only for root" };
    assert!(std::env::var_os("CI").is_none(), "{name} {reason}");
    println!("skipped: {name} {reason}");
    None
}

/// Looks again and again until there is something to see, and returns it.
pub(crate) async fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(started.elapsed() < PATIENCE, "{what} did not come");
        // Other programs tell nobody when they are done.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
