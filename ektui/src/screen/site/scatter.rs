//! A temperature held against the outdoor temperature, hour by hour, with the curve that is wanted. Changes nothing.

use common::quantity::{Quantity, Temperature, Value};
use common::report::drawing::Scatter;
use common::weather::Curve;

use crate::effect::Chart;
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::site::Model;
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;
use crate::widget::plot::{self, Axis, Foot, Mark, Plot, Scale};

/// Columns of the totals beside the chart.
const TOTALS: u16 = 13;
/// Thousandths of a degree in one.
const DEGREE: f64 = 1_000.0;
/// Hours in one character from which it is drawn denser.
const SOME: u32 = 2;
const MANY: u32 = 6;
const MOST: u32 = 20;

/// Returns what belongs to the chart on the screen.
fn held<'a>(model: &'a Model, chart: &Chart, look: &Look) -> Option<&'a Scatter> {
    let (query, scatter) = model.margin.scatter.held()?;
    (query.period == chart.span.period(&look.zone)).then_some(scatter)
}

/// Returns the legend.
#[must_use]
pub fn legend(model: &Model, chart: &Chart, look: &Look) -> String {
    let glyphs = look.glyphs;
    let quantity = chart.quantities.first().map(|quantity| look.quantity(*quantity)).unwrap_or_default();
    let told = [
        ("quantity", quantity.into()),
        ("dot", glyphs.dot.to_string().into()),
        ("full", glyphs.full.to_string().into()),
    ];
    let mut parts = vec![look.tell("scatter-legend", &told)];
    if held(model, chart, look).is_some_and(|scatter| scatter.wanted.is_some()) {
        parts.push(format!("{} {}", glyphs.above, look.say("scatter-wanted")));
    }
    parts.join("   ")
}

/// Draws the cloud with the curve.
pub fn draw(model: &Model, chart: &Chart, pen: &mut Pen<'_>) {
    let look = pen.look();
    let Some(scatter) = held(model, chart, look).filter(|scatter| !scatter.hours.is_empty()) else {
        let text = match model.margin.scatter.answer() {
            Remote::Failed(fault) => fault.message(look.language),
            Remote::Loading => look.say("loading"),
            Remote::Ready { .. } | Remote::Stale { .. } => look.say("scatter-nothing"),
        };
        let room = usize::from(pen.width().saturating_sub(4));
        for (y, line) in (1..).zip(fit::wrap(&text, room)) {
            pen.text(2, y, &line, Role::Normal);
        }
        return;
    };
    let n_rows = pen.height().saturating_sub(3) & !1;
    let width = pen.width().saturating_sub(TOTALS + 1);
    if n_rows < 2 || width < 12 {
        return;
    }
    let (least, greatest) = reach(scatter);
    let scale = vertical(scatter, (least, greatest), n_rows);
    let mut plot = plot::laid_out(scale, 1, width);
    plot.grid.pitch = 1;
    let cloud = Cloud { least, greatest, n_columns: width.saturating_sub(plot.grid.gutter).max(2) };
    plot::draw_scale(&plot, pen);
    draw_hours(scatter, &cloud, &plot, pen);
    if let Some(curve) = &scatter.wanted {
        draw_curve(curve, &cloud, &plot, pen);
    }
    plot::draw_axis(&cloud.axis(look), &plot, pen);
    pen.text(1, n_rows + 1, &look.say("axis-outdoor"), Role::Normal);
    for (y, text) in (0..).zip(totals(scatter, look)) {
        pen.text_right(pen.width().saturating_sub(1), y, &text, Role::Normal);
    }
}

/// Outdoor temperatures to columns.
struct Cloud {
    /// Degrees at the left edge.
    least: f64,
    /// Degrees at the right edge.
    greatest: f64,
    n_columns: u16,
}

#[expect(clippy::cast_precision_loss, reason = "places on a chart")]
fn degrees(temperature: Temperature) -> f64 {
    temperature.base() as f64 / DEGREE
}

/// Returns the whole degrees between which all hours lie.
fn reach(scatter: &Scatter) -> (f64, f64) {
    let outdoor = || scatter.hours.iter().map(|(outdoor, _)| degrees(*outdoor));
    let least = outdoor().fold(f64::INFINITY, f64::min).floor();
    let greatest = outdoor().fold(f64::NEG_INFINITY, f64::max).ceil();
    (least, if greatest > least { greatest } else { least + 1.0 })
}

fn vertical(scatter: &Scatter, (least, greatest): (f64, f64), n_rows: u16) -> Scale {
    let unit = scatter.quantity.unit();
    let mut marks: Vec<Mark> = scatter.hours.iter().map(|(_, base)| Mark::single(unit.as_f64(*base))).collect();
    if let Some(curve) = &scatter.wanted {
        marks.extend([least, greatest].map(|outdoor| Mark::single(wanted(curve, outdoor))));
    }
    Scale::holding(&[&marks], Foot::NearLeast, n_rows)
}

