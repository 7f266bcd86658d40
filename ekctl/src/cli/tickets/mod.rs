//! The verbs of tickets: looking at them, writing, doing something with them.
//!
//! [`writing`] has the arguments of what is written, [`deeds`] those of what is done with tickets besides, [`office`]
//! those of drafts, templates, figures and the archive.

pub mod deeds;
pub mod office;
pub mod writing;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use common::account::Login;
use common::id::CustomerNumber;
use common::ticket::query::TicketOrder;
use common::ticket::{Category, Priority, TicketNumber, TicketState};

use super::ListArgs;
use super::list::ColumnArgs;
use deeds::{AssignArgs, EditArgs, MergeArgs, NumbersArgs, SplitArgs, WatchTicketArgs};
use office::{DownloadArgs, DraftsVerb, StatisticsArgs, TemplatesVerb, TicketsExportArgs, UndoArgs};
use writing::{AttachFilesArgs, CreateArgs, NoteArgs, ReplyArgs};

#[derive(Debug, Subcommand)]
pub enum TicketsVerb {
    /// List tickets that are not settled, what is due first on top
    List(TicketsListArgs),
    /// Show one ticket: how it stands, until when, what telemetry says, what was written
    Show(TicketShowArgs),
    /// Open a ticket
    Create(Box<CreateArgs>),
    /// Answer a ticket, for both sides to read
    Reply(ReplyArgs),
    /// Write an internal note, which customers never see
    Note(NoteArgs),
    /// Attach files to a ticket, for both sides to see
    Attach(AttachFilesArgs),
    /// Take tickets: they are your work now
    Take(NumbersArgs),
    /// Make tickets the work of somebody, or of nobody
    Assign(AssignArgs),
    /// Close tickets
    Close(NumbersArgs),
    /// Say that tickets are solved; the customer can reopen them for a while
    Solve(NumbersArgs),
    /// Say that tickets wait for the customer; their clocks stand still until the customer writes
    Wait(NumbersArgs),
    /// Open settled tickets again
    Reopen(NumbersArgs),
    /// Change what tickets are about, whose they are and how urgent
    Edit(EditArgs),
    /// Have somebody of the office told of a ticket besides
    Watch(WatchTicketArgs),
    /// Have somebody not told of a ticket any more
    Unwatch(WatchTicketArgs),
    /// Make tickets part of another
    Merge(MergeArgs),
    /// Have entries of a ticket go to a ticket of their own
    Split(SplitArgs),
    /// Take back what was sent with --hold, while it is held; it becomes a draft
    Undo(UndoArgs),
    /// What you are about to send
    #[command(subcommand, alias = "draft")]
    Drafts(DraftsVerb),
    /// Write an attached file to this machine
    Download(DownloadArgs),
    /// Canned answers of the office
    #[command(subcommand, alias = "template")]
    Templates(TemplatesVerb),
    /// Tell how the office did in a period, by category [default: -30d]
    Statistics(StatisticsArgs),
    /// Write tickets with all that was written in them, for archives
    Export(TicketsExportArgs),
    /// List mail that came to the office's mailbox and what became of it, the newest first; for staff
    Mail(ListArgs),
}

#[derive(Debug, Args)]
pub struct TicketsListArgs {
    #[command(flatten)]
    pub filter: TicketFilterArgs,
    /// Only tickets whose time is over and that are not settled
    #[arg(long, conflicts_with_all = ["all", "settled"])]
    pub overdue: bool,
    /// Only tickets that are solved or closed
    #[arg(long, conflicts_with = "all")]
    pub settled: bool,
    /// In which order
    #[arg(long, value_name = "ORDER", default_value = "due", value_parser = orders())]
    pub order: TicketOrder,
    #[command(flatten)]
    pub columns: ColumnArgs,
    /// Also settled tickets; write all rows
    #[arg(long, help_heading = "List")]
    pub all: bool,
}

/// Which tickets.
#[derive(Debug, Args)]
pub struct TicketFilterArgs {
    /// Only tickets in this state
    #[arg(long, value_name = "STATE", value_parser = states())]
    pub state: Option<TicketState>,
    /// Only tickets about this
    #[arg(long, value_name = "CATEGORY", value_parser = categories())]
    pub category: Option<Category>,
    /// Only tickets of this site
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// Only tickets of the customer with this number
    #[arg(long, value_name = "NUMBER", value_parser = CustomerNumber::parse)]
    pub customer: Option<CustomerNumber>,
    /// Only your own work
    #[arg(long, conflicts_with_all = ["unassigned", "assignee"])]
    pub mine: bool,
    /// Only tickets that are nobody's work
    #[arg(long, conflicts_with = "assignee")]
    pub unassigned: bool,
    /// Only the work of this account
    #[arg(long, value_name = "LOGIN", value_parser = Login::parse)]
    pub assignee: Option<Login>,
    /// Only tickets with these beginnings of words in the subject or in what was written
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
}

#[derive(Debug, Args)]
pub struct TicketShowArgs {
    #[command(flatten)]
    pub ticket: TicketArgs,
    /// Also earlier mail that was quoted, and signatures
    #[arg(long)]
    pub quoted: bool,
}

#[derive(Debug, Args)]
pub struct TicketArgs {
    /// Number of the ticket, such as Z-2025-118
    #[arg(value_parser = TicketNumber::parse)]
    pub number: TicketNumber,
}

/// Reads the name of a category.
pub fn categories() -> impl TypedValueParser<Value = Category> {
    PossibleValuesParser::new(Category::ALL.map(Category::name))
        .map(|name| Category::parse(&name).unwrap_or(Category::Other))
}

/// Reads the name of a priority.
pub fn priorities() -> impl TypedValueParser<Value = Priority> {
    PossibleValuesParser::new(Priority::ALL.map(Priority::name))
        .map(|name| Priority::parse(&name).unwrap_or(Priority::Normal))
}

fn states() -> impl TypedValueParser<Value = TicketState> {
    PossibleValuesParser::new(TicketState::ALL.map(TicketState::name))
        .map(|name| TicketState::parse(&name).unwrap_or(TicketState::Unknown))
}

fn orders() -> impl TypedValueParser<Value = TicketOrder> {
    PossibleValuesParser::new(["due", "changed", "number"]).map(|name| match name.as_str() {
        "changed" => TicketOrder::Changed,
        "number" => TicketOrder::Number,
        _ => TicketOrder::Due,
    })
}
