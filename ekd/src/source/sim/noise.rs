//! Chance that can be looked up at any instant: the same question always has the same answer, on every machine.
//!
//! Integers only. Knows nothing of weather or heat.

/// What is left to chance; each has its own numbers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    Weather = 1,
    Season = 2,
    Heating = 3,
    HotWater = 4,
    Supply = 5,
    Return = 6,
    Wiggle = 7,
    Gap = 8,
    SensorFault = 9,
    Circuit = 10,
}

/// The chance of one town.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    seed: u64,
}

impl Noise {
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// Returns an even number from the whole range of 64 bits.
    fn draw(self, stream: Stream, subject: i64, index: i64) -> u64 {
        let state = mixed(self.seed ^ mixed(stream as u64));
        mixed(mixed(state ^ subject.cast_unsigned()) ^ index.cast_unsigned())
    }

    /// Returns a number of `0..n`; `n` is above 0.
    pub(super) fn below(self, n: i64, stream: Stream, subject: i64, index: i64) -> i64 {
        (self.draw(stream, subject, index) % n.cast_unsigned()).cast_signed()
    }

    /// Returns a number from −1000 to 1000.
    pub(super) fn signed(self, stream: Stream, subject: i64, index: i64) -> i64 {
        self.below(2001, stream, subject, index) - 1000
    }

    /// Returns a number from −1000 to 1000 that changes smoothly and is drawn anew every `period` seconds.
    pub(super) fn smooth(self, stream: Stream, period: i64, second: i64) -> i64 {
        // Each period is a subject of its own, so that slow and fast changes are unlike each other.
        let index = second.div_euclid(period);
        let (before, after) = (self.signed(stream, period, index), self.signed(stream, period, index + 1));
        between(before, after, eased(second.rem_euclid(period), period))
    }
}

/// What [`eased`] counts in: a quarter-hour of the slowest weather is one.
const WHOLE: i64 = 1 << 12;

/// Returns the share `part / whole` in 4096ths, bent so that it leaves 0 and reaches 1 without a corner.
pub(super) fn eased(part: i64, whole: i64) -> i64 {
    let share = (part * WHOLE / whole).clamp(0, WHOLE);
    share * share * (3 * WHOLE - 2 * share) / (WHOLE * WHOLE)
}

/// Returns what lies `share` 4096ths of the way from one number to the other.
pub(super) const fn between(from: i64, to: i64, share: i64) -> i64 {
    from + (to - from) * share / WHOLE
}

/// Returns the value of a closed curve of evenly spaced knots, straight between them.
pub(super) fn along(knots: &[i64], position: i64, length: i64) -> i64 {
    let n_knots = i64::try_from(knots.len()).unwrap_or(1);
    let place = position.rem_euclid(length) * n_knots;
    let index = usize::try_from(place / length).unwrap_or(0);
    let (from, to) = (knots[index], knots[(index + 1) % knots.len()]);
    from + (to - from) * (place % length) / length
}

/// Spreads every bit of the input over all bits of the result: the finalizer of the `SplitMix64` generator.
const fn mixed(bits: u64) -> u64 {
    let bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_the_same_everywhere() {
        let noise = Noise::new(1);
        assert_eq!(noise.draw(Stream::Weather, 0, 0), Noise::new(1).draw(Stream::Weather, 0, 0));
        assert_ne!(noise.draw(Stream::Weather, 0, 0), noise.draw(Stream::Weather, 0, 1));
        assert_ne!(noise.draw(Stream::Weather, 0, 0), noise.draw(Stream::Season, 0, 0));
        assert_ne!(noise.draw(Stream::Weather, 0, 0), Noise::new(2).draw(Stream::Weather, 0, 0));
        // The very number: another machine or compiler must find the same.
        assert_eq!(mixed(0), 0xe220_a839_7b1d_cdaf);
        let mean: i64 = (0..10_000).map(|index| noise.signed(Stream::Weather, 3, index)).sum::<i64>() / 10_000;
        assert!(mean.abs() < 20, "{mean}");
    }

    #[test]
    fn smooth_chance_has_no_jumps() {
        let noise = Noise::new(1);
        let values: Vec<i64> = (-500..500).map(|step| noise.smooth(Stream::Weather, 86_400, step * 900)).collect();
        assert!(values.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 40), "{values:?}");
    }

    #[test]
    fn closed_curves_pass_through_their_knots() {
        let knots = [0, 100, 50, -10];
        assert_eq!([0, 10, 20, 30, 40].map(|at| along(&knots, at, 40)), [0, 100, 50, -10, 0]);
        assert_eq!(along(&knots, 5, 40), 50);
        assert_eq!(along(&knots, 35, 40), -5);
        assert_eq!([0, 2, 4].map(|part| eased(part, 4)), [0, WHOLE / 2, WHOLE]);
    }
}
