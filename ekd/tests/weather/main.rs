//! Forecasts held against what really was used, in real buildings.
//!
//! The first three fifths of each series are what was known when the way of forecasting was chosen; the table is of the
//! rest. Each month is forecast from the days before it, in the weather that it had: the same for all three ways.

#[cfg(test)]
mod series;
#[cfg(test)]
#[path = "../harness/shared.rs"]
mod shared;

use common::time::Period;
use ekd::weather::forecast::{self, TestedMonth};
use jiff::Timestamp;

use crate::series::Real;

const ALWAYS: Period = Period { from: Timestamp::MIN, until: Timestamp::MAX };

/// The errors of one series: ours, the same month of the year before, the ratio of degree days.
struct Row {
    name: String,
    n_months: usize,
    ours: f64,
    degree_day_ratio: f64,
    /// Ours and the other's on the months that have one a year before.
    last_year: Option<(usize, f64, f64)>,
}

fn error(months: &[TestedMonth], of: impl Fn(&TestedMonth) -> Option<f64>) -> f64 {
    let all: f64 = months.iter().map(|month| month.used).sum();
    months.iter().map(|month| (of(month).unwrap() - month.used).abs()).sum::<f64>() / all
}

fn held_back(real: &Real) -> Vec<TestedMonth> {
    let last_of_training = real.days[real.days.len() * 3 / 5 - 1].outdoor.date;
    let months = forecast::months(&real.days, ALWAYS);
    months.into_iter().filter(|month| month.month > last_of_training.first_of_month()).collect()
}

fn row(real: &Real) -> Option<Row> {
    let months = held_back(real);
    if months.is_empty() {
        println!("{:<22} no signature, or no month to test: {} days", real.name, real.days.len());
        return None;
    }
    let with_year: Vec<TestedMonth> =
        months.iter().filter(|month| month.same_month_last_year.is_some()).copied().collect();
    let last_year = (!with_year.is_empty()).then(|| {
        let ours = error(&with_year, |month| Some(month.expected));
        (with_year.len(), ours, error(&with_year, |month| month.same_month_last_year))
    });
    Some(Row {
        name: real.name.clone(),
        n_months: months.len(),
        ours: error(&months, |month| Some(month.expected)),
        degree_day_ratio: error(&months, |month| month.degree_day_ratio),
        last_year,
    })
}

#[test]
fn forecasts_are_nearer_than_last_year_and_than_the_ratio_of_degree_days() {
    let Some(data) = shared::shared("data") else { return };
    let rows: Vec<Row> = series::all(&data).iter().filter_map(row).collect();
    println!("error of monthly sums            ours  degree days | ours  last year, where there is one");
    for Row { name, n_months, ours, degree_day_ratio, last_year } in &rows {
        let last_year = last_year.map_or("no series of 13 months".to_owned(), |(n, ours, theirs)| {
            format!("{:5.1} %  {:5.1} %  ({n} months)", ours * 100.0, theirs * 100.0)
        });
        let (ours, ratio) = (ours * 100.0, degree_day_ratio * 100.0);
        println!("{name:<22} {n_months:>2} months {ours:5.1} %  {ratio:7.1} % | {last_year}");
    }
    let better = rows.iter().filter(|row| row.ours < row.degree_day_ratio).count();
    let with_year: Vec<_> = rows.iter().filter_map(|row| row.last_year).collect();
    let better_than_year = with_year.iter().filter(|(_, ours, theirs)| ours < theirs).count();
    println!("better than degree days: {better} of {}", rows.len());
    println!("better than last year: {better_than_year} of {}", with_year.len());
    assert!(rows.len() >= 12 && better * 4 >= rows.len() * 3, "{better} of {}", rows.len());
    assert!(with_year.len() >= 4 && better_than_year * 4 >= with_year.len() * 3, "{better_than_year}");
}

/// Tells whether what was used lies in the interval that could be told before the month, from the months before it.
fn covered(months: &[TestedMonth]) -> Vec<bool> {
    let told = |place: usize| {
        let (before, month) = (&months[..place], &months[place]);
        let half = forecast::nine_of_ten(before.len()) * forecast::deviation(before, month.expected);
        (month.used - month.expected).abs() <= half
    };
    (FEWEST_ERRORS..months.len()).map(told).collect()
}

/// Months that must have been forecast before an interval is judged.
const FEWEST_ERRORS: usize = 2;

#[test]
fn nine_of_ten_months_lie_in_the_interval_that_was_told_of_them() {
    let Some(data) = shared::shared("data") else { return };
    let mut all = Vec::new();
    for real in series::all(&data) {
        let covered = covered(&forecast::months(&real.days, ALWAYS));
        println!("{:<22} {} of {}", real.name, covered.iter().filter(|is_in| **is_in).count(), covered.len());
        all.extend(covered);
    }
    let n_in = all.iter().filter(|is_in| **is_in).count();
    println!("{n_in} of {} months lie in the interval", all.len());
    assert!(n_in * 100 >= all.len() * 85 && n_in < all.len(), "{n_in} of {}", all.len());
}
