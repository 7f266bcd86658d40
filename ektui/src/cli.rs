//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches, Parser};
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

impl Arguments {
    /// Reads the command line; with help asked for or words that are wrong, the process ends with what clap says.
    #[must_use]
    pub fn read() -> Self {
        Self::read_from(std::env::args_os().collect()).unwrap_or_else(|error| error.exit())
    }

    fn read_from(words: Vec<OsString>) -> Result<Self, clap::Error> {
        let command = Self::command();
        // A server in the surroundings is nobody's wish for this run, and to clap it would be one.
        let is_demo = words.iter().any(|word| word == "--demo");
        let command = if is_demo { command.mut_arg("server", |server| server.env(None::<&str>)) } else { command };
        Self::from_arg_matches(&command.try_get_matches_from(words)?)
    }
}

fn endpoint(text: &str) -> Result<Endpoint, EndpointError> {
    Endpoint::parse(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::read_from([&["ektui"], words].concat().into_iter().map(OsString::from).collect())
    }

    #[test]
    fn a_visitor_is_only_taken_to_the_demonstration() {
        assert_eq!(read(&["--demo"]).unwrap().demo_user, "anna");
        assert_eq!(read(&["--demo", "--demo-user", "root"]).unwrap().demo_user, "root");
        assert!(read(&["--demo-user", "root"]).is_err());
        assert!(read(&["--demo", "--server", "tls://ekd.example"]).is_err());
        let far = read(&["--server", "tls://ekd.example", "--ca", "/etc/ek/ca.pem"]).unwrap();
        assert_eq!(far.ca.unwrap().to_str(), Some("/etc/ek/ca.pem"));
    }

    #[test]
    fn the_demonstration_wins_over_a_server_in_the_surroundings() {
        const THIS: &str = "cli::tests::the_demonstration_wins_over_a_server_in_the_surroundings";
        const SERVER: &str = "tls://elsewhere.example";
        if std::env::var("EK_SERVER").is_ok_and(|server| server == SERVER) {
            assert_eq!(read(&[]).unwrap().server, Some(Endpoint::parse(SERVER).unwrap()));
            let demo = read(&["--demo"]).unwrap();
            assert_eq!((demo.demo, demo.server), (true, None));
            assert!(read(&["--demo", "--server", "tls://ekd.example"]).is_err(), "a flag is a wish");
            return;
        }
        // Surroundings belong to a whole process, so this test runs once more in one of its own.
        let test = std::env::current_exe().unwrap();
        let run = std::process::Command::new(test).args(["--exact", THIS]).env("EK_SERVER", SERVER).output().unwrap();
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success() && said.contains("1 passed"), "{said}");
    }
}
