//! How each site stands right now, the most urgent first.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt;

use common::api::Filter;
use common::id::SiteId;
use common::point::MeteringPoint;
use common::quantity::{Energy, Power, Quantity};
use common::series::Content;
use common::site::{Site, SiteOverview, SiteState};
use common::time::{Period, Step};
use common::weather::Curve;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{runs, weather};
use crate::consumption::coverage::Expectation;
use crate::consumption::register;
use crate::store::log::Logbook;
use crate::store::point::Urgency;
use crate::store::{self, StoreError};

/// Most sites that are looked at for one list.
const MOST_SITES: u32 = 100_000;
/// A broken sensor or register is news for a day.
const DOUBT: SignedDuration = SignedDuration::from_hours(24);
const STRIP_HOURS: usize = 24;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// When and where the question is asked.
#[derive(Clone, Debug)]
pub struct Present {
    pub zone: TimeZone,
    pub now: Timestamp,
}

/// Where a page ended: what the last site on it was ranked by.
///
/// Sites move while the list is being read, but only the one that moved across the place comes twice or not at all:
/// all others keep their turn, which they would not if pages were counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    rank: u8,
    /// W.
    power: Reverse<Option<i64>>,
    code: String,
}

/// Why a text is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a place has a rank, a power and a code")]
pub struct PlaceError;

impl Place {
    /// Reads a place as [`Display`](fmt::Display) writes it.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let mut parts = text.splitn(3, ':');
        let mut next = || parts.next().ok_or(PlaceError);
        let (rank, power, code) = (next()?, next()?, next()?);
        let power = if power == "-" { None } else { Some(power.parse().map_err(|_| PlaceError)?) };
        Ok(Self { rank: rank.parse().map_err(|_| PlaceError)?, power: Reverse(power), code: code.to_owned() })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rank, power: Reverse(power), code } = self;
        match power {
            Some(power) => write!(out, "{rank}:{power}:{code}"),
            None => write!(out, "{rank}:-:{code}"),
        }
    }
}

/// Returns up to `limit` sites after `start`, worst first: by state, then by power, then by code; and where the next
/// page begins.
pub fn page(
    log: &Logbook<'_>,
    filter: &Filter,
    start: Option<&Place>,
    limit: usize,
    present: &Present,
) -> Result<(Vec<SiteOverview>, Option<Place>), StoreError> {
    let mut ranked = ranked(log, filter, present.now)?;
    if let Some(start) = start {
        ranked.retain(|entry| entry.place > *start);
    }
    ranked.sort_by(|one, other| one.place.cmp(&other.place));
    let more = ranked.len() > limit;
    ranked.truncate(limit);
    let next = ranked.last().filter(|_| more).map(|last| last.place.clone());
    let table = store::weather::network_table_at(log, present.now)?;
    let items = ranked.into_iter().map(|entry| one(log, entry, table.as_ref(), present)).collect::<Result<_, _>>()?;
    Ok((items, next))
}

/// A site with what it is ranked by: all that is looked up for sites that are not on the page.
struct Ranked {
    site: Site,
    state: SiteState,
    place: Place,
}

fn ranked(log: &Logbook<'_>, filter: &Filter, now: Timestamp) -> Result<Vec<Ranked>, StoreError> {
    let sites = store::site::list(log, filter, None, MOST_SITES)?;
    let alone = if let [site] = sites.as_slice() { Some(site.id) } else { None };
    let urgencies = store::point::urgencies(log, alone)?.into_iter().map(|urgency| (urgency.site, urgency));
    let urgencies: HashMap<SiteId, Urgency> = urgencies.collect();
    sites
        .into_iter()
        .map(|site| {
            let urgency = urgencies.get(&site.id);
            let state = match urgency {
                Some(urgency) => state(urgency, store::quarantine::last_doubt(log, urgency.point)?, now),
                None => SiteState::NoData,
            };
            let power = Reverse(urgency.and_then(|urgency| urgency.power).map(Power::base));
            let place = Place { rank: rank(&state), power, code: site.code.to_string() };
            Ok(Ranked { site, state, place })
        })
        .collect()
}

