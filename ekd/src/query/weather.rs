//! What the weather is, for the installation and for sites, and what curves want of it.

use common::id::{PointCode, SiteCode, SiteId};
use common::quantity::{Quantity, Temperature};
use common::weather::{Curve, DatedCurve, Measured, Outdoor, SiteWeather, SiteWeatherQuery, Station, Wanted, Weather};
use jiff::Timestamp;

use crate::store::log::Logbook;
use crate::store::weather::KeptStation;
use crate::store::{self, StoreError};
use crate::weather::{Candidates, outdoor};

/// Returns what counts at `now` for the whole installation.
pub fn installation(log: &Logbook<'_>, now: Timestamp) -> Result<Weather, StoreError> {
    let kept = store::weather::station_of(log, None)?;
    let table = store::weather::dated_at(log, None, now)?;
    let outdoor = outdoor_of_network(log, now)?;
    let of_table = table.as_ref().map(|table| &table.curve);
    let wanted = Wanted::at(outdoor.map(|outdoor| outdoor.value), of_table, None);
    Ok(Weather { outdoor, station: kept.map(|kept| station(log, &kept, None)).transpose()?, table, wanted })
}

/// Returns the outdoor temperature that counts at `now` for the whole installation.
pub fn outdoor_of_network(log: &Logbook<'_>, now: Timestamp) -> Result<Option<Outdoor>, StoreError> {
    Ok(outdoor(&Candidates { network_station: of_station(log, None)?, ..Candidates::default() }, now))
}

/// Returns the outdoor temperature that counts at `now` for a site.
pub fn outdoor_of_site(log: &Logbook<'_>, site: SiteId, now: Timestamp) -> Result<Option<Outdoor>, StoreError> {
    let candidates = Candidates {
        own: own(log, site)?,
        site_station: of_station(log, Some(site))?,
        network_station: of_station(log, None)?,
    };
    Ok(outdoor(&candidates, now))
}

/// Returns what counts at `now` for up to `limit` sites after the code `after`, by code.
pub fn of_sites(
    log: &Logbook<'_>,
    query: &SiteWeatherQuery,
    (after, limit): (Option<&str>, u32),
    now: Timestamp,
) -> Result<Vec<SiteWeather>, StoreError> {
    let sites = if query.sites.is_empty() {
        store::weather::sites(log, after, limit)?
    } else {
        named(log, &query.sites, (after, limit))?
    };
    let table = store::weather::network_table_at(log, now)?;
    sites.into_iter().map(|site| of_site(log, site, table.as_ref(), now)).collect()
}

fn named(
    log: &Logbook<'_>,
    codes: &[SiteCode],
    (after, limit): (Option<&str>, u32),
) -> Result<Vec<(SiteId, SiteCode)>, StoreError> {
    let mut codes: Vec<&SiteCode> =
        codes.iter().filter(|code| after.is_none_or(|after| code.as_str() > after)).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut found = Vec::new();
    for code in codes {
        if found.len() >= limit as usize {
            break;
        }
        found.extend(store::site::by_code(log, code.as_str())?.map(|site| (site.id, site.code)));
    }
    Ok(found)
}

/// What counts for one site.
pub(super) struct AtSite {
    pub outdoor: Option<Outdoor>,
    pub curve: Option<DatedCurve>,
    pub wanted: Wanted,
}

/// Returns what counts at `now` for a site, under this network table.
pub(super) fn at_site(
    log: &Logbook<'_>,
    site: SiteId,
    table: Option<&Curve>,
    now: Timestamp,
) -> Result<AtSite, StoreError> {
    let outdoor = outdoor_of_site(log, site, now)?;
    let curve = store::weather::dated_at(log, Some(site), now)?;
    let wanted = Wanted::at(outdoor.map(|outdoor| outdoor.value), table, curve.as_ref().map(|curve| &curve.curve));
    Ok(AtSite { outdoor, curve, wanted })
}

fn of_site(
    log: &Logbook<'_>,
    (id, code): (SiteId, SiteCode),
    table: Option<&Curve>,
    now: Timestamp,
) -> Result<SiteWeather, StoreError> {
    let AtSite { outdoor, curve, wanted } = at_site(log, id, table, now)?;
    let kept = store::weather::station_of(log, Some(id))?;
    let kept = if store::weather::may_see_station(log, id)? { kept } else { None };
    let station = kept.map(|kept| station(log, &kept, Some(code.clone()))).transpose()?;
    Ok(SiteWeather { site: code, outdoor, station, curve, wanted })
}

