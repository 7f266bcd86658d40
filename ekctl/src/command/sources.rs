//! Sources: where documents come from, how that is going, and what became of each document.

use common::api::{DocumentFilter, EkClient};
use common::fault::{Cause, Fault};
use common::id::{DocumentId, SourceName};
use common::page::Page;
use common::source::{Document, Health, Outcome, Problem, Source};
use common::text::visible;
use jiff::{SignedDuration, Timestamp};

use super::problem_cells;
use crate::cli::ListArgs;
use crate::exit::{Failure, problem_line};
use crate::output::cell::Digest;
use crate::output::{Format, Output, Word, row};
use crate::session::Session;

row! {
    /// A source and how it is doing.
    pub struct SourceRow: "source.list" brief [name, kind, health, data_at, n_documents, n_parked] {
        /// name of the source, as in ekd.toml
        pub name: String,
        /// export, drop, sim or import
        pub kind: String,
        /// waiting, healthy, stale, failing
        pub health: Word,
        /// since when the state has lasted
        pub since: Option<Timestamp>,
        /// what is wrong
        pub problem: Option<Word>,
        /// the facts of the problem
        pub detail: Option<String>,
        /// failed attempts in a row
        pub attempts: Option<u32>,
        /// how often it is asked, in seconds
        pub interval_s: Option<SignedDuration>,
        /// when it is asked next
        pub next_at: Option<Timestamp>,
        /// when it answered last
        pub answered_at: Option<Timestamp>,
        /// its newest reading
        pub data_at: Option<Timestamp>,
        /// documents received
        pub n_documents: u64,
        /// documents set aside
        pub n_parked: u64,
        /// values received
        pub received: u64,
        /// values stored
        pub stored: u64,
        /// values that were there already
        pub duplicate: u64,
        /// values that corrected others
        pub corrected: u64,
        /// values that wait for a person
        pub quarantined: u64,
        /// values refused
        pub rejected: u64,
    }
}

row! {
    /// A received document and where its values went.
    pub struct DocumentRow: "document.list" brief [received_at, name, outcome, stored, quarantined, rejected] {
        /// number of the document
        pub document: DocumentId,
        /// name of the source
        pub source: String,
        /// file name or address
        pub name: String,
        /// when it came
        pub received_at: Timestamp,
        /// taken or parked
        pub outcome: Word,
        /// why it was parked
        pub problem: Option<Word>,
        /// the facts of the problem
        pub detail: Option<String>,
        /// bytes
        pub size: u64,
        /// SHA-256 of the bytes
        pub digest: Digest,
        /// lines or elements with values
        pub n_rows: u64,
        /// values received
        pub received: u64,
        /// values stored
        pub stored: u64,
        /// values that were there already
        pub duplicate: u64,
        /// values that corrected others
        pub corrected: u64,
        /// values that wait for a person
        pub quarantined: u64,
        /// values refused
        pub rejected: u64,
        /// its first reading
        pub first_at: Option<Timestamp>,
        /// its last reading
        pub last_at: Option<Timestamp>,
    }
}

row! {
    /// One source with its last documents and the parked ones.
    pub struct SourceShowRow: "source.show" {
        /// name of the source, as in ekd.toml
        pub name: String,
        /// export, drop, sim or import
        pub kind: String,
        /// waiting, healthy, stale, failing
        pub health: Word,
        /// since when the state has lasted
        pub since: Option<Timestamp>,
        /// what is wrong
        pub problem: Option<Word>,
        /// the facts of the problem
        pub detail: Option<String>,
        /// failed attempts in a row
        pub attempts: Option<u32>,
        /// how often it is asked, in seconds
        pub interval_s: Option<SignedDuration>,
        /// when it is asked next
        pub next_at: Option<Timestamp>,
        /// when it answered last
        pub answered_at: Option<Timestamp>,
        /// its newest reading
        pub data_at: Option<Timestamp>,
        /// documents received
        pub n_documents: u64,
        /// documents set aside
        pub n_parked: u64,
        /// values received
        pub received: u64,
        /// values stored
        pub stored: u64,
        /// values that were there already
        pub duplicate: u64,
        /// values that corrected others
        pub corrected: u64,
        /// values that wait for a person
        pub quarantined: u64,
        /// values refused
        pub rejected: u64,
        /// its last documents, the newest first, at most 10
        pub documents: Vec<DocumentRow>,
        /// its parked documents, the newest first, at most 10
        pub parked: Vec<DocumentRow>,
    }
}

