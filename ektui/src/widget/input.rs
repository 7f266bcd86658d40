//! A line of text being typed, drawn with its cursor as a reversed cell.

use tui_input::Input;

use crate::theme::Role;
use crate::widget::pen::Pen;

/// Draws the prompt and the line; a line longer than its room shows the part around the cursor.
pub fn draw(pen: &mut Pen<'_>, y: u16, prompt: &str, input: &Input) {
    let start = pen.text(1, y, prompt, Role::Strong) + 1;
    let room = pen.width().saturating_sub(start + 1);
    let skipped = input.visual_scroll(usize::from(room));
    let mut column = start;
    let mut place = 0;
    for character in input.value().chars() {
        let before = place;
        let mut bytes = [0; 4];
        let text = &*character.encode_utf8(&mut bytes);
        place += usize::from(super::fit::width(text));
        if before >= skipped && column < pen.width() {
            column = pen.text(column, y, text, Role::Normal);
        }
    }
    let cursor = u16::try_from(input.visual_cursor().saturating_sub(skipped)).unwrap_or(u16::MAX);
    pen.paint(start.saturating_add(cursor), y, 1, Role::Cursor);
}
