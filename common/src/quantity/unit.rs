//! Units and their exact ratio to the base unit of their dimension.

use serde::{Deserialize, Serialize};

use super::Dimension;
use super::decimal::{Decimal, divide_rounded, fixed};

/// A unit in which an amount can be delivered or shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    #[serde(rename = "J")]
    Joule,
    #[serde(rename = "kJ")]
    Kilojoule,
    #[serde(rename = "MJ")]
    Megajoule,
    #[serde(rename = "GJ")]
    Gigajoule,
    #[serde(rename = "Wh")]
    WattHour,
    #[serde(rename = "kWh")]
    KilowattHour,
    #[serde(rename = "MWh")]
    MegawattHour,
    #[serde(rename = "GWh")]
    GigawattHour,
    #[serde(rename = "Gcal")]
    Gigacalorie,
    #[serde(rename = "W")]
    Watt,
    #[serde(rename = "kW")]
    Kilowatt,
    #[serde(rename = "MW")]
    Megawatt,
    #[serde(rename = "mL")]
    Millilitre,
    #[serde(rename = "L")]
    Litre,
    #[serde(rename = "m3")]
    CubicMetre,
    #[serde(rename = "mL/h")]
    MillilitrePerHour,
    #[serde(rename = "L/h")]
    LitrePerHour,
    #[serde(rename = "L/s")]
    LitrePerSecond,
    #[serde(rename = "m3/h")]
    CubicMetrePerHour,
    #[serde(rename = "°C")]
    Celsius,
    #[serde(rename = "K")]
    Kelvin,
    #[serde(rename = "s")]
    Second,
    #[serde(rename = "h")]
    Hour,
    #[serde(rename = "d")]
    Day,
    /// Of what is no amount: codes.
    #[serde(rename = "1")]
    One,
}

/// Why a written number is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the amount does not fit: it is beyond {} times the base unit", i64::MAX)]
pub struct Overflow;

/// Ratio to the base unit, dimension, and the names by which the unit is known; the first one is ours.
struct Definition {
    unit: Unit,
    base_per_unit: i64,
    dimension: Dimension,
    names: &'static [&'static str],
}

/// 1 Gcal = 4.1868 GJ (International Table calorie, ISO 31-4); 1 kWh = 3.6 MJ.
const DEFINITIONS: [Definition; 25] = [
    unit(Unit::Joule, 1, Dimension::Energy, &["J"]),
    unit(Unit::Kilojoule, 1_000, Dimension::Energy, &["kJ"]),
    unit(Unit::Megajoule, 1_000_000, Dimension::Energy, &["MJ"]),
    unit(Unit::Gigajoule, 1_000_000_000, Dimension::Energy, &["GJ"]),
    unit(Unit::WattHour, 3_600, Dimension::Energy, &["Wh"]),
    unit(Unit::KilowattHour, 3_600_000, Dimension::Energy, &["kWh"]),
    unit(Unit::MegawattHour, 3_600_000_000, Dimension::Energy, &["MWh"]),
    unit(Unit::GigawattHour, 3_600_000_000_000, Dimension::Energy, &["GWh"]),
    unit(Unit::Gigacalorie, 4_186_800_000, Dimension::Energy, &["Gcal"]),
    unit(Unit::Watt, 1, Dimension::Power, &["W"]),
    unit(Unit::Kilowatt, 1_000, Dimension::Power, &["kW"]),
    unit(Unit::Megawatt, 1_000_000, Dimension::Power, &["MW"]),
    unit(Unit::Millilitre, 1, Dimension::Volume, &["mL", "ml"]),
    unit(Unit::Litre, 1_000, Dimension::Volume, &["L", "l", "dm3", "dm³"]),
    unit(Unit::CubicMetre, 1_000_000, Dimension::Volume, &["m3", "m³"]),
    unit(Unit::MillilitrePerHour, 1, Dimension::Flow, &["mL/h", "ml/h"]),
    unit(Unit::LitrePerHour, 1_000, Dimension::Flow, &["L/h", "l/h", "dm3/h", "dm³/h"]),
    unit(Unit::LitrePerSecond, 3_600_000, Dimension::Flow, &["L/s", "l/s", "dm3/s", "dm³/s"]),
    unit(Unit::CubicMetrePerHour, 1_000_000, Dimension::Flow, &["m3/h", "m³/h"]),
    unit(Unit::Celsius, 1_000, Dimension::Temperature, &["°C", "C", "degC"]),
    unit(Unit::Kelvin, 1_000, Dimension::TemperatureDifference, &["K"]),
    unit(Unit::Second, 1, Dimension::Duration, &["s"]),
    unit(Unit::Hour, 3_600, Dimension::Duration, &["h"]),
    unit(Unit::Day, 86_400, Dimension::Duration, &["d"]),
    unit(Unit::One, 1, Dimension::Code, &["1"]),
];

