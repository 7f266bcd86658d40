//! Which values of one series may enter the archive: the pure step between what came and what is kept.
//!
//! Knows one meter's series of one quantity, never SQL, documents or the clock.

use std::collections::BTreeMap;

use common::quantity::{Kind, Quantity};
use common::reading::Suspicion;
use jiff::Timestamp;

use crate::store::reading::Kept;

/// A value that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub at: Timestamp,
    pub value: i64,
    pub estimated: bool,
    /// Index of its sample in the document.
    pub sample: usize,
}

/// What becomes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Store(Kept),
    Correct(Kept),
    Duplicate,
    Quarantine(Suspicion),
}

/// The readings of the series around the arrivals.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    /// The last one before the first arrival.
    pub before: Option<Kept>,
    /// Those between the first and the last arrival, both included, by instant.
    pub among: Vec<Kept>,
    /// The first one after the last arrival.
    pub after: Option<Kept>,
    /// Those among them that a person struck out.
    pub struck: BTreeMap<Timestamp, Struck>,
}

/// A reading that a person struck out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Struck {
    pub revision: u32,
    /// What it had said: the same again is nothing new.
    pub values: Vec<i64>,
}

/// What a series can do.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub quantity: Quantity,
    /// Most that a register can rise in an hour, in base units.
    pub rise_per_hour: i64,
    pub trust: Trust,
}

/// Who answers for the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Nobody: what looks wrong waits.
    Rules,
    /// A person has said that they are true. A register that falls is not even then.
    Person,
}

/// Temperatures of a heating network and the air around it, m°C.
const TEMPERATURES: std::ops::RangeInclusive<i64> = -60_000..=200_000;
/// How meters report a broken sensor of supply or return (Kamstrup: 0.00 °C or 185.00 °C).
const BROKEN_SENSOR: [i64; 2] = [0, 185_000];
/// Beyond any meter: 10 GW in W, 1 000 000 m³/h in mL/h.
const GREATEST_POWER: i64 = 10_000_000_000;
const GREATEST_FLOW: i64 = 1_000_000_000_000;

/// Decides on each arrival; `arrivals` are sorted by instant, equal instants in the order of the document.
#[must_use]
pub fn admit(limits: &Limits, arrivals: &[Arrival], neighbours: &Neighbours) -> Vec<Verdict> {
    let mut ahead = neighbours.among.iter().chain(&neighbours.after).peekable();
    let mut before = neighbours.before;
    let mut verdicts = Vec::with_capacity(arrivals.len());
    // What was decided last, for a second value of the same instant in the same document.
    let mut same: Option<Kept> = None;
    for arrival in arrivals {
        while let Some(kept) = ahead.next_if(|kept| kept.at < arrival.at) {
            before = Some(*kept);
        }
        if same.is_some_and(|kept| kept.at < arrival.at) {
            before = later(before, same.take());
        }
        let existing = same.or_else(|| ahead.next_if(|kept| kept.at == arrival.at).copied());
        let struck = neighbours.struck.get(&arrival.at).filter(|_| existing.is_none());
        let verdict = match struck {
            Some(struck) if struck.values.contains(&arrival.value) => Verdict::Duplicate,
            Some(struck) => anew(struck, decide(limits, arrival, before, None, ahead.peek().copied())),
            None => decide(limits, arrival, before, existing, ahead.peek().copied()),
        };
        same = match verdict {
            Verdict::Store(kept) | Verdict::Correct(kept) => Some(kept),
            Verdict::Duplicate | Verdict::Quarantine(_) => existing,
        };
        verdicts.push(verdict);
    }
    verdicts
}

/// What comes in the place of a reading that was struck out counts before it.
fn anew(struck: &Struck, verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Store(kept) => Verdict::Correct(Kept { revision: struck.revision + 1, ..kept }),
        Verdict::Correct(_) | Verdict::Duplicate | Verdict::Quarantine(_) => verdict,
    }
}

fn later(one: Option<Kept>, other: Option<Kept>) -> Option<Kept> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.at > other.at { one } else { other }),
        (one, other) => one.or(other),
    }
}