#[expect(clippy::cast_possible_truncation, reason = "degrees of the weather")]
fn wanted(curve: &Curve, outdoor: f64) -> f64 {
    degrees(curve.supply_at(Temperature::from_base((outdoor * DEGREE).round() as i64)))
}

impl Cloud {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the columns there are")]
    fn column(&self, outdoor: f64) -> u16 {
        let share = (outdoor - self.least) / (self.greatest - self.least);
        (share * f64::from(self.n_columns - 1)).round().clamp(0.0, f64::from(self.n_columns - 1)) as u16
    }

    fn outdoor(&self, column: u16) -> f64 {
        self.least + (self.greatest - self.least) * f64::from(column) / f64::from(self.n_columns - 1)
    }

    /// Labels stand at degrees that divide by one, two, five or ten.
    fn axis(&self, look: &Look) -> Axis {
        let steps = [1.0, 2.0, 5.0, 10.0, 20.0];
        let columns_of = |step: f64| step / (self.greatest - self.least) * f64::from(self.n_columns);
        let step = steps.into_iter().find(|step| columns_of(*step) >= 6.0).unwrap_or(20.0);
        let first = (self.least / step).ceil() * step;
        let values = (0..60).map(|index| first + step * f64::from(index)).take_while(|value| *value <= self.greatest);
        let label = |value: f64| (usize::from(self.column(value)), look.language.number(&format!("{value:.0}")));
        Axis { labels: values.map(label).collect(), n_buckets: usize::from(self.n_columns), ..Axis::default() }
    }
}

fn draw_hours(scatter: &Scatter, cloud: &Cloud, plot: &Plot, pen: &mut Pen<'_>) {
    let (unit, glyphs) = (scatter.quantity.unit(), pen.look().glyphs);
    let mut counts = std::collections::BTreeMap::<(u16, u16), u32>::new();
    for (outdoor, base) in &scatter.hours {
        let place = (cloud.column(degrees(*outdoor)), plot.scale.row_of(unit.as_f64(*base)));
        *counts.entry(place).or_default() += 1;
    }
    for ((column, row), n) in counts {
        let glyph = match n {
            0..SOME => glyphs.dot,
            SOME..MANY => glyphs.range,
            MANY..MOST => glyphs.inside,
            _ => glyphs.full,
        };
        pen.glyph(plot.grid.gutter + column, plot.scale.n_rows - 1 - row, glyph, Role::This);
    }
}

fn draw_curve(curve: &Curve, cloud: &Cloud, plot: &Plot, pen: &mut Pen<'_>) {
    let glyph = pen.look().glyphs.above;
    for column in 0..cloud.n_columns {
        let row = plot.scale.row_of(wanted(curve, cloud.outdoor(column)));
        pen.glyph(plot.grid.gutter + column, plot.scale.n_rows - 1 - row, glyph, Role::Compared);
    }
}

/// Returns how far the hours lie from what is wanted.
fn totals(scatter: &Scatter, look: &Look) -> Vec<String> {
    let amount = |base| look.amount(scatter.quantity, Value::new(scatter.quantity, base));
    let n = i128::try_from(scatter.hours.len()).unwrap_or(1).max(1);
    let mean = |sum: i128| i64::try_from(common::quantity::decimal::divide_rounded(sum, n)).unwrap_or(0);
    let measured = mean(scatter.hours.iter().map(|(_, base)| i128::from(*base)).sum());
    let hours = look.language.number(&scatter.hours.len().to_string());
    let mut rows = vec![
        look.tell("scatter-hours", &[("n", hours.into())]),
        format!("{} {} {}", look.say("total-mean"), amount(measured), scatter.quantity.unit().symbol()),
    ];
    if let Some(curve) = scatter.wanted.as_ref().filter(|_| is_supply(scatter.quantity)) {
        let wanted = mean(scatter.hours.iter().map(|(outdoor, _)| i128::from(curve.supply_at(*outdoor).base())).sum());
        let difference = look.language.number(&Quantity::Difference.unit().write_rounded(measured - wanted, 1));
        let sign = if measured > wanted { "+" } else { "" };
        rows.push(look.tell("scatter-mean-wanted", &[("degrees", amount(wanted).into())]));
        rows.push(format!("{sign}{difference} K"));
    }
    rows
}

const fn is_supply(quantity: Quantity) -> bool {
    matches!(quantity, Quantity::Supply | Quantity::Heating)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, reports};
    use common::language::Language;

    #[test]
    fn hours_lie_where_their_temperatures_are_and_the_difference_is_told() {
        let scatter = reports::scatter();
        let (least, greatest) = reach(&scatter);
        let cloud = Cloud { least, greatest, n_columns: 60 };
        assert_eq!((cloud.column(least), cloud.column(greatest), cloud.column(-99.0)), (0, 59, 0));
        let labels = cloud.axis(&fixture::look(Language::Polish)).labels;
        assert!(labels.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 5), "{labels:?}");
        let totals = totals(&scatter, &fixture::look(Language::Polish));
        assert!(totals.iter().any(|row| row.ends_with(" K")), "{totals:?}");
    }
}
