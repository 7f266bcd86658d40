//! Contracted power: what a building's peaks let expect in the weather it is designed for, and what to order.
//!
//! Knows neither archive nor tariff: peaks and prices are arguments.

use common::quantity::Temperature;

/// The weather for which buildings here are designed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Climate {
    /// The outdoor temperature that the climate zone asks for.
    pub design_outdoor: Temperature,
}
