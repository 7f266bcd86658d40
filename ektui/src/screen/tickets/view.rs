//! Drawing of the lists of tickets, of messages and drafts, and of one ticket with its thread and card. Changes nothing.

use common::text::visible;
use common::ticket::Ticket;
use common::ticket::draft::{Dispatch, Draft};
use common::ticket::entry::Entry;
use ratatui::layout::Rect;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::rows;
use crate::screen::sites::view::strip_rows;
use crate::screen::tickets::list::List;
use crate::screen::tickets::thread::{Pane, Thread, text_of};
use crate::screen::tickets::words::{self, Precision, Side};
use crate::screen::tickets::{LISTS, Model, card, figures};
use crate::screen::{Part, Screen};
use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::table::{self, Column, Row};
use crate::widget::{fit, page};

/// Columns before the first column of a list.
const PREFIX: u16 = 4;
/// From this width on, list and thread stand side by side.
const WIDE: u16 = 120;
/// Below this width a list has no column for when a ticket came.
const NARROW: u16 = 72;
/// Rows of a list above a thread, heading and all, where there is room.
const FEW: u16 = 4;
/// From so many rows on there is room for both.
const TALL: u16 = 19;

/// What is being written beside what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    Nothing,
    /// An answer: below its thread.
    Answer,
    /// A new ticket: instead of everything.
    Ticket,
}

/// Where everything stands; what is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    pub list: Rect,
    pub thread: Rect,
    pub card: Rect,
    pub writing: Rect,
}

/// Divides a body of this width and height.
#[must_use]
pub fn areas(body: (u16, u16), screen: Screen, writing: Writing, pane: Pane) -> Areas {
    let (width, height) = body;
    let whole = Rect::new(0, 0, width, height);
    let is_ticket = screen == Screen::Tickets(Part::Thread);
    if writing == Writing::Ticket {
        return Areas { writing: whole, ..Areas::default() };
    }
    if !is_ticket && !LISTS.contains(&screen) {
        return Areas { list: whole, ..Areas::default() };
    }
    let answer = if writing == Writing::Answer { (height * 9 / 20).clamp(9, 16) } else { 0 };
    if width >= WIDE {
        let left = (width * 52 / 100).clamp(60, 90);
        let list = height / 2;
        let thread = height.saturating_sub(answer);
        return Areas {
            list: Rect::new(0, 0, left - 1, list),
            card: Rect::new(0, list, left - 1, height - list),
            thread: Rect::new(left, 0, width - left, thread),
            writing: Rect::new(left, thread, width - left, answer),
        };
    }
    if !is_ticket {
        let rows = height.saturating_sub(strip_rows(height));
        let (list, thread) = (Rect::new(0, 0, width, rows), Rect::new(0, rows, width, height - rows));
        return Areas { list, thread, ..Areas::default() };
    }
    let list = if height >= TALL { FEW } else { 0 };
    let rest = Rect::new(0, list, width, height.saturating_sub(list + answer));
    let (thread, card) = match pane {
        Pane::Card if writing == Writing::Nothing => (Rect::default(), rest),
        Pane::Card | Pane::Thread => (rest, Rect::default()),
    };
    let writing = Rect::new(0, height.saturating_sub(answer), width, answer);
    Areas { list: Rect::new(0, 0, width, list), thread, card, writing }
}

/// Draws the part that is shown; what is being written is drawn besides.
pub fn draw(model: &Model, screen: Screen, side: Side, writing: Writing, pen: &mut Pen<'_>) {
    let body = (pen.width(), pen.height());
    let areas = areas(body, screen, writing, model.thread.pane);
    let part = |pen: &mut Pen<'_>, area: Rect, draw: &dyn Fn(&mut Pen<'_>)| {
        if area.height > 0 && area.width > 0 {
            draw(&mut pen.part(area.x, area.y, area.width, area.height));
        }
    };
    match screen {
        Screen::Tickets(Part::Messages) => part(pen, areas.list, &|pen| draw_messages(model, pen)),
        Screen::Tickets(Part::Drafts) => part(pen, areas.list, &|pen| draw_drafts(model, pen)),
        Screen::Tickets(Part::Figures) => part(pen, areas.list, &|pen| figures::draw(&model.figures, pen)),
        _ => {
            part(pen, areas.list, &|pen| draw_list(model.list(), side, pen));
            part(pen, areas.thread, &|pen| draw_thread(model, screen, side, writing, pen));
            part(pen, areas.card, &|pen| draw_card(&model.thread, side, pen));
        }
    }
}

fn draw_list(list: &List, side: Side, pen: &mut Pen<'_>) {
    let look = pen.look();
    let width = pen.width();
    let columns = columns(width, side);
    let rows: Vec<Row> = list.shown().map(|ticket| row(ticket, width, side, look)).collect();
    if rows.is_empty() {
        return sentences(&absence(list, look), pen);
    }
    table::draw(&columns, &rows, list.cursor(), 0, pen);
}

