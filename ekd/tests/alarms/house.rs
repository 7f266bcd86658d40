//! Houses that draw heat as the weather wants it, and what goes wrong in them. Everything is whole numbers in base units,
//! so that a seed tells the same winter everywhere.

use common::quantity::{Quantity, Temperature};
use common::weather::{Curve, CurvePoint};
use jiff::{SignedDuration, Timestamp};

use crate::harness::dice::Dice;

/// 1 November 2026, midnight in Warsaw.
pub(crate) const BEGIN: Timestamp = Timestamp::constant(1_793_487_600, 0);

/// What can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    SourceSilent,
    MeterSilent,
    Leak,
    Sensor,
    DifferenceLow,
    ReturnHot,
    SupplyLow,
    CircuitCold,
    PowerHigh,
    RegisterFalls,
    NothingUsed,
    ClockOff,
    Unverified,
    FlowHigh,
    WaterLost,
    NightFlow,
}

impl What {
    pub(crate) const ALL: [Self; 16] = [
        Self::SourceSilent,
        Self::MeterSilent,
        Self::Leak,
        Self::Sensor,
        Self::DifferenceLow,
        Self::ReturnHot,
        Self::SupplyLow,
        Self::CircuitCold,
        Self::PowerHigh,
        Self::RegisterFalls,
        Self::NothingUsed,
        Self::ClockOff,
        Self::Unverified,
        Self::FlowHigh,
        Self::WaterLost,
        Self::NightFlow,
    ];

    /// Returns the rules that must find it.
    pub(crate) const fn found_by(self) -> &'static [&'static str] {
        match self {
            Self::SourceSilent => &["source-silent"],
            Self::MeterSilent => &["meter-silent"],
            Self::Leak => &["leak"],
            Self::Sensor => &["meter-fault"],
            // Water that comes back hardly cooler is hot.
            Self::DifferenceLow => &["difference-low", "return-hot"],
            Self::ReturnHot => &["return-hot"],
            Self::SupplyLow => &["supply-off-table"],
            Self::CircuitCold => &["circuit-off-curve"],
            Self::PowerHigh => &["power-above-contract", "power-near-contract"],
            Self::RegisterFalls => &["register-doubtful"],
            Self::NothingUsed => &["no-consumption"],
            Self::ClockOff => &["meter-clock"],
            Self::Unverified => &["verification-due"],
            Self::FlowHigh => &["flow-high"],
            Self::WaterLost => &["water-lost"],
            Self::NightFlow => &["night-flow"],
        }
    }
}

/// One house with one meter.
#[derive(Clone, Debug)]
pub(crate) struct House {
    pub(crate) number: usize,
    /// W.
    pub(crate) power: i64,
    /// No water flows there at night, but where it should not.
    pub(crate) is_still_at_night: bool,
    dice: Dice,
    energy: i64,
    volume: i64,
    back: i64,
}

fn curve(points: [(i64, i64, Option<i64>); 2]) -> Curve {
    let point = |(outdoor, supply, returned): (i64, i64, Option<i64>)| CurvePoint {
        outdoor: Temperature::from_base(outdoor),
        supply: Temperature::from_base(supply),
        returned: returned.map(Temperature::from_base),
    };
    Curve::new(points.map(point).into()).unwrap()
}

/// What the network wants.
pub(crate) fn table() -> Curve {
    curve([(-20_000, 120_000, Some(60_000)), (12_000, 70_000, Some(40_000))])
}

/// What every heating circuit wants.
pub(crate) fn circuit() -> Curve {
    curve([(-20_000, 80_000, None), (12_000, 40_000, None)])
}

/// Returns the outdoor temperature, m°C: never so warm that nothing is drawn.
pub(crate) fn outdoor(at: Timestamp) -> i64 {
    let minutes = at.duration_since(BEGIN).as_mins();
    let (day, minute) = (minutes / 1_440, minutes % 1_440);
    let from_noon = (minute - 14 * 60).abs();
    let fronts = [0, -500, -1_500, -2_500, -3_000, -2_000, -1_000, 0, 500, 200];
    let front = fronts[usize::try_from(day).unwrap() % fronts.len()];
    6_000 - 100 * day + front + 2_000 - 4 * from_noon
}

impl House {
    pub(crate) fn new(number: usize, dice: &mut Dice) -> Self {
        let power = 60_000 + 1_000 * i64::try_from(dice.below(300)).unwrap();
        let registers = i64::try_from(dice.below(1_000_000)).unwrap();
        let (energy, volume) = (registers * 1_000_000_000, registers * 1_000);
        let dice = Dice::new(dice.number());
        Self { number, power, is_still_at_night: false, dice, energy, volume, back: volume }
    }

