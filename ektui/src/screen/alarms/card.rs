//! What stands of one alarm on a screen of its own, as lines: what is wrong, who has taken note, what to do, its history.

use common::alarm::{Alarm, AlarmCard, Subject, Transition};
use common::notice::{Notice, NoticeState};

use crate::look::Look;
use crate::screen::alarms::words;
use crate::widget::page::{self, Line};

/// Returns the alarm in lines of at most `room` columns; without its history, and who was told, where that is not there
/// yet.
#[must_use]
pub fn lines(alarm: &Alarm, card: Option<&AlarmCard>, room: usize, look: &Look) -> Vec<Line> {
    let facts = [
        ("alarms-fact-what", what(alarm, look)),
        ("alarms-fact-place", place(alarm, look)),
        ("alarms-fact-condition", words::condition(alarm, look)),
        ("alarms-fact-peak", words::peak(alarm, look).unwrap_or_default()),
        ("alarms-fact-lasting", words::lasting(alarm, look)),
        ("alarms-fact-rule", alarm.rule.to_string()),
        ("alarms-fact-standing", words::standing(alarm, look)),
        ("alarms-fact-advice", words::advice(alarm.kind, look)),
    ];
    let mut lines: Vec<Line> = facts
        .into_iter()
        .flat_map(|(label, value)| page::facts(&look.say(label), &value, room))
        .map(Line::Text)
        .collect();
    lines.push(Line::Heading(look.say("alarms-history")));
    match card {
        None => lines.push(Line::Text(look.say("loading"))),
        Some(card) => {
            let history = card.history.iter().map(|transition| transition_words(transition, look));
            lines.extend(history.flat_map(|words| page::wrap(&words, room)).map(Line::Text));
            lines.push(Line::Heading(look.say("alarms-told")));
            if card.told.is_empty() {
                lines.push(Line::Text(look.say("alarms-told-nobody")));
            }
            let told = card.told.iter().map(|notice| notice_words(notice, look));
            lines.extend(told.flat_map(|words| page::wrap(&words, room)).map(Line::Text));
        }
    }
    lines
}

/// Returns a line of the history: when, what, who.
#[must_use]
pub fn transition_words(transition: &Transition, look: &Look) -> String {
    let at = look.moment(transition.at);
    let what = words::turn(&transition.what, look);
    match &transition.by {
        Some(by) => format!("{at} · {what} · {by}"),
        None => format!("{at} · {what}"),
    }
}

/// Returns who was told by which way, and whether it arrived.
fn notice_words(notice: &Notice, look: &Look) -> String {
    let state = match &notice.state {
        NoticeState::Kept { until } => look.tell("notice-kept", &[("until", look.moment(*until).into())]),
        NoticeState::Left { state, .. } => look.say(&format!("delivery-{}", state.name())),
        NoticeState::Dropped => look.say("notice-dropped"),
        NoticeState::Unknown => look.say("delivery-unknown"),
    };
    let who = notice.login.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    let way = look.say(&format!("channel-{}", notice.channel.name()));
    [look.moment(notice.at), way, who, state].join(" · ")
}

fn what(alarm: &Alarm, look: &Look) -> String {
    let parts = [words::number(alarm.id), words::kind(alarm.kind, look), words::severity(alarm.severity, look)];
    parts.join(" · ")
}

fn place(alarm: &Alarm, look: &Look) -> String {
    match &alarm.subject {
        Subject::Source { .. } => words::place(alarm, look),
        Subject::Point { code, .. } => {
            let point = look.tell("alarms-point", &[("code", code.as_str().into())]);
            format!("{} · {point}", words::place(alarm, look))
        }
    }
}
