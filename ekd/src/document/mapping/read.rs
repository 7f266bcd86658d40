//! Reads a file by its mapping.

use std::borrow::Cow;
use std::collections::HashSet;

use common::id::SiteCode;
use common::quantity::decimal::Separator;
use common::reading::Suspicion;
use common::source::Problem;
use encoding_rs::Encoding;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::columns::{Columns, Plan, Values, is_among};
use super::time::{Format, Sequence};
use super::{Long, Mapping, UnknownPoints};
use crate::document::problem::{self, malformed};
use crate::document::rows::{Row, Rows, is_same, wrong_number};
use crate::document::sniff::refuse_strangers;
use crate::document::sorter::{Measure, Measures, Sorter, Understood, Written};
use crate::document::{Parsed, PointEntry, SiteEntry};

/// The file as far as it was read.
struct Content<'a> {
    mapping: &'a Mapping,
    format: Format<'a>,
    plan: Plan<'a>,
    sorter: Sorter,
    measures: Measures,
    sequence: Sequence,
    place: Place,
    time: String,
}

/// Whose values the last row held: many rows of one point stand together.
#[derive(Default)]
struct Place {
    /// As they stand in the file.
    cells: (String, String),
    /// As they are in the archive.
    point: String,
    meter: String,
    subject: Option<Result<u32, Suspicion>>,
}

/// The parts of a row that its values share.
struct Shared<'a> {
    written: Written<'a>,
    subject: Result<u32, Suspicion>,
    at: Result<Timestamp, Suspicion>,
    estimated: bool,
    separator: Separator,
}

/// Reads a CSV file of another maker. `file_name` may be where the point's code comes from; times without a zone are
/// taken in the mapping's zone, else in `default_zone`.
///
/// # Errors
/// The problem of the whole file, of which then nothing is taken: the mapping is wrong or names columns that are not
/// there, the text is not of the declared encoding, a web page, too large.
pub fn parse(bytes: &[u8], mapping: &Mapping, file_name: &str, default_zone: &TimeZone) -> Result<Parsed, Problem> {
    refuse_strangers(bytes)?;
    let problems = mapping.check();
    if !problems.is_empty() {
        return Err(problem::mapping(problems.join("; ")));
    }
    let format = Format::new(&mapping.time, default_zone).map_err(problem::mapping)?;
    let text = decoded(bytes, &mapping.encoding)?;
    let mut rows = Rows::new(&text, mapping.delimiter);
    for _ in 0..mapping.skip_lines {
        rows.next_line();
    }
    let Some(columns) = read_columns(&mut rows, mapping)? else { return Ok(Parsed::default()) };
    let mut content = Content {
        mapping,
        format,
        plan: Plan::new(mapping, &columns, file_name)?,
        sorter: Sorter::default(),
        measures: Measures::default(),
        sequence: Sequence::default(),
        place: Place::default(),
        time: String::new(),
    };
    while let Some(row) = rows.next_row() {
        content.take_row(row, rows.line(), rows.fields())?;
    }
    Ok(content.finish())
}

/// Returns the text of the file, read in the encoding of its byte order mark or else in the declared one.
fn decoded<'a>(bytes: &'a [u8], label: &str) -> Result<Cow<'a, str>, Problem> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (Encoding::for_label(label.as_bytes()), 0),
    };
    let encoding = encoding.ok_or_else(|| problem::mapping(format!("no encoding is called `{label}`")))?;
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
    text.ok_or_else(|| malformed(format!("the text is not {}", encoding.name())))
}

/// Returns the columns of the file; `None` where it has neither header nor rows.
fn read_columns<'a>(rows: &mut Rows<'a>, mapping: &Mapping) -> Result<Option<Columns<'a>>, Problem> {
    if mapping.header {
        return match rows.next_row() {
            Some(Row::Fields) => Ok(Some(Columns::Named(rows.fields().to_vec()))),
            Some(Row::Broken(reason)) => Err(malformed(format!("the header: {reason}"))),
            None => Err(malformed("the file ends before its header")),
        };
    }
    let mut ahead = rows.clone();
    Ok(ahead.next_row().map(|_| Columns::Counted(ahead.fields().len())))
}