fn one(
    log: &Logbook<'_>,
    ranked: Ranked,
    table: Option<&Curve>,
    present: &Present,
) -> Result<SiteOverview, StoreError> {
    let Ranked { site, state, .. } = ranked;
    let weather = weather::at_site(log, site.id, table, present.now)?;
    let points = store::point::of_site(log, site.id)?;
    let ids = points.iter().map(|point| point.id).collect();
    let Some(point) = points.into_iter().next() else {
        return Ok(SiteOverview {
            site,
            point: None,
            points: ids,
            latest: Vec::new(),
            state,
            used_today: None,
            used_a_year_ago: None,
            last_24_hours: vec![None; STRIP_HOURS],
            outdoor: weather.outdoor,
            wanted: weather.wanted,
        });
    };
    let Present { zone, now } = present;
    let today = Step::Day.slice_at(*now, zone).map_or(*now, |day| day.from);
    Ok(SiteOverview {
        latest: store::latest::of_point(log, point.id),
        state,
        used_today: used(log, &point, today, *now)?,
        used_a_year_ago: match (a_year_before(today, zone), a_year_before(*now, zone)) {
            (Some(from), Some(until)) => used_between(log, &point, Period { from, until })?,
            _ => None,
        },
        last_24_hours: strip(log, &point, *now)?,
        outdoor: weather.outdoor,
        wanted: weather.wanted,
        site,
        points: ids,
        point: Some(point),
    })
}

fn a_year_before(instant: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    instant.to_zoned(zone.clone()).checked_sub(1.year()).ok().map(|zoned| zoned.timestamp())
}

fn used(
    log: &Logbook<'_>,
    point: &MeteringPoint,
    from: Timestamp,
    until: Timestamp,
) -> Result<Option<Energy>, StoreError> {
    let runs = runs(log, point.id, Quantity::Energy, (from, until))?;
    Ok(register::used(&runs, from, until).map(Energy::from_base))
}

/// Returns what was used in a period, unless the readings lie too far from its ends to be compared with another.
fn used_between(log: &Logbook<'_>, point: &MeteringPoint, period: Period) -> Result<Option<Energy>, StoreError> {
    let counted = counted(log, point, &[period])?;
    let near = counted.into_iter().flatten().find(|counted| {
        let late = |at: Timestamp, bound: Timestamp| at.duration_since(bound).abs() > tolerance(point);
        !late(counted.opened_at, period.from) && !late(counted.closed_at, period.until)
    });
    Ok(near.map(|counted| Energy::from_base(counted.joules)))
}

/// How far from the end of a stretch the reading may lie that closes it.
fn tolerance(point: &MeteringPoint) -> SignedDuration {
    point.cadence.unwrap_or(HOUR).saturating_mul(2)
}

/// What the energy register counted between two readings.
#[derive(Clone, Copy, Debug)]
struct Counted {
    joules: i64,
    opened_at: Timestamp,
    closed_at: Timestamp,
}

/// Returns what was counted in each of the periods, which follow each other; `None` where nothing was read.
fn counted(log: &Logbook<'_>, point: &MeteringPoint, periods: &[Period]) -> Result<Vec<Option<Counted>>, StoreError> {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Ok(Vec::new()) };
    let runs = runs(log, point.id, Quantity::Energy, (first.from, last.until))?;
    let expectation = Expectation { cadence: None, since: None, now: last.until };
    let buckets = register::buckets(Quantity::Energy, periods, &runs, &expectation);
    let counted = buckets.into_iter().map(|bucket| match bucket.content {
        Content::Register { used, opened_at, closed_at, .. } => {
            Some(Counted { joules: used.base(), opened_at, closed_at })
        }
        Content::Gauge { .. } | Content::Missing => None,
    });
    Ok(counted.collect())
}

/// Returns the mean power of each of the last 24 whole hours: as read, or what the energy register tells.
fn strip(log: &Logbook<'_>, point: &MeteringPoint, now: Timestamp) -> Result<Vec<Option<Power>>, StoreError> {
    let end = now.as_second().div_euclid(3600) * 3600;
    let hours = i64::try_from(STRIP_HOURS).unwrap_or(i64::MAX);
    let Ok(from) = Timestamp::from_second(end - hours * 3600) else { return Ok(vec![None; STRIP_HOURS]) };
    if point.quantities.contains(&Quantity::Power) {
        let period = Period { from, until: from + HOUR * 24 };
        return Ok(hourly_means(&store::reading::values(log, point.id, Quantity::Power, period)?, from));
    }
    let mut hours = Vec::with_capacity(STRIP_HOURS);
    let mut start = from;
    for _ in 0..STRIP_HOURS {
        hours.push(Period { from: start, until: start + HOUR });
        start += HOUR;
    }
    let counted = counted(log, point, &hours)?;
    Ok(hours.iter().zip(counted).map(|(hour, counted)| mean_power(counted?, *hour, tolerance(point))).collect())
}

