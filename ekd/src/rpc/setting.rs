//! The journal of settings, and what changes were worth.

use std::sync::Arc;

use common::api::OnceKey;
use common::fault::Cause;
use common::id::SettingId;
use common::page::{Page, Paged};
use common::setting::{ComparisonQuery, NewSetting, Setting, SettingComparison, SettingQuery};

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, limit};
use super::site::{full, seen};
use crate::query;
use crate::settings;
use crate::store;
use crate::store::log::{Logbook, Write};
use crate::store::setting::Place;

/// A setting is up to a kilobyte.
const MOST: u32 = 500;

pub(super) async fn list(visit: &Visit<'_>, query: SettingQuery, page: Page) -> Result<Paged<Setting>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let after = page.after.as_deref().map(place).transpose()?;
    let list = move |log: &Logbook<'_>, _: &Granted| {
        let site = query.site.as_ref().map(|code| seen(log, code)).transpose()?.map(|site| site.id);
        Ok(store::setting::list(log, (site, query.period), after, limit)?)
    };
    let found = visit.look(list).await?;
    let next = full(&found, limit).map(|(_, Place { at, rank, id })| format!("{at}:{rank}:{id}"));
    Ok(Paged { items: found.into_iter().map(|(setting, _)| setting).collect(), next })
}

/// Reads where the page before ended.
fn place(text: &str) -> Result<Place, Cause> {
    let mut numbers = text.splitn(3, ':').map(|number| number.parse::<i64>().map_err(|_| Cause::BadPage));
    let mut next = || numbers.next().unwrap_or(Err(Cause::BadPage));
    Ok(Place { at: next()?, rank: next()?, id: next()? })
}

pub(super) async fn record(visit: &Visit<'_>, key: OnceKey, new: NewSetting) -> Result<Setting, NoAnswer> {
    let record = move |tx: &Write<'_>, granted: &Granted| {
        let log = tx.log();
        settings::record(tx, &granted.look_through(&log), &granted.actor, &new)
    };
    visit.change_once("record setting", key, record).await
}

pub(super) async fn withdraw(visit: &Visit<'_>, id: SettingId) -> Result<(), NoAnswer> {
    let withdraw = move |tx: &Write<'_>, granted: &Granted| {
        let log = tx.log();
        settings::withdraw(tx, &granted.look_through(&log), &granted.actor, id)
    };
    visit.change("withdraw setting", withdraw).await
}

pub(super) async fn compare(visit: &Visit<'_>, query: ComparisonQuery) -> Result<SettingComparison, NoAnswer> {
    let (zone, now, tariffs) = (visit.about().zone.clone(), visit.now(), Arc::clone(&visit.about().tariffs));
    let compare = move |log: &Logbook<'_>, _: &Granted| {
        let site = seen(log, &query.site)?;
        Ok(query::comparison::compare(log, &site, &query, (&tariffs, &zone, now))??)
    };
    visit.look(compare).await
}
