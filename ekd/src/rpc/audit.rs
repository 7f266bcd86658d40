//! The audit log, and what left the house.

use common::audit::{AuditLine, AuditQuery, AuditVerified};
use common::delivery::Delivery;
use common::id::DeliveryId;
use common::page::{Page, Paged};

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, after, limit};
use super::site::full;
use crate::store;
use crate::store::audit::Deed;
use crate::store::log::Logbook;

const MOST: u32 = 500;

pub(super) async fn list(visit: &Visit<'_>, query: AuditQuery, page: Page) -> Result<Paged<AuditLine>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let before = after(&page)?;
    let items = visit.look(move |log, _| Ok(store::audit::list(log, &query, before, limit)?)).await?;
    let next = full(&items, limit).map(|line| line.number.to_string());
    Ok(Paged { items, next })
}

pub(super) async fn verify(visit: &Visit<'_>) -> Result<AuditVerified, NoAnswer> {
    visit.look(|log, _| Ok(store::audit::verify(log)?)).await
}

pub(super) async fn deliveries(visit: &Visit<'_>, page: Page) -> Result<Paged<Delivery>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let before = after(&page)?.map(DeliveryId);
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let mut found = Vec::new();
        for (account, mut delivery) in store::outbox::list(log, before, limit)? {
            let keeper = account.map(|account| store::account::by_id(log, account)).transpose()?.flatten();
            delivery.login = keeper.map(|keeper| keeper.login);
            found.push(delivery);
        }
        // To whom they went: addresses of people.
        let deed = Deed { detail: format!("{} messages", found.len()), ..granted.actor.deed("delivery.list") };
        let deeds = if found.is_empty() { Vec::new() } else { vec![deed] };
        Ok((found, deeds))
    };
    let items = visit.look_at_persons(list).await?;
    let next = full(&items, limit).map(|delivery| delivery.id.to_string());
    Ok(Paged { items, next })
}
