//! Consumption from registers, across meter replacements, exact to the last digit.
//!
//! The difference of two consecutive readings of one meter belongs to the bucket in which it begins. So the days of a
//! month add up to the month and all months to the register difference, whatever is missing: a gap's consumption is
//! with the bucket in which the gap begins, and [`Content::Register::closed_at`] shows how far it reaches. The initial
//! and final registers of a replacement protocol count as readings, unless they contradict the meter's own: an initial
//! register above the first reading or a final one below the last is ignored, so nothing negative comes of a slip of
//! the pen.

use common::id::MeterId;
use common::meter::Installation;
use common::quantity::{Quantity, Value};
use common::series::{Bucket, Content};
use common::time::Period;
use jiff::{SignedDuration, Timestamp};

use super::coverage::Expectation;
use super::{Point, within};

/// One meter's readings of a register at a point, sorted by instant, with the registers of its protocol.
///
/// Must reach from the first slice to the first reading at or after the end of the last one.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub points: Vec<Point>,
}

impl Run {
    /// Returns the readings with the protocol's registers before and after them, as far as these can be true.
    #[must_use]
    pub fn new(mut readings: Vec<Point>, initial: Option<Point>, last: Option<Point>) -> Self {
        if let Some(initial) = initial
            && readings.first().is_none_or(|(at, value)| *at > initial.0 && *value >= initial.1)
        {
            readings.insert(0, initial);
        }
        if let Some(last) = last
            && readings.last().is_none_or(|(at, value)| *at < last.0 && *value <= last.1)
        {
            readings.push(last);
        }
        Self { points: readings }
    }

    /// Returns what the meter counted from readings that lie in `slice`.
    fn used(&self, slice: Period) -> Option<Used> {
        let inside = within(&self.points, slice.from, slice.until);
        let opening = *inside.first()?;
        let next = self.points.partition_point(|(at, _)| *at < slice.until);
        let closing = *self.points.get(next).or(inside.last())?;
        Some(Used { opening, closing })
    }
}

/// One meter's stay at a point, and what it counted in it.
#[derive(Clone, Debug)]
pub struct Stay {
    pub meter: MeterId,
    /// Readings of the stay, without the registers of its protocol.
    pub readings: Vec<Point>,
    pub run: Run,
}

/// Returns the last instant that belongs to a stay: that of the removal, unless the same meter goes on then.
#[must_use]
pub fn last_instant(installed: &[Installation], stay: &Installation) -> Option<Timestamp> {
    let until = stay.until?;
    let goes_on = installed.iter().any(|other| other.meter == stay.meter && other.from == until);
    Some(if goes_on { until.checked_sub(SignedDuration::from_secs(1)).unwrap_or(until) } else { until })
}

/// Returns the installations as a quantity counts them: where one of a meter follows another of the same meter and no
/// register of this quantity was told in between, its count goes on. So a register that turns over divides no other one's.
#[must_use]
pub fn counted(quantity: Quantity, installed: &[Installation]) -> Vec<Installation> {
    let mut counted: Vec<Installation> = Vec::with_capacity(installed.len());
    for next in installed {
        match counted.last_mut() {
            Some(stay) if goes_on(quantity, stay, next) => {
                stay.until = next.until;
                stay.last = next.last;
            }
            Some(_) | None => counted.push(next.clone()),
        }
    }
    counted
}

fn goes_on(quantity: Quantity, stay: &Installation, next: &Installation) -> bool {
    let is_divided = protocol(stay, quantity).1.or(protocol(next, quantity).0).is_some();
    stay.meter == next.meter && stay.until == Some(next.from) && !is_divided
}

/// Returns the stays that overlap a stretch of time with what each meter counted, oldest first. `readings` returns those
/// of a meter in the stretch and the first one after it.
pub fn stays<E>(
    quantity: Quantity,
    installed: &[Installation],
    (from, until): (Timestamp, Timestamp),
    mut readings: impl FnMut(MeterId) -> Result<Vec<Point>, E>,
) -> Result<Vec<Stay>, E> {
    let mut stays = Vec::new();
    let installed = counted(quantity, installed);
    for stay in installed.iter().filter(|stay| stay.from < until && stay.until.is_none_or(|end| end >= from)) {
        let last = last_instant(&installed, stay).unwrap_or(Timestamp::MAX);
        let mut readings = readings(stay.meter)?;
        readings.retain(|(at, _)| (stay.from..=last).contains(at));
        let (initial, last) = protocol(stay, quantity);
        stays.push(Stay { meter: stay.meter, run: Run::new(readings.clone(), initial, last), readings });
    }
    Ok(stays)
}

/// Returns the registers that the protocols of putting in and taking out tell.
#[must_use]
pub fn protocol(installation: &Installation, quantity: Quantity) -> (Option<Point>, Option<Point>) {
    let (initial, last) = (installation.initial.of(quantity), installation.last.of(quantity));
    let last = installation.until.zip(last);
    (initial.map(|value| (installation.from, value)), last)
}

#[derive(Clone, Copy, Debug)]
struct Used {
    opening: Point,
    closing: Point,
}

impl Used {
    /// Two registers may lie further apart than a register can show.
    fn difference(self) -> i128 {
        i128::from(self.closing.1) - i128::from(self.opening.1)
    }
}

