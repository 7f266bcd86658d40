//! Curves as people write them: a file `outdoor_c;supply_c[;return_c]`, or points `-20:95,0:65,12:45` in one argument.
//!
//! The order of the points does not matter. A slip names the line, so that it is found in a long file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use common::quantity::decimal::{Decimal, Separator};
use common::quantity::{Temperature, Unit};
use common::weather::{Curve, CurveError, CurvePoint};

/// Longest file that is read: a curve has 50 short lines.
const MOST_BYTES: u64 = 64 << 10;
/// Headings of our own listing that say nothing of the points.
const OTHERS: [&str; 3] = ["of", "site", "valid_from"];

/// Why there is no curve to send or to show.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CurveFailure {
    /// The network, or the site, has none in force then.
    #[error("no curve is in force")]
    NoneInForce { site: Option<String> },
    /// Without a file it stood in an argument.
    #[error("a curve has a slip")]
    Slip {
        file: Option<PathBuf>,
        #[source]
        slip: Slip,
    },
}

/// What is wrong with a written curve, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("place {place}: {problem:?} {text}")]
pub struct Slip {
    /// The line of the file, or the point of the argument, counted from 1; 0 where the whole is meant.
    pub place: usize,
    pub problem: Problem,
    /// What stands there.
    pub text: String,
}

/// What can be wrong with a written curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The first line does not name the columns.
    NoHeadings,
    UnknownColumn,
    /// More or fewer cells than headings, or than a point has.
    Cells,
    NoTemperature,
    /// The same outdoor temperature stands there twice.
    Doubled,
    OutOfRange,
    /// A return temperature stands here alone, or is missing here alone.
    ReturnHere,
    /// Fewer than 2 points, or more than 50.
    Count,
    TooLong,
    /// Only the network table has return temperatures.
    ReturnOfSite,
}

impl Problem {
    /// Returns the name by which messages tell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoHeadings => "no-headings",
            Self::UnknownColumn => "unknown-column",
            Self::Cells => "cells",
            Self::NoTemperature => "no-temperature",
            Self::Doubled => "doubled",
            Self::OutOfRange => "out-of-range",
            Self::ReturnHere => "return-here",
            Self::Count => "count",
            Self::TooLong => "too-long",
            Self::ReturnOfSite => "return-of-site",
        }
    }
}

impl Slip {
    fn at(place: usize, problem: Problem, text: &str) -> Self {
        Self { place, problem, text: text.trim().to_owned() }
    }

    /// Returns the slip of return temperatures for a site.
    #[must_use]
    pub fn return_of_site() -> Self {
        Self::at(0, Problem::ReturnOfSite, "")
    }
}

/// A point and where it stands.
struct Placed {
    place: usize,
    text: String,
    point: CurvePoint,
}

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Outdoor,
    Supply,
    Return,
    Other,
}

/// Reads the text of a file; more than any curve has is not read.
///
/// # Errors
/// Those of the file.
pub fn load(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reads a curve from the text of a file.
///
/// # Errors
/// The first slip, with its line.
pub fn parse_file(text: &str) -> Result<Curve, Slip> {
    if text.len() as u64 > MOST_BYTES {
        return Err(Slip::at(0, Problem::TooLong, ""));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let (first, headings) = lines.next().ok_or_else(|| Slip::at(1, Problem::NoHeadings, ""))?;
    let delimiter = if headings.contains(';') { ';' } else { ',' };
    let columns = columns(headings, delimiter, first)?;
    let placed = lines.map(|(place, line)| {
        let cells: Vec<&str> = line.split(delimiter).map(unquoted).collect();
        if cells.len() != columns.len() {
            return Err(Slip::at(place, Problem::Cells, line));
        }
        let cell = |column| columns.iter().position(|of| *of == column).map_or("", |index| cells[index]);
        let written = [Column::Outdoor, Column::Supply, Column::Return].map(cell);
        Ok(Placed { place, text: line.trim().to_owned(), point: point(place, written)? })
    });
    curve(placed.collect::<Result<_, _>>()?)
}

/// Reads a curve from one argument: points between commas, or between semicolons where numbers have commas.
///
/// # Errors
/// The first slip, with the number of its point.
pub fn parse_points(text: &str) -> Result<Curve, Slip> {
    let delimiter = if text.contains(';') { ';' } else { ',' };
    let placed = (1..).zip(text.split(delimiter)).map(|(place, text)| {
        let parts: Vec<&str> = text.split(':').collect();
        let written = match parts.as_slice() {
            [outdoor, supply] => [*outdoor, *supply, ""],
            [outdoor, supply, returned] if !returned.trim().is_empty() => [*outdoor, *supply, *returned],
            _ => return Err(Slip::at(place, Problem::Cells, text)),
        };
        Ok(Placed { place, text: text.trim().to_owned(), point: point(place, written)? })
    });
    curve(placed.collect::<Result<_, _>>()?)
}

fn columns(headings: &str, delimiter: char, line: usize) -> Result<Vec<Column>, Slip> {
    let column = |name: &str| match name {
        "outdoor_c" => Ok(Column::Outdoor),
        "supply_c" => Ok(Column::Supply),
        "return_c" => Ok(Column::Return),
        other if OTHERS.contains(&other) => Ok(Column::Other),
        other => Err(Slip::at(line, Problem::UnknownColumn, other)),
    };
    let names: Vec<&str> = headings.split(delimiter).map(unquoted).collect();
    if !["outdoor_c", "supply_c"].iter().all(|wanted| names.contains(wanted)) {
        return Err(Slip::at(line, Problem::NoHeadings, headings));
    }
    names.into_iter().map(column).collect()
}

fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell)
}

