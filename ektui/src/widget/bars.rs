//! Bars for what was used in each bucket, with the compared period as a line above or a shade inside.

use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::plot::{Grid, Mark, Scale};

/// Draws the bars; row 0 of the pen is the top of the chart.
pub fn draw(marks: &[Mark], compared: &[Mark], scale: &Scale, grid: &Grid, pen: &mut Pen<'_>) {
    for (bucket, mark) in marks.iter().enumerate() {
        let column = grid.column(bucket);
        let halves = match mark {
            Mark::Value { shown, .. } => scale.half_rows(*shown),
            Mark::Missing => {
                fill(column, 0, '?', Role::Stale, scale, &Grid { pitch: 1, ..*grid }, pen);
                0
            }
            Mark::Nothing => 0,
        };
        draw_bar(column, halves, scale, grid, pen);
        if let Some(Mark::Value { shown, .. }) = compared.get(bucket) {
            draw_compared(column, *shown, halves, scale, grid, pen);
        }
    }
}

fn draw_bar(column: u16, halves: i32, scale: &Scale, grid: &Grid, pen: &mut Pen<'_>) {
    let glyphs = pen.look().glyphs;
    for row in 0..scale.n_rows {
        let left = halves - 2 * i32::from(row);
        let glyph = match left {
            2.. => glyphs.full,
            1 => glyphs.lower_half,
            _ => break,
        };
        fill(column, row, glyph, Role::This, scale, grid, pen);
    }
}

fn draw_compared(column: u16, value: f64, halves: i32, scale: &Scale, grid: &Grid, pen: &mut Pen<'_>) {
    let glyphs = pen.look().glyphs;
    let row = scale.row_of(value);
    let covered = halves >= 2 * (i32::from(row) + 1);
    let glyph = if covered { glyphs.inside } else { glyphs.above };
    // A half row of ours in the same place wins: its height says more than the line's.
    let taken = !covered && halves == 2 * i32::from(row) + 1;
    if !taken {
        fill(column, row, glyph, Role::Compared, scale, grid, pen);
    }
}

fn fill(column: u16, row: u16, glyph: char, role: Role, scale: &Scale, grid: &Grid, pen: &mut Pen<'_>) {
    let y = scale.n_rows - 1 - row;
    pen.text(column, y, &glyph.to_string().repeat(usize::from(grid.bar())), role);
}