/// Documents shown of each kind.
const N_DOCUMENTS: u32 = 10;

/// Lists sources.
///
/// # Errors
/// As [`Session::ask`].
pub async fn list(session: &mut Session, output: &mut Output, args: &ListArgs) -> Result<(), Failure> {
    let sources = session.ask(async |ek, context| ek.sources(context).await).await?;
    let mut listing = output.list::<SourceRow>(&args.pick(output.look.format))?;
    let mut left = sources.into_iter();
    let mut problems = Vec::new();
    loop {
        if listing.room() == Some(0) {
            listing.cut()?;
            break;
        }
        let Some(source) = left.next() else {
            listing.finish(None)?;
            break;
        };
        problems.extend(problem_of(&source.health).map(|problem| (source.name.to_string(), problem.clone())));
        listing.push(source_row(source))?;
    }
    for (name, problem) in problems.iter().filter(|_| args.columns.columns.is_none()) {
        problem_footer(output, name, problem)?;
    }
    Ok(())
}

/// Shows one source.
///
/// # Errors
/// No source has this name.
pub async fn show(session: &mut Session, output: &mut Output, name: &SourceName) -> Result<(), Failure> {
    let sources = session.ask(async |ek, context| ek.sources(context).await).await?;
    let known: Vec<_> = sources.iter().map(|source| source.name.to_string()).collect();
    let Some(source) = sources.into_iter().find(|source| source.name == *name) else {
        return Err(Fault::from(Cause::NoSuchSource { name: name.to_string(), similar: known }).into());
    };
    let all = DocumentFilter { source: Some(name.clone()), only_parked: false };
    let parked = DocumentFilter { only_parked: true, ..all.clone() };
    let documents = documents(session, &all).await?;
    let parked = if source.n_parked > 0 { self::documents(session, &parked).await? } else { Vec::new() };
    let rows = |documents: &[Document]| documents.iter().cloned().map(document_row).collect();
    if output.look.format != Format::Table {
        return Ok(output.record(show_row(source_row(source), rows(&documents), rows(&parked)))?);
    }
    // Reasons do not fit a table: people get each parked document with its reason on a line below.
    output.record(show_row(source_row(source), rows(&documents), Vec::new()))?;
    if !parked.is_empty() {
        let heading = output.look.texts().get("column-parked");
        output.footer(&format!("\n{}", output.look.emphasis.strong(&heading)))?;
    }
    for document in &parked {
        if let Outcome::Parked { problem } = &document.outcome {
            problem_footer(output, &document.name, problem)?;
        }
    }
    Ok(())
}

/// Writes below a table what is wrong with one of its rows.
pub(super) fn problem_footer(output: &mut Output, name: &str, problem: &Problem) -> Result<(), Failure> {
    let line = format!("{}: {}", visible(name), problem_line(problem, output.look.language));
    Ok(output.footer(&line)?)
}

/// Asks a source now.
///
/// # Errors
/// No source has this name.
pub async fn poll(session: &mut Session, output: &Output, name: &SourceName) -> Result<(), Failure> {
    session.ask(async |ek, context| ek.poll_source(context, name.clone()).await).await?;
    let line = output.look.texts().format("polled", &[("name", name.to_string().into())]);
    Ok(output.note(&line)?)
}

