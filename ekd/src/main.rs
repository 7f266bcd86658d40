//! The daemon's command line.

use std::process::ExitCode;

use clap::Parser;
use ekd::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().execute() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "errors of a command go to standard error")]
fn complain(error: &anyhow::Error) {
    eprintln!("ekd: {error:#}");
}
