//! A report as lines of text: what would stand on paper, as far as a terminal can show it. Draws nothing.

use common::report::ReportCheck;
use common::sheet::chart::{Chart, Plot, Style};
use common::sheet::{Align, Block, Cell, Column, Figure, Row, RowKind, Sheet, Table};
use common::text::visible;

use crate::look::Look;
use crate::screen::reports::words;
use crate::widget::fit;
use crate::widget::page::{self, Line};

/// Columns of a text in a table at most.
const WIDEST: usize = 26;
/// Columns between those of a table.
const GAP: usize = 2;
/// Changes that are told before the report.
const MOST_CHANGES: usize = 12;

/// Returns the report in lines of at most `room` columns, leaving out so many columns of its tables.
#[must_use]
pub fn lines(sheet: &Sheet, left_out: usize, room: usize, look: &Look) -> Vec<Line> {
    let mut lines = vec![Line::Strong(cut(&visible(&sheet.title), room, look))];
    lines.extend(sheet.subject.iter().flat_map(|one| figure(one, room, look)));
    if let Some(period) = sheet.period {
        lines.extend(
            page::facts(&look.say("report-period"), &words::period(period, look), room).into_iter().map(Line::Text),
        );
    }
    if let Some(share) = sheet.coverage.and_then(common::sheet::Coverage::share) {
        let share = format!("{:.0} %", (share * 100.0).floor());
        lines.push(Line::Text(page::fact(&look.say("report-coverage"), &share)));
    }
    for block in &sheet.blocks {
        match block {
            Block::Heading(text) => lines.push(Line::Heading(visible(text).into_owned())),
            Block::Text(text) => lines.extend(wrapped(text, room)),
            Block::Figures(figures) => lines.extend(figures.iter().flat_map(|one| figure(one, room, look))),
            Block::Table(table) => lines.extend(table_lines(table, left_out, room, look)),
            Block::Chart(chart) => lines.extend(chart_lines(chart, room, look)),
            Block::Code(code) => {
                lines.push(Line::Strong(cut(&visible(&code.caption), room, look)));
                lines.extend(code.notes.iter().chain([&code.text]).flat_map(|text| wrapped(text, room)));
            }
            Block::PageBreak => lines.push(Line::Text(String::new())),
        }
    }
    if !sheet.definitions.is_empty() {
        lines.push(Line::Heading(look.say("report-definitions")));
        lines.extend(sheet.definitions.iter().flat_map(|text| wrapped(text, room)));
    }
    lines
}

/// Returns what has changed since the report was made.
#[must_use]
pub fn check_lines(check: &ReportCheck, room: usize, look: &Look) -> Vec<Line> {
    match check {
        ReportCheck::Same => vec![Line::Text(look.say("check-same"))],
        ReportCheck::NewVersion { was, is } => {
            vec![Line::Text(look.tell("check-new-version", &[("was", (*was).into()), ("is", (*is).into())]))]
        }
        ReportCheck::Changed { changes, n_changes } => {
            let mut lines = vec![Line::Strong(look.tell("check-changed", &[("n", (*n_changes).into())]))];
            let shown = |value: &Option<String>| {
                value.as_ref().map_or_else(|| "-".to_owned(), |text| visible(text).into_owned())
            };
            for change in changes.iter().take(MOST_CHANGES) {
                let value = format!("{} › {}", shown(&change.was), shown(&change.is));
                lines.extend(wrapped(&format!("{}: {value}", change.place), room));
            }
            let left = n_changes.saturating_sub(MOST_CHANGES.min(changes.len()) as u64);
            if left > 0 {
                lines.push(Line::Text(look.tell("check-more", &[("n", left.into())])));
            }
            lines
        }
    }
}

/// Returns how many columns of the widest table can be left out.
#[must_use]
pub fn most_left_out(sheet: &Sheet) -> usize {
    let n_columns = |block: &Block| match block {
        Block::Table(table) => table.columns.len(),
        Block::Heading(_)
        | Block::Text(_)
        | Block::Figures(_)
        | Block::Chart(_)
        | Block::Code(_)
        | Block::PageBreak => 0,
    };
    sheet.blocks.iter().map(n_columns).max().unwrap_or(0).saturating_sub(2)
}

