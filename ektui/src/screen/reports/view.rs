//! Drawing of reports: the three lists, and one as it would be on paper. Changes nothing.

use common::report::{MadeReport, SavedReport, Template};
use common::text::visible;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::reports::{Model, Page, page, words};
use crate::screen::{Screen, Shelf};
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::page::{self as lines, Line};
use crate::widget::pen::Pen;
use crate::widget::table::{self, Row};

/// Columns before the first column of a list.
const PREFIX: u16 = 4;
const NUMBER: u16 = 7;
const MOMENT: u16 = 17;
const PERIOD: u16 = 22;
const COVERAGE: u16 = 7;
const NAME: u16 = 18;
const KIND: u16 = 24;
const RHYTHM: u16 = 21;

/// Draws a part of the screen.
pub fn draw(model: &Model, screen: Screen, pen: &mut Pen<'_>) {
    match screen {
        Screen::Reports(Shelf::Finished) => draw_made(model, pen),
        Screen::Reports(Shelf::Schedule) => draw_saved(model, pen),
        Screen::Reports(Shelf::Page) => draw_page(model, pen),
        _ => draw_templates(model, pen),
    }
}

fn draw_templates(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let row = |template: Template| {
        let period = match template.usual_view() {
            Some(_) => words::period(words::usual(template, look).period, look),
            None => look.say("report-one-ticket"),
        };
        Row { mark: "", role: None, cells: vec![look.say(words::template_label(template)), period] }
    };
    let rows: Vec<Row> = Template::ALL.into_iter().map(row).collect();
    let cursor = model.cursor(Screen::Reports(Shelf::Templates));
    let n_rows = u16::try_from(rows.len()).unwrap_or(0) + 1;
    let (width, height) = (pen.width(), pen.height());
    table::draw(
        &[("column-report", 36), ("column-period", 0)],
        &rows,
        Some(cursor),
        0,
        &mut pen.part(0, 0, width, n_rows),
    );
    if height < n_rows + 3 {
        return;
    }
    let template = model.template();
    pen.rule(n_rows + 1, &look.say(words::template_label(template)));
    let room = usize::from(width.saturating_sub(2));
    let about = [look.say(words::template_about(template)), look.say("report-how")];
    for (y, line) in
        (n_rows + 2..).zip(about.iter().flat_map(|text| fit::wrap(text, room).into_iter().chain([String::new()])))
    {
        pen.text(1, y, &line, Role::Normal);
    }
}

fn draw_made(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    if model.made().is_empty() {
        return nothing(&model.made, ["reports-none", "reports-none-hint"], pen);
    }
    let columns = [
        ("column-number", NUMBER),
        ("column-made", MOMENT),
        ("column-period", PERIOD),
        ("column-coverage", COVERAGE),
        ("column-report", 0),
    ];
    let rows: Vec<Row> = model.made().iter().map(|report| made_row(report, look)).collect();
    table::draw(&columns, &rows, Some(model.cursor(Screen::Reports(Shelf::Finished))), 0, pen);
}

fn made_row(report: &MadeReport, look: &Look) -> Row {
    let share = report.coverage.and_then(common::sheet::Coverage::share);
    let cells = vec![
        report.id.0.to_string(),
        look.moment_within(report.made_at, usize::from(MOMENT - 1)),
        words::period(report.period, look),
        share.map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", (share * 100.0).floor())),
        visible(&report.title).into_owned(),
    ];
    Row { mark: "", role: None, cells }
}

fn draw_saved(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    if model.saved().is_empty() {
        return nothing(&model.saved, ["saved-none", "saved-none-hint"], pen);
    }
    let columns = [("column-name", NAME), ("column-report", KIND), ("column-rhythm", RHYTHM), ("column-next", 0)];
    let rows: Vec<Row> = model.saved().iter().map(|report| saved_row(report, look)).collect();
    table::draw(&columns, &rows, Some(model.cursor(Screen::Reports(Shelf::Schedule))), 0, pen);
}

fn saved_row(report: &SavedReport, look: &Look) -> Row {
    let troubled = report.trouble.is_some();
    let cells = vec![
        report.name.to_string(),
        look.say(words::template_label(report.definition.template)),
        report.schedule.as_ref().map_or_else(|| "-".to_owned(), |schedule| words::rhythm(schedule, look)),
        report.next_on.map_or_else(|| "-".to_owned(), |day| look.date(day)),
    ];
    Row { mark: if troubled { "!" } else { "" }, role: troubled.then_some(Role::Warning), cells }
}

fn draw_page(model: &Model, pen: &mut Pen<'_>) {
    let Some(page) = &model.page else { return };
    let room = usize::from(pen.width().saturating_sub(2));
    lines::draw(&page_lines(page, room, pen.look()), page.top, pen);
}

/// Returns the report in lines of at most `room` columns, after what has changed since it was made.
#[must_use]
pub fn page_lines(page: &Page, room: usize, look: &Look) -> Vec<Line> {
    let sentences = |texts: Vec<String>| -> Vec<Line> {
        texts.iter().flat_map(|text| lines::wrap(text, room)).map(Line::Text).collect()
    };
    let failed = |fault: &common::fault::Fault| {
        sentences([fault.message(look.language)].into_iter().chain(fault.hint(look.language)).collect())
    };
    let mut all = match page.made.as_ref().map(|(_, check)| check) {
        Some(Remote::Ready { value, .. } | Remote::Stale { value, .. }) => page::check_lines(value, room, look),
        Some(Remote::Loading) => sentences(vec![look.say("check-waits")]),
        Some(Remote::Failed(fault)) => failed(fault),
        None => Vec::new(),
    };
    all.extend(match &page.sheet {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => page::lines(value, page.column, room, look),
        Remote::Loading => sentences(vec![look.say("report-waits")]),
        Remote::Failed(fault) => failed(fault),
    });
    all
}

fn nothing<T>(held: &Remote<T>, none: [&str; 2], pen: &mut Pen<'_>) {
    let look = pen.look();
    let texts = match held {
        Remote::Loading => vec![look.say("loading")],
        Remote::Failed(fault) => vec![fault.message(look.language), look.say("failed-retry")],
        Remote::Ready { .. } | Remote::Stale { .. } => none.map(|id| look.say(id)).into(),
    };
    let room = usize::from(pen.width().saturating_sub(PREFIX + 1));
    for (y, line) in (1..).zip(texts.iter().flat_map(|text| fit::wrap(text, room))) {
        pen.text(PREFIX, y, &line, Role::Normal);
    }
}

/// Returns what the row under the cursor has no room for; where asking again has failed, of what age all of it is.
#[must_use]
pub fn summary(model: &Model, screen: Screen, look: &Look) -> String {
    let held = match screen {
        Screen::Reports(Shelf::Finished) => model.made.held(),
        Screen::Reports(Shelf::Schedule) => model.saved.held(),
        _ => None,
    };
    if let Some((at, fault)) = held {
        return look.stale(at, fault);
    }
    match screen {
        Screen::Reports(Shelf::Finished) => {
            model.selected_made().map(|report| words::made_detail(report, look)).unwrap_or_default()
        }
        Screen::Reports(Shelf::Schedule) => {
            model.selected_saved().map(|report| words::saved_detail(report, look)).unwrap_or_default()
        }
        _ => String::new(),
    }
}
