//! The demonstration: a daemon of our own with an invented town, in a directory that goes with it.

use std::io;

use common::endpoint::Endpoint;
use ekd::run::{RunError, Running};
use jiff::Timestamp;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// A running daemon; its files go when this is dropped.
pub struct Demo {
    running: Running,
    stop: CancellationToken,
    directory: TempDir,
}

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("there is no room for temporary files")]
    Directory(#[from] io::Error),
    #[error(transparent)]
    Start(#[from] ekd::demo::DemoError),
    #[error(transparent)]
    Daemon(#[from] RunError),
}

/// Starts the daemon, as if it were `now`.
///
/// # Errors
/// No temporary directory, or whatever prevents a daemon's start.
pub async fn launch(now: Option<Timestamp>) -> Result<Demo, DemoError> {
    let directory = tempfile::Builder::new().prefix("ektui-demo-").tempdir()?;
    let stop = CancellationToken::new();
    let running = ekd::demo::start(directory.path(), now, stop.clone()).await?;
    Ok(Demo { running, stop, directory })
}

impl Demo {
    /// Returns where the daemon listens.
    #[must_use]
    pub fn endpoint(&self) -> Endpoint {
        Endpoint::Unix(self.directory.path().join("ekd.sock"))
    }

    /// Stops the daemon in order and removes its files.
    ///
    /// # Errors
    /// The daemon did not end well, or its files could not be removed.
    pub async fn end(self) -> Result<(), DemoError> {
        self.stop.cancel();
        self.running.finish().await?;
        Ok(self.directory.close()?)
    }
}
