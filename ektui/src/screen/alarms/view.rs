//! Drawing of the lists of alarms, of the strip beneath them, and of one alarm. Changes nothing.

use common::alarm::Alarm;
use common::text::visible;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::Screen;
use crate::screen::alarms::list::List;
use crate::screen::alarms::{Model, card, words};
use crate::screen::rows;
use crate::screen::sites::view::strip_rows;
use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::table::{self, Column, Row};
use crate::widget::{fit, page};

/// Columns before the first column of a list.
const PREFIX: u16 = 4;
/// From this width on the kind has a column of its own.
const ROOMY: u16 = 100;
/// Below this width a site is its code.
const NARROW: u16 = 72;

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Number,
    Kind,
    Place,
    Code,
    What,
    Since,
    State,
}

type Layout = &'static [(Cell, Column)];

const WIDE: Layout = &[
    (Cell::Number, ("column-alarm", 7)),
    (Cell::Kind, ("column-kind", 29)),
    (Cell::Place, ("column-site", 24)),
    (Cell::What, ("column-what", 28)),
    (Cell::Since, ("column-since", 13)),
    (Cell::State, ("column-state", 0)),
];
const USUAL: Layout = &[
    (Cell::Number, ("column-alarm", 6)),
    (Cell::Place, ("column-site", 17)),
    (Cell::What, ("column-what", 25)),
    (Cell::Since, ("column-since", 12)),
    (Cell::State, ("column-state", 0)),
];
const TIGHT: Layout = &[
    (Cell::Number, ("column-alarm", 6)),
    (Cell::Code, ("column-site", 8)),
    (Cell::What, ("column-what", 22)),
    (Cell::Since, ("column-since", 12)),
    (Cell::State, ("column-state", 0)),
];

/// Draws the list of the part that is shown, and the strip beneath it.
pub fn draw(model: &Model, screen: Screen, pen: &mut Pen<'_>) {
    let (width, height) = (pen.width(), pen.height());
    let rows = height.saturating_sub(strip_rows(height));
    let list = model.list();
    draw_list(list, screen, &mut pen.part(0, 0, width, rows));
    if let (Some(alarm), 1..) = (list.selected(), strip_rows(height)) {
        draw_strip(model, alarm, &mut pen.part(0, rows, width, strip_rows(height)));
    }
}

const fn layout(width: u16) -> Layout {
    match width {
        ..NARROW => TIGHT,
        NARROW..ROOMY => USUAL,
        ROOMY.. => WIDE,
    }
}

fn draw_list(list: &List, screen: Screen, pen: &mut Pen<'_>) {
    let look = pen.look();
    let layout = layout(pen.width());
    let rows: Vec<Row> = list.shown().map(|alarm| row(alarm, layout, pen.width(), look)).collect();
    if rows.is_empty() {
        return sentences(&absence(list, screen, look), pen);
    }
    let columns: Vec<Column> = layout.iter().map(|(_, column)| *column).collect();
    table::draw(&columns, &rows, list.cursor(), 0, pen);
}

fn row(alarm: &Alarm, layout: Layout, width: u16, look: &Look) -> Row {
    let used: u16 = layout.iter().map(|(_, column)| column.1).sum();
    let last = width.saturating_sub(PREFIX + used);
    let cells = layout.iter().map(|(cell, (_, width))| {
        let room = usize::from(if *width == 0 { last } else { width.saturating_sub(1) });
        match cell {
            Cell::Number => words::number(alarm.id),
            Cell::Kind => words::kind(alarm.kind, look),
            Cell::Place => words::place(alarm, look),
            Cell::Code => words::code(alarm).to_owned(),
            Cell::What => words::brief(alarm, room, look),
            Cell::Since => look.moment_within(alarm.since, room),
            Cell::State => words::state_within(alarm, room, look),
        }
    });
    let mark = words::weight(alarm, look.now).map(words::Weight::mark);
    Row { mark: mark.map_or("", |mark| mark.0), role: mark.map(|mark| mark.1), cells: cells.collect() }
}

