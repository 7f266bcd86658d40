//! What happened to the account before this log-in: shown before anything else. Changes nothing but by its keys.

use common::gate::Admission;
use common::log_in::{LogIn, PreviousLogIns};
use common::text::visible;

use crate::look::Look;
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;

/// Who has come in, and what came before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    pub login: String,
    pub name: String,
    pub role: common::account::Role,
    pub previous: PreviousLogIns,
}

impl Model {
    #[must_use]
    pub fn of(admission: &Admission) -> Self {
        Self {
            login: admission.login.to_string(),
            name: admission.name.clone(),
            role: admission.role,
            previous: admission.previous.clone(),
        }
    }
}

/// Draws the panel, which covers everything but the last row.
pub fn draw(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let role = look.say(&format!("role-{}", model.role.name()));
    let who = look.tell(
        "previous-who",
        &[("name", visible(&model.name).into()), ("login", model.login.as_str().into()), ("role", role.into())],
    );
    let room = usize::from(pen.width().saturating_sub(3));
    pen.text(2, 2, &fit::cut_end(&who, room, look.glyphs.ellipsis), Role::Strong);
    let previous = &model.previous;
    let mut y = lines("previous-success", previous.last_success.as_ref(), 4, pen);
    y = lines("previous-failure", previous.last_failure.as_ref(), y + 1, pen);
    if previous.n_failures_since > 0 {
        let since = look.tell("previous-failures-since", &[("n", previous.n_failures_since.into())]);
        pen.text(2, y + 1, "!!", Role::Alarm);
        pen.text(5, y + 1, &fit::cut_end(&since, room.saturating_sub(3), look.glyphs.ellipsis), Role::Strong);
        for line in fit::wrap(&look.say("previous-advice"), room.saturating_sub(3)) {
            pen.text(5, y + 2, &line, Role::Normal);
            y += 1;
        }
    } else {
        pen.text(2, y + 1, &look.say("previous-no-failures"), Role::Normal);
    }
}

/// Draws a title and the try beneath it, and returns the row after them.
fn lines(title: &str, log_in: Option<&LogIn>, y: u16, pen: &mut Pen<'_>) -> u16 {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(5));
    pen.text(2, y, &look.say(title), Role::Normal);
    let text = log_in.map_or_else(|| look.say("never"), |log_in| sentence(log_in, look));
    let mut y = y + 1;
    for line in fit::wrap(&text, room) {
        pen.text(4, y, &line, Role::Strong);
        y += 1;
    }
    y
}

/// Returns when, how, from where and with what somebody tried to log in.
#[must_use]
pub fn sentence(log_in: &LogIn, look: &Look) -> String {
    let parts = [
        // With the day, even today: whoever reads this compares it with what he remembers.
        format!("{} {}", look.date(look.local(log_in.at).date()), look.clock(log_in.at)),
        look.say(&format!("outcome-{}", log_in.outcome.name())),
        look.say(&format!("method-{}", log_in.method.name())),
        look.tell("log-in-from", &[("source", visible(&log_in.source).into())]),
        visible(&log_in.client).into_owned(),
    ];
    parts.join(" · ")
}
