//! Drawing of one site's page: choice of view, chart or table, totals, read-out, notes. Changes nothing.

use common::quantity::{Kind, Quantity};
use common::series::Bucket;
use common::time::{Comparison, Span, View};

use crate::effect::{Chart, ChartData, Line};
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::site::figures::{self, Summary};
use crate::screen::site::{Model, Shape, Topic, climate, remarks, scatter, table, words};
use crate::theme::Role;
use crate::widget::lines::{self, Stroke};
use crate::widget::pen::Pen;
use crate::widget::plot::{self, Axis, Foot, Mark, Scale};
use crate::widget::{bars, fit};

/// Choice of view, and the rule with the legend.
const HEAD: u16 = 2;
/// Axis and its labels.
const AXIS: u16 = 2;
/// Rows of notes.
const NOTES: u16 = 2;
/// Sentences under the chart at most.
const MOST_REMARKS: usize = 3;
/// Rows that the chart itself keeps before anything goes under it.
const FEWEST_ROWS: u16 = 6;
/// Columns that the totals need beside the chart.
const TOTALS: u16 = 13;

/// Returns `W-0412 Zielona 1 › Energia, miesiąc: listopad 2025`.
#[must_use]
pub fn title(model: &Model, look: &Look) -> String {
    // Until the answer to the last key is there, the title belongs to what is still shown.
    let (topic, span) = match model.data.value() {
        Some((chart, _)) => (Topic::of(&chart.quantities).unwrap_or(model.topic), chart.span),
        None => (model.topic, model.span),
    };
    let topic = look.say(topic.label());
    format!("{} {} › {topic}, {}", model.site.code, model.site.name, span_title(span, look))
}

fn span_title(span: Span, look: &Look) -> String {
    let (day, last) = (span.first, span.end().yesterday().unwrap_or(span.first));
    let text = match span.view {
        View::Day => format!(
            "{} {} {}",
            look.say(&format!("weekday-{}", day.weekday().to_monday_one_offset())),
            look.language.day_and_month(day),
            day.year()
        ),
        View::Week => {
            format!("{}-{} {}", look.language.day_and_month(day), look.language.day_and_month(last), last.year())
        }
        View::Month => format!("{} {}", look.say(&format!("month-{}", day.month())), day.year()),
        View::Season => format!("{}/{}", day.year(), last.year()),
    };
    look.tell(span_label(span.view), &[("span", text.into())])
}

const fn span_label(view: View) -> &'static str {
    match view {
        View::Day => "span-day",
        View::Week => "span-week",
        View::Month => "span-month",
        View::Season => "span-season",
    }
}

/// Draws the page.
pub fn draw(model: &Model, pen: &mut Pen<'_>) {
    draw_choice(model, pen);
    let look = pen.look();
    let (width, height) = (pen.width(), pen.height());
    let Some((chart, data)) = model.data.value() else {
        let paragraphs = match &model.data {
            Remote::Failed(fault) => {
                let next = fault.hint(look.language).into_iter().chain([look.say("failed-retry")]);
                [fault.message(look.language)].into_iter().chain(next).collect()
            }
            _ if model.point.is_none() => vec![look.say("state-no-data")],
            _ => vec![look.say("loading")],
        };
        pen.rule(1, "");
        let room = usize::from(width.saturating_sub(4));
        for (y, line) in (3..).zip(paragraphs.iter().flat_map(|text| fit::wrap(text, room))) {
            pen.text(2, y, &line, Role::Normal);
        }
        return;
    };
    let is_curve = Topic::of(&chart.quantities) == Some(Topic::Curve) && model.shape == Shape::Chart;
    pen.rule(1, &if is_curve { scatter::legend(model, chart, look) } else { legend(chart, data, look) });
    let middle = height.saturating_sub(HEAD + 3);
    match model.shape {
        Shape::Table => {
            let mut part = pen.part(0, HEAD, width, middle);
            table::draw(chart, data, model.cursor.unwrap_or(0), &mut part);
        }
        Shape::Chart if is_curve => {
            scatter::draw(model, chart, &mut pen.part(0, HEAD, width, height.saturating_sub(HEAD + NOTES)));
        }
        Shape::Chart => draw_chart(model, chart, data, pen),
    }
    let first_note = height.saturating_sub(2);
    let room = usize::from(width.saturating_sub(2));
    for (y, line) in (first_note..height).zip(fit::flow(&words::notes(model, chart, data, look), " · ", room)) {
        pen.text(1, y, &line, Role::Normal);
    }
}

