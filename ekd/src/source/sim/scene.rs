//! What is wrong in the town when the demonstration begins, and what went wrong before.
//!
//! Everything hangs on the second at which it began. Knows which reading gets lost, not what it would have said.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::building::Stuck;
use super::noise::{Noise, Stream};
use super::town::Site;
use super::weather::{DAY, HOUR};

/// Its return has been too hot since before the beginning.
pub(super) const STUCK_VALVE: i64 = 414;
/// Its meter was replaced some weeks ago.
pub(super) const REPLACED: i64 = 416;
/// One of its sensors has a loose contact.
pub(super) const BROKEN_SENSOR: i64 = 418;
/// Its readings take long to arrive.
pub(super) const LATE: i64 = 421;
/// Its readings have stopped.
pub(super) const SILENT: i64 = 433;
/// It lost two hours one night.
pub(super) const GAP: i64 = 412;
/// Its battery is running out.
const BATTERY: i64 = 426;
/// Its clock was never set right.
const WRONG_CLOCK: i64 = 420;
/// Those whose concentrator failed one winter night.
const OUTAGE: std::ops::RangeInclusive<i64> = 412..=417;

/// Bits of the info code of Kamstrup's meters: battery low; a sensor's error, and which way the return's is off.
const BATTERY_LOW: i64 = 1 << 1;
const RETURN_IN_ERROR: i64 = 1 << 2 | 1 << 4;

/// What happens around the beginning of one demonstration, in seconds since 1970.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub began: i64,
    noise: Noise,
    silent_after: i64,
    stuck_at: i64,
    pub replaced_at: i64,
    gap: [i64; 2],
    outage: [i64; 2],
}

impl Scene {
    pub(super) fn new(noise: Noise, began: i64, zone: &TimeZone) -> Self {
        let today = Timestamp::from_second(began).unwrap_or_default().to_zoned(zone.clone()).date();
        let days_before = |days: i64| today.checked_sub(days.days()).unwrap_or(today);
        let night = seventeenth(today);
        let winter = last_january(today);
        let local = |day: Date, hour: i8| {
            let noon = day.at(hour, 0, 0, 0).to_zoned(zone.clone());
            noon.map_or(began, |zoned| zoned.timestamp().as_second())
        };
        Self {
            began,
            noise,
            silent_after: local(days_before(1), 17),
            stuck_at: began - 85 * 60,
            replaced_at: local(days_before(36), 11),
            gap: [local(night, 3), local(night, 5)],
            outage: [local(winter, 1), local(winter, 9)],
        }
    }

    /// Tells whether what the meter shows at `second` ever arrives.
    pub(super) fn arrives(&self, site: &Site, second: i64) -> bool {
        let within = |[from, until]: [i64; 2]| from <= second && second < until;
        let number = site.number;
        let by_chance =
            second < self.began - 6 * HOUR && self.noise.below(900, Stream::Gap, number, second.div_euclid(HOUR)) == 0;
        !(by_chance
            || number == SILENT && second > self.silent_after
            || number == GAP && within(self.gap)
            || OUTAGE.contains(&number) && within(self.outage))
    }

    /// Returns by how many seconds readings of the site are late.
    pub(super) const fn delay(site: &Site) -> i64 {
        // With a cadence of an hour this is late, and never silent.
        if site.number == LATE { 100 * 60 } else { 0 }
    }

    /// Returns how far the site's control valve is stuck open.
    pub(super) fn stuck(&self, site: &Site, second: i64) -> Stuck {
        if site.number == STUCK_VALVE { ((second - self.stuck_at) * 1_000 / 2_700).clamp(0, 1_000) } else { 0 }
    }

    /// Returns what the meter complains of.
    pub(super) fn info_code(&self, site: &Site, second: i64) -> i64 {
        let battery = if site.number == BATTERY && second >= self.began - 9 * DAY { BATTERY_LOW } else { 0 };
        battery | if self.sensor_fails(site, second) { RETURN_IN_ERROR } else { 0 }
    }

    /// Returns by how many seconds the meter's clock is ahead of the true time.
    pub(super) const fn clock_offset(site: &Site) -> i64 {
        let by_make = site.number * 37 % 41 - 20;
        if site.number == WRONG_CLOCK { by_make - 420 } else { by_make }
    }

    /// Tells whether the return sensor's contact is open in this minute.
    pub(super) fn sensor_fails(&self, site: &Site, second: i64) -> bool {
        site.number == BROKEN_SENSOR
            && second >= self.began - DAY
            && self.noise.below(10, Stream::SensorFault, site.number, second.div_euclid(60)) == 0
    }
}

/// Returns the last 17th of a month before `today`.
fn seventeenth(today: Date) -> Date {
    let month = today.first_of_month();
    let month = if today.day() > 17 { month } else { month.checked_sub(1.month()).unwrap_or(month) };
    month.checked_add(16.days()).unwrap_or(month)
}

/// Returns the last 15 January that is a month ago or longer.
fn last_january(today: Date) -> Date {
    let year = if today >= date(today.year(), 2, 15) { today.year() } else { today.year() - 1 };
    date(year, 1, 15)
}

#[cfg(test)]
mod tests {
    use super::super::town::{SITES, index_of};
    use super::*;

    fn second(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    fn scene() -> Scene {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        Scene::new(Noise::new(412), second("2025-11-22T13:32:00Z"), &zone)
    }

    #[test]
    fn the_school_is_silent_since_yesterday_at_five() {
        let school = &SITES[index_of(SILENT)];
        assert!(scene().arrives(school, second("2025-11-21T16:00:00Z")));
        assert!(!scene().arrives(school, second("2025-11-21T16:15:00Z")));
        assert!(!scene().arrives(school, second("2026-01-01T00:00:00Z")));
    }

    #[test]
    fn readings_are_lost_in_the_night_of_the_seventeenth_and_in_january() {
        let check = |number, text, arrives| {
            assert_eq!(scene().arrives(&SITES[index_of(number)], second(text)), arrives, "{number} {text}");
        };
        check(412, "2025-11-17T02:00:00Z", false);
        check(412, "2025-11-17T03:45:00Z", false);
        check(412, "2025-11-17T04:00:00Z", true);
        check(413, "2025-11-17T03:00:00Z", true);
        check(413, "2025-01-15T03:00:00Z", false);
        check(413, "2025-01-15T08:00:00Z", true);
    }

    #[test]
    fn few_hours_are_lost_by_chance() {
        let scene = scene();
        let site = &SITES[index_of(425)];
        let hours = 0..19_200;
        let n_lost = hours.filter(|hour| !scene.arrives(site, scene.began - DAY - hour * HOUR)).count();
        assert!((5..50).contains(&n_lost), "{n_lost}");
    }

    #[test]
    fn a_scene_in_early_january_looks_back_to_the_winter_before() {
        assert_eq!(last_january(date(2026, 1, 20)), date(2025, 1, 15));
        assert_eq!(seventeenth(date(2026, 1, 17)), date(2025, 12, 17));
    }
}
