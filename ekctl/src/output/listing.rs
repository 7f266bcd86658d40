//! A list on its way out: which columns, in which order, how many; then row by row.

use std::cmp::Ordering;
use std::io::{self, Write};

use common::cell::json_text;
use common::text::fold;

use super::cell::Cell;
use super::figure::compare_numbers;
use super::look::Format;
use super::row::{Field, Row};
use super::table::{Headings, brief_columns, known_columns, record, table};
use super::{Output, SCHEMA_PREFIX, csv, json};

/// What of a list is wanted.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Names of columns in the wanted order; all of them without it.
    pub columns: Option<Vec<String>>,
    /// Names of columns, the most important first; `-name` turns the order round.
    pub sort: Vec<String>,
    /// Rows at most; without it, all of them.
    pub limit: Option<u64>,
    pub headings: Headings,
}

impl Default for Pick {
    fn default() -> Self {
        Self { columns: None, sort: Vec::new(), limit: None, headings: Headings::Shown }
    }
}

/// In place of the names of columns: all of them.
const ALL: &str = "all";

/// Why a list cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PickError {
    #[error("there is no column `{name}`; there are {}", known.join(", "))]
    NoSuchColumn { name: String, known: Vec<&'static str> },
    #[error(transparent)]
    Io(#[from] io::Error),
}

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

/// What there is beyond the end of a written list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest<'a> {
    Nothing,
    /// More, which this token leads to.
    After(&'a str),
    /// More, which no token leads to.
    Unreachable,
}

/// A list being written.
pub struct Listing<'o, R> {
    output: &'o mut Output,
    columns: Vec<usize>,
    /// The columns were asked for by name: each is shown, even where it is empty.
    named: bool,
    sort: Vec<(usize, Direction)>,
    pick: Pick,
    /// Rows that wait for the others: a table needs all widths, an order all rows.
    kept: Vec<R>,
    n_rows: u64,
}

impl<'o, R: Row> Listing<'o, R> {
    pub(super) fn begin(output: &'o mut Output, pick: &Pick) -> Result<Self, PickError> {
        let columns = match &pick.columns {
            Some(names) if *names != [ALL] => names.iter().map(|name| place::<R>(name)).collect::<Result<_, _>>()?,
            None if output.look.format == Format::Table => brief_columns(R::FIELDS),
            Some(_) | None => (0..R::FIELDS.len()).collect(),
        };
        let named = pick.columns.is_some();
        let sort = pick.sort.iter().map(|name| order::<R>(name)).collect::<Result<_, _>>()?;
        let mut listing = Self { output, columns, named, sort, pick: pick.clone(), kept: Vec::new(), n_rows: 0 };
        listing.output.broken = true;
        listing.head()?;
        Ok(listing)
    }

    /// Returns how many rows may still come; `None` where all may.
    ///
    /// Before an order can be cut, all rows must be there.
    #[must_use]
    pub fn room(&self) -> Option<u64> {
        if self.sort.is_empty() { self.pick.limit.map(|limit| limit.saturating_sub(self.n_rows)) } else { None }
    }

