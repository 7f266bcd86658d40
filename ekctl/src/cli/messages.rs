//! The verbs of messages: what was written in all tickets, for both sides.

use clap::{Args, Subcommand};
use common::id::EntryId;

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
    #[command(flatten)]
    pub body: BodyArgs,
    #[command(flatten)]
    pub attach: MessageAttachArgs,
}

/// What lies beside a message: it is about no site, so that there are no readings.
#[derive(Debug, Args)]
pub struct MessageAttachArgs {
    /// Attach this file, at most 20 of them and 25 MiB in all; may be given several times
    #[arg(long = "attach", value_name = "FILE")]
    pub files: Vec<std::path::PathBuf>,
}

impl From<&MessageAttachArgs> for AttachArgs {
    fn from(args: &MessageAttachArgs) -> Self {
        Self { files: args.files.clone(), readings: None }
    }
}
