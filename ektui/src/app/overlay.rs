//! Drawing of what lies over a screen: help, palette, choosers, the `ekctl` line. Changes nothing.

use common::account::Token;
use common::secret::Secret;
use common::text::visible;

use crate::action;
use crate::app::alarms::Muting;
use crate::app::confirm::{Confirm, Reply};
use crate::app::desk::Turning;
use crate::app::sheet::{COMMENT, Purpose, Sheet, scope_label};
use crate::app::{App, Open, command, palette};
use crate::screen::alarms::words;
use crate::screen::site::findings::{self, Findings};
use crate::theme::Role;
use crate::widget::form::draw_buttons;
use crate::widget::pen::Pen;
use crate::widget::{fit, input, page};

/// Columns of a key's name in the help.
const KEY: u16 = 8;

/// Draws what lies open over the body.
pub fn draw(app: &App, pen: &mut Pen<'_>) {
    match &app.open {
        // What is written is drawn with the thread that it answers.
        Open::Nothing | Open::Filter(_) | Open::Compose(_) => {}
        Open::Help(cursor) => help(app, *cursor, pen),
        Open::Palette(palette) => draw_palette(app, palette, pen),
        Open::Sort(cursor) => choice(&app.look.say("sort-title"), &said_all(app, &app.sort_labels()), *cursor, pen),
        Open::Mute(cursor) => {
            choice(&mute_title(app), &said_all(app, &Muting::ALL.map(Muting::label)), *cursor, pen);
        }
        Open::Export(cursor) => {
            let formats: Vec<String> = app.export_formats().iter().map(|format| app.look.say(format.label())).collect();
            choice(&app.look.say("export-title"), &formats, *cursor, pen);
        }
        Open::Turn(cursor) => {
            let labels: Vec<&str> = app.turnings().into_iter().map(Turning::label).collect();
            choice(&ticket_title(app, "turning-title"), &said_all(app, &labels), *cursor, pen);
        }
        Open::Assign(cursor) => {
            let others = app.look.say("assign-other");
            let labels: Vec<String> = app.assignees().into_iter().map(|(_, label)| label).chain([others]).collect();
            choice(&ticket_title(app, "assign-title"), &labels, *cursor, pen);
        }
        Open::Findings(findings) => draw_findings(app, findings, pen),
        Open::CommandLine(line) => command_line(app, line, pen),
        Open::Sheet(sheet) => draw_sheet(app, sheet, pen),
        Open::Confirm(confirm) => draw_confirm(app, confirm, pen),
        Open::Token(made) => draw_token(app, &made.0, &made.1, pen),
    }
}

fn draw_sheet(app: &App, sheet: &Sheet, pen: &mut Pen<'_>) {
    pen.clear();
    pen.rule(0, &app.look.say(sheet.purpose.title()));
    let room = usize::from(pen.width().saturating_sub(3));
    let rules = fit::wrap(&app.look.say(sheet.purpose.rules()), room);
    let said: Vec<String> = said(app, sheet).iter().flat_map(|text| fit::wrap(text, room)).collect();
    let mut y = 1;
    // Where not everything has room, fields, buttons and answers come before what has to be known.
    if 1 + rules.len() + 1 + sheet.form.n_rows() + 1 + said.len() <= usize::from(pen.height()) {
        for line in &rules {
            pen.text(2, y, line, Role::Normal);
            y += 1;
        }
        y += 1;
    }
    y = sheet.form.draw(y, pen);
    if usize::from(y) + 1 + said.len() <= usize::from(pen.height()) {
        y += 1;
    }
    for line in said {
        pen.text(2, y, &line, Role::Strong);
        y += 1;
    }
}

/// Returns what stands under a form.
pub fn said(app: &App, sheet: &Sheet) -> Vec<String> {
    let waits = sheet.waiting.then(|| app.look.say("loading"));
    let line = match &sheet.purpose {
        Purpose::Acknowledge(id) => {
            Some(format!("! {} {}", app.look.ekctl, command::acknowledge(*id, &sheet.form.text(COMMENT))))
        }
        Purpose::Route(_) | Purpose::Manners(_) => Some(format!("! {} {}", app.look.ekctl, command::NOTICE_SETTINGS)),
        Purpose::Setting { .. } | Purpose::Report(..) | Purpose::Saved(..) | Purpose::Books(_) => {
            command::of_sheet(app, sheet)
        }
        _ => None,
    };
    sheet.said.iter().cloned().chain(line).chain(waits).collect()
}

