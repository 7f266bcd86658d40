//! All configured sources, made ready to run. The one place that lists the kinds.

use common::id::SourceName;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::Source;
use super::drop::DropSource;
use super::export::{ExportError, ExportSource};
use super::sim::Sim;
use crate::config::Config;

/// A source that is ready to run.
pub struct Configured {
    pub name: SourceName,
    pub kind: &'static str,
    pub interval: SignedDuration,
    pub cadence: Option<SignedDuration>,
    /// Makes it, and makes it again after it failed.
    pub make: Box<dyn Fn() -> Result<Box<dyn Source>, MakeError> + Send + Sync>,
}

/// Why a source cannot be made: files that it needs are not as they should be.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// Returns the sources of a checked configuration.
#[must_use]
pub fn configured(config: &Config, zone: &TimeZone) -> Vec<Configured> {
    let exports = config.export.iter().map(|(name, export)| {
        let section = export.clone();
        let mapping = export.mapping.as_ref().and_then(|name| config.mapping.get_key_value(name));
        let form = format!("{mapping:?} {zone:?}");
        let make = move || Ok(Box::new(ExportSource::new(section.clone(), form.clone())?) as Box<dyn Source>);
        entry(name, "export", (export.interval, export.cadence), make)
    });
    let drops = config.drop.iter().map(|(name, drop)| {
        let section = drop.clone();
        let make = move || Ok(Box::new(DropSource::new(section.clone())) as Box<dyn Source>);
        entry(name, "drop", (drop.interval, drop.cadence), make)
    });
    let sims = config.sim.iter().map(|(name, sim)| {
        let (section, zone) = (sim.clone(), zone.clone());
        let make = move || Ok(Box::new(Sim::new(section.clone(), zone.clone())) as Box<dyn Source>);
        entry(name, "sim", (sim.interval, Some(sim.interval)), make)
    });
    exports.chain(drops).chain(sims).flatten().collect()
}

/// Returns the entry of a source; `None` for a name that the configuration's check refuses.
fn entry(
    name: &str,
    kind: &'static str,
    (interval, cadence): (SignedDuration, Option<SignedDuration>),
    make: impl Fn() -> Result<Box<dyn Source>, MakeError> + Send + Sync + 'static,
) -> Option<Configured> {
    let name = SourceName::parse(name).ok()?;
    Some(Configured { name, kind, interval, cadence, make: Box::new(make) })
}
