//! Tables for people: aligned columns without lines, never cut, and single things as `name: value`.

use std::collections::BTreeSet;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};

use jiff::Timestamp;

use super::cell::{Cell, Kind};
use super::look::{Clock, Look};
use super::row::Field;

/// Whether the names of the columns stand above them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headings {
    Shown,
    Hidden,
}

/// Returns the rows as a table; columns in which nothing is known are left out unless they were asked for by name.
#[must_use]
pub fn table(look: &Look, fields: &[Field], rows: &[Vec<Cell<'_>>], headings: Headings) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    if headings == Headings::Shown {
        table.set_header(fields.iter().map(|field| look.short_heading(field)));
    }
    let clocks: Vec<_> = (0..fields.len()).map(|index| clock(look, rows.iter().map(|row| &row[index]))).collect();
    for row in rows {
        table.add_row(row.iter().zip(&clocks).map(|(cell, clock)| match cell {
            Cell::Instant(at) => look.short_instant(*at, *clock),
            cell => look.cell(cell),
        }));
    }
    for (index, field) in fields.iter().enumerate() {
        if let Some(column) = table.column_mut(index) {
            column.set_padding((0, 2));
            if field.kind.is_number() {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    let mut text = String::new();
    for (index, line) in table.lines().enumerate() {
        let line = line.trim_end();
        let heading = index == 0 && headings == Headings::Shown;
        text.push_str(&if heading { look.emphasis.strong(line) } else { line.to_owned() });
        text.push('\n');
    }
    text
}

/// Returns how exactly the instants of a column must be written to tell them apart.
fn clock<'a>(look: &Look, cells: impl Iterator<Item = &'a Cell<'a>>) -> Clock {
    let instants = cells.filter_map(|cell| if let Cell::Instant(at) = cell { Some(*at) } else { None });
    let instants: BTreeSet<Timestamp> = instants.collect();
    let minutes: BTreeSet<_> = instants.iter().map(|at| at.as_second().div_euclid(60)).collect();
    let is_midnight = |at: &Timestamp| at.to_zoned(look.zone.clone()).time() == jiff::civil::Time::midnight();
    if instants.iter().all(is_midnight) {
        Clock::Days
    } else if minutes.len() == instants.len() {
        Clock::Minutes
    } else {
        Clock::Seconds
    }
}

/// Returns the places of the few columns that people get unasked, in their order; of all where none are set apart.
#[must_use]
pub fn brief_columns(fields: &[Field]) -> Vec<usize> {
    let mut brief: Vec<_> = (0..fields.len()).filter(|index| fields[*index].place.is_some()).collect();
    brief.sort_by_key(|index| fields[*index].place);
    if brief.is_empty() { (0..fields.len()).collect() } else { brief }
}

/// Returns the places of the columns in which something is known.
#[must_use]
pub fn known_columns(n_fields: usize, rows: &[Vec<Cell<'_>>]) -> Vec<usize> {
    (0..n_fields).filter(|index| rows.is_empty() || rows.iter().any(|row| !is_empty(&row[*index]))).collect()
}

fn is_empty(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Missing) || matches!(cell, Cell::Text(text) if text.is_empty())
}

/// Returns one thing as lines of `name: value`, and what belongs to it as tables below.
#[must_use]
pub fn record(look: &Look, fields: &[Field], cells: &[Cell<'_>]) -> String {
    let headings: Vec<_> = fields.iter().map(|field| look.heading(field)).collect();
    let width = headings.iter().map(|heading| heading.chars().count()).max().unwrap_or(0);
    let (mut lines, mut below) = (String::new(), String::new());
    for (heading, cell) in headings.iter().zip(cells) {
        if let Cell::Rows(fields, rows) = cell {
            if !rows.is_empty() {
                below.push_str(&nested(look, heading, fields, rows));
            }
        } else {
            let gap = " ".repeat(width - heading.chars().count());
            lines.extend([heading, ":", &gap, "  ", &look.cell(cell), "\n"]);
        }
    }
    lines + &below
}

fn nested(look: &Look, heading: &str, fields: &[Field], rows: &[Vec<Cell<'_>>]) -> String {
    let known = known_columns(fields.len(), rows);
    let mut shown = brief_columns(fields);
    shown.retain(|index| known.contains(index) && fields[*index].kind != Kind::Digest);
    let fields: Vec<_> = shown.iter().map(|index| fields[*index]).collect();
    let rows: Vec<Vec<_>> = rows.iter().map(|row| shown.iter().map(|index| row[*index].clone()).collect()).collect();
    format!("\n{}\n{}", look.emphasis.strong(heading), table(look, &fields, &rows, Headings::Shown))
}
