//! A page of lines under headings, longer than the screen maybe.

use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;

/// A line of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Heading(String),
    Text(String),
    /// What stands out: a title, the heading of a table, a sum.
    Strong(String),
}

/// Columns of the names of facts.
pub const LABEL: usize = 22;

/// Returns a fact with its name before it; `-` where it is empty.
#[must_use]
pub fn fact(label: &str, value: &str) -> String {
    let gap = LABEL.saturating_sub(usize::from(fit::width(label))).max(1);
    let value = if value.is_empty() { "-" } else { value };
    format!("{label}{}{value}", " ".repeat(gap))
}

/// Returns lines of at most `room` columns; what is short enough keeps its columns.
#[must_use]
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    if usize::from(fit::width(text)) <= room { vec![text.to_owned()] } else { fit::wrap(text, room) }
}

/// Returns a fact in lines of at most `room` columns, its words under one another.
#[must_use]
pub fn facts(label: &str, value: &str, room: usize) -> Vec<String> {
    let lines = fit::wrap(value, room.saturating_sub(LABEL).max(1));
    let first = fact(label, lines.first().map_or("", String::as_str));
    let rest = lines.iter().skip(1).map(|line| format!("{}{line}", " ".repeat(LABEL)));
    std::iter::once(first).chain(rest).collect()
}

/// Returns how far a page of `n` lines can be scrolled on `rows` rows.
#[must_use]
pub const fn most(n: usize, rows: usize) -> usize {
    if n > rows { n - rows.saturating_sub(1) } else { 0 }
}

/// Draws the page from line `top` on.
pub fn draw(lines: &[Line], top: usize, pen: &mut Pen<'_>) {
    let look = pen.look();
    let (rows, n) = (usize::from(pen.height()), lines.len());
    let shown = if n > rows { rows.saturating_sub(1) } else { rows };
    let top = top.min(n.saturating_sub(shown));
    for (y, line) in (0..).zip(lines.iter().skip(top).take(shown)) {
        match line {
            Line::Heading(text) => pen.rule(y, text),
            Line::Text(text) => {
                pen.text(1, y, text, Role::Normal);
            }
            Line::Strong(text) => {
                pen.text(1, y, text, Role::Strong);
            }
        }
    }
    if n > rows {
        let y = u16::try_from(shown).unwrap_or(u16::MAX);
        let more = look.tell("list-more", &[("n", (n - top - shown).into()), ("above", top.into())]);
        pen.text(1, y, &more, Role::Normal);
    }
}
