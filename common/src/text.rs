//! Text that came from outside: made safe to show, and folded for search.
//!
//! Nothing that a meter, a file or a person sent may move a cursor, hide a letter or end a line. Everything that is
//! shown to people goes through [`visible`]; everything searched goes through [`fold`].

use std::borrow::Cow;
use std::fmt::Write as _;

/// Tells whether a terminal would obey the character, or an eye miss it: C0, DEL, C1, bidirectional controls,
/// zero-width characters, line and paragraph separators, variation selectors and tags.
#[must_use]
pub const fn is_hidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns the text with every hidden character written as `\u{1b}`, so that it is seen and does nothing.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_hidden(character) {
            write!(shown, "\\u{{{:x}}}", u32::from(character)).expect("writing to a String cannot fail");
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Returns the text in small letters without Polish and other common diacritics: `Łąkowa` and `lakowa` meet.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(without_mark).collect()
}

const fn without_mark(character: char) -> char {
    match character {
        'ą' | 'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'ć' | 'č' | 'ç' => 'c',
        'ď' => 'd',
        'ę' | 'é' | 'è' | 'ê' | 'ë' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ł' => 'l',
        'ń' | 'ñ' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' => 's',
        'ť' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_survives() {
        assert_eq!(visible("Zielona 3"), "Zielona 3");
        assert_eq!(visible("a\u{1b}]0;x\u{7}b"), "a\\u{1b}]0;x\\u{7}b");
        for code in (0..0x20).chain(0x7f..=0x9f).chain(0x200b..=0x200f).chain(0x2028..=0x202e) {
            let text = char::from_u32(code).unwrap().to_string();
            assert!(!visible(&text).contains(is_hidden), "{code:x}");
        }
    }

    #[test]
    fn polish_letters_meet_their_plain_sisters() {
        assert_eq!(fold("Łąkowa ŻÓŁW Święty Źrebię Ćma"), "lakowa zolw swiety zrebie cma");
    }
}
