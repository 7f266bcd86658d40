//! The tables of a sheet as CSV, for spreadsheets and programs.

use std::borrow::Cow;

use common::cell::{self, Dialect, csv_text};
use common::sheet::{Block, Cell, Column, Sheet, Table};
use jiff::tz::TimeZone;

/// Returns the tables one after another.
pub(super) fn write(sheet: &Sheet, dialect: Dialect) -> Vec<u8> {
    let zone = TimeZone::get(&sheet.zone).unwrap_or(TimeZone::UTC);
    let mut out = dialect.mark().as_bytes().to_vec();
    let mut is_first = true;
    for block in &sheet.blocks {
        match block {
            Block::Table(table) => {
                if !is_first {
                    line(&mut out, dialect, Vec::new());
                }
                is_first = false;
                write_table(&mut out, table, (dialect, &zone));
            }
            Block::Heading(_)
            | Block::Text(_)
            | Block::Figures(_)
            | Block::Chart(_)
            | Block::Code(_)
            | Block::PageBreak => {}
        }
    }
    out
}

fn write_table(out: &mut Vec<u8>, table: &Table, (dialect, zone): (Dialect, &TimeZone)) {
    line(out, dialect, table.columns.iter().map(heading).collect());
    for row in &table.rows {
        let missing = std::iter::repeat(&Cell::Missing);
        let cells = row.cells.iter().chain(missing).take(table.columns.len());
        line(out, dialect, cells.map(|cell| field(cell, dialect, zone)).collect());
    }
}

fn line(out: &mut Vec<u8>, dialect: Dialect, fields: Vec<String>) {
    dialect.line(out, fields.into_iter().map(Cow::Owned)).expect("memory takes what is written to it");
}

fn heading(column: &Column) -> String {
    if column.unit.is_empty() { csv_text(&column.key) } else { csv_text(&format!("{} [{}]", column.key, column.unit)) }
}

fn field(cell: &Cell, dialect: Dialect, zone: &TimeZone) -> String {
    match cell {
        Cell::Text(text) => csv_text(text),
        Cell::Number(plain) => dialect.number(plain),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => cell::instant(*at, zone),
        Cell::Missing => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use common::language::Language;
    use common::sheet::{Align, Row, RowKind};

    use super::*;

    fn sheet() -> Sheet {
        let column = |key: &str, unit: &str| Column {
            key: key.to_owned(),
            heading: "Nagłówek".to_owned(),
            unit: unit.to_owned(),
            align: Align::Left,
        };
        let row = |kind, cells| Row { kind, cells };
        let first = Table {
            name: "months".to_owned(),
            title: String::new(),
            columns: vec![column("site", ""), column("used", "GJ"), column("at", "")],
            rows: vec![
                row(
                    RowKind::Plain,
                    vec![
                        Cell::Text("=Zielona, 3".to_owned()),
                        Cell::Number("-12.50".to_owned()),
                        Cell::Instant("2025-10-26T01:30:00Z".parse().unwrap()),
                    ],
                ),
                row(RowKind::Total, vec![Cell::Missing]),
            ],
            n_left: 0,
        };
        let second = Table { rows: Vec::new(), columns: vec![column("day", "")], ..first.clone() };
        Sheet {
            language: Language::Polish,
            zone: "Europe/Warsaw".to_owned(),
            title: String::new(),
            subject: Vec::new(),
            period: None,
            blocks: vec![Block::Table(first), Block::Text("słowa".to_owned()), Block::Table(second)],
            definitions: Vec::new(),
            coverage: None,
            marks: None,
        }
    }

    #[test]
    fn tables_follow_each_other_with_units_and_offsets() {
        let written = String::from_utf8(write(&sheet(), Dialect::Plain)).unwrap();
        let expected = "site,used [GJ],at\n\"'=Zielona, 3\",-12.50,2025-10-26T02:30:00+01:00\n,,\n\nday\n";
        assert_eq!(written, expected);
    }

    #[test]
    fn excel_gets_its_comma() {
        let written = String::from_utf8(write(&sheet(), Dialect::ExcelPl)).unwrap();
        assert!(written.starts_with("\u{feff}site;used [GJ];at\r\n\"'=Zielona, 3\";-12,50;"), "{written}");
    }
}