/// The last column has what is never cut; the subject before it takes what the others leave.
fn columns(width: u16, side: Side) -> Vec<Column> {
    let state = if side == Side::Office { 17 } else { 16 };
    let when = if width >= NARROW { 12 } else { 0 };
    let due = 11;
    let subject = width.saturating_sub(PREFIX + 11 + state + when + due);
    let mut columns = vec![("column-alarm", 11), ("column-state", state)];
    if when > 0 {
        columns.push(("column-since", when));
    }
    columns.extend([("column-subject", subject), (if side == Side::Office { "column-left" } else { "column-due" }, 0)]);
    columns
}

fn row(ticket: &Ticket, width: u16, side: Side, look: &Look) -> Row {
    let mut cells = vec![ticket.number.to_string(), words::state(ticket.state, side, look)];
    if width >= NARROW {
        cells.push(words::when(ticket.created_at, Precision::Days, look));
    }
    cells.extend([visible(&ticket.subject).into_owned(), words::due(ticket, side, look)]);
    let is_late = side == Side::Office && ticket.clock.is_overdue(look.now);
    let (mark, role) = match (is_late, ticket.n_unread > 0) {
        (true, true) => ("!*", Some(Role::Alarm)),
        (true, false) => ("!", Some(Role::Alarm)),
        (false, true) => ("*", None),
        (false, false) => ("", None),
    };
    Row { mark, role, cells }
}

/// Why there is nothing to see, and what to press.
fn absence(list: &List, look: &Look) -> Vec<String> {
    match &list.rows {
        Remote::Loading => vec![look.say("loading")],
        Remote::Failed(fault) => vec![fault.message(look.language), look.say("failed-retry")],
        Remote::Ready { value, .. } | Remote::Stale { value, .. } if value.tickets.is_empty() => {
            vec![look.say("tickets-none"), look.say("tickets-none-hint")]
        }
        Remote::Ready { .. } | Remote::Stale { .. } => {
            vec![look.tell("tickets-filtered-out", &[("filter", visible(&list.filter_text).into())])]
        }
    }
}

/// Returns the title of a thread.
fn title(ticket: &Ticket, side: Side, look: &Look) -> Vec<String> {
    let head = format!("{} {}", ticket.number, visible(&ticket.subject));
    let code = ticket.site.as_ref().map(ToString::to_string);
    let due = words::due(ticket, side, look);
    let due = (due != "-").then(|| look.tell("ticket-due", &[("due", due.into())]));
    std::iter::once(head).chain(code).chain([words::state(ticket.state, side, look)]).chain(due).collect()
}

fn draw_thread(model: &Model, screen: Screen, side: Side, writing: Writing, pen: &mut Pen<'_>) {
    let look = pen.look();
    let thread = &model.thread;
    let shown = model.subject(screen).or_else(|| thread.number.and_then(|number| model.find(number)));
    let Some(ticket) = shown else {
        return match thread.data() {
            Remote::Failed(fault) => sentences(&[fault.message(look.language), look.say("failed-retry")], pen),
            _ if screen == Screen::Tickets(Part::Thread) => sentences(&[look.say("loading")], pen),
            _ => {}
        };
    };
    let room = usize::from(pen.width().saturating_sub(2));
    pen.rule(0, &fit::whole_parts(&title(ticket, side, look), " · ", room.saturating_sub(12)));
    if thread.number != Some(ticket.number) || thread.data().value().is_none() {
        let text = match thread.data() {
            Remote::Failed(fault) if thread.number == Some(ticket.number) => fault.message(look.language),
            _ => look.say("loading"),
        };
        return sentences(&[text], &mut pen.part(0, 1, pen.width(), pen.height().saturating_sub(1)));
    }
    let lines = thread.lines(room, side, look);
    let rows = usize::from(pen.height().saturating_sub(1));
    let top = top_of(thread.top, lines.len(), rows);
    let has_cursor = screen == Screen::Tickets(Part::Thread) && writing == Writing::Nothing;
    let under = thread.entry().filter(|_| has_cursor).map(|entry| entry.id);
    let end = pen.width().saturating_sub(1);
    for (y, line) in (1..).zip(lines.iter().skip(top).take(rows)) {
        pen.text(1, y, &fit::cut_end(&line.text, room, look.glyphs.ellipsis), line.role);
        pen.text_right(end, y, &line.end, Role::Strong);
        if line.begins.is_some() && line.begins == under {
            pen.glyph(0, y, look.glyphs.pointer, Role::Normal);
        }
    }
    let (above, below) = (top, lines.len().saturating_sub(top + rows));
    let parts = [(look.glyphs.up, above), (look.glyphs.down, below)];
    let beyond: Vec<String> = parts.iter().filter(|(_, n)| *n > 0).map(|(glyph, n)| format!("{glyph}{n}")).collect();
    if !beyond.is_empty() {
        pen.text_right(end, 0, &format!(" {} ", beyond.join(" ")), Role::Normal);
    }
}

/// Returns the first line shown of `n` on `rows` rows; without a place, the end is shown.
#[must_use]
pub fn top_of(top: Option<usize>, n: usize, rows: usize) -> usize {
    let most = n.saturating_sub(rows);
    top.map_or(most, |top| top.min(most))
}

