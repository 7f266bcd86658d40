//! Amounts in files that people write and programs keep: a number and its unit, such as `55 °C` or `0.5 m3/h`.
//!
//! The unit always stands there, so that no file has to say in which unit its numbers are. For serde: name one of the
//! modules in `#[serde(with = …)]`.

use super::decimal::{Decimal, Separator};
use super::{Dimension, Unit, Value};

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrittenError {
    #[error("`{0}` is no number with a unit, such as `55 °C`")]
    Number(String),
    #[error("`{unit}` is no unit here: {known} are")]
    Unit { unit: String, known: String },
    #[error("`{0}` is beyond all measure")]
    Overflow(String),
}

/// Returns the amount with its unit, exactly.
#[must_use]
pub fn write(base: i64, unit: Unit) -> String {
    let (number, unit) = unit.written(base);
    format!("{number} {}", unit.name())
}

/// Reads an amount of this dimension, in base units.
///
/// # Errors
/// No number, no unit or one of another dimension, or more than 64 bits.
pub fn read(text: &str, dimension: Dimension) -> Result<i64, WrittenError> {
    Ok(read_unit(text, |unit| unit.dimension() == dimension)?.1)
}

/// Reads an amount of any dimension.
///
/// # Errors
/// As [`read`].
pub fn read_any(text: &str) -> Result<Value, WrittenError> {
    let (unit, base) = read_unit(text, |_| true)?;
    Ok(Value::of(unit.dimension(), base))
}

fn read_unit(text: &str, fits: impl Fn(Unit) -> bool) -> Result<(Unit, i64), WrittenError> {
    let text = text.trim();
    let end = text.find(|letter: char| !matches!(letter, '0'..='9' | '.' | '-' | '+')).unwrap_or(text.len());
    let (number, unit) = (&text[..end], text[end..].trim());
    let no_number = |_| WrittenError::Number(text.to_owned());
    let number = Decimal::parse(number, Separator::Point).map_err(no_number)?;
    let unit = Unit::parse(unit).filter(|unit| fits(*unit)).ok_or_else(|| WrittenError::Unit {
        unit: unit.to_owned(),
        known: Unit::all().filter(|unit| fits(*unit)).map(Unit::name).collect::<Vec<_>>().join(", "),
    })?;
    let base = unit.to_base(number).map_err(|_| WrittenError::Overflow(text.to_owned()))?;
    Ok((unit, base))
}

/// Makes the modules alike; a function cannot make modules.
macro_rules! written {
    ($(#[$doc:meta])* $name:ident, $optional:ident, $amount:ty, $dimension:expr, $unit:expr) => {
        $(#[$doc])*
        pub mod $name {
            use serde::{Deserialize, Deserializer, Serializer, de};

            pub fn serialize<S: Serializer>(amount: &$amount, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&super::write(amount.base(), $unit))
            }

            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$amount, D::Error> {
                let text = String::deserialize(deserializer)?;
                super::read(&text, $dimension).map(<$amount>::from_base).map_err(de::Error::custom)
            }
        }

        /// The same, where it may be missing.
        pub mod $optional {
            use serde::{Deserialize, Deserializer, Serializer, de};

            pub fn serialize<S: Serializer>(amount: &Option<$amount>, serializer: S) -> Result<S::Ok, S::Error> {
                match amount {
                    Some(amount) => super::$name::serialize(amount, serializer),
                    None => serializer.serialize_none(),
                }
            }

            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<$amount>, D::Error> {
                let text = Option::<String>::deserialize(deserializer)?;
                let read = |text: String| super::read(&text, $dimension).map(<$amount>::from_base);
                text.map(read).transpose().map_err(de::Error::custom)
            }
        }
    };
}

written!(
    /// A temperature: `55 °C`.
    temperature, temperature_or_none, crate::quantity::Temperature, crate::quantity::Dimension::Temperature,
    crate::quantity::Unit::Celsius
);
written!(
    /// A difference of temperatures: `10 K`.
    difference, difference_or_none, crate::quantity::TemperatureDifference,
    crate::quantity::Dimension::TemperatureDifference, crate::quantity::Unit::Kelvin
);
written!(
    /// A flow: `5 L/h`.
    flow, flow_or_none, crate::quantity::Flow, crate::quantity::Dimension::Flow,
    crate::quantity::Unit::LitrePerHour
);

/// An amount of any dimension: the unit tells which.
pub mod value {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use crate::quantity::Value;

    pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::write(value.base(), value.dimension().unit()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::read_any(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for (text, dimension, unit, base) in [
            ("55 °C", Dimension::Temperature, Unit::Celsius, 55_000),
            ("-3.25 °C", Dimension::Temperature, Unit::Celsius, -3_250),
            ("0.5 L/h", Dimension::Flow, Unit::LitrePerHour, 500),
            ("150 kW", Dimension::Power, Unit::Kilowatt, 150_000),
        ] {
            assert_eq!((read(text, dimension), write(base, unit).as_str()), (Ok(base), text));
        }
        assert_eq!(read("55C", Dimension::Temperature), Ok(55_000));
    }

    #[test]
    fn a_number_without_its_unit_or_with_anothers_is_refused() {
        assert!(matches!(read("55", Dimension::Temperature), Err(WrittenError::Unit { .. })));
        assert!(matches!(read("55 K", Dimension::Temperature), Err(WrittenError::Unit { .. })));
        assert!(matches!(read("55,5 °C", Dimension::Temperature), Err(WrittenError::Unit { .. })));
        assert!(matches!(read("°C", Dimension::Temperature), Err(WrittenError::Number(_))));
        assert!(matches!(read("99999999999999999999 °C", Dimension::Temperature), Err(WrittenError::Overflow(_))));
    }
}
