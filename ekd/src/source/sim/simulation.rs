//! Every reading of the town at any second: what its meters show of weather, houses and registers.
//!
//! Two simulations with the same seed and beginning agree on every digit, whatever was asked before. Knows no documents.

use common::quantity::Quantity;
use jiff::tz::TimeZone;

use super::building::{Slot, heating_curve};
use super::house::{House, Sky};
use super::integral::wiggle;
use super::meter::Stay;
use super::noise::Stream;
use super::scene::Scene;
use super::town::{Device, Regulator, SITES, Site};

/// The town from long before the beginning of a demonstration to any instant.
#[derive(Debug)]
pub(super) struct Simulation {
    sky: Sky,
    houses: Vec<House>,
}

/// What a meter shows, in the order in which it shows it; amounts are in base units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub serial: i64,
    pub values: Vec<(Quantity, i64)>,
}

/// What a Kamstrup meter shows for a sensor that does not answer.
const SENSOR_FAULT: i64 = 185_000;

impl Simulation {
    /// Returns the town of a demonstration that begins at the second `began`.
    pub(super) fn new(seed: u64, began: i64, zone: TimeZone) -> Self {
        let mut sky = Sky::new(seed, began, zone);
        let houses = SITES.iter().map(|site| House::new(site, &mut sky)).collect();
        Self { sky, houses }
    }

    pub(super) const fn scene(&self) -> &Scene {
        &self.sky.scene
    }

    pub(super) const fn zone(&self) -> &TimeZone {
        &self.sky.zone
    }

    /// Tells whether what the meter of the site `place` of [`SITES`] shows at `second` ever arrives.
    pub(super) fn arrives(&self, place: usize, second: i64) -> bool {
        self.sky.scene.arrives(&SITES[place], second)
    }

    /// Returns the meters that have sat at the point of the site `place` of [`SITES`], oldest first.
    pub(super) fn stays(&self, place: usize) -> impl Iterator<Item = &Stay> {
        self.houses[place].stays()
    }

    /// Returns what the meter at the point shows at `second`; `None` before the first was installed.
    pub(super) fn shown(&mut self, place: usize, second: i64) -> Option<Shown> {
        let Self { sky, houses } = self;
        let house = &mut houses[place];
        let site = house.site;
        let (stay, through) = house.meter_at(second, sky)?;
        let slot = house.slot(second, sky);
        let mut values = vec![
            (Quantity::Energy, stay.energy_after(through, site.device.energy_digit())),
            (Quantity::Volume, stay.volume_after(through)),
        ];
        values.extend(gauges(sky, site, slot, second));
        values.push((Quantity::OperatingTime, stay.worked(second)));
        values.extend(regulator(sky, site, second));
        // Only the larger device has a second flow sensor.
        let return_volume = (Quantity::ReturnVolume, stay.return_volume_after(through));
        values.extend(Some(return_volume).filter(|_| site.device == Device::Fine));
        values.push((Quantity::InfoCode, sky.scene.info_code(site, second)));
        values.push((Quantity::ClockOffset, Scene::clock_offset(site)));
        Some(Shown { serial: stay.serial, values })
    }
}

/// Returns what the meter measures, each rounded to the digits that it shows.
fn gauges(sky: &Sky, site: &Site, slot: Slot, second: i64) -> Vec<(Quantity, i64)> {
    let wiggled = |amount: i64| amount * (1_000 + wiggle(site, sky.noise, second)) / 1_000;
    let drift = |stream| 60 * sky.noise.signed(stream, site.number, second) / 1_000;
    let supply = (Quantity::Supply, rounded(slot.supply + drift(Stream::Supply), 10));
    let cooled_to = rounded(slot.cooled_to + drift(Stream::Return), 10);
    let flow = (Quantity::Flow, rounded(wiggled(slot.flow), 1_000));
    if sky.scene.sensor_fails(site, second) {
        // Without a return temperature a meter can form neither difference nor power, and none is sent.
        return vec![supply, (Quantity::Return, SENSOR_FAULT), flow];
    }
    vec![
        supply,
        (Quantity::Return, cooled_to),
        (Quantity::Difference, supply.1 - cooled_to),
        flow,
        (Quantity::Power, rounded(wiggled(slot.power), 100)),
    ]
}

/// Returns what the weather regulator tells.
fn regulator(sky: &Sky, site: &Site, second: i64) -> Vec<(Quantity, i64)> {
    let outdoor = (Quantity::Outdoor, rounded(sky.weather.outdoor(second), 100));
    match site.regulator {
        Regulator::Mute => Vec::new(),
        Regulator::Outdoor => vec![outdoor],
        Regulator::Circuits => {
            let set = rounded(heating_curve(sky.weather.felt(second)), 100);
            let by_chance = |period, reach: i64| {
                rounded(reach * sky.noise.smooth(Stream::Circuit, period + site.number, second) / 1_000, 100)
            };
            vec![
                outdoor,
                (Quantity::HeatingSet, set),
                (Quantity::Heating, set - 300 + by_chance(600, 1_100)),
                (Quantity::HotWaterSet, 55_000),
                (Quantity::HotWater, 54_700 + by_chance(700, 2_400)),
            ]
        }
    }
}

/// Returns the multiple of `digit` that lies next, half upwards.
const fn rounded(amount: i64, digit: i64) -> i64 {
    (amount + digit / 2).div_euclid(digit) * digit
}
