//! What a heat meter or a regulator measures, exactly.
//!
//! Every amount is an integer in the base unit of its dimension, one type a dimension, so that the days of a month add
//! up to the month to the last digit. Decimals are made from the integers when something is printed ([`decimal`]),
//! and become integers once, at the edge ([`unit`](mod@unit)). Knows nothing of meters, time or storage.

pub mod amount;
pub mod decimal;
pub mod unit;
pub mod written;

use serde::{Deserialize, Serialize};

pub use amount::{
    Area, Code, DegreeDays, Energy, Flow, Lasting, Offset, Power, Temperature, TemperatureDifference, Value, Volume,
};
pub use decimal::Decimal;
pub use unit::Unit;

/// What is measured at a metering point.
///
/// The discriminants are stored in the archive: never change or reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Heat energy register E1.
    Energy = 1,
    /// Heat carrier volume register V1.
    Volume = 2,
    /// Supply temperature t1 of the network.
    Supply = 3,
    /// Return temperature t2 of the network.
    Return = 4,
    /// Temperature difference t1 − t2, as the meter forms it.
    Difference = 5,
    /// Flow of the heat carrier.
    Flow = 6,
    /// Heat power.
    Power = 7,
    /// Hours the meter has been in operation.
    OperatingTime = 8,
    /// Hours the meter has been in error.
    ErrorTime = 9,
    /// Outdoor temperature, from the weather regulator.
    Outdoor = 10,
    /// Supply temperature of the heating circuit that the regulator computed from the heating curve.
    HeatingSet = 11,
    /// Supply temperature of the heating circuit as measured.
    Heating = 12,
    /// Set temperature of the domestic hot water.
    HotWaterSet = 13,
    /// Temperature of the domestic hot water.
    HotWater = 14,
    /// Heat carrier volume register V2, of the return pipe.
    ReturnVolume = 15,
    /// The info code: what the meter says of itself, a bit for each complaint; see [`crate::info_code`].
    InfoCode = 16,
    /// The meter's clock less the true time: negative where it is slow.
    ClockOffset = 17,
}

/// How the amounts of a quantity follow each other in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Counts up for ever; consumption is the difference of two readings.
    Register,
    /// Has a value at an instant; a period has a minimum, a mean and a maximum.
    Gauge,
}

/// What an amount can be added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    Energy,
    Power,
    Volume,
    Flow,
    Temperature,
    TemperatureDifference,
    Duration,
    /// A bit field: nothing can be added to it.
    Code,
    /// How far one instant lies from another: it has a sign.
    Offset,
}

impl Dimension {
    /// Returns the unit in which Polish heat is metered and billed.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Energy => Unit::Gigajoule,
            Self::Volume => Unit::CubicMetre,
            Self::Temperature => Unit::Celsius,
            Self::TemperatureDifference => Unit::Kelvin,
            Self::Flow => Unit::CubicMetrePerHour,
            Self::Power => Unit::Kilowatt,
            Self::Duration => Unit::Hour,
            Self::Code => Unit::One,
            Self::Offset => Unit::Second,
        }
    }
}

impl Quantity {
    /// All quantities, in the order in which meters show them.
    pub const ALL: [Self; 17] = [
        Self::Energy,
        Self::Volume,
        Self::Supply,
        Self::Return,
        Self::Difference,
        Self::Flow,
        Self::Power,
        Self::OperatingTime,
        Self::ErrorTime,
        Self::Outdoor,
        Self::HeatingSet,
        Self::Heating,
        Self::HotWaterSet,
        Self::HotWater,
        Self::ReturnVolume,
        Self::InfoCode,
        Self::ClockOffset,
    ];

    /// Returns the name used on the command line, in documents and in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Energy => "energy",
            Self::Volume => "volume",
            Self::Supply => "supply",
            Self::Return => "return",
            Self::Difference => "difference",
            Self::Flow => "flow",
            Self::Power => "power",
            Self::OperatingTime => "operating_time",
            Self::ErrorTime => "error_time",
            Self::Outdoor => "outdoor",
            Self::HeatingSet => "heating_set",
            Self::Heating => "heating",
            Self::HotWaterSet => "hot_water_set",
            Self::HotWater => "hot_water",
            Self::ReturnVolume => "return_volume",
            Self::InfoCode => "info_code",
            Self::ClockOffset => "clock_offset",
        }
    }

    /// Returns the quantity with this [`name`](Self::name).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quantity| quantity.name() == name)
    }

    /// Returns the number under which the archive stores the quantity.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Returns the quantity with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|quantity| quantity.code() == code)
    }

    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Energy | Self::Volume | Self::OperatingTime | Self::ErrorTime | Self::ReturnVolume => Kind::Register,
            Self::Supply
            | Self::Return
            | Self::Difference
            | Self::Flow
            | Self::Power
            | Self::Outdoor
            | Self::HeatingSet
            | Self::Heating
            | Self::HotWaterSet
            | Self::HotWater
            | Self::InfoCode
            | Self::ClockOffset => Kind::Gauge,
        }
    }

    #[must_use]
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Energy => Dimension::Energy,
            Self::Volume | Self::ReturnVolume => Dimension::Volume,
            Self::Difference => Dimension::TemperatureDifference,
            Self::Flow => Dimension::Flow,
            Self::Power => Dimension::Power,
            Self::OperatingTime | Self::ErrorTime => Dimension::Duration,
            Self::InfoCode => Dimension::Code,
            Self::ClockOffset => Dimension::Offset,
            Self::Supply
            | Self::Return
            | Self::Outdoor
            | Self::HeatingSet
            | Self::Heating
            | Self::HotWaterSet
            | Self::HotWater => Dimension::Temperature,
        }
    }

    /// Returns the unit in which Polish heat is metered and billed: GJ, m³, °C, K, m³/h, kW, h, s.
    ///
    /// Machine output uses it always, so that a column never changes its unit.
    #[must_use]
    pub const fn unit(self) -> Unit {
        self.dimension().unit()
    }

    /// Returns the heading of machine output, unit included, such as `energy_gj`.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Energy => "energy_gj",
            Self::Volume => "volume_m3",
            Self::Supply => "supply_c",
            Self::Return => "return_c",
            Self::Difference => "difference_k",
            Self::Flow => "flow_m3h",
            Self::Power => "power_kw",
            Self::OperatingTime => "operating_time_h",
            Self::ErrorTime => "error_time_h",
            Self::Outdoor => "outdoor_c",
            Self::HeatingSet => "heating_set_c",
            Self::Heating => "heating_c",
            Self::HotWaterSet => "hot_water_set_c",
            Self::HotWater => "hot_water_c",
            Self::ReturnVolume => "return_volume_m3",
            Self::InfoCode => "info_code",
            Self::ClockOffset => "clock_offset_s",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quantity_is_found_again_by_name_and_code() {
        for quantity in Quantity::ALL {
            assert_eq!(Quantity::parse(quantity.name()), Some(quantity));
            assert_eq!(Quantity::from_code(quantity.code()), Some(quantity));
            assert!(quantity.unit().measures(quantity.dimension()));
            assert!(quantity.column().starts_with(quantity.name()));
        }
    }
}
