//! The verbs of messages: what was written in all tickets, for both sides.

use clap::{Args, Subcommand};
use common::id::{CustomerNumber, EntryId};

use super::ListArgs;
use super::tickets::TicketArgs;
use super::tickets::deeds::entry;
use super::tickets::writing::{AttachArgs, BodyArgs};

#[derive(Debug, Subcommand)]
pub enum MessagesVerb {
    /// List messages over all tickets that you see, the newest first
    List(MessagesListArgs),
    /// Show one message whole
    Show(MessageArgs),
    /// Write to the office; its answers come to the ticket that this opens
    Send(MessageSendArgs),
    /// Note that you have read all of a ticket
    Read(TicketArgs),
}

#[derive(Debug, Args)]
pub struct MessagesListArgs {
    /// Only what you have not read
    #[arg(long)]
    pub unread: bool,
    /// Only messages with these beginnings of words
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct MessageArgs {
    /// Number of the message, as `messages list` tells it
    #[arg(value_name = "ID", value_parser = entry)]
    pub message: EntryId,
}

#[derive(Debug, Args)]
pub struct MessageSendArgs {
    /// One line that says what it is about
    #[arg(long, value_name = "TEXT")]
    pub subject: String,
    /// The site that it is about: it tells for which of several customers you write
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// For the customer with this number; for staff
    #[arg(long, value_name = "NUMBER", value_parser = CustomerNumber::parse)]
    pub customer: Option<CustomerNumber>,
    #[command(flatten)]
    pub body: BodyArgs,
    #[command(flatten)]
    pub attach: AttachArgs,
}
