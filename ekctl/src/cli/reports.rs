//! The verbs of reports: making, reading, saving them, having them made by themselves.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Subcommand};
use common::cell::Dialect;
use common::id::{CustomerNumber, ReportId, ReportName};
use common::report::schedule::Destination;
use common::report::{Form, Template};
use common::ticket::TicketNumber;
use common::time::hours::Day;
use jiff::civil::Time;

use super::account::AgreedArgs;
use super::figure;
use super::list::{ListArgs, RangeArgs};

#[derive(Debug, Subcommand)]
pub enum ReportsVerb {
    /// List the kinds of reports that there are
    Templates(ListArgs),
    /// Make a report in the language of --lang, which stays as it is, and write it as files
    Create(Box<ReportCreateArgs>),
    /// Show what would be on a report; nothing is kept
    Preview(ReportPreviewArgs),
    /// List your reports that were made, the newest first
    List(MadeListArgs),
    /// Write a report that was made to this machine
    Download(ReportDownloadArgs),
    /// Make a report anew and tell which figures are not as they were; status 10 where some are not
    Check(ReportArgs),
    /// Throw a report that was made away
    Drop(ReportDropArgs),
    /// List your saved reports and when they are made by themselves
    Saved(ListArgs),
    /// Save what a report is of and its language under a name, or change the one with this name
    Save(ReportSaveArgs),
    /// Have a saved report made by itself, or no longer
    Schedule(ScheduleArgs),
    /// Delete a saved report with its schedule; what was made of it stays
    Delete(ReportDeleteArgs),
}

/// What a report is of besides its template and its period.
#[derive(Debug, Args)]
pub struct SubjectArgs {
    /// Codes of sites, such as W-0412,W-0413; without any, all that you see
    #[arg(long, value_name = "SITE,…", value_delimiter = ',', requires = "template")]
    pub site: Vec<String>,
    /// Only sites of the customer with this number, for staff; or whose `account_statement` it is
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text), requires = "template")]
    pub customer: Option<CustomerNumber>,
    /// The ticket of a dossier, such as Z-2026-118
    #[arg(long, value_name = "NUMBER", value_parser = TicketNumber::parse, requires = "template")]
    pub ticket: Option<TicketNumber>,
}

/// What a report is of.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").args(["template", "name"]).required(true).multiple(true))]
pub struct ReportWhatArgs {
    /// Kind of the report; without it that of the saved report
    #[arg(value_name = "TEMPLATE", value_parser = templates())]
    pub template: Option<Template>,
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[command(flatten)]
    pub range: RangeArgs,
    /// Name of the saved report that it is one of
    #[arg(long, value_name = "NAME", value_parser = |text: &str| ReportName::parse(text))]
    pub name: Option<ReportName>,
}

#[derive(Debug, Args)]
pub struct ReportCreateArgs {
    #[command(flatten)]
    pub what: ReportWhatArgs,
    /// Write it as PDF into FILE, which appears or changes only when it is complete; - is the standard output
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// Write its tables as CSV into FILE, as --pdf does
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Told by the flags that every command has.
    #[arg(skip)]
    pub dialect: Dialect,
}

#[derive(Debug, Args)]
pub struct ReportPreviewArgs {
    #[command(flatten)]
    pub what: ReportWhatArgs,
}

#[derive(Debug, Args)]
pub struct MadeListArgs {
    /// Only reports of this kind
    #[arg(long, value_name = "TEMPLATE", value_parser = templates())]
    pub template: Option<Template>,
    /// Only those of the saved report with this name
    #[arg(long, value_name = "NAME", value_parser = |text: &str| ReportName::parse(text))]
    pub name: Option<ReportName>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Number of the report, as `reports list` tells it
    #[arg(value_parser = |text: &str| text.parse().map(ReportId))]
    pub number: ReportId,
}

#[derive(Debug, Args)]
pub struct ReportDownloadArgs {
    #[command(flatten)]
    pub report: ReportArgs,
    /// What it is written as
    #[arg(long, value_name = "FORM", default_value = "pdf", value_parser = forms())]
    pub form: Form,
    /// Replace a file that is there, where --out names none
    #[arg(long)]
    pub force: bool,
    /// Told by the flags that every command has.
    #[arg(skip)]
    pub dialect: Dialect,
}

