//! How much the weather called for heating, beside what was used: degree days, and heat for each of them.
//!
//! Sums are of integers; floating point begins where two of them are divided to be shown.

use common::degree_day::{DegreeDayBucket, DegreeDayDefinition, DegreeDaySeries};
use common::quantity::{DegreeDays, Energy, Quantity, Temperature, Value};
use common::series::Bucket;
use common::time::View;
use jiff::Timestamp;

use crate::effect::{Chart, ChartData, Line, Weather};
use crate::look::Look;
use crate::screen::site::{Model, Topic};
use crate::widget::plot::Under;

/// The degree days of a page in a few numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Climate {
    /// Of the buckets that are over and known.
    pub sum: DegreeDays,
    /// Of the same ones on the page compared with.
    pub compared: Option<DegreeDays>,
    /// GJ for a degree day, over the buckets of which both are known.
    pub ratio: Option<f64>,
    pub compared_ratio: Option<f64>,
}

/// Thousandths of a degree day in one.
const ONE: f64 = 1_000.0;
/// Below so many degree days heat for each of them says nothing.
const FEWEST: i64 = 5_000;

/// Returns the weather that belongs to the chart on the screen.
#[must_use]
pub fn weather<'a>(model: &'a Model, chart: &Chart, look: &Look) -> Option<&'a Weather> {
    if Topic::of(&chart.quantities) != Some(Topic::Energy) {
        return None;
    }
    let (query, weather) = model.margin.weather.held()?;
    (query.shown.period == chart.span.period(&look.zone)).then_some(weather)
}

/// Returns the page in a few numbers; `None` where no degree day is known.
#[must_use]
pub fn of(line: &Line, weather: &Weather, view: View, now: Timestamp) -> Option<Climate> {
    if view == View::Day {
        return None;
    }
    let over: Vec<usize> = (0..line.buckets.len()).filter(|index| line.buckets[*index].period.until <= now).collect();
    let value = |series: &DegreeDaySeries, index: usize| series.buckets.get(index).and_then(|bucket| bucket.value);
    let known: Vec<usize> = over.iter().copied().filter(|index| value(&weather.shown, *index).is_some()).collect();
    let sum = |series: &DegreeDaySeries| -> i64 {
        known.iter().filter_map(|index| value(series, *index)).map(DegreeDays::base).sum()
    };
    let compared = weather.compared.as_ref();
    (!known.is_empty()).then(|| Climate {
        sum: DegreeDays::from_base(sum(&weather.shown)),
        compared: compared.map(sum).filter(|sum| *sum > 0).map(DegreeDays::from_base),
        ratio: ratio(&line.buckets, &weather.shown, &over),
        compared_ratio: compared.and_then(|series| ratio(&line.compared, series, &over)),
    })
}

