//! One quantity, one instant, one value, one quality.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::id::{DocumentId, MeterId, PointId};
use crate::page::Paged;
use crate::quantity::{Quantity, Value};

/// A value as the archive keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub point: PointId,
    pub meter: MeterId,
    pub quantity: Quantity,
    pub at: Timestamp,
    /// `None` only in quarantine, where what came was no number.
    pub value: Option<Value>,
    pub quality: Quality,
    /// 0 as first received; each correction adds one.
    pub revision: u32,
    /// The document that brought this value.
    pub document: DocumentId,
}

/// How far a value can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    Measured,
    /// Shown with a label, never billed.
    Estimated,
    /// In no sum and no chart; waits for a person.
    Quarantined(Suspicion),
}

/// Why a value waits for a person. The discriminants are stored: never change or reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspicion {
    /// The register is lower than before or higher than after.
    RegisterDecreased = 1,
    /// The register rose by more than the interval can hold.
    RegisterJumped = 2,
    /// The instant is more than ten minutes ahead of our clock.
    Future = 3,
    /// The meter was not installed there at that instant.
    NotInstalled = 4,
    /// Nobody has told us of this metering point.
    UnknownPoint = 5,
    /// Another meter than the one installed there.
    WrongMeter = 6,
    /// `NaN`, an infinity, a wrong decimal separator, letters.
    NotANumber = 7,
    /// More than 64 bits of base units.
    Overflow = 8,
    /// A unit that is unknown or does not fit the quantity.
    WrongUnit = 9,
    /// A quantity that we do not know.
    UnknownQuantity = 10,
    /// 0.00 °C or 185.00 °C: how meters report a broken sensor.
    SensorFault = 11,
    /// Beyond anything a heating network does.
    OutOfRange = 12,
    /// A local time that no clock showed (spring) or that was shown twice (autumn), without a zone.
    LocalTime = 13,
    /// A date or time that cannot be read.
    BadTime = 14,
    /// A value that the sender itself marks as invalid.
    MarkedInvalid = 15,
}

impl Suspicion {
    /// All suspicions.
    pub const ALL: [Self; 15] = [
        Self::RegisterDecreased,
        Self::RegisterJumped,
        Self::Future,
        Self::NotInstalled,
        Self::UnknownPoint,
        Self::WrongMeter,
        Self::NotANumber,
        Self::Overflow,
        Self::WrongUnit,
        Self::UnknownQuantity,
        Self::SensorFault,
        Self::OutOfRange,
        Self::LocalTime,
        Self::BadTime,
        Self::MarkedInvalid,
    ];

    /// Returns the number under which the archive stores it.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Returns the suspicion with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|suspicion| suspicion.code() == code)
    }

    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RegisterDecreased => "register_decreased",
            Self::RegisterJumped => "register_jumped",
            Self::Future => "future",
            Self::NotInstalled => "not_installed",
            Self::UnknownPoint => "unknown_point",
            Self::WrongMeter => "wrong_meter",
            Self::NotANumber => "not_a_number",
            Self::Overflow => "overflow",
            Self::WrongUnit => "wrong_unit",
            Self::UnknownQuantity => "unknown_quantity",
            Self::SensorFault => "sensor_fault",
            Self::OutOfRange => "out_of_range",
            Self::LocalTime => "local_time",
            Self::BadTime => "bad_time",
            Self::MarkedInvalid => "marked_invalid",
        }
    }
}

impl Quality {
    /// Returns the name used in machine output: `measured`, `estimated` or the suspicion.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Estimated => "estimated",
            Self::Quarantined(suspicion) => suspicion.name(),
        }
    }
}

/// The newest value of one quantity at one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest {
    pub point: PointId,
    pub quantity: Quantity,
    pub at: Timestamp,
    pub value: Value,
    pub quality: Quality,
}

/// Newest values packed for the way: a list of a hundred thousand of them is an answer of every minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestValues {
    /// Each value in [`PACKED`] bytes, little endian: point, instant, value, quantity, estimated or not.
    packed: ByteBuf,
    /// Ask for [`Page::after`](crate::page::Page::after) this to go on; `None` at the end.
    #[serde(default)]
    pub next: Option<String>,
}

/// Bytes of one packed newest value.
pub const PACKED: usize = 3 * 8 + 2;

impl NewestValues {
    /// Packs measured and estimated values; others are not among the newest.
    #[must_use]
    pub fn pack(values: &[Latest], next: Option<String>) -> Self {
        let mut packed = Vec::with_capacity(values.len() * PACKED);
        for newest in values {
            for number in [newest.point.0, newest.at.as_second(), newest.value.base()] {
                packed.extend_from_slice(&number.to_le_bytes());
            }
            packed.extend([newest.quantity.code(), u8::from(newest.quality != Quality::Measured)]);
        }
        Self { packed: ByteBuf::from(packed), next }
    }

    /// Returns the values; those of quantities that this program does not know are left out.
    #[must_use]
    pub fn unpack(self) -> Paged<Latest> {
        let (values, _) = self.packed.as_chunks::<PACKED>();
        Paged { items: values.iter().filter_map(unpacked).collect(), next: self.next }
    }
}

fn unpacked(packed: &[u8; PACKED]) -> Option<Latest> {
    let (numbers, marks) = packed.as_chunks::<8>();
    let [point, at, value] = numbers else { return None };
    let [quantity, estimated] = marks else { return None };
    let quantity = Quantity::from_code(*quantity)?;
    Some(Latest {
        point: PointId(i64::from_le_bytes(*point)),
        quantity,
        at: Timestamp::from_second(i64::from_le_bytes(*at)).ok()?,
        value: Value::new(quantity, i64::from_le_bytes(*value)),
        quality: if *estimated == 0 { Quality::Measured } else { Quality::Estimated },
    })
}

/// A value in quarantine, with everything a person needs to decide: nothing that came ever vanishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    pub document: DocumentId,
    /// Line or element of the document, counted from 1.
    pub line: u64,
    pub received_at: Timestamp,
    pub suspicion: Suspicion,
    /// As written in the document, where it could not be understood.
    pub point: String,
    pub meter: String,
    pub quantity: String,
    pub at: String,
    pub value: String,
    pub unit: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_values_come_out_as_they_went_in() {
        let newest = |quantity, value, quality| Latest {
            point: PointId(7),
            quantity,
            at: Timestamp::from_second(-5).unwrap(),
            value: Value::new(quantity, value),
            quality,
        };
        let values =
            [newest(Quantity::Energy, i64::MAX, Quality::Measured), newest(Quantity::Supply, -1, Quality::Estimated)];
        let unpacked = NewestValues::pack(&values, Some("7".to_owned())).unpack();
        assert_eq!((unpacked.items.as_slice(), unpacked.next.as_deref()), (values.as_slice(), Some("7")));
    }
}
