//! The verbs of alarms: looking at them, taking note, muting, checking for a monitoring system.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Subcommand};
use common::alarm::{AlarmKind, Severity};
use common::id::AlarmId;
use jiff::SignedDuration;

use super::list::ColumnArgs;
use super::{ListArgs, RangeArgs};

#[derive(Debug, Subcommand)]
pub enum AlarmsVerb {
    /// List alarms that somebody has yet to look at, the most urgent first
    List(AlarmsListArgs),
    /// Show one alarm: what is wrong, since when, what became of it, what to do
    Show(AlarmArgs),
    /// Say that somebody has taken note of alarms
    Ack(AckArgs),
    /// Take an acknowledgement back
    Unack(AlarmNumbersArgs),
    /// Have nobody told anything of alarms for a while, at most 30 days
    Mute(MuteArgs),
    /// Have people told of muted alarms again
    Unmute(AlarmNumbersArgs),
    /// List all alarms that were raised in a period, the newest first [default: -30d]
    History(AlarmsHistoryArgs),
    /// Tell whether anything is wrong now; status 10 when something is, or 0 to 3 as Nagios reads it
    Check(AlarmsCheckArgs),
}

#[derive(Debug, Args)]
pub struct AlarmsListArgs {
    #[command(flatten)]
    pub filter: AlarmFilterArgs,
    /// Only alarms whose condition still holds, acknowledged or not
    #[arg(long, conflicts_with = "all")]
    pub active: bool,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub columns: ColumnArgs,
    /// Also alarms that are over and acknowledged, the newest first; write all rows
    #[arg(long, help_heading = "List")]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct AlarmsHistoryArgs {
    #[command(flatten)]
    pub filter: AlarmFilterArgs,
    #[command(flatten)]
    pub range: RangeArgs,
    #[command(flatten)]
    pub list: ListArgs,
}

/// Which alarms.
#[derive(Debug, Args)]
pub struct AlarmFilterArgs {
    /// Only alarms with TEXT in a code or a name; case and diacritics do not count
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    /// Only alarms of this site
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// Only alarms of this kind
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub kind: Option<AlarmKind>,
    /// Only alarms that are at least so severe
    #[arg(long, value_name = "SEVERITY", value_parser = severities())]
    pub severity: Option<Severity>,
}

#[derive(Debug, Args)]
pub struct AlarmArgs {
    /// Number of the alarm, such as A-12 or 12
    #[arg(value_name = "ID", value_parser = number)]
    pub number: AlarmId,
}

#[derive(Debug, Args)]
pub struct AlarmNumbersArgs {
    /// Numbers of the alarms, such as A-12 A-13
    #[arg(value_name = "ID", required = true, value_parser = number)]
    pub numbers: Vec<AlarmId>,
}

#[derive(Debug, Args)]
pub struct AckArgs {
    #[command(flatten)]
    pub alarms: AlarmNumbersArgs,
    /// What is known or done about it, such as "ekipa jedzie"
    #[arg(long, value_name = "TEXT")]
    pub comment: Option<String>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("end").args(["lasting", "until"]).required(true))]
pub struct MuteArgs {
    #[command(flatten)]
    pub alarms: AlarmNumbersArgs,
    /// For this time, such as 4h
    #[arg(long = "for", value_name = "DURATION")]
    pub lasting: Option<SignedDuration>,
    /// Until this instant, such as 2026-11-04T06:00
    #[arg(long, value_name = "INSTANT")]
    pub until: Option<String>,
}

#[derive(Debug, Args)]
pub struct AlarmsCheckArgs {
    /// Only alarms of this site
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// From which severity on it is a finding
    #[arg(long, value_name = "SEVERITY", default_value = "warning", value_parser = severities())]
    pub warning: Severity,
    /// One line with figures as Nagios and Icinga read it; status 0 fine, 1 warning, 2 critical, 3 unknown
    #[arg(long)]
    pub nagios: bool,
}

/// Why a text is no number of an alarm.
#[derive(Debug, thiserror::Error)]
#[error("not a number of an alarm")]
pub struct NoAlarmNumber;

/// Reads `A-12` or `12`.
///
/// # Errors
/// Neither.
pub fn number(text: &str) -> Result<AlarmId, NoAlarmNumber> {
    let digits = text.strip_prefix("A-").or_else(|| text.strip_prefix("a-")).unwrap_or(text);
    let number = digits.parse().ok().filter(|number| *number > 0);
    number.map(AlarmId).ok_or(NoAlarmNumber)
}

/// Reads the name of a kind of alarm.
pub fn kinds() -> impl TypedValueParser<Value = AlarmKind> {
    PossibleValuesParser::new(AlarmKind::ALL.map(AlarmKind::name))
        .map(|name| AlarmKind::parse(&name).unwrap_or(AlarmKind::Unknown))
}

/// Reads the name of a severity.
pub fn severities() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::name))
        .map(|name| Severity::parse(&name).unwrap_or(Severity::Warning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_are_called_by_their_numbers_with_or_without_the_letter() {
        let check = |text, expected| assert_eq!(number(text).ok(), expected, "{text}");
        check("A-12", Some(AlarmId(12)));
        check("a-12", Some(AlarmId(12)));
        check("12", Some(AlarmId(12)));
        for text in ["", "A-", "A12", "-12", "0", "A-kot", "A--12"] {
            check(text, None);
        }
    }
}
