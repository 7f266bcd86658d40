//! What one line of readings means for a condition.

use common::alarm::{Facts, Severity};
use common::quantity::{Dimension, Quantity};
use common::rule::{
    AboveContract, Beyond, Condition, DifferenceLow, Limit, NoConsumption, OffCurve, OffTable, ReturnHot, Rule,
};

/// What was read at one instant, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Seconds since 1970 UTC.
    pub at: i64,
    values: [Option<i64>; CODES],
}

/// One more than the highest code of a quantity.
const CODES: usize = 32;

impl Line {
    /// Returns a line of these readings.
    #[must_use]
    pub fn new(at: i64, readings: impl IntoIterator<Item = (Quantity, i64)>) -> Self {
        let mut line = Self { at, values: [None; CODES] };
        for (quantity, value) in readings {
            if let Some(place) = line.values.get_mut(usize::from(quantity.code())) {
                *place = Some(value);
            }
        }
        line
    }

    /// Returns what was read of a quantity.
    #[must_use]
    pub fn of(&self, quantity: Quantity) -> Option<i64> {
        self.values.get(usize::from(quantity.code())).copied().flatten()
    }
}

/// What a condition must know besides the line; `None` where nobody can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// W.
    pub contracted_power: Option<i64>,
    /// Mean power over the time that the rule names, W.
    pub mean_power: Option<i64>,
    /// Outdoor temperature, m°C.
    pub outdoor: Option<i64>,
    /// What the network's table wants at that temperature, m°C.
    pub table_supply: Option<i64>,
    pub table_return: Option<i64>,
    /// What the building's curve wants, m°C.
    pub curve_supply: Option<i64>,
    /// The energy register at the line before, J.
    pub energy_before: Option<i64>,
    /// What the meter's information code says, as far as its maker's table is known.
    pub signs: Option<Signs>,
    /// Whether a value came with the line that means a broken sensor; `None` where no temperatures came.
    pub fault_value: Option<bool>,
}

/// What an information code says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    pub leak: bool,
    pub fault: bool,
}

/// What a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It says nothing about the condition.
    Silent,
    /// It is over.
    Good,
    /// Neither: what is active stays, what is not is not raised.
    Between,
    Bad(Finding),
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub measured: Option<Excess>,
    pub facts: Facts,
}

/// A value beyond what is allowed, in base units of the quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    pub quantity: Quantity,
    pub value: i64,
    pub limit: i64,
}

impl Excess {
    /// Returns how far beyond the limit the value is.
    #[must_use]
    pub const fn by(&self) -> u64 {
        self.value.abs_diff(self.limit)
    }
}

/// Says what a line means for a rule's condition. Conditions that no line can tell of are silent.
#[must_use]
pub fn judge(rule: &Rule, line: &Line, around: &Around) -> Judgement {
    let severity = rule.severity;
    match &rule.condition {
        Condition::DifferenceLow(low) => difference_low(*low, line, around, severity),
        Condition::ReturnHot(hot) => return_hot(*hot, line, around, severity),
        Condition::SupplyOffTable(off) => supply_off_table(*off, line, around, severity),
        Condition::CircuitOffCurve(off) => circuit_off_curve(*off, line, around, severity),
        Condition::PowerAboveContract(above) => above_contract(*above, around, severity),
        Condition::NoConsumption(none) => no_consumption(*none, line, around, severity),
        Condition::Limit(limit) => beyond_limit(limit, line, severity),
        Condition::MeterClock(off) => {
            let Some(offset) = line.of(Quantity::ClockOffset) else { return Judgement::Silent };
            let (raise, clear) = (off.raise.as_secs(), off.clear.as_secs());
            let limit = if offset < 0 { -raise } else { raise };
            let bounds = (offset.saturating_abs() > raise, offset.saturating_abs() < clear);
            of_bounds(bounds, (Quantity::ClockOffset, offset, limit), severity, Facts::default())
        }
        Condition::Leak(_) => by_signs([by_code(line, around, |signs| signs.leak), None], line, severity),
        Condition::MeterFault(_) => {
            by_signs([by_code(line, around, |signs| signs.fault), around.fault_value], line, severity)
        }
        // Whatever comes, it is not silent.
        Condition::MeterSilent(_) => Judgement::Good,
        Condition::SourceSilent(_)
        | Condition::RegisterDoubtful(_)
        | Condition::WaterLost(_)
        | Condition::VerificationDue(_) => Judgement::Silent,
    }
}

