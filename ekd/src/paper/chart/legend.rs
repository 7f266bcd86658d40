//! What each plot is, told above the plot in lines that fill up.

use common::language::Language;
use common::sheet::chart::{Chart, Plot, Style};

use super::{Canvas, Ink, LABEL, Spot, Stroke, ink};
use crate::paper::canvas::Dash;
use crate::paper::words;

const SWATCH: f64 = 16.0;
const SPACE: f64 = 14.0;

/// Draws the legend; returns where it ends.
pub(super) fn draw(canvas: &mut Canvas, chart: &Chart, language: Language, (top, width): (f64, f64)) -> f64 {
    let mut entries: Vec<(String, Option<(Style, Ink)>)> = Vec::new();
    for (index, plot) in chart.plots.iter().enumerate() {
        if !plot.name.is_empty() {
            entries.push((plot.name.clone(), Some((plot.style, ink(&chart.plots, index)))));
        }
    }
    if chart.plots.iter().any(has_gap) {
        entries.push((words::get(language, "paper-no-data"), None));
    }
    if entries.is_empty() {
        return top;
    }
    let (mut x, mut y) = (0.0, top + LABEL.leading());
    for (name, look) in entries {
        let name = LABEL.cut(&name, width - SWATCH - 4.0);
        let taken = SWATCH + 4.0 + LABEL.width(&name);
        if x > 0.0 && x + taken > width {
            (x, y) = (0.0, y + LABEL.leading());
        }
        swatch(canvas, Spot { x, y: y - 2.5 }, look);
        canvas.text(Spot { x: x + SWATCH + 4.0, y }, &name, (LABEL, Ink::Text));
        x += taken + SPACE;
    }
    y + 4.0
}

fn has_gap(plot: &Plot) -> bool {
    match plot.style {
        Style::Bars | Style::Line => {
            let known = plot.points.iter().filter(|(_, value)| value.is_some()).count();
            known > 0 && known < plot.points.len()
        }
        Style::ComparedBars | Style::ComparedLine | Style::DashedLine | Style::Dots | Style::FaintDots => false,
    }
}

/// Draws a small piece of a plot, its middle at the height of the text's.
fn swatch(canvas: &mut Canvas, at: Spot, look: Option<(Style, Ink)>) {
    let line = |canvas: &mut Canvas, stroke| canvas.line(vec![at, Spot { x: at.x + SWATCH, ..at }], stroke);
    let middle = Spot { x: at.x + SWATCH / 2.0, ..at };
    match look {
        None => {
            let corner = Spot { x: at.x + 3.0, y: at.y - 4.0 };
            canvas.rectangle(corner, (SWATCH - 6.0, 8.0), Ink::Missing);
            canvas.text_around(Spot { y: at.y + 2.5, ..middle }, "?", (LABEL, Ink::Quiet));
        }
        Some((Style::Bars, ink)) => {
            canvas.rectangle(Spot { x: at.x + 5.0, y: at.y - 4.0 }, (SWATCH - 10.0, 8.0), ink);
        }
        Some((Style::ComparedBars, ink)) => {
            canvas.rectangle(Spot { x: at.x + 3.0, y: at.y - 4.0 }, (SWATCH - 6.0, 8.0), ink);
        }
        Some((Style::Line, ink)) => line(canvas, Stroke::solid(ink, 1.6)),
        Some((Style::ComparedLine, ink)) => line(canvas, Stroke { ink, width: 1.2, dash: Dash::Dots }),
        Some((Style::DashedLine, ink)) => line(canvas, Stroke { ink, width: 1.4, dash: Dash::Dashes }),
        Some((Style::Dots | Style::FaintDots, ink)) => canvas.dots(vec![middle], 4.0, ink),
    }
}
