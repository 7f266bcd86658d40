//! Meters and what stands in them before the demonstration counts: serial numbers, stays, register offsets.

use super::integral::Sum;
use super::scene::{REPLACED, STUCK_VALVE, Scene};
use super::town::Site;
use super::weather::HOUR;

/// A meter's stay at the point of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    pub serial: i64,
    pub from: i64,
    pub until: Option<i64>,
    /// The second at which the registers show what follows.
    pub known_at: i64,
    /// Joules.
    pub energy: i64,
    /// Millilitres.
    pub volume: i64,
}

/// The volume register's last digit: 0.01 m³ in millilitres.
const VOLUME_DIGIT: i64 = 10_000;
/// What a house has used before, in joules and millilitres for each kilowatt of contracted power.
const USED: (i64, i64) = (56_000_000_000, 414_000_000);
/// No two houses have used the same, even if their contracts are: joules and millilitres for each number.
const EARLIER: (i64, i64) = (370_000_000, 2_730_000);

impl Stay {
    pub(super) fn covers(&self, second: i64) -> bool {
        self.from <= second && self.until.is_none_or(|until| second < until)
    }

    /// Returns the energy register in joules, as its digits show it, when `through` has gone through since `known_at`.
    pub(super) const fn energy_after(&self, through: Sum, digit: i64) -> i64 {
        (self.energy + through.joules()).div_euclid(digit) * digit
    }

    /// Returns the volume register in millilitres, as its digits show it.
    pub(super) const fn volume_after(&self, through: Sum) -> i64 {
        (self.volume + through.millilitres()).div_euclid(VOLUME_DIGIT) * VOLUME_DIGIT
    }

    /// Returns the volume register of the return pipe: a little less than that in front, as two flow sensors differ.
    pub(super) const fn return_volume_after(&self, through: Sum) -> i64 {
        let volume = self.volume + through.millilitres();
        (volume - volume / 800).div_euclid(VOLUME_DIGIT) * VOLUME_DIGIT
    }

    /// Returns the whole hours, in seconds, that the meter has worked at `second`.
    pub(super) const fn worked(&self, second: i64) -> i64 {
        (second - self.from).div_euclid(HOUR) * HOUR
    }
}

/// Returns the meters that have sat at the site's point, oldest first.
pub(super) fn stays(site: &Site, scene: &Scene) -> Vec<Stay> {
    let hours = 31_207 - (site.number - STUCK_VALVE).abs() * 61;
    let (energy, volume) = match site.number {
        STUCK_VALVE => (8_412_360_000_000, 61_904_200_000),
        number => (site.contracted * USED.0 + number * EARLIER.0, site.contracted * USED.1 + number * EARLIER.1),
    };
    let serial = 67_120_000 + site.number;
    let from = (scene.began.div_euclid(HOUR) - hours) * HOUR;
    let usual = Stay { serial, from, until: None, known_at: scene.began, energy, volume };
    if site.number != REPLACED {
        return vec![usual];
    }
    let at = scene.replaced_at;
    let old = Stay { serial: 61_040_000 + site.number, until: Some(at), known_at: at, ..usual };
    // A new meter has been tested: it does not begin at nil.
    let new = Stay { from: at, known_at: at, energy: 12_000_000, volume: 360_000, ..usual };
    vec![old, new]
}
