//! The one way text reaches the screen: clipped to its area, made visible, in the glyphs that the terminal has.

use common::text::visible;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::look::Look;
use crate::theme::Role;
use crate::widget::fit;

/// Writes into one area; positions are counted from its corner, and what lies outside is not written.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    look: &'a Look,
}

impl<'a> Pen<'a> {
    #[must_use]
    pub fn new(buffer: &'a mut Buffer, area: Rect, look: &'a Look) -> Self {
        let area = area.intersection(buffer.area);
        Self { buffer, area, look }
    }

    /// Returns a pen for a part of this one's area.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Pen<'_> {
        let x = self.area.x.saturating_add(x).min(self.area.right());
        let y = self.area.y.saturating_add(y).min(self.area.bottom());
        let area = Rect { x, y, width, height }.intersection(self.area);
        Pen { buffer: self.buffer, area, look: self.look }
    }

    #[must_use]
    pub const fn width(&self) -> u16 {
        self.area.width
    }

    #[must_use]
    pub const fn height(&self) -> u16 {
        self.area.height
    }

    #[must_use]
    pub const fn look(&self) -> &'a Look {
        self.look
    }

    /// Writes text in a role and returns the column after it.
    pub fn text(&mut self, x: u16, y: u16, text: &str, role: Role) -> u16 {
        self.styled(x, y, text, self.look.style(role))
    }

    /// Writes text so that it ends before column `end`.
    pub fn text_right(&mut self, end: u16, y: u16, text: &str, role: Role) {
        self.text(end.saturating_sub(fit::width(text)), y, text, role);
    }

    /// Writes one character of the repertoire.
    pub fn glyph(&mut self, x: u16, y: u16, glyph: char, role: Role) {
        let mut bytes = [0; 4];
        self.text(x, y, glyph.encode_utf8(&mut bytes), role);
    }

    /// Writes one character in colours of its own: for what machines read.
    pub fn coloured(&mut self, x: u16, y: u16, glyph: char, style: Style) {
        let mut bytes = [0; 4];
        self.styled(x, y, glyph.encode_utf8(&mut bytes), style);
    }

    /// Draws a horizontal line with a title set into it.
    pub fn rule(&mut self, y: u16, title: &str) {
        let line = self.look.glyphs.horizontal.to_string().repeat(usize::from(self.area.width));
        self.text(0, y, &line, Role::Normal);
        if !title.is_empty() {
            let room = usize::from(self.area.width.saturating_sub(4));
            let title = format!(" {} ", fit::cut_end(title, room, self.look.glyphs.ellipsis));
            self.text(1, y, &title, Role::Normal);
        }
    }

    /// Gives a stretch of a row the attributes of a role, leaving its text.
    pub fn paint(&mut self, x: u16, y: u16, width: u16, role: Role) {
        if y >= self.area.height {
            return;
        }
        let width = width.min(self.area.width.saturating_sub(x));
        let area = Rect { x: self.area.x + x, y: self.area.y + y, width, height: 1 };
        self.buffer.set_style(area.intersection(self.area), self.look.style(role));
    }

    /// Empties the area.
    pub fn clear(&mut self) {
        for y in self.area.top()..self.area.bottom() {
            for x in self.area.left()..self.area.right() {
                self.buffer[(x, y)].reset();
            }
        }
    }

    fn styled(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        if y >= self.area.height || x >= self.area.width {
            return x;
        }
        let shown: String = visible(text).chars().map(|character| self.look.glyphs.shown(character)).collect();
        let room = usize::from(self.area.width - x);
        let (end, _) = self.buffer.set_stringn(self.area.x + x, self.area.y + y, shown, room, style);
        end - self.area.x
    }
}
