//! Codes that telephones read (QR), drawn as squares, with what people read beside them.
//!
//! Knows not what is in them. The weakest correction is taken: the rule of the Polish banks asks for it, and it keeps the
//! squares large.

use common::sheet::CodeBlock;
use qrcode::{Color, EcLevel, QrCode};

use super::canvas::{Canvas, Ink, Spot};
use super::font::Font;

/// A code and its words, its upper left corner at nought.
pub(super) struct Picture {
    pub canvas: Canvas,
    pub height: f64,
}

const CAPTION: Font = Font::bold(10.5);
const TEXT: Font = Font::regular(9.0);

/// The side of the dark part in points, 30 mm: the rule of the banks asks for 18 mm at least.
const SIDE: f64 = 85.0;

/// White squares around the code, without which it is not found (ISO/IEC 18004).
const QUIET: f64 = 4.0;

/// By how much a square reaches into the one below it, so that no light comes through between them.
const OVERLAP: f64 = 0.04;

/// Between the code and the words.
const GAP: f64 = 12.0;
const BETWEEN: f64 = 3.0;
const MOST_LINES: usize = 12;

/// Draws the code on the left, its caption and its notes on the right.
pub(super) fn draw(code: &CodeBlock, width: f64) -> Picture {
    let mut canvas = Canvas::default();
    let drawn = QrCode::with_error_correction_level(&code.text, EcLevel::L).ok();
    let side = drawn.as_ref().map_or(0.0, |drawn| squares(&mut canvas, drawn));
    let left = if side > 0.0 { side + GAP } else { 0.0 };
    let written = if side > 0.0 { None } else { Some(&code.text) };
    let mut y = 0.0;
    let mut write = |text: &str, font: Font, ink| {
        for line in font.wrap_to(text, width - left, MOST_LINES) {
            y += font.leading();
            canvas.text(Spot { x: left, y }, &line, (font, ink));
        }
        y += BETWEEN;
    };
    write(&code.caption, CAPTION, Ink::Text);
    for note in code.notes.iter().chain(written) {
        write(note, TEXT, Ink::Quiet);
    }
    Picture { canvas, height: side.max(y) }
}

/// Draws the dark squares, those that stand together as one, and returns the side with the white around it.
fn squares(canvas: &mut Canvas, code: &QrCode) -> f64 {
    let n_squares = code.width();
    let square = SIDE / length(n_squares);
    let place = |at: usize| (QUIET + length(at)) * square;
    let colors = code.to_colors();
    for (row, colors) in colors.chunks(n_squares).enumerate() {
        let mut column = 0;
        for run in colors.chunk_by(|color, next| color == next) {
            if run.first() == Some(&Color::Dark) {
                let corner = Spot { x: place(column), y: place(row) };
                canvas.rectangle(corner, (length(run.len()) * square, square * (1.0 + OVERLAP)), Ink::Text);
            }
            column += run.len();
        }
    }
    SIDE + 2.0 * QUIET * square
}

#[expect(clippy::cast_precision_loss, reason = "at most 177 squares")]
const fn length(n_squares: usize) -> f64 {
    n_squares as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_no_code_can_hold_is_written_out() {
        let code = |text: String| CodeBlock { text, caption: "Kod".to_owned(), notes: vec!["Uwaga".to_owned()] };
        let n_texts = |picture: &Picture| {
            picture
                .canvas
                .shapes
                .iter()
                .filter(|shape| matches!(shape, super::super::canvas::Shape::Text { .. }))
                .count()
        };
        assert_eq!(n_texts(&draw(&code("5260250274|PL|".to_owned()), 490.0)), 2);
        assert!(n_texts(&draw(&code("x".repeat(3_000)), 490.0)) > 2);
    }
}
