//! Sheets and charts as files: PDF that a board can read, SVG, CSV.
//!
//! Values in, bytes out; the same values give the same bytes. Knows no archive, no clock, and not what the figures mean.

mod canvas;
mod chart;
mod code;
mod csv;
mod font;
mod page;
mod pdf;
mod svg;
mod table;
mod words;

use common::cell::Dialect;
use common::language::Language;
use common::report::Form;
use common::sheet::Sheet;
use common::sheet::chart::Chart;

/// Returns the sheet in a form; the dialect is that of CSV.
#[must_use]
pub fn written(sheet: &Sheet, (form, dialect): (Form, Dialect)) -> Vec<u8> {
    match form {
        Form::Pdf => pdf(sheet),
        Form::Csv => csv(sheet, dialect),
    }
}

/// Returns the sheet as PDF, on pages of A4.
#[must_use]
pub fn pdf(sheet: &Sheet) -> Vec<u8> {
    pdf::write(&page::laid_out(sheet))
}

/// Returns the chart as SVG.
#[must_use]
pub fn svg(chart: &Chart, language: Language) -> Vec<u8> {
    svg::write(chart, language)
}

/// Returns the tables of the sheet as CSV: one after another with an empty line between, each with a line of headings
/// (`energy_used [GJ]`).
#[must_use]
pub fn csv(sheet: &Sheet, dialect: Dialect) -> Vec<u8> {
    csv::write(sheet, dialect)
}
