//! What a document changes of the sums over all points: derived from each register's neighbours as it enters.

use common::meter::Installation;
use common::quantity::Quantity;
use jiff::Timestamp;

use super::admit::{Neighbours, Verdict};
use crate::binding::Calendar;
use crate::consumption::Point;
use crate::consumption::register::{Run, Stay, protocol};
use crate::store::log::total::{Changes, DayTotal};
use crate::store::reading::Kept;

/// The changes so far.
#[derive(Debug)]
pub(super) struct Ledger<'a> {
    calendar: &'a Calendar,
    /// The day that was asked for last.
    day: (i64, i64),
    changes: Changes,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(calendar: &'a Calendar) -> Self {
        Self { calendar, day: (0, 0), changes: Changes::new() }
    }

    /// Enters what the verdicts change of the differences between registers.
    pub(super) fn enter(
        &mut self,
        (quantity, installed): (Quantity, Option<&Installation>),
        neighbours: &Neighbours,
        verdicts: &[Verdict],
    ) {
        let entering = || verdicts.iter().filter_map(entered);
        if entering().next().is_none() {
            return;
        }
        let old: Vec<Point> = neighbours.among.iter().map(point).collect();
        let new = merged(&old, entering().map(|kept| point(&kept)));
        let n_readings = |points: &[Point]| i64::try_from(points.len()).unwrap_or(i64::MAX);
        if n_readings(&new) != n_readings(&old) {
            self.count(quantity, &old, -1);
            self.count(quantity, &new, 1);
        }
        for (points, sign) in [(old, -1), (new, 1)] {
            let mut run = Vec::with_capacity(points.len() + 2);
            run.extend(neighbours.before.iter().map(point));
            run.extend(points);
            run.extend(neighbours.after.iter().map(point));
            let (initial, last) = installed.map(|installed| protocol(installed, quantity)).unwrap_or_default();
            let initial = initial.filter(|_| neighbours.before.is_none());
            let last = last.filter(|_| neighbours.after.is_none());
            self.run(quantity, &Run::new(run, initial, last), sign);
        }
    }

    /// Enters the readings and differences of all stays at a point.
    pub(super) fn whole(&mut self, quantity: Quantity, stays: &[Stay], sign: i64) {
        for stay in stays {
            self.count(quantity, &stay.readings, sign);
            self.run(quantity, &stay.run, sign);
        }
    }

    fn run(&mut self, quantity: Quantity, run: &Run, sign: i64) {
        let mut open: Option<(i64, i64)> = None;
        for pair in run.points.windows(2) {
            let [(from, low), (_, high)] = pair else { continue };
            let day = self.day(from.as_second());
            let used = high.wrapping_sub(*low).wrapping_mul(sign);
            match &mut open {
                Some((there, sum)) if *there == day => *sum = sum.wrapping_add(used),
                _ => {
                    self.add(quantity, open.take(), 0);
                    open = Some((day, used));
                }
            }
        }
        self.add(quantity, open, 0);
    }

    fn count(&mut self, quantity: Quantity, points: &[Point], sign: i64) {
        let mut open: Option<(i64, i64)> = None;
        for (at, _) in points {
            let day = self.day(at.as_second());
            match &mut open {
                Some((there, n_readings)) if *there == day => *n_readings += sign,
                _ => {
                    if let Some((day, n_readings)) = open {
                        self.add(quantity, Some((day, 0)), n_readings);
                    }
                    open = Some((day, sign));
                }
            }
        }
        if let Some((day, n_readings)) = open {
            self.add(quantity, Some((day, 0)), n_readings);
        }
    }

    fn add(&mut self, quantity: Quantity, day_and_used: Option<(i64, i64)>, n_readings: i64) {
        if let Some((day, used)) = day_and_used {
            self.changes.entry((quantity, day)).or_default().add(DayTotal { used, n_readings });
        }
    }

    fn day(&mut self, second: i64) -> i64 {
        if !(self.day.0..self.day.1).contains(&second) {
            let day = self.calendar.day_at(second);
            self.day = (day.from, day.until);
        }
        self.day.0
    }

    pub(super) const fn calendar(&self) -> &'a Calendar {
        self.calendar
    }

    /// Takes what changes.
    pub(super) fn take(&mut self) -> Changes {
        std::mem::take(&mut self.changes)
    }
}

const fn entered(verdict: &Verdict) -> Option<Kept> {
    match verdict {
        Verdict::Store(kept) | Verdict::Correct(kept) => Some(*kept),
        Verdict::Duplicate | Verdict::Quarantine(_) => None,
    }
}

const fn point(kept: &Kept) -> Point {
    (kept.at, kept.value)
}

/// Merges what enters into what was there, both by instant; the last of one instant counts.
fn merged(old: &[Point], entering: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut new: Vec<Point> = Vec::with_capacity(old.len() + entering.size_hint().1.unwrap_or_default());
    let put = |new: &mut Vec<Point>, point: Point| match new.last_mut().filter(|last: &&mut Point| last.0 == point.0) {
        Some(last) => *last = point,
        None => new.push(point),
    };
    let mut rest = old.iter().copied().peekable();
    for point in entering {
        while let Some(earlier) = rest.next_if(|earlier: &(Timestamp, i64)| earlier.0 <= point.0) {
            put(&mut new, earlier);
        }
        put(&mut new, point);
    }
    rest.for_each(|later| put(&mut new, later));
    new
}
