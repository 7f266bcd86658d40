//! Bars: one for each bucket of a register.

use common::series::Bucket;
use jiff::Timestamp;

use super::Plot;
use super::axis::{Scale, TimeAxis};
use crate::output::Look;
use crate::output::look::Glyphs;

/// Widest bar with its distance to the next one.
const WIDEST: usize = 8;

/// Returns the rows, the highest first, and the time axis below them.
#[must_use]
pub fn draw(look: &Look, plot: &Plot, scale: &Scale, room: usize) -> (Vec<String>, TimeAxis) {
    let n_buckets = plot.buckets.len().max(1);
    let pitch = pitch(plot, room);
    let bar = if pitch == 1 { 1 } else { pitch - 1 };
    let levels = levels(look.glyphs);
    let unit = look.unit(plot.quantity);
    let heights: Vec<_> = plot
        .buckets
        .iter()
        .map(|bucket| Some(height(scale.share(unit.as_f64(bucket.shown()?.base())), plot.height * levels.len())))
        .collect();
    let row = |from_bottom: usize| {
        let mut row = String::new();
        for (bucket, height) in plot.buckets.iter().zip(&heights).take(room) {
            let glyph = match height {
                Some(height) => glyph(*height, from_bottom, levels),
                None if from_bottom == 0 && is_missing(bucket, plot) => '?',
                None => ' ',
            };
            let width = if glyph == '?' { 1 } else { bar };
            row.extend(std::iter::repeat_n(glyph, width));
            row.extend(std::iter::repeat_n(' ', pitch - width));
        }
        row
    };
    let rows = (0..plot.height).rev().map(row).collect();
    let column = |at| column(plot, room, at);
    let width = (n_buckets * pitch).min(room);
    (rows, TimeAxis::new(plot.period, &look.zone, width, column))
}

/// Returns the columns from one bar to the next.
#[must_use]
pub fn pitch(plot: &Plot, room: usize) -> usize {
    (room / plot.buckets.len().max(1)).clamp(1, WIDEST)
}

/// Returns the first column of the bar in which the instant lies.
#[must_use]
pub fn column(plot: &Plot, room: usize, at: Timestamp) -> Option<usize> {
    Some(plot.buckets.iter().position(|bucket| bucket.period.contains(at))? * pitch(plot, room))
}

/// Tells whether something should have been read: not so in the future.
fn is_missing(bucket: &Bucket, plot: &Plot) -> bool {
    bucket.period.from < plot.now
}

const fn levels(glyphs: Glyphs) -> &'static [char] {
    match glyphs {
        Glyphs::Wgl4 => &['▄', '█'],
        Glyphs::Ascii => &['#'],
        Glyphs::Unicode => &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
    }
}

/// Returns the height in levels; whatever is more than nothing can be seen.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "levels are few, and shares lie between 0 and 1"
)]
fn height(share: f64, n_levels: usize) -> usize {
    let height = (share * n_levels as f64).round() as usize;
    if share > 0.0 { height.max(1) } else { height }
}

fn glyph(height: usize, from_bottom: usize, levels: &[char]) -> char {
    match height.saturating_sub(from_bottom * levels.len()) {
        0 => ' ',
        filled => levels[filled.min(levels.len()) - 1],
    }
}