/// Returns the station of the installation, or of a site; its own code alone is nobody else's business.
pub fn station(log: &Logbook<'_>, kept: &KeptStation, site: Option<SiteCode>) -> Result<Station, StoreError> {
    let point: Option<PointCode> = store::point::by_id(log, kept.point)?.map(|point| point.code);
    let set_by = kept.set_by.clone().filter(|_| log.scope().is_house());
    let set_by = set_by.map(|login| login.try_into().map_err(|error| StoreError::Foreign(format!("{error}"))));
    Ok(Station {
        site,
        point,
        newest: store::weather::measured(log, kept.point),
        set_at: kept.set_at,
        set_by: set_by.transpose()?,
    })
}

fn of_station(log: &Logbook<'_>, site: Option<SiteId>) -> Result<Option<Measured>, StoreError> {
    let kept = store::weather::station_of(log, site)?;
    Ok(kept.and_then(|kept| store::weather::measured(log, kept.point)))
}

/// Returns the newest temperature that the site's own regulators measured, as far as it may be seen.
fn own(log: &Logbook<'_>, site: SiteId) -> Result<Option<Measured>, StoreError> {
    let points = store::point::of_site(log, site)?;
    let values = points.iter().flat_map(|point| store::latest::of_point(log, point.id));
    let outdoor = values.filter(|latest| latest.quantity == Quantity::Outdoor);
    let newest = outdoor.max_by_key(|latest| latest.at);
    Ok(newest.map(|latest| Measured { value: Temperature::from_base(latest.value.base()), at: latest.at }))
}

#[cfg(test)]
mod tests {
    use common::weather::{CurveOf, CurvePoint, NewCurve, OutdoorFrom};

    use super::*;
    use crate::query::fixture::{Archive, at};
    use crate::store::weather::Setting;

    const NOW: i64 = 1_763_904_720;

    fn degrees(milli: i64) -> Temperature {
        Temperature::from_base(milli)
    }

    fn curve(supply: i64) -> Curve {
        let point = |outdoor, supply| CurvePoint { outdoor: degrees(outdoor), supply: degrees(supply), returned: None };
        Curve::new(vec![point(-20_000, supply), point(0, supply - 20_000)]).unwrap()
    }

    fn set(archive: &mut Archive, site: Option<SiteId>, from: i64, supply: i64) {
        let of = site.map_or(CurveOf::Network, |site| CurveOf::Site(SiteCode::parse(&site.to_string()).unwrap()));
        let new = NewCurve { of, valid_from: at(from), curve: curve(supply), comment: String::new() };
        let setting = Setting { by: None, at: at(NOW) };
        archive.together(|tx| store::weather::add_curve(tx, site, &new, &setting));
    }

    fn station_at(archive: &mut Archive, site: Option<SiteId>, point: common::id::PointId) {
        let setting = Setting { by: None, at: at(NOW) };
        archive.together(|tx| store::weather::set_station(tx, site, Some(point), &setting));
    }

    fn site(archive: &Archive, code: &str) -> SiteId {
        store::site::id_of(&archive.log(), code).unwrap().unwrap()
    }

