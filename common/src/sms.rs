//! Short messages as the network counts them (3GPP TS 23.038 and 23.040): which letters fit the alphabet of seven bits, how
//! many parts a text takes, and how it is written so that it takes few.
//!
//! Texts in, numbers and texts out: knows neither who sends them nor how.

use crate::text::fold;

/// How a text travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Seven bits a letter.
    Gsm7,
    /// Sixteen bits a letter: one letter outside the other alphabet is enough for the whole text.
    Ucs2,
}

/// The letters that take one place (3GPP TS 23.038 §6.2.1), without those of ASCII.
const BASIC: &str = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
/// The letters that take two: an escape and themselves (§6.2.1.1).
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// Places of a message in one part and of each part of a longer one, whose header takes the rest (3GPP TS 23.040
/// §9.2.3.24.1).
const GSM7_ALONE: usize = 160;
const GSM7_JOINED: usize = 153;
const UCS2_ALONE: usize = 70;
const UCS2_JOINED: usize = 67;

/// Returns the alphabet in which a text travels.
#[must_use]
pub fn alphabet(text: &str) -> Alphabet {
    if text.chars().all(|letter| septets(letter).is_some()) { Alphabet::Gsm7 } else { Alphabet::Ucs2 }
}

/// Returns how many parts a text takes; nothing takes none. Neither an escape and its letter nor the two halves of a
/// surrogate pair are ever in two parts.
#[must_use]
pub fn parts(text: &str) -> usize {
    match alphabet(text) {
        Alphabet::Gsm7 => packed(text.chars().filter_map(septets), GSM7_ALONE, GSM7_JOINED),
        Alphabet::Ucs2 => packed(text.chars().map(char::len_utf16), UCS2_ALONE, UCS2_JOINED),
    }
}

/// Returns how many places a letter takes in the alphabet of seven bits; `None` where it is not in it.
fn septets(letter: char) -> Option<usize> {
    match letter {
        _ if EXTENDED.contains(letter) => Some(2),
        '`' => None,
        '\n' | '\r' | ' '..='~' => Some(1),
        _ => BASIC.contains(letter).then_some(1),
    }
}

fn packed(places: impl Iterator<Item = usize> + Clone, alone: usize, joined: usize) -> usize {
    let whole: usize = places.clone().sum();
    if whole <= alone {
        return usize::from(whole > 0);
    }
    let (mut n_parts, mut filled) = (1, 0);
    for n_places in places {
        if filled + n_places > joined {
            (n_parts, filled) = (n_parts + 1, 0);
        }
        filled += n_places;
    }
    n_parts
}

/// Returns the text in letters of ASCII that take one place each: Polish letters without their marks, brackets as round
/// ones, signs in words. What has no such form becomes a question mark.
#[must_use]
pub fn transliterate(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut plain, letter| {
        match in_words(letter) {
            Some(words) => plain.push_str(words),
            None => plain.push(without_mark(letter)),
        }
        plain
    })
}

const fn in_words(letter: char) -> Option<&'static str> {
    Some(match letter {
        '[' | '{' => "(",
        ']' | '}' => ")",
        '\\' | '|' => "/",
        '~' | '–' | '—' | '‑' | '−' | '•' => "-",
        '^' | '`' | '‘' | '’' | '‚' => "'",
        '„' | '”' | '“' | '«' | '»' => "\"",
        '\t' | '\u{a0}' | '\u{2009}' | '\u{202f}' => " ",
        // 85 °C is read as well without it.
        '\r' | '°' => "",
        '…' => "...",
        '→' => "->",
        '≤' => "<=",
        '≥' => ">=",
        '€' => "EUR",
        '§' => "par.",
        '²' => "2",
        '³' => "3",
        '×' => "x",
        '·' => ".",
        'µ' | 'μ' => "u",
        'Δ' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        _ => return None,
    })
}

fn without_mark(letter: char) -> char {
    if matches!(letter, '\n' | ' '..='~') {
        return letter;
    }
    let folded = fold(&letter.to_string()).chars().next().filter(|plain| matches!(plain, ' '..='~')).unwrap_or('?');
    if letter.is_uppercase() { folded.to_ascii_uppercase() } else { folded }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_polish_letter_makes_a_text_of_sixteen_bits() {
        for text in ["", "Awaria w wezle W-118.\n\r@$_", "~^[]{}€\\|\u{c}", "èòà §¿ ÄÖ ΔΩ ß"] {
            assert_eq!(alphabet(text), Alphabet::Gsm7, "{text}");
        }
        for letter in "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ`ç°\t\u{1b}\u{1f600}".chars() {
            assert_eq!(alphabet(&format!("Awaria {letter}")), Alphabet::Ucs2, "{letter:?}");
        }
    }

    #[test]
    fn parts_are_counted_as_the_network_does() {
        let check = |unit: &str, most_alone: usize, each_joined: usize| {
            let n = |n_units: usize| parts(&unit.repeat(n_units));
            assert_eq!((n(0), n(1), n(most_alone), n(most_alone + 1)), (0, 1, 1, 2), "{unit}");
            assert_eq!((n(2 * each_joined), n(2 * each_joined + 1), n(3 * each_joined)), (2, 3, 3), "{unit}");
        };
        check("a", 160, 153);
        // An odd number of places, so that the last one of each part stays empty: 76 pairs and not 76.5.
        check("€", 80, 76);
        check("ż", 70, 67);
        check("\u{1f600}", 35, 33);
    }

    #[test]
    fn what_takes_two_places_is_never_in_two_parts() {
        let across = |head: &str, pair: &str, n_before: usize, n_after: usize| {
            parts(&format!("{}{pair}{}", head.repeat(n_before), head.repeat(n_after)))
        };
        // 152 + 2 do not fit 153: the pair begins the second part, which then holds 151 more.
        assert_eq!((across("a", "[", 152, 151), across("a", "[", 152, 152)), (2, 3));
        assert_eq!((across("a", "[", 151, 153), across("a", "[", 151, 154)), (2, 3));
        assert_eq!((across("ż", "\u{1f600}", 66, 65), across("ż", "\u{1f600}", 66, 66)), (2, 3));
    }

    #[test]
    fn polish_letters_lose_their_marks_and_signs_become_words() {
        let check = |text: &str, expected: &str| assert_eq!(transliterate(text), expected);
        check("Zażółć gęślą jaźń", "Zazolc gesla jazn");
        check("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "ZAZOLC GESLA JAZN");
        check("Żółw 5€ [a] {b} ~ ę\u{202e}", "Zolw 5EUR (a) (b) - e?");
        check("„Łąkowa” — 85 °C, 3 m³…\r\n日本", "\"Lakowa\" - 85 C, 3 m3...\n??");
    }

    proptest! {
        #[test]
        fn a_transliterated_text_takes_one_place_a_letter(text: String) {
            let plain = transliterate(&text);
            prop_assert!(plain.is_ascii() && plain.chars().all(|letter| septets(letter) == Some(1)), "{plain:?}");
            prop_assert_eq!(transliterate(&plain), plain);
        }

        #[test]
        fn parts_never_hold_more_than_they_can(text in "[aż€\\[\u{1f600}]{0,900}") {
            let n_parts = parts(&text);
            let n_units = text.encode_utf16().count();
            prop_assert!(n_parts >= n_units.div_ceil(GSM7_JOINED * 2).min(1));
            prop_assert!(n_parts <= n_units.div_ceil(UCS2_JOINED - 1).max(1) || alphabet(&text) == Alphabet::Gsm7);
        }
    }
}
