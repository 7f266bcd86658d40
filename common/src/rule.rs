//! Rules: what counts as wrong, where, since when, and how much it matters.
//!
//! Every figure of the catalogue is a parameter with a default; the same form stands in rule files, on the wire and in
//! the archive. Amounts carry their units, durations read `2h` or `30m`.

use jiff::civil::Time;
use jiff::fmt::serde::duration::friendly::compact;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::Login;
use crate::alarm::{AlarmKind, Measured, Severity};
use crate::id::{CustomerNumber, MaintenanceId, PointCode, RuleName, SiteCode};
use crate::quantity::written;
use crate::quantity::{Flow, Quantity, Temperature, TemperatureDifference, Value};
use crate::time::Period;
use crate::time::hours::Hours;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What raises alarms of one kind.
///
/// At a point the narrowest rules of a kind count, so that a building can have other limits than the installation, or
/// with `enabled = false` none; rules of a kind for the same scope count beside each other, as do all of
/// [`Condition::Limit`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub name: RuleName,
    #[serde(default = "enabled")]
    pub enabled: bool,
    #[serde(default)]
    pub scope: RuleScope,
    #[serde(default = "usual_severity")]
    pub severity: Severity,
    /// What the severity becomes when the alarm goes on; by `after`, ascending.
    #[serde(default)]
    pub rises: Vec<Rise>,
    /// How often who was told is told again while nobody has acknowledged it.
    #[serde(default, serialize_with = "compact::optional")]
    pub remind_every: Option<SignedDuration>,
    /// After that time without an acknowledgement these are told too.
    #[serde(default)]
    pub escalate: Option<Escalation>,
    #[serde(flatten)]
    pub condition: Condition,
}

const fn enabled() -> bool {
    true
}

const fn usual_severity() -> Severity {
    Severity::Warning
}

/// Where a rule counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleScope {
    #[default]
    Installation,
    Customer(CustomerNumber),
    Site(SiteCode),
    Point(PointCode),
}

/// Another severity once the alarm has been active for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rise {
    #[serde(serialize_with = "compact::required")]
    pub after: SignedDuration,
    pub severity: Severity,
}

/// Who is told when nobody takes note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    #[serde(serialize_with = "compact::required")]
    pub after: SignedDuration,
    pub to: Vec<Login>,
}

/// What must be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Condition {
    SourceSilent(Silence),
    MeterSilent(Silence),
    Leak(FaultSigns),
    WaterLost(WaterLost),
    MeterFault(FaultSigns),
    DifferenceLow(DifferenceLow),
    ReturnHot(ReturnHot),
    SupplyOffTable(OffTable),
    CircuitOffCurve(OffCurve),
    PowerAboveContract(AboveContract),
    RegisterDoubtful(RegisterDoubtful),
    NoConsumption(NoConsumption),
    MeterClock(ClockOff),
    VerificationDue(VerificationDue),
    Limit(Limit),
}

impl Condition {
    #[must_use]
    pub const fn kind(&self) -> AlarmKind {
        match self {
            Self::SourceSilent(_) => AlarmKind::SourceSilent,
            Self::MeterSilent(_) => AlarmKind::MeterSilent,
            Self::Leak(_) => AlarmKind::Leak,
            Self::WaterLost(_) => AlarmKind::WaterLost,
            Self::MeterFault(_) => AlarmKind::MeterFault,
            Self::DifferenceLow(_) => AlarmKind::DifferenceLow,
            Self::ReturnHot(_) => AlarmKind::ReturnHot,
            Self::SupplyOffTable(_) => AlarmKind::SupplyOffTable,
            Self::CircuitOffCurve(_) => AlarmKind::CircuitOffCurve,
            Self::PowerAboveContract(_) => AlarmKind::PowerAboveContract,
            Self::RegisterDoubtful(_) => AlarmKind::RegisterDoubtful,
            Self::NoConsumption(_) => AlarmKind::NoConsumption,
            Self::MeterClock(_) => AlarmKind::MeterClock,
            Self::VerificationDue(_) => AlarmKind::VerificationDue,
            Self::Limit(_) => AlarmKind::Limit,
        }
    }
}

/// Nothing comes. It counts from the last reading, in the hours in which some are expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Silence {
    /// Expected cadences that must be missed.
    pub missed: u32,
    /// How often something is expected, where that is not the cadence that the point or the source has.
    #[serde(serialize_with = "compact::optional")]
    pub cadence: Option<SignedDuration>,
    /// When something is expected; none means always.
    pub hours: Vec<Hours>,
}

impl Default for Silence {
    fn default() -> Self {
        Self { missed: 3, cadence: None, hours: Vec::new() }
    }
}

