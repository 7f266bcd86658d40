//! A QR code in half blocks: two rows of modules in a row of the terminal, black on white whatever the theme.

use qrcode::{Color as Module, EcLevel, QrCode};
use ratatui::style::{Color, Style};

use crate::glyphs::Repertoire;
use crate::theme::{Depth, Ground};
use crate::widget::pen::Pen;

/// A code with the white margin that there is room for.
pub struct Picture {
    modules: Vec<Module>,
    side: usize,
    quiet: usize,
}

/// Which way round a code is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    #[default]
    Usual,
    /// For terminals that have black and white the other way round.
    Inverted,
}

impl Ink {
    /// Returns the other way.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Usual => Self::Inverted,
            Self::Inverted => Self::Usual,
        }
    }
}

/// The margin that ISO/IEC 18004 asks for, and the least that telephones still read.
const QUIET: [usize; 3] = [4, 3, 2];

impl Picture {
    /// Returns the code for a text if it fits into so many columns and rows.
    #[must_use]
    pub fn fitting(text: &str, columns: u16, rows: u16) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let side = code.width();
        let fits = |quiet: &usize| {
            let whole = side + 2 * quiet;
            whole <= usize::from(columns) && whole.div_ceil(2) <= usize::from(rows)
        };
        let quiet = QUIET.into_iter().find(fits)?;
        Some(Self { modules: code.to_colors(), side, quiet })
    }

    /// Returns how many columns it takes.
    #[must_use]
    pub fn columns(&self) -> u16 {
        u16::try_from(self.side + 2 * self.quiet).unwrap_or(u16::MAX)
    }

    /// Returns how many rows it takes.
    #[must_use]
    pub fn rows(&self) -> u16 {
        self.columns().div_ceil(2)
    }

    /// Draws it into the pen's corner.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        self.draw_in(Ink::Usual, pen);
    }

    /// Draws it into the pen's corner, this way round.
    pub fn draw_in(&self, ink: Ink, pen: &mut Pen<'_>) {
        let theme = pen.look().theme;
        // One style for all of it, and white that no font can leave gaps in. Where no colour is ever sent, the ground
        // decides: what is light is drawn on a dark one, and what is dark on a light one.
        let (style, drawn) = match (theme.depth, theme.ground) {
            (Depth::None, Ground::Dark) => (Style::new(), ink == Ink::Inverted),
            (Depth::None, Ground::Light) => (Style::new(), ink == Ink::Usual),
            _ if ink == Ink::Inverted => (Style::new().fg(Color::White).bg(Color::Black), true),
            _ => (Style::new().fg(Color::Black).bg(Color::White), true),
        };
        for y in 0..self.rows() {
            for x in 0..self.columns() {
                let is_drawn = |y| self.is_dark(x, y) == drawn;
                pen.coloured(x, y, half(is_drawn(2 * y), is_drawn(2 * y + 1)), style);
            }
        }
    }

    /// Outside the code it is white.
    fn is_dark(&self, x: u16, y: u16) -> bool {
        let inside = |at: u16| usize::from(at).checked_sub(self.quiet).filter(|at| *at < self.side);
        let place = inside(x).zip(inside(y)).map(|(x, y)| y * self.side + x);
        place.and_then(|place| self.modules.get(place)).is_some_and(|module| *module == Module::Dark)
    }
}

/// Tells whether the repertoire has half blocks.
#[must_use]
pub const fn can_be_drawn(repertoire: Repertoire) -> bool {
    match repertoire {
        Repertoire::Wgl4 | Repertoire::Unicode => true,
        Repertoire::Ascii => false,
    }
}

const fn half(upper: bool, lower: bool) -> char {
    match (upper, lower) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use common::language::Language;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    const URI: &str = "otpauth://totp/e-Klient:anna.kowalska?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=e-Klient";

    #[test]
    fn the_picture_is_the_code_black_on_white() {
        let picture = Picture::fitting(URI, 45, 23).unwrap();
        let code = QrCode::with_error_correction_level(URI, EcLevel::L).unwrap();
        for (depth, ground) in
            [(Depth::Sixteen, Ground::Dark), (Depth::None, Ground::Dark), (Depth::None, Ground::Light)]
        {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 30));
            let mut look = fixture::look(Language::Polish);
            look.theme = crate::theme::Theme { depth, ground };
            picture.draw(&mut Pen::new(&mut buffer, Rect::new(0, 0, 60, 30), &look));
            // What is drawn is dark, but for light drawn on a dark ground.
            let drawn_is_dark = (depth, ground) != (Depth::None, Ground::Dark);
            for y in 0..code.width() {
                for x in 0..code.width() {
                    let (column, row) = (x + picture.quiet, y + picture.quiet);
                    let cell = &buffer[(u16::try_from(column).unwrap(), u16::try_from(row / 2).unwrap())];
                    let drawn = match cell.symbol() {
                        "█" => true,
                        "▀" => row.is_multiple_of(2),
                        "▄" => !row.is_multiple_of(2),
                        _ => false,
                    };
                    assert_eq!(drawn == drawn_is_dark, code[(x, y)] == Module::Dark, "{x} {y}");
                }
            }
            let expected =
                if depth == Depth::None { (Color::Reset, Color::Reset) } else { (Color::Black, Color::White) };
            assert_eq!((buffer[(0, 0)].fg, buffer[(0, 0)].bg), expected);
        }
    }

    #[test]
    fn a_code_without_room_is_no_picture() {
        assert!(Picture::fitting(URI, 20, 10).is_none());
        assert!(Picture::fitting(&"x".repeat(5000), 300, 300).is_none());
    }
}
