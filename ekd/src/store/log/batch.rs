//! Fresh lines: what documents brought and no page has yet, in the order of point and instant.
//!
//! A line is what one telegram told at one instant: all its values share the instant, the meter and the document. A
//! batch is kept as one row of the database, packed as columns, and whole in memory.

use common::id::{DocumentId, MeterId, PointId};
use common::logbook::Version;
use common::quantity::Quantity;

use crate::store::StoreError;
use crate::store::packed::{Packer, Unpacker};

/// Values that came together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub point: PointId,
    pub meter: MeterId,
    /// Seconds since 1970 UTC.
    pub at: i64,
    pub document: DocumentId,
    pub revision: u32,
    /// Index of the line's first value.
    start: u32,
    /// The quantities told, a bit each.
    told: u32,
    /// Those of them that the sender estimated.
    estimated: u32,
}

/// Lines by point and instant. Never changed once made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    lines: Vec<Line>,
    values: Vec<i64>,
    n_readings: usize,
}

/// One value on its way into a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub quantity: Quantity,
    pub value: i64,
    pub estimated: bool,
}

const fn bit(quantity: Quantity) -> u32 {
    1 << (quantity.code() - 1)
}

impl Line {
    fn quantities(&self) -> impl Iterator<Item = Quantity> {
        let told = self.told;
        Quantity::ALL.into_iter().filter(move |quantity| told & bit(*quantity) != 0)
    }
}

impl Batch {
    /// Adds what was told at one instant; the quantities ascend.
    pub fn push(
        &mut self,
        (point, meter): (PointId, MeterId),
        at: i64,
        document: DocumentId,
        revision: u32,
        told: &[Told],
    ) {
        let start = u32::try_from(self.values.len()).expect("a document has fewer than 4 billion values");
        let mut line = Line { point, meter, at, document, revision, start, told: 0, estimated: 0 };
        for told in told {
            line.told |= bit(told.quantity);
            line.estimated |= if told.estimated { bit(told.quantity) } else { 0 };
            self.values.push(told.value);
        }
        self.n_readings += told.len();
        self.lines.push(line);
    }

