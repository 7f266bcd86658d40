//! A table on paper: how wide its columns are, and its rows as lines of text.
//!
//! Numbers are never broken over lines; texts are, and the longest are cut. Knows nothing of pages.

use common::language::Language;
use common::sheet::{Align, Cell, Column, Row, RowKind, Table};
use jiff::tz::TimeZone;

use super::canvas::{Canvas, Ink, Spot, Stroke};
use super::font::Font;
use super::words::{shown, unit_shown};

/// Sizes of letters, tried one after the other until all columns have room.
const SIZES: [f64; 5] = [8.5, 8.0, 7.2, 6.4, 5.6];
/// Between the text of a column and its edge.
const PADDING: f64 = 4.0;
/// Lines of a cell and of a heading.
const MOST_LINES: usize = 4;
/// A column of texts is made no narrower than this to spare the others.
const NARROW: f64 = 64.0;
/// What a column may be wider than it needs, where there is room to spare.
const SPARE: f64 = 60.0;
/// From this part of the page on a table is as wide as the page.
const NEAR: f64 = 0.7;

/// A table with the widths of its columns.
pub(super) struct Fitted<'a> {
    table: &'a Table,
    language: Language,
    zone: &'a TimeZone,
    size: f64,
    /// Left edge and width of each column, padding included.
    columns: Vec<(f64, f64)>,
    width: f64,
}

/// A row that was drawn.
pub(super) struct Strip {
    pub canvas: Canvas,
    pub height: f64,
}

