//! What is worked out from the buckets of a page: totals, comparison, marks of the chart, days of odd length.
//!
//! Sums are of integers; floating point begins where something is drawn. Knows no words.

use common::quantity::{Kind, Quantity, Value};
use common::series::{Bucket, Content};
use common::setting::Setting;
use common::time::View;
use jiff::{SignedDuration, Timestamp};

use crate::effect::{ChartData, Line};
use crate::screen::sites::facts;
use crate::widget::plot::Mark;

/// The page in a few numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// Buckets that are over.
    pub n_over: usize,
    /// Those of them that have a value.
    pub n_known: usize,
    pub content: Summary,
    /// The bucket that is not over yet, if it has a value.
    pub running: Option<(usize, Value)>,
    /// Change against the compared page as a share, over buckets known on both.
    pub change: Option<f64>,
}

/// Sums of registers and extremes of gauges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    Nothing,
    /// Of the buckets that are over; compared: of the same ones on the other page.
    Sum {
        used: Value,
        compared: Option<Value>,
    },
    /// The mean is weighted by readings.
    Range {
        min: Value,
        mean: Value,
        max: Value,
        compared: Option<Value>,
    },
}

/// Returns the page's totals at `now`.
#[must_use]
pub fn totals(line: &Line, now: Timestamp) -> Totals {
    let over: Vec<usize> = (0..line.buckets.len()).filter(|index| line.buckets[*index].period.until <= now).collect();
    let known: Vec<usize> = over.iter().copied().filter(|index| line.buckets[*index].shown().is_some()).collect();
    let running = line.buckets.iter().enumerate().find(|(_, bucket)| bucket.period.contains(now));
    let paired: Vec<usize> = known
        .iter()
        .copied()
        .filter(|index| line.compared.get(*index).is_some_and(|bucket| bucket.shown().is_some()))
        .collect();
    let (content, change) = match line.quantity.kind() {
        Kind::Register => sums(line, &known, &paired),
        Kind::Gauge => ranges(line),
    };
    Totals {
        n_over: over.len(),
        n_known: known.len(),
        content,
        running: running.and_then(|(index, bucket)| bucket.shown().map(|value| (index, value))),
        change,
    }
}

fn sums(line: &Line, known: &[usize], paired: &[usize]) -> (Summary, Option<f64>) {
    let sum = |buckets: &[Bucket], indices: &[usize]| -> i64 {
        let used = indices.iter().filter_map(|index| buckets.get(*index)?.shown());
        used.fold(0, |sum, value| sum.saturating_add(value.base()))
    };
    if known.is_empty() {
        return (Summary::Nothing, None);
    }
    let used = Value::new(line.quantity, sum(&line.buckets, known));
    let before = sum(&line.compared, paired);
    let compared = (!paired.is_empty()).then(|| Value::new(line.quantity, before));
    let change = if paired.is_empty() { None } else { facts::change(before, sum(&line.buckets, paired)) };
    (Summary::Sum { used, compared }, change)
}

fn ranges(line: &Line) -> (Summary, Option<f64>) {
    let Some((min, mean, max)) = range(line.quantity, &line.buckets) else { return (Summary::Nothing, None) };
    let compared = range(line.quantity, &line.compared).map(|(_, mean, _)| mean);
    (Summary::Range { min, mean, max, compared }, None)
}

fn range(quantity: Quantity, buckets: &[Bucket]) -> Option<(Value, Value, Value)> {
    let (mut least, mut greatest, mut weighted, mut n_readings) = (i64::MAX, i64::MIN, 0_i128, 0_i128);
    for bucket in buckets {
        if let Content::Gauge { min, mean, max } = bucket.content {
            least = least.min(min.base());
            greatest = greatest.max(max.base());
            weighted += i128::from(mean.base()) * i128::from(bucket.n_readings.max(1));
            n_readings += i128::from(bucket.n_readings.max(1));
        }
    }
    if n_readings == 0 {
        return None;
    }
    let mean = common::quantity::decimal::divide_rounded(weighted, n_readings);
    let value = |base| Value::new(quantity, base);
    Some((value(least), value(i64::try_from(mean).ok()?), value(greatest)))
}

