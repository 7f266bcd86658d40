//! What conditions must know of the points besides their readings, looked up once for a document or a round.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use common::id::{PointId, SiteId};
use common::quantity::{Quantity, Temperature};
use common::rule::{Maintenance, Rule, RuleScope};
use common::weather::{Curve, Measured, Wanted};
use jiff::{SignedDuration, Timestamp};

use crate::alarm::book::{RuleBook, Where};
use crate::alarm::judge::{Around, Line};
use crate::query;
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
struct Maintained {
    everything: bool,
    points: Vec<PointId>,
}

impl Maintained {
    /// Looks up what is in maintenance at an instant.
    fn at(log: &Logbook<'_>, now: Timestamp) -> Result<Self, StoreError> {
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

    fn hold(&self, point: Option<PointId>) -> bool {
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
    means: RefCell<HashMap<Mean, Option<i64>>>,
}

/// The mean outdoor temperature of a point up to an instant, over so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Mean {
    of: PointId,
    at: i64,
    over: i64,
}

/// Fewer readings make no mean.
const FEWEST: usize = 4;

impl Mean {
    fn look_up(self, log: &Logbook<'_>) -> Result<Option<i64>, StoreError> {
        let page =
            log.read(self.of, Some(Quantity::Outdoor), (self.at.saturating_sub(self.over), self.at.saturating_add(1)))?;
        let values = query::values(&page, Quantity::Outdoor);
        let n = i64::try_from(values.len()).unwrap_or(i64::MAX);
        Ok((values.len() >= FEWEST).then(|| values.iter().sum::<i64>() / n))
    }
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
        if rules.is_empty() {
            return Ok(None);
        }
        let book = RuleBook::new(rules);
        let found = if book.is_uniform() { Vec::new() } else { store::point::placed(log, points, now)? };
        let at = |Placed { id, code: point, site, customer }| (id, book.at(&Where { point, site, customer }));
        let special = found.into_iter().map(at).collect();
        let places = store::point::grounds(log, points)?;
        let (maintained, weather) = (Maintained::at(log, now)?, Weather::at(log, now)?);
        Ok(Some(Self { book, special, places, maintained, weather }))
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
        let place = self.places.get(&point);
        let outdoor = self.outdoor(log, place.map(|place| place.site), line);
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

    /// Returns what surrounds a line for a rule that asks the network's table for the mean of the last hours.
    pub(super) fn calmed(
        &self,
        log: &Logbook<'_>,
        around: Around,
        (point, at): (PointId, i64),
        over: SignedDuration,
    ) -> Result<Around, StoreError> {
        let site = self.places.get(&point).map(|place| place.site);
        let station = site.and_then(|site| self.weather.of_site.get(&site).copied()).or(self.weather.network);
        let mean = Mean { of: station.unwrap_or(point), at, over: over.as_secs() };
        let known = self.weather.means.borrow().get(&mean).copied();
        let outdoor = match known {
            Some(known) => known,
            None => mean.look_up(log)?,
        };
        self.weather.means.borrow_mut().insert(mean, outdoor);
        let table = self.weather.table.as_ref();
        let supply = outdoor.zip(table).map(|(outdoor, table)| table.supply_at(Temperature::from_base(outdoor)).base());
        Ok(Around { outdoor, table_supply: supply, ..around })
    }

    fn outdoor(&self, log: &Logbook<'_>, site: Option<SiteId>, line: &Line) -> Option<Temperature> {
        let at = Timestamp::from_second(line.at).ok()?;
        let own = line.of(Quantity::Outdoor);
        let station = |point: &PointId| store::weather::measured(log, *point);
        let candidates = Candidates {
            own: own.map(|value| Measured { value: Temperature::from_base(value), at }),
            site_station: site.and_then(|site| self.weather.of_site.get(&site)).and_then(station),
            network_station: self.weather.network.as_ref().and_then(station),
        };
        outdoor(&candidates, at).map(|outdoor| outdoor.value)
    }
}