    /// Tells whether no row has come yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// Takes the next row.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn push(&mut self, row: R) -> Result<(), PickError> {
        if self.output.look.format == Format::Table || !self.sort.is_empty() {
            self.n_rows += 1;
            self.kept.push(row);
            return Ok(());
        }
        self.write(&row)?;
        self.n_rows += 1;
        Ok(())
    }

    /// Ends the list; `next` tells where it would go on.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(self, next: Option<&str>) -> Result<(), PickError> {
        self.end(next.map_or(Rest::Nothing, Rest::After))
    }

    /// Ends the list; if one row is all there is, people get it whole, as `name: value`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish_whole(self) -> Result<(), PickError> {
        if let (Format::Table, [row]) = (self.output.look.format, &self.kept[..]) {
            let cells = row.cells();
            let known = known_columns(R::FIELDS.len(), std::slice::from_ref(&cells));
            let fields: Vec<_> = known.iter().map(|index| R::FIELDS[*index]).collect();
            let cells: Vec<_> = known.iter().map(|index| cells[*index].clone()).collect();
            let text = record(&self.output.look, &fields, &cells);
            self.output.broken = false;
            return Ok(self.output.sink.write_all(text.as_bytes())?);
        }
        self.finish(None)
    }

    /// Ends a list that goes on but cannot be continued by a token.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn cut(self) -> Result<(), PickError> {
        self.end(Rest::Unreachable)
    }

    fn end(mut self, rest: Rest<'_>) -> Result<(), PickError> {
        let mut rows = std::mem::take(&mut self.kept);
        let sort = std::mem::take(&mut self.sort);
        rows.sort_by(|one, other| compare(&sort, &one.cells(), &other.cells()));
        let limit = self.pick.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        // Once rows are put in order, no token says where they go on.
        let rest = if rows.len() > limit { Rest::Unreachable } else { rest };
        rows.truncate(limit);
        if self.output.look.format == Format::Table {
            self.table(&rows)?;
        } else if !rows.is_empty() {
            self.n_rows = 0;
            for row in &rows {
                self.write(row)?;
                self.n_rows += 1;
            }
        }
        self.tail(rest)?;
        self.output.broken = false;
        Ok(())
    }

    fn head(&mut self) -> io::Result<()> {
        let zone = &self.output.look.zone;
        let out = &mut self.output.sink;
        match self.output.look.format {
            Format::Table | Format::Ndjson => Ok(()),
            Format::Csv(dialect) => {
                if self.pick.headings == Headings::Hidden || out.continues() {
                    return Ok(());
                }
                csv::headings(dialect, out, self.columns.iter().map(|index| R::FIELDS[*index].name))
            }
            Format::Json => {
                out.write_all(b"{\"schema\":")?;
                json_text(out, &format!("{SCHEMA_PREFIX}{}", R::SCHEMA))?;
                let scene = self.output.scene;
                for (name, at) in [("generated_at", scene.generated_at), ("data_as_of", scene.data_as_of)] {
                    write!(out, ",\"{name}\":")?;
                    json::value(out, &at.map_or(Cell::Missing, Cell::Instant), zone)?;
                }
                out.write_all(b",\"items\":[")
            }
        }
    }

    fn write(&mut self, row: &R) -> io::Result<()> {
        let zone = &self.output.look.zone;
        let out = &mut self.output.sink;
        let cells = row.cells();
        let places = self.columns.iter().map(|index| (R::FIELDS[*index].name, &cells[*index]));
        match self.output.look.format {
            Format::Table => Ok(()),
            Format::Csv(dialect) => csv::row(dialect, out, places.map(|(_, cell)| cell), zone),
            Format::Ndjson => {
                json::object(out, places, zone)?;
                out.write_all(b"\n")
            }
            Format::Json => {
                out.write_all(if self.n_rows == 0 { b"\n" } else { b",\n" })?;
                json::object(out, places, zone)
            }
        }
    }

    fn table(&mut self, rows: &[R]) -> io::Result<()> {
        if rows.is_empty() {
            let nothing = self.output.look.texts().get("nothing");
            return self.output.footer(&nothing);
        }
        let cells: Vec<Vec<_>> = rows
            .iter()
            .map(|row| {
                let cells = row.cells();
                self.columns.iter().map(|index| cells[*index].clone()).collect()
            })
            .collect();
        let n_columns = self.columns.len();
        let shown = if self.named { (0..n_columns).collect() } else { known_columns(n_columns, &cells) };
        let fields: Vec<Field> = shown.iter().map(|place| R::FIELDS[self.columns[*place]]).collect();
        let cells: Vec<Vec<Cell<'_>>> =
            cells.iter().map(|row| shown.iter().map(|place| row[*place].clone()).collect()).collect();
        let text = table(&self.output.look, &fields, &cells, self.pick.headings);
        self.output.sink.write_all(text.as_bytes())
    }

    fn tail(&mut self, rest: Rest<'_>) -> io::Result<()> {
        let out = &mut self.output.sink;
        match self.output.look.format {
            Format::Json => {
                let start = if self.n_rows == 0 { "" } else { "\n" };
                write!(out, "{start}],\"complete\":{},\"next\":", rest == Rest::Nothing)?;
                let next = if let Rest::After(token) = rest { Cell::Text(token.into()) } else { Cell::Missing };
                json::value(out, &next, &self.output.look.zone)?;
                out.write_all(b"}\n")
            }
            Format::Table | Format::Ndjson | Format::Csv(_) if rest != Rest::Nothing => {
                let limit = self.pick.limit.unwrap_or(self.n_rows).to_string();
                let limit = self.output.look.language.number(&limit);
                let line = self.output.look.texts().format("cut", &[("limit", limit.into())]);
                self.output.note(&line)
            }
            Format::Table | Format::Ndjson | Format::Csv(_) => Ok(()),
        }
    }
}

