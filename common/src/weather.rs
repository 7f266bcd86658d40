//! The weather and what it calls for: outdoor temperature, heating curves, the network table.
//!
//! A curve says which supply temperature is wanted at an outdoor temperature: the network's at its meters (the network
//! table), a site's in its own heating circuit. Knows no readings and no clock; which outdoor temperature counts is a
//! rule of the daemon.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::Login;
use crate::id::{PointCode, SiteCode};
use crate::quantity::Temperature;
use crate::quantity::decimal::divide_rounded;

/// How old a measured outdoor temperature may be to count.
pub const MOST_AGE: SignedDuration = SignedDuration::from_hours(3);
/// Fewest and most points of a curve.
pub const N_POINTS: std::ops::RangeInclusive<usize> = 2..=50;
/// Beyond these no heating network is meant: a wrong unit, or a slip of the pen.
const OUTDOOR: std::ops::RangeInclusive<i64> = -60_000..=60_000;
const WATER: std::ops::RangeInclusive<i64> = 0..=250_000;

/// What is wanted at one outdoor temperature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurvePoint {
    pub outdoor: Temperature,
    pub supply: Temperature,
    /// The return temperature that goes with it; network tables often have one.
    #[serde(default)]
    pub returned: Option<Temperature>,
}

/// A curve of 2 to 50 points, ascending by outdoor temperature: straight between them, level beyond the ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<CurvePoint>", into = "Vec<CurvePoint>")]
pub struct Curve(Vec<CurvePoint>);

/// Why points are no curve; `place` is that of the point, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CurveError {
    #[error("a curve has 2 to 50 points, this one has {n_points}")]
    Count { n_points: usize },
    #[error("point {place} is not warmer outdoors than the one before")]
    NotAscending { place: usize },
    #[error("point {place} has a temperature that no heating network has")]
    OutOfRange { place: usize },
    #[error("point {place} alone has or lacks a return temperature")]
    ReturnHere { place: usize },
}

impl Curve {
    /// Returns the curve through these points.
    ///
    /// # Errors
    /// Too few or too many points, not ascending, beyond all measure, or with return temperatures here and there.
    pub fn new(points: Vec<CurvePoint>) -> Result<Self, CurveError> {
        if !N_POINTS.contains(&points.len()) {
            return Err(CurveError::Count { n_points: points.len() });
        }
        let has_return = points.first().is_some_and(|point| point.returned.is_some());
        for (place, point) in (1..).zip(&points) {
            let water = [Some(point.supply), point.returned];
            let is_water = water.into_iter().flatten().all(|water| WATER.contains(&water.base()));
            if !OUTDOOR.contains(&point.outdoor.base()) || !is_water {
                return Err(CurveError::OutOfRange { place });
            }
            if point.returned.is_some() != has_return {
                return Err(CurveError::ReturnHere { place });
            }
        }
        let level = points.windows(2).position(|pair| pair[1].outdoor <= pair[0].outdoor);
        level.map_or(Ok(Self(points)), |index| Err(CurveError::NotAscending { place: index + 2 }))
    }

    /// Returns the points, the coldest first.
    #[must_use]
    pub fn points(&self) -> &[CurvePoint] {
        &self.0
    }

    /// Tells whether it says a return temperature too.
    #[must_use]
    pub fn has_return(&self) -> bool {
        self.0.iter().any(|point| point.returned.is_some())
    }

    /// Returns the supply temperature wanted at an outdoor temperature, to the thousandth of a degree.
    #[must_use]
    pub fn supply_at(&self, outdoor: Temperature) -> Temperature {
        let (below, above) = self.around(outdoor);
        between((below.outdoor, below.supply), (above.outdoor, above.supply), outdoor)
    }

    /// Returns the return temperature that goes with it; `None` where the curve says none.
    #[must_use]
    pub fn return_at(&self, outdoor: Temperature) -> Option<Temperature> {
        let (below, above) = self.around(outdoor);
        Some(between((below.outdoor, below.returned?), (above.outdoor, above.returned?), outdoor))
    }