fn draw_card(thread: &Thread, side: Side, pen: &mut Pen<'_>) {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    match thread.data().value() {
        Some(held) => page::draw(&card::lines(held, room, side, look), thread.card_top, pen),
        None if thread.number.is_some() => sentences(&[look.say("loading")], pen),
        None => {}
    }
}

fn draw_messages(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    match &model.messages.rows {
        Remote::Loading => sentences(&[look.say("loading")], pen),
        Remote::Failed(fault) => sentences(&[fault.message(look.language), look.say("failed-retry")], pen),
        Remote::Ready { value, .. } | Remote::Stale { value, .. } if value.is_empty() => {
            sentences(&[look.say("messages-none")], pen);
        }
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => {
            let from = if pen.width() >= NARROW { 24 } else { 16 };
            let room = usize::from(pen.width().saturating_sub(PREFIX + 24 + from));
            let rows: Vec<Row> = value.iter().map(|entry| message_row(entry, room, look)).collect();
            let columns = [("column-alarm", 11), ("column-when", 13), ("column-from", from), ("column-message", 0)];
            table::draw(&columns, &rows, Some(model.messages.cursor()), 0, pen);
        }
    }
}

fn message_row(entry: &Entry, room: usize, look: &Look) -> Row {
    let body = text_of(entry).map_or("", |text| text.body.as_str());
    let line = fit::cut_end(&visible(&one_line(body)), room, look.glyphs.ellipsis);
    let at = words::when(entry.at, Precision::Days, look);
    let cells = vec![entry.ticket.to_string(), at, words::author(&entry.by, look), line];
    Row { mark: if entry.is_unread { "*" } else { "" }, role: None, cells }
}

/// Returns the beginning of a text in one line; what is longer than any screen is left out.
fn one_line(text: &str) -> String {
    let beginning: String = text.chars().take(400).collect();
    beginning.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn draw_drafts(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let rows: Vec<Row> = model.drafts.all().into_iter().map(|draft| draft_row(draft, model, look)).collect();
    if rows.is_empty() {
        return sentences(&[look.say("drafts-none"), look.say("drafts-none-hint")], pen);
    }
    let columns = [("column-alarm", 11), ("column-when", 13), ("column-subject", 24), ("column-message", 0)];
    table::draw(&columns, &rows, Some(model.drafts.cursor()), 0, pen);
}

fn draft_row(draft: &Draft, model: &Model, look: &Look) -> Row {
    let saved = words::when(draft.saved_at, Precision::Days, look);
    let (number, subject, body) = match &draft.dispatch {
        Dispatch::Entry(entry) => {
            let subject = model.find(entry.ticket).map(|ticket| ticket.subject.clone());
            (entry.ticket.to_string(), subject.unwrap_or_default(), &entry.body)
        }
        Dispatch::Ticket(ticket) => {
            let site = ticket.site.as_ref().map(ToString::to_string);
            let what = look.say(words::category_label(ticket.category));
            (look.say("draft-new"), std::iter::once(what).chain(site).collect::<Vec<_>>().join(", "), &ticket.body)
        }
    };
    let cells = vec![number, saved, visible(&subject).into_owned(), visible(&one_line(body)).into_owned()];
    Row { mark: "", role: None, cells }
}

/// Returns the counters under the list.
#[must_use]
pub fn summary(model: &Model, screen: Screen, look: &Look) -> String {
    match screen {
        Screen::Tickets(Part::Messages) => {
            let n = model.messages.rows.value().map_or(0, Vec::len);
            held(model.messages.rows.held(), look).unwrap_or_else(|| look.tell("messages-summary", &[("n", n.into())]))
        }
        Screen::Tickets(Part::Drafts) => look.tell("drafts-summary", &[("n", model.drafts.all().len().into())]),
        Screen::Tickets(Part::Figures) => {
            held(model.figures.data.held(), look).unwrap_or_else(|| look.say("figures-summary"))
        }
        Screen::Tickets(Part::Thread) => {
            held(model.thread.data().held(), look).unwrap_or_else(|| list_summary(model.list(), look))
        }
        _ => held(model.list().rows.held(), look).unwrap_or_else(|| list_summary(model.list(), look)),
    }
}

fn held(held: Option<(jiff::Timestamp, &common::fault::Fault)>, look: &Look) -> Option<String> {
    held.map(|(at, fault)| look.stale(at, fault))
}

fn list_summary(list: &List, look: &Look) -> String {
    let (total, cut) = list.rows.value().map_or((0, false), |held| (held.tickets.len(), held.cut));
    let column = list.sort.column;
    let order = (column.label(), list.sort.is_upwards(column.ascends()));
    let summary = rows::summary((list.shown().count(), total), order, &list.filter_text, look);
    if cut {
        return format!("{summary} · {}", look.tell("tickets-cut", &[("ekctl", look.ekctl.as_str().into())]));
    }
    summary
}

fn sentences(lines: &[String], pen: &mut Pen<'_>) {
    let room = usize::from(pen.width().saturating_sub(PREFIX + 1));
    for (y, line) in (1..).zip(lines.iter().flat_map(|line| fit::wrap(line, room))) {
        pen.text(PREFIX, y, &line, Role::Normal);
    }
}
