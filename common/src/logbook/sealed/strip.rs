//! The blocks of a strip: its instants and documents, and one for each column. Knows no figures and no head.

#![expect(clippy::cast_possible_truncation, reason = "lines of a page are counted in 32 bits")]

use std::borrow::Cow;
use std::ops::Range;

use super::bytes::{Reader, end_block, put_count, put_unsigned};
use super::expect::{Expectation, Known};
use super::integers::{self, Effort, start};
use super::{MAX_LINES, PageError};
use crate::id::DocumentId;
use crate::logbook::{Column, Remark, Strip};
use crate::quantity::Quantity;

/// Lines of a part: three weeks of hours, five days of quarter-hours.
const LINES_A_PART: usize = 512;

/// Intervals at which meters are read, in seconds: what is late by part of one is not a new interval.
const CADENCES: [i64; 13] = [60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400];

/// Returns where the parts of a strip end.
pub(super) fn part_ends(n_lines: usize) -> Vec<usize> {
    // A part of a few lines would cost more than it spares.
    let n_parts = (n_lines / LINES_A_PART).max(1);
    (1..=n_parts).map(|part| if part == n_parts { n_lines } else { part * LINES_A_PART }).collect()
}

/// Returns where the values of a column's parts end.
fn value_ends(line_ends: &[usize], lines: Option<&[u32]>) -> Vec<usize> {
    match lines {
        None => line_ends.to_vec(),
        Some(lines) => line_ends.iter().map(|end| lines.partition_point(|line| (*line as usize) < *end)).collect(),
    }
}

/// Appends the block of instants and documents; returns its length.
pub(super) fn write_lines(out: &mut Vec<u8>, strip: &Strip) -> usize {
    let from = out.len();
    let ends = part_ends(strip.at.len());
    if ends.len() > 1 {
        let starts: Vec<i64> = (0..ends.len()).filter_map(|part| strip.at.get(start(&ends, part)).copied()).collect();
        integers::write(out, &starts, &[starts.len()], Effort::Quick);
    }
    write_instants(out, &strip.at, &ends);
    integers::write(out, &strip.documents, &ends, Effort::Thorough);
    end_block(out, from)
}

fn write_instants(out: &mut Vec<u8>, at: &[i64], ends: &[usize]) {
    let mut plain = Vec::new();
    integers::write(&mut plain, at, ends, Effort::Thorough);
    if let Some(cadence) = cadence(at) {
        let late: Vec<i64> = at.iter().map(|at| at.rem_euclid(cadence)).collect();
        let turns: Vec<i64> = at.iter().map(|at| at.div_euclid(cadence)).collect();
        let mut split = Vec::new();
        integers::write(&mut split, &turns, ends, Effort::Thorough);
        integers::write(&mut split, &late, ends, Effort::Thorough);
        if split.len() + 2 < plain.len() {
            put_unsigned(out, cadence.unsigned_abs());
            out.extend_from_slice(&split);
            return;
        }
    }
    put_unsigned(out, 0);
    out.extend_from_slice(&plain);
}

/// Returns the interval at which the instants seem to have been meant, if they are long enough to tell.
fn cadence(at: &[i64]) -> Option<i64> {
    let mut steps: Vec<i64> = at.iter().zip(at.iter().skip(1)).map(|(before, at)| at.wrapping_sub(*before)).collect();
    if steps.len() < 8 || steps.iter().all(|step| CADENCES.contains(step)) {
        return None;
    }
    let middle = steps.len() / 2;
    let median = *steps.select_nth_unstable(middle).1;
    CADENCES.into_iter().min_by_key(|cadence| cadence.abs_diff(median))
}

fn read_instants(reader: &mut Reader<'_>, ends: &[usize], parts: Range<usize>) -> Result<Vec<i64>, PageError> {
    let cadence = reader.unsigned()?;
    let mut at = integers::read(reader, ends, parts.clone())?;
    if cadence != 0 {
        let cadence = cadence.cast_signed();
        let late = integers::read(reader, ends, parts)?;
        for (at, late) in at.iter_mut().zip(late) {
            *at = at.wrapping_mul(cadence).wrapping_add(late);
        }
    }
    if at.windows(2).all(|pair| pair[0] < pair[1]) { Ok(at) } else { Err(PageError::Corrupt("instants do not rise")) }
}

