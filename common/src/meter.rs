//! A heat meter and the periods in which it sat somewhere.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::id::{MeterId, PointId, SerialNumber};
use crate::quantity::{Energy, Quantity, Volume};

/// A device with a serial number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    pub id: MeterId,
    pub serial: SerialNumber,
    /// Maker and model as delivered, such as `Kamstrup MULTICAL 603`; may be empty.
    #[serde(default)]
    pub model: String,
    /// When it was verified last; `None` where nobody has told.
    #[serde(default)]
    pub verified_on: Option<Date>,
    /// Where it sits and has sat, oldest first.
    pub installations: Vec<Installation>,
}

/// A meter at a metering point from one instant until another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    pub meter: MeterId,
    pub point: PointId,
    pub from: Timestamp,
    /// The first instant at which it is no longer there; `None` while it is.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// What the registers showed when it was put in.
    #[serde(default)]
    pub initial: Registers,
    /// What the registers showed when it was taken out.
    #[serde(default)]
    pub last: Registers,
}

/// The two registers that are written into a replacement protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registers {
    #[serde(default)]
    pub energy: Option<Energy>,
    #[serde(default)]
    pub volume: Option<Volume>,
}

/// Says when a meter was verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub serial: SerialNumber,
    pub on: Date,
}

/// Years for which the verification of a heat meter is valid, counted from the first of January after it.
const VERIFICATION_YEARS: i16 = 5;

/// Returns the last day on which a meter that was verified on `verified_on` may be billed by.
#[must_use]
pub fn verification_until(verified_on: Date) -> Date {
    let year = verified_on.year().saturating_add(VERIFICATION_YEARS);
    date(year.min(Date::MAX.year()), 12, 31)
}

impl Registers {
    /// Returns what the register of a quantity showed, in base units; `None` where a protocol has no such register.
    #[must_use]
    pub fn of(&self, quantity: Quantity) -> Option<i64> {
        match quantity {
            Quantity::Energy => self.energy.map(Energy::base),
            Quantity::Volume => self.volume.map(Volume::base),
            Quantity::Supply
            | Quantity::Return
            | Quantity::Difference
            | Quantity::Flow
            | Quantity::Power
            | Quantity::OperatingTime
            | Quantity::ErrorTime
            | Quantity::Outdoor
            | Quantity::HeatingSet
            | Quantity::Heating
            | Quantity::HotWaterSet
            | Quantity::HotWater
            | Quantity::ReturnVolume
            | Quantity::InfoCode
            | Quantity::ClockOffset => None,
        }
    }

    /// Returns a protocol of one register alone; `None` where a protocol has no such register.
    #[must_use]
    pub fn only(quantity: Quantity, base: i64) -> Option<Self> {
        let energy = Self { energy: Some(Energy::from_base(base)), volume: None };
        let volume = Self { energy: None, volume: Some(Volume::from_base(base)) };
        [energy, volume].into_iter().find(|registers| registers.of(quantity).is_some())
    }
}

impl Installation {
    /// Tells whether the meter sat at the point at `instant`.
    #[must_use]
    pub fn covers(&self, instant: Timestamp) -> bool {
        self.from <= instant && self.until.is_none_or(|until| instant < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verification_is_valid_for_five_years_from_the_next_january() {
        let check = |on, until| assert_eq!(verification_until(on), until);
        check(date(2024, 5, 14), date(2029, 12, 31));
        check(date(2024, 1, 1), date(2029, 12, 31));
        check(date(2023, 12, 31), date(2028, 12, 31));
        check(date(9_998, 1, 1), date(9_999, 12, 31));
    }

    #[test]
    fn a_protocol_has_the_registers_of_the_pipe_in_front_only() {
        let volume = Registers::only(Quantity::Volume, 7).unwrap();
        assert_eq!((volume.of(Quantity::Volume), volume.of(Quantity::ReturnVolume)), (Some(7), None));
        assert_eq!(Registers::only(Quantity::ReturnVolume, 7), None);
    }
}