fn cut(text: &str, room: usize, look: &Look) -> String {
    fit::cut_middle(text, room, look.glyphs.ellipsis)
}

fn wrapped(text: &str, room: usize) -> Vec<Line> {
    // A word longer than the screen is the only thing that is cut.
    page::wrap(&visible(text), room).into_iter().map(Line::Text).collect()
}

fn figure(figure: &Figure, room: usize, look: &Look) -> Vec<Line> {
    let value = cell_text(&figure.value, look);
    let value = if figure.unit.is_empty() { value } else { format!("{value} {}", figure.unit) };
    page::facts(&visible(&figure.label), &value, room).into_iter().map(Line::Text).collect()
}

/// Returns a value as people read it.
#[must_use]
pub fn cell_text(cell: &Cell, look: &Look) -> String {
    match cell {
        Cell::Text(text) => visible(text).into_owned(),
        Cell::Number(plain) => look.language.number(plain),
        Cell::Date(date) => look.date(*date),
        Cell::Instant(at) => look.moment(*at),
        Cell::Missing => "-".to_owned(),
    }
}

fn table_lines(table: &Table, left_out: usize, room: usize, look: &Look) -> Vec<Line> {
    let widths: Vec<usize> = (0..table.columns.len()).map(|index| width(table, index, look)).collect();
    let n_fixed = table.columns.iter().position(|column| column.align == Align::Left).map_or(1, |place| place + 1);
    let shown = shown_columns(&widths, n_fixed, left_out, room);
    let hidden = shown.len() < table.columns.len();
    let title = visible(&table.title);
    let mut lines = Vec::new();
    let where_we_are = hidden.then(|| {
        let told = [
            ("first", (shown.get(n_fixed).copied().unwrap_or(0) + 1).into()),
            ("last", (shown.last().copied().unwrap_or(0) + 1).into()),
            ("all", table.columns.len().into()),
            ("left", look.glyphs.left.to_string().into()),
            ("right", look.glyphs.right.to_string().into()),
        ];
        look.tell("report-columns", &told)
    });
    let head = std::iter::once(title.into_owned()).chain(where_we_are).filter(|text| !text.is_empty());
    let head = head.collect::<Vec<_>>().join(" · ");
    if !head.is_empty() {
        lines.push(Line::Text(cut(&head, room, look)));
    }
    let row = |texts: &dyn Fn(usize) -> String| {
        let cells = shown.iter().map(|index| aligned(&texts(*index), &table.columns[*index], widths[*index], look));
        cells.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end().to_owned()
    };
    lines.push(Line::Strong(row(&|index| heading(&table.columns[index]))));
    for Row { kind, cells } in &table.rows {
        let text = row(&|index| cells.get(index).map_or_else(String::new, |cell| cell_text(cell, look)));
        lines.push(match kind {
            RowKind::Plain => Line::Text(text),
            RowKind::Total => Line::Strong(text),
        });
    }
    if table.rows.is_empty() {
        lines.push(Line::Text(look.say("report-no-rows")));
    }
    if table.n_left > 0 {
        lines.push(Line::Text(
            look.tell("report-rows-left", &[("n", look.language.number(&table.n_left.to_string()).into())]),
        ));
    }
    lines
}

fn heading(column: &Column) -> String {
    let name = visible(&column.heading);
    if column.unit.is_empty() { name.into_owned() } else { format!("{name} {}", column.unit) }
}

fn width(table: &Table, index: usize, look: &Look) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(index)).map(|cell| cell_text(cell, look));
    let longest = cells.map(|text| usize::from(fit::width(&text))).max().unwrap_or(0);
    let column = &table.columns[index];
    let longest = longest.max(usize::from(fit::width(&heading(column))));
    match column.align {
        Align::Left => longest.min(WIDEST),
        // What is cut never changes the meaning: numbers are never cut.
        Align::Right => longest,
    }
}

/// Returns the columns that have room: always those up to the first text, which says what a row is about; then those after
/// the ones that are left out.
fn shown_columns(widths: &[usize], n_fixed: usize, left_out: usize, room: usize) -> Vec<usize> {
    let n_fixed = n_fixed.min(widths.len());
    let mut shown: Vec<usize> = (0..n_fixed).collect();
    let mut used: usize = widths.iter().take(n_fixed).map(|width| width + GAP).sum();
    for (index, width) in widths.iter().enumerate().skip(n_fixed + left_out.min(widths.len() - n_fixed)) {
        if used + width > room {
            break;
        }
        used += GAP + width;
        shown.push(index);
    }
    shown
}

