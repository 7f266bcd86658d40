//! Which outdoor temperature counts: a rule over what was measured here and there.
//!
//! The nearest sensor that is fresh wins: the site's own regulator, then the site's station, then the installation's.
//! Knows neither archive nor clock: an old value is no weather, and how old it is, is an argument.

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

    fn measured(value: i64, age_min: i64) -> Option<Measured> {
        Some(Measured { value: Temperature::from_base(value), at: NOW - SignedDuration::from_mins(age_min) })
    }

    fn check(own: Option<Measured>, site: Option<Measured>, network: Option<Measured>) -> Option<(i64, OutdoorFrom)> {
        let candidates = Candidates { own, site_station: site, network_station: network };
        outdoor(&candidates, NOW).map(|outdoor| (outdoor.value.base(), outdoor.from))
    }

    #[test]
    fn the_nearest_fresh_sensor_counts() {
        let (own, site, network) = (measured(-3_000, 15), measured(-2_000, 5), measured(-1_000, 0));
        assert_eq!(check(own, site, network), Some((-3_000, OutdoorFrom::Own)));
        assert_eq!(check(None, site, network), Some((-2_000, OutdoorFrom::SiteStation)));
        assert_eq!(check(None, None, network), Some((-1_000, OutdoorFrom::NetworkStation)));
        assert_eq!(check(None, None, None), None);
    }

    #[test]
    fn what_is_older_than_three_hours_counts_no_more() {
        assert_eq!(check(measured(0, 180), None, None), Some((0, OutdoorFrom::Own)));
        assert_eq!(check(measured(0, 181), measured(1, 181), None), None);
        assert_eq!(check(measured(0, 181), None, measured(1, 60)), Some((1, OutdoorFrom::NetworkStation)));
        assert_eq!(check(measured(0, -10), None, None), Some((0, OutdoorFrom::Own)));
        assert_eq!(check(measured(0, -11), None, None), None);
    }
}
