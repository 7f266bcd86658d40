//! Alarms: what is wrong, who took note, what became of it.

pub mod check;
pub mod deeds;
pub mod show;

use common::alarm::{Alarm, AlarmFilter, AlarmKind, AlarmStanding, Severity, Subject};
use common::api::EkClient;
use common::id::{AlarmId, SiteId};
use common::quantity::{Code, Temperature};
use common::time::Period;
use jiff::Timestamp;

use super::quantity_word;
use crate::cli::alarms::{AlarmFilterArgs, AlarmsHistoryArgs, AlarmsListArgs};
use crate::cli::{AlarmsVerb, ListArgs};
use crate::exit::Failure;
use crate::output::cell::{UnitOf, WithUnit};
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// Something that is wrong, or was.
    pub struct AlarmRow: "alarm.list" brief [severity, alarm, kind, place, since, value, limit, state] {
        /// number of the alarm
        pub alarm: AlarmId,
        /// notice, warning, alarm
        pub severity: Word,
        /// what is wrong, as the catalogue calls it
        pub kind: Word,
        /// new: it holds and nobody has taken note; acknowledged: it holds; cleared: it is over and nobody has taken note; closed
        pub state: Word,
        /// code of the site, or name of the source
        pub place: String,
        /// code of the site
        pub site: Option<String>,
        /// name of the site
        pub site_name: Option<String>,
        /// code of the metering point
        pub point: Option<String>,
        /// name of the source
        pub source: Option<String>,
        /// since when the condition holds, as the readings tell
        pub since: Timestamp,
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
        /// the rule that raised it, as it was called then
        pub rule: String,
    }
}

/// The period of a history that was not told.
const USUAL_HISTORY: &str = "-30d";

/// Does what the verb says.
///
/// # Errors
/// What the daemon refuses; a check found something.
pub async fn run(verb: &AlarmsVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        AlarmsVerb::List(args) => list(session, output, args).await,
        AlarmsVerb::Show(args) => show::run(session, output, args.number).await,
        AlarmsVerb::Ack(args) => deeds::acknowledge(session, output, args).await,
        AlarmsVerb::Unack(args) => deeds::unacknowledge(session, output, args).await,
        AlarmsVerb::Mute(args) => deeds::mute(session, output, args).await,
        AlarmsVerb::Unmute(args) => deeds::unmute(session, output, args).await,
        AlarmsVerb::History(args) => history(session, output, args).await,
        AlarmsVerb::Check(args) => check::run(session, output, args).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &AlarmsListArgs) -> Result<(), Failure> {
    let standing = match (args.all, args.active) {
        (true, _) => AlarmStanding::All,
        (false, true) => AlarmStanding::Active,
        (false, false) => AlarmStanding::Open,
    };
    let period = match args.range.text() {
        Some(_) => Some(session.period(&args.range, "")?),
        None => None,
    };
    let list = ListArgs { columns: args.columns.clone(), all: args.all };
    let filter = filter(session, &args.filter, standing, period).await?;
    list_alarms(session, output, &list, &filter).await
}

async fn history(session: &mut Session, output: &mut Output, args: &AlarmsHistoryArgs) -> Result<(), Failure> {
    let period = session.period(&args.range, USUAL_HISTORY)?;
    let filter = filter(session, &args.filter, AlarmStanding::All, Some(period)).await?;
    list_alarms(session, output, &args.list, &filter).await
}

async fn list_alarms(
    session: &mut Session,
    output: &mut Output,
    list: &ListArgs,
    filter: &AlarmFilter,
) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context, page| ek.alarms(context, filter.clone(), page).await;
    let now = session.now();
    list_rows(session, output, list, call, |alarm| alarm_row(alarm, now)).await
}

async fn filter(
    session: &mut Session,
    args: &AlarmFilterArgs,
    standing: AlarmStanding,
    period: Option<Period>,
) -> Result<AlarmFilter, Failure> {
    Ok(AlarmFilter {
        standing,
        site: site_id(session, args.site.as_deref()).await?,
        kind: args.kind,
        severity: args.severity,
        since: period.map(|period| period.from),
        until: period.map(|period| period.until),
        text: args.text.clone(),
    })
}

