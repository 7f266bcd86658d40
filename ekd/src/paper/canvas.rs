//! Shapes on a sheet of paper: what a chart or a page is made of before it is PDF or SVG.
//!
//! Lengths are points (1/72 inch); `x` goes right, `y` goes down from the upper edge. Knows no file format.

use super::font::Font;

/// A place on paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub x: f64,
    pub y: f64,
}

/// What something is drawn with. The colours differ in lightness too: a page printed in black tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Text,
    /// Labels and notes.
    Quiet,
    Accent,
    Rule,
    Grid,
    /// Behind headings and totals.
    Shade,
    /// Behind what is not known.
    Missing,
    /// What something is compared with.
    Compared,
    Faint,
    Wanted,
    /// One of [`PLOTS`], counted round.
    Plot(usize),
}

/// Colours of plots, after Okabe and Ito: told apart by the colour-blind.
const PLOTS: [[u8; 3]; 6] = [
    [0x12, 0x64, 0xa3],
    [0xc2, 0x41, 0x0c],
    [0x0f, 0x8a, 0x5f],
    [0x7b, 0x3f, 0x98],
    [0xb0, 0x7d, 0x05],
    [0x33, 0x41, 0x4e],
];

impl Ink {
    /// Returns red, green and blue.
    pub(super) const fn rgb(self) -> [u8; 3] {
        match self {
            Self::Text => [0x1b, 0x22, 0x29],
            Self::Quiet => [0x59, 0x66, 0x72],
            Self::Accent => [0x12, 0x64, 0xa3],
            Self::Rule => [0xbf, 0xc8, 0xd0],
            Self::Grid => [0xe1, 0xe6, 0xea],
            Self::Shade => [0xf1, 0xf4, 0xf7],
            Self::Missing => [0xf3, 0xe9, 0xd2],
            Self::Compared => [0xb3, 0xbe, 0xc9],
            Self::Faint => [0xcc, 0xd4, 0xdb],
            Self::Wanted => [0x8a, 0x1c, 0x1c],
            Self::Plot(index) => PLOTS[index % PLOTS.len()],
        }
    }
}

/// How a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dash {
    Solid,
    Dashes,
    Dots,
}

impl Dash {
    /// Returns lengths drawn and left out, in turn; none where the line is not broken.
    pub(super) const fn pattern(self) -> &'static [u8] {
        match self {
            Self::Solid => &[],
            Self::Dashes => &[4, 3],
            Self::Dots => &[1, 2],
        }
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    pub ink: Ink,
    pub width: f64,
    pub dash: Dash,
}

impl Stroke {
    pub(super) const fn solid(ink: Ink, width: f64) -> Self {
        Self { ink, width, dash: Dash::Solid }
    }
}

/// One thing on paper.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// Filled; `corner` is the upper left one.
    Rectangle {
        corner: Spot,
        width: f64,
        height: f64,
        ink: Ink,
    },
    Line {
        spots: Vec<Spot>,
        stroke: Stroke,
    },
    Dots {
        spots: Vec<Spot>,
        diameter: f64,
        ink: Ink,
    },
    /// Begins at `at`, standing on it. Only characters that the font has.
    Text {
        at: Spot,
        text: String,
        font: Font,
        ink: Ink,
    },
}

/// Shapes, the later ones over those before; texts are over all others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Canvas {
    pub shapes: Vec<Shape>,
}

impl Canvas {
    pub(super) fn rectangle(&mut self, corner: Spot, (width, height): (f64, f64), ink: Ink) {
        if width > 0.0 && height > 0.0 {
            self.shapes.push(Shape::Rectangle { corner, width, height, ink });
        }
    }

    pub(super) fn line(&mut self, spots: Vec<Spot>, stroke: Stroke) {
        if spots.len() > 1 {
            self.shapes.push(Shape::Line { spots, stroke });
        }
    }

    pub(super) fn dots(&mut self, spots: Vec<Spot>, diameter: f64, ink: Ink) {
        if !spots.is_empty() {
            self.shapes.push(Shape::Dots { spots, diameter, ink });
        }
    }

    /// Writes a text that begins at a place.
    pub(super) fn text(&mut self, at: Spot, text: &str, (font, ink): (Font, Ink)) {
        let text = super::font::printable(text);
        if !text.is_empty() {
            self.shapes.push(Shape::Text { at, text, font, ink });
        }
    }

    /// Writes a text that ends at a place.
    pub(super) fn text_to(&mut self, end: Spot, text: &str, look: (Font, Ink)) {
        let at = Spot { x: end.x - look.0.width(text), ..end };
        self.text(at, text, look);
    }

    /// Writes a text around a place.
    pub(super) fn text_around(&mut self, middle: Spot, text: &str, look: (Font, Ink)) {
        let at = Spot { x: middle.x - look.0.width(text) / 2.0, ..middle };
        self.text(at, text, look);
    }

    /// Puts another canvas on this one, its upper left corner at a place.
    pub(super) fn place(&mut self, other: Self, corner: Spot) {
        let moved = |spot: Spot| Spot { x: spot.x + corner.x, y: spot.y + corner.y };
        self.shapes.extend(other.shapes.into_iter().map(|shape| match shape {
            Shape::Rectangle { corner, width, height, ink } => {
                Shape::Rectangle { corner: moved(corner), width, height, ink }
            }
            Shape::Line { spots, stroke } => Shape::Line { spots: spots.into_iter().map(moved).collect(), stroke },
            Shape::Dots { spots, diameter, ink } => {
                Shape::Dots { spots: spots.into_iter().map(moved).collect(), diameter, ink }
            }
            Shape::Text { at, text, font, ink } => Shape::Text { at: moved(at), text, font, ink },
        }));
    }
}
