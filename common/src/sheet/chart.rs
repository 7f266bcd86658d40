//! A chart before it is drawn. Positions are floats; figures in words come from exact amounts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    pub title: String,
    /// What it shows, in words, for whoever does not see it.
    pub alternative: String,
    pub across: Across,
    pub left: Axis,
    #[serde(default)]
    pub right: Option<Axis>,
    /// Those that come later are drawn over those before.
    pub plots: Vec<Plot>,
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// What the picture hides, such as sums and gaps: a line each, below.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// What goes from left to right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Across {
    /// `x` is seconds from `from`, of a bar where it begins: it reaches to the next; ticks are of the zone's local time.
    Time { from: Timestamp, until: Timestamp, zone: String },
    /// `x` is the number of a slot, from 0; labels may be empty.
    Slots { labels: Vec<String> },
    /// `x` is a number, such as an outdoor temperature.
    Amount(Axis),
}

/// What an axis is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axis {
    pub label: String,
    /// Such as `GJ`; may be empty.
    pub unit: String,
    /// Whether nought must be on it, as for bars.
    pub from_zero: bool,
}

/// One set of values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plot {
    /// For the legend.
    pub name: String,
    pub side: Side,
    pub style: Style,
    /// `x` and `y`; no `y` where nothing is known: lines break there, bars are marked.
    pub points: Vec<(f64, Option<f64>)>,
}

/// Which axis values are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Left,
    Right,
}

/// How values are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    Bars,
    /// Bars behind those of [`Style::Bars`], of what is compared with.
    ComparedBars,
    Line,
    /// Of what is compared with.
    ComparedLine,
    /// What is wanted or forecast.
    DashedLine,
    Dots,
    /// Dots of what does not count.
    FaintDots,
}

/// Something that happened: an upright line with a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub x: f64,
    pub text: String,
}
