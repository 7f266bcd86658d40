//! What stands of one alarm on a screen of its own, as lines: what is wrong, who has taken note, what to do, its history.

use common::alarm::{Alarm, Subject, Transition};

use crate::look::Look;
use crate::screen::alarms::words;
use crate::widget::page::{self, Line};

/// Returns the alarm in lines of at most `room` columns; without its history where that is not there yet.
#[must_use]
pub fn lines(alarm: &Alarm, history: Option<&[Transition]>, room: usize, look: &Look) -> Vec<Line> {
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
    match history {
        None => lines.push(Line::Text(look.say("loading"))),
        Some(history) => lines.extend(
            history.iter().flat_map(|transition| page::wrap(&transition_words(transition, look), room)).map(Line::Text),
        ),
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