    /// Returns the points on both sides; the same one twice at a point and beyond the ends.
    fn around(&self, outdoor: Temperature) -> (CurvePoint, CurvePoint) {
        let above = self.0.partition_point(|point| point.outdoor < outdoor).min(self.0.len() - 1);
        let is_reached = self.0[above].outdoor <= outdoor;
        let below = if is_reached { above } else { above.saturating_sub(1) };
        (self.0[below], self.0[above])
    }
}

/// Returns the value of a straight line at `x`, half a thousandth away from zero.
fn between((x0, y0): (Temperature, Temperature), (x1, y1): (Temperature, Temperature), x: Temperature) -> Temperature {
    let [x0, y0, x1, y1, x] = [x0, y0, x1, y1, x].map(|amount| i128::from(amount.base()));
    if x1 <= x0 {
        return Temperature::from_base(i64::try_from(y0).expect("it was an i64 before"));
    }
    let value = divide_rounded(y0 * (x1 - x0) + (y1 - y0) * (x - x0), x1 - x0);
    Temperature::from_base(i64::try_from(value).expect("what lies between two i64 is one"))
}

impl TryFrom<Vec<CurvePoint>> for Curve {
    type Error = CurveError;
    fn try_from(points: Vec<CurvePoint>) -> Result<Self, CurveError> {
        Self::new(points)
    }
}

impl From<Curve> for Vec<CurvePoint> {
    fn from(curve: Curve) -> Self {
        curve.0
    }
}

/// What a curve is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurveOf {
    /// The network: its table, the supply temperature that arrives at the sites.
    Network,
    /// The heating circuit of one site.
    Site(SiteCode),
}

impl CurveOf {
    /// Returns the site's code; `None` for the network.
    #[must_use]
    pub const fn site(&self) -> Option<&SiteCode> {
        match self {
            Self::Network => None,
            Self::Site(code) => Some(code),
        }
    }
}

/// A curve to be set: it counts from an instant until a later one of the same does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCurve {
    pub of: CurveOf,
    pub valid_from: Timestamp,
    pub curve: Curve,
    /// Why, such as `krzywa 1,4→1,2`; may be empty.
    #[serde(default)]
    pub comment: String,
}

/// A curve as it was set. Nothing of it changes later: another row does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedCurve {
    pub of: CurveOf,
    pub valid_from: Timestamp,
    /// When the next one counts; `None` while there is none. The same as `valid_from` where another took its place.
    #[serde(default)]
    pub valid_until: Option<Timestamp>,
    pub curve: Curve,
    #[serde(default)]
    pub comment: String,
    pub set_at: Timestamp,
    /// Who set it: told to staff.
    #[serde(default)]
    pub set_by: Option<Login>,
}

/// A station to be set, or with `None` not to be any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewStation {
    /// `None`: the whole installation's.
    #[serde(default)]
    pub site: Option<SiteCode>,
    #[serde(default)]
    pub point: Option<PointCode>,
}

/// Whose outdoor readings count for the installation, or for one site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    /// `None`: the whole installation's.
    #[serde(default)]
    pub site: Option<SiteCode>,
    /// The point that measures; `None` where the caller may not see it.
    #[serde(default)]
    pub point: Option<PointCode>,
    /// What it measured last, however long ago.
    #[serde(default)]
    pub newest: Option<Measured>,
    pub set_at: Timestamp,
    /// Who set it: told to staff.
    #[serde(default)]
    pub set_by: Option<Login>,
}

/// An outdoor temperature as it was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    pub value: Temperature,
    pub at: Timestamp,
}

/// The outdoor temperature that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outdoor {
    pub value: Temperature,
    pub at: Timestamp,
    pub from: OutdoorFrom,
}

/// Where an outdoor temperature is from, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutdoorFrom {
    /// The site's own regulator.
    Own,
    SiteStation,
    NetworkStation,
    #[serde(other)]
    Unknown,
}

