//! A rule in words: where it counts, and each of its figures with its name. Draws nothing.

use common::quantity::{Quantity, Temperature, TemperatureDifference, Value};
use common::rule::{
    AboveContract, Beyond, ClockOff, Condition, DifferenceLow, FaultSigns, Limit, NoConsumption, OffCurve, OffTable,
    ReturnHot, Rule, RuleScope, Silence, VerificationDue, WaterLost,
};
use common::text::visible;
use jiff::SignedDuration;

use crate::look::Look;
use crate::screen::alarms::words::{duration, severity, short};
use crate::screen::notices::words::{clock, hours};

/// The message that names a figure, and the figure.
pub type Figure = (&'static str, String);

/// Quantities that can have a limit of their own.
pub const LIMITED: [Quantity; 10] = [
    Quantity::Return,
    Quantity::Supply,
    Quantity::Difference,
    Quantity::Flow,
    Quantity::Power,
    Quantity::Outdoor,
    Quantity::Heating,
    Quantity::HeatingSet,
    Quantity::HotWater,
    Quantity::HotWaterSet,
];

/// Returns the message with the short name of a quantity that can have a limit.
#[must_use]
pub const fn quantity_label(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Energy => "short-energy",
        Quantity::Volume => "short-volume",
        Quantity::Supply => "short-supply",
        Quantity::Return => "short-return",
        Quantity::Difference => "short-difference",
        Quantity::Flow => "short-flow",
        Quantity::Power => "short-power",
        Quantity::OperatingTime => "short-operating-time",
        Quantity::ErrorTime => "short-error-time",
        Quantity::Outdoor => "short-outdoor",
        Quantity::HeatingSet => "short-heating-set",
        Quantity::Heating => "short-heating",
        Quantity::HotWaterSet => "short-hot-water-set",
        Quantity::HotWater => "short-hot-water",
        Quantity::ReturnVolume => "short-return-volume",
        Quantity::InfoCode => "short-info-code",
        Quantity::ClockOffset => "short-clock-offset",
    }
}

/// Returns where a rule counts.
#[must_use]
pub fn scope(scope: &RuleScope, look: &Look) -> String {
    match scope {
        RuleScope::Installation => look.say("rules-installation"),
        RuleScope::Customer(number) => look.tell("rules-customer", &[("number", number.as_str().into())]),
        RuleScope::Site(code) => visible(code.as_str()).into_owned(),
        RuleScope::Point(code) => visible(code.as_str()).into_owned(),
    }
}

/// Returns what a rule has besides its condition: severity and its rises, reminders, escalation.
#[must_use]
pub fn handling(rule: &Rule, look: &Look) -> Vec<Figure> {
    let rises = rule.rises.iter().map(|rise| {
        let words = [("severity", severity(rise.severity, look).into()), ("after", duration(rise.after, look).into())];
        look.tell("rules-rise", &words)
    });
    let severities: Vec<String> = std::iter::once(severity(rule.severity, look)).chain(rises).collect();
    let mut figures = vec![("rules-severity", severities.join(", "))];
    figures.extend(rule.remind_every.map(|every| ("rules-remind", duration(every, look))));
    if let Some(escalation) = &rule.escalate {
        let people: Vec<String> = escalation.to.iter().map(ToString::to_string).collect();
        let words = [("people", people.join(", ").into()), ("after", duration(escalation.after, look).into())];
        figures.push(("rules-escalation", look.tell("rules-escalate", &words)));
    }
    figures
}

