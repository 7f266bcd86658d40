//! Drawing of the log-in screen, which covers everything. Changes nothing.

use common::fault::Cause;
use common::text::visible;

use crate::look::Look;
use crate::screen::enrolment;
use crate::screen::log_in::{Model, Said, Stage, Why};
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;

/// Whether the daemon is one that anybody may enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Real,
    /// Its visitors are named on the screen.
    Demo,
}

/// Draws the screen without its last row.
pub fn draw(model: &Model, place: Place, pen: &mut Pen<'_>) {
    let look = pen.look();
    if let Stage::Enrolment(offer) = &model.stage {
        let said = said(model, look);
        return enrolment::draw(offer, &model.form, &said, pen);
    }
    pen.text(1, 0, &look.tell("log-in-program", &[("version", env!("CARGO_PKG_VERSION").into())]), Role::Strong);
    if place == Place::Demo {
        let end = pen.width().saturating_sub(1);
        pen.text_right(end, 0, &look.say("demo"), Role::Strong);
    }
    let room = usize::from(pen.width().saturating_sub(2));
    let mut y = 2;
    for line in why(model, look).iter().flat_map(|text| fit::wrap(text, room)) {
        let width = pen.width();
        pen.text(1, y, &line, Role::Cursor);
        pen.paint(0, y, width, Role::Cursor);
        y += 1;
    }
    y = (y + 1).max(4);
    pen.text(2, y, &look.say(title(&model.stage)), Role::Strong);
    y += 1;
    for line in rules(&model.stage, look).iter().flat_map(|text| fit::wrap(text, room.saturating_sub(2))) {
        pen.text(2, y, &line, Role::Normal);
        y += 1;
    }
    y = model.form.draw(y + 1, pen) + 1;
    for line in said(model, look).iter().flat_map(|text| fit::wrap(text, room.saturating_sub(2))) {
        pen.text(2, y, &line, Role::Normal);
        y += 1;
    }
    if place == Place::Demo && model.stage == Stage::Name {
        for line in fit::wrap(&look.say("log-in-demo"), room.saturating_sub(2)) {
            y += 1;
            pen.text(2, y, &line, Role::Normal);
        }
    }
}

/// Why somebody must log in again, and that nothing is lost of what was on the screens.
fn why(model: &Model, look: &Look) -> Option<String> {
    let (id, fault) = match model.why.as_ref()? {
        Why::AtStart(fault) => ("log-in-over", fault),
        Why::InTheMiddle(fault) => ("log-in-again", fault),
    };
    let message = fault.message(look.language);
    let mut letters = message.chars();
    let reason: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    Some(look.tell(id, &[("reason", reason.into())]))
}

const fn title(stage: &Stage) -> &'static str {
    match stage {
        Stage::Name => "log-in-title",
        Stage::Code => "log-in-title-code",
        Stage::NewPassword => "log-in-title-new-password",
        Stage::Enrolment(_) => "log-in-title-enrolment",
        Stage::Forgotten => "log-in-title-forgotten",
        Stage::Reset => "log-in-title-reset",
    }
}

fn rules(stage: &Stage, look: &Look) -> Vec<String> {
    match stage {
        Stage::Name | Stage::Enrolment(_) => Vec::new(),
        Stage::Code => vec![look.say("log-in-code")],
        Stage::NewPassword => vec![look.say("log-in-initial"), look.say("password-rules")],
        Stage::Forgotten => vec![look.say("log-in-forgotten")],
        Stage::Reset => vec![look.say("password-rules")],
    }
}

/// Returns what stands under the form: what is being waited for, or what came of it.
fn said(model: &Model, look: &Look) -> Vec<String> {
    let mut lines = match &model.said {
        None => Vec::new(),
        Some(Said::Note(id)) => vec![look.say(id)],
        Some(Said::Fault(fault)) => {
            let message = format!("! {}", visible(&fault.message(look.language)));
            // The button stands just above: no other program is needed.
            let hint = match fault.cause {
                Cause::LogInRefused => Some(look.say("log-in-refused-hint")),
                _ => fault.hint(look.language),
            };
            std::iter::once(message).chain(hint).collect()
        }
    };
    if model.waiting {
        lines.push(look.say("loading"));
    }
    lines
}
