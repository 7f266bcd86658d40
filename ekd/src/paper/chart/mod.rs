//! A chart as shapes: axes with round ticks, plots, gaps that are seen, marks with their texts, a legend.
//!
//! From above to below: title, legend, marks, the plot with its axes. One drawing for PDF and SVG. Knows no file format and
//! no numbers but those of the chart.

mod legend;
mod marks;
mod plots;
mod scale;
mod time;

use common::language::Language;
use common::sheet::chart::{Across, Axis, Chart, Plot, Side, Style};
use common::time::Period;
use jiff::tz::TimeZone;

use super::canvas::{Canvas, Ink, Spot, Stroke};
use super::font::Font;
use super::words::{self, unit_shown};
use scale::Scale;

const TITLE: Font = Font::bold(10.5);
const LABEL: Font = Font::regular(7.5);
const TICK: Font = Font::regular(7.5);
const QUIET: (Font, Ink) = (LABEL, Ink::Quiet);
/// Between ticks, as a rule.
const TICK_SPACE: f64 = 46.0;
const PLOT_HEIGHT: f64 = 165.0;
/// Right of the plot, for texts that stand around its end.
const MARGIN: f64 = 12.0;
/// Lines that a title may have.
const MOST_TITLE_LINES: usize = 2;

/// A chart that was drawn.
pub(super) struct Picture {
    pub canvas: Canvas,
    pub height: f64,
}

/// What goes from left to right, and where it lies.
enum Reach {
    Time(Period, TimeZone),
    Slots(usize),
    Amount(Scale),
}

/// Where the plot lies on the canvas.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// What plots and marks are held against.
struct Frame {
    reach: Reach,
    left: Scale,
    right: Option<Scale>,
    area: Area,
}

/// Returns the chart drawn in this width.
pub(super) fn draw(chart: &Chart, language: Language, width: f64) -> Picture {
    let mut canvas = Canvas::default();
    let mut y = title(&mut canvas, &chart.title, width);
    y = legend::draw(&mut canvas, chart, language, (y, width));
    let (left, right) = scales(chart);
    y = axis_labels(&mut canvas, chart, (&left, right.as_ref()), (y, width));
    let area = area(chart, language, (&left, right.as_ref()), width);
    let reach = reach(chart);
    let lanes = marks::lanes(&chart.marks, |x| reach.share(x).map(|share| area.left + share * area.width), area);
    let top = y + lanes.height() + 5.0;
    let frame = Frame { reach, left, right, area: Area { top, ..area } };
    frame.grid(&mut canvas, language);
    frame.missing(&mut canvas, &chart.plots, language);
    for index in 0..chart.plots.len() {
        frame.plot(&mut canvas, &chart.plots, (index, ink(&chart.plots, index)));
    }
    frame.axes(&mut canvas);
    lanes.draw(&mut canvas, (y, top + area.height));
    y = frame.ticks_below(&mut canvas, chart, language);
    y = lanes.list(&mut canvas, language, (y, width));
    Picture { canvas, height: y + 4.0 }
}

fn title(canvas: &mut Canvas, title: &str, width: f64) -> f64 {
    let mut y = 0.0;
    for line in TITLE.wrap_to(title, width, MOST_TITLE_LINES) {
        y += TITLE.leading();
        canvas.text(Spot { x: 0.0, y: y - 3.0 }, &line, (TITLE, Ink::Text));
    }
    y + 2.0
}

/// Returns what a plot is drawn with: what it is compared with and what is wanted look the same in every chart.
fn ink(plots: &[Plot], index: usize) -> Ink {
    let is_own = |plot: &Plot| match plot.style {
        Style::Bars | Style::Line | Style::Dots => true,
        Style::ComparedBars | Style::ComparedLine | Style::DashedLine | Style::FaintDots => false,
    };
    match plots[index].style {
        Style::Bars | Style::Line | Style::Dots => Ink::Plot(plots[..index].iter().filter(|plot| is_own(plot)).count()),
        Style::ComparedBars => Ink::Compared,
        Style::ComparedLine => Ink::Quiet,
        Style::DashedLine => Ink::Wanted,
        Style::FaintDots => Ink::Faint,
    }
}

fn values(plots: &[Plot], side: Side) -> impl Iterator<Item = f64> {
    plots.iter().filter(move |plot| plot.side == side).flat_map(|plot| &plot.points).filter_map(|(_, value)| *value)
}

