//! Bars, lines and dots; and what is not known, which is shown, never left white.

use std::collections::{BTreeMap, BTreeSet};

use common::language::Language;
use common::sheet::chart::{Plot, Side, Style};

use super::{Canvas, Frame, Ink, Reach, Spot, Stroke, TICK};
use crate::paper::canvas::Dash;

/// The part of its room that a bar takes; what it is compared with is wider and behind.
const BAR: f64 = 0.56;
const COMPARED_BAR: f64 = 0.82;
/// Points of a line nearer to each other than this are one column.
const COLUMN: f64 = 0.4;

/// A value that is or is not known, and the room it has from left to right, all on paper.
struct Place {
    left: f64,
    right: f64,
    value: Option<f64>,
}

impl Frame {
    /// Draws one of the plots.
    pub(super) fn plot(&self, canvas: &mut Canvas, plots: &[Plot], (index, ink): (usize, Ink)) {
        let plot = &plots[index];
        match plot.style {
            Style::Bars => self.bars(canvas, plot, (part(plots, index, BAR), ink)),
            Style::ComparedBars => self.bars(canvas, plot, (part(plots, index, COMPARED_BAR), ink)),
            Style::Line => self.lines(canvas, plot, Stroke::solid(ink, 1.3)),
            Style::ComparedLine => self.lines(canvas, plot, Stroke { ink, width: 1.0, dash: Dash::Dots }),
            Style::DashedLine => self.lines(canvas, plot, Stroke { ink, width: 1.2, dash: Dash::Dashes }),
            Style::Dots | Style::FaintDots => self.dots(canvas, plot, ink),
        }
    }

    fn bars(&self, canvas: &mut Canvas, plot: &Plot, ((begin, part), ink): ((f64, f64), Ink)) {
        let scale = self.scale(plot.side);
        let floor = self.y(scale.floor());
        for place in columns(self.places(plot)) {
            let Some(value) = place.value else { continue };
            let y = self.y(scale.share(value));
            let room = place.right - place.left;
            let corner = Spot { x: place.left + room * begin, y: y.min(floor) };
            canvas.rectangle(corner, ((room * part).max(0.3), (y - floor).abs()), ink);
        }
    }

    fn lines(&self, canvas: &mut Canvas, plot: &Plot, stroke: Stroke) {
        let scale = self.scale(plot.side);
        let spot = |(x, value): (f64, f64)| Spot { x: self.x(x), y: self.y(scale.share(value)) };
        let points = self.inside(plot);
        for run in points.chunk_by(|(_, before), (_, after)| before.is_some() == after.is_some()) {
            let spots: Vec<Spot> = run.iter().filter_map(|(x, value)| Some(spot((*x, (*value)?)))).collect();
            match spots.as_slice() {
                [] => {}
                // A reading between two gaps is seen too.
                [alone] => canvas.dots(vec![*alone], stroke.width * 2.0, stroke.ink),
                [..] => canvas.line(thinned(spots), stroke),
            }
        }
    }

    fn dots(&self, canvas: &mut Canvas, plot: &Plot, ink: Ink) {
        let scale = self.scale(plot.side);
        let points = self.inside(plot);
        let diameter = match points.len() {
            0..=60 => 4.0,
            61..=500 => 2.8,
            501..=3_000 => 1.8,
            _ => 1.2,
        };
        let mut seen = BTreeSet::new();
        let spots = points.iter().filter_map(|(x, value)| {
            let spot = Spot { x: self.x(*x), y: self.y(scale.share((*value)?)) };
            seen.insert((quarters(spot.x), quarters(spot.y))).then_some(spot)
        });
        canvas.dots(spots.collect(), diameter, ink);
    }

    /// Shows where nothing is known: where no plot of what was measured, held against the left axis, has a value.
    pub(super) fn missing(&self, canvas: &mut Canvas, plots: &[Plot], language: Language) {
        if plots.iter().flat_map(|plot| &plot.points).all(|(_, value)| value.is_none()) {
            return self.nothing(canvas, language);
        }
        let mut known: BTreeMap<u64, (Place, bool)> = BTreeMap::new();
        let has_left = plots.iter().any(|plot| is_measured(plot.style) && plot.side == Side::Left);
        let counts = |plot: &&Plot| is_measured(plot.style) && (plot.side == Side::Left || !has_left);
        for plot in plots.iter().filter(counts) {
            for place in self.places(plot) {
                let is_known = place.value.is_some();
                let entry = known.entry(quarters(place.left)).or_insert((place, false));
                entry.1 |= is_known;
            }
        }
        let missing: Vec<Place> =
            known.into_values().filter(|(_, is_known)| !is_known).map(|(place, _)| place).collect();
        for stretch in missing.chunk_by(|before, after| after.left - before.right < COLUMN) {
            let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { continue };
            let (left, right) = (first.left, last.right.max(first.left + 0.6));
            canvas.rectangle(Spot { x: left, y: self.area.top }, (right - left, self.area.height), Ink::Missing);
            if right - left >= 5.0 {
                let middle = Spot { x: f64::midpoint(left, right), y: self.area.top + 9.0 };
                canvas.text_around(middle, "?", (TICK, Ink::Quiet));
            }
        }
    }

