//! An alarm in words: what is wrong, where, since when, who has taken note, what to do. Draws nothing.

use common::alarm::{Alarm, AlarmKind, Measured, Severity, Subject, Turn};
use common::id::{AlarmId, SiteId};
use common::info_code::hexadecimal;
use common::quantity::{Code, Quantity, Temperature, Value};
use common::text::visible;
use jiff::{SignedDuration, Timestamp};

use crate::look::Look;
use crate::theme::Role;

/// How an alarm stands with people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has taken note of it.
    New,
    Acknowledged,
    /// Nobody is told until then.
    Muted(Timestamp),
    /// Nobody is told while work is done there.
    Maintenance,
    /// It is over, and somebody has yet to look at it.
    Cleared(Timestamp),
    /// It is over, and somebody has taken note.
    Settled(Timestamp),
}

/// How an active alarm weighs now, the heaviest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Muted, or work is done there.
    Quiet,
    Notice,
    Warning,
    Alarm,
}

/// Returns how the alarm stands with people at `now`.
#[must_use]
pub fn state(alarm: &Alarm, now: Timestamp) -> State {
    match (alarm.cleared_at, alarm.muted_until) {
        (Some(at), _) if alarm.acknowledged.is_some() => State::Settled(at),
        (Some(at), _) => State::Cleared(at),
        (None, Some(until)) if until > now => State::Muted(until),
        (None, _) if alarm.in_maintenance => State::Maintenance,
        (None, _) if alarm.acknowledged.is_some() => State::Acknowledged,
        (None, _) => State::New,
    }
}

/// Returns how an alarm weighs now; `None` once it is over.
#[must_use]
pub fn weight(alarm: &Alarm, now: Timestamp) -> Option<Weight> {
    match (state(alarm, now), alarm.severity) {
        (State::Cleared(_) | State::Settled(_), _) => None,
        (State::Muted(_) | State::Maintenance, _) => Some(Weight::Quiet),
        (State::New | State::Acknowledged, Severity::Notice) => Some(Weight::Notice),
        (State::New | State::Acknowledged, Severity::Warning) => Some(Weight::Warning),
        (State::New | State::Acknowledged, Severity::Alarm) => Some(Weight::Alarm),
    }
}

impl Weight {
    /// Returns the mark at the left of a row, two characters at most, and what it is.
    #[must_use]
    pub const fn mark(self) -> (&'static str, Role) {
        match self {
            Self::Quiet => ("z", Role::Stale),
            Self::Notice => ("i", Role::Normal),
            Self::Warning => ("!", Role::Warning),
            Self::Alarm => ("!!", Role::Alarm),
        }
    }
}

/// Returns `A-04`.
#[must_use]
pub fn number(id: AlarmId) -> String {
    format!("A-{:02}", id.0)
}

/// Returns the site that the alarm is about.
#[must_use]
pub const fn site(alarm: &Alarm) -> Option<SiteId> {
    match &alarm.subject {
        Subject::Point { site, .. } => Some(*site),
        Subject::Source { .. } => None,
    }
}

/// Returns the code of the site, or the name of the source.
#[must_use]
pub fn code(alarm: &Alarm) -> &str {
    match &alarm.subject {
        Subject::Point { site_code, .. } => site_code.as_str(),
        Subject::Source { name } => name.as_str(),
    }
}

/// Returns the code of the site with its name, or the source.
#[must_use]
pub fn place(alarm: &Alarm, look: &Look) -> String {
    match &alarm.subject {
        Subject::Point { site_code, site_name, .. } => format!("{site_code} {}", visible(site_name)),
        Subject::Source { name } => look.tell("alarms-source", &[("name", name.as_str().into())]),
    }
}

/// Returns what the kind is called.
#[must_use]
pub fn kind(kind: AlarmKind, look: &Look) -> String {
    look.say(&format!("alarm-{}", kind.name()))
}

/// Returns what the severity is called.
#[must_use]
pub fn severity(severity: Severity, look: &Look) -> String {
    look.say(severity_label(severity))
}

/// Returns the message that names a severity.
#[must_use]
pub const fn severity_label(severity: Severity) -> &'static str {
    match severity {
        Severity::Notice => "severity-notice",
        Severity::Warning => "severity-warning",
        Severity::Alarm => "severity-alarm",
    }
}

/// Returns the short name of a quantity.
#[must_use]
pub fn short(quantity: Quantity, look: &Look) -> String {
    look.say(&format!("short-{}", quantity.name().replace('_', "-")))
}

