//! CSV: text is quoted and made harmless for spreadsheets, numbers stay numbers.
//!
//! Two dialects: plain (comma, decimal point, LF) and the one that a Polish Excel opens by a double click (semicolon,
//! decimal comma, byte-order mark, CRLF).

use std::borrow::Cow;
use std::io::{self, Write};

use common::text::visible;
use jiff::tz::TimeZone;

use super::cell::{Cell, with_decimals};
use super::json;

/// How separators and numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    #[default]
    Plain,
    ExcelPl,
}

impl Dialect {
    const fn separator(self) -> &'static str {
        match self {
            Self::Plain => ",",
            Self::ExcelPl => ";",
        }
    }

    const fn end_of_line(self) -> &'static str {
        match self {
            Self::Plain => "\n",
            Self::ExcelPl => "\r\n",
        }
    }

    fn number(self, plain: String) -> String {
        match self {
            Self::Plain => plain,
            Self::ExcelPl => plain.replace('.', ","),
        }
    }

    /// Returns what stands before the first heading.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::ExcelPl => "\u{feff}",
        }
    }

    /// Writes the headings.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn headings<'a>(self, out: &mut dyn Write, names: impl Iterator<Item = &'a str>) -> io::Result<()> {
        out.write_all(self.mark().as_bytes())?;
        self.line(out, names.map(Cow::Borrowed))
    }

    /// Writes one row.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn row<'a>(
        self,
        out: &mut dyn Write,
        cells: impl Iterator<Item = &'a Cell<'a>>,
        zone: &TimeZone,
    ) -> io::Result<()> {
        self.line(out, cells.map(|cell| Cow::Owned(self.field(cell, zone))))
    }

    fn line<'a>(self, out: &mut dyn Write, fields: impl Iterator<Item = Cow<'a, str>>) -> io::Result<()> {
        for (index, field) in fields.enumerate() {
            if index > 0 {
                out.write_all(self.separator().as_bytes())?;
            }
            out.write_all(field.as_bytes())?;
        }
        out.write_all(self.end_of_line().as_bytes())
    }

    fn field(self, cell: &Cell<'_>, zone: &TimeZone) -> String {
        match cell {
            Cell::Missing => String::new(),
            Cell::Text(text) => harmless(text),
            Cell::Word(word) => harmless(word.name),
            Cell::Unit(quantity) => harmless(quantity.unit().name()),
            Cell::Amount(amount) => self.number(amount.exact()),
            Cell::Number(number) => self.number(with_decimals(number)),
            Cell::Integer(number) => number.to_string(),
            Cell::Id(number) => number.to_string(),
            Cell::Lasting(duration) => duration.as_secs().to_string(),
            Cell::Instant(at) => json::instant(*at, zone),
            Cell::Flag(flag) => flag.to_string(),
            Cell::Texts(texts) => harmless(&texts.join(" ")),
            Cell::Words(words) => harmless(&words.iter().map(|word| word.name).collect::<Vec<_>>().join(" ")),
            Cell::Amounts(amounts) => {
                let texts: Vec<_> =
                    amounts.iter().map(|amount| amount.map_or_else(|| "-".to_owned(), |amount| amount.exact())).collect();
                harmless(&texts.join(" "))
            }
            Cell::Rows(_, rows) => rows.len().to_string(),
        }
    }
}

/// Quotes where needed; a text that a spreadsheet would run as a formula begins with `'`.
fn harmless(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let text = visible(text);
    if text.contains(['"', '\n', '\r', ',', ';']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use common::quantity::Quantity;

    use super::super::cell::Amount;
    use super::*;

    fn written(dialect: Dialect, cell: &Cell<'_>) -> String {
        dialect.field(cell, &TimeZone::UTC)
    }

    #[test]
    fn text_is_no_formula_and_a_number_is_no_text() {
        let text = |text| written(Dialect::Plain, &Cell::Text(Cow::Borrowed(text)));
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("-5.2"), "'-5.2");
        assert_eq!(text("@SUM(A1,A2)"), "\"'@SUM(A1,A2)\"");
        assert_eq!(text("\tx"), "'\\u{9}x");
        assert_eq!(text("Zielona \"3\""), "\"Zielona \"\"3\"\"\"");
        let cold = Cell::Amount(Amount { quantity: Quantity::Outdoor, base: -5_200 });
        assert_eq!(written(Dialect::Plain, &cold), "-5.2");
        assert_eq!(written(Dialect::ExcelPl, &cold), "-5,2");
    }
}
