//! Price lists, as they are shown.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::TariffName;
use crate::money::Price;

/// A tariff of the installation with its price lists, and the rates of VAT.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TariffCard {
    pub name: TariffName,
    /// The newest first.
    pub prices: Vec<PriceList>,
}

/// Net prices from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    pub from: Date,
    /// Contracted power, zł/MW a year, and its twelfth.
    pub power: Price,
    pub power_monthly: Price,
    /// zł/GJ.
    pub heat: Price,
    /// zł/m³.
    pub carrier: Price,
    /// Fixed part of the transmission, zł/MW a year, and its twelfth.
    pub power_transmission: Price,
    pub power_transmission_monthly: Price,
    /// Variable part of the transmission, zł/GJ.
    pub heat_transmission: Price,
    /// Percent of VAT on the first day, such as `23`.
    pub vat_percent: String,
    /// Where they were published.
    #[serde(default)]
    pub source: String,
}
