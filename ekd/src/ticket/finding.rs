//! Whether telemetry agrees with a complaint: the newest values of a site, held against what is wanted there.
//!
//! Says only what values can tell: what is behind the meter nobody sees. A leak has no sign in temperatures, and what is
//! not about heat has none at all. Knows no archive; what is wanted at the temperature outdoors comes in.

use common::quantity::{Power, Quantity, Temperature, TemperatureDifference, Value};
use common::ticket::Category;
use common::ticket::finding::{Finding, Says, Sign, Verdict};
use common::weather::Wanted;
use jiff::{SignedDuration, Timestamp};

/// A newest value of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    pub quantity: Quantity,
    pub value: Value,
    pub read_at: Timestamp,
}

/// What values are held against; `None` where nobody can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// What the network table and the site's curve want at the temperature outdoors.
    pub wanted: Wanted,
    /// Contracted, or what is usually taken.
    pub usual_power: Option<Power>,
    pub outdoor: Option<Temperature>,
    /// How often values are expected.
    pub cadence: SignedDuration,
    /// How far from what is wanted a temperature may be: [`TOLERANCE`] unless somebody says otherwise.
    pub tolerance: TemperatureDifference,
}

/// How far from what is wanted a temperature may usually be.
pub const TOLERANCE: TemperatureDifference = TemperatureDifference::from_base(5_000);
/// At such temperatures outdoors nobody heats, m°C: that no water flows is no fault.
const WARM: i64 = 15_000;
/// Values older than so many cadences tell nothing.
const OLD: i32 = 3;
/// Less than so many thousandths of the usual power is none: meters round.
const PERMILLE: i128 = 5;

/// What a complaint says of the heat.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Complaint {
    TooLittle,
    TooMuch,
    /// It should be there: is it off?
    Start,
    /// It should be gone: does it run?
    Stop,
}

/// Says what the newest values of a site tell of a complaint; `None` where they have nothing to do with it.
#[must_use]
pub fn finding(category: Category, newest: &[Newest], ground: &Ground, now: Timestamp) -> Option<Finding> {
    let complaint = match category {
        Category::NoHeating | Category::TooCold => Complaint::TooLittle,
        Category::TooHot => Complaint::TooMuch,
        Category::HeatingStart => Complaint::Start,
        Category::HeatingStop => Complaint::Stop,
        Category::Leak
        | Category::Meter
        | Category::Invoice
        | Category::Contract
        | Category::ContractedPower
        | Category::Outage
        | Category::Other
        | Category::Unknown => return None,
    };
    let relevant = newest.iter().filter(|value| complaint.asks(value.quantity));
    let fresh = |value: &Newest| now.duration_since(value.read_at) <= ground.cadence.saturating_mul(OLD);
    let sign = |value: &Newest| {
        let says = if fresh(value) { says(value, newest, ground)? } else { Says::Old };
        Some(Sign { quantity: value.quantity, value: value.value, read_at: value.read_at, says })
    };
    let mut signs: Vec<Sign> = relevant.filter_map(sign).collect();
    let bears_out = |sign: &Sign| complaint.is_borne_out_by(sign.says);
    signs.sort_by_key(|sign| (!bears_out(sign), rank(sign.says), sign.quantity.code()));
    let read_at = signs.iter().map(|sign| sign.read_at).max();
    Some(Finding { verdict: verdict(complaint, &signs, ground), signs, read_at })
}

impl Complaint {
    /// Tells whether a quantity says anything about it.
    const fn asks(self, quantity: Quantity) -> bool {
        match self {
            Self::TooLittle => {
                matches!(quantity, Quantity::Flow | Quantity::Power | Quantity::Supply | Quantity::Heating)
            }
            Self::TooMuch => matches!(quantity, Quantity::Supply | Quantity::Heating),
            Self::Start | Self::Stop => matches!(quantity, Quantity::Flow | Quantity::Power),
        }
    }

