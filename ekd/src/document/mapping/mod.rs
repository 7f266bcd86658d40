//! CSV files of others, read through a mapping: a description of the file in the configuration.
//!
//! [`Mapping`] is that description, [`Mapping::check`] says what is wrong with it, [`parse`] reads a file by it. Knows
//! no archive: whether a point exists is not asked here.

mod check;
mod columns;
mod origin;
mod read;
mod time;

use std::collections::BTreeMap;

use common::quantity::decimal::Separator;
use jiff::SignedDuration;
use serde::Deserialize;

pub use origin::{Origin, Place};
pub use read::parse;
pub use time::{DoubledHour, TimeRule};

/// How a CSV file is to be understood.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mapping {
    /// Stands between fields: one ASCII character.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// Stands in numbers.
    #[serde(default)]
    pub decimal: Separator,
    /// A label of the WHATWG encoding standard, such as `windows-1250`. A byte order mark in the file wins.
    #[serde(default = "utf_8")]
    pub encoding: String,
    /// Lines before the header, or before the first row where there is none.
    #[serde(default)]
    pub skip_lines: u32,
    /// Whether a line with the names of the columns comes first.
    #[serde(default = "yes")]
    pub header: bool,
    /// A cell with one of these texts is absent, and counted nowhere.
    #[serde(default)]
    pub missing: Vec<String>,
    pub time: TimeRule,
    pub point: Origin,
    #[serde(default)]
    pub meter: Option<Origin>,
    pub layout: Layout,
    #[serde(default)]
    pub estimated: Option<Estimated>,
    /// How often each point is read; told to the archive where points are created.
    #[serde(default)]
    pub cadence: Option<SignedDuration>,
    #[serde(default)]
    pub unknown_points: UnknownPoints,
    /// The name of the site of a point that is created; its code where absent.
    #[serde(default)]
    pub site_name: Option<String>,
}

/// How values stand in the rows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A column for each quantity.
    Wide(Vec<WideColumn>),
    /// A value a row, with the name of its quantity.
    Long(Long),
}

/// A column of a wide file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WideColumn {
    pub column: Column,
    pub quantity: String,
    pub unit: String,
    /// Some files of the kind lack the column.
    #[serde(default)]
    pub optional: bool,
}

/// The columns of a long file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Long {
    pub quantity: Column,
    pub value: Column,
    /// Where the unit stands, unless `names` has it.
    #[serde(default)]
    pub unit: Option<Column>,
    /// What the file's names of quantities mean; where empty, they are ours.
    #[serde(default)]
    pub names: BTreeMap<String, Meaning>,
}

/// What a foreign name of a quantity means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Meaning {
    pub quantity: String,
    /// The unit, where the file has no column for it.
    #[serde(default)]
    pub unit: Option<String>,
}

/// Which values are estimates.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Estimated {
    pub column: Column,
    /// The texts that say so; anything else says measured.
    pub values: Vec<String>,
}

/// A column by its name in the header, or by its number counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "the name of a column, or its number from 1")]
pub enum Column {
    Name(String),
    Number(usize),
}

/// What becomes of a point that the archive does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownPoints {
    /// Its values wait for a person.
    #[default]
    Quarantine,
    /// A site and a point of that code are made.
    Create,
}

const fn comma() -> char {
    ','
}

fn utf_8() -> String {
    "utf-8".to_owned()
}

const fn yes() -> bool {
    true
}