fn said_all(app: &App, labels: &[&str]) -> Vec<String> {
    labels.iter().map(|label| app.look.say(label)).collect()
}

fn mute_title(app: &App) -> String {
    let number = app.alarms.subject(app.screen).map(|alarm| words::number(alarm.id)).unwrap_or_default();
    app.look.tell("mute-title", &[("number", number.into())])
}

fn ticket_title(app: &App, id: &str) -> String {
    let number = app.tickets.subject(app.screen).map(|ticket| ticket.number.to_string()).unwrap_or_default();
    app.look.tell(id, &[("number", number.into())])
}

/// Draws what is known, only as high as it needs.
fn draw_findings(app: &App, findings: &Findings, pen: &mut Pen<'_>) {
    let Some(detail) = &app.detail else { return };
    let room = usize::from(pen.width().saturating_sub(2));
    let lines = findings::lines(&findings.of, detail, room, &app.look);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(1).min(pen.height());
    let (y, width) = (pen.height() - height, pen.width());
    let mut panel = pen.part(0, y, width, height);
    panel.clear();
    panel.rule(0, &findings::title(&findings.of, detail, &app.look));
    page::draw(&lines, findings.top, &mut panel.part(0, 1, width, height.saturating_sub(1)));
}

/// Draws what is about to happen to what, with the cursor on the way back.
pub fn draw_confirm(app: &App, confirm: &Confirm, pen: &mut Pen<'_>) {
    let room = usize::from(pen.width().saturating_sub(4)).max(1);
    let lines = fit::wrap(&confirm.question.words(&app.look), room);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4);
    let (y, width) = (pen.height().saturating_sub(height), pen.width());
    let mut panel = pen.part(0, y, width, height);
    panel.clear();
    panel.rule(0, &app.look.say("confirm-title"));
    for (y, line) in (1..).zip(&lines) {
        panel.text(2, y, line, Role::Strong);
    }
    let labels = [app.look.say("button-cancel"), app.look.say(confirm.question.button())];
    let focus = usize::from(confirm.answer == Reply::Yes);
    draw_buttons(&labels, Some(focus), 2, height.saturating_sub(2), &mut panel);
}

/// Draws the secret of a new token: the only time that anybody sees it.
fn draw_token(app: &App, token: &Token, secret: &Secret, pen: &mut Pen<'_>) {
    pen.clear();
    pen.rule(0, &app.look.tell("token-title", &[("name", visible(&token.name).into())]));
    let room = usize::from(pen.width().saturating_sub(3));
    let mut y = 2;
    for line in fit::wrap(&app.look.say("token-once"), room) {
        pen.text(2, y, &line, Role::Normal);
        y += 1;
    }
    let letters: Vec<char> = secret.expose().chars().collect();
    y += 1;
    // Whole in one line wherever it fits, so that it can be selected.
    for line in letters.chunks(room.max(1)) {
        pen.text(2, y, &line.iter().collect::<String>(), Role::Strong);
        y += 1;
    }
    let until = app.look.moment(token.expires_at);
    let facts = app
        .look
        .tell("token-facts", &[("scope", app.look.say(scope_label(token.scope)).into()), ("until", until.into())]);
    for line in fit::wrap(&facts, room) {
        y += 1;
        pen.text(2, y, &line, Role::Normal);
    }
}