/// Why there is nothing to see, and what to press.
fn absence(list: &List, screen: Screen, look: &Look) -> Vec<String> {
    match &list.rows {
        Remote::Loading => vec![look.say("loading")],
        Remote::Failed(fault) => vec![fault.message(look.language), look.say("failed-retry")],
        Remote::Ready { value, .. } | Remote::Stale { value, .. } if value.alarms.is_empty() => {
            let id = if screen == Screen::AlarmHistory { "alarms-never" } else { "alarms-none" };
            vec![look.say(id), look.say("alarms-none-hint")]
        }
        Remote::Ready { .. } | Remote::Stale { .. } => {
            vec![look.tell("alarms-filtered-out", &[("filter", visible(&list.filter_text).into())])]
        }
    }
}

fn draw_strip(model: &Model, alarm: &Alarm, pen: &mut Pen<'_>) {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    let by = look.tell("alarms-rule", &[("name", alarm.rule.as_str().into())]);
    let title = [words::number(alarm.id), words::kind(alarm.kind, look), words::place(alarm, look), by];
    pen.rule(0, &fit::whole_parts(&title, " · ", room.saturating_sub(2)));
    let role = words::weight(alarm, look.now).map_or(Role::Normal, |weight| weight.mark().1);
    let head = [words::severity(alarm.severity, look), words::condition(alarm, look)];
    let parts: Vec<String> = head.into_iter().chain(words::peak(alarm, look)).collect();
    pen.text(1, 1, &fit::whole_parts(&parts, " · ", room), role);
    let standing = [words::lasting(alarm, look), words::standing(alarm, look)];
    let mut lines = fit::flow(&standing, " · ", room);
    lines.extend(fit::wrap(&words::advice(alarm.kind, look), room));
    let ellipsis = look.glyphs.ellipsis;
    let mut y = 2;
    for line in lines {
        pen.text(1, y, &fit::cut_end(&line, room, ellipsis), Role::Normal);
        y += 1;
    }
    // What has happened last, as far as there is room.
    let history = model.card_of(alarm.id).map_or(&[][..], |card| card.history.as_slice());
    let rows = usize::from(pen.height().saturating_sub(y));
    for (y, transition) in (y..).zip(history.iter().rev().take(rows)) {
        pen.text(1, y, &fit::cut_end(&card::transition_words(transition, look), room, ellipsis), Role::Normal);
    }
}

/// Draws one alarm with its history.
pub fn draw_alarm(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    match model.subject(Screen::Alarm) {
        Some(alarm) => page::draw(&lines(model, alarm, room, look), model.top, pen),
        None => match model.card() {
            Remote::Failed(fault) => sentences(&[fault.message(look.language), look.say("failed-retry")], pen),
            Remote::Loading | Remote::Ready { .. } | Remote::Stale { .. } => sentences(&[look.say("loading")], pen),
        },
    }
}

/// Returns the lines of the alarm that is open.
#[must_use]
pub fn lines(model: &Model, alarm: &Alarm, room: usize, look: &Look) -> Vec<page::Line> {
    card::lines(alarm, model.card_of(alarm.id), room, look)
}

/// Returns the counters under the list.
#[must_use]
pub fn summary(model: &Model, look: &Look) -> String {
    let list = model.list();
    if let Some((at, fault)) = list.rows.held() {
        return look.stale(at, fault);
    }
    let (total, cut) = list.rows.value().map_or((0, false), |held| (held.alarms.len(), held.cut));
    let column = list.sort.column;
    let order = (column.label(), list.sort.is_upwards(column.ascends()));
    let summary = rows::summary((list.shown().count(), total), order, &list.filter_text, look);
    if cut {
        let cut = look.tell("alarms-cut", &[("ekctl", look.ekctl.as_str().into())]);
        return format!("{summary} · {cut}");
    }
    summary
}

/// Returns how many alarms there are by severity, for the row above the list.
#[must_use]
pub fn counted(model: &Model, look: &Look) -> Vec<String> {
    let Some(counts) = model.counts() else { return Vec::new() };
    let parts = [
        ("alarms-n-alarms", counts.n_alarms),
        ("alarms-n-warnings", counts.n_warnings),
        ("alarms-n-notices", counts.n_notices),
    ];
    parts.into_iter().filter(|(_, n)| *n > 0).map(|(id, n)| look.tell(id, &[("n", n.into())])).collect()
}

fn sentences(lines: &[String], pen: &mut Pen<'_>) {
    let room = usize::from(pen.width().saturating_sub(PREFIX + 1));
    for (y, line) in (1..).zip(lines.iter().flat_map(|line| fit::wrap(line, room))) {
        pen.text(PREFIX, y, &line, Role::Normal);
    }
}