fn point(place: usize, [outdoor, supply, returned]: [&str; 3]) -> Result<CurvePoint, Slip> {
    let degrees = |text: &str| degrees(text).ok_or_else(|| Slip::at(place, Problem::NoTemperature, text));
    let returned = if returned.trim().is_empty() { None } else { Some(degrees(returned)?) };
    Ok(CurvePoint { outdoor: degrees(outdoor)?, supply: degrees(supply)?, returned })
}

/// Reads degrees with a point or a comma: between other delimiters neither can be anything else.
fn degrees(text: &str) -> Option<Temperature> {
    let text = text.replace('\u{2212}', "-");
    let separator = if text.contains(',') { Separator::Comma } else { Separator::Point };
    let number = Decimal::parse(&text, separator).ok()?;
    Some(Temperature::from_base(Unit::Celsius.to_base(number).ok()?))
}

fn curve(mut placed: Vec<Placed>) -> Result<Curve, Slip> {
    placed.sort_by_key(|placed| placed.point.outdoor);
    let found = Curve::new(placed.iter().map(|placed| placed.point).collect());
    found.map_err(|error| {
        let (index, problem) = match error {
            CurveError::Count { n_points } => return Slip::at(0, Problem::Count, &n_points.to_string()),
            CurveError::NotAscending { place } => (place, Problem::Doubled),
            CurveError::OutOfRange { place } => (place, Problem::OutOfRange),
            CurveError::ReturnHere { place } => (place, Problem::ReturnHere),
        };
        let placed = &placed[index - 1];
        Slip::at(placed.place, problem, &placed.text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(curve: &Curve) -> Vec<(i64, i64, Option<i64>)> {
        let told =
            |point: &CurvePoint| (point.outdoor.base(), point.supply.base(), point.returned.map(Temperature::base));
        curve.points().iter().map(told).collect()
    }

    fn check_file(text: &str, place: usize, problem: Problem) {
        let slip = parse_file(text).unwrap_err();
        assert_eq!((slip.place, slip.problem), (place, problem), "{text}");
    }

    #[test]
    fn both_decimals_any_order_and_the_marks_of_excel_are_read() {
        let expected = [(-20_000, 95_500, None), (12_000, 45_000, None)];
        for text in [
            "outdoor_c;supply_c\n-20;95,5\n12;45\n",
            "\u{feff}outdoor_c;supply_c\r\n12;45.0\r\n\r\n−20,0;95.5\r\n",
            "supply_c,outdoor_c\n95.5,-20\n45,12\n",
            "\"outdoor_c\";\"supply_c\";\"return_c\";\"site\"\n\"-20\";\"95,5\";;W-1\n12;45;;W-1\n",
        ] {
            assert_eq!(told(&parse_file(text).unwrap()), expected, "{text}");
        }
        let table = parse_file("outdoor_c;supply_c;return_c\n-20;120;60\n10;70;40,5\n").unwrap();
        assert_eq!(told(&table), [(-20_000, 120_000, Some(60_000)), (10_000, 70_000, Some(40_500))]);
    }

    #[test]
    fn points_in_an_argument_are_read() {
        let expected = [(-20_000, 95_000, None), (0, 65_000, None), (12_000, 45_000, None)];
        assert_eq!(told(&parse_points("-20:95,0:65,12:45").unwrap()), expected);
        assert_eq!(told(&parse_points("12:45; 0:65 ;-20,0:95,0").unwrap()), expected);
        assert_eq!(told(&parse_points("-20:120:60,10:70:40").unwrap())[0], (-20_000, 120_000, Some(60_000)));
    }

    #[test]
    fn a_slip_names_its_line() {
        check_file("", 1, Problem::NoHeadings);
        check_file("-20;95\n12;45\n", 1, Problem::NoHeadings);
        check_file("outdoor_c;supply_c;kot\n-20;95;1\n", 1, Problem::UnknownColumn);
        check_file("outdoor_c;supply_c\n-20;95\n\n12\n", 4, Problem::Cells);
        check_file("outdoor_c;supply_c\n-20;95\n12;ciepło\n", 3, Problem::NoTemperature);
        check_file("outdoor_c;supply_c\n12;40\n-20;95\n12;45\n", 4, Problem::Doubled);
        check_file("outdoor_c;supply_c\n-20;95000\n12;45\n", 2, Problem::OutOfRange);
        check_file("outdoor_c;supply_c;return_c\n-20;95;50\n12;45;\n", 3, Problem::ReturnHere);
        check_file("outdoor_c;supply_c\n-20;95\n", 0, Problem::Count);
        check_file(&"x".repeat(70_000), 0, Problem::TooLong);
        let slip = parse_points("-20:95,0").unwrap_err();
        assert_eq!((slip.place, slip.problem), (2, Problem::Cells));
        assert_eq!(parse_points("-20:95:,0:65").unwrap_err().place, 1);
        assert_eq!(parse_points("").unwrap_err().problem, Problem::Cells);
    }
}