fn of_bounds(
    (bad, good): (bool, bool),
    (quantity, value, limit): (Quantity, i64, i64),
    severity: Severity,
    facts: Facts,
) -> Judgement {
    match (bad, good) {
        (true, _) => Judgement::Bad(Finding { severity, measured: Some(Excess { quantity, value, limit }), facts }),
        (false, true) => Judgement::Good,
        (false, false) => Judgement::Between,
    }
}

fn difference_low(low: DifferenceLow, line: &Line, around: &Around, severity: Severity) -> Judgement {
    let read = line.of(Quantity::Difference);
    let difference = read.or_else(|| Some(line.of(Quantity::Supply)?.saturating_sub(line.of(Quantity::Return)?)));
    let (Some(difference), Some(power), Some(contracted)) =
        (difference, line.of(Quantity::Power), around.contracted_power.filter(|contracted| *contracted > 0))
    else {
        return Judgement::Silent;
    };
    let (raise, clear) = (low.raise.base(), low.clear.base());
    // Below that power the difference says nothing: neither that it is wrong nor that it is mended.
    if i128::from(power) * 100 <= i128::from(contracted) * i128::from(low.power_percent) {
        return Judgement::Between;
    }
    let bounds = (difference < raise, difference > clear);
    of_bounds(bounds, (Quantity::Difference, difference, raise), severity, Facts::default())
}

fn return_hot(hot: ReturnHot, line: &Line, around: &Around, severity: Severity) -> Judgement {
    let by_table = around.table_return.map(|wanted| wanted.saturating_add(share(wanted, hot.above_table_percent)));
    let contract = hot.limit.map(common::quantity::Temperature::base);
    let limit = match (contract, by_table) {
        (Some(contract), Some(table)) => Some(contract.min(table)),
        (contract, table) => contract.or(table),
    };
    let (Some(value), Some(limit)) = (line.of(Quantity::Return), limit) else { return Judgement::Silent };
    let bounds = (value > limit, value <= limit.saturating_sub(hot.clear_below.base()));
    of_bounds(bounds, (Quantity::Return, value, limit), severity, outdoor(around))
}

fn supply_off_table(off: OffTable, line: &Line, around: &Around, severity: Severity) -> Judgement {
    let (Some(value), Some(wanted)) = (line.of(Quantity::Supply), around.table_supply) else {
        return Judgement::Silent;
    };
    let (raise, clear) = (share(wanted, off.raise_percent), share(wanted, off.clear_percent));
    let (away, limit) = away(value, wanted, raise);
    of_bounds((away > raise, away <= clear), (Quantity::Supply, value, limit), severity, outdoor(around))
}

fn circuit_off_curve(off: OffCurve, line: &Line, around: &Around, severity: Severity) -> Judgement {
    // What the regulator says it wants counts before what we think it should.
    let wanted = line.of(Quantity::HeatingSet).or(around.curve_supply);
    let (Some(value), Some(wanted)) = (line.of(Quantity::Heating), wanted) else { return Judgement::Silent };
    let (raise, clear) = (off.raise.base(), off.clear.base());
    let (away, limit) = away(value, wanted, raise);
    of_bounds((away > raise, away < clear), (Quantity::Heating, value, limit), severity, outdoor(around))
}

fn above_contract(above: AboveContract, around: &Around, severity: Severity) -> Judgement {
    let contracted = around.contracted_power.filter(|contracted| *contracted > 0);
    let (Some(mean), Some(contracted)) = (around.mean_power, contracted) else {
        return Judgement::Silent;
    };
    let (raise, clear) = (share(contracted, above.raise_percent), share(contracted, above.clear_percent));
    let bounds = (mean > raise, mean < clear);
    of_bounds(bounds, (Quantity::Power, mean, raise), severity, Facts::default())
}