fn draw_choice(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let mut x = 1;
    for (view, label) in
        [(View::Day, "view-day"), (View::Week, "view-week"), (View::Month, "view-month"), (View::Season, "view-season")]
    {
        let chosen = model.span.view == view;
        let text = if chosen { format!("[{}]", look.say(label)) } else { format!(" {} ", look.say(label)) };
        x = pen.text(x, 0, &text, if chosen { Role::Strong } else { Role::Normal });
    }
    let comparison = look.say(comparison_label(model.comparison));
    for id in ["choice-right", "choice-right-short"] {
        let right = look.tell(id, &[("comparison", comparison.as_str().into())]);
        if x + fit::width(&right) < pen.width() {
            pen.text_right(pen.width().saturating_sub(1), 0, &right, Role::Normal);
            return;
        }
    }
}

pub(super) const fn comparison_label(comparison: Option<Comparison>) -> &'static str {
    match comparison {
        Some(Comparison::LastYear) => "compare-last-year",
        Some(Comparison::SameWeekdays) => "compare-weekdays",
        Some(Comparison::PreviousPeriod) => "compare-previous",
        None => "compare-nothing",
    }
}

/// Returns `GJ na dobę   █ 2025   ─ ▒ 2024   ? brak danych`.
fn legend(chart: &Chart, data: &ChartData, look: &Look) -> String {
    let Some(first) = data.lines.first() else { return String::new() };
    let unit = first.quantity.unit().symbol();
    let glyphs = look.glyphs;
    let registers = first.quantity.kind() == Kind::Register;
    let mut parts = Vec::new();
    if registers {
        let per = match chart.span.view {
            View::Day => "per-hour",
            View::Week | View::Month => "per-day",
            View::Season => "per-month",
        };
        parts.push(look.tell(per, &[("unit", unit.into())]));
    } else {
        parts.push(unit.to_owned());
    }
    if data.lines.len() > 1 {
        for (line, glyph) in data.lines.iter().zip([glyphs.upper_half, glyphs.inside]) {
            parts.push(format!("{glyph} {}", look.quantity(line.quantity)));
        }
    } else {
        let glyph = if registers { glyphs.full } else { glyphs.upper_half };
        parts.push(format!("{glyph} {}", page_name(chart.span, look)));
    }
    if !registers {
        parts.push(format!("{} min-max", glyphs.range));
    }
    if let Some(comparison) = chart.comparison {
        let name = page_name(chart.span.compared(comparison), look);
        let inside = if registers { format!(" {}", glyphs.inside) } else { String::new() };
        parts.push(format!("{}{inside} {name}", glyphs.above));
    }
    parts.push(format!("? {}", look.say("legend-missing")));
    if first.buckets.iter().any(|bucket| figures::reaches_beyond(bucket, first.cadence)) {
        parts.push(format!("{} {}", glyphs.beyond, look.say("legend-beyond")));
    }
    if !data.replaced.is_empty() {
        parts.push(format!("{} {}", glyphs.replaced, look.say("legend-replaced")));
    }
    parts.join("   ")
}

/// Returns the shortest name that tells two pages apart in a legend.
fn page_name(span: Span, look: &Look) -> String {
    let day = span.first;
    match span.view {
        View::Day | View::Week => format!("{} {}", look.language.day_and_month(day), day.year()),
        View::Month => format!("{} {}", look.language.short_month(day.month()), day.year()),
        View::Season => format!("{}/{}", day.year(), (day.year() + 1) % 100),
    }
}

fn draw_chart(model: &Model, chart: &Chart, data: &ChartData, pen: &mut Pen<'_>) {
    let look = pen.look();
    let Some(first) = data.lines.first() else { return };
    let mut axis = axis(model, chart, data, look);
    let remarks = remarks::lines(model, chart, data, look, usize::from(pen.width().saturating_sub(2)));
    let (n_rows, n_remarks) = rows(pen.height(), &mut axis, remarks.len(), model);
    if n_rows < 2 {
        return;
    }
    let n_under = u16::try_from(axis.under.len()).unwrap_or(0);
    let marks: Vec<Vec<Mark>> =
        data.lines.iter().map(|line| figures::marks(line.quantity, &line.buckets, look.now)).collect();
    let compared: Vec<Vec<Mark>> =
        data.lines.iter().map(|line| figures::marks(line.quantity, &line.compared, look.now)).collect();
    let all: Vec<&[Mark]> = marks.iter().chain(&compared).map(Vec::as_slice).collect();
    let scale = Scale::holding(&all, foot(first.quantity), n_rows);
    let plot = plot::laid_out(scale, first.buckets.len(), pen.width().saturating_sub(TOTALS));
    let width = pen.width();
    {
        let mut area = pen.part(0, HEAD, width, n_rows + AXIS + n_under);
        plot::draw_scale(&plot, &mut area);
        match first.quantity.kind() {
            Kind::Register => {
                let compared = compared.first().map_or(&[][..], Vec::as_slice);
                bars::draw(marks.first().map_or(&[][..], Vec::as_slice), compared, &plot, &mut area);
            }
            Kind::Gauge => {
                // What is looked at lies on top of what it is compared with.
                if let Some(first) = marks.first() {
                    lines::draw_ranges(first, &plot, &mut area);
                }
                for marks in &compared {
                    lines::draw_points(marks, Stroke::Compared, &plot, &mut area);
                }
                for (marks, stroke) in marks.iter().zip([Stroke::First, Stroke::Second]) {
                    lines::draw_points(marks, stroke, &plot, &mut area);
                }
            }
        }
        plot::draw_axis(&axis, &plot, &mut area);
    }
    draw_totals(model, chart, data, &mut pen.part(0, HEAD, width, n_rows + AXIS + n_under));
    let first = HEAD + n_rows + AXIS + n_under;
    for (y, (place, text)) in (first..).zip(remarks.iter().take(n_remarks).enumerate()) {
        let role = if place == 0 && model.cursor.is_some() { Role::Strong } else { Role::Normal };
        pen.text(1, y, text, role);
    }
}

