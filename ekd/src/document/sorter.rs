//! Sorts the values of a document: each becomes a sample or is doubtful, and nothing is left over.
//!
//! All readers put their values in here, so that the same value is judged alike in every form. Judges only what can be
//! judged from the document itself; knows no format and no archive.

use std::collections::HashMap;

use common::id::{PointCode, SerialNumber};
use common::quantity::decimal::{DecimalError, Separator};
use common::quantity::{Decimal, Quantity, Unit};
use common::reading::Suspicion;
use common::source::Problem;
use jiff::Timestamp;

use super::number::Scale;
use super::problem::{MAX_DOUBTFUL, MAX_VALUES, malformed, shortened, too_large};
use super::rows::is_same;
use super::{Doubtful, Parsed, Rejected, Sample, SiteEntry, Subject};

/// A value with everything around it, as it was written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Written<'a> {
    pub(super) line: u64,
    pub(super) point: &'a str,
    pub(super) meter: &'a str,
    pub(super) quantity: &'a str,
    pub(super) at: &'a str,
    pub(super) value: &'a str,
    pub(super) unit: &'a str,
}

/// What has been understood of a value's surroundings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Understood {
    pub(super) subject: Result<u32, Suspicion>,
    pub(super) measure: Result<Measure, Suspicion>,
    pub(super) at: Result<Timestamp, Suspicion>,
    pub(super) estimated: Result<bool, Suspicion>,
    pub(super) separator: Separator,
}

/// A quantity and the unit in which it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) quantity: Quantity,
    pub(super) unit: Unit,
    scale: Scale,
}

/// The pairs of quantity and unit that were met: a document has few, and repeats them with every value.
#[derive(Default)]
pub(super) struct Measures {
    met: Vec<(String, String, Result<Measure, Suspicion>)>,
    /// The one after the last: rows repeat their quantities in the same order.
    next: usize,
}

/// A document in the making.
#[derive(Default)]
pub(super) struct Sorter {
    parsed: Parsed,
    known: HashMap<String, u32>,
    key: String,
    last: Option<(String, u32)>,
}

/// The most metering points that one document may name.
const MAX_SUBJECTS: usize = 200_000;

/// The most pairs of quantity and unit that are kept in mind.
const MAX_MEASURES: usize = 32;

/// Stands between point and meter in a key: hidden, so that no code can hold it.
const BETWEEN: char = '\u{1f}';

impl Measure {
    /// Returns the quantity and unit of these names.
    ///
    /// # Errors
    /// An unknown quantity, an unknown unit, or a unit of another dimension.
    pub(super) fn parse(quantity: &str, unit: &str) -> Result<Self, Suspicion> {
        let quantity = Quantity::parse(quantity.trim()).ok_or(Suspicion::UnknownQuantity)?;
        let unit = Unit::parse(unit.trim()).ok_or(Suspicion::WrongUnit)?;
        if unit.measures(quantity.dimension()) {
            Ok(Self { quantity, unit, scale: Scale::of(unit) })
        } else {
            Err(Suspicion::WrongUnit)
        }
    }
}

impl Measures {
    /// Returns what `parse` says of the names, without asking again for those that were met.
    ///
    /// # Errors
    /// As `parse`.
    pub(super) fn read(
        &mut self,
        quantity: &str,
        unit: &str,
        parse: impl FnOnce(&str, &str) -> Result<Measure, Suspicion>,
    ) -> Result<Measure, Suspicion> {
        let (earlier, later) = self.met.split_at_checked(self.next).unwrap_or_default();
        let mut met = later.iter().chain(earlier).zip(1..);
        if let Some(((_, _, measure), n_steps)) =
            met.find(|((met, in_unit, _), _)| is_same(met, quantity) && is_same(in_unit, unit))
        {
            self.next = (self.next + n_steps) % self.met.len();
            return *measure;
        }
        let measure = parse(quantity, unit);
        if self.met.len() < MAX_MEASURES {
            self.met.push((quantity.to_owned(), unit.to_owned(), measure));
        }
        measure
    }
}

impl Sorter {
    /// Begins a row or an element that carries values.
    pub(super) const fn begin_row(&mut self) {
        self.parsed.n_rows += 1;
    }

    /// Returns the number of the subject with these codes, a new one if need be; an empty meter is none.
    ///
    /// # Errors
    /// A code that is empty, too long or holds hidden characters; or, for the whole document, too many points.
    pub(super) fn subject(&mut self, point: &str, meter: &str) -> Result<Result<u32, Suspicion>, Problem> {
        let (point, meter) = (point.trim(), meter.trim());
        self.key.clear();
        self.key.push_str(point);
        self.key.push(BETWEEN);
        self.key.push_str(meter);
        if let Some((key, number)) = &self.last
            && is_same(key, &self.key)
        {
            return Ok(Ok(*number));
        }
        let number = match self.known.get(&self.key) {
            Some(number) => *number,
            None => match codes(point, meter) {
                Ok(subject) => self.add_subject(subject)?,
                Err(suspicion) => return Ok(Err(suspicion)),
            },
        };
        match &mut self.last {
            Some((key, last)) => {
                key.clone_from(&self.key);
                *last = number;
            }
            None => self.last = Some((self.key.clone(), number)),
        }
        Ok(Ok(number))
    }

    fn add_subject(&mut self, subject: Subject) -> Result<u32, Problem> {
        if self.parsed.subjects.len() >= MAX_SUBJECTS {
            return Err(too_large(format!("more than {MAX_SUBJECTS} points and meters")));
        }
        let number = u32::try_from(self.parsed.subjects.len()).expect("the limit is far below 32 bits");
        self.parsed.subjects.push(subject);
        self.known.insert(self.key.clone(), number);
        Ok(number)
    }

