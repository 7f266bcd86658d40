//! The frame of a chart: a scale that people can read, rows to values, labels left and below.

use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;

/// What stands in one bucket of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// Least, shown and greatest value; all the same for a bar.
    Value { min: f64, shown: f64, max: f64 },
    /// Should be there and is not.
    Missing,
    /// Nothing can be there yet, or nobody asked.
    Nothing,
}

/// Values to rows: two rows are one labelled step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The value at the bottom.
    pub base: f64,
    /// The value of one row.
    pub row: f64,
    /// Rows there are.
    pub n_rows: u16,
}

/// Whether the axis begins at nil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foot {
    AtZero,
    /// Near the least value, as for temperatures.
    NearLeast,
}

/// The buckets on the horizontal axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// Labels by bucket; those that would run into the one before are left out.
    pub labels: Vec<(usize, String)>,
    /// Buckets whose value reaches beyond them.
    pub beyond: Vec<usize>,
    /// Buckets in which a meter was replaced or turned over.
    pub replaced: Vec<usize>,
    /// Buckets in which something was changed.
    pub changed: Vec<usize>,
    pub n_buckets: usize,
    pub cursor: Option<usize>,
    /// Rows of figures under the labels.
    pub under: Vec<Under>,
}

/// A row of figures under the axis: what they are, and one for each bucket; those that would run into the one before are
/// left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Under {
    pub label: String,
    pub texts: Vec<String>,
}

/// Where the buckets stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Columns of the scale's labels, tick included.
    pub gutter: u16,
    /// Columns of one bucket, its gap included.
    pub pitch: u16,
}

/// Both directions of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plot {
    pub scale: Scale,
    pub grid: Grid,
}

impl Mark {
    /// Returns the mark of a single value.
    #[must_use]
    pub const fn single(value: f64) -> Self {
        Self::Value { min: value, shown: value, max: value }
    }
}

impl Scale {
    /// Returns the scale that holds all the marks in `n_rows` rows.
    #[must_use]
    pub fn holding(marks: &[&[Mark]], foot: Foot, n_rows: u16) -> Self {
        let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
        for mark in marks.iter().flat_map(|marks| marks.iter()) {
            if let Mark::Value { min, max, .. } = mark {
                least = least.min(*min);
                greatest = greatest.max(*max);
            }
        }
        if !(least.is_finite() && greatest.is_finite()) {
            (least, greatest) = (0.0, 1.0);
        }
        if foot == Foot::AtZero || least < 0.0 && greatest > 0.0 {
            least = least.min(0.0);
        }
        Self::between(least, if greatest > least { greatest } else { least + 1.0 }, foot, n_rows.max(2))
    }

    fn between(least: f64, greatest: f64, foot: Foot, n_rows: u16) -> Self {
        let n_steps = f64::from(n_rows / 2).max(1.0);
        let mut step = nice((greatest - least) / n_steps);
        let base_for =
            |step: f64| if foot == Foot::AtZero && least >= 0.0 { 0.0 } else { (least / step).floor() * step };
        // Rounding the foot down may push the top out: one step up is always enough, two are for the float's last bit.
        for _ in 0..2 {
            if base_for(step) + step * n_steps < greatest {
                step = nice(step * 1.01);
            }
        }
        Self { base: base_for(step), row: step / 2.0, n_rows }
    }

    /// Returns how many half rows the value lies above the foot.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the rows there are")]
    pub fn half_rows(&self, value: f64) -> i32 {
        let halves = (value - self.base) / self.row * 2.0;
        halves.round().clamp(0.0, f64::from(self.n_rows) * 2.0) as i32
    }

    /// Returns the row, counted from the foot, in which the value lies.
    #[must_use]
    pub fn row_of(&self, value: f64) -> u16 {
        let halves = (self.half_rows(value) - 1).max(0);
        u16::try_from(halves / 2).unwrap_or(0).min(self.n_rows.saturating_sub(1))
    }

    fn decimals(&self) -> usize {
        let step = self.row * 2.0;
        let top = self.base.abs().max(self.base + self.row * f64::from(self.n_rows));
        // As many as the step has, so that every label is exact; it is 1, 2 or 5 times a power of ten.
        let of_step = (0..9).find(|decimals| step * 10_f64.powi(*decimals) > 0.999_999).unwrap_or(9);
        usize::try_from(of_step).unwrap_or(0).max(usize::from(top < 10.0))
    }
}

/// Returns the smallest of 1, 2, 5, 10 times a power of ten that is not below `rough`.
fn nice(rough: f64) -> f64 {
    if rough <= 0.0 || !rough.is_finite() {
        return 1.0;
    }
    let power = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|step| *step >= rough * 0.999_999).unwrap_or(power * 10.0)
}

/// Returns the chart of so many buckets, `width` columns wide.
#[must_use]
pub fn laid_out(scale: Scale, n_buckets: usize, width: u16) -> Plot {
    let longest = labels(&scale).map(|(_, label)| label.len()).max().unwrap_or(1);
    let gutter = u16::try_from(longest).unwrap_or(4).max(4) + 1;
    let n_buckets = u16::try_from(n_buckets).unwrap_or(u16::MAX).max(1);
    let grid = Grid { gutter, pitch: (width.saturating_sub(gutter) / n_buckets).clamp(1, 9) };
    Plot { scale, grid }
}

