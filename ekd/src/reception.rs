//! The one door for documents, whoever brings them: a source or a person. Parses away from the writer, keeps the bytes
//! of what has to be parked, and takes in within one transaction. A caller that goes away changes nothing of that.
//!
//! Knows no sockets and no directories of sources.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::api::OnceKey;
use common::event::Happening;
use common::id::SourceName;
use common::source::{Document, Outcome, Problem, ProblemKind};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::binding::Calendar;
use crate::clock::Clock;
use crate::document::mapping::Mapping;
use crate::document::{self, Parsed};
use crate::info_code::Tables;
use crate::ingest::{self, Incoming};
use crate::sealing;
use crate::store::log::Write;
use crate::store::{self, Store, StoreError};
use crate::vigil;

/// Takes documents in. Clones are the same door.
#[derive(Clone, Debug)]
pub struct Reception {
    pub store: Store,
    pub clock: Clock,
    pub forms: Arc<Forms>,
    /// Where the bytes of parked documents are kept, named by their digest.
    pub parked: Arc<PathBuf>,
}

/// How documents are read.
#[derive(Debug)]
pub struct Forms {
    pub mappings: BTreeMap<String, Mapping>,
    /// For local times where a mapping names no zone, and for the days of the archive.
    pub calendar: Calendar,
    /// What meters say of themselves.
    pub info_codes: Arc<Tables>,
}

/// A document that someone brings.
#[derive(Debug)]
pub struct Brought {
    pub name: String,
    pub bytes: Vec<u8>,
    /// The mapping by which it is read; without one it is an exchange document.
    pub mapping: Option<String>,
    pub position: Option<String>,
    /// A repeated call with the same key gets the first result.
    pub once: Option<OnceKey>,
    /// SHA-256 of the bytes in hexadecimal, where it was made already.
    pub digest: Option<String>,
}

/// A document that has been read and not yet been taken in.
#[derive(Debug)]
pub struct Read {
    incoming: Incoming,
    parsed: Result<Parsed, Problem>,
    brought: Brought,
}

impl Forms {
    /// Reads a document. Whatever is in it, no more than this document fails.
    ///
    /// # Errors
    /// What is wrong with the document as a whole.
    pub fn parse(&self, mapping: Option<&str>, name: &str, bytes: &[u8]) -> Result<Parsed, Problem> {
        let parse = || match mapping {
            None => document::exchange::parse(bytes),
            Some(mapping) => match self.mappings.get(mapping) {
                Some(mapping) => document::mapping::parse(bytes, mapping, name, &self.calendar.zone),
                None => Err(Problem { kind: ProblemKind::Mapping, detail: format!("there is no mapping {mapping}") }),
            },
        };
        let broken = |_| Problem { kind: ProblemKind::Other, detail: "reading it made the daemon stumble".to_owned() };
        catch_unwind(AssertUnwindSafe(parse)).unwrap_or_else(|panic| Err(broken(panic)))
    }
}

impl Reception {
    /// Takes a document in and returns what became of it, after the commit.
    ///
    /// # Errors
    /// Where nothing was written.
    pub async fn receive(&self, source: &SourceName, brought: Brought) -> Result<Document, StoreError> {
        let read = self.read(source, brought).await?;
        self.take_in(read).await
    }

    /// Reads a document, beside the writer: another one may be taken in meanwhile.
    ///
    /// # Errors
    /// Where the bytes of a document that has to be parked cannot be kept.
    pub async fn read(&self, source: &SourceName, brought: Brought) -> Result<Read, StoreError> {
        let (forms, directory) = (Arc::clone(&self.forms), Arc::clone(&self.parked));
        let (source, received_at) = (source.clone(), self.clock.now());
        let read = move || {
            let incoming = incoming(source, &brought, received_at);
            let parsed = forms.parse(brought.mapping.as_deref(), &brought.name, &brought.bytes);
            if parsed.is_err() {
                keep(&directory, &incoming.digest, &brought.bytes)?;
            }
            Ok::<_, StoreError>(Read { incoming, parsed, brought })
        };
        tokio::task::spawn_blocking(read).await.map_err(|_| StoreError::Panicked)?
    }

    /// Takes in what was read and returns what became of it, after the commit.
    ///
    /// # Errors
    /// Where nothing was written.
    pub async fn take_in(&self, read: Read) -> Result<Document, StoreError> {
        let Read { incoming, parsed, brought } = read;
        let document = match self.take(&incoming, parsed, brought.once.clone()).await {
            Err(error) if error.is_of_the_work() => {
                let detail = format!("{:#}", anyhow::Error::new(error));
                tracing::error!(name = brought.name, detail, "a document could not be taken in");
                let (directory, digest) = (Arc::clone(&self.parked), incoming.digest.clone());
                let kept = tokio::task::spawn_blocking(move || keep(&directory, &digest, &brought.bytes)).await;
                kept.map_err(|_| StoreError::Panicked)??;
                self.take(&incoming, Err(Problem { kind: ProblemKind::Other, detail }), brought.once).await?
            }
            taken => taken?,
        };
        tell(&document);
        Ok(document)
    }