/// Returns the mean of the readings of each hour.
fn hourly_means(values: &[(Timestamp, i64)], from: Timestamp) -> Vec<Option<Power>> {
    let mut sums = [(0_i64, 0_i64); STRIP_HOURS];
    for (at, value) in values {
        let hour = usize::try_from((at.as_second() - from.as_second()).div_euclid(3600));
        if let Some(sum) = hour.ok().and_then(|hour| sums.get_mut(hour)) {
            *sum = (sum.0.saturating_add(*value), sum.1 + 1);
        }
    }
    sums.iter().map(|(sum, n)| (*n > 0).then(|| Power::from_base(sum / n))).collect()
}

/// Returns the mean power between the readings; `None` where the closing one says little about this hour.
fn mean_power(counted: Counted, hour: Period, tolerance: SignedDuration) -> Option<Power> {
    let seconds = counted.closed_at.duration_since(counted.opened_at).as_secs();
    let near = counted.closed_at.duration_since(hour.until) <= tolerance;
    (near && seconds > 0).then(|| Power::from_base(counted.joules / seconds))
}

/// Tells what a technician must know first: silence before doubt before lateness, for old values are not doubtful but
/// gone.
fn state(urgency: &Urgency, doubt: Option<Timestamp>, now: Timestamp) -> SiteState {
    let Some(last_at) = urgency.last_at else { return SiteState::NoData };
    let (age, cadence) = (now.duration_since(last_at), urgency.cadence);
    if cadence.is_some_and(|cadence| age > cadence.saturating_mul(3)) {
        SiteState::Silent { since: last_at }
    } else if let Some(since) = doubt.filter(|since| now.duration_since(*since) < DOUBT) {
        SiteState::Doubtful { since }
    } else if cadence.is_some_and(|cadence| age.saturating_mul(2) > cadence.saturating_mul(3)) {
        SiteState::Late { since: last_at }
    } else {
        SiteState::Live
    }
}

const fn rank(state: &SiteState) -> u8 {
    match state {
        SiteState::Doubtful { .. } => 0,
        SiteState::Silent { .. } => 1,
        SiteState::Late { .. } => 2,
        SiteState::Live => 3,
        SiteState::NoData => 4,
        SiteState::Unknown => 5,
    }
}

#[cfg(test)]
mod tests {
    use common::id::PointId;

    use super::*;
    use crate::query::fixture::{Archive, at};

    #[test]
    fn silence_is_told_by_the_expected_cadence() {
        let point = |cadence: Option<i64>, last_at: Option<i64>| Urgency {
            site: SiteId(1),
            point: PointId(1),
            cadence: cadence.map(SignedDuration::from_secs),
            last_at: last_at.map(at),
            power: None,
        };
        let check = |point: Urgency, doubt, expected| {
            assert_eq!(state(&point, doubt, at(100_000)), expected, "{point:?}");
        };
        check(point(Some(900), None), None, SiteState::NoData);
        check(point(Some(900), Some(98_700)), None, SiteState::Live);
        check(point(Some(900), Some(98_600)), None, SiteState::Late { since: at(98_600) });
        check(point(Some(900), Some(97_000)), None, SiteState::Silent { since: at(97_000) });
        check(point(None, Some(0)), None, SiteState::Live);
        check(point(Some(900), Some(98_700)), Some(at(50_000)), SiteState::Doubtful { since: at(50_000) });
        check(point(Some(900), Some(97_000)), Some(at(50_000)), SiteState::Silent { since: at(97_000) });
        check(point(Some(900), Some(98_700)), Some(at(1)), SiteState::Live);
    }

    fn present(now: i64) -> Present {
        Present { zone: TimeZone::UTC, now: at(now) }
    }

    fn codes(page: &[SiteOverview]) -> Vec<&str> {
        page.iter().map(|entry| entry.site.code.as_str()).collect()
    }

    /// Two days after the first of January 1972.
    const NOW: i64 = 63_244_800;
    const YEAR: i64 = 365 * 86_400;

