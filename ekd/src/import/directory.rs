//! Files with invoices and statements that others rename into a directory, as sources' documents are.
//!
//! A file leaves the inbox after the archive has it: killed between the two, the daemon takes the same file again, which adds
//! nothing. What a document cannot tell lies beside it: `FILE.toml` has the figures of `FILE.pdf`, `FILE.upo` the receipt of
//! `FILE.xml`.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::invoice::file::{BillingFile, FileOutcome, FileProblem, ImportMode, NewBillingFile, ProblemKind};
use common::invoice::told::ToldFile;
use common::text::visible;
use jiff::tz::TimeZone;
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use super::{Brought, By, DIRECTORY, Read, Reader, detail, take, told};
use crate::clock::Clock;
use crate::config::BillingConfig;
use crate::inbox::tree::{Destination, Entry, ReadError, Tree};
use crate::inbox::waiting::Waiting;
use crate::reception::digest;
use crate::settlement::Doing;
use crate::store::audit::Deed;
use crate::store::log::Write;
use crate::store::{self, Store, StoreError};

/// Takes files from the directory.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub store: Store,
    pub clock: Clock,
    pub zone: TimeZone,
    pub config: BillingConfig,
    pub reader: Reader,
}

/// The inbox at work.
struct Work {
    inbox: Inbox,
    waiting: Waiting,
    /// Since when files wait for what belongs beside them.
    alone: BTreeMap<OsString, Instant>,
    /// A trouble with the directory is told once.
    is_told: bool,
}

/// A file with what lies beside it.
#[derive(Debug)]
struct Bundle {
    main: Entry,
    beside: Option<Entry>,
}

/// So long a file waits for what belongs beside it.
const PATIENCE: Duration = Duration::from_mins(10);
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// So many files in a row without an archive to write to end a look.
const MOST_STORAGE_FAILURES: u32 = 2;
/// Largest file that lies beside another.
const MOST_BESIDE: u64 = 1 << 20;
const RECEIPT: [&str; 2] = [".upo", ".upo.xml"];

impl Inbox {
    /// Takes what comes, until the stop.
    ///
    /// # Errors
    /// Where the archive is closed.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        let Some(directory) = self.config.directory.clone() else { return Ok(()) };
        let settle = Duration::try_from(self.config.settle).unwrap_or_default();
        let mut work = Work { inbox: self, waiting: Waiting::new(settle), alone: BTreeMap::new(), is_told: false };
        let mut tree: Option<Arc<Tree>> = None;
        loop {
            match work.look(&directory, &mut tree, &stop).await? {
                Ok(()) => work.is_told = false,
                Err(error) => {
                    // Opened anew next time: the directory may have been replaced or its disk mounted.
                    tree = None;
                    work.tell(&directory.to_string_lossy(), &error);
                }
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(work.wait()) => {}
            }
        }
    }
}

impl Work {
    async fn look(
        &mut self,
        directory: &Path,
        tree: &mut Option<Arc<Tree>>,
        stop: &CancellationToken,
    ) -> Result<io::Result<()>, StoreError> {
        let (directory, kept) = (directory.to_owned(), tree.clone());
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
        self.alone.retain(|name, _| entries.iter().any(|entry| entry.name == *name));
        let ready = self.waiting.ready(Instant::now(), entries);
        let mut n_storage_failures = 0;
        for bundle in self.bundles(ready) {
            if stop.is_cancelled() || n_storage_failures == MOST_STORAGE_FAILURES {
                break;
            }
            match self.take(&open, &bundle).await {
                Ok(Ok(())) => n_storage_failures = 0,
                Ok(Err(error)) => {
                    self.tell(&shown(&bundle.main.name), &error);
                    self.waiting.failed(Instant::now(), &bundle.main.name);
                }
                Err(StoreError::Closed) => return Err(StoreError::Closed),
                Err(error) => {
                    tracing::warn!(file = shown(&bundle.main.name), "the archive did not take the file: {error:#}");
                    self.waiting.failed(Instant::now(), &bundle.main.name);
                    n_storage_failures += 1;
                }
            }
        }
        Ok(Ok(()))
    }

