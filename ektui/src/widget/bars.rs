//! Bars for what was used in each bucket, with the compared period as a line above or a shade inside.

use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::plot::{Mark, Plot};

/// Draws the bars; row 0 of the pen is the top of the chart.
pub fn draw(marks: &[Mark], compared: &[Mark], plot: &Plot, pen: &mut Pen<'_>) {
    for (bucket, mark) in marks.iter().enumerate() {
        let column = plot.grid.column(bucket);
        let halves = match mark {
            Mark::Value { shown, .. } => plot.scale.half_rows(*shown),
            Mark::Missing => {
                pen.glyph(column, plot.scale.n_rows - 1, '?', Role::Stale);
                0
            }
            Mark::Nothing => 0,
        };
        draw_bar(column, halves, plot, pen);
        if let Some(Mark::Value { shown, .. }) = compared.get(bucket) {
            draw_compared(column, *shown, halves, plot, pen);
        }
    }
}

fn draw_bar(column: u16, halves: i32, plot: &Plot, pen: &mut Pen<'_>) {
    let glyphs = pen.look().glyphs;
    for row in 0..plot.scale.n_rows {
        let left = halves - 2 * i32::from(row);
        let glyph = match left {
            2.. => glyphs.full,
            1 => glyphs.lower_half,
            _ => break,
        };
        fill(column, row, glyph, Role::This, plot, pen);
    }
}

fn draw_compared(column: u16, value: f64, halves: i32, plot: &Plot, pen: &mut Pen<'_>) {
    let glyphs = pen.look().glyphs;
    let row = plot.scale.row_of(value);
    let covered = halves >= 2 * (i32::from(row) + 1);
    let glyph = if covered { glyphs.inside } else { glyphs.above };
    // A half row of ours in the same place wins: its height says more than the line's.
    let taken = !covered && halves == 2 * i32::from(row) + 1;
    if !taken {
        fill(column, row, glyph, Role::Compared, plot, pen);
    }
}

fn fill(column: u16, row: u16, glyph: char, role: Role, plot: &Plot, pen: &mut Pen<'_>) {
    let y = plot.scale.n_rows - 1 - row;
    pen.text(column, y, &glyph.to_string().repeat(usize::from(plot.grid.bar())), role);
}
