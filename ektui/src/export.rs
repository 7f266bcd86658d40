//! Tables as files: CSV, CSV for Excel in Polish, JSON. Never localised: exact values, unit in the heading.

use std::fmt::Write as _;

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
        match self {
            Self::Csv => csv(table, &PLAIN).into_bytes(),
            Self::Excel => csv(table, &EXCEL).into_bytes(),
            Self::Json => json(table).into_bytes(),
        }
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
        let write = |at: Timestamp| Self::Text(at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
        at.map_or(Self::Null, write)
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

struct Dialect {
    start: &'static str,
    delimiter: char,
    comma: &'static str,
    end: &'static str,
    /// Put before a text that a spreadsheet would compute.
    guard: &'static str,
}

const PLAIN: Dialect = Dialect { start: "", delimiter: ',', comma: ".", end: "\n", guard: "" };
const EXCEL: Dialect = Dialect { start: "\u{feff}", delimiter: ';', comma: ",", end: "\r\n", guard: "'" };

fn csv(table: &Table, dialect: &Dialect) -> String {
    let mut text = String::from(dialect.start);
    let headings: Vec<Cell> = table.columns.iter().map(|name| Cell::Text(name.clone())).collect();
    for row in std::iter::once(&headings).chain(&table.rows) {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                text.push(dialect.delimiter);
            }
            match cell {
                Cell::Null => {}
                Cell::Number(number) => text.push_str(&number.replace('.', dialect.comma)),
                Cell::Text(cell) => text.push_str(&quoted(cell, dialect)),
            }
        }
        text.push_str(dialect.end);
    }
    text
}

fn quoted(cell: &str, dialect: &Dialect) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@']) { dialect.guard } else { "" };
    if cell.contains([dialect.delimiter, '"', '\n', '\r']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        format!("{guard}{cell}")
    }
}

fn json(table: &Table) -> String {
    let string = |text: &str| serde_json::Value::from(text).to_string();
    let instant = |at: Option<Timestamp>| at.map_or_else(|| "null".to_owned(), |at| string(&at.to_string()));
    let mut text = format!(
        "{{\"schema\":{},\"generated_at\":{},\"data_as_of\":{},\"complete\":true,\"items\":[",
        string(&format!("ek/v1/{}", table.schema)),
        instant(Some(table.generated_at)),
        instant(table.data_as_of),
    );
    for (index, row) in table.rows.iter().enumerate() {
        text.push_str(if index > 0 { ",\n{" } else { "\n{" });
        for (column, (name, cell)) in table.columns.iter().zip(row).enumerate() {
            let comma = if column > 0 { "," } else { "" };
            let cell = match cell {
                Cell::Null => "null".to_owned(),
                Cell::Number(number) => number.clone(),
                Cell::Text(cell) => string(cell),
            };
            write!(text, "{comma}{}:{cell}", string(name)).expect("writing to a String cannot fail");
        }
        text.push('}');
    }
    text.push_str("\n],\"next\":null}\n");
    text
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
            "site,power_kw\n\"=1+1; \"\"x\"\"\",-12.5\nŁąkowa,\n"
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
    fn a_file_name_leads_nowhere_else() {
        assert_eq!(file_name(&["../W-1", "energy"], Format::Json), "___W-1_energy.json");
    }
}
