//! A list in columns with a cursor: the page with the cursor is shown, and what lies beyond it is counted.

use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;

/// A column: the message that heads it, and its width; the last one takes what is left.
pub type Column = (&'static str, u16);

/// A row: its mark, with what the mark means, and a text for each column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub mark: &'static str,
    pub role: Option<Role>,
    pub cells: Vec<String>,
}

/// Pointer, mark of two characters, space.
const PREFIX: u16 = 4;

/// Returns how many columns the texts of the last column have in a list of this width.
#[must_use]
pub fn room_of_last(columns: &[Column], width: u16) -> usize {
    usize::from(width.saturating_sub(starts(columns).last().copied().unwrap_or(PREFIX)))
}

/// Draws heading and rows from row `y` on.
pub fn draw(columns: &[Column], rows: &[Row], cursor: Option<usize>, y: u16, pen: &mut Pen<'_>) {
    let look = pen.look();
    let starts = starts(columns);
    for ((label, _), start) in columns.iter().zip(&starts) {
        pen.text(*start, y, &look.say(label), Role::Strong);
    }
    let room = usize::from(pen.height().saturating_sub(y + 1));
    let shown = if rows.len() > room { room.saturating_sub(1) } else { room }.max(1);
    let first = cursor.unwrap_or(0) / shown * shown;
    for (line, (place, row)) in (y + 1..).zip(rows.iter().enumerate().skip(first).take(shown)) {
        draw_row(columns, &starts, row, line, pen);
        if cursor == Some(place) {
            pen.glyph(0, line, look.glyphs.pointer, Role::Normal);
            let width = pen.width();
            pen.paint(0, line, width, Role::Cursor);
        }
    }
    if rows.len() > room {
        let below = rows.len().saturating_sub(first + shown);
        let line = y + 1 + u16::try_from(shown).unwrap_or(u16::MAX);
        pen.text(1, line, &look.tell("list-more", &[("n", below.into()), ("above", first.into())]), Role::Normal);
    }
}

fn draw_row(columns: &[Column], starts: &[u16], row: &Row, y: u16, pen: &mut Pen<'_>) {
    pen.text(1, y, row.mark, row.role.unwrap_or(Role::Normal));
    for ((place, start), cell) in starts.iter().enumerate().zip(&row.cells) {
        let whole = pen.width().saturating_sub(*start);
        let room = if place + 1 < columns.len() { columns[place].1.saturating_sub(1).min(whole) } else { whole };
        pen.text(*start, y, &fit::cut_middle(cell, usize::from(room), pen.look().glyphs.ellipsis), Role::Normal);
    }
}

fn starts(columns: &[Column]) -> Vec<u16> {
    let widths = columns.iter().scan(PREFIX, |next, (_, width)| {
        let start = *next;
        *next = next.saturating_add(*width);
        Some(start)
    });
    widths.collect()
}