#[derive(Debug, Args)]
pub struct ReportDropArgs {
    #[command(flatten)]
    pub report: ReportArgs,
    #[command(flatten)]
    pub agreed: AgreedArgs,
}

#[derive(Debug, Args)]
pub struct SavedArgs {
    /// Name of the saved report, such as zarzad
    #[arg(value_name = "NAME", value_parser = |text: &str| ReportName::parse(text))]
    pub name: ReportName,
}

#[derive(Debug, Args)]
pub struct ReportSaveArgs {
    #[command(flatten)]
    pub saved: SavedArgs,
    /// Kind of the report
    #[arg(value_name = "TEMPLATE", value_parser = templates())]
    pub template: Template,
    #[command(flatten)]
    pub subject: SubjectArgs,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("rhythm").args(["daily", "weekly", "monthly", "season", "off"]).required(true))]
pub struct ScheduleArgs {
    #[command(flatten)]
    pub saved: SavedArgs,
    /// Every day, for the day before
    #[arg(long)]
    pub daily: bool,
    /// Every week on this day, for the week before
    #[arg(long, value_name = "DAY", value_parser = days())]
    pub weekly: Option<Day>,
    /// Every month on this day, for the month before; a month without it has it on its last
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=31))]
    pub monthly: Option<u8>,
    /// On this day of June, for the season that has ended
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=30))]
    pub season: Option<u8>,
    /// No longer by itself
    #[arg(long, conflicts_with_all = ["at", "form", "to"])]
    pub off: bool,
    /// At this local time
    #[arg(long, value_name = "HH:MM", default_value = "07:00", value_parser = figure::time)]
    pub at: Time,
    /// What it is written as
    #[arg(long, value_name = "FORM,…", value_delimiter = ',', default_value = "pdf", value_parser = forms())]
    pub form: Vec<Form>,
    /// Where it goes: to your confirmed address, or for staff into the directory of ekd.toml
    #[arg(long, value_name = "WHERE", default_value = "email", value_parser = destinations())]
    pub to: Destination,
    /// Told by the flags that every command has.
    #[arg(skip)]
    pub dialect: Dialect,
}

#[derive(Debug, Args)]
pub struct ReportDeleteArgs {
    #[command(flatten)]
    pub saved: SavedArgs,
    #[command(flatten)]
    pub agreed: AgreedArgs,
}

impl ReportsVerb {
    /// Returns where the kind of CSV is noted that the verb has the daemon write, if it does.
    pub const fn dialect(&mut self) -> Option<&mut Dialect> {
        match self {
            Self::Create(args) => Some(&mut args.dialect),
            Self::Download(args) => Some(&mut args.dialect),
            Self::Schedule(args) => Some(&mut args.dialect),
            Self::Templates(_)
            | Self::Preview(_)
            | Self::List(_)
            | Self::Check(_)
            | Self::Drop(_)
            | Self::Saved(_)
            | Self::Save(_)
            | Self::Delete(_) => None,
        }
    }
}

fn templates() -> impl TypedValueParser<Value = Template> {
    PossibleValuesParser::new(Template::ALL.map(Template::name))
        .map(|name| Template::parse(&name).expect("clap lets only the names of templates through"))
}

fn forms() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(Form::ALL.map(Form::name))
        .map(|name| Form::parse(&name).expect("clap lets only the names of forms through"))
}

fn destinations() -> impl TypedValueParser<Value = Destination> {
    PossibleValuesParser::new([Destination::Email, Destination::Directory].map(Destination::name))
        .map(|name| if name == Destination::Directory.name() { Destination::Directory } else { Destination::Email })
}

/// Days of the week, in Polish too.
fn days() -> impl TypedValueParser<Value = Day> {
    const POLISH: [&str; 7] = ["pn", "wt", "śr", "cz", "pt", "so", "nd"];
    let names = Day::ALL.into_iter().zip(POLISH).map(|(day, polish)| PossibleValue::new(day.name()).alias(polish));
    PossibleValuesParser::new(names).map(|name| {
        let polish = POLISH.iter().position(|word| *word == name).map(|place| Day::ALL[place]);
        polish.or_else(|| Day::parse(&name)).expect("clap lets only the names of days through")
    })
}
