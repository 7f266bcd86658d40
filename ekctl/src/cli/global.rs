//! Flags that every command understands.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use common::endpoint::Endpoint;
use common::language::Language;
use jiff::SignedDuration;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::output::look::{EnergyUnit, Glyphs};

/// Flags that every command understands.
#[derive(Debug, Args)]
pub struct Global {
    #[command(flatten)]
    pub form: FormArgs,
    #[command(flatten)]
    pub reader: ReaderArgs,
    #[command(flatten)]
    pub call: CallArgs,
}

/// In which form the answer is written, and where.
#[derive(Debug, Args)]
#[command(next_help_heading = "Answer")]
pub struct FormArgs {
    /// Form of the answer; parquet for readings export only
    #[arg(short, long, global = true, value_enum, value_name = "FORM")]
    pub output: Option<FormName>,
    /// Short for --output json
    #[arg(long, global = true, conflicts_with = "output")]
    pub json: bool,
    /// Write to FILE, which appears or changes only when the answer is complete
    #[arg(long, global = true, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Kind of CSV; excel-pl: semicolon, decimal comma, byte-order mark, CRLF
    #[arg(long, global = true, value_enum, value_name = "DIALECT")]
    pub csv_dialect: Option<DialectName>,
}

/// For whom the answer is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reader")]
pub struct ReaderArgs {
    /// Time zone of shown and given local times instead of the installation's, such as Europe/Warsaw or UTC
    #[arg(long, global = true, value_name = "ZONE", value_parser = zone)]
    pub tz: Option<TimeZone>,
    #[arg(
        long,
        global = true,
        help = "Language of tables and messages [env: EK_LANG, then the locale]",
        value_enum,
        value_name = "LANGUAGE"
    )]
    pub lang: Option<LanguageName>,
    /// Unit of energy in tables and charts; machines always get GJ
    #[arg(long, global = true, value_enum, value_name = "UNIT")]
    pub units: Option<EnergyUnit>,
    /// Whether headings are bold
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    pub color: Option<When>,
    /// Characters of charts
    #[arg(long, global = true, value_enum, value_name = "SET")]
    pub glyphs: Option<Glyphs>,
}

/// How the daemon is called.
#[derive(Debug, Args)]
#[command(next_help_heading = "Connection")]
pub struct CallArgs {
    #[arg(help = "Address of the daemon, such as unix:/run/ekd/ekd.sock or tls://ekd.example", long, global = true, value_name = "ADDRESS", env = "EK_SERVER", hide_env_values = true,
          value_parser = Endpoint::parse)]
    pub server: Option<Endpoint>,
    /// Trust only the authorities in this PEM file, instead of the system's
    #[arg(long, global = true, value_name = "FILE", env = "EK_CA_FILE", hide_env_values = true)]
    pub ca: Option<PathBuf>,
    /// Log in with the token in FILE, which only its owner can read
    #[arg(long, global = true, value_name = "FILE", env = "EKCTL_TOKEN_FILE", hide_env_values = true)]
    pub token_file: Option<PathBuf>,
    /// Never ask anything: what would have to be asked is an error
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Longest time to wait for one answer, at most 60s
    #[arg(long, global = true, value_name = "DURATION", default_value = "20s", value_parser = patience)]
    pub timeout: Duration,
    /// Try again up to N times when the daemon cannot be reached or is too slow
    #[arg(long, global = true, value_name = "N", default_value_t = 0)]
    pub retry: u32,
    /// Say nothing but the answer and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say which address is asked, how long that takes and what is tried again
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// Forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormName {
    Table,
    Json,
    Ndjson,
    Csv,
    Parquet,
}

/// Kinds of CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DialectName {
    Plain,
    ExcelPl,
}

/// Languages by their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LanguageName {
    Pl,
    En,
}

impl From<LanguageName> for Language {
    fn from(name: LanguageName) -> Self {
        match name {
            LanguageName::Pl => Self::Polish,
            LanguageName::En => Self::English,
        }
    }
}

/// When something is done that only a terminal likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

/// Why a text is no zone or duration.
#[derive(Debug, thiserror::Error)]
pub enum ArgumentError {
    #[error("no such time zone")]
    Zone,
    #[error("not a duration between 1 ms and 60 s")]
    Patience,
}

/// Finds a time zone in the tables that came with the program, which takes no walk through the system's files.
///
/// # Errors
/// No zone has this name.
pub fn zone(name: &str) -> Result<TimeZone, ArgumentError> {
    TimeZoneDatabase::bundled().get(name).map_err(|_| ArgumentError::Zone)
}

fn patience(text: &str) -> Result<Duration, ArgumentError> {
    let duration: SignedDuration = text.parse().map_err(|_| ArgumentError::Patience)?;
    let duration = Duration::try_from(duration).map_err(|_| ArgumentError::Patience)?;
    let allowed = Duration::from_millis(1)..=common::wire::MAX_WAIT;
    if allowed.contains(&duration) { Ok(duration) } else { Err(ArgumentError::Patience) }
}
