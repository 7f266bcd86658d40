//! What conditions must know of the points besides their readings, looked up once for a document or a round.

use std::collections::HashMap;
use std::sync::Arc;

use common::id::{PointId, SiteId};
use common::quantity::{Quantity, Temperature};
use common::rule::{Maintenance, Rule, RuleScope};
use common::weather::{Curve, Measured, Wanted};
use jiff::{SignedDuration, Timestamp};

use crate::alarm::book::{RuleBook, Where};
use crate::alarm::judge::{Around, Line};
use crate::store::log::Logbook;
use crate::store::point::{Ground, Placed};
use crate::store::{self, StoreError};
use crate::weather::{Candidates, outdoor};

/// The rules of each point, and what surrounds it.
#[derive(Debug)]
pub(super) struct Grounds {
    book: RuleBook,
    /// Of points that narrower rules may be for.
    special: HashMap<PointId, Arc<[Arc<Rule>]>>,
    places: HashMap<PointId, Ground>,
    /// Points in maintenance.
    maintained: Maintained,
    weather: Weather,
}

#[derive(Debug, Default)]
pub(super) struct Maintained {
    everything: bool,
    points: Vec<PointId>,
}

impl Maintained {
    /// Looks up what is in maintenance at an instant.
    pub(super) fn at(log: &Logbook<'_>, now: Timestamp) -> Result<Self, StoreError> {
        let mut maintained = Self::default();
        let holds = |window: &Maintenance| window.period.from <= now && now < window.period.until;
        for window in store::maintenance::since(log, now)?.iter().filter(|window| holds(window)) {
            match &window.scope {
                RuleScope::Installation => maintained.everything = true,
                scope => {
                    let places = store::point::in_scope(log, scope, now)?;
                    maintained.points.extend(places.into_iter().map(|place| place.id));
                }
            }
        }
        Ok(maintained)
    }

    pub(super) fn hold(&self, point: Option<PointId>) -> bool {
        self.everything || point.is_some_and(|point| self.points.contains(&point))
    }
}

/// The network's table and the stations.
#[derive(Debug, Default)]
struct Weather {
    table: Option<Curve>,
    curves: HashMap<SiteId, Curve>,
    network: Option<PointId>,
    of_site: HashMap<SiteId, PointId>,
}

impl Weather {
    fn at(log: &Logbook<'_>, now: Timestamp) -> Result<Self, StoreError> {
        let mut weather = Self { table: store::weather::network_table_at(log, now)?, ..Self::default() };
        for station in store::weather::stations(log)? {
            match station.site {
                Some(site) => {
                    weather.of_site.insert(site, station.point);
                }
                None => weather.network = Some(station.point),
            }
        }
        for site in store::weather::sites_with_curve(log)? {
            weather.curves.extend(store::weather::site_curve_at(log, site, now)?.map(|curve| (site, curve)));
        }
        Ok(weather)
    }
}

impl Grounds {
    /// Looks up what the conditions at these points must know; `None` where there are no rules at all.
    pub(super) fn of(log: &Logbook<'_>, points: &[PointId], now: Timestamp) -> Result<Option<Self>, StoreError> {
        let rules = store::rule::list(log)?;
        if rules.is_empty() { Ok(None) } else { Self::with(log, rules, points, now).map(Some) }
    }

    /// Looks up what surrounds these points, whatever rules there are.
    pub(super) fn at(log: &Logbook<'_>, points: &[PointId], now: Timestamp) -> Result<Self, StoreError> {
        Self::with(log, Vec::new(), points, now)
    }

    fn with(log: &Logbook<'_>, rules: Vec<Rule>, points: &[PointId], now: Timestamp) -> Result<Self, StoreError> {
        let mut places_in_scope: HashMap<PointId, Where> = HashMap::new();
        for rule in rules.iter().filter(|rule| rule.scope != RuleScope::Installation) {
            let places = store::point::in_scope(log, &rule.scope, now)?;
            places_in_scope.extend(
                places
                    .into_iter()
                    .map(|Placed { id, code: point, site, customer }| (id, Where { point, site, customer })),
            );
        }
        let book = RuleBook::new(rules);
        let special = places_in_scope.into_iter().map(|(point, place)| (point, book.at(&place))).collect();
        let places = store::point::grounds(log, points)?;
        let (maintained, weather) = (Maintained::at(log, now)?, Weather::at(log, now)?);
        Ok(Self { book, special, places, maintained, weather })
    }

    /// Returns the rules that count at a point.
    pub(super) fn rules(&self, point: PointId) -> Arc<[Arc<Rule>]> {
        self.special.get(&point).cloned().unwrap_or_else(|| self.book.usual())
    }

    /// Returns the rules for sources.
    pub(super) fn usual(&self) -> Arc<[Arc<Rule>]> {
        self.book.usual()
    }

    pub(super) fn in_maintenance(&self, point: Option<PointId>) -> bool {
        self.maintained.hold(point)
    }

    /// Returns the points that were looked up.
    pub(super) fn places(&self) -> impl Iterator<Item = (PointId, &Ground)> {
        self.places.iter().map(|(point, ground)| (*point, ground))
    }

    /// Returns what surrounds a line at a point.
    pub(super) fn around(&self, log: &Logbook<'_>, point: PointId, line: &Line) -> Around {
        self.around_with(point, line, |station| store::weather::measured(log, station))
    }

    /// Returns what surrounds a line at a point where the stations measured this.
    pub(super) fn around_with(
        &self,
        point: PointId,
        line: &Line,
        station: impl Fn(PointId) -> Option<Measured>,
    ) -> Around {
        let place = self.places.get(&point);
        let outdoor = self.outdoor(place.map(|place| place.site), line, station);
        let curve = place.and_then(|place| self.weather.curves.get(&place.site));
        let wanted = Wanted::at(outdoor, self.weather.table.as_ref(), curve);
        let base = |temperature: Option<Temperature>| temperature.map(Temperature::base);
        Around {
            contracted_power: place.and_then(|place| place.contracted_power).map(|power| power.base()),
            outdoor: base(outdoor),
            table_supply: base(wanted.supply),
            table_return: base(wanted.returned),
            curve_supply: base(wanted.heating),
            ..Around::default()
        }
    }

    /// Returns the site of a point.
    pub(super) fn site(&self, point: PointId) -> Option<SiteId> {
        self.places.get(&point).map(|place| place.site)
    }

    /// Returns how often a point is read.
    pub(super) fn cadence(&self, point: PointId) -> Option<SignedDuration> {
        self.places.get(&point).and_then(|place| place.cadence)
    }

    /// Returns the points at which the weather is measured.
    pub(super) fn stations(&self) -> impl Iterator<Item = PointId> {
        self.weather.network.into_iter().chain(self.weather.of_site.values().copied())
    }

    fn outdoor(
        &self,
        site: Option<SiteId>,
        line: &Line,
        station: impl Fn(PointId) -> Option<Measured>,
    ) -> Option<Temperature> {
        let at = Timestamp::from_second(line.at).ok()?;
        let own = line.of(Quantity::Outdoor);
        let candidates = Candidates {
            own: own.map(|value| Measured { value: Temperature::from_base(value), at }),
            site_station: site.and_then(|site| self.weather.of_site.get(&site)).copied().and_then(&station),
            network_station: self.weather.network.and_then(station),
        };
        outdoor(&candidates, at).map(|outdoor| outdoor.value)
    }
}
