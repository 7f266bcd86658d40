//! Long sequences through pco, a chunk with one page for each part. Knows nothing of what the integers mean.
//!
//! Only its plainest form is written and read: no delta, no mode. What comes before is in [`super::integers`].

#![expect(clippy::cast_possible_truncation, reason = "whether the integers fit is asked before")]

use std::ops::Range;

use pco::data_types::Number;
use pco::wrapped::{FileCompressor, FileDecompressor};
use pco::{ChunkConfig, DeltaSpec, ModeSpec, PagingSpec};

use super::PageError;
use super::bytes::{Reader, put_count};
use super::integers::start;

/// The version of pco's format that [`unpack`] is told of, and that a test holds the compressor to.
const FORMAT: [u8; 2] = [4, 1];
/// pco's first byte: no mode, no delta. Anything else could make it allocate far more than it was given.
const PLAIN: u8 = 0;
const LEVEL: usize = 8;

/// The narrowest type that holds all integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    Short = 0,
    Middle = 1,
    Long = 2,
}

/// A sequence as pco wrote it.
pub(super) struct Packed {
    pub(super) width: Width,
    /// Bytes of each part, where there are several.
    lengths: Vec<usize>,
    bytes: Vec<u8>,
}

impl Packed {
    pub(super) fn n_bytes(&self) -> usize {
        self.bytes.len() + 2 * self.lengths.len()
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for length in &self.lengths {
            put_count(out, *length);
        }
        out.extend_from_slice(&self.bytes);
    }
}

/// Returns `None` where pco cannot.
pub(super) fn pack(values: &[i64], ends: &[usize]) -> Option<Packed> {
    let least = values.iter().copied().min()?;
    let most = values.iter().copied().max()?;
    let fits = |low: i64, high: i64| least >= low && most <= high;
    if fits(i64::from(i16::MIN), i64::from(i16::MAX)) {
        let narrow: Vec<i16> = values.iter().map(|value| *value as i16).collect();
        pack_as(Width::Short, &narrow, ends)
    } else if fits(i64::from(i32::MIN), i64::from(i32::MAX)) {
        let narrow: Vec<i32> = values.iter().map(|value| *value as i32).collect();
        pack_as(Width::Middle, &narrow, ends)
    } else {
        pack_as(Width::Long, values, ends)
    }
}

fn pack_as<T: Number>(width: Width, values: &[T], ends: &[usize]) -> Option<Packed> {
    let sizes: Vec<usize> = (0..ends.len()).map(|part| start(ends, part + 1) - start(ends, part)).collect();
    let config = ChunkConfig::default()
        .with_compression_level(LEVEL)
        .with_mode_spec(ModeSpec::Classic)
        .with_delta_spec(DeltaSpec::NoOp)
        .with_paging_spec(PagingSpec::Exact(sizes.iter().copied().filter(|size| *size > 0).collect()));
    let mut chunk = FileCompressor::default().chunk_compressor(values, &config).ok()?;
    let mut bytes = chunk.write_meta(Vec::with_capacity(values.len() * 2)).ok()?;
    let (mut lengths, mut page) = (Vec::new(), 0);
    for size in &sizes {
        let from = bytes.len();
        if *size > 0 {
            bytes = chunk.write_page(page, bytes).ok()?;
            page += 1;
        }
        if sizes.len() > 1 {
            lengths.push(bytes.len() - from);
        }
    }
    (bytes.first() == Some(&PLAIN)).then_some(Packed { width, lengths, bytes })
}

/// Decodes the wanted parts.
pub(super) fn unpack<T>(reader: &mut Reader<'_>, ends: &[usize], wanted: Range<usize>) -> Result<Vec<T>, PageError>
where
    T: Number + Default,
{
    let lengths: Vec<usize> = if ends.len() > 1 {
        ends.iter().map(|_| reader.count_of_bytes()).collect::<Result<_, _>>()?
    } else {
        Vec::new()
    };
    if reader.rest().first() != Some(&PLAIN) {
        return Err(PageError::Corrupt("a packed column is of a foreign kind"));
    }
    let (file, _) = FileDecompressor::new(FORMAT.as_slice())?;
    let (mut chunk, rest) = file.chunk_decompressor::<T, &[u8]>(reader.rest())?;
    let mut pages = Reader::new(rest);
    let n = start(ends, wanted.end).saturating_sub(start(ends, wanted.start));
    let mut values = vec![T::default(); n];
    let mut left = values.as_mut_slice();
    for part in 0..ends.len() {
        let size = start(ends, part + 1).saturating_sub(start(ends, part));
        let bytes = match lengths.get(part) {
            Some(length) => pages.take(*length)?,
            None => pages.rest(),
        };
        if size == 0 || !wanted.contains(&part) {
            continue;
        }
        let (now, later) = left.split_at_mut_checked(size).ok_or(PageError::Truncated)?;
        let mut page = chunk.page_decompressor(bytes, size)?;
        if !page.read(now)?.finished {
            return Err(PageError::Truncated);
        }
        let unread = page.into_src().len();
        if lengths.is_empty() {
            pages.take(bytes.len() - unread)?;
        } else if unread > 0 {
            return Err(PageError::Corrupt("a packed part is too long"));
        }
        left = later;
    }
    *reader = pages;
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compressor_writes_the_format_that_is_read() {
        assert_eq!(FileCompressor::default().write_header(Vec::new()).unwrap(), FORMAT);
    }

    #[test]
    fn parts_come_back_alone_and_with_empty_ones_between() {
        let values: Vec<i64> = (0..3_000).map(|index| index * 7_919 % 70_001).collect();
        let ends = [1_000, 1_000, 2_500, 3_000];
        let packed = pack(&values, &ends).unwrap();
        let mut bytes = Vec::new();
        packed.write(&mut bytes);
        let part: Vec<i32> = unpack(&mut Reader::new(&bytes), &ends, 2..3).unwrap();
        assert!(part.iter().map(|value| i64::from(*value)).eq(values[1_000..2_500].iter().copied()));
    }
}
