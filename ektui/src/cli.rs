//! The command line.

use clap::Parser;
use common::endpoint::{Endpoint, EndpointError};

use crate::glyphs::Repertoire;
use crate::theme::Wish;

/// Watch a district-heating network in the terminal
#[derive(Clone, Debug, Parser)]
#[command(name = "ektui", version)]
pub struct Arguments {
    /// Show an invented town with its own daemon; nothing leaves this machine
    #[arg(long, conflicts_with = "server")]
    pub demo: bool,
    /// Begin the demonstration at this instant, such as 2025-11-23T14:32:00+01:00
    #[arg(long, value_name = "INSTANT", requires = "demo")]
    pub demo_now: Option<jiff::Timestamp>,
    /// Where the daemon listens, such as `unix:/run/ekd/ekd.sock`
    #[arg(long, value_name = "ENDPOINT", env = "EK_SERVER", value_parser = endpoint)]
    pub server: Option<Endpoint>,
    /// Language: pl or en
    #[arg(long, env = "EK_LANG", value_parser = ["pl", "en"])]
    pub lang: Option<String>,
    /// Characters to draw with; chosen by the terminal if absent
    #[arg(long)]
    pub glyphs: Option<Repertoire>,
    /// Colours to use
    #[arg(long, default_value = "auto")]
    pub color: Wish,
    /// Redraw at most once a second, for slow links
    #[arg(long)]
    pub slow: bool,
}

fn endpoint(text: &str) -> Result<Endpoint, EndpointError> {
    Endpoint::parse(text)
}
