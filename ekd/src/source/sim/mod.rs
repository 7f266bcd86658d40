//! A deterministic town for demonstrations: weather, houses and meters that nobody has built, told in the same
//! documents that a telemetry system would send.
//!
//! Must not know what becomes of a document: the archive gets no value from here that a real source could not send.

mod building;
mod config;
mod counted;
mod day;
mod house;
mod integral;
mod meter;
mod noise;
mod paper;
mod scene;
mod script;
mod simulation;
#[cfg(test)]
mod tests;
mod town;
mod weather;

use std::time::Duration;

use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

pub use config::{SimConfig, SimConfigError};
pub use counted::{Counted, counted};

use self::script::{Position, Script};
use super::{Delivery, Desk, DeskError, Source, SourceFuture};
use crate::document::exchange;

/// The source of kind `sim`.
#[derive(Debug)]
pub struct Sim {
    config: SimConfig,
    zone: TimeZone,
}

impl Sim {
    /// Returns the town of `config`, whose people live by the clocks of `zone`.
    #[must_use]
    pub const fn new(config: SimConfig, zone: TimeZone) -> Self {
        Self { config, zone }
    }
}

impl Source for Sim {
    fn run(self: Box<Self>, desk: Desk, stop: CancellationToken) -> SourceFuture {
        Box::pin(async move {
            tokio::select! {
                biased;
                () = stop.cancelled() => Ok(()),
                // A delivery that is dropped here was taken with its position, or comes again after the next start.
                outcome = tell(*self, desk) => outcome,
            }
        })
    }
}

/// Tells the script for ever.
async fn tell(sim: Sim, desk: Desk) -> Result<(), DeskError> {
    let position = desk.position().await?.and_then(|text| {
        let position = Position::parse(&text, sim.config.seed);
        if position.is_none() {
            tracing::warn!(source.name = %desk.name(), "the archive holds another town: this one begins anew");
        }
        position
    });
    let now = desk.clock().now();
    let mut script = on_worker(move || Script::new(sim.config, position, now, sim.zone)).await?;
    loop {
        let now = desk.clock().now();
        let (told, page) = on_worker(move || {
            let page = script.next(now).map(|page| {
                let delivery = Delivery {
                    name: page.name,
                    bytes: exchange::write(page.form, &page.content),
                    mapping: None,
                    position: Some(page.after.text()),
                };
                (delivery, page.after)
            });
            (script, page)
        })
        .await?;
        script = told;
        if let Some((delivery, after)) = page {
            desk.deliver(delivery).await?;
            script.taken(after);
        } else {
            let wait = Duration::try_from(script.due_at().duration_since(now)).unwrap_or_default();
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = desk.nudged() => script.hurry(desk.clock().now()),
            }
        }
    }
}

/// Computes where it keeps nobody waiting: a month of a town takes longer than a socket should be left alone.
async fn on_worker<T: Send + 'static>(compute: impl FnOnce() -> T + Send + 'static) -> Result<T, DeskError> {
    match tokio::task::spawn_blocking(compute).await {
        Ok(computed) => Ok(computed),
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(DeskError::Stopping),
        },
    }
}
