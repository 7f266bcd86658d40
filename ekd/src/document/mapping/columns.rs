//! Finds the columns of a mapping in a file.

use std::borrow::Cow;

use common::quantity::decimal::Separator;
use common::source::Problem;

use super::{Column, Layout, Long, Mapping, Origin};
use crate::document::problem::{self, shortened};
use crate::document::rows::is_same;
use crate::document::sorter::Measure;

/// The columns of the file at hand.
pub(super) enum Columns<'a> {
    Named(Vec<Cow<'a, str>>),
    /// Without a header, only how many there are.
    Counted(usize),
}

/// A mapping whose columns have been found.
pub(super) struct Plan<'a> {
    pub(super) n_columns: usize,
    pub(super) time: usize,
    pub(super) second_time: Option<usize>,
    pub(super) point: Code<'a>,
    pub(super) meter: Option<Code<'a>>,
    /// Trimmed, as the cells are that are compared with them.
    pub(super) estimated: Option<(usize, Vec<&'a str>)>,
    pub(super) missing: Vec<&'a str>,
    pub(super) values: Values<'a>,
    pub(super) separator: Separator,
}

/// Where a code comes from.
pub(super) enum Code<'a> {
    InColumn { index: usize, prefix: &'a str },
    Same(String),
}

/// Where values stand in a row.
pub(super) enum Values<'a> {
    Wide(Vec<WideValue<'a>>),
    Long { quantity: usize, value: usize, unit: Option<usize>, long: &'a Long },
}

/// A column with a value.
pub(super) struct WideValue<'a> {
    pub(super) index: usize,
    pub(super) quantity: &'a str,
    pub(super) unit: &'a str,
    pub(super) measure: Measure,
}

/// How many names a message lists.
const MAX_LISTED: usize = 40;

impl Columns<'_> {
    const fn len(&self) -> usize {
        match self {
            Self::Named(names) => names.len(),
            Self::Counted(number) => *number,
        }
    }

    /// Returns the index of the column, counted from 0.
    fn find(&self, column: &Column) -> Result<usize, Problem> {
        match (column, self) {
            (Column::Number(number), _) if (1..=self.len()).contains(number) => Ok(number - 1),
            (Column::Number(number), _) => {
                Err(problem::mapping(format!("there is no column {number}, the file has {}", self.len())))
            }
            (Column::Name(name), Self::Named(names)) => {
                let mut places = names.iter().enumerate().filter(|(_, known)| known.trim() == name.trim());
                match (places.next(), places.next()) {
                    (Some((index, _)), None) => Ok(index),
                    (Some(_), Some(_)) => Err(problem::mapping(format!(
                        "two columns are called `{}`: give the number of one",
                        shortened(name)
                    ))),
                    (None, _) => Err(problem::mapping(format!(
                        "no column is called `{}`; there are: {}",
                        shortened(name),
                        listed(names)
                    ))),
                }
            }
            (Column::Name(name), Self::Counted(_)) => {
                Err(problem::mapping(format!("`{}` is a name, but the file has no header", shortened(name))))
            }
        }
    }
}

fn listed(names: &[Cow<'_, str>]) -> String {
    let shown = names.iter().take(MAX_LISTED).map(|name| shortened(name.trim())).collect::<Vec<_>>().join(", ");
    if names.len() > MAX_LISTED { format!("{shown} and {} more", names.len() - MAX_LISTED) } else { shown }
}

impl<'a> Plan<'a> {
    /// Finds the columns of `mapping`.
    ///
    /// # Errors
    /// A column that is not there, with those that are.
    pub(super) fn new(mapping: &'a Mapping, columns: &Columns<'_>, file_name: &str) -> Result<Self, Problem> {
        let second_time = mapping.time.second_column.as_ref();
        let estimated = mapping.estimated.as_ref();
        Ok(Self {
            n_columns: columns.len(),
            time: columns.find(&mapping.time.column)?,
            second_time: second_time.map(|column| columns.find(column)).transpose()?,
            point: Code::new(&mapping.point, columns, file_name)?,
            meter: mapping.meter.as_ref().map(|meter| Code::new(meter, columns, file_name)).transpose()?,
            estimated: estimated
                .map(|rule| columns.find(&rule.column).map(|index| (index, trimmed(&rule.values))))
                .transpose()?,
            missing: trimmed(&mapping.missing),
            values: Values::new(&mapping.layout, columns)?,
            separator: mapping.decimal,
        })
    }

    /// Tells whether the cell is declared to be absent.
    pub(super) fn is_missing(&self, cell: &str) -> bool {
        !self.missing.is_empty() && is_among(cell.trim(), &self.missing)
    }
}

impl<'a> Code<'a> {
    fn new(origin: &'a Origin, columns: &Columns<'_>, file_name: &str) -> Result<Self, Problem> {
        match (origin.column(), origin.of_file(file_name)) {
            (Some(column), _) => Ok(Self::InColumn { index: columns.find(column)?, prefix: &origin.prefix }),
            (None, code) => Ok(Self::Same(code.unwrap_or_default())),
        }
    }

    /// Returns what stands in the row's cell; nothing where the code is the same in all rows.
    pub(super) fn cell<'r>(&self, fields: &'r [Cow<'_, str>]) -> &'r str {
        match self {
            Self::Same(_) => "",
            Self::InColumn { index, .. } => fields.get(*index).map_or("", |cell| cell),
        }
    }

    /// Writes the code for a row with this cell; an empty or missing cell is no code, whatever the prefix.
    pub(super) fn write(&self, cell: &str, missing: &[&str], code: &mut String) {
        code.clear();
        match self {
            Self::Same(same) => code.push_str(same),
            Self::InColumn { prefix, .. } => {
                let cell = cell.trim();
                if !cell.is_empty() && !is_among(cell, missing) {
                    code.push_str(prefix);
                    code.push_str(cell);
                }
            }
        }
    }
}

impl<'a> Values<'a> {
    fn new(layout: &'a Layout, columns: &Columns<'_>) -> Result<Self, Problem> {
        match layout {
            Layout::Wide(wide) => {
                let values = wide.iter().map(|wide| {
                    let (quantity, unit) = (wide.quantity.as_str(), wide.unit.as_str());
                    let measure = Measure::parse(quantity, unit)
                        .map_err(|suspicion| problem::mapping(format!("{quantity}: {}", suspicion.name())))?;
                    match columns.find(&wide.column) {
                        Ok(index) => Ok(Some(WideValue { index, quantity, unit, measure })),
                        Err(_) if wide.optional => Ok(None),
                        Err(problem) => Err(problem),
                    }
                });
                let values: Vec<_> = values.filter_map(Result::transpose).collect::<Result<_, _>>()?;
                if values.is_empty() {
                    return Err(problem::mapping("the file has none of the columns with values".to_owned()));
                }
                Ok(Self::Wide(values))
            }
            Layout::Long(long) => Ok(Self::Long {
                quantity: columns.find(&long.quantity)?,
                value: columns.find(&long.value)?,
                unit: long.unit.as_ref().map(|unit| columns.find(unit)).transpose()?,
                long,
            }),
        }
    }
}

fn trimmed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(|text| text.trim()).collect()
}

/// Tells whether the cell, trimmed, is one of these texts.
pub(super) fn is_among(cell: &str, texts: &[&str]) -> bool {
    texts.iter().any(|text| is_same(text, cell))
}
