//! One type a dimension, each an integer in its base unit, and [`Value`], which is any of them.

use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};

use super::{Dimension, Quantity};

/// Makes the amounts alike; a function cannot make types.
macro_rules! amount {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            pub const ZERO: Self = Self(0);

            #[must_use]
            pub const fn from_base(base: i64) -> Self {
                Self(base)
            }

            #[must_use]
            pub const fn base(self) -> i64 {
                self.0
            }

            /// Returns the sum, or `None` beyond 64 bits.
            #[must_use]
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }

            /// Returns the difference, or `None` beyond 64 bits.
            #[must_use]
            pub fn checked_sub(self, other: Self) -> Option<Self> {
                self.0.checked_sub(other.0).map(Self)
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
    };
}

amount!(
    /// Heat energy, exact to the joule: registers in kWh and in GJ both fit without rounding.
    Energy
);
amount!(
    /// Heat power in watts.
    Power
);
amount!(
    /// Volume of the heat carrier in millilitres.
    Volume
);
amount!(
    /// Flow of the heat carrier in millilitres an hour.
    Flow
);
amount!(
    /// Temperature in thousandths of a degree Celsius.
    Temperature
);
amount!(
    /// Temperature difference in millikelvins.
    TemperatureDifference
);
amount!(
    /// Operating or error time in seconds.
    Lasting
);
amount!(
    /// How far one instant lies from another, in seconds; negative where it lies before.
    Offset
);

amount!(
    /// Floor area in hundredths of a square metre.
    Area
);
amount!(
    /// Heating degree days in thousandths of a kelvin times a day; see [`crate::degree_day`].
    DegreeDays
);

/// A bit field that a meter sends: 32 bits, kept raw. Codes are neither added nor averaged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(i64);

impl Code {
    #[must_use]
    pub const fn from_base(base: i64) -> Self {
        Self(base)
    }

    #[must_use]
    pub const fn base(self) -> i64 {
        self.0
    }
}

impl Energy {
    pub const KWH: Self = Self(3_600_000);
    pub const GJ: Self = Self(1_000_000_000);
}

impl Power {
    pub const MW: Self = Self(1_000_000);
}

/// An amount of any dimension: what a reading carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Energy(Energy),
    Power(Power),
    Volume(Volume),
    Flow(Flow),
    Temperature(Temperature),
    TemperatureDifference(TemperatureDifference),
    Lasting(Lasting),
    Code(Code),
    Offset(Offset),
}

impl Value {
    /// Returns the amount of `quantity` that is `base` base units.
    #[must_use]
    pub const fn new(quantity: Quantity, base: i64) -> Self {
        Self::of(quantity.dimension(), base)
    }

    /// Returns the amount of `dimension` that is `base` base units.
    #[must_use]
    pub const fn of(dimension: Dimension, base: i64) -> Self {
        match dimension {
            Dimension::Energy => Self::Energy(Energy(base)),
            Dimension::Power => Self::Power(Power(base)),
            Dimension::Volume => Self::Volume(Volume(base)),
            Dimension::Flow => Self::Flow(Flow(base)),
            Dimension::Temperature => Self::Temperature(Temperature(base)),
            Dimension::TemperatureDifference => Self::TemperatureDifference(TemperatureDifference(base)),
            Dimension::Duration => Self::Lasting(Lasting(base)),
            Dimension::Code => Self::Code(Code(base)),
            Dimension::Offset => Self::Offset(Offset(base)),
        }
    }

    #[must_use]
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Energy(_) => Dimension::Energy,
            Self::Power(_) => Dimension::Power,
            Self::Volume(_) => Dimension::Volume,
            Self::Flow(_) => Dimension::Flow,
            Self::Temperature(_) => Dimension::Temperature,
            Self::TemperatureDifference(_) => Dimension::TemperatureDifference,
            Self::Lasting(_) => Dimension::Duration,
            Self::Code(_) => Dimension::Code,
            Self::Offset(_) => Dimension::Offset,
        }
    }

    /// Returns the number of base units.
    #[must_use]
    pub const fn base(self) -> i64 {
        match self {
            Self::Energy(Energy(base))
            | Self::Power(Power(base))
            | Self::Volume(Volume(base))
            | Self::Flow(Flow(base))
            | Self::Temperature(Temperature(base))
            | Self::TemperatureDifference(TemperatureDifference(base))
            | Self::Lasting(Lasting(base))
            | Self::Code(Code(base))
            | Self::Offset(Offset(base)) => base,
        }
    }
}
