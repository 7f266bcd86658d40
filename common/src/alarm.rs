//! Alarms: a condition that holds or does not, and whether a person has taken note of it. The two are independent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Login;
use crate::id::{AlarmId, PointCode, PointId, RuleName, SiteCode, SiteId, SourceName};
use crate::notice::Notice;
use crate::quantity::{Quantity, Value};

/// Something that is wrong, or was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    pub id: AlarmId,
    /// The rule that raised it, as it was called then.
    pub rule: RuleName,
    pub kind: AlarmKind,
    pub subject: Subject,
    pub severity: Severity,
    /// Since when the condition holds, as the readings tell.
    pub since: Timestamp,
    /// When it was found.
    pub raised_at: Timestamp,
    /// When it was over, as the readings tell; `None` while it is active.
    #[serde(default)]
    pub cleared_at: Option<Timestamp>,
    #[serde(default)]
    pub acknowledged: Option<Acknowledgement>,
    /// Until then nobody is told anything of it.
    #[serde(default)]
    pub muted_until: Option<Timestamp>,
    /// A maintenance window holds it back: it is evaluated, and nobody is told.
    #[serde(default)]
    pub in_maintenance: bool,
    /// What was measured, where something was.
    #[serde(default)]
    pub measured: Option<Measured>,
    /// The facts that are no measurement: names of information bits, days that are left.
    #[serde(default)]
    pub facts: Facts,
}

impl Alarm {
    /// Tells whether the condition still holds.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.cleared_at.is_none()
    }
}

/// What an alarm is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Subject {
    Source { name: SourceName },
    Point { point: PointId, code: PointCode, site: SiteId, site_code: SiteCode, site_name: String },
}

/// What can be wrong: the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// A source brings nothing; it holds back the silence of its meters.
    SourceSilent,
    /// Nothing comes from a meter although its source goes on bringing.
    MeterSilent,
    /// The meter says that water leaks.
    Leak,
    /// More flows in than back, or it flows all night outside the season.
    WaterLost,
    /// Air, flow in the wrong direction, swapped or broken sensors: the meter says so, or a value is one of fault.
    MeterFault,
    /// The water comes back hardly cooler than it came.
    DifferenceLow,
    ReturnHot,
    /// The network's supply is not what its table wants at this outdoor temperature.
    SupplyOffTable,
    /// The heating circuit is not what the building's curve wants.
    CircuitOffCurve,
    PowerAboveContract,
    /// A register fell or jumped; a person decides.
    RegisterDoubtful,
    /// Nothing is used although it is cold.
    NoConsumption,
    MeterClock,
    /// The meter's verification ends soon, or has ended.
    VerificationDue,
    /// A quantity is beyond a limit that somebody has set.
    Limit,
    #[serde(other)]
    Unknown,
}

impl AlarmKind {
    pub const ALL: [Self; 15] = [
        Self::SourceSilent,
        Self::MeterSilent,
        Self::Leak,
        Self::WaterLost,
        Self::MeterFault,
        Self::DifferenceLow,
        Self::ReturnHot,
        Self::SupplyOffTable,
        Self::CircuitOffCurve,
        Self::PowerAboveContract,
        Self::RegisterDoubtful,
        Self::NoConsumption,
        Self::MeterClock,
        Self::VerificationDue,
        Self::Limit,
    ];

    /// Returns the name used in rule files, machine output and the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SourceSilent => "source_silent",
            Self::MeterSilent => "meter_silent",
            Self::Leak => "leak",
            Self::WaterLost => "water_lost",
            Self::MeterFault => "meter_fault",
            Self::DifferenceLow => "difference_low",
            Self::ReturnHot => "return_hot",
            Self::SupplyOffTable => "supply_off_table",
            Self::CircuitOffCurve => "circuit_off_curve",
            Self::PowerAboveContract => "power_above_contract",
            Self::RegisterDoubtful => "register_doubtful",
            Self::NoConsumption => "no_consumption",
            Self::MeterClock => "meter_clock",
            Self::VerificationDue => "verification_due",
            Self::Limit => "limit",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How much it matters; the order is that of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing at the desk.
    Notice,
    /// Somebody should look today.
    Warning,
    /// Somebody should go now.
    Alarm,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Notice, Self::Warning, Self::Alarm];

    /// Returns the name used in rule files, machine output and the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Alarm => "alarm",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// What was measured of the condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    pub quantity: Quantity,
    /// The last value that broke the limit.
    pub value: Value,
    /// What would have been allowed then.
    pub limit: Value,
    /// The worst value so far.
    pub peak: Value,
    pub peak_at: Timestamp,
}

