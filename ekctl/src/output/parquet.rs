//! Readings as Apache Parquet: a file that programs for statistics read as it is, types and all.
//!
//! Values are decimals of fixed scale over 64-bit integers, so that nothing is rounded. Rows gather into groups of fixed
//! size and leave as they are full: an export of years needs the memory of one group. A code of 32 bits is no decimal of
//! that scale: it has a column of its own.

use std::io;
use std::sync::Arc;

use common::quantity::{Dimension, Quantity, Unit, Value};
use common::reading::Reading;
use jiff::Timestamp;
use parquet::basic::{Encoding, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, PrimitiveTypeBuilder, Type, TypePtr};

use super::Sink;

/// Rows of a group: about 15 MB while it gathers.
const GROUP_ROWS: usize = 1 << 16;
/// Decimals of every value: joules in GJ need them all.
const SCALE: u32 = 9;
/// Digits that a decimal over a 64-bit integer may have.
const PRECISION: u32 = 18;

/// Why a reading is not in the file.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error("the {} at {at} has more digits than a Parquet decimal", quantity.name())]
    TooLong { quantity: Quantity, at: Timestamp },
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<ParquetError> for SheetError {
    fn from(error: ParquetError) -> Self {
        match error {
            // What the writer below said is hidden inside, and a closed pipe must be known as such.
            ParquetError::External(cause) => match cause.downcast::<io::Error>() {
                Ok(error) => Self::Io(*error),
                Err(cause) => Self::Io(io::Error::other(cause)),
            },
            other => Self::Io(io::Error::other(other)),
        }
    }
}

/// A Parquet file of readings being written.
pub struct Sheet<'o> {
    writer: SerializedFileWriter<&'o mut Sink>,
    /// The output's word that what was written is no whole answer.
    broken: &'o mut bool,
    rows: Rows,
}

/// Rows that wait for their group, as columns.
#[derive(Default)]
struct Rows {
    point: Vec<ByteArray>,
    meter: Vec<ByteArray>,
    quantity: Vec<ByteArray>,
    at: Vec<i64>,
    value: Vec<i64>,
    /// 1 where there is a value.
    value_is_there: Vec<i16>,
    code: Vec<i64>,
    /// 1 where there is a code.
    code_is_there: Vec<i16>,
    unit: Vec<ByteArray>,
    quality: Vec<ByteArray>,
    revision: Vec<i64>,
    document: Vec<i64>,
}

impl<'o> Sheet<'o> {
    pub(super) fn begin(sink: &'o mut Sink, broken: &'o mut bool) -> Result<Self, SheetError> {
        *broken = true;
        let writer = SerializedFileWriter::new(sink, schema()?, Arc::new(properties()))?;
        Ok(Self { writer, broken, rows: Rows::default() })
    }

    /// Takes the next reading of the point and meter of these names.
    ///
    /// # Errors
    /// Those of the writer, or a value with too many digits.
    pub fn push(&mut self, point: &str, meter: &str, reading: &Reading) -> Result<(), SheetError> {
        self.rows.push(point, meter, reading)?;
        if self.rows.at.len() == GROUP_ROWS { self.write_group() } else { Ok(()) }
    }

    /// Writes what still waits, and the end of the file.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(mut self) -> Result<(), SheetError> {
        if !self.rows.at.is_empty() {
            self.write_group()?;
        }
        self.writer.close()?;
        *self.broken = false;
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), SheetError> {
        let rows = std::mem::take(&mut self.rows);
        let mut group = self.writer.next_row_group()?;
        column::<ByteArrayType>(&mut group, &rows.point, None)?;
        column::<ByteArrayType>(&mut group, &rows.meter, None)?;
        column::<ByteArrayType>(&mut group, &rows.quantity, None)?;
        column::<Int64Type>(&mut group, &rows.at, None)?;
        column::<Int64Type>(&mut group, &rows.value, Some(&rows.value_is_there))?;
        column::<ByteArrayType>(&mut group, &rows.unit, None)?;
        column::<ByteArrayType>(&mut group, &rows.quality, None)?;
        column::<Int64Type>(&mut group, &rows.revision, None)?;
        column::<Int64Type>(&mut group, &rows.document, None)?;
        column::<Int64Type>(&mut group, &rows.code, Some(&rows.code_is_there))?;
        group.close()?;
        Ok(())
    }
}