    /// Tells whether a value that says this agrees with it.
    const fn is_borne_out_by(self, says: Says) -> bool {
        match self {
            Self::TooLittle => matches!(says, Says::NoFlow | Says::NoPower | Says::Cold),
            Self::TooMuch => matches!(says, Says::Hot),
            Self::Start => matches!(says, Says::NoFlow | Says::NoPower),
            Self::Stop => matches!(says, Says::Usual),
        }
    }
}

/// Returns how telling a sign is, the most telling first.
const fn rank(says: Says) -> u8 {
    match says {
        Says::NoFlow => 0,
        Says::NoPower => 1,
        Says::Cold => 2,
        Says::Hot => 3,
        Says::Usual => 4,
        Says::Old => 5,
        Says::Unknown => 6,
    }
}

fn verdict(complaint: Complaint, signs: &[Sign], ground: &Ground) -> Verdict {
    let says = || signs.iter().map(|sign| sign.says).filter(|says| *says != Says::Old);
    let is_cold = says().any(|says| says == Says::Cold);
    let is_warm = ground.outdoor.is_some_and(|outdoor| outdoor.base() >= WARM);
    let is_still = says().any(|says| matches!(says, Says::NoFlow | Says::NoPower));
    if complaint == Complaint::TooLittle && is_warm && is_still && !is_cold {
        return Verdict::Unclear;
    }
    // One that stands still says that heating is off, whatever another shows of it.
    let bears_out = match complaint {
        Complaint::Stop => says().next().is_some() && !is_still,
        Complaint::TooLittle | Complaint::TooMuch | Complaint::Start => {
            says().any(|says| complaint.is_borne_out_by(says))
        }
    };
    match (bears_out, says().next()) {
        (true, _) => Verdict::Confirmed,
        (false, Some(_)) => Verdict::NotConfirmed,
        (false, None) => Verdict::Unclear,
    }
}

/// Returns what a fresh value says; `None` where there is nothing to hold it against.
fn says(value: &Newest, newest: &[Newest], ground: &Ground) -> Option<Says> {
    let base = value.value.base();
    match value.quantity {
        Quantity::Flow => Some(if base <= 0 { Says::NoFlow } else { Says::Usual }),
        Quantity::Power => {
            let usual = ground.usual_power.map_or(0, |power| i128::from(power.base()).max(0));
            Some(if i128::from(base) * 1_000 <= usual * PERMILLE { Says::NoPower } else { Says::Usual })
        }
        Quantity::Supply => Some(against(base, ground.wanted.supply?.base(), ground)),
        Quantity::Heating => {
            // What the regulator says it wants counts before what we think it should.
            let set = |other: &&Newest| other.quantity == Quantity::HeatingSet && other.read_at == value.read_at;
            let set = newest.iter().find(set).map(|set| set.value.base());
            let wanted = set.or_else(|| ground.wanted.heating.map(Temperature::base))?;
            Some(against(base, wanted, ground))
        }
        Quantity::Energy
        | Quantity::Volume
        | Quantity::Return
        | Quantity::Difference
        | Quantity::OperatingTime
        | Quantity::ErrorTime
        | Quantity::Outdoor
        | Quantity::HeatingSet
        | Quantity::HotWaterSet
        | Quantity::HotWater
        | Quantity::ReturnVolume
        | Quantity::InfoCode
        | Quantity::ClockOffset => None,
    }
}

fn against(value: i64, wanted: i64, ground: &Ground) -> Says {
    let above = value.saturating_sub(wanted);
    let tolerance = ground.tolerance.base();
    if above < -tolerance {
        Says::Cold
    } else if above > tolerance {
        Says::Hot
    } else {
        Says::Usual
    }
}

