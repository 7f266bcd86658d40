//! The `[sim.NAME]` section of an invented town. Opens nothing.

use jiff::{SignedDuration, Span, SpanRelativeTo};
use serde::{Deserialize, Deserializer, de};

/// Settings of a source of kind `sim`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SimConfig {
    /// Decides the weather and the habits of the town; the same seed gives the same town.
    pub seed: u64,
    /// How often the meters are read, 1 s to 1 h.
    pub interval: SignedDuration,
    /// How far back the readings reach, 3 to 1200 days: before that the meters were not there.
    #[serde(deserialize_with = "days_of_24_hours")]
    pub history: SignedDuration,
}

/// What cannot be in the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SimConfigError {
    #[error("interval is {0:#}, it must be 1s to 1h")]
    Interval(SignedDuration),
    #[error("history is {} days, it must be 3d to 1200d", .0.as_hours() / 24)]
    History(SignedDuration),
}

impl Default for SimConfig {
    fn default() -> Self {
        Self { seed: 412, interval: SignedDuration::from_secs(5), history: SignedDuration::from_hours(800 * 24) }
    }
}

impl SimConfig {
    /// Returns everything that is wrong with the section.
    #[must_use]
    pub fn check(&self) -> Vec<SimConfigError> {
        let mut problems = Vec::new();
        if self.interval < SignedDuration::from_secs(1) || self.interval > SignedDuration::from_hours(1) {
            problems.push(SimConfigError::Interval(self.interval));
        }
        if self.history < SignedDuration::from_hours(3 * 24) || self.history > SignedDuration::from_hours(1200 * 24) {
            problems.push(SimConfigError::History(self.history));
        }
        problems
    }
}

/// A [`SignedDuration`] reads no days, because some have 23 hours; here a day is 24.
fn days_of_24_hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SignedDuration, D::Error> {
    let span = Span::deserialize(deserializer)?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_read_and_checked() {
        let config: SimConfig = toml::from_str("seed = 7\ninterval = \"10s\"\nhistory = \"30d\"").unwrap();
        assert_eq!((config.seed, config.interval.as_secs(), config.history.as_hours()), (7, 10, 720));
        assert!(config.check().is_empty());
        assert!(SimConfig::default().check().is_empty());
        let config: SimConfig = toml::from_str("interval = \"0s\"\nhistory = \"1d\"").unwrap();
        assert_eq!(
            config.check().iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["interval is 0s, it must be 1s to 1h", "history is 1 days, it must be 3d to 1200d"]
        );
        assert!(toml::from_str::<SimConfig>("sead = 7").is_err());
    }
}