async fn documents(session: &mut Session, filter: &DocumentFilter) -> Result<Vec<Document>, Failure> {
    let page = Page { after: None, limit: N_DOCUMENTS };
    let call = async |ek: &EkClient, context| ek.documents(context, filter.clone(), page.clone()).await;
    Ok(session.ask(call).await?.items)
}

fn source_row(source: Source) -> SourceRow {
    let (problem, detail) = problem_cells(problem_of(&source.health));
    SourceRow {
        health: health_word(&source.health),
        since: since(&source.health),
        attempts: attempts(&source.health),
        problem,
        detail,
        name: source.name.into(),
        kind: source.kind,
        interval_s: source.interval,
        next_at: source.next_at,
        answered_at: source.answered_at,
        data_at: source.data_at,
        n_documents: source.n_documents,
        n_parked: source.n_parked,
        received: source.tally.received,
        stored: source.tally.stored,
        duplicate: source.tally.duplicate,
        corrected: source.tally.corrected,
        quarantined: source.tally.quarantined,
        rejected: source.tally.rejected,
    }
}

fn show_row(source: SourceRow, documents: Vec<DocumentRow>, parked: Vec<DocumentRow>) -> SourceShowRow {
    SourceShowRow {
        name: source.name,
        kind: source.kind,
        health: source.health,
        since: source.since,
        problem: source.problem,
        detail: source.detail,
        attempts: source.attempts,
        interval_s: source.interval_s,
        next_at: source.next_at,
        answered_at: source.answered_at,
        data_at: source.data_at,
        n_documents: source.n_documents,
        n_parked: source.n_parked,
        received: source.received,
        stored: source.stored,
        duplicate: source.duplicate,
        corrected: source.corrected,
        quarantined: source.quarantined,
        rejected: source.rejected,
        documents,
        parked,
    }
}

fn document_row(document: Document) -> DocumentRow {
    let (outcome, problem) = outcome_cells(&document.outcome);
    let (problem, detail) = problem_cells(problem);
    DocumentRow {
        document: document.id,
        source: document.source.into(),
        name: document.name,
        received_at: document.received_at,
        outcome,
        problem,
        detail,
        size: document.size,
        digest: Digest(document.digest),
        n_rows: document.n_rows,
        received: document.tally.received,
        stored: document.tally.stored,
        duplicate: document.tally.duplicate,
        corrected: document.tally.corrected,
        quarantined: document.tally.quarantined,
        rejected: document.tally.rejected,
        first_at: document.first_at,
        last_at: document.last_at,
    }
}

/// Returns what became of a document, and why.
pub(super) const fn outcome_cells(outcome: &Outcome) -> (Word, Option<&Problem>) {
    let (name, problem) = match outcome {
        Outcome::Taken => ("taken", None),
        Outcome::Parked { problem } => ("parked", Some(problem)),
        Outcome::Unknown => ("unknown", None),
    };
    (Word { group: "outcome", name }, problem)
}

const fn health_word(health: &Health) -> Word {
    let name = match health {
        Health::Waiting => "waiting",
        Health::Healthy => "healthy",
        Health::Stale { .. } => "stale",
        Health::Failing { .. } => "failing",
        Health::Unknown => "unknown",
    };
    Word { group: "health", name }
}

const fn since(health: &Health) -> Option<Timestamp> {
    match health {
        Health::Stale { since } | Health::Failing { since, .. } => Some(*since),
        Health::Waiting | Health::Healthy | Health::Unknown => None,
    }
}

const fn attempts(health: &Health) -> Option<u32> {
    match health {
        Health::Failing { attempts, .. } => Some(*attempts),
        Health::Waiting | Health::Healthy | Health::Stale { .. } | Health::Unknown => None,
    }
}

const fn problem_of(health: &Health) -> Option<&Problem> {
    match health {
        Health::Failing { problem, .. } => Some(problem),
        Health::Waiting | Health::Healthy | Health::Stale { .. } | Health::Unknown => None,
    }
}
