//! The head of a sealed page: where everything is, and the figures of each day. Knows how blocks are listed, not what is
//! in them.

use std::ops::Range;

use super::bytes::{Reader, end_block, open_block, put_count, put_signed, put_unsigned};
use super::figures::{self, Span};
use super::{MAX_LINES, MAX_READINGS, MAX_STRUCK, PageError, Part, SealedPage, VERSION, strip, struck};
use crate::id::{DocumentId, MeterId, PointId};
use crate::logbook::{Column, DayFigures, LogPage, MeterDays, Strip};
use crate::quantity::Quantity;

/// A head that has been read.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) point: PointId,
    pub(super) days: Vec<i64>,
    pub(super) first_at: i64,
    pub(super) last_at: i64,
    pub(super) max_document: DocumentId,
    pub(super) n_struck: usize,
    pub(super) strips: Vec<StripHead<'a>>,
    /// Where the block of struck values is in the body.
    pub(super) struck: Range<usize>,
    pub(super) body_length: usize,
}

#[derive(Debug)]
pub(super) struct StripHead<'a> {
    pub(super) meter: MeterId,
    pub(super) n_lines: usize,
    /// Where the block of instants and documents is in the body.
    pub(super) lines: Range<usize>,
    pub(super) spans: &'a [u8],
    pub(super) columns: Vec<ColumnHead<'a>>,
}

#[derive(Debug)]
pub(super) struct ColumnHead<'a> {
    pub(super) quantity: Quantity,
    pub(super) n_values: usize,
    pub(super) block: Range<usize>,
    pub(super) figures: &'a [u8],
}

/// Seals a page.
///
/// `days` are rising local midnights, seconds since 1970 UTC, the last one the end of the last day. They should cover all
/// instants: what lies outside counts to the nearest day. A page must keep to the bounds of [`super`], or it cannot be
/// opened again: a year of minutes does.
pub fn seal(page: &LogPage, days: &[i64]) -> SealedPage {
    let (mut list, mut all_figures, mut body) = (Vec::new(), Vec::new(), Vec::new());
    for strip in &page.strips {
        seal_strip(strip, days, &mut list, &mut all_figures, &mut body);
    }
    let struck_length = struck::write(&mut body, &page.struck);
    let (first_at, last_at) = reach(page);
    let mut head = vec![VERSION];
    put_signed(&mut head, page.point.0);
    figures::write_days(&mut head, days);
    put_signed(&mut head, first_at);
    put_unsigned(&mut head, last_at.wrapping_sub(first_at).cast_unsigned());
    put_signed(&mut head, max_document(page).0);
    put_count(&mut head, page.struck.len());
    put_count(&mut head, struck_length);
    put_count(&mut head, page.strips.len());
    head.extend_from_slice(&list);
    head.extend_from_slice(&all_figures);
    end_block(&mut head, 0);
    SealedPage { head, body }
}

fn seal_strip(strip: &Strip, days: &[i64], list: &mut Vec<u8>, all_figures: &mut Vec<u8>, body: &mut Vec<u8>) {
    let spans = figures::spans(&strip.at, days);
    let from = all_figures.len();
    figures::write_spans(all_figures, &spans, days);
    put_signed(list, strip.meter.0);
    put_count(list, strip.at.len());
    put_count(list, strip::write_lines(body, strip));
    put_count(list, all_figures.len() - from);
    put_count(list, strip.columns.len());
    for column in &strip.columns {
        let from = all_figures.len();
        let own = own_spans(strip, column, days);
        if let Some(own) = &own {
            figures::write_spans(all_figures, own, days);
        }
        let kind = column.quantity.kind();
        let counted = figures::count(kind, own.as_deref().unwrap_or(&spans), &column.values, days);
        figures::write_amounts(all_figures, kind, &counted);
        list.push(column.quantity.code());
        put_count(list, column.values.len());
        put_count(list, strip::write_column(body, column, strip));
        put_count(list, all_figures.len() - from);
    }
}

/// Returns the days of a column that has not all lines.
fn own_spans(strip: &Strip, column: &Column, days: &[i64]) -> Option<Vec<Span>> {
    if column.values.len() == strip.at.len() {
        return None;
    }
    let lines = column.lines.iter().flatten();
    let at: Vec<i64> = lines.filter_map(|line| strip.at.get(*line as usize)).copied().collect();
    Some(figures::spans(&at, days))
}

/// Counts the figures of one quantity, as [`super::Sealed::figures`] returns them.
pub(super) fn figures(page: &LogPage, quantity: Quantity, days: &[i64]) -> Vec<MeterDays> {
    let counted = |strip: &Strip, column: &Column| -> Vec<DayFigures> {
        let spans = own_spans(strip, column, days).unwrap_or_else(|| figures::spans(&strip.at, days));
        figures::count(quantity.kind(), &spans, &column.values, days)
    };
    let mut meters = Vec::new();
    for strip in &page.strips {
        if let Some(column) = strip.columns.iter().find(|column| column.quantity == quantity) {
            meters.push(MeterDays { meter: strip.meter, days: counted(strip, column) });
        }
    }
    meters
}