/// Returns the site that is meant, if one is.
///
/// # Errors
/// None or several fit.
async fn site_id(session: &mut Session, text: Option<&str>) -> Result<Option<SiteId>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let site = session.ask(async |ek, context| ek.find_site(context, text.to_owned()).await).await?;
    Ok(Some(site.id))
}

/// Returns the word for a kind of alarm.
pub(super) const fn kind_word(kind: AlarmKind) -> Word {
    Word { group: "alarm", name: kind.name() }
}

/// Returns the word for a severity.
pub(super) const fn severity_word(severity: Severity) -> Word {
    Word { group: "severity", name: severity.name() }
}

/// Tells whether people are told of an alarm: it is neither muted nor held back by maintenance.
pub(super) fn is_told(alarm: &Alarm, now: Timestamp) -> bool {
    !alarm.in_maintenance && alarm.muted_until.is_none_or(|until| until <= now)
}

/// Returns how an alarm stands: its condition and whether somebody took note, in one word; people read there, too, that
/// nobody is told of it.
fn state_word(alarm: &Alarm, now: Timestamp) -> Word {
    let name = match (alarm.is_active(), alarm.acknowledged.is_some()) {
        (true, false) => "new",
        (true, true) => "acknowledged",
        (false, false) => "cleared",
        (false, true) => "closed",
    };
    let group = if is_told(alarm, now) { "alarm-state" } else { "alarm-state-quiet" };
    Word { group, name }
}

/// Returns the row of an alarm, with short words for people: the list has many columns.
pub(super) fn alarm_row(alarm: Alarm, now: Timestamp) -> AlarmRow {
    let place = place(&alarm.subject);
    let amount = |value| alarm.measured.map(|measured| WithUnit((measured.quantity, value).into()));
    let (acknowledged_at, acknowledged_by, remark) = match alarm.acknowledged.clone() {
        Some(acknowledged) => (Some(acknowledged.at), acknowledged.by, acknowledged.comment),
        None => (None, None, None),
    };
    AlarmRow {
        alarm: alarm.id,
        severity: Word { group: "severity-mark", name: alarm.severity.name() },
        kind: Word { group: "alarm-short", name: alarm.kind.name() },
        state: state_word(&alarm, now),
        place: place.name,
        site: place.site,
        site_name: place.site_name,
        point: place.point,
        source: place.source,
        since: alarm.since,
        raised_at: alarm.raised_at,
        cleared_at: alarm.cleared_at,
        acknowledged_at,
        acknowledged_by: acknowledged_by.map(|login| login.to_string()),
        remark,
        muted_until: alarm.muted_until,
        in_maintenance: alarm.in_maintenance,
        quantity: alarm.measured.map(|measured| quantity_word(measured.quantity)),
        value: alarm.measured.and_then(|measured| amount(measured.value)),
        limit: alarm.measured.and_then(|measured| amount(measured.limit)),
        peak: alarm.measured.and_then(|measured| amount(measured.peak)),
        unit: alarm.measured.map(|measured| UnitOf(measured.quantity)),
        peak_at: alarm.measured.map(|measured| measured.peak_at),
        info_code: alarm.facts.info_code.map(|code| Code::from_base(code.into())),
        days_left: alarm.facts.days_left,
        lost_percent: alarm.facts.lost_percent,
        outdoor_c: alarm.facts.outdoor.map(Temperature::from_base),
        problem: alarm.facts.problem,
        last_at: alarm.facts.last_at,
        rule: alarm.rule.into(),
    }
}

/// Where something is wrong.
struct Place {
    name: String,
    site: Option<String>,
    site_name: Option<String>,
    point: Option<String>,
    source: Option<String>,
}

fn place(subject: &Subject) -> Place {
    match subject {
        Subject::Source { name } => {
            let name = name.to_string();
            Place { source: Some(name.clone()), name, site: None, site_name: None, point: None }
        }
        Subject::Point { code, site_code, site_name, .. } => Place {
            name: site_code.to_string(),
            site: Some(site_code.to_string()),
            site_name: Some(site_name.clone()),
            point: Some(code.to_string()),
            source: None,
        },
    }
}
