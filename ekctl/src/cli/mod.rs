//! The arguments: nouns, verbs and flags. The doc comments are the help.
//!
//! Knows no daemon and no output; [`usage`] turns what clap finds wrong into our own words, [`help`] turns the help
//! into Polish.

pub mod account;
pub mod alarms;
pub mod amount;
pub mod contracts;
pub mod curve;
pub mod customers;
pub mod dues;
pub mod figure;
pub mod global;
pub mod help;
pub mod invoices;
pub mod list;
pub mod messages;
pub mod meters;
pub mod notice_file;
pub mod notifications;
pub mod payments;
pub mod quantity;
pub mod readings;
pub mod reports;
pub mod rule_file;
pub mod rules;
pub mod sites;
pub mod tickets;
pub mod told_file;
pub mod usage;
pub mod users;
pub mod weather;

use clap::{Args, Parser, Subcommand};
use common::cell::Dialect;
use common::id::SourceName;
use jiff::SignedDuration;

pub use account::{AccountVerb, LoginArgs, TokensVerb};
pub use alarms::AlarmsVerb;
pub use contracts::{ContractsVerb, TariffsVerb};
pub use customers::CustomersVerb;
pub use dues::DuesVerb;
pub use global::Global;
pub use invoices::InvoicesVerb;
pub use list::{FilterArgs, ListArgs, RangeArgs};
pub use messages::MessagesVerb;
pub use meters::MetersVerb;
pub use notifications::NotificationsVerb;
pub use payments::PaymentsVerb;
pub use readings::ReadingsVerb;
pub use reports::ReportsVerb;
pub use rules::{MaintenanceVerb, RulesVerb};
pub use sites::SitesVerb;
pub use tickets::TicketsVerb;
pub use users::{AuditVerb, OutboxVerb, UsersVerb};
pub use weather::WeatherVerb;

/// Ask and feed the heat telemetry daemon ekd
#[derive(Debug, Parser)]
#[command(name = "ekctl", version, disable_help_subcommand = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub noun: Option<Noun>,
}

/// What a command is about.
#[derive(Debug, Subcommand)]
pub enum Noun {
    /// Buildings supplied with heat
    #[command(subcommand, alias = "site")]
    Sites(SitesVerb),
    /// Metering points
    #[command(subcommand, alias = "point")]
    Points(PointsVerb),
    /// Heat meters: where they sit, replacing them, deciding about what they told
    #[command(subcommand, alias = "meter")]
    Meters(MetersVerb),
    /// Values that were read: list, chart, compare, history, totals, export, import
    #[command(subcommand, alias = "reading")]
    Readings(ReadingsVerb),
    /// Outdoor temperature, degree days, the network table and heating curves
    #[command(subcommand)]
    Weather(WeatherVerb),
    /// Invoices: list, show, check against your readings, import
    #[command(subcommand, alias = "invoice")]
    Invoices(InvoicesVerb),
    /// What is to be paid: total, overdue, next; the code to pay it with
    #[command(subcommand, alias = "due")]
    Dues(DuesVerb),
    /// Payments and bank statements: what came in, which invoices it pays
    #[command(subcommand, alias = "payment")]
    Payments(PaymentsVerb),
    /// Contracts of customers: sites, power, tariff, account
    #[command(subcommand, alias = "contract")]
    Contracts(ContractsVerb),
    /// Prices, and what the present month has cost so far
    #[command(subcommand, alias = "tariff")]
    Tariffs(TariffsVerb),
    /// Documents of buildings and portfolios: make, check, schedule
    #[command(subcommand, alias = "report")]
    Reports(ReportsVerb),
    /// What is wrong now, and what was
    #[command(subcommand, alias = "alarm")]
    Alarms(AlarmsVerb),
    /// What counts as wrong: limits, times, severities
    #[command(subcommand, alias = "rule")]
    Rules(RulesVerb),
    /// Times of work in which nobody is told of alarms
    #[command(subcommand)]
    Maintenance(MaintenanceVerb),
    /// Service requests: list, open, answer, settle
    #[command(subcommand, alias = "ticket")]
    Tickets(TicketsVerb),
    /// What was written in all tickets
    #[command(subcommand, alias = "message")]
    Messages(MessagesVerb),
    /// What people were told of alarms and tickets, and what they want to be told
    #[command(subcommand, alias = "notification")]
    Notifications(NotificationsVerb),
    /// Values that wait for a person
    #[command(subcommand)]
    Quarantine(QuarantineVerb),
    /// Where readings come from, and how that is going
    #[command(subcommand, alias = "source")]
    Sources(SourcesVerb),
    /// How much the archive holds, and whether it is whole
    #[command(subcommand)]
    Archive(ArchiveVerb),
    /// Log in by password; scripts use tokens instead
    Login(LoginArgs),
    /// Log out
    Logout,
    /// Show who is logged in, as what and until when
    Whoami,
    /// The own account: contacts, password, second factor, log-ins, sessions
    #[command(subcommand)]
    Account(AccountVerb),
    /// Tokens for scripts
    #[command(subcommand, alias = "token")]
    Tokens(TokensVerb),
    /// Accounts of people, for administrators
    #[command(subcommand, alias = "user")]
    Users(UsersVerb),
    /// Customers, what they own and who acts for them
    #[command(subcommand, alias = "customer")]
    Customers(CustomersVerb),
    /// Who did what to whose data
    #[command(subcommand)]
    Audit(AuditVerb),
    /// Letters and short messages on their way out
    #[command(subcommand)]
    Outbox(OutboxVerb),
    /// Show how the daemon is doing
    Status,
    /// Follow what happens, one line of JSON an event
    Watch(WatchArgs),
    /// The shapes of machine-readable answers
    #[command(subcommand, alias = "schemas")]
    Schema(SchemaVerb),
    /// Print the completion script for a shell
    Completions(CompletionsArgs),
    /// Print or write the manual pages
    Man(ManArgs),
    /// What this program reads and writes on this machine
    #[command(subcommand)]
    Config(ConfigVerb),
    /// Show the versions of the program and of its protocol
    Version,
}