impl Grid {
    /// Returns the first column of a bucket.
    #[must_use]
    pub fn column(&self, bucket: usize) -> u16 {
        self.gutter.saturating_add(self.pitch.saturating_mul(u16::try_from(bucket).unwrap_or(u16::MAX)))
    }

    /// Returns how many columns a bar takes: all but the gap.
    #[must_use]
    pub const fn bar(&self) -> u16 {
        if self.pitch > 1 { self.pitch - 1 } else { 1 }
    }
}

fn labels(scale: &Scale) -> impl Iterator<Item = (u16, String)> + '_ {
    let decimals = scale.decimals();
    (0..=scale.n_rows).step_by(2).filter(|row| *row > 0).map(move |row| {
        let value = scale.base + scale.row * f64::from(row);
        (row, format!("{value:.decimals$}"))
    })
}

/// Draws the scale at the left; row 0 of the pen is the top.
pub fn draw_scale(plot: &Plot, pen: &mut Pen<'_>) {
    let Plot { scale, grid } = plot;
    let look = pen.look();
    for y in 0..scale.n_rows {
        pen.glyph(grid.gutter - 1, y, look.glyphs.tick, Role::Normal);
    }
    for (row, label) in labels(scale) {
        // The label stands in the row whose upper edge is its value.
        pen.text_right(grid.gutter - 1, scale.n_rows - row, &look.language.number(&label), Role::Normal);
    }
}

/// Draws the horizontal axis with its labels in the two rows under the chart.
pub fn draw_axis(axis: &Axis, plot: &Plot, pen: &mut Pen<'_>) {
    let (grid, y) = (plot.grid, plot.scale.n_rows);
    let look = pen.look();
    pen.glyph(grid.gutter - 1, y, look.glyphs.corner, Role::Normal);
    for x in grid.gutter..grid.column(axis.n_buckets) {
        pen.glyph(x, y, look.glyphs.horizontal, Role::Normal);
    }
    for bucket in &axis.beyond {
        pen.glyph(grid.column(*bucket), y, look.glyphs.beyond, Role::Strong);
    }
    for bucket in &axis.replaced {
        // At the bar's other end, so that both marks have room.
        pen.glyph(grid.column(*bucket) + grid.bar() - 1, y, look.glyphs.replaced, Role::Strong);
    }
    for bucket in &axis.changed {
        pen.glyph(grid.column(*bucket), y, look.glyphs.up, Role::Strong);
    }
    if let Some(cursor) = axis.cursor {
        pen.glyph(grid.column(cursor), y, look.glyphs.up, Role::Cursor);
    }
    let mut free = 0;
    for (bucket, label) in &axis.labels {
        let x = grid.column(*bucket);
        if x >= free {
            free = x + fit::width(label) + 1;
            pen.text(x, y + 1, label, Role::Normal);
        }
    }
    for (y, row) in (y + 2..).zip(&axis.under) {
        draw_under(row, axis, grid, y, pen);
    }
}

/// Draws a row of figures, each under a label of the axis.
fn draw_under(row: &Under, axis: &Axis, grid: Grid, y: u16, pen: &mut Pen<'_>) {
    pen.text(1, y, &row.label, Role::Normal);
    let mut free = grid.gutter;
    for (bucket, _) in &axis.labels {
        let Some(text) = row.texts.get(*bucket) else { continue };
        let x = grid.column(*bucket);
        if x >= free && !text.is_empty() {
            free = x + fit::width(text) + 1;
            pen.text(x, y, text, Role::Normal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_hold_what_they_are_given() {
        let check = |values: &[f64], foot, expected_base: f64, expected_row: f64| {
            let marks: Vec<Mark> = values.iter().copied().map(Mark::single).collect();
            let scale = Scale::holding(&[&marks], foot, 14);
            assert!((scale.base - expected_base).abs() < 1e-9, "{values:?} {scale:?}");
            assert!((scale.row - expected_row).abs() < 1e-9, "{values:?} {scale:?}");
            let top = scale.base + scale.row * 14.0;
            assert!(values.iter().all(|value| *value <= top + 1e-9), "{values:?} {scale:?}");
        };
        check(&[1.2, 5.9], Foot::AtZero, 0.0, 0.5);
        check(&[42.0, 79.0], Foot::NearLeast, 40.0, 5.0);
        check(&[], Foot::AtZero, 0.0, 0.1);
        check(&[0.0, 0.0], Foot::AtZero, 0.0, 0.1);
        check(&[-7.0, 12.0], Foot::NearLeast, -10.0, 2.5);
        check(&[1e9], Foot::AtZero, 0.0, 1e8);
    }

    #[test]
    fn labels_are_as_far_apart_as_they_say() {
        for greatest in [0.012, 0.16, 0.175, 0.9, 1.7, 3.3, 17.0, 240.0, 12_345.0] {
            let scale = Scale::holding(&[&[Mark::single(greatest)]], Foot::AtZero, 14);
            let values: Vec<f64> = labels(&scale).map(|(_, label)| label.parse().unwrap()).collect();
            let step = scale.row * 2.0;
            assert!(values.windows(2).all(|pair| (pair[1] - pair[0] - step).abs() < step * 1e-6), "{values:?}");
        }
    }

    #[test]
    fn halves_of_rows_are_told_apart() {
        let scale = Scale { base: 0.0, row: 1.0, n_rows: 10 };
        assert_eq!(scale.half_rows(2.5), 5);
        assert_eq!((scale.row_of(2.5), scale.row_of(2.0), scale.row_of(0.0), scale.row_of(99.0)), (2, 1, 0, 9));
    }
}
