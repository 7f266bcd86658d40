//! Drawing of what is being written: fields, text, attachments, buttons, and what lies over it. Changes nothing.

use common::ticket::canned::Template;
use common::ticket::draft::Readers;
use common::ticket::entry::NewAttachment;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::tickets::composer::{About, Button, Composer, Focus, Over, State};
use crate::screen::tickets::words::{self, Side};
use crate::theme::Role;
use crate::widget::area;
use crate::widget::form::{button_rows, draw_buttons};
use crate::widget::pen::Pen;
use crate::widget::{fit, input};

/// Rows that the text has at least.
const LEAST: u16 = 2;

/// Draws the composer.
pub fn draw(composer: &Composer, templates: &Remote<Vec<Template>>, pen: &mut Pen<'_>) {
    let look = pen.look();
    let (width, height) = (pen.width(), pen.height());
    pen.clear();
    pen.rule(0, &title(composer, look));
    let mut y = 1;
    if let About::Ticket(head) = &composer.about {
        y = head.form.draw(y, pen);
        pen.rule(y, &look.say("compose-text"));
        y += 1;
    }
    let labels = labels(composer, look);
    let room = usize::from(width.saturating_sub(2));
    let said: Vec<String> = said(composer, look).iter().flat_map(|text| fit::wrap(text, room)).collect();
    let below = 1 + button_rows(&labels, 1, width);
    let rows = height.saturating_sub(y + below);
    // Where there is little room, the text comes before what is said of it.
    let n_said = u16::try_from(said.len()).unwrap_or(0).min(rows.saturating_sub(LEAST));
    let has_focus = if composer.focus == Focus::Text { area::Focus::Here } else { area::Focus::Elsewhere };
    composer.text.draw(has_focus, &mut pen.part(1, y, width.saturating_sub(2), rows.saturating_sub(n_said)));
    y += rows.saturating_sub(n_said);
    draw_attachments(composer, y, pen);
    let focus = match composer.focus {
        Focus::Button(place) => Some(place),
        Focus::Head | Focus::Text => None,
    };
    y = draw_buttons(&labels, focus, 1, y + 1, pen);
    for line in said.iter().take(usize::from(n_said)) {
        pen.text(1, y, line, Role::Strong);
        y += 1;
    }
    draw_over(composer, templates, pen);
}

fn title(composer: &Composer, look: &Look) -> String {
    let what = match &composer.about {
        About::Entry { readers: Readers::Both, .. } => look.say("compose-answer"),
        About::Entry { readers: Readers::Office, .. } => look.say("compose-note"),
        About::Ticket(_) => look.say("compose-ticket"),
    };
    let saved = match (composer.state, composer.saved_at) {
        (State::Sending, _) => Some(look.say("compose-sending")),
        (State::Kept | State::Changed, Some(at)) => Some(look.tell("compose-saved", &[("at", look.clock(at).into())])),
        (State::Kept | State::Changed, None) => None,
    };
    std::iter::once(what).chain(saved).collect::<Vec<_>>().join(" · ")
}

fn said(composer: &Composer, look: &Look) -> Vec<String> {
    if composer.said.is_empty() { vec![look.say("compose-undo")] } else { composer.said.clone() }
}

/// Returns the words on the buttons.
fn labels(composer: &Composer, look: &Look) -> Vec<String> {
    let is_note = matches!(composer.about, About::Entry { readers: Readers::Office, .. });
    let has_readings = composer.attach.iter().any(|attached| matches!(attached, NewAttachment::Readings { .. }));
    let label = |button: Button| match button {
        Button::Template => "button-template",
        Button::Send if is_note => "button-keep-note",
        Button::Send => "button-send",
        Button::SendAndSolve => "button-send-solve",
        Button::SendAndClose => "button-send-close",
        Button::Note if is_note => "button-for-both",
        Button::Note => "button-note",
        Button::Readings if has_readings => "button-no-readings",
        Button::Readings => "button-readings",
        Button::File => "button-file",
        Button::Editor => "button-editor",
        Button::Drop => "button-drop",
    };
    composer.buttons().into_iter().map(|button| look.say(label(button))).collect()
}

fn draw_attachments(composer: &Composer, y: u16, pen: &mut Pen<'_>) {
    let look = pen.look();
    let readers = look.say(match (&composer.about, composer.side) {
        (About::Entry { readers: Readers::Office, .. }, _) => "compose-for-office",
        (_, Side::Customer) => "compose-for-us",
        (_, Side::Office) => "compose-for-customer",
    });
    let end = pen.width().saturating_sub(1);
    pen.text_right(end, y, &readers, Role::Normal);
    let names: Vec<String> = composer.attach.iter().map(|attached| name(attached, look)).collect();
    let names = if names.is_empty() { look.say("compose-nothing-attached") } else { names.join(", ") };
    let text = look.tell("compose-attached", &[("what", names.into())]);
    let room = usize::from(end.saturating_sub(fit::width(&readers) + 3));
    pen.text(1, y, &fit::cut_end(&text, room, look.glyphs.ellipsis), Role::Normal);
}

fn name(attached: &NewAttachment, look: &Look) -> String {
    match attached {
        NewAttachment::File { name, size, .. } => words::file(name, *size, look),
        NewAttachment::Readings { site, period } => {
            let [from, until] = [period.from, period.until].map(|at| words::when(at, words::Precision::Minutes, look));
            let told = [("site", site.as_str().into()), ("from", from.into()), ("until", until.into())];
            look.tell("attached-readings", &told)
        }
        NewAttachment::Alarm { alarm } => {
            look.tell("attached-alarm", &[("number", crate::screen::alarms::words::number(*alarm).into())])
        }
    }
}

fn draw_over(composer: &Composer, templates: &Remote<Vec<Template>>, pen: &mut Pen<'_>) {
    let look = pen.look();
    match &composer.over {
        Over::Nothing => {}
        Over::Path(path) => {
            let (width, y) = (pen.width(), pen.height().saturating_sub(2));
            let mut panel = pen.part(0, y, width, 2);
            panel.clear();
            panel.rule(0, &look.say("compose-path"));
            input::draw(&mut panel, 1, ">", path);
        }
        Over::Templates(cursor) => draw_templates(*cursor, templates, pen),
    }
}

fn draw_templates(cursor: usize, templates: &Remote<Vec<Template>>, pen: &mut Pen<'_>) {
    let look = pen.look();
    let (width, height) = (pen.width(), pen.height());
    pen.clear();
    pen.rule(0, &look.say("templates-title"));
    let rows = templates.value().map_or(&[][..], Vec::as_slice);
    if rows.is_empty() {
        let text = match templates {
            Remote::Loading => look.say("loading"),
            Remote::Failed(fault) => fault.message(look.language),
            Remote::Ready { .. } | Remote::Stale { .. } => look.say("templates-none"),
        };
        pen.text(2, 1, &text, Role::Normal);
    }
    let shown = usize::from(height.saturating_sub(1)).max(1);
    let first = cursor / shown * shown;
    for (y, (place, template)) in (1..).zip(rows.iter().enumerate().skip(first).take(shown)) {
        let body: String = template.body.chars().take(200).collect();
        let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = format!("{}: {body}", template.name);
        pen.text(2, y, &fit::cut_end(&text, usize::from(width.saturating_sub(3)), look.glyphs.ellipsis), Role::Normal);
        if place == cursor {
            pen.glyph(0, y, look.glyphs.pointer, Role::Normal);
            pen.paint(1, y, width.saturating_sub(2), Role::Cursor);
        }
    }
}
