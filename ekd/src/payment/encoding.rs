//! Bytes of a bank to text: UTF-8 where they are that, else the one of the Polish code pages that gives Polish letters.
//!
//! Knows no format. No bank says in an MT940 file in which code page it is.

use encoding_rs::{ISO_8859_2, WINDOWS_1250};

/// Returns the text of the bytes.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    // Cut inside a letter where a line was full: still far more UTF-8 than anything else.
    if is_mostly_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    // Where two fit alike, the one that banks use most.
    let pages: [fn(&[u8]) -> String; 3] = [iso_8859_2, windows_1250, cp852];
    let upper: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii()).take(MOST_JUDGED).collect();
    let best = pages.into_iter().rev().max_by_key(|page| likeness(&page(&upper)));
    best.map_or_else(String::new, |page| page(bytes))
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_letters, mut n_broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        n_letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_letters > n_broken
}

/// Bytes beyond ASCII by which a file is judged.
const MOST_JUDGED: usize = 4_096;

/// Tells how Polish the text is: letters speak for it, signs and controls against it.
fn likeness(text: &str) -> i32 {
    let weight = |character: char| match character {
        'ą' | 'ć' | 'ę' | 'ł' | 'ń' | 'ó' | 'ś' | 'ź' | 'ż' | 'Ą' | 'Ć' | 'Ę' | 'Ł' | 'Ń' | 'Ó' | 'Ś' | 'Ź' | 'Ż' => {
            2
        }
        other if other.is_alphabetic() => 0,
        _ => -3,
    };
    text.chars().map(weight).sum()
}

fn iso_8859_2(bytes: &[u8]) -> String {
    ISO_8859_2.decode_without_bom_handling(bytes).0.into_owned()
}

fn windows_1250(bytes: &[u8]) -> String {
    WINDOWS_1250.decode_without_bom_handling(bytes).0.into_owned()
}

fn cp852(bytes: &[u8]) -> String {
    let character = |byte: &u8| match byte.checked_sub(0x80) {
        Some(place) => CP852[usize::from(place)],
        None => char::from(*byte),
    };
    bytes.iter().map(character).collect()
}

/// The upper half of code page 852, in which Polish programs of the time of DOS wrote; `encoding_rs` has none of that time.
#[rustfmt::skip]
const CP852: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'ů', 'ć', 'ç', 'ł', 'ë', 'Ő', 'ő', 'î', 'Ź', 'Ä', 'Ć',
    'É', 'Ĺ', 'ĺ', 'ô', 'ö', 'Ľ', 'ľ', 'Ś', 'ś', 'Ö', 'Ü', 'Ť', 'ť', 'Ł', '×', 'č',
    'á', 'í', 'ó', 'ú', 'Ą', 'ą', 'Ž', 'ž', 'Ę', 'ę', '¬', 'ź', 'Č', 'ş', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'Ě', 'Ş', '╣', '║', '╗', '╝', 'Ż', 'ż', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'Ă', 'ă', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
    'đ', 'Đ', 'Ď', 'Ë', 'ď', 'Ň', 'Í', 'Î', 'ě', '┘', '┌', '█', '▄', 'Ţ', 'Ů', '▀',
    'Ó', 'ß', 'Ô', 'Ń', 'ń', 'ň', 'Š', 'š', 'Ŕ', 'Ú', 'ŕ', 'Ű', 'ý', 'Ý', 'ţ', '´',
    '\u{ad}', '˝', '˛', 'ˇ', '˘', '§', '÷', '¸', '°', '¨', '˙', 'ű', 'Ř', 'ř', '■', '\u{a0}',
];

#[cfg(test)]
mod tests {
    use super::*;

    fn in_cp852(text: &str) -> Vec<u8> {
        let byte = |character: char| {
            let place = CP852.iter().position(|other| *other == character);
            place.map_or(character as u8, |place| u8::try_from(place + 0x80).unwrap())
        };
        text.chars().map(byte).collect()
    }

    /// Python's `'ZAŻÓŁĆ GĘŚLĄ JAŹŃ zażółć gęślą jaźń'.encode('cp852')`.
    #[test]
    fn code_page_852_is_that_of_others() {
        let bytes = b"ZA\xbd\xe0\x9d\x8f G\xa8\x97L\xa4 JA\x8d\xe3 za\xbe\xa2\x88\x86 g\xa9\x98l\xa5 ja\xab\xe4";
        assert_eq!(cp852(bytes), "ZAŻÓŁĆ GĘŚLĄ JAŹŃ zażółć gęślą jaźń");
    }

    #[test]
    fn a_letter_that_was_cut_costs_no_other() {
        assert_eq!(
            decoded(b"za\xc5\xbc\xc3\xb3\xc5\n\x82\xc4\x87 g\xc4\x99\xc5\x9bl\xc4\x85"),
            "zaż\u{f3}\u{fffd}\n\u{fffd}ć gęślą"
        );
    }

    #[test]
    fn each_code_page_is_known_by_its_letters() {
        for text in ["OPŁATA ZA CIEPŁO", "zażółć gęślą jaźń", "Świętosława Ściegienna, Źrebięca 3", "ŁÓDŹ", "Ósma ść"]
        {
            assert_eq!(decoded(text.as_bytes()), text);
            assert_eq!(decoded(&ISO_8859_2.encode(text).0), text, "ISO-8859-2");
            assert_eq!(decoded(&WINDOWS_1250.encode(text).0), text, "Windows-1250");
            assert_eq!(decoded(&in_cp852(text)), text, "CP852");
        }
    }
}
