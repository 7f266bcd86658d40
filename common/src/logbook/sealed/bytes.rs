//! Numbers and blocks in a buffer: variable-length integers, and checksums at the ends of blocks. Knows no page.

#![expect(clippy::cast_possible_truncation, reason = "the low seven bits are meant")]

use super::PageError;

/// What is left to read of a buffer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], PageError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(PageError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, PageError> {
        let (first, rest) = self.rest.split_first().ok_or(PageError::Truncated)?;
        self.rest = rest;
        Ok(*first)
    }

    /// Returns an integer of seven bits a byte, the lowest first.
    pub(super) fn unsigned(&mut self) -> Result<u64, PageError> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(PageError::Corrupt("an integer is too long"))
    }

    pub(super) fn signed(&mut self) -> Result<i64, PageError> {
        self.unsigned().map(unfold)
    }

    pub(super) fn wide(&mut self) -> Result<i128, PageError> {
        let bytes = self.take(16)?;
        let bytes = bytes.try_into().map_err(|_| PageError::Truncated)?;
        Ok(i128::from_le_bytes(bytes))
    }

    /// Returns a count or length of at most `most`.
    pub(super) fn count(&mut self, most: usize) -> Result<usize, PageError> {
        let count = usize::try_from(self.unsigned()?).unwrap_or(usize::MAX);
        if count > most { Err(PageError::Corrupt("a count is too large")) } else { Ok(count) }
    }

    /// Returns a count of things that take at least a byte each.
    pub(super) fn count_of_bytes(&mut self) -> Result<usize, PageError> {
        self.count(self.rest.len())
    }
}

pub(super) fn put_unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(super) fn put_signed(out: &mut Vec<u8>, value: i64) {
    put_unsigned(out, fold(value));
}

pub(super) fn put_count(out: &mut Vec<u8>, count: usize) {
    put_unsigned(out, count as u64);
}

/// Maps 0, −1, 1, −2 … to 0, 1, 2, 3 …
pub(super) const fn fold(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}

pub(super) const fn unfold(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

/// Bytes of the checksum at the end of a block.
pub(super) const CHECKSUM: usize = 4;

/// Ends the block that began at `from` with its checksum; returns its length.
pub(super) fn end_block(out: &mut Vec<u8>, from: usize) -> usize {
    let sum = crc32fast::hash(out.get(from..).unwrap_or_default());
    out.extend_from_slice(&sum.to_le_bytes());
    out.len() - from
}

/// Returns the inside of a block if its checksum is right.
pub(super) fn open_block(block: &[u8]) -> Option<&[u8]> {
    let (inside, sum) = block.split_last_chunk::<CHECKSUM>()?;
    (crc32fast::hash(inside) == u32::from_le_bytes(*sum)).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_come_back() {
        for value in [0, 1, -1, 63, 64, -65, i64::MAX, i64::MIN] {
            let mut bytes = Vec::new();
            put_signed(&mut bytes, value);
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.signed().unwrap(), value);
            assert!(reader.is_empty());
        }
        assert!(Reader::new(&[0xff; 11]).unsigned().is_err());
        assert!(Reader::new(&[0x80]).unsigned().is_err());
    }

    #[test]
    fn a_block_with_a_flipped_bit_is_refused() {
        let mut out = b"before".to_vec();
        out.extend_from_slice(b"inside");
        assert_eq!(end_block(&mut out, 6), 10);
        assert_eq!(open_block(&out[6..]), Some(&b"inside"[..]));
        out[8] ^= 1;
        assert_eq!(open_block(&out[6..]), None);
        assert_eq!(open_block(b"abc"), None);
    }
}