fn decide(
    limits: &Limits,
    arrival: &Arrival,
    before: Option<Kept>,
    existing: Option<Kept>,
    after: Option<&Kept>,
) -> Verdict {
    if existing.is_some_and(|kept| (kept.value, kept.estimated) == (arrival.value, arrival.estimated)) {
        return Verdict::Duplicate;
    }
    let suspicion = match limits.quantity.kind() {
        Kind::Register => suspect_register(limits, arrival, before.as_ref(), after),
        Kind::Gauge if limits.trust == Trust::Person => None,
        Kind::Gauge => suspect_gauge(limits.quantity, arrival.value),
    };
    if let Some(suspicion) = suspicion {
        return Verdict::Quarantine(suspicion);
    }
    let kept = Kept { at: arrival.at, value: arrival.value, estimated: arrival.estimated, revision: 0 };
    match existing {
        None => Verdict::Store(kept),
        Some(old) => Verdict::Correct(Kept { revision: old.revision + 1, ..kept }),
    }
}

/// A register between its neighbours neither falls nor rises faster than anything can.
fn suspect_register(
    limits: &Limits,
    arrival: &Arrival,
    before: Option<&Kept>,
    after: Option<&Kept>,
) -> Option<Suspicion> {
    if arrival.value < 0 {
        return Some(Suspicion::OutOfRange);
    }
    let steps = [
        before.map(|kept| (kept.at, kept.value, arrival.at, arrival.value)),
        after.map(|kept| (arrival.at, arrival.value, kept.at, kept.value)),
    ];
    for (from, low, until, high) in steps.into_iter().flatten() {
        if high < low {
            return Some(Suspicion::RegisterDecreased);
        }
        let seconds = i128::from(until.as_second() - from.as_second());
        // A register is read with its resolution: allow one hour's rise besides.
        let most = i128::from(limits.rise_per_hour) * (seconds + 3600) / 3600;
        if limits.trust == Trust::Rules && i128::from(high) - i128::from(low) > most {
            return Some(Suspicion::RegisterJumped);
        }
    }
    None
}

