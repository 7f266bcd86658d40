//! Questions that need several looks into the archive and a rule: series, gaps, overviews.
//!
//! Use cases that only read: connection and facts in, answer out. They know no sockets and no clock.

pub mod alarm;
pub mod balance;
pub mod bill_check;
#[cfg(test)]
mod bill_tests;
pub mod category;
pub mod comparison;
pub mod cost;
mod days;
pub mod degree_days;
mod delivered;
pub mod drawing;
pub mod due;
#[cfg(test)]
mod fixture;
pub mod forecast;
pub mod history;
pub mod info_codes;
pub mod invoice;
pub mod listing;
pub mod outdoor;
pub mod overview;
pub mod pages;
pub mod peaks;
pub mod report;
pub mod scatter;
pub mod series;
pub mod signature;
pub mod totals;
pub mod transfer;
pub mod verify;
pub mod weather;

use common::id::{PointId, SiteCode};
use common::logbook::LogPage;
use common::meter::Installation;
use common::quantity::Quantity;
use common::time::Period;
use jiff::{SignedDuration, Timestamp};

use crate::consumption::Point;
use crate::consumption::register::{self, Run, stays};
use crate::store::log::Logbook;
use crate::store::reading::{self, SeriesKey};
use crate::store::{self, StoreError};
use crate::tariff::{Tariff, Tariffs};

/// Where the first reading after a stretch usually is.
const BEHIND: SignedDuration = SignedDuration::from_hours(48);

/// Loads what each meter at the point counted from `from` up to the first reading at or after `until`.
fn runs(
    log: &Logbook<'_>,
    point: PointId,
    quantity: Quantity,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Run>, StoreError> {
    let installed = installed(log, point)?;
    let end = until.checked_add(BEHIND).unwrap_or(Timestamp::MAX);
    let page = log.read(point, Some(quantity), (from.as_second(), end.as_second()))?;
    let last_at = log.standing(point).map_or(i64::MIN, |standing| standing.last_at);
    let stays = stays(quantity, &installed, (from, until), |meter| {
        let mut points = points(reading::series(&page, meter, quantity));
        let n_points = points.partition_point(|(at, _)| *at < until);
        points.truncate(n_points + 1);
        if points.len() == n_points && end.as_second() <= last_at {
            points.extend(reading::from(log, SeriesKey { point, quantity, meter }, end)?.map(point_of));
        }
        Ok::<_, StoreError>(points)
    })?;
    Ok(stays.into_iter().map(|stay| stay.run).collect())
}

/// Returns what a register of a point counted in a period; `None` where nothing was read.
pub fn used(
    log: &Logbook<'_>,
    (point, quantity): (PointId, Quantity),
    period: Period,
) -> Result<Option<i64>, StoreError> {
    let runs = runs(log, point, quantity, (period.from, period.until))?;
    Ok(register::used(&runs, period.from, period.until))
}

/// Returns the values of a quantity on a page, whatever meter told them.
pub fn values(page: &LogPage, quantity: Quantity) -> Vec<i64> {
    let strips = page.strips.iter();
    strips.flat_map(|strip| reading::series(page, strip.meter, quantity)).map(|kept| kept.value).collect()
}

/// Returns the tariff by which a site's heat is billed, if it has one and the configuration knows it.
pub fn tariff_of<'a>(
    log: &Logbook<'_>,
    site: &SiteCode,
    tariffs: &'a Tariffs,
) -> Result<Option<&'a Tariff>, StoreError> {
    let card = store::site::card(log, site.as_str())?;
    Ok(card.and_then(|card| card.tariff).and_then(|name| tariffs.get(&name)))
}

fn installed(log: &Logbook<'_>, point: PointId) -> Result<Vec<Installation>, StoreError> {
    Ok(store::meter::seen_at_point(log, point)?.into_iter().map(|(installation, _)| installation).collect())
}

const fn point_of(kept: reading::Kept) -> Point {
    (kept.at, kept.value)
}

fn points(kept: impl IntoIterator<Item = reading::Kept>) -> Vec<Point> {
    kept.into_iter().map(point_of).collect()
}
