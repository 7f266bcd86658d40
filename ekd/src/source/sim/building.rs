//! What a house takes from the network in a quarter-hour: power, flow and the temperatures of the water.
//!
//! Watts, millilitres an hour, thousandths of a degree. Knows nothing of meters and of what gets lost on the way.

use super::day::{Moment, SLOT, Week};
use super::noise::{Noise, Stream, along};
use super::town::{People, Site};
use super::weather::DAY;

/// A quarter-hour of a house.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    pub power: i64,
    pub flow: i64,
    pub supply: i64,
    pub cooled_to: i64,
}

/// How far a control valve has got stuck open, in thousandths.
pub(super) type Stuck = i64;

/// Heating by local hours, in thousandths: lowered at night, boosted before people rise.
const HEATING_WORKING: [i64; 24] = [
    890, 880, 880, 880, 900, 1060, 1170, 1150, 1080, 1020, 1000, 990, 985, 990, 1000, 1010, 1030, 1060, 1070, 1070,
    1050, 1010, 950, 910,
];
const HEATING_FREE: [i64; 24] = [
    890, 880, 880, 880, 880, 900, 980, 1080, 1130, 1110, 1060, 1020, 1005, 1000, 1000, 1010, 1030, 1060, 1070, 1070,
    1050, 1010, 950, 910,
];
const HEATING_OF_PUPILS: [i64; 24] = [
    780, 780, 780, 790, 900, 1180, 1270, 1220, 1120, 1070, 1050, 1040, 1030, 1020, 1000, 960, 900, 860, 830, 810, 800,
    790, 780, 780,
];
/// Hot water and its circulation by local hours, in thousandths of the contracted power.
const HOT_WATER_WORKING: [i64; 24] =
    [22, 17, 16, 16, 22, 58, 118, 124, 84, 58, 50, 48, 50, 52, 54, 58, 66, 80, 98, 112, 108, 88, 60, 34];
const HOT_WATER_FREE: [i64; 24] =
    [26, 19, 17, 16, 18, 26, 46, 82, 114, 120, 104, 84, 72, 62, 56, 58, 66, 80, 98, 110, 104, 84, 58, 36];
const HOT_WATER_OF_PUPILS: [i64; 24] =
    [8, 8, 8, 8, 8, 10, 18, 30, 36, 38, 40, 44, 44, 40, 34, 24, 16, 12, 10, 8, 8, 8, 8, 8];

/// Rooms are as warm as they should be without heating from here on.
const NO_HEATING_FROM: i64 = 15_000;
/// Where [`Site::share`] is meant.
const SHARE_AT: i64 = -4_000;
/// Hot water of an afternoon, which is within [`Site::share`].
const HOT_WATER_IN_SHARE: i64 = 54;
/// A flow limiter holds a substation near what the contract reserves, in thousandths of it.
const LIMIT: i64 = 1_020;
/// What a stuck valve adds to the need and to the return temperature.
const STUCK_TAKES: i64 = 164;
const STUCK_RETURNS: i64 = 14_400;

/// Returns what `site` takes in the slot that `moment` describes.
pub(super) fn slot(site: &Site, moment: &Moment, noise: Noise, stuck: Stuck) -> Slot {
    let power = power(site, moment, noise, stuck);
    let index = moment.second / SLOT;
    let by_chance = |stream, reach: i64| reach * noise.signed(stream, site.number, index) / 1_000;
    let at_exchange = supply_of_network(moment);
    let supply = at_exchange + site.supply + by_chance(Stream::Supply, 250);
    let idle = 3_500 * (1_000 - moment.season) / 1_000;
    let cooled_to = site.cooled_to + (at_exchange - 80_000) * 3 / 10 - idle
        + by_chance(Stream::Return, 400)
        + STUCK_RETURNS * stuck / 1_000;
    // P[kW] = 1.163 · flow[m³/h] · ΔT[K]: the heat that a cubic metre of water carries.
    let flow = power * 1_000_000_000 / (1_163 * (supply - cooled_to).max(3_000));
    Slot { power, flow, supply, cooled_to }
}

