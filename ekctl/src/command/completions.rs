//! Completion scripts for shells.

use clap::CommandFactory;

use crate::cli::{Cli, CompletionsArgs};
use crate::exit::Failure;
use crate::output::Output;

/// Prints the script for a shell.
///
/// # Errors
/// Those of the writer.
pub fn run(args: &CompletionsArgs, output: &mut Output) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "ekctl", &mut script);
    Ok(output.text(&String::from_utf8_lossy(&script))?)
}
