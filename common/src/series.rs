//! What a chart or a sum is made of: buckets of local time, packed as columns for the wire.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::id::PointId;
use crate::quantity::{Quantity, Value};
use crate::time::{Period, Step};

/// Which series is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesQuery {
    pub point: PointId,
    pub quantity: Quantity,
    pub period: Period,
    pub step: Step,
}

/// The series of one quantity at one point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    pub point: PointId,
    pub quantity: Quantity,
    pub step: Step,
    /// IANA name of the zone whose midnights bound the buckets.
    pub zone: String,
    /// How often a reading is expected here; without it coverage is unknown.
    #[serde(default)]
    pub cadence: Option<SignedDuration>,
    /// Stretches whose pages in the archive are damaged: what was read there is missing here.
    #[serde(default)]
    pub damaged: Vec<Period>,
    /// When meters were exchanged or turned over in the period.
    #[serde(default)]
    pub replaced: Vec<Timestamp>,
    columns: ByteBuf,
}

/// What is known of one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Whole, even where the asked period or the present cuts it. With [`Step::Raw`] both ends are the instant read.
    pub period: Period,
    pub content: Content,
    /// Readings that count; with a known cadence, at most one for each interval.
    pub n_readings: u32,
    /// Readings expected until now; 0 where the cadence is unknown or the bucket lies in the future.
    pub n_expected: u32,
}

/// The figures of one bucket. Amounts are of the series' quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing was read: not zero.
    Missing,
    /// A gauge: the mean is that of the readings, rounded half away from zero to the base unit.
    Gauge { min: Value, mean: Value, max: Value },
    /// A register: `used` is the sum of the differences that begin in the bucket, so that buckets add up exactly.
    ///
    /// `closed_at` is the reading that ends the last of them: it lies beyond the bucket's end where a gap does.
    Register { used: Value, opening: Value, closing: Value, opened_at: Timestamp, closed_at: Timestamp },
}

/// Why packed columns cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    #[error("the columns end in the middle of a bucket")]
    Truncated,
    #[error("bucket content {0} is unknown: the daemon is newer than this program")]
    Content(u8),
    #[error("an instant lies beyond the calendar")]
    Calendar,
}

impl Bucket {
    /// Returns the share of expected readings that came, 0 to 1; `None` where nothing can be expected.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        (self.n_expected > 0).then(|| (f64::from(self.n_readings) / f64::from(self.n_expected)).min(1.0))
    }

    /// Returns what a bar or a line shows: consumption of a register, mean of a gauge.
    #[must_use]
    pub const fn shown(&self) -> Option<Value> {
        match self.content {
            Content::Missing => None,
            Content::Gauge { mean, .. } => Some(mean),
            Content::Register { used, .. } => Some(used),
        }
    }
}

/// Numbers of 8 bytes a bucket: from, until, readings and expected, content, and five figures.
const FIELDS: usize = 9;
const MISSING: u8 = 0;
const GAUGE: u8 = 1;
const REGISTER: u8 = 2;

impl Series {
    /// Packs buckets into columns: 72 bytes each, little endian, one column after the other.
    #[must_use]
    pub fn pack(query: &SeriesQuery, zone: &str, cadence: Option<SignedDuration>, buckets: &[Bucket]) -> Self {
        let mut columns = vec![0; buckets.len() * FIELDS * 8];
        let stride = buckets.len() * 8;
        for (row, bucket) in buckets.iter().enumerate() {
            for (column, number) in numbers(bucket).into_iter().enumerate() {
                let at = column * stride + row * 8;
                columns[at..at + 8].copy_from_slice(&number.to_le_bytes());
            }
        }
        Self {
            point: query.point,
            quantity: query.quantity,
            step: query.step,
            zone: zone.to_owned(),
            cadence,
            damaged: Vec::new(),
            replaced: Vec::new(),
            columns: ByteBuf::from(columns),
        }
    }

    /// Returns the buckets, oldest first.
    ///
    /// # Errors
    /// Damaged columns, or ones of a newer daemon.
    pub fn buckets(&self) -> Result<Vec<Bucket>, PackError> {
        if !self.columns.len().is_multiple_of(FIELDS * 8) {
            return Err(PackError::Truncated);
        }
        let n_buckets = self.columns.len() / (FIELDS * 8);
        let (numbers, _) = self.columns.as_chunks::<8>();
        (0..n_buckets)
            .map(|row| {
                let field = |column: usize| i64::from_le_bytes(numbers[column * n_buckets + row]);
                bucket(self.quantity, std::array::from_fn(field))
            })
            .collect()
    }
}

fn numbers(bucket: &Bucket) -> [i64; FIELDS] {
    let counts = i64::from(bucket.n_readings) << 32 | i64::from(bucket.n_expected);
    let (content, figures) = match bucket.content {
        Content::Missing => (MISSING, [0; 5]),
        Content::Gauge { min, mean, max } => (GAUGE, [min.base(), mean.base(), max.base(), 0, 0]),
        Content::Register { used, opening, closing, opened_at, closed_at } => {
            (REGISTER, [used.base(), opening.base(), closing.base(), opened_at.as_second(), closed_at.as_second()])
        }
    };
    let head = [bucket.period.from.as_second(), bucket.period.until.as_second(), counts, i64::from(content)];
    std::array::from_fn(|index| if index < head.len() { head[index] } else { figures[index - head.len()] })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "two 32-bit counts share one number")]
fn bucket(quantity: Quantity, numbers: [i64; FIELDS]) -> Result<Bucket, PackError> {
    let [from, until, counts, content, figures @ ..] = numbers;
    let value = |index: usize| Value::new(quantity, figures[index]);
    let content = match u8::try_from(content).unwrap_or(u8::MAX) {
        MISSING => Content::Missing,
        GAUGE => Content::Gauge { min: value(0), mean: value(1), max: value(2) },
        REGISTER => Content::Register {
            used: value(0),
            opening: value(1),
            closing: value(2),
            opened_at: instant(figures[3])?,
            closed_at: instant(figures[4])?,
        },
        other => return Err(PackError::Content(other)),
    };
    let period = Period { from: instant(from)?, until: instant(until)? };
    Ok(Bucket { period, content, n_readings: (counts >> 32) as u32, n_expected: counts as u32 })
}

fn instant(second: i64) -> Result<Timestamp, PackError> {
    Timestamp::from_second(second).map_err(|_| PackError::Calendar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_buckets_come_out_as_they_went_in() {
        let instant = |second| Timestamp::from_second(second).unwrap();
        let value = |base| Value::new(Quantity::Energy, base);
        let period = |from| Period { from: instant(from), until: instant(from + 3600) };
        let buckets = [
            Bucket { period: period(0), content: Content::Missing, n_readings: 0, n_expected: 4 },
            Bucket {
                period: period(3600),
                content: Content::Gauge { min: value(-1), mean: value(2), max: value(i64::MAX) },
                n_readings: u32::MAX,
                n_expected: u32::MAX,
            },
            Bucket {
                period: period(7200),
                content: Content::Register {
                    used: value(5),
                    opening: value(10),
                    closing: value(15),
                    opened_at: instant(7200),
                    closed_at: instant(10_800),
                },
                n_readings: 1,
                n_expected: 1,
            },
        ];
        let query = SeriesQuery { point: PointId(1), quantity: Quantity::Energy, period: period(0), step: Step::Hour };
        let series = Series::pack(&query, "Europe/Warsaw", None, &buckets);
        assert_eq!(series.buckets().unwrap(), buckets);
    }
}
