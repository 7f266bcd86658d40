//! Single charts on paper: the same numbers, gaps, units and period as on the screen.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::forecast::SignatureQuery;
use crate::id::PointId;
use crate::language::Language;
use crate::quantity::{Quantity, Temperature};
use crate::time::{Period, Step};
use crate::weather::Curve;

/// Which chart is wanted, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawingQuery {
    pub of: DrawingOf,
    pub form: DrawingForm,
    pub language: Language,
}

/// What a chart is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum DrawingOf {
    /// Quantities of one dimension over time; with changes of settings marked.
    Series {
        point: PointId,
        quantities: Vec<Quantity>,
        period: Period,
        step: Step,
        /// What it is compared with, drawn behind.
        #[serde(default)]
        compared: Option<Period>,
    },
    Scatter(ScatterQuery),
    Signature(SignatureQuery),
}

/// What a chart is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawingForm {
    Pdf,
    Svg,
}

/// A chart as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// Letters, figures, `-`, `_` and `.` only.
    pub name: String,
    pub bytes: ByteBuf,
}

/// Which quantity is to be held against the outdoor temperature, hour by hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScatterQuery {
    pub point: PointId,
    /// A temperature, a flow or a power.
    pub quantity: Quantity,
    /// At most 400 days.
    pub period: Period,
}

/// A quantity against the outdoor temperature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scatter {
    pub quantity: Quantity,
    /// Means of the hours in which both are known, oldest first: outdoor, and the quantity in its base unit.
    pub hours: Vec<(Temperature, i64)>,
    /// What is wanted at the end of the period: the site's heating curve for the heating circuit, the network table for
    /// supply and return.
    #[serde(default)]
    pub wanted: Option<Curve>,
}