/// Returns the table fitted into a width.
pub(super) fn fit<'a>(table: &'a Table, (language, zone): (Language, &'a TimeZone), width: f64) -> Fitted<'a> {
    let room = width - 2.0 * PADDING * count(&table.columns);
    let mut fitted = None;
    for size in SIZES {
        let needs = needs(table, (language, zone), size);
        let least: f64 = needs.iter().map(|need| need.least).sum();
        fitted = Some((size, needs));
        if least <= room {
            break;
        }
    }
    let (size, needs) = fitted.unwrap_or_default();
    let mut x = 0.0;
    let place = |inner: f64| {
        let place = (x, inner + 2.0 * PADDING);
        x += place.1;
        place
    };
    let columns: Vec<(f64, f64)> = shares(&needs, room).into_iter().map(place).collect();
    let width = columns.last().map_or(width, |(left, width)| left + width);
    Fitted { table, language, zone, size, columns, width }
}

/// How wide a column's text is at least and at best.
#[derive(Clone, Copy, Default)]
struct Need {
    least: f64,
    best: f64,
}

fn needs(table: &Table, words: (Language, &TimeZone), size: f64) -> Vec<Need> {
    let (regular, bold) = (Font::regular(size), Font::bold(size));
    let mut needs: Vec<Need> = table.columns.iter().map(|column| heading_need(column, size)).collect();
    for row in &table.rows {
        let font = match row.kind {
            RowKind::Plain => regular,
            RowKind::Total => bold,
        };
        for (need, cell) in needs.iter_mut().zip(&row.cells) {
            let width = font.width(&shown(cell, words.0, words.1));
            need.best = need.best.max(width);
            need.least = need.least.max(if is_text(cell) { width.min(NARROW) } else { width });
        }
    }
    needs
}

fn heading_need(column: &Column, size: f64) -> Need {
    let (font, small) = (Font::bold(size), Font::regular(size - 1.0));
    let words = column.heading.split_whitespace().map(|word| font.width(word)).fold(0.0, f64::max);
    let unit = small.width(&unit_shown(&column.unit)).min(NARROW);
    let least = words.min(NARROW).max(unit);
    // A heading in two lines is as good as in one.
    Need { least, best: words.min(2.0 * NARROW).max(unit).max(font.width(&column.heading) / 2.0).min(2.5 * NARROW) }
}

const fn is_text(cell: &Cell) -> bool {
    match cell {
        Cell::Text(_) => true,
        Cell::Number(_) | Cell::Date(_) | Cell::Instant(_) | Cell::Missing => false,
    }
}

/// Returns the widths: at best what each needs and some more, else what is there, shared by what each would need more.
fn shares(needs: &[Need], room: f64) -> Vec<f64> {
    let best: f64 = needs.iter().map(|need| need.best).sum();
    let least: f64 = needs.iter().map(|need| need.least).sum();
    if best <= room {
        // Few columns do not drift apart; a table that is nearly as wide as the page is as wide.
        let more = (room - best) / count(needs);
        let is_near = best + SPARE * count(needs) >= room * NEAR;
        let more = if is_near { more } else { more.min(SPARE) };
        return needs.iter().map(|need| need.best + more).collect();
    }
    if least <= room {
        let part = (room - least) / (best - least).max(f64::MIN_POSITIVE);
        return needs.iter().map(|need| need.least + (need.best - need.least) * part).collect();
    }
    needs.iter().map(|need| need.least * room / least).collect()
}

#[expect(clippy::cast_precision_loss, reason = "columns are few")]
fn count<T>(of: &[T]) -> f64 {
    of.len().max(1) as f64
}

impl Fitted<'_> {
    /// Draws the headings with their units.
    pub(super) fn headings(&self) -> Strip {
        let (font, small) = (Font::bold(self.size), Font::regular(self.size - 1.0));
        let columns = self.table.columns.iter().zip(&self.columns);
        let texts: Vec<(Vec<String>, String)> = columns
            .map(|(column, (_, width))| {
                let inner = width - 2.0 * PADDING;
                let unit = unit_shown(&column.unit);
                (font.wrap_to(&column.heading, inner, MOST_LINES), small.cut(&unit, inner))
            })
            .collect();
        let has_unit = self.table.columns.iter().any(|column| !column.unit.is_empty());
        let n_lines = texts.iter().map(|(lines, _)| lines.len()).max().unwrap_or(1).max(1);
        let unit_height = if has_unit { small.leading() } else { 0.0 };
        let height = lines_height(n_lines, font) + unit_height + 7.0;
        let mut canvas = Canvas::default();
        canvas.rectangle(Spot { x: 0.0, y: 0.0 }, (self.width, height), Ink::Shade);
        for (index, (lines, unit)) in texts.iter().enumerate() {
            let top = 2.5 + lines_height(n_lines - lines.len(), font);
            self.write(&mut canvas, (index, top), lines, (font, Ink::Text));
            let below = 2.5 + lines_height(n_lines, font);
            self.write(&mut canvas, (index, below), std::slice::from_ref(unit), (small, Ink::Quiet));
        }
        canvas
            .line(vec![Spot { x: 0.0, y: height }, Spot { x: self.width, y: height }], Stroke::solid(Ink::Quiet, 0.7));
        Strip { canvas, height }
    }

    /// Draws a row with the line below it.
    pub(super) fn row(&self, row: &Row) -> Strip {
        let (font, line) = match row.kind {
            RowKind::Plain => (Font::regular(self.size), Stroke::solid(Ink::Grid, 0.5)),
            RowKind::Total => (Font::bold(self.size), Stroke::solid(Ink::Rule, 0.7)),
        };
        let cells = row.cells.iter().zip(&self.columns);
        let texts: Vec<Vec<String>> = cells
            .map(|(cell, (_, width))| {
                let (text, inner) = (shown(cell, self.language, self.zone), width - 2.0 * PADDING);
                // What it needs and what it has may differ by the smallest of floats.
                let inner = inner + 0.01;
                if is_text(cell) { font.wrap_to(&text, inner, MOST_LINES) } else { vec![font.cut(&text, inner)] }
            })
            .collect();
        let n_lines = texts.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let height = lines_height(n_lines, font) + 4.4;
        let mut canvas = Canvas::default();
        if row.kind == RowKind::Total {
            canvas.rectangle(Spot { x: 0.0, y: 0.0 }, (self.width, height), Ink::Shade);
        }
        for (index, (lines, cell)) in texts.iter().zip(&row.cells).enumerate() {
            let ink = if *cell == Cell::Missing { Ink::Quiet } else { Ink::Text };
            self.write(&mut canvas, (index, 1.0), lines, (font, ink));
        }
        canvas.line(vec![Spot { x: 0.0, y: height }, Spot { x: self.width, y: height }], line);
        Strip { canvas, height }
    }

    fn write(&self, canvas: &mut Canvas, (column, top): (usize, f64), lines: &[String], look: (Font, Ink)) {
        let (left, width) = self.columns[column];
        let mut y = top;
        for line in lines {
            y += look.0.leading();
            match self.table.columns[column].align {
                Align::Left => canvas.text(Spot { x: left + PADDING, y: y - 1.0 }, line, look),
                Align::Right => canvas.text_to(Spot { x: left + width - PADDING, y: y - 1.0 }, line, look),
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few lines")]
fn lines_height(n_lines: usize, font: Font) -> f64 {
    n_lines as f64 * font.leading()
}
