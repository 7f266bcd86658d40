//! Text for one line: what goes out in a header, and what came in with one.
//!
//! The one place where text from data becomes part of a header. Knows no header's syntax: quoting and encoding are the
//! mail library's, which panics on line breaks in a display name and would pass controls on.

use std::fmt;

use common::text::{is_hidden, visible};

/// Text for an unstructured header such as the subject: one line, without anything that a program would obey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderText(String);

/// The name beside an address; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl HeaderText {
    /// A line of RFC 5322 §2.1.1 has at most 998 octets; encoded text folds, but nobody reads longer subjects.
    pub const MOST_CHARACTERS: usize = 200;

    /// Makes header text of any text: breaks become spaces, other hidden characters visible marks.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(one_line(text, Self::MOST_CHARACTERS))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DisplayName {
    pub const MOST_CHARACTERS: usize = 80;

    /// Makes a name of any text, `None` where nothing is left.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let name = one_line(text, Self::MOST_CHARACTERS);
        (!name.is_empty()).then_some(Self(name))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<HeaderText> for String {
    fn from(text: HeaderText) -> Self {
        text.0
    }
}

impl From<DisplayName> for String {
    fn from(name: DisplayName) -> Self {
        name.0
    }
}

impl fmt::Display for HeaderText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Returns the text as one line of at most that many characters: white space as single spaces, hidden characters as marks.
pub(super) fn one_line(text: &str, most: usize) -> String {
    // A mark has up to ten characters, so four of the text for one of the line is more than enough to read.
    let text: String = text.chars().take(most.saturating_mul(4)).collect();
    let mut line = String::new();
    for word in text.split(is_gap).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&visible(word));
    }
    // What looks like an encoded word (RFC 2047 §2) would be decoded by whoever reads it, marks and all.
    let line = line.replace("=?", "= ?");
    match line.char_indices().nth(most) {
        Some(_) => line.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
        None => line,
    }
}

/// Tells whether the character stands between words: white space, and the breaks of lines and paragraphs.
fn is_gap(character: char) -> bool {
    // NEL (U+0085) is white space to Unicode, but a control: it is shown like the others.
    character.is_whitespace() && (!is_hidden(character) || matches!(character, '\t'..='\r' | '\u{2028}' | '\u{2029}'))
}

#[cfg(test)]
mod tests {
    use lettre::Message;
    use lettre::message::Mailbox;

    use super::*;

    /// Writes a letter with the text as subject and as the names of both sides.
    fn written(text: &str) -> String {
        let name = DisplayName::of(text).map(String::from);
        let mailbox = |name: &Option<String>| Mailbox::new(name.clone(), "bok@example.pl".parse().unwrap());
        let message = Message::builder()
            .from(mailbox(&name))
            .to(mailbox(&name))
            .subject(HeaderText::of(text).as_str())
            .body("x".to_owned())
            .unwrap();
        String::from_utf8(message.formatted()).unwrap()
    }

    #[test]
    fn no_control_character_of_a_name_or_subject_reaches_a_header() {
        let codes = (0..=0x9f).chain([0xad, 0x61c, 0x200b, 0x200e, 0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0xe0041]);
        for code in codes {
            let character = char::from_u32(code).unwrap();
            for text in [
                format!("Jan{character}Bcc: x@example.pl"),
                format!("{character}"),
                format!("{character}Bcc: x@example.pl{character}"),
                format!("żółć{character}\r\n{character}Bcc: x@example.pl"),
            ] {
                let letter = written(&text);
                let (header, _) = letter.split_once("\r\n\r\n").unwrap();
                let names: Vec<&str> = header
                    .split("\r\n")
                    .filter(|line| !line.starts_with(' '))
                    .map(|line| line.split_once(':').unwrap().0)
                    .collect();
                assert_eq!(names, ["From", "To", "Subject", "Content-Transfer-Encoding", "Date"], "{code:x}: {letter}");
                let controls = header.replace("\r\n", "").chars().filter(|found| is_hidden(*found)).count();
                assert_eq!(controls, 0, "{code:x}: {letter}");
            }
        }
    }

    #[test]
    fn what_is_hidden_is_seen_and_what_is_long_is_cut() {
        let check = |text: &str, expected: &str| assert_eq!(HeaderText::of(text).as_str(), expected, "{text:?}");
        check("  Zimne\r\n\tkaloryfery ", "Zimne kaloryfery");
        check("a\u{0}b\u{202e}c", "a\\u{0}b\\u{202e}c");
        check("a\u{2028}b\u{85}c", "a b\\u{85}c");
        check("=?utf-8?q?=0d=0aBcc?=", "= ?utf-8?q?=0d=0aBcc?=");
        let long = HeaderText::of(&"ż".repeat(1000));
        assert_eq!(long.as_str().chars().count(), HeaderText::MOST_CHARACTERS);
        assert!(long.as_str().ends_with('…'));
        assert_eq!(DisplayName::of(" \r\n"), None);
        let marks = DisplayName::of(&"\u{1}".repeat(10_000)).unwrap();
        assert_eq!(marks.as_str().chars().count(), DisplayName::MOST_CHARACTERS);
    }
}
