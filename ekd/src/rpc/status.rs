//! How the daemon itself is doing.

use common::source::Health;
use common::status::Status;

use super::House;
use super::access::Scope;
use super::answer::NoAnswer;
use super::source::health;
use crate::store::{self, StoreError};

pub(super) async fn status(house: &House, _: Scope) -> Result<Status, NoAnswer> {
    let now = house.reception.clock.now();
    let (counts, cursor, sources) = house
        .reception
        .store
        .read(|conn| {
            Ok::<_, StoreError>((store::status::counts(conn)?, store::event::end(conn)?, store::source::list(conn)?))
        })
        .await?;
    let configured = sources.iter().filter(|source| house.nudges.contains_key(&source.name));
    let n_sources = configured.clone().count();
    let n_failing = configured.filter(|source| matches!(health(source, now), Health::Failing { .. })).count();
    Ok(Status {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        archive: counts.archive,
        zone: house.about.zone.iana_name().unwrap_or("UTC").to_owned(),
        demo: house.about.demo,
        started_at: house.about.started_at,
        now,
        data_at: counts.data_at,
        n_sites: counts.n_sites,
        n_points: counts.n_points,
        n_documents: counts.n_documents,
        n_parked: counts.n_parked,
        n_quarantined: counts.n_quarantined,
        n_sources: n_sources as u64,
        n_sources_failing: n_failing as u64,
        cursor,
    })
}