/// Water is lost, by what a local day and its night tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WaterLost {
    /// What may flow in and not back in a local day, in hundredths of what flowed in.
    pub lost_percent: u32,
    /// What may flow at all times between `night_from` and `night_until`, outside the season. In it, heating flows at night.
    #[serde(with = "written::flow")]
    pub night_flow: Flow,
    pub night_from: Time,
    pub night_until: Time,
    /// The first and the last month of the season (1–12), in which flow at night is heating.
    pub season: [i8; 2],
}

impl Default for WaterLost {
    fn default() -> Self {
        Self {
            lost_percent: 5,
            night_flow: Flow::from_base(20_000),
            night_from: Time::constant(1, 0, 0, 0),
            night_until: Time::constant(4, 0, 0, 0),
            season: [9, 5],
        }
    }
}

/// The meter says that it is broken, or gives a value that means it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FaultSigns {
    /// Readings without the sign that end it.
    pub clear_reads: u32,
}

impl Default for FaultSigns {
    fn default() -> Self {
        Self { clear_reads: 2 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DifferenceLow {
    #[serde(with = "written::difference")]
    pub raise: TemperatureDifference,
    #[serde(with = "written::difference")]
    pub clear: TemperatureDifference,
    /// Below this share of the contracted power a small difference means nothing.
    pub power_percent: u32,
    /// How long it must be so before it counts, and not be so before it is over.
    #[serde(serialize_with = "compact::required")]
    pub raise_after: SignedDuration,
    #[serde(serialize_with = "compact::required")]
    pub clear_after: SignedDuration,
}

impl Default for DifferenceLow {
    fn default() -> Self {
        Self {
            raise: TemperatureDifference::from_base(10_000),
            clear: TemperatureDifference::from_base(12_000),
            power_percent: 20,
            raise_after: SignedDuration::from_hours(2),
            clear_after: HOUR,
        }
    }
}

/// The return is hotter than the contract allows, or than the network's table wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnHot {
    /// What the contract allows; `None`: only the table counts.
    #[serde(with = "written::temperature_or_none")]
    pub limit: Option<Temperature>,
    /// What is allowed above the table, in hundredths of it.
    pub above_table_percent: u32,
    /// How far below the limit it must come.
    #[serde(with = "written::difference")]
    pub clear_below: TemperatureDifference,
    /// How long it must be so before it counts, and not be so before it is over.
    #[serde(serialize_with = "compact::required")]
    pub raise_after: SignedDuration,
    #[serde(serialize_with = "compact::required")]
    pub clear_after: SignedDuration,
}

impl Default for ReturnHot {
    fn default() -> Self {
        Self {
            limit: None,
            above_table_percent: 7,
            clear_below: TemperatureDifference::from_base(1_000),
            raise_after: HOUR,
            clear_after: HOUR,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OffTable {
    /// Off the table by more than so many hundredths of it.
    pub raise_percent: u32,
    pub clear_percent: u32,
    /// How long it must be so before it counts, and not be so before it is over.
    #[serde(serialize_with = "compact::required")]
    pub raise_after: SignedDuration,
    #[serde(serialize_with = "compact::required")]
    pub clear_after: SignedDuration,
}

impl Default for OffTable {
    fn default() -> Self {
        Self { raise_percent: 5, clear_percent: 4, raise_after: HOUR, clear_after: HOUR }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OffCurve {
    #[serde(with = "written::difference")]
    pub raise: TemperatureDifference,
    #[serde(with = "written::difference")]
    pub clear: TemperatureDifference,
    /// How long it must be so before it counts, and not be so before it is over.
    #[serde(serialize_with = "compact::required")]
    pub raise_after: SignedDuration,
    #[serde(serialize_with = "compact::required")]
    pub clear_after: SignedDuration,
}

impl Default for OffCurve {
    fn default() -> Self {
        Self {
            raise: TemperatureDifference::from_base(5_000),
            clear: TemperatureDifference::from_base(3_000),
            raise_after: HOUR,
            clear_after: HOUR,
        }
    }
}

/// The mean power is above what the contract reserves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AboveContract {
    pub raise_percent: u32,
    pub clear_percent: u32,
    /// Over how long the mean is formed.
    #[serde(serialize_with = "compact::required")]
    pub mean_over: SignedDuration,
    #[serde(serialize_with = "compact::required")]
    pub clear_after: SignedDuration,
}

impl Default for AboveContract {
    fn default() -> Self {
        Self { raise_percent: 100, clear_percent: 95, mean_over: HOUR, clear_after: HOUR }
    }
}

/// A register fell, or rose by more than the time can hold. It has no figures: the intake finds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterDoubtful {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoConsumption {
    #[serde(serialize_with = "compact::required")]
    pub during: SignedDuration,
    /// Only where it is colder outside.
    #[serde(with = "written::temperature")]
    pub below: Temperature,
}

impl Default for NoConsumption {
    fn default() -> Self {
        Self { during: SignedDuration::from_hours(24), below: Temperature::from_base(10_000) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClockOff {
    #[serde(serialize_with = "compact::required")]
    pub raise: SignedDuration,
    #[serde(serialize_with = "compact::required")]
    pub clear: SignedDuration,
}

impl Default for ClockOff {
    fn default() -> Self {
        Self { raise: SignedDuration::from_mins(5), clear: SignedDuration::from_mins(2) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerificationDue {
    pub days: u16,
    /// From here on it has the severity of the rule; before, it is a notice.
    pub urgent_days: u16,
}

impl Default for VerificationDue {
    fn default() -> Self {
        Self { days: 90, urgent_days: 30 }
    }
}

/// A quantity beyond a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    pub quantity: Quantity,
    pub beyond: Beyond,
    /// Where it is, with its unit, and where it is left again.
    #[serde(with = "written::value")]
    pub raise: Value,
    #[serde(with = "written::value")]
    pub clear: Value,
    /// How long it must be so before it counts, and not be so before it is over.
    #[serde(serialize_with = "compact::required", default)]
    pub raise_after: SignedDuration,
    #[serde(serialize_with = "compact::required", default)]
    pub clear_after: SignedDuration,
}

/// On which side of a limit something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    Above,
    Below,
}

/// What a rule would have done in the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub period: Period,
    /// Points that were looked at.
    pub n_points: u64,
    pub n_alarms: u64,
    /// Messages that would have left with today's settings of everybody, by channel.
    pub n_emails: u64,
    pub n_sms: u64,
    /// The first 200, oldest first.
    pub spells: Vec<Spell>,
    /// Why less was looked at than was asked for.
    #[serde(default)]
    pub cut: Option<Cut>,
}

/// Why a preview does not tell all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// It would have taken too long.
    Time,
    /// The rule counts at too many points.
    Points,
    /// What the condition hangs on is not told by the readings of the past.
    Condition,
    #[serde(other)]
    Unknown,
}

impl Cut {
    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Points => "points",
            Self::Condition => "condition",
            Self::Unknown => "unknown",
        }
    }
}

/// A stretch in which an alarm would have been active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spell {
    pub point: PointCode,
    pub site: SiteCode,
    pub since: Timestamp,
    /// `None`: it still would be.
    #[serde(default)]
    pub until: Option<Timestamp>,
    pub severity: Severity,
    #[serde(default)]
    pub measured: Option<Measured>,
}

/// Whether rules are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Application {
    DryRun,
    Write,
}

/// What applying a list of rules changes, or would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChanges {
    pub how: Application,
    /// By name.
    pub changes: Vec<RuleChange>,
}

/// What became of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum RuleChange {
    Added { rule: Rule },
    Changed { from: Rule, to: Rule },
    Removed { rule: Rule },
    Same { name: RuleName },
}

/// A stretch of time in which work is done on something: alarms there are raised, and nobody is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maintenance {
    pub id: MaintenanceId,
    pub scope: RuleScope,
    pub period: Period,
    pub reason: String,
    /// `None` after an erasure.
    #[serde(default)]
    pub by: Option<Login>,
}

