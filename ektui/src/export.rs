//! Tables as files: CSV, CSV for Excel in Polish, JSON. Never localised: exact values, unit in the heading.

use std::borrow::Cow;
use std::io::{self, Write as _};

use common::cell::{self, Dialect, csv_text, json_text};
use common::quantity::{Quantity, Value};
use jiff::Timestamp;

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    /// Semicolons, decimal commas, a byte order mark and CRLF: what Excel opens by a double click in Poland.
    Excel,
    Json,
}

/// A cell as machines read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A plain decimal, such as `-12.5`.
    Number(String),
    /// A plain decimal that no reader may turn into a binary fraction: in JSON it is a text.
    Money(String),
    Null,
}

/// A table with its name in the schema, such as `site.live`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub schema: &'static str,
    pub generated_at: Timestamp,
    /// The newest reading that the daemon had.
    pub data_as_of: Option<Timestamp>,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Csv, Self::Excel, Self::Json];

    /// Returns the name of the label in our messages.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Csv => "export-csv",
            Self::Excel => "export-excel",
            Self::Json => "export-json",
        }
    }

    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::Excel => "csv",
            Self::Json => "json",
        }
    }

    /// Returns the flags by which `ekctl` writes the same.
    #[must_use]
    pub const fn flags(self) -> &'static str {
        match self {
            Self::Csv => "-o csv",
            Self::Excel => "-o csv --csv-dialect excel-pl",
            Self::Json => "-o json",
        }
    }

    /// Writes the table.
    #[must_use]
    pub fn write(self, table: &Table) -> Vec<u8> {
        let written = match self {
            Self::Csv => csv(table, Dialect::Plain),
            Self::Excel => csv(table, Dialect::ExcelPl),
            Self::Json => json(table),
        };
        written.expect("writing to a Vec cannot fail")
    }
}

impl Cell {
    /// Returns a text, `null` where it is empty.
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Null } else { Self::Text(text.to_owned()) }
    }

    /// Returns the exact amount in the unit of its quantity; seconds do not divide into hours, so those get six digits.
    #[must_use]
    pub fn amount(quantity: Quantity, value: Option<Value>) -> Self {
        let unit = quantity.unit();
        let write = |value: Value| {
            let base = value.base();
            Self::Number(unit.write_exact(base).unwrap_or_else(|| unit.write_rounded(base, 6)))
        };
        value.map_or(Self::Null, write)
    }

    /// Returns an instant in RFC 3339.
    #[must_use]
    pub fn instant(at: Option<Timestamp>, zone: &jiff::tz::TimeZone) -> Self {
        at.map_or(Self::Null, |at| Self::Text(cell::instant(at, zone)))
    }
}

/// Returns a file name of ids and dates: anything but letters, digits and `-` becomes `_`.
#[must_use]
pub fn file_name(parts: &[&str], format: Format) -> String {
    let clean = |part: &&str| -> String {
        part.chars()
            .map(|character| if character.is_alphanumeric() || character == '-' { character } else { '_' })
            .collect()
    };
    let name: Vec<String> = parts.iter().map(clean).collect();
    format!("{}.{}", name.join("_"), format.extension())
}

fn csv(table: &Table, dialect: Dialect) -> io::Result<Vec<u8>> {
    let mut out = Vec::from(dialect.mark());
    dialect.line(&mut out, table.columns.iter().map(|name| csv_text(name).into()))?;
    for row in &table.rows {
        let fields = row.iter().map(|cell| match cell {
            Cell::Null => Cow::Borrowed(""),
            Cell::Number(number) | Cell::Money(number) => dialect.number(number).into(),
            Cell::Text(text) => csv_text(text).into(),
        });
        dialect.line(&mut out, fields)?;
    }
    Ok(out)
}

fn json(table: &Table) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let instant = |out: &mut Vec<u8>, at: Option<Timestamp>| match at {
        Some(at) => json_text(out, &at.to_string()),
        None => out.write_all(b"null"),
    };
    out.write_all(b"{\"schema\":")?;
    json_text(&mut out, &format!("ek/v1/{}", table.schema))?;
    out.write_all(b",\"generated_at\":")?;
    instant(&mut out, Some(table.generated_at))?;
    out.write_all(b",\"data_as_of\":")?;
    instant(&mut out, table.data_as_of)?;
    out.write_all(b",\"complete\":true,\"items\":[")?;
    for (index, row) in table.rows.iter().enumerate() {
        out.write_all(if index > 0 { b",\n{" } else { b"\n{" })?;
        for (column, (name, cell)) in table.columns.iter().zip(row).enumerate() {
            out.write_all(if column > 0 { b"," } else { b"" })?;
            json_text(&mut out, name)?;
            out.write_all(b":")?;
            match cell {
                Cell::Null => out.write_all(b"null")?,
                Cell::Number(number) => out.write_all(number.as_bytes())?,
                Cell::Text(text) | Cell::Money(text) => json_text(&mut out, text)?,
            }
        }
        out.write_all(b"}")?;
    }
    out.write_all(b"\n],\"next\":null}\n")?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            schema: "site.live",
            generated_at: Timestamp::UNIX_EPOCH,
            data_as_of: None,
            columns: ["site", "power_kw"].map(str::to_owned).into(),
            rows: vec![
                vec![Cell::Text("=1+1; \"x\"".into()), Cell::Number("-12.5".into())],
                vec![Cell::Text("Łąkowa".into()), Cell::Null],
            ],
        }
    }

    #[test]
    fn each_reader_gets_its_own_csv() {
        assert_eq!(
            String::from_utf8(Format::Csv.write(&table())).unwrap(),
            "site,power_kw\n\"'=1+1; \"\"x\"\"\",-12.5\nŁąkowa,\n"
        );
        assert_eq!(
            String::from_utf8(Format::Excel.write(&table())).unwrap(),
            "\u{feff}site;power_kw\r\n\"'=1+1; \"\"x\"\"\";-12,5\r\nŁąkowa;\r\n"
        );
    }

    #[test]
    fn json_is_json_and_keeps_the_digits() {
        let text = String::from_utf8(Format::Json.write(&table())).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["items"][0]["power_kw"], -12.5);
        assert_eq!(value["items"][1]["power_kw"], serde_json::Value::Null);
        assert!(text.contains(":-12.5"));
    }

    #[test]
    fn a_name_with_hidden_characters_writes_none_of_them() {
        let hostile = vec![Cell::Text("a\u{1b}]0;x\u{7}\u{202e}\u{7f}\u{9b}b".into()), Cell::Null];
        let table = Table { rows: vec![hostile], ..table() };
        for format in Format::ALL {
            let text = String::from_utf8(format.write(&table)).unwrap();
            let text = text.trim_start_matches('\u{feff}').replace(['\r', '\n'], "");
            assert!(!text.contains(common::text::is_hidden), "{format:?}");
        }
    }

    #[test]
    fn a_file_name_leads_nowhere_else() {
        assert_eq!(file_name(&["../W-1", "energy"], Format::Json), "___W-1_energy.json");
    }
}