    /// Puts what belongs together together. What waits for something beside it is left for another look.
    fn bundles(&mut self, ready: Vec<Entry>) -> Vec<Bundle> {
        let (beside, mains): (Vec<Entry>, Vec<Entry>) = ready.into_iter().partition(|entry| is_beside(&entry.name));
        let mut beside: BTreeMap<String, Entry> = beside.into_iter().map(|entry| (stem(&entry.name), entry)).collect();
        let mut bundles: Vec<Bundle> = Vec::new();
        for main in mains {
            let found = beside.remove(&stem(&main.name));
            let has_to_wait = found.is_none() && main.is_file && ends_with(&main.name, ".pdf");
            if !has_to_wait || self.has_waited(&main.name) {
                bundles.push(Bundle { main, beside: found });
            }
        }
        // What lies beside nothing says nothing.
        for lone in beside.into_values() {
            if self.has_waited(&lone.name) {
                bundles.push(Bundle { main: lone, beside: None });
            }
        }
        bundles
    }

    fn has_waited(&mut self, name: &OsStr) -> bool {
        let since = *self.alone.entry(name.to_owned()).or_insert_with(Instant::now);
        since.elapsed() >= PATIENCE
    }

    /// Takes one file and puts it away, and what lies beside it after it.
    async fn take(&mut self, tree: &Arc<Tree>, bundle: &Bundle) -> Result<io::Result<()>, StoreError> {
        let Bundle { main, beside } = bundle;
        let destination = match self.waiting.destination(&main.name) {
            Some(destination) => destination.clone(),
            None => match self.hand_in(tree, bundle).await? {
                Ok(Some(destination)) => destination,
                Ok(None) => {
                    self.waiting.gone(&main.name);
                    return Ok(Ok(()));
                }
                Err(error) => return Ok(Err(error)),
            },
        };
        self.waiting.taken(&main.name, destination.clone());
        for entry in [Some(main), beside.as_ref()].into_iter().flatten() {
            let (tree, moved, destination) = (Arc::clone(tree), entry.clone(), destination.clone());
            if let Err(error) = blocking(move || tree.put_away(&moved, &destination)).await {
                return Ok(Err(error));
            }
            self.waiting.gone(&entry.name);
        }
        Ok(Ok(()))
    }

    /// Hands one file in and returns where it goes; nowhere, if it is no longer what it was.
    async fn hand_in(&self, tree: &Arc<Tree>, bundle: &Bundle) -> Result<io::Result<Option<Destination>>, StoreError> {
        let (tree, main, beside) = (Arc::clone(tree), bundle.main.clone(), bundle.beside.clone());
        let (config, reader) = (self.inbox.config.clone(), self.inbox.reader.clone());
        let read = blocking(move || Ok(read_bundle(&tree, (&main, beside.as_ref()), &config, &reader))).await;
        let read = match read {
            Ok(Ok(read)) => read?,
            Ok(Err(ReadError::Changed)) => return Ok(Ok(None)),
            Ok(Err(ReadError::Io(error))) | Err(error) => return Ok(Err(error)),
            Ok(Err(error @ (ReadError::NotAFile | ReadError::TooLarge { .. }))) => unread(&bundle.main, &error),
        };
        let file = match self.write(read).await {
            Err(error) if error.is_of_the_work() => {
                let detail = format!("{:#}", anyhow::Error::new(error));
                tracing::error!(file = shown(&bundle.main.name), detail, "a file could not be taken in");
                let refused = refused(&bundle.main, problem(ProblemKind::Malformed, &detail));
                self.write(refused).await?
            }
            written => written?,
        };
        Ok(Ok(Some(match file.outcome {
            FileOutcome::Taken | FileOutcome::Flagged | FileOutcome::Known => Destination::Done,
            FileOutcome::Refused => Destination::Parked { reason: reason(&file) },
        })))
    }

    async fn write(&self, read: Read) -> Result<BillingFile, StoreError> {
        let (zone, at) = (self.inbox.zone.clone(), self.inbox.clock.now());
        let write = move |tx: &Write<'_>| {
            let by = By { name: DIRECTORY, doing: Doing { at, by: None }, zone: &zone };
            let file = take(tx, &read, &by)?;
            let deed = Deed { detail: detail(&file), ..Deed::of_house(at, "billing.import", DIRECTORY) };
            store::audit::append(tx, &deed)?;
            Ok::<_, StoreError>(file)
        };
        self.inbox.store.write("import billing", write).await
    }

    /// Until the next look: when a file becomes ready, at the latest after the interval.
    fn wait(&self) -> Duration {
        let interval = Duration::try_from(self.inbox.config.interval).unwrap_or_default();
        let now = Instant::now();
        let to_next = self.waiting.next_at().map_or(interval, |at| at.saturating_duration_since(now));
        // What waits for something beside it is ready all the time.
        let to_next = if to_next.is_zero() { interval } else { to_next };
        to_next.max(SHORTEST_WAIT).min(interval.max(SHORTEST_WAIT))
    }

    fn tell(&mut self, what: &str, error: &io::Error) {
        if !self.is_told {
            tracing::warn!("files with invoices cannot be worked off: {}: {error}", visible(what));
        }
        self.is_told = true;
    }
}