const fn unit(unit: Unit, base_per_unit: i64, dimension: Dimension, names: &'static [&'static str]) -> Definition {
    Definition { unit, base_per_unit, dimension, names }
}

impl Unit {
    /// All units.
    pub fn all() -> impl Iterator<Item = Self> {
        DEFINITIONS.iter().map(|definition| definition.unit)
    }

    /// Returns the unit known by `name` (`m3` and `m³`, `°C` and `C`); case counts, because MJ is not mJ.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        DEFINITIONS.iter().find(|definition| definition.names.contains(&name)).map(|definition| definition.unit)
    }

    /// Returns the name used in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.definition().names[0]
    }

    /// Returns the symbol that people read: `m³/h` where documents say `m3/h`, and nothing after a code.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        if matches!(self, Self::CubicMetre) {
            "m³"
        } else if matches!(self, Self::CubicMetrePerHour) {
            "m³/h"
        } else if matches!(self, Self::One) {
            ""
        } else {
            self.name()
        }
    }

    /// Returns the decimals that people read: what meters resolve, no more.
    #[must_use]
    pub const fn decimals(self) -> u32 {
        match self {
            Self::Gigajoule | Self::MegawattHour | Self::GigawattHour | Self::Gigacalorie | Self::Megawatt => 3,
            Self::CubicMetre | Self::CubicMetrePerHour | Self::LitrePerSecond => 2,
            Self::KilowattHour | Self::Kilowatt | Self::Celsius | Self::Kelvin | Self::Hour => 1,
            Self::Joule
            | Self::Kilojoule
            | Self::Megajoule
            | Self::WattHour
            | Self::Watt
            | Self::Millilitre
            | Self::Litre
            | Self::MillilitrePerHour
            | Self::LitrePerHour
            | Self::Second
            | Self::Day
            | Self::One => 0,
        }
    }

    #[must_use]
    pub const fn dimension(self) -> Dimension {
        self.definition().dimension
    }

    /// Tells whether amounts of the dimension can be written in this unit: an offset is written as a duration is, with
    /// a sign.
    #[must_use]
    pub fn measures(self, dimension: Dimension) -> bool {
        let own = self.dimension();
        own == dimension || (own == Dimension::Duration && dimension == Dimension::Offset)
    }

    /// Returns how many base units one of this unit holds.
    #[must_use]
    pub const fn base_per_unit(self) -> i64 {
        self.definition().base_per_unit
    }

    const fn definition(self) -> &'static Definition {
        // The table follows the order of the enum; a test says so.
        &DEFINITIONS[self as usize]
    }

    /// Returns the amount in base units, rounded half away from zero where the text is finer than the base unit.
    ///
    /// # Errors
    /// [`Overflow`] where the amount is beyond 64 bits of base units (9.2 × 10⁹ GJ).
    pub fn to_base(self, number: Decimal) -> Result<i64, Overflow> {
        let product = number.digits.checked_mul(i128::from(self.base_per_unit())).ok_or(Overflow)?;
        // Above 10^38 the divisor itself leaves 128 bits, and so does no product: the amount is nil.
        let base = 10_i128.checked_pow(number.scale).map_or(0, |divisor| divide_rounded(product, divisor));
        i64::try_from(base).map_err(|_| Overflow)
    }

    /// Returns the amount written in this unit with `decimals` digits after the point, rounded half away from zero.
    #[must_use]
    pub fn write_rounded(self, base: i64, decimals: u32) -> String {
        let scaled = i128::from(base) * 10_i128.pow(decimals);
        fixed(divide_rounded(scaled, i128::from(self.base_per_unit())), decimals)
    }

    /// Returns the amount written in this unit exactly, without trailing zeros; `None` for units of 3.6 MJ and the
    /// like, in which most amounts have no finite decimal form.
    #[must_use]
    pub fn write_exact(self, base: i64) -> Option<String> {
        let per_unit = self.base_per_unit();
        let scale = per_unit.checked_ilog10().filter(|scale| 10_i64.pow(*scale) == per_unit)?;
        Some(Decimal { digits: i128::from(base), scale }.to_string())
    }

    /// Returns the amount written exactly, in this unit if it has a finite decimal form there, else in base units:
    /// 1970 s is no decimal number of hours.
    ///
    /// # Panics
    /// Never: each dimension has a decimal unit, and a test says so.
    #[must_use]
    pub fn written(self, base: i64) -> (String, Self) {
        let decimal = DEFINITIONS.iter().filter(|definition| definition.dimension == self.dimension());
        let mut units = [self].into_iter().chain(decimal.map(|definition| definition.unit));
        let written = units.find_map(|unit| unit.write_exact(base).map(|text| (text, unit)));
        written.expect("each dimension has a decimal unit")
    }

    /// Returns the amount in this unit for charts and statistics, never for sums.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a chart has fewer pixels than a float has digits")]
    pub fn as_f64(self, base: i64) -> f64 {
        base as f64 / self.base_per_unit() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::super::decimal::Separator;
    use super::*;

    #[test]
    fn the_table_follows_the_order_of_the_enum() {
        for (index, definition) in DEFINITIONS.iter().enumerate() {
            assert_eq!(definition.unit as usize, index);
            assert!(definition.names.iter().all(|name| Unit::parse(name) == Some(definition.unit)));
        }
    }

    #[test]
    fn amounts_reach_the_base_unit_exactly() {
        let check = |text, unit: Unit, expected| {
            let number = Decimal::parse(text, Separator::Point).unwrap();
            assert_eq!(unit.to_base(number), expected, "{text} {}", unit.name());
        };
        check("8412.36", Unit::Gigajoule, Ok(8_412_360_000_000));
        check("1", Unit::KilowattHour, Ok(3_600_000));
        check("5347.61445783133", Unit::KilowattHour, Ok(19_251_412_048));
        check("1", Unit::Gigacalorie, Ok(4_186_800_000));
        check("-3.25", Unit::Celsius, Ok(-3_250));
        check("17.936487", Unit::LitrePerSecond, Ok(64_571_353));
        check("1e30", Unit::Gigajoule, Err(Overflow));
        check("1e-60", Unit::Gigajoule, Ok(0));
    }

    #[test]
    fn every_amount_can_be_written_exactly_and_read_again() {
        for unit in Unit::all() {
            for base in [0, 1, -1_970, 7_092_000, i64::MAX] {
                let (text, written_in) = unit.written(base);
                assert_eq!(written_in.dimension(), unit.dimension());
                let number = Decimal::parse(&text, Separator::Point).unwrap();
                assert_eq!(written_in.to_base(number), Ok(base), "{text} {}", written_in.name());
            }
        }
        assert_eq!(Unit::Hour.written(1_970), ("1970".to_owned(), Unit::Second));
        assert_eq!(Unit::Gigajoule.written(5), ("0.000000005".to_owned(), Unit::Gigajoule));
    }

    #[test]
    fn amounts_are_written_from_the_integers() {
        assert_eq!(Unit::Gigajoule.write_exact(8_412_360_000_000).as_deref(), Some("8412.36"));
        assert_eq!(Unit::Celsius.write_exact(-50).as_deref(), Some("-0.05"));
        assert_eq!(Unit::KilowattHour.write_exact(3_600_000), None);
        assert_eq!(Unit::KilowattHour.write_rounded(1_000_000_000, 2), "277.78");
        assert_eq!(Unit::Gigajoule.write_rounded(-1_500_000_000, 0), "-2");
    }
}
