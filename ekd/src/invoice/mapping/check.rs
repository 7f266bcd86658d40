//! What is wrong with a mapping, before any file is read by it.

use std::collections::BTreeSet;

use common::quantity::decimal::Separator;
use encoding_rs::Encoding;
use jiff::civil::date;

use super::{InvoiceColumn, InvoiceMapping, LineColumn, cells};

impl InvoiceMapping {
    /// Returns everything that is wrong with the mapping, a sentence each; nothing if it can be used.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        self.check_file(&mut problems);
        self.check_columns(&mut problems);
        self.check_amounts(&mut problems);
        problems
    }

    fn check_file(&self, problems: &mut Vec<String>) {
        let printable = self.delimiter == '\t' || self.delimiter.is_ascii_graphic();
        if !printable || self.delimiter == '"' || self.delimiter.is_ascii_alphanumeric() {
            problems.push(format!("delimiter: {:?} cannot stand between fields", self.delimiter));
        }
        if self.delimiter == ',' && self.decimal == Separator::Comma {
            problems.push("delimiter and decimal are both a comma".to_owned());
        }
        if self.delimiter == '.' && self.decimal == Separator::Point {
            problems.push("delimiter and decimal are both a point".to_owned());
        }
        if Encoding::for_label(self.encoding.as_bytes()).is_none() {
            problems.push(format!("encoding: no encoding is called `{}`", self.encoding));
        }
        let day = date(2028, 2, 29);
        let written = jiff::fmt::strtime::format(&self.date, day).ok();
        if written.and_then(|text| cells::date(&text, &self.date)) != Some(day) {
            problems.push(format!("date: `{}` does not say how a day is written", self.date));
        }
    }

    fn check_columns(&self, problems: &mut Vec<String>) {
        for (column, name) in [(InvoiceColumn::Number, "number"), (InvoiceColumn::Issued, "issued")] {
            if !self.columns.contains_key(&column) {
                problems.push(format!("columns: {name} is needed"));
            }
        }
        let has = |column| self.columns.contains_key(&column);
        if has(InvoiceColumn::PeriodFrom) != has(InvoiceColumn::PeriodTo) {
            problems.push("columns: period-from and period-to go together".to_owned());
        }
        if self.seller.is_none() && !has(InvoiceColumn::SellerName) && !has(InvoiceColumn::SellerNip) {
            problems.push("neither seller nor a column tells who issues the invoices".to_owned());
        }
        if self.seller.as_ref().is_some_and(|seller| seller.name.trim().is_empty() && seller.nip.is_none()) {
            problems.push("seller: a name or a NIP is needed".to_owned());
        }
        if has(InvoiceColumn::Kind) == self.kinds.is_empty() {
            problems.push("columns: kind goes with kinds".to_owned());
        }
        let mut seen = BTreeSet::new();
        for heading in self.columns.values() {
            if heading.trim().is_empty() || heading.trim() != heading {
                problems.push(format!("columns: `{heading}` is no heading"));
            }
            if !seen.insert(heading) {
                problems.push(format!("columns: `{heading}` stands for two things"));
            }
        }
        if self.lines.values().any(|heading| heading.trim().is_empty() || heading.trim() != heading) {
            problems.push("lines: a heading is empty, or has blanks around it".to_owned());
        }
    }

    /// Two of net, VAT and gross tell the third.
    fn check_amounts(&self, problems: &mut Vec<String>) {
        let invoice = [InvoiceColumn::Net, InvoiceColumn::Vat, InvoiceColumn::Gross];
        let line = [LineColumn::Net, LineColumn::Vat, LineColumn::Gross];
        let n_invoice = invoice.iter().filter(|column| self.columns.contains_key(column)).count();
        let n_line = line.iter().filter(|column| self.lines.contains_key(column)).count();
        if n_invoice < 2 && n_line < 2 {
            problems.push("two of net, vat and gross are needed: in columns, or in lines".to_owned());
        }
    }
}
