//! One alarm with all that became of it, and what to do about it.

use common::alarm::{Alarm, AlarmCard, Transition, Turn};
use common::id::AlarmId;
use common::notice::Notice;
use common::quantity::{Code, Temperature};
use jiff::{SignedDuration, Timestamp};

use super::{AlarmRow, alarm_row, kind_word, severity_word};
use crate::command::notifications::{NoticeRow, notice_row};
use crate::exit::Failure;
use crate::output::cell::{UnitOf, WithUnit};
use crate::output::{Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// What became of an alarm at an instant.
    pub struct TurnRow: "alarm.turn" brief [at, turn, severity, muted_until, by, remark] {
        /// when it happened
        pub at: Timestamp,
        /// raised, `severity_changed`, cleared, acknowledged, unacknowledged, muted, unmuted, escalated
        pub turn: Word,
        /// who did it; null where the rules did, or that is not told
        pub by: Option<String>,
        /// how much it mattered from then on
        pub severity: Option<Word>,
        /// how much it had mattered
        pub severity_before: Option<Word>,
        /// until when nobody was to be told anything of it
        pub muted_until: Option<Timestamp>,
        /// what that person said
        pub remark: Option<String>,
    }
}

row! {
    /// One alarm with its history.
    pub struct AlarmShowRow: "alarm.show" {
        /// number of the alarm
        pub alarm: AlarmId,
        /// what is wrong, as the catalogue calls it
        pub kind: Word,
        /// notice, warning, alarm
        pub severity: Word,
        /// new: it holds and nobody has taken note; acknowledged: it holds; cleared: it is over and nobody has taken note; closed
        pub state: Word,
        /// code of the site
        pub site: Option<String>,
        /// name of the site
        pub site_name: Option<String>,
        /// code of the metering point
        pub point: Option<String>,
        /// name of the source
        pub source: Option<String>,
        /// what was measured
        pub quantity: Option<Word>,
        /// the last value that broke the limit, exact
        pub value: Option<WithUnit>,
        /// what would have been allowed then, exact
        pub limit: Option<WithUnit>,
        /// the worst value so far, exact
        pub peak: Option<WithUnit>,
        /// unit of value, limit and peak
        pub unit: Option<UnitOf>,
        /// when the worst value was measured
        pub peak_at: Option<Timestamp>,
        /// information code of the meter, raw
        pub info_code: Option<Code>,
        /// days until the verification ends; negative once it has
        pub days_left: Option<i32>,
        /// what flowed in and not back, in percent of what flowed in
        pub lost_percent: Option<u32>,
        /// outdoor temperature that the limit was made for
        pub outdoor_c: Option<Temperature>,
        /// what the source says is wrong
        pub problem: Option<String>,
        /// the last time that anything came
        pub last_at: Option<Timestamp>,
        /// since when the condition holds, as the readings tell
        pub since: Timestamp,
        /// how long it has held, or did
        pub lasting_s: SignedDuration,
        /// when it was found
        pub raised_at: Timestamp,
        /// when it was over, as the readings tell; null while it is active
        pub cleared_at: Option<Timestamp>,
        /// when somebody took note
        pub acknowledged_at: Option<Timestamp>,
        /// who took note; null where that is not told
        pub acknowledged_by: Option<String>,
        /// what that person said
        pub remark: Option<String>,
        /// until then nobody is told anything of it
        pub muted_until: Option<Timestamp>,
        /// a maintenance window holds it back
        pub in_maintenance: bool,
        /// the rule that raised it, as it was called then
        pub rule: String,
        /// what became of it, oldest first
        pub history: Vec<TurnRow>,
        /// who was told, or will be, oldest first
        pub told: Vec<NoticeRow>,
    }
}

/// Shows one alarm.
///
/// # Errors
/// There is none with this number.
pub async fn run(session: &mut Session, output: &mut Output, id: AlarmId) -> Result<(), Failure> {
    let AlarmCard { alarm, history, told } = session.ask(async |ek, context| ek.alarm(context, id).await).await?;
    let mut listing = output.list::<AlarmShowRow>(&Pick::default())?;
    listing.push(show_row(alarm.clone(), (history, told), session.now()))?;
    listing.finish_whole()?;
    advise(output, &alarm)
}

/// Tells people what to look at and what they can do next.
fn advise(output: &mut Output, alarm: &Alarm) -> Result<(), Failure> {
    let texts = output.look.texts();
    let advice = texts.get(&format!("advice-{}", alarm.kind.name()));
    let (id, rule) = (alarm.id.to_string(), alarm.rule.to_string());
    let next = |text: &str| texts.format(text, &[("id", id.as_str().into()), ("rule", rule.as_str().into())]);
    let deed = if alarm.acknowledged.is_some() { "next-unack" } else { "next-ack" };
    let lines = [advice, next(deed), next("next-mute"), next("next-rule")];
    for line in std::iter::once(String::new()).chain(lines) {
        output.footer(&line)?;
    }
    Ok(())
}

fn show_row(alarm: Alarm, (history, told): (Vec<Transition>, Vec<Notice>), now: Timestamp) -> AlarmShowRow {
    let (kind, severity) = (kind_word(alarm.kind), severity_word(alarm.severity));
    let lasting_s = alarm.cleared_at.unwrap_or(now).duration_since(alarm.since).max(SignedDuration::ZERO);
    let row: AlarmRow = alarm_row(alarm, now);
    AlarmShowRow {
        alarm: row.alarm,
        kind,
        severity,
        state: Word { group: "alarm-state-long", ..row.state },
        site: row.site,
        site_name: row.site_name,
        point: row.point,
        source: row.source,
        quantity: row.quantity,
        value: row.value,
        limit: row.limit,
        peak: row.peak,
        unit: row.unit,
        peak_at: row.peak_at,
        info_code: row.info_code,
        days_left: row.days_left,
        lost_percent: row.lost_percent,
        outdoor_c: row.outdoor_c,
        problem: row.problem,
        last_at: row.last_at,
        since: row.since,
        lasting_s,
        raised_at: row.raised_at,
        cleared_at: row.cleared_at,
        acknowledged_at: row.acknowledged_at,
        acknowledged_by: row.acknowledged_by,
        remark: row.remark,
        muted_until: row.muted_until,
        in_maintenance: row.in_maintenance,
        rule: row.rule,
        history: history.into_iter().map(turn_row).collect(),
        told: told.into_iter().map(notice_row).collect(),
    }
}

fn turn_row(transition: Transition) -> TurnRow {
    let Transition { at, by, what } = transition;
    let turn = Word { group: "turn", name: what.name() };
    let by = by.map(|login| login.to_string());
    let row = TurnRow { at, turn, by, severity: None, severity_before: None, muted_until: None, remark: None };
    match what {
        Turn::Raised { severity } => TurnRow { severity: Some(severity_word(severity)), ..row },
        Turn::SeverityChanged { from, to } => {
            TurnRow { severity: Some(severity_word(to)), severity_before: Some(severity_word(from)), ..row }
        }
        Turn::Acknowledged { comment } => TurnRow { remark: comment, ..row },
        Turn::Muted { until } => TurnRow { muted_until: Some(until), ..row },
        Turn::Cleared | Turn::Unacknowledged | Turn::Unmuted | Turn::Escalated | Turn::Unknown => row,
    }
}
