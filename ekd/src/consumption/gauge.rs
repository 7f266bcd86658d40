//! Statistics of a gauge: minimum, mean and maximum of the readings of each bucket.
//!
//! A code has none: its bucket tells the bits that were always set (as the minimum), and those that were ever set (as
//! the maximum, which is also what is shown).

use common::quantity::{Dimension, Quantity, Value, decimal::divide_rounded};
use common::series::{Bucket, Content};
use common::time::Period;

use super::coverage::Expectation;
use super::{Point, within};

/// Returns one bucket for each slice; `points` are sorted by instant.
#[must_use]
pub fn buckets(quantity: Quantity, slices: &[Period], points: &[Point], expectation: &Expectation) -> Vec<Bucket> {
    slices
        .iter()
        .map(|slice| {
            let inside = within(points, slice.from, slice.until);
            let coverage = expectation.of(*slice, inside.iter().map(|(at, _)| *at));
            Bucket {
                period: *slice,
                content: content(quantity, inside),
                n_readings: coverage.n_readings,
                n_expected: coverage.n_expected,
            }
        })
        .collect()
}

fn content(quantity: Quantity, inside: &[Point]) -> Content {
    let values = || inside.iter().map(|(_, value)| *value);
    let value = |base| Value::new(quantity, base);
    if quantity.dimension() == Dimension::Code {
        let always = values().reduce(|one, other| one & other).map(value);
        let ever = values().reduce(|one, other| one | other).map(value);
        return always.zip(ever).map_or(Content::Missing, |(min, max)| Content::Gauge { min, mean: max, max });
    }
    let (Some(min), Some(max)) = (values().min(), values().max()) else { return Content::Missing };
    let sum: i128 = values().map(i128::from).sum();
    let n_values = i128::try_from(inside.len()).unwrap_or(i128::MAX);
    let mean = i64::try_from(divide_rounded(sum, n_values)).expect("a mean lies between minimum and maximum");
    Content::Gauge { min: value(min), mean: value(mean), max: value(max) }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_bucket_without_readings_is_missing_and_not_zero() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let slices = [0, 10, 20].map(|from| Period { from: at(from), until: at(from + 10) });
        let points = [(at(0), 10), (at(9), 13), (at(20), -4)];
        let expectation = Expectation { cadence: None, since: None, now: at(100) };
        let value = |base| Value::new(Quantity::Supply, base);
        let found: Vec<_> =
            buckets(Quantity::Supply, &slices, &points, &expectation).iter().map(|bucket| bucket.content).collect();
        let gauge = |min, mean, max| Content::Gauge { min: value(min), mean: value(mean), max: value(max) };
        assert_eq!(found, [gauge(10, 12, 13), Content::Missing, gauge(-4, -4, -4)]);
    }

    #[test]
    fn a_bucket_of_codes_has_the_bits_that_were_ever_set() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let slices = [0, 10].map(|from| Period { from: at(from), until: at(from + 10) });
        let points = [(at(0), 0b0101), (at(5), 0b0110), (at(10), 0)];
        let expectation = Expectation { cadence: None, since: None, now: at(100) };
        let value = |base| Value::new(Quantity::InfoCode, base);
        let found: Vec<_> =
            buckets(Quantity::InfoCode, &slices, &points, &expectation).iter().map(|bucket| bucket.content).collect();
        let gauge = |min, mean, max| Content::Gauge { min: value(min), mean: value(mean), max: value(max) };
        assert_eq!(found, [gauge(0b0100, 0b0111, 0b0111), gauge(0, 0, 0)]);
    }
}