    /// Returns the points that lie on the paper, from left to right.
    fn inside(&self, plot: &Plot) -> Vec<(f64, Option<f64>)> {
        let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
        let points = plot.points.iter().filter(|(x, _)| x.is_finite());
        let mut points: Vec<_> =
            points.filter_map(|(x, value)| Some((self.reach.share(*x)?, finite(*value)))).collect();
        points.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        points
    }

    /// Returns the room of each point. A bar over time begins at its point and reaches to the next; a point of a line has
    /// half of the way to its neighbours.
    fn places(&self, plot: &Plot) -> Vec<Place> {
        let points = self.inside(plot);
        let apart = |index: usize| {
            let next = points.get(index + 1).map(|(x, _)| x - points[index].0);
            let before = index.checked_sub(1).map(|before| points[index].0 - points[before].0);
            (before, next)
        };
        let place = |(index, (x, value)): (usize, &(f64, Option<f64>))| {
            let (left, right) = match &self.reach {
                Reach::Slots(_) => (x - self.half_slot(), x + self.half_slot()),
                Reach::Time(..) if is_of_bars(plot.style) => (*x, x + last_width(apart(index), 1.0 - x)),
                Reach::Time(..) | Reach::Amount(_) => {
                    let (before, next) = apart(index);
                    let (before, next) = (before.or(next), next.or(before));
                    (x - before.unwrap_or(0.02) / 2.0, x + next.unwrap_or(0.02) / 2.0)
                }
            };
            Place { left: self.x(left.max(0.0)), right: self.x(right.min(1.0)), value: *value }
        };
        points.iter().enumerate().map(place).collect()
    }

    /// Returns how wide a bar's room is as a rule; `None` where there are no bars.
    pub(super) fn bar_width(&self, plots: &[Plot]) -> Option<f64> {
        let bars = plots.iter().find(|plot| is_of_bars(plot.style)).map(|plot| self.places(plot))?;
        bars.first().map(|bar| bar.right - bar.left)
    }

    #[expect(clippy::cast_precision_loss, reason = "slots are few")]
    fn half_slot(&self) -> f64 {
        match &self.reach {
            Reach::Slots(n_slots) => 0.5 / (*n_slots).max(1) as f64,
            Reach::Time(..) | Reach::Amount(_) => 0.0,
        }
    }
}

/// Returns where the bars of a plot begin in their room, and how much of it they take: several plots of one style stand side
/// by side.
#[expect(clippy::cast_precision_loss, reason = "plots are few")]
fn part(plots: &[Plot], index: usize, all: f64) -> (f64, f64) {
    let style = plots[index].style;
    let n_alike = plots.iter().filter(|plot| plot.style == style).count().max(1) as f64;
    let n_before = plots[..index].iter().filter(|plot| plot.style == style).count() as f64;
    ((1.0 - all) / 2.0 + all * n_before / n_alike, all / n_alike)
}

/// Returns how wide a bar is: up to the next; the last one up to the end, but hardly wider than the one before.
fn last_width((before, next): (Option<f64>, Option<f64>), until_end: f64) -> f64 {
    /// The longest month or year beside the shortest, and a day of 25 hours.
    const HARDLY: f64 = 1.15;
    next.unwrap_or_else(|| before.map_or(until_end, |before| until_end.min(before * HARDLY)))
}

/// Returns bars so that none is thinner than a printer draws: the longest of a column stands for all.
fn columns(places: Vec<Place>) -> Vec<Place> {
    let mut columns: Vec<Place> = Vec::with_capacity(places.len());
    for place in places {
        match columns.last_mut() {
            Some(column) if place.right - column.left < COLUMN => {
                column.right = place.right;
                let is_longer = place.value.map(f64::abs) > column.value.map(f64::abs);
                column.value = if is_longer { place.value } else { column.value };
            }
            Some(_) | None => columns.push(place),
        }
    }
    columns
}

/// Returns a line that looks the same with fewer spots: of each narrow column the first, the lowest, the highest and the
/// last.
fn thinned(spots: Vec<Spot>) -> Vec<Spot> {
    /// Below that it is short enough.
    const SHORT: usize = 500;
    if spots.len() < SHORT {
        return spots;
    }
    let column = |spot: &Spot| (spot.x / COLUMN).floor();
    let mut kept = Vec::new();
    for spots in spots.chunk_by(|one, other| column(one).total_cmp(&column(other)).is_eq()) {
        let ends = [0, spots.len() - 1];
        let by_height = |one: &usize, other: &usize| spots[*one].y.total_cmp(&spots[*other].y);
        let extremes = [(0..spots.len()).min_by(by_height), (0..spots.len()).max_by(by_height)];
        let chosen: BTreeSet<usize> = ends.into_iter().chain(extremes.into_iter().flatten()).collect();
        kept.extend(chosen.into_iter().map(|index| spots[index]));
    }
    kept
}

/// Tells whether a plot shows what was measured: where that is missing, nothing is known.
const fn is_measured(style: Style) -> bool {
    match style {
        Style::Bars | Style::Line => true,
        Style::ComparedBars | Style::ComparedLine | Style::DashedLine | Style::Dots | Style::FaintDots => false,
    }
}

const fn is_of_bars(style: Style) -> bool {
    match style {
        Style::Bars | Style::ComparedBars => true,
        Style::Line | Style::ComparedLine | Style::DashedLine | Style::Dots | Style::FaintDots => false,
    }
}

/// Returns a length on paper in quarters of a point.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place on paper")]
fn quarters(length: f64) -> u64 {
    (length * 4.0).round().max(0.0) as u64
}