impl Rows {
    fn push(&mut self, point: &str, meter: &str, reading: &Reading) -> Result<(), SheetError> {
        let too_long = || SheetError::TooLong { quantity: reading.quantity, at: reading.at };
        let (unit, factor) = written_in(reading.quantity);
        let is_code = reading.quantity.dimension() == Dimension::Code;
        let code = reading.value.filter(|_| is_code);
        let value = reading.value.filter(|_| !is_code);
        self.code.extend(code.map(Value::base));
        self.code_is_there.push(i16::from(code.is_some()));
        if let Some(value) = value {
            let digits = value.base().checked_mul(factor).ok_or_else(too_long)?;
            if digits.unsigned_abs() >= 10_u64.pow(PRECISION) {
                return Err(too_long());
            }
            self.value.push(digits);
        }
        self.value_is_there.push(i16::from(value.is_some()));
        push_text(&mut self.point, point);
        push_text(&mut self.meter, meter);
        push_text(&mut self.quantity, reading.quantity.name());
        self.at.push(reading.at.as_microsecond());
        push_text(&mut self.unit, unit.name());
        push_text(&mut self.quality, reading.quality.name());
        self.revision.push(reading.revision.into());
        self.document.push(reading.document.0);
        Ok(())
    }
}

/// Puts a text below the last one, sharing its bytes where it is the same again, as it nearly always is.
fn push_text(column: &mut Vec<ByteArray>, text: &str) {
    let same = column.last().filter(|last| last.data() == text.as_bytes()).cloned();
    column.push(same.unwrap_or_else(|| ByteArray::from(text)));
}

/// Returns the unit of the quantity's values and what makes of base units decimals of [`SCALE`]: its own unit, save for
/// hours, which have no decimals that would do and are written as seconds.
fn written_in(quantity: Quantity) -> (Unit, i64) {
    let decimals = |unit: Unit| {
        let decimals = unit.base_per_unit().checked_ilog10()?;
        let is_decimal = 10_i64.pow(decimals) == unit.base_per_unit() && decimals <= SCALE;
        is_decimal.then(|| 10_i64.pow(SCALE - decimals))
    };
    let own = quantity.unit();
    decimals(own).map_or((Unit::Second, 10_i64.pow(SCALE)), |factor| (own, factor))
}

fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, &mut Sink>,
    values: &[T::T],
    is_there: Option<&[i16]>,
) -> Result<(), SheetError> {
    let mut column = group.next_column()?.expect("the group has the columns of the schema");
    column.typed::<T>().write_batch(values, is_there, None)?;
    Ok(column.close()?)
}

fn properties() -> WriterProperties {
    let rising = ["at", "value"].map(|name| ColumnPath::from(name.to_owned()));
    let properties = WriterProperties::builder()
        .set_created_by(concat!("ekctl ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_statistics_enabled(EnabledStatistics::Chunk);
    let properties = rising.into_iter().fold(properties, |properties, name| {
        let plain = properties.set_column_dictionary_enabled(name.clone(), false);
        plain.set_column_encoding(name, Encoding::DELTA_BINARY_PACKED)
    });
    properties.build()
}

fn schema() -> Result<TypePtr, ParquetError> {
    let instant = LogicalType::timestamp(true, TimeUnit::MICROS);
    let (scale, precision) = (SCALE.cast_signed(), PRECISION.cast_signed());
    let fields = [
        words("point")?,
        words("meter")?,
        words("quantity")?,
        required("at", Physical::INT64).with_logical_type(Some(instant)).build()?,
        Type::primitive_type_builder("value", Physical::INT64)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::decimal(scale, precision)))
            .with_precision(precision)
            .with_scale(scale)
            .build()?,
        words("unit")?,
        words("quality")?,
        required("revision", Physical::INT64).build()?,
        required("document", Physical::INT64).build()?,
        Type::primitive_type_builder("code", Physical::INT64).with_repetition(Repetition::OPTIONAL).build()?,
    ];
    let fields = fields.into_iter().map(Arc::new).collect();
    Ok(Arc::new(Type::group_type_builder("readings").with_fields(fields).build()?))
}

fn required(name: &str, physical: Physical) -> PrimitiveTypeBuilder<'_> {
    Type::primitive_type_builder(name, physical).with_repetition(Repetition::REQUIRED)
}

fn words(name: &str) -> Result<Type, ParquetError> {
    required(name, Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quantity_is_written_exactly() {
        for quantity in Quantity::ALL {
            let (unit, factor) = written_in(quantity);
            assert!(unit.measures(quantity.dimension()));
            assert_eq!(i128::from(unit.base_per_unit()) * i128::from(factor), 10_i128.pow(SCALE), "{quantity:?}");
        }
    }
}