    #[test]
    fn the_nearest_fresh_sensor_counts_for_a_site_and_the_station_for_all() {
        let mut archive = Archive::new();
        let own = archive.point("A", "P-A", None);
        let near = archive.point("B", "P-B", None);
        let roof = archive.point("C", "P-C", None);
        let (a, d) = (site(&archive, "A"), {
            archive.point("D", "P-D", None);
            site(&archive, "D")
        });
        archive.read(own, Quantity::Outdoor, [(NOW - 600, -5_000)]);
        archive.read(near, Quantity::Outdoor, [(NOW - 600, -4_000)]);
        archive.read(roof, Quantity::Outdoor, [(NOW - 600, -3_000)]);
        let counts = |archive: &Archive, site, now| {
            let outdoor = outdoor_of_site(&archive.log(), site, at(now)).unwrap();
            outdoor.map(|outdoor| (outdoor.value.base(), outdoor.from))
        };
        assert_eq!(counts(&archive, a, NOW), Some((-5_000, OutdoorFrom::Own)));
        assert_eq!(counts(&archive, d, NOW), None);
        assert_eq!(outdoor_of_network(&archive.log(), at(NOW)).unwrap(), None);
        station_at(&mut archive, None, roof);
        station_at(&mut archive, Some(a), near);
        assert_eq!(counts(&archive, d, NOW), Some((-3_000, OutdoorFrom::NetworkStation)));
        archive.read(near, Quantity::Outdoor, [(NOW + 10_000, -2_000)]);
        assert_eq!(counts(&archive, a, NOW + 10_100), Some((-5_000, OutdoorFrom::Own)));
        assert_eq!(counts(&archive, a, NOW + 12_000), Some((-2_000, OutdoorFrom::SiteStation)));
        assert_eq!(counts(&archive, a, NOW + 30_000), None);
        let kept = store::weather::stations(&archive.log()).unwrap();
        assert_eq!(
            kept.iter().map(|kept| (kept.site, kept.point)).collect::<Vec<_>>(),
            [(None, roof), (Some(a), near)]
        );
        let setting = Setting { by: None, at: at(NOW) };
        archive.together(|tx| store::weather::set_station(tx, None, None, &setting));
        assert_eq!(counts(&archive, d, NOW), None);
    }

    #[test]
    fn a_curve_counts_from_its_day_until_the_next_and_stays_in_the_history() {
        let mut archive = Archive::new();
        archive.point("A", "P-A", None);
        let a = site(&archive, "A");
        set(&mut archive, Some(a), 1_000, 90_000);
        set(&mut archive, Some(a), 5_000, 80_000);
        // Set later for the same day: it takes the place of the first.
        set(&mut archive, Some(a), 1_000, 85_000);
        set(&mut archive, None, 0, 120_000);
        let log = archive.log();
        let supply = |site: Option<SiteId>, second| {
            let found = match site {
                Some(site) => store::weather::site_curve_at(&log, site, at(second)),
                None => store::weather::network_table_at(&log, at(second)),
            };
            found.unwrap().map(|curve| curve.supply_at(degrees(-20_000)).base())
        };
        assert_eq!(supply(Some(a), 999), None);
        assert_eq!([1_000, 4_999, 5_000].map(|second| supply(Some(a), second)), [85_000, 85_000, 80_000].map(Some));
        assert_eq!(supply(None, 999), Some(120_000));
        let history = store::weather::history(&log, Some(a), None, 2).unwrap();
        let told = |(curve, _): &(DatedCurve, _)| {
            let until = curve.valid_until.map(Timestamp::as_second);
            (curve.valid_from.as_second(), until, curve.curve.supply_at(degrees(-20_000)).base())
        };
        assert_eq!(history.iter().map(told).collect::<Vec<_>>(), [(5_000, None, 80_000), (1_000, Some(5_000), 85_000)]);
        let rest = store::weather::history(&log, Some(a), Some(history[1].1), 2).unwrap();
        assert_eq!(rest.iter().map(told).collect::<Vec<_>>(), [(1_000, Some(1_000), 90_000)]);
        let dated = store::weather::dated_at(&log, Some(a), at(1_000)).unwrap().unwrap();
        assert_eq!(dated.curve, curve(85_000));
        assert!(log.execute_batch("UPDATE weather_curve SET comment = 'x'").is_err());
    }

    #[test]
    fn a_site_is_told_what_table_and_curve_want() {
        let mut archive = Archive::new();
        let point = archive.point("A", "P-A", None);
        let a = site(&archive, "A");
        archive.read(point, Quantity::Outdoor, [(NOW, -10_000)]);
        let ask = |archive: &Archive, sites: &[&str]| {
            let sites = sites.iter().map(|code| SiteCode::parse(code).unwrap()).collect();
            of_sites(&archive.log(), &SiteWeatherQuery { sites }, (None, 10), at(NOW)).unwrap()
        };
        assert!(ask(&archive, &[]).is_empty() && ask(&archive, &["B"]).is_empty());
        assert_eq!(ask(&archive, &["A"])[0].wanted, Wanted::default());
        set(&mut archive, None, 0, 120_000);
        set(&mut archive, Some(a), 0, 80_000);
        let wanted = ask(&archive, &[])[0].wanted;
        assert_eq!(wanted, Wanted { supply: Some(degrees(110_000)), returned: None, heating: Some(degrees(70_000)) });
    }
}