fn scales(chart: &Chart) -> (Scale, Option<Scale>) {
    let left = Scale::new(values(&chart.plots, Side::Left), chart.left.from_zero, 5);
    let right = chart.right.as_ref().map(|axis| left.beside(values(&chart.plots, Side::Right), axis.from_zero));
    (left, right)
}

fn reach(chart: &Chart) -> Reach {
    match &chart.across {
        Across::Time { from, until, zone } => {
            let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
            Reach::Time(Period { from: *from, until: *until }, zone)
        }
        Across::Slots { labels } => Reach::Slots(labels.len()),
        Across::Amount(axis) => {
            let across = chart.plots.iter().flat_map(|plot| &plot.points).map(|(x, _)| *x);
            Reach::Amount(Scale::new(across, axis.from_zero, 8))
        }
    }
}

/// Writes what both axes are of, above their ends.
fn axis_labels(canvas: &mut Canvas, chart: &Chart, scales: (&Scale, Option<&Scale>), (y, width): (f64, f64)) -> f64 {
    let most = if chart.right.is_some() { width / 2.0 - 6.0 } else { width };
    let y = y + LABEL.leading();
    let left = LABEL.cut(&axis_label(&chart.left, Some(scales.0)), most);
    canvas.text(Spot { x: 0.0, y: y - 2.0 }, &left, QUIET);
    if let Some(axis) = &chart.right {
        let right = LABEL.cut(&axis_label(axis, scales.1), most);
        canvas.text_to(Spot { x: width, y: y - 2.0 }, &right, QUIET);
    }
    y
}

/// Returns such as `energia [GJ × 10⁶]`.
fn axis_label(axis: &Axis, scale: Option<&Scale>) -> String {
    let factor = scale.and_then(Scale::factor);
    let unit = [Some(unit_shown(&axis.unit)).filter(|unit| !unit.is_empty()), factor];
    let unit = unit.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if unit.is_empty() { axis.label.clone() } else { format!("{} [{unit}]", axis.label) }
}

/// Returns the plot's place between the ticks' texts, its top not known yet.
fn area(chart: &Chart, language: Language, scales: (&Scale, Option<&Scale>), width: f64) -> Area {
    let widest = |scale: &Scale| {
        let ticks = scale.ticks(language).into_iter().map(|(_, text)| TICK.width(&text));
        ticks.fold(0.0, f64::max) + 6.0
    };
    let left = widest(scales.0).max(14.0);
    let right = scales.1.map_or(MARGIN, widest).max(MARGIN);
    let height = if chart.plots.is_empty() { PLOT_HEIGHT / 2.0 } else { PLOT_HEIGHT };
    Area { left, top: 0.0, width: (width - left - right).max(20.0), height }
}

#[expect(clippy::cast_precision_loss, reason = "slots are few")]
impl Reach {
    /// Returns where something lies, 0 at the left and 1 at the right; `None` beyond.
    fn share(&self, x: f64) -> Option<f64> {
        let share = match self {
            Self::Time(period, _) => x / period.duration().as_secs_f64().max(1.0),
            Self::Slots(n_slots) => (x + 0.5) / (*n_slots).max(1) as f64,
            Self::Amount(scale) => scale.share(x),
        };
        (0.0..=1.0).contains(&share).then_some(share)
    }
}

impl Frame {
    fn x(&self, share: f64) -> f64 {
        self.area.left + share * self.area.width
    }

    fn y(&self, share: f64) -> f64 {
        self.area.top + (1.0 - share) * self.area.height
    }

    fn bottom(&self) -> f64 {
        self.area.top + self.area.height
    }

    fn scale(&self, side: Side) -> &Scale {
        match side {
            Side::Left => &self.left,
            Side::Right => self.right.as_ref().unwrap_or(&self.left),
        }
    }

    /// Draws the lines behind the plots and the numbers beside them.
    fn grid(&self, canvas: &mut Canvas, language: Language) {
        let right = self.area.left + self.area.width;
        for (share, text) in self.left.ticks(language) {
            let y = self.y(share);
            canvas.line(vec![Spot { x: self.area.left, y }, Spot { x: right, y }], Stroke::solid(Ink::Grid, 0.6));
            canvas.text_to(Spot { x: self.area.left - 4.0, y: y + 2.6 }, &text, (TICK, Ink::Quiet));
        }
        for (share, text) in self.right.iter().flat_map(|scale| scale.ticks(language)) {
            canvas.text(Spot { x: right + 4.0, y: self.y(share) + 2.6 }, &text, (TICK, Ink::Quiet));
        }
    }

