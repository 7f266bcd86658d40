//! Lines for what has a value at every instant: the mean of each bucket, and its range behind it.

use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::plot::{Grid, Mark, Scale};

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
pub fn draw_ranges(marks: &[Mark], scale: &Scale, grid: &Grid, pen: &mut Pen<'_>) {
    for (bucket, mark) in marks.iter().enumerate() {
        let column = grid.column(bucket);
        match mark {
            Mark::Value { min, max, .. } => draw_range((*min, *max), column, scale, grid, pen),
            Mark::Missing => pen.glyph(column, scale.n_rows - 1, '?', Role::Stale),
            Mark::Nothing => {}
        }
    }
}

/// Draws one line; row 0 of the pen is the top of the chart.
pub fn draw_points(marks: &[Mark], stroke: Stroke, scale: &Scale, grid: &Grid, pen: &mut Pen<'_>) {
    for (bucket, mark) in marks.iter().enumerate() {
        if let Mark::Value { shown, .. } = mark {
            draw_point(*shown, stroke, grid.column(bucket), scale, grid, pen);
        }
    }
}

fn draw_range(range: (f64, f64), column: u16, scale: &Scale, grid: &Grid, pen: &mut Pen<'_>) {
    let glyph = pen.look().glyphs.range.to_string().repeat(usize::from(grid.bar()));
    for row in scale.row_of(range.0)..=scale.row_of(range.1) {
        pen.text(column, scale.n_rows - 1 - row, &glyph, Role::Normal);
    }
}

fn draw_point(value: f64, stroke: Stroke, column: u16, scale: &Scale, grid: &Grid, pen: &mut Pen<'_>) {
    let glyphs = pen.look().glyphs;
    let row = scale.row_of(value);
    let in_upper_half = scale.half_rows(value) - 2 * i32::from(row) >= 2;
    let (glyph, role) = match stroke {
        Stroke::First if in_upper_half => (glyphs.upper_half, Role::This),
        Stroke::First => (glyphs.lower_half, Role::This),
        Stroke::Second => (glyphs.inside, Role::Compared),
        Stroke::Compared => (glyphs.above, Role::Compared),
    };
    pen.text(column, scale.n_rows - 1 - row, &glyph.to_string().repeat(usize::from(grid.bar())), role);
}