fn suspect_gauge(quantity: Quantity, value: i64) -> Option<Suspicion> {
    use common::quantity::Dimension;
    let in_range = match quantity.dimension() {
        Dimension::Temperature | Dimension::TemperatureDifference => TEMPERATURES.contains(&value),
        Dimension::Power => value.unsigned_abs() <= GREATEST_POWER.unsigned_abs(),
        Dimension::Flow => value.unsigned_abs() <= GREATEST_FLOW.unsigned_abs(),
        Dimension::Code => u32::try_from(value).is_ok(),
        // A meter whose clock was never set tells of 2000 or of 1970: wrong, and true of the meter.
        Dimension::Energy | Dimension::Volume | Dimension::Duration | Dimension::Offset => true,
    };
    let broken = matches!(quantity, Quantity::Supply | Quantity::Return) && BROKEN_SENSOR.contains(&value);
    match (broken, in_range) {
        (true, _) => Some(Suspicion::SensorFault),
        (false, false) => Some(Suspicion::OutOfRange),
        (false, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn kept(second: i64, value: i64) -> Kept {
        Kept { at: at(second), value, estimated: false, revision: 0 }
    }

    fn arrivals(values: &[(i64, i64)]) -> Vec<Arrival> {
        let arrival = |(sample, (second, value)): (usize, &(i64, i64))| Arrival {
            at: at(*second),
            value: *value,
            estimated: false,
            sample,
        };
        values.iter().enumerate().map(arrival).collect()
    }

    const ENERGY: Limits = Limits { quantity: Quantity::Energy, rise_per_hour: 1_000_000, trust: Trust::Rules };
    const RETURN: Limits = Limits { quantity: Quantity::Return, rise_per_hour: 0, trust: Trust::Rules };

    #[test]
    fn each_value_gets_one_verdict() {
        let neighbours = Neighbours {
            before: Some(kept(0, 100)),
            among: vec![kept(20, 120), kept(30, 130)],
            after: Some(kept(60, 160)),
            ..Neighbours::default()
        };
        let found = admit(&ENERGY, &arrivals(&[(10, 110), (20, 120), (30, 131), (40, 90), (50, 170)]), &neighbours);
        assert_eq!(
            found,
            [
                Verdict::Store(kept(10, 110)),
                Verdict::Duplicate,
                Verdict::Correct(Kept { revision: 1, ..kept(30, 131) }),
                Verdict::Quarantine(Suspicion::RegisterDecreased),
                Verdict::Quarantine(Suspicion::RegisterDecreased),
            ]
        );
    }

    #[test]
    fn a_second_value_of_one_instant_corrects_the_first() {
        let found = admit(&ENERGY, &arrivals(&[(10, 110), (10, 110), (10, 111), (20, 112)]), &Neighbours::default());
        let second = Kept { revision: 1, ..kept(10, 111) };
        let expected = [
            Verdict::Store(kept(10, 110)),
            Verdict::Duplicate,
            Verdict::Correct(second),
            Verdict::Store(kept(20, 112)),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_jump_waits_for_a_person_and_the_values_after_it_do_not() {
        let found = admit(&ENERGY, &arrivals(&[(0, 100), (3600, 9_000_000), (7200, 120)]), &Neighbours::default());
        let jumped = Verdict::Quarantine(Suspicion::RegisterJumped);
        assert_eq!(found, [Verdict::Store(kept(0, 100)), jumped, Verdict::Store(kept(7200, 120))]);
    }

    #[test]
    fn broken_sensors_are_faults_and_not_measurements() {
        let values = arrivals(&[(0, 45_000), (1, 0), (2, 185_000), (3, 200_001), (4, -60_001), (5, 1)]);
        let found = admit(&RETURN, &values, &Neighbours::default());
        let quarantine = Verdict::Quarantine;
        assert_eq!(found[0], Verdict::Store(kept(0, 45_000)));
        assert_eq!(found[1..3], [quarantine(Suspicion::SensorFault); 2]);
        assert_eq!(found[3..5], [quarantine(Suspicion::OutOfRange); 2]);
        assert_eq!(found[5], Verdict::Store(kept(5, 1)));
    }

    #[test]
    fn what_a_person_struck_out_does_not_come_back_and_another_value_takes_its_place() {
        let struck = [(at(20), Struck { revision: 1, values: vec![900] })].into();
        let neighbours = Neighbours { before: Some(kept(0, 100)), struck, ..Neighbours::default() };
        let found = admit(&ENERGY, &arrivals(&[(20, 900), (20, 105), (30, 110)]), &neighbours);
        let anew = Verdict::Correct(Kept { revision: 2, ..kept(20, 105) });
        assert_eq!(found, [Verdict::Duplicate, anew, Verdict::Store(kept(30, 110))]);
    }

    #[test]
    fn a_person_can_believe_a_jump_and_a_cold_sensor_but_no_register_that_falls() {
        let believed = |limits: Limits| Limits { trust: Trust::Person, ..limits };
        let found =
            admit(&believed(ENERGY), &arrivals(&[(0, 100), (60, 9_000_000), (120, 50)]), &Neighbours::default());
        let fell = Verdict::Quarantine(Suspicion::RegisterDecreased);
        assert_eq!(found, [Verdict::Store(kept(0, 100)), Verdict::Store(kept(60, 9_000_000)), fell]);
        let found = admit(&believed(RETURN), &arrivals(&[(0, 0)]), &Neighbours::default());
        assert_eq!(found, [Verdict::Store(kept(0, 0))]);
    }

    proptest! {
        /// Without contradictions, the order in which documents arrive does not matter.
        #[test]
        fn any_order_of_documents_gives_the_same_archive(
            seconds in proptest::collection::btree_set(0_i64..1_000, 1..40),
            cuts in proptest::collection::vec(0_usize..4, 40),
            order in Just([0_usize, 1, 2, 3]).prop_shuffle(),
        ) {
            let values: Vec<(i64, i64)> = seconds.iter().map(|second| (*second, second * 3)).collect();
            let mut archive: Vec<Kept> = Vec::new();
            for document in order {
                let part: Vec<(i64, i64)> =
                    values.iter().zip(&cuts).filter(|(_, cut)| **cut == document).map(|(value, _)| *value).collect();
                let neighbours = Neighbours { among: archive.clone(), ..Neighbours::default() };
                for verdict in admit(&ENERGY, &arrivals(&part), &neighbours) {
                    let Verdict::Store(kept) = verdict else { panic!("{verdict:?}") };
                    archive.push(kept);
                }
                archive.sort_by_key(|kept| kept.at);
            }
            let found: Vec<(i64, i64)> = archive.iter().map(|kept| (kept.at.as_second(), kept.value)).collect();
            prop_assert_eq!(found, values);
        }
    }
}