/// Returns the set temperature of the house's heating circuit at an outdoor temperature; its heating curve.
pub(super) fn heating_curve(felt: i64) -> i64 {
    (32_000 + (NO_HEATING_FROM - felt) * 13 / 10).clamp(28_000, 75_000)
}

/// The network's own table: 70 °C in summer, 80 °C in light frost, 115 °C in the hardest.
fn supply_of_network(moment: &Moment) -> i64 {
    (80_000 + (SHARE_AT - moment.felt) * 22 / 10).clamp(70_000, 115_000)
}

fn power(site: &Site, moment: &Moment, noise: Noise, stuck: Stuck) -> i64 {
    let index = moment.second / SLOT;
    let (heating_by_hour, hot_water_by_hour) = habits(site.people, moment.week);
    let hot_water = along(hot_water_by_hour, moment.on_the_clock, DAY)
        * (1_000 + 300 * noise.signed(Stream::HotWater, site.number, index) / 1_000);
    let missing = (NO_HEATING_FROM - moment.felt).max(0);
    let heating = (site.share - HOT_WATER_IN_SHARE) * missing / (NO_HEATING_FROM - SHARE_AT)
        * along(heating_by_hour, moment.on_the_clock, DAY)
        / 1_000
        * (1_000 + 15 * noise.signed(Stream::Heating, site.number, index) / 1_000)
        * moment.season
        / 1_000;
    let needed = hot_water + heating + STUCK_TAKES * stuck;
    // Thousandths of a thousandth of kilowatts are thousandths of watts.
    site.contracted * needed.min(LIMIT * 1_000) / 1_000
}

const fn habits(people: People, week: Week) -> (&'static [i64; 24], &'static [i64; 24]) {
    match (people, week) {
        (People::Tenants, Week::Working) => (&HEATING_WORKING, &HOT_WATER_WORKING),
        (People::Tenants, Week::Free) => (&HEATING_FREE, &HOT_WATER_FREE),
        (People::Pupils, Week::Working) => (&HEATING_OF_PUPILS, &HOT_WATER_OF_PUPILS),
        // An empty school is kept from freezing, evenly.
        (People::Pupils, Week::Free) => (&[800; 24], &[8; 24]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::town::SITES;
    use super::*;

    fn at(felt: i64, hour: i64, season: i64) -> Moment {
        let second = 1_763_769_600 + hour * 3_600;
        Moment { second, felt, on_the_clock: hour * 3_600, week: Week::Working, season }
    }

    #[test]
    fn houses_need_their_share_in_light_frost() {
        for site in &SITES {
            let slot = slot(site, &at(SHARE_AT, 14, 1_000), Noise::new(1), 0);
            let share = slot.power / site.contracted;
            assert!((share - site.share).abs() < 60, "{} {share}", site.name);
        }
    }

    #[test]
    fn mornings_are_peaks_and_summers_are_hot_water_only() {
        let power = |hour, felt, season| slot(&SITES[0], &at(felt, hour, season), Noise::new(1), 0).power;
        assert!(power(6, 0, 1_000) > power(12, 0, 1_000));
        assert!(power(12, 0, 1_000) > power(2, 0, 1_000));
        assert!((1_000..20_000).contains(&power(7, 18_000, 0)), "{}", power(7, 18_000, 0));
        assert!(power(6, -25_000, 1_000) <= SITES[0].contracted * LIMIT);
    }

    #[test]
    fn a_stuck_valve_heats_the_return() {
        let site = &SITES[2];
        let slot = slot(site, &at(SHARE_AT, 14, 1_000), Noise::new(1), 1_000);
        assert!((59_000..63_000).contains(&slot.cooled_to), "{}", slot.cooled_to);
        assert!((940..=LIMIT).contains(&(slot.power / site.contracted)));
    }
}
