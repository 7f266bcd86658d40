//! The characters of boxes, bars and marks, in three repertoires.
//!
//! `wgl4` holds only what every terminal font has; `ascii` serves locales and terminals without it; `unicode` is by
//! the user's choice.

use crate::surroundings::Surroundings;

/// Which characters may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Repertoire {
    #[default]
    Wgl4,
    Ascii,
    Unicode,
}

/// One repertoire's characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    pub repertoire: Repertoire,
    pub horizontal: char,
    pub corner: char,
    pub tick: char,
    pub pointer: char,
    pub left: char,
    pub right: char,
    pub up: char,
    pub down: char,
    pub full: char,
    pub lower_half: char,
    pub upper_half: char,
    /// What the bar of the compared period covers of ours.
    pub inside: char,
    /// From the least to the greatest value.
    pub range: char,
    /// The compared period above our bar.
    pub above: char,
    /// A value that reaches beyond its bucket because a gap follows.
    pub beyond: char,
    /// A meter was replaced or turned over.
    pub replaced: char,
    pub ellipsis: char,
    /// One hour of a scatter.
    pub dot: char,
    /// A character of a password.
    pub hidden: char,
    /// From nothing to the peak.
    pub levels: &'static [char],
}

impl Repertoire {
    /// Returns what the surroundings can show: `ascii` without UTF-8 and on terminals older than it.
    #[must_use]
    pub fn suited_to(surroundings: &Surroundings) -> Self {
        let term = surroundings.term.as_str();
        if !surroundings.speaks_utf8() || term.starts_with("vt") || matches!(term, "linux" | "dumb") {
            Self::Ascii
        } else {
            Self::Wgl4
        }
    }

    /// Returns the characters.
    #[must_use]
    pub const fn glyphs(self) -> Glyphs {
        match self {
            Self::Wgl4 => WGL4,
            Self::Ascii => ASCII,
            Self::Unicode => {
                Glyphs {
                    repertoire: Self::Unicode, levels: &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'], ..WGL4
                }
            }
        }
    }
}

const WGL4: Glyphs = Glyphs {
    repertoire: Repertoire::Wgl4,
    horizontal: '─',
    corner: '└',
    tick: '┤',
    pointer: '►',
    left: '◄',
    right: '►',
    up: '▲',
    down: '▼',
    full: '█',
    lower_half: '▄',
    upper_half: '▀',
    inside: '▒',
    range: '░',
    above: '─',
    beyond: '→',
    replaced: '◊',
    ellipsis: '…',
    dot: '·',
    hidden: '•',
    levels: &['_', '▄', '█'],
};

const ASCII: Glyphs = Glyphs {
    repertoire: Repertoire::Ascii,
    horizontal: '-',
    corner: '+',
    tick: '+',
    pointer: '>',
    left: '<',
    right: '>',
    up: '^',
    down: 'v',
    full: '#',
    lower_half: '.',
    upper_half: '\'',
    inside: ':',
    range: '|',
    above: '-',
    beyond: '>',
    replaced: '*',
    ellipsis: '~',
    dot: '.',
    hidden: '*',
    levels: &['_', '=', '#'],
};

impl Glyphs {
    /// Returns the character as this repertoire can show it; always one column.
    #[must_use]
    pub fn shown(&self, character: char) -> char {
        match self.repertoire {
            Repertoire::Wgl4 | Repertoire::Unicode => character,
            Repertoire::Ascii => plain(character),
        }
    }

    /// Returns the level for a share of the peak, 0 to 1.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the share is clamped to 0..=1")]
    #[expect(clippy::cast_precision_loss, reason = "there are at most eight levels")]
    pub fn level(&self, share: f64) -> char {
        // Three levels: next to nothing, running, near the peak.
        let share = share.clamp(0.0, 1.0);
        if self.levels.len() == 3 {
            return self.levels[if share < 0.1 { 0 } else { 1 + usize::from(share >= 0.8) }];
        }
        let last = self.levels.len() - 1;
        self.levels[((share * last as f64).round() as usize).min(last)]
    }
}

/// Polish letters lose their marks, signs become the nearest ASCII one.
fn plain(character: char) -> char {
    match character {
        'ą' => 'a',
        'ć' => 'c',
        'ę' => 'e',
        'ł' => 'l',
        'ń' => 'n',
        'ó' => 'o',
        'ś' => 's',
        'ź' | 'ż' => 'z',
        'Ą' => 'A',
        'Ć' => 'C',
        'Ę' => 'E',
        'Ł' => 'L',
        'Ń' => 'N',
        'Ó' => 'O',
        'Ś' => 'S',
        'Ź' | 'Ż' => 'Z',
        '·' | '–' | '─' => '-',
        '…' => '~',
        '›' | '→' | '►' => '>',
        '◄' => '<',
        '▲' => '^',
        '▼' => 'v',
        '„' | '”' => '"',
        '°' => '\'',
        '³' => '3',
        '²' => '2',
        '±' => '+',
        '\u{a0}' => ' ',
        other if other.is_ascii() => other,
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_without_utf8_get_ascii() {
        let check = |term: &str, locale: &str, expected| {
            let around = Surroundings { term: term.into(), encoding_locale: locale.into(), ..Surroundings::default() };
            assert_eq!(Repertoire::suited_to(&around), expected, "{term} {locale}");
        };
        check("xterm-256color", "pl_PL.UTF-8", Repertoire::Wgl4);
        check("xterm-256color", "C", Repertoire::Ascii);
        check("xterm-256color", "", Repertoire::Ascii);
        check("vt220", "pl_PL.UTF-8", Repertoire::Ascii);
        check("linux", "pl_PL.utf8", Repertoire::Ascii);
        check("dumb", "C.UTF-8", Repertoire::Ascii);
    }

    #[test]
    fn ascii_shows_nothing_beyond_ascii() {
        let glyphs = Repertoire::Ascii.glyphs();
        for character in "Zażółć gęślą jaźń ŁÓDŹ °C m³/h › … „x” ◄►▲▼ → 漢".chars() {
            assert!(glyphs.shown(character).is_ascii(), "{character}");
        }
    }
}
