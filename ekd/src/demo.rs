//! A daemon with an invented town, in a directory of its own: for `ektui --demo`, `ekd demo` and tests.

use std::path::Path;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::Config;
use crate::config::paths::Paths;
use crate::run::{self, RunError, Running, Start};
use crate::source::sim::SimConfig;

/// Starts the demo in `directory`, as if it were `now`; its socket is `directory/ekd.sock`.
///
/// # Errors
/// As [`run::start`].
pub async fn start(directory: &Path, now: Option<Timestamp>, stop: CancellationToken) -> Result<Running, RunError> {
    let paths = Paths { state: directory.to_path_buf(), socket: directory.join("ekd.sock") };
    if !paths.archive().exists() {
        run::set_up(&paths)?;
    }
    let mut config = Config::default();
    config.sim.insert("miasto".to_owned(), SimConfig::default());
    let clock = now.map_or_else(Clock::system, Clock::starting_at);
    run::start(Start { config, paths, clock, demo: true }, stop).await
}
