//! The verbs of the weather: what counts now, curves with their dates, stations.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};
use common::quantity::Temperature;
use common::time::Step;

use super::readings::long_steps;
use super::{ListArgs, RangeArgs, figure};

#[derive(Debug, Subcommand)]
pub enum WeatherVerb {
    /// Show stations, the outdoor temperature that counts with its age, and what curves want at it
    Show(WeatherShowArgs),
    /// Tell how much a period called for heating
    DegreeDays(DegreeDaysArgs),
    /// The network table and heating curves of sites
    #[command(subcommand, alias = "curve")]
    Curves(CurvesVerb),
    /// Whose outdoor readings count
    #[command(subcommand, alias = "stations")]
    Station(StationVerb),
}

#[derive(Debug, Subcommand)]
pub enum CurvesVerb {
    /// List the curves that the network or a site has and had, the newest first
    List(CurvesListArgs),
    /// Show the points of the curve in force now or at another instant
    Show(CurvesShowArgs),
    /// Set the network table or a heating curve from an instant on; those before stay for the time before
    Set(Box<CurvesSetArgs>),
}

#[derive(Debug, Subcommand)]
pub enum StationVerb {
    /// Say that the outdoor readings of a point count, for the installation or for a site
    Set(StationSetArgs),
    /// Say that no station counts any more, for the installation or for a site
    Clear(StationClearArgs),
}

#[derive(Debug, Args)]
pub struct WeatherShowArgs {
    /// This site alone; without it the installation, and sites with a curve or a station of their own
    pub site: Option<String>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct DegreeDaysArgs {
    /// With the temperatures of this site; without it those of the installation's station
    pub site: Option<String>,
    /// Count the hours below this temperature in degrees Celsius
    #[arg(long, value_name = "TEMPERATURE", default_value = "15", value_parser = figure::base_temperature)]
    pub base: Temperature,
    /// Count as Eurostat does: 18 °C less the mean of the day, on days of at most 15 °C
    #[arg(long, conflicts_with = "base")]
    pub eurostat: bool,
    /// Length of buckets in local time
    #[arg(long, value_name = "STEP", default_value = "day", value_parser = long_steps())]
    pub step: Step,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

/// What a curve is of, where the network is meant unless a site is named.
#[derive(Debug, Args)]
pub struct CurveOfArgs {
    /// Code of a site, for its heating curve
    #[arg(long, value_name = "SITE", conflicts_with = "network")]
    pub site: Option<String>,
    /// The network table
    #[arg(long)]
    pub network: bool,
}

#[derive(Debug, Args)]
pub struct CurvesListArgs {
    #[command(flatten)]
    pub of: CurveOfArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct CurvesShowArgs {
    #[command(flatten)]
    pub of: CurveOfArgs,
    /// The curve in force at this instant, such as 2025-01-15; without it the one in force now
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub at: Option<String>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").args(["site", "network"]).required(true))]
#[command(group = ArgGroup::new("points_from").args(["file", "points"]).required(true))]
pub struct CurvesSetArgs {
    /// Code of the site whose heating curve it is
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// It is the network table
    #[arg(long)]
    pub network: bool,
    /// CSV file with the headings `outdoor_c;supply_c` and, for the network, `return_c`
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Points as OUTDOOR:SUPPLY, for the network also OUTDOOR:SUPPLY:RETURN, in degrees Celsius, such as "-20:95,0:65,12:45"
    #[arg(long, value_name = "POINT,…", allow_hyphen_values = true)]
    pub points: Option<String>,
    /// From this instant on, such as 2026-11-01; without it from now on
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Why it is changed, such as "krzywa 1,4→1,2"
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub comment: String,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct StationSetArgs {
    /// Code of a point, serial number of its meter, or code of a site with one point
    pub point: String,
    /// For this site alone; without it for the whole installation
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
}

#[derive(Debug, Args)]
pub struct StationClearArgs {
    /// For this site alone; without it for the whole installation
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
}
