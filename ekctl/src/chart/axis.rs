//! Axes that a person can read: round numbers upwards, local hours, days and months sideways.

use common::language::Language;
use common::time::{Period, Step};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::output::Look;

/// The value axis: from `bottom` to `top` in steps of round numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub bottom: f64,
    pub top: f64,
    step: f64,
}

/// The time axis: which column an instant stands in, and which instants have names.
#[derive(Clone, Debug)]
pub struct TimeAxis {
    pub width: usize,
    /// Column and instant of everything that may be named.
    marks: Vec<(usize, Timestamp)>,
    unit: Step,
}

/// Rows between two names of values, at least.
const ROWS_PER_LABEL: usize = 2;

impl Scale {
    /// Returns an axis from zero to a round number not below the largest value; `None` without values.
    #[must_use]
    pub fn from_zero(values: impl Iterator<Item = f64>, height: usize) -> Option<Self> {
        let (least, most) = extremes(values)?;
        Some(Self::fitted(least.min(0.0), most.max(0.0), height))
    }

    /// Returns an axis of round numbers around the values; `None` without values.
    #[must_use]
    pub fn around(values: impl Iterator<Item = f64>, height: usize) -> Option<Self> {
        let (least, most) = extremes(values)?;
        Some(Self::fitted(least, most, height))
    }

    #[expect(clippy::cast_precision_loss, reason = "a chart has few rows")]
    fn fitted(least: f64, most: f64, height: usize) -> Self {
        let n_labels = (height / ROWS_PER_LABEL).max(1) as f64;
        let spread = if most > least { most - least } else { most.abs().max(1.0) };
        let mut step = round_up(spread / n_labels);
        loop {
            let bottom = (least / step).floor() * step;
            let top = (most / step).ceil() * step;
            let top = if top > bottom { top } else { bottom + step };
            if (top - bottom) / step <= n_labels + 1e-9 {
                return Self { bottom, top, step };
            }
            step = round_up(step * 1.01);
        }
    }

    /// Returns the share of the axis below `value`, 0 to 1.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        ((value - self.bottom) / (self.top - self.bottom)).clamp(0.0, 1.0)
    }

    /// Returns the name of each row, the highest first; empty where a row has none.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rows are few, and shares lie between 0 and 1"
    )]
    pub fn labels(&self, language: Language, height: usize) -> Vec<String> {
        let mut labels = vec![String::new(); height];
        let n_steps = ((self.top - self.bottom) / self.step).round() as usize;
        for number in 1..=n_steps {
            let value = self.bottom + self.step * number as f64;
            let row = (self.share(value) * height as f64).round() as usize;
            if let Some(label) = height.checked_sub(row).and_then(|place| labels.get_mut(place)) {
                *label = self.name(value, language);
            }
        }
        labels
    }

    /// Returns the round numbers of the axis from its lower end on, each with its share.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a chart has few columns"
    )]
    pub fn names(&self, language: Language) -> Vec<(f64, String)> {
        let n_steps = ((self.top - self.bottom) / self.step).round() as usize;
        let value = |number: usize| self.bottom + self.step * number as f64;
        (0..=n_steps).map(value).map(|value| (self.share(value), self.name(value, language))).collect()
    }

    /// Returns the name of the axis' lower end.
    #[must_use]
    pub fn bottom_label(&self, language: Language) -> String {
        self.name(self.bottom, language)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a step has few decimals")]
    fn name(&self, value: f64, language: Language) -> String {
        let decimals = (-self.step.log10().floor()).max(0.0) as usize;
        // A zero that came out of subtractions must not read `-0`.
        let value = if value.abs() < self.step / 1000.0 { 0.0 } else { value };
        language.number(&format!("{value:.decimals$}"))
    }
}

fn extremes(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| value.is_finite()).fold(None, |found, value| {
        let (least, most) = found.unwrap_or((value, value));
        Some((least.min(value), most.max(value)))
    })
}

/// Returns the next of 1, 2 and 5 times a power of ten that is not below `step`.
fn round_up(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .map(|factor| factor * power)
        .into_iter()
        .find(|round| *round >= step * 0.999_999)
        .unwrap_or(step)
}

impl TimeAxis {
    /// Returns an axis over `period`, `width` columns wide; `column` tells where an instant stands.
    #[must_use]
    pub fn new(period: Period, zone: &TimeZone, width: usize, column: impl Fn(Timestamp) -> Option<usize>) -> Self {
        let unit = label_unit(period.duration());
        let slices = unit.slices(period, zone);
        let marks = slices.into_iter().map(|slice| slice.from.max(period.from));
        let marks = marks.filter_map(|at| Some((column(at)?, at))).collect();
        Self { width, marks, unit }
    }