fn no_consumption(none: NoConsumption, line: &Line, around: &Around, severity: Severity) -> Judgement {
    let (Some(energy), Some(before)) = (line.of(Quantity::Energy), around.energy_before) else {
        return Judgement::Silent;
    };
    if energy != before {
        return Judgement::Good;
    }
    match around.outdoor {
        Some(outdoor) if outdoor < none.below.base() => {
            Judgement::Bad(Finding { severity, measured: None, facts: self::outdoor(around) })
        }
        // A warm day, or nobody knows: an alarm that is active stays, none is raised.
        Some(_) | None => Judgement::Between,
    }
}

fn beyond_limit(limit: &Limit, line: &Line, severity: Severity) -> Judgement {
    let Some(value) = line.of(limit.quantity) else { return Judgement::Silent };
    let (raise, clear) = (limit.raise.base(), limit.clear.base());
    let bounds = match limit.beyond {
        Beyond::Above => (value > raise, value <= clear),
        Beyond::Below => (value < raise, value >= clear),
    };
    of_bounds(bounds, (limit.quantity, value, raise), severity, Facts::default())
}

fn by_code(line: &Line, around: &Around, has: impl Fn(Signs) -> bool) -> Option<bool> {
    line.of(Quantity::InfoCode).and(around.signs).map(has)
}

/// One sign that is there is enough, and one that is not there says that it is over where no other can tell.
fn by_signs(signs: [Option<bool>; 2], line: &Line, severity: Severity) -> Judgement {
    if signs.contains(&Some(true)) {
        let code = line.of(Quantity::InfoCode).and_then(|code| u32::try_from(code).ok());
        let facts = Facts { info_code: code, ..Facts::default() };
        return Judgement::Bad(Finding { severity, measured: None, facts });
    }
    if signs.contains(&Some(false)) { Judgement::Good } else { Judgement::Silent }
}

fn outdoor(around: &Around) -> Facts {
    Facts { outdoor: around.outdoor, ..Facts::default() }
}

/// Returns so many hundredths of a whole.
pub(super) fn share(whole: i64, percent: u32) -> i64 {
    let share = i128::from(whole) * i128::from(percent) / 100;
    i64::try_from(share).unwrap_or(i64::MAX)
}

/// Returns how far a value is from the one that is wanted, and the limit on its side.
fn away(value: i64, wanted: i64, most: i64) -> (i64, i64) {
    let limit = if value < wanted { wanted.saturating_sub(most) } else { wanted.saturating_add(most) };
    (value.saturating_sub(wanted).saturating_abs(), limit)
}

/// Tells whether the two bounds of a limit lie as they must: a rule that clears before it raises would flap for ever.
#[must_use]
pub fn bounds_fit(limit: &Limit) -> bool {
    let dimension: Dimension = limit.quantity.dimension();
    let fits = limit.raise.dimension() == dimension && limit.clear.dimension() == dimension;
    let (raise, clear) = (limit.raise.base(), limit.clear.base());
    fits && match limit.beyond {
        Beyond::Above => clear <= raise,
        Beyond::Below => clear >= raise,
    }
}

#[cfg(test)]
mod tests {
    use Quantity::{ClockOffset, Difference, Energy, Heating, HeatingSet, InfoCode, Power, Return as Returned, Supply};

    use super::*;

    fn rule(text: &str) -> Rule {
        toml::from_str(&format!("name = 'x'\n{text}")).unwrap()
    }

    /// Returns `-` for silent, `g` for good, `~` for between, and what was measured against what for bad.
    fn told(rule: &Rule, readings: &[(Quantity, i64)], around: &Around) -> String {
        match judge(rule, &Line::new(0, readings.iter().copied()), around) {
            Judgement::Silent => "-".to_owned(),
            Judgement::Good => "g".to_owned(),
            Judgement::Between => "~".to_owned(),
            Judgement::Bad(Finding { measured, .. }) => {
                measured.map_or_else(|| "!".to_owned(), |excess| format!("{}>{}", excess.value, excess.limit))
            }
        }
    }

    fn check(text: &str, around: &Around, cases: &[(&[(Quantity, i64)], &str)]) {
        let rule = rule(text);
        for (readings, expected) in cases {
            assert_eq!(told(&rule, readings, around), *expected, "{text}: {readings:?} {around:?}");
        }
    }

