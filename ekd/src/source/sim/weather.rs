//! The town's outdoor temperature, in thousandths of a degree at any second since 1970. Knows nothing of heat.

use super::noise::{Noise, Stream, along, eased};

/// Mean temperatures of the months in central Poland, each in the middle of its twelfth of the year.
const MONTHS: [i64; 12] = [-1_600, -600, 3_400, 9_200, 14_300, 17_600, 19_600, 19_000, 14_000, 8_600, 3_800, 0];
/// Half the difference between afternoon and dawn, by month.
const SWINGS: [i64; 12] = [1_200, 1_700, 3_000, 4_300, 4_900, 5_000, 5_100, 5_100, 4_200, 2_900, 1_500, 1_100];
/// The course of a day by hours of UTC, in thousandths of the swing: coldest before sunrise, warmest at 13 h.
const HOURS: [i64; 24] = [
    -700, -800, -900, -970, -1000, -950, -750, -450, -100, 250, 550, 800, 950, 1000, 980, 850, 600, 300, 0, -200, -350,
    -450, -550, -630,
];
/// How the weather leaves the mean: period in seconds, and reach in thousandths of a degree.
const CHANGES: [(i64, i64); 5] = [(40 * DAY, 3_000), (6 * DAY, 6_500), (2 * DAY, 3_000), (8 * HOUR, 900), (HOUR, 250)];

/// The mean Gregorian year, so that months stay in their place for centuries.
pub(super) const YEAR: i64 = 31_556_952;
pub(super) const DAY: i64 = 86_400;
pub(super) const HOUR: i64 = 3_600;

/// What the buildings feel when the demonstration begins: cold enough for a scene worth looking at.
const FELT_AT_BEGINNING: i64 = -4_000;
/// A summer stays a summer: the beginning is moved towards the cold by at most this.
const REACH_OF_SPELL: i64 = 9_000;

/// The weather of one town.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weather {
    noise: Noise,
    /// A cold or mild spell around the beginning of the demonstration.
    spell: i64,
    began: i64,
}

impl Weather {
    /// Returns the weather of a demonstration that begins at the second `began`.
    pub(super) fn new(noise: Noise, began: i64) -> Self {
        let plain = Self { noise, spell: 0, began };
        let spell = (FELT_AT_BEGINNING - plain.felt(began)).clamp(-REACH_OF_SPELL, REACH_OF_SPELL);
        Self { spell, ..plain }
    }

    /// Returns the outdoor temperature.
    pub(super) fn outdoor(&self, second: i64) -> i64 {
        // The knots lie in the middle of the months, the year begins half a month before the first.
        let in_year = second - YEAR / 24;
        let swing = along(&SWINGS, in_year, YEAR) * along(&HOURS, second, DAY) / 1_000;
        let changes: i64 = CHANGES
            .iter()
            .map(|(period, reach)| reach * self.noise.smooth(Stream::Weather, *period, second) / 1_000)
            .sum();
        along(&MONTHS, in_year, YEAR) + swing + changes + self.spell_at(second)
    }

    /// Returns the temperature that masonry lets a heated room feel: that of the past day, its last hours first.
    pub(super) fn felt(&self, second: i64) -> i64 {
        let parts = [(HOUR, 3), (6 * HOUR, 3), (12 * HOUR, 2), (DAY, 2)];
        parts.iter().map(|(ago, weight)| weight * self.outdoor(second - ago)).sum::<i64>() / 10
    }

    fn spell_at(&self, second: i64) -> i64 {
        let away = (second - self.began).abs();
        self.spell * eased(10 * DAY - away, 8 * DAY) / eased(1, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decade_of_weather_is_that_of_central_poland() {
        let weather = Weather { spell: 0, ..Weather::new(Noise::new(412), 0) };
        let mean_of = |month: i64| {
            let hours = (0..10).flat_map(|year| {
                let from = (50 + year) * YEAR + month * YEAR / 12;
                (0..730).map(move |hour| from + hour * HOUR)
            });
            hours.map(|second| weather.outdoor(second)).sum::<i64>() / 7_300
        };
        assert!((-4_000..1_000).contains(&mean_of(0)), "{}", mean_of(0));
        assert!((17_500..21_500).contains(&mean_of(6)), "{}", mean_of(6));
        let all: Vec<i64> = (0..87_660).map(|hour| weather.outdoor(50 * YEAR + hour * HOUR)).collect();
        let mean = all.iter().sum::<i64>() / 87_660;
        assert!((7_500..10_500).contains(&mean), "{mean}");
        assert!((-24_000..-8_000).contains(all.iter().min().unwrap()), "{:?}", all.iter().min());
        assert!((29_000..38_000).contains(all.iter().max().unwrap()), "{:?}", all.iter().max());
    }

    #[test]
    fn the_temperature_never_jumps() {
        let weather = Weather::new(Noise::new(412), 1_763_818_320);
        let from = 1_763_818_320 - 20 * DAY;
        for quarter in 0..40 * 96 {
            let second = from + quarter * 900;
            let step = weather.outdoor(second + 900) - weather.outdoor(second);
            assert!(step.abs() < 900, "{step} at {second}");
        }
    }

    #[test]
    fn a_winter_demonstration_begins_in_frost() {
        for began in [1_763_818_320, 1_795_442_400, 1_770_000_000] {
            let felt = Weather::new(Noise::new(412), began).felt(began);
            assert!((-6_000..-2_000).contains(&felt), "{felt} at {began}");
        }
    }
}