impl OutdoorFrom {
    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::SiteStation => "site_station",
            Self::NetworkStation => "network_station",
            Self::Unknown => "unknown",
        }
    }
}

/// What counts now for the whole installation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weather {
    /// `None` where no station is set, or what it measured last is too old.
    #[serde(default)]
    pub outdoor: Option<Outdoor>,
    #[serde(default)]
    pub station: Option<Station>,
    /// The network table in force.
    #[serde(default)]
    pub table: Option<DatedCurve>,
    #[serde(default)]
    pub wanted: Wanted,
}

/// What counts now for one site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteWeather {
    pub site: SiteCode,
    #[serde(default)]
    pub outdoor: Option<Outdoor>,
    /// The site's own station.
    #[serde(default)]
    pub station: Option<Station>,
    /// The heating curve of the site in force.
    #[serde(default)]
    pub curve: Option<DatedCurve>,
    #[serde(default)]
    pub wanted: Wanted,
}

/// What curves want at an outdoor temperature: nothing where there is no curve, or no temperature that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// By the network table, where the network meets the site.
    #[serde(default)]
    pub supply: Option<Temperature>,
    /// By the network table.
    #[serde(default)]
    pub returned: Option<Temperature>,
    /// By the site's own curve, in its heating circuit.
    #[serde(default)]
    pub heating: Option<Temperature>,
}

impl Wanted {
    /// Returns what the network table and a site's curve want at an outdoor temperature.
    #[must_use]
    pub fn at(outdoor: Option<Temperature>, table: Option<&Curve>, curve: Option<&Curve>) -> Self {
        let Some(outdoor) = outdoor else { return Self::default() };
        Self {
            supply: table.map(|table| table.supply_at(outdoor)),
            returned: table.and_then(|table| table.return_at(outdoor)),
            heating: curve.map(|curve| curve.supply_at(outdoor)),
        }
    }
}

