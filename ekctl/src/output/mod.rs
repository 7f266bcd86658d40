//! Writing answers: one door for all commands, whatever the format.
//!
//! A command hands over rows; whether they become a table, JSON, NDJSON or CSV, on the standard output or in a file, is
//! decided here. Machine formats are written row by row, so that an export of years needs no memory for them.

pub mod cell;
pub mod code;
pub mod csv;
pub mod figure;
pub mod file;
pub mod json;
pub mod listing;
pub mod look;
pub mod parquet;
pub mod row;
pub mod schema;
pub mod table;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use common::cell::json_text;
use jiff::Timestamp;

pub use cell::{Amount, Cell, Word};
pub use file::Sink;
pub use listing::{Listing, Pick, PickError};
pub use look::{Format, Look};
pub use parquet::{Sheet, SheetError};
pub use row::Row;
pub(crate) use row::row;

/// Before the name of every schema: the major version within which keys are only added.
pub const SCHEMA_PREFIX: &str = "ek/v1/";

/// Where and how a command's answer is written.
pub struct Output {
    pub look: Look,
    sink: Sink,
    scene: Scene,
    talk: Talk,
    /// A list was begun and not ended: what was written is no whole answer.
    broken: bool,
    /// A small file that is written after the answer is safe.
    afterwards: Option<(PathBuf, String)>,
}

/// How much is said beside the answer, on the standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Talk {
    Silent,
    Usual,
    /// Also retries and what each call took.
    Verbose,
}

/// When an answer was made and how new its data are; unknown where no daemon was asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scene {
    pub generated_at: Option<Timestamp>,
    pub data_as_of: Option<Timestamp>,
}

impl Output {
    #[must_use]
    pub fn new(look: Look, sink: Sink, talk: Talk) -> Self {
        Self { look, sink, scene: Scene::default(), talk, broken: false, afterwards: None }
    }

    #[must_use]
    pub const fn talk(&self) -> Talk {
        self.talk
    }

    /// Notes when the answer is made.
    pub const fn set_scene(&mut self, scene: Scene) {
        self.scene = scene;
    }

    /// Begins a list of rows.
    ///
    /// # Errors
    /// Columns that the rows do not have, or a failing writer.
    pub fn list<R: Row>(&mut self, pick: &Pick) -> Result<Listing<'_, R>, PickError> {
        Listing::begin(self, pick)
    }

    /// Begins a Parquet file of readings.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn sheet(&mut self) -> Result<Sheet<'_>, SheetError> {
        Sheet::begin(&mut self.sink, &mut self.broken)
    }

    /// Writes one thing: `name: value` for people, a list of one row for machines.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn record<R: Row>(&mut self, row: R) -> Result<(), PickError> {
        match self.look.format {
            Format::Table => {
                let text = table::record(&self.look, R::FIELDS, &row.cells());
                Ok(self.sink.write_all(text.as_bytes())?)
            }
            Format::Json | Format::Ndjson | Format::Csv(_) => {
                let mut listing = self.list::<R>(&Pick::default())?;
                listing.push(row)?;
                listing.finish(None)
            }
        }
    }

    /// Writes what came of a command: a sentence for people, a list of one row for machines.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn told<R: Row>(&mut self, row: R, sentence: &str) -> Result<(), PickError> {
        match self.look.format {
            Format::Table => Ok(writeln!(self.sink, "{sentence}")?),
            Format::Json | Format::Ndjson | Format::Csv(_) => self.record(row),
        }
    }

    /// Writes a text as it is: a chart, a script.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.sink.write_all(text.as_bytes())
    }

    /// Writes a piece of a file as it is; until [`Output::end_bytes`] it is no whole answer.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.broken = true;
        self.sink.write_all(bytes)
    }

    /// Notes that the file is whole.
    pub const fn end_bytes(&mut self) {
        self.broken = false;
    }

    /// Writes a line for people below a table; machines do not get it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn footer(&mut self, line: &str) -> io::Result<()> {
        match self.look.format {
            Format::Table => writeln!(self.sink, "{line}"),
            Format::Json | Format::Ndjson | Format::Csv(_) => Ok(()),
        }
    }

    /// Says something beside the answer, on the standard error.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn note(&self, line: &str) -> io::Result<()> {
        if self.talk >= Talk::Usual { writeln!(io::stderr(), "{line}") } else { Ok(()) }
    }

    /// Writes one row as a line of JSON and hands it on at once.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn event<R: Row>(&mut self, row: &R) -> io::Result<()> {
        self.sink.write_all(b"{\"schema\":")?;
        json_text(&mut self.sink, &format!("{SCHEMA_PREFIX}{}", R::SCHEMA))?;
        let cells = row.cells();
        for (field, cell) in R::FIELDS.iter().zip(&cells).filter(|(_, cell)| **cell != Cell::Missing) {
            write!(self.sink, ",\"{}\":", field.name)?;
            json::value(&mut self.sink, cell, &self.look.zone)?;
        }
        self.sink.write_all(b"}\n")?;
        self.sink.flush()
    }

    /// Returns the file that the answer goes to; `None` on the standard output.
    #[must_use]
    pub fn target(&self) -> Option<&Path> {
        self.sink.target()
    }

    /// Notes a small file that is to be written after the answer is safe, and not at all if it never is.
    pub fn write_when_safe(&mut self, path: PathBuf, text: String) {
        self.afterwards = Some((path, text));
    }

    /// Makes everything written final.
    ///
    /// # Errors
    /// A closed pipe, a full disk.
    pub fn commit(self) -> io::Result<()> {
        self.sink.commit()?;
        match self.afterwards {
            Some((path, text)) => file::write_whole(&path, &text),
            None => Ok(()),
        }
    }

    /// Ends after a failure: what is whole is kept, what is not is dropped, and nothing takes no file's place.
    ///
    /// # Errors
    /// As [`Output::commit`].
    pub fn give_up(mut self) -> io::Result<()> {
        self.afterwards = None;
        if self.broken || self.sink.is_untouched() {
            self.sink.abandon();
            return Ok(());
        }
        self.commit()
    }
}
