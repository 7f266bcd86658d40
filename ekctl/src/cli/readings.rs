//! The verbs of readings.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use common::quantity::Quantity;
use common::time::{Comparison, Step, View};
use jiff::SignedDuration;

use super::list::{ColumnArgs, FilterArgs, ListArgs, RangeArgs};
use super::quantity::QuantityParser;
use super::sites::{PaperArgs, PictureArgs};

#[derive(Debug, Subcommand)]
pub enum ReadingsVerb {
    /// List readings of a point, or its consumption in hours, days, months…
    List(ReadingsListArgs),
    /// List the newest value of each quantity
    Latest(LatestArgs),
    /// Write all readings of a period, or what is new since the last time, also as Parquet
    Export(Box<ExportArgs>),
    /// Draw one quantity of a point
    Chart(Box<ChartArgs>),
    /// Compare two periods of a site on equal weather
    Compare(CompareArgs),
    /// Hold a quantity against the outdoor temperature, hour by hour
    Scatter(ScatterArgs),
    /// List stretches in which expected readings are missing
    Gaps(GapsArgs),
    /// List the versions of readings: first received, corrected, struck out
    History(HistoryArgs),
    /// What all points together used, in days, months, seasons…
    Total(TotalArgs),
    /// Send files with readings to the daemon
    Import(ImportArgs),
}

#[derive(Debug, Args)]
pub struct ReadingsListArgs {
    /// Code of a point, serial number of its meter, or code of a site with one point
    pub point: String,
    /// Quantities, such as energy,supply [default: all; with --step energy]
    #[arg(long, value_name = "QUANTITY,…", value_delimiter = ',', value_parser = QuantityParser)]
    pub quantity: Vec<Quantity>,
    /// Length of buckets in local time; raw is every reading by itself
    #[arg(long, value_name = "STEP", default_value = "raw", value_parser = steps())]
    pub step: Step,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct LatestArgs {
    /// Only this point: its code, or its meter's serial number
    pub point: Option<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Only this point: its code, or its meter's serial number
    pub point: Option<String>,
    /// Only these quantities, such as energy,volume
    #[arg(long, value_name = "QUANTITY,…", value_delimiter = ',', value_parser = QuantityParser)]
    pub quantity: Vec<Quantity>,
    /// Only what has come since the last such run; what was corrected comes again with a higher revision
    #[arg(long)]
    pub since_cursor: bool,
    /// Where the place of the last run is kept; the same file for the same export
    #[arg(long, value_name = "FILE", requires = "since_cursor")]
    pub cursor_file: Option<PathBuf>,
    /// Add to the end of the --out file
    #[arg(long, requires = "out")]
    pub append: bool,
    /// Columns to write, by their CSV headings
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    pub columns: Option<Vec<String>>,
    /// Leave out the headings of CSV
    #[arg(long)]
    pub no_header: bool,
    #[command(flatten)]
    pub range: RangeArgs,
    /// Told by the flags that every command has.
    #[arg(skip)]
    pub form: ExportForm,
}

/// Whether an export is lines of text or a Parquet file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportForm {
    #[default]
    Lines,
    Parquet,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("paper").args(["pdf", "svg"]).multiple(true))]
pub struct ChartArgs {
    /// Code of a point, serial number of its meter, or code of a site with one point
    pub point: String,
    /// Quantity to draw
    #[arg(long, value_name = "QUANTITY", default_value = "energy", value_parser = QuantityParser)]
    pub quantity: Quantity,
    /// How much to show: the day, week, month or season of the newest reading
    #[arg(long, value_enum, value_name = "VIEW", conflicts_with_all = ["range", "since", "until"])]
    pub view: Option<ViewName>,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub picture: PictureArgs,
    #[command(flatten)]
    pub paper: PaperArgs,
    /// Further quantities of the same unit, with --pdf or --svg
    #[arg(long, value_name = "QUANTITY,…", value_delimiter = ',', value_parser = QuantityParser, requires = "paper")]
    pub with: Vec<Quantity>,
    /// What is drawn behind for comparison, with --pdf or --svg
    #[arg(long, value_enum, value_name = "WHAT", requires = "paper")]
    pub compare: Option<CompareName>,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Code of the site
    pub site: String,
    /// The time before a change, such as 2025-11 or 2025-09-01..2025-11-14
    #[arg(long, value_name = "PERIOD", allow_hyphen_values = true)]
    pub before: String,
    /// The time after it, such as 2026-11 or 2025-11-14..now
    #[arg(long, value_name = "PERIOD", allow_hyphen_values = true)]
    pub after: String,
}

