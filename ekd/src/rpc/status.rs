//! How the daemon itself is doing.

use common::source::Health;
use common::status::Status;

use super::access::Visit;
use super::answer::NoAnswer;
use super::source::health;
use crate::{query, store};

pub(super) async fn status(visit: &Visit<'_>) -> Result<Status, NoAnswer> {
    let now = visit.now();
    let (counts, cursor, outdoor, mut sources) = visit
        .look(move |log, granted| {
            let sources = if granted.scope.is_house() { store::source::list(log)? } else { Vec::new() };
            let outdoor = query::weather::outdoor_of_network(log, now)?;
            Ok((store::status::counts(log)?, store::event::end(log)?, outdoor, sources))
        })
        .await?;
    let about = visit.about();
    sources.retain(|source| about.sources.contains(&source.name));
    let n_failing = sources.iter().filter(|source| matches!(health(source, now), Health::Failing { .. })).count();
    Ok(Status {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        archive: counts.archive,
        zone: about.zone.iana_name().unwrap_or("UTC").to_owned(),
        demo: about.demo,
        started_at: about.started_at,
        now,
        data_at: counts.data_at,
        n_sites: counts.n_sites,
        n_points: counts.n_points,
        n_documents: counts.n_documents,
        n_parked: counts.n_parked,
        n_quarantined: counts.n_quarantined,
        n_sources: sources.len() as u64,
        n_sources_failing: n_failing as u64,
        outdoor,
        cursor,
    })
}
