//! CSV exports of billing programs, read through a mapping: a description of the file in the configuration
//! (`[invoice-mapping.NAME]`).
//!
//! A file is taken whole or not at all: [`InvoiceMapping::check`] says what is wrong with a description, [`read()`] what is wrong
//! with a file. Several rows of one number are one invoice with several lines. Knows no archive.

mod cells;
mod check;
mod group;
mod sheet;

use std::collections::BTreeMap;

use common::invoice::InvoiceKind;
use common::invoice::file::{FileProblem, ProblemKind};
use common::nip::Nip;
use common::quantity::decimal::Separator;
use serde::Deserialize;

use super::problem::{problem, with};
use super::read::ReadInvoice;

/// How a CSV file with invoices is to be understood. Columns are named by their headings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InvoiceMapping {
    /// Stands between fields: one ASCII character.
    #[serde(default = "semicolon")]
    pub delimiter: char,
    /// Stands in amounts; thousands may be set off by blanks.
    #[serde(default = "comma")]
    pub decimal: Separator,
    /// A label of the WHATWG encoding standard, such as `windows-1250`. A byte order mark in the file wins.
    #[serde(default = "utf_8")]
    pub encoding: String,
    /// How days are written, as `strftime` has it.
    #[serde(default = "iso_date")]
    pub date: String,
    /// Lines before the headings.
    #[serde(default)]
    pub skip_lines: u32,
    /// A cell with one of these texts is absent, as an empty one is.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Who issues the invoices, unless columns tell it.
    #[serde(default)]
    pub seller: Option<Seller>,
    pub columns: BTreeMap<InvoiceColumn, String>,
    /// Columns of what is billed; without any, a row is an invoice.
    #[serde(default)]
    pub lines: BTreeMap<LineColumn, String>,
    /// What the texts of the column `kind` mean; anything else is refused.
    #[serde(default)]
    pub kinds: BTreeMap<String, InvoiceKind>,
}

/// Who issues all invoices of a file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Seller {
    pub name: String,
    #[serde(default)]
    pub nip: Option<Nip>,
}

/// What a column says of an invoice: the same in all rows of one number, but `site`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvoiceColumn {
    Number,
    /// As the seller calls the customer.
    Customer,
    Issued,
    Due,
    PeriodFrom,
    PeriodTo,
    /// Złotys without it.
    Currency,
    Net,
    Vat,
    Gross,
    /// What it asks to be paid after earlier balances; the gross amount without it.
    Payable,
    /// What of that was paid when the file was written.
    Paid,
    /// Where it wants to be paid.
    Account,
    KsefNumber,
    /// A site's code or a meter's serial number.
    Site,
    Kind,
    /// The number of the invoice that is corrected.
    Corrects,
    Contract,
    BuyerName,
    BuyerNip,
    SellerName,
    SellerNip,
    Remark,
}

/// What a column says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineColumn {
    Text,
    Quantity,
    Unit,
    Price,
    Net,
    Vat,
    Gross,
    Rate,
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
    "%Y-%m-%d".to_owned()
}

/// Reads a file by a mapping, the invoices in the order of their first rows.
///
/// # Errors
/// What is wrong with it, at most [`MAX_PROBLEMS`](super::MAX_PROBLEMS); nothing is taken then.
pub fn read(bytes: &[u8], mapping: &InvoiceMapping) -> Result<Vec<ReadInvoice>, Vec<FileProblem>> {
    let wrong: Vec<FileProblem> = mapping.check().iter().map(|text| told(text)).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let text = cells::decoded(bytes, &mapping.encoding).map_err(|problem| vec![problem])?;
    let sheet = sheet::Sheet::read(&text, mapping)?;
    let mut problems = Vec::new();
    let mut invoices = Vec::new();
    for rows in sheet.by_number(&mut problems) {
        if problems.len() >= super::MAX_PROBLEMS {
            break;
        }
        invoices.extend(group::invoice(&sheet, mapping, &rows, &mut problems));
    }
    problems.truncate(super::MAX_PROBLEMS);
    problems.sort_by_key(|problem| problem.line);
    if problems.is_empty() { Ok(invoices) } else { Err(problems) }
}

fn told(text: &str) -> FileProblem {
    with(problem(ProblemKind::BadValue, "invoice-mapping", None), text, "")
}
