//! Arguments of what people do with tickets besides writing.

use clap::{ArgGroup, Args};
use common::account::Login;
use common::id::{CustomerNumber, EntryId};
use common::ticket::{Category, Priority, TicketNumber};

use super::{TicketArgs, categories, priorities};

#[derive(Debug, Args)]
pub struct NumbersArgs {
    /// Numbers of the tickets, such as Z-2025-118 Z-2025-119
    #[arg(value_name = "NUMBER", required = true, value_parser = TicketNumber::parse)]
    pub numbers: Vec<TicketNumber>,
}

#[derive(Debug, Args)]
pub struct AssignArgs {
    /// Numbers of the tickets, and last the name under which the person logs in
    #[arg(value_name = "NUMBER|LOGIN", required = true, value_parser = ticket_or_login)]
    pub things: Vec<TicketOrLogin>,
    /// Nobody's work
    #[arg(long)]
    pub nobody: bool,
}

/// A ticket or a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketOrLogin {
    Ticket(TicketNumber),
    Login(Login),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change")
    .args(["category", "site", "no_site", "customer", "no_customer", "priority"]).required(true).multiple(true))]
pub struct EditArgs {
    #[command(flatten)]
    pub tickets: NumbersArgs,
    /// What they are about
    #[arg(long, value_name = "CATEGORY", value_parser = categories())]
    pub category: Option<Category>,
    /// The site that they are about
    #[arg(long, value_name = "SITE", conflicts_with = "no_site")]
    pub site: Option<String>,
    /// They are about no single site
    #[arg(long)]
    pub no_site: bool,
    /// Whose they are: the customer with this number
    #[arg(long, value_name = "NUMBER", value_parser = CustomerNumber::parse, conflicts_with = "no_customer")]
    pub customer: Option<CustomerNumber>,
    /// Nobody knows whose they are
    #[arg(long)]
    pub no_customer: bool,
    /// How urgent they are
    #[arg(long, value_name = "PRIORITY", value_parser = priorities())]
    pub priority: Option<Priority>,
}

#[derive(Debug, Args)]
pub struct WatchTicketArgs {
    #[command(flatten)]
    pub ticket: TicketArgs,
    /// The name under which the person logs in
    #[arg(value_parser = Login::parse)]
    pub login: Login,
}

#[derive(Debug, Args)]
pub struct MergeArgs {
    #[command(flatten)]
    pub tickets: NumbersArgs,
    /// The ticket that they become part of
    #[arg(long, value_name = "NUMBER", value_parser = TicketNumber::parse)]
    pub into: TicketNumber,
}

#[derive(Debug, Args)]
pub struct SplitArgs {
    #[command(flatten)]
    pub ticket: TicketArgs,
    /// The entries that go, by the numbers that `tickets show` tells, such as 12,13
    #[arg(long, value_name = "ENTRY,…", value_delimiter = ',', required = true, value_parser = entry)]
    pub entries: Vec<EntryId>,
    /// What the new ticket is about
    #[arg(long, value_name = "CATEGORY", value_parser = categories())]
    pub category: Category,
    /// The new ticket's subject
    #[arg(long, value_name = "TEXT")]
    pub subject: String,
}

/// Why a text names nothing here.
#[derive(Debug, thiserror::Error)]
pub enum NoSuchName {
    #[error("neither a ticket's number nor a login")]
    TicketOrLogin,
    #[error("not a number of an entry")]
    Entry,
}

fn ticket_or_login(text: &str) -> Result<TicketOrLogin, NoSuchName> {
    if let Ok(number) = TicketNumber::parse(text) {
        return Ok(TicketOrLogin::Ticket(number));
    }
    Login::parse(text).map(TicketOrLogin::Login).map_err(|_| NoSuchName::TicketOrLogin)
}

/// Reads `12` or `#12`.
///
/// # Errors
/// Neither.
pub fn entry(text: &str) -> Result<EntryId, NoSuchName> {
    let number = text.trim().trim_start_matches('#').parse().ok().filter(|number| *number > 0);
    number.map(EntryId).ok_or(NoSuchName::Entry)
}
