//! How each site stands right now, the most urgent first.

use common::api::Filter;
use common::point::MeteringPoint;
use common::quantity::{Energy, Power, Quantity};
use common::reading::Latest;
use common::site::{Site, SiteOverview, SiteState};
use common::time::Step;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use rusqlite::Connection;

use super::{Detail, runs};
use crate::consumption::register;
use crate::store::{self, StoreError};

/// Most sites that are looked at for one list.
const MOST_SITES: u32 = 100_000;
/// A broken sensor or register is news for a day.
const DOUBT: SignedDuration = SignedDuration::from_hours(24);
const STRIP_HOURS: usize = 24;

/// Returns the sites that match, worst first: by state, then by power, then by code.
pub fn overview(
    conn: &Connection,
    filter: &Filter,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Vec<SiteOverview>, StoreError> {
    let sites = store::site::list(conn, filter, None, MOST_SITES)?;
    let mut all = sites.into_iter().map(|site| one(conn, site, zone, now)).collect::<Result<Vec<_>, _>>()?;
    all.sort_by(|one, other| {
        let urgency = |entry: &SiteOverview| (rank(&entry.state), std::cmp::Reverse(power(&entry.latest)));
        urgency(one).cmp(&urgency(other)).then_with(|| one.site.code.cmp(&other.site.code))
    });
    Ok(all)
}

fn one(conn: &Connection, site: Site, zone: &TimeZone, now: Timestamp) -> Result<SiteOverview, StoreError> {
    let of_site = Filter { site: Some(site.id), ..Filter::default() };
    let points = store::point::list(conn, &of_site, None, MOST_SITES)?;
    let ids = points.iter().map(|point| point.id).collect();
    let Some(point) = points.into_iter().next() else {
        let strip = vec![None; STRIP_HOURS];
        return Ok(SiteOverview {
            site,
            point: None,
            points: ids,
            latest: Vec::new(),
            state: SiteState::NoData,
            used_today: None,
            used_a_year_ago: None,
            last_24_hours: strip,
        });
    };
    let today = Step::Day.slice_at(now, zone).map_or(now, |day| day.from);
    Ok(SiteOverview {
        latest: store::latest::of_point(conn, point.id)?,
        state: state(&point, store::quarantine::last_doubt(conn, point.id)?, now),
        used_today: used(conn, &point, today, now)?,
        used_a_year_ago: match (a_year_before(today, zone), a_year_before(now, zone)) {
            (Some(from), Some(until)) => used(conn, &point, from, until)?,
            _ => None,
        },
        last_24_hours: strip(conn, &point, now)?,
        site,
        points: ids,
        point: Some(point),
    })
}

fn a_year_before(instant: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    instant.to_zoned(zone.clone()).checked_sub(1.year()).ok().map(|zoned| zoned.timestamp())
}

fn used(
    conn: &Connection,
    point: &MeteringPoint,
    from: Timestamp,
    until: Timestamp,
) -> Result<Option<Energy>, StoreError> {
    let runs = runs(conn, point.id, Quantity::Energy, (from, until), Detail::Ends)?;
    Ok(register::used(&runs, from, until).map(Energy::from_base))
}

/// Returns the mean power of each of the last 24 whole hours: as read, or what the energy register tells.
fn strip(conn: &Connection, point: &MeteringPoint, now: Timestamp) -> Result<Vec<Option<Power>>, StoreError> {
    let end = now.as_second().div_euclid(3600) * 3600;
    let hours = i64::try_from(STRIP_HOURS).unwrap_or(i64::MAX);
    let Ok(from) = Timestamp::from_second(end - hours * 3600) else { return Ok(vec![None; STRIP_HOURS]) };
    if point.quantities.contains(&Quantity::Power) {
        let means = store::reading::hourly_means(conn, point.id, Quantity::Power, from, STRIP_HOURS)?;
        return Ok(means.into_iter().map(|mean| mean.map(Power::from_base)).collect());
    }
    let until = Timestamp::from_second(end).unwrap_or(now);
    let runs = runs(conn, point.id, Quantity::Energy, (from, until), Detail::All)?;
    let hour = SignedDuration::from_hours(1);
    let mut strip = Vec::with_capacity(STRIP_HOURS);
    let mut start = from;
    for _ in 0..STRIP_HOURS {
        let used = register::used(&runs, start, start + hour);
        strip.push(used.map(|joules| Power::from_base(joules / 3600)));
        start += hour;
    }
    Ok(strip)
}

/// Tells what a technician must know first: doubt before silence before lateness.
fn state(point: &MeteringPoint, doubt: Option<Timestamp>, now: Timestamp) -> SiteState {
    let Some(last_at) = point.last_at else { return SiteState::NoData };
    if let Some(since) = doubt.filter(|since| now.duration_since(*since) < DOUBT) {
        return SiteState::Doubtful { since };
    }
    let Some(cadence) = point.cadence else { return SiteState::Live };
    let age = now.duration_since(last_at);
    if age > cadence.saturating_mul(3) {
        SiteState::Silent { since: last_at }
    } else if age.saturating_mul(2) > cadence.saturating_mul(3) {
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

fn power(latest: &[Latest]) -> Option<i64> {
    latest.iter().find(|latest| latest.quantity == Quantity::Power).map(|latest| latest.value.base())
}

#[cfg(test)]
mod tests {
    use common::id::{PointCode, PointId, SiteId};

    use super::*;

    #[test]
    fn silence_is_told_by_the_expected_cadence() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let point = |cadence: Option<i64>, last_at: Option<i64>| MeteringPoint {
            id: PointId(1),
            code: PointCode::parse("P").unwrap(),
            site: SiteId(1),
            name: String::new(),
            cadence: cadence.map(SignedDuration::from_secs),
            source: None,
            quantities: Vec::new(),
            first_at: None,
            last_at: last_at.map(at),
        };
        let check = |point: MeteringPoint, doubt, expected| {
            assert_eq!(state(&point, doubt, at(100_000)), expected, "{point:?}");
        };
        check(point(Some(900), None), None, SiteState::NoData);
        check(point(Some(900), Some(98_700)), None, SiteState::Live);
        check(point(Some(900), Some(98_600)), None, SiteState::Late { since: at(98_600) });
        check(point(Some(900), Some(97_000)), None, SiteState::Silent { since: at(97_000) });
        check(point(None, Some(0)), None, SiteState::Live);
        check(point(Some(900), Some(98_700)), Some(at(50_000)), SiteState::Doubtful { since: at(50_000) });
        check(point(Some(900), Some(98_700)), Some(at(1)), SiteState::Live);
    }
}
