//! The rows of a CSV file under their headings.

use std::collections::{BTreeMap, HashMap};

use common::invoice::file::{FileProblem, ProblemKind};

use super::{InvoiceColumn, InvoiceMapping, LineColumn};
use crate::document::rows::{Row, Rows};
use crate::invoice::MAX_PROBLEMS;
use crate::invoice::problem::{problem, with};

/// A file, cut into the cells that a mapping names.
pub(super) struct Sheet<'a> {
    mapping: &'a InvoiceMapping,
    places: Places,
    rows: Vec<Line>,
}

/// Where the named columns are.
#[derive(Default)]
struct Places {
    invoice: BTreeMap<InvoiceColumn, usize>,
    line: BTreeMap<LineColumn, usize>,
    n_columns: usize,
}

/// A row of the file.
struct Line {
    number: u64,
    cells: Vec<String>,
}

/// A cell that holds something.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) text: &'a str,
    pub(super) heading: &'a str,
    pub(super) line: u64,
}

impl Cell<'_> {
    /// Returns what is wrong with the cell.
    pub(super) fn wrong(self, kind: ProblemKind, wanted: &str) -> FileProblem {
        with(problem(kind, self.heading, Some(self.line)), self.text, wanted)
    }
}

impl<'a> Sheet<'a> {
    pub(super) fn read(text: &str, mapping: &'a InvoiceMapping) -> Result<Self, Vec<FileProblem>> {
        let mut rows = Rows::new(text, mapping.delimiter);
        for _ in 0..mapping.skip_lines {
            rows.next_line();
        }
        let headings = match rows.next_row() {
            Some(Row::Fields) => rows.fields().iter().map(|field| field.trim().to_owned()).collect::<Vec<_>>(),
            Some(Row::Broken(_)) => return Err(vec![problem(ProblemKind::Malformed, "", Some(rows.line()))]),
            None => return Err(vec![problem(ProblemKind::Missing, "", None)]),
        };
        let places = Places::of(&headings, mapping, rows.line())?;
        let mut sheet = Self { mapping, places, rows: Vec::new() };
        let mut problems = Vec::new();
        while let Some(row) = rows.next_row() {
            let fields = rows.fields();
            let is_whole = row == Row::Fields
                && fields.len() >= sheet.places.n_columns
                && fields.iter().skip(headings.len()).all(|field| field.trim().is_empty());
            if is_whole {
                let cells = fields.iter().map(|field| field.trim().to_owned()).collect();
                sheet.rows.push(Line { number: rows.line(), cells });
            } else {
                let found = fields.len().to_string();
                problems.push(with(
                    problem(ProblemKind::Malformed, "", Some(rows.line())),
                    &found,
                    &headings.len().to_string(),
                ));
            }
            if problems.len() >= MAX_PROBLEMS {
                break;
            }
        }
        if problems.is_empty() { Ok(sheet) } else { Err(problems) }
    }

    /// Returns the rows of each invoice, as their places in the sheet. Rows without a number are problems.
    pub(super) fn by_number(&self, problems: &mut Vec<FileProblem>) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<(&str, &str, &str), usize> = HashMap::new();
        for at in 0..self.rows.len() {
            let text = |column| self.cell(at, column).map_or("", |cell| cell.text);
            let number = text(InvoiceColumn::Number);
            if number.is_empty() {
                problems.push(self.missing(at, InvoiceColumn::Number));
                continue;
            }
            let key = (text(InvoiceColumn::SellerNip), text(InvoiceColumn::SellerName), number);
            let group = *known.entry(key).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(at);
        }
        groups
    }

    /// Returns what a row says of its invoice, if the cell is there and not empty.
    pub(super) fn cell(&self, row: usize, column: InvoiceColumn) -> Option<Cell<'_>> {
        let place = *self.places.invoice.get(&column)?;
        self.at(row, place, self.mapping.columns.get(&column)?)
    }

    /// Returns what a row says of its line.
    pub(super) fn line_cell(&self, row: usize, column: LineColumn) -> Option<Cell<'_>> {
        let place = *self.places.line.get(&column)?;
        self.at(row, place, self.mapping.lines.get(&column)?)
    }

    /// Returns the problem of a cell that has to be there.
    pub(super) fn missing(&self, row: usize, column: InvoiceColumn) -> FileProblem {
        let heading = self.mapping.columns.get(&column).map_or("", String::as_str);
        problem(ProblemKind::Missing, heading, Some(self.rows[row].number))
    }

    fn at<'b>(&'b self, row: usize, place: usize, heading: &'b str) -> Option<Cell<'b>> {
        let line = &self.rows[row];
        let text = line.cells.get(place)?.as_str();
        let is_there = !text.is_empty() && !self.mapping.missing.iter().any(|missing| missing == text);
        is_there.then_some(Cell { text, heading, line: line.number })
    }
}

impl Places {
    fn of(headings: &[String], mapping: &InvoiceMapping, line: u64) -> Result<Self, Vec<FileProblem>> {
        let mut places = Self::default();
        let mut problems = Vec::new();
        let mut find = |wanted: &str| {
            let mut found = headings.iter().enumerate().filter(|(_, heading)| *heading == wanted).map(|(at, _)| at);
            match (found.next(), found.next()) {
                (Some(at), None) => return Some(at),
                (None, _) => problems.push(problem(ProblemKind::Missing, wanted, Some(line))),
                (Some(_), Some(_)) => problems.push(problem(ProblemKind::Repeated, wanted, Some(line))),
            }
            None
        };
        for (column, heading) in &mapping.columns {
            places.invoice.extend(find(heading).map(|at| (*column, at)));
        }
        for (column, heading) in &mapping.lines {
            places.line.extend(find(heading).map(|at| (*column, at)));
        }
        let last = places.invoice.values().chain(places.line.values()).max();
        places.n_columns = last.map_or(0, |last| last + 1);
        if problems.is_empty() { Ok(places) } else { Err(problems) }
    }
}
