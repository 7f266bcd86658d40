//! Heat and water that have gone through a point since the demonstration began, or until it did: exact sums of slots.
//!
//! Reaches as far into past and future as it is asked; days that have been summed are kept. Knows no meter.

use super::building::Slot;
use super::day::{SLOT, SLOTS_A_DAY};
use super::noise::{Noise, Stream};
use super::town::Site;
use super::weather::DAY;

/// Amounts in thousandths of a second: watts and millilitres an hour, each times milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub energy: i64,
    pub volume: i64,
}

/// Milliseconds of a slot, and how they weigh where the demand wiggles.
const WEIGHT_OF_SLOT: i64 = SLOT * 1_000;
/// A wiggle lasts so many seconds.
const STEP: i64 = 5;
const STEPS: i64 = SLOT / STEP;
/// The most by which a wiggle leaves the slot's mean, in thousandths.
const REACH: i64 = 25;

impl Sum {
    /// Returns the joules.
    pub(super) const fn joules(self) -> i64 {
        self.energy.div_euclid(1_000)
    }

    /// Returns the millilitres.
    pub(super) const fn millilitres(self) -> i64 {
        self.volume.div_euclid(3_600_000)
    }

    pub(super) const fn plus(self, other: Self) -> Self {
        Self { energy: self.energy + other.energy, volume: self.volume + other.volume }
    }

    pub(super) const fn minus(self, other: Self) -> Self {
        Self { energy: self.energy - other.energy, volume: self.volume - other.volume }
    }

    const fn of(slot: &Slot, weight: i64) -> Self {
        Self { energy: slot.power * weight, volume: slot.flow * weight }
    }
}

/// Returns by how many thousandths demand differs at `second` from its slot's mean.
///
/// The second half of a slot mirrors the first, so that slots keep their sums.
pub(super) fn wiggle(site: &Site, noise: Noise, second: i64) -> i64 {
    wiggle_of(site, noise, second.div_euclid(SLOT), second.rem_euclid(SLOT) / STEP)
}

fn wiggle_of(site: &Site, noise: Noise, slot: i64, step: i64) -> i64 {
    let of = |step: i64| REACH * noise.signed(Stream::Wiggle, site.number, slot * STEPS + step) / 1_000;
    if step < STEPS / 2 { of(step) } else { -of(STEPS - 1 - step) }
}

/// What a site takes on one day, with the sums up to each slot.
#[derive(Clone, Debug)]
pub(super) struct SiteDay {
    pub day: i64,
    slots: Vec<Slot>,
    sums: Vec<Sum>,
}

impl SiteDay {
    pub(super) fn new(day: i64, slots: Vec<Slot>) -> Self {
        let mut sum = Sum::default();
        let mut sums = Vec::with_capacity(SLOTS_A_DAY + 1);
        for slot in &slots {
            sums.push(sum);
            sum = sum.plus(Sum::of(slot, WEIGHT_OF_SLOT));
        }
        sums.push(sum);
        Self { day, slots, sums }
    }

    pub(super) fn total(&self) -> Sum {
        self.sums.last().copied().unwrap_or_default()
    }

    /// Returns the slot that holds `second` of this day.
    pub(super) fn slot(&self, second: i64) -> Slot {
        self.slots[place(second)]
    }

    /// Returns the sum from the day's beginning to `second` of it.
    pub(super) fn until(&self, site: &Site, noise: Noise, second: i64) -> Sum {
        let place = place(second);
        let (slot, into) = (second.div_euclid(SLOT), second.rem_euclid(SLOT));
        let weight_of = |step: i64, seconds: i64| (1_000 + wiggle_of(site, noise, slot, step)) * seconds;
        let whole: i64 = (0..into / STEP).map(|step| weight_of(step, STEP)).sum();
        let weight = whole + if into % STEP == 0 { 0 } else { weight_of(into / STEP, into % STEP) };
        self.sums[place].plus(Sum::of(&self.slots[place], weight))
    }
}

fn place(second: i64) -> usize {
    usize::try_from(second.rem_euclid(DAY) / SLOT).unwrap_or(0)
}

/// The sums at the beginnings of days, nil at that of the anchor.
#[derive(Clone, Debug)]
pub(super) struct Ledger {
    anchor: i64,
    /// After the anchor day, after the day that follows it …
    later: Vec<Sum>,
    /// Before the day that precedes the anchor, before the one that precedes that …
    earlier: Vec<Sum>,
}

impl Ledger {
    pub(super) const fn new(anchor: i64) -> Self {
        Self { anchor, later: Vec::new(), earlier: Vec::new() }
    }

    /// Returns the sum at the beginning of `day`; asks `total` for the days that it has not seen.
    pub(super) fn at(&mut self, day: i64, mut total: impl FnMut(i64) -> Sum) -> Sum {
        let away = usize::try_from((day - self.anchor).abs()).unwrap_or(0);
        let later = day > self.anchor;
        let sums = if later { &mut self.later } else { &mut self.earlier };
        while sums.len() < away {
            let known = i64::try_from(sums.len()).unwrap_or(i64::MAX);
            let sum = sums.last().copied().unwrap_or_default();
            sums.push(if later {
                sum.plus(total(self.anchor + known))
            } else {
                sum.minus(total(self.anchor - known - 1))
            });
        }
        away.checked_sub(1).map_or(Sum::default(), |place| sums[place])
    }
}

#[cfg(test)]
mod tests {
    use super::super::town::SITES;
    use super::*;

    #[test]
    fn wiggles_leave_the_sum_of_a_slot_alone() {
        let noise = Noise::new(412);
        let slot = Slot { power: 80_000, flow: 2_000_000, ..Slot::default() };
        let day = SiteDay::new(3, vec![slot; SLOTS_A_DAY]);
        let sum: i64 = (0..STEPS).map(|step| wiggle_of(&SITES[0], noise, 3 * 96, step)).sum();
        assert_eq!(sum, 0);
        let mut before = day.until(&SITES[0], noise, 3 * DAY);
        for second in 3 * DAY + 1..3 * DAY + 2 * SLOT {
            let now = day.until(&SITES[0], noise, second);
            assert!(now.energy > before.energy && now.volume > before.volume);
            before = now;
        }
        assert_eq!(day.until(&SITES[0], noise, 3 * DAY + SLOT).joules(), 80_000 * SLOT);
    }

    #[test]
    fn the_ledger_adds_up_in_both_directions() {
        let total = |day: i64| Sum { energy: day, volume: 1 };
        let mut ledger = Ledger::new(100);
        assert_eq!(ledger.at(103, total).energy, 100 + 101 + 102);
        assert_eq!(ledger.at(98, total).energy, -(99 + 98));
        assert_eq!(ledger.at(100, total), Sum::default());
        assert_eq!(ledger.at(101, |_| unreachable!()).volume, 1);
    }
}
