//! The command line.

use std::path::PathBuf;

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
    /// Who looks at the demonstration: anna (manager), tomek (technician), maria (clerk) or root (administrator)
    #[arg(long, value_name = "NAME", default_value = "anna", requires = "demo")]
    pub demo_user: String,
    /// Where the daemon listens, such as `unix:/run/ekd/ekd.sock` or `tls://ekd.example:7443`
    #[arg(long, value_name = "ENDPOINT", env = "EK_SERVER", value_parser = endpoint)]
    pub server: Option<Endpoint>,
    /// Authorities to trust instead of the system's, a file in PEM; for tls:// only
    #[arg(long, value_name = "FILE", env = "EK_CA_FILE")]
    pub ca: Option<PathBuf>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_is_only_taken_to_the_demonstration() {
        let read = |words: &[&str]| Arguments::try_parse_from([&["ektui"], words].concat());
        assert_eq!(read(&["--demo"]).unwrap().demo_user, "anna");
        assert_eq!(read(&["--demo", "--demo-user", "root"]).unwrap().demo_user, "root");
        assert!(read(&["--demo-user", "root"]).is_err());
        assert!(read(&["--demo", "--server", "tls://ekd.example"]).is_err());
        let far = read(&["--server", "tls://ekd.example", "--ca", "/etc/ek/ca.pem"]).unwrap();
        assert_eq!(far.ca.unwrap().to_str(), Some("/etc/ek/ca.pem"));
    }
}
