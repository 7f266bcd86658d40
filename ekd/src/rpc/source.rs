//! Sources and their documents.

use common::api::DocumentFilter;
use common::fault::Cause;
use common::id::{DocumentId, SourceName};
use common::page::{Page, Paged};
use common::source::{Document, Health, Source};
use jiff::Timestamp;

use super::access::Visit;
use super::answer::{NoAnswer, after, limit};
use super::site::{SUGGESTED, full};
use crate::store;
use crate::store::source::Kept;

pub(super) async fn list(visit: &Visit<'_>) -> Result<Vec<Source>, NoAnswer> {
    let now = visit.now();
    let sources = visit.look(|log, _| Ok(store::source::list(log)?)).await?;
    Ok(sources.into_iter().map(|kept| source(kept, now)).collect())
}

fn source(kept: Kept, now: Timestamp) -> Source {
    Source {
        health: health(&kept, now),
        name: kept.name,
        kind: kept.kind,
        interval: kept.interval,
        next_at: kept.next_at,
        answered_at: kept.answered_at,
        data_at: kept.data_at,
        n_documents: kept.n_documents,
        n_parked: kept.n_parked,
        tally: kept.tally,
    }
}

/// Tells how a source is doing: failing, or silent for more than three of its intervals, or well.
pub(super) fn health(kept: &Kept, now: Timestamp) -> Health {
    if let Some(failing) = &kept.failing {
        let (since, attempts) = (failing.since, failing.attempts);
        return Health::Failing { since, attempts, problem: failing.problem.clone() };
    }
    if kept.answered_at.is_none() {
        return Health::Waiting;
    }
    match (kept.data_at, kept.cadence) {
        (Some(since), Some(cadence)) if now.duration_since(since) > cadence.saturating_mul(3) => {
            Health::Stale { since }
        }
        _ => Health::Healthy,
    }
}

pub(super) async fn documents(
    visit: &Visit<'_>,
    filter: DocumentFilter,
    page: Page,
) -> Result<Paged<Document>, NoAnswer> {
    let limit = limit(&page).min(400);
    let before = after(&page)?.map(DocumentId);
    let items = visit.look(move |log, _| Ok(store::document::list(log, &filter, before, limit)?)).await?;
    let next = full(&items, limit).map(|document| document.id.to_string());
    Ok(Paged { items, next })
}

pub(super) async fn poll(visit: &Visit<'_>, name: SourceName) -> Result<(), NoAnswer> {
    let house = visit.permit().await?;
    let Some(nudge) = house.nudges.get(&name) else {
        let similar = house.nudges.keys().take(SUGGESTED).map(ToString::to_string).collect();
        return Err(Cause::NoSuchSource { name: name.to_string(), similar }.into());
    };
    nudge.notify_one();
    Ok(())
}
