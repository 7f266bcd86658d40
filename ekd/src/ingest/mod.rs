//! Taking a document in: parsed values become readings, duplicates, corrections or quarantine, in one transaction
//! with the tally, the source's position and the event that tells of it.
//!
//! The use case between documents and archive. Reads no clock and meets no world: what came and when is told.

pub mod admit;
mod around;
pub mod decide;
mod intake;
mod ledger;
pub mod news;
mod registry;
mod release;
pub mod retain;
mod rewrite;
mod subject;
pub mod verification;
mod weave;

use common::event::Happening;
use common::id::{DocumentId, SourceName};
use common::source::{Document, Outcome, Problem, Tally};
use common::text::visible;
use jiff::Timestamp;

use crate::binding::Calendar;
use crate::document::Parsed;
use crate::store::log::Write;
use crate::store::{self, StoreError};
use intake::Intake;
use news::News;

/// A document on its way in.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub source: SourceName,
    pub name: String,
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub digest: String,
    pub received_at: Timestamp,
    /// Where the source has got to with it.
    pub position: Option<String>,
}

/// Takes a document in, or parks it with its problem, and returns what became of it and what is new with it.
///
/// # Errors
/// Where nothing was written.
pub fn take(
    tx: &Write<'_>,
    calendar: &Calendar,
    incoming: &Incoming,
    parsed: Result<Parsed, Problem>,
) -> Result<(Document, News), StoreError> {
    let mut document = begin(tx, incoming)?;
    let mut news = News::default();
    match parsed {
        Err(problem) => park(tx, &mut document, problem)?,
        Ok(parsed) => news = fill(tx, calendar, &mut document, &parsed)?,
    }
    store::document::finish(tx, &document)?;
    store::source::count(tx, &document)?;
    if document.outcome == Outcome::Taken {
        if store::source::answered(tx, &incoming.source, incoming.received_at, document.last_at)? {
            let recovered = Happening::SourceRecovered { source: incoming.source.clone() };
            store::event::append(tx, incoming.received_at, &recovered)?;
        }
        // What had to be parked was not brought yet: after a restart the source must still know that it owes it.
        if let Some(position) = &incoming.position {
            store::source::set_position(tx, &incoming.source, position)?;
        }
    }
    Ok((document, news))
}

fn begin(tx: &Write<'_>, incoming: &Incoming) -> Result<Document, StoreError> {
    let mut document = Document {
        id: DocumentId(0),
        source: incoming.source.clone(),
        name: visible(&incoming.name).into_owned(),
        received_at: incoming.received_at,
        size: incoming.size,
        digest: incoming.digest.clone(),
        outcome: Outcome::Taken,
        n_rows: 0,
        tally: Tally::default(),
        first_at: None,
        last_at: None,
    };
    document.id = store::document::reserve(tx, &document)?;
    tx.seen(document.id);
    Ok(document)
}

fn park(tx: &Write<'_>, document: &mut Document, problem: Problem) -> Result<(), StoreError> {
    let happening = Happening::DocumentParked {
        source: document.source.clone(),
        document: document.id,
        name: document.name.clone(),
        problem: problem.clone(),
    };
    store::event::append(tx, document.received_at, &happening)?;
    document.outcome = Outcome::Parked { problem };
    Ok(())
}

fn fill(tx: &Write<'_>, calendar: &Calendar, document: &mut Document, parsed: &Parsed) -> Result<News, StoreError> {
    let changed = registry::write(tx, calendar, &parsed.registry, document)?;
    let mut intake = Intake::new(tx, calendar, document);
    intake.document.n_rows = parsed.n_rows;
    let n_values = parsed.samples.len() + parsed.doubtful.len() + parsed.rejected.len();
    intake.document.tally.received = u64::try_from(n_values).unwrap_or(u64::MAX);
    intake.samples(parsed)?;
    for doubtful in &parsed.doubtful {
        intake.quarantine(doubtful)?;
    }
    for rejected in &parsed.rejected {
        store::document::reject_row(tx, intake.document.id, rejected.line, &rejected.reason)?;
        intake.document.tally.rejected += 1;
    }
    for code in &changed {
        release::release(&mut intake, code)?;
    }
    intake.finish()
}