    /// Sorts one value.
    ///
    /// # Errors
    /// The document has too many values, or too many that cannot be understood.
    #[inline]
    pub(super) fn put(&mut self, written: &Written<'_>, understood: Understood) -> Result<(), Problem> {
        match judge(written.line, written.value, understood) {
            Ok(sample) => {
                if self.parsed.samples.len() >= MAX_VALUES {
                    return Err(too_large(format!("more than {MAX_VALUES} values")));
                }
                self.parsed.samples.push(sample);
                Ok(())
            }
            Err(suspicion) => self.doubt(written, &understood, suspicion),
        }
    }

    /// Keeps a line that is no row, with the reason.
    ///
    /// # Errors
    /// Too many lines of the document cannot be understood.
    pub(super) fn reject(&mut self, line: u64, reason: String) -> Result<(), Problem> {
        self.parsed.rejected.push(Rejected { line, reason });
        self.check_doubts()
    }

    pub(super) fn set_registry(&mut self, registry: Vec<SiteEntry>) {
        self.parsed.registry = registry;
    }

    pub(super) fn finish(self) -> Parsed {
        self.parsed
    }

    pub(super) fn subjects(&self) -> &[Subject] {
        &self.parsed.subjects
    }

    #[cold]
    fn doubt(&mut self, written: &Written<'_>, understood: &Understood, suspicion: Suspicion) -> Result<(), Problem> {
        let keep = |text: &str| shortened(text).to_owned();
        self.parsed.doubtful.push(Doubtful {
            line: written.line,
            suspicion,
            estimated: understood.estimated == Ok(true),
            point: keep(written.point),
            meter: keep(written.meter),
            quantity: keep(written.quantity),
            at: keep(written.at),
            value: keep(written.value),
            unit: keep(written.unit),
        });
        self.check_doubts()
    }

    fn check_doubts(&self) -> Result<(), Problem> {
        if self.parsed.doubtful.len() + self.parsed.rejected.len() <= MAX_DOUBTFUL {
            return Ok(());
        }
        let first = self.parsed.doubtful.first().map_or("rejected", |doubtful| doubtful.suspicion.name());
        Err(malformed(format!("more than {MAX_DOUBTFUL} values cannot be understood, the first: {first}")))
    }
}

fn codes(point: &str, meter: &str) -> Result<Subject, Suspicion> {
    let point = PointCode::parse(point).map_err(|_| Suspicion::UnknownPoint)?;
    let meter =
        if meter.is_empty() { None } else { Some(SerialNumber::parse(meter).map_err(|_| Suspicion::WrongMeter)?) };
    Ok(Subject { point, meter })
}

#[inline]
fn judge(line: u64, value: &str, understood: Understood) -> Result<Sample, Suspicion> {
    let subject = understood.subject?;
    let measure = understood.measure?;
    let at = understood.at?;
    let estimated = understood.estimated?;
    let value = match measure.scale.read(value, understood.separator) {
        Some(base) => base,
        None => amount(value, measure.unit, understood.separator)?,
    };
    Ok(Sample { line, subject, quantity: measure.quantity, at, value, estimated })
}

/// Returns the number written in `value` in base units.
///
/// # Errors
/// No number, or too large a one.
pub(super) fn amount(value: &str, unit: Unit, separator: Separator) -> Result<i64, Suspicion> {
    let number = Decimal::parse(value, separator).map_err(|error| match error {
        DecimalError::Empty | DecimalError::Character(_) => Suspicion::NotANumber,
        DecimalError::TooLong => Suspicion::Overflow,
    })?;
    unit.to_base(number).map_err(|_| Suspicion::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_told_once_however_it_is_written() {
        let mut sorter = Sorter::default();
        let mut number = |point, meter| sorter.subject(point, meter).unwrap();
        assert_eq!(number("P-1", "007"), Ok(0));
        assert_eq!(number("P-1", ""), Ok(1));
        assert_eq!(number(" P-1 ", "007 "), Ok(0));
        assert_eq!(number("P-1", "7"), Ok(2));
        assert_eq!(number("", "7"), Err(Suspicion::UnknownPoint));
        assert_eq!(number("P\u{202e}1", "7"), Err(Suspicion::UnknownPoint));
        assert_eq!(number("P-1\u{1f}007", ""), Err(Suspicion::UnknownPoint));
        assert_eq!(number("P-1", "7\u{7}7"), Err(Suspicion::WrongMeter));
        assert_eq!(sorter.finish().subjects.len(), 3);
    }

    #[test]
    fn a_unit_belongs_to_its_quantity() {
        let check = |quantity, unit, expected: Result<Unit, Suspicion>| {
            assert_eq!(Measure::parse(quantity, unit).map(|measure| measure.unit), expected, "{quantity} {unit}");
        };
        check("energy", "GJ", Ok(Unit::Gigajoule));
        check(" energy ", "kWh", Ok(Unit::KilowattHour));
        check("energy", "MW", Err(Suspicion::WrongUnit));
        check("energy", "", Err(Suspicion::WrongUnit));
        check("difference", "°C", Err(Suspicion::WrongUnit));
        check("pressure", "bar", Err(Suspicion::UnknownQuantity));
    }

    #[test]
    fn a_document_of_doubts_is_refused_as_a_whole() {
        let mut sorter = Sorter::default();
        for line in 0..MAX_DOUBTFUL as u64 {
            sorter.reject(line, String::new()).unwrap();
        }
        assert!(sorter.reject(0, String::new()).is_err());
    }
}
