//! Drawing of the list of rules, and of one rule. Changes nothing.

use common::rule::Rule;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::alarms::words::{kind, severity};
use crate::screen::rules::{Model, words};
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::page::{self, Line};
use crate::widget::pen::Pen;
use crate::widget::table::{self, Row};

/// Columns before the first column of a list.
const PREFIX: u16 = 4;
/// Columns of everything but the name.
const KIND: u16 = 26;
const SCOPE: u16 = 14;
const SEVERITY: u16 = 12;
const SHORTEST_NAME: u16 = 15;

/// Draws the list.
pub fn draw(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    if model.shown().is_empty() {
        let lines = match &model.rules {
            Remote::Loading => vec![look.say("loading")],
            Remote::Failed(fault) => vec![fault.message(look.language), look.say("failed-retry")],
            Remote::Ready { .. } | Remote::Stale { .. } => vec![look.say("rules-none"), look.say("rules-none-hint")],
        };
        return sentences(&lines, pen);
    }
    // What tells least gives way first: the name tells the kind mostly.
    let room = pen.width().saturating_sub(PREFIX + SCOPE + SEVERITY + 5);
    let kind_room = if room >= KIND + SHORTEST_NAME { KIND } else { 0 };
    let name = room.saturating_sub(kind_room).min(40);
    let columns = [
        ("column-name", name),
        ("column-kind", kind_room),
        ("column-scope", SCOPE),
        ("column-severity", SEVERITY),
        ("column-state", 0),
    ];
    let with_kind = kind_room > 0;
    let rows: Vec<Row> = model.shown().iter().map(|rule| row(rule, look)).collect();
    if with_kind {
        return table::draw(&columns, &rows, model.cursor(), 0, pen);
    }
    let columns = [columns[0], columns[2], columns[3], columns[4]];
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|mut row| {
            row.cells.remove(1);
            row
        })
        .collect();
    table::draw(&columns, &rows, model.cursor(), 0, pen);
}

fn row(rule: &Rule, look: &Look) -> Row {
    let cells = vec![
        rule.name.to_string(),
        kind(rule.condition.kind(), look),
        words::scope(&rule.scope, look),
        severity(rule.severity, look),
        look.say(if rule.enabled { "rules-on" } else { "rules-off" }),
    ];
    let off = !rule.enabled;
    Row { mark: if off { "z" } else { "" }, role: off.then_some(Role::Stale), cells }
}

/// Draws the rule under the cursor with all its figures.
pub fn draw_rule(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    match model.selected() {
        Some(rule) => page::draw(&lines(rule, room, look), model.top, pen),
        None => sentences(&[look.say("rules-gone")], pen),
    }
}

/// Returns the rule in lines of at most `room` columns.
#[must_use]
pub fn lines(rule: &Rule, room: usize, look: &Look) -> Vec<Line> {
    let name = |id: &str| look.say(id);
    let head = [
        ("rules-name", rule.name.to_string()),
        ("rules-kind", kind(rule.condition.kind(), look)),
        ("rules-scope", words::scope(&rule.scope, look)),
        ("rules-state", look.say(if rule.enabled { "rules-on" } else { "rules-off" })),
    ];
    let facts = |figures: Vec<words::Figure>| -> Vec<Line> {
        figures.into_iter().flat_map(|(label, value)| page::facts(&name(label), &value, room)).map(Line::Text).collect()
    };
    let mut lines = facts(head.into_iter().chain(words::handling(rule, look)).collect());
    let figures = words::figures(&rule.condition, look);
    lines.push(Line::Heading(look.say("rules-figures")));
    if figures.is_empty() {
        lines.extend(page::wrap(&look.say("rules-no-figures"), room).into_iter().map(Line::Text));
    }
    lines.extend(facts(figures));
    lines
}

/// Returns the counters under the list.
#[must_use]
pub fn summary(model: &Model, look: &Look) -> String {
    if let Some((at, fault)) = model.rules.held() {
        return look.stale(at, fault);
    }
    let off = model.shown().iter().filter(|rule| !rule.enabled).count();
    look.tell("rules-summary", &[("n", model.shown().len().into()), ("off", off.into())])
}

fn sentences(lines: &[String], pen: &mut Pen<'_>) {
    let room = usize::from(pen.width().saturating_sub(PREFIX + 1));
    for (y, line) in (1..).zip(lines.iter().flat_map(|line| fit::wrap(line, room))) {
        pen.text(PREFIX, y, &line, Role::Normal);
    }
}
