//! Documents that others rename into a directory: by SFTP, by cron, by hand.
//!
//! `inbox` handles the files and knows which are ready; here they are handed in. A file leaves the inbox after
//! the archive has it: killed between the two, the daemon hands the same file in again, which changes nothing.

use std::ffi::OsStr;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::source::{Outcome, Problem, ProblemKind};
use common::text::visible;
use jiff::SignedDuration;
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use super::{Attempt, Delivery, Desk, DeskError, Refused, Source, SourceFuture};

pub mod config;

pub use config::DropConfig;

use crate::inbox::tree::{Destination, Entry, ReadError, Tree};
use crate::inbox::waiting::Waiting;

/// A source that takes files from a directory.
#[derive(Clone, Debug)]
pub struct DropSource {
    config: DropConfig,
}

/// One source at work.
struct Inbox {
    config: DropConfig,
    desk: Desk,
    stop: CancellationToken,
    waiting: Waiting,
    /// What was last told about the directory.
    told: Told,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Nothing,
    Fine,
    Trouble,
}

/// How one file fared.
enum Fate {
    /// Away, or to be looked at anew.
    Settled,
    /// The archive could not be written.
    Storage,
    Failed(Problem),
}

/// So many files in a row without an archive to write to end a look.
const MOST_STORAGE_FAILURES: u32 = 2;
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

impl DropSource {
    /// Touches nothing: the directories are opened when the source runs, and again when they could not be.
    #[must_use]
    pub const fn new(config: DropConfig) -> Self {
        Self { config }
    }
}

impl Source for DropSource {
    fn run(self: Box<Self>, desk: Desk, stop: CancellationToken) -> SourceFuture {
        let settle = Duration::try_from(self.config.settle).unwrap_or_default();
        let waiting = Waiting::new(settle);
        let inbox = Inbox { config: self.config, desk, stop, waiting, told: Told::Nothing };
        Box::pin(async move {
            match inbox.receive().await {
                Err(DeskError::Stopping) => Ok(()),
                result => result,
            }
        })
    }
}