fn help(app: &App, cursor: usize, pen: &mut Pen<'_>) {
    let entries: Vec<_> = action::on_screen(app.screen, app.role()).collect();
    let n_columns = usize::from(pen.width() / 38).clamp(1, 3);
    let width = pen.width() / u16::try_from(n_columns).unwrap_or(1);
    let rows = entries.len().div_ceil(n_columns).min(usize::from(pen.height().saturating_sub(1))).max(1);
    // Only as high as needed: what is not covered need not be sent again.
    let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(1);
    let (y, all) = (pen.height().saturating_sub(height), pen.width());
    let mut panel = pen.part(0, y, all, height);
    panel.clear();
    // Where not everything fits, the page with the cursor is shown.
    let page = rows * n_columns;
    let first = cursor / page * page;
    let told = [("page", (first / page + 1).into()), ("pages", entries.len().div_ceil(page).into())];
    let title = if entries.len() > page { app.look.tell("help-page", &told) } else { app.look.say("help-title") };
    panel.rule(0, &title);
    for (place, entry) in entries.iter().skip(first).take(page).enumerate() {
        let column = u16::try_from(place / rows).unwrap_or(0) * width;
        let mut cell = panel.part(column, 1 + u16::try_from(place % rows).unwrap_or(0), width, 1);
        help_entry(app, entry, &mut cell);
        if first + place == cursor {
            cell.glyph(0, 0, app.look.glyphs.pointer, Role::Normal);
            cell.paint(0, 0, width.saturating_sub(1), Role::Cursor);
        }
    }
}

fn help_entry(app: &App, entry: &action::Entry, pen: &mut Pen<'_>) {
    let names: Vec<String> = entry.keys.iter().map(|key| key.name(&app.look.glyphs)).collect();
    pen.text(1, 0, &names.join(" "), Role::Normal);
    let room = usize::from(pen.width().saturating_sub(KEY + 3));
    let label = fit::cut_end(&app.look.say(entry.label), room, app.look.glyphs.ellipsis);
    pen.text(KEY + 2, 0, &label, Role::Normal);
}

fn draw_palette(app: &App, palette: &palette::Model, pen: &mut Pen<'_>) {
    pen.clear();
    input::draw(pen, 0, ":", &palette.input);
    let items = palette.found(app);
    if items.is_empty() {
        pen.text(3, 2, &app.look.say("palette-nothing"), Role::Normal);
    }
    let rows = usize::from(pen.height().saturating_sub(2)).max(1);
    let first = palette.cursor / rows * rows;
    for (y, (place, item)) in (2..).zip(items.iter().enumerate().skip(first).take(rows)) {
        let label = fit::cut_middle(&item.label, usize::from(pen.width().saturating_sub(14)), app.look.glyphs.ellipsis);
        pen.text(3, y, &label, Role::Normal);
        pen.text_right(pen.width().saturating_sub(2), y, &item.key, Role::Strong);
        if place == palette.cursor {
            pen.glyph(1, y, app.look.glyphs.pointer, Role::Normal);
            let width = pen.width();
            pen.paint(1, y, width.saturating_sub(2), Role::Cursor);
        }
    }
}

fn choice(title: &str, labels: &[String], cursor: usize, pen: &mut Pen<'_>) {
    let longest = labels.iter().map(|label| fit::width(label)).max().unwrap_or(0);
    let width = (longest + 6).max(fit::width(title) + 5);
    let height = u16::try_from(labels.len()).unwrap_or(0) + 2;
    let y = pen.height().saturating_sub(height);
    let mut panel = pen.part(0, y, width, height);
    panel.clear();
    panel.rule(0, title);
    for (y, (place, label)) in (1..).zip(labels.iter().enumerate()) {
        panel.text(3, y, label, Role::Normal);
        if place == cursor {
            let pointer = panel.look().glyphs.pointer;
            panel.glyph(1, y, pointer, Role::Normal);
            panel.paint(1, y, width - 2, Role::Cursor);
        }
    }
}

fn command_line(app: &App, line: &str, pen: &mut Pen<'_>) {
    let room = usize::from(pen.width().saturating_sub(4)).max(1);
    let lines = fit::wrap(line, room);
    let height = u16::try_from(lines.len()).unwrap_or(1) + 3;
    let (y, width) = (pen.height().saturating_sub(height), pen.width());
    let mut panel = pen.part(0, y, width, height);
    panel.clear();
    panel.rule(0, &app.look.say("command-title"));
    for (y, line) in (1..).zip(&lines) {
        panel.text(2, y, line, Role::Strong);
    }
}
