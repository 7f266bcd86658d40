//! JSON and NDJSON: exact numbers, RFC 3339 instants with offset, and no character that a terminal would obey.
//!
//! Written by hand for two reasons: numbers come digit by digit from integers, and every hidden character (DEL, C1,
//! bidirectional and zero-width ones too) is escaped, which common JSON writers leave raw.

use std::io::{self, Write};

use common::text::is_hidden;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::cell::{Cell, with_decimals};
use super::row::Field;

/// Writes a text as a JSON string.
///
/// # Errors
/// Those of the writer.
pub fn string(out: &mut dyn Write, text: &str) -> io::Result<()> {
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

/// Writes one row as an object with the given fields.
///
/// # Errors
/// Those of the writer.
pub fn object<'a>(
    out: &mut dyn Write,
    places: impl Iterator<Item = (&'static str, &'a Cell<'a>)>,
    zone: &TimeZone,
) -> io::Result<()> {
    out.write_all(b"{")?;
    for (index, (name, cell)) in places.enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write!(out, "\"{name}\":")?;
        value(out, cell, zone)?;
    }
    out.write_all(b"}")
}

/// Writes one cell.
///
/// # Errors
/// Those of the writer.
pub fn value(out: &mut dyn Write, cell: &Cell<'_>, zone: &TimeZone) -> io::Result<()> {
    match cell {
        Cell::Missing => out.write_all(b"null"),
        Cell::Text(text) => string(out, text),
        Cell::Word(word) => string(out, word.name),
        Cell::Unit(quantity) => string(out, quantity.unit().name()),
        Cell::Amount(amount) => out.write_all(amount.exact().as_bytes()),
        Cell::Number(number) => out.write_all(with_decimals(number).as_bytes()),
        Cell::Integer(number) => write!(out, "{number}"),
        Cell::Id(number) => write!(out, "{number}"),
        Cell::Lasting(duration) => write!(out, "{}", duration.as_secs()),
        Cell::Instant(at) => string(out, &instant(*at, zone)),
        Cell::Flag(flag) => write!(out, "{flag}"),
        Cell::Texts(texts) => list(out, texts, |out, text| string(out, text)),
        Cell::Words(words) => list(out, words, |out, word| string(out, word.name)),
        Cell::Amounts(amounts) => list(out, amounts, |out, amount| {
            let text = amount.map_or_else(|| "null".to_owned(), |amount| amount.exact());
            out.write_all(text.as_bytes())
        }),
        Cell::Rows(fields, rows) => list(out, rows, |out, cells| row(out, fields, cells, zone)),
    }
}

fn row(out: &mut dyn Write, fields: &[Field], cells: &[Cell<'_>], zone: &TimeZone) -> io::Result<()> {
    object(out, fields.iter().map(|field| field.name).zip(cells), zone)
}

fn list<T>(
    out: &mut dyn Write,
    items: &[T],
    mut write: impl FnMut(&mut dyn Write, &T) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write(out, item)?;
    }
    out.write_all(b"]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left_raw() {
        let text: String = (0..0x300).chain(0x2000..0x2100).chain([0xfeff, 0xe0001]).filter_map(char::from_u32).collect();
        let mut out = Vec::new();
        string(&mut out, &text).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(!written.contains(is_hidden));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
