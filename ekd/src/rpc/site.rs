//! Sites.

use std::sync::Arc;

use common::api::{Filter, OnceKey};
use common::fault::{Cause, ReportCause};
use common::id::SiteCode;
use common::page::{Page, Paged};
use common::site::{Site, SiteCard, SiteOverview};
use common::text::fold;

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, limit};
use crate::query::overview::{self, Place, Present};
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::{self, StoreError};

/// An overview entry is about 1.5 KiB.
const MOST_OVERVIEWS: u32 = 150;
/// Up to a square kilometre, in hundredths of a square metre.
const AREAS: std::ops::RangeInclusive<i64> = 1..=100_000_000;
/// Names that a fault suggests.
pub(super) const SUGGESTED: usize = 3;

pub(super) async fn find(visit: &Visit<'_>, text: String) -> Result<Site, NoAnswer> {
    visit
        .look(move |conn, _| {
            if let Some(site) = store::site::by_code(conn, &text)? {
                return Ok(site);
            }
            let of_point =
                store::point::by_code(conn, &text)?.map(|point| Filter { site: Some(point.site), ..Filter::default() });
            let filter = of_point.unwrap_or_else(|| Filter { text: Some(text.clone()), ..Filter::default() });
            let mut found = store::site::list(conn, &filter, None, 10)?;
            match found.len() {
                1 => Ok(found.remove(0)),
                0 => Err(Cause::NoSuchSite { similar: similar(conn, &text)?, text }.into()),
                _ => Err(Cause::NoSuchSite { text, similar: named(&found) }.into()),
            }
        })
        .await
}

fn named(sites: &[Site]) -> Vec<String> {
    sites.iter().take(SUGGESTED).map(|site| format!("{} {}", site.code, site.name)).collect()
}

/// Returns the sites whose codes or names are nearest to what was typed.
pub(super) fn similar(conn: &Logbook<'_>, text: &str) -> Result<Vec<String>, StoreError> {
    const MOST: u32 = 5000;
    let wanted = fold(text);
    let sites = store::site::list(conn, &Filter::default(), None, MOST)?;
    let distance = |site: &Site| {
        let to = |name: &str| strsim::damerau_levenshtein(&fold(name), &wanted);
        to(site.code.as_str()).min(to(&site.name))
    };
    let near = wanted.chars().count() / 2;
    let mut ranked: Vec<_> = sites.iter().map(|site| (distance(site), site)).filter(|(d, _)| *d <= near).collect();
    ranked.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.code.cmp(&other.1.code)));
    let nearest: Vec<Site> = ranked.into_iter().take(SUGGESTED).map(|(_, site)| site.clone()).collect();
    Ok(named(&nearest))
}

pub(super) async fn list(visit: &Visit<'_>, filter: Filter, page: Page) -> Result<Paged<Site>, NoAnswer> {
    let limit = limit(&page);
    let items = visit.look(move |log, _| Ok(store::site::list(log, &filter, page.after.as_deref(), limit)?)).await?;
    let next = full(&items, limit).map(|site| site.code.to_string());
    Ok(Paged { items, next })
}

/// Returns the last entry of a page that is full, and so may not be the last page.
pub(super) fn full<T>(items: &[T], limit: u32) -> Option<&T> {
    if items.len() == limit as usize { items.last() } else { None }
}

pub(super) async fn overview(visit: &Visit<'_>, filter: Filter, page: Page) -> Result<Paged<SiteOverview>, NoAnswer> {
    let most = limit(&page).min(MOST_OVERVIEWS) as usize;
    let start = page.after.as_deref().map(Place::parse).transpose().map_err(|_| Cause::BadPage)?;
    let present = Present { zone: visit.about().zone.clone(), now: visit.now() };
    let ask = move |log: &Logbook<'_>, _: &_| Ok(overview::page(log, &filter, start.as_ref(), most, &present)?);
    let (items, next) = visit.look(ask).await?;
    Ok(Paged { items, next: next.map(|place| place.to_string()) })
}

/// Returns a site that the caller sees.
pub(super) fn seen(log: &Logbook<'_>, code: &SiteCode) -> Result<Site, NoAnswer> {
    if let Some(site) = store::site::by_code(log, code.as_str())? {
        return Ok(site);
    }
    Err(no_such(log, code)?.into())
}

/// Says that there is no such site, and which are called alike.
pub(super) fn no_such(log: &Logbook<'_>, code: &SiteCode) -> Result<Cause, StoreError> {
    let text = code.to_string();
    Ok(Cause::NoSuchSite { similar: similar(log, &text)?, text })
}

pub(super) async fn card(visit: &Visit<'_>, site: SiteCode) -> Result<SiteCard, NoAnswer> {
    let card = move |log: &Logbook<'_>, _: &Granted| {
        let site = seen(log, &site)?;
        Ok(store::site::card(log, site.code.as_str())?.ok_or(Cause::Internal)?)
    };
    visit.look(card).await
}

pub(super) async fn set_card(visit: &Visit<'_>, key: OnceKey, card: SiteCard) -> Result<SiteCard, NoAnswer> {
    let tariffs = Arc::clone(&visit.about().tariffs);
    let set = move |tx: &Write<'_>, granted: &Granted| {
        if card.area.is_some_and(|area| !AREAS.contains(&area.base())) {
            return Err(Cause::BadText { field: "area".to_owned() }.into());
        }
        if let Some(name) = card.tariff.as_ref().filter(|name| tariffs.get(name).is_none()) {
            let known = tariffs.names().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Err(Cause::Report { why: ReportCause::NoSuchTariff { name: name.to_string(), known } }.into());
        }
        if !store::site::set_card(tx, &card)? {
            return Err(Cause::NoSuchSite { text: card.site.to_string(), similar: Vec::new() }.into());
        }
        let detail = card.site.to_string();
        store::audit::append(tx, &Deed { detail, ..granted.actor.deed("site.card") })?;
        Ok(card)
    };
    visit.change_once("set site card", key, set).await
}
