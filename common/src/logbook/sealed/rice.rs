//! Small integers as Rice codes: low bits plainly, the rest counted in ones. Knows nothing of what they mean.
//!
//! Sixteen values share a width. A width is one bit where it is that of the sixteen before, else a zero bit and six bits;
//! [`ALL_ZERO`] says that the values are zero and take no bits. A quotient of [`ESCAPE`] announces 64 plain bits.

#![expect(clippy::cast_possible_truncation, reason = "low bits are meant, and quotients are small")]

use super::PageError;
use super::bytes::{fold, unfold};

const GROUP: usize = 16;
const ALL_ZERO: u32 = 63;
const MAX_WIDTH: u32 = 40;
const ESCAPE: u32 = 16;

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    pending: u128,
    n_bits: u32,
}

impl Writer<'_> {
    fn put(&mut self, bits: u64, n_bits: u32) {
        self.pending |= u128::from(bits) << self.n_bits;
        self.n_bits += n_bits;
        while self.n_bits >= 8 {
            self.out.push(self.pending as u8);
            self.pending >>= 8;
            self.n_bits -= 8;
        }
    }

    fn finish(self) {
        if self.n_bits > 0 {
            self.out.push(self.pending as u8);
        }
    }
}

/// Returns the best width of a group and the bits that it takes.
fn width_of(group: &[i64]) -> (u32, usize) {
    let sum = group.iter().fold(0_u64, |sum, value| sum.saturating_add(fold(*value)));
    if sum == 0 {
        return (ALL_ZERO, 0);
    }
    let mean = sum / group.len() as u64;
    let near = mean.checked_ilog2().unwrap_or(0).min(MAX_WIDTH);
    let cost = |width: u32| -> usize { group.iter().map(|value| bits_of(fold(*value), width) as usize).sum() };
    let widths = near.saturating_sub(1)..=(near + 1).min(MAX_WIDTH);
    widths.map(|width| (width, cost(width))).min_by_key(|(_, cost)| *cost).unwrap_or((near, usize::MAX))
}

const fn bits_of(folded: u64, width: u32) -> u32 {
    let quotient = folded >> width;
    if quotient >= ESCAPE as u64 { ESCAPE + 64 } else { quotient as u32 + 1 + width }
}

/// Returns how many bytes [`write`] would take.
pub(super) fn cost(values: &[i64]) -> usize {
    let (mut last, mut bits) = (0, 0);
    for group in values.chunks(GROUP) {
        let (width, cost) = width_of(group);
        bits += cost + if width == last { 1 } else { 7 };
        last = width;
    }
    bits.div_ceil(8)
}

pub(super) fn write(out: &mut Vec<u8>, values: &[i64]) {
    let mut writer = Writer { out, pending: 0, n_bits: 0 };
    let mut last = 0;
    for group in values.chunks(GROUP) {
        let (width, _) = width_of(group);
        if width == last {
            writer.put(1, 1);
        } else {
            writer.put(u64::from(width) << 1, 7);
            last = width;
        }
        if width == ALL_ZERO {
            continue;
        }
        for value in group {
            let folded = fold(*value);
            let quotient = folded >> width;
            if quotient >= u64::from(ESCAPE) {
                writer.put((1 << ESCAPE) - 1, ESCAPE);
                writer.put(folded, 64);
            } else {
                writer.put((1 << quotient) - 1, quotient as u32 + 1);
                writer.put(folded & ((1 << width) - 1), width);
            }
        }
    }
    writer.finish();
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    /// Returns at least 57 of the next bits; beyond the end they are zero.
    #[inline]
    fn peek(&self) -> u64 {
        let from = self.at / 8;
        let word = if let Some(chunk) = self.bytes.get(from..).and_then(<[u8]>::first_chunk::<8>) {
            u64::from_le_bytes(*chunk)
        } else {
            let rest = self.bytes.get(from..).unwrap_or_default();
            rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
        };
        word >> (self.at % 8)
    }

    #[inline]
    fn value(&mut self, width: u32) -> i64 {
        let bits = self.peek();
        let quotient = bits.trailing_ones();
        if quotient >= ESCAPE {
            self.at += ESCAPE as usize;
            let low = self.peek() & 0xffff_ffff;
            self.at += 32;
            let high = self.peek() & 0xffff_ffff;
            self.at += 32;
            return unfold(high << 32 | low);
        }
        // At most 16 bits for the quotient and 40 for the rest: one look is enough.
        self.at += (quotient + 1 + width) as usize;
        let low = bits >> (quotient + 1) & ((1 << width) - 1);
        unfold(u64::from(quotient) << width | low)
    }
}

/// Decodes `n` values to the end of `out`; returns how many bytes they took.
pub(super) fn read(bytes: &[u8], n: usize, out: &mut Vec<i64>) -> Result<usize, PageError> {
    let mut bits = Bits { bytes, at: 0 };
    let (mut width, mut left) = (0, n);
    while left > 0 {
        let word = bits.peek();
        if word & 1 == 1 {
            bits.at += 1;
        } else {
            bits.at += 7;
            width = (word >> 1) as u32 & 63;
        }
        let group = left.min(GROUP);
        if width == ALL_ZERO {
            out.resize(out.len() + group, 0);
        } else if width > MAX_WIDTH {
            return Err(PageError::Corrupt("a width is too large"));
        } else {
            out.extend((0..group).map(|_| bits.value(width)));
        }
        if bits.at > bytes.len() * 8 {
            return Err(PageError::Truncated);
        }
        left -= group;
    }
    Ok(bits.at.div_ceil(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_any_size_come_back_in_the_promised_bytes() {
        let mut values: Vec<i64> = (0..200).map(|index| index * 7_919 % 61 - 30).collect();
        values.extend([0; 40]);
        values.extend([i64::MIN, i64::MAX, 1 << 41, -(1 << 50), 0, 5]);
        let mut bytes = Vec::new();
        write(&mut bytes, &values);
        assert_eq!(bytes.len(), cost(&values));
        let mut out = Vec::new();
        assert_eq!(read(&bytes, values.len(), &mut out).unwrap(), bytes.len());
        assert_eq!(out, values);
        assert!(read(&bytes[..bytes.len() - 1], values.len(), &mut Vec::new()).is_err());
    }
}
