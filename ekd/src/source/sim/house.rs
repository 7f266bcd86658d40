//! A site as it has been computed so far: its meters, and what has gone through them.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::building::{self, Slot};
use super::day::{Moment, moments};
use super::integral::{Ledger, SiteDay, Sum};
use super::meter::{Stay, stays};
use super::noise::Noise;
use super::scene::Scene;
use super::town::Site;
use super::weather::{DAY, Weather};

/// What all houses share: the weather and the calendar.
#[derive(Debug)]
pub(super) struct Sky {
    pub noise: Noise,
    pub weather: Weather,
    pub zone: TimeZone,
    pub scene: Scene,
    days: HashMap<i64, Vec<Moment>>,
}

/// How many days of weather are kept: more than a document spans.
const DAYS_KEPT: usize = 64;

impl Sky {
    pub(super) fn new(seed: u64, began: i64, zone: TimeZone) -> Self {
        let noise = Noise::new(seed);
        let scene = Scene::new(noise, began, &zone);
        Self { noise, weather: Weather::new(noise, began), zone, scene, days: HashMap::new() }
    }

    fn site_day(&mut self, site: &Site, day: i64) -> SiteDay {
        let Self { noise, weather, zone, scene, days } = self;
        if days.len() >= DAYS_KEPT && !days.contains_key(&day) {
            days.clear();
        }
        let moments = days.entry(day).or_insert_with(|| moments(day, weather, *noise, zone));
        let slot = |moment| building::slot(site, moment, *noise, scene.stuck(site, moment.second));
        SiteDay::new(day, moments.iter().map(slot).collect())
    }
}

/// A site with its meters.
#[derive(Debug)]
pub(super) struct House {
    pub site: &'static Site,
    /// Oldest first, each with what had gone through the point when its registers were known.
    stays: Vec<(Stay, Sum)>,
    ledger: Ledger,
    /// Neighbouring readings ask for the same day.
    today: Option<SiteDay>,
}

impl House {
    pub(super) fn new(site: &'static Site, sky: &mut Sky) -> Self {
        let ledger = Ledger::new(sky.scene.began.div_euclid(DAY));
        let mut house = Self { site, stays: Vec::new(), ledger, today: None };
        for stay in stays(site, &sky.scene) {
            let known = house.through(stay.known_at, sky);
            house.stays.push((stay, known));
        }
        house
    }

    pub(super) fn stays(&self) -> impl Iterator<Item = &Stay> {
        self.stays.iter().map(|(stay, _)| stay)
    }

    /// Returns the meter that sits there at `second` and what has gone through since its registers were known.
    pub(super) fn meter_at(&mut self, second: i64, sky: &mut Sky) -> Option<(Stay, Sum)> {
        let (stay, known) = *self.stays.iter().find(|(stay, _)| stay.covers(second))?;
        Some((stay, self.through(second, sky).minus(known)))
    }

    pub(super) fn slot(&mut self, second: i64, sky: &mut Sky) -> Slot {
        self.day(second, sky).slot(second)
    }

    /// Returns what has gone through the point since the beginning of the day on which the demonstration began.
    fn through(&mut self, second: i64, sky: &mut Sky) -> Sum {
        let site = self.site;
        let before = self.ledger.at(second.div_euclid(DAY), |day| sky.site_day(site, day).total());
        let noise = sky.noise;
        before.plus(self.day(second, sky).until(site, noise, second))
    }

    fn day(&mut self, second: i64, sky: &mut Sky) -> &SiteDay {
        let (site, day) = (self.site, second.div_euclid(DAY));
        if self.today.as_ref().is_some_and(|known| known.day != day) {
            self.today = None;
        }
        self.today.get_or_insert_with(|| sky.site_day(site, day))
    }
}