    #[test]
    fn a_small_difference_counts_where_power_is_drawn() {
        let around = Around { contracted_power: Some(100_000), ..Around::default() };
        let cases: [(&[(Quantity, i64)], &str); 8] = [
            (&[(Difference, 9_999), (Power, 20_001)], "9999>10000"),
            (&[(Difference, 10_000), (Power, 50_000)], "~"),
            (&[(Difference, 12_000), (Power, 50_000)], "~"),
            (&[(Difference, 12_001), (Power, 50_000)], "g"),
            (&[(Difference, 1_000), (Power, 20_000)], "~"),
            (&[(Supply, 60_000), (Returned, 55_000), (Power, 50_000)], "5000>10000"),
            (&[(Supply, 60_000), (Power, 50_000)], "-"),
            (&[(Difference, 1_000)], "-"),
        ];
        check("kind = 'difference_low'", &around, &cases);
        check("kind = 'difference_low'", &Around::default(), &[(&[(Difference, 1_000), (Power, 50_000)], "-")]);
        let nothing = Around { contracted_power: Some(0), ..Around::default() };
        check("kind = 'difference_low'", &nothing, &[(&[(Difference, 1_000), (Power, 50_000)], "-")]);
    }

    #[test]
    fn the_return_is_held_against_the_contract_and_the_table() {
        let by_table = Around { table_return: Some(50_000), ..Around::default() };
        let cases: [(&[(Quantity, i64)], &str); 5] = [
            (&[(Returned, 53_501)], "53501>53500"),
            (&[(Returned, 53_500)], "~"),
            (&[(Returned, 52_501)], "~"),
            (&[(Returned, 52_500)], "g"),
            (&[(Supply, 90_000)], "-"),
        ];
        check("kind = 'return_hot'", &by_table, &cases);
        let contract = "kind = 'return_hot'\nlimit = '51 °C'";
        check(contract, &by_table, &[(&[(Returned, 51_001)], "51001>51000"), (&[(Returned, 50_000)], "g")]);
        check(contract, &Around::default(), &[(&[(Returned, 51_001)], "51001>51000")]);
        check("kind = 'return_hot'", &Around::default(), &[(&[(Returned, 99_000)], "-")]);
    }

    #[test]
    fn supply_is_held_against_the_table_on_both_sides() {
        let around = Around { table_supply: Some(100_000), ..Around::default() };
        let cases: [(&[(Quantity, i64)], &str); 7] = [
            (&[(Supply, 105_001)], "105001>105000"),
            (&[(Supply, 94_999)], "94999>95000"),
            (&[(Supply, 105_000)], "~"),
            (&[(Supply, 95_999)], "~"),
            (&[(Supply, 96_000)], "g"),
            (&[(Supply, 104_000)], "g"),
            (&[(Returned, 40_000)], "-"),
        ];
        check("kind = 'supply_off_table'", &around, &cases);
        check("kind = 'supply_off_table'", &Around::default(), &[(&[(Supply, 1)], "-")]);
    }

    #[test]
    fn a_circuit_is_held_against_its_regulator_before_the_curve() {
        let around = Around { curve_supply: Some(60_000), ..Around::default() };
        let cases: [(&[(Quantity, i64)], &str); 7] = [
            (&[(Heating, 65_001)], "65001>65000"),
            (&[(Heating, 54_999)], "54999>55000"),
            (&[(Heating, 65_000)], "~"),
            (&[(Heating, 57_000)], "~"),
            (&[(Heating, 57_001)], "g"),
            (&[(Heating, 65_001), (HeatingSet, 64_000)], "g"),
            (&[(Heating, 60_000), (HeatingSet, 40_000)], "60000>45000"),
        ];
        check("kind = 'circuit_off_curve'", &around, &cases);
        check("kind = 'circuit_off_curve'", &Around::default(), &[(&[(Heating, 1)], "-")]);
    }

    #[test]
    fn mean_power_is_held_against_the_contract() {
        let mean = |mean| Around { contracted_power: Some(100_000), mean_power: Some(mean), ..Around::default() };
        for (power, expected) in [(100_001, "100001>100000"), (100_000, "~"), (95_000, "~"), (94_999, "g")] {
            check("kind = 'power_above_contract'", &mean(power), &[(&[], expected)]);
        }
        let nothing = Around { contracted_power: Some(0), mean_power: Some(5), ..Around::default() };
        check("kind = 'power_above_contract'", &nothing, &[(&[], "-")]);
    }