/// Returns the figures of a condition.
#[must_use]
pub fn figures(condition: &Condition, look: &Look) -> Vec<Figure> {
    match condition {
        Condition::SourceSilent(silence) | Condition::MeterSilent(silence) => silent(silence, look),
        Condition::Leak(FaultSigns { clear_reads }) | Condition::MeterFault(FaultSigns { clear_reads }) => {
            vec![("param-clear-reads", clear_reads.to_string())]
        }
        Condition::WaterLost(lost) => water(lost, look),
        Condition::DifferenceLow(low) => difference(*low, look),
        Condition::ReturnHot(hot) => returned(*hot, look),
        Condition::SupplyOffTable(OffTable {
            raise_percent,
            clear_percent,
            outdoor_over,
            raise_after,
            clear_after,
        }) => [
            vec![
                ("param-raise", percent(*raise_percent)),
                ("param-clear", percent(*clear_percent)),
                ("param-outdoor-over", duration(*outdoor_over, look)),
            ],
            times(*raise_after, *clear_after, look),
        ]
        .concat(),
        Condition::CircuitOffCurve(OffCurve { raise, clear, raise_after, clear_after }) => [
            vec![("param-raise", kelvin(*raise, look)), ("param-clear", kelvin(*clear, look))],
            times(*raise_after, *clear_after, look),
        ]
        .concat(),
        Condition::PowerAboveContract(AboveContract { raise_percent, clear_percent, mean_over, clear_after }) => vec![
            ("param-raise", percent(*raise_percent)),
            ("param-clear", percent(*clear_percent)),
            ("param-mean-over", duration(*mean_over, look)),
            ("param-clear-after", duration(*clear_after, look)),
        ],
        Condition::RegisterDoubtful(_) => Vec::new(),
        Condition::NoConsumption(NoConsumption { during, below }) => {
            vec![("param-during", duration(*during, look)), ("param-below", celsius(*below, look))]
        }
        Condition::MeterClock(ClockOff { raise, clear }) => {
            vec![("param-raise", duration(*raise, look)), ("param-clear", duration(*clear, look))]
        }
        Condition::VerificationDue(VerificationDue { days, urgent_days }) => {
            vec![("param-days", days.to_string()), ("param-urgent-days", urgent_days.to_string())]
        }
        Condition::Limit(limit) => limited(limit, look),
    }
}

fn silent(silence: &Silence, look: &Look) -> Vec<Figure> {
    let mut figures = vec![("param-missed", silence.missed.to_string())];
    figures.extend(silence.cadence.map(|cadence| ("param-cadence", duration(cadence, look))));
    if !silence.hours.is_empty() {
        figures.push(("param-hours", hours(&silence.hours, look)));
    }
    figures
}

fn water(lost: &WaterLost, look: &Look) -> Vec<Figure> {
    let [begins, ends] = lost.season.map(|month| look.say(&format!("month-{month}")));
    vec![
        ("param-lost", percent(lost.lost_percent)),
        ("param-night-flow", amount(Quantity::Flow, Value::Flow(lost.night_flow), look)),
        ("param-night", format!("{}-{}", clock(lost.night_from), clock(lost.night_until))),
        ("param-season", format!("{begins}-{ends}")),
    ]
}

fn difference(low: DifferenceLow, look: &Look) -> Vec<Figure> {
    let own = vec![
        ("param-raise", kelvin(low.raise, look)),
        ("param-clear", kelvin(low.clear, look)),
        ("param-power", percent(low.power_percent)),
    ];
    [own, times(low.raise_after, low.clear_after, look)].concat()
}

fn returned(hot: ReturnHot, look: &Look) -> Vec<Figure> {
    let limit = hot.limit.map_or_else(|| look.say("rules-table-only"), |limit| celsius(limit, look));
    let own = vec![
        ("param-limit", limit),
        ("param-above-table", percent(hot.above_table_percent)),
        ("param-clear-below", kelvin(hot.clear_below, look)),
    ];
    [own, times(hot.raise_after, hot.clear_after, look)].concat()
}

fn limited(limit: &Limit, look: &Look) -> Vec<Figure> {
    let (raise, clear) = match limit.beyond {
        Beyond::Above => ('>', '<'),
        Beyond::Below => ('<', '>'),
    };
    let value = |value| amount(limit.quantity, value, look);
    let own = vec![
        ("param-quantity", short(limit.quantity, look)),
        ("param-raise", format!("{raise} {}", value(limit.raise))),
        ("param-clear", format!("{clear} {}", value(limit.clear))),
    ];
    [own, times(limit.raise_after, limit.clear_after, look)].concat()
}

fn times(raise: SignedDuration, clear: SignedDuration, look: &Look) -> Vec<Figure> {
    vec![("param-raise-after", duration(raise, look)), ("param-clear-after", duration(clear, look))]
}

fn amount(quantity: Quantity, value: Value, look: &Look) -> String {
    format!("{} {}", look.amount(quantity, value), quantity.unit().symbol())
}

fn celsius(temperature: Temperature, look: &Look) -> String {
    amount(Quantity::Return, Value::Temperature(temperature), look)
}

fn kelvin(difference: TemperatureDifference, look: &Look) -> String {
    amount(Quantity::Difference, Value::TemperatureDifference(difference), look)
}

fn percent(hundredths: u32) -> String {
    format!("{hundredths} %")
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::quantity::Kind;

    #[test]
    fn what_can_have_a_limit_has_a_value_at_every_instant() {
        assert!(LIMITED.iter().all(|quantity| quantity.kind() == Kind::Gauge));
    }
}
