//! Which outdoor temperature counts: a rule over what was measured here and there.
//!
//! The nearest sensor that is fresh wins: the site's own regulator, then the site's station, then the installation's.
//! Knows neither archive nor clock: an old value is no weather, and how old it is, is an argument.

pub mod comparison;
pub mod degree_days;
pub mod forecast;
pub mod hours;
mod line;
#[cfg(test)]
mod lived;
mod resampled;
pub mod signature;

use common::weather::{MOST_AGE, Measured, Outdoor, OutdoorFrom};
use jiff::{SignedDuration, Timestamp};

/// How far a regulator's clock may be ahead of ours; what is further ahead waits in quarantine anyway.
const MOST_AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// The newest values that may count for one site; for the whole installation only the last of them is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    pub own: Option<Measured>,
    pub site_station: Option<Measured>,
    pub network_station: Option<Measured>,
}

/// Returns the temperature that counts at an instant; `None` where nothing is fresh.
#[must_use]
pub fn outdoor(candidates: &Candidates, at: Timestamp) -> Option<Outdoor> {
    let Candidates { own, site_station, network_station } = *candidates;
    let nearest_first = [
        (own, OutdoorFrom::Own),
        (site_station, OutdoorFrom::SiteStation),
        (network_station, OutdoorFrom::NetworkStation),
    ];
    let counts = |(measured, from): (Option<Measured>, OutdoorFrom)| {
        let Measured { value, at: measured_at } = measured.filter(|measured| is_fresh(measured, at))?;
        Some(Outdoor { value, at: measured_at, from })
    };
    nearest_first.into_iter().find_map(counts)
}

/// Tells whether a measured temperature is young enough to count at an instant.
#[must_use]
pub fn is_fresh(measured: &Measured, at: Timestamp) -> bool {
    let age = at.duration_since(measured.at);
    -MOST_AHEAD <= age && age <= MOST_AGE
}

#[cfg(test)]
mod tests {
    use common::quantity::Temperature;

    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_763_904_720, 0);

    /// A temperature in thousandths of a degree, and how many minutes ago it was measured.
    type Sensor = Option<(i64, i64)>;

    fn check(own: Sensor, site: Sensor, network: Sensor) -> Option<(i64, OutdoorFrom)> {
        let [own, site_station, network_station] = [own, site, network].map(|sensor| {
            let (value, minutes) = sensor?;
            Some(Measured { value: Temperature::from_base(value), at: NOW - SignedDuration::from_mins(minutes) })
        });
        let candidates = Candidates { own, site_station, network_station };
        outdoor(&candidates, NOW).map(|outdoor| (outdoor.value.base(), outdoor.from))
    }

    #[test]
    fn the_nearest_fresh_sensor_counts() {
        let (own, site, network) = (Some((-3_000, 15)), Some((-2_000, 5)), Some((-1_000, 0)));
        assert_eq!(check(own, site, network), Some((-3_000, OutdoorFrom::Own)));
        assert_eq!(check(None, site, network), Some((-2_000, OutdoorFrom::SiteStation)));
        assert_eq!(check(None, None, network), Some((-1_000, OutdoorFrom::NetworkStation)));
        assert_eq!(check(None, None, None), None);
    }

    #[test]
    fn what_is_older_than_three_hours_counts_no_more() {
        assert_eq!(check(Some((0, 180)), None, None), Some((0, OutdoorFrom::Own)));
        assert_eq!(check(Some((0, 181)), Some((1, 181)), None), None);
        assert_eq!(check(Some((0, 181)), None, Some((1, 60))), Some((1, OutdoorFrom::NetworkStation)));
        assert_eq!(check(Some((0, -10)), None, None), Some((0, OutdoorFrom::Own)));
        assert_eq!(check(Some((0, -11)), None, None), None);
    }
}
