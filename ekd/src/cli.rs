//! The daemon's own commands: run, set up, look at the configuration, demo.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use common::account::Login;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config;
use crate::config::paths::User;
use crate::run::{self, Signals, Start};
use crate::{demo, logging, memory, setup};

/// Bring heat telemetry in, keep every reading, and answer ekctl and ektui
#[derive(Debug, Parser)]
#[command(name = "ekd", version)]
pub struct Cli {
    /// Configuration file; by default the user's own, then /etc/ekd/ekd.toml
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the daemon in the foreground until SIGTERM or Ctrl-C
    Run,
    /// Make the directories, a commented configuration if there is none, an empty archive, and the first administrator
    Setup {
        /// Log-in name of the first administrator; asked for in a terminal
        #[arg(long, value_name = "NAME", value_parser = |text: &str| Login::parse(text))]
        admin: Option<Login>,
        /// Their full name
        #[arg(long, value_name = "NAME", default_value = "Administrator")]
        name: String,
        /// Read their password from the first line of standard input instead of asking for it
        #[arg(long, requires = "admin")]
        password_stdin: bool,
        /// Make a new vault.key where the one beside the archive is lost; second factors are forgotten
        #[arg(long, conflicts_with = "admin")]
        new_key: bool,
    },
    /// Read the configuration and tell all its problems; opens nothing
    CheckConfig,
    /// Look at or make the configuration
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Run a daemon with an invented town in a temporary directory
    Demo {
        /// Directory to use and keep, instead of a temporary one
        #[arg(long, value_name = "DIR")]
        directory: Option<PathBuf>,
        /// Pretend that it is this instant, such as 2026-01-15T06:00:00+01:00
        #[arg(long, value_name = "INSTANT")]
        now: Option<Timestamp>,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Write a commented sample to FILE, or to standard output
    Init {
        /// File to write; one that exists is left alone
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Print where the configuration is looked for
    Path,
}

impl Cli {
    /// Does what the command line says.
    ///
    /// # Errors
    /// What prevented it, with its causes.
    pub fn execute(self) -> anyhow::Result<()> {
        let user = User::of_process();
        // What the next command must be told too.
        let option = self.config.as_ref().map(|file| format!(" --config {}", file.display())).unwrap_or_default();
        let file = self.config.unwrap_or_else(|| user.config_file());
        match self.command {
            Command::Run => {
                memory::settle();
                let config = config::load(&file)?;
                logging::start(&config.log)?;
                let paths = user.paths(&config);
                block_on(run(Start { config, paths, clock: Clock::system(), demo: false }))
            }
            Command::Setup { new_key: true, .. } => setup::new_key(&user, &file),
            Command::Setup { admin, name, password_stdin, new_key: false } => {
                let asked = setup::Asked { admin, name, password_stdin };
                setup::run(&user, &file, &option, asked)
            }
            Command::CheckConfig => {
                let config = config::load(&file)?;
                config.info_codes.tables()?;
                config.tickets.service_clocks()?;
                say(&format!("{}: ok", file.display()));
                Ok(())
            }
            Command::Config { command: ConfigCommand::Init { file: None } } => {
                say(config::SAMPLE.trim_end());
                Ok(())
            }
            Command::Config { command: ConfigCommand::Init { file: Some(file) } } => init(&file),
            Command::Config { command: ConfigCommand::Path } => {
                say(&file.display().to_string());
                Ok(())
            }
            Command::Demo { directory, now } => block_on(run_demo(directory, now)),
        }
    }
}

fn block_on(task: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.context("the runtime does not start")?;
    let result = runtime.block_on(task);
    // Work on blocking threads was asked to stop; what ignores that must not hold the process.
    runtime.shutdown_background();
    result
}

async fn run(start: Start) -> anyhow::Result<()> {
    // Fails only where a provider is installed already, which is as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let signals = Signals::listen().context("signals cannot be heard")?;
    let (socket, n_sources) = (start.paths.socket.clone(), start.config.source_names().count());
    let running = run::start(start, CancellationToken::new()).await?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), socket = %socket.display(), n_sources, "ekd runs");
    running.heed(signals);
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    running.finish().await.context("ekd did not end well")?;
    tracing::info!("ekd ended");
    Ok(())
}

async fn run_demo(directory: Option<PathBuf>, now: Option<Timestamp>) -> anyhow::Result<()> {
    logging::start(&config::LogConfig::default())?;
    let temporary = tempfile::tempdir().context("no temporary directory can be made")?;
    let directory = directory.unwrap_or_else(|| temporary.path().to_path_buf());
    let signals = Signals::listen().context("signals cannot be heard")?;
    let running = demo::start(&directory, now, CancellationToken::new()).await?;
    say(&format!("EK_SERVER=unix:{}", directory.join("ekd.sock").display()));
    running.heed(signals);
    running.finish().await?;
    Ok(())
}

pub(crate) fn init(file: &Path) -> anyhow::Result<()> {
    use std::io::Write as _;
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent).with_context(|| format!("{} cannot be made", parent.display()))?;
    }
    let made = std::fs::File::create_new(file).and_then(|mut made| made.write_all(config::SAMPLE.as_bytes()));
    made.with_context(|| format!("{} cannot be made", file.display()))?;
    say(&format!("configuration: {}", file.display()));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what a command says goes to standard output")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}