/// Returns the rows of the chart and of the sentences under it; where not everything has room, the figures under the axis
/// go first, then the sentences but one. A row is always left for the read-out, so that the chart stays as it is.
fn rows(height: u16, axis: &mut Axis, n_remarks: usize, model: &Model) -> (u16, usize) {
    let lasting = n_remarks - usize::from(model.cursor.is_some()).min(n_remarks);
    let mut n_remarks = lasting.clamp(1, MOST_REMARKS);
    let left = |under: usize, remarks: usize| {
        let taken = u16::try_from(under + remarks).unwrap_or(u16::MAX);
        height.saturating_sub(HEAD + AXIS + NOTES).saturating_sub(taken) & !1
    };
    if left(axis.under.len(), n_remarks) < FEWEST_ROWS {
        axis.under.clear();
    }
    if left(axis.under.len(), n_remarks) < FEWEST_ROWS {
        n_remarks = 1;
    }
    (left(axis.under.len(), n_remarks), n_remarks)
}

const fn foot(quantity: Quantity) -> Foot {
    match quantity.dimension() {
        common::quantity::Dimension::Temperature | common::quantity::Dimension::TemperatureDifference => {
            Foot::NearLeast
        }
        _ => Foot::AtZero,
    }
}

fn axis(model: &Model, chart: &Chart, data: &ChartData, look: &Look) -> Axis {
    let Some(line) = data.lines.first() else { return Axis::default() };
    let label = |bucket: &Bucket| {
        let local = look.local(bucket.period.from);
        match chart.span.view {
            View::Day => local.hour().to_string(),
            View::Week => format!(
                "{} {}",
                look.say(&format!("weekday-{}", local.date().weekday().to_monday_one_offset())),
                local.day()
            ),
            View::Month => local.day().to_string(),
            View::Season => look.language.short_month(local.month()).to_owned(),
        }
    };
    let every = match chart.span.view {
        View::Day | View::Month => 3,
        View::Week | View::Season => 1,
    };
    Axis {
        labels: line.buckets.iter().enumerate().step_by(every).map(|(index, bucket)| (index, label(bucket))).collect(),
        beyond: (0..line.buckets.len())
            .filter(|index| figures::reaches_beyond(&line.buckets[*index], line.cadence))
            .collect(),
        replaced: figures::replaced(data),
        changed: figures::changed(data, model.margin.settings()),
        n_buckets: line.buckets.len(),
        cursor: model.cursor,
        under: climate::under(model, chart, look),
    }
}

fn draw_totals(model: &Model, chart: &Chart, data: &ChartData, pen: &mut Pen<'_>) {
    let look = pen.look();
    let mut rows = vec![heading(chart.span, look)];
    for line in &data.lines {
        rows.extend(totals_of(chart, line, data.lines.len(), look));
        rows.extend(climate::totals(model, chart, data, look));
        rows.extend(running(chart, line, look));
    }
    // Where not everything has room, empty rows go first.
    if rows.len() > usize::from(pen.height()) {
        rows.retain(|row| !row.is_empty());
    }
    for (y, text) in (0..).zip(rows) {
        pen.text_right(pen.width().saturating_sub(1), y, &text, Role::Normal);
    }
}