#[cfg(test)]
mod tests {
    use Quantity::{Energy, Flow, Heating, HeatingSet, Power as Drawn, Supply};

    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_795_860_000, 0);

    fn ground(outdoor: i64) -> Ground {
        let wanted = Wanted {
            supply: Some(Temperature::from_base(90_000)),
            heating: Some(Temperature::from_base(55_000)),
            ..Wanted::default()
        };
        Ground {
            wanted,
            usual_power: Some(Power::from_base(100_000)),
            outdoor: Some(Temperature::from_base(outdoor)),
            cadence: SignedDuration::from_mins(15),
            tolerance: TOLERANCE,
        }
    }

    /// Returns the verdict and the signs on a day with frost, of values with their age in minutes.
    fn told_at(outdoor: i64, category: Category, values: &[(Quantity, i64, i64)]) -> String {
        let newest = |(quantity, base, minutes): &(Quantity, i64, i64)| Newest {
            quantity: *quantity,
            value: Value::new(*quantity, *base),
            read_at: NOW - SignedDuration::from_mins(*minutes),
        };
        let newest: Vec<Newest> = values.iter().map(newest).collect();
        finding(category, &newest, &ground(outdoor), NOW).map_or_else(
            || "-".to_owned(),
            |finding| {
                let signs = finding.signs.iter().map(|sign| sign.says.name()).collect::<Vec<_>>().join(" ");
                format!("{}: {signs}", finding.verdict.name())
            },
        )
    }

    fn check(category: Category, values: &[(Quantity, i64, i64)], expected: &str) {
        assert_eq!(told_at(-5_000, category, values), expected, "{category:?} {values:?}");
    }

    #[test]
    fn no_heating_is_confirmed_by_what_stands_still_or_is_cold() {
        use Category::{NoHeating, TooCold};
        check(NoHeating, &[(Flow, 0, 5), (Drawn, 0, 5), (Supply, 89_000, 5)], "confirmed: no_flow no_power usual");
        check(TooCold, &[(Flow, 900, 5), (Drawn, 80_000, 5), (Supply, 84_999, 5)], "confirmed: cold usual usual");
        check(TooCold, &[(Flow, 900, 5), (Supply, 85_000, 5)], "not_confirmed: usual usual");
        check(NoHeating, &[(Drawn, 500, 5)], "confirmed: no_power");
        check(NoHeating, &[(Drawn, 501, 5)], "not_confirmed: usual");
        check(TooCold, &[(Heating, 40_000, 5)], "confirmed: cold");
        check(TooCold, &[(Heating, 40_000, 5), (HeatingSet, 42_000, 5)], "not_confirmed: usual");
    }

    #[test]
    fn what_is_old_or_says_nothing_is_unclear() {
        use Category::NoHeating;
        check(NoHeating, &[(Flow, 0, 46), (Supply, 40_000, 46)], "unclear: old old");
        check(NoHeating, &[(Flow, 0, 45), (Supply, 40_000, 46)], "confirmed: no_flow old");
        check(NoHeating, &[(Energy, 0, 5)], "unclear: ");
        check(NoHeating, &[], "unclear: ");
        assert_eq!(told_at(15_000, NoHeating, &[(Flow, 0, 5)]), "unclear: no_flow");
        assert_eq!(told_at(15_000, NoHeating, &[(Flow, 0, 5), (Supply, 80_000, 5)]), "confirmed: no_flow cold");
    }

    #[test]
    fn too_hot_is_told_by_temperatures_alone() {
        use Category::TooHot;
        check(TooHot, &[(Supply, 95_001, 5), (Flow, 0, 5)], "confirmed: hot");
        check(TooHot, &[(Supply, 95_000, 5)], "not_confirmed: usual");
        check(TooHot, &[(Flow, 900, 5)], "unclear: ");
    }

    #[test]
    fn start_and_stop_ask_whether_water_flows() {
        use Category::{HeatingStart, HeatingStop};
        check(HeatingStart, &[(Flow, 0, 5)], "confirmed: no_flow");
        check(HeatingStart, &[(Flow, 900, 5), (Supply, 20_000, 5)], "not_confirmed: usual");
        check(HeatingStop, &[(Flow, 900, 5), (Drawn, 80_000, 5)], "confirmed: usual usual");
        check(HeatingStop, &[(Flow, 0, 5)], "not_confirmed: no_flow");
        check(HeatingStop, &[(Flow, 900, 100)], "unclear: old");
    }

    #[test]
    fn what_telemetry_cannot_judge_has_no_finding() {
        for category in [Category::Leak, Category::Invoice, Category::Meter, Category::Outage, Category::Other] {
            check(category, &[(Flow, 0, 5)], "-");
        }
    }
}
