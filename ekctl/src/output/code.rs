//! Two-dimensional codes drawn in characters, for cameras: black on white whatever the terminal's colours are.
//!
//! Knows nothing of what a code says.

use qrcode::{Color, QrCode};

use super::look::Glyphs;

/// Empty modules around a code (ISO/IEC 18004 §6.3.8).
pub const QUIET: usize = 4;

/// Which of the two colours is the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    White,
    /// For terminals that show colours the other way round.
    Black,
}

impl Ground {
    /// Returns what sets the colours of blocks of half a line.
    const fn blocks(self) -> &'static str {
        match self {
            Self::White => "\u{1b}[30;47m",
            Self::Black => "\u{1b}[37;40m",
        }
    }
}

/// Returns the code line by line: two rows of modules a line, or a row where there are no blocks.
#[must_use]
pub fn draw(code: &QrCode, glyphs: Glyphs, ground: Ground) -> Vec<String> {
    let (width, colors) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    let is_dark = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < width);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| colors[y * width + x] == Color::Dark)
    };
    match glyphs {
        // A row that is missing at the end is quiet.
        Glyphs::Wgl4 | Glyphs::Unicode => (0..side)
            .step_by(2)
            .map(|y| {
                let blocks = (0..side).map(|x| match (is_dark(x, y), is_dark(x, y + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
                format!("{}{}\u{1b}[0m", ground.blocks(), blocks.collect::<String>())
            })
            .collect(),
        // Where there are no blocks there are still colours of blanks.
        Glyphs::Ascii => (0..side)
            .map(|y| {
                let is_black = |x| is_dark(x, y) == (ground == Ground::White);
                let blanks = (0..side).map(|x| if is_black(x) { "\u{1b}[40m  " } else { "\u{1b}[47m  " });
                format!("{}\u{1b}[0m", blanks.collect::<String>())
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use qrcode::EcLevel;

    use super::*;

    #[test]
    fn a_code_is_black_on_white_with_quiet_around_it() {
        let code = QrCode::with_error_correction_level("otpauth://totp/ek:anna?secret=JBSWY3DP", EcLevel::L).unwrap();
        let lines = draw(&code, Glyphs::Wgl4, Ground::White);
        assert_eq!(lines.len(), (code.width() + 2 * QUIET).div_ceil(2));
        for line in &lines {
            let inside = line.strip_prefix("\u{1b}[30;47m").and_then(|line| line.strip_suffix("\u{1b}[0m")).unwrap();
            assert_eq!(inside.chars().count(), code.width() + 2 * QUIET);
            assert!(inside.starts_with("    ") && inside.ends_with("    "));
        }
        // The upper left finder pattern: a ring of seven modules around a full square of three.
        assert!(lines[2].contains("    █▀▀▀▀▀█ ") && lines[3].contains("    █ ███ █ "));
        assert!(draw(&code, Glyphs::Ascii, Ground::White).concat().is_ascii());
        assert!(draw(&code, Glyphs::Wgl4, Ground::Black).iter().all(|line| line.starts_with("\u{1b}[37;40m")));
    }
}
