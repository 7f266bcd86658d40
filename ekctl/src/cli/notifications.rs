//! The verbs of notices: what people were told, what they want to be told.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use common::account::Login;
use common::delivery::Channel;
use common::id::AlarmId;

use super::ListArgs;
use super::alarms::number;

#[derive(Debug, Subcommand)]
pub enum NotificationsVerb {
    /// List what the own account was told, or will be, the newest first
    List(NoticesArgs),
    /// What the own account wants to be told, when and how
    #[command(subcommand)]
    Settings(NoticeSettingsVerb),
    /// Send a message to oneself, to see whether it arrives
    Test(NoticeTestArgs),
}

#[derive(Debug, Args)]
pub struct NoticesArgs {
    /// Only what was told of this alarm, such as A-12
    #[arg(long, value_name = "ID", value_parser = number, conflicts_with = "everyone")]
    pub alarm: Option<AlarmId>,
    /// What everybody was told, for staff
    #[arg(long)]
    pub everyone: bool,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Subcommand)]
pub enum NoticeSettingsVerb {
    /// Show the settings as a file that `settings set` reads
    Show(NoticeSettingsArgs),
    /// Make the settings of a file those of the own account
    Set(NoticeSettingsSetArgs),
}

#[derive(Debug, Args)]
pub struct NoticeSettingsArgs {
    /// Those of another account, for administrators
    #[arg(long, value_name = "NAME", value_parser = Login::parse)]
    pub login: Option<Login>,
}

#[derive(Debug, Args)]
pub struct NoticeSettingsSetArgs {
    /// TOML file, as `settings show` writes it; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct NoticeTestArgs {
    /// By which way
    #[arg(long, value_name = "CHANNEL", value_parser = channels())]
    pub channel: Channel,
}

fn channels() -> impl TypedValueParser<Value = Channel> {
    PossibleValuesParser::new(Channel::ALL.map(Channel::name))
        .map(|name| Channel::parse(&name).unwrap_or(Channel::Email))
}