/// Returns one bucket for each slice from the runs of all meters that sat at the point, oldest first.
#[must_use]
pub fn buckets(quantity: Quantity, slices: &[Period], runs: &[Run], expectation: &Expectation) -> Vec<Bucket> {
    slices
        .iter()
        .map(|slice| {
            let instants = runs.iter().flat_map(|run| within(&run.points, slice.from, slice.until));
            let coverage = expectation.of(*slice, instants.map(|(at, _)| *at));
            Bucket {
                period: *slice,
                content: content(quantity, *slice, runs),
                n_readings: coverage.n_readings,
                n_expected: coverage.n_expected,
            }
        })
        .collect()
}

fn content(quantity: Quantity, slice: Period, runs: &[Run]) -> Content {
    let mut all = runs.iter().filter_map(|run| run.used(slice));
    let Some(first) = all.next() else { return Content::Missing };
    let (mut used, mut closing) = (first.difference(), first.closing);
    for next in all {
        used += next.difference();
        closing = next.closing;
    }
    // More than can be written down is not known.
    let Ok(used) = i64::try_from(used) else { return Content::Missing };
    let value = |base| Value::new(quantity, base);
    Content::Register {
        used: value(used),
        opening: value(first.opening.1),
        closing: value(closing.1),
        opened_at: first.opening.0,
        closed_at: closing.0,
    }
}

/// Returns what was used from readings in `[from, until)` up to the first reading at or after `until`; `None` where
/// nothing was read, or where it is more than can be written down.
#[must_use]
pub fn used(runs: &[Run], from: Timestamp, until: Timestamp) -> Option<i64> {
    let used = runs.iter().filter_map(|run| run.used(Period { from, until }));
    used.map(Used::difference).reduce(|sum, next| sum + next).and_then(|sum| i64::try_from(sum).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn slices(bounds: &[i64]) -> Vec<Period> {
        bounds.windows(2).map(|pair| Period { from: at(pair[0]), until: at(pair[1]) }).collect()
    }

    fn shown(bounds: &[i64], runs: &[Run]) -> Vec<Option<i64>> {
        let expectation = Expectation { cadence: None, since: None, now: at(1_000_000) };
        let buckets = buckets(Quantity::Energy, &slices(bounds), runs, &expectation);
        buckets.iter().map(|bucket| bucket.shown().map(Value::base)).collect()
    }

    fn run(points: &[(i64, i64)]) -> Run {
        Run::new(points.iter().map(|(second, value)| (at(*second), *value)).collect(), None, None)
    }

    #[test]
    fn a_reading_a_little_late_is_the_midnight_reading() {
        let late = run(&[(0, 100), (50, 105), (130, 112), (199, 119), (205, 120)]);
        assert_eq!(shown(&[0, 100, 200], &[late]), [Some(12), Some(8)]);
    }

    #[test]
    fn a_gap_belongs_to_the_bucket_in_which_it_begins() {
        let gap = run(&[(0, 100), (50, 105), (320, 130), (350, 131)]);
        assert_eq!(shown(&[0, 100, 200, 300, 400], &[gap]), [Some(30), None, None, Some(1)]);
    }

    #[test]
    fn a_replacement_is_counted_by_its_protocol() {
        let old = Run::new(vec![(at(0), 900), (at(50), 910)], None, Some((at(70), 913)));
        let new = Run::new(vec![(at(80), 4), (at(150), 9)], Some((at(70), 2)), None);
        assert_eq!(shown(&[0, 100, 200], &[old, new]), [Some(13 + 7), Some(0)]);
    }

    #[test]
    fn a_protocol_that_contradicts_the_readings_is_ignored() {
        let check = |initial, last, expected: i64| {
            let readings = vec![(at(10), 500), (at(50), 510)];
            let run = Run::new(readings, Some((at(0), initial)), Some((at(70), last)));
            assert_eq!(shown(&[0, 100], std::slice::from_ref(&run)), [Some(expected)], "{initial} {last}");
            assert_eq!(used(&[run], at(0), at(100)), Some(expected), "{initial} {last}");
        };
        check(500, 510, 10);
        check(490, 513, 23);
        check(501, 513, 13);
        check(490, 509, 20);
        check(i64::MAX, i64::MIN, 10);
        let alone = Run::new(Vec::new(), Some((at(0), 7)), Some((at(70), 6)));
        assert_eq!(shown(&[0, 100], &[alone]), [Some(0)]);
    }

    #[test]
    fn absurd_registers_are_missing_and_do_not_overflow() {
        let absurd = || run(&[(0, i64::MIN), (50, i64::MAX)]);
        assert_eq!(shown(&[0, 100], &[absurd()]), [None]);
        assert_eq!(used(&[absurd(), absurd()], at(0), at(100)), None);
        let great = || run(&[(0, 0), (50, i64::MAX)]);
        assert_eq!(used(&[great(), great()], at(0), at(100)), None);
        assert_eq!(used(&[great()], at(0), at(100)), Some(i64::MAX));
    }

    proptest! {
        #[test]
        fn buckets_add_up_to_the_register_difference(
            mut seconds in proptest::collection::btree_set(0_i64..5_000, 1..200),
            mut bounds in proptest::collection::btree_set(1_i64..5_000, 0..20),
        ) {
            bounds.extend([0, 5_000]);
            seconds.insert(4_999);
            let points: Vec<(i64, i64)> = seconds.iter().map(|second| (*second, second * 7 % 1_000 + second * 1_000)).collect();
            let bounds: Vec<i64> = bounds.into_iter().collect();
            let sum: i64 = shown(&bounds, &[run(&points)]).into_iter().flatten().sum();
            prop_assert_eq!(sum, points[points.len() - 1].1 - points[0].1);
        }
    }
}