/// Returns what is wrong in at most `room` columns: what was measured with its name, without it, or the kind.
#[must_use]
pub fn brief(alarm: &Alarm, room: usize, look: &Look) -> String {
    let kind = kind(alarm.kind, look);
    let forms = match &alarm.measured {
        Some(measured) => {
            let figures = figures(alarm.kind, measured, look);
            vec![format!("{} {figures}", short(measured.quantity, look)), figures]
        }
        None => fact(alarm, look).map(|fact| format!("{kind}: {fact}")).into_iter().collect(),
    };
    forms.into_iter().find(|form| form.chars().count() <= room).unwrap_or(kind)
}

/// Returns `61,3 > 55,0 °C`.
#[must_use]
pub fn figures(kind: AlarmKind, measured: &Measured, look: &Look) -> String {
    let amount = |value| look.amount(measured.quantity, value);
    let sign = sign(kind, measured);
    format!("{} {sign} {} {}", amount(measured.value), amount(measured.limit), measured.quantity.unit().symbol())
}

/// Returns on which side of its limit the value is.
fn sign(kind: AlarmKind, measured: &Measured) -> char {
    let below = measured.value.base() < measured.limit.base();
    if below || kind == AlarmKind::DifferenceLow { '<' } else { '>' }
}

/// Returns the condition as a sentence has it: `powrót 61,3 °C > 55,0 °C`, else what the kind is called, with its fact.
#[must_use]
pub fn condition(alarm: &Alarm, look: &Look) -> String {
    let Some(measured) = &alarm.measured else {
        let kind = kind(alarm.kind, look);
        return fact(alarm, look).map_or_else(|| kind.clone(), |fact| format!("{kind}: {fact}"));
    };
    let amount = |value| with_unit(measured.quantity, value, look);
    let sign = sign(alarm.kind, measured);
    format!("{} {} {sign} {}", look.quantity(measured.quantity), amount(measured.value), amount(measured.limit))
}

fn with_unit(quantity: Quantity, value: Value, look: &Look) -> String {
    format!("{} {}", look.amount(quantity, value), quantity.unit().symbol())
}

