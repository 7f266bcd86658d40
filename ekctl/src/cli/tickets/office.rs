//! Arguments of drafts, templates, attached files, figures and the archive of tickets.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use common::api::OnceKey;
use common::id::{AttachmentId, SendingId, TemplateName};
use common::ticket::Category;

use super::categories;
use super::writing::BodyArgs;
use crate::cli::account::AgreedArgs;
use crate::cli::{ListArgs, RangeArgs};

#[derive(Debug, Args)]
pub struct UndoArgs {
    /// Number of what was sent, as `tickets reply --hold` tells it
    #[arg(value_parser = |text: &str| text.parse().map(SendingId))]
    pub sending: SendingId,
}

#[derive(Debug, Subcommand)]
pub enum DraftsVerb {
    /// List your drafts, the last saved first
    List(ListArgs),
    /// Show the text of a draft
    Show(DraftArgs),
    /// Send a draft
    Send(DraftArgs),
    /// Throw a draft away
    Delete(DraftArgs),
}

#[derive(Debug, Args)]
pub struct DraftArgs {
    /// Key of the draft, as `drafts list` tells it
    #[arg(value_parser = |text: &str| OnceKey::try_from(text.to_owned()))]
    pub key: OnceKey,
}

#[derive(Debug, Args)]
pub struct DownloadArgs {
    /// Number of the attachment, as `tickets show` tells it
    #[arg(value_parser = |text: &str| text.parse().map(AttachmentId))]
    pub attachment: AttachmentId,
    /// Replace a file that is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Subcommand)]
pub enum TemplatesVerb {
    /// List canned answers by name
    List(ListArgs),
    /// Show the text of a canned answer
    Show(TemplateArgs),
    /// Make a canned answer, or change the one with this name
    Save(TemplateSaveArgs),
    /// Remove a canned answer
    Delete(TemplateDeleteArgs),
}

#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// Name of the canned answer, such as crew-is-coming
    #[arg(value_parser = |text: &str| TemplateName::parse(text))]
    pub name: TemplateName,
}

#[derive(Debug, Args)]
pub struct TemplateSaveArgs {
    #[command(flatten)]
    pub template: TemplateArgs,
    /// First for tickets of this category [default: for all]
    #[arg(long, value_name = "CATEGORY", value_parser = categories())]
    pub category: Option<Category>,
    #[command(flatten)]
    pub body: BodyArgs,
}

#[derive(Debug, Args)]
pub struct TemplateDeleteArgs {
    #[command(flatten)]
    pub template: TemplateArgs,
    #[command(flatten)]
    pub agreed: AgreedArgs,
}

#[derive(Debug, Args)]
pub struct StatisticsArgs {
    #[command(flatten)]
    pub range: RangeArgs,
    /// Draw how many were opened and settled day by day
    #[arg(long)]
    pub chart: bool,
    /// Width of the drawing in characters, 40 to 300
    #[arg(long, value_name = "N", default_value_t = 78, value_parser = clap::value_parser!(u16).range(40..=300))]
    pub width: u16,
    /// Rows of the drawing, 4 to 60
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(4..=60))]
    pub height: u16,
}

#[derive(Debug, Args)]
pub struct TicketsExportArgs {
    #[command(flatten)]
    pub range: RangeArgs,
    /// All tickets that you see, whenever they were opened [default without a period]
    #[arg(long, conflicts_with_all = ["range", "since", "until"])]
    pub all: bool,
    /// Write several files and all attached ones into this new or empty directory
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}
