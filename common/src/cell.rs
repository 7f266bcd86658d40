//! How one value is written for machines: a field of CSV, a string of JSON, an instant.
//!
//! Text is quoted and made harmless, numbers stay numbers. The one place that knows the rules, for all programs that
//! write files; knows nothing of tables, columns or schemas.

use std::borrow::Cow;
use std::io::{self, Write};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::text::{is_hidden, visible};

/// How CSV is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// Comma, decimal point, LF.
    #[default]
    Plain,
    /// What Excel opens by a double click in Poland: semicolon, decimal comma, byte-order mark, CRLF.
    ExcelPl,
}

impl Dialect {
    /// Returns what stands before the first heading.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::ExcelPl => "\u{feff}",
        }
    }

    /// Returns a plain decimal, such as `-12.5`, as a field.
    #[must_use]
    pub fn number(self, plain: &str) -> String {
        match self {
            Self::Plain => plain.to_owned(),
            Self::ExcelPl => plain.replace('.', ","),
        }
    }

    /// Writes a line of finished fields.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn line<'a>(self, out: &mut dyn Write, fields: impl Iterator<Item = Cow<'a, str>>) -> io::Result<()> {
        let (separator, end) = match self {
            Self::Plain => (",", "\n"),
            Self::ExcelPl => (";", "\r\n"),
        };
        for (index, field) in fields.enumerate() {
            if index > 0 {
                out.write_all(separator.as_bytes())?;
            }
            out.write_all(field.as_bytes())?;
        }
        out.write_all(end.as_bytes())
    }
}

/// Returns a text as a field of any dialect: quoted where needed, hidden characters visible; what a spreadsheet would
/// run as a formula begins with `'`.
#[must_use]
pub fn csv_text(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let text = visible(text);
    if text.contains(['"', '\n', '\r', ',', ';']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

/// Writes a text as a JSON string.
///
/// Every hidden character (DEL, C1, bidirectional and zero-width ones too) is escaped, which common JSON writers leave
/// raw.
///
/// # Errors
/// Those of the writer.
pub fn json_text(out: &mut dyn Write, text: &str) -> io::Result<()> {
    out.write_all(b"\"")?;
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        if !(matches!(character, '"' | '\\') || is_hidden(character)) {
            continue;
        }
        out.write_all(&text.as_bytes()[plain..at])?;
        plain = at + character.len_utf8();
        match character {
            '"' => out.write_all(b"\\\"")?,
            '\\' => out.write_all(b"\\\\")?,
            '\n' => out.write_all(b"\\n")?,
            '\r' => out.write_all(b"\\r")?,
            '\t' => out.write_all(b"\\t")?,
            hidden => {
                for unit in hidden.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
        }
    }
    out.write_all(&text.as_bytes()[plain..])?;
    out.write_all(b"\"")
}

/// Returns the instant as RFC 3339 with the zone's offset.
#[must_use]
pub fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_formula() {
        assert_eq!(csv_text("=1+1"), "'=1+1");
        assert_eq!(csv_text("-5.2"), "'-5.2");
        assert_eq!(csv_text("@SUM(A1,A2)"), "\"'@SUM(A1,A2)\"");
        assert_eq!(csv_text("\tx"), "'\\u{9}x");
        assert_eq!(csv_text("Zielona \"3\""), "\"Zielona \"\"3\"\"\"");
    }

    #[test]
    fn a_number_is_no_text() {
        assert_eq!(Dialect::Plain.number("-5.2"), "-5.2");
        assert_eq!(Dialect::ExcelPl.number("-5.2"), "-5,2");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_left_raw() {
        let text: String =
            (0..0x300).chain(0x2000..0x2100).chain([0xfeff, 0xe0001]).filter_map(char::from_u32).collect();
        let mut out = Vec::new();
        json_text(&mut out, &text).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(!written.contains(is_hidden));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