    #[test]
    fn nothing_used_is_wrong_only_while_it_is_cold() {
        let outdoor = |outdoor| Around { energy_before: Some(500), outdoor, ..Around::default() };
        let rule = "kind = 'no_consumption'";
        check(rule, &outdoor(Some(9_999)), &[(&[(Energy, 500)], "!"), (&[(Energy, 501)], "g"), (&[(Power, 0)], "-")]);
        check(rule, &outdoor(Some(10_000)), &[(&[(Energy, 500)], "~"), (&[(Energy, 501)], "g")]);
        check(rule, &outdoor(None), &[(&[(Energy, 500)], "~")]);
        check(rule, &Around { outdoor: Some(0), ..Around::default() }, &[(&[(Energy, 500)], "-")]);
    }

    #[test]
    fn a_meters_clock_is_off_on_both_sides() {
        let cases: [(&[(Quantity, i64)], &str); 8] = [
            (&[(ClockOffset, 301)], "301>300"),
            (&[(ClockOffset, -301)], "-301>-300"),
            (&[(ClockOffset, 300)], "~"),
            (&[(ClockOffset, -120)], "~"),
            (&[(ClockOffset, -119)], "g"),
            (&[(ClockOffset, 0)], "g"),
            (&[(ClockOffset, i64::MIN)], "-9223372036854775808>-300"),
            (&[], "-"),
        ];
        check("kind = 'meter_clock'", &Around::default(), &cases);
    }

    #[test]
    fn a_code_whose_table_nobody_knows_says_nothing() {
        let signs = |leak, fault| Around { signs: Some(Signs { leak, fault }), ..Around::default() };
        let code: [(Quantity, i64); 1] = [(InfoCode, 8)];
        check("kind = 'leak'", &Around::default(), &[(&code, "-")]);
        check("kind = 'leak'", &signs(true, false), &[(&code, "!"), (&[(Energy, 8)], "-")]);
        check("kind = 'leak'", &signs(false, true), &[(&code, "g")]);
        check("kind = 'meter_fault'", &signs(false, true), &[(&code, "!")]);
        check("kind = 'meter_fault'", &signs(true, false), &[(&code, "g")]);
        let value = |fault_value| Around { fault_value, ..signs(false, false) };
        check("kind = 'meter_fault'", &value(Some(true)), &[(&code, "!"), (&[(Energy, 8)], "!")]);
        check("kind = 'meter_fault'", &value(Some(false)), &[(&[(Energy, 8)], "g")]);
        check("kind = 'leak'", &value(Some(true)), &[(&[(Energy, 8)], "-")]);
    }

    #[test]
    fn limits_of_all_quantities_are_held_on_their_side() {
        let above = "kind = 'limit'\nquantity = 'power'\nbeyond = 'above'\nraise = '150 kW'\nclear = '140 kW'";
        let cases: [(&[(Quantity, i64)], &str); 4] = [
            (&[(Power, 150_001)], "150001>150000"),
            (&[(Power, 150_000)], "~"),
            (&[(Power, 140_000)], "g"),
            (&[(Energy, 150_001)], "-"),
        ];
        check(above, &Around::default(), &cases);
        let below = "kind = 'limit'\nquantity = 'supply'\nbeyond = 'below'\nraise = '60 °C'\nclear = '62 °C'";
        let cases: [(&[(Quantity, i64)], &str); 3] =
            [(&[(Supply, 59_999)], "59999>60000"), (&[(Supply, 60_000)], "~"), (&[(Supply, 62_000)], "g")];
        check(below, &Around::default(), &cases);
    }

    #[test]
    fn what_no_line_can_tell_of_is_silent_and_any_line_ends_a_silence() {
        for kind in ["source_silent", "register_doubtful", "water_lost", "verification_due"] {
            check(&format!("kind = '{kind}'"), &Around::default(), &[(&[(Energy, 1)], "-")]);
        }
        check("kind = 'meter_silent'", &Around::default(), &[(&[(Energy, 1)], "g"), (&[], "g")]);
    }
}
