//! What an update wants done: data, carried out by [`crate::runtime`].

use common::api::Gap;
use common::fault::Fault;
use common::id::{PointId, SiteId, SourceName};
use common::quantity::Quantity;
use common::series::Bucket;
use common::time::{Comparison, Period, Span};
use jiff::Timestamp;

/// Something to be done outside the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Ask(Ask),
    /// Try to reach the daemon now, without waiting for the back-off.
    Reconnect,
    /// Put the text on the clipboard of the terminal's user.
    Copy(String),
    Save(File),
    /// Say so when nothing has been typed for a moment.
    Rest,
    /// Draw everything again: another program has written on the screen.
    Redraw,
    Suspend,
    Quit,
}

/// A question to the daemon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Status,
    Overview(Scope),
    /// The serial number of the meter that sits at a point.
    Serial(PointId),
    /// Whether values of a point have come into quarantine lately, and since when they wait.
    Doubt(PointId),
    Chart(Chart),
    Sources,
    Documents,
    Poll(SourceName),
}

/// Sites that are asked for at most: more rows than anybody scrolls through.
pub const MOST_SITES: usize = 5_000;

/// How much of the list of sites is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    Site(SiteId),
}

/// What a chart needs: it is both the question and the name of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    pub point: PointId,
    /// One or two quantities in the same unit.
    pub quantities: Vec<Quantity>,
    pub span: Span,
    pub comparison: Option<Comparison>,
}

/// The answer to a [`Chart`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartData {
    /// In the order of the quantities asked for.
    pub lines: Vec<Line>,
    /// Where readings are missing; `None` where nobody knows how many to expect.
    pub gaps: Option<Vec<Gap>>,
    /// When meters were replaced or turned over, oldest first.
    pub replaced: Vec<Timestamp>,
    /// Stretches that the archive cannot read, oldest first.
    pub damaged: Vec<Period>,
}

/// One quantity of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub quantity: Quantity,
    pub buckets: Vec<Bucket>,
    /// Buckets of the period compared with; empty without one.
    pub compared: Vec<Bucket>,
    pub cadence: Option<jiff::SignedDuration>,
}

/// A file to be written beside the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Without a directory; a number is added if it is taken.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// An answer of the daemon.
pub type Answer<T> = Result<T, Fault>;