/// Reads a file and what lies beside it.
fn read_bundle(
    tree: &Tree,
    (main, beside): (&Entry, Option<&Entry>),
    config: &BillingConfig,
    reader: &Reader,
) -> Result<Result<Read, StoreError>, ReadError> {
    let bytes = tree.read(main, config.max_size)?;
    let name = shown(&main.name);
    let mut file = NewBillingFile {
        mapping: config.mapping_of(&name).map(str::to_owned).filter(|_| is_table(&main.name)),
        size: bytes.len() as u64,
        digest: digest(&bytes),
        ksef_number: None,
        told: None,
        mode: ImportMode::Usual,
        name,
    };
    if is_beside(&main.name) {
        return Ok(Ok(refused(main, problem(ProblemKind::Unexpected, "there is no file that it belongs to"))));
    }
    if let Some(beside) = beside {
        let of_beside = tree.read(beside, MOST_BESIDE)?;
        if is_receipt(&beside.name) {
            file.ksef_number = told::number_of_receipt(&of_beside);
        } else {
            match told::read(&of_beside) {
                Ok(ToldFile { told, ksef_number }) => (file.told, file.ksef_number) = (Some(told), ksef_number),
                Err(why) => {
                    let field = shown(&beside.name);
                    return Ok(Ok(refused(main, FileProblem { field, ..problem(ProblemKind::BadValue, &why) })));
                }
            }
        }
    }
    Ok(reader.read(Brought { file, bytes }))
}

fn unread(entry: &Entry, error: &ReadError) -> Read {
    let kind = match error {
        ReadError::TooLarge { .. } => ProblemKind::TooLarge,
        ReadError::NotAFile | ReadError::Changed | ReadError::Io(_) => ProblemKind::Unexpected,
    };
    refused(entry, problem(kind, &error.to_string()))
}

fn refused(entry: &Entry, problem: FileProblem) -> Read {
    let size = if entry.is_file { entry.stamp.size() } else { 0 };
    Read::refused(shown(&entry.name), size, problem)
}

fn problem(kind: ProblemKind, found: &str) -> FileProblem {
    let found = visible(found).into_owned();
    FileProblem { kind, field: String::new(), line: None, found, wanted: String::new() }
}

/// Returns why a file was parked, as the file beside it says it.
fn reason(file: &BillingFile) -> String {
    let told = |problem: &FileProblem| {
        let line = problem.line.map(|line| format!(" (line {line})")).unwrap_or_default();
        let wanted = if problem.wanted.is_empty() { String::new() } else { format!(", wanted: {}", problem.wanted) };
        let found = if problem.found.is_empty() { String::new() } else { format!(": {}", problem.found) };
        format!("{} {}{line}{found}{wanted}", problem.kind.name(), problem.field)
    };
    file.problems.iter().map(told).collect::<Vec<_>>().join("\n")
}

fn is_beside(name: &OsStr) -> bool {
    ends_with(name, ".toml") || is_receipt(name)
}

fn is_receipt(name: &OsStr) -> bool {
    RECEIPT.iter().any(|ending| ends_with(name, ending))
}

fn is_table(name: &OsStr) -> bool {
    [".csv", ".txt", ".tsv"].iter().any(|ending| ends_with(name, ending))
}

fn ends_with(name: &OsStr, ending: &str) -> bool {
    name.to_string_lossy().to_ascii_lowercase().ends_with(ending)
}

/// Returns the name without its ending: by it files belong together.
fn stem(name: &OsStr) -> String {
    let name = name.to_string_lossy();
    let small = name.to_ascii_lowercase();
    let ending = RECEIPT.iter().find(|ending| small.ends_with(**ending)).map(|ending| ending.len());
    let ending = ending.or_else(|| name.rfind('.').map(|at| name.len() - at)).unwrap_or(0);
    name[..name.len() - ending].to_owned()
}

/// A panic in file handling counts as a failed operation on that file.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

fn shown(name: &OsStr) -> String {
    visible(&name.to_string_lossy()).into_owned()
}

#[cfg(test)]
#[path = "directory_tests.rs"]
mod tests;