fn aligned(text: &str, column: &Column, width: usize, look: &Look) -> String {
    let text = cut(text, width, look);
    let gap = " ".repeat(width.saturating_sub(usize::from(fit::width(&text))));
    match column.align {
        Align::Left => text + &gap,
        Align::Right => gap + &text,
    }
}

fn chart_lines(chart: &Chart, room: usize, look: &Look) -> Vec<Line> {
    let mut lines =
        vec![Line::Heading(look.tell("report-chart", &[("title", visible(&chart.title).into_owned().into())]))];
    let plots = chart
        .plots
        .iter()
        .filter(|plot| matches!(plot.style, Style::Bars | Style::ComparedBars | Style::Line | Style::ComparedLine));
    for plot in plots {
        let strip = strip(plot, room, look);
        let greatest = plot.points.iter().filter_map(|(_, y)| *y).fold(f64::NEG_INFINITY, f64::max);
        if !strip.is_empty() && greatest.is_finite() {
            let greatest = look.language.number(&format!("{greatest:.2}"));
            let told = [
                ("name", visible(&plot.name).into_owned().into()),
                ("most", greatest.into()),
                ("unit", chart.left.unit.as_str().into()),
            ];
            lines.push(Line::Text(cut(&look.tell("report-plot", &told), room, look)));
            lines.push(Line::Text(strip));
        }
    }
    lines.extend(wrapped(&chart.alternative, room));
    lines.extend(chart.notes.iter().flat_map(|note| wrapped(note, room)));
    lines
}

/// Returns a plot as one row of characters: what is missing is `?`.
fn strip(plot: &Plot, room: usize, look: &Look) -> String {
    let values: Vec<Option<f64>> = plot.points.iter().map(|(_, y)| *y).collect();
    let greatest = values.iter().flatten().copied().fold(0.0, f64::max);
    if values.is_empty() || greatest <= 0.0 {
        return String::new();
    }
    let per_column = values.len().div_ceil(room.max(1)).max(1);
    let mean = |values: &[Option<f64>]| {
        let known: Vec<f64> = values.iter().flatten().copied().collect();
        let n = u32::try_from(known.len()).unwrap_or(1);
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / f64::from(n))
    };
    values
        .chunks(per_column)
        .map(|chunk| mean(chunk).map_or('?', |value| look.glyphs.level(value / greatest)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, reports};
    use common::language::Language;

    fn texts(sheet: &Sheet, left_out: usize, room: usize) -> Vec<String> {
        let look = fixture::look(Language::Polish);
        let text = |line: Line| match line {
            Line::Heading(text) | Line::Text(text) | Line::Strong(text) => text,
        };
        lines(sheet, left_out, room, &look).into_iter().map(text).collect()
    }

    #[test]
    fn the_first_column_stays_while_the_others_move() {
        let sheet = reports::portfolio();
        let wide = texts(&sheet, 0, 200);
        assert!(wide.iter().any(|line| line.starts_with("Obiekt ") && line.contains("zł")), "{wide:#?}");
        let narrow = texts(&sheet, 3, 58);
        let heading = narrow.iter().find(|line| line.starts_with("Obiekt ")).unwrap();
        assert!(!heading.contains("GJ/m²") && heading.contains("Powrót"), "{narrow:#?}");
        assert!(narrow.iter().all(|line| usize::from(fit::width(line)) <= 58), "{narrow:#?}");
    }

    #[test]
    fn what_is_left_out_and_what_is_missing_is_told() {
        let mut sheet = reports::portfolio();
        for block in &mut sheet.blocks {
            if let Block::Table(table) = block {
                table.n_left = 1_200;
                table.rows[0].cells[1] = Cell::Missing;
            }
        }
        let shown = texts(&sheet, 0, 120).join("\n");
        assert!(shown.contains("jeszcze 1 200 wierszy"), "{shown}");
        assert!(texts(&Sheet { blocks: Vec::new(), ..sheet }, 9, 1).len() > 1);
    }
}
