//! The verbs of sites: how they stand, what was changed at them, what is to be expected of them.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Subcommand};
use common::id::{SettingId, TariffName};
use common::quantity::Area;
use common::setting::SettingKind;
use common::site::BuildingCategory;

use super::figure;
use super::list::{ListArgs, RangeArgs};
use super::{FilteredArgs, ThingArgs};

#[derive(Debug, Subcommand)]
pub enum SitesVerb {
    /// List sites by code
    List(FilteredArgs),
    /// Show one site with its points and latest values
    Show(ThingArgs),
    /// List sites with their state and latest values, the most urgent first
    Live(FilteredArgs),
    /// Write down a change of settings, such as of the heating curve
    Annotate(AnnotateArgs),
    /// List changes of settings, the newest first
    Settings(SettingsArgs),
    /// Take back a change of settings that was written down by mistake
    Withdraw(WithdrawArgs),
    /// Fit the energy signature: heat a day against the outdoor temperature
    Signature(SignatureArgs),
    /// Tell what a site will have used at the end of a month or a season, and how far such forecasts were off
    Forecast(ForecastArgs),
    /// Hold the contracted power against the peaks, and advise
    Peaks(ThingArgs),
    /// Show what the office knows of a building: area, category, tariff
    Card(ThingArgs),
    /// Change what the office knows of a building
    Edit(SiteEditArgs),
}

#[derive(Debug, Args)]
pub struct AnnotateArgs {
    #[command(flatten)]
    pub site: ThingArgs,
    /// What was changed, such as "krzywa 1,4→1,2"; at most 200 characters
    pub text: String,
    /// Since when it counts, such as 2026-11-14T10:00; without it since now
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub at: Option<String>,
    /// What kind of thing was changed
    #[arg(long, value_name = "KIND", default_value = "other", value_parser = kinds())]
    pub kind: SettingKind,
}

#[derive(Debug, Args)]
pub struct SettingsArgs {
    /// Only those of this site
    pub site: Option<String>,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// Number of the change, as `sites settings` tells it
    #[arg(value_parser = |text: &str| text.parse().map(SettingId))]
    pub number: SettingId,
}

#[derive(Debug, Args)]
pub struct SignatureArgs {
    #[command(flatten)]
    pub site: ThingArgs,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub picture: PictureArgs,
    #[command(flatten)]
    pub paper: PaperArgs,
}

#[derive(Debug, Args)]
pub struct ForecastArgs {
    #[command(flatten)]
    pub site: ThingArgs,
    /// Of the heating season; without it of the month
    #[arg(long)]
    pub season: bool,
    /// Of the month or season that holds this day, such as 2026-12-01; without it of the present one
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    pub day: Option<String>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change")
    .args(["area", "no_area", "category", "no_category", "tariff", "no_tariff"]).required(true).multiple(true))]
pub struct SiteEditArgs {
    #[command(flatten)]
    pub site: ThingArgs,
    /// Heated floor area in square metres, such as 2412.5
    #[arg(long, value_name = "AREA", value_parser = figure::area)]
    pub area: Option<Area>,
    /// The area is not known
    #[arg(long, conflicts_with = "area")]
    pub no_area: bool,
    /// With which other buildings it is compared
    #[arg(long, value_name = "CATEGORY", value_parser = categories())]
    pub category: Option<BuildingCategory>,
    /// It is compared with no others
    #[arg(long, conflicts_with = "category")]
    pub no_category: bool,
    /// The tariff of ekd.toml by which its heat is billed, such as A1
    #[arg(long, value_name = "NAME", value_parser = |text: &str| TariffName::parse(text))]
    pub tariff: Option<TariffName>,
    /// No tariff: nothing is told in złotys
    #[arg(long, conflicts_with = "tariff")]
    pub no_tariff: bool,
}

/// How large a drawing in characters is.
#[derive(Debug, Args)]
pub struct PictureArgs {
    /// Width in characters, 40 to 300
    #[arg(long, value_name = "N", default_value_t = 78, value_parser = clap::value_parser!(u16).range(40..=300))]
    pub width: u16,
    /// Rows of the drawing, 4 to 60
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(4..=60))]
    pub height: u16,
}

/// As which files a chart is written.
#[derive(Debug, Args)]
pub struct PaperArgs {
    /// Write the chart as PDF into FILE, which appears or changes only when it is complete; - is the standard output
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// Write the chart as SVG into FILE, as --pdf does
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

impl PaperArgs {
    /// Tells whether a file is wanted.
    #[must_use]
    pub const fn is_wanted(&self) -> bool {
        self.pdf.is_some() || self.svg.is_some()
    }
}

fn kinds() -> impl TypedValueParser<Value = SettingKind> {
    PossibleValuesParser::new(SettingKind::ALL.map(SettingKind::name))
        .map(|name| SettingKind::parse(&name).unwrap_or(SettingKind::Other))
}

fn categories() -> impl TypedValueParser<Value = BuildingCategory> {
    PossibleValuesParser::new(BuildingCategory::ALL.map(BuildingCategory::name))
        .map(|name| BuildingCategory::parse(&name).unwrap_or(BuildingCategory::Other))
}
