//! A line of text being typed, drawn with its cursor as a reversed cell.

use tui_input::Input;

use crate::theme::Role;
use crate::widget::pen::Pen;

/// Draws the prompt and the line; a line longer than its room shows the part around the cursor.
pub fn draw(pen: &mut Pen<'_>, y: u16, prompt: &str, input: &Input) {
    let start = pen.text(1, y, prompt, Role::Strong) + 1;
    let width = pen.width().saturating_sub(start);
    draw_line(&mut pen.part(start, y, width, 1), input, true);
}

/// Draws the line alone into the pen's first row, with its cursor if keys go there.
pub fn draw_line(pen: &mut Pen<'_>, input: &Input, has_focus: bool) {
    let room = pen.width().saturating_sub(1);
    let skipped = input.visual_scroll(usize::from(room));
    let (mut column, mut place) = (0, 0);
    for character in input.value().chars() {
        let before = place;
        let mut bytes = [0; 4];
        let text = &*character.encode_utf8(&mut bytes);
        place += usize::from(super::fit::width(text));
        if before >= skipped && column < pen.width() {
            column = pen.text(column, 0, text, Role::Normal);
        }
    }
    if has_focus {
        let cursor = u16::try_from(input.visual_cursor().saturating_sub(skipped)).unwrap_or(u16::MAX);
        pen.paint(cursor, 0, 1, Role::Cursor);
    }
}
