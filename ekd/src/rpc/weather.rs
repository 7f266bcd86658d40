//! The weather, the network table, heating curves and stations.

use common::api::OnceKey;
use common::fault::Cause;
use common::page::{Page, Paged};
use common::weather::{CurveOf, DatedCurve, NewCurve, NewStation, SiteWeather, SiteWeatherQuery, Station, Weather};

use super::access::{Granted, Visit};
use super::answer::{NoAnswer, limit};
use super::site::{full, seen};
use crate::curves;
use crate::query;
use crate::store;
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::weather::{Place, Setting};

/// A curve of 50 points is about 2.5 KiB, and a site has one.
const MOST: u32 = 90;

pub(super) async fn show(visit: &Visit<'_>) -> Result<Weather, NoAnswer> {
    visit.look(|log, granted| Ok(query::weather::installation(log, granted.actor.now)?)).await
}

pub(super) async fn sites(
    visit: &Visit<'_>,
    query: SiteWeatherQuery,
    page: Page,
) -> Result<Paged<SiteWeather>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        Ok(query::weather::of_sites(log, &query, (page.after.as_deref(), limit), granted.actor.now)?)
    };
    let items = visit.look(list).await?;
    let next = full(&items, limit).map(|weather| weather.site.to_string());
    Ok(Paged { items, next })
}

pub(super) async fn curves(visit: &Visit<'_>, of: CurveOf, page: Page) -> Result<Paged<DatedCurve>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let after = page.after.as_deref().map(place).transpose()?;
    let list = move |log: &Logbook<'_>, _: &Granted| {
        let site = of.site().map(|code| seen(log, code)).transpose()?.map(|site| site.id);
        Ok(store::weather::history(log, site, after, limit)?)
    };
    let found = visit.look(list).await?;
    let next = full(&found, limit).map(|(_, place)| format!("{}:{}", place.valid_from, place.id));
    Ok(Paged { items: found.into_iter().map(|(curve, _)| curve).collect(), next })
}

/// Reads where the page before ended.
fn place(text: &str) -> Result<Place, Cause> {
    let (from, id) = text.split_once(':').ok_or(Cause::BadPage)?;
    let number = |text: &str| text.parse().map_err(|_| Cause::BadPage);
    Ok(Place { valid_from: number(from)?, id: number(id)? })
}

const fn setting(granted: &Granted) -> Setting {
    Setting { by: Some(granted.actor.keeper.id), at: granted.actor.now }
}

pub(super) async fn set_curve(visit: &Visit<'_>, key: OnceKey, new: NewCurve) -> Result<DatedCurve, NoAnswer> {
    let set = move |tx: &Write<'_>, granted: &Granted| {
        let set = curves::set_curve(tx, &new, &setting(granted))?;
        let detail = format!("{} from {}", curves::whose(&set.of), set.valid_from);
        store::audit::append(tx, &Deed { detail, ..granted.actor.deed("weather.curve") })?;
        Ok(set)
    };
    visit.change_once("set curve", key, set).await
}

pub(super) async fn set_station(visit: &Visit<'_>, key: OnceKey, new: NewStation) -> Result<Option<Station>, NoAnswer> {
    let set = move |tx: &Write<'_>, granted: &Granted| {
        let site = curves::set_station(tx, &new, &setting(granted))?;
        let of = new.site.clone().map_or(CurveOf::Network, CurveOf::Site);
        let point = new.point.as_ref().map_or("none", |point| point.as_str());
        let detail = format!("{} {point}", curves::whose(&of));
        store::audit::append(tx, &Deed { detail, ..granted.actor.deed("weather.station") })?;
        let log = tx.log();
        let kept = store::weather::station_of(&log, site)?;
        let station = kept.map(|kept| query::weather::station(&log, &kept, new.site.clone()));
        Ok(station.transpose()?)
    };
    visit.change_once("set station", key, set).await
}
