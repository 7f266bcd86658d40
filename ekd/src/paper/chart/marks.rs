//! What happened, told above the plot: each text in a lane of its own beside its line, or by a number where there are too
//! many.

use common::language::Language;
use common::sheet::chart::Mark;

use super::{Area, Canvas, Ink, LABEL, Spot, Stroke};
use crate::paper::canvas::Dash;
use crate::paper::font::Font;
use crate::paper::words;

const MOST_LANES: usize = 3;
/// Marks whose texts are listed below.
const MOST_LISTED: usize = 20;
/// Marks that are told at their places: beyond, their lines alone are there.
const MOST_TOLD: usize = 60;
/// From so many on lines are thin, so that the plots are seen.
const MANY: usize = 12;
/// The part of the plot that a text may take.
const WIDEST: f64 = 0.62;
const SPACE: f64 = 2.5;
const TEXT: Font = Font::regular(7.5);

/// Where texts stand.
pub(super) struct Lanes {
    placed: Vec<Placed>,
    /// Lanes in use.
    n_rows: usize,
    /// Texts in the place of which a number stands, with their numbers from 1.
    listed: Vec<String>,
}

struct Placed {
    /// Of the line.
    x: f64,
    /// Where the text begins, and in which lane from above; numbers only stand where there is room.
    text: Option<(f64, usize, String)>,
}

/// Finds a place for each text; `place` tells where a mark lies on paper.
pub(super) fn lanes(marks: &[Mark], place: impl Fn(f64) -> Option<f64>, area: Area) -> Lanes {
    let mut known: Vec<(f64, &str)> =
        marks.iter().filter_map(|mark| Some((place(mark.x)?, mark.text.as_str()))).collect();
    known.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let texts: Vec<(f64, String)> = known.iter().map(|(x, text)| (*x, TEXT.cut(text, area.width * WIDEST))).collect();
    let fits = texts.iter().zip(&known).all(|((_, cut), (_, text))| !cut.ends_with('…') || text.ends_with('…'));
    let is_few = texts.len() <= MOST_TOLD;
    if fits
        && is_few
        && let Some(lanes) = arranged(&texts, area, MOST_LANES)
    {
        return lanes;
    }
    let listed = known.iter().map(|(_, text)| (*text).to_owned()).collect();
    let numbers: Vec<(f64, String)> = known.iter().zip(1..).map(|((x, _), number)| (*x, number.to_string())).collect();
    let arranged = if is_few { arranged(&numbers, area, MOST_LANES) } else { None };
    // Too many even for numbers: the lines alone stand there.
    let lines = || Lanes { placed: known.iter().map(|(x, _)| Placed { x: *x, text: None }).collect(), ..Lanes::none() };
    Lanes { listed, ..arranged.unwrap_or_else(lines) }
}

/// Returns the texts arranged so that none meets another or another's line; `None` where there is no room.
fn arranged(texts: &[(f64, String)], area: Area, most: usize) -> Option<Lanes> {
    let right = area.left + area.width + 12.0;
    let mut placed: Vec<Placed> = Vec::new();
    for (x, text) in texts {
        let width = TEXT.width(text);
        // To the right of its line; at the right edge, to the left.
        let begin = if x + 3.0 + width <= right { x + 3.0 } else { (x - 3.0 - width).max(0.0) };
        let lane = (0..most).find(|lane| placed.iter().all(|other| !other.meets(*x, (begin, begin + width), *lane)))?;
        placed.push(Placed { x: *x, text: Some((begin, lane, text.clone())) });
    }
    let lanes = placed.iter().filter_map(|mark| mark.text.as_ref()).map(|(_, lane, _)| lane + 1);
    let n_rows = lanes.max().unwrap_or_default();
    Some(Lanes { placed, n_rows, listed: Vec::new() })
}

impl Placed {
    /// Tells whether a line at `x` with a text in a lane would cross this text, or this line that text. Lines go down from
    /// the lanes of their texts.
    fn meets(&self, x: f64, (begin, end): (f64, f64), lane: usize) -> bool {
        let Some((own_begin, own_lane, text)) = &self.text else { return false };
        let own_end = own_begin + TEXT.width(text);
        let holds = |begin: f64, end: f64, x: f64| begin - SPACE < x && x < end + SPACE;
        let overlap = lane == *own_lane && begin - SPACE < own_end && *own_begin < end + SPACE;
        let crosses_own = lane <= *own_lane && holds(*own_begin, own_end, x);
        let is_crossed = *own_lane <= lane && holds(begin, end, self.x);
        overlap || crosses_own || is_crossed
    }
}

impl Lanes {
    const fn none() -> Self {
        Self { placed: Vec::new(), n_rows: 0, listed: Vec::new() }
    }

    #[expect(clippy::cast_precision_loss, reason = "three lanes")]
    pub(super) fn height(&self) -> f64 {
        self.n_rows as f64 * TEXT.leading()
    }

    /// Draws the lines and their texts between the top of the lanes and the bottom of the plot.
    #[expect(clippy::cast_precision_loss, reason = "three lanes")]
    pub(super) fn draw(&self, canvas: &mut Canvas, (top, bottom): (f64, f64)) {
        let (ink, width) = if self.placed.len() < MANY { (Ink::Text, 0.7) } else { (Ink::Quiet, 0.4) };
        let stroke = Stroke { ink, width, dash: Dash::Dashes };
        for mark in &self.placed {
            let lane = mark.text.as_ref().map_or(self.n_rows, |(_, lane, _)| *lane);
            let head = top + lane as f64 * TEXT.leading();
            canvas.line(vec![Spot { x: mark.x, y: head + 2.0 }, Spot { x: mark.x, y: bottom }], stroke);
            if let Some((begin, _, text)) = &mark.text {
                canvas.text(Spot { x: *begin, y: head + TEXT.size }, text, (TEXT, Ink::Text));
            }
        }
    }

    /// Writes the texts that have numbers; returns where they end.
    pub(super) fn list(&self, canvas: &mut Canvas, language: Language, (top, width): (f64, f64)) -> f64 {
        let mut y = top;
        for (text, number) in self.listed.iter().zip(1..).take(MOST_LISTED) {
            for line in LABEL.wrap_to(&format!("{number}. {text}"), width, 2) {
                y += LABEL.leading();
                canvas.text(Spot { x: 0.0, y }, &line, (LABEL, Ink::Text));
            }
        }
        let n_left = self.listed.len().saturating_sub(MOST_LISTED);
        if n_left > 0 {
            y += LABEL.leading();
            let left = words::format(language, "paper-more", &[("n", n_left.to_string())]);
            canvas.text(Spot { x: 0.0, y }, &left, (LABEL, Ink::Quiet));
        }
        if y > top { y + 4.0 } else { y }
    }
}