/// A maintenance window that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMaintenance {
    pub scope: RuleScope,
    pub period: Period,
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Rule, toml::de::Error> {
        toml::from_str(text)
    }

    #[test]
    fn a_rule_says_only_what_is_unusual() {
        let rule = read("name = 'hot'\nkind = 'return_hot'\nlimit = '55 °C'\nscope = { site = 'W-0414' }").unwrap();
        let Condition::ReturnHot(hot) = &rule.condition else { panic!("{rule:?}") };
        assert_eq!(hot.limit, Some(Temperature::from_base(55_000)));
        assert_eq!((hot.raise_after, hot.above_table_percent), (HOUR, 7));
        assert_eq!(rule.scope, RuleScope::Site(SiteCode::parse("W-0414").unwrap()));
        assert!(rule.enabled && rule.severity == Severity::Warning);
        assert_eq!(read(&toml::to_string(&rule).unwrap()).unwrap(), rule);
    }

    #[test]
    fn rules_cross_every_wire_whole() {
        let texts = [
            "kind = 'limit'\nquantity = 'power'\nbeyond = 'above'\nraise = '150 kW'\nclear = '140 kW'\nraise_after = '30m'",
            "kind = 'meter_silent'\nmissed = 4\nhours = [{ days = ['mon'], from = '06:00', until = '22:00' }]",
            "kind = 'leak'",
            "kind = 'register_doubtful'\nenabled = false\nscope = 'installation'",
            "kind = 'difference_low'\nseverity = 'notice'\nrises = [{ after = '8h', severity = 'alarm' }]\nremind_every = '4h'",
        ];
        for text in texts {
            let rule = read(&format!("name = 'x'\n{text}")).unwrap();
            let json: Rule = serde_json::from_str(&serde_json::to_string(&rule).unwrap()).unwrap();
            let packed: Rule = rmp_serde::from_slice(&rmp_serde::to_vec_named(&rule).unwrap()).unwrap();
            assert!(json == rule && packed == rule, "{text}");
        }
    }
}