    #[test]
    fn the_list_goes_on_behind_the_last_site_whatever_became_of_the_others() {
        let mut archive = Archive::new();
        for (site, power) in [("A", Some(100)), ("B", None), ("C", Some(300)), ("D", Some(-5)), ("E", Some(100))] {
            let point = archive.point(site, &format!("W-{site}"), Some(3600));
            archive.read(point, Quantity::Supply, [(NOW - 100, 70_000)]);
            archive.read(point, Quantity::Power, power.map(|power| (NOW - 100, power)));
        }
        let silent = archive.point("F", "W-F", Some(3600));
        archive.read(silent, Quantity::Power, [(NOW - 86_400, 1)]);
        archive.point("G:1", "W-G", None);
        let page = |archive: &Archive, start: Option<&str>| {
            let start = start.map(|text| Place::parse(text).unwrap());
            let (items, next) = page(&archive.log(), &Filter::default(), start.as_ref(), 3, &present(NOW)).unwrap();
            (codes(&items).join(" "), next.map(|place| place.to_string()))
        };
        assert_eq!(page(&archive, None), ("F C A".to_owned(), Some("3:100:A".to_owned())));
        // One that was listed becomes live again, and another one takes its turn at the top.
        archive.read(silent, Quantity::Power, [(NOW - 10, 1)]);
        let late = archive.point("H", "W-H", Some(3600));
        archive.read(late, Quantity::Power, [(NOW - 86_400, 1)]);
        assert_eq!(page(&archive, Some("3:100:A")), ("E F D".to_owned(), Some("3:-5:D".to_owned())));
        assert_eq!(page(&archive, Some("3:-5:D")), ("B G:1".to_owned(), None));
        assert_eq!(page(&archive, Some("3:-:B")), ("G:1".to_owned(), None));
        assert_eq!(Place::parse("4:-:G:1").unwrap().to_string(), "4:-:G:1");
        for text in ["", "3", "3:1", "x:1:A", "3:x:A", "300:1:A"] {
            assert_eq!(Place::parse(text), Err(PlaceError), "{text}");
        }
    }

    #[test]
    fn a_gap_makes_no_hour_ten_times_as_hot() {
        let mut archive = Archive::new();
        let point = archive.point("A", "W-A", Some(3600));
        // 1 kW all day; nothing came between 5 and 15 o'clock, and at 20 the reading is half an hour late.
        let hours = (0..=24).filter(|hour| !(6..15).contains(hour));
        let seconds = hours.map(|hour| NOW - 86_400 + hour * 3600 + if hour == 20 { 1800 } else { 0 });
        archive.read(point, Quantity::Energy, seconds.map(|second| (second, (second - NOW + 90_000) * 1000)));
        let (items, _) = page(&archive.log(), &Filter::default(), None, 9, &present(NOW)).unwrap();
        let kilowatt = Some(Power::from_base(1000));
        let expected: Vec<_> = (0..24).map(|hour| kilowatt.filter(|_| !(5..15).contains(&hour))).collect();
        assert_eq!(items[0].last_24_hours, expected);
    }

    #[test]
    fn a_year_ago_is_told_only_where_readings_lie_close_to_both_ends() {
        let now = NOW + 14 * 3600;
        let check = |cadence: Option<i64>, hours: &[i64], expected: Option<i64>| {
            let mut archive = Archive::new();
            let point = archive.point("A", "W-A", cadence);
            let before = NOW - YEAR;
            archive.read(point, Quantity::Energy, hours.iter().map(|hour| (before + hour * 3600, hour * 7)));
            archive.read(point, Quantity::Energy, [(NOW, 1000), (now, 1010)]);
            let (items, _) = page(&archive.log(), &Filter::default(), None, 9, &present(now)).unwrap();
            assert_eq!(items[0].used_today, Some(Energy::from_base(10)));
            assert_eq!(items[0].used_a_year_ago, expected.map(Energy::from_base), "{hours:?}");
        };
        check(Some(3600), &[0, 5, 14], Some(98));
        check(Some(3600), &[2, 16], Some(98));
        check(Some(3600), &[0, 17], None);
        check(Some(3600), &[3, 14], None);
        check(Some(3600), &[0, 11], None);
        check(None, &[0, 24], None);
        check(Some(86_400), &[0, 24], Some(168));
        check(Some(3600), &[], None);
    }
}
