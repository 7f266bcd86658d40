//! Where log lines go: to journald where systemd listens, else to standard error.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use crate::config::LogConfig;

/// Starts logging. `EKD_LOG` overrides the configured filter.
///
/// # Errors
/// Where the process logs already.
pub fn start(config: &LogConfig) -> Result<(), TryInitError> {
    let filter = std::env::var("EKD_LOG").unwrap_or_else(|_| config.filter.clone());
    let filter = EnvFilter::builder().parse_lossy(filter);
    let journal = std::env::var_os("JOURNAL_STREAM").and_then(|_| tracing_journald::layer().ok());
    let plain = journal.is_none().then(|| {
        tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).with_target(false)
    });
    tracing_subscriber::registry().with(filter).with(journal).with(plain).try_init()
}
