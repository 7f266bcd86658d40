//! What stands on paper, before it is paper: titles, figures, tables and charts, in one language.
//!
//! The daemon makes a sheet of a report's facts and draws it as PDF or writes it as CSV; screens show it as a preview. A
//! sheet holds no time of its making, so that the same facts give the same sheet. Numbers are plain decimals (`58.42`),
//! made from exact amounts; how a language writes them is a matter of drawing.

pub mod chart;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::time::Period;
use chart::Chart;

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    pub language: Language,
    /// IANA name of the zone whose midnights bound the periods.
    pub zone: String,
    pub title: String,
    /// Whose or of what it is: a line each.
    pub subject: Vec<Figure>,
    #[serde(default)]
    pub period: Option<Period>,
    pub blocks: Vec<Block>,
    /// The definitions used, a sentence each.
    pub definitions: Vec<String>,
    /// Readings that came of those that were expected; `None` where none can be expected.
    #[serde(default)]
    pub coverage: Option<Coverage>,
    /// `None` while it is being made.
    #[serde(default)]
    pub marks: Option<Marks>,
}

/// By what a document is known again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// SHA-256 of the definition and its version, in hexadecimal digits.
    pub definition: String,
    /// SHA-256 of everything on the sheet besides the marks, in hexadecimal digits.
    pub data: String,
}

/// How much of what was expected came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    pub n_readings: u64,
    pub n_expected: u64,
}

impl Coverage {
    /// Returns the share, 0 to 1; `None` where nothing was expected.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share to be shown")]
    pub fn share(self) -> Option<f64> {
        (self.n_expected > 0).then(|| (self.n_readings as f64 / self.n_expected as f64).min(1.0))
    }

    /// Returns the coverage of both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self { n_readings: self.n_readings + other.n_readings, n_expected: self.n_expected + other.n_expected }
    }
}

/// A part of a document, from above to below.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Begins a part; the document's outline has a line for it.
    Heading(String),
    Text(String),
    Figures(Vec<Figure>),
    Table(Table),
    Chart(Chart),
    Code(CodeBlock),
    PageBreak,
}

/// A code that telephones read (QR), and what people read beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeBlock {
    /// What is in the code. A text that no code can hold is written out.
    pub text: String,
    pub caption: String,
    /// Beside the code, a paragraph each.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// A name and what it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub label: String,
    pub value: Cell,
    /// Such as `GJ`; may be empty.
    #[serde(default)]
    pub unit: String,
}

/// A table. Its name and the keys of its columns are those of machine output, the same in all languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Rows that a preview leaves out.
    #[serde(default)]
    pub n_left: u64,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub key: String,
    pub heading: String,
    /// Such as `GJ`; may be empty.
    #[serde(default)]
    pub unit: String,
    pub align: Align,
}

/// On which side a column's cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    Right,
}

/// A row of a table, a cell for each column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    #[serde(default)]
    pub kind: RowKind,
    pub cells: Vec<Cell>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    #[default]
    Plain,
    /// A sum of others, or a mean.
    Total,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    Text(String),
    /// A plain decimal, such as `-12.50`.
    Number(String),
    Date(Date),
    Instant(Timestamp),
    /// Not known: never zero.
    Missing,
}
