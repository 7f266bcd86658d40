//! Documents fetched by HTTP from another system's export.
//!
//! `plan` decides what is asked when, `template` writes the address, `fetch` asks, `position` remembers; here they are
//! tied together. Knows nothing of what the documents say.

use std::path::Path;
use std::time::Duration;

use common::source::{Outcome, Problem, ProblemKind};
use jiff::Timestamp;
use reqwest::Url;
use tokio_util::sync::CancellationToken;

use super::{Attempt, Delivery, Desk, DeskError, Source, SourceFuture};
use crate::credential;

mod broken;
pub mod config;
pub mod fetch;
pub mod plan;
pub mod position;
pub mod template;
mod unpack;

#[cfg(test)]
mod fixture;

pub use config::ExportConfig;

use broken::Broken;
use fetch::{Fetched, Fetcher, FetcherError, Seen};
use plan::{Action, Event, FetchPlan, Period, Rules};
use position::Position;
use template::Template;

/// A source that fetches documents.
#[derive(Clone, Debug)]
pub struct ExportSource {
    config: ExportConfig,
    /// Differs where documents are read differently.
    form: String,
    rules: Rules,
    template: Template,
    fetcher: Fetcher,
}

/// Why an export cannot be fetched from at all.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the configuration is wrong: {0}")]
    Config(String),
    #[error(transparent)]
    Fetcher(#[from] FetcherError),
}

/// What a running source knows of the documents that it asked for.
struct Memory {
    position: Position,
    broken: Broken,
}

impl ExportSource {
    /// Reads the secrets and makes the HTTP client; `form` is any text that differs where the documents are read
    /// differently. The process must have chosen its rustls provider before.
    ///
    /// # Errors
    /// A configuration that [`ExportConfig::check`] finds wrong, or a file that cannot be used.
    pub fn new(config: ExportConfig, form: String) -> Result<Self, ExportError> {
        Self::with_credentials(config, form, credential::directory().as_deref())
    }

    fn with_credentials(config: ExportConfig, form: String, credentials: Option<&Path>) -> Result<Self, ExportError> {
        let rules = config.rules().map_err(ExportError::Config)?;
        let template = config.template().map_err(|error| ExportError::Config(error.to_string()))?;
        let fetcher = Fetcher::open(&config, credentials)?;
        Ok(Self { config, form, rules, template, fetcher })
    }

    async fn bring(self, desk: Desk, stop: CancellationToken) -> Result<(), DeskError> {
        let kept = desk.position().await?;
        let position = Position::restore(kept.as_deref(), &self.config, &self.form);
        let mut plan = FetchPlan::new(self.rules.clone(), position.progress.clone(), seed());
        let mut memory = Memory { position, broken: Broken::default() };
        let mut event = Event::Woke;
        loop {
            event = match plan.step(desk.clock().now(), event) {
                Action::Ask(period) => {
                    let answer = tokio::select! {
                        () = stop.cancelled() => return Ok(()),
                        answer = self.ask(period, memory.position.seen(period)) => answer,
                    };
                    match answer {
                        Ok((_, Fetched::Unchanged)) => Event::Answered(period),
                        Ok((name, Fetched::Document { bytes, seen })) => {
                            self.hand_in(&desk, &plan, &mut memory, period, (name, bytes, seen)).await?
                        }
                        Err(problem) => Event::Failed(period, problem),
                    }
                }
                Action::Rest { until, attempt } => {
                    log(&desk, &attempt, until);
                    let now = desk.clock().now();
                    desk.report(attempt, Some(until)).await?;
                    tokio::select! {
                        () = stop.cancelled() => return Ok(()),
                        () = desk.nudged() => Event::Nudged,
                        () = tokio::time::sleep(wait(now, until)) => Event::Woke,
                    }
                }
            }
        }
    }

    /// Delivers a document with the position that it leads to, unless the same bytes were parked before.
    async fn hand_in(
        &self,
        desk: &Desk,
        plan: &FetchPlan,
        memory: &mut Memory,
        period: Period,
        (name, bytes, seen): (String, Vec<u8>, Seen),
    ) -> Result<Event, DeskError> {
        let digest = seen.digest.clone();
        if let Some(event) = memory.broken.again(period, &digest) {
            return Ok(event);
        }
        let window_start = plan.window_start(desk.clock().now());
        let next = memory.position.after(period, seen, plan.progress_after(period), window_start);
        let (mapping, position) = (self.config.mapping.clone(), Some(next.text()));
        let document = desk.deliver(Delivery { name, bytes, mapping, position }).await?;
        Ok(match document.outcome {
            Outcome::Parked { problem } => memory.broken.parked(period, digest, problem),
            Outcome::Taken | Outcome::Unknown => {
                memory.broken.healed(period);
                memory.position = next;
                Event::Answered(period)
            }
        })
    }

    async fn ask(&self, period: Period, seen: Option<&Seen>) -> Result<(String, Fetched), Problem> {
        let wrong = |detail| Problem { kind: ProblemKind::Other, detail };
        let address = self.template.fill(period, &self.rules.zone).map_err(|error| wrong(error.to_string()))?;
        let url = Url::parse(&address).map_err(|error| wrong(format!("the address: {error}")))?;
        let name = name(&url, period);
        Ok((name, self.fetcher.fetch(url, seen).await?))
    }
}

impl Source for ExportSource {
    fn run(self: Box<Self>, desk: Desk, stop: CancellationToken) -> SourceFuture {
        Box::pin(async move {
            match self.bring(desk, stop).await {
                Err(DeskError::Stopping) => Ok(()),
                result => result,
            }
        })
    }
}

/// The period is named because it is often in the query, which is not shown.
fn name(url: &Url, period: Period) -> String {
    let address = fetch::shown(url);
    match period {
        Period::Whole => address,
        Period::Days { first, last } if first == last => format!("{address} ({first})"),
        Period::Days { first, last } => format!("{address} ({first} – {last})"),
    }
}

fn wait(now: Timestamp, until: Timestamp) -> Duration {
    Duration::try_from(until.duration_since(now)).unwrap_or_default()
}

fn log(desk: &Desk, attempt: &Attempt, until: Timestamp) {
    match attempt {
        Attempt::Nothing => tracing::debug!(source = %desk.name(), next_at = %until, "the export has been asked"),
        Attempt::Failed(problem) => tracing::debug!(
            source = %desk.name(), problem = problem.kind.name(), detail = problem.detail, next_at = %until,
            "the export could not be fetched"
        ),
    }
}

/// Where the system gives no chance, the process is told apart from others by its number.
fn seed() -> u64 {
    getrandom::u64().unwrap_or_else(|_| u64::from(std::process::id()))
}

#[cfg(test)]
mod tests;
