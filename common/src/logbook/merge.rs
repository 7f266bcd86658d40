//! Pages made of versions, and several pages made one.
//!
//! The slow way takes pages apart into versions and sorts them; where each meter's lines of one page follow those of the
//! other, columns are only put behind each other. Both give the same page. Knows no bytes.

#![expect(clippy::cast_possible_truncation, reason = "lines of a page are counted in 32 bits")]

use std::collections::BTreeMap;

use super::{Column, LogPage, Remark, Strip, Version};
use crate::id::{DocumentId, MeterId, PointId};
use crate::quantity::Quantity;

/// Returns every version that a page holds: first those that count, then the struck ones.
pub fn versions(page: &LogPage) -> impl Iterator<Item = Version> + '_ {
    let columns = page.strips.iter().flat_map(|strip| strip.columns.iter().map(move |column| (strip, column)));
    columns.flat_map(|(strip, column)| counting(strip, column)).chain(page.struck.iter().copied())
}

/// Returns the values of a column that count, by instant.
pub fn counting<'a>(strip: &'a Strip, column: &'a Column) -> impl Iterator<Item = Version> + 'a {
    let mut remarks = column.remarks.iter().peekable();
    column.values.iter().enumerate().filter_map(move |(index, value)| {
        let line = column.lines.as_ref().map_or(Some(index), |lines| lines.get(index).map(|line| *line as usize))?;
        let mut version = Version {
            meter: strip.meter,
            quantity: column.quantity,
            at: *strip.at.get(line)?,
            revision: 0,
            value: Some(*value),
            estimated: false,
            document: DocumentId(strip.documents.get(line).copied().unwrap_or(0)),
        };
        if let Some(remark) = remarks.next_if(|remark| remark.index as usize == index) {
            version.estimated = remark.estimated;
            version.revision = remark.revision;
            version.document = remark.document;
        }
        Some(version)
    })
}

/// Makes a page of versions in any order.
///
/// Of the versions of a reading the one with the highest revision counts, of several such the one that was brought last;
/// if it says that the reading was struck out, none counts. What is told twice alike is kept as it was told first.
pub fn assemble(point: PointId, mut versions: Vec<Version>) -> LogPage {
    if !versions.is_sorted() {
        versions.sort_unstable();
    }
    // The document is last in the order: the first of several that tell alike is the one with the lowest.
    let told = |version: &Version| Version { document: DocumentId(0), ..*version };
    versions.dedup_by(|again, first| told(again) == told(first));
    let mut page = LogPage { point, strips: Vec::new(), struck: Vec::new() };
    for of_meter in versions.chunk_by(|left, right| left.meter == right.meter) {
        let mut standing = Vec::with_capacity(of_meter.len());
        for of_reading in of_meter.chunk_by(|left, right| (left.quantity, left.at) == (right.quantity, right.at)) {
            let newest = newest(of_reading);
            for (index, version) in of_reading.iter().enumerate() {
                if Some(index) == newest {
                    standing.push(*version);
                } else {
                    page.struck.push(*version);
                }
            }
        }
        page.strips.extend(strip(&standing));
    }
    page
}

/// Returns which of a reading's versions counts, if one does.
fn newest(of_reading: &[Version]) -> Option<usize> {
    let order = |(_, version): &(usize, &Version)| (version.revision, version.document);
    let (index, version) = of_reading.iter().enumerate().max_by_key(order)?;
    version.value.map(|_| index)
}

/// Makes a strip of the standing versions of one meter, by quantity and instant.
fn strip(standing: &[Version]) -> Option<Strip> {
    let meter = standing.first()?.meter;
    let columns: Vec<&[Version]> = standing.chunk_by(|left, right| left.quantity == right.quantity).collect();
    let at = instants(&columns);
    let lines: Vec<Vec<u32>> = columns.iter().map(|column| lines(column, &at)).collect();
    let documents = documents(&columns, &lines, at.len());
    let made = columns.iter().zip(lines).map(|(versions, lines)| {
        let remarks = remarks(versions, &lines, &documents);
        Column {
            quantity: versions.first().map_or(Quantity::Energy, |version| version.quantity),
            values: versions.iter().filter_map(|version| version.value).collect(),
            lines: (lines.len() < at.len()).then_some(lines),
            remarks,
        }
    });
    let columns = made.collect();
    Some(Strip { meter, at, documents, columns })
}

fn instants(columns: &[&[Version]]) -> Vec<i64> {
    let longest = columns.iter().max_by_key(|column| column.len()).copied().unwrap_or_default();
    let mut at: Vec<i64> = longest.iter().map(|version| version.at).collect();
    let missing = columns.iter().flat_map(|column| missing(column, &at)).collect::<Vec<_>>();
    if !missing.is_empty() {
        at.extend(missing);
        at.sort_unstable();
        at.dedup();
    }
    at
}

/// Returns the instants of a column that are not in `at`.
fn missing(column: &[Version], at: &[i64]) -> Vec<i64> {
    let mut known = at.iter().peekable();
    let mut missing = Vec::new();
    for version in column {
        while known.next_if(|known| **known < version.at).is_some() {}
        if known.peek().is_none_or(|known| **known != version.at) {
            missing.push(version.at);
        }
    }
    missing
}

/// Returns the line of each version.
fn lines(column: &[Version], at: &[i64]) -> Vec<u32> {
    let mut line = 0;
    let mut lines = Vec::with_capacity(column.len());
    for version in column {
        while at.get(line).is_some_and(|at| *at < version.at) {
            line += 1;
        }
        lines.push(line as u32);
    }
    lines
}

