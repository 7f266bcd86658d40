//! Dots against the outdoor temperature: what was measured, what was left out, and a line through them.
//!
//! Where several dots share a place their number is told by how dense it looks. Knows nothing of where they come from.

use super::axis::Scale;
use super::framed;
use super::lines::column;
use crate::output::Look;
use crate::output::look::Glyphs;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Cloud {
    pub title: String,
    pub up: Side,
    pub across: Side,
    pub dots: Vec<(f64, f64)>,
    /// What does not count.
    pub faint: Vec<(f64, f64)>,
    /// A line through these places, from left to right.
    pub line: Vec<(f64, f64)>,
}

/// An axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    pub unit: String,
    pub from_zero: bool,
}

/// The characters of a picture: dots by how many share a place, what does not count, the line.
struct Pen {
    dots: [char; 3],
    faint: char,
    line: char,
}

const fn pen(glyphs: Glyphs) -> Pen {
    match glyphs {
        Glyphs::Ascii => Pen { dots: ['.', 'o', '#'], faint: 'x', line: '-' },
        Glyphs::Wgl4 | Glyphs::Unicode => Pen { dots: ['·', '▒', '█'], faint: 'x', line: '─' },
    }
}

/// Returns the picture with its axes and its legend; `[width, height]` are characters in a line and rows.
#[must_use]
pub fn draw(look: &Look, cloud: &Cloud, [width, height]: [usize; 2]) -> String {
    let pen = pen(look.glyphs);
    let mut lines = vec![look.emphasis.strong(&common::text::visible(&cloud.title))];
    let all = || cloud.dots.iter().chain(&cloud.faint);
    let up = all().chain(&cloud.line).map(|(_, y)| *y);
    let up = if cloud.up.from_zero { Scale::from_zero(up, height) } else { Scale::around(up, height) };
    let across = Scale::around(all().map(|(x, _)| *x), width / 6);
    let (Some(up), Some(across)) = (up, across) else {
        lines.push(look.texts().get("chart-empty"));
        return lines.join("\n") + "\n";
    };
    lines.push(legend(look, cloud, &pen));
    let labels = up.labels(look.language, height);
    let bottom = up.bottom_label(look.language);
    let margin = labels.iter().chain([&bottom]).map(|label| label.chars().count()).max().unwrap_or(0);
    let room = width.saturating_sub(margin + 2).max(32);
    let rows = rows(cloud, [&across, &up], [room, height], &pen);
    lines.extend(framed(look, &labels, margin, &rows));
    lines.extend(foot(look, &across, &bottom, [margin, room]));
    lines.join("\n") + "\n"
}

fn legend(look: &Look, cloud: &Cloud, pen: &Pen) -> String {
    let arguments = [
        ("up", cloud.up.unit.clone().into()),
        ("across", cloud.across.unit.clone().into()),
        ("dots", pen.dots.map(String::from).join(" ").into()),
    ];
    let texts = look.texts();
    let mut legend = vec![texts.format("legend-scatter", &arguments)];
    for (is_there, id, glyph) in [
        (!cloud.line.is_empty(), "legend-scatter-line", pen.line),
        (!cloud.faint.is_empty(), "legend-scatter-faint", pen.faint),
    ] {
        if is_there {
            legend.push(texts.format(id, &[("mark", glyph.to_string().into())]));
        }
    }
    legend.join("   ")
}

/// Returns the rows, the highest first.
fn rows(cloud: &Cloud, [across, up]: [&Scale; 2], [room, height]: [usize; 2], pen: &Pen) -> Vec<String> {
    let mut counts = vec![vec![0_usize; room]; height];
    let place = |(x, y): (f64, f64)| {
        (x.is_finite() && y.is_finite()).then(|| (column(across.share(x), room), column(up.share(y), height)))
    };
    for (column, row) in cloud.dots.iter().copied().filter_map(place) {
        counts[row][column] += 1;
    }
    let mut picture = vec![vec![' '; room]; height];
    for pair in cloud.line.windows(2) {
        for (column, row) in stroke(pair[0], pair[1], room).filter_map(place) {
            picture[row][column] = pen.line;
        }
    }
    for (column, row) in cloud.faint.iter().copied().filter_map(place) {
        picture[row][column] = pen.faint;
    }
    for (row, counts) in counts.iter().enumerate() {
        for (column, n_dots) in counts.iter().enumerate() {
            let density = match n_dots {
                0 => continue,
                1 => 0,
                2..=4 => 1,
                5.. => 2,
            };
            picture[row][column] = pen.dots[density];
        }
    }
    picture.into_iter().rev().map(|row| row.into_iter().collect()).collect()
}

/// Returns places on the way from one to the other, close enough that no column is left out.
fn stroke((x0, y0): (f64, f64), (x1, y1): (f64, f64), room: usize) -> impl Iterator<Item = (f64, f64)> {
    let n_steps = u32::try_from(room).unwrap_or(u32::MAX).max(1);
    (0..=n_steps).map(move |step| {
        let share = f64::from(step) / f64::from(n_steps);
        (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
    })
}

/// Returns the axis with its numbers below.
fn foot(look: &Look, across: &Scale, bottom: &str, [margin, room]: [usize; 2]) -> [String; 2] {
    let (corner, line) = match look.glyphs {
        Glyphs::Ascii => ("+", "-"),
        Glyphs::Wgl4 | Glyphs::Unicode => ("└", "─"),
    };
    let mut names = String::new();
    for (share, name) in across.names(look.language) {
        let column = column(share, room).saturating_sub(name.chars().count() / 2).min(room.saturating_sub(name.len()));
        let end = names.chars().count();
        if end == 0 || column > end {
            names.extend(std::iter::repeat_n(' ', column - end));
            names.push_str(&name);
        }
    }
    [format!("{bottom:>margin$}{corner}{}", line.repeat(room)), format!("{:margin$} {names}", "")]
}
