//! Tickets day by day: beside each other how many were opened and how many were settled.
//!
//! Without colour two lines that cross cannot be told apart; two kinds of bars can.

use common::ticket::statistics::DayFigures;
use common::time::Period;
use jiff::Timestamp;

use super::axis::{Scale, TimeAxis};
use super::{foot, framed};
use crate::output::Look;
use crate::output::look::Glyphs;

/// Columns of a pair of bars with its distance to the next one, at most.
const WIDEST: usize = 7;

/// Returns the finished picture; `[width, height]` are characters in a line and rows of the drawing.
#[must_use]
pub fn draw(look: &Look, period: Period, days: &[DayFigures], [width, height]: [usize; 2]) -> String {
    let texts = look.texts();
    let [opened, settled] = marks(look.glyphs);
    let period_name = look.short_period(&period);
    let title = look.emphasis.strong(&texts.format("chart-tickets", &[("period", period_name.into())]));
    let marks = [("opened", opened.to_string().into()), ("settled", settled.to_string().into())];
    let mut lines = vec![title];
    let most = days.iter().map(|day| day.n_opened.max(day.n_settled)).max().unwrap_or(0);
    if most == 0 {
        lines.push(texts.get("chart-tickets-empty"));
        return lines.join("\n") + "\n";
    }
    // Where a label stands at each second row, whole numbers need an axis of at least as many as there are labels.
    let scale = Scale::from_zero([figure(most.max(height as u64 / 2))].into_iter(), height);
    let Some(scale) = scale else { return lines.join("\n") + "\n" };
    let labels = scale.labels(look.language, height);
    let bottom = scale.bottom_label(look.language);
    let margin = labels.iter().chain([&bottom]).map(|label| label.chars().count()).max().unwrap_or(0);
    let room = width.saturating_sub(margin + 2).max(32);
    let groups = grouped(days, room / 2);
    let n_days = groups.first().map_or(1, |group| group.n_days) as u64;
    lines.push(texts.format("legend-tickets", &[&marks[..], &[("days", n_days.into())]].concat()));
    let pitch = (room / groups.len().max(1)).clamp(2, WIDEST);
    let rows: Vec<_> = (0..height).rev().map(|row| line(look.glyphs, &groups, &scale, [row, height, pitch])).collect();
    lines.extend(framed(look, &labels, margin, &rows));
    let column = |at: Timestamp| {
        let place = groups.iter().position(|group| group.from <= at && at < group.until)?;
        Some(place * pitch)
    };
    let drawn = Period { from: groups[0].from, until: groups[groups.len() - 1].until };
    let axis = TimeAxis::new(drawn, &look.zone, (groups.len() * pitch).min(room), column);
    lines.extend(foot(look, &axis, margin, &bottom, std::iter::empty()));
    let sum = |figure: fn(&DayFigures) -> u64| days.iter().map(figure).sum::<u64>();
    let sums = [("opened", sum(|day| day.n_opened).into()), ("settled", sum(|day| day.n_settled).into())];
    lines.push(texts.format("chart-tickets-sum", &sums));
    lines.join("\n") + "\n"
}

/// Days that share a pair of bars.
struct Group {
    from: Timestamp,
    until: Timestamp,
    n_days: usize,
    n_opened: u64,
    n_settled: u64,
}

/// Adds days up until there is room for all.
fn grouped(days: &[DayFigures], most: usize) -> Vec<Group> {
    let n_days = days.len().div_ceil(most.max(1)).max(1);
    let group = |days: &[DayFigures]| Group {
        from: days[0].day.from,
        until: days[days.len() - 1].day.until,
        n_days,
        n_opened: days.iter().map(|day| day.n_opened).sum(),
        n_settled: days.iter().map(|day| day.n_settled).sum(),
    };
    days.chunks(n_days).map(group).collect()
}

const fn marks(glyphs: Glyphs) -> [char; 2] {
    match glyphs {
        Glyphs::Ascii => ['#', '='],
        Glyphs::Wgl4 | Glyphs::Unicode => ['█', '▒'],
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody has so many tickets")]
const fn figure(number: u64) -> f64 {
    number as f64
}

fn line(glyphs: Glyphs, groups: &[Group], scale: &Scale, [row, height, pitch]: [usize; 3]) -> String {
    let [opened, settled] = marks(glyphs);
    let bar = ((pitch - 1) / 2).max(1);
    let mut line = String::new();
    for group in groups {
        for (number, mark) in [(group.n_opened, opened), (group.n_settled, settled)] {
            // A bar reaches a row from its middle on, and whatever there is has one row.
            let reached = scale.share(figure(number)) * figure(height as u64) - figure(row as u64);
            let is_drawn = reached >= 0.5 || (row == 0 && number > 0);
            line.extend(std::iter::repeat_n(if is_drawn { mark } else { ' ' }, bar));
        }
        line.extend(std::iter::repeat_n(' ', pitch - 2 * bar));
    }
    line
}
