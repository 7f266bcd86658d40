//! The CSV form: one value a line, readings only.

use common::quantity::decimal::Separator;
use common::source::Problem;

use super::estimated;
use crate::document::Parsed;
use crate::document::instant::{Remembered, rfc3339};
use crate::document::problem::{malformed, shortened, unknown_format};
use crate::document::rows::{Row, Rows, wrong_number};
use crate::document::sorter::{Measure, Measures, Sorter, Understood, Written};

/// May stand before the header; the writer puts it there.
pub(super) const MARK: &str = "#ek-document 1";

/// The columns; `estimated` may follow.
pub(super) const HEADER: &str = "point,meter,quantity,at,value,unit";

const HEADER_ESTIMATED: &str = "point,meter,quantity,at,value,unit,estimated";

/// Tells whether the document calls itself one of this form.
pub(super) fn is_promised_by(body: &[u8]) -> bool {
    body.starts_with(b"#ek-document") || body.starts_with(HEADER.as_bytes())
}

pub(super) fn parse(text: &str) -> Result<Parsed, Problem> {
    let mut rows = Rows::new(text, ',');
    let n_columns = read_header(&mut rows)?;
    let (mut sorter, mut remembered, mut measures) = (Sorter::default(), Remembered::default(), Measures::default());
    while let Some(row) = rows.next_row() {
        sorter.begin_row();
        let line = rows.line();
        match (row, rows.fields()) {
            (Row::Broken(reason), _) => sorter.reject(line, reason.to_owned())?,
            (Row::Fields, [point, meter, quantity, at, value, unit, rest @ ..]) if 6 + rest.len() == n_columns => {
                let understood = Understood {
                    subject: sorter.subject(point, meter)?,
                    measure: measures.read(quantity, unit, Measure::parse),
                    at: remembered.read(at, rfc3339),
                    estimated: rest.first().map_or(Ok(false), |mark| estimated(mark)),
                    separator: Separator::Point,
                };
                sorter.put(&Written { line, point, meter, quantity, at, value, unit }, understood)?;
            }
            (Row::Fields, fields) => sorter.reject(line, wrong_number(fields, n_columns))?,
        }
    }
    Ok(sorter.finish())
}

/// Reads up to the end of the header and returns the number of columns.
fn read_header(rows: &mut Rows<'_>) -> Result<usize, Problem> {
    let mut next = || rows.next_line().map(str::trim).ok_or_else(|| malformed("the document ends before its header"));
    let mut header = next()?;
    while header.is_empty() {
        header = next()?;
    }
    if header.starts_with('#') {
        if header != MARK {
            return Err(unknown_format(format!("`{}` where `{MARK}` is read", shortened(header))));
        }
        header = next()?;
    }
    match header {
        HEADER => Ok(6),
        HEADER_ESTIMATED => Ok(7),
        _ => Err(unknown_format(format!("the header is `{}` and not `{HEADER}`", shortened(header)))),
    }
}