    /// Returns the names below the axis, as many as fit at equal distances.
    #[must_use]
    pub fn line(&self, look: &Look) -> String {
        let strides: &[usize] = match self.unit {
            Step::Hour | Step::Month => &[1, 2, 3, 6, 12, 24],
            Step::Raw | Step::QuarterHour | Step::Day | Step::Week | Step::Season | Step::Year => {
                &[1, 2, 3, 5, 7, 10, 15, 30]
            }
        };
        let lines = strides.iter().map(|stride| self.with_stride(look, *stride));
        lines.into_iter().flatten().next().unwrap_or_default()
    }

    /// Returns the line with each `stride`th name; `None` where they do not fit.
    fn with_stride(&self, look: &Look, stride: usize) -> Option<String> {
        let (mut line, mut end) = (String::new(), 0);
        let mut before = None;
        for (column, at) in self.strided(look, stride) {
            let name = self.name(look, *at, before);
            if *column < end {
                return None;
            }
            line.extend(std::iter::repeat_n(' ', column - line.chars().count()));
            line.push_str(&name);
            end = line.chars().count() + 1;
            before = Some(*at);
        }
        Some(line)
    }

    /// Returns each `stride`th mark; hours by the clock, so that a day of 25 hours keeps its even ones.
    fn strided(&self, look: &Look, stride: usize) -> Vec<&(usize, Timestamp)> {
        let by_clock = |(_, at): &&(usize, Timestamp)| {
            usize::try_from(at.to_zoned(look.zone.clone()).hour()).is_ok_and(|hour| hour.is_multiple_of(stride))
        };
        if self.unit == Step::Hour {
            self.marks.iter().filter(by_clock).collect()
        } else {
            self.marks.iter().step_by(stride).collect()
        }
    }

    fn name(&self, look: &Look, at: Timestamp, before: Option<Timestamp>) -> String {
        let local = |at: Timestamp| at.to_zoned(look.zone.clone());
        let (here, before) = (local(at), before.map(local));
        match self.unit {
            Step::Hour | Step::QuarterHour | Step::Raw => format!("{:02}", here.hour()),
            Step::Day | Step::Week if self.marks.len() <= 8 => {
                let weekday = look.texts().get(&format!("weekday-{}", here.weekday().to_monday_one_offset()));
                format!("{weekday} {}", here.day())
            }
            Step::Day | Step::Week if before.as_ref().is_some_and(|before| before.month() == here.month()) => {
                here.day().to_string()
            }
            Step::Day | Step::Week => look.language.day_and_month(here.date()),
            Step::Month | Step::Season if before.as_ref().is_some_and(|before| before.year() == here.year()) => {
                look.language.short_month(here.month()).to_owned()
            }
            Step::Month | Step::Season => format!("{} {}", look.language.short_month(here.month()), here.year()),
            Step::Year => here.year().to_string(),
        }
    }
}

fn label_unit(duration: SignedDuration) -> Step {
    match duration.as_hours() {
        ..=49 => Step::Hour,
        50..=1_700 => Step::Day,
        1_701..=30_000 => Step::Month,
        _ => Step::Year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers() {
        let check = |values: &[f64], expected: &[&str], bottom: &str| {
            let scale = Scale::around(values.iter().copied(), 8).unwrap();
            let labels: Vec<_> =
                scale.labels(Language::Polish, 8).into_iter().filter(|label| !label.is_empty()).collect();
            assert_eq!((labels, scale.bottom_label(Language::Polish)), (to_owned(expected), bottom.to_owned()));
        };
        check(&[41.3, 84.1], &["100", "80", "60"], "40");
        check(&[-3.2, 4.9], &["5", "0"], "-5");
        check(&[0.12, 0.31], &["0,4", "0,3", "0,2"], "0,1");
    }

    fn to_owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn nothing_and_not_a_number_have_no_axis() {
        assert_eq!(Scale::from_zero([].into_iter(), 8), None);
        assert_eq!(Scale::from_zero([f64::NAN].into_iter(), 8), None);
    }

    #[test]
    fn a_flat_line_still_has_an_axis() {
        let scale = Scale::around([21.0, 21.0].into_iter(), 8).unwrap();
        assert!(scale.bottom <= 21.0 && scale.top >= 21.0 && scale.top > scale.bottom);
    }
}
