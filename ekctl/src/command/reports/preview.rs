//! What would be on a report: as a text for people, figure by figure for machines.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use common::api::EkClient;
use common::cell::instant;
use common::sheet::chart::Chart;
use common::sheet::{Align, Block, Cell as SheetCell, Figure, Sheet, Table as SheetTable};
use common::text::visible;
use common::time::Period;
use common::wire::MAX_WAIT;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::create;
use crate::cli::reports::ReportPreviewArgs;
use crate::exit::Failure;
use crate::output::cell::{percent, with_decimals};
use crate::output::look::Clock;
use crate::output::{Format, Look, Output, Pick, row};
use crate::session::Session;

row! {
    /// A figure that would be on a report.
    pub struct SheetFigureRow: "report.preview" {
        /// heading of the part that it is in; null before the first
        pub part: Option<String>,
        /// name of its table; null: it stands by itself
        pub table: Option<String>,
        /// place of its row in the table, from 1
        pub row: Option<u64>,
        /// key of its column
        pub key: Option<String>,
        /// what people call it
        pub label: String,
        /// a plain decimal, a date, an instant or a text; null where it is missing
        pub value: Option<String>,
        /// unit of the value
        pub sheet_unit: Option<String>,
    }
}

/// Shows what would be on a report.
///
/// # Errors
/// What the daemon refuses.
pub async fn run(session: &mut Session, output: &mut Output, args: &ReportPreviewArgs) -> Result<(), Failure> {
    let report = create::report(session, output, &args.what).await?;
    let call = async |ek: &EkClient, context| ek.preview_report(context, report.clone()).await;
    let sheet = session.ask_within(MAX_WAIT, call).await?;
    if output.look.format == Format::Table {
        let text = lines(&output.look, &sheet).join("\n");
        return Ok(output.text(&format!("{text}\n"))?);
    }
    let zone = output.look.zone.clone();
    let mut listing = output.list::<SheetFigureRow>(&Pick::default())?;
    for row in rows(&sheet, &zone) {
        listing.push(row)?;
    }
    Ok(listing.finish(None)?)
}

fn rows(sheet: &Sheet, zone: &TimeZone) -> Vec<SheetFigureRow> {
    let mut part = None;
    let mut rows: Vec<_> = sheet.subject.iter().map(|figure| figure_row(None, figure, zone)).collect();
    for block in &sheet.blocks {
        match block {
            Block::Heading(text) => part = Some(text.as_str()),
            Block::Figures(figures) => rows.extend(figures.iter().map(|figure| figure_row(part, figure, zone))),
            Block::Table(table) => rows.extend(table_rows(part, table, zone)),
            Block::Text(_) | Block::Chart(_) | Block::Code(_) | Block::PageBreak => {}
        }
    }
    rows
}

fn figure_row(part: Option<&str>, figure: &Figure, zone: &TimeZone) -> SheetFigureRow {
    SheetFigureRow {
        part: part.map(str::to_owned),
        table: None,
        row: None,
        key: None,
        label: figure.label.clone(),
        value: plain(&figure.value, zone),
        sheet_unit: named(&figure.unit),
    }
}

fn table_rows(part: Option<&str>, table: &SheetTable, zone: &TimeZone) -> Vec<SheetFigureRow> {
    let mut rows = Vec::new();
    for (number, row) in (1..).zip(&table.rows) {
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            rows.push(SheetFigureRow {
                part: part.map(str::to_owned),
                table: Some(table.name.clone()),
                row: Some(number),
                key: Some(column.key.clone()),
                label: column.heading.clone(),
                value: plain(cell, zone),
                sheet_unit: named(&column.unit),
            });
        }
    }
    rows
}

fn named(unit: &str) -> Option<String> {
    Some(unit.to_owned()).filter(|unit| !unit.is_empty())
}

/// Returns a value as machines read it.
fn plain(cell: &SheetCell, zone: &TimeZone) -> Option<String> {
    match cell {
        SheetCell::Text(text) | SheetCell::Number(text) => Some(text.clone()),
        SheetCell::Date(date) => Some(date.to_string()),
        SheetCell::Instant(at) => Some(instant(*at, zone)),
        SheetCell::Missing => None,
    }
}

