//! The verbs of rules and of maintenance windows: what counts as wrong, and when nobody is to be told.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};
use common::alarm::Severity;
use common::id::{CustomerNumber, MaintenanceId, RuleName};
use common::quantity::Quantity;
use jiff::SignedDuration;

use super::account::AgreedArgs;
use super::alarms::severities;
use super::quantity::QuantityParser;
use super::{ListArgs, RangeArgs};

#[derive(Debug, Subcommand)]
pub enum RulesVerb {
    /// List rules by name
    List(ListArgs),
    /// Show one rule as a file that `rules apply` and `rules create --file` read
    Show(RuleArgs),
    /// Make a rule from a file, or one for a limit from flags
    Create(Box<RuleCreateArgs>),
    /// Change a rule in the editor that $VISUAL or $EDITOR names
    Edit(RuleArgs),
    /// Delete a rule; its active alarms are over
    Delete(RuleDeleteArgs),
    /// Have a rule count again
    Enable(RuleArgs),
    /// Have a rule count no longer without deleting it; its active alarms are over
    Disable(RuleArgs),
    /// Tell what a rule would have done in a period, at most 400 days long [default: -30d]
    Preview(RulePreviewArgs),
    /// Write all rules as one file
    Export,
    /// Make the rules of a file all there are, after showing what changes
    Apply(RulesApplyArgs),
}

#[derive(Debug, Args)]
pub struct RuleArgs {
    /// Name of the rule, such as return-hot
    #[arg(value_parser = |text: &str| RuleName::parse(text))]
    pub name: RuleName,
}

#[derive(Debug, Args)]
pub struct RuleDeleteArgs {
    #[command(flatten)]
    pub rule: RuleArgs,
    #[command(flatten)]
    pub agreed: AgreedArgs,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("side").args(["above", "below", "file"]).required(true))]
#[command(group = ArgGroup::new("by_flags").args(["name", "quantity"]).multiple(true).conflicts_with("file"))]
pub struct RuleCreateArgs {
    /// Name of the rule
    #[arg(required_unless_present = "file", value_parser = |text: &str| RuleName::parse(text))]
    pub name: Option<RuleName>,
    /// TOML file with one rule, as `rules show` writes it; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Quantity with a limit, such as return
    #[arg(long, required_unless_present = "file", value_parser = QuantityParser, hide_possible_values = true)]
    pub quantity: Option<Quantity>,
    /// What is above the limit is wrong
    #[arg(long, conflicts_with = "file")]
    pub above: bool,
    /// What is below the limit is wrong
    #[arg(long, conflicts_with = "file")]
    pub below: bool,
    /// The limit with its unit, such as "55 °C"
    #[arg(
        long,
        value_name = "AMOUNT",
        required_unless_present = "file",
        conflicts_with = "file",
        allow_hyphen_values = true
    )]
    pub raise: Option<String>,
    /// Where it is over again, such as "53 °C"; without it at the limit
    #[arg(long, value_name = "AMOUNT", conflicts_with = "file", allow_hyphen_values = true)]
    pub clear: Option<String>,
    /// How long it must be so before it counts, such as 1h
    #[arg(long, value_name = "DURATION", default_value = "0s", conflicts_with = "file")]
    pub after: SignedDuration,
    /// How long it must not be so before it is over
    #[arg(long, value_name = "DURATION", default_value = "0s", conflicts_with = "file")]
    pub clear_after: SignedDuration,
    /// How much it matters
    #[arg(long, value_name = "SEVERITY", default_value = "warning", conflicts_with = "file", value_parser = severities())]
    pub severity: Severity,
    #[command(flatten)]
    pub scope: ScopeArgs,
}

/// Where something counts; without any of these in the whole installation.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("scope").args(["site", "point", "customer", "installation"]))]
pub struct ScopeArgs {
    /// At this site alone
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// At this point alone
    #[arg(long, value_name = "POINT")]
    pub point: Option<String>,
    /// At the sites of this customer
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// In the whole installation
    #[arg(long)]
    pub installation: bool,
}

#[derive(Debug, Args)]
pub struct RulePreviewArgs {
    /// Name of the rule
    #[arg(required_unless_present = "file", conflicts_with = "file", value_parser = |text: &str| RuleName::parse(text))]
    pub name: Option<RuleName>,
    /// TOML file with one rule that is not there yet; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub range: RangeArgs,
}

#[derive(Debug, Args)]
pub struct RulesApplyArgs {
    /// TOML file with all rules, as `rules export` writes it; - reads standard input
    pub file: PathBuf,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub agreed: AgreedArgs,
}

#[derive(Debug, Subcommand)]
pub enum MaintenanceVerb {
    /// List maintenance windows that are not over, and those of the last 30 days, the newest first
    List(ListArgs),
    /// Open a maintenance window: alarms in it are kept, and nobody is told
    Open(Box<MaintenanceOpenArgs>),
    /// End a maintenance window now, or take one back that has not begun
    End(MaintenanceEndArgs),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("where").args(["site", "point", "customer", "installation"]).required(true))]
#[command(group = ArgGroup::new("end").args(["lasting", "until"]).required(true))]
pub struct MaintenanceOpenArgs {
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// From this instant on, such as 2026-11-03T08:00; without it from now on
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Until this instant, such as 2026-11-03T16:00
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub until: Option<String>,
    /// For this time, such as 8h
    #[arg(long = "for", value_name = "DURATION")]
    pub lasting: Option<SignedDuration>,
    /// What is done, such as "wymiana wymiennika"
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct MaintenanceEndArgs {
    /// Number of the window, as the list tells it
    #[arg(value_name = "ID", value_parser = window)]
    pub number: MaintenanceId,
}

fn window(text: &str) -> Result<MaintenanceId, std::num::ParseIntError> {
    text.parse().map(MaintenanceId)
}
