//! The secret of a second factor as a person takes it over: a QR code for the camera, letters for the fingers.

use common::account::TotpOffer;
use common::language::Language;
use qrcode::{Color, EcLevel, QrCode};

use crate::output::look::Glyphs;
use crate::text::texts;

/// Empty modules around the code (ISO/IEC 18004 §6.3.8).
const QUIET: usize = 4;

/// Returns the code, black on white whatever the terminal's colours are, and the secret in groups of four below it.
#[must_use]
pub fn picture(offer: &TotpOffer, glyphs: Glyphs, language: Language) -> String {
    let code = QrCode::with_error_correction_level(offer.uri.expose(), EcLevel::L).ok();
    let drawn = code.map_or_else(String::new, |code| draw(&code, glyphs));
    let secret = grouped(offer.secret.expose());
    drawn + &texts(language).format("enrolment-secret", &[("secret", secret.into())])
}

fn draw(code: &QrCode, glyphs: Glyphs) -> String {
    let (width, colors) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    let is_dark = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < width);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| colors[y * width + x] == Color::Dark)
    };
    let mut drawn = String::new();
    match glyphs {
        // Two rows of modules a line; a row that is missing at the end is quiet.
        Glyphs::Wgl4 | Glyphs::Unicode => {
            for y in (0..side).step_by(2) {
                drawn.push_str("\u{1b}[30;47m");
                drawn.extend((0..side).map(|x| match (is_dark(x, y), is_dark(x, y + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                }));
                drawn.push_str("\u{1b}[0m\n");
            }
        }
        // Where there are no blocks there are still colours of blanks.
        Glyphs::Ascii => {
            for y in 0..side {
                for x in 0..side {
                    drawn.push_str(if is_dark(x, y) { "\u{1b}[40m  " } else { "\u{1b}[47m  " });
                }
                drawn.push_str("\u{1b}[0m\n");
            }
        }
    }
    drawn
}

/// Returns the text in groups of four.
fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_black_on_white_with_quiet_around_it() {
        let code = QrCode::with_error_correction_level("otpauth://totp/ek:anna?secret=JBSWY3DP", EcLevel::L).unwrap();
        let drawn = draw(&code, Glyphs::Wgl4);
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines.len(), (code.width() + 2 * QUIET).div_ceil(2));
        for line in &lines {
            let inside = line.strip_prefix("\u{1b}[30;47m").and_then(|line| line.strip_suffix("\u{1b}[0m")).unwrap();
            assert_eq!(inside.chars().count(), code.width() + 2 * QUIET);
            assert!(inside.starts_with("    ") && inside.ends_with("    "));
        }
        // The upper left finder pattern: a ring of seven modules around a full square of three.
        assert!(lines[2].contains("    █▀▀▀▀▀█ ") && lines[3].contains("    █ ███ █ "));
        assert!(draw(&code, Glyphs::Ascii).is_ascii());
    }

    #[test]
    fn a_secret_is_typed_in_groups() {
        assert_eq!(grouped("JBSWY3DPEHPK3PXP"), "JBSW Y3DP EHPK 3PXP");
        assert_eq!(grouped("ABCDE"), "ABCD E");
    }
}