impl Content<'_> {
    fn take_row(&mut self, row: Row, line: u64, fields: &[Cow<'_, str>]) -> Result<(), Problem> {
        let Self { mapping, format, plan, sorter, measures, sequence, place, time } = self;
        sorter.begin_row();
        if let Row::Broken(reason) = row {
            return sorter.reject(line, reason.to_owned());
        }
        if fields.len() != plan.n_columns {
            return sorter.reject(line, wrong_number(fields, plan.n_columns));
        }
        let subject = place.of_row(plan, fields, sorter)?;
        let at = written_time(plan, fields, time);
        let when = sequence.read(at, format);
        let estimated = plan.estimated.as_ref().is_some_and(|(index, marks)| is_among(fields[*index].trim(), marks));
        let written = Written { line, point: &place.point, meter: &place.meter, at, ..Written::default() };
        let mut instant =
            |of: usize| subject.and_then(|subject| sequence.resolve(when, mapping.time.doubled_hour, (subject, of)));
        let share = |at| Shared { written, subject, at, estimated, separator: plan.separator };
        match &plan.values {
            Values::Wide(columns) => {
                let shared = share(instant(0));
                for column in columns {
                    let value = fields[column.index].as_ref();
                    if plan.is_missing(value) {
                        continue;
                    }
                    shared.put(sorter, Ok(column.measure), (column.quantity, value, column.unit))?;
                }
                Ok(())
            }
            Values::Long { quantity, value, unit, long } => {
                let value = fields[*value].as_ref();
                if plan.is_missing(value) {
                    return Ok(());
                }
                let (quantity, unit) = (fields[*quantity].as_ref(), unit.map_or("", |unit| fields[unit].as_ref()));
                let measure = measures.read(quantity, unit, |quantity, unit| meaning(long, quantity, unit));
                let shared = share(instant(measure.map_or(0, |measure| usize::from(measure.quantity.code()))));
                shared.put(sorter, measure, (quantity, value, unit))
            }
        }
    }

    fn finish(mut self) -> Parsed {
        if self.mapping.unknown_points == UnknownPoints::Create {
            let registry = created(&self.sorter, self.mapping);
            self.sorter.set_registry(registry);
        }
        self.sorter.finish()
    }
}

impl Place {
    /// Returns the number of the row's subject.
    fn of_row(
        &mut self,
        plan: &Plan<'_>,
        fields: &[Cow<'_, str>],
        sorter: &mut Sorter,
    ) -> Result<Result<u32, Suspicion>, Problem> {
        let point = plan.point.cell(fields);
        let meter = plan.meter.as_ref().map_or("", |meter| meter.cell(fields));
        if let Some(subject) = self.subject
            && is_same(&self.cells.0, point)
            && is_same(&self.cells.1, meter)
        {
            return Ok(subject);
        }
        set(&mut self.cells.0, point);
        set(&mut self.cells.1, meter);
        plan.point.write(point, &plan.missing, &mut self.point);
        self.meter.clear();
        if let Some(code) = &plan.meter {
            code.write(meter, &plan.missing, &mut self.meter);
        }
        let subject = sorter.subject(&self.point, &self.meter)?;
        self.subject = Some(subject);
        Ok(subject)
    }
}

impl Shared<'_> {
    fn put(
        &self,
        sorter: &mut Sorter,
        measure: Result<Measure, Suspicion>,
        (quantity, value, unit): (&str, &str, &str),
    ) -> Result<(), Problem> {
        let Self { written, subject, at, estimated, separator } = *self;
        let understood = Understood { subject, measure, at, estimated: Ok(estimated), separator };
        sorter.put(&Written { quantity, value, unit, ..written }, understood)
    }
}

fn set(text: &mut String, to: &str) {
    text.clear();
    text.push_str(to);
}

/// Returns the time of a row, both of its columns if there are two.
fn written_time<'r>(plan: &Plan<'_>, fields: &'r [Cow<'_, str>], buffer: &'r mut String) -> &'r str {
    let Some(second) = plan.second_time else { return &fields[plan.time] };
    buffer.clear();
    buffer.push_str(fields[plan.time].trim());
    buffer.push(' ');
    buffer.push_str(fields[second].trim());
    buffer
}

/// Returns what a long row's quantity and unit mean.
fn meaning(long: &Long, quantity: &str, unit: &str) -> Result<Measure, Suspicion> {
    if long.names.is_empty() {
        return Measure::parse(quantity, unit);
    }
    let meaning = long.names.get(quantity.trim()).ok_or(Suspicion::UnknownQuantity)?;
    Measure::parse(&meaning.quantity, meaning.unit.as_deref().unwrap_or(unit))
}

/// Returns a site with one point for each point of the file.
fn created(sorter: &Sorter, mapping: &Mapping) -> Vec<SiteEntry> {
    let mut met = HashSet::new();
    let points = sorter.subjects().iter().map(|subject| &subject.point).filter(|point| met.insert(point.as_str()));
    let sites = points.filter_map(|point| {
        // A point's code is a code: what holds for it holds for a site's.
        let code = SiteCode::parse(point.as_str()).ok()?;
        let name = mapping.site_name.as_deref().unwrap_or(point.as_str()).trim().to_owned();
        let point = PointEntry {
            code: point.clone(),
            name: String::new(),
            cadence: mapping.cadence,
            installations: Vec::new(),
        };
        Some(SiteEntry { code, name, contracted_power: None, points: vec![point] })
    });
    sites.collect()
}