    fn axes(&self, canvas: &mut Canvas) {
        let (left, right) = (self.area.left, self.area.left + self.area.width);
        let stroke = Stroke::solid(Ink::Quiet, 0.8);
        let y = self.bottom();
        canvas.line(vec![Spot { x: left, y }, Spot { x: right, y }], stroke);
        if self.left.crosses_zero() {
            let y = self.y(self.left.floor());
            canvas.line(vec![Spot { x: left, y }, Spot { x: right, y }], stroke);
        }
    }

    /// Writes what stands below the plot; returns where it ends.
    fn ticks_below(&self, canvas: &mut Canvas, chart: &Chart, language: Language) -> f64 {
        let ticks = self.ticks_across(chart, language);
        let y = self.bottom();
        let mut free = f64::MIN;
        for (x, text, has_line) in ticks {
            if has_line {
                canvas.line(vec![Spot { x, y }, Spot { x, y: y + 3.0 }], Stroke::solid(Ink::Quiet, 0.6));
            }
            let half = TICK.width(&text) / 2.0;
            let middle = x.min(self.area.left + self.area.width + MARGIN - half).max(half);
            if middle - half >= free {
                canvas.text_around(Spot { x: middle, y: y + 11.0 }, &text, (TICK, Ink::Quiet));
                free = middle + half + 5.0;
            }
        }
        match &chart.across {
            Across::Time { .. } | Across::Slots { .. } => y + 15.0,
            Across::Amount(axis) => {
                let scale = match &self.reach {
                    Reach::Amount(scale) => Some(scale),
                    Reach::Time(..) | Reach::Slots(_) => None,
                };
                let label = LABEL.cut(&axis_label(axis, scale), self.area.width);
                canvas.text_around(Spot { x: self.x(0.5), y: y + 22.0 }, &label, QUIET);
                y + 26.0
            }
        }
    }

    /// Returns the ticks below: where, what, and whether a small line stands there.
    #[expect(clippy::cast_precision_loss, reason = "slots are few")]
    fn ticks_across(&self, chart: &Chart, language: Language) -> Vec<(f64, String, bool)> {
        match (&self.reach, &chart.across) {
            (Reach::Time(period, zone), _) => {
                let ticks = time::ticks(*period, zone, language, self.area.width / TICK_SPACE);
                let seconds = |tick: &time::Tick| tick.at.duration_since(period.from).as_secs_f64();
                let share = |tick: &time::Tick| self.reach.share(seconds(tick));
                let places: Vec<f64> = ticks.iter().filter_map(share).map(|share| self.x(share)).collect();
                // A day stands below its bar, not below the midnight at which it begins.
                let apart = places.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::MAX, f64::min);
                let half_bar =
                    self.bar_width(&chart.plots).filter(|width| width * 0.85 < apart).map(|width| width / 2.0);
                let right = self.area.left + self.area.width;
                let texts = ticks.into_iter().map(|tick| tick.text);
                let moved = places.into_iter().map(|x| x + half_bar.unwrap_or_default()).zip(texts);
                moved.filter(|(x, _)| *x <= right).map(|(x, text)| (x, text, half_bar.is_none())).collect()
            }
            (Reach::Slots(n_slots), Across::Slots { labels }) => {
                let slot = self.area.width / (*n_slots).max(1) as f64;
                let label = |(index, label): (usize, &String)| {
                    let text = TICK.cut(label, slot.max(60.0));
                    Some((self.x(self.reach.share(index as f64)?), text, false))
                };
                labels.iter().enumerate().filter_map(label).collect()
            }
            (Reach::Slots(_), Across::Time { .. } | Across::Amount(_)) => Vec::new(),
            (Reach::Amount(scale), _) => {
                scale.ticks(language).into_iter().map(|(share, text)| (self.x(share), text, true)).collect()
            }
        }
    }

    fn nothing(&self, canvas: &mut Canvas, language: Language) {
        let middle = Spot { x: self.x(0.5), y: self.y(0.5) };
        canvas.text_around(middle, &words::get(language, "paper-no-data"), (Font::regular(10.0), Ink::Quiet));
    }
}