/// The wanted lines of a strip, and what must be decoded for them.
pub(super) struct Window {
    n_lines: usize,
    parts: Range<usize>,
    /// Instants and documents of whole parts.
    at: Vec<i64>,
    documents: Vec<i64>,
    /// The wanted lines, counted from the strip's first.
    lines: Range<usize>,
}

impl Window {
    /// Decodes the parts of a strip that have lines with `wanted` instants.
    pub(super) fn read(inside: &[u8], n_lines: usize, wanted: &Range<i64>) -> Result<Self, PageError> {
        let mut reader = Reader::new(inside);
        let ends = part_ends(n_lines);
        let mut parts = 0..ends.len();
        if ends.len() > 1 {
            let starts = integers::read(&mut reader, &[ends.len()], 0..1)?;
            let first = starts.partition_point(|start| *start <= wanted.start).saturating_sub(1);
            let last = starts.partition_point(|start| *start < wanted.end);
            parts = first..last.max(first + 1).min(ends.len());
        }
        let offset = start(&ends, parts.start);
        let at = read_instants(&mut reader, &ends, parts.clone())?;
        let documents = integers::read(&mut reader, &ends, parts.clone())?;
        let from = at.partition_point(|at| *at < wanted.start);
        let until = at.partition_point(|at| *at < wanted.end).max(from);
        Ok(Self { n_lines, parts, at, documents, lines: offset + from..offset + until })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns where the decoded parts end, counted from their first line.
    fn ends(&self) -> Vec<usize> {
        let ends = part_ends(self.n_lines);
        let offset = start(&ends, self.parts.start);
        ends.get(self.parts.clone()).unwrap_or_default().iter().map(|end| end.saturating_sub(offset)).collect()
    }

    /// Returns the wanted instants and documents.
    pub(super) fn finish(mut self) -> (Vec<i64>, Vec<i64>) {
        let offset = start(&part_ends(self.n_lines), self.parts.start);
        for column in [&mut self.at, &mut self.documents] {
            keep(column, self.lines.start.saturating_sub(offset)..self.lines.end.saturating_sub(offset));
        }
        (self.at, self.documents)
    }
}

fn keep(column: &mut Vec<i64>, range: Range<usize>) {
    column.truncate(range.end);
    column.drain(..range.start.min(column.len()));
}

const HAS_LINES: u8 = 1;
const HAS_REMARKS: u8 = 2;
const IS_EXPECTED: u8 = 4;

/// Returns a value for every line: a line without one has that of the line before in its part, else of the next.
fn filled<'a>(values: &'a [i64], lines: Option<&[u32]>, ends: &[usize]) -> Cow<'a, [i64]> {
    let Some(lines) = lines else { return Cow::Borrowed(values) };
    let mut full = Vec::with_capacity(ends.last().copied().unwrap_or(0));
    let mut told = lines.iter().zip(values).peekable();
    for end in ends {
        let mut value = told.peek().filter(|(line, _)| (**line as usize) < *end).map_or(0, |(_, value)| **value);
        while full.len() < *end {
            if let Some((_, now)) = told.next_if(|(line, _)| **line as usize == full.len()) {
                value = *now;
            }
            full.push(value);
        }
    }
    Cow::Owned(full)
}

/// Returns what `full` has in these lines.
fn picked<'a>(full: &'a [i64], lines: Option<&'a [u32]>) -> impl Iterator<Item = i64> + 'a {
    let all = if lines.is_none() { full } else { &[] };
    let some = lines.into_iter().flatten().map(|line| full.get(*line as usize).copied().unwrap_or(0));
    all.iter().copied().chain(some)
}

/// Returns what is expected of a column, where that is worth it, and how far its values are from there.
fn expectation(strip: &Strip, column: &Column, line_ends: &[usize], ends: &[usize]) -> Option<(Expectation, Vec<i64>)> {
    let full = |column: &'_ Column| filled(&column.values, column.lines.as_deref(), line_ends).into_owned();
    let find = |quantity| strip.columns.iter().find(|column| column.quantity == quantity).map(full);
    let factor = integers::common_factor(&column.values, column.values.first().copied()?);
    let known = Known { at: &strip.at, ends: line_ends };
    let mut best = None;
    let mut least = integers::estimate(&column.values, ends);
    for (expectation, expected) in Expectation::candidates(column.quantity, &full(column), factor, known, find) {
        let values = column.values.iter().zip(picked(&expected, column.lines.as_deref()));
        let beyond: Vec<i64> = values.map(|(value, expected)| value.wrapping_sub(expected)).collect();
        let cost = integers::estimate(&beyond, ends);
        if cost < least {
            (best, least) = (Some((expectation, beyond)), cost);
        }
    }
    best
}

