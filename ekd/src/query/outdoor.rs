//! The outdoor temperatures of the past that count for a site, or for the installation.
//!
//! The nearest sensor counts, as [`crate::weather`] says of the present: hour by hour, as far as it is believed.

use common::id::SiteId;
use common::quantity::Quantity;
use common::time::{Period, Step};
use common::weather::OutdoorFrom;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::store::log::Logbook;
use crate::store::{self, StoreError};
use crate::weather::degree_days::{self, OutdoorDay};
use crate::weather::hours::{self, OutdoorHours, Sensor};

/// Whether a sensor is stuck, or tells daily means, is seen from what it said around the period.
const AROUND: SignedDuration = SignedDuration::from_hours(10 * 24);

/// Returns the temperatures that count for a site in a period; for the installation with `None`.
pub fn hours(log: &Logbook<'_>, site: Option<SiteId>, period: Period) -> Result<OutdoorHours, StoreError> {
    if period.is_empty() {
        return Ok(OutdoorHours::default());
    }
    let around = Period {
        from: period.from.checked_sub(AROUND).unwrap_or(Timestamp::MIN),
        until: period.until.checked_add(AROUND).unwrap_or(Timestamp::MAX),
    };
    let mut sensors = Vec::new();
    if let Some(site) = site {
        for point in store::point::of_site(log, site)? {
            if point.quantities.contains(&Quantity::Outdoor) {
                let readings = store::reading::values(log, point.id, Quantity::Outdoor, around)?;
                sensors.push(Sensor { from: OutdoorFrom::Own, told: hours::told(&readings) });
            }
        }
        sensors.extend(of_station(log, Some(site), around)?);
    }
    sensors.extend(of_station(log, None, around)?);
    let mut outdoor = hours::nearest(&sensors);
    outdoor.hours.retain(|hour| period.contains(hour.at));
    outdoor.days.retain(|day| period.contains(day.at));
    Ok(outdoor)
}

fn of_station(log: &Logbook<'_>, site: Option<SiteId>, period: Period) -> Result<Option<Sensor>, StoreError> {
    let Some(station) = store::weather::station_of(log, site)? else { return Ok(None) };
    let from = if site.is_some() { OutdoorFrom::SiteStation } else { OutdoorFrom::NetworkStation };
    let readings = store::weather::measurements(log, &station, period)?;
    Ok(Some(Sensor { from, told: hours::told(&readings) }))
}

/// Returns the local days that are over and whose temperature is known well enough, oldest first.
pub fn days(
    log: &Logbook<'_>,
    site: Option<SiteId>,
    period: Period,
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Vec<OutdoorDay>, StoreError> {
    let slices = Step::Day.slices(period, zone);
    let over = slices.partition_point(|slice| slice.until <= now);
    let slices = slices.get(..over).unwrap_or_default();
    let (Some(first), Some(last)) = (slices.first(), slices.last()) else { return Ok(Vec::new()) };
    let outdoor = hours(log, site, Period { from: first.from, until: last.until })?;
    Ok(slices.iter().filter_map(|slice| degree_days::day(&outdoor, *slice, zone)).collect())
}