    /// Puts the lines in order, after all have been added.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let place = |line: &Line| (line.point, line.at);
        if !self.lines.is_sorted_by_key(place) {
            self.lines.sort_by_key(place);
        }
        self
    }

    pub const fn n_readings(&self) -> usize {
        self.n_readings
    }

    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns the points that have lines, ascending.
    pub fn points(&self) -> impl Iterator<Item = PointId> {
        self.lines
            .chunk_by(|one, next| one.point == next.point)
            .filter_map(|lines| lines.first())
            .map(|line| line.point)
    }

    /// Returns the lines of a point.
    pub fn of(&self, point: PointId) -> &[Line] {
        let first = self.lines.partition_point(|line| line.point < point);
        let rest = self.lines.get(first..).unwrap_or_default();
        let n_lines = rest.partition_point(|line| line.point == point);
        rest.get(..n_lines).unwrap_or_default()
    }

    /// Returns the values of a line.
    pub fn versions(&self, line: &Line) -> impl Iterator<Item = Version> {
        let mut values = self.values.get(line.start as usize..).unwrap_or_default().iter();
        let Line { meter, at, document, revision, estimated, .. } = *line;
        line.quantities().map(move |quantity| Version {
            meter,
            quantity,
            at,
            revision,
            value: values.next().copied(),
            estimated: estimated & bit(quantity) != 0,
            document,
        })
    }

    /// Returns a batch with the lines of both, without those of documents up to `through`.
    #[must_use]
    pub fn joined(batches: &[&Self], through: DocumentId) -> Self {
        let mut joined = Self::default();
        for batch in batches {
            for line in batch.lines.iter().filter(|line| line.document > through) {
                let start = u32::try_from(joined.values.len()).expect("fewer than 4 billion values are fresh");
                let n_values = line.told.count_ones() as usize;
                let first = line.start as usize;
                joined.values.extend_from_slice(batch.values.get(first..first + n_values).unwrap_or_default());
                joined.lines.push(Line { start, ..*line });
                joined.n_readings += n_values;
            }
        }
        joined.sorted()
    }

    /// Returns the newest document that brought a line.
    pub fn newest_document(&self) -> Option<DocumentId> {
        self.lines.iter().map(|line| line.document).max()
    }

    /// Returns the oldest document that brought a line.
    pub fn oldest_document(&self) -> Option<DocumentId> {
        self.lines.iter().map(|line| line.document).min()
    }

    /// Packs the batch as columns with a checksum.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut packer = Packer::default();
        packer.column(self.lines.iter().map(|line| line.point.0));
        packer.column(self.lines.iter().map(|line| line.meter.0));
        packer.column(self.lines.iter().map(|line| line.at));
        packer.column(self.lines.iter().map(|line| line.document.0));
        packer.column(self.lines.iter().map(|line| i64::from(line.revision)));
        packer.column(self.lines.iter().map(|line| i64::from(line.told)));
        packer.column(self.lines.iter().map(|line| i64::from(line.estimated)));
        // By quantity, so that likes stand beside each other.
        for quantity in Quantity::ALL {
            let of_quantity = self.lines.iter().filter(|line| line.told & bit(quantity) != 0);
            let before = bit(quantity) - 1;
            let index = |line: &Line| line.start as usize + (line.told & before).count_ones() as usize;
            packer.column(of_quantity.map(|line| self.values.get(index(line)).copied().unwrap_or_default()));
        }
        packer.finish()
    }

    /// Unpacks what [`pack`](Self::pack) packed.
    ///
    /// # Errors
    /// Damaged bytes.
    pub fn unpack(bytes: &[u8]) -> Result<Self, StoreError> {
        let mut unpacker = Unpacker::open(bytes)?;
        let mut next = || unpacker.column();
        let (points, meters, at, documents) = (next()?, next()?, next()?, next()?);
        let (revisions, told, estimated) = (next()?, next()?, next()?);
        let damaged = || StoreError::Foreign("a batch of fresh lines has columns of different lengths".to_owned());
        let mut batch = Self::default();
        let mut n_values = 0_u32;
        for index in 0..points.len() {
            let number = |column: &[i64]| column.get(index).copied().ok_or_else(damaged);
            let small = |column: &[i64]| number(column).and_then(|number| u32::try_from(number).map_err(|_| damaged()));
            let line = Line {
                point: PointId(number(&points)?),
                meter: MeterId(number(&meters)?),
                at: number(&at)?,
                document: DocumentId(number(&documents)?),
                revision: u32::try_from(number(&revisions)?).map_err(|_| damaged())?,
                start: n_values,
                told: small(&told)?,
                estimated: small(&estimated)?,
            };
            n_values += line.told.count_ones();
            batch.n_readings += line.told.count_ones() as usize;
            batch.lines.push(line);
        }
        batch.values = vec![0; n_values as usize];
        let mut n_read = 0;
        for quantity in Quantity::ALL {
            // Packed before the quantity was known: the columns end earlier.
            if unpacker.is_at_end() {
                break;
            }
            let mut values = unpacker.column()?.into_iter();
            n_read += values.len();
            let before = bit(quantity) - 1;
            for line in batch.lines.iter().filter(|line| line.told & bit(quantity) != 0) {
                let index = line.start as usize + (line.told & before).count_ones() as usize;
                let (place, value) = batch.values.get_mut(index).zip(values.next()).ok_or_else(damaged)?;
                *place = value;
            }
        }
        if n_read == batch.values.len() { Ok(batch) } else { Err(damaged()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(quantity: Quantity, value: i64) -> Told {
        Told { quantity, value, estimated: value % 2 == 1 }
    }

    fn sample() -> Batch {
        let mut batch = Batch::default();
        let energy = [told(Quantity::Energy, 7_000_000_000), told(Quantity::HotWater, -5)];
        batch.push((PointId(9), MeterId(4)), 3600, DocumentId(2), 0, &energy);
        batch.push((PointId(3), MeterId(1)), 7200, DocumentId(2), 1, &[told(Quantity::Supply, i64::MIN)]);
        batch.push((PointId(3), MeterId(1)), 3600, DocumentId(3), 0, &[told(Quantity::Supply, i64::MAX)]);
        batch.sorted()
    }

    #[test]
    fn a_packed_batch_comes_out_as_it_went_in() {
        let batch = sample();
        let unpacked = Batch::unpack(&batch.pack()).unwrap();
        assert_eq!(unpacked.lines.len(), 3);
        for point in [PointId(3), PointId(9)] {
            let of = |batch: &Batch| -> Vec<Version> {
                batch.of(point).iter().flat_map(|line| batch.versions(line).collect::<Vec<_>>()).collect()
            };
            assert_eq!(of(&unpacked), of(&batch));
            assert_eq!(of(&batch).len(), 2);
        }
        assert_eq!(unpacked.points().collect::<Vec<_>>(), [PointId(3), PointId(9)]);
        assert!(batch.of(PointId(4)).is_empty());
    }

    #[test]
    fn a_batch_from_before_a_quantity_was_known_is_read_and_one_that_lacks_its_values_is_not() {
        let numbers = |told: i64| {
            let mut packer = Packer::default();
            for column in [9, 4, 3600, 2, 0, told, 0] {
                packer.column(std::iter::once(column));
            }
            // Of the fourteen quantities that there were at first, energy alone was told.
            packer.column(std::iter::once(7_000));
            for _ in 1..14 {
                packer.column(std::iter::empty());
            }
            packer.finish()
        };
        let old = Batch::unpack(&numbers(1)).unwrap();
        let values: Vec<_> =
            old.of(PointId(9)).iter().flat_map(|line| old.versions(line).collect::<Vec<_>>()).collect();
        assert_eq!((values.len(), values[0].quantity, values[0].value), (1, Quantity::Energy, Some(7_000)));
        assert!(Batch::unpack(&numbers(1 | 1 << 16)).is_err());
    }

    #[test]
    fn the_newest_quantity_has_a_bit_of_its_own() {
        let mut batch = Batch::default();
        let all = Quantity::ALL.map(|quantity| told(quantity, i64::from(quantity.code()) - 20));
        batch.push((PointId(3), MeterId(1)), 3600, DocumentId(3), 0, &all);
        let unpacked = Batch::unpack(&batch.pack()).unwrap();
        let of = |batch: &Batch| -> Vec<Version> {
            batch.of(PointId(3)).iter().flat_map(|line| batch.versions(line).collect::<Vec<_>>()).collect()
        };
        assert_eq!(of(&unpacked), of(&batch));
        assert_eq!(of(&batch).len(), Quantity::ALL.len());
    }

    #[test]
    fn damage_is_noticed() {
        let bytes = sample().pack();
        for index in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[index] ^= 0x10;
            assert!(Batch::unpack(&damaged).is_err(), "byte {index}");
            assert!(Batch::unpack(&bytes[..index]).is_err(), "{index} bytes");
        }
    }

    #[test]
    fn joined_batches_are_in_order_and_leave_out_what_is_sealed() {
        let one = sample();
        let mut two = Batch::default();
        two.push((PointId(5), MeterId(1)), 10, DocumentId(8), 0, &[told(Quantity::Flow, 6)]);
        let joined = Batch::joined(&[&two, &one], DocumentId(2));
        assert_eq!(joined.points().collect::<Vec<_>>(), [PointId(3), PointId(5)]);
        assert_eq!(joined.n_readings(), 2);
        let flow: Vec<_> =
            joined.of(PointId(5)).iter().flat_map(|line| joined.versions(line).collect::<Vec<_>>()).collect();
        assert_eq!(flow[0].value, Some(6));
    }
}