/// Returns a column's values as they are shortest, and the flag of how that is.
fn best_values(strip: &Strip, column: &Column, line_ends: &[usize], ends: &[usize]) -> (u8, Vec<u8>) {
    let mut plain = Vec::new();
    integers::write(&mut plain, &column.values, ends, Effort::Thorough);
    if let Some((expectation, beyond)) = expectation(strip, column, line_ends, ends) {
        let mut expected = Vec::new();
        expectation.write(&mut expected);
        integers::write(&mut expected, &beyond, ends, Effort::Thorough);
        // An expectation makes its sources part of every read: a twentieth is what it must spare.
        if expected.len() * 20 < plain.len() * 19 {
            return (IS_EXPECTED, expected);
        }
    }
    (0, plain)
}

/// Appends the block of a column; returns its length.
pub(super) fn write_column(out: &mut Vec<u8>, column: &Column, strip: &Strip) -> usize {
    let from = out.len();
    let line_ends = part_ends(strip.at.len());
    let ends = value_ends(&line_ends, column.lines.as_deref());
    let (is_expected, values) = best_values(strip, column, &line_ends, &ends);
    let has_lines = if column.lines.is_some() { HAS_LINES } else { 0 };
    let has_remarks = if column.remarks.is_empty() { 0 } else { HAS_REMARKS };
    out.push(has_lines | has_remarks | is_expected);
    if let Some(lines) = &column.lines {
        let lines: Vec<i64> = lines.iter().map(|line| i64::from(*line)).collect();
        integers::write(out, &lines, &[lines.len()], Effort::Thorough);
    }
    if !column.remarks.is_empty() {
        write_remarks(out, &column.remarks);
    }
    out.extend_from_slice(&values);
    end_block(out, from)
}

fn write_remarks(out: &mut Vec<u8>, remarks: &[Remark]) {
    put_count(out, remarks.len());
    let fields: [fn(&Remark) -> i64; 4] = [
        |remark| i64::from(remark.index),
        |remark| i64::from(remark.estimated),
        |remark| i64::from(remark.revision),
        |remark| remark.document.0,
    ];
    for field in fields {
        let values: Vec<i64> = remarks.iter().map(field).collect();
        integers::write(out, &values, &[values.len()], Effort::Thorough);
    }
}

fn read_remarks(reader: &mut Reader<'_>, n_values: usize) -> Result<Vec<Remark>, PageError> {
    let n = reader.count(n_values)?;
    let mut field = || integers::read(reader, &[n], 0..1);
    let (indices, estimated, revisions, documents) = (field()?, field()?, field()?, field()?);
    let mut remarks = Vec::with_capacity(n);
    for (((index, estimated), revision), document) in indices.into_iter().zip(estimated).zip(revisions).zip(documents) {
        let index = u32::try_from(index).ok().filter(|index| (*index as usize) < n_values);
        let estimated = match estimated {
            0 => false,
            1 => true,
            _ => return Err(PageError::Corrupt("a remark is neither measured nor estimated")),
        };
        let (Some(index), Ok(revision)) = (index, u32::try_from(revision)) else {
            return Err(PageError::Corrupt("a remark is of no value"));
        };
        remarks.push(Remark { index, estimated, revision, document: DocumentId(document) });
    }
    let do_rise = remarks.windows(2).all(|pair| pair[0].index < pair[1].index);
    if do_rise { Ok(remarks) } else { Err(PageError::Corrupt("remarks do not rise")) }
}

fn read_gaps(reader: &mut Reader<'_>, n_values: usize, n_lines: usize) -> Result<Vec<u32>, PageError> {
    let lines = integers::read(reader, &[n_values], 0..1)?;
    let is_line = |line: i64| u32::try_from(line).ok().filter(|line| (*line as usize) < n_lines.min(MAX_LINES));
    let lines: Option<Vec<u32>> = lines.into_iter().map(is_line).collect();
    lines
        .filter(|lines| lines.windows(2).all(|pair| pair[0] < pair[1]))
        .ok_or(PageError::Corrupt("lines of a column do not rise"))
}

