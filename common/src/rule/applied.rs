//! What becomes of rules: what one would have done, what applying some changes, and when they are not told of.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Rule, RuleScope};
use crate::account::Login;
use crate::alarm::{Measured, Severity};
use crate::id::{MaintenanceId, PointCode, RuleName, SiteCode};
use crate::time::Period;

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
#[expect(clippy::large_enum_variant, reason = "a list of rules is short, and most of it is this")]
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
