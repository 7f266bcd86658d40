//! Who lives in the invented town: its sites, what they have in their substations and how much they need.
//!
//! Facts only; what follows from them is computed elsewhere.

/// A site with its one metering point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    /// `414` is the site `W-0414`, the point `P-0414` and the meter 67120414.
    pub number: i64,
    pub name: &'static str,
    pub people: People,
    /// What the contract reserves, in kilowatts.
    pub contracted: i64,
    /// The share of it that is needed in the afternoon at −4 °C, in thousandths.
    pub share: i64,
    /// How much warmer than the network's mean the water arrives, in thousandths of a degree.
    pub supply: i64,
    /// Return temperature at a supply of 80 °C, in thousandths of a degree.
    pub cooled_to: i64,
    pub device: Device,
    pub regulator: Regulator,
}

/// Whose day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum People {
    Tenants,
    Pupils,
}

/// What the meter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Device {
    /// Shows energy to 0.001 GJ.
    Fine,
    /// Shows energy to 0.01 GJ.
    Usual,
}

/// What the weather regulator tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Regulator {
    Mute,
    Outdoor,
    /// Outdoor temperature, heating circuit and hot water.
    Circuits,
}

impl Device {
    pub(super) const fn model(self) -> &'static str {
        match self {
            Self::Fine => "Kamstrup MULTICAL 603",
            Self::Usual => "Kamstrup MULTICAL 403",
        }
    }

    /// Returns the last digit of the energy register, in joules.
    pub(super) const fn energy_digit(self) -> i64 {
        match self {
            Self::Fine => 1_000_000,
            Self::Usual => 10_000_000,
        }
    }
}

const fn site(number: i64, name: &'static str, contracted: i64, share: i64, temperatures: [i64; 2]) -> Site {
    Site {
        number,
        name,
        people: People::Tenants,
        contracted,
        share,
        supply: temperatures[0],
        cooled_to: temperatures[1],
        device: Device::Usual,
        regulator: Regulator::Mute,
    }
}

const fn fine(site: Site) -> Site {
    Site { device: Device::Fine, ..site }
}

const fn with(regulator: Regulator, site: Site) -> Site {
    Site { regulator, ..site }
}

const fn of_pupils(site: Site) -> Site {
    Site { people: People::Pupils, ..site }
}

/// The sites, in the order of their codes.
pub(super) const SITES: [Site; 14] = [
    with(Regulator::Circuits, fine(site(412, "Zielona 1", 125, 710, [200, 46_100]))),
    with(Regulator::Outdoor, fine(site(413, "Zielona 2", 125, 680, [0, 45_700]))),
    with(Regulator::Circuits, site(414, "Zielona 3", 150, 810, [4_100, 45_800])),
    with(Regulator::Outdoor, fine(site(415, "Zielona 4", 120, 660, [100, 44_200]))),
    fine(site(416, "Żeromskiego 5", 110, 580, [-100, 43_900])),
    site(417, "Żeromskiego 7", 108, 570, [-300, 43_000]),
    site(418, "Łąkowa 10", 108, 550, [-200, 42_600]),
    with(Regulator::Outdoor, fine(site(419, "Łąkowa 12", 111, 870, [-200, 52_000]))),
    site(420, "Łąkowa 14", 107, 550, [-400, 42_900]),
    site(421, "Łąkowa 16", 111, 640, [-500, 44_800]),
    site(425, "Św. Jana 2", 85, 480, [-800, 41_100]),
    fine(site(426, "Św. Jana 4", 80, 470, [-900, 40_700])),
    of_pupils(site(431, "Przedszkole 3", 75, 440, [-600, 42_100])),
    with(Regulator::Outdoor, of_pupils(site(433, "Szkoła 7", 180, 620, [-700, 43_500]))),
];

/// Returns where in [`SITES`] the site of this number stands.
///
/// # Panics
/// Where there is none: the scene names only sites of the town.
#[cfg(test)]
pub(super) fn index_of(number: i64) -> usize {
    SITES.iter().position(|site| site.number == number).expect("the scene names only sites of the town")
}