    /// Returns a number between `-most` and `most`.
    fn about(&mut self, most: i64) -> i64 {
        i64::try_from(self.dice.below(usize::try_from(2 * most + 1).unwrap())).unwrap() - most
    }

    /// Lets a quarter of an hour pass and reads the meter.
    pub(crate) fn read(&mut self, at: Timestamp, faults: &[What]) -> Vec<(Quantity, i64)> {
        let is = |what: What| faults.contains(&what);
        let outdoor = outdoor(at);
        let wanted = Temperature::from_base(outdoor);
        let share = 100 + self.about(8);
        let mut power = self.power * (20_000 - outdoor) / 40_000 * 80 / 100 * share / 100;
        let mut supply = table().supply_at(wanted).base() * (1_000 + self.about(10)) / 1_000;
        let mut returned = table().return_at(wanted).unwrap().base() - 1_000 + self.about(1_000);
        let mut heating = circuit().supply_at(wanted).base() + self.about(1_000);
        if is(What::PowerHigh) {
            power = self.power * 130 / 100;
        }
        if is(What::SupplyLow) {
            supply = supply * 90 / 100;
        }
        if is(What::ReturnHot) {
            returned = returned * 116 / 100;
        }
        if is(What::DifferenceLow) {
            returned = supply - 8_000;
            power = power.max(self.power * 30 / 100);
        }
        if is(What::CircuitCold) {
            heating -= 8_000;
        }
        if is(What::NothingUsed) {
            power = 0;
        }
        let mut flow = power * 3_600_000 / 4_186 * 1_000 / (supply - returned);
        let is_night = (0..4 * 60).contains(&(at.duration_since(BEGIN).as_mins() % 1_440 - 30));
        if self.is_still_at_night && is_night {
            flow = if is(What::NightFlow) { 60_000 } else { 0 };
        }
        if is(What::FlowHigh) {
            flow = 50_000_000;
        }
        self.energy += power * 900;
        self.volume += flow / 4;
        self.back +=
            flow / 4 * if is(What::WaterLost) { 85 } else { 995 } / if is(What::WaterLost) { 100 } else { 1_000 };
        let code = i64::from(is(What::Leak)) << 12 | i64::from(is(What::Sensor)) << 2;
        let offset = if is(What::ClockOff) { 600 } else { self.about(60) };
        let energy = self.energy - if is(What::RegisterFalls) { 5_000_000_000 } else { 0 };
        vec![
            (Quantity::Energy, energy),
            (Quantity::Volume, self.volume),
            (Quantity::Supply, supply),
            (Quantity::Return, returned),
            (Quantity::Flow, flow),
            (Quantity::Power, power),
            (Quantity::Heating, heating),
            (Quantity::ReturnVolume, self.back),
            (Quantity::InfoCode, code),
            (Quantity::ClockOffset, offset),
        ]
    }
}

/// Something that goes wrong somewhere for a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) what: What,
    pub(crate) house: usize,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

impl Fault {
    pub(crate) fn holds(&self, house: usize, at: Timestamp) -> bool {
        self.house == house && self.from <= at && at < self.until
    }

    /// Puts a fault on a day, such that its rule must find it.
    pub(crate) fn on_day(what: What, house: usize, day: i64, dice: &mut Dice) -> Self {
        let quarters = |n: usize| SignedDuration::from_mins(15 * i64::try_from(n).unwrap());
        let hours = SignedDuration::from_hours;
        let midnight = BEGIN + hours(24 * day);
        let (from, lasting) = match what {
            // Whole local days and nights.
            What::WaterLost | What::NightFlow => (midnight, hours(24)),
            What::NothingUsed => (midnight + quarters(dice.below(40)), hours(30)),
            // From the first day on: the verification of that meter ends this year.
            What::Unverified => (BEGIN, hours(24 * day)),
            What::RegisterFalls => (midnight + quarters(dice.below(40)), hours(6)),
            What::SourceSilent
            | What::MeterSilent
            | What::Leak
            | What::Sensor
            | What::DifferenceLow
            | What::ReturnHot
            | What::SupplyLow
            | What::CircuitCold
            | What::PowerHigh
            | What::ClockOff
            | What::FlowHigh => (midnight + quarters(dice.below(60)), hours(4) + quarters(dice.below(20))),
        };
        Self { what, house, from, until: from + lasting }
    }
}
