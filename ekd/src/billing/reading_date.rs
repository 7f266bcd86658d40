//! Finds at which instants a meter would have had to be read for a quantity to be right.

use common::time::Period;
use jiff::{SignedDuration, Timestamp};

/// How far from its right instant a meter is read.
const FARTHEST: SignedDuration = SignedDuration::from_hours(31 * 24);

/// What was used until instants, from any beginning on, by instant: never falling.
pub(super) type Course = [(Timestamp, i64)];

/// Returns the ends between which so much was used, within `slack`, where they are not those of the period: the one end moved
/// as little as possible, or both by the same number of days.
#[must_use]
pub(super) fn find(course: &Course, used: i64, slack: i64, period: Period) -> Option<Period> {
    let (first, last) = (nearest(course, period.from)?, nearest(course, period.until)?);
    if used <= 0 || distance(first.0, period.from) > FARTHEST || distance(last.0, period.until) > FARTHEST {
        return None;
    }
    let later_end = at(course, first.1.checked_add(used)?, slack, period.until).map(|until| (first.0, until));
    let other_begin = at(course, last.1.checked_sub(used)?, slack, period.from).map(|from| (from, last.0));
    let moved = |(from, until): (Timestamp, Timestamp)| distance(from, first.0) + distance(until, last.0);
    let one_end = [later_end, other_begin].into_iter().flatten().filter(|(from, until)| from < until);
    let found = one_end.min_by_key(|ends| moved(*ends)).or_else(|| both(course, (used, slack), period))?;
    (moved(found) > SignedDuration::ZERO).then_some(Period { from: found.0, until: found.1 })
}

/// Both ends moved by the same number of days, the fewest first.
fn both(course: &Course, (used, slack): (i64, i64), period: Period) -> Option<(Timestamp, Timestamp)> {
    const DAYS: std::ops::RangeInclusive<i64> = 1..=15;
    let shifts = DAYS.flat_map(|days| [-days, days]).map(|days| SignedDuration::from_hours(24 * days));
    let ends = shifts.filter_map(|by| {
        let from = nearest(course, period.from.checked_add(by).ok()?)?;
        let until = nearest(course, period.until.checked_add(by).ok()?)?;
        let fits = (until.1 - from.1 - used).abs() <= slack;
        fits.then_some((from.0, until.0))
    });
    ends.into_iter().next()
}

/// Returns the instant nearest to `wanted` at which a value is reached within `slack`.
fn at(course: &Course, value: i64, slack: i64, wanted: Timestamp) -> Option<Timestamp> {
    let first = course.partition_point(|(_, other)| *other < value.saturating_sub(slack));
    let end = course.partition_point(|(_, other)| *other <= value.saturating_add(slack));
    let fitting = course.get(first..end)?.iter().map(|(at, _)| *at);
    fitting.filter(|at| distance(*at, wanted) <= FARTHEST).min_by_key(|at| distance(*at, wanted))
}

fn nearest(course: &Course, wanted: Timestamp) -> Option<(Timestamp, i64)> {
    let next = course.partition_point(|(at, _)| *at < wanted);
    let around = [next.checked_sub(1), Some(next)].into_iter().flatten().filter_map(|index| course.get(index));
    around.min_by_key(|(at, _)| distance(*at, wanted)).copied()
}

fn distance(one: Timestamp, other: Timestamp) -> SignedDuration {
    one.duration_since(other).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn second(n: i64) -> Timestamp {
        Timestamp::from_second(n).unwrap()
    }

    /// Hourly readings of 100 days, a little more each hour.
    fn course() -> Vec<(Timestamp, i64)> {
        (0..2400).map(|hour| (second(hour * 3600), hour * 1000 + hour * hour)).collect()
    }

    fn used(course: &Course, from: i64, until: i64) -> i64 {
        nearest(course, second(until)).unwrap().1 - nearest(course, second(from)).unwrap().1
    }

    #[test]
    fn the_instants_of_a_wrong_reading_are_found() {
        let course = course();
        let period = Period { from: second(30 * DAY), until: second(60 * DAY) };
        let check = |from: i64, until: i64| {
            let found = find(&course, used(&course, from, until), 1, period).unwrap();
            assert_eq!((found.from, found.until), (second(from), second(until)));
        };
        check(30 * DAY, 58 * DAY + 7 * 3600);
        check(33 * DAY + 3600, 60 * DAY);
        check(25 * DAY, 55 * DAY);
        let right = used(&course, 30 * DAY, 60 * DAY);
        assert_eq!(find(&course, right, 1, period), None);
        assert_eq!(find(&course, right + 7, 1, period), None);
        assert_eq!(find(&course, right * 9, 1, period), None);
        assert_eq!([find(&[], right, 1, period), find(&course, -5, 1, period)], [None, None]);
    }
}
