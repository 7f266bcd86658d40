//! One day of the town as every house of it sees it: temperatures and what local clocks show, by quarter-hours of UTC.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::noise::{Noise, Stream};
use super::weather::{DAY, HOUR, Weather, YEAR};

/// Seconds of a slot: in each the demand of a house is constant but for its wiggle.
pub(super) const SLOT: i64 = 900;
pub(super) const SLOTS_A_DAY: usize = 96;

/// What a slot is like for everybody.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// The slot's beginning, in seconds since 1970.
    pub second: i64,
    /// The outdoor temperature as rooms feel it.
    pub felt: i64,
    /// Seconds since midnight that local clocks show.
    pub on_the_clock: i64,
    pub week: Week,
    /// How far heating is on, in thousandths: whole in winter, nil in summer.
    pub season: i64,
}

/// What people do on that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Week {
    Working,
    Free,
}

/// Returns the slots of the day that is `day` days after 1 January 1970 in UTC.
pub(super) fn moments(day: i64, weather: &Weather, noise: Noise, zone: &TimeZone) -> Vec<Moment> {
    (0..24)
        .flat_map(|hour| {
            let second = day * DAY + hour * HOUR;
            let local = second + offset(second, zone);
            (0..HOUR / SLOT).map(move |quarter| (second + quarter * SLOT, local + quarter * SLOT))
        })
        .map(|(second, local)| Moment {
            second,
            felt: weather.felt(second),
            on_the_clock: local.rem_euclid(DAY),
            week: week(local.div_euclid(DAY)),
            season: season(second, noise),
        })
        .collect()
}

fn offset(second: i64, zone: &TimeZone) -> i64 {
    Timestamp::from_second(second).map_or(0, |instant| i64::from(zone.to_offset(instant).seconds()))
}

/// 1 January 1970 was a Thursday.
const fn week(local_day: i64) -> Week {
    match (local_day + 3).rem_euclid(7) {
        5 | 6 => Week::Free,
        _ => Week::Working,
    }
}

/// Heating is taken into use late in September and out of it early in May, over some days, not alike every year.
fn season(second: i64, noise: Noise) -> i64 {
    let year = second.div_euclid(YEAR);
    let in_year = second.rem_euclid(YEAR);
    let moved = |change: i64| noise.signed(Stream::Season, change, year) * 7 * DAY / 1_000;
    let (ends, begins) = (126 * DAY + moved(0), 265 * DAY + moved(1));
    let (left, come) = (ends - in_year, in_year - begins);
    (left.max(come) * 1_000 / (4 * DAY)).clamp(0, 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(text: &str) -> Vec<(i64, Week)> {
        let day = text.parse::<Timestamp>().unwrap().as_second() / DAY;
        let noise = Noise::new(1);
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        moments(day, &Weather::new(noise, 0), noise, &zone).iter().map(|it| (it.on_the_clock, it.week)).collect()
    }

    #[test]
    fn local_clocks_are_followed_when_they_change() {
        // In March the clock goes from 02:00 to 03:00 at 01:00 UTC; in October from 03:00 back to 02:00.
        let march = clock("2026-03-29T00:00:00Z");
        assert_eq!((march[3].0, march[4].0), (2 * HOUR - SLOT, 3 * HOUR));
        let october = clock("2026-10-25T00:00:00Z");
        assert_eq!((october[3].0, october[4].0), (3 * HOUR - SLOT, 2 * HOUR));
        assert_eq!(march.len(), SLOTS_A_DAY);
    }

    #[test]
    fn weekends_begin_at_local_midnight() {
        let friday = clock("2025-11-21T00:00:00Z");
        assert_eq!((friday[91].1, friday[92].1), (Week::Working, Week::Free));
        let sunday = clock("2025-11-23T00:00:00Z");
        assert_eq!((sunday[91].1, sunday[92].1), (Week::Free, Week::Working));
    }

    #[test]
    fn nobody_heats_in_july_and_everybody_does_in_january() {
        for year in 40..60 {
            assert_eq!(season(year * YEAR + 190 * DAY, Noise::new(1)), 0);
            assert_eq!(season(year * YEAR + 10 * DAY, Noise::new(1)), 1_000);
        }
    }
}