/// Returns the first and the last instant.
pub(super) fn reach(page: &LogPage) -> (i64, i64) {
    let ends = page.strips.iter().flat_map(|strip| strip.at.first().into_iter().chain(strip.at.last()).copied());
    let all = || ends.clone().chain(page.struck.iter().map(|version| version.at));
    (all().min().unwrap_or(0), all().max().unwrap_or(0))
}

pub(super) fn max_document(page: &LogPage) -> DocumentId {
    let of_lines = page.strips.iter().filter_map(|strip| strip.documents.iter().max()).copied();
    let columns = page.strips.iter().flat_map(|strip| &strip.columns);
    let of_remarks = columns.flat_map(|column| column.remarks.iter().map(|remark| remark.document.0));
    let of_struck = page.struck.iter().map(|version| version.document.0);
    DocumentId(of_lines.chain(of_remarks).chain(of_struck).max().unwrap_or(0))
}

/// What is known of a strip or column before the figures are reached.
struct Lengths {
    spans: usize,
    figures: Vec<usize>,
}

/// Reads a head.
pub(super) fn read(head: &[u8]) -> Result<Head<'_>, PageError> {
    match head.first() {
        None => return Err(PageError::Truncated),
        Some(&VERSION) => {}
        Some(version) => return Err(PageError::Version(*version)),
    }
    let mut reader = Reader::new(open_block(head).ok_or(PageError::Checksum(Part::Head))?);
    reader.byte()?;
    let point = PointId(reader.signed()?);
    let days = figures::read_days(&mut reader)?;
    let first_at = reader.signed()?;
    let last_at = first_at.wrapping_add(reader.unsigned()?.cast_signed());
    let max_document = DocumentId(reader.signed()?);
    let n_struck = reader.count(MAX_STRUCK)?;
    let struck_length = reader.count(usize::MAX >> 1)?;
    let mut strips = Vec::new();
    let mut lengths = Vec::new();
    let mut place = Place { at: 0, n_lines: 0, n_values: 0 };
    for _ in 0..reader.count_of_bytes()? {
        let (strip, its_lengths) = read_strip(&mut reader, &mut place)?;
        strips.push(strip);
        lengths.push(its_lengths);
    }
    for (strip, lengths) in strips.iter_mut().zip(lengths) {
        strip.spans = reader.take(lengths.spans)?;
        for (column, length) in strip.columns.iter_mut().zip(lengths.figures) {
            column.figures = reader.take(length)?;
        }
    }
    let does_rise = strips.windows(2).all(|pair| pair[0].meter < pair[1].meter);
    if !does_rise || !reader.is_empty() {
        return Err(PageError::Corrupt("the head is out of order"));
    }
    let struck = place.next(struck_length)?;
    Ok(Head { point, days, first_at, last_at, max_document, n_struck, strips, struck, body_length: place.at })
}

/// Where in the body the next block begins, and what the page holds until there.
struct Place {
    at: usize,
    n_lines: usize,
    n_values: usize,
}

impl Place {
    fn next(&mut self, length: usize) -> Result<Range<usize>, PageError> {
        let from = self.at;
        self.at = from.checked_add(length).ok_or(PageError::Corrupt("a length is too large"))?;
        Ok(from..self.at)
    }
}

fn read_strip<'a>(reader: &mut Reader<'a>, place: &mut Place) -> Result<(StripHead<'a>, Lengths), PageError> {
    let meter = MeterId(reader.signed()?);
    let n_lines = reader.count(MAX_LINES)?;
    place.n_lines += n_lines;
    let length = reader.count(usize::MAX >> 1)?;
    let lines = place.next(length)?;
    let mut lengths = Lengths { spans: reader.count_of_bytes()?, figures: Vec::new() };
    let mut columns: Vec<ColumnHead<'a>> = Vec::new();
    for _ in 0..reader.count(Quantity::ALL.len())? {
        let quantity = Quantity::from_code(reader.byte()?).ok_or(PageError::Corrupt("a quantity is unknown"))?;
        let n_values = reader.count(n_lines)?;
        place.n_values += n_values;
        let length = reader.count(usize::MAX >> 1)?;
        let block = place.next(length)?;
        lengths.figures.push(reader.count_of_bytes()?);
        columns.push(ColumnHead { quantity, n_values, block, figures: &[] });
    }
    if !columns.is_sorted_by(|left, right| left.quantity < right.quantity) {
        return Err(PageError::Corrupt("columns are out of order"));
    }
    if place.n_lines > MAX_LINES || place.n_values > MAX_READINGS {
        return Err(PageError::Corrupt("the page is too large"));
    }
    Ok((StripHead { meter, n_lines, lines, spans: &[], columns }, lengths))
}