/// Returns GJ for a degree day; a bucket counts where its heat and the weather of all its days are known.
#[expect(clippy::cast_precision_loss, reason = "a figure to be shown")]
fn ratio(buckets: &[Bucket], series: &DegreeDaySeries, indices: &[usize]) -> Option<f64> {
    let is_whole = |bucket: &&DegreeDayBucket| bucket.n_days == bucket.n_expected;
    let pairs = indices.iter().filter_map(|index| {
        let used = buckets.get(*index)?.shown()?.base();
        Some((used, series.buckets.get(*index).filter(is_whole)?.value?.base()))
    });
    let (used, degree_days) = pairs.fold((0_i64, 0_i64), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    (degree_days >= FEWEST).then(|| used as f64 / Energy::GJ.base() as f64 / (degree_days as f64 / ONE))
}

/// Returns the rows under the axis: outdoor temperature and degree days of each bucket.
#[must_use]
pub fn under(model: &Model, chart: &Chart, look: &Look) -> Vec<Under> {
    let Some(weather) = weather(model, chart, look).filter(|_| chart.span.view != View::Day) else { return Vec::new() };
    let row = |label: &str, text: &dyn Fn(&DegreeDayBucket) -> Option<String>| Under {
        label: look.say(label),
        texts: weather.shown.buckets.iter().map(|bucket| text(bucket).unwrap_or_default()).collect(),
    };
    let rows = [
        row("axis-outdoor", &|bucket| bucket.mean.map(|mean| whole_degrees(mean, look))),
        row("axis-degree-days", &|bucket| bucket.value.map(|value| degree_days(value, look))),
    ];
    let has_any = rows.iter().any(|row| row.texts.iter().any(|text| !text.is_empty()));
    if has_any { rows.into() } else { Vec::new() }
}

/// Returns the rows beside the chart.
#[must_use]
pub fn totals(model: &Model, chart: &Chart, data: &ChartData, look: &Look) -> Vec<String> {
    let held = weather(model, chart, look).zip(data.lines.first());
    let Some((weather, line)) = held else { return Vec::new() };
    let Some(climate) = of(line, weather, chart.span.view, look.now) else { return Vec::new() };
    let sum = degree_days(climate.sum, look);
    let base = match weather.shown.definition {
        DegreeDayDefinition::Hourly { base } => whole_degrees(base, look),
        DegreeDayDefinition::Eurostat => "18".to_owned(),
    };
    let mut rows = vec![String::new(), look.tell("total-degree-days", &[("base", base.into()), ("sum", sum.into())])];
    let compared = chart.comparison.map(super::view::total_label).map(|label| look.say(label));
    let before = |value: String| compared.as_ref().map(|label| format!("{label} {value}"));
    rows.extend(climate.compared.and_then(|sum| before(degree_days(sum, look))));
    if let Some(ratio) = climate.ratio {
        rows.push(look.tell("total-per-degree-day", &[("ratio", per_degree_day(ratio, look).into())]));
        rows.extend(climate.compared_ratio.and_then(|ratio| before(per_degree_day(ratio, look))));
    }
    if let (Some(after), Some(before)) = (climate.ratio, climate.compared_ratio) {
        rows.extend((before > 0.0).then(|| look.change(after / before - 1.0)));
    }
    rows
}

/// Returns degree days without decimals.
#[must_use]
pub fn degree_days(value: DegreeDays, look: &Look) -> String {
    let whole = common::quantity::decimal::divide_rounded(i128::from(value.base()), 1_000);
    look.language.number(&whole.to_string())
}

/// Returns GJ for a degree day.
#[must_use]
pub fn per_degree_day(ratio: f64, look: &Look) -> String {
    look.language.number(&format!("{ratio:.3}"))
}

/// Returns a temperature without decimals.
#[must_use]
pub fn whole_degrees(value: Temperature, look: &Look) -> String {
    let unit = Quantity::Outdoor.unit();
    let text = unit.write_rounded(Value::Temperature(value).base(), 0);
    look.language.number(if text == "-0" { "0" } else { &text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, reports};
    use common::language::Language;

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "a figure to be compared")]
    fn heat_for_a_degree_day_leaves_out_days_of_which_one_is_not_known() {
        let line = fixture::month_line();
        let weather = reports::weather(View::Month);
        let climate = of(&line, &weather, View::Month, fixture::NOW).unwrap();
        let mut without_weather = weather.clone();
        without_weather.shown.buckets[3].n_days = 0;
        without_weather.shown.buckets[3].value = None;
        let less = of(&line, &without_weather, View::Month, fixture::NOW).unwrap();
        assert!(less.sum < climate.sum && less.compared < climate.compared);
        // The 17th is not read: its degree days are in the sum, and not in the ratio.
        let used: i64 = (0..22).filter_map(|day| line.buckets[day].shown()).map(|value| value.base()).sum();
        let days: i64 = (0..22)
            .filter(|day| *day != 16)
            .filter_map(|day| weather.shown.buckets[day].value)
            .map(|value| value.base())
            .sum();
        let expected = used as f64 / 1e9 / (days as f64 / 1e3);
        assert!((climate.ratio.unwrap() - expected).abs() < 1e-9);
    }

    #[test]
    fn a_frost_that_rounds_to_nothing_has_no_sign() {
        let look = fixture::look(Language::Polish);
        assert_eq!(whole_degrees(Temperature::from_base(-300), &look), "0");
        assert_eq!(whole_degrees(Temperature::from_base(-3_600), &look), "-4");
    }
}