/// Returns the share of expected readings that came, over the page.
#[must_use]
pub fn coverage(line: &Line) -> Option<f64> {
    let expected: u64 = line.buckets.iter().map(|bucket| u64::from(bucket.n_expected)).sum();
    let came: u64 = line.buckets.iter().map(|bucket| u64::from(bucket.n_readings.min(bucket.n_expected))).sum();
    #[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
    (expected > 0).then(|| came as f64 / expected as f64)
}

/// Returns what a chart draws for the buckets; what began before `now` and has no value is missing.
#[must_use]
pub fn marks(quantity: Quantity, buckets: &[Bucket], now: Timestamp) -> Vec<Mark> {
    let number = |value: Value| quantity.unit().as_f64(value.base());
    let mark = |bucket: &Bucket| match bucket.content {
        Content::Missing if bucket.period.from < now => Mark::Missing,
        Content::Missing => Mark::Nothing,
        Content::Gauge { min, mean, max } => Mark::Value { min: number(min), shown: number(mean), max: number(max) },
        Content::Register { used, .. } => Mark::single(number(used)),
    };
    buckets.iter().map(mark).collect()
}

/// Tells whether the bucket's last difference ends so far beyond it that a gap must lie between.
#[must_use]
pub fn reaches_beyond(bucket: &Bucket, cadence: Option<SignedDuration>) -> bool {
    let Content::Register { closed_at, .. } = bucket.content else { return false };
    let late = closed_at.duration_since(bucket.period.until);
    late > cadence.map_or(bucket.period.duration() / 2, |cadence| cadence * 3 / 2)
}

/// Returns the buckets in which a meter was replaced or turned over.
#[must_use]
pub fn replaced(data: &ChartData) -> Vec<usize> {
    let Some(line) = data.lines.first() else { return Vec::new() };
    let bucket = |at: &Timestamp| line.buckets.iter().position(|bucket| bucket.period.contains(*at));
    data.replaced.iter().filter_map(bucket).collect()
}

/// Returns the buckets in which something was changed at the site.
#[must_use]
pub fn changed(data: &ChartData, settings: &[Setting]) -> Vec<usize> {
    let Some(line) = data.lines.first() else { return Vec::new() };
    let bucket = |setting: &Setting| line.buckets.iter().position(|bucket| bucket.period.contains(setting.at));
    settings.iter().filter_map(bucket).collect()
}

/// Returns the local days of the page that have not 24 hours, with the number that they have.
#[must_use]
pub fn odd_days(view: View, data: &ChartData) -> Vec<(Timestamp, i64)> {
    let Some(line) = data.lines.first() else { return Vec::new() };
    let hours = |bucket: &Bucket| bucket.period.duration().as_hours();
    match view {
        View::Day => match (line.buckets.first(), line.buckets.last()) {
            (Some(first), Some(last)) => {
                let hours = last.period.until.duration_since(first.period.from).as_hours();
                if hours == 24 { Vec::new() } else { vec![(first.period.from, hours)] }
            }
            _ => Vec::new(),
        },
        View::Week | View::Month => {
            let odd = line.buckets.iter().filter(|bucket| hours(bucket) != 24);
            odd.map(|bucket| (bucket.period.from, hours(bucket))).collect()
        }
        View::Season => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn the_running_day_is_in_no_comparison() {
        let line = fixture::month_line();
        let totals = totals(&line, fixture::NOW);
        assert_eq!((totals.n_over, totals.n_known), (22, 21));
        let Summary::Sum { used, compared } = totals.content else { panic!("a register") };
        let sum = |buckets: &[Bucket]| -> i64 {
            buckets[..22].iter().enumerate().filter(|(day, _)| *day != 16).map(|(_, b)| b.shown().unwrap().base()).sum()
        };
        assert_eq!(used.base(), sum(&line.buckets));
        assert_eq!(compared.unwrap().base(), sum(&line.compared));
        assert_eq!(totals.running.unwrap().0, 22);
    }

    #[test]
    fn missing_and_future_are_different() {
        let line = fixture::month_line();
        let marks = marks(line.quantity, &line.buckets, fixture::NOW);
        assert_eq!((marks[16], marks[23]), (Mark::Missing, Mark::Nothing));
    }

    #[test]
    fn a_bucket_before_a_gap_reaches_beyond() {
        let line = fixture::month_line();
        let beyond: Vec<usize> =
            (0..30).filter(|day| reaches_beyond(&line.buckets[*day], Some(SignedDuration::from_mins(15)))).collect();
        assert_eq!(beyond, [15]);
    }
}