/// Returns a value as people read it.
fn shown(look: &Look, cell: &SheetCell) -> String {
    match cell {
        SheetCell::Text(text) => visible(text).into_owned(),
        SheetCell::Number(number) => look.language.number(&visible(number)),
        SheetCell::Date(date) => date.to_string(),
        SheetCell::Instant(at) => look.short_instant(*at, Clock::Minutes),
        SheetCell::Missing => "-".to_owned(),
    }
}

fn lines(look: &Look, sheet: &Sheet) -> Vec<String> {
    let mut lines = vec![look.emphasis.strong(&visible(&sheet.title))];
    lines.extend(sheet.period.map(|period| period_line(look, &period)));
    lines.extend(figures(look, &sheet.subject));
    for block in &sheet.blocks {
        match block {
            Block::Heading(text) => lines.extend([String::new(), look.emphasis.strong(&visible(text))]),
            Block::Text(text) => lines.push(visible(text).into_owned()),
            Block::Figures(several) => lines.extend(figures(look, several)),
            Block::Table(table) => lines.extend(table_lines(look, table)),
            Block::Chart(chart) => lines.extend(chart_lines(chart)),
            Block::Code(code) => {
                let below = code.notes.iter().chain([&code.text]).map(|text| visible(text).into_owned());
                lines.extend([String::new(), look.emphasis.strong(&visible(&code.caption))]);
                lines.extend(below);
            }
            Block::PageBreak => {}
        }
    }
    lines.push(String::new());
    lines.extend(sheet.definitions.iter().map(|text| visible(text).into_owned()));
    lines.push(coverage(look, sheet));
    lines
}

fn period_line(look: &Look, period: &Period) -> String {
    let end = period.until.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(period.until);
    let day = |at: Timestamp| look.short_instant(at, Clock::Days);
    look.texts().format("sheet-period", &[("from", day(period.from).into()), ("until", day(end).into())])
}

fn figures(look: &Look, figures: &[Figure]) -> Vec<String> {
    let label = |figure: &Figure| visible(&figure.label).into_owned();
    let width = figures.iter().map(|figure| label(figure).chars().count()).max().unwrap_or(0);
    let line = |figure: &Figure| {
        let label = label(figure);
        let gap = " ".repeat(width - label.chars().count());
        format!("{label}:{gap}  {} {}", shown(look, &figure.value), visible(&figure.unit)).trim_end().to_owned()
    };
    figures.iter().map(line).collect()
}

fn table_lines(look: &Look, table: &SheetTable) -> Vec<String> {
    let mut drawn = Table::new();
    drawn.load_style(NOTHING);
    drawn.set_header(table.columns.iter().map(|column| {
        let heading = visible(&column.heading);
        if column.unit.is_empty() { heading.into_owned() } else { format!("{heading} [{}]", visible(&column.unit)) }
    }));
    for row in &table.rows {
        drawn.add_row(row.cells.iter().map(|cell| shown(look, cell)));
    }
    for (index, column) in table.columns.iter().enumerate() {
        if let Some(drawn) = drawn.column_mut(index) {
            drawn.set_padding((0, 2));
            match column.align {
                Align::Left => {}
                Align::Right => drawn.set_cell_alignment(CellAlignment::Right),
            }
        }
    }
    let mut lines = vec![String::new(), look.emphasis.strong(&visible(&table.title))];
    lines.extend(drawn.lines().map(|line| line.trim_end().to_owned()));
    if table.n_left > 0 {
        lines.push(look.texts().format("sheet-rows-left", &[("rows", table.n_left.into())]));
    }
    lines
}

/// Returns what a chart shows, in words.
fn chart_lines(chart: &Chart) -> Vec<String> {
    let texts = [&chart.title, &chart.alternative].into_iter().chain(&chart.notes);
    [String::new()].into_iter().chain(texts.map(|text| visible(text).into_owned())).collect()
}

fn coverage(look: &Look, sheet: &Sheet) -> String {
    let share = sheet.coverage.and_then(|coverage| percent(coverage.n_readings, coverage.n_expected));
    let coverage = match share {
        Some(share) => {
            let share = look.language.number(&with_decimals(&share));
            look.texts().format("chart-coverage", &[("share", share.into())])
        }
        None => look.texts().get("chart-coverage-unknown"),
    };
    let zone = look.texts().format("chart-zone", &[("zone", visible(&sheet.zone).into_owned().into())]);
    format!("{coverage} · {zone}")
}