/// Returns for each line the document that most of its values name, where most agree.
fn documents(columns: &[&[Version]], lines: &[Vec<u32>], n_lines: usize) -> Vec<i64> {
    // Majority vote in one pass: where there is no majority it names one of them, which costs a few remarks more.
    let mut votes: Vec<(i64, u32)> = vec![(0, 0); n_lines];
    for (column, lines) in columns.iter().zip(lines) {
        for (version, line) in column.iter().zip(lines) {
            let Some((document, n)) = votes.get_mut(*line as usize) else { continue };
            if *n == 0 {
                (*document, *n) = (version.document.0, 1);
            } else if *document == version.document.0 {
                *n += 1;
            } else {
                *n -= 1;
            }
        }
    }
    votes.into_iter().map(|(document, _)| document).collect()
}

fn remarks(versions: &[Version], lines: &[u32], documents: &[i64]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for ((version, line), index) in versions.iter().zip(lines).zip(0_u32..) {
        let is_as_its_line = documents.get(*line as usize) == Some(&version.document.0);
        if version.estimated || version.revision != 0 || !is_as_its_line {
            let Version { estimated, revision, document, .. } = *version;
            remarks.push(Remark { index, estimated, revision, document });
        }
    }
    remarks
}

/// Makes pages of one point one page, in whatever order they are.
pub fn merge(point: PointId, mut pages: Vec<LogPage>) -> LogPage {
    pages.sort_by_key(|page| page.strips.iter().filter_map(|strip| strip.at.first()).min().copied());
    let mut whole = LogPage { point, strips: Vec::new(), struck: Vec::new() };
    let mut pages = pages.into_iter();
    while let Some(page) = pages.next() {
        if is_later(&whole, &page) {
            put_behind(&mut whole, page);
        } else {
            let all = std::iter::once(whole).chain(std::iter::once(page)).chain(pages);
            return assemble(point, all.flat_map(|page| versions(&page).collect::<Vec<_>>()).collect());
        }
    }
    whole
}

/// Adds what a page tells to another page of the same point; fast where it is all later.
pub fn append(page: &mut LogPage, later: LogPage) {
    if is_later(page, &later) {
        put_behind(page, later);
    } else {
        *page = assemble(page.point, versions(page).chain(versions(&later)).collect());
    }
}

/// Returns for each meter the first and the last instant of which a page tells.
fn reach(page: &LogPage) -> BTreeMap<MeterId, (i64, i64)> {
    let mut reach = BTreeMap::new();
    let mut widen = |meter, at: i64| {
        let (first, last) = reach.entry(meter).or_insert((at, at));
        (*first, *last) = ((*first).min(at), (*last).max(at));
    };
    for strip in &page.strips {
        strip.at.first().into_iter().chain(strip.at.last()).for_each(|at| widen(strip.meter, *at));
    }
    page.struck.iter().for_each(|version| widen(version.meter, version.at));
    reach
}

fn is_later(page: &LogPage, later: &LogPage) -> bool {
    let earlier = reach(page);
    reach(later).iter().all(|(meter, (first, _))| earlier.get(meter).is_none_or(|(_, last)| last < first))
}

fn put_behind(page: &mut LogPage, later: LogPage) {
    for strip in later.strips {
        match page.strips.binary_search_by_key(&strip.meter, |strip| strip.meter) {
            Ok(index) => {
                if let Some(earlier) = page.strips.get_mut(index) {
                    lengthen(earlier, strip);
                }
            }
            Err(index) => page.strips.insert(index, strip),
        }
    }
    if !later.struck.is_empty() {
        page.struck.extend(later.struck);
        page.struck.sort();
    }
}

/// Puts the lines of a strip behind those of another.
fn lengthen(strip: &mut Strip, later: Strip) {
    let (n_before, n_behind) = (strip.at.len() as u32, later.at.len() as u32);
    strip.at.extend_from_slice(&later.at);
    strip.documents.extend_from_slice(&later.documents);
    let mut behind = later.columns.into_iter().peekable();
    let mut columns = Vec::with_capacity(strip.columns.len());
    for mut column in std::mem::take(&mut strip.columns) {
        while let Some(new) = behind.next_if(|new| new.quantity < column.quantity) {
            columns.push(moved(new, n_before, n_behind));
        }
        if let Some(new) = behind.next_if(|new| new.quantity == column.quantity) {
            join(&mut column, new, n_before, n_behind);
        } else if column.lines.is_none() {
            column.lines = Some((0..n_before).collect());
        }
        columns.push(column);
    }
    columns.extend(behind.map(|new| moved(new, n_before, n_behind)));
    strip.columns = columns;
}

/// Returns a column as it is behind lines of which it has none.
fn moved(mut column: Column, n_before: u32, n_behind: u32) -> Column {
    column.lines = Some(lines_behind(column.lines, n_before, n_behind).collect());
    column
}

fn lines_behind(lines: Option<Vec<u32>>, n_before: u32, n_behind: u32) -> impl Iterator<Item = u32> {
    let all = if lines.is_none() { 0..n_behind } else { 0..0 };
    all.chain(lines.into_iter().flatten()).map(move |line| line.saturating_add(n_before))
}

fn join(column: &mut Column, later: Column, n_before: u32, n_behind: u32) {
    if column.lines.is_some() || later.lines.is_some() {
        let mut lines = column.lines.take().unwrap_or_else(|| (0..n_before).collect());
        lines.extend(lines_behind(later.lines, n_before, n_behind));
        column.lines = Some(lines);
    }
    let n_values = column.values.len() as u32;
    column.values.extend_from_slice(&later.values);
    column.remarks.extend(later.remarks.into_iter().map(|remark| Remark { index: remark.index + n_values, ..remark }));
}
