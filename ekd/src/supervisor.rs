//! Starts every task and ends them in order. Nobody else spawns.
//!
//! Essential tasks (archive, rpc) end the daemon when they end; restartable ones (sources) are started again after a
//! pause that doubles up to five minutes.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Longest time that running work may take to end.
pub const PATIENCE: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// The daemon's tasks. Clones supervise the same ones.
#[derive(Clone, Debug, Default)]
pub struct Supervisor {
    tasks: TaskTracker,
    /// Cancelled when the daemon shall stop, by anyone.
    pub stop: CancellationToken,
}

impl Supervisor {
    #[must_use]
    pub fn new(stop: CancellationToken) -> Self {
        Self { tasks: TaskTracker::new(), stop }
    }

    /// Starts a task without which the daemon is of no use.
    pub fn essential(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            task.await;
            if !stop.is_cancelled() {
                tracing::error!(task = name, "an essential task ended; stopping");
                stop.cancel();
            }
        });
    }

    /// Starts a task that lives as long as one connection.
    pub fn passing(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    /// Starts a task and starts it again when it fails.
    pub fn restartable<F, E>(&self, name: String, mut start: impl FnMut() -> F + Send + 'static)
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: std::fmt::Display + Send + 'static,
    {
        let stop = self.stop.clone();
        let tasks = self.tasks.clone();
        self.tasks.spawn(async move {
            let mut pause = FIRST_PAUSE;
            loop {
                // Its own task, so that a panic in it ends nothing else.
                let ended = tasks.spawn(start()).await;
                if stop.is_cancelled() {
                    return;
                }
                match ended {
                    Ok(Ok(())) => tracing::error!(task = name, "a task ended by itself; it is started again"),
                    Ok(Err(error)) => tracing::error!(task = name, %error, "a task failed; it is started again"),
                    Err(_) => tracing::error!(task = name, "a task panicked; it is started again"),
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                }
            }
        });
    }

    /// Waits for all tasks after the stop; tells whether they ended within [`PATIENCE`].
    pub async fn finish(&self) -> bool {
        self.tasks.close();
        tokio::time::timeout(PATIENCE, self.tasks.wait()).await.is_ok()
    }
}