/// Returns the fact that is no measurement, as far as the kind has one.
fn fact(alarm: &Alarm, look: &Look) -> Option<String> {
    let facts = &alarm.facts;
    if let Some(code) = facts.info_code {
        return Some(look.tell("fact-info-code", &[("code", hexadecimal(Code::from_base(i64::from(code))).into())]));
    }
    if let Some(days) = facts.days_left {
        let id = if days < 0 { "fact-days-over" } else { "fact-days-left" };
        return Some(look.tell(id, &[("n", u64::from(days.unsigned_abs()).into())]));
    }
    if let Some(percent) = facts.lost_percent {
        return Some(look.tell("fact-lost", &[("percent", u64::from(percent).into())]));
    }
    let last = facts.last_at.map(|at| look.tell("fact-last", &[("at", look.moment(at).into())]));
    let problem = facts.problem.as_deref().map(|problem| visible(problem).into_owned());
    let parts: Vec<String> = last.into_iter().chain(problem).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Returns the worst value with its instant, and what outdoor temperature the limit was made for.
#[must_use]
pub fn peak(alarm: &Alarm, look: &Look) -> Option<String> {
    let measured = alarm.measured.as_ref()?;
    let peak = with_unit(measured.quantity, measured.peak, look);
    let mut text = look.tell("alarms-peak", &[("value", peak.into()), ("at", look.moment(measured.peak_at).into())]);
    if let Some(outdoor) = alarm.facts.outdoor {
        let degrees = look.amount(Quantity::Outdoor, Value::Temperature(Temperature::from_base(outdoor)));
        text.push_str(" · ");
        text.push_str(&look.tell("fact-outdoor", &[("degrees", degrees.into())]));
    }
    Some(text)
}

/// Returns since when and how long, or from when until when.
#[must_use]
pub fn lasting(alarm: &Alarm, look: &Look) -> String {
    let from = ("from", look.moment(alarm.since).into());
    let over = |until: Timestamp| ("lasting", duration(until.duration_since(alarm.since), look).into());
    match alarm.cleared_at {
        None => look.tell("alarms-since", &[from, over(look.now)]),
        Some(until) => look.tell("alarms-from-until", &[from, ("until", look.moment(until).into()), over(until)]),
    }
}

/// Returns `1 h 22 min`: the two largest parts, as far as they are not nothing.
#[must_use]
pub fn duration(lasting: SignedDuration, look: &Look) -> String {
    let seconds = lasting.as_secs().max(0);
    let parts = [("d", seconds / 86_400), ("h", seconds / 3_600 % 24), ("m", seconds / 60 % 60)];
    let words = |(unit, n): &(&str, i64)| look.tell(&format!("lasting-{unit}"), &[("n", (*n).into())]);
    let largest = parts.iter().position(|(_, n)| *n > 0);
    match largest {
        None => look.tell("lasting-s", &[("n", seconds.into())]),
        Some(first) => {
            let two = parts.iter().skip(first).take(2).filter(|(_, n)| *n > 0);
            two.map(words).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Returns how the alarm stands with people in the longest form that takes at most `room` columns.
#[must_use]
pub fn state_within(alarm: &Alarm, room: usize, look: &Look) -> String {
    let at = |at: Timestamp| [("at", look.moment(at).into())];
    let by = alarm.acknowledged.as_ref().and_then(|acknowledged| acknowledged.by.as_ref());
    let (long, short) = match state(alarm, look.now) {
        State::New => (look.say("state-new"), "state-new"),
        State::Acknowledged => match by {
            Some(by) => (look.tell("state-acknowledged-by", &[("by", by.as_str().into())]), "state-acknowledged"),
            None => (look.say("state-acknowledged"), "state-acknowledged"),
        },
        State::Muted(until) => (look.tell("state-muted-until", &at(until)), "state-muted"),
        State::Maintenance => (look.say("state-maintenance"), "state-maintenance"),
        State::Cleared(cleared) | State::Settled(cleared) => {
            (look.tell("state-cleared-at", &at(cleared)), "state-cleared")
        }
    };
    let forms = [long, look.say(short)];
    forms.into_iter().find(|form| form.chars().count() <= room).unwrap_or_else(|| look.short(short))
}

/// Returns who has taken note, when, and with which words; that nobody is told.
#[must_use]
pub fn standing(alarm: &Alarm, look: &Look) -> String {
    let mut parts = Vec::new();
    match &alarm.acknowledged {
        None => parts.push(look.say("alarms-unacknowledged")),
        Some(acknowledged) => {
            let at = ("at", look.moment(acknowledged.at).into());
            parts.push(match &acknowledged.by {
                Some(by) => look.tell("alarms-acknowledged-by", &[at, ("by", by.as_str().into())]),
                None => look.tell("alarms-acknowledged", &[at]),
            });
            parts.extend(acknowledged.comment.as_deref().map(|comment| format!("„{}”", visible(comment))));
        }
    }
    match state(alarm, look.now) {
        State::Muted(until) => parts.push(look.tell("alarms-muted", &[("until", look.moment(until).into())])),
        State::Maintenance => parts.push(look.say("alarms-maintenance")),
        State::New | State::Acknowledged | State::Cleared(_) | State::Settled(_) => {}
    }
    parts.join(" · ")
}

/// Returns what to do about it, in a sentence.
#[must_use]
pub fn advice(kind: AlarmKind, look: &Look) -> String {
    look.say(&format!("advice-{}", kind.name()))
}

/// Returns what became of an alarm, as a line of its history has it.
#[must_use]
pub fn turn(turn: &Turn, look: &Look) -> String {
    let said = |comment: &Option<String>| {
        comment.as_deref().map_or_else(String::new, |comment| format!(" „{}”", visible(comment)))
    };
    match turn {
        Turn::Raised { severity: raised } => look.tell("turn-raised", &[("severity", severity(*raised, look).into())]),
        Turn::SeverityChanged { from, to } => {
            let (from, to) = (severity(*from, look), severity(*to, look));
            look.tell("turn-severity", &[("from", from.into()), ("to", to.into())])
        }
        Turn::Cleared => look.say("turn-cleared"),
        Turn::Acknowledged { comment } => look.say("turn-acknowledged") + &said(comment),
        Turn::Unacknowledged => look.say("turn-unacknowledged"),
        Turn::Muted { until } => look.tell("turn-muted", &[("until", look.moment(*until).into())]),
        Turn::Unmuted => look.say("turn-unmuted"),
        Turn::Escalated => look.say("turn-escalated"),
        Turn::Unknown => look.say("turn-unknown"),
    }
}

/// Returns the line of a site's strip: `ALARM powrót 61,3 °C > 55,0 °C od 13:10`, and how many more there are.
#[must_use]
pub fn of_site(alarm: &Alarm, n_more: usize, look: &Look) -> String {
    let head = match alarm.severity {
        Severity::Notice => "strip-notice",
        Severity::Warning => "strip-warning",
        Severity::Alarm => "strip-alarm",
    };
    let since = look.moment(alarm.since);
    let mut text = look.tell(head, &[("what", condition(alarm, look).into()), ("since", since.into())]);
    if n_more > 0 {
        text.push_str(" · ");
        text.push_str(&look.tell("strip-alarms-more", &[("n", n_more.into())]));
    }
    text
}