/// Which sites are asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteWeatherQuery {
    /// These alone, with or without a curve; without any, those that have a curve or a station of their own.
    #[serde(default)]
    pub sites: Vec<SiteCode>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn degrees(milli: i64) -> Temperature {
        Temperature::from_base(milli)
    }

    fn curve(points: &[(i64, i64)]) -> Result<Curve, CurveError> {
        let point = |(outdoor, supply): &(i64, i64)| CurvePoint {
            outdoor: degrees(*outdoor),
            supply: degrees(*supply),
            returned: None,
        };
        Curve::new(points.iter().map(point).collect())
    }

    #[test]
    fn it_is_straight_between_points_and_level_beyond_the_ends() {
        let curve = curve(&[(-20_000, 95_000), (0, 65_000), (12_000, 45_000)]).unwrap();
        let check = |outdoor, expected| assert_eq!(curve.supply_at(degrees(outdoor)).base(), expected, "{outdoor}");
        check(-60_000, 95_000);
        check(-20_000, 95_000);
        check(-10_000, 80_000);
        check(-3_333, 70_000);
        check(0, 65_000);
        check(1, 64_998);
        check(6_000, 55_000);
        check(12_000, 45_000);
        check(i64::MAX, 45_000);
        check(i64::MIN, 95_000);
        assert_eq!(curve.return_at(degrees(0)), None);
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        let curve = curve(&[(0, 1), (2, 2)]).unwrap();
        assert_eq!(curve.supply_at(degrees(1)).base(), 2);
    }

    #[test]
    fn a_network_table_has_returns_everywhere_or_nowhere() {
        let point = |outdoor, supply, returned: Option<i64>| CurvePoint {
            outdoor: degrees(outdoor),
            supply: degrees(supply),
            returned: returned.map(degrees),
        };
        let table = Curve::new(vec![point(-20_000, 120_000, Some(60_000)), point(10_000, 70_000, Some(40_000))]);
        assert_eq!(table.unwrap().return_at(degrees(-5_000)), Some(degrees(50_000)));
        let half = Curve::new(vec![point(-20_000, 120_000, Some(60_000)), point(10_000, 70_000, None)]);
        assert_eq!(half, Err(CurveError::ReturnHere { place: 2 }));
    }

    #[test]
    fn what_is_no_curve_is_refused_also_on_the_wire() {
        assert_eq!(curve(&[(0, 1)]), Err(CurveError::Count { n_points: 1 }));
        let many: Vec<_> = (0..51).map(|step| (step * 100, 50_000)).collect();
        assert_eq!(curve(&many), Err(CurveError::Count { n_points: 51 }));
        assert_eq!(curve(&[(0, 1), (0, 2)]), Err(CurveError::NotAscending { place: 2 }));
        assert_eq!(curve(&[(0, 1), (5, 2), (4, 2)]), Err(CurveError::NotAscending { place: 3 }));
        assert_eq!(curve(&[(0, 1), (95_000, 2)]), Err(CurveError::OutOfRange { place: 2 }));
        assert_eq!(curve(&[(0, -1), (9, 2)]), Err(CurveError::OutOfRange { place: 1 }));
        let text = "[{\"outdoor\":5,\"supply\":1},{\"outdoor\":5,\"supply\":1}]";
        assert!(serde_json::from_str::<Curve>(text).is_err());
    }

    #[test]
    fn a_curve_comes_back_as_it_went() {
        let of = [CurveOf::Network, CurveOf::Site(SiteCode::parse("W-0412").unwrap())];
        for of in of {
            let curve = curve(&[(-20_000, 95_000), (12_000, 45_000)]).unwrap();
            let new = NewCurve { of, valid_from: Timestamp::UNIX_EPOCH, curve, comment: "1,4→1,2".to_owned() };
            assert_eq!(serde_json::from_str::<NewCurve>(&serde_json::to_string(&new).unwrap()).unwrap(), new);
            let packed = rmp_serde::to_vec_named(&new).unwrap();
            assert_eq!(rmp_serde::from_slice::<NewCurve>(&packed).unwrap(), new);
        }
    }

    proptest! {
        /// As a fraction: |supply · (x1 − x0) − (y0 · (x1 − x) + y1 · (x − x0))| is at most half of (x1 − x0).
        #[test]
        fn no_value_is_off_by_more_than_half_a_thousandth(
            steps in proptest::collection::vec((1_i64..1_000, 0_i64..=250_000), 2..=50),
            outdoor in -61_000_i64..61_000,
        ) {
            let mut at = -60_000;
            let points: Vec<_> = steps.iter().map(|(step, supply)| { at += step; (at, *supply) }).collect();
            let curve = curve(&points).unwrap();
            let got = curve.supply_at(degrees(outdoor)).base();
            let after = points.iter().position(|point| point.0 > outdoor);
            match after {
                None => prop_assert_eq!(got, points[points.len() - 1].1),
                Some(0) => prop_assert_eq!(got, points[0].1),
                Some(place) => {
                    let ((x0, y0), (x1, y1)) = (points[place - 1], points[place]);
                    let off = got * (x1 - x0) - (y0 * (x1 - outdoor) + y1 * (outdoor - x0));
                    prop_assert!(2 * off.abs() <= x1 - x0);
                    // A tie is rounded away from zero, and no supply is below zero.
                    prop_assert!(2 * off != -(x1 - x0));
                    prop_assert!(y0.min(y1) <= got && got <= y0.max(y1));
                }
            }
        }

        #[test]
        fn points_are_hit_exactly(
            steps in proptest::collection::vec((1_i64..1_000, 0_i64..=250_000), 2..=50),
        ) {
            let mut at = -60_000;
            let points: Vec<_> = steps.iter().map(|(step, supply)| { at += step; (at, *supply) }).collect();
            let curve = curve(&points).unwrap();
            for (outdoor, supply) in points {
                prop_assert_eq!(curve.supply_at(degrees(outdoor)).base(), supply);
            }
        }
    }
}