/// A column's values in whole parts, and what else its block tells.
pub(super) struct Decoded {
    gaps: Option<Vec<u32>>,
    remarks: Vec<Remark>,
    ends: Vec<usize>,
    values: Vec<i64>,
}

/// Decodes the parts of a column; `find` decodes those of another one, a value for every line.
pub(super) fn decode_column<'a>(
    inside: &[u8],
    quantity: Quantity,
    n_values: usize,
    window: &Window,
    mut find: impl FnMut(Quantity) -> Result<Vec<i64>, PageError> + 'a,
) -> Result<Decoded, PageError> {
    let mut reader = Reader::new(inside);
    let flags = reader.byte()?;
    if flags & !(HAS_LINES | HAS_REMARKS | IS_EXPECTED) != 0 {
        return Err(PageError::Corrupt("a column has unknown flags"));
    }
    let gaps = if flags & HAS_LINES == 0 { None } else { Some(read_gaps(&mut reader, n_values, window.n_lines)?) };
    if gaps.is_none() && n_values != window.n_lines {
        return Err(PageError::Corrupt("a column has not as many values as lines"));
    }
    let remarks = if flags & HAS_REMARKS == 0 { Vec::new() } else { read_remarks(&mut reader, n_values)? };
    let ends = value_ends(&part_ends(window.n_lines), gaps.as_deref());
    let expectation = if flags & IS_EXPECTED == 0 { None } else { Some(Expectation::read(&mut reader, quantity)?) };
    let values = integers::read(&mut reader, &ends, window.parts.clone())?;
    let mut decoded = Decoded { gaps, remarks, ends, values };
    if let Some(expectation) = expectation {
        let sources = expectation.sources().iter().map(|source| find(*source)).collect::<Result<Vec<_>, _>>()?;
        let sources: Vec<&[i64]> = sources.iter().map(Vec::as_slice).collect();
        let expected = expectation.of(Known { at: &window.at, ends: &window.ends() }, &sources);
        let lines = decoded.lines(window);
        for (value, expected) in decoded.values.iter_mut().zip(picked(&expected, lines.as_deref())) {
            *value = value.wrapping_add(expected);
        }
    }
    Ok(decoded)
}

impl Decoded {
    /// Returns the lines of the decoded values, counted from the first decoded one; `None` where all have one.
    fn lines(&self, window: &Window) -> Option<Vec<u32>> {
        let gaps = self.gaps.as_ref()?;
        let first = start(&part_ends(window.n_lines), window.parts.start) as u32;
        let range = start(&self.ends, window.parts.start)..start(&self.ends, window.parts.end);
        Some(gaps.get(range).unwrap_or_default().iter().map(|line| line.saturating_sub(first)).collect())
    }

    /// Returns a value for every line of the decoded parts, for what is expected of them.
    pub(super) fn filled(&self, window: &Window) -> Vec<i64> {
        filled(&self.values, self.lines(window).as_deref(), &window.ends()).into_owned()
    }

    /// Returns the column in the wanted lines; `None` where it has none of them.
    pub(super) fn cut(mut self, quantity: Quantity, window: &Window) -> Result<Option<Column>, PageError> {
        let kept = match &self.gaps {
            None => window.lines.clone(),
            Some(lines) => {
                let index = |line: usize| lines.partition_point(|other| (*other as usize) < line);
                index(window.lines.start)..index(window.lines.end)
            }
        };
        if kept.is_empty() {
            return Ok(None);
        }
        let offset = start(&self.ends, window.parts.start);
        keep(&mut self.values, kept.start.saturating_sub(offset)..kept.end.saturating_sub(offset));
        if self.values.len() != kept.len() {
            return Err(PageError::Corrupt("a column ends too early"));
        }
        let lines = self.gaps.filter(|_| kept.len() < window.lines.len()).map(|lines| {
            let first = window.lines.start as u32;
            lines.get(kept.clone()).unwrap_or_default().iter().map(|line| line - first).collect()
        });
        let moved = |remark: Remark| Remark { index: remark.index - kept.start as u32, ..remark };
        let remarks = self.remarks.into_iter().filter(|remark| kept.contains(&(remark.index as usize)));
        Ok(Some(Column { quantity, lines, values: self.values, remarks: remarks.map(moved).collect() }))
    }
}
