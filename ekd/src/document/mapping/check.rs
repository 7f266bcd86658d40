//! What is wrong with a mapping, before any file is read by it.

use common::id::{PointCode, SerialNumber};
use common::quantity::decimal::Separator;
use common::reading::Suspicion;
use common::text;
use encoding_rs::Encoding;
use jiff::tz::TimeZone;

use super::time::Format;
use super::{Column, Layout, Long, Mapping, Origin, Place, UnknownPoints, WideColumn};
use crate::document::sorter::Measure;

impl Mapping {
    /// Returns everything that is wrong with the mapping, a sentence each; nothing if it can be used.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        self.check_file(&mut problems);
        if let Err(problem) = Format::new(&self.time, &TimeZone::UTC) {
            problems.push(problem);
        }
        self.check_origins(&mut problems);
        match &self.layout {
            Layout::Wide(columns) => check_wide(columns, &mut problems),
            Layout::Long(long) => check_long(long, &mut problems),
        }
        for (key, column) in self.columns() {
            match column {
                Column::Number(0) => problems.push(format!("{key}: columns are counted from 1")),
                Column::Name(name) if !self.header => {
                    problems.push(format!("{key}: `{name}` is a name, but the file has no header; give a number"));
                }
                Column::Name(_) | Column::Number(_) => {}
            }
        }
        self.check_points(&mut problems);
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
    }

    fn check_origins(&self, problems: &mut Vec<String>) {
        if let Some(code) = fixed(&self.point)
            && let Err(error) = PointCode::parse(&code)
        {
            problems.push(format!("point: {error}"));
        }
        if let Some(serial) = self.meter.as_ref().and_then(fixed)
            && let Err(error) = SerialNumber::parse(&serial)
        {
            problems.push(format!("meter: {error}"));
        }
    }

    fn check_points(&self, problems: &mut Vec<String>) {
        if self.cadence.is_some_and(|cadence| !cadence.is_positive()) {
            problems.push("cadence: it must be longer than nothing".to_owned());
        }
        if let Some(name) = &self.site_name {
            if name.contains(text::is_hidden) || name.trim().is_empty() {
                problems.push("site-name: empty, or with a character that cannot be shown".to_owned());
            }
            if self.unknown_points == UnknownPoints::Quarantine {
                problems.push("site-name: without `unknown-points = \"create\"` no site is made".to_owned());
            }
        }
    }

    /// Returns every column that the mapping names, with the key that names it.
    fn columns(&self) -> Vec<(&'static str, &Column)> {
        let mut columns = vec![("time.column", &self.time.column)];
        let estimated = self.estimated.as_ref().map(|estimated| &estimated.column);
        let optional = [
            ("time.second-column", self.time.second_column.as_ref()),
            ("point", self.point.column()),
            ("meter", self.meter.as_ref().and_then(Origin::column)),
            ("estimated", estimated),
        ];
        columns.extend(optional.into_iter().filter_map(|(key, column)| column.map(|column| (key, column))));
        match &self.layout {
            Layout::Wide(wide) => {
                columns.extend(wide.iter().map(|wide| ("layout.wide", &wide.column)));
            }
            Layout::Long(long) => {
                columns.push(("layout.long.quantity", &long.quantity));
                columns.push(("layout.long.value", &long.value));
                columns.extend(long.unit.as_ref().map(|unit| ("layout.long.unit", unit)));
            }
        }
        columns
    }
}

fn fixed(origin: &Origin) -> Option<String> {
    matches!(origin.place, Place::Fixed(_)).then(|| origin.of_file("")).flatten()
}

fn check_wide(columns: &[WideColumn], problems: &mut Vec<String>) {
    if columns.is_empty() {
        problems.push("layout.wide: no column carries a value".to_owned());
    }
    for (index, wide) in columns.iter().enumerate() {
        check_measure("layout.wide", &wide.quantity, &wide.unit, problems);
        if columns[..index].iter().any(|earlier| earlier.quantity == wide.quantity) {
            problems.push(format!("layout.wide: `{}` has two columns", wide.quantity));
        }
    }
}

fn check_long(long: &Long, problems: &mut Vec<String>) {
    if long.unit.is_none() && long.names.is_empty() {
        problems.push("layout.long: neither a column `unit` nor `names` tell the units".to_owned());
    }
    for (name, meaning) in &long.names {
        let key = format!("layout.long.names.{name}");
        match &meaning.unit {
            Some(unit) => check_measure(&key, &meaning.quantity, unit, problems),
            None if long.unit.is_none() => problems.push(format!("{key}: the unit is missing")),
            None if common::quantity::Quantity::parse(&meaning.quantity).is_none() => {
                problems.push(format!("{key}: no quantity is called `{}`", meaning.quantity));
            }
            None => {}
        }
    }
}

fn check_measure(key: &str, quantity: &str, unit: &str, problems: &mut Vec<String>) {
    match Measure::parse(quantity, unit) {
        Ok(_) => {}
        Err(Suspicion::UnknownQuantity) => problems.push(format!("{key}: no quantity is called `{quantity}`")),
        Err(_) => problems.push(format!("{key}: `{unit}` is no unit of {quantity}")),
    }
}