/// What an alarm tells besides what was measured; each kind has those that it has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The meter's information code, raw.
    #[serde(default)]
    pub info_code: Option<u32>,
    /// Days until the verification ends; negative once it has.
    #[serde(default)]
    pub days_left: Option<i32>,
    /// What flowed in and not back, in hundredths of what flowed in.
    #[serde(default)]
    pub lost_percent: Option<u32>,
    /// The outdoor temperature that the limit was made for, m°C.
    #[serde(default)]
    pub outdoor: Option<i64>,
    /// What the source says is wrong.
    #[serde(default)]
    pub problem: Option<String>,
    /// The last time that anything came.
    #[serde(default)]
    pub last_at: Option<Timestamp>,
}

/// A person took note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// `None` after an erasure.
    #[serde(default)]
    pub by: Option<Login>,
    pub at: Timestamp,
    #[serde(default)]
    pub comment: Option<String>,
}

/// One line of an alarm's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    pub at: Timestamp,
    /// Who; `None` where the rules did it, or after an erasure.
    #[serde(default)]
    pub by: Option<Login>,
    pub what: Turn,
}

/// What can become of an alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "turn", rename_all = "snake_case")]
pub enum Turn {
    Raised {
        severity: Severity,
    },
    SeverityChanged {
        from: Severity,
        to: Severity,
    },
    Cleared,
    Acknowledged {
        #[serde(default)]
        comment: Option<String>,
    },
    Unacknowledged,
    Muted {
        until: Timestamp,
    },
    Unmuted,
    /// Nobody took note in time: others are told.
    Escalated,
    #[serde(other)]
    Unknown,
}

impl Turn {
    /// Returns the name used in machine output.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Raised { .. } => "raised",
            Self::SeverityChanged { .. } => "severity_changed",
            Self::Cleared => "cleared",
            Self::Acknowledged { .. } => "acknowledged",
            Self::Unacknowledged => "unacknowledged",
            Self::Muted { .. } => "muted",
            Self::Unmuted => "unmuted",
            Self::Escalated => "escalated",
            Self::Unknown => "unknown",
        }
    }
}

/// An alarm with all that became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmCard {
    pub alarm: Alarm,
    /// Oldest first.
    pub history: Vec<Transition>,
    /// Who was told, or will be, oldest first; for whom no staff is, only the own.
    #[serde(default)]
    pub told: Vec<Notice>,
}

/// Which alarms are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmFilter {
    #[serde(default)]
    pub standing: AlarmStanding,
    #[serde(default)]
    pub site: Option<SiteId>,
    #[serde(default)]
    pub kind: Option<AlarmKind>,
    /// At least so severe.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Raised at or after this instant.
    #[serde(default)]
    pub since: Option<Timestamp>,
    /// Raised before this instant.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// Part of a code or a name; case and diacritics do not count.
    #[serde(default)]
    pub text: Option<String>,
}

/// Alarms by how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmStanding {
    /// Active, or cleared and not acknowledged: what somebody has yet to look at, without what was over before it was
    /// found. The most urgent first.
    #[default]
    Open,
    /// Active. The most urgent first.
    Active,
    /// All, the newest first.
    All,
}

/// How many alarms there are, for counters and checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmCounts {
    /// Active, by severity: notices, warnings, alarms.
    pub n_notices: u64,
    pub n_warnings: u64,
    pub n_alarms: u64,
    /// Active, not acknowledged and not muted.
    pub n_unacknowledged: u64,
}

/// What a person does with alarms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmDeed {
    /// At most 200.
    pub alarms: Vec<AlarmId>,
    pub what: Deed,
}

/// What can be done with an alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum Deed {
    Acknowledge {
        #[serde(default)]
        comment: Option<String>,
    },
    /// Takes an acknowledgement back.
    Unacknowledge,
    /// Has nobody told anything of it for a while, at most 30 days.
    Mute {
        until: Timestamp,
    },
    Unmute,
}