    async fn take(
        &self,
        incoming: &Incoming,
        parsed: Result<Parsed, Problem>,
        once: Option<OnceKey>,
    ) -> Result<Document, StoreError> {
        if !sealing::room(&self.store).await {
            tracing::warn!("fresh lines are not being sealed");
        }
        let (incoming, forms) = (incoming.clone(), Arc::clone(&self.forms));
        self.store.write_readings("ingest", move |tx| take_once(tx, &forms, &incoming, parsed, once.as_ref())).await
    }

    /// Records something that never became a document.
    ///
    /// # Errors
    /// Where nothing was written.
    pub async fn refuse(
        &self,
        source: &SourceName,
        name: String,
        size: u64,
        problem: Problem,
    ) -> Result<Document, StoreError> {
        let received_at = self.clock.now();
        let source = source.clone();
        let incoming = Incoming { source, name, size, digest: String::new(), received_at, position: None };
        let forms = Arc::clone(&self.forms);
        let refuse = move |tx: &Write<'_>| {
            ingest::take(tx, &forms.calendar, &incoming, Err(problem)).map(|(document, _)| document)
        };
        let document = self.store.write("refuse", refuse).await?;
        tell(&document);
        Ok(document)
    }

    /// Records that a source answered without news, or why it did not answer, and when it is asked again.
    ///
    /// # Errors
    /// Where nothing was written.
    pub async fn report(
        &self,
        source: &SourceName,
        failure: Option<Problem>,
        next_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let (source, now) = (source.clone(), self.clock.now());
        self.store.write("report", move |tx| report(tx, &source, failure, next_at, now)).await
    }
}

/// A parked document is kept whole beside the archive before it is acknowledged, so that a person can correct it and
/// hand it in again.
fn keep(directory: &Path, digest: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let mut file = std::fs::File::create(directory.join(digest))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(std::fs::File::open(directory)?.sync_all()?)
}

fn incoming(source: SourceName, brought: &Brought, received_at: Timestamp) -> Incoming {
    Incoming {
        source,
        name: brought.name.clone(),
        size: brought.bytes.len() as u64,
        digest: brought.digest.clone().unwrap_or_else(|| digest(&brought.bytes)),
        received_at,
        position: brought.position.clone(),
    }
}

/// Returns the SHA-256 of the bytes in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        use std::fmt::Write as _;
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
        text
    })
}

fn take_once(
    tx: &Write<'_>,
    forms: &Forms,
    incoming: &Incoming,
    parsed: Result<Parsed, Problem>,
    once: Option<&OnceKey>,
) -> Result<Document, StoreError> {
    if let Some(first) = once.map(|key| store::document::remembered(tx, key)).transpose()?.flatten() {
        return Ok(first);
    }
    let (document, news) = ingest::take(tx, &forms.calendar, incoming, parsed)?;
    // What came and what that means are one commit.
    vigil::lines::watch(tx, &forms.info_codes, &news, incoming.received_at)?;
    if document.outcome == Outcome::Taken {
        vigil::lines::answered(tx, &forms.calendar.zone, &document, incoming.received_at)?;
    }
    if let Some(key) = once {
        store::document::remember(tx, key, incoming.received_at, document.id)?;
    }
    Ok(document)
}

/// Writes a report down, and an event where it is news: the first failure, another kind of failure, recovery.
fn report(
    tx: &Write<'_>,
    source: &SourceName,
    failure: Option<Problem>,
    next_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    store::source::set_next(tx, source, next_at)?;
    let Some(problem) = failure else {
        if store::source::answered(tx, source, now, None)? {
            tracing::info!(source = %source, "a source works again");
            store::event::append(tx, now, &Happening::SourceRecovered { source: source.clone() })?;
        }
        return Ok(());
    };
    if store::source::failed(tx, source, now, &problem)? {
        tracing::warn!(source = %source, kind = problem.kind.name(), detail = problem.detail, "a source fails");
        store::event::append(tx, now, &Happening::SourceFailing { source: source.clone(), problem })?;
    }
    Ok(())
}

fn tell(document: &Document) {
    let tally = document.tally;
    match &document.outcome {
        Outcome::Parked { problem } => tracing::warn!(
            document.id = document.id.0, source = %document.source, name = document.name,
            kind = problem.kind.name(), detail = problem.detail, "parked a document"
        ),
        Outcome::Taken | Outcome::Unknown => tracing::debug!(
            document.id = document.id.0, source = %document.source, name = document.name,
            tally.received, tally.stored, tally.duplicate, tally.corrected, tally.quarantined, tally.rejected,
            "took a document in"
        ),
    }
}