impl Inbox {
    async fn receive(mut self) -> Result<(), DeskError> {
        let mut tree: Option<Arc<Tree>> = None;
        loop {
            let problem = match self.look(&mut tree).await? {
                Ok(problem) => problem,
                Err(error) => {
                    // Opened anew next time: the directory may have been replaced or its disk mounted.
                    tree = None;
                    Some(problem(&self.config.directory.to_string_lossy(), &error))
                }
            };
            let wait = self.wait();
            self.tell(problem, wait).await?;
            tokio::select! {
                () = self.stop.cancelled() => return Ok(()),
                () = self.desk.nudged() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Takes every file that is ready; returns the first problem that a person must solve.
    async fn look(&mut self, tree: &mut Option<Arc<Tree>>) -> Result<io::Result<Option<Problem>>, DeskError> {
        let directory = self.config.directory.clone();
        let kept = tree.clone();
        let listing = blocking(move || {
            let tree = kept.map_or_else(|| Tree::open(&directory).map(Arc::new), Ok)?;
            let entries = tree.list()?;
            Ok((tree, entries))
        });
        let (open, entries) = match listing.await {
            Ok(listing) => listing,
            Err(error) => return Ok(Err(error)),
        };
        *tree = Some(Arc::clone(&open));
        let mut first_problem = None;
        let mut n_storage_failures = 0;
        for entry in self.waiting.ready(Instant::now(), entries) {
            if self.stop.is_cancelled() {
                return Err(DeskError::Stopping);
            }
            match self.take(&open, &entry).await? {
                Fate::Settled => n_storage_failures = 0,
                Fate::Storage => {
                    self.waiting.failed(Instant::now(), &entry.name);
                    n_storage_failures += 1;
                    if n_storage_failures == MOST_STORAGE_FAILURES {
                        break;
                    }
                }
                Fate::Failed(problem) => {
                    self.waiting.failed(Instant::now(), &entry.name);
                    first_problem.get_or_insert(problem);
                }
            }
        }
        Ok(Ok(first_problem))
    }

    /// Hands one file in and puts it away.
    async fn take(&mut self, tree: &Arc<Tree>, entry: &Entry) -> Result<Fate, DeskError> {
        let name = shown(&entry.name);
        let destination = match self.waiting.destination(&entry.name) {
            Some(destination) => destination.clone(),
            None => match self.hand_in(tree, entry, &name).await? {
                Ok(destination) => destination,
                Err(fate) => return Ok(fate),
            },
        };
        self.waiting.taken(&entry.name, destination.clone());
        let (tree, moved) = (Arc::clone(tree), entry.clone());
        Ok(match blocking(move || tree.put_away(&moved, &destination)).await {
            Ok(()) => {
                self.waiting.gone(&entry.name);
                Fate::Settled
            }
            Err(error) => Fate::Failed(problem(&name, &error)),
        })
    }

    async fn hand_in(
        &mut self,
        tree: &Arc<Tree>,
        entry: &Entry,
        name: &str,
    ) -> Result<Result<Destination, Fate>, DeskError> {
        let (tree, wanted, limit) = (Arc::clone(tree), entry.clone(), self.config.max_size);
        let read = blocking(move || Ok(tree.read(&wanted, limit))).await;
        let mapping = self.config.mapping_of(name).map(str::to_owned);
        let answer = match read.unwrap_or_else(|error| Err(error.into())) {
            Ok(bytes) => self.desk.deliver(Delivery { name: name.to_owned(), bytes, mapping, position: None }).await,
            Err(error @ (ReadError::NotAFile | ReadError::TooLarge { .. })) => {
                let problem = refusal(&error);
                let size = if entry.is_file { entry.stamp.size() } else { 0 };
                self.desk.refuse(Refused { name: name.to_owned(), size, problem }).await
            }
            Err(ReadError::Changed) => {
                self.waiting.gone(&entry.name);
                return Ok(Err(Fate::Settled));
            }
            Err(ReadError::Io(error)) => return Ok(Err(Fate::Failed(problem(name, &error)))),
        };
        match answer {
            Ok(document) => Ok(Ok(match document.outcome {
                Outcome::Taken | Outcome::Unknown => Destination::Done,
                Outcome::Parked { problem } => Destination::Parked { reason: reason(&problem) },
            })),
            Err(DeskError::Storage(error)) => {
                tracing::warn!(source = %self.desk.name(), file = name, "the archive did not take the file: {error:#}");
                Ok(Err(Fate::Storage))
            }
            Err(DeskError::Stopping) => Err(DeskError::Stopping),
        }
    }

    /// Until the next look: when a file becomes ready, at the latest after the interval.
    fn wait(&self) -> Duration {
        let interval = Duration::try_from(self.config.interval).unwrap_or_default();
        let now = Instant::now();
        let to_next = self.waiting.next_at().map_or(interval, |at| at.saturating_duration_since(now));
        to_next.max(SHORTEST_WAIT).min(interval.max(SHORTEST_WAIT))
    }

    /// Tells problems each time and that all is well once: an idle inbox must not keep the archive writing.
    async fn tell(&mut self, problem: Option<Problem>, wait: Duration) -> Result<(), DeskError> {
        let next_at =
            SignedDuration::try_from(wait).ok().and_then(|wait| self.desk.clock().now().checked_add(wait).ok());
        let (attempt, telling) = match problem {
            Some(problem) => {
                tracing::debug!(
                    source = %self.desk.name(), problem = problem.kind.name(), detail = problem.detail,
                    "the inbox cannot be worked off"
                );
                (Attempt::Failed(problem), Told::Trouble)
            }
            None if self.told == Told::Fine || self.waiting.is_troubled() => return Ok(()),
            None => (Attempt::Nothing, Told::Fine),
        };
        match self.desk.report(attempt, next_at).await {
            Ok(()) => self.told = telling,
            Err(DeskError::Stopping) => return Err(DeskError::Stopping),
            Err(DeskError::Storage(error)) => {
                tracing::warn!(source = %self.desk.name(), "the archive did not take the report: {error:#}");
            }
        }
        Ok(())
    }
}

/// A panic in file handling counts as a failed operation on that file.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

fn shown(name: &OsStr) -> String {
    visible(&name.to_string_lossy()).into_owned()
}

fn problem(what: &str, error: &io::Error) -> Problem {
    Problem { kind: ProblemKind::Storage, detail: format!("{}: {error}", visible(what)) }
}

fn refusal(error: &ReadError) -> Problem {
    let kind = match error {
        ReadError::NotAFile => ProblemKind::NotAFile,
        ReadError::TooLarge { .. } => ProblemKind::TooLarge,
        ReadError::Changed | ReadError::Io(_) => ProblemKind::Storage,
    };
    Problem { kind, detail: error.to_string() }
}

fn reason(problem: &Problem) -> String {
    format!("{}: {}", problem.kind.name(), visible(&problem.detail))
}

#[cfg(test)]
mod tests;
