//! The verbs of meters.

use clap::{Args, Subcommand, ValueEnum};
use common::id::SerialNumber;
use common::quantity::Quantity;
use jiff::civil::Date;

use super::list::RangeArgs;
use super::quantity::QuantityParser;
use super::{FilteredArgs, ThingArgs};

#[derive(Debug, Subcommand)]
pub enum MetersVerb {
    /// List meters by serial number, with the place where each sits now
    List(FilteredArgs),
    /// Show one meter and all places where it has sat
    Show(ThingArgs),
    /// Put a meter in the place of another
    Replace(Box<ReplaceArgs>),
    /// Say when a meter was verified
    Verify(VerifyArgs),
    /// Decide about doubtful readings: a register that turned over, bad values, true ones
    Resolve(Box<ResolveArgs>),
}

#[derive(Debug, Args)]
pub struct ReplaceArgs {
    /// Code of a point, serial number of its meter, or code of a site with one point
    pub point: String,
    /// When the old meter was taken out and the new one put in, such as 2025-11-03T10:20
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub at: String,
    /// Serial number of the new meter
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| SerialNumber::parse(text))]
    pub serial: SerialNumber,
    /// Maker and model of the new meter, such as "Kamstrup MULTICAL 603"
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub model: String,
    /// What the old meter showed last, such as "8412.36 GJ"; without a unit GJ
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub last_energy: Option<String>,
    /// What the old meter showed last, such as "61240.5 m3"; without a unit m3
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub last_volume: Option<String>,
    /// What the new meter showed when it was put in; without a unit GJ
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub initial_energy: Option<String>,
    /// What the new meter showed when it was put in; without a unit m3
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub initial_volume: Option<String>,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Serial number of the meter
    #[arg(value_name = "SERIAL", value_parser = |text: &str| SerialNumber::parse(text))]
    pub serial: SerialNumber,
    /// Day of the verification, such as 2024-05-14
    #[arg(long, value_name = "DATE", value_parser = |text: &str| text.parse::<Date>())]
    pub on: Date,
}

#[derive(Debug, Args)]
pub struct ResolveArgs {
    /// Code of a point, serial number of its meter, or code of a site with one point
    pub point: String,
    /// Quantity whose readings are decided about
    #[arg(long, value_name = "QUANTITY", value_parser = QuantityParser)]
    pub quantity: Quantity,
    /// How the doubt ends: the register turned over, the values are bad, or they are true
    #[arg(long = "as", value_enum, value_name = "DECISION")]
    pub decision: DecisionName,
    /// The reading at this instant; with rollover the first one after the register turned over
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true, conflicts_with_all = ["range", "since", "until"])]
    pub at: Option<String>,
    /// With rollover: the least that the register cannot show, such as "100000 GJ" after 99999.99
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub capacity: Option<String>,
    #[command(flatten)]
    pub range: RangeArgs,
}

/// How a doubt ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecisionName {
    Rollover,
    Bad,
    True,
}

impl DecisionName {
    /// Returns the name used on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rollover => "rollover",
            Self::Bad => "bad",
            Self::True => "true",
        }
    }
}
