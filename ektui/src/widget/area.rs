//! A text of several lines being typed: wrapped at spaces to its room, with its cursor as a reversed cell.
//!
//! It knows no screen. Enter is a new line; what is longer than its rows shows the part around the cursor.

use common::text::{is_hidden, visible};
use tui_input::InputRequest;

use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;

/// The text and the place of the cursor in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    text: Vec<char>,
    cursor: usize,
    /// Characters that fit.
    most: usize,
}

/// Where a row of the wrapped text begins and ends, without the space or the end of line after it.
type Row = (usize, usize);

impl Area {
    /// Returns an area with this text and the cursor at its end; at most `most` characters fit.
    #[must_use]
    pub fn new(text: &str, most: usize) -> Self {
        let text: Vec<char> = text.chars().filter(|letter| *letter != '\r').take(most).collect();
        Self { cursor: text.len(), text, most }
    }

    /// Returns what is written.
    #[must_use]
    pub fn text(&self) -> String {
        self.text.iter().collect()
    }

    /// Tells whether nothing but blanks is written.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.iter().all(|letter| letter.is_whitespace())
    }

    /// Begins a new line.
    pub fn break_line(&mut self) {
        self.insert('\n');
    }

    fn insert(&mut self, letter: char) {
        if self.text.len() < self.most {
            self.text.insert(self.cursor, letter);
            self.cursor += 1;
        }
    }

    /// Does what a key asks for.
    pub fn type_in(&mut self, request: InputRequest) {
        match request {
            InputRequest::InsertChar(letter) if !is_hidden(letter) => self.insert(letter),
            InputRequest::DeletePrevChar if self.cursor > 0 => {
                self.cursor -= 1;
                self.text.remove(self.cursor);
            }
            InputRequest::DeleteNextChar if self.cursor < self.text.len() => {
                self.text.remove(self.cursor);
            }
            InputRequest::GoToPrevChar => self.cursor = self.cursor.saturating_sub(1),
            InputRequest::GoToNextChar => self.cursor = (self.cursor + 1).min(self.text.len()),
            InputRequest::GoToStart => self.cursor = self.line_start(),
            InputRequest::GoToEnd => self.cursor = self.line_end(),
            InputRequest::DeleteLine => {
                let (start, end) = (self.line_start(), self.line_end());
                self.text.drain(start..end);
                self.cursor = start;
            }
            _ => {}
        }
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].iter().rposition(|letter| *letter == '\n').map_or(0, |place| place + 1)
    }

    fn line_end(&self) -> usize {
        let rest = &self.text[self.cursor..];
        rest.iter().position(|letter| *letter == '\n').map_or(self.text.len(), |place| self.cursor + place)
    }

    /// Moves the cursor by rows of the text as it is wrapped to `room` columns; tells whether there was such a row.
    pub fn step(&mut self, by: isize, room: usize) -> bool {
        let rows = self.rows(room);
        let row = self.row_of_cursor(&rows);
        let Some((start, end)) = row.checked_add_signed(by).and_then(|to| rows.get(to)).copied() else { return false };
        let column = self.cursor - rows[row].0;
        self.cursor = (start + column).min(end);
        true
    }

    fn row_of_cursor(&self, rows: &[Row]) -> usize {
        rows.iter().rposition(|(start, _)| *start <= self.cursor).unwrap_or(0)
    }

    /// Returns the rows of the text, at least one; the cursor has a column after the last letter.
    fn rows(&self, room: usize) -> Vec<Row> {
        let room = room.max(2) - 1;
        let (mut rows, mut start, mut space, mut width) = (Vec::new(), 0, None, 0);
        for (place, letter) in self.text.iter().enumerate() {
            if *letter == '\n' {
                rows.push((start, place));
                (start, space, width) = (place + 1, None, 0);
                continue;
            }
            let columns = columns(*letter);
            if width + columns > room && place > start {
                let end = space.unwrap_or(place);
                rows.push((start, end));
                start = if space.is_some() { end + 1 } else { end };
                width = self.text[start.min(place)..place].iter().map(|letter| self::columns(*letter)).sum();
                space = None;
            }
            if *letter == ' ' {
                space = Some(place);
            }
            width += columns;
        }
        rows.push((start.min(self.text.len()), self.text.len()));
        rows
    }

    /// Draws the part around the cursor, with the cursor if keys go there.
    pub fn draw(&self, has_focus: Focus, pen: &mut Pen<'_>) {
        let rows = self.rows(usize::from(pen.width()));
        let height = usize::from(pen.height()).max(1);
        let row = self.row_of_cursor(&rows);
        let top = (row + 1).saturating_sub(height).min(rows.len().saturating_sub(1));
        for (y, (start, end)) in (0..).zip(rows.iter().skip(top).take(height)) {
            let mut x = 0;
            for place in *start..=*end {
                if has_focus == Focus::Here && place == self.cursor && usize::from(y) + top == row {
                    let letter = self.text.get(place).filter(|_| place < *end).copied().unwrap_or(' ');
                    let end = pen.text(x, y, &letter.to_string(), Role::Normal);
                    pen.paint(x, y, end.saturating_sub(x).max(1), Role::Cursor);
                    x = end;
                } else if let Some(letter) = self.text.get(place).filter(|_| place < *end) {
                    x = pen.text(x, y, &letter.to_string(), Role::Normal);
                }
            }
        }
    }
}

/// Whether keys go to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Here,
    Elsewhere,
}

fn columns(letter: char) -> usize {
    let mut bytes = [0; 4];
    usize::from(fit::width(&visible(letter.encode_utf8(&mut bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, room: usize) -> Vec<String> {
        let area = Area::new(text, 1_000);
        area.rows(room).into_iter().map(|(start, end)| area.text[start..end].iter().collect()).collect()
    }

    #[test]
    fn text_is_wrapped_at_spaces_and_long_words_are_broken() {
        assert_eq!(rows("", 10), [""]);
        assert_eq!(rows("ala ma kota", 8), ["ala ma", "kota"]);
        assert_eq!(rows("abcdefgh", 5), ["abcd", "efgh"]);
        assert_eq!(rows("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(rows("a\n", 5), ["a", ""]);
    }

    #[test]
    fn the_cursor_goes_through_rows_and_lines() {
        let mut area = Area::new("ala ma kota\nb", 1_000);
        assert!(!area.step(1, 8));
        assert!(area.step(-1, 8));
        area.type_in(InputRequest::InsertChar('X'));
        assert_eq!(area.text(), "ala ma kXota\nb");
        area.type_in(InputRequest::GoToEnd);
        area.type_in(InputRequest::DeletePrevChar);
        area.type_in(InputRequest::GoToStart);
        area.type_in(InputRequest::DeleteNextChar);
        assert_eq!(area.text(), "la ma kXot\nb");
        area.type_in(InputRequest::DeleteLine);
        area.break_line();
        assert_eq!(area.text(), "\n\nb");
    }

    #[test]
    fn what_is_full_takes_nothing_more_and_nothing_hidden_gets_in() {
        let mut area = Area::new("abc", 3);
        area.type_in(InputRequest::InsertChar('d'));
        assert_eq!(area.text(), "abc");
        let mut area = Area::new("", 3);
        area.type_in(InputRequest::InsertChar('\u{202e}'));
        assert_eq!(area.text(), "");
    }
}