impl Noun {
    /// Tells whether the command may ask a person something.
    #[must_use]
    pub const fn asks(&self) -> bool {
        match self {
            Self::Login(_)
            | Self::Account(_)
            | Self::Tokens(_)
            | Self::Customers(_)
            | Self::Rules(_)
            | Self::Tickets(_)
            | Self::Reports(_)
            | Self::Messages(_) => true,
            Self::Sites(_)
            | Self::Points(_)
            | Self::Meters(_)
            | Self::Readings(_)
            | Self::Weather(_)
            | Self::Invoices(_)
            | Self::Dues(_)
            | Self::Payments(_)
            | Self::Contracts(_)
            | Self::Tariffs(_)
            | Self::Alarms(_)
            | Self::Maintenance(_)
            | Self::Notifications(_)
            | Self::Quarantine(_)
            | Self::Sources(_)
            | Self::Archive(_)
            | Self::Logout
            | Self::Whoami
            | Self::Users(_)
            | Self::Audit(_)
            | Self::Outbox(_)
            | Self::Status
            | Self::Watch(_)
            | Self::Schema(_)
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Config(_)
            | Self::Version => false,
        }
    }

    /// Returns where the kind of CSV is noted that the daemon writes; `None` where only the answer itself can be CSV.
    pub const fn dialect(&mut self) -> Option<&mut Dialect> {
        if let Self::Reports(verb) = self { verb.dialect() } else { None }
    }

    /// Tells whether a secret is part of the answer.
    #[must_use]
    pub const fn shows_secret(&self) -> bool {
        matches!(self, Self::Users(UsersVerb::Create(_)) | Self::Tokens(TokensVerb::Create(_) | TokensVerb::Rotate(_)))
    }
}

#[derive(Debug, Subcommand)]
pub enum PointsVerb {
    /// List metering points by code
    List(FilteredArgs),
    /// Show one metering point with its meters and latest values
    Show(ThingArgs),
}

#[derive(Debug, Subcommand)]
pub enum QuarantineVerb {
    /// List what waits in quarantine and why, the newest first
    List(FilteredArgs),
}

#[derive(Debug, Subcommand)]
pub enum SourcesVerb {
    /// List sources and how they are doing
    List(ListArgs),
    /// Show one source: its health, its last documents and the parked ones
    Show(SourceArgs),
    /// Ask a source now, without waiting for its interval
    Poll(SourceArgs),
}

#[derive(Debug, Subcommand)]
pub enum ArchiveVerb {
    /// Show how much the archive holds, and in how many bytes
    Stat,
    /// Recompute the whole archive and list what is not as it must be; status 10 when something is found
    Verify(ListArgs),
}

#[derive(Debug, Subcommand)]
pub enum SchemaVerb {
    /// List the kinds of answers
    List(ListArgs),
    /// Print the JSON Schema of one kind of answer
    Show(SchemaArgs),
}

#[derive(Debug, Subcommand)]
pub enum ConfigVerb {
    /// Show the daemon's address and where export cursors are kept
    Path,
}

#[derive(Debug, Args)]
pub struct FilteredArgs {
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct ThingArgs {
    /// Code, serial number or a unique part of the name, such as W-0414
    pub id: String,
}

#[derive(Debug, Args)]
pub struct SourceArgs {
    /// Name of the source, as in ekd.toml
    #[arg(value_parser = |text: &str| SourceName::parse(text))]
    pub name: SourceName,
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Name of the answer, such as site.list
    pub name: String,
}

#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Which events: those of new readings, of alarms, of tickets, or all
    #[arg(value_enum, default_value = "all")]
    pub what: Watched,
    /// End after this time, such as 10m
    #[arg(long = "for", value_name = "DURATION")]
    pub lasting: Option<SignedDuration>,
    /// End after this many events; heartbeats do not count
    #[arg(long, value_name = "N")]
    pub count: Option<u64>,
    /// Begin after this place in the journal, as an event's `cursor` tells it
    #[arg(long, value_name = "CURSOR")]
    pub since_cursor: Option<i64>,
}

/// Which events are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Watched {
    Readings,
    Alarms,
    Tickets,
    All,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct ManArgs {
    /// Write one page a command into this directory
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<std::path::PathBuf>,
}
