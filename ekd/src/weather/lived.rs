//! Invented buildings in an invented climate, for tests of fits and forecasts.

use common::quantity::Temperature;
use common::weather::OutdoorFrom;
use jiff::civil::{Date, date};

use super::degree_days::OutdoorDay;
use super::signature::{HeatDay, energy};

/// Numbers between −1 and 1 that look like chance: the same for every run.
fn noise(seed: u64) -> impl Iterator<Item = f64> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        f64::from(u32::try_from(state >> 32).unwrap()) / f64::from(u32::MAX) * 2.0 - 1.0
    })
}

/// What a building is like: GJ a day, GJ a degree day, degrees, and how much of a day is chance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Building {
    pub independent: f64,
    pub slope: f64,
    pub base: f64,
    pub chance: f64,
}

/// Returns days from the first of January of 2024 on, in a climate like Warsaw's.
pub(super) fn lived(building: Building, n_days: usize, seed: u64) -> Vec<HeatDay> {
    let mut chance = noise(seed);
    let mut drift = 0.0;
    let mut day = date(2024, 1, 1);
    let mut days = Vec::new();
    for _ in 0..n_days {
        let season = (f64::from(day.day_of_year()) - 20.0) / 365.25 * std::f64::consts::TAU;
        // Weather lasts: today is like yesterday.
        drift = 0.8 * drift + 3.0 * chance.next().unwrap();
        let mean = 9.0 - 10.5 * season.cos() + drift;
        let cold = (building.base - mean).max(0.0);
        let used = building.independent + building.slope * cold;
        let used = used * (1.0 + building.chance * chance.next().unwrap());
        days.push(heat_day(day, mean, used));
        day = day.tomorrow().unwrap();
    }
    days
}

pub(super) fn heat_day(day: Date, mean: f64, gigajoules: f64) -> HeatDay {
    let mean = Temperature::from_base(energy(mean * 1_000.0).base());
    HeatDay { outdoor: OutdoorDay::of_mean(day, mean, OutdoorFrom::Own), used: energy(gigajoules * 1e9) }
}