/// Returns `LISTOPAD 2025`, or `IX 2025` where that is too long.
fn heading(span: Span, look: &Look) -> String {
    let long = match span.view {
        View::Day => look.date(span.first),
        View::Week => {
            let last = span.end().yesterday().unwrap_or(span.first);
            let within = span.first.month() == last.month();
            let first = look.language.day_and_month(span.first);
            let first = if within { span.first.day().to_string() } else { first };
            format!("{first}-{}", look.language.day_and_month(last))
        }
        View::Month => {
            format!("{} {}", look.say(&format!("month-{}", span.first.month())).to_uppercase(), span.first.year())
        }
        View::Season => page_name(span, look),
    };
    if fit::width(&long) > TOTALS { page_name(span, look) } else { long }
}

fn totals_of(chart: &Chart, line: &Line, n_lines: usize, look: &Look) -> Vec<String> {
    let totals = figures::totals(line, look.now);
    let unit = line.quantity.unit().symbol();
    let amount = |value| look.amount(line.quantity, value);
    let mut rows = Vec::new();
    if n_lines > 1 {
        rows.push(String::new());
        rows.push(look.quantity(line.quantity));
    }
    match totals.content {
        // What has only begun has no totals yet, which is not the same as no data.
        Summary::Nothing if totals.n_over == 0 && totals.running.is_some() => {}
        Summary::Nothing => rows.push(look.say("legend-missing")),
        Summary::Sum { used, compared } => {
            rows.push(look.tell(
                match chart.span.view {
                    View::Day => "total-hours",
                    View::Week | View::Month => "total-days",
                    View::Season => "total-months",
                },
                &[("known", totals.n_known.into()), ("over", totals.n_over.into())],
            ));
            rows.push(format!("{} {unit}", amount(used)));
            if let Some(before) = compared {
                rows.extend(compared_rows(chart, &amount(before), look));
            }
            if let Some(change) = totals.change {
                rows.push(look.change(change));
            }
        }
        Summary::Range { min, mean, max, compared } => {
            rows.push(format!("{} {} {unit}", look.say("total-mean"), amount(mean)));
            rows.push(format!("min {}", amount(min)));
            rows.push(format!("max {}", amount(max)));
            if let Some(before) = compared {
                rows.extend(compared_rows(chart, &amount(before), look));
            }
        }
    }
    rows
}

/// Returns the bucket that is not over yet, with what was used in it.
fn running(chart: &Chart, line: &Line, look: &Look) -> Vec<String> {
    let (Some((index, value)), Kind::Register) = (figures::totals(line, look.now).running, line.quantity.kind()) else {
        return Vec::new();
    };
    let name = table::bucket_name(chart.span.view, &line.buckets[index], look);
    let amount = format!("{} {}", look.amount(line.quantity, value), line.quantity.unit().symbol());
    vec![String::new(), look.say("total-running"), name, amount]
}

fn compared_rows(chart: &Chart, amount: &str, look: &Look) -> Vec<String> {
    let Some(label) = chart.comparison.map(|comparison| look.say(total_label(comparison))) else { return Vec::new() };
    let together = format!("{label} {amount}");
    if fit::width(&together) <= TOTALS { vec![together] } else { vec![label, amount.to_owned()] }
}

/// Returns the message that names a figure of the page compared with.
pub(super) const fn total_label(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::LastYear => "total-last-year",
        Comparison::SameWeekdays => "total-weekdays",
        Comparison::PreviousPeriod => "total-previous",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use common::language::Language;
    use jiff::civil::date;

    #[test]
    fn a_week_over_two_months_names_both() {
        let check = |language, day, expected| {
            assert_eq!(heading(View::Week.around(day), &fixture::look(language)), expected);
        };
        check(Language::English, date(2025, 11, 1), "27 Oct-2 Nov");
        check(Language::Polish, date(2025, 11, 1), "27 X-2 XI");
        check(Language::Polish, date(2025, 11, 23), "17-23 XI");
        check(Language::Polish, date(2025, 8, 1), "28 VII-3 VIII");
    }

    #[test]
    fn on_a_monday_the_week_has_only_begun() {
        let mut look = fixture::look(Language::Polish);
        let chart = fixture::site(View::Week).wanted().unwrap();
        let data = fixture::chart_data(&chart);
        // 18 November, the second day of the fixture's week; the day before is the one that is missing there.
        let mut line = data.lines[0].clone();
        line.buckets.remove(0);
        look.now = "2025-11-18T10:00:00Z".parse().unwrap();
        let mut rows = totals_of(&chart, &line, 1, &look);
        rows.extend(running(&chart, &line, &look));
        assert!(!rows.contains(&look.say("legend-missing")), "{rows:?}");
        assert!(rows.contains(&"wt 18 XI".to_owned()), "{rows:?}");
    }
}
