//! Lines for what has a value at every instant: the mean of each bucket, and its range behind it.

use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::plot::{Mark, Plot};

/// How one line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// Half rows.
    First,
    /// The second quantity of the chart.
    Second,
    /// The period compared with.
    Compared,
}

/// Draws from the least to the greatest value of each bucket, and where nothing was read; the points go on top.
pub fn draw_ranges(marks: &[Mark], plot: &Plot, pen: &mut Pen<'_>) {
    for (bucket, mark) in marks.iter().enumerate() {
        let column = plot.grid.column(bucket);
        match mark {
            Mark::Value { min, max, .. } => draw_range((*min, *max), column, plot, pen),
            Mark::Missing => pen.glyph(column, plot.scale.n_rows - 1, '?', Role::Stale),
            Mark::Nothing => {}
        }
    }
}

/// Draws one line; row 0 of the pen is the top of the chart.
pub fn draw_points(marks: &[Mark], stroke: Stroke, plot: &Plot, pen: &mut Pen<'_>) {
    for (bucket, mark) in marks.iter().enumerate() {
        if let Mark::Value { shown, .. } = mark {
            draw_point(*shown, stroke, plot.grid.column(bucket), plot, pen);
        }
    }
}

fn draw_range(range: (f64, f64), column: u16, plot: &Plot, pen: &mut Pen<'_>) {
    let glyph = pen.look().glyphs.range.to_string().repeat(usize::from(plot.grid.bar()));
    for row in plot.scale.row_of(range.0)..=plot.scale.row_of(range.1) {
        pen.text(column, plot.scale.n_rows - 1 - row, &glyph, Role::Normal);
    }
}

fn draw_point(value: f64, stroke: Stroke, column: u16, plot: &Plot, pen: &mut Pen<'_>) {
    let glyphs = pen.look().glyphs;
    let row = plot.scale.row_of(value);
    let in_upper_half = plot.scale.half_rows(value) - 2 * i32::from(row) >= 2;
    let (glyph, role) = match stroke {
        Stroke::First if in_upper_half => (glyphs.upper_half, Role::This),
        Stroke::First => (glyphs.lower_half, Role::This),
        Stroke::Second => (glyphs.inside, Role::Compared),
        Stroke::Compared => (glyphs.above, Role::Compared),
    };
    pen.text(column, plot.scale.n_rows - 1 - row, &glyph.to_string().repeat(usize::from(plot.grid.bar())), role);
}
