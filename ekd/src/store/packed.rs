//! Columns of integers in few bytes, quickly: what is fresh is written once and read back only after a restart.

use crate::store::StoreError;

/// Packs columns one after the other.
#[derive(Debug, Default)]
pub(super) struct Packer {
    bytes: Vec<u8>,
}

/// Unpacks columns in the order in which they were packed.
#[derive(Debug)]
pub(super) struct Unpacker<'a> {
    bytes: &'a [u8],
}

const CHECKSUM: usize = 4;

impl Packer {
    /// Adds a column: its length, its common step, then the differences counted in steps.
    pub(super) fn column(&mut self, numbers: impl Iterator<Item = i64> + Clone) {
        let mut step = 0;
        let (mut n_numbers, mut last) = (0_u64, 0_i64);
        for number in numbers.clone() {
            n_numbers += 1;
            step = if step == 1 { 1 } else { common_divisor(step, number.wrapping_sub(last).unsigned_abs()) };
            last = number;
        }
        self.number(n_numbers);
        self.number(step);
        if step == 0 {
            return;
        }
        last = 0;
        for number in numbers {
            let difference = number.wrapping_sub(last);
            let n_steps = (difference.unsigned_abs() / step).cast_signed();
            let n_steps = if difference < 0 { n_steps.wrapping_neg() } else { n_steps };
            self.number(((n_steps << 1) ^ (n_steps >> 63)).cast_unsigned());
            last = number;
        }
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    /// Returns the bytes with their checksum.
    #[must_use]
    pub(super) fn finish(mut self) -> Vec<u8> {
        let checksum = crc32fast::hash(&self.bytes);
        self.bytes.extend_from_slice(&checksum.to_le_bytes());
        self.bytes
    }
}

/// Euclid's, where 0 has all divisors.
const fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

impl<'a> Unpacker<'a> {
    /// Checks the checksum.
    ///
    /// # Errors
    /// Damaged bytes.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, StoreError> {
        let (bytes, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or_else(damaged)?;
        if crc32fast::hash(bytes) == u32::from_le_bytes(*checksum) { Ok(Self { bytes }) } else { Err(damaged()) }
    }

    /// Tells whether there are no more columns.
    pub(super) const fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Returns the next column.
    ///
    /// # Errors
    /// Damaged bytes.
    pub(super) fn column(&mut self) -> Result<Vec<i64>, StoreError> {
        let (n_numbers, step) = (self.number()?, self.number()?);
        // A column without differences says only how long it is.
        let n_numbers = usize::try_from(n_numbers).map_err(|_| damaged())?;
        if step == 0 {
            return Ok(vec![0; n_numbers]);
        }
        if n_numbers > self.bytes.len() {
            return Err(damaged());
        }
        let (mut column, mut last) = (Vec::with_capacity(n_numbers), 0_i64);
        for _ in 0..n_numbers {
            let number = self.number()?;
            let n_steps = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
            last = last.wrapping_add(n_steps.wrapping_mul(step.cast_signed()));
            column.push(last);
        }
        Ok(column)
    }

    fn number(&mut self) -> Result<u64, StoreError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.bytes.split_first().ok_or_else(damaged)?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(damaged())
    }
}

fn damaged() -> StoreError {
    StoreError::Foreign("packed columns are damaged".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn columns_come_out_as_they_went_in(
            one in proptest::collection::vec(any::<i64>(), 0..50),
            step in 1_i64..1_000_000,
            two in proptest::collection::vec(-1000_i64..1000, 0..50),
        ) {
            let two: Vec<i64> = two.into_iter().map(|number| number * step).collect();
            let same = vec![7; 30];
            let mut packer = Packer::default();
            for column in [&one, &two, &same] {
                packer.column(column.iter().copied());
            }
            let bytes = packer.finish();
            let mut unpacker = Unpacker::open(&bytes).unwrap();
            for column in [one, two, same] {
                prop_assert_eq!(unpacker.column().unwrap(), column);
            }
            prop_assert!(unpacker.column().is_err());
        }
    }
}
