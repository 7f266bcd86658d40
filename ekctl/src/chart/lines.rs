//! Lines: gauges over time, in half blocks, plain characters, or braille drawn by textplots.

use common::time::Period;
use jiff::Timestamp;
use textplots::{Chart, Plot as _, Shape};

use super::Plot;
use super::axis::{Scale, TimeAxis};
use crate::output::Look;
use crate::output::look::Glyphs;

/// Points of a stretch without holes: share of the period and share of the value axis.
type Stretch = Vec<(f64, f64)>;

/// Returns the rows, the highest first, and the time axis below them.
#[must_use]
pub fn draw(look: &Look, plot: &Plot, scale: &Scale, room: usize) -> (Vec<String>, TimeAxis) {
    let stretches = stretches(look, plot, scale);
    let rows = match look.glyphs {
        Glyphs::Unicode => braille(&stretches, plot, room),
        Glyphs::Wgl4 => cells(&stretches, room, plot.height, &Pen { per_row: 2, glyphs: [' ', '▄', '▀', '█'] }),
        Glyphs::Ascii => cells(&stretches, room, plot.height, &Pen { per_row: 1, glyphs: [' ', '#', '#', '#'] }),
    };
    let column = |at| column_at(plot, room, at);
    (rows, TimeAxis::new(plot.period, &look.zone, room, column))
}

/// Returns the column of the instant.
#[must_use]
pub fn column_at(plot: &Plot, room: usize, at: Timestamp) -> Option<usize> {
    let is_inside = plot.period.from <= at && at <= plot.period.until;
    is_inside.then(|| column(share_of(plot.period, at), room))
}

/// What a line is drawn with: dots in a row of characters, and the characters for none, low, high and both.
struct Pen {
    per_row: usize,
    glyphs: [char; 4],
}

/// Cuts the line where nothing was read, so that no stroke crosses a gap.
fn stretches(look: &Look, plot: &Plot, scale: &Scale) -> Vec<Stretch> {
    let unit = look.unit(plot.quantity);
    let mut stretches = vec![Stretch::new()];
    for bucket in &plot.buckets {
        let middle = bucket.period.from + bucket.period.duration() / 2;
        match bucket.shown().map(|value| unit.as_f64(value.base())).filter(|value| value.is_finite()) {
            Some(value) => {
                let point = (share_of(plot.period, middle), scale.share(value));
                if let Some(stretch) = stretches.last_mut() {
                    stretch.push(point);
                }
            }
            None => stretches.push(Stretch::new()),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

fn share_of(period: Period, at: Timestamp) -> f64 {
    (at.duration_since(period.from).as_secs_f64() / period.duration().as_secs_f64()).clamp(0.0, 1.0)
}

/// Returns in which of so many columns or rows a share of the whole lies.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "columns are few, and shares lie between 0 and 1"
)]
pub(super) fn column(share: f64, width: usize) -> usize {
    ((share * width as f64) as usize).min(width.saturating_sub(1))
}

/// Draws with textplots; x is hours from the beginning, because it computes in `f32`.
#[expect(clippy::cast_possible_truncation, reason = "textplots computes in f32")]
fn braille(stretches: &[Stretch], plot: &Plot, room: usize) -> Vec<String> {
    /// Dots of a braille character.
    const ACROSS: usize = 2;
    const DOWN: usize = 4;
    let hours = plot.period.duration().as_secs_f64() / 3600.0;
    let points = |stretch: &Stretch| -> Vec<(f32, f32)> {
        stretch.iter().map(|(x, y)| ((x * hours) as f32, *y as f32)).collect()
    };
    let lines: Vec<_> = stretches.iter().map(points).collect();
    // textplots also draws on the dot after the last one; a dot less keeps its picture inside ours.
    let (width, height) = (room * ACROSS - 1, plot.height * DOWN - 1);
    let (width, height) = (u32::try_from(width).unwrap_or(32), u32::try_from(height).unwrap_or(3));
    let shapes: Vec<_> =
        lines.iter().map(|line| if line.len() == 1 { Shape::Points(line) } else { Shape::Lines(line) }).collect();
    let mut chart = Chart::new_with_y_range(width.max(32), height.max(3), 0.0, hours as f32, 0.0, 1.0);
    let mut drawn = &mut chart;
    for shape in &shapes {
        drawn = drawn.lineplot(shape);
    }
    drawn.figures();
    let frame = drawn.frame();
    let rows = frame.lines().map(|row| row.replace('\u{2800}', " ").chars().take(room).collect());
    rows.take(plot.height).collect()
}

/// Draws in characters: for each column the stretch between the line's values there and in the column before.
fn cells(stretches: &[Stretch], width: usize, height: usize, pen: &Pen) -> Vec<String> {
    let n_dots = height * pen.per_row;
    let mut dots = vec![vec![false; width]; n_dots];
    for stretch in stretches {
        let mut before: Option<(usize, usize)> = None;
        for (x, y) in stretch {
            let (column, dot) = (column(*x, width), column(*y, n_dots));
            let (from, level) = before.unwrap_or((column, dot));
            for across in from..=column {
                let first = if across == column { level.min(dot) } else { level };
                let last = if across == column { level.max(dot) } else { level };
                for row in &mut dots[first..=last] {
                    row[across] = true;
                }
            }
            before = Some((column, dot));
        }
    }
    let glyph = |row: usize, across: usize| {
        let low = dots[row * pen.per_row][across];
        let high = dots[row * pen.per_row + pen.per_row - 1][across];
        pen.glyphs[usize::from(low) + 2 * usize::from(high)]
    };
    (0..height).rev().map(|row| (0..width).map(|across| glyph(row, across)).collect()).collect()
}
