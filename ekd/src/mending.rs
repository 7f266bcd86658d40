//! Making whole what damage has touched: a page that cannot be read is put aside, what can still be read of it is written
//! anew, and the sums over all points are computed again for the days that it told of.
//!
//! From then on the sums agree with what the archive has, so that what is missing may come again like any other reading.

use std::collections::BTreeMap;

use common::api::Filter;
use common::id::PointId;
use common::logbook::sealed::Wanted;
use common::logbook::{LogPage, Stretch, merge};
use common::quantity::Quantity;
use jiff::Timestamp;

use crate::binding::{Calendar, bind};
use crate::consumption::TOTALLED;
use crate::consumption::register::{Stay, protocol, stays};
use crate::store::log::page;
use crate::store::log::total::{self, DayTotal};
use crate::store::log::{Damage, Logbook, Write, open};
use crate::store::reading::{self, SeriesKey};
use crate::store::{self, StoreError};

/// Puts damaged pages aside. Whatever else is found damaged meanwhile goes with them.
pub fn set_aside(tx: &Write<'_>, calendar: &Calendar, damaged: Vec<Damage>) -> Result<(), StoreError> {
    let mut reach: Option<Stretch> = None;
    let mut rest = damaged;
    while !rest.is_empty() {
        for damage in &rest {
            let touched = put_aside(tx, calendar, damage)?;
            let known = reach.get_or_insert(touched);
            *known = Stretch { from: known.from.min(touched.from), until: known.until.max(touched.until) };
        }
        let Some(reach) = reach else { return Ok(()) };
        let log = tx.log();
        for quantity in TOTALLED {
            let days = days(&log, calendar, (quantity, reach))?;
            total::replace(tx, quantity, reach, &days)?;
        }
        // Of these the sums above know nothing either.
        rest = log.take_damaged();
    }
    Ok(())
}

/// Computes all sums over all points again, for fresh lines were lost that nobody can tell any more.
pub fn sums_anew(tx: &Write<'_>, calendar: &Calendar) -> Result<(), StoreError> {
    let log = tx.log();
    for quantity in TOTALLED {
        let known = total::between(tx, quantity, i64::MIN, i64::MAX)?;
        let Some(((first, _), (last, _))) = known.first().zip(known.last()) else { continue };
        let reach = Stretch { from: *first, until: calendar.day_at(*last).until };
        total::replace(tx, quantity, reach, &days(&log, calendar, (quantity, reach))?)?;
    }
    Ok(())
}

/// Puts a page aside, writes anew what can be read of it, and returns the days whose sums depend on it.
fn put_aside(tx: &Write<'_>, calendar: &Calendar, damage: &Damage) -> Result<Stretch, StoreError> {
    let saved = saved(tx, damage)?;
    if page::put_aside(tx, damage)? {
        for (stretch, page) in bind(&saved, calendar, i64::MIN) {
            page::insert(tx, stretch, &page)?;
        }
        let log = tx.log();
        let beside = log.read(damage.point, None, (damage.stretch.from, damage.stretch.until))?;
        page::set_beside(tx, damage.page, n_readings(&saved), n_readings(&beside))?;
        tracing::warn!(
            point.id = damage.point.0,
            damage.stretch.from,
            damage.stretch.until,
            "a damaged page is put aside"
        );
    }
    Ok(Stretch { from: calendar.day_at(first_touched(tx, damage)?).from, until: damage.stretch.until })
}

/// Returns the readings of those quantities that are whole.
fn saved(tx: &Write<'_>, damage: &Damage) -> Result<LogPage, StoreError> {
    let nothing = merge(damage.point, Vec::new());
    let known = page::facts(tx, damage.point, damage.stretch)?.into_iter().find(|facts| facts.id == damage.page);
    let stored = known.map(|facts| page::gently(tx, facts)).transpose()?;
    let Some(Ok(stored)) = stored else { return Ok(nothing) };
    let Ok(sealed) = open(damage.point, &stored) else { return Ok(nothing) };
    let of = |quantity| Wanted { quantities: Some(vec![quantity]), ..Wanted::ALL };
    let whole = Quantity::ALL.into_iter().filter_map(|quantity| sealed.read(&stored.page.body, &of(quantity)).ok());
    Ok(merge(damage.point, whole.collect()))
}

/// Counts the readings of a page that count.
#[must_use]
pub fn n_readings(page: &LogPage) -> u64 {
    page.strips.iter().flat_map(|strip| &strip.columns).map(|column| column.values.len() as u64).sum()
}

/// Returns where the difference begins that leads into the damaged stretch.
fn first_touched(tx: &Write<'_>, damage: &Damage) -> Result<i64, StoreError> {
    let log = tx.log();
    let Stretch { from, until } = damage.stretch;
    let Ok(instant) = Timestamp::from_second(from) else { return Ok(from) };
    let mut first = from;
    for (stay, _) in store::meter::at_point(&log, damage.point)? {
        if stay.from.as_second() >= until || stay.until.is_some_and(|end| end < instant) {
            continue;
        }
        for quantity in TOTALLED {
            let key = SeriesKey { point: damage.point, quantity, meter: stay.meter };
            let before = reading::before(&log, key, instant)?.filter(|kept| kept.at >= stay.from);
            let begins = before.map(|kept| kept.at).or_else(|| protocol(&stay, quantity).0.map(|(at, _)| at));
            first = begins.map_or(first, |at| first.min(at.as_second()));
        }
    }
    Ok(first)
}

/// Computes what all points together used on the days of a stretch, by local midnight; damaged pages are left out and
/// told by the logbook.
pub fn days(
    log: &Logbook<'_>,
    calendar: &Calendar,
    (quantity, reach): (Quantity, Stretch),
) -> Result<BTreeMap<i64, DayTotal>, StoreError> {
    let mut days = BTreeMap::new();
    let mut day = Stretch { from: 0, until: 0 };
    let mut add = |second: i64, used: i64, n_readings: i64| {
        if !(day.from..day.until).contains(&second) {
            day = calendar.day_at(second);
        }
        days.entry(day.from).or_insert_with(DayTotal::default).add(DayTotal { used, n_readings });
    };
    let inside = |at: &Timestamp| (reach.from..reach.until).contains(&at.as_second());
    for point in store::point::ids(log, &Filter::default())? {
        for stay in stays_of(log, point, (quantity, reach))? {
            for (at, _) in stay.readings.iter().filter(|(at, _)| inside(at)) {
                add(at.as_second(), 0, 1);
            }
            for pair in stay.run.points.windows(2) {
                let [(at, low), (_, high)] = pair else { continue };
                if inside(at) {
                    add(at.as_second(), high.wrapping_sub(*low), 0);
                }
            }
        }
    }
    Ok(days)
}

fn stays_of(
    log: &Logbook<'_>,
    point: PointId,
    (quantity, reach): (Quantity, Stretch),
) -> Result<Vec<Stay>, StoreError> {
    let installed: Vec<_> = store::meter::at_point(log, point)?.into_iter().map(|(there, _)| there).collect();
    let page = log.read(point, Some(quantity), (reach.from, reach.until))?;
    let instant = |second| Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
    let (from, until) = (instant(reach.from), instant(reach.until));
    stays(quantity, &installed, (from, until), |meter| {
        let mut kept = reading::series(&page, meter, quantity);
        kept.extend(reading::from(log, SeriesKey { point, quantity, meter }, until)?);
        Ok(kept.into_iter().map(|kept| (kept.at, kept.value)).collect())
    })
}
