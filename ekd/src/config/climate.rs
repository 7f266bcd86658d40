//! `[climate]`: the weather for which buildings here are designed.

use common::quantity::Temperature;
use common::quantity::written::temperature;
use serde::Deserialize;

use crate::contracted_power::Climate;

/// Where the installation lies.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClimateConfig {
    /// The outdoor temperature of the climate zone.
    #[serde(with = "temperature")]
    pub design_outdoor: Temperature,
}

/// From the sea to the mountains of Poland it is -16 to -24 °C; elsewhere it may be milder or harder.
const DESIGN: std::ops::RangeInclusive<i64> = -45_000..=5_000;

impl Default for ClimateConfig {
    fn default() -> Self {
        Self { design_outdoor: Temperature::from_base(-20_000) }
    }
}

impl ClimateConfig {
    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let fits = DESIGN.contains(&self.design_outdoor.base());
        let problem = "climate: design-outdoor must be -45 °C to 5 °C, such as \"-20 °C\"";
        if fits { Vec::new() } else { vec![problem.to_owned()] }
    }

    /// Returns what works on contracted power go by.
    #[must_use]
    pub const fn climate(&self) -> Climate {
        Climate { design_outdoor: self.design_outdoor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_design_temperature_is_that_of_the_third_zone_unless_another_is_told() {
        assert_eq!(ClimateConfig::default().climate().design_outdoor.base(), -20_000);
        let read = |text: &str| toml::from_str::<ClimateConfig>(text);
        assert_eq!(read("design-outdoor = '-24 °C'").unwrap().climate().design_outdoor.base(), -24_000);
        assert_eq!(read("design-outdoor = '20 °C'").unwrap().check().len(), 1);
        assert!(read("design-outdoor = -20").is_err() && read("design-outdoor = '-20'").is_err());
    }
}
