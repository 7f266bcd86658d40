//! How wide a text is, where its lines break, and which characters can be printed at all.

use common::text::visible;

use super::pdf::face::{self, Face};

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    pub(super) const ALL: [Self; 2] = [Self::Regular, Self::Bold];
}

/// Letters of one weight and size, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Font {
    pub weight: Weight,
    pub size: f64,
}

/// Printed in the place of a character that the fonts have not.
const UNKNOWN: char = '?';
/// Stands at the end of what was cut.
const ELLIPSIS: char = '…';

impl Font {
    pub(super) const fn regular(size: f64) -> Self {
        Self { weight: Weight::Regular, size }
    }

    pub(super) const fn bold(size: f64) -> Self {
        Self { weight: Weight::Bold, size }
    }

    /// Returns the height of a line of text.
    pub(super) const fn leading(self) -> f64 {
        self.size * 1.32
    }

    /// Returns how wide a text is, as every reader of PDF computes it.
    pub(super) fn width(self, text: &str) -> f64 {
        let face = face::of(self.weight);
        text.chars().map(|character| self.width_of(face, character)).sum()
    }

    fn width_of(self, face: &Face, character: char) -> f64 {
        let thousandths = face.advance(plain(character)).or_else(|| face.advance(UNKNOWN)).unwrap_or_default();
        f64::from(thousandths) / 1000.0 * self.size
    }

    /// Returns the text in one line not wider than this, its end left out where it must be.
    pub(super) fn cut(self, text: &str, width: f64) -> String {
        let text = shown(text);
        if self.width(&text) <= width {
            return text;
        }
        let face = face::of(self.weight);
        let mut left = width - self.width_of(face, ELLIPSIS);
        let fits = |character: &char| {
            left -= self.width_of(face, *character);
            left >= 0.0
        };
        let mut head: String = text.chars().take_while(fits).collect();
        head.truncate(head.trim_end().len());
        head.push(ELLIPSIS);
        head
    }

    /// Returns the lines of a text, none wider than this; words that are wider by themselves are broken.
    pub(super) fn wrap(self, text: &str, width: f64) -> Vec<String> {
        text.lines().flat_map(|line| self.wrap_line(&shown(line), width)).collect()
    }

    /// Returns at most so many lines of a text; the last tells where something is left out.
    pub(super) fn wrap_to(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines = self.wrap(text, width);
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1)).join(" ");
            lines.push(self.cut(&rest, width));
        }
        lines
    }

    fn wrap_line(self, text: &str, width: f64) -> Vec<String> {
        let face = face::of(self.weight);
        let space = self.width_of(face, ' ');
        let mut lines = Vec::new();
        let (mut line, mut taken) = (String::new(), 0.0);
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let wide = self.width(word);
            if !line.is_empty() && taken + space + wide > width {
                lines.push(std::mem::take(&mut line));
                taken = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                taken += space;
            }
            if wide <= width {
                line.push_str(word);
                taken += wide;
                continue;
            }
            for character in word.chars() {
                let wide = self.width_of(face, character);
                if !line.is_empty() && taken + wide > width {
                    lines.push(std::mem::take(&mut line));
                    taken = 0.0;
                }
                line.push(character);
                taken += wide;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// Returns a text in one line, with nothing hidden in it.
fn shown(text: &str) -> String {
    let line = text.split(['\n', '\r', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    visible(&line).into_owned()
}

/// Returns the text in characters that the fonts have; what they have not becomes `?`.
pub(super) fn printable(text: &str) -> String {
    let faces = Weight::ALL.map(face::of);
    let has = |character: char| faces.iter().all(|face| face.advance(character).is_some());
    text.chars().map(plain).map(|character| if has(character) { character } else { UNKNOWN }).collect()
}

/// Returns an ordinary space for those that only forbid a break, so that a search finds the words.
const fn plain(character: char) -> char {
    match character {
        '\u{a0}' | '\u{202f}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: Font = Font::regular(10.0);

    #[test]
    fn polish_letters_are_printed_and_unknown_ones_are_questions() {
        let text = "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ ΔT ≤ °C m³ → „–” …";
        assert_eq!(printable(text), text);
        assert_eq!(printable("węzeł 🔥 漢"), "węzeł ? ?");
        assert_eq!(printable("12\u{a0}345\u{202f}m"), "12 345 m");
    }

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        let long = "Ż".repeat(200);
        let texts = ["", "Zielona 3", "<b>Spółdzielnia</b> & „Zielona Dolina” ąę", long.as_str(), "a\u{202e}b\tc\nd"];
        for text in texts {
            for width in [20.0, 47.3, 500.0] {
                for line in FONT.wrap(text, width).iter().chain([&FONT.cut(text, width)]) {
                    assert!(FONT.width(line) <= width + 1e-9, "{line} is wider than {width}");
                    assert!(!line.contains(['\n', '\u{202e}']), "{line:?}");
                }
            }
        }
        assert_eq!(FONT.wrap("jeden dwa\ntrzy", 500.0), ["jeden dwa", "trzy"]);
        assert_eq!(FONT.wrap_to("raz dwa trzy cztery", 40.0, 2).len(), 2);
        assert!(FONT.cut(&long, 60.0).ends_with('…'));
    }
}
