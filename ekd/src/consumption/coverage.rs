//! How much of what was expected has come.

use common::api::Gap;
use common::time::Period;
use jiff::{SignedDuration, Timestamp};

use super::Point;

/// What is expected of a series.
#[derive(Clone, Copy, Debug)]
pub struct Expectation {
    /// How often a reading should come; `None` expects nothing.
    pub cadence: Option<SignedDuration>,
    /// Nothing is expected before the first reading there ever was,
    pub since: Option<Timestamp>,
    /// nor after now.
    pub now: Timestamp,
}

/// Readings that came and that should have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub n_readings: u32,
    pub n_expected: u32,
}

impl Expectation {
    /// Counts the readings of a bucket; with a cadence, at most one for each of its intervals, so that more frequent
    /// readings of one hour never hide the absence of another.
    #[must_use]
    pub fn of(&self, bucket: Period, instants: impl Iterator<Item = Timestamp>) -> Coverage {
        let Some(cadence) = self.seconds() else {
            return Coverage { n_readings: count(instants.count()), n_expected: 0 };
        };
        let mut n_readings = 0;
        let mut last = None;
        for instant in instants {
            let slot = instant.as_second().div_euclid(cadence);
            if last != Some(slot) {
                n_readings += 1;
                last = Some(slot);
            }
        }
        Coverage { n_readings, n_expected: self.expected(bucket, cadence) }
    }

    fn seconds(&self) -> Option<i64> {
        self.cadence.map(|cadence| cadence.as_secs()).filter(|seconds| *seconds > 0)
    }

    /// Counts the beginnings of intervals in the part of the bucket in which something can be expected.
    fn expected(&self, bucket: Period, cadence: i64) -> u32 {
        let Some(since) = self.since else { return 0 };
        let from = bucket.from.max(since).as_second();
        let until = bucket.until.min(self.now).as_second();
        // The interval in which the first reading fell began a little before it.
        let from = if bucket.from < since { from.div_euclid(cadence) * cadence } else { from };
        let beginnings = |second: i64| (second + cadence - 1).div_euclid(cadence);
        if until <= from { 0 } else { u32::try_from(beginnings(until) - beginnings(from)).unwrap_or(u32::MAX) }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Returns the stretches of `period` in which more than one and a half cadences pass without a reading.
///
/// `points` may begin with the last reading before the period and end with the first after it.
#[must_use]
pub fn gaps(points: &[Point], period: Period, cadence: SignedDuration, now: Timestamp) -> Vec<Gap> {
    let cadence = cadence.as_secs().max(1);
    let end = period.until.min(now);
    let mut instants: Vec<Timestamp> = points.iter().map(|(at, _)| *at).filter(|at| *at < end).collect();
    if instants.first().is_none_or(|first| *first > period.from) {
        instants.insert(0, period.from);
    }
    let closing = points.iter().map(|(at, _)| *at).find(|at| *at >= end);
    instants.push(closing.unwrap_or(end));
    let n_instants = instants.len();
    let mut gaps = Vec::new();
    for (index, pair) in instants.windows(2).enumerate() {
        let missing = (pair[1].as_second() - pair[0].as_second()) * 2 / cadence;
        if missing >= 3 && pair[1] > period.from {
            let open = index + 2 == n_instants && closing.is_none();
            let n_missing = u64::try_from((missing + 1) / 2 - i64::from(!open)).unwrap_or_default().max(1);
            gaps.push(Gap { period: Period { from: pair[0], until: pair[1] }, n_missing, open });
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn period(from: i64, until: i64) -> Period {
        Period { from: at(from), until: at(until) }
    }

    #[test]
    fn frequent_readings_do_not_hide_a_missing_hour() {
        let expectation =
            Expectation { cadence: Some(SignedDuration::from_hours(1)), since: Some(at(0)), now: at(90_000) };
        let check = |instants: &[i64], bucket, expected: (u32, u32)| {
            let found = expectation.of(bucket, instants.iter().map(|second| at(*second)));
            assert_eq!((found.n_readings, found.n_expected), expected, "{instants:?}");
        };
        check(&[0, 900, 1800, 2700, 7200], period(0, 10_800), (2, 3));
        check(&[30, 3659, 7201], period(0, 10_800), (3, 3));
        check(&[], period(86_400, 100_000), (0, 1));
        check(&[], period(100_000, 200_000), (0, 0));
        check(&[], period(-7200, -3600), (0, 0));
    }

    #[test]
    fn gaps_are_named_from_reading_to_reading() {
        let hour = SignedDuration::from_hours(1);
        let points: Vec<Point> = [0, 3600, 7200, 18_000, 21_600].map(|second| (at(second), 0)).into();
        let found = gaps(&points, period(0, 25_200), hour, at(1_000_000));
        assert_eq!(found, [Gap { period: period(7200, 18_000), n_missing: 2, open: false }]);
        let found = gaps(&points, period(0, 36_000), hour, at(1_000_000));
        assert_eq!(found[1], Gap { period: period(21_600, 36_000), n_missing: 4, open: true });
        assert_eq!(gaps(&points, period(0, 36_000), hour, at(22_000)).len(), 1);
        assert_eq!(gaps(&[], period(0, 7200), hour, at(1_000_000)).len(), 1);
    }
}