#[derive(Debug, Args)]
pub struct ScatterArgs {
    /// Code of a point, serial number of its meter, or code of a site with one point
    pub point: String,
    /// A temperature, the flow or the power
    #[arg(long, value_name = "QUANTITY", default_value = "supply", value_parser = QuantityParser)]
    pub quantity: Quantity,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub picture: PictureArgs,
    #[command(flatten)]
    pub paper: PaperArgs,
}

#[derive(Debug, Args)]
pub struct GapsArgs {
    /// Code of a point, serial number of its meter, or code of a site with one point
    pub point: String,
    /// Quantity whose readings are expected
    #[arg(long, value_name = "QUANTITY", default_value = "energy", value_parser = QuantityParser)]
    pub quantity: Quantity,
    /// How often a reading is expected, such as 15m [default: the point's own cadence]
    #[arg(long, value_name = "DURATION")]
    pub cadence: Option<SignedDuration>,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// Code of a point, serial number of its meter, or code of a site with one point
    pub point: String,
    /// All versions of the readings at this instant, such as 2025-11-01T06:00
    #[arg(value_name = "INSTANT", allow_hyphen_values = true, conflicts_with_all = ["range", "since", "until"])]
    pub at: Option<String>,
    /// Only this quantity
    #[arg(long, value_name = "QUANTITY", value_parser = QuantityParser)]
    pub quantity: Option<Quantity>,
    /// Write all rows, those of readings that were never changed too
    #[arg(long, conflicts_with = "limit", help_heading = "List")]
    pub all: bool,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub columns: ColumnArgs,
}

#[derive(Debug, Args)]
pub struct TotalArgs {
    /// Register to sum, energy or volume
    #[arg(long, value_name = "QUANTITY", default_value = "energy", value_parser = QuantityParser)]
    pub quantity: Quantity,
    /// Length of buckets in local time
    #[arg(long, value_name = "STEP", default_value = "month", value_parser = long_steps())]
    pub step: Step,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files to send; - reads the standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Mapping of ekd.toml by which CSV of others is read
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
    /// Lines at the beginning of a long CSV file that each document cut from it repeats; lines with # always are
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub header_lines: u16,
    /// Fail with status 8 when a value was quarantined or rejected
    #[arg(long)]
    pub strict: bool,
    /// Begin a long file anew, though an earlier import of it was broken off
    #[arg(long)]
    pub restart: bool,
}

/// How much a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ViewName {
    Day,
    Week,
    Month,
    Season,
}

impl From<ViewName> for View {
    fn from(name: ViewName) -> Self {
        match name {
            ViewName::Day => Self::Day,
            ViewName::Week => Self::Week,
            ViewName::Month => Self::Month,
            ViewName::Season => Self::Season,
        }
    }
}

/// What a chart is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CompareName {
    LastYear,
    Weekdays,
    Previous,
}

impl From<CompareName> for Comparison {
    fn from(name: CompareName) -> Self {
        match name {
            CompareName::LastYear => Self::LastYear,
            CompareName::Weekdays => Self::SameWeekdays,
            CompareName::Previous => Self::PreviousPeriod,
        }
    }
}

/// Steps in which sums over all points are kept.
const LONG_STEPS: [Step; 5] = [Step::Day, Step::Week, Step::Month, Step::Season, Step::Year];

fn steps() -> impl TypedValueParser<Value = Step> {
    of_names(&Step::ALL)
}

/// Reads a step of days or longer.
pub fn long_steps() -> impl TypedValueParser<Value = Step> {
    of_names(&LONG_STEPS)
}

fn of_names(steps: &[Step]) -> impl TypedValueParser<Value = Step> + use<> {
    let names = PossibleValuesParser::new(steps.iter().map(|step| step.name()));
    names.map(|name| Step::parse(&name).expect("clap lets only the names of steps through"))
}
