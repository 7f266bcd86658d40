//! Bills held against the own readings, and what a month has cost so far.

use std::sync::Arc;

use common::invoice::check::{BillCheck, BillCheckQuery, CostQuery, CostSoFar};

use super::access::{Granted, Visit};
use super::answer::NoAnswer;
use super::due::looked_at;
use super::site::{no_such, seen};
use crate::query;
use crate::query::cost::Ground;
use crate::store;
use crate::store::log::Logbook;

pub(super) async fn check(visit: &Visit<'_>, query: BillCheckQuery) -> Result<BillCheck, NoAnswer> {
    let about = visit.about();
    let (tariffs, vat, zone, now) =
        (Arc::clone(&about.tariffs), Arc::clone(&about.vat), about.zone.clone(), visit.now());
    let check = move |log: &Logbook<'_>, granted: &Granted| {
        let ground = Ground { tariffs: &tariffs, vat: &vat, zone: &zone, now };
        let checked = query::bill_check::check(log, query, &ground)??;
        let customer = store::invoice::customer_of(log, query.id)?;
        let number = customer.map_or(Ok(None), |customer| store::customer::number_of(log, customer))?;
        let deeds = looked_at(log, granted, number.as_ref(), ("bill.check", 1))?;
        Ok((checked, deeds))
    };
    visit.look_at_length(check).await
}

pub(super) async fn cost(visit: &Visit<'_>, query: CostQuery) -> Result<CostSoFar, NoAnswer> {
    let about = visit.about();
    let (tariffs, vat, zone, now) =
        (Arc::clone(&about.tariffs), Arc::clone(&about.vat), about.zone.clone(), visit.now());
    let cost = move |log: &Logbook<'_>, _: &Granted| {
        let site = seen(log, &query.site)?;
        // Whoever may not see the money of a site's customer sees no such site here.
        if !store::contract::is_seen_at(log, site.id, now)? {
            return Err(no_such(log, &query.site)?.into());
        }
        let ground = Ground { tariffs: &tariffs, vat: &vat, zone: &zone, now };
        Ok(query::cost::cost(log, &site, &query, &ground)??)
    };
    visit.look(cost).await
}