fn place<R: Row>(name: &str) -> Result<usize, PickError> {
    let found = R::FIELDS.iter().position(|field| field.name == name);
    found.ok_or_else(|| PickError::NoSuchColumn {
        name: name.to_owned(),
        known: R::FIELDS.iter().map(|field| field.name).collect(),
    })
}

fn order<R: Row>(name: &str) -> Result<(usize, Direction), PickError> {
    match name.strip_prefix('-') {
        Some(name) => Ok((place::<R>(name)?, Direction::Down)),
        None => Ok((place::<R>(name)?, Direction::Up)),
    }
}

fn compare(sort: &[(usize, Direction)], one: &[Cell<'_>], other: &[Cell<'_>]) -> Ordering {
    let orders = sort.iter().map(|(index, direction)| match (&one[*index], &other[*index], direction) {
        // What is not known comes last, whichever way the list is turned.
        (Cell::Missing | Cell::Unknown, Cell::Missing | Cell::Unknown, _) => Ordering::Equal,
        (Cell::Missing | Cell::Unknown, _, _) => Ordering::Greater,
        (_, Cell::Missing | Cell::Unknown, _) => Ordering::Less,
        (one, other, Direction::Up) => compare_cells(one, other),
        (one, other, Direction::Down) => compare_cells(other, one),
    });
    orders.fold(Ordering::Equal, Ordering::then)
}

fn compare_cells(one: &Cell<'_>, other: &Cell<'_>) -> Ordering {
    match (one, other) {
        (Cell::Text(one), Cell::Text(other)) => fold(one).cmp(&fold(other)),
        (Cell::Word(one), Cell::Word(other)) => one.cmp(other),
        (Cell::Amount(one), Cell::Amount(other))
        | (Cell::Exact(one), Cell::Exact(other))
        | (Cell::WithUnit(one), Cell::WithUnit(other)) => one.base.cmp(&other.base),
        (Cell::Number(one), Cell::Number(other)) | (Cell::Rounded(one, _), Cell::Rounded(other, _)) => {
            one.digits.cmp(&other.digits)
        }
        (Cell::Money(one), Cell::Money(other)) => one.cmp(other),
        (Cell::Sum(one, of_one), Cell::Sum(other, of_other)) => (of_one, one).cmp(&(of_other, other)),
        (Cell::Decimal(one), Cell::Decimal(other)) => compare_numbers(one, other),
        (Cell::Account(one), Cell::Account(other)) => one.cmp(other),
        (Cell::Integer(one), Cell::Integer(other)) => one.cmp(other),
        (Cell::Id(one), Cell::Id(other)) => one.cmp(other),
        (Cell::Alarm(one), Cell::Alarm(other)) => one.cmp(other),
        (Cell::Lasting(one), Cell::Lasting(other)) | (Cell::About(one), Cell::About(other)) => one.cmp(other),
        (Cell::Instant(one), Cell::Instant(other)) => one.cmp(other),
        (Cell::Flag(one), Cell::Flag(other)) => one.cmp(other),
        // The cells of a column are all of one kind; lists have no order.
        _ => Ordering::Equal,
    }
}
