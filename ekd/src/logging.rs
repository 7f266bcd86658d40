//! Where log lines go: to journald where systemd listens, else to standard error.

use tracing_subscriber::filter::{ParseError, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use crate::config::LogConfig;

/// Why logging did not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LogError {
    #[error("the log filter {filter:?} is no list of levels such as `info,ekd=debug`")]
    Filter { filter: String, source: ParseError },
    #[error(transparent)]
    Started(#[from] TryInitError),
}

/// Starts logging. `EKD_LOG` overrides the configured filter.
///
/// # Errors
/// A filter that cannot be read, or a process that logs already.
pub(crate) fn start(config: &LogConfig) -> Result<(), LogError> {
    let text = std::env::var("EKD_LOG").unwrap_or_else(|_| config.filter.clone());
    let filter: Targets = text.parse().map_err(|source| LogError::Filter { filter: text, source })?;
    let journal = std::env::var_os("JOURNAL_STREAM").and_then(|_| tracing_journald::layer().ok());
    let plain = journal
        .is_none()
        .then(|| tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).with_target(false));
    tracing_subscriber::registry().with(filter).with(journal).with(plain).try_init()?;
    Ok(())
}
